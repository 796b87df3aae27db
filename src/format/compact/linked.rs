//! The rows of frames, entities and relations, and of what the document as a whole was coded as.

use super::{
    Broken, is_zero, read_annotation_id, read_entity_id, read_label_id, read_origin, read_polarity, read_relation_id,
    read_unknown, read_value, write_origin, write_polarity, write_unknown, write_value,
};
use crate::model::{
    Attitude, Code, Entity, Flags, Frame, Holder, Identifier, Intensity, LabelId, Manner, Polarity, Referent, Relation,
    RelationType, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::rc::Rc;

/// A frame without its polarity; what is at its default is left out.
#[derive(Serialize, Deserialize, PartialEq, Default)]
#[serde(default)]
pub(in crate::format) struct FrameRow<'a> {
    /// 0 average, 1 weak, 3 strong.
    #[serde(rename = "i", skip_serializing_if = "is_zero")]
    intensity: u8,
    /// None for the author alone; else `a` the author, `i` somebody, and referents.
    #[serde(rename = "h", borrow, skip_serializing_if = "Vec::is_empty")]
    holders: Vec<Cow<'a, str>>,
    /// `m` and the id of a mention, `e` and that of an entity.
    #[serde(rename = "t", borrow, skip_serializing_if = "Vec::is_empty")]
    targets: Vec<Cow<'a, str>>,
    /// 0 expressive, else the place in [`Manner::ALL`] from 1.
    #[serde(rename = "m", skip_serializing_if = "is_zero")]
    manner: u8,
    /// 0 nothing said, else the place in [`Attitude::ALL`] from 1.
    #[serde(rename = "k", skip_serializing_if = "is_zero")]
    attitude: u8,
    /// 1 negated, 2 ironic, 4 uncertain, added up.
    #[serde(rename = "g", skip_serializing_if = "is_zero")]
    flags: u8,
}

impl<'a> FrameRow<'a> {
    pub(super) fn new(frame: &Frame) -> Self {
        let Frame { polarity: _, intensity, holders, targets, manner, attitude, flags } = frame;
        let holder = |holder: &Holder| match holder {
            Holder::Author => Cow::from("a"),
            Holder::Implicit => Cow::from("i"),
            Holder::Known(referent) => write_referent(referent),
        };
        let by_author = **holders == [Holder::Author];
        Self {
            intensity: if *intensity == Intensity::Average { 0 } else { intensity.number() },
            holders: holders.iter().filter(|_| !by_author).map(holder).collect(),
            targets: targets.iter().map(write_referent).collect(),
            manner: if *manner == Manner::Expressive { 0 } else { place_in(&Manner::ALL, manner) },
            attitude: attitude.as_ref().map_or(0, |attitude| place_in(&Attitude::ALL, attitude)),
            flags: u8::from(flags.negated) | u8::from(flags.ironic) << 1 | u8::from(flags.uncertain) << 2,
        }
    }

    pub(super) fn read(self, polarity: Polarity) -> Result<Frame, Broken> {
        let Self { intensity, holders, targets, manner, attitude, flags } = self;
        let holder = |holder: &Cow<'_, str>| match &**holder {
            "a" => Ok(Holder::Author),
            "i" => Ok(Holder::Implicit),
            referent => read_referent(referent).map(Holder::Known),
        };
        let holders: Vec<Holder> = holders.iter().map(holder).collect::<Result<_, _>>()?;
        let targets: Vec<Referent> = targets.iter().map(|target| read_referent(target)).collect::<Result<_, _>>()?;
        if flags > 7 {
            return Err(Broken::damaged("a frame has flags that there are not"));
        }
        Ok(Frame {
            polarity,
            intensity: match intensity {
                0 => Intensity::Average,
                1 => Intensity::Weak,
                3 => Intensity::Strong,
                _ => return Err(Broken::damaged("a frame has no valid intensity")),
            },
            holders: if holders.is_empty() { Rc::new([Holder::Author]) } else { holders.into() },
            targets: targets.into(),
            manner: nth_of(&Manner::ALL, manner)?.unwrap_or_default(),
            attitude: nth_of(&Attitude::ALL, attitude)?,
            flags: Flags { negated: flags & 1 != 0, ironic: flags & 2 != 0, uncertain: flags & 4 != 0 },
        })
    }
}

/// The place of a value among all, from 1.
fn place_in<T: PartialEq>(all: &[T], value: &T) -> u8 {
    all.iter().zip(1..).find(|(other, _)| *other == value).map_or(0, |(_, place)| place)
}

/// The value at a place, from 1; none for 0.
fn nth_of<T: Copy>(all: &[T], place: u8) -> Result<Option<T>, Broken> {
    let Some(index) = usize::from(place).checked_sub(1) else { return Ok(None) };
    all.get(index).copied().map(Some).ok_or_else(|| Broken::damaged("a frame says what there is not"))
}

fn write_referent<'a>(referent: &Referent) -> Cow<'a, str> {
    match referent {
        Referent::Mention(id) => format!("m{id}").into(),
        Referent::Entity(id) => format!("e{id}").into(),
    }
}

fn read_referent(referent: &str) -> Result<Referent, Broken> {
    match (referent.strip_prefix('m'), referent.strip_prefix('e')) {
        (Some(id), _) => read_annotation_id(id).map(Referent::Mention),
        (_, Some(id)) => read_entity_id(id).map(Referent::Entity),
        _ => Err(Broken::damaged("a frame points to nothing")),
    }
}

/// A frame with its polarity.
#[derive(Serialize, Deserialize)]
pub(in crate::format) struct WholeFrameRow<'a>(Cow<'a, str>, #[serde(borrow)] FrameRow<'a>);

impl WholeFrameRow<'_> {
    pub(in crate::format) fn new(frame: &Frame) -> Self {
        Self(write_polarity(frame.polarity).into(), FrameRow::new(frame))
    }

    pub(in crate::format) fn read(self) -> Result<Frame, Broken> {
        self.1.read(read_polarity(&self.0)?)
    }
}

/// Id, name, identifier or nothing, note, and what another program wrote beside these.
#[derive(Serialize, Deserialize)]
pub(in crate::format) struct EntityRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

impl<'a> EntityRow<'a> {
    pub(in crate::format) fn new(Entity { id, name, identifier, note, unknown }: &'a Entity) -> Self {
        let identifier = identifier.as_ref().map_or("", |identifier| identifier.as_str());
        Self(id.as_str().into(), (&**name).into(), identifier.into(), (&**note).into(), write_unknown(unknown))
    }

    pub(in crate::format) fn read(self) -> Result<Entity, Broken> {
        let Self(id, name, identifier, note, unknown) = self;
        let known = || Identifier::new(&identifier).ok_or_else(|| Broken::damaged("an entity has no valid identifier"));
        Ok(Entity {
            id: read_entity_id(&id)?,
            name: name.into(),
            identifier: (!identifier.is_empty()).then(known).transpose()?,
            note: note.into(),
            unknown: read_unknown(unknown),
        })
    }
}

/// Id, type, where it starts, where it leads; when it was made, in milliseconds after a moment that reader and writer
/// agree on; when it was changed, in milliseconds after that; origin; note; coder; and what another program wrote.
#[derive(Serialize, Deserialize)]
pub(in crate::format) struct RelationRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    i64,
    i64,
    u8,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

impl<'a> RelationRow<'a> {
    pub(in crate::format) fn new(relation: &'a Relation, base: Timestamp) -> Self {
        let Relation { id, label, from, to, note, origin, created, modified, coder, unknown } = relation;
        Self(
            id.as_str().into(),
            label.as_str().into(),
            from.as_str().into(),
            to.as_str().into(),
            created.0.wrapping_sub(base.0),
            modified.0.wrapping_sub(created.0),
            write_origin(*origin),
            (&**note).into(),
            coder.as_deref().map(Cow::from),
            write_unknown(unknown),
        )
    }

    pub(in crate::format) fn read(self, base: Timestamp) -> Result<Relation, Broken> {
        let Self(id, label, from, to, created, modified, origin, note, coder, unknown) = self;
        let created = base.0.wrapping_add(created);
        Ok(Relation {
            id: read_relation_id(&id)?,
            label: read_label_id(&label)?,
            from: read_annotation_id(&from)?,
            to: read_annotation_id(&to)?,
            note: note.into(),
            origin: read_origin(origin)?,
            created: Timestamp(created),
            modified: Timestamp(created.wrapping_add(modified)),
            coder: coder.map(Rc::from),
            unknown: read_unknown(unknown),
        })
    }
}

/// Variable, value, when it was said (in milliseconds after a moment that reader and writer agree on), and by whom.
#[derive(Serialize, Deserialize)]
pub(in crate::format) struct CodeRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    i64,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

impl<'a> CodeRow<'a> {
    pub(in crate::format) fn new(Code { name, value, modified, coder }: &'a Code, base: Timestamp) -> Self {
        let at = modified.0.wrapping_sub(base.0);
        Self((&**name).into(), write_value(value), at, coder.as_deref().map(Cow::from))
    }

    pub(in crate::format) fn read(self, base: Timestamp) -> Result<Code, Broken> {
        let Self(name, value, at, coder) = self;
        Ok(Code {
            name: name.into(),
            value: read_value(&value)?,
            modified: Timestamp(base.0.wrapping_add(at)),
            coder: coder.map(Rc::from),
        })
    }
}

/// Id, name, description, the labels at either end, and what another program wrote beside these.
#[derive(Serialize, Deserialize)]
pub(in crate::format) struct RelationTypeRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Vec<Cow<'a, str>>,
    #[serde(borrow)] Vec<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

impl<'a> RelationTypeRow<'a> {
    pub(in crate::format) fn new(RelationType { id, name, description, from, to, unknown }: &'a RelationType) -> Self {
        let labels = |labels: &'a [LabelId]| labels.iter().map(|label| label.as_str().into()).collect();
        let words = [id.as_str(), name, description].map(Cow::from);
        let [id, name, description] = words;
        Self(id, name, description, labels(from), labels(to), write_unknown(unknown))
    }

    pub(in crate::format) fn read(self) -> Result<RelationType, Broken> {
        let Self(id, name, description, from, to, unknown) = self;
        let labels =
            |labels: Vec<Cow<'_, str>>| labels.iter().map(|label| read_label_id(label)).collect::<Result<_, Broken>>();
        Ok(RelationType {
            id: read_label_id(&id)?,
            name: name.into(),
            description: description.into(),
            from: labels(from)?,
            to: labels(to)?,
            unknown: read_unknown(unknown),
        })
    }
}
