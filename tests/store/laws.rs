//! Law 7: replaying the journal over the last snapshot gives the session as of the last write that returned.

use crate::common::documents::{config, last_grapheme};
use crate::slots::{Effect, Fault, TestSlots};
use crate::tab::{Tab, fresh, id, reopen, steps};
use proptest::prelude::*;
use rubricate::model::{Action, Command};
use rubricate::store::OpenError;
use rubricate::store::follow::{Followed, follow};

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn whatever_was_done_comes_back_with_its_history(steps in steps(60)) {
        let slots = TestSlots::new(Fault::None);
        let mut tab = Tab::start(&slots).expect("storage works");
        for step in &steps {
            tab.take(step).expect("storage works");
            prop_assert_eq!(tab.kept(), tab.session().revision);
            let read = tab.library.read(&id(), last_grapheme).expect("readable");
            prop_assert_eq!(&read.session, tab.session());
            prop_assert_eq!(read.problems, []);
        }
    }

    #[test]
    fn a_tab_that_goes_at_any_write_leaves_the_last_one_that_returned(steps in steps(24)) {
        let whole = TestSlots::new(Fault::None);
        let mut tab = Tab::start(&whole).expect("storage works");
        steps.iter().for_each(|step| tab.take(step).expect("storage works"));
        for effect in [Effect::Nothing, Effect::All, Effect::Half] {
            for write in 0..whole.writes.get() {
                let slots = TestSlots::new(Fault::Gone(write, effect));
                let Ok(mut tab) = Tab::start(&slots) else {
                    slots.heal();
                    match reopen(&slots) {
                        Ok(opened) => prop_assert_eq!(opened.session, fresh()),
                        Err(OpenError::NotThere | OpenError::Damaged(_)) => {}
                        Err(other) => prop_assert!(false, "{other:?}"),
                    }
                    continue;
                };
                for step in &steps {
                    let reopened = tab.take(step);
                    if slots.gone.get() {
                        break;
                    }
                    reopened.expect("storage works until then");
                }
                prop_assert!(slots.gone.get());
                let kept = tab.kept();
                slots.heal();
                let opened = reopen(&slots).expect("a session is there");
                let revision = opened.session.revision;
                prop_assert!(revision == kept || effect == Effect::All && revision == kept + 1, "{kept} {revision}");
                prop_assert_eq!(&opened.session, &tab.sessions[revision as usize]);
                // And it goes on from there.
                let again = reopen(&slots).expect("a session is there");
                prop_assert_eq!(&again.session, &opened.session);
                prop_assert_eq!(again.problems, []);
            }
        }
    }

    #[test]
    fn storage_that_refuses_for_a_while_costs_nothing_but_the_while(
        steps in steps(24), lasting in 1..40_usize, forbidden: bool
    ) {
        let whole = TestSlots::new(Fault::None);
        let mut tab = Tab::start(&whole).expect("storage works");
        steps.iter().for_each(|step| tab.take(step).expect("storage works"));
        for write in 0..whole.writes.get() {
            let fault = if forbidden { Fault::Forbidden } else { Fault::Full }(write, write + lasting);
            let slots = TestSlots::new(fault);
            let Ok(mut tab) = Tab::start(&slots) else {
                prop_assert!(forbidden || slots.values.borrow().is_empty(), "nothing half-written stays");
                continue;
            };
            for step in &steps {
                tab.take(step).expect("what is there can be read");
                let read = tab.library.read(&id(), last_grapheme).expect("readable");
                prop_assert_eq!(&read.session, &tab.sessions[tab.kept() as usize]);
                prop_assert_eq!(read.problems, []);
            }
            slots.heal();
            let at = tab.later();
            tab.run(&Command { at, action: Action::Dismiss("healed".into(), true) });
            prop_assert_eq!(tab.kept(), tab.session().revision);
            prop_assert_eq!(&reopen(&slots).expect("readable").session, tab.session());
        }
    }

    #[test]
    fn a_second_tab_that_follows_sees_what_the_first_one_does(steps in steps(40), joins in 0..40_usize) {
        let slots = TestSlots::new(Fault::None);
        let mut tab = Tab::start(&slots).expect("storage works");
        let mut follower = fresh();
        let mut heard = 0;
        for (number, step) in steps.iter().enumerate() {
            tab.take(step).expect("storage works");
            if number == joins {
                follower = tab.library.read(&id(), last_grapheme).expect("readable").session;
            }
            let written = slots.written.borrow();
            for (key, value) in &written[heard..] {
                match follow(&follower, key, value.as_deref()) {
                    Followed::Ignored => {}
                    Followed::Advanced(next) => follower = *next,
                    Followed::Reload => prop_assert!(false, "{key}"),
                }
            }
            heard = written.len();
            prop_assert_eq!(&follower, tab.session());
        }
    }
}
