//! A whole visit as text: lines that a visitor could type, with their times and their world.
//!
//! Bug reports, links and the command line speak this one language. It must not know how a text
//! travels. Reading what was written gives the same [`Visit`], to the last bit.
//!
//! ```text
//! etcdscope 1 seed=10 members=3           the version; what the tutorial's world has otherwise
//! # a comment
//! 5.000s $ etcdctl put hello world        a line typed into shell 1
//! 5.350s "shell 2" $ watch hello          into another; the lines after it go there too
//! 5.350s $ txn <<EOF                      a text of several lines: the others follow a stroke
//! |value("hello") = "world"
//! |EOF
//! +1250.5 sim kill infra1                 a fault by hand, 1,250.5 ms after the line before
//! +10/3 ^C                                3 events after the line before, where time is not enough
//! end 15.699s                             where the branch ends
//! branch "what if" main 2 7.500s/40       another leaves main after 2 inputs, at that moment
//! at main 1 5.100s/7                      what is looked at
//! ```
//!
//! Further words: `type "…"` for lines with control characters, `input "…"`, `^D`, `signal KILL`,
//! `open NAME`, `open-go NAME` (for lines of Go), `close NAME`, `file PATH "…"` for a file of one's
//! own,
//! `endpoint 127.0.0.1:22379`, `run` for a command that was split already,
//! `select TEXT` for what the page had selected, `hash 0123456789abcdef` for the state at
//! the moment looked at, so that whoever plays it knows whether it is the same. A line without a
//! time is typed at the moment of the one before. Unless events are counted, a time means:
//! everything due by then has happened, or nothing if no time has passed.

mod config;
mod play;
mod read;
mod token;
mod write;

pub use config::{config, world};
pub use play::Playback;
pub use write::Style;

use std::fmt;

use super::{Action, Refusal, Session};
use crate::{sim::Config, units::Micros};

/// The version of the language.
pub const VERSION: u64 = 1;

/// Bytes of a script that are read.
pub const BYTES_MAX: usize = 4 << 20;

/// Inputs of a script that are read.
pub const INPUTS_MAX: usize = 50_000;

/// Virtual time that a script may run for: a month.
pub const TIME_MAX: Micros = Micros::from_secs(31 * 86_400);

/// A visit: all that is needed to have it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// Its world.
    pub config: Config,
    /// Its branches; each but the first leaves an earlier one.
    pub branches: Vec<Branch>,
    /// What is looked at; `None` is the last branch's end.
    pub looks: Option<Look>,
    /// What the page had selected, in the page's own words.
    pub selection: String,
    /// The hash at the moment looked at, if it was told.
    pub hash: Option<u64>,
}

/// One future.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// Where it left another branch.
    pub fork: Option<Fork>,
    /// Its own inputs.
    pub inputs: Vec<Input>,
    /// Where it ends.
    pub end: Place,
}

/// Where a branch leaves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The place of the branch that it left.
    pub branch: usize,
    /// Where.
    pub at: Point,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The place of the branch.
    pub branch: usize,
    /// The moment; `None` is the branch's end.
    pub at: Option<Point>,
}

/// A moment of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Inputs before it, those before the branch's fork counted too.
    pub inputs: usize,
    /// When; its events count from the last of these inputs.
    pub place: Place,
}

/// A place on the time axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Virtual time.
    pub time: Micros,
    /// Events since the place before, where time alone does not say: unless told, everything due
    /// by then has happened, or nothing if no time has passed.
    pub events: Option<u64>,
}

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// When.
    pub place: Place,
    /// What; never one that only moves time or the playhead.
    pub action: Action,
}

/// Why a text is no visit, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: Why,
}

/// What can be wrong with a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is written in a version that is not known here.
    Version(String),
    /// It cannot be read; what should stand there.
    Unread(String),
    /// It is longer than anyone types.
    TooLong,
    /// The cluster refuses it.
    Refused(Refusal),
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.why {
            Why::Version(version) => write!(
                f,
                "this is version {version} of the script, only {VERSION} is known here"
            ),
            Why::Unread(wanted) => f.write_str(wanted),
            Why::TooLong => write!(
                f,
                "a script has at most {INPUTS_MAX} inputs, {BYTES_MAX} bytes and a month of \
                 virtual time: split it"
            ),
            Why::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}

impl std::error::Error for ScriptError {}

impl Visit {
    /// The text of a visit.
    #[must_use]
    pub fn write(&self, style: Style) -> String {
        write::visit(self, style)
    }

    /// Reads a visit.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(text: &str) -> Result<Self, ScriptError> {
        read::visit(text).map(|read| read.visit)
    }

    /// Commands and faults on all branches.
    #[must_use]
    pub fn commands(&self) -> usize {
        let inputs = self.branches.iter().flat_map(|it| &it.inputs);
        let commands = inputs.filter(|it| {
            matches!(
                it.action,
                Action::Submit { .. } | Action::Run { .. } | Action::Fault(_)
            )
        });
        commands.count()
    }

    /// Where the visit stands: the moment looked at.
    #[must_use]
    pub fn now(&self) -> Micros {
        let last = self.branches.len().saturating_sub(1);
        let branch = self.looks.map_or(last, |it| it.branch);
        let end = self
            .branches
            .get(branch)
            .map_or(Micros::ZERO, |it| it.end.time);
        let point = self.looks.and_then(|it| it.at);
        point.map_or(end, |it| it.place.time)
    }
}

impl Session {
    /// The visit as lines to type: a bug report.
    #[must_use]
    pub fn script(&self) -> String {
        match self.visit() {
            Some(visit) => visit.write(Style::Readable),
            None => "# the beginning of this visit is too long ago: it is forgotten\n".to_owned(),
        }
    }

    /// A visit from its text.
    ///
    /// # Errors
    /// The first line that cannot be read or done.
    pub fn from_script(text: &str) -> Result<Self, ScriptError> {
        let mut playback = Playback::new(text)?;
        while !playback.go_on(u64::MAX)? {}
        Ok(playback.session())
    }
}
