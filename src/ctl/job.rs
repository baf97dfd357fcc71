//! The shape of a running command: events in, effects out.
//!
//! Half of etcdctl is not one RPC (watch, keep-alive, endpoint health), so a command is a small
//! machine. It must not know the world: calls are numbered by the job, addresses are text, time is
//! only ever a span. Whoever runs the job answers each `Call` with one `Response`, each `Open` with
//! `Message`s and at most one `Closed`, each `Timer` with one `Timer`.

use super::note::Note;
use crate::{etcd::api, units::Micros};

/// What a command is started with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Launch {
    /// The words of the line as raw bytes, program name first (`etcdctl` may be absent).
    pub words: Vec<Vec<u8>>,
    /// The environment's `ETCDCTL_` variables, sorted by name.
    pub environment: Vec<(String, String)>,
    /// Endpoints used where neither flag nor variable names any, e.g. `127.0.0.1:2379`.
    pub default_endpoint: String,
    /// Whether standard input is a terminal.
    pub terminal: bool,
}

/// What a running command is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The answer to a call.
    Response {
        /// The job's own number of the call.
        call: u32,
        /// Answer or refusal.
        result: Result<api::Response, api::Error>,
        /// Virtual time from call to answer.
        took: Micros,
    },
    /// Something came down a stream.
    Message {
        /// The job's own number of the stream.
        stream: u32,
        /// What came.
        message: api::StreamResponse,
    },
    /// A stream ended and will not be resumed.
    Closed {
        /// The job's own number of the stream.
        stream: u32,
        /// Why.
        error: api::Error,
    },
    /// A timer ran out.
    Timer {
        /// The job's own number of the timer.
        timer: u32,
    },
    /// A line of standard input without its newline.
    Line(Vec<u8>),
    /// Raw bytes of standard input up to its end, and the end. `rest` is what followed the last
    /// newline (empty if the input ended with one).
    EndOfInput {
        /// Bytes after the last newline.
        rest: Vec<u8>,
    },
    /// Ctrl-C (SIGINT), SIGTERM or SIGKILL.
    Signal(Signal),
}

/// The signals a shell can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, 2.
    Interrupt,
    /// SIGTERM, 15.
    Terminate,
    /// SIGKILL, 9: no handler runs.
    Kill,
}

impl Signal {
    /// The exit code of a process that this signal ended: 128 + its number.
    #[must_use]
    pub const fn exit_code(self) -> i32 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
            Self::Kill => 137,
        }
    }
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// What a running command wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// One RPC, with clientv3's failover over `endpoints`, answered by `Event::Response`.
    Call {
        /// The job's own number of the call.
        call: u32,
        /// Addresses as typed, scheme optional.
        endpoints: Vec<String>,
        /// The request.
        request: api::Request,
        /// The client's deadline; `Micros::MAX` for none.
        timeout: Micros,
        /// The login's token; empty for none.
        token: String,
        /// Whether a plain HTTP client asks: once, the first endpoint alone, without waiting for
        /// one that refuses.
        plain: bool,
    },
    /// Opens a stream and sends its first message. A watch stream is resumed on another endpoint
    /// by the client itself, as clientv3 does, from the revision after the last one delivered.
    Open {
        /// The job's own number of the stream.
        stream: u32,
        /// Addresses as typed, scheme optional.
        endpoints: Vec<String>,
        /// The first message.
        request: api::StreamRequest,
        /// The login's token; empty for none.
        token: String,
        /// Whether a plain HTTP client asks: once, the first endpoint alone, without waiting for
        /// one that refuses.
        plain: bool,
    },
    /// Sends one more message up a stream.
    Send {
        /// The job's own number of the stream.
        stream: u32,
        /// The message.
        request: api::StreamRequest,
    },
    /// Closes a stream.
    Close {
        /// The job's own number of the stream.
        stream: u32,
    },
    /// Asks to be woken.
    Timer {
        /// The job's own number of the timer.
        timer: u32,
        /// How long from now.
        after: Micros,
    },
    /// Asks for standard input: from now on lines and the end of input are delivered.
    Read,
    /// Writes bytes.
    Print {
        /// Where to.
        to: Output,
        /// The bytes, newline included.
        text: Vec<u8>,
    },
    /// Says something beside the output, which is no part of it.
    Note(Note),
    /// Ends the command; nothing follows.
    Exit {
        /// The exit code.
        code: i32,
    },
}
