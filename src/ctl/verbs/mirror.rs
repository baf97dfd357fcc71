//! `make-mirror DESTINATION`: copies what is under a prefix, then follows its changes, until it is
//! interrupted. It must not know whether the destination is another cluster: a mirror into its own
//! source feeds itself, as in the real one, and only the links' delays slow it down.

use bytes::Bytes;

use crate::ctl::concurrency::{Error, answer};
use crate::ctl::login::secret;
use crate::etcd::api::{self, request_op};
use crate::units::{List, Micros};

use super::lock::failed;
use super::{Desk, Event, Failure, Invocation, Machine, Next, cancel_reason, prefix_end};

/// How often it says how much it has copied.
const TOLD_EVERY: Micros = Micros::from_secs(30);

/// Keys of one read (`batchLimit` of `clientv3/mirror`).
const PAGE: i64 = 1000;

/// The key with which it asks for the current revision.
const ANY_KEY: &[u8] = b"foo";

/// A mirror at work.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Mirror {
    destination: Vec<String>,
    /// `--dest-user` and its password.
    user: (String, String),
    /// The token of the login there.
    token: String,
    prefix: Vec<u8>,
    /// What stands in the prefix's place at the destination.
    instead: Vec<u8>,
    /// Both flags about that are set.
    contradicts: bool,
    /// Changes copied so far.
    total: u64,
    /// The timer at which it says so.
    tell: u32,
    source: Source,
    /// What the destination has yet to be told, in order.
    queue: List<api::Request>,
    /// The call to the destination that is under way, and the changes to count once it is answered.
    sending: Option<(u32, u64)>,
    /// How the command ends once the queue is empty.
    end: Option<Failure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The password for the destination is being typed.
    Asks,
    /// The login at the destination.
    Login(u32),
    /// Which revision is it?
    Revision(u32),
    /// The keys at a revision.
    Page {
        call: u32,
        revision: i64,
    },
    /// All keys are read, but not yet copied.
    Read {
        revision: i64,
    },
    Watch(u32),
}

/// `make-mirror DESTINATION`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let [destination] = invocation.args() else {
        let text = "make-mirror takes one destination argument";
        return Err(Failure::new(Failure::BAD_ARGS, text));
    };
    let destination = vec![String::from_utf8_lossy(destination).into_owned()];
    invocation.check_files("dest-")?;
    invocation.connect(desk)?;
    let text = |name| invocation.flags.text(name).to_vec();
    let (prefix, other) = (text("prefix"), text("dest-prefix"));
    let none = invocation.flags.bool("no-dest-prefix");
    let contradicts = none && !other.is_empty();
    let instead = if none || !other.is_empty() {
        other
    } else {
        prefix.clone()
    };
    let mut mirror = Mirror {
        destination,
        user: user(&invocation),
        token: String::new(),
        prefix,
        instead,
        contradicts,
        total: 0,
        tell: 0,
        source: Source::Asks,
        queue: List::new(),
        sending: None,
        end: None,
    };
    let named = invocation.flags.text("dest-user");
    if mirror.user.1.is_empty() && !named.is_empty() && !named.contains(&b':') {
        desk.ask_secret("Destination Password: ");
        desk.read();
    } else {
        mirror.log_in(desk);
    }
    Ok(Machine::Mirror(Box::new(mirror)))
}

/// The name and the password for the destination.
fn user(invocation: &Invocation) -> (String, String) {
    let text = |name| String::from_utf8_lossy(invocation.flags.text(name)).into_owned();
    let (user, password) = (text("dest-user"), text("dest-password"));
    match user.split_once(':') {
        Some((name, secret)) if password.is_empty() => (name.to_owned(), secret.to_owned()),
        _ => (user, password),
    }
}

impl Mirror {
    /// Whether it waits for a password.
    pub(super) const fn reads(&self) -> bool {
        matches!(self.source, Source::Asks)
    }

    /// Logs in at the destination, if that is asked for.
    fn log_in(&mut self, desk: &mut Desk) {
        let (name, password) = self.user.clone();
        if name.is_empty() || password.is_empty() {
            return self.start(desk);
        }
        let ask = api::AuthenticateRequest { name, password };
        let request = api::Request::Auth(api::AuthRequest::Authenticate(ask));
        let call = desk.call_at(self.destination.clone(), request, Micros::MAX);
        self.source = Source::Login(call);
    }

    /// Asks for the revision to begin at.
    fn start(&mut self, desk: &mut Desk) {
        self.tell = desk.timer(TOLD_EVERY);
        let range = api::RangeRequest {
            key: ANY_KEY.into(),
            ..api::RangeRequest::default()
        };
        let call = desk.call(api::Request::Range(range), Micros::MAX);
        self.source = Source::Revision(call);
    }

    /// Whether it follows the changes.
    pub(super) const fn holds(&self) -> bool {
        matches!(self.source, Source::Watch(_))
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: &Event) -> Next {
        if matches!(event, Event::Timer { timer } if *timer == self.tell) {
            desk.out(format!("{}\n", self.total));
            self.tell = desk.timer(TOLD_EVERY);
        }
        if let Some((call, changes)) = self.sending
            && answer(event, call).map_err(failed)?.is_some()
        {
            self.total += changes;
            self.sending = None;
        }
        self.read(desk, event)?;
        if self.sending.is_none() {
            self.send(desk)?;
        }
        Ok(Machine::Mirror(Box::new(self)))
    }

    /// Something may have come from the source.
    fn read(&mut self, desk: &mut Desk, event: &Event) -> Result<(), Failure> {
        match self.source {
            Source::Asks => {
                if let Event::Line(text) | Event::EndOfInput { rest: text } = event {
                    self.user.1 = secret(text);
                    desk.out("\n");
                    self.log_in(desk);
                }
            }
            Source::Login(call) => {
                match answer(event, call) {
                    Ok(None) => return Ok(()),
                    Ok(Some(api::Response::Auth(api::AuthResponse::Authenticate(login)))) => {
                        self.token.clone_from(&login.token);
                    }
                    Ok(Some(_)) | Err(Error::Refused(api::Error::AuthNotEnabled)) => {}
                    Err(error) => return Err(Failure::new(Failure::BAD_CONNECTION, error)),
                }
                self.start(desk);
            }
            Source::Revision(call) => {
                let answer = answer(event, call);
                if self.contradicts && !matches!(answer, Ok(None)) {
                    let text = "`--dest-prefix` and `--no-dest-prefix` cannot be set at the same \
                                time, choose one";
                    return Err(Failure::new(Failure::BAD_ARGS, text));
                }
                if let Some(answer) = answer.map_err(failed)? {
                    let revision = answer.header().unwrap_or_default().revision;
                    let first = if self.prefix.is_empty() {
                        Bytes::from_static(b"\0")
                    } else {
                        self.prefix.clone().into()
                    };
                    self.page(desk, revision, first);
                }
            }
            Source::Page { call, revision } => match answer(event, call) {
                Ok(Some(api::Response::Range(found))) => self.found(desk, revision, found),
                Ok(_) => {}
                Err(error) => self.stop(error),
            },
            Source::Read { .. } => {}
            Source::Watch(watch) => match event {
                Event::Message {
                    stream,
                    message: api::StreamResponse::Watch(answer),
                } if *stream == watch => self.changed(answer),
                Event::Closed { stream, error } if *stream == watch => {
                    desk.closed(watch);
                    self.stop(error);
                }
                _ => {}
            },
        }
        Ok(())
    }

    /// Nothing more comes from the source.
    fn stop(&mut self, error: impl std::fmt::Display) {
        self.end.get_or_insert(failed(error));
    }

    /// Reads the keys from `key` on.
    fn page(&mut self, desk: &mut Desk, revision: i64, key: Bytes) {
        let range = api::RangeRequest {
            key,
            range_end: prefix_end(&self.prefix),
            limit: PAGE,
            revision,
            ..api::RangeRequest::default()
        };
        let call = desk.call(api::Request::Range(range), Micros::MAX);
        self.source = Source::Page { call, revision };
    }

    /// One page of keys.
    fn found(&mut self, desk: &mut Desk, revision: i64, found: &api::RangeResponse) {
        for kv in &found.kvs {
            let put = self.put(kv);
            self.queue.push_back(api::Request::Put(put));
        }
        match found.kvs.last() {
            Some(last) if found.more => {
                let next = [&last.key[..], b"\0"].concat();
                self.page(desk, revision, next.into());
            }
            _ => self.source = Source::Read { revision },
        }
    }

    /// A key's place at the destination.
    fn place(&self, key: &[u8]) -> Bytes {
        let rest = key.strip_prefix(&self.prefix[..]).unwrap_or(key);
        [&self.instead[..], rest].concat().into()
    }

    fn put(&self, kv: &api::KeyValue) -> api::PutRequest {
        api::PutRequest {
            key: self.place(&kv.key),
            value: kv.value.clone(),
            ..api::PutRequest::default()
        }
    }

    /// What a watch tells becomes one transaction for each revision.
    fn changed(&mut self, answer: &api::WatchResponse) {
        if answer.canceled {
            // The client's channel just closes, unless history was compacted.
            let reason = if answer.compact_revision == 0 {
                "<nil>".to_owned()
            } else {
                cancel_reason(answer)
            };
            return self.stop(reason);
        }
        let mut last = 0;
        let mut success = Vec::new();
        for event in &answer.events {
            let kv = event.kv.clone().unwrap_or_default();
            if kv.mod_revision > last {
                self.commit(&mut success);
            }
            last = kv.mod_revision;
            let request = match event.r#type() {
                api::EventType::Put => request_op::Request::Put(self.put(&kv)),
                api::EventType::Delete => {
                    let key = self.place(&kv.key);
                    let delete = api::DeleteRangeRequest {
                        key,
                        ..api::DeleteRangeRequest::default()
                    };
                    request_op::Request::DeleteRange(delete)
                }
            };
            success.push(api::RequestOp {
                request: Some(request),
            });
        }
        self.commit(&mut success);
    }

    fn commit(&mut self, success: &mut Vec<api::RequestOp>) {
        if !success.is_empty() {
            let success = std::mem::take(success);
            self.queue.push_back(api::Request::Txn(api::TxnRequest {
                success,
                ..api::TxnRequest::default()
            }));
        }
    }

    /// Tells the destination the next thing; with nothing left, ends or begins to watch.
    fn send(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        let Some(request) = self.queue.pop_front() else {
            if let Some(end) = self.end.take() {
                return Err(end);
            }
            if let Source::Read { revision } = self.source {
                self.watch(desk, revision + 1);
            }
            return Ok(());
        };
        // A put counts once it is there, a change when it is sent.
        let later = match &request {
            api::Request::Txn(txn) => {
                self.total += txn.success.len() as u64;
                0
            }
            _ => 1,
        };
        let own = std::mem::replace(&mut desk.token, self.token.clone());
        let call = desk.call_at(self.destination.clone(), request, Micros::MAX);
        desk.token = own;
        self.sending = Some((call, later));
        Ok(())
    }

    fn watch(&mut self, desk: &mut Desk, start_revision: i64) {
        let everything = || Bytes::from_static(b"\0");
        let (key, range_end) = if self.prefix.is_empty() {
            (everything(), everything())
        } else {
            (self.prefix.clone().into(), prefix_end(&self.prefix))
        };
        let request = api::WatchCreateRequest {
            key,
            range_end,
            start_revision,
            ..api::WatchCreateRequest::default()
        };
        self.source = Source::Watch(desk.open(api::StreamRequest::WatchCreate(request)));
    }
}
