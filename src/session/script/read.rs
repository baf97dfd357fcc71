//! From a text to the visit it tells.

use super::{
    BYTES_MAX, Branch, Fork, INPUTS_MAX, Input, Look, Place, Point, ScriptError, TIME_MAX, VERSION,
    Visit, Why, config,
    token::{KEYWORDS, is_quoted, next},
    write::name_of,
};
use crate::{
    ctl::job::Signal,
    session::{Action, Command, words},
    sim::Config,
    units::Micros,
};

/// The shell that lines go to unless one is named.
pub(super) const SHELL: &str = "shell 1";

/// The first branch's name unless it has another.
pub(super) const MAIN: &str = "main";

/// What was read, and for each branch the line it stands on and those of its inputs.
pub(super) struct Read {
    pub(super) visit: Visit,
    pub(super) lines: Vec<Vec<usize>>,
}

struct Reader {
    visit: Visit,
    lines: Vec<Vec<usize>>,
    names: Vec<String>,
    shell: String,
    last: Micros,
    number: usize,
    /// Whether a stroke goes on with the line before.
    open: bool,
    count: usize,
}

type Done<T> = Result<T, Why>;

fn wanted<T>(what: &str) -> Done<T> {
    Err(Why::Unread(what.to_owned()))
}

pub(super) fn visit(text: &str) -> Result<Read, ScriptError> {
    let mut reader = Reader {
        visit: Visit {
            config: Config::tutorial(),
            branches: vec![branch(MAIN.to_owned(), None)],
            looks: None,
            selection: String::new(),
            hash: None,
        },
        lines: vec![vec![1]],
        names: Vec::new(),
        shell: SHELL.to_owned(),
        last: Micros::ZERO,
        number: 0,
        open: false,
        count: 0,
    };
    reader.know_members();
    let mut all = || {
        if text.len() > BYTES_MAX {
            return Err(Why::TooLong);
        }
        text.split('\n').try_for_each(|line| reader.line(line))
    };
    let done = all();
    let line = reader.number.max(1);
    match done {
        Ok(()) => Ok(Read {
            visit: reader.visit,
            lines: reader.lines,
        }),
        Err(why) => Err(ScriptError { line, why }),
    }
}

fn branch(name: String, fork: Option<Fork>) -> Branch {
    let end = fork.map_or_else(Place::default, |it| it.at.place);
    // Nothing happens between the fork and an end that is not told.
    let end = Place {
        events: None,
        ..end
    };
    Branch {
        name,
        fork,
        inputs: Vec::new(),
        end,
    }
}

impl Reader {
    fn know_members(&mut self) {
        let members = &self.visit.config.members;
        self.names = members.iter().map(|it| it.name.clone()).collect();
    }

    fn line(&mut self, line: &str) -> Done<()> {
        self.number += 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(more) = line.strip_prefix('|') {
            return self.go_on(more);
        }
        self.open = false;
        let Some((word, rest)) = next(line) else {
            return match line.trim() {
                "" => Ok(()),
                _ => wanted("a quote is not closed"),
            };
        };
        match word.as_slice() {
            [b'#', ..] => Ok(()),
            b"etcdscope" => self.head(rest),
            b"branch" => self.branch(rest),
            b"end" => {
                let (place, _) = self.place(rest)?;
                let end = place.ok_or(Why::Unread("end needs a time: end 15.7s".to_owned()))?;
                self.here().end = end;
                Ok(())
            }
            b"at" => self.look(rest),
            b"select" => {
                self.visit.selection = text(rest)?.0;
                Ok(())
            }
            b"hash" => {
                let (hash, _) = text(rest)?;
                let hash = u64::from_str_radix(&hash, 16);
                let why = |_| Why::Unread("a hash has 16 hex digits".to_owned());
                self.visit.hash = Some(hash.map_err(why)?);
                Ok(())
            }
            _ => self.input(line),
        }
    }

    /// One more line of the text typed before.
    fn go_on(&mut self, more: &str) -> Done<()> {
        let open = self.open;
        let last = self.here().inputs.last_mut();
        match last.map(|it| &mut it.action) {
            Some(Action::Submit { line, .. }) if open => {
                line.push('\n');
                line.push_str(more);
                Ok(())
            }
            _ => wanted("a stroke goes on with a line that was typed: $ put a <<EOF"),
        }
    }

    fn head(&mut self, rest: &str) -> Done<()> {
        let (version, rest) = text(rest)?;
        if version != VERSION.to_string() {
            return Err(Why::Version(version));
        }
        self.visit.config = config(rest).map_err(Why::Unread)?;
        self.know_members();
        Ok(())
    }

    fn here(&mut self) -> &mut Branch {
        let branches = &mut self.visit.branches;
        branches.last_mut().expect("there is one from the first")
    }

    fn branch(&mut self, rest: &str) -> Done<()> {
        let (name, rest) = text(rest)?;
        if rest.trim().is_empty() && self.count == 0 && self.visit.branches.len() == 1 {
            self.here().name = name;
            return Ok(());
        }
        let (parent, rest) = self.known(rest)?;
        let Some(at) = self.point(rest)? else {
            return wanted("a branch needs a moment: branch B main 2 7.5s");
        };
        if self.visit.branches.iter().any(|it| it.name == name) {
            return wanted("there is a branch of that name already");
        }
        self.last = at.place.time;
        let fork = Fork { branch: parent, at };
        self.visit.branches.push(branch(name, Some(fork)));
        self.lines.push(vec![self.number]);
        Ok(())
    }

    /// A branch by its name.
    fn known<'a>(&self, rest: &'a str) -> Done<(usize, &'a str)> {
        let (name, rest) = text(rest)?;
        let place = self.visit.branches.iter().position(|it| it.name == name);
        match place {
            Some(place) => Ok((place, rest)),
            None => wanted("there is no branch of that name above"),
        }
    }

    fn look(&mut self, rest: &str) -> Done<()> {
        let (branch, rest) = self.known(rest)?;
        let at = self.point(rest)?;
        self.visit.looks = Some(Look { branch, at });
        Ok(())
    }

    /// Inputs before a moment, and the moment.
    fn point(&self, rest: &str) -> Done<Option<Point>> {
        let Some((inputs, rest)) = next(rest) else {
            return Ok(None);
        };
        let inputs = number(&inputs)?;
        let (place, _) = self.place(rest)?;
        let place = place.ok_or(Why::Unread("a moment needs a time: 2 7.5s".to_owned()))?;
        Ok(Some(Point { inputs, place }))
    }

    /// The place that a line begins with, if it begins with one, and the rest.
    fn place<'a>(&self, line: &'a str) -> Done<(Option<Place>, &'a str)> {
        let Some((word, rest)) = next(line).filter(|_| !is_quoted(line)) else {
            return Ok((None, line));
        };
        let word = String::from_utf8_lossy(&word);
        let (time, events) = match word.split_once('/') {
            Some((time, events)) => (time, Some(events)),
            None => (word.as_ref(), None),
        };
        let time = match (time.strip_prefix('+'), time.strip_suffix('s')) {
            (Some(span), _) => words::decimal(span, 1_000).map(|it| self.last + Micros(it)),
            (None, Some(time)) => words::decimal(time, 1_000_000).map(Micros),
            (None, None) => None,
        };
        let Some(time) = time else {
            return Ok((None, line));
        };
        if time > TIME_MAX {
            return Err(Why::TooLong);
        }
        let events = events.map(|it| number(it.as_bytes())).transpose()?;
        let events = events.map(|it| it as u64);
        Ok((Some(Place { time, events }), rest))
    }

    fn input(&mut self, line: &str) -> Done<()> {
        let (place, mut rest) = self.place(line)?;
        let place = place.unwrap_or(Place {
            time: self.last,
            events: None,
        });
        if place.time < self.last {
            return wanted("time goes forward: this is earlier than the line before");
        }
        let keyword = loop {
            let quoted = is_quoted(rest);
            let Some((word, after)) = next(rest) else {
                return wanted("something to do: $ put a 1");
            };
            let word = String::from_utf8(word).map_err(|_| not_text())?;
            let whole = std::mem::replace(&mut rest, after);
            if !quoted && KEYWORDS.contains(&word.as_str()) {
                break if word == "sim" {
                    whole.to_owned()
                } else {
                    word
                };
            }
            self.shell = word;
        };
        let actions = self.actions(&keyword, rest)?;
        self.last = place.time;
        let inputs = actions.into_iter().enumerate().map(|(number, action)| {
            // Several faults of one line happen at one moment.
            let events = place.events.filter(|_| number == 0);
            let place = Place { events, ..place };
            Input { place, action }
        });
        let inputs: Vec<Input> = inputs.collect();
        self.count += inputs.len();
        if self.count > INPUTS_MAX {
            return Err(Why::TooLong);
        }
        let (line, lines) = (self.number, self.lines.last_mut());
        lines
            .expect("one for each branch")
            .extend(inputs.iter().map(|_| line));
        let here = self.here();
        here.end = Place {
            events: None,
            ..place
        };
        here.inputs.extend(inputs);
        Ok(())
    }

    fn actions(&mut self, keyword: &str, rest: &str) -> Done<Vec<Action>> {
        let shell = self.shell.clone();
        let one = || text(rest).map(|(word, _)| word);
        Ok(vec![match keyword {
            "$" => {
                self.open = true;
                let line = rest.to_owned();
                Action::Submit { shell, line }
            }
            "type" => Action::Submit {
                shell,
                line: one()?,
            },
            "input" => Action::Input {
                shell,
                text: one()?,
            },
            "^C" => Action::Interrupt { shell },
            "^D" => Action::EndOfInput { shell },
            "signal" => {
                let name = one()?;
                let all = [Signal::Interrupt, Signal::Terminate, Signal::Kill];
                let Some(signal) = all.into_iter().find(|it| name_of(*it) == name) else {
                    return wanted("a signal is INT, TERM or KILL");
                };
                Action::Signal { shell, signal }
            }
            "open" => Action::OpenShell { name: one()? },
            "open-go" => Action::OpenGoShell { name: one()? },
            "close" => Action::CloseShell { name: one()? },
            "endpoint" => {
                let endpoint = one()?;
                Action::Endpoint { shell, endpoint }
            }
            "file" => {
                let (path, rest) = text(rest)?;
                let Some((bytes, _)) = next(rest) else {
                    return wanted("file needs what it holds");
                };
                let bytes = bytes.into();
                Action::File { path, bytes }
            }
            "run" => {
                let command = run(rest)?;
                Action::Run { shell, command }
            }
            line if line.starts_with("sim") => {
                let faults = words::faults(line, &self.names);
                let faults = faults.map_err(|it| Why::Unread(it.to_string()))?;
                return Ok(faults.into_iter().map(Action::Fault).collect());
            }
            _ => return wanted("something to do: $ put a 1"),
        }])
    }
}

/// Text, variables by number, input, words.
fn run(rest: &str) -> Done<Command> {
    let (shown, rest) = text(rest)?;
    let (count, mut rest) = text(rest)?;
    let mut environment = Vec::new();
    for _ in 0..number(count.as_bytes())?.min(INPUTS_MAX) {
        let (name, after) = text(rest)?;
        let (value, after) = text(after)?;
        environment.push((name, value));
        rest = after;
    }
    let open = !is_quoted(rest);
    let Some((stdin, mut rest)) = next(rest) else {
        return wanted("run needs its input, or a dash");
    };
    let stdin = (!open || stdin != b"-").then_some(stdin);
    let mut words = Vec::new();
    while let Some((word, after)) = next(rest) {
        words.push(word);
        rest = after;
    }
    if !rest.is_empty() {
        return wanted("a quote is not closed");
    }
    Ok(Command {
        text: shown,
        words,
        environment,
        stdin,
    })
}

fn not_text() -> Why {
    Why::Unread("this is no text".to_owned())
}

/// A word that is text, and the rest.
fn text(rest: &str) -> Done<(String, &str)> {
    let Some((word, rest)) = next(rest) else {
        return wanted("a word is missing, or a quote is not closed");
    };
    let word = String::from_utf8(word).map_err(|_| not_text())?;
    Ok((word, rest))
}

fn number(word: &[u8]) -> Done<usize> {
    let text = String::from_utf8_lossy(word);
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) => wanted("a number is missing"),
    }
}
