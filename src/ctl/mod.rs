//! etcdctl: words to requests, responses to text.
//!
//! A command is a job: [`start`] reads its words, [`Job::step`] takes events and gives effects.
//! What etcdctl 3.5.1 prints, to which stream and with which exit code, is the specification.
//! This room must not know a cluster, a clock or a screen.

pub mod job;
pub mod words;

mod complete;
mod curl;
mod desk;
mod flags;
pub mod gateway;
mod globals;
mod golang;
mod help;
mod input;
mod print;
mod programs;
#[cfg(test)]
mod tests;
mod tree;
mod verbs;

pub use complete::{Ask, Completions, Live, Pick, complete};
use desk::{Desk, Failure};
use flags::Flags;
use globals::Invocation;
use golang::quote_raw;
use job::{Effect, Event, Launch};
use tree::{Command, Run};
use verbs::Machine;

/// A running command.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    title: String,
    desk: Desk,
    machine: Machine,
}

/// The words a command of etcdctl may begin with, in the order in which etcdctl registers them.
pub fn commands() -> impl Iterator<Item = &'static str> {
    tree::names()
}

/// Starts a command: the job, and the first effects. A line that cannot run is a job that has
/// ended with its complaint.
#[must_use]
pub fn start(launch: Launch) -> (Job, Vec<Effect>) {
    let words = match launch.words.split_first() {
        Some((program, rest)) if is_etcdctl(program) => rest.to_vec(),
        _ => launch.words.clone(),
    };
    let title = String::from_utf8_lossy(&words.join(&b' ')).into_owned();
    let mut job = Job {
        title,
        desk: Desk::default(),
        machine: Machine::Over,
    };
    let begun = match words.split_first() {
        Some((program, rest)) if program == b"curl" => curl::begin(&mut job.desk, rest),
        _ => begin(&mut job.desk, launch, &words),
    };
    let effects = job.settle(begun);
    (job, effects)
}

impl Job {
    /// Takes one event; a job that has ended takes none.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        if self.desk.ended {
            return Vec::new();
        }
        let machine = std::mem::take(&mut self.machine);
        let next = machine.step(&mut self.desk, event);
        self.settle(next)
    }

    fn settle(&mut self, next: Result<Machine, Failure>) -> Vec<Effect> {
        match next {
            Ok(machine) => self.machine = machine,
            Err(failure) => self.desk.fail(failure),
        }
        self.desk.take()
    }

    /// Whether it holds its shell until it is interrupted: a watch that is registered, a
    /// keep-alive that has printed its first line.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.desk.ended && self.machine.holds()
    }

    /// Whether it waits for standard input.
    #[must_use]
    pub fn reads(&self) -> bool {
        !self.desk.ended && self.machine.reads()
    }

    /// Its words, without `etcdctl`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

/// `etcdctl`, with a path or without.
fn is_etcdctl(word: &[u8]) -> bool {
    word.rsplit(|byte| *byte == b'/').next() == Some(b"etcdctl")
}

/// From words to a running machine: the version of the API, the command, its flags, the command
/// itself.
fn begin(desk: &mut Desk, launch: Launch, words: &[Vec<u8>]) -> Result<Machine, Failure> {
    let mut environment = launch.environment;
    let api = environment
        .iter()
        .position(|(name, _)| name == "ETCDCTL_API");
    let version = api.map_or_else(String::new, |at| environment.remove(at).1);
    if version == "2" {
        let text = "the old API (ETCDCTL_API=2) is not part of this playground";
        return Err(Failure::new(Failure::ERROR, text));
    }
    if !matches!(version.as_str(), "" | "3") {
        let lines = format!("unsupported API version: {version}\n");
        return Err(Failure {
            code: Failure::ERROR,
            lines,
        });
    }
    let (command, rest) = tree::find(words).map_err(|text| {
        let lines = format!("Error: {text}\nRun 'etcdctl --help' for usage.\nError: {text}\n");
        Failure {
            code: Failure::ERROR,
            lines,
        }
    })?;
    if command.run == Run::Later {
        return later(desk, command, &rest);
    }
    let flags = Flags::parse(&command.all_flags(), &rest).map_err(|text| {
        desk.out(help::usage(command.path));
        Failure {
            code: Failure::ERROR,
            lines: format!("Error: {text}\n\nError: {text}\n"),
        }
    })?;
    if flags.bool("help") || command.run == Run::Group {
        return usage(desk, command);
    }
    if command.run == Run::Help {
        return help_about(desk, &flags.args);
    }
    let invocation = Invocation {
        flags,
        inherited: command.inherited(),
        words: launch.words,
        environment,
        default_endpoint: launch.default_endpoint,
    };
    verbs::begin(command.run, invocation, desk)
}

fn usage(desk: &mut Desk, command: &Command) -> Result<Machine, Failure> {
    desk.out(help::usage(command.path));
    desk.exit(0);
    Ok(Machine::Over)
}

/// `help COMMAND…`.
fn help_about(desk: &mut Desk, topic: &[Vec<u8>]) -> Result<Machine, Failure> {
    if let Ok((command, _)) = tree::find(topic) {
        return usage(desk, command);
    }
    let names: Vec<String> = topic.iter().map(|word| quote_raw(word)).collect();
    desk.err(format!("Unknown help topic [{}]\n", names.join(" ")));
    // Cobra has not given the root its help flag at this point.
    let root = help::usage("");
    let lines = root
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("  -h, --help"));
    desk.out(lines.collect::<String>());
    desk.exit(0);
    Ok(Machine::Over)
}

/// A command that etcdctl has and this playground has not yet; its help is there.
fn later(desk: &mut Desk, command: &Command, rest: &[Vec<u8>]) -> Result<Machine, Failure> {
    let flags = rest.iter().take_while(|word| *word != b"--");
    if flags
        .into_iter()
        .any(|word| word == b"--help" || word == b"-h")
    {
        return usage(desk, command);
    }
    let text = format!(
        "etcdctl {} is not part of this playground yet",
        command.path
    );
    Err(Failure::new(Failure::ERROR, text))
}
