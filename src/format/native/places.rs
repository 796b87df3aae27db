//! Positions of a text in all three units of offsets.

/// A position of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Spot {
    /// Code points before it.
    pub chars: u32,
    /// UTF-16 units before it.
    pub utf16: u32,
    /// Bytes of UTF-8 before it.
    pub utf8: u32,
}

/// Those positions of a text that were asked for.
pub(crate) struct Places(Vec<Spot>);

impl Places {
    /// Measures these positions, given in code points, in one pass over the text; those past its end are left out.
    pub(crate) fn of(text: &str, mut wanted: Vec<u32>) -> Self {
        wanted.sort_unstable();
        wanted.dedup();
        let mut places = Vec::with_capacity(wanted.len());
        let (mut spot, mut chars) = (Spot::default(), text.chars());
        for at in wanted {
            while spot.chars < at {
                let Some(c) = chars.next() else { return Self(places) };
                spot.chars += 1;
                spot.utf16 += c.len_utf16() as u32;
                spot.utf8 += c.len_utf8() as u32;
            }
            places.push(spot);
        }
        Self(places)
    }

    /// A position that was asked for, unless it is past the end.
    pub(crate) fn get(&self, at: u32) -> Option<Spot> {
        let place = self.0.binary_search_by_key(&at, |spot| spot.chars).ok()?;
        Some(self.0[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_counts_its_own() {
        let places = Places::of("aé漢😀b", vec![5, 4, 0, 4, 3, 9]);
        let units = |at| places.get(at).map(|spot| (spot.utf16, spot.utf8));
        assert_eq!(units(0), Some((0, 0)));
        assert_eq!(units(3), Some((3, 6)));
        assert_eq!(units(4), Some((5, 10)));
        assert_eq!(units(5), Some((6, 11)), "the end");
        assert_eq!(units(9), None, "past the end");
        assert_eq!(units(2), None, "not asked for");
    }
}
