//! The story's visit and the visitor's own: one shows, the other waits as it was, lines typed
//! ahead included.

use super::{Host, Session, typed::Typed};

/// A visit that does not show.
#[derive(Debug)]
pub struct Visit {
    session: Session,
    typed: Typed,
}

impl Visit {
    /// A visit that has not shown yet.
    #[must_use]
    pub fn new(session: Session) -> Self {
        let typed = Typed::default();
        Self { session, typed }
    }
}

impl Host {
    /// Enters another visit and gives back the one that showed. The clock keeps its pace; where it
    /// ran ahead to is forgotten.
    #[must_use]
    pub fn enter(&self, visit: Visit) -> Visit {
        let (session, typed) = self.exchange((visit.session, visit.typed));
        self.set_clock(|clock| {
            clock.errand = None;
            clock.slowed = None;
        });
        Visit { session, typed }
    }

    /// The number of the visit that shows: another one draws what it remembers anew.
    #[must_use]
    pub fn visit(&self) -> u32 {
        self.inner.visit.get()
    }
}
