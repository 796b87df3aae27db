//! Whom or what a sentiment may be about.

use super::super::annotation::AnnotationId;
use super::super::offset::CharRange;
use super::super::text::Text;
use super::tokens::Token;
use super::voices::Voice;
use super::{Heard, heard};

/// The mentions of a sentence that may be the target of an expression, the nearest first, but before them those to which a
/// small word leads: angry with X. Of two at the same distance the one behind comes first, for what is judged mostly
/// follows: X slammed Y.
///
/// Rather none than a wrong one. Left out are: what overlaps the expression, which expresses no stance to itself; whoever
/// speaks, or is spoken to; what is said by others than the expression is, or by fewer; and what stands in another
/// clause, or only says where and when. A mention is in the sentence if it lies in it wholly. Of mentions of the same
/// words the first counts. Costs what [`holders`](super::holders()) does, and the number of mentions times the length of
/// the sentence.
pub fn targets(
    text: &Text,
    sentence: CharRange,
    expression: &[CharRange],
    mentions: &[(CharRange, AnnotationId)],
) -> Vec<AnnotationId> {
    let Some(extent) = expression.iter().copied().reduce(CharRange::joined) else { return Vec::new() };
    let heard = heard(text, extent);
    let distance = |range: CharRange| {
        let to = |part: &CharRange| match part.end() <= range.start() {
            true if heard.is_aim(CharRange::between(part.end(), range.start())) => (0, false),
            true => (range.start().since(part.end()), false),
            false => (part.start().since(range.end()), true),
        };
        expression.iter().map(to).min().unwrap_or_default()
    };
    let fits = |range: CharRange| {
        !range.is_empty()
            && sentence.covers(range)
            && expression.iter().all(|part| part.overlap(range).is_none())
            && heard.may_be_about(range, extent)
            && (heard.is_antecedent(range, extent) || expression.iter().any(|part| heard.is_clause(range, *part)))
    };
    let mut found: Vec<_> = mentions
        .iter()
        .filter(|(range, _)| fits(*range))
        .map(|(range, id)| (distance(*range), range.start(), range.end(), id))
        .collect();
    found.sort_by_key(|(distance, start, end, _)| (*distance, *start, *end));
    found.dedup_by_key(|(_, start, end, _)| (*start, *end));
    found.into_iter().map(|(.., id)| id.clone()).collect()
}

impl Heard {
    /// Whether a mention takes no part in the talk around the expression, and the same ones say both.
    fn may_be_about(&self, mention: CharRange, expression: CharRange) -> bool {
        let talks = |voice: &Voice| {
            let mut parties =
                [Some(voice.speaker.words), Some(voice.speaker.head), voice.addressee].into_iter().flatten();
            parties.any(|party| party.overlap(mention).is_some())
        };
        let voices = || self.levels.iter().flatten();
        let scopes = || voices().flat_map(|voice| &voice.scopes).map(|scope| scope.range());
        let same = self.innermost(expression).is_none_or(|(_, scope)| scope.covers(mention));
        !voices().any(talks)
            && (same || self.is_antecedent(mention, expression))
            && scopes().all(|scope| scope.covers(expression) || !scope.covers(mention))
    }

    /// Who says the expression in the end, and in what.
    fn innermost(&self, expression: CharRange) -> Option<(&Voice, CharRange)> {
        // Of those of one voice the first counts, which is the widest.
        let of = |voice: &Voice| voice.scopes.iter().map(|scope| scope.range()).find(|scope| scope.covers(expression));
        let around = self.levels.iter().flatten().filter_map(|voice| Some((voice, of(voice)?)));
        around.min_by_key(|(_, scope)| scope.len())
    }

    /// Whether a mention is, or is part of, what a relative clause judges: the film that X called “…”.
    fn is_antecedent(&self, mention: CharRange, expression: CharRange) -> bool {
        let relative = self.innermost(expression).and_then(|(voice, _)| voice.relative);
        let Some(relative) = relative.filter(|relative| mention.end() <= *relative) else { return false };
        let between = CharRange::between(mention.end(), relative);
        let rules = self.language;
        let divides = |token: &Token| {
            let word = rules.conjunctions.iter().chain(rules.contrasts).any(|word| *word == token.word());
            token.is(';') || token.is(':') || word
        };
        !self.tokens.iter().any(|token| between.covers(token.range) && divides(token))
    }

    /// Whether the words there lead to what an expression before them is about: angry *with the* X.
    fn is_aim(&self, between: CharRange) -> bool {
        let rules = self.language;
        let mut words = self.tokens.iter().filter(|token| between.covers(token.range)).map(Token::word);
        words.next().is_some_and(|first| rules.aims.contains(&first))
            && words.all(|word| rules.determiners.contains(&word) || rules.titles.contains(&word))
    }

    /// Whether a mention and an expression seem to be of one clause, by what stands between them and before the mention.
    fn is_clause(&self, mention: CharRange, expression: CharRange) -> bool {
        let rules = self.language;
        let is_any = |token: &Token, words: &[&str]| token.is_word() && words.contains(&token.word());
        let before = mention.end() <= expression.start();
        let (from, to) = if before { (mention, expression) } else { (expression, mention) };
        let within = |token: &&Token| from.end() <= token.range.start() && token.range.end() <= to.start();
        let between: Vec<&Token> = self.tokens.iter().filter(within).collect();
        let lead = self.tokens.iter().rev().find(|token| {
            token.range.end() <= mention.start() && !is_any(token, rules.determiners) && !is_any(token, rules.titles)
        });
        let led_by = |words: &[&str]| lead.is_some_and(|token| is_any(token, words));
        let divides = |token: &Token| token.is(';') || token.is(':') || is_any(token, rules.contrasts);
        if between.iter().any(|token| divides(token)) {
            return false;
        }
        if before {
            // Terms as “ultimatums”; X, a liar, left. Not: after the talks with X, …
            let joins = |token: &Token| is_any(token, rules.conjunctions) && !is_any(token, rules.likens);
            let comma = between.iter().position(|token| token.is(','));
            return !between.iter().any(|token| joins(token))
                && !led_by(rules.adjuncts)
                && comma.is_none_or(|at| at == 0);
        }
        let joins = |token: &Token| {
            token.is(',') || [rules.conjunctions, rules.who].into_iter().any(|list| is_any(token, list))
        };
        !between.iter().any(|token| joins(token)) && (!led_by(rules.adjuncts) || led_by(rules.aims))
    }
}
