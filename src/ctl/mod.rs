//! etcdctl: words to requests, responses to text.
//!
//! A command is a job: [`start`] reads its words, [`Job::step`] takes events and gives effects.
//! What etcdctl 3.5.1 prints, to which stream and with which exit code, is the specification.
//! This room must not know a cluster, a clock or a screen.

pub mod job;
pub mod words;

mod complete;
mod concurrency;
mod curl;
mod desk;
mod flags;
pub mod gateway;
mod globals;
mod golang;
mod goshell;
mod help;
mod input;
mod login;
mod note;
mod print;
mod programs;
mod table;
#[cfg(test)]
mod tests;
pub mod tongues;
mod tree;
mod verbs;

pub use complete::{Ask, Completions, Live, Pick, complete};
use desk::{Desk, Failure};
use flags::Flags;
use globals::Invocation;
use golang::quote_raw;
pub use goshell::beginning as go_names;
use job::{Effect, Event, Launch};
use login::Heard;
pub use note::Note;
use table::{CTL, Command, Program, UTL};
use verbs::Machine;

use crate::units::Files;

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

/// The names of the small programs beside etcdctl.
pub fn programs() -> impl Iterator<Item = &'static str> {
    programs::names().chain(["curl"])
}

/// Starts a command: the job, and the first effects. It works on `files`. A line that cannot run
/// is a job that has ended with its complaint.
#[must_use]
pub fn start(launch: Launch, files: &mut Files) -> (Job, Vec<Effect>) {
    let (program, words) = program(&launch.words);
    let title = String::from_utf8_lossy(&words.join(&b' ')).into_owned();
    let mut job = Job {
        title,
        desk: Desk::default(),
        machine: Machine::Over,
    };
    job.desk.terminal = launch.terminal;
    std::mem::swap(&mut job.desk.files, files);
    let begun = match words.first() {
        Some(program) if program == b"go" => goshell::begin(&mut job.desk, &launch),
        _ => begin(&mut job.desk, &launch, program, words),
    };
    let effects = job.settle(begun);
    std::mem::swap(&mut job.desk.files, files);
    (job, effects)
}

impl Job {
    /// Takes one event, with the visit's files at hand; a job that has ended takes none.
    pub fn step(&mut self, event: Event, files: &mut Files) -> Vec<Effect> {
        if self.desk.ended && !self.desk.login.is_pending() {
            return Vec::new();
        }
        let event = match self.desk.hear(event) {
            Heard::Event(event) => event,
            Heard::Ended => Event::EndOfInput { rest: Vec::new() },
            Heard::Nothing => return self.desk.take(),
            Heard::Failure(failure) => {
                self.machine = Machine::Over;
                return self.settle(Err(failure));
            }
        };
        std::mem::swap(&mut self.desk.files, files);
        let machine = std::mem::take(&mut self.machine);
        let next = machine.step(&mut self.desk, event);
        let effects = self.settle(next);
        std::mem::swap(&mut self.desk.files, files);
        effects
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
        !self.desk.ended && !self.desk.login.is_pending() && self.machine.holds()
    }

    /// Whether it waits for standard input.
    #[must_use]
    pub fn reads(&self) -> bool {
        self.desk.login.asks() || (!self.desk.ended && self.machine.reads())
    }

    /// Whether it waits for a password, which no terminal shows.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.desk.login.asks() || (!self.desk.ended && self.machine.hides())
    }

    /// Its words, without `etcdctl`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

/// The program that a line names, with a path or without, and the words for it. A line that names
/// none is etcdctl's.
fn program(words: &[Vec<u8>]) -> (&'static Program, &[Vec<u8>]) {
    let named = |word: &[u8], program: &Program| {
        word.rsplit(|byte| *byte == b'/').next() == Some(program.name.as_bytes())
    };
    match words.split_first() {
        Some((word, rest)) if named(word, &CTL) => (&CTL, rest),
        Some((word, rest)) if named(word, &UTL) => (&UTL, rest),
        _ => (&CTL, words),
    }
}

/// The version of the API that a variable asks for.
fn check_version(environment: &mut Vec<(String, String)>) -> Result<(), Failure> {
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
    Ok(())
}

/// From words to a running machine: the version of the API, the command, its flags, the command
/// itself.
fn begin(
    desk: &mut Desk,
    launch: &Launch,
    program: &'static Program,
    words: &[Vec<u8>],
) -> Result<Machine, Failure> {
    if let Some((word, rest)) = words.split_first()
        && words.len() == launch.words.len()
    {
        if word == b"curl" {
            return curl::begin(desk, rest);
        }
        if programs::knows(word) {
            return Ok(programs::begin(desk, words, &launch.environment));
        }
    }
    let mut environment = launch.environment.clone();
    if program == &CTL {
        check_version(&mut environment)?;
    }
    let name = program.name;
    let (command, rest) = tree::find(program, words).map_err(|text| {
        let lines = format!("Error: {text}\nRun '{name} --help' for usage.\nError: {text}\n");
        Failure {
            code: Failure::ERROR,
            lines,
        }
    })?;
    let flags = Flags::parse(&command.all_flags(), &rest);
    let flags = flags.map_err(|text| misused(desk, command, &text))?;
    if flags.bool("help") || command.is_group() {
        return usage(desk, command);
    }
    if command.path == "help" {
        return help_about(desk, program, &flags.args);
    }
    let missing: Vec<String> = command
        .flags()
        .iter()
        .filter(|flag| flag.required && !flags.changed(flag.long))
        .map(|flag| format!("\"{}\"", flag.long))
        .collect();
    if !missing.is_empty() {
        let text = format!("required flag(s) {} not set", missing.join(", "));
        return Err(misused(desk, command, &text));
    }
    let invocation = Invocation {
        flags,
        inherited: command.inherited(),
        words: launch.words.clone(),
        environment,
        default_endpoint: launch.default_endpoint.clone(),
    };
    verbs::begin(command, invocation, desk)
}

/// Cobra's complaint about a line, with the usage: etcdctl prints that on standard output.
fn misused(desk: &mut Desk, command: Command, text: &str) -> Failure {
    let mut usage = help::usage(command, true);
    if command.program == &CTL {
        desk.out(std::mem::take(&mut usage));
    }
    Failure {
        code: Failure::ERROR,
        lines: format!("Error: {text}\n{usage}\nError: {text}\n"),
    }
}

fn usage(desk: &mut Desk, command: Command) -> Result<Machine, Failure> {
    desk.out(help::usage(command, true));
    desk.exit(0);
    Ok(Machine::Over)
}

/// `help COMMAND…`.
fn help_about(
    desk: &mut Desk,
    program: &'static Program,
    topic: &[Vec<u8>],
) -> Result<Machine, Failure> {
    if let Ok((command, _)) = tree::find(program, topic) {
        return usage(desk, command);
    }
    let names: Vec<String> = topic.iter().map(|word| quote_raw(word)).collect();
    let text = format!("Unknown help topic [{}]\n", names.join(" "));
    // Cobra has not given the root its help flag at this point.
    let root = help::usage(program.root(), false);
    if program == &CTL {
        desk.err(text);
        desk.out(root);
    } else {
        desk.err(text + &root);
    }
    desk.exit(0);
    Ok(Machine::Over)
}
