//! The one owner of the session: every pane reads and acts through a [`Host`].
//!
//! It must not decide anything about etcd. A `Host` is a pointer and a stamp: it is cheap to clone
//! and compares unequal as soon as the session has changed.

mod stand_in;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use yew::prelude::*;

use super::motion::{Frame, Movers};
use crate::units::Micros;

pub use stand_in::{Action, Session};

/// The session, the clock that drives it, and those who want to hear of changes.
struct Inner {
    session: RefCell<Session>,
    stamp: Cell<u64>,
    movers: Movers,
    listeners: RefCell<Vec<(u64, Callback<Host>)>>,
    next_listener: Cell<u64>,
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
        let inner = Inner {
            session: RefCell::new(session),
            stamp: Cell::new(0),
            movers: Movers::default(),
            listeners: RefCell::default(),
            next_listener: Cell::new(0),
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

    /// Applies an action and tells everyone.
    pub fn apply(&self, action: Action) {
        self.inner.session.borrow_mut().apply(action);
        self.changed();
    }

    /// Runs a line in the first shell, as a menu does: `sim kill infra1`.
    pub fn run_line(&self, line: &str) {
        self.apply(Action::Submit {
            shell: "shell 1".to_owned(),
            line: line.to_owned(),
        });
    }

    /// The frame to draw now.
    #[must_use]
    pub fn frame(&self) -> Frame {
        Frame {
            now: self.now(),
            ..Frame::default()
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

    /// A new stamp, and word of it to every listener.
    fn changed(&self) {
        self.inner.stamp.set(self.inner.stamp.get() + 1);
        let fresh = Self {
            inner: self.inner.clone(),
            stamp: self.inner.stamp.get(),
        };
        let listeners = self.inner.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener.emit(fresh.clone());
        }
    }
}
