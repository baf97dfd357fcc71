//! `elect NAME PROPOSAL` and `elect -l NAME`: takes part in an election, or looks on. It must not
//! know how an election is won.

use crate::ctl::concurrency::{self, Election, Observer, Session, Told};
use crate::ctl::job::Signal;
use crate::etcd::api;
use crate::units::Micros;

use super::lock::{failed, session};
use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

/// The TTL of its session: the client library's own.
const TTL: i64 = 60;

/// A candidate or an observer.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Elect {
    session: Session,
    /// The session's lease is gone.
    lost: bool,
    name: Vec<u8>,
    /// What a candidate proposes; an observer proposes nothing.
    proposal: Option<Vec<u8>>,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// The session begins.
    Begin,
    Observe(Observer),
    Campaign(Election),
    /// The key is read, to be shown.
    Show(Election, u32),
    Lead(Election),
    /// Leadership is given back.
    Resign(u32),
}

/// `elect NAME [PROPOSAL]`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let bad_args = |text: &str| Err(Failure::new(Failure::BAD_ARGS, text));
    let (name, proposal) = match invocation.args() {
        [name] => (name.clone(), None),
        [name, proposal] => (name.clone(), Some(proposal.clone())),
        _ => {
            let text = "elect takes one election name argument and an optional proposal argument";
            return bad_args(text);
        }
    };
    invocation.connect(desk)?;
    match (invocation.flags.bool("listen"), &proposal) {
        (false, None) => return bad_args("no proposal argument but -l not set"),
        (true, Some(_)) => return bad_args("proposal given but -l is set"),
        _ => {}
    }
    let elect = Elect {
        session: session(&invocation, desk, TTL),
        lost: false,
        name,
        proposal,
        stage: Stage::Begin,
    };
    Ok(Machine::Elect(Box::new(elect)))
}

impl Elect {
    /// Whether it holds its shell: it leads, or waits for others.
    pub(super) const fn holds(&self) -> bool {
        match &self.stage {
            Stage::Observe(observer) => observer.watches(),
            Stage::Campaign(election) => election.waits(),
            Stage::Lead(_) => true,
            Stage::Begin | Stage::Show(..) | Stage::Resign(_) => false,
        }
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: &Event) -> Next {
        match self.session.step(desk, event).map_err(failed)? {
            Some(Told::Began(lease)) => {
                self.stage = match self.proposal.take() {
                    None => Stage::Observe(Observer::begin(desk, &self.name)),
                    Some(proposal) => {
                        let election = Election::campaign(desk, &self.name, lease, proposal.into());
                        Stage::Campaign(election)
                    }
                };
                return Ok(Machine::Elect(Box::new(self)));
            }
            Some(Told::Lost) => self.lost = true,
            None => {}
        }
        match &mut self.stage {
            Stage::Observe(observer) => {
                let news = observer.step(desk, event);
                let news = news.map_err(|_| failed("elect: observer lost"))?;
                for answer in &news {
                    desk.out(desk.printer.get(answer, false)?);
                }
            }
            Stage::Campaign(election) => {
                if election.step(desk, event).map_err(failed)?.is_some() {
                    let range = api::RangeRequest {
                        key: election.key().clone(),
                        ..api::RangeRequest::default()
                    };
                    let call = desk.call(api::Request::Range(range), Micros::MAX);
                    self.stage = Stage::Show(election.clone(), call);
                }
            }
            Stage::Show(election, call) => {
                let answer = concurrency::answer(event, *call).map_err(failed)?;
                if let Some(api::Response::Range(answer)) = answer {
                    desk.out(desk.printer.get(answer, false)?);
                    self.stage = Stage::Lead(election.clone());
                }
            }
            Stage::Resign(call) => {
                if concurrency::answer(event, *call).map_err(failed)?.is_some() {
                    return Ok(over(desk));
                }
            }
            Stage::Begin | Stage::Lead(_) => {}
        }
        if self.lost && matches!(self.stage, Stage::Lead(_)) {
            return Err(failed("elect: session expired"));
        }
        Ok(Machine::Elect(Box::new(self)))
    }

    /// SIGINT or SIGTERM: whatever it has it gives back.
    pub(super) fn signal(mut self, desk: &mut Desk, signal: Signal) -> Next {
        match &mut self.stage {
            // Its handler is not there yet.
            Stage::Begin => return Err(Failure::silent(signal.exit_code())),
            Stage::Observe(_) => return Ok(over(desk)),
            Stage::Campaign(election) => {
                election.cancel(desk).map_err(failed)?;
            }
            Stage::Show(..) => return Err(failed(concurrency::CANCELED)),
            Stage::Lead(election) => self.stage = Stage::Resign(election.resign(desk)),
            Stage::Resign(_) => {}
        }
        Ok(Machine::Elect(Box::new(self)))
    }
}
