//! What need not be kept aside because a format shows it.

use super::aside::{AnnotationAside, Party};
use crate::format::native::value_of;
use crate::model::AttributeValue;

impl AnnotationAside {
    /// Takes out whose a sentiment is and what it is about where relations show all of it, in order.
    pub(crate) fn without_shown_links(&mut self) {
        for parties in [&mut self.holders, &mut self.targets] {
            if parties.iter().all(|party| matches!(party, Party::Mention { .. })) {
                parties.clear();
            }
        }
    }

    /// Takes out the mentions that relations no longer show.
    pub(crate) fn only_shown_links(&mut self, holders: &[String], targets: &[String]) {
        for (parties, shown) in [(&mut self.holders, holders), (&mut self.targets, targets)] {
            let shown: std::collections::HashSet<&str> = shown.iter().map(String::as_str).collect();
            parties.retain(|party| match party {
                Party::Mention { mention } => shown.contains(mention.as_str()),
                Party::Word(_) | Party::Entity { .. } => true,
            });
        }
    }

    /// Takes out how a sentiment is conveyed, and what was ticked of it.
    pub(crate) fn without_nuances(&mut self) {
        (self.manner, self.attitude) = (None, None);
        (self.negated, self.ironic, self.uncertain) = (false, false, false);
    }

    /// Keeps the attributes of which `wanted` says so.
    pub(crate) fn retain_attributes(&mut self, mut wanted: impl FnMut(&str, &AttributeValue) -> bool) {
        self.attributes.retain(|name, json| value_of(json.get()).is_none_or(|value| wanted(name, &value)));
    }
}
