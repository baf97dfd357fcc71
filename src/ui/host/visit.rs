//! Several visits, of which one shows: the others wait as they were, lines typed ahead included.

use super::{Host, Session, typed::Typed};

/// A visit that is put aside.
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
    /// Shows another visit and gives back the one that showed. The clock keeps its pace; where it
    /// ran ahead to is forgotten.
    #[must_use]
    pub fn show(&self, visit: Visit) -> Visit {
        let Visit { session, typed } = visit;
        let session = self.inner.session.replace(session);
        let typed = self.inner.typed.replace(typed);
        self.inner.visit.set(self.visit() + 1);
        self.inner.offer.take();
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
