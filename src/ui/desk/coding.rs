//! Coding the article as a whole: its variables, and the name of who codes.

use super::Desk;
use crate::browser::{clock, page, viewport};
use crate::model::session::Code;
use crate::model::{Action, AttributeValue, Session};
use std::rc::Rc;

/// The element that has the variables of the article.
pub const CODES: &str = "codes";

/// The element that has their fields alone.
pub const VARIABLES: &str = "code-variables";

/// The field where the name of the coder is written.
pub const CODER_FIELD: &str = "coder";

/// The longest name of a coder, in code points.
const MOST_CHARS: usize = 100;

impl Desk {
    /// Signs what an action makes with the name of the coder, if that was said. What is there already keeps its own.
    pub(super) fn signed(&self, action: Action, before: &Session) -> Action {
        let name = Rc::clone(&self.0.state.borrow().settings.coder);
        if name.is_empty() {
            return action;
        }
        let sign = |coder: &mut Option<Rc<str>>| *coder = coder.take().or_else(|| Some(Rc::clone(&name)));
        let mut action = action;
        match &mut action {
            Action::Add(annotations) => annotations.iter_mut().for_each(|annotation| sign(&mut annotation.coder)),
            Action::PutRelation(relation) if !before.relations.contains_key(&relation.id) => sign(&mut relation.coder),
            Action::SetCode(code) => sign(&mut code.coder),
            _ => {}
        }
        action
    }

    /// Shows the variables of the article, and moves the focus to the first; or to who codes, where that was not said.
    pub fn show_codes(&self) {
        self.change(|state| state.codes_shown = true);
        let first = if self.state().settings.coder.is_empty() { CODES } else { VARIABLES };
        viewport::next_frame(move || page::focus_within(first));
    }

    /// Shows the variables of the article, or folds them up.
    pub fn fold_codes(&self) {
        self.change(|state| state.codes_shown = !state.codes_shown);
    }

    /// From now on new records are signed with this name; with none where it is empty.
    pub fn sign_with(&self, name: &str) {
        let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = words.chars().take(MOST_CHARS).collect();
        self.finish_typing();
        self.set(|settings| settings.coder = name.into());
    }
}

/// Gives a variable of the document a value, made now, or takes it away.
pub fn code(name: &Rc<str>, value: Option<AttributeValue>) -> Action {
    match value {
        Some(value) => Action::SetCode(Code { name: Rc::clone(name), value, modified: clock::now(), coder: None }),
        None => Action::RemoveCode(Rc::clone(name)),
    }
}

/// The variable of the document that an action is about, if it is about one.
pub(super) fn variable(action: &Action) -> Option<&Rc<str>> {
    match action {
        Action::SetCode(Code { name, .. }) | Action::RemoveCode(name) => Some(name),
        _ => None,
    }
}
