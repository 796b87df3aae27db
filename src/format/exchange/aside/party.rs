//! Holders and targets of sentiments, as our field in other formats has them.

use crate::format::exchange::draft::{HolderDraft, ReferentDraft};
use crate::model::{Holder, Referent};
use serde::{Deserialize, Serialize};

/// Who or what is pointed to.
#[derive(Serialize, Deserialize, Clone)]
#[serde(untagged)]
pub(crate) enum Party {
    Word(String),
    Mention { mention: String },
    Entity { entity: String },
}

const AUTHOR: &str = "author";
const IMPLICIT: &str = "implicit";

impl Party {
    pub(crate) fn of(referent: &Referent) -> Self {
        match referent {
            Referent::Mention(id) => Self::Mention { mention: id.to_string() },
            Referent::Entity(id) => Self::Entity { entity: id.to_string() },
        }
    }

    pub(crate) fn of_holder(holder: &Holder) -> Self {
        match holder {
            Holder::Author => Self::Word(AUTHOR.to_owned()),
            Holder::Implicit => Self::Word(IMPLICIT.to_owned()),
            Holder::Known(referent) => Self::of(referent),
        }
    }

    pub(crate) fn referent(self) -> Option<ReferentDraft> {
        match self {
            Self::Mention { mention } => Some(ReferentDraft::Annotation(mention)),
            Self::Entity { entity } => Some(ReferentDraft::Entity(entity)),
            Self::Word(_) => None,
        }
    }

    pub(crate) fn holder(self) -> Option<HolderDraft> {
        match &self {
            Self::Word(said) if said == AUTHOR => Some(HolderDraft::Author),
            Self::Word(said) if said == IMPLICIT => Some(HolderDraft::Implicit),
            _ => self.referent().map(HolderDraft::Known),
        }
    }
}
