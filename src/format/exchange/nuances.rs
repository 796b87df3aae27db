//! The parts of a sentiment as named values, for formats whose values are text.

use super::draft::FrameDraft;
use super::json::{intensity_of, polarity_of, polarity_word};
use super::report::Fault;
use crate::format::native::{ATTITUDES, MANNERS, meaning, word};
use crate::model::Frame;

/// What sentiments are called where records have types.
pub(crate) const SENTIMENT: &str = "Sentiment";

/// What notes are called.
pub(crate) const NOTE: &str = "note";

pub(crate) const POLARITY: &str = "polarity";
pub(crate) const INTENSITY: &str = "intensity";
pub(crate) const MANNER: &str = "manner";
pub(crate) const ATTITUDE: &str = "attitude";

/// What can be ticked.
pub(crate) const FLAGS: [&str; 3] = ["negated", "ironic", "uncertain"];

/// All that can be said in one text: not whose it is and what it is about. What is not ticked is left out.
pub(crate) fn of(frame: &Frame) -> Vec<(&'static str, String)> {
    let mut values = vec![
        (POLARITY, polarity_word(frame.polarity).to_owned()),
        (INTENSITY, frame.intensity.number().to_string()),
        (MANNER, word(&MANNERS, &frame.manner).to_owned()),
    ];
    values.extend(frame.attitude.map(|attitude| (ATTITUDE, word(&ATTITUDES, &attitude).to_owned())));
    let flags = [frame.flags.negated, frame.flags.ironic, frame.flags.uncertain];
    values
        .extend(FLAGS.into_iter().zip(flags).filter(|(_, ticked)| *ticked).map(|(name, _)| (name, "true".to_owned())));
    values
}

/// Puts a value into a sentiment.
pub(crate) fn put(frame: &mut FrameDraft, name: &str, value: &str) -> Result<(), Fault> {
    let flags = [&mut frame.flags.negated, &mut frame.flags.ironic, &mut frame.flags.uncertain];
    for (flag, ticked) in FLAGS.into_iter().zip(flags) {
        if flag == name {
            *ticked = match value {
                "true" | "1" => true,
                "false" | "0" | "" => false,
                _ => return Err(Fault::Malformed("true or false")),
            };
            return Ok(());
        }
    }
    match name {
        POLARITY => frame.polarity = polarity_of(value).ok_or(Fault::Malformed("a polarity"))?,
        INTENSITY => frame.intensity = intensity_of(value).ok_or(Fault::Malformed("a strength"))?,
        MANNER => frame.manner = meaning(&MANNERS, &value.replace('-', " ")).ok_or(Fault::Malformed("a manner"))?,
        ATTITUDE => frame.attitude = Some(meaning(&ATTITUDES, value).ok_or(Fault::Malformed("an attitude"))?),
        _ => return Err(Fault::NotRead(name.to_owned())),
    }
    Ok(())
}
