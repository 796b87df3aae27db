//! Generated articles: news-like text of any length with any number of marks, the same for the same seed. For trying the
//! page, and measuring it, at sizes that nobody annotates by hand.

use crate::random::Random;

/// A generated article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its headline, which is not part of the text.
    pub title: String,
    /// Paragraphs of one line each, a blank line between them, `\n` line ends.
    pub text: String,
    /// By start, longer first.
    pub marks: Vec<Mark>,
}

/// A marked stretch of the text, whole words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it starts, in code points from the start of the text.
    pub start_chars: usize,
    /// Where it ends, in code points, exclusive.
    pub end_chars: usize,
    /// What it says.
    pub kind: MarkKind,
}

/// What a mark says of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A mention of an entity, by the name of its label in the OntoNotes set.
    Mention(&'static str),
    /// A sentiment of this polarity.
    Sentiment(Polarity),
}

/// The polarity of a sentiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// For it.
    Positive,
    /// Against it.
    Negative,
    /// Neither.
    Neutral,
    /// Both at once.
    Mixed,
}

impl Article {
    /// The article as Rubricate's JSON (docs/json.md), without the parts that a reader can do without.
    pub fn to_json(&self) -> String {
        let chars: Vec<char> = self.text.chars().collect();
        let mut labels: Vec<&str> = Vec::new();
        let (mut mentions, mut frames) = (Vec::new(), Vec::new());
        for (number, mark) in self.marks.iter().enumerate() {
            let quote: String = chars[mark.start_chars..mark.end_chars].iter().collect();
            let span = format!(
                "\"spans\":[{{\"start\":{},\"end\":{},\"quote\":{}}}],\"origin\":\"suggested\"",
                mark.start_chars,
                mark.end_chars,
                json_string(&quote)
            );
            match mark.kind {
                MarkKind::Mention(label) => {
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                    mentions.push(format!("{{\"id\":\"g{number}\",\"label\":\"{label}\",{span}}}"));
                }
                MarkKind::Sentiment(polarity) => {
                    let polarity = polarity.name();
                    frames.push(format!("{{\"id\":\"g{number}\",\"polarity\":\"{polarity}\",{span}}}"));
                }
            }
        }
        labels.sort_unstable();
        let labels = labels.iter().enumerate().map(|(place, name)| {
            format!("{{\"id\":\"{name}\",\"name\":\"{name}\",\"colour\":{place},\"key\":{}}}", place + 1)
        });
        format!(
            "{{\"format\":\"rubricate\",\"version\":1,\"document\":{{\"title\":{},\"text\":{}}},\n\"label_set\":{{\"labels\":[{}]}},\n\"mentions\":[{}],\n\"frames\":[{}]}}\n",
            json_string(&self.title),
            json_string(&self.text),
            labels.collect::<Vec<_>>().join(","),
            mentions.join(",\n"),
            frames.join(",\n"),
        )
    }
}

impl Polarity {
    fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Mixed => "mixed",
        }
    }
}

fn json_string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\n' => json.push_str("\\n"),
            c if c.is_control() => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json + "\""
}

/// An article of at least `chars` code points (it ends with the sentence that reaches them) with exactly `marks` marks, some
/// of which overlap, nest or cover the same words. Three in four are mentions. Deterministic in its arguments.
///
/// Takes time in proportion to `chars + marks log marks`. A text without words gets no marks.
pub fn generate(chars: usize, marks: usize, seed: u64) -> Article {
    let mut random = Random::new(seed);
    let mut writer = Writer::default();
    while writer.chars < chars {
        if !writer.text.is_empty() {
            writer.push("\n\n");
        }
        let sentences = random.between(2, 6);
        for sentence in 0..sentences {
            if sentence > 0 {
                writer.push(" ");
            }
            writer.sentence(&mut random);
            if writer.chars >= chars {
                break;
            }
        }
    }
    let marks = mark_words(&writer, marks, &mut random);
    let subject = random.choose(NAMES).0;
    let title = format!("{subject} and the {} {}", random.choose(ADJECTIVES), random.choose(NOUNS));
    Article { title, text: writer.text, marks }
}

/// The text so far and where its words are.
#[derive(Default)]
struct Writer {
    text: String,
    /// Length of the text in code points.
    chars: usize,
    /// Every word, in order.
    words: Vec<Word>,
    /// Indexes into `words` where a name starts.
    names: Vec<Name>,
}

/// A word without its punctuation, in code points, half-open.
struct Word {
    start_chars: usize,
    end_chars: usize,
    /// Which sentence it stands in; marks don't leave theirs.
    sentence: usize,
}

/// A run of words that is a name.
struct Name {
    first_word: usize,
    words: usize,
    label: &'static str,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.chars += text.chars().count();
    }

    fn word(&mut self, word: &str, sentence: usize) {
        let start_chars = self.chars;
        self.push(word);
        self.words.push(Word { start_chars, end_chars: self.chars, sentence });
    }

    /// Words with spaces between them.
    fn words(&mut self, phrase: &str, sentence: usize) {
        for (index, word) in phrase.split(' ').enumerate() {
            if index > 0 {
                self.push(" ");
            }
            self.word(word, sentence);
        }
    }

    fn name(&mut self, random: &mut Random, sentence: usize) {
        let (name, label) = random.choose(NAMES);
        let first_word = self.words.len();
        self.words(name, sentence);
        self.names.push(Name { first_word, words: self.words.len() - first_word, label });
    }

    /// "<Name> <verb> the <adjective> <noun> [of <Name>][, and ...]."
    fn sentence(&mut self, random: &mut Random) {
        let sentence = self.words.last().map_or(0, |word| word.sentence + 1);
        if random.one_in(3) {
            self.words(random.choose(OPENINGS), sentence);
            self.push(", ");
        }
        let clauses = random.between(1, 3);
        for clause in 0..clauses {
            if clause > 0 {
                let (before, link) = random.choose(LINKS);
                self.push(before);
                self.word(link, sentence);
                self.push(" ");
            }
            self.name(random, sentence);
            self.push(" ");
            self.words(random.choose(VERBS), sentence);
            self.push(" ");
            self.word("the", sentence);
            self.push(" ");
            self.words(random.choose(ADJECTIVES), sentence);
            self.push(" ");
            self.words(random.choose(NOUNS), sentence);
            if random.one_in(2) {
                self.push(" ");
                self.word("of", sentence);
                self.push(" ");
                self.name(random, sentence);
            }
            if random.one_in(40) {
                self.push(" ");
                self.word(random.choose(UNUSUAL), sentence);
            }
        }
        self.push(".");
    }
}

/// Marks on the words, spread evenly over the text.
fn mark_words(writer: &Writer, count: usize, random: &mut Random) -> Vec<Mark> {
    let words = &writer.words;
    if words.is_empty() {
        return Vec::new();
    }
    let mut marks = (0..count)
        .map(|index| {
            // Each mark has its own stretch of the text to fall in, so that no part stays empty.
            let stretch = |length: usize| {
                let low = index * length / count;
                let high = ((index + 1) * length / count).max(low + 1).min(length);
                low..high
            };
            if index % 4 == 3 {
                let range = stretch(words.len());
                let first = range.start + random.below(range.len());
                let length = random.between(1, 5);
                sentiment(words, first, length, random)
            } else {
                let range = stretch(writer.names.len());
                let name = &writer.names[range.start + random.below(range.len())];
                mention(words, name, random)
            }
        })
        .collect::<Vec<_>>();
    marks.sort_by_key(|mark| (mark.start_chars, std::cmp::Reverse(mark.end_chars)));
    marks
}

/// A mention of the name, or of the longer stretch around it, or of its last word only, so that some of them nest.
fn mention(words: &[Word], name: &Name, random: &mut Random) -> Mark {
    let last = name.first_word + name.words - 1;
    let (first, last, label) = match random.below(8) {
        0 => (extended(words, name.first_word, random.between(2, 5)).0, last, "EVENT"),
        1 => (last, last, name.label),
        2 => (name.first_word, extended(words, last, random.between(2, 6)).1, "ORG"),
        _ => (name.first_word, last, name.label),
    };
    Mark { start_chars: words[first].start_chars, end_chars: words[last].end_chars, kind: MarkKind::Mention(label) }
}

fn sentiment(words: &[Word], first: usize, length: usize, random: &mut Random) -> Mark {
    let last = extended(words, first, length - 1).1;
    let polarity = random.choose(&[
        Polarity::Positive,
        Polarity::Positive,
        Polarity::Negative,
        Polarity::Negative,
        Polarity::Neutral,
        Polarity::Mixed,
    ]);
    Mark {
        start_chars: words[first].start_chars,
        end_chars: words[last].end_chars,
        kind: MarkKind::Sentiment(polarity),
    }
}

/// The first and last word at most `by` words away from `word` in the same sentence.
fn extended(words: &[Word], word: usize, by: usize) -> (usize, usize) {
    let sentence = words[word].sentence;
    let same = |index: &usize| words[*index].sentence == sentence;
    let first = (word.saturating_sub(by)..=word).find(same).unwrap_or(word);
    let last = (word..words.len().min(word + by + 1)).rfind(same).unwrap_or(word);
    (first, last)
}

/// Invented names, with their labels. Some are written in other scripts, with combining marks, or with emoji.
const NAMES: &[(&str, &str)] = &[
    ("Mara Ilves", "PERSON"),
    ("Tobias Renn", "PERSON"),
    ("Anaïs Cordier", "PERSON"),
    ("Yusuf Adeyemi-Clarke", "PERSON"),
    ("Zoe\u{301} Brandt", "PERSON"),
    ("林美玲", "PERSON"),
    ("Governor Hale", "PERSON"),
    ("the Harbour Board", "ORG"),
    ("Northgate Rail", "ORG"),
    ("the Institute for River Studies", "ORG"),
    ("Söderlund & Sons", "ORG"),
    ("the Public Ledger", "ORG"),
    ("Kestrel Bay", "GPE"),
    ("Velmora", "GPE"),
    ("the Republic of Ostrava Minor", "GPE"),
    ("北川市", "GPE"),
    ("the Tern Estuary", "LOC"),
    ("Mount Carrow", "LOC"),
    ("the Old Customs House", "FAC"),
    ("Bridge Nine", "FAC"),
    ("the Lantern Festival 🏮", "EVENT"),
    ("the Spring Accord", "LAW"),
    ("the Velmorans", "NORP"),
    ("the Heron ferry", "PRODUCT"),
    ("Songs of the Lock-Keepers", "WORK_OF_ART"),
];

const VERBS: &[&str] = &[
    "welcomed",
    "criticised",
    "defended",
    "postponed",
    "refused to discuss",
    "approved",
    "questioned",
    "inherited",
    "published",
    "warned against",
    "praised",
    "could not explain",
    "quietly withdrew",
    "asked for",
    "measured",
];

const ADJECTIVES: &[&str] = &[
    "long-awaited",
    "costly",
    "generous",
    "failed",
    "unanimous",
    "hasty",
    "quiet",
    "reckless",
    "careful",
    "third",
    "disputed",
    "hopeful",
    "half-finished",
    "bitter",
    "popular",
    "secret",
];

const NOUNS: &[&str] = &[
    "agreement",
    "budget",
    "inquiry",
    "harbour tunnel",
    "strike",
    "appointment",
    "report",
    "ferry timetable",
    "election",
    "water survey",
    "apology",
    "vote",
    "flood defence",
    "merger",
    "school reform",
    "ceasefire",
];

const OPENINGS: &[&str] = &[
    "On Tuesday",
    "According to two officials",
    "Earlier this year",
    "Despite the rain",
    "In a short statement",
    "For the third time",
    "Late on Friday evening",
    "To the surprise of many",
];

/// Punctuation, and the word after it.
const LINKS: &[(&str, &str)] =
    &[(", ", "and"), (", ", "while"), (" ", "because"), ("; ", "meanwhile"), (" – ", "though")];

/// Words that trip careless counting: surrogate pairs, combining marks, joined emoji, right-to-left.
const UNUSUAL: &[&str] = &["👩‍🚀", "cafe\u{301}", "🇪🇪", "السلام", "𝒳𝒴", "e\u{301}\u{323}tude", "👍🏽", "שלום", "日本語"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_article() {
        assert_eq!(generate(5_000, 60, 7), generate(5_000, 60, 7));
        assert_ne!(generate(5_000, 60, 7), generate(5_000, 60, 8));
    }

    #[test]
    fn marks_are_whole_words_of_one_paragraph() {
        let article = generate(50_000, 900, 1);
        let text = article.text.chars().collect::<Vec<_>>();
        assert!((50_000..50_400).contains(&text.len()), "{}", text.len());
        assert_eq!(article.marks.len(), 900);
        for mark in &article.marks {
            assert!(mark.start_chars < mark.end_chars && mark.end_chars <= text.len());
            let quote = text[mark.start_chars..mark.end_chars].iter().collect::<String>();
            assert!(!quote.contains('\n'), "{quote:?}");
            assert_eq!(quote.trim(), quote);
            let edge = |at: Option<&char>| at.is_none_or(|next| " .,;–\n".contains(*next));
            assert!(edge(text.get(mark.end_chars)), "{quote:?}");
            assert!(edge(mark.start_chars.checked_sub(1).and_then(|at| text.get(at))), "{quote:?}");
        }
    }

    #[test]
    fn marks_overlap_nest_and_coincide_and_leave_no_part_empty() {
        let marks = generate(50_000, 900, 1).marks;
        let pairs = || marks.iter().zip(marks.iter().skip(1));
        let bounds = |mark: &Mark| (mark.start_chars, mark.end_chars);
        assert!(pairs().any(|(a, b)| bounds(a) == bounds(b)), "same extent");
        assert!(pairs().any(|(a, b)| a.start_chars < b.start_chars && b.end_chars < a.end_chars), "nested");
        assert!(
            pairs().any(|(a, b)| a.start_chars < b.start_chars
                && b.start_chars < a.end_chars
                && a.end_chars < b.end_chars),
            "overlapping"
        );
        assert!(pairs().all(|(a, b)| b.start_chars - a.start_chars < 1_000), "a gap");
    }

    #[test]
    fn has_characters_that_trip_counting() {
        let text = generate(50_000, 0, 1).text;
        assert!(text.chars().any(|character| character.len_utf16() == 2));
        assert!(text.contains('\u{301}') && text.contains('川') && text.contains("\n\n"));
    }

    #[test]
    fn small_requests_are_fine() {
        let empty = generate(0, 10, 1);
        assert_eq!((empty.text.as_str(), empty.marks.len()), ("", 0));
        assert_eq!(generate(1, 25, 1).marks.len(), 25);
    }
}
