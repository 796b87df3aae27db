//! Who says what in a sentence: verbs of saying, sources, and marks that name a speaker.

use super::super::offset::{CharPos, CharRange};
use super::phrases::{Phrase, Reference, Sentence, is_between};
use super::rules::{LANGUAGES, Language};
use super::tokens::{Kind, Token, sentences};
use std::ops::Range;

/// How many words may stand between a verb and what is said: told reporters in Kyiv on Friday that …
const MOST_WORDS_BETWEEN: usize = 16;

/// Someone who says something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Voice {
    pub(super) speaker: Phrase,
    /// The words that give the speaker away.
    pub(super) cue: CharRange,
    /// Whoever is spoken to.
    pub(super) addressee: Option<CharRange>,
    /// Where the clause starts, if it judges what stands before it: the film that X called “…”.
    pub(super) relative: Option<CharPos>,
    /// What is said: whole quotations, and clauses.
    pub(super) scopes: Vec<Scope>,
}

/// Something that is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// The quotation of this index.
    Quote(usize, CharRange),
    /// A clause without quotation marks, the verb that opens it included.
    Clause(CharRange),
}

impl Scope {
    pub(super) fn range(self) -> CharRange {
        match self {
            Self::Quote(_, range) | Self::Clause(range) => range,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Says,
    Adds,
    Judges,
}

/// A speaker and a verb beside each other.
struct Naming {
    /// The tokens of both.
    tokens: Range<usize>,
    /// Where the verb starts.
    cue: usize,
    verb: Verb,
    /// Whether the verb comes first.
    inverted: bool,
}

/// The row whose words are the most frequent among `tokens`; the first of equals.
pub(super) fn language(tokens: &[Token]) -> &'static Language {
    let count = |language: &Language| {
        let words: std::collections::HashSet<&str> = language.words().collect();
        tokens.iter().filter(|token| words.contains(token.word())).count()
    };
    let mut counts: Vec<_> = LANGUAGES.iter().map(|language| (count(language), language)).collect();
    counts.reverse();
    counts.into_iter().max_by_key(|(count, _)| *count).map_or(&LANGUAGES[0], |(_, language)| language)
}

/// Who says what in the sentences that `tokens` make.
pub(super) fn voices(tokens: &[Token], language: &'static Language) -> Vec<Voice> {
    let mut found: Vec<Voice> = Vec::new();
    // The voice of the last quotation of the sentence before, while no paragraph ends.
    let mut last: Option<usize> = None;
    for range in sentences(tokens) {
        let sentence = Sentence::new(&tokens[range], language);
        let start = found.len();
        found.extend(sentence.voices());
        let quotes = |voice: &Voice| voice.scopes.iter().any(|scope| matches!(scope, Scope::Quote(..)));
        match (found[start..].iter().rposition(quotes), sentence.only_quote(), last) {
            (Some(voice), ..) => last = Some(start + voice),
            (None, Some(scope), Some(voice)) => found[voice].scopes.push(scope),
            _ => last = None,
        }
        if sentence.tokens.last().is_some_and(|token| token.kind == Kind::Break) {
            last = None;
        }
    }
    found
}

impl<'a> Sentence<'a> {
    fn new(tokens: &'a [Token], language: &'static Language) -> Self {
        let mut sentence = Self { tokens, language, turns: Vec::new() };
        let turns = |place: usize| {
            let token = &tokens[place];
            let against = || sentence.is_any(place + 1, language.contrasts);
            let speaks = || sentence.someone_speaks(place + 1) || sentence.is_sourced(place + 1);
            if token.is(';') || token.is(',') && (against() || speaks()) {
                return Some(place);
            }
            // The comma may stand in the quotation: it was “a disgrace,” X said.
            let comma = matches!(token.kind, Kind::Quote(_, Some(',')));
            (comma && speaks()).then_some(place + 1)
        };
        sentence.turns = (0..tokens.len()).filter_map(turns).collect();
        sentence
    }

    fn voices(&self) -> Vec<Voice> {
        let mut found: Vec<Voice> = Vec::new();
        // Whoever said the last thing, and where the verb of that ends.
        let mut last: Option<(Phrase, usize)> = None;
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some((verb, end)) = self.verb(at) {
                let voice = match self.is_participle(at) {
                    true => self.participle(at..end, verb, last.as_ref()),
                    false => self.saying(at..end, verb),
                };
                last = voice.as_ref().map(|voice| (voice.speaker.clone(), end)).or(last);
                found.extend(voice);
                at = end;
            } else if let Some(end) = self.entry(at, self.language.sources) {
                found.extend(self.source(at..end));
                at = end;
            } else {
                at += 1;
            }
        }
        let spoken = |index: usize| {
            found
                .iter()
                .flat_map(|voice| &voice.scopes)
                .any(|scope| matches!(scope, Scope::Quote(quote, _) if *quote == index))
        };
        let bare: Vec<usize> =
            (0..self.tokens.len()).filter(|&at| self.tokens[at].quote().is_some_and(|quote| !spoken(quote))).collect();
        found.extend(bare.into_iter().filter_map(|at| self.beside(at)));
        self.joined(found)
    }

    /// The voices, those of one speaker as one: X said it was bad, he added. A pronoun is taken for the name before it, or
    /// for whoever speaks already in what it is said to tell.
    fn joined(&self, voices: Vec<Voice>) -> Vec<Voice> {
        let word = |range: CharRange| self.tokens.iter().find(|token| token.range == range).map(Token::word);
        let mut found: Vec<Voice> = Vec::new();
        for voice in voices {
            let Phrase { words, head, reference, .. } = voice.speaker;
            let trails = voice.scopes.iter().any(|scope| scope.range().end() <= words.start());
            let same = |other: &&mut Voice| {
                let Phrase { words: named, head: other_head, reference: kind, .. } = other.speaker;
                let together = |a: &Scope| voice.scopes.iter().any(|b| a.range().overlap(b.range()).is_some());
                let refers = reference == Reference::Pronoun
                    && (kind == Reference::Name || kind == Reference::Noun && trails)
                    || reference == Reference::Name && word(head) == word(other_head);
                named.end() <= words.start() && refers && other.scopes.iter().any(together)
            };
            match found.iter_mut().find(same) {
                Some(other) => other.scopes.extend(voice.scopes),
                None => found.push(voice),
            }
        }
        found
    }

    /// The only thing in the sentence, if that is a quotation.
    fn only_quote(&self) -> Option<Scope> {
        let (first, rest) = self.tokens.split_first()?;
        let alone = rest.iter().all(|token| matches!(token.kind, Kind::Mark(_) | Kind::Break));
        Some(Scope::Quote(first.quote().filter(|_| alone)?, first.range))
    }

    fn verb(&self, at: usize) -> Option<(Verb, usize)> {
        let Language { says, adds, judges, .. } = self.language;
        let kinds = [(says, Verb::Says), (adds, Verb::Adds), (judges, Verb::Judges)];
        let ends = kinds.into_iter().filter_map(|(verbs, kind)| Some((kind, self.entry(at, verbs)?)));
        ends.max_by_key(|(_, end)| *end)
    }

    fn range(&self, tokens: Range<usize>) -> Option<CharRange> {
        let tokens = self.tokens.get(tokens)?;
        Some(tokens.first()?.range.joined(tokens.last()?.range))
    }

    /// Where the words of the sentence end, its last marks not counted.
    fn words_end(&self) -> usize {
        let words = |token: &Token| token.is_word() || token.quote().is_some();
        self.tokens.iter().rposition(words).map_or(0, |last| last + 1)
    }

    /// Whether the verb at `at` is a participle, which has its speaker before it, and not: is saying.
    fn is_participle(&self, at: usize) -> bool {
        let helped = at.checked_sub(1).is_some_and(|before| self.is_any(before, self.language.passives));
        !helped && self.language.participles.iter().any(|end| self.word(at).ends_with(end))
    }

    /// X left, with Y saying …; Y saying …; X condemned it, saying …: in the last one X is who said the `last` thing.
    fn participle(&self, cue: Range<usize>, verb: Verb, last: Option<&(Phrase, usize)>) -> Option<Voice> {
        let rules = self.language;
        let before = cue.start.checked_sub(1)?;
        let speaker = if self.tokens[before].is_word() {
            let words = self.tokens[..cue.start].iter().rposition(|token| !token.is_word()).map_or(0, |mark| mark + 1);
            let with = (words..cue.start).rev().find(|&at| self.is_any(at, rules.absolutes));
            let from = with.map_or(words, |with| with + 1);
            let phrase = self.nouns_before(from, cue.start).filter(|phrase| phrase.tokens.start == from)?;
            (with.is_some() || phrase.reference == Reference::Name).then_some(phrase)?
        } else {
            let (speaker, end) = last.filter(|_| is_between(&self.tokens[before]))?;
            // Someone else may have come between: X said so, and Y left, saying …
            let another = |at: usize| {
                let joined = self.is_any(at, rules.conjunctions) && self.tokens[at + 1].is_capital();
                joined || self.is_any(at, rules.contrasts)
            };
            (!(*end..before).any(another)).then(|| speaker.clone())?
        };
        let mut scopes: Vec<Scope> = self.quote_after(cue.end).filter(|_| verb != Verb::Judges).into_iter().collect();
        let end = self.clause_end(cue.end);
        let follows = self.tokens.get(cue.end).is_some_and(|next| next.is_word() || next.quote().is_some());
        let opens = verb != Verb::Adds && follows && scopes.is_empty() || self.that(cue.end).is_some();
        scopes.extend(self.range(cue.start..end).filter(|_| opens && end > cue.end).map(Scope::Clause));
        let addressee = self.addressee(&cue);
        let cue = self.range(cue)?;
        (!scopes.is_empty()).then_some(Voice { speaker, cue, addressee, relative: None, scopes })
    }

    /// Where a relative clause starts whose speaker stands at `first` and whose verb ends at `end`, without an object.
    fn relative(&self, first: usize, end: usize) -> Option<CharPos> {
        let rules = self.language;
        let is_relative = |at: &usize| [rules.who, rules.that].into_iter().any(|list| self.is_any(*at, list));
        let pronoun = [Some(first), first.checked_sub(1)].into_iter().flatten().find(is_relative)?;
        let judgement = self.tokens.get(end)?.quote().is_some() || self.is_any(end, rules.likens);
        judgement.then(|| self.tokens[pronoun].range.start())
    }

    /// Whoever is spoken to: told X, said to X.
    fn addressee(&self, cue: &Range<usize>) -> Option<CharRange> {
        let to = self.is_any(cue.end, self.language.to);
        let tells = to || self.is_any(cue.end - 1, self.language.tells);
        let phrase = self.phrase_after(cue.end + usize::from(to)).filter(|_| tells)?;
        self.range(phrase.tokens)
    }

    fn saying(&self, cue: Range<usize>, verb: Verb) -> Option<Voice> {
        let rules = self.language;
        let mut before = cue.start;
        let mut passive = false;
        while before > 0 && {
            let helps = self.is_any(before - 1, rules.passives);
            passive |= helps;
            helps || self.is_any(before - 1, rules.auxiliaries) || self.is_adverb(before - 1)
        } {
            before -= 1;
        }
        let word = self.tokens[cue.end - 1].word();
        let reduced = verb == Verb::Judges && self.is_any(cue.end, rules.by);
        if passive && !word.ends_with("ing") || reduced {
            return self.passive(cue);
        }
        let behind = || {
            let follows = rules.inverts || before.checked_sub(1).is_some_and(|at| !self.tokens[at].is_word());
            let phrase = self.phrase_after(cue.end).filter(|_| follows)?;
            // “said it” is no speaker of English.
            (rules.inverts || phrase.reference != Reference::Pronoun).then_some(phrase)
        };
        let (speaker, inverted) = match self.phrase_before(before) {
            Some(phrase) => (phrase, false),
            None => (behind()?, true),
        };
        let mut first = if inverted { before } else { speaker.tokens.start };
        while first > 0 && self.is_any(first - 1, rules.auxiliaries) {
            first -= 1;
        }
        let rest = if inverted { speaker.tokens.end } else { cue.end };
        let mut scopes: Vec<Scope> = Vec::new();
        if verb != Verb::Judges {
            match self.told_before(first) {
                Some(told) => scopes.extend(told.filter(|_| self.trails(rest))),
                None => scopes.extend([self.clause_with_quote(first), self.quote_before(first)].into_iter().flatten()),
            }
            scopes.extend(self.quote_after(rest));
        }
        let naming = Naming { tokens: first..rest, cue: cue.start, verb, inverted };
        scopes.extend(self.clause(&naming, !scopes.is_empty()).map(Scope::Clause));
        let addressee = self.addressee(&cue).filter(|_| !inverted);
        let relative = self.relative(first, cue.end).filter(|_| verb == Verb::Judges && !inverted);
        let cue = self.range(cue)?;
        (!scopes.is_empty()).then_some(Voice { speaker, cue, addressee, relative, scopes })
    }

    /// What is said without quotation marks, behind the verb or before it. Where quotations are `quoted`, only a word as
    /// “that” opens more.
    fn clause(&self, naming: &Naming, quoted: bool) -> Option<CharRange> {
        let rules = self.language;
        let Naming { tokens: Range { start, end }, cue, verb, inverted } = *naming;
        let clause_end = self.clause_end(end);
        let behind = || self.range(cue..clause_end).filter(|_| clause_end > end);
        let that = self.that(end).is_some_and(|that| !(quoted && self.tokens[that].is(',')));
        if verb == Verb::Judges || that {
            return behind();
        }
        if quoted {
            return None;
        }
        let says = verb == Verb::Says && !inverted;
        let before = self.clause_before(start);
        let follows = self.tokens.get(end).is_some_and(|next| next.is_word() || next.quote().is_some());
        let adjunct = self.is_any(end, rules.adjuncts);
        if says && follows && !adjunct && (before.is_none() || !self.is_addressed(end)) {
            return behind();
        }
        let Some(before) = before else {
            // Said on Monday the sky was blue.
            return behind().filter(|_| says && clause_end > end + 4);
        };
        // He was, she said, a monster.
        let comma = self.tokens.get(end).is_some_and(|token| token.is(','));
        let goes_on = comma && ![rules.conjunctions, rules.who].into_iter().any(|list| self.is_any(end + 1, list));
        self.range(0..clause_end).filter(|_| goes_on && clause_end > end).or(Some(before))
    }

    /// X was accused of … by Y: it is Y who speaks.
    fn passive(&self, cue: Range<usize>) -> Option<Voice> {
        let end = self.clause_end(cue.end);
        let end = (cue.end..end).find(|&at| self.tokens[at].is(',')).unwrap_or(end);
        let by = (cue.end..end).find(|&at| self.is_any(at, self.language.by))?;
        let speaker = self.phrase_after(by + 1)?;
        let scope = if by == cue.end { cue.start..end } else { cue.start..by };
        let scopes = vec![Scope::Clause(self.range(scope)?)];
        Some(Voice { speaker, cue: self.range(cue)?, addressee: None, relative: None, scopes })
    }

    /// According to X, …; …, according to X.
    fn source(&self, cue: Range<usize>) -> Option<Voice> {
        let speaker = self.phrase_after(cue.end)?;
        let end = self.words_end();
        let leads =
            self.tokens[..cue.start].iter().filter(|token| token.is_word() || token.quote().is_some()).count() <= 1;
        let told = self.told_before(cue.start).flatten().or_else(|| self.clause_with_quote(cue.start));
        let mut scopes: Vec<Scope> = told.into_iter().chain(self.quote_before(cue.start)).collect();
        if leads && scopes.is_empty() {
            scopes.push(Scope::Clause(self.range(speaker.tokens.end..self.clause_end(speaker.tokens.end))?));
        } else if scopes.is_empty() {
            // In between it holds for both sides.
            let goes_on = self.tokens.get(speaker.tokens.end).is_some_and(|token| token.is(','));
            let range = if goes_on { 0..end } else { 0..cue.start };
            scopes.push(Scope::Clause(self.range(range)?));
        }
        Some(Voice { speaker, cue: self.range(cue)?, addressee: None, relative: None, scopes })
    }

    /// X: “…”; “…” (X); “…” — X.
    fn beside(&self, quote: usize) -> Option<Voice> {
        let scopes = vec![Scope::Quote(self.tokens[quote].quote()?, self.tokens[quote].range)];
        let colon = quote.checked_sub(1).filter(|&at| self.tokens[at].is(':'));
        if let Some(colon) = colon {
            let speaker = self.phrase_before(colon)?;
            return (speaker.tokens.start == 0 && speaker.reference != Reference::Pronoun).then_some(Voice {
                speaker,
                cue: self.tokens[colon].range,
                addressee: None,
                relative: None,
                scopes,
            });
        }
        let mark = self.tokens.get(quote + 1)?;
        let Kind::Mark(c @ ('(' | '—' | '–' | '-')) = mark.kind else { return None };
        let speaker = self.phrase_after(quote + 2)?;
        let end = self.tokens.get(speaker.tokens.end);
        let ends = match c {
            '(' => end.is_some_and(|end| end.is(')') || end.is(',')),
            _ => end.is_none_or(|end| !end.is_word() && end.quote().is_none()),
        };
        (ends && speaker.reference == Reference::Name).then_some(Voice {
            speaker,
            cue: mark.range,
            addressee: None,
            relative: None,
            scopes,
        })
    }

    /// The quotation that ends right before `at`.
    fn quote_before(&self, at: usize) -> Option<Scope> {
        let token = self.tokens[..at].iter().rev().find(|token| !is_between(token))?;
        Some(Scope::Quote(token.quote()?, token.range))
    }

    /// The clause before `at` that ends in a quotation of a part of it: it was “simply wrong”, X said.
    fn clause_with_quote(&self, at: usize) -> Option<Scope> {
        let quote = self.tokens[..at].iter().rposition(|token| !is_between(token))?;
        let mut before = self.tokens[..quote].iter();
        let part = self.tokens[quote].quote().is_some() && before.all(Token::is_word) && quote >= 2;
        part.then(|| self.range(0..quote + 1).map(Scope::Clause)).flatten()
    }

    /// What stands before `at` and ends in a quotation, where someone speaks in it before that: X said it was “a disgrace,”
    /// Y added. Y tells all of it. `None` where nobody else speaks there, nothing in it where that stands aside: while X
    /// called it “a disgrace,” Y …
    fn told_before(&self, at: usize) -> Option<Option<Scope>> {
        let quote = self.tokens[..at].iter().rposition(|token| !is_between(token))?;
        self.tokens[quote].quote()?;
        let rules = self.language;
        let start = self.tokens[..quote].iter().rposition(|token| token.is(';')).map_or(0, |mark| mark + 1);
        let speaks = |at: &usize| self.verb(*at).is_some() || self.entry(*at, rules.sources).is_some();
        let verb = (start..quote).find(speaks)?;
        let leads = [rules.adjuncts, rules.conjunctions].into_iter().any(|list| self.is_any(start, list));
        let aside = leads && verb > start && !self.tokens[start..verb].iter().any(|token| token.is(','));
        let asked = leads && verb == start && self.entry(start, rules.sources).is_none();
        Some(if aside || asked { None } else { self.range(start..quote + 1).map(Scope::Clause) })
    }

    /// Whether nothing but circumstances follow at `at`, behind a verb of saying: added on Monday; told the BBC.
    fn trails(&self, at: usize) -> bool {
        let ends = self.tokens.get(at).is_none_or(|next| !next.is_word() && next.quote().is_none());
        ends || self.is_any(at, self.language.adjuncts) || self.is_addressed(at)
    }

    /// The quotation to which the words from `at` lead.
    fn quote_after(&self, at: usize) -> Option<Scope> {
        let reach = self.tokens.len().min(at + MOST_WORDS_BETWEEN);
        let place = (at..reach).find(|&place| self.tokens[place].quote().is_some())?;
        let token = &self.tokens[place];
        let introduced = place == at || {
            let before = &self.tokens[place - 1];
            before.is(':')
                || is_between(before)
                || before.kind == Kind::Break
                || self.is_any(place - 1, self.language.that)
        };
        // Another one speaks in between.
        let other = (at..place).any(|place| self.verb(place).is_some());
        (introduced && !other).then_some(Scope::Quote(token.quote()?, token.range))
    }

    /// The word behind a verb that opens what is said, with the addressee and circumstances before it.
    fn that(&self, at: usize) -> Option<usize> {
        let reach = self.tokens.len().min(at + MOST_WORDS_BETWEEN);
        for place in at..reach {
            let token = &self.tokens[place];
            let comma = token.is(',') && self.language.that.contains(&",");
            if comma || self.is_any(place, self.language.that) {
                return Some(place);
            }
            if !token.is_word() || self.verb(place).is_some() {
                return None;
            }
        }
        None
    }

    /// Whether only someone spoken to, time and place follow: told the BBC on Monday.
    fn is_addressed(&self, at: usize) -> bool {
        let end = self.words_end();
        let comma = (at..end).find(|&place| !self.tokens[place].is_word()).unwrap_or(end);
        self.phrase_after(at)
            .is_some_and(|phrase| phrase.tokens.end >= comma || self.is_any(phrase.tokens.end, self.language.adjuncts))
    }

    /// Where what is said from `at` on ends: at the end of the sentence, or where something else is set against it, or
    /// where another one speaks: X condemned the attack, Y said.
    fn clause_end(&self, at: usize) -> usize {
        let end = self.words_end();
        self.turns.iter().copied().find(|turn| *turn >= at).map_or(end, |turn| turn.min(end))
    }

    /// Whether a speaker and a verb of saying start at `at`, in either order.
    fn someone_speaks(&self, at: usize) -> bool {
        let verb_from = |from: usize| {
            let helps = |at: &usize| self.is_any(*at, self.language.auxiliaries) || self.is_adverb(*at);
            self.verb((from..self.tokens.len()).find(|at| !helps(at))?)
        };
        let behind = self.phrase_after(at).is_some_and(|phrase| verb_from(phrase.tokens.end).is_some());
        let inverted = |(verb, end)| verb != Verb::Judges && self.phrase_after(end).is_some();
        let before = !self.is_participle(at) && verb_from(at).is_some_and(inverted);
        behind || before
    }

    /// Whether a source starts at `at`, and nothing follows it: …, according to X.
    fn is_sourced(&self, at: usize) -> bool {
        let source = self.entry(at, self.language.sources).and_then(|end| self.phrase_after(end));
        source.is_some_and(|source| source.tokens.end >= self.words_end())
    }

    /// The clause before a comma that stands right before `at`: …, X said.
    fn clause_before(&self, at: usize) -> Option<CharRange> {
        let comma = at.checked_sub(1).filter(|&comma| self.tokens[comma].is(','))?;
        let start = self.tokens[..comma].iter().rposition(|token| token.is(';')).map_or(0, |mark| mark + 1);
        let words = self.tokens[start..comma].iter().filter(|token| token.is_word()).count();
        let rules = self.language;
        let introduces = [rules.adjuncts, rules.conjunctions].into_iter().any(|list| self.is_any(start, list));
        (words >= 2 && !introduces).then(|| self.range(start..comma)).flatten()
    }
}
