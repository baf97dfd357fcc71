//! From a visit to its text.

use super::{
    Branch, Fork, Input, Place, Point, VERSION, Visit,
    token::{escaped, quoted},
    world,
};
use crate::{
    ctl::job::Signal,
    session::{Action, Command, words::spelled},
    units::Micros,
};

/// For whom a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people: moments on the clock, the world in any case.
    Readable,
    /// For links: spans in milliseconds, nothing that goes without saying.
    Short,
}

struct Writer<'a> {
    visit: &'a Visit,
    style: Style,
    names: Vec<String>,
    /// The shell that lines go to.
    shell: &'a str,
    /// The place before.
    last: Micros,
    text: String,
}

pub(super) fn visit(visit: &Visit, style: Style) -> String {
    let members = &visit.config.members;
    let mut writer = Writer {
        visit,
        style,
        names: members.iter().map(|it| it.name.clone()).collect(),
        shell: super::read::SHELL,
        last: Micros::ZERO,
        text: String::new(),
    };
    writer.head();
    for branch in &visit.branches {
        writer.branch(branch);
    }
    if let Some(look) = visit.looks {
        let name = quoted(visit.branches[look.branch].name.as_bytes());
        let point = look.at.map(point).unwrap_or_default();
        writer.line(&["at", &name, &point]);
    }
    if !visit.selection.is_empty() {
        writer.line(&["select", &quoted(visit.selection.as_bytes())]);
    }
    if let Some(hash) = visit.hash {
        writer.line(&["hash", &format!("{hash:016x}")]);
    }
    writer.text
}

impl<'a> Writer<'a> {
    /// A line of words; those that are nothing are left out.
    fn line(&mut self, words: &[&str]) {
        for (number, word) in words.iter().filter(|it| !it.is_empty()).enumerate() {
            if number > 0 {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
        self.text.push('\n');
    }

    fn head(&mut self) {
        let full = self.style == Style::Readable;
        let words = world(&self.visit.config, full);
        if full || !words.is_empty() {
            self.line(&["etcdscope", &VERSION.to_string(), &words]);
        }
    }

    fn branch(&mut self, branch: &'a Branch) {
        let name = quoted(branch.name.as_bytes());
        match branch.fork {
            Some(Fork { branch, at }) => {
                let parent = quoted(self.visit.branches[branch].name.as_bytes());
                self.line(&["branch", &name, &parent, &point(at)]);
                self.last = at.place.time;
            }
            None if branch.name != super::read::MAIN => self.line(&["branch", &name]),
            None => {}
        }
        for input in &branch.inputs {
            self.input(input);
        }
        let end = self.time(branch.end);
        self.line(&["end", &end]);
    }

    fn time(&mut self, place: Place) -> String {
        let text = match self.style {
            Style::Readable => on_clock(place.time),
            Style::Short => {
                let span = place.time.since(self.last);
                let (ms, rest) = (span.as_ms(), span.0 % 1_000);
                match rest {
                    0 => format!("+{ms}"),
                    rest => format!("+{ms}.{rest:03}"),
                }
            }
        };
        self.last = place.time;
        counted(text, place.events)
    }

    fn input(&mut self, input: &'a Input) {
        let time = self.time(input.place);
        self.text.push_str(&time);
        if let Some(shell) = shell(&input.action)
            && shell != self.shell
        {
            self.shell = shell;
            self.text.push(' ');
            self.text.push_str(&quoted(shell.as_bytes()));
        }
        let words = self.words(&input.action);
        self.text.push(' ');
        self.text.push_str(&words);
        self.text.push('\n');
    }

    fn words(&self, action: &Action) -> String {
        match action {
            Action::Submit { line, .. } => typed(line),
            Action::Run { command, .. } => run(command),
            Action::Interrupt { .. } => "^C".to_owned(),
            Action::Signal { signal, .. } => format!("signal {}", name_of(*signal)),
            Action::Input { text, .. } => format!("input {}", escaped(text.as_bytes())),
            Action::EndOfInput { .. } => "^D".to_owned(),
            Action::OpenShell { name } => format!("open {}", quoted(name.as_bytes())),
            Action::OpenGoShell { name } => format!("open-go {}", quoted(name.as_bytes())),
            Action::CloseShell { name } => format!("close {}", quoted(name.as_bytes())),
            Action::Endpoint { endpoint, .. } => {
                format!("endpoint {}", quoted(endpoint.as_bytes()))
            }
            Action::File { path, bytes } => {
                format!("file {} {}", quoted(path.as_bytes()), quoted(bytes))
            }
            Action::Fault(fault) => spelled(fault, &self.names),
            // No inputs: they are in no journal.
            Action::Advance(_)
            | Action::Step
            | Action::Seek(_)
            | Action::Fork { .. }
            | Action::Switch { .. }
            | Action::RenameBranch { .. } => "# no input".to_owned(),
        }
    }
}

/// The shell that an input is for, if its line has to say so.
fn shell(action: &Action) -> Option<&str> {
    match action {
        Action::Submit { shell, .. }
        | Action::Run { shell, .. }
        | Action::Interrupt { shell }
        | Action::Signal { shell, .. }
        | Action::Input { shell, .. }
        | Action::EndOfInput { shell }
        | Action::Endpoint { shell, .. } => Some(shell),
        _ => None,
    }
}

/// A typed text; lines after the first follow a stroke.
fn typed(text: &str) -> String {
    let odd = |it: char| it.is_control() && it != '\n' && it != '\t';
    if text.contains(odd) {
        return format!("type {}", escaped(text.as_bytes()));
    }
    format!("$ {}", text.replace('\n', "\n|"))
}

/// Text, variables by number, input, words.
fn run(command: &Command) -> String {
    let Command {
        text,
        words,
        environment,
        stdin,
    } = command;
    let mut all = vec![
        "run".to_owned(),
        quoted(text.as_bytes()),
        environment.len().to_string(),
    ];
    for (name, value) in environment {
        all.extend([quoted(name.as_bytes()), quoted(value.as_bytes())]);
    }
    all.push(
        stdin
            .as_ref()
            .map_or_else(|| "-".to_owned(), |it| quoted(it)),
    );
    all.extend(words.iter().map(|it| quoted(it)));
    all.join(" ")
}

/// A signal by its name.
pub(super) const fn name_of(signal: Signal) -> &'static str {
    match signal {
        Signal::Interrupt => "INT",
        Signal::Terminate => "TERM",
        Signal::Kill => "KILL",
    }
}

fn point(at: Point) -> String {
    let place = counted(on_clock(at.place.time), at.place.events);
    format!("{} {place}", at.inputs)
}

fn counted(time: String, events: Option<u64>) -> String {
    match events {
        Some(events) => format!("{time}/{events}"),
        None => time,
    }
}

/// `15.699s`, or `15.699500s` where milliseconds are not enough.
fn on_clock(time: Micros) -> String {
    let (seconds, rest) = (time.as_secs(), time.0 % 1_000_000);
    if rest % 1_000 == 0 {
        format!("{seconds}.{:03}s", rest / 1_000)
    } else {
        format!("{seconds}.{rest:06}s")
    }
}
