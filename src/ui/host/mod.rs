//! The one owner of the session: every pane reads and acts through a [`Host`].
//!
//! It must not decide anything about etcd. A `Host` is a pointer and a stamp: it is cheap to clone
//! and compares unequal as soon as the session or its clock has changed.

mod bench;
mod clock;
mod drive;
mod travel;
mod typed;
mod visit;
mod visits;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use yew::prelude::*;

use super::{
    browser,
    motion::{Frame, Movers},
};
use crate::{
    session::{Part, Refusal, Report, Status, Ticket, view::LineKind},
    units::{Micros, StateHash},
};

pub use crate::session::{Action, Seek, Session};
pub(super) use bench::measure;
pub use clock::{Clock, Errand, Goal, Speed};
pub(super) use drive::SLICE_MS;
pub use travel::Offer;
pub(super) use typed::OwnLine;
pub use visit::Visit;
pub use visits::{Arrival, Origin};

/// Wall time between two writings of counting texts while time flows.
const TEXTS_MS: f64 = 65.0;

/// The session, the clock that drives it, and those who want to hear of changes.
struct Inner {
    session: RefCell<Session>,
    clock: RefCell<Clock>,
    typed: RefCell<typed::Typed>,
    offer: RefCell<Option<Offer>>,
    visits: visits::Visits,
    drive: drive::Drive,
    movers: Movers,
    /// The number of the visit that shows.
    visit: Cell<u32>,
    stamp: Cell<u64>,
    /// Changes that time alone did not bring.
    acts: Cell<u64>,
    seen: Cell<u64>,
    /// Wall time when counting texts were last written.
    texts_ms: Cell<f64>,
    listeners: RefCell<Vec<(u64, Callback<Host>)>>,
    next_listener: Cell<u64>,
    reduced: bool,
}

/// A cheap handle on the session as it was at one stamp.
#[derive(Clone)]
pub struct Host {
    inner: Rc<Inner>,
    stamp: u64,
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner) && self.stamp == other.stamp
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host")
            .field("stamp", &self.stamp)
            .finish_non_exhaustive()
    }
}

impl Host {
    /// Owns a session.
    #[must_use]
    pub fn new(session: Session) -> Self {
        let seen = Cell::new(session.version());
        let inner = Inner {
            session: RefCell::new(session),
            clock: RefCell::default(),
            typed: RefCell::default(),
            offer: RefCell::default(),
            visits: visits::Visits::default(),
            drive: drive::Drive::default(),
            movers: Movers::default(),
            visit: Cell::new(0),
            stamp: Cell::new(0),
            acts: Cell::new(0),
            seen,
            texts_ms: Cell::new(0.0),
            listeners: RefCell::default(),
            next_listener: Cell::new(0),
            reduced: browser::media("(prefers-reduced-motion: reduce)"),
        };
        Self {
            inner: Rc::new(inner),
            stamp: 0,
        }
    }

    /// Reads the session. `look` must not act on the host.
    pub fn read<R>(&self, look: impl FnOnce(&Session) -> R) -> R {
        look(&self.inner.session.borrow())
    }

    /// Virtual time now.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.read(Session::now)
    }

    /// The clock's settings.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.inner.clock.borrow().clone()
    }

    /// Changes the clock's settings and tells everyone.
    pub fn set_clock(&self, change: impl FnOnce(&mut Clock)) {
        change(&mut self.inner.clock.borrow_mut());
        self.changed();
        self.wake();
    }

    /// Applies an action and tells everyone. In the past it is kept as an offer; any other refusal
    /// is said in the first shell: it tells what to do instead.
    pub fn apply(&self, action: Action) {
        let kept = action.clone();
        if let Err(refusal) = self.try_apply(action) {
            if let Refusal::Past(_) = refusal {
                return self.offer_to(Offer::Act(kept));
            }
            self.refuse(&refusal);
        }
    }

    /// Says a refusal in the first shell.
    fn refuse(&self, refusal: &Refusal) {
        let first = self.read(Session::shells).into_iter().next();
        let first = first.map_or_else(String::new, |it| it.name);
        self.say(&first, LineKind::Err, &refusal.to_string());
        self.changed();
    }

    /// Applies an action and tells everyone.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn try_apply(&self, action: Action) -> Result<(), Refusal> {
        if let Action::Fault(_) | Action::Interrupt { .. } = action {
            self.round_up();
        }
        let done = self.inner.session.borrow_mut().apply(action);
        self.changed();
        self.wake();
        done
    }

    /// Starts a command for the bridge; see [`Session::exec`].
    ///
    /// # Errors
    /// As [`Session::exec`].
    pub(super) fn exec(
        &self,
        shell: &str,
        line: &str,
        endpoint: Option<&str>,
    ) -> Result<Ticket, Refusal> {
        let ticket = self.inner.session.borrow_mut().exec(shell, line, endpoint);
        self.changed();
        self.wake();
        ticket
    }

    /// The report of a command that has ended, holds or reads.
    pub(super) fn exec_poll(&self, ticket: &Ticket) -> Option<Report> {
        let report = self.inner.session.borrow_mut().exec_poll(ticket);
        (report.status != Status::Running).then_some(report)
    }

    /// Plays if it stands, pauses if it plays; an errand ends either way.
    pub fn toggle(&self) {
        self.set_clock(|clock| {
            clock.playing = !clock.playing;
            clock.errand = None;
            clock.slowed = None;
        });
    }

    /// Stops, then goes to the next event that isn't a bare tick.
    pub fn step(&self) {
        {
            let mut clock = self.inner.clock.borrow_mut();
            clock.playing = false;
            clock.errand = None;
        }
        self.apply(Action::Step);
    }

    /// The frame to draw now.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let clock = self.inner.clock.borrow();
        let reduced = self.inner.reduced;
        Frame {
            now: self.now(),
            playing: clock.flows(),
            speed: clock.rate().0,
            reduced,
            texts: true,
        }
    }

    /// What moves with each frame.
    #[must_use]
    pub fn movers(&self) -> &Movers {
        &self.inner.movers
    }

    /// Calls `listener` with a fresh handle after each change until the number given back is
    /// handed to [`Self::forget`].
    #[must_use]
    pub fn listen(&self, listener: Callback<Self>) -> u64 {
        let id = self.inner.next_listener.get();
        self.inner.next_listener.set(id + 1);
        self.inner.listeners.borrow_mut().push((id, listener));
        id
    }

    /// Ends a [`Self::listen`].
    pub fn forget(&self, id: u64) {
        self.inner
            .listeners
            .borrow_mut()
            .retain(|(it, _)| *it != id);
    }

    /// A handle with the newest stamp.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            stamp: self.inner.stamp.get(),
        }
    }

    /// A handle for a pane that shows one part: it compares unequal only when that has changed, or
    /// somebody has acted.
    #[must_use]
    pub fn part(&self, part: Part) -> Self {
        let mut stamp = StateHash::new();
        stamp.u64(self.inner.acts.get());
        stamp.u64(self.read(|it| it.digest(part)));
        Self {
            inner: self.inner.clone(),
            stamp: stamp.finish(),
        }
    }

    /// Tells every listener that somebody acted.
    fn changed(&self) {
        self.inner.acts.set(self.inner.acts.get() + 1);
        self.announce();
    }

    /// Sets a new stamp and tells every listener. The session isn't borrowed while they hear it.
    fn announce(&self) {
        self.inner.stamp.set(self.inner.stamp.get() + 1);
        self.inner.seen.set(self.read(Session::version));
        let listeners = self.inner.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener.emit(self.fresh());
        }
    }

    /// Tells everyone if the session has changed since it was last told, and draws the frame.
    pub(super) fn tell(&self) {
        self.changed_if_moved();
        let (mut frame, now_ms) = (self.frame(), browser::wall_ms());
        frame.texts = !frame.playing || now_ms - self.inner.texts_ms.get() >= TEXTS_MS;
        if frame.texts {
            self.inner.texts_ms.set(now_ms);
        }
        self.inner.movers.run(&frame);
    }

    /// Tells everyone if the session has changed since it was last told.
    fn changed_if_moved(&self) {
        if self.read(Session::version) != self.inner.seen.get() {
            self.announce();
        }
    }
}
