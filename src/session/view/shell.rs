//! Shells and their transcripts. Plain values; see [`super`].

use super::{Happening, Waiting};
use crate::{
    ctl::Note,
    units::{Index, Micros, Term},
};

/// One shell with its transcript.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shell {
    /// Its name, e.g. `shell 1`; `api` shells made by embedders have the names they gave.
    pub name: String,
    /// What its lines are.
    pub kind: ShellKind,
    /// What its tab says: the command it holds, else its name.
    pub title: String,
    /// The endpoint it uses.
    pub endpoint: String,
    /// What it is doing.
    pub state: ShellState,
    /// The transcript, oldest first; lines of one command are consecutive.
    pub lines: Vec<Line>,
    /// Commands that wait for their turn.
    pub queued: usize,
    /// The lease it was granted last, as `$LEASE` writes it.
    pub lease: Option<String>,
    /// What it waits for, e.g. proposed as #29, 1 of 2 acks.
    pub waiting: Option<Waiting>,
}

/// What the lines of a shell are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShellKind {
    /// etcdctl's commands, and what else a shell has.
    #[default]
    Etcdctl,
    /// Calls of clientv3.
    Go,
}

/// What a shell is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShellState {
    /// At its prompt.
    #[default]
    Idle,
    /// A command runs and will end by itself.
    Running,
    /// A watch or keep-alive holds it until Ctrl-C.
    Holding,
    /// A command reads standard input.
    Reading,
}

/// One line of a transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Unique in the shell, ascending.
    pub id: u64,
    /// When it appeared.
    pub time: Micros,
    /// What kind of line.
    pub kind: LineKind,
    /// The text, without a newline, lossily as UTF-8 with control characters made visible.
    pub text: String,
    /// What the command did, on prompt lines once known; on the first line of a watch event the
    /// revision it tells of.
    pub did: Option<Did>,
    /// On a ruled line: what happened, for whoever says it in another language.
    pub happening: Option<Happening>,
    /// On a line beside the output: what it is about, likewise.
    pub note: Option<Note>,
}

/// The kinds of transcript line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A command as typed, after `$ `.
    Command,
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// Text typed into a command that reads, or into a here-document.
    Input,
    /// `^C`.
    Interrupt,
    /// A fault or another world event: a ruled line.
    World,
    /// A note among etcdctl's bytes: on a rail of its own, never copied.
    Note,
}

/// What a command did: the provenance gutter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Did {
    /// The Raft entry it made.
    pub index: Option<Index>,
    /// The entry's term.
    pub term: Option<Term>,
    /// The revision it made.
    pub revision: Option<u64>,
    /// The id that the member gave its last proposal.
    pub request: Option<u64>,
    /// Its exit code, once it ended.
    pub exit: Option<i32>,
    /// Virtual time from start to end, or so far.
    pub took: Option<Micros>,
}
