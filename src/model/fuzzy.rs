//! Finding a name by a few of its letters.

use std::cmp::Reverse;

/// How well `query` fits `name`: its letters stand in the name in this order, capital or small. The higher the better;
/// `None` where it does not fit. Letters at the start of a word and letters side by side count more, and so does a
/// shorter name. Blanks in the query are passed over. Costs the length of the name times that of the query.
pub fn fit(query: &str, name: &str) -> Option<i32> {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let name: Vec<char> = name.chars().collect();
    let starts_word = |at: usize| {
        let before = at.checked_sub(1).map(|before| name[before]);
        before.is_none_or(|before| !before.is_alphanumeric() || (before.is_lowercase() && name[at].is_uppercase()))
    };
    let worth = |at: usize| {
        if at == 0 {
            12
        } else if starts_word(at) {
            8
        } else {
            1
        }
    };
    // For each place of the name the best worth of the letters so far with the last one at that place.
    let mut best: Option<Vec<Option<i32>>> = None;
    for wanted in query.chars().filter(|c| !c.is_whitespace()).map(lower) {
        let mut reached: Option<i32> = None;
        let mut next = vec![None; name.len()];
        for at in 0..name.len() {
            let before = at.checked_sub(1);
            let side_by_side = best.as_ref().and_then(|best| best[before?]).map(|worth| worth + 6);
            if lower(name[at]) == wanted {
                let from = match &best {
                    None => Some(0),
                    Some(_) => reached.max(side_by_side),
                };
                next[at] = from.map(|from| from + worth(at));
            }
            reached = reached.max(best.as_ref().and_then(|best| best[at]));
        }
        best = Some(next);
    }
    let found = match best {
        None => Some(0),
        Some(best) => best.into_iter().flatten().max(),
    };
    found.map(|worth| worth * 4 - (name.len() as i32).min(60))
}

/// The items whose names fit `query`, the best first, and as they came where two fit alike.
pub fn ranked<T>(items: impl IntoIterator<Item = T>, query: &str, name: impl Fn(&T) -> String) -> Vec<T> {
    ranked_by(items, query, |item| fit(query, &name(item)))
}

/// The items for which `worth` has a value, the highest first, and as they came where two are worth the same; all as
/// they came for an empty query.
pub fn ranked_by<T>(items: impl IntoIterator<Item = T>, query: &str, worth: impl Fn(&T) -> Option<i32>) -> Vec<T> {
    if query.trim().is_empty() {
        return items.into_iter().collect();
    }
    let fits = items.into_iter().filter_map(|item| worth(&item).map(|worth| (worth, item)));
    let mut fits: Vec<(i32, T)> = fits.collect();
    fits.sort_by_key(|(worth, _)| Reverse(*worth));
    fits.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_fit_comes_first() {
        for (query, names, expected) in [
            ("", &["b", "a"][..], &["b", "a"][..]),
            ("per", &["PAPER", "PERSON", "LOC"], &["PERSON", "PAPER"]),
            ("woa", &["WORK_OF_ART", "World organisation award", "no"], &["WORK_OF_ART", "World organisation award"]),
            ("go mark", &["Go to the next mark", "Remove the focused mark"], &["Go to the next mark"]),
            ("ü", &["Übung", "Uebung"], &["Übung"]),
            ("xx", &["x"], &[]),
        ] {
            assert_eq!(ranked(names.iter().copied(), query, |name| (*name).to_owned()), expected, "{query}");
        }
    }
}
