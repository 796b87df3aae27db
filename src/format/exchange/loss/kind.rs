//! The parts of a document that some formats cannot hold, and what they are called.

/// A part of a document that some formats cannot hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LossKind {
    /// The text.
    Text,
    /// Single characters of the text.
    Characters,
    /// Title, source and note of the document, when it was begun, its id, and its byte order mark.
    Description,
    /// Variables of the document.
    Codes,
    /// Colours, keys, descriptions and order of labels, labels without mentions, and other definitions.
    LabelSet,
    /// Findings of the linter that were put away.
    Hints,
    /// Labels with characters that cannot be there: they get other names.
    LabelNames,
    /// Sentiments.
    Frames,
    /// Sentiments of a kind that the format has no word for.
    Inexpressible,
    /// Sentences that no sentiment is about anything in.
    Sentences,
    /// Mentions but for what sentiments point to, and of these the labels.
    Mentions,
    /// Annotations of several stretches.
    Discontinuous,
    /// Sentiments without words.
    Wordless,
    /// Annotations of nothing but line ends.
    LineEnds,
    /// Annotations that were not asked for.
    Layer,
    /// Annotations that overlap others.
    Overlaps,
    /// Annotations of nothing but white space and invisible characters.
    Blank,
    /// Notes on annotations.
    Notes,
    /// Marks that someone should look at an annotation again.
    Review,
    /// Where records come from, when they were made and changed, and by whom.
    Provenance,
    /// What other programs wrote beside records.
    Unknown,
    /// Attributes of mentions.
    Attributes,
    /// Entities, and which mentions name them.
    Entities,
    /// How strong sentiments are.
    Intensity,
    /// Whose sentiments they are.
    Holders,
    /// Whose sentiments they are, but for the last who is named.
    HolderChains,
    /// What sentiments are about.
    Targets,
    /// Manner, attitude, negation, irony and doubt of sentiments.
    Nuances,
    /// Relations.
    Relations,
    /// Notes on relations.
    RelationNotes,
    /// Holders and targets that point to what is left out.
    Referents,
}

impl LossKind {
    /// All of them.
    pub const ALL: [Self; 31] = [
        Self::Text,
        Self::Characters,
        Self::Description,
        Self::Codes,
        Self::LabelSet,
        Self::Hints,
        Self::LabelNames,
        Self::Frames,
        Self::Inexpressible,
        Self::Sentences,
        Self::Mentions,
        Self::Discontinuous,
        Self::Wordless,
        Self::LineEnds,
        Self::Layer,
        Self::Overlaps,
        Self::Blank,
        Self::Notes,
        Self::Review,
        Self::Provenance,
        Self::Unknown,
        Self::Attributes,
        Self::Entities,
        Self::Intensity,
        Self::Holders,
        Self::HolderChains,
        Self::Targets,
        Self::Nuances,
        Self::Relations,
        Self::RelationNotes,
        Self::Referents,
    ];

    /// What a person reads, for one and for several.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("the text", "the text"),
            Self::Characters => ("character of the text", "characters of the text"),
            Self::Description => ("title, source and note of the document", "title, source and note of the document"),
            Self::Codes => ("variable of the document", "variables of the document"),
            Self::LabelSet => ("colours, keys and descriptions of labels", "colours, keys and descriptions of labels"),
            Self::Hints => ("hint that was put away", "hints that were put away"),
            Self::LabelNames => ("label as it is called", "labels as they are called"),
            Self::Frames => ("sentiment", "sentiments"),
            Self::Inexpressible => ("sentiment that it has no word for", "sentiments that it has no word for"),
            Self::Sentences => ("the sentences without a target", "the sentences without a target"),
            Self::Mentions => ("mention with its label", "mentions with their labels"),
            Self::Discontinuous => ("annotation of several stretches", "annotations of several stretches"),
            Self::Wordless => ("sentiment without words", "sentiments without words"),
            Self::LineEnds => ("annotation of nothing but line ends", "annotations of nothing but line ends"),
            Self::Layer => ("annotation with another label", "annotations with other labels"),
            Self::Overlaps => ("overlapping annotation", "overlapping annotations"),
            Self::Blank => ("annotation of nothing visible", "annotations of nothing visible"),
            Self::Notes => ("note", "notes"),
            Self::Review => ("mark for review", "marks for review"),
            Self::Provenance => ("origin, time and author of a record", "origins, times and authors of records"),
            Self::Unknown => ("record’s fields of other programs", "records’ fields of other programs"),
            Self::Attributes => ("mention’s attributes", "mentions’ attributes"),
            Self::Entities => ("entity", "entities"),
            Self::Intensity => ("sentiment’s strength", "sentiments’ strength"),
            Self::Holders => ("sentiment’s holders", "sentiments’ holders"),
            Self::HolderChains => ("sentiment’s holders but for the last", "sentiments’ holders but for the last"),
            Self::Targets => ("sentiment’s targets", "sentiments’ targets"),
            Self::Nuances => ("sentiment’s manner and nuances", "sentiments’ manner and nuances"),
            Self::Relations => ("relation", "relations"),
            Self::RelationNotes => ("note on a relation", "notes on relations"),
            Self::Referents => ("sentiment’s pointer to what is left out", "sentiments’ pointers to what is left out"),
        }
    }

    /// Whether it is about how annotating is done, and not about what was annotated.
    pub fn is_setting(self) -> bool {
        matches!(self, Self::LabelSet | Self::Hints)
    }
}
