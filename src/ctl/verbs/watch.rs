//! `watch`: one stream per watcher, alone or many of them from lines of input. It must not know
//! how events look.

use crate::ctl::flags::Flags;
use crate::ctl::golang::quote;
use crate::ctl::input::argify;
use crate::ctl::programs;
use crate::ctl::table::{CTL, Command};
use crate::etcd::api;
use crate::units::Map;

use super::watch_args::{self, Words};
use super::{Desk, Event, Failure, Invocation, Machine, Next, kv};

/// All watchers of one command.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Watch {
    /// By the number of their stream.
    watchers: Map<u32, Watcher>,
    /// Lines of input ask for more watchers.
    interactive: bool,
    /// The variables for programs, and for lines of input.
    environment: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Watcher {
    /// The program to start for each event, with its arguments.
    program: Words,
    /// The member has registered it.
    created: bool,
}

fn variable<'a>(environment: &'a [(String, String)], name: &str) -> &'a str {
    let found = environment.iter().find(|(variable, _)| variable == name);
    found.map_or("", |(_, value)| value)
}

fn bad_args(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::BAD_ARGS, text)
}

/// `watch KEY [RANGE_END] [-- PROGRAM …]` or `watch -i`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let key = invocation.variable(watch_args::KEY).to_owned();
    let end = invocation.variable(watch_args::RANGE_END).to_owned();
    if key.is_empty() && !end.is_empty() {
        let end = quote(end.as_bytes());
        return Err(bad_args(format!(
            "ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END={end}"
        )));
    }
    let environment = invocation.environment.clone();
    let mut watch = Watch {
        watchers: Map::new(),
        interactive: false,
        environment,
    };
    if invocation.flags.bool("interactive") {
        invocation.connect(desk)?;
        watch.interactive = true;
        desk.read();
        return Ok(Machine::Watch(Box::new(watch)));
    }
    let raw = watch_args::after_watch(&invocation.words);
    let plain = invocation.flags.args.clone();
    let (args, program) = watch_args::parse(raw, plain, (&key, &end), false).map_err(bad_args)?;
    invocation.connect(desk)?;
    let request = create(&args, &invocation.flags).map_err(bad_args)?;
    watch.open(desk, request, program);
    Ok(Machine::Watch(Box::new(watch)))
}

/// The first message of a watcher's stream.
fn create(args: &[Vec<u8>], flags: &Flags) -> Result<api::WatchCreateRequest, String> {
    let Some(key) = args.first() else {
        return Err(watch_args::BAD_NUMBER.to_owned());
    };
    let prefix = flags.bool("prefix");
    let mut request = api::WatchCreateRequest {
        key: key.clone().into(),
        start_revision: flags.int("rev"),
        progress_notify: flags.bool("progress-notify"),
        prev_kv: flags.bool("prev-kv"),
        ..api::WatchCreateRequest::default()
    };
    if let [_, end] = args {
        if prefix {
            return Err("`range_end` and `--prefix` are mutually exclusive".to_owned());
        }
        request.range_end = end.clone().into();
    }
    if prefix {
        request.range_end = kv::prefix_end(key);
        if key.is_empty() {
            request.key = bytes::Bytes::from_static(b"\0");
        }
    }
    Ok(request)
}

impl Watch {
    /// Whether it holds its shell: one watcher, registered.
    pub(super) fn holds(&self) -> bool {
        !self.interactive && self.watchers.values().any(|watcher| watcher.created)
    }

    /// Whether it waits for lines of input.
    pub(super) const fn reads(&self) -> bool {
        self.interactive
    }

    fn open(&mut self, desk: &mut Desk, request: api::WatchCreateRequest, program: Words) {
        let stream = desk.open(api::StreamRequest::WatchCreate(request));
        let watcher = Watcher {
            program,
            created: false,
        };
        self.watchers.insert(stream, watcher);
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        match event {
            Event::Message {
                stream,
                message: api::StreamResponse::Watch(answer),
            } => {
                self.answered(desk, stream, &answer)?;
            }
            Event::Closed { stream, error } if self.watchers.contains_key(&stream) => {
                desk.closed(stream);
                let end = api::WatchResponse {
                    canceled: true,
                    ..Default::default()
                };
                self.canceled(desk, stream, &end, &error.to_string())?;
            }
            Event::Line(line) if self.interactive => self.line(desk, &line)?,
            Event::EndOfInput { .. } if self.interactive => {
                let text = "error reading watch request line: EOF";
                return Err(Failure::new(Failure::BAD_INPUT, text));
            }
            _ => {}
        }
        Ok(Machine::Watch(Box::new(self)))
    }

    fn answered(
        &mut self,
        desk: &mut Desk,
        stream: u32,
        answer: &api::WatchResponse,
    ) -> Result<(), Failure> {
        let Some(watcher) = self.watchers.get_mut(&stream) else {
            return Ok(());
        };
        if answer.canceled {
            let reason = cancel_reason(answer);
            if answer.created {
                // It never came to be: the client knows no more of it than the reason.
                let end = api::WatchResponse {
                    canceled: true,
                    ..Default::default()
                };
                return self.canceled(desk, stream, &end, &reason);
            }
            return self.canceled(desk, stream, answer, &reason);
        }
        if answer.created {
            watcher.created = true;
            return Ok(());
        }
        let revision = answer.header.unwrap_or_default().revision;
        if answer.events.is_empty() && revision != 0 && answer.compact_revision == 0 {
            desk.out(format!("progress notify: {revision}\n"));
        }
        desk.out(desk.printer.watch(answer)?);
        let program = watcher.program.clone();
        if program.is_empty() {
            return Ok(());
        }
        answer
            .events
            .iter()
            .try_for_each(|event| self.start(desk, &program, revision, event))
    }

    /// A watcher is gone; alone, it takes the command with it.
    fn canceled(
        &mut self,
        desk: &mut Desk,
        stream: u32,
        answer: &api::WatchResponse,
        reason: &str,
    ) -> Result<(), Failure> {
        desk.err(format!("watch was canceled ({reason})\n"));
        desk.out(desk.printer.watch(answer)?);
        self.watchers.remove(&stream);
        if self.interactive {
            return Ok(());
        }
        Err(Failure::new(
            Failure::INTERRUPTED,
            "watch is canceled by the server",
        ))
    }

    /// Runs the program of a watcher for one event.
    fn start(
        &self,
        desk: &mut Desk,
        program: &[Vec<u8>],
        revision: i64,
        event: &api::Event,
    ) -> Result<(), Failure> {
        let kind = match event.r#type() {
            api::EventType::Put => "\"PUT\"",
            api::EventType::Delete => "\"DELETE\"",
        };
        let kv = event.kv.clone().unwrap_or_default();
        let mut environment = self.environment.clone();
        let variables = [
            ("ETCD_WATCH_REVISION", revision.to_string()),
            ("ETCD_WATCH_EVENT_TYPE", kind.to_owned()),
            ("ETCD_WATCH_KEY", quote(&kv.key)),
            ("ETCD_WATCH_VALUE", quote(&kv.value)),
        ];
        environment.extend(variables.map(|(name, value)| (name.to_owned(), value)));
        let outcome = programs::run(&mut desk.files, program, &environment);
        desk.out(outcome.out);
        desk.err(outcome.err);
        outcome.end.map_err(|error| {
            let words: Vec<String> = program.iter().map(|word| quote(word)).collect();
            let lines = format!("command [{}] error ({error})\n", words.join(" "));
            Failure {
                code: Failure::ERROR,
                lines,
            }
        })
    }

    /// One line of input.
    fn line(&mut self, desk: &mut Desk, line: &[u8]) -> Result<(), Failure> {
        let text = String::from_utf8_lossy(line);
        let words = argify(desk, line)?;
        let key = variable(&self.environment, watch_args::KEY).to_owned();
        let end = variable(&self.environment, watch_args::RANGE_END).to_owned();
        let invalid = |why: &str| format!("Invalid command {text} ({why})\n");
        match words
            .split_first()
            .map(|(verb, rest)| (verb.as_slice(), rest))
        {
            None => desk.err(format!(
                "Invalid command: {text} (watch and progress supported)\n"
            )),
            Some((b"watch", [])) if key.is_empty() => {
                desk.err(invalid("command type or key is not provided"));
            }
            Some((b"watch", rest)) => {
                let table = CTL.at("watch").map(Command::flags).unwrap_or_default();
                let flags = Flags::parse(&table, rest).map_err(bad_args)?;
                let plain = flags.args.clone();
                let (args, program) =
                    watch_args::parse(rest, plain, (&key, &end), true).map_err(bad_args)?;
                match create(&args, &flags) {
                    Ok(request) => self.open(desk, request, program),
                    Err(why) => desk.err(invalid(&why)),
                }
            }
            Some((b"progress", _)) => {
                for stream in self.watchers.keys() {
                    desk.send(*stream, api::StreamRequest::WatchProgress);
                }
            }
            Some(_) => desk.err(invalid("only support watch")),
        }
        Ok(())
    }
}

/// The text of a cancellation, as the client words it.
pub(in crate::ctl) fn cancel_reason(answer: &api::WatchResponse) -> String {
    let reason = &answer.cancel_reason;
    if answer.compact_revision != 0 {
        api::Error::Compacted.to_string()
    } else if reason.is_empty() {
        api::Error::FutureRevision.to_string()
    } else if answer.created || reason.starts_with("etcdserver: ") {
        reason.clone()
    } else {
        format!("rpc error: code = FailedPrecondition desc = {reason}")
    }
}
