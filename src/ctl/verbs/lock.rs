//! `lock NAME [PROGRAM …]`: holds a lock until it is interrupted, or while a program runs. It must
//! not know how a lock is taken.

use crate::ctl::concurrency::{self, Mutex, Session, Step, Told};
use crate::ctl::globals::micros;
use crate::ctl::job::Signal;
use crate::ctl::programs;
use crate::etcd::api;
use crate::units::Micros;

use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

/// A lock asked for or held.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Lock {
    session: Session,
    /// The session's lease is gone.
    lost: bool,
    name: Vec<u8>,
    /// The program to run while the lock is held, with its arguments.
    program: Vec<Vec<u8>>,
    /// The variables for the program.
    environment: Vec<(String, String)>,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// The session begins.
    Begin,
    Ask(Mutex),
    /// The key is read, to be shown.
    Show(Mutex, u32),
    Hold(Mutex),
    /// The lock is given back, and then the command ends so.
    Unlock(u32, Result<(), Failure>),
}

pub(super) fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::ERROR, error)
}

/// A session on a lease of `ttl` seconds.
pub(super) fn session(invocation: &Invocation, desk: &mut Desk, ttl: i64) -> Session {
    Session::begin(desk, ttl, micros(invocation.flags.span("dial-timeout")))
}

/// `lock NAME [PROGRAM …]`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let Some((name, program)) = invocation.args().split_first() else {
        let text = "lock takes a lock name argument and an optional command to execute";
        return Err(Failure::new(Failure::BAD_ARGS, text));
    };
    let (name, program) = (name.clone(), program.to_vec());
    invocation.connect(desk)?;
    let ttl = invocation.flags.int("ttl");
    let lock = Lock {
        session: session(&invocation, desk, ttl),
        lost: false,
        name,
        program,
        environment: invocation.environment,
        stage: Stage::Begin,
    };
    Ok(Machine::Lock(Box::new(lock)))
}

impl Lock {
    /// Whether it holds its shell: it has the lock, or waits for others.
    pub(super) const fn holds(&self) -> bool {
        match &self.stage {
            Stage::Ask(mutex) => mutex.waits(),
            Stage::Hold(_) => true,
            Stage::Begin | Stage::Show(..) | Stage::Unlock(..) => false,
        }
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: &Event) -> Next {
        match self.session.step(desk, event).map_err(failed)? {
            Some(Told::Began(lease)) => {
                self.stage = Stage::Ask(Mutex::lock(desk, &self.name, lease));
                return Ok(Machine::Lock(Box::new(self)));
            }
            Some(Told::Lost) => self.lost = true,
            None => {}
        }
        match &mut self.stage {
            Stage::Ask(mutex) => {
                let step = mutex.step(desk, event);
                self.asked(desk, step)?;
            }
            Stage::Show(mutex, call) => {
                let answer = concurrency::answer(event, *call).map_err(failed)?;
                if let Some(api::Response::Range(answer)) = answer {
                    if answer.kvs.is_empty() {
                        return Err(failed("lock lost on init"));
                    }
                    desk.out(desk.printer.get(answer, false)?);
                    self.stage = Stage::Hold(mutex.clone());
                }
            }
            Stage::Begin | Stage::Hold(_) => {}
            Stage::Unlock(call, end) => match concurrency::answer(event, *call) {
                Ok(None) => {}
                Ok(Some(_)) => return end.clone().map(|()| over(desk)),
                Err(error) => return Err(end.clone().err().unwrap_or_else(|| failed(error))),
            },
        }
        if self.lost && matches!(self.stage, Stage::Hold(_)) {
            return Err(failed("session expired"));
        }
        Ok(Machine::Lock(Box::new(self)))
    }

    /// SIGINT or SIGTERM: whatever it has it gives back.
    pub(super) fn signal(mut self, desk: &mut Desk, signal: Signal) -> Next {
        match &mut self.stage {
            // Its handler is not there yet.
            Stage::Begin => return Err(Failure::silent(signal.exit_code())),
            Stage::Ask(mutex) => {
                mutex.cancel(desk).map_err(failed)?;
            }
            Stage::Show(..) => return Err(failed(concurrency::CANCELED)),
            Stage::Hold(mutex) => self.stage = Stage::Unlock(mutex.unlock(desk), Ok(())),
            Stage::Unlock(..) => {}
        }
        Ok(Machine::Lock(Box::new(self)))
    }

    /// A step towards the lock: once it is there, the program runs or the key is shown.
    fn asked(&mut self, desk: &mut Desk, step: Step<api::ResponseHeader>) -> Result<(), Failure> {
        let (Some(header), Stage::Ask(mutex)) = (step.map_err(failed)?, &self.stage) else {
            return Ok(());
        };
        if self.program.is_empty() {
            let range = api::RangeRequest {
                key: mutex.key().clone(),
                ..api::RangeRequest::default()
            };
            let call = desk.call(api::Request::Range(range), Micros::MAX);
            self.stage = Stage::Show(mutex.clone(), call);
            return Ok(());
        }
        let key = String::from_utf8_lossy(mutex.key()).into_owned();
        let revision = header.revision.to_string();
        let own = [("ETCD_LOCK_KEY", key), ("ETCD_LOCK_REV", revision)];
        let mut environment: Vec<_> = own.map(|(name, value)| (name.to_owned(), value)).into();
        environment.append(&mut self.environment);
        let outcome = programs::run(&self.program, &environment);
        desk.out(outcome.out);
        desk.err(outcome.err);
        let end = outcome
            .end
            .map_err(|text| Failure::new(outcome.status, text));
        self.stage = Stage::Unlock(mutex.unlock(desk), end);
        Ok(())
    }
}
