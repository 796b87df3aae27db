//! The shape of a mark: its edges and where they may go, stretches that it takes in or leaves, and the mark that it can be
//! joined with.

use super::annotation::{Annotation, Fragments};
use super::annotations::Annotations;
use super::caret::{next_end, next_start, previous_end, previous_start};
use super::offset::{CharPos, CharRange};
use super::reshaping::is_one;
use super::snap::{Pieces, Snap, snapped_edge, trimmed_piece};
use super::text::Text;
use super::view::Tag;
use std::rc::Rc;

/// An edge of a stretch of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The one that is read first.
    Start,
    /// The one that is read last.
    End,
}

impl Side {
    pub(super) const BOTH: &[Self] = &[Self::Start, Self::End];

    /// Where this edge of a range is.
    pub fn of(self, range: CharRange) -> CharPos {
        match self {
            Self::Start => range.start(),
            Self::End => range.end(),
        }
    }

    /// The range with this edge elsewhere; `None` where nothing would be left.
    fn moved(self, range: CharRange, to: CharPos) -> Option<CharRange> {
        let moved = match self {
            Self::Start => CharRange::new(to, range.end()),
            Self::End => CharRange::new(range.start(), to),
        };
        moved.filter(|range| !range.is_empty())
    }
}

/// An edge of a mark, and which way it goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edge {
    /// The start takes in what stands before it.
    StartOut,
    /// The start leaves what it stands at.
    StartIn,
    /// The end takes in what follows.
    EndOut,
    /// The end leaves what it stands behind.
    EndIn,
}

impl Edge {
    /// Which edge it is.
    pub fn side(self) -> Side {
        match self {
            Self::StartOut | Self::StartIn => Side::Start,
            Self::EndOut | Self::EndIn => Side::End,
        }
    }
}

/// The stretches with an edge moved by one word, character or sentence: that of the first stretch for the start, of the last
/// one for the end. `None` where there is no further one to take in, or where it would be the last one that goes.
pub fn moved(text: &Text, fragments: &Fragments, edge: Edge, snap: Snap, pieces: Pieces<'_>) -> Option<Fragments> {
    let range = outermost(fragments, edge.side())?;
    let to = match edge {
        Edge::StartOut => previous_start(text, range.start(), snap, pieces),
        Edge::StartIn => next_start(text, range.start(), snap, pieces),
        Edge::EndOut => next_end(text, range.end(), snap, pieces),
        Edge::EndIn => previous_end(text, range.end(), snap, pieces),
    };
    with_edge(fragments, edge.side(), to?)
}

/// A stretch whose edge is dragged to `to`. It keeps to words, characters or sentences, as a selection does; where it is
/// dragged over the other edge, the word, character or sentence there stays.
pub fn dragged(text: &Text, range: CharRange, side: Side, to: CharPos, snap: Snap, pieces: Pieces<'_>) -> CharRange {
    let edge = side.moved(range, to).and_then(|raw| snapped_edge(text, raw, side, snap, pieces));
    let edge = edge.or_else(|| match side {
        Side::Start => previous_start(text, range.end(), snap, pieces),
        Side::End => next_end(text, range.start(), snap, pieces),
    });
    edge.and_then(|edge| side.moved(range, edge)).unwrap_or(range)
}

/// The stretches with another start of the first one, or another end of the last one; `None` where nothing would be left
/// of that one.
pub fn with_edge(fragments: &Fragments, side: Side, to: CharPos) -> Option<Fragments> {
    let moved = side.moved(outermost(fragments, side)?, to)?;
    let mut ranges = fragments.ranges().to_vec();
    match side {
        Side::Start => *ranges.first_mut()? = moved,
        Side::End => *ranges.last_mut()? = moved,
    }
    Fragments::new(&ranges)
}

/// The stretch whose edge a mark begins or ends with.
pub fn outermost(fragments: &Fragments, side: Side) -> Option<CharRange> {
    match side {
        Side::Start => fragments.ranges().first().copied(),
        Side::End => fragments.ranges().last().copied(),
    }
}

/// The stretches with one more. It becomes one with those that it overlaps, touches, or has only white space between.
/// Costs their number, and the white space around it.
pub fn added(text: &Text, fragments: &Fragments, range: CharRange) -> Option<Fragments> {
    let is_space = |gap: CharRange| text.slice(gap).is_some_and(|gap| gap.chars().all(char::is_whitespace));
    let joins = |stretch: &CharRange| {
        let ahead = CharRange::new(stretch.end(), range.start());
        let behind = CharRange::new(range.end(), stretch.start());
        ahead.or(behind).is_none_or(is_space)
    };
    let (met, mut apart): (Vec<CharRange>, Vec<CharRange>) = fragments.ranges().iter().partition(|range| joins(range));
    apart.push(met.into_iter().fold(range, CharRange::joined));
    apart.sort_by_key(|range| range.start());
    Fragments::new(&apart)
}

/// The stretches without what lies in `range`, nor the white space that is then at their edges; `None` where nothing
/// would be left.
pub fn without(text: &Text, fragments: &Fragments, range: CharRange) -> Option<Fragments> {
    let parts = fragments.ranges().iter().flat_map(|stretch| {
        let ahead = CharRange::new(stretch.start(), range.start().min(stretch.end()));
        let behind = CharRange::new(range.end().max(stretch.start()), stretch.end());
        match stretch.overlap(range) {
            None => [Some(*stretch), None],
            Some(_) => [ahead, behind].map(|part| part.and_then(|part| trimmed_piece(text, part, Snap::Sentences))),
        }
    });
    let parts: Vec<CharRange> = parts.flatten().collect();
    Fragments::new(&parts).filter(|fragments| !fragments.is_empty())
}

/// Where to cut a mark that was pointed at: at the nearer edge of the word around a position; at the position itself
/// between words.
pub fn place_to_cut(text: &Text, at: CharPos, pieces: Pieces<'_>) -> CharPos {
    let words = pieces(text.block_at(at), Snap::Words);
    let around = words.into_iter().find(|word| word.start() < at && at < word.end());
    around.map_or(at, |word| if at.since(word.start()) < word.end().since(at) { word.start() } else { word.end() })
}

/// Why a mark cannot be joined with the next one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Apart {
    /// No mark of its kind follows.
    NothingFollows,
    /// These words stand between it and the next mark of its kind.
    Words(CharRange),
}

/// The mark that `mark` can be joined with: the next one of its kind (a mention, or a sentiment) that overlaps it, touches
/// it, or has only white space and punctuation between. A mark inside of it is not meant, unless both carry the same; of
/// two that begin together, the one that does is preferred. Costs the marks up to there.
pub fn neighbour(text: &Text, annotations: &Annotations, mark: &Annotation) -> Result<Rc<Annotation>, Apart> {
    let extent = mark.extent().ok_or(Apart::NothingFollows)?;
    let is_inside = |other: &Annotation| other.extent().is_some_and(|other| other.end() <= extent.end());
    let same = |other: &Annotation| Tag::of(other) == Tag::of(mark);
    let fits =
        |other: &Annotation| other.label().is_some() == mark.label().is_some() && (same(other) || !is_inside(other));
    let start = |other: &Annotation| other.extent().map(CharRange::start);
    let mut following = annotations.following(text, mark).filter(|other| other.extent().is_some() && fits(other));
    let first = following.next().ok_or(Apart::NothingFollows)?;
    if let Some(gap) = start(first).and_then(|start| CharRange::new(extent.end(), start))
        && !is_one(text, gap.start(), gap.end())
    {
        return Err(Apart::Words(gap));
    }
    let mut beside = std::iter::once(first).chain(following).take_while(|other| start(other) == start(first));
    Ok(Rc::clone(beside.find(|other| same(other)).unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;
    use crate::model::snap::by_rule::pieces;
    use crate::model::{AnnotationId, Timestamp};

    /// The stretches of a line of notation, which `^` begin and end.
    fn stretches(line: &str) -> (Text, Fragments) {
        let mut at = 0;
        let mut edges = Vec::new();
        let mut text = String::new();
        for c in line.chars() {
            match c {
                '^' => edges.push(CharPos(at)),
                c => {
                    text.push(c);
                    at += 1;
                }
            }
        }
        let ranges: Vec<CharRange> = edges.chunks(2).map(|pair| CharRange::between(pair[0], pair[1])).collect();
        (Text::new(text, |_| 0), Fragments::new(&ranges).expect("in order"))
    }

    fn written(text: &Text, fragments: &Fragments) -> String {
        let edges: Vec<CharPos> = fragments.ranges().iter().flat_map(|range| [range.start(), range.end()]).collect();
        let mut line = String::new();
        for (c, at) in text.as_str().chars().map(Some).chain([None]).zip(0..) {
            line.extend(edges.iter().filter(|edge| edge.0 == at).map(|_| '^'));
            line.extend(c);
        }
        line
    }

    #[test]
    fn an_edge_moves_by_one_word_character_or_sentence() {
        use Edge::{EndIn, EndOut, StartIn, StartOut};
        use Snap::{Characters, Sentences, Words};
        for (snap, edge, before, after) in [
            (Words, EndOut, "a ^New^ York, b", Some("a ^New York^, b")),
            (Words, EndOut, "a ^New York^, b", Some("a ^New York, b^")),
            (Words, EndIn, "a ^New York^, b", Some("a ^New^ York, b")),
            (Words, EndIn, "a ^New^ York", None),
            (Words, StartOut, "a b ^New^", Some("a ^b New^")),
            (Words, StartIn, "a ^b New^", Some("a b ^New^")),
            (Words, StartIn, "a b ^New^", None),
            (Words, StartOut, "^a^ b", None),
            (Words, EndOut, "a ^b^.", None),
            (Words, EndOut, "^a^\r\n\r\n-- b", Some("^a\r\n\r\n-- b^")),
            (Words, EndIn, "^a\r\n\r\nb^", Some("^a^\r\n\r\nb")),
            (Words, EndOut, "^قال^ السيد ليلى", Some("^قال السيد^ ليلى")),
            (Words, EndOut, "^a^ b ^c^ d", Some("^a^ b ^c d^")),
            (Words, StartIn, "^a b^ c ^d^", Some("a ^b^ c ^d^")),
            (Characters, EndOut, "^caf^e\u{301}s", Some("^cafe\u{301}^s")),
            (Characters, EndIn, "^cafe\u{301}^s", Some("^caf^e\u{301}s")),
            (Characters, StartIn, "^👨\u{200d}👩\u{200d}👧a^", Some("👨\u{200d}👩\u{200d}👧^a^")),
            (Characters, StartIn, "^👨\u{200d}👩\u{200d}👧^", None),
            (Characters, EndOut, "^ab^\r\ncd", Some("^ab\r\nc^d")),
            (Characters, EndIn, "^ab\r\nc^d", Some("^ab^\r\ncd")),
            (Characters, StartOut, "ab\r\n^cd^", Some("a^b\r\ncd^")),
            (Sentences, EndOut, "^One is.^ Two is. Three.", Some("^One is. Two is.^ Three.")),
            (Sentences, StartIn, "^One is. Two is.^ Three.", Some("One is. ^Two is.^ Three.")),
        ] {
            let (text, fragments) = stretches(before);
            let ask = |block, snap| pieces(&text, block, snap);
            let found = moved(&text, &fragments, edge, snap, &ask).map(|fragments| written(&text, &fragments));
            assert_eq!(found.as_deref(), after, "{snap:?} {edge:?} {before:?}");
        }
    }

    #[test]
    fn a_dragged_edge_keeps_to_words_and_leaves_one() {
        use Side::{End, Start};
        use Snap::{Characters, Words};
        // The second line shows where the edge is dragged to.
        for (snap, side, before, to, after) in [
            (Words, End, "in ^Port^ Amelie, he", "in Port Amel|ie, he", "in ^Port Amelie^, he"),
            (Words, End, "in ^Port^ Amelie, he", "in Port Am|elie, he", "in ^Port^ Amelie, he"),
            (Words, End, "in ^Port^ Amelie, he", "in Port Amelie,| he", "in ^Port Amelie^, he"),
            (Words, End, "in ^Port Amelie^, he", "in Po|rt Amelie, he", "in ^Port^ Amelie, he"),
            (Words, End, "in ^Port Amelie^, he", "i|n Port Amelie, he", "in ^Port^ Amelie, he"),
            (Words, Start, "in ^Port Amelie^", "in Port Am|elie", "in Port ^Amelie^"),
            (Words, Start, "in ^Port Amelie^ he", "in Port Amelie h|e", "in Port ^Amelie^ he"),
            (Words, Start, "an (old ^man^", "an |(old man", "an (^old man^"),
            (Words, Start, "an (old) ^man^", "an |(old) man", "an ^(old) man^"),
            (Words, End, "^World Bank^ (WB) said", "World Bank (WB)| said", "^World Bank (WB)^ said"),
            (Words, End, "(^World^ Bank)", "(World Bank)|", "(^World Bank^)"),
            (Words, End, "^Yahoo!^ said", "Yahoo! sai|d", "^Yahoo! said^"),
            (Characters, End, "^Yahoo^! said", "Yahoo!| said", "^Yahoo!^ said"),
            (Characters, End, "^caf^e\u{301}", "cafe|\u{301}", "^cafe\u{301}^"),
            (Characters, End, "^ab^c", "|abc", "^a^bc"),
            (Characters, Start, "a^bc^", "abc|", "ab^c^"),
        ] {
            let (text, fragments) = stretches(before);
            let to = CharPos(to.chars().position(|c| c == '|').expect("a place") as u32);
            let ask = |block, snap| pieces(&text, block, snap);
            let range = dragged(&text, fragments.ranges()[0], side, to, snap, &ask);
            let found = Fragments::one(range).map(|fragments| written(&text, &fragments));
            assert_eq!(found.as_deref(), Some(after), "{snap:?} {side:?} {before:?}");
        }
    }

    #[test]
    fn stretches_are_taken_in_and_left() {
        // The selection is the last pair of edges of its line.
        for (before, selected, with, less) in [
            ("^a^ b c d", "a b ^c^ d", Some("^a^ b ^c^ d"), Some("^a^ b c d")),
            ("^a^ b c d", "a ^b^ c d", Some("^a b^ c d"), Some("^a^ b c d")),
            ("^a^ b ^c^ d", "a ^b^ c d", Some("^a b c^ d"), Some("^a^ b ^c^ d")),
            ("a ^b^ ^c^ d", "^a^ b c d", Some("^a b^ ^c^ d"), Some("a ^b^ ^c^ d")),
            ("^a b c^ d", "a ^b^ c d", Some("^a b c^ d"), Some("^a^ b ^c^ d")),
            ("^Yahoo^! said", "Yahoo^!^ said", Some("^Yahoo!^ said"), Some("^Yahoo^! said")),
            ("^a b^ c", "^a b^ c", Some("^a b^ c"), None),
            ("^a b^ c ^d^", "a ^b c d^", Some("^a b c d^"), Some("^a^ b c d")),
        ] {
            let (text, fragments) = stretches(before);
            let selection = stretches(selected).1.ranges()[0];
            let show = |fragments: Option<Fragments>| fragments.map(|fragments| written(&text, &fragments));
            assert_eq!(show(added(&text, &fragments, selection)).as_deref(), with, "{before} and {selected}");
            assert_eq!(show(without(&text, &fragments, selection)).as_deref(), less, "{before} without {selected}");
        }
    }

    #[test]
    fn a_mark_is_cut_beside_the_word_that_was_pointed_at() {
        for (pointed, cut) in [("New Y|ork", 4), ("New Yor|k", 8), ("New| York", 3), ("New York|", 8)] {
            let at = CharPos(pointed.chars().position(|c| c == '|').expect("a place") as u32);
            let text = Text::new(pointed.replace('|', ""), |_| 0);
            let ask = |block, snap| pieces(&text, block, snap);
            assert_eq!(place_to_cut(&text, at, &ask), CharPos(cut), "{pointed}");
        }
    }

    #[test]
    fn the_neighbour_is_the_next_of_its_kind() {
        for (line, expected) in [
            ("<A|one> <B|two> x", Ok("two")),
            ("<A|one>-<B|two>", Ok("two")),
            ("<1:A|one <2:B|two>1 three>2", Ok("two three")),
            ("<A|one> x <B|two>", Err(Apart::Words(CharRange::between(CharPos(3), CharPos(6))))),
            ("<A|one>", Err(Apart::NothingFollows)),
            ("<A|one> <+|two>", Err(Apart::NothingFollows)),
            ("<A|one <B|two>> <B|three>", Ok("three")),
            ("<A|one <A|two>> <B|three>", Ok("two")),
            ("<A|one> <B|two <A|three>>", Ok("two three")),
            ("<A|one> <B|<A|two> three>", Ok("two")),
            ("<+|one> <A|x> <-|two>", Err(Apart::Words(CharRange::between(CharPos(3), CharPos(6))))),
        ] {
            let notated = notation::read(line).expect("well formed");
            let text = Text::new(notated.text, |_| 0);
            let mut annotations = Annotations::none(&text);
            let marks: Vec<Rc<Annotation>> = (1..)
                .zip(notated.spans)
                .map(|(bits, (range, tag))| {
                    let fragments = Fragments::one(range).expect("words");
                    Rc::new(Annotation::new(AnnotationId::from_bits(bits), fragments, tag.body(), Timestamp(0)))
                })
                .collect();
            marks.iter().for_each(|mark| annotations.exchange(&text, None, Some(mark)));
            let found = neighbour(&text, &annotations, &marks[0]);
            let words = found.map(|found| text.slice(found.extent().expect("words")).expect("inside").to_owned());
            assert_eq!(words, expected.map(str::to_owned), "{line}");
        }
    }
}
