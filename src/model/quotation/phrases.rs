//! Noun phrases that may name a speaker, by what stands around them: no word list of names is needed.

use super::super::offset::CharRange;
use super::rules::Language;
use super::tokens::{Kind, Token};
use std::ops::Range;

/// The most words that a noun phrase has.
const MOST_WORDS: usize = 12;

/// Words that may name a speaker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Phrase {
    /// The tokens of the whole phrase.
    pub(super) tokens: Range<usize>,
    /// What is proposed of it: of “the actor Tom Hanks” the name.
    pub(super) words: CharRange,
    /// Its most important word: the last one of a name, “spokesman” of “a spokesman for the bank”.
    pub(super) head: CharRange,
    pub(super) reference: Reference,
}

/// How a phrase refers to someone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reference {
    Name,
    Noun,
    Pronoun,
    /// I, we: who writes or speaks already.
    FirstPerson,
}

/// A sentence and the rules of its language.
pub(super) struct Sentence<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) language: &'static Language,
    /// Where a clause ends because something is set against it, or another one speaks. In order.
    pub(super) turns: Vec<usize>,
}

impl Sentence<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", Token::word)
    }

    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        !word.is_empty() && words.contains(&word)
    }

    /// Where the first of `entries` that stands at `at` ends; of several the longest.
    pub(super) fn entry(&self, at: usize, entries: &[&str]) -> Option<usize> {
        let first = self.word(at);
        let end = |entry: &&str| {
            let mut end = at;
            entry
                .split(' ')
                .all(|word| {
                    end += 1;
                    self.word(end - 1) == word
                })
                .then_some(end)
        };
        let begun = entries.iter().filter(|entry| !first.is_empty() && entry.starts_with(first));
        begun.filter_map(end).max()
    }

    /// The verb of saying or judging at `at`, whatever it is.
    fn is_verb(&self, at: usize) -> bool {
        let Language { says, adds, judges, .. } = self.language;
        [says, adds, judges].into_iter().any(|verbs| self.is_any(at, verbs))
    }

    /// Who is meant by what stands right before `end`: a name, a noun phrase, a pronoun. Behind a comma it may be an
    /// apposition of either order: X, the leader, / the leader, X, / X, who had left, / X (the leader).
    pub(super) fn phrase_before(&self, end: usize) -> Option<Phrase> {
        let mut end = self.before_brackets(end)?;
        let relative = self.is_any(end.checked_sub(1)?, self.language.who);
        if relative {
            let comma = end.checked_sub(2).is_some_and(|at| self.tokens[at].is(','));
            end = self.before_brackets(end - 1 - usize::from(comma))?;
        }
        let last = end.checked_sub(1)?;
        match self.tokens[last].kind {
            Kind::Mark(',' | '–' | '—') => self.before_apposition(last),
            _ => self.pronoun(last).filter(|_| !relative).or_else(|| self.nouns_before(0, end)),
        }
    }

    /// Where the brackets open that close right before `end`; `end` where none do.
    fn before_brackets(&self, end: usize) -> Option<usize> {
        let closes = end.checked_sub(1).is_some_and(|last| self.tokens[last].is(')'));
        if closes { self.tokens[..end].iter().rposition(|token| token.is('(')) } else { Some(end) }
    }

    fn pronoun(&self, at: usize) -> Option<Phrase> {
        let token = self.tokens.get(at)?;
        let reference = if self.is_any(at, self.language.pronouns) {
            Reference::Pronoun
        } else if self.is_any(at, self.language.first_person) {
            Reference::FirstPerson
        } else {
            return None;
        };
        Some(Phrase { tokens: at..at + 1, words: token.range, head: token.range, reference })
    }

    fn before_apposition(&self, comma: usize) -> Option<Phrase> {
        // Between commas, from the last stretch to the first.
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut end = comma;
        while parts.len() < 4 {
            let divides = |token: &Token| !token.is_word() && !token.is('-');
            let start = self.tokens[..end].iter().rposition(divides).map_or(0, |mark| mark + 1);
            if start == end {
                break;
            }
            parts.push(start..end);
            match start.checked_sub(1) {
                Some(mark) if self.tokens[mark].kind == self.tokens[comma].kind => end = mark,
                _ => break,
            }
        }
        let outermost = parts.len().checked_sub(1).filter(|last| *last > 0)?;
        let phrases: Vec<Option<Phrase>> = parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let phrase = self.nouns_before(part.start, part.end)?;
                // Only the outermost part may begin with something else: In Paris the mayor, X, said.
                let whole = phrase.tokens.start == part.start || index == outermost;
                (whole && phrase.tokens.start < part.end).then_some(phrase)
            })
            .collect();
        let name = phrases.iter().flatten().find(|phrase| phrase.reference == Reference::Name).cloned();
        let mut phrase = name.or_else(|| phrases.get(1).cloned().flatten())?;
        // What belongs to the speaker begins where the outermost part that is a phrase begins.
        if let Some(first) = phrases.iter().skip(1).take(2).flatten().map(|phrase| phrase.tokens.start).min() {
            phrase.tokens = first.min(phrase.tokens.start)..phrase.tokens.end;
        }
        Some(phrase)
    }

    /// The noun phrase that ends at `end` and starts no earlier than `from`.
    pub(super) fn nouns_before(&self, from: usize, end: usize) -> Option<Phrase> {
        let rules = self.language;
        let mut start = end;
        while start > from && end - start < MOST_WORDS {
            let at = start - 1;
            let token = &self.tokens[at];
            let is_last = start == end;
            let before_is_word = at > from && self.tokens[at - 1].is_word();
            if self.is_any(at, rules.determiners) {
                // An article begins the phrase, unless that goes on: the head *of the* bank.
                start = at;
                if self.link_before(at).is_none_or(|link| link <= from) {
                    break;
                }
                continue;
            }
            let joins_names = before_is_word
                && self.tokens[at - 1].is_capital()
                && !is_last
                && self.tokens[start].is_capital()
                && self.is_any(at, rules.conjunctions)
                && self.word(at).len() <= 3
                && !self.is_any(at, rules.that)
                && !self.is_any(at - 1, rules.adjuncts);
            let particle = self.is_any(at, rules.particles) && !token.is_capital();
            let link = self.link_before(start).or((joins_names || particle).then_some(at));
            let noun_before = |link: &usize| *link > from && self.tokens[link - 1].is_word() && !self.stops(link - 1);
            if let Some(link) = link.filter(noun_before).filter(|_| !is_last) {
                start = link;
                continue;
            }
            let links = link.is_some();
            let verb = self.is_verb(at) && !(at > from && self.is_any(at - 1, rules.determiners));
            if !token.is_word() || links || self.stops(at) || verb && !token.is_capital() {
                break;
            }
            start = at;
        }
        self.phrase(start..end)
    }

    /// Where the link that ends right before `end` starts.
    fn link_before(&self, end: usize) -> Option<usize> {
        let starts = |entry: &&str| {
            let start = end.checked_sub(entry.split(' ').count())?;
            (self.entry(start, &[entry]) == Some(end)).then_some(start)
        };
        self.language.links.iter().filter_map(starts).min()
    }

    /// Whether a word can be in no noun phrase.
    fn stops(&self, at: usize) -> bool {
        let rules = self.language;
        let linking = self.entry(at, rules.links).is_some() || self.link_before(at + 1).is_some();
        let lists =
            [rules.conjunctions, rules.pronouns, rules.first_person, rules.auxiliaries, rules.passives, rules.who];
        lists.into_iter().any(|list| self.is_any(at, list)) || !linking && self.is_any(at, rules.adjuncts)
    }

    /// Who is meant by what starts at `start`: the name behind a noun too, if there is one: her mother, X.
    pub(super) fn phrase_after(&self, start: usize) -> Option<Phrase> {
        let phrase = self.pronoun(start).or_else(|| self.nouns_after(start))?;
        let comma = phrase.tokens.end;
        if phrase.reference != Reference::Noun || !self.tokens.get(comma).is_some_and(|token| token.is(',')) {
            return Some(phrase);
        }
        let ends =
            |name: &Phrase| self.tokens.get(name.tokens.end).is_none_or(|end| !end.is_word() && end.quote().is_none());
        let name = self.nouns_after(comma + 1).filter(|name| name.reference == Reference::Name && ends(name));
        Some(name.map_or(phrase, |name| Phrase { tokens: start..name.tokens.end, ..name }))
    }

    /// The noun phrase that starts at `start`, before the first word that can't belong to it.
    fn nouns_after(&self, start: usize) -> Option<Phrase> {
        let rules = self.language;
        let mut end = start;
        let mut in_name = false;
        while end < self.tokens.len() && end - start < MOST_WORDS {
            let token = &self.tokens[end];
            let next_is = |test: &dyn Fn(&Token) -> bool| self.tokens.get(end + 1).is_some_and(test);
            if self.is_any(end, rules.determiners) && (end == start || self.link_before(end).is_some()) {
                end += 1;
                continue;
            }
            let particle = self.is_any(end, rules.particles) && next_is(&Token::is_capital);
            let joins = self.is_any(end, rules.conjunctions)
                && in_name
                && next_is(&Token::is_capital)
                && self.word(end).len() <= 3;
            let link = self.entry(end, rules.links).filter(|_| end > start && next_is(&Token::is_word));
            if let Some(link) = link.filter(|_| !in_name) {
                end = link;
                continue;
            }
            let links = link.is_some();
            // Behind a name only what is part of it: the Bank of England.
            let fits = if links || particle || joins {
                next_is(&|token| token.is_capital() || rules.determiners.contains(&token.word()))
            } else {
                token.is_word() && !self.stops(end) && !self.is_adverb(end)
            };
            if !fits || in_name && !token.is_capital() && !links && !particle && !joins && !self.leads_to_name(end) {
                break;
            }
            in_name = token.is_capital();
            end += 1;
        }
        self.phrase(start..end)
    }

    /// Kremlin *spokesman* Peskov.
    fn leads_to_name(&self, at: usize) -> bool {
        let ahead = |by: usize| self.tokens.get(at + by).is_some_and(Token::is_capital);
        self.tokens[at].is_word()
            && !self.stops(at)
            && (ahead(1) || ahead(2) && !self.stops(at + 1))
            && !self.language.capital_nouns
    }

    /// Whether a word is an adverb by its end.
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        let endings = self.language.auxiliaries.iter().filter_map(|entry| entry.strip_prefix('-'));
        let lower = self.tokens.get(at).is_some_and(|token| token.is_word() && !token.is_capital());
        let bare = !at.checked_sub(1).is_some_and(|before| self.is_any(before, self.language.determiners));
        lower && bare && endings.into_iter().any(|end| self.word(at).ends_with(end))
    }

    /// What is to be proposed of the tokens of a noun phrase; `None` where no noun is among them.
    fn phrase(&self, tokens: Range<usize>) -> Option<Phrase> {
        let rules = self.language;
        let all = self.tokens.get(tokens.clone())?;
        let last = all.last()?;
        let noun =
            |token: &Token| !rules.determiners.contains(&token.word()) && token.word().contains(char::is_alphabetic);
        let possessive = ["'s", "’s"].iter().any(|end| last.word().ends_with(end));
        if !noun(last) || possessive {
            return None;
        }
        let range = |from: usize, to: usize| all[from].range.joined(all[to - 1].range);
        // The Economist, amid a sentence: the article is part of the name.
        let own_article = tokens.start > 0 && all[0].is_capital() && self.tokens[tokens.start - 1].kind != Kind::Break;
        let is_particle =
            |token: &Token| rules.particles.contains(&token.word()) || rules.conjunctions.contains(&token.word());
        // A name goes on across small words: Ursula von der Leyen.
        let across = |start: usize| {
            let before = all[..start].iter().rposition(|token| !is_particle(token))?;
            (before + 1 < start && all[before].is_capital()).then_some(before)
        };
        // The name at the end: words with capital letters, and small ones between them.
        let mut start = all.len();
        while start > 0 {
            let capital = all[start - 1].is_capital() && (own_article || !self.is_article(&all[start - 1]));
            match across(start).filter(|_| start < all.len()) {
                _ if capital => start -= 1,
                Some(before) => start = before,
                None => break,
            }
        }
        let at_link = |index: usize| self.entry(tokens.start + index, rules.links);
        let link = (1..all.len()).find(|&index| at_link(index).is_some() && index <= start);
        let after_link = start > 0 && start < all.len() && self.links_to(all, start);
        let article = self.is_article(&all[0]);
        if start < all.len() && !after_link && !(rules.capital_nouns && article) {
            let title = (start..all.len() - 1).rev().find(|&index| rules.titles.contains(&all[index].word()));
            let start = title.map_or(start, |title| title + 1);
            return Some(Phrase {
                tokens,
                words: range(start, all.len()),
                head: last.range,
                reference: Reference::Name,
            });
        }
        // A person with a place: Maria Lund of the Oslo police.
        if let Some(link) = link.filter(|_| !article && !rules.capital_nouns) {
            let capitals = all[..link].iter().rev().take_while(|token| token.is_capital()).count();
            let title = (link - capitals..link - 1).rev().find(|&index| rules.titles.contains(&all[index].word()));
            let behind_article =
                at_link(link).and_then(|end| self.tokens.get(end)).is_some_and(|next| self.is_article(next));
            let first = title.map_or(link - capitals, |title| title + 1);
            if title.is_some() || capitals >= 2 && behind_article {
                return Some(Phrase {
                    tokens,
                    words: range(first, link),
                    head: all[link - 1].range,
                    reference: Reference::Name,
                });
            }
        }
        // A noun, with what belongs to it: a spokesman for the bank. Of the Bank of England no article.
        let named = article && all.len() > 1 && all[1].is_capital() && after_link && !rules.capital_nouns;
        let head = link.filter(|link| *link > 0).map_or(all.len() - 1, |link| link - 1);
        let reference =
            if all[head].is_capital() && !rules.capital_nouns && head > 0 { Reference::Name } else { Reference::Noun };
        Some(Phrase { tokens, words: range(usize::from(named), all.len()), head: all[head].range, reference })
    }

    fn is_article(&self, token: &Token) -> bool {
        self.language.determiners.contains(&token.word())
    }

    /// Whether a link stands before the name that starts at `start`, with or without an article between.
    fn links_to(&self, all: &[Token], start: usize) -> bool {
        let is_link = |index: usize| self.language.links.contains(&all[index].word());
        is_link(start - 1) || start > 1 && self.is_article(&all[start - 1]) && is_link(start - 2)
    }
}

/// Whether a token is a mark that may stand between a quotation and who said it.
pub(super) fn is_between(token: &Token) -> bool {
    matches!(token.kind, Kind::Mark(',' | '—' | '–' | '-' | '，' | '、'))
}
