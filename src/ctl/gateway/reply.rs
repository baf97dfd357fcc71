//! Answers as HTTP has them: status, head, body. It must not know requests.

use std::fmt::Write as _;

use crate::ctl::print::json::quote;
use crate::etcd::api::Error;

/// One answer, or the head of one whose body comes in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// What the body is.
    pub kind: Kind,
    /// The body; of a stream, its first piece.
    pub body: Vec<u8>,
}

/// What the head says of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON that was an answer of etcd's.
    Answer,
    /// JSON of the gateway's own.
    Json,
    /// Answers one after the other.
    Stream,
    /// A stream that ends before its first answer.
    EmptyStream,
    /// Text of an error; a method that is allowed instead, if one is named.
    Text(&'static str),
    /// Text that does not say so itself.
    Guessed,
    /// The text of `/metrics`.
    Metrics,
    /// Another address, and whether the body tells it.
    Moved(String, bool),
    /// Nothing.
    Empty,
    /// A request that was no HTTP.
    Malformed,
}

impl Reply {
    /// JSON that answers.
    #[must_use]
    pub const fn answer(json: String) -> Self {
        Self::of(200, Kind::Answer, json)
    }

    pub(super) const fn of(status: u16, kind: Kind, body: String) -> Self {
        let body = body.into_bytes();
        Self { status, kind, body }
    }

    /// A line of text.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::of(status, Kind::Text(""), format!("{text}\n"))
    }

    /// The method is not the one that is allowed.
    pub(super) fn not_allowed(method: &'static str) -> Self {
        let text = "Method Not Allowed\n".to_owned();
        Self::of(405, Kind::Text(method), text)
    }

    /// Nothing, and that is well.
    pub(super) const fn nothing() -> Self {
        Self::of(200, Kind::Empty, String::new())
    }

    pub(super) fn malformed() -> Self {
        Self::of(400, Kind::Malformed, "400 Bad Request".to_owned())
    }

    /// Another address. Only who just reads is told in the body too.
    pub(super) fn moved(method: &str, to: &str) -> Self {
        let told = method == "GET";
        let shown = to.replace('&', "&amp;").replace('"', "&#34;");
        let body = if told {
            format!("<a href=\"{shown}\">Moved Permanently</a>.\n\n")
        } else {
            String::new()
        };
        Self::of(301, Kind::Moved(to.to_owned(), told), body)
    }

    /// A refusal with a code of gRPC's.
    #[must_use]
    pub fn refused(code: u32, why: &str) -> Self {
        let why = quote(why);
        let body = format!("{{\"error\":{why},\"code\":{code},\"message\":{why}}}");
        Self::of(status_of(code), Kind::Json, body)
    }

    /// A member's refusal.
    #[must_use]
    pub fn error(error: &Error) -> Self {
        // No client's deadline runs here, so it is the member's own, which it gives no code.
        let own = *error == Error::DeadlineExceeded;
        let code = if own { 2 } else { error.code() as u32 };
        Self::refused(code, &description(error))
    }

    /// A member's refusal where a stream was asked for.
    pub(super) fn stream_error(error: &Error) -> Self {
        let code = error.code() as u32;
        let status = status_of(code);
        let (why, name) = (quote(&description(error)), reason(status));
        let body = format!(
            "{{\"error\":{{\"grpc_code\":{code},\"http_code\":{status},\"message\":{why},\
             \"http_status\":\"{name}\"}}}}"
        );
        Self::of(status, Kind::Json, body)
    }

    /// The first line of a stream.
    pub(super) const fn stream(line: String) -> Self {
        Self::of(200, Kind::Stream, line)
    }

    /// The head, blank line included; without a date, for nobody here has a clock.
    #[must_use]
    pub fn head(&self) -> String {
        let mut out = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let text = "text/plain; charset=utf-8";
        if self.kind == Kind::Malformed {
            line(&mut out, "Content-Type", text);
            line(&mut out, "Connection", "close");
            return out + "\r\n";
        }
        line(
            &mut out,
            "Access-Control-Allow-Headers",
            "accept, content-type, authorization",
        );
        line(
            &mut out,
            "Access-Control-Allow-Methods",
            "POST, GET, OPTIONS, PUT, DELETE",
        );
        line(&mut out, "Access-Control-Allow-Origin", "*");
        if let Kind::Text(method) = self.kind {
            line(&mut out, "Allow", method);
        }
        line(&mut out, "Content-Type", self.content_type());
        match &self.kind {
            Kind::Answer | Kind::Stream => {
                line(&mut out, "Grpc-Metadata-Content-Type", "application/grpc");
            }
            Kind::Moved(to, _) => line(&mut out, "Location", to),
            Kind::Text(_) => line(&mut out, "X-Content-Type-Options", "nosniff"),
            _ => {}
        }
        if self.streams() {
            line(&mut out, "Transfer-Encoding", "chunked");
        } else {
            line(&mut out, "Content-Length", &self.body.len().to_string());
        }
        if self.kind == Kind::Guessed {
            line(&mut out, "Content-Type", text);
        }
        out + "\r\n"
    }

    /// What the head says of the body; empty where it says nothing, or late.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self.kind {
            Kind::Answer | Kind::Json | Kind::Stream | Kind::EmptyStream => "application/json",
            Kind::Text(_) | Kind::Malformed => "text/plain; charset=utf-8",
            Kind::Metrics => "text/plain; version=0.0.4; charset=utf-8",
            Kind::Moved(_, true) => "text/html; charset=utf-8",
            Kind::Moved(_, false) | Kind::Empty | Kind::Guessed => "",
        }
    }

    /// The body's length, where the head tells it.
    #[must_use]
    pub const fn length(&self) -> Option<usize> {
        if self.streams() {
            None
        } else {
            Some(self.body.len())
        }
    }

    /// Another address that this one tells.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        match &self.kind {
            Kind::Moved(to, _) => Some(to),
            _ => None,
        }
    }

    /// Whether the body's length is not known beforehand.
    const fn streams(&self) -> bool {
        matches!(self.kind, Kind::Stream | Kind::EmptyStream | Kind::Metrics)
    }
}

/// A line of a head; nothing where there is no value.
fn line(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        write!(out, "{name}: {value}\r\n").expect("a String takes every write");
    }
}

/// An error's text without what a client of gRPC's puts before it.
pub(super) fn description(error: &Error) -> String {
    if let Error::MessageTooLarge(size) = error {
        // The gateway sends whatever it is given; its member takes no more than this.
        return format!("grpc: received message larger than max ({size} vs. 2097152)");
    }
    let text = error.to_string();
    match text
        .strip_prefix("rpc error: ")
        .and_then(|it| it.split_once(" desc = "))
    {
        Some((_, description)) => description.to_owned(),
        None => text,
    }
}

/// grpc-gateway's status for a code of gRPC's.
const fn status_of(code: u32) -> u16 {
    match code {
        1 => 408,
        3 | 9 | 11 => 400,
        4 => 504,
        5 => 404,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        _ => 500,
    }
}

/// The name of a status.
pub(super) const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        429 => "Too Many Requests",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}
