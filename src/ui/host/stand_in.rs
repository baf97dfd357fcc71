//! Stands in for `session::Session` until it lands: the same names, empty pictures.

use crate::{
    session::view::{self, Line, LineKind},
    units::Micros,
};

/// What changes a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Virtual time passes.
    Advance(Micros),
    /// To the next event that isn't a bare tick.
    Step,
    /// A line typed into a shell.
    Submit {
        /// The shell.
        shell: String,
        /// The line.
        line: String,
    },
    /// Ctrl-C.
    Interrupt(String),
    /// Ctrl-D.
    EndOfInput(String),
    /// Another shell.
    Open,
    /// One shell less.
    Close(String),
    /// Another endpoint.
    Endpoint {
        /// The shell.
        shell: String,
        /// Its new endpoint.
        endpoint: String,
    },
}

/// The visit.
#[derive(Clone, Debug)]
pub struct Session {
    now: Micros,
    version: u64,
    shells: Vec<view::Shell>,
}

impl Default for Session {
    fn default() -> Self {
        let mut it = Self {
            now: Micros::from_ms(2412),
            version: 0,
            shells: Vec::new(),
        };
        it.open();
        it
    }
}

impl Session {
    /// Virtual time now.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.now
    }

    /// Changes with everything but time.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Changes the visit.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Advance(span) => self.now = self.now + span,
            Action::Step => self.now = self.now + Micros(1_234),
            Action::Submit { shell, line } => self.submit(&shell, &line),
            Action::Interrupt(_) | Action::EndOfInput(_) => {}
            Action::Open => self.open(),
            Action::Close(name) => self.shells.retain(|it| it.name != name),
            Action::Endpoint { shell, endpoint } => {
                if let Some(it) = self.shells.iter_mut().find(|it| it.name == shell) {
                    it.endpoint = endpoint;
                }
            }
        }
        self.version += 1;
    }

    fn open(&mut self) {
        let name = format!("shell {}", self.shells.len() + 1);
        let endpoint = "127.0.0.1:2379".to_owned();
        self.shells.push(view::Shell {
            title: name.clone(),
            name,
            endpoint,
            ..Default::default()
        });
    }

    fn submit(&mut self, shell: &str, line: &str) {
        let time = self.now;
        if let Some(it) = self.shells.iter_mut().find(|it| it.name == shell) {
            for (kind, text) in [(LineKind::Command, line), (LineKind::Out, "OK")] {
                let id = it.lines.len() as u64;
                it.lines.push(Line {
                    id,
                    time,
                    kind,
                    text: text.to_owned(),
                    did: None,
                });
            }
        }
    }

    /// Top bar and stage.
    #[must_use]
    pub fn cluster(&self) -> view::Cluster {
        view::Cluster {
            now: self.now,
            voters: 3,
            voters_up: 3,
            ..view::Cluster::default()
        }
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
        view::Leases::default()
    }

    /// The shells.
    #[must_use]
    pub fn shells(&self) -> Vec<view::Shell> {
        self.shells.clone()
    }

    /// One shell.
    #[must_use]
    pub fn shell(&self, name: &str) -> Option<view::Shell> {
        self.shells.iter().find(|it| it.name == name).cloned()
    }

    /// What a shell is doing.
    #[must_use]
    pub fn shell_state(&self, name: &str) -> Option<view::ShellState> {
        self.shells
            .iter()
            .find(|it| it.name == name)
            .map(|it| it.state)
    }
}
