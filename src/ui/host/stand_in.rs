//! Stands in for `session::Session` until it lands: the same names, empty pictures.

use crate::{
    session::view,
    units::{LeaseId, Micros},
};

/// What changes a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A line typed into a shell.
    Submit {
        /// The shell.
        shell: String,
        /// The line.
        line: String,
    },
}

/// The visit.
#[derive(Clone, Debug, Default)]
pub struct Session;

impl Session {
    /// Virtual time now.
    #[must_use]
    pub fn now(&self) -> Micros {
        Micros::ZERO
    }

    /// Changes the visit.
    pub fn apply(&mut self, action: Action) {
        drop(action);
    }

    /// Top bar and stage.
    #[must_use]
    pub fn cluster(&self) -> view::Cluster {
        view::Cluster::default()
    }

    /// The replicated log: at most `columns` indexes up to the last.
    #[must_use]
    pub fn log(&self, columns: u64) -> view::Log {
        let _ = columns;
        view::Log::default()
    }

    /// The lanes of one member's store.
    #[must_use]
    pub fn revisions(&self, member: usize) -> view::Revisions {
        view::Revisions {
            member,
            ..view::Revisions::default()
        }
    }

    /// The lease heap.
    #[must_use]
    pub fn leases(&self) -> view::Leases {
        let _ = LeaseId::NONE;
        view::Leases::default()
    }
}
