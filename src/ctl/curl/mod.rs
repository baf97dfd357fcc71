//! `curl`, as far as one needs it to speak with a member: version 7.88's options and words.
//!
//! It builds one HTTP request after the other and prints what an [`Exchange`] says. It must not
//! know what is behind an address.

mod options;
#[cfg(test)]
mod tests;
mod url;

use options::{Data, Options, Stop};
use url::{Fault, Url};

use super::desk::{Desk, Failure};
use super::gateway::{self, Exchange, Reply, Said};
use super::job::{Event, Signal};
use super::verbs::{Machine, Next};

/// Redirections that are followed.
const REDIRECTIONS_MAX: u32 = 50;

/// A curl line under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Curl {
    options: Options,
    body: Vec<u8>,
    /// Standard input so far, while a piece of the body waits for it.
    input: Option<Vec<u8>>,
    /// The addresses that are left, the next one last.
    left: Vec<String>,
    at: Option<Transfer>,
    /// How the last transfer ended.
    code: i32,
    /// It is over, but its member still puts something back.
    leaves: bool,
}

/// One address under way.
#[derive(Clone, Debug, PartialEq)]
struct Transfer {
    url: Url,
    method: String,
    redirections: u32,
    exchange: Exchange,
    /// The timer of `--max-time`.
    timer: Option<u32>,
    /// The status and what the body is, once they are known.
    status: u16,
    content_type: &'static str,
    received: usize,
    /// What went to the file of `--output`.
    saved: Vec<u8>,
    /// The body's length, where the head tells it.
    length: Option<usize>,
}

/// Reads the line and begins.
pub(super) fn begin(desk: &mut Desk, words: &[Vec<u8>]) -> Next {
    let options = match options::parse(words) {
        Ok(options) => options,
        Err(Stop::Told(text)) => {
            desk.out(text);
            desk.exit(0);
            return Ok(Machine::Over);
        }
        Err(Stop::Failed(failure)) => return Err(failure),
    };
    desk.plain = true;
    let token = options.given("grpc-metadata-token");
    let token = token.or_else(|| options.given("authorization"));
    desk.token = token.unwrap_or_default().to_owned();
    let mut left = options.urls.clone();
    left.reverse();
    let mut curl = Curl {
        options,
        body: Vec::new(),
        input: None,
        left,
        at: None,
        code: 0,
        leaves: false,
    };
    if curl.wants_input() {
        curl.input = Some(Vec::new());
        desk.read();
    } else {
        curl.ready(desk);
    }
    Ok(curl.next(desk))
}

impl Curl {
    pub(super) fn reads(&self) -> bool {
        self.input.is_some()
    }

    pub(super) fn holds(&self) -> bool {
        self.at.as_ref().is_some_and(|at| at.exchange.holds())
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        match event {
            Event::Signal(signal) => return self.leave(desk, Signal::exit_code(signal)),
            Event::Line(line) if self.reads() => {
                let input = self.input.get_or_insert_default();
                input.extend_from_slice(&line);
                input.push(b'\n');
            }
            Event::EndOfInput { rest } if self.reads() => {
                self.input.get_or_insert_default().extend_from_slice(&rest);
                self.ready(desk);
            }
            Event::Timer { timer } if self.is_late(timer) => {
                self.late(desk);
                let code = self.code;
                return self.leave(desk, code);
            }
            event => {
                let said = self.at.as_mut().map(|at| at.exchange.step(desk, event));
                let said = said.unwrap_or_default();
                if self.leaves {
                    return if said.is_empty() {
                        Ok(Machine::Curl(Box::new(self)))
                    } else {
                        Err(Failure::silent(self.code))
                    };
                }
                self.heard(desk, said);
            }
        }
        Ok(self.next(desk))
    }

    /// Ends, once the member has put back what it must.
    fn leave(mut self, desk: &mut Desk, code: i32) -> Next {
        let undoes = self.at.as_mut().is_some_and(|at| at.exchange.cancel(desk));
        if !undoes {
            return Err(Failure::silent(code));
        }
        (self.code, self.leaves) = (code, true);
        Ok(Machine::Curl(Box::new(self)))
    }

    /// Goes on with what is left, and ends after the last address.
    fn next(mut self, desk: &mut Desk) -> Machine {
        while self.at.is_none() && self.input.is_none() {
            let Some(text) = self.left.pop() else {
                desk.exit(self.code);
                return Machine::Over;
            };
            match Url::parse(&text, self.options.as_is) {
                Ok(url) => {
                    let method = self.options.method().to_owned();
                    self.transfer(desk, url, method, 0);
                }
                Err(fault) => self.fault(desk, fault),
            }
        }
        Machine::Curl(Box::new(self))
    }

    fn wants_input(&self) -> bool {
        let pieces = self.options.data.iter().flatten();
        pieces.into_iter().any(|data| match data {
            Data::Json(inner) => is_input(inner),
            data => is_input(data),
        })
    }

    /// Puts the body together.
    fn ready(&mut self, desk: &Desk) {
        let input = self.input.take().unwrap_or_default();
        let pieces = self.options.data.iter().flatten();
        for (place, data) in pieces.enumerate() {
            let (json, data) = match data {
                Data::Json(inner) => (true, inner.as_ref()),
                data => (false, data),
            };
            if place > 0 && !json {
                self.body.push(b'&');
            }
            match data {
                Data::Text(text) => self.body.extend_from_slice(text),
                Data::File { name, whole } => {
                    let text = match name.as_slice() {
                        b"-" => input.clone(),
                        // What cannot be read is an empty body.
                        name => desk.files.read(name).unwrap_or_default().to_vec(),
                    };
                    let text = text.into_iter();
                    self.body
                        .extend(text.filter(|byte| *whole || !b"\r\n\0".contains(byte)));
                }
                Data::Json(_) => {}
            }
        }
    }

    /// Begins one transfer.
    fn transfer(&mut self, desk: &mut Desk, mut url: Url, method: String, redirections: u32) {
        if !url.resolves() {
            let text = format!("Could not resolve host: {}", url.host);
            return self.fault(desk, (6, text));
        }
        let mut body: &[u8] = &self.body;
        if self.options.get && redirections == 0 && !body.is_empty() {
            let mark = if url.target.contains('?') { '&' } else { '?' };
            url.target = format!("{}{mark}{}", url.target, String::from_utf8_lossy(body));
        }
        if self.options.get || method == "GET" && self.options.method.is_none() {
            body = &[];
        }
        desk.endpoints = vec![url.endpoint()];
        let ask = gateway::ask(&method, &url.target, body);
        let timer = self.options.max_time.map(|span| desk.timer(span));
        let exchange = Exchange::begin(desk, ask);
        self.at = Some(Transfer {
            url,
            method,
            redirections,
            exchange,
            timer,
            status: 0,
            content_type: "",
            received: 0,
            saved: Vec::new(),
            length: None,
        });
    }

    fn heard(&mut self, desk: &mut Desk, said: Vec<Said>) {
        for said in said {
            match said {
                Said::Reply(reply) => {
                    self.reply(desk, &reply);
                    if self.at.as_ref().is_some_and(|at| at.status == 0) {
                        // It went on elsewhere; what follows here is of no interest.
                        return;
                    }
                }
                Said::More(piece) => self.piece(desk, &piece),
                Said::End => self.end(desk, None),
                Said::Refused => {
                    let place = self.at.as_ref().map(|at| (&at.url.host, at.url.port));
                    let (host, port) =
                        place.map_or_else(Default::default, |(host, port)| (host.clone(), port));
                    let text = format!(
                        "Failed to connect to {host} port {port} after 0 ms: Couldn't connect to \
                         server"
                    );
                    self.end(desk, Some((7, text)));
                }
                Said::Broken => {
                    let begun = self.at.as_ref().is_some_and(|at| at.status != 0);
                    let fault = if begun {
                        (18, "transfer closed with outstanding read data remaining")
                    } else {
                        (52, "Empty reply from server")
                    };
                    self.end(desk, Some((fault.0, fault.1.to_owned())));
                }
            }
        }
    }

    /// The head of an answer, and its body or the first piece of it.
    fn reply(&mut self, desk: &mut Desk, reply: &Reply) {
        let Some(at) = &mut self.at else { return };
        at.status = reply.status;
        at.content_type = reply.content_type();
        at.length = reply.length();
        let head = reply.head();
        if self.options.dump {
            desk.out(head.clone());
        }
        if self.options.include {
            self.print(desk, head.as_bytes());
        }
        if self.options.location
            && let Some(to) = reply.location()
        {
            return self.redirected(desk, to);
        }
        if self.options.fail && reply.status >= 400 {
            let text = format!("The requested URL returned error: {}", reply.status);
            return self.end(desk, Some((22, text)));
        }
        if self.at.as_ref().is_some_and(|at| at.method != "HEAD") {
            self.piece(desk, &reply.body);
        }
    }

    /// Goes where another address was told.
    fn redirected(&mut self, desk: &mut Desk, to: &str) {
        let Some(at) = self.at.take() else { return };
        let followed = at.url.follow(to);
        // What was posted is read after a move.
        let posts = self.options.method.is_none() && at.method == "POST";
        let method = if posts { "GET".to_owned() } else { at.method };
        match followed {
            Ok(_) if at.redirections == REDIRECTIONS_MAX => {
                let text = format!("Maximum ({REDIRECTIONS_MAX}) redirects followed");
                self.fault(desk, (47, text));
            }
            Ok(url) => self.transfer(desk, url, method, at.redirections + 1),
            Err(fault) => self.fault(desk, fault),
        }
    }

    fn piece(&mut self, desk: &mut Desk, piece: &[u8]) {
        if let Some(at) = &mut self.at {
            at.received += piece.len();
            self.print(desk, piece);
        }
    }

    fn print(&mut self, desk: &mut Desk, text: &[u8]) {
        let Some(at) = &mut self.at else { return };
        if !text.is_empty() && !print(&self.options, desk, &mut at.saved, text) {
            let text = "Failure writing output to destination".to_owned();
            self.end(desk, Some((23, text)));
        }
    }

    fn is_late(&self, timer: u32) -> bool {
        self.at.as_ref().is_some_and(|at| at.timer == Some(timer))
    }

    /// `--max-time` is over.
    fn late(&mut self, desk: &mut Desk) {
        let Some(at) = &self.at else { return };
        let span = self.options.max_time.unwrap_or_default().0 / 1000 + 1;
        let of = at
            .length
            .map_or_else(String::new, |length| format!(" out of {length}"));
        let text = format!(
            "Operation timed out after {span} milliseconds with {}{of} bytes received",
            at.received
        );
        desk.out(write_out(&self.options.write_out, at));
        self.fault(desk, (28, text));
    }

    /// A transfer is over.
    fn end(&mut self, desk: &mut Desk, fault: Option<Fault>) {
        let Some(at) = self.at.take() else { return };
        self.code = 0;
        desk.out(write_out(&self.options.write_out, &at));
        desk.close_all();
        if let Some(fault) = fault {
            self.fault(desk, fault);
        }
    }

    fn fault(&mut self, desk: &mut Desk, (code, text): Fault) {
        self.code = code;
        if !self.options.silent || self.options.show_error {
            desk.err(format!("curl: ({code}) {text}\n"));
        }
    }
}

fn is_input(data: &Data) -> bool {
    matches!(data, Data::File { name, .. } if name == b"-")
}

/// To standard output, or where `--output` says; whether it could be written.
fn print(options: &Options, desk: &mut Desk, saved: &mut Vec<u8>, text: &[u8]) -> bool {
    match options.output.as_deref() {
        None | Some(b"-") => desk.out(text),
        Some(b"/dev/null") => {}
        Some(name) => {
            saved.extend_from_slice(text);
            return desk.files.write(name, saved.clone()).is_ok();
        }
    }
    true
}

/// What `--write-out` prints.
fn write_out(format: &str, at: &Transfer) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(place) = rest.find(['%', '\\']) {
        out.push_str(&rest[..place]);
        let (mark, after) = rest[place..].split_at(1);
        rest = after;
        if mark == "\\" {
            let mut letters = rest.chars();
            match letters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            }
            rest = letters.as_str();
        } else if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
        } else if let Some((name, after)) = rest.strip_prefix('{').and_then(|it| it.split_once('}'))
        {
            out.push_str(&variable(name, at));
            rest = after;
        } else {
            out.push('%');
        }
    }
    out + rest
}

fn variable(name: &str, at: &Transfer) -> String {
    match name {
        "http_code" | "response_code" => format!("{:03}", at.status),
        "size_download" => at.received.to_string(),
        "content_type" => at.content_type.to_owned(),
        "method" => at.method.clone(),
        "num_redirects" => at.redirections.to_string(),
        "url" | "url_effective" => {
            format!("http://{}{}", at.url.endpoint(), at.url.target)
        }
        _ => String::new(),
    }
}
