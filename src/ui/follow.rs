//! What several panes look at together: one thing is followed, everywhere in the same yellow.
//!
//! It is the page's own state, not the visit's: it must not enter the journal.

use std::rc::Rc;

use yew::prelude::*;

pub use crate::session::view::{Thing, Thread};

/// The followed thing and the way to change it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Follow {
    /// What is followed.
    pub thing: Thing,
    /// All that hangs together with it: each pane lights its own part.
    pub thread: Rc<Thread>,
    /// The member whose store and leases are looked at: place in the members.
    pub member: usize,
    /// Follows another thing.
    pub choose: Callback<Thing>,
    /// Looks at another member.
    pub look_at: Callback<usize>,
}

impl Follow {
    /// A callback that follows a thing, or nothing more if that is followed already.
    #[must_use]
    pub fn toggle(&self) -> Callback<Thing> {
        let now = self.thing.clone();
        self.choose.reform(
            move |next: Thing| {
                if next == now { Thing::Nothing } else { next }
            },
        )
    }
}
