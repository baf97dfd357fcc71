//! What a running command has at hand: its printer, its endpoints, its own numbers of calls,
//! streams and timers, and the effects it has asked for. It must not know any one command.

use crate::{
    etcd::api,
    units::{Files, Micros, Set},
};

use super::job::{Effect, Output};
use super::login::Login;
use super::note::Note;
use super::print::Printer;

/// A command's end with an error: the exit code and the text on standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: i32,
    /// Whole lines; empty where a command ends without a word.
    pub(super) lines: String,
}

impl Failure {
    /// The server refused, or the call failed.
    pub(super) const ERROR: i32 = 1;
    /// No client could be built.
    pub(super) const BAD_CONNECTION: i32 = 2;
    /// Input cannot be read.
    pub(super) const BAD_INPUT: i32 = 3;
    /// A known flag with a value that is not.
    pub(super) const BAD_FEATURE: i32 = 4;
    /// Ended by the server.
    pub(super) const INTERRUPTED: i32 = 5;
    /// Wrong number or form of arguments.
    pub(super) const BAD_ARGS: i32 = 128;

    /// `Error: TEXT`.
    pub(super) fn new(code: i32, text: impl std::fmt::Display) -> Self {
        Self {
            code,
            lines: format!("Error: {text}\n"),
        }
    }

    /// An end without a word of its own.
    pub(super) const fn silent(code: i32) -> Self {
        Self {
            code,
            lines: String::new(),
        }
    }

    /// The end of a Go program that breaks.
    pub(super) fn panic(text: impl std::fmt::Display) -> Self {
        Self {
            code: Self::BAD_CONNECTION,
            lines: format!("panic: {text}\n"),
        }
    }

    /// The log line with which etcdctl dies when a flag and its variable are both given.
    pub(super) fn fatal(variable: &str) -> Self {
        let lines = format!(
            "{{\"level\":\"fatal\",\"msg\":\"conflicting environment variable is shadowed by \
             corresponding command-line flag (either unset environment variable or disable \
             flag))\",\"environment-variable\":\"{variable}\"}}\n"
        );
        Self {
            code: Self::ERROR,
            lines,
        }
    }
}

/// A running command's tools.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Desk {
    pub(super) printer: Printer,
    /// Where calls and streams go.
    pub(super) endpoints: Vec<String>,
    /// The visit's files, while the command takes a step.
    pub(super) files: Files,
    /// The client has a TLS configuration.
    pub(super) secure: bool,
    /// The command is over.
    pub(super) ended: bool,
    /// The login's token; empty for none.
    pub(super) token: String,
    /// Calls are those of a plain HTTP client.
    pub(super) plain: bool,
    /// Standard input is a terminal.
    pub(super) terminal: bool,
    pub(super) login: Box<Login>,
    /// What is to be said beside the output when the command ends.
    remark: Option<Note>,
    pub(super) effects: Vec<Effect>,
    last: u32,
    streams: Set<u32>,
}

impl Desk {
    /// What was asked for since the last time.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Writes to standard output.
    pub(super) fn out(&mut self, text: impl Into<Vec<u8>>) {
        self.print(Output::Out, text.into());
    }

    /// Writes to standard error.
    pub(super) fn err(&mut self, text: impl Into<Vec<u8>>) {
        self.print(Output::Err, text.into());
    }

    fn print(&mut self, to: Output, text: Vec<u8>) {
        if !text.is_empty() {
            self.push(Effect::Print { to, text });
        }
    }

    /// Says something beside the output.
    pub(super) fn note(&mut self, note: Note) {
        self.push(Effect::Note(note));
    }

    /// Says something beside the output when the command ends; the first remark is the one.
    pub(super) fn remark(&mut self, note: Note) {
        self.remark.get_or_insert(note);
    }

    /// Ends the command, closing what is open.
    pub(super) fn exit(&mut self, code: i32) {
        if let Some(note) = self.remark.take() {
            self.push(Effect::Note(note));
        }
        self.close_all();
        self.push(Effect::Exit { code });
        self.ended = true;
    }

    /// Closes what is open.
    pub(super) fn close_all(&mut self) {
        for stream in std::mem::take(&mut self.streams).iter().copied() {
            self.push(Effect::Close { stream });
        }
    }

    /// Ends the command with an error.
    pub(super) fn fail(&mut self, failure: Failure) {
        if failure.lines.starts_with("panic: ") {
            self.remark(Note::Panic);
        }
        self.err(failure.lines);
        self.exit(failure.code);
    }

    pub(super) fn number(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// Endpoints as they are dialed: the scheme of the first decides whether all speak TLS.
    fn dialed(&self, mut endpoints: Vec<String>) -> Vec<String> {
        const TLS: &str = "https://";
        let first = endpoints.first().map(|it| it.to_ascii_lowercase());
        let first = first.unwrap_or_default();
        if first.starts_with(TLS) || (self.secure && !first.starts_with("http://")) {
            for endpoint in &mut endpoints {
                let bare = endpoint.rsplit("://").next().unwrap_or_default();
                *endpoint = format!("{TLS}{bare}");
            }
        }
        endpoints
    }

    /// One call to any of the command's endpoints.
    pub(super) fn call(&mut self, request: api::Request, timeout: Micros) -> u32 {
        self.call_at(self.endpoints.clone(), request, timeout)
    }

    /// One call to any of `endpoints`.
    pub(super) fn call_at(
        &mut self,
        endpoints: Vec<String>,
        request: api::Request,
        timeout: Micros,
    ) -> u32 {
        let call = self.number();
        let endpoints = self.dialed(endpoints);
        self.push(Effect::Call {
            call,
            endpoints,
            request,
            timeout,
            token: self.token.clone(),
            plain: self.plain,
        });
        call
    }

    /// Opens a stream with its first message.
    pub(super) fn open(&mut self, request: api::StreamRequest) -> u32 {
        let (stream, endpoints) = (self.number(), self.dialed(self.endpoints.clone()));
        self.streams.insert(stream);
        self.push(Effect::Open {
            stream,
            endpoints,
            request,
            token: self.token.clone(),
            plain: self.plain,
        });
        stream
    }

    /// Sends one more message up an open stream.
    pub(super) fn send(&mut self, stream: u32, request: api::StreamRequest) {
        if self.streams.contains(&stream) {
            self.push(Effect::Send { stream, request });
        }
    }

    /// Closes an open stream.
    pub(super) fn close(&mut self, stream: u32) {
        if self.streams.remove(&stream) {
            self.effects.push(Effect::Close { stream });
        }
    }

    /// Notes that a stream ended by itself.
    pub(super) fn closed(&mut self, stream: u32) {
        self.streams.remove(&stream);
    }

    /// Asks to be woken.
    pub(super) fn timer(&mut self, after: Micros) -> u32 {
        let timer = self.number();
        self.push(Effect::Timer { timer, after });
        timer
    }

    /// Asks for standard input.
    pub(super) fn read(&mut self) {
        self.push(Effect::Read);
    }
}
