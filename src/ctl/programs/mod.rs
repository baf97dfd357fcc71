//! The small programs beside etcdctl, as the GNU ones behave in their plain forms: typed at a
//! prompt, or started by etcdctl itself (`watch -- PROGRAM`, `lock NAME PROGRAM`). They work on the
//! visit's own files. They must not know etcdctl.

mod condition;
mod copy;
mod files;
mod plain;
#[cfg(test)]
mod tests;

use super::{
    desk::{Desk, Failure},
    golang::quote,
    job::Event,
    verbs::Machine,
};
use crate::units::{FileError, Files};

/// What a program left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
    /// Its exit code; 1 if it could not start.
    pub(super) status: i32,
    /// How it ended, in Go's words if badly.
    pub(super) end: Result<(), String>,
}

/// What a program has at hand.
struct Work<'a> {
    files: &'a mut Files,
    environment: &'a [(String, String)],
    /// What it finds on standard input.
    input: &'a [u8],
    out: Vec<u8>,
    err: Vec<u8>,
}

type Body = fn(&mut Work<'_>, &[Vec<u8>]) -> u8;

/// Every program, by its name.
const PROGRAMS: &[(&str, Body)] = &[
    ("[", condition::bracket),
    ("cat", files::cat),
    ("cp", files::cp),
    ("dd", copy::dd),
    ("echo", plain::echo),
    ("false", |_, _| 1),
    ("ls", files::ls),
    ("printenv", plain::printenv),
    ("sh", plain::sh),
    ("test", condition::test),
    ("true", |_, _| 0),
    ("truncate", copy::truncate),
];

fn body(word: &[u8]) -> Option<Body> {
    let found = PROGRAMS.iter().find(|(name, _)| name.as_bytes() == word);
    found.map(|(_, body)| *body)
}

/// The names of the programs.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PROGRAMS.iter().map(|(name, _)| *name)
}

/// Whether a word names one of the programs.
pub(super) fn knows(word: &[u8]) -> bool {
    body(word).is_some()
}

/// Runs a program with its arguments; its standard input is empty.
pub(super) fn run(
    files: &mut Files,
    words: &[Vec<u8>],
    environment: &[(String, String)],
) -> Outcome {
    run_with(files, words, environment, &[])
}

/// Runs a program with its arguments and all of its standard input.
pub(super) fn run_with(
    files: &mut Files,
    words: &[Vec<u8>],
    environment: &[(String, String)],
    input: &[u8],
) -> Outcome {
    let (program, args) = match words.split_first() {
        Some((program, args)) => (program.as_slice(), args),
        None => (&b""[..], words),
    };
    let Some(body) = body(program) else {
        return Outcome {
            status: 1,
            end: Err(not_started(program)),
            out: Vec::new(),
            err: Vec::new(),
        };
    };
    let mut work = Work {
        files,
        environment,
        input,
        out: Vec::new(),
        err: Vec::new(),
    };
    let status = body(&mut work, args);
    Outcome {
        out: work.out,
        err: work.err,
        status: i32::from(status),
        end: match status {
            0 => Ok(()),
            status => Err(format!("exit status {status}")),
        },
    }
}

/// Go's words for a program that is not there: a plain name is looked for, a path is not.
fn not_started(program: &[u8]) -> String {
    if program.is_empty() || program.contains(&b'/') {
        let path = shown(program);
        return format!("fork/exec {path}: no such file or directory");
    }
    let name = quote(program);
    format!("exec: {name}: executable file not found in $PATH")
}

/// A program that waits for all of its standard input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reader {
    words: Vec<Vec<u8>>,
    environment: Vec<(String, String)>,
    input: Vec<u8>,
}

/// Starts a program that was typed. One that reads standard input gets it first.
pub(super) fn begin(
    desk: &mut Desk,
    words: &[Vec<u8>],
    environment: &[(String, String)],
) -> Machine {
    let reader = Reader {
        words: words.to_vec(),
        environment: environment.to_vec(),
        input: Vec::new(),
    };
    if files::reads(words) {
        desk.read();
        return Machine::Program(Box::new(reader));
    }
    reader.end(desk)
}

impl Reader {
    /// Takes one event.
    pub(super) fn step(
        mut self: Box<Self>,
        desk: &mut Desk,
        event: Event,
    ) -> Result<Machine, Failure> {
        match event {
            Event::Line(line) => {
                self.input.extend_from_slice(&line);
                self.input.push(b'\n');
            }
            Event::EndOfInput { rest } => {
                self.input.extend_from_slice(&rest);
                return Ok(self.end(desk));
            }
            _ => {}
        }
        Ok(Machine::Program(self))
    }

    fn end(&self, desk: &mut Desk) -> Machine {
        let outcome = run_with(&mut desk.files, &self.words, &self.environment, &self.input);
        desk.out(outcome.out);
        desk.err(outcome.err);
        desk.exit(outcome.status);
        Machine::Over
    }
}

impl Work<'_> {
    /// One line on standard error, the program's name in front.
    fn complain(&mut self, program: &str, text: &str) {
        self.err
            .extend_from_slice(format!("{program}: {text}\n").as_bytes());
    }

    /// The same with the line that all of GNU's add to a slip in the arguments.
    fn misused(&mut self, program: &str, text: &str) {
        self.complain(program, text);
        let more = format!("Try '{program} --help' for more information.\n");
        self.err.extend_from_slice(more.as_bytes());
    }
}

/// A path as text.
fn shown(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}

/// A path in the quotes that GNU's messages put around one.
fn quoted(path: &[u8]) -> String {
    let text = shown(path);
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}

/// Linux's word for it, as the C library writes it.
fn reason(error: FileError) -> String {
    let text = error.text();
    let mut capital = text[..1].to_ascii_uppercase();
    capital.push_str(&text[1..]);
    capital
}

/// Letters given as options, and the words that are none. GNU's programs take options anywhere
/// before a `--`.
fn options<'a>(
    work: &mut Work<'_>,
    program: &str,
    args: &'a [Vec<u8>],
    known: &str,
) -> Option<(String, Vec<&'a [u8]>)> {
    let (mut letters, mut words) = (String::new(), Vec::new());
    let mut over = false;
    for arg in args {
        match arg.as_slice() {
            b"--" if !over => over = true,
            [b'-', b'-', ..] if !over => {
                let text = format!("unrecognized option '{}'", shown(arg));
                work.misused(program, &text);
                return None;
            }
            [b'-', some @ ..] if !over && !some.is_empty() => {
                for letter in shown(some).chars() {
                    if !known.contains(letter) {
                        let text = format!("invalid option -- '{letter}'");
                        work.misused(program, &text);
                        return None;
                    }
                    letters.push(letter);
                }
            }
            word => words.push(word),
        }
    }
    Some((letters, words))
}
