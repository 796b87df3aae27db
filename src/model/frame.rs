//! Sentiment frames: who feels what about whom, and in what way the text says so.
//!
//! The scheme takes its parts from MPQA 3.0 (Deng & Wiebe 2015), the structured sentiment of SemEval-2022 task 10 and
//! NewsMTSC (Hamborg & Donnay 2021): each of their records is a frame with some parts left at their defaults.

use super::annotation::AnnotationId;
use super::entity::EntityId;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A sentiment: the stance of a holder towards targets. The words that express it are those of its annotation, which
/// may have none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// For or against.
    pub polarity: Polarity,
    /// How strongly.
    pub intensity: Intensity,
    /// Whose stance it is: the last one’s, as told by the one before, and so on. Never empty, and nobody is in it twice.
    pub holders: Rc<[Holder]>,
    /// What it is about; nothing where the text leaves that open. Nothing is in it twice.
    pub targets: Rc<[Referent]>,
    /// How the text conveys it.
    pub manner: Manner,
    /// What kind of private state it is, where that was said.
    pub attitude: Option<Attitude>,
    /// What was ticked of it.
    pub flags: Flags,
}

impl Frame {
    /// The author’s stance towards nothing in particular, expressed by words, of average strength.
    pub fn new(polarity: Polarity) -> Self {
        Self {
            polarity,
            intensity: Intensity::default(),
            holders: Rc::new([Holder::Author]),
            targets: Rc::new([]),
            manner: Manner::default(),
            attitude: None,
            flags: Flags::default(),
        }
    }

    /// All mentions and entities that it points to, holders first. One may come twice.
    pub fn referents(&self) -> impl Iterator<Item = &Referent> {
        let holders = self.holders.iter().filter_map(|holder| match holder {
            Holder::Known(referent) => Some(referent),
            Holder::Author | Holder::Implicit => None,
        });
        holders.chain(self.targets.iter())
    }

    /// Whose stance it is in the end: the last of the holders.
    pub fn holder(&self) -> &Holder {
        self.holders.last().unwrap_or(&Holder::Implicit)
    }

    /// Polarity and intensity as one number from −3 to +3; mixed and neutral are 0.
    pub fn score(&self) -> i32 {
        let strength = i32::from(self.intensity.number());
        match self.polarity {
            Polarity::Positive => strength,
            Polarity::Negative => -strength,
            Polarity::Neutral | Polarity::Mixed => 0,
        }
    }

    /// The frame with another in place of whatever it points to, as `instead` says; with `None` a holder becomes
    /// implicit and a target goes. A target that would be in it twice then stays where it is first, a holder where it
    /// is last: the stance stays the same one’s in the end.
    #[must_use]
    pub fn pointing(&self, instead: impl Fn(&Referent) -> Option<Referent>) -> Self {
        let holders = chain(self.holders.iter().map(|holder| match holder {
            Holder::Known(referent) => instead(referent).map_or(Holder::Implicit, Holder::Known),
            other => other.clone(),
        }));
        let mut targets: Vec<Referent> = Vec::with_capacity(self.targets.len());
        let mut seen = HashSet::new();
        for target in self.targets.iter().filter_map(instead) {
            if seen.insert(target.clone()) {
                targets.push(target);
            }
        }
        Self { holders, targets: targets.into(), ..self.clone() }
    }
}

/// The holders in their order, each of them once, where it is last: whose stance it is in the end stays so.
pub fn chain(holders: impl IntoIterator<Item = Holder>) -> Rc<[Holder]> {
    let holders: Vec<Holder> = holders.into_iter().collect();
    let last: HashMap<&Holder, usize> = holders.iter().zip(0..).collect();
    let chain = holders.iter().enumerate().filter(|(place, holder)| last.get(holder) == Some(place));
    chain.map(|(_, holder)| holder.clone()).collect()
}

/// How a holder feels about a target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Polarity {
    /// For it.
    Positive,
    /// Against it.
    Negative,
    /// A stance is voiced, and it is balanced.
    Neutral,
    /// Both for and against it.
    Mixed,
}

impl Polarity {
    /// All four, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Positive, Self::Negative, Self::Neutral, Self::Mixed];

    /// The name that programs know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Mixed => "mixed",
        }
    }

    /// The sign that stands for it on the page: `+`, `−`, `0`, `±`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Positive => "+",
            Self::Negative => "−",
            Self::Neutral => "0",
            Self::Mixed => "±",
        }
    }
}

/// How strong a stance is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Intensity {
    /// MPQA’s low.
    Weak,
    /// MPQA’s medium.
    #[default]
    Average,
    /// MPQA’s high and extreme.
    Strong,
}

impl Intensity {
    /// All three, the weakest first.
    pub const ALL: [Self; 3] = [Self::Weak, Self::Average, Self::Strong];

    /// 1 for weak, 2 for average, 3 for strong.
    pub fn number(self) -> u8 {
        match self {
            Self::Weak => 1,
            Self::Average => 2,
            Self::Strong => 3,
        }
    }
}

/// What a frame points to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Referent {
    /// A mention: these very words.
    Mention(AnnotationId),
    /// An entity, wherever it is named.
    Entity(EntityId),
}

/// Who has a stance.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Holder {
    /// Whoever wrote the text.
    Author,
    /// Someone whom the text does not name.
    Implicit,
    /// Someone who is named.
    Known(Referent),
}

/// How a text conveys a stance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Manner {
    /// It says so: “hates”.
    Direct,
    /// By its choice of words: “so-called”.
    #[default]
    Expressive,
    /// It reports what someone said.
    Reported,
    /// By a fact that is good or bad for the target.
    PolarFact,
    /// A reader infers it.
    Inferred,
}

impl Manner {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Direct, Self::Expressive, Self::Reported, Self::PolarFact, Self::Inferred];
}

/// The kinds of private states of MPQA.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Attitude {
    /// Liking or disliking.
    Sentiment,
    /// Holding something to be true, or not.
    Arguing,
    /// Agreeing or disagreeing.
    Agreement,
    /// Wanting to do something, or not.
    Intention,
    /// Guessing.
    Speculation,
}

impl Attitude {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Sentiment, Self::Arguing, Self::Agreement, Self::Intention, Self::Speculation];
}

/// What can be ticked of a frame. The polarity is the one after negation and irony.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Flags {
    /// The words that express it are negated: “not brave”.
    pub negated: bool,
    /// They mean the opposite of what they say.
    pub ironic: bool,
    /// It is not certain that there is a stance, or which.
    pub uncertain: bool,
}
