//! `--user` and `--password`: the login before a command's first call, and a new one where a
//! member does not know its token any more (`clientv3/client.go`, `getToken`;
//! `retry_interceptor.go`). It must not know commands: what they want done while a login is under
//! way is held back.

use crate::{
    etcd::api::{
        self, AuthRequest, AuthResponse, Error, Request, Response, StreamRequest, StreamResponse,
        WatchResponse,
    },
    units::{Map, Micros},
};

use super::desk::{Desk, Failure};
use super::job::{Effect, Event};

/// How often a call is made again with a new token (`defaultUnaryMaxRetries`).
const TRIES_MAX: u32 = 100;

/// What `stty` says when a password is asked for and there is no terminal; once for turning the
/// echo off, once for turning it on.
const NO_TERMINAL: &str = "stty: 'standard input': Inappropriate ioctl for device\n";

/// Who logs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) name: String,
    pub(super) password: String,
    /// `--dial-timeout`.
    pub(super) timeout: Micros,
    /// One login for each call: `endpoint health` has a client for each endpoint, `snapshot save`
    /// says in its own way that it has none.
    pub(super) each: bool,
}

impl Credentials {
    /// A name or a password alone is no login.
    const fn are_given(&self) -> bool {
        !self.name.is_empty() && !self.password.is_empty()
    }
}

/// A command's login.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Login {
    credentials: Credentials,
    stage: Stage,
    /// What the command wants done once it is logged in.
    held: Vec<Effect>,
    /// Calls under way, and how often they were made again.
    calls: Map<u32, (Effect, u32)>,
    /// Logins for one call or stream each: their own numbers, and the other's.
    renewals: Map<u32, u32>,
    /// Watches that are open.
    watches: Map<u32, Kept>,
    /// Standard input ended.
    ended: bool,
}

/// What a watch needs to be opened again.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    /// As it was opened.
    effect: Effect,
    /// The revision to go on from.
    next: i64,
    /// A member has registered it.
    created: bool,
    /// It was opened again, of which the command hears nothing.
    again: bool,
}

impl Kept {
    /// Takes in how far the watch is.
    fn hear(&mut self, answer: &WatchResponse) {
        let revision = answer.header.unwrap_or_default().revision;
        let last = answer.events.last().and_then(|event| event.kv.as_ref());
        if answer.created {
            self.created = true;
            self.next = self.next.max(revision);
        } else {
            self.next = last.map_or(revision, |kv| kv.mod_revision) + 1;
        }
    }

    /// The watch from where it stood, with another token.
    fn reopened(&mut self, token: String) -> Effect {
        let mut effect = self.effect.clone();
        if let Effect::Open {
            request: StreamRequest::WatchCreate(create),
            token: own,
            ..
        } = &mut effect
        {
            *own = token;
            create.start_revision = self.next;
        }
        (self.created, self.again) = (false, true);
        effect
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// The password is being typed.
    Asks,
    /// The first login is under way, under this number.
    Under(u32),
    /// Nothing is in the way.
    #[default]
    Through,
}

/// What an event is to a command.
pub(super) enum Heard {
    /// Its own.
    Event(Event),
    /// Nothing.
    Nothing,
    /// Its standard input ended before it asked for any.
    Ended,
    /// There is no client.
    Failure(Failure),
}

impl Login {
    /// Whether what the command wants done has to wait.
    pub(super) fn is_pending(&self) -> bool {
        self.stage != Stage::Through
    }

    /// Whether it waits for a password.
    pub(super) fn asks(&self) -> bool {
        self.stage == Stage::Asks
    }

    /// Keeps back what has to wait; gives back what may be done now.
    pub(super) fn hold(&mut self, effect: Effect) -> Option<Effect> {
        if self.is_pending() {
            self.held.push(effect);
            return None;
        }
        if self.credentials.are_given() {
            self.keep(&effect);
        }
        Some(effect)
    }

    /// Keeps what may have to be done again.
    fn keep(&mut self, effect: &Effect) {
        match effect {
            Effect::Call { call, .. } => {
                self.calls.insert(*call, (effect.clone(), 0));
            }
            Effect::Open {
                stream,
                request: StreamRequest::WatchCreate(create),
                ..
            } => {
                let kept = Kept {
                    effect: effect.clone(),
                    next: create.start_revision,
                    created: false,
                    again: false,
                };
                self.watches.insert(*stream, kept);
            }
            Effect::Close { stream } => {
                self.watches.remove(stream);
            }
            _ => {}
        }
    }
}

impl Desk {
    /// Logs in before anything else is done; where no password is given, asks for it.
    pub(super) fn log_in(&mut self, credentials: Credentials, asks: bool) {
        self.login = Box::new(Login {
            credentials,
            ended: self.login.ended,
            ..Login::default()
        });
        if !asks {
            return self.first_login();
        }
        self.ask_secret("Password: ");
        if self.login.ended {
            // The command has read all there was: nothing is left to be a password.
            return self.out("\n");
        }
        self.read();
        self.login.stage = Stage::Asks;
    }

    /// A prompt for what is typed without an echo.
    pub(super) fn ask_secret(&mut self, prompt: &str) {
        self.out(prompt);
        if !self.terminal {
            self.err(NO_TERMINAL.repeat(2));
        }
    }

    fn first_login(&mut self) {
        let Credentials { timeout, each, .. } = self.login.credentials;
        if !each && self.login.credentials.are_given() {
            let call = self.authenticate(self.endpoints.clone(), timeout);
            self.login.stage = Stage::Under(call);
        }
    }

    fn authenticate(&mut self, endpoints: Vec<String>, timeout: Micros) -> u32 {
        let Credentials { name, password, .. } = self.login.credentials.clone();
        let ask = api::AuthenticateRequest { name, password };
        let request = Request::Auth(AuthRequest::Authenticate(ask));
        let call = self.number();
        self.effects.push(Effect::Call {
            call,
            endpoints,
            request,
            timeout: if timeout == Micros::ZERO {
                Micros::MAX
            } else {
                timeout
            },
            token: String::new(),
            plain: false,
        });
        call
    }

    /// Wants something done, now or after the login. Where there is one login for each call, it
    /// comes first.
    pub(super) fn push(&mut self, effect: Effect) {
        let Some(effect) = self.login.hold(effect) else {
            return;
        };
        match effect {
            Effect::Call {
                call, endpoints, ..
            } if self.login.credentials.each && self.login.credentials.are_given() => {
                self.renew(call, endpoints, self.login.credentials.timeout);
            }
            effect => self.effects.push(effect),
        }
    }

    /// A login for the sake of one call or stream.
    fn renew(&mut self, call: u32, endpoints: Vec<String>, timeout: Micros) {
        let login = self.authenticate(endpoints, timeout);
        self.login.renewals.insert(login, call);
    }

    /// Looks at an event before the command does.
    pub(super) fn hear(&mut self, event: Event) -> Heard {
        match event {
            // Whatever was to be done after the login is not.
            Event::Signal(_) => *self.login = Login::default(),
            Event::Line(line) if self.login.asks() => {
                return self.typed(&line);
            }
            Event::EndOfInput { rest } if self.login.asks() => {
                self.login.ended = true;
                return self.typed(&rest);
            }
            Event::EndOfInput { .. } => self.login.ended = true,
            Event::Message {
                stream,
                message: StreamResponse::Watch(answer),
            } => return self.hear_watch(stream, answer),
            Event::Response { call, result, took } => return self.hear_answer(call, result, took),
            _ => {}
        }
        Heard::Event(event)
    }

    fn typed(&mut self, line: &[u8]) -> Heard {
        self.login.credentials.password = secret(line);
        self.login.stage = Stage::Through;
        self.out("\n");
        self.first_login();
        if self.login.is_pending() {
            return Heard::Nothing;
        }
        self.release()
    }

    fn hear_answer(&mut self, call: u32, result: Result<Response, Error>, took: Micros) -> Heard {
        if self.login.stage == Stage::Under(call) {
            return match token_of(result) {
                Ok(token) => {
                    self.token = token;
                    self.release()
                }
                Err(error) => {
                    *self.login = Login::default();
                    Heard::Failure(Failure::new(Failure::BAD_CONNECTION, error))
                }
            };
        }
        if let Some(renewed) = self.login.renewals.remove(&call) {
            if self.login.watches.contains_key(&renewed) {
                return self.reopened(renewed, token_of(result));
            }
            return self.renewed(renewed, token_of(result), took);
        }
        if let Some((effect, tries)) = self.login.calls.remove(&call)
            && matches!(result, Err(Error::InvalidAuthToken))
            && tries < TRIES_MAX
            && let Effect::Call {
                endpoints, timeout, ..
            } = &effect
        {
            let (endpoints, timeout) = (endpoints.clone(), *timeout);
            self.login.calls.insert(call, (effect, tries + 1));
            self.renew(call, endpoints, timeout);
            return Heard::Nothing;
        }
        Heard::Event(Event::Response { call, result, took })
    }

    /// A watch that goes on at a member which does not know its token is refused; the client logs
    /// in whenever it opens a stream, and so it does then.
    fn hear_watch(&mut self, stream: u32, answer: WatchResponse) -> Heard {
        let mut silent = false;
        if let Some(kept) = self.login.watches.get_mut(&stream) {
            if !answer.canceled {
                silent = kept.again && answer.created;
                kept.hear(&answer);
            } else if answer.created && kept.created {
                let timeout = self.login.credentials.timeout;
                self.renew(stream, self.endpoints.clone(), timeout);
                return Heard::Nothing;
            }
        }
        if silent {
            return Heard::Nothing;
        }
        let message = StreamResponse::Watch(answer);
        Heard::Event(Event::Message { stream, message })
    }

    /// The login for one watch is over: it is opened again, or has ended.
    fn reopened(&mut self, stream: u32, token: Result<String, Error>) -> Heard {
        self.effects.push(Effect::Close { stream });
        match token {
            Ok(token) => {
                let kept = self.login.watches.get_mut(&stream);
                self.effects.extend(kept.map(|kept| kept.reopened(token)));
                Heard::Nothing
            }
            Err(error) => Heard::Event(Event::Closed { stream, error }),
        }
    }

    /// The login for one call is over: the call is made, or has failed.
    fn renewed(&mut self, call: u32, token: Result<String, Error>, took: Micros) -> Heard {
        let known = self.login.calls.get_mut(&call);
        let Some((Effect::Call { token: own, .. }, _)) = known else {
            return Heard::Nothing;
        };
        match token {
            Ok(token) => {
                own.clone_from(&token);
                if !self.login.credentials.each {
                    self.token = token;
                }
                let effect = self
                    .login
                    .calls
                    .get(&call)
                    .map(|(effect, _)| effect.clone());
                self.effects.extend(effect);
                Heard::Nothing
            }
            Err(error) => {
                self.login.calls.remove(&call);
                let result = Err(error);
                Heard::Event(Event::Response { call, result, took })
            }
        }
    }

    /// Does what was held back.
    fn release(&mut self) -> Heard {
        self.login.stage = Stage::Through;
        let mut heard = Heard::Nothing;
        for mut effect in std::mem::take(&mut self.login.held) {
            if let Effect::Call { token, .. } | Effect::Open { token, .. } = &mut effect {
                token.clone_from(&self.token);
            }
            if self.login.ended && effect == Effect::Read {
                heard = Heard::Ended;
            }
            self.push(effect);
        }
        heard
    }
}

/// The token that a login gave; none where nobody needs one.
fn token_of(result: Result<Response, Error>) -> Result<String, Error> {
    match result {
        Ok(Response::Auth(AuthResponse::Authenticate(answer))) => Ok(answer.token),
        Ok(_) | Err(Error::AuthNotEnabled) => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// What was typed, without the end of the line.
pub(super) fn secret(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8_lossy(line).into_owned()
}
