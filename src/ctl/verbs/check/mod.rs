//! `check perf` and `check datascale`: many writes by many clients, their times, a verdict. Time is
//! the world's, so a minute of load takes as long as the world takes to tell it. They must not know
//! how the cluster works.

mod bar;
mod load;
mod stats;

use bytes::Bytes;

use crate::ctl::concurrency::answer;
use crate::ctl::golang::quote;
use crate::ctl::job::Signal;
use crate::etcd::api;
use crate::units::Micros;

use super::lock::failed;
use super::{Desk, Event, Failure, Invocation, Machine, Next, over, prefix_end};
use load::{Kind, Load, Model};

/// The patience with what tidies up.
const TIDYING: Micros = Micros::from_secs(30);

/// A check at work.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Check {
    kind: Kind,
    model: Model,
    prefix: Bytes,
    compacts: bool,
    defragments: bool,
    stage: Stage,
    /// Bytes that the first endpoint held before.
    before: i64,
    /// SIGINT was caught; another one ends the command.
    interrupted: bool,
    /// The deletion that SIGINT asked for besides.
    besides: Option<u32>,
    load: Load,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Is the prefix free?
    Look(u32),
    /// What does the first endpoint hold?
    Before(u32),
    Load,
    After(u32),
    Clean(u32),
    Compact(u32, i64),
    /// The endpoint at this place is defragmented.
    Defragment(u32, usize),
}

/// `check perf`.
pub(super) fn perf(invocation: Invocation, desk: &mut Desk) -> Next {
    begin(Kind::Perf, invocation, desk)
}

/// `check datascale`.
pub(super) fn datascale(invocation: Invocation, desk: &mut Desk) -> Next {
    begin(Kind::Datascale, invocation, desk)
}

fn begin(kind: Kind, mut invocation: Invocation, desk: &mut Desk) -> Next {
    let asked = invocation.flags.text("load").to_vec();
    let Some(model) = kind.model(&asked) else {
        let text = format!("unknown load option {}", String::from_utf8_lossy(&asked));
        return Err(Failure::new(Failure::BAD_FEATURE, text));
    };
    invocation.connect(desk)?;
    if let Some(size) = model.too_much(kind) {
        let text = format!("{size}, more than this page can hold; --load=s fits");
        return Err(failed(text));
    }
    let prefix = Bytes::from(invocation.flags.text("prefix").to_vec());
    let timeout = match kind {
        Kind::Perf => load::DURATION,
        Kind::Datascale => Micros::MAX,
    };
    let look = desk.call(api::Request::Range(first_of(&prefix)), timeout);
    let check = Check {
        kind,
        model,
        compacts: invocation.flags.bool("auto-compact"),
        defragments: invocation.flags.bool("auto-defrag"),
        stage: Stage::Look(look),
        before: 0,
        interrupted: false,
        besides: None,
        load: Load::new(kind, model, &prefix),
        prefix,
    };
    Ok(Machine::Check(Box::new(check)))
}

/// All keys under a prefix.
fn range(prefix: &Bytes) -> (Bytes, Bytes) {
    if prefix.is_empty() {
        return (Bytes::from_static(b"\0"), Bytes::from_static(b"\0"));
    }
    (prefix.clone(), prefix_end(prefix))
}

/// Asks for one key under a prefix.
fn first_of(prefix: &Bytes) -> api::RangeRequest {
    let (key, range_end) = range(prefix);
    api::RangeRequest {
        key,
        range_end,
        limit: 1,
        ..api::RangeRequest::default()
    }
}

impl Check {
    pub(super) fn step(mut self, desk: &mut Desk, event: &Event) -> Next {
        if let Some(call) = self.besides {
            match answer(event, call) {
                Ok(None) => {}
                Ok(Some(_)) => self.besides = None,
                Err(error) => {
                    self.besides = None;
                    desk.out(not_cleaned(&error));
                }
            }
        }
        match self.stage {
            Stage::Look(call) => self.looked(desk, event, call)?,
            Stage::Before(call) => {
                if let Some(size) = self.size(desk, event, call, "before")? {
                    self.before = size;
                    self.start(desk);
                }
            }
            Stage::Load => {
                self.load.step(desk, event);
                self.go_on(desk);
            }
            Stage::After(call) => {
                if let Some(size) = self.size(desk, event, call, "after")? {
                    self.before = size - self.before;
                    self.clean(desk, Micros::MAX);
                }
            }
            Stage::Clean(call) => return self.cleaned(desk, event, call),
            Stage::Compact(call, revision) => {
                if answer(event, call).map_err(failed)?.is_some() {
                    desk.out(format!("Compacted with revision {revision}\n"));
                    return self.defragment(desk, 0);
                }
            }
            Stage::Defragment(call, place) => {
                if answer(event, call).map_err(failed)?.is_some() {
                    let endpoint = quote(desk.endpoints[place].as_bytes());
                    desk.out(format!("Defragmented {endpoint}\n"));
                    return self.defragment(desk, place + 1);
                }
            }
        }
        Ok(Machine::Check(Box::new(self)))
    }

    /// SIGINT ends the load of `check perf`, which then tidies up and tells; anything else ends the
    /// command.
    pub(super) fn signal(mut self, desk: &mut Desk, signal: Signal) -> Next {
        let caught = self.kind == Kind::Perf && signal == Signal::Interrupt && !self.interrupted;
        if !caught {
            return Err(Failure::silent(signal.exit_code()));
        }
        if let Stage::Look(_) = self.stage {
            return Err(failed(crate::ctl::concurrency::CANCELED));
        }
        self.interrupted = true;
        self.besides = Some(self.delete(desk, TIDYING));
        self.load.interrupt(desk);
        if self.stage == Stage::Load {
            self.go_on(desk);
        }
        Ok(Machine::Check(Box::new(self)))
    }

    /// Whether the prefix is free.
    fn looked(&mut self, desk: &mut Desk, event: &Event, call: u32) -> Result<(), Failure> {
        let Some(api::Response::Range(found)) = answer(event, call).map_err(failed)? else {
            return Ok(());
        };
        if !found.kvs.is_empty() {
            let quoted = quote(&self.prefix);
            let plain = String::from_utf8_lossy(&self.prefix);
            let mark = match self.kind {
                Kind::Perf => "'",
                Kind::Datascale => "",
            };
            let delete = format!("{mark}etcdctl del --prefix {plain}{mark}");
            let text = format!("prefix {quoted} has keys. Delete with {delete} first");
            return Err(Failure::new(Failure::BAD_INPUT, text));
        }
        match self.kind {
            Kind::Perf => {
                if let Event::Response { took, .. } = event {
                    self.load.late(*took);
                }
                self.start(desk);
            }
            Kind::Datascale => self.stage = Stage::Before(Self::ask_size(desk)),
        }
        Ok(())
    }

    fn start(&mut self, desk: &mut Desk) {
        if self.kind == Kind::Datascale {
            let Model { limit, clients } = self.model;
            desk.out(format!(
                "Start data scale check for work load [{limit} key-value pairs, 1024 bytes per \
                 key-value, {clients} concurrent clients].\n"
            ));
        }
        self.stage = Stage::Load;
        self.load.start(desk);
    }

    /// The load may be over.
    fn go_on(&mut self, desk: &mut Desk) {
        if self.load.is_over() {
            match self.kind {
                Kind::Perf => self.clean(desk, TIDYING),
                Kind::Datascale => self.stage = Stage::After(Self::ask_size(desk)),
            }
        }
    }

    /// The real one reads the first endpoint's resident memory from its metrics; the members here
    /// are no processes of their own, and what grows with the load is their database.
    fn ask_size(desk: &mut Desk) -> u32 {
        let first = desk.endpoints[..1].to_vec();
        desk.plain = true;
        let request = api::Request::Status(api::StatusRequest {});
        let call = desk.call_at(first, request, Micros::MAX);
        desk.plain = false;
        call
    }

    fn size(
        &self,
        desk: &mut Desk,
        event: &Event,
        call: u32,
        when: &str,
    ) -> Result<Option<i64>, Failure> {
        match answer(event, call) {
            Ok(Some(api::Response::Status(status))) => Ok(Some(status.db_size)),
            Ok(_) => Ok(None),
            Err(_) => {
                let endpoint = &desk.endpoints[0];
                let url = match endpoint.starts_with("http") {
                    true => format!("{endpoint}/metrics"),
                    false => format!("http://{endpoint}/metrics"),
                };
                let host = endpoint.trim_start_matches("http://").to_owned();
                let lines = format!(
                    "fetch error: Get \"{url}\": dial tcp {host}: connect: connection refused\n\
                     FAIL: Could not read process_resident_memory_bytes {when} the put \
                     operations.\n"
                );
                desk.out(lines);
                Err(Failure::silent(Failure::ERROR))
            }
        }
    }

    fn delete(&self, desk: &mut Desk, timeout: Micros) -> u32 {
        let (key, range_end) = range(&self.prefix);
        let delete = api::DeleteRangeRequest {
            key,
            range_end,
            ..api::DeleteRangeRequest::default()
        };
        desk.call(api::Request::DeleteRange(delete), timeout)
    }

    fn clean(&mut self, desk: &mut Desk, timeout: Micros) {
        self.stage = Stage::Clean(self.delete(desk, timeout));
    }

    fn cleaned(mut self, desk: &mut Desk, event: &Event, call: u32) -> Next {
        let header = match answer(event, call) {
            Ok(None) => return Ok(Machine::Check(Box::new(self))),
            Ok(Some(answer)) => answer.header().unwrap_or_default(),
            Err(error) if self.kind == Kind::Datascale => return Err(failed(error)),
            Err(error) => {
                desk.out(not_cleaned(&error));
                return self.defragment(desk, 0);
            }
        };
        if !self.compacts {
            return self.defragment(desk, 0);
        }
        let revision = header.revision;
        desk.out(format!("Compacting with revision {revision}\n"));
        let request = api::CompactionRequest {
            revision,
            physical: true,
        };
        let call = desk.call(api::Request::Compact(request), TIDYING);
        self.stage = Stage::Compact(call, revision);
        Ok(Machine::Check(Box::new(self)))
    }

    /// Defragments the endpoints from this place on, if asked to, and tells the verdict.
    fn defragment(mut self, desk: &mut Desk, place: usize) -> Next {
        match desk.endpoints.get(place).cloned() {
            Some(endpoint) if self.defragments => {
                desk.out(format!("Defragmenting {}\n", quote(endpoint.as_bytes())));
                let request = api::Request::Defragment(api::DefragmentRequest {});
                let call = desk.call_at(vec![endpoint], request, TIDYING);
                self.stage = Stage::Defragment(call, place);
                Ok(Machine::Check(Box::new(self)))
            }
            _ => self.tell(desk),
        }
    }

    fn tell(&self, desk: &mut Desk) -> Next {
        let (text, well) = match self.kind {
            Kind::Perf => self.load.verdict(),
            Kind::Datascale => {
                let refusals = self.load.refusals();
                if refusals.is_empty() {
                    (memory(self.before), true)
                } else {
                    (refusals, false)
                }
            }
        };
        desk.out(text);
        if well {
            return Ok(over(desk));
        }
        Err(Failure::silent(Failure::ERROR))
    }
}

fn not_cleaned(error: &impl std::fmt::Display) -> String {
    format!("FAIL: Cleanup failed during key deletion: ERROR({error})\n")
}

/// Bytes as megabytes with two decimals.
fn memory(bytes: i64) -> String {
    let sign = if bytes < 0 { "-" } else { "" };
    let hundredths = (bytes.unsigned_abs() * 100 + (1 << 19)) >> 20;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    format!("PASS: Approximate system memory used : {sign}{whole}.{part:02} MB.\n")
}
