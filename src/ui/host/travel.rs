//! Time travel as the page does it: the playhead, branches, and acts that need a fork first.

use super::{Action, Host, Seek, Session};
use crate::{session::Refusal, units::Micros};

/// An act that the past refused: it is done once its visitor agrees to a fork.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// An input.
    Act(Action),
    /// Lines for a shell.
    Lines {
        /// The shell.
        shell: String,
        /// What is typed.
        lines: Vec<String>,
    },
}

impl Host {
    /// Moves the playhead. Time stands still then, unless that is the end.
    pub fn seek(&self, seek: Seek) {
        self.travel(Action::Seek(seek));
    }

    /// Looks at another branch, at its end.
    pub fn switch(&self, name: &str) {
        let name = name.to_owned();
        self.travel(Action::Switch { name });
    }

    /// Begins a branch at the playhead.
    pub fn fork(&self) {
        self.travel(Action::Fork { name: None });
    }

    /// Moves the playhead or chooses a branch; what was offered elsewhere is off.
    pub(super) fn travel(&self, action: Action) {
        if let Err(refusal) = self.try_travel(action) {
            self.refuse(&refusal);
        }
    }

    /// The same; a refusal is its caller's to tell.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub(in crate::ui) fn try_travel(&self, action: Action) -> Result<(), Refusal> {
        self.inner.offer.take();
        let done = self.try_apply(action);
        if self.read(Session::past) {
            self.set_clock(|clock| {
                clock.playing = false;
                clock.errand = None;
                clock.slowed = None;
            });
        }
        done
    }

    /// Where the playhead stands and where its branch ends.
    #[must_use]
    pub fn span(&self) -> (Micros, Micros) {
        self.read(|it| (it.now(), it.end()))
    }

    /// An act that waits for a fork.
    #[must_use]
    pub fn offer(&self) -> Option<Offer> {
        self.inner.offer.borrow().clone()
    }

    /// Keeps an act until its visitor agrees to a fork.
    pub(super) fn offer_to(&self, offer: Offer) {
        self.inner.offer.replace(Some(offer));
        self.changed();
    }

    /// Begins a branch and does what was offered.
    pub fn take_offer(&self) {
        let Some(offer) = self.inner.offer.take() else {
            return;
        };
        self.fork();
        match offer {
            Offer::Act(action) => self.apply(action),
            Offer::Lines { shell, lines } => self.type_lines(&shell, lines),
        }
        self.set_clock(|clock| clock.playing = true);
    }

    /// Does nothing of what was offered.
    pub fn drop_offer(&self) {
        if self.inner.offer.take().is_some() {
            self.changed();
        }
    }
}
