//! What a visitor can do, and the refusals one can meet.

use std::fmt;

use bytes::Bytes;

use super::{
    time::{Seek, seconds},
    view::Landmark,
};
use crate::{
    ctl::job::Signal,
    sim::{Fault, FaultRefusal},
    units::{FileError, Micros},
};

/// What changes a session. All are inputs and enter the journal, but for those that move time or
/// choose what is looked at: `Advance`, `Step` and what follows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A line, or several, typed into a shell: run at the prompt, waiting in line if a command
    /// runs, or read by it if it reads.
    Submit {
        /// The shell.
        shell: String,
        /// The text; each line of it is a command, but for here-documents.
        line: String,
    },
    /// A command whose words are split already.
    Run {
        /// The shell.
        shell: String,
        /// The command.
        command: Command,
    },
    /// Ctrl-C: interrupts what runs and drops what waits in line.
    Interrupt {
        /// The shell.
        shell: String,
    },
    /// A signal to what runs.
    Signal {
        /// The shell.
        shell: String,
        /// The signal.
        signal: Signal,
    },
    /// Text on standard input of what runs.
    Input {
        /// The shell.
        shell: String,
        /// The text; a line counts once its newline is there.
        text: String,
    },
    /// Ctrl-D: the end of standard input.
    EndOfInput {
        /// The shell.
        shell: String,
    },
    /// Another shell.
    OpenShell {
        /// Its name.
        name: String,
    },
    /// Another shell, whose lines are calls of clientv3.
    OpenGoShell {
        /// Its name.
        name: String,
    },
    /// One shell less; what runs in it is killed.
    CloseShell {
        /// Its name.
        name: String,
    },
    /// Another default endpoint for the commands to come.
    Endpoint {
        /// The shell.
        shell: String,
        /// Host and port, e.g. `127.0.0.1:22379`.
        endpoint: String,
    },
    /// A file of the visit's own is written, with the folders on the way to it.
    File {
        /// Its path.
        path: String,
        /// What it holds from now on.
        bytes: Bytes,
    },
    /// A fault, or its repair.
    Fault(Fault),
    /// Virtual time passes.
    Advance(Micros),
    /// Virtual time passes up to the next event that isn't a bare tick.
    Step,
    /// The playhead goes elsewhere.
    Seek(Seek),
    /// Another branch begins at the playhead and is the one looked at.
    Fork {
        /// Its name; without one, the next free letter.
        name: Option<String>,
    },
    /// Another branch is looked at, at its end.
    Switch {
        /// Its name.
        name: String,
    },
    /// A branch gets another name.
    RenameBranch {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
}

/// A command ready to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The line as the transcript shows it.
    pub text: String,
    /// Its words as raw bytes.
    pub words: Vec<Vec<u8>>,
    /// Variables beside the shell's own.
    pub environment: Vec<(String, String)>,
    /// All of its standard input; `None` leaves it open.
    pub stdin: Option<Vec<u8>>,
}

/// Why an action does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no shell of that name.
    NoSuchShell(String),
    /// There is one already.
    ShellExists(String),
    /// A name must be something.
    EmptyName,
    /// There are as many shells as there can be.
    TooManyShells(usize),
    /// As many lines wait in this shell as can.
    TooManyLines(usize),
    /// No command runs there to take input or a signal.
    NothingRuns(String),
    /// An endpoint must be something.
    EmptyEndpoint,
    /// The file cannot be written; why.
    File(String, FileError),
    /// The fault makes no sense now; what it names, by its name.
    Fault(FaultRefusal, String),
    /// Nothing is planned: no process runs.
    NothingPlanned,
    /// One call runs one command.
    ManyCommands,
    /// A here-document has no end.
    OpenHereDocument,
    /// The playhead stands in the past, so long before the branch's end.
    Past(Micros),
    /// Nothing of the kind lies on that side (forward or not) of the playhead.
    NoSuchMoment(Landmark, bool),
    /// There is no branch of that name.
    NoSuchBranch(String),
    /// There is one already.
    BranchExists(String),
    /// There are as many branches as there can be.
    TooManyBranches(usize),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchShell(name) => write!(f, "there is no shell {name}: open it first"),
            Self::ShellExists(name) => {
                write!(f, "there is a shell {name} already: choose another name")
            }
            Self::EmptyName => write!(f, "a shell needs a name: give it one"),
            Self::TooManyShells(most) => {
                write!(f, "there are {most} shells already: close one first")
            }
            Self::TooManyLines(most) => write!(
                f,
                "{most} lines wait here already: let them run, or drop them with Ctrl-C"
            ),
            Self::NothingRuns(name) => {
                write!(f, "no command runs in {name}: start one first")
            }
            Self::EmptyEndpoint => {
                write!(
                    f,
                    "an endpoint needs host and port: 127.0.0.1:2379, for example"
                )
            }
            Self::File(path, why) => write!(f, "{path}: {why}"),
            Self::Fault(why, member) => fault_refusal(f, *why, member),
            Self::NothingPlanned => write!(
                f,
                "nothing will happen any more: start a member with sim restart"
            ),
            Self::OpenHereDocument => write!(
                f,
                "the here-document never ends: add a line with its closing word"
            ),
            Self::ManyCommands => write!(f, "these are several commands: run one at a time"),
            Self::Past(span) => write!(
                f,
                "this moment is {} before now: sim fork begins a branch here, sim now goes back",
                seconds(*span)
            ),
            Self::NoSuchMoment(which, forward) => no_such_moment(f, *which, *forward),
            Self::NoSuchBranch(name) => {
                write!(f, "there is no branch {name}: sim branch lists them")
            }
            Self::BranchExists(name) => {
                write!(f, "there is a branch {name} already: choose another name")
            }
            Self::TooManyBranches(most) => write!(
                f,
                "there are {most} branches already: sim branch lists them, choose one"
            ),
        }
    }
}

fn no_such_moment(f: &mut fmt::Formatter<'_>, which: Landmark, forward: bool) -> fmt::Result {
    let what = match which {
        Landmark::Commit => "commit",
        Landmark::Election => "election",
        Landmark::Expiry => "lease expiry",
        Landmark::Fault => "fault",
        Landmark::Command => "command",
    };
    let side = if forward { "after" } else { "before" };
    write!(
        f,
        "there is no {what} {side} this moment: sim seek 15.7s goes to a time"
    )
}

/// Why an added member does not start.
fn start_refusal(f: &mut fmt::Formatter<'_>, why: FaultRefusal, name: &str) -> fmt::Result {
    match why {
        FaultRefusal::NeverStarted(_) => write!(
            f,
            "{name} was added and has no process yet: sim start NAME, with the name that it was \
             added by"
        ),
        FaultRefusal::WhoWaits => {
            write!(f, "{why}: name one by its address: sim start NAME PEER-URL")
        }
        FaultRefusal::NameTaken(_) => {
            write!(f, "there is a member {name}: choose another name")
        }
        _ => write!(
            f,
            "{why}: etcdctl member add NAME --peer-urls=URL comes first, then sim start NAME; \
             sim start NAME URL if the name does not tell the address"
        ),
    }
}

fn fault_refusal(f: &mut fmt::Formatter<'_>, why: FaultRefusal, name: &str) -> fmt::Result {
    match why {
        FaultRefusal::NoSuchMember(_) => write!(f, "{why}: sim status lists them"),
        FaultRefusal::Down(_) => write!(f, "{name} is down: type sim restart {name} first"),
        FaultRefusal::NeverStarted(_)
        | FaultRefusal::NobodyWaits
        | FaultRefusal::WhoWaits
        | FaultRefusal::NameTaken(_) => start_refusal(f, why, name),
        FaultRefusal::Frozen(_) => {
            write!(f, "{name} is frozen already: sim thaw {name} lets it go on")
        }
        FaultRefusal::NotFrozen(_) => {
            write!(f, "{name} is not frozen: sim freeze {name} would stop it")
        }
        FaultRefusal::SameMember(_) => {
            write!(f, "{name} has no link to itself: name two members")
        }
        FaultRefusal::Running(_) => write!(
            f,
            "{name} runs, and its disks are its own: type sim kill {name} first"
        ),
        FaultRefusal::NoRecord(_) => write!(
            f,
            "{name} has written no record since its disks were formatted: there is none to tear"
        ),
        FaultRefusal::Torn(_) => write!(
            f,
            "the last record of {name} is torn already: sim restart {name} cuts it off"
        ),
        FaultRefusal::Wiped(_) => {
            write!(
                f,
                "{name} has no data left: sim restart {name} tries to start it so"
            )
        }
        FaultRefusal::Leads(_) => {
            write!(f, "{name} leads already: name a follower")
        }
        FaultRefusal::NoVoter(_) => {
            write!(f, "{name} is a learner and never campaigns: name a voter")
        }
        FaultRefusal::AsItIs(_) => {
            write!(
                f,
                "{name} is like that already: sim status says how its clock and disks are"
            )
        }
        FaultRefusal::NoSuchMessage(_) => write!(
            f,
            "{name} is not under way, or not any more: sim messages lists those that are"
        ),
        FaultRefusal::Held(_) => {
            write!(f, "{name} is held up: sim release {name} lets it go on")
        }
        FaultRefusal::NotHeld(_) => {
            write!(f, "{name} is not held up: sim hold {name} would hold it")
        }
        FaultRefusal::CutLink { .. } => write!(
            f,
            "{name} is cut and nothing arrives over it: type sim heal {name} first"
        ),
        FaultRefusal::NoSuchRule(_) | FaultRefusal::Rule { .. } => {
            write!(f, "{why}: sim rules lists them")
        }
    }
}

impl std::error::Error for Refusal {}
