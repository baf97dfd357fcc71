//! The visit that is shown and the one laid aside: what comes with a link never takes the place of
//! what the visitor did.

use std::cell::{Cell, RefCell};

use super::{Host, Session, typed::Typed};
use crate::session::link::LinkError;

/// What has become of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// There is none, or nothing more to say about it.
    #[default]
    Nothing,
    /// So many percent are played.
    Opening(u64),
    /// It is shown.
    Opened {
        /// Whether it came out otherwise than it was told.
        differs: bool,
    },
    /// It opens no visit.
    Failed(LinkError),
    /// There was no link: a cluster with chosen settings is shown.
    Made,
    /// There was no link: a story that a search found is shown.
    Found,
}

/// Where a visit that is not the visitor's own came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A link, or a script.
    #[default]
    Link,
    /// Chosen settings.
    Made,
    /// A search.
    Found,
}

/// What the host keeps of visits that are not shown.
#[derive(Default)]
pub(super) struct Visits {
    arrival: RefCell<Arrival>,
    /// Counts links, so that the last one wins.
    opening: Cell<u64>,
    aside: RefCell<Option<Box<(Session, Typed)>>>,
    foreign: Cell<bool>,
    origin: Cell<Origin>,
}

impl Host {
    /// What has become of a link.
    #[must_use]
    pub fn arrival(&self) -> Arrival {
        self.inner.visits.arrival.borrow().clone()
    }

    /// Says what has become of a link.
    pub(in crate::ui) fn arrive(&self, arrival: Arrival) {
        let origin = match arrival {
            Arrival::Opened { .. } => Some(Origin::Link),
            Arrival::Made => Some(Origin::Made),
            Arrival::Found => Some(Origin::Found),
            Arrival::Nothing | Arrival::Opening(_) | Arrival::Failed(_) => None,
        };
        self.inner.visits.arrival.replace(arrival);
        if let Some(origin) = origin {
            self.inner.visits.origin.set(origin);
        }
        self.changed();
    }

    /// No more of a link that was told of.
    pub fn dismiss(&self) {
        let visits = &self.inner.visits;
        if !visits.foreign.get() {
            visits.aside.take();
        }
        self.arrive(Arrival::Nothing);
    }

    /// Another link is opened; what was under way is off. The number tells them apart.
    pub fn begin_arrival(&self) -> u64 {
        let opening = &self.inner.visits.opening;
        opening.set(opening.get() + 1);
        self.arrive(Arrival::Nothing);
        opening.get()
    }

    /// Whether this link is still the one that is opened.
    pub(in crate::ui) fn arrives(&self, opening: u64) -> bool {
        self.inner.visits.opening.get() == opening
    }

    /// Where the visit that is not the visitor's own came from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.inner.visits.origin.get()
    }

    /// Whether a link's visit is shown.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.inner.visits.foreign.get()
    }

    /// Whether another visit is laid aside.
    #[must_use]
    pub fn has_aside(&self) -> bool {
        self.inner.visits.aside.borrow().is_some()
    }

    /// Shows a visit that came with a link; the visitor's own is laid aside.
    pub(in crate::ui) fn show(&self, session: Session) {
        if !self.is_foreign() {
            self.inner.visits.aside.take();
        }
        let shown = self.exchange((session, Typed::default()));
        if !self.inner.visits.foreign.replace(true) {
            self.inner.visits.aside.replace(Some(Box::new(shown)));
        }
        self.stand_still();
    }

    /// Shows the visit that was laid aside instead of the other one.
    pub fn swap(&self) {
        let Some(aside) = self.inner.visits.aside.take() else {
            return;
        };
        let shown = self.exchange(*aside);
        self.inner.visits.aside.replace(Some(Box::new(shown)));
        let foreign = &self.inner.visits.foreign;
        foreign.set(!foreign.get());
        self.inner.visits.arrival.take();
        self.stand_still();
    }

    /// Shows another visit and gives back the one that showed.
    pub(super) fn exchange(&self, (session, typed): (Session, Typed)) -> (Session, Typed) {
        self.inner.offer.take();
        self.inner.visit.set(self.visit() + 1);
        let session = self.inner.session.replace(session);
        (session, self.inner.typed.replace(typed))
    }

    fn stand_still(&self) {
        self.set_clock(|clock| {
            clock.playing = false;
            clock.errand = None;
            clock.slowed = None;
        });
    }
}
