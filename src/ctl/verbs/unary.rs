//! Commands that are one call and its answer. It must not know which flags asked for it.

use prost::Message as _;

use crate::ctl::note::Note;
use crate::ctl::print::{Format, auth::Said};
use crate::{etcd::api, units::Micros};

use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

/// What the answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Get { count_only: bool, values_only: bool },
    Put,
    Del,
    Txn,
    Compaction { revision: i64 },
    Grant,
    Revoke { lease: i64 },
    TimeToLive { keys: bool },
    Leases,
    KeepAliveOnce { lease: i64 },
    MemberList,
    MemberRemove { id: u64 },
    MemberUpdate { id: u64 },
    MemberPromote { id: u64 },
    Auth(Said),
    Alarms,
}

/// A call under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Unary {
    asked: Asked,
    call: u32,
    /// The pause before `keep-alive --once` asks again.
    pause: Option<u32>,
}

/// gRPC's limit on what a client sends.
const MOST_BYTES: usize = 2 << 20;

/// How long `keep-alive --once` waits before it asks again. etcdctl does not wait at all; under
/// virtual time a loop without a wait would stop the world.
const RETRY: Micros = Micros::from_ms(100);

/// What the client says of a request that it does not send.
pub(in crate::ctl) fn too_large(request: &api::Request) -> Option<api::Error> {
    let size = match request {
        api::Request::Put(put) => put.encoded_len(),
        api::Request::Range(range) => range.encoded_len(),
        api::Request::DeleteRange(range) => range.encoded_len(),
        api::Request::Txn(txn) => txn.encoded_len(),
        _ => 0,
    };
    (size > MOST_BYTES).then_some(api::Error::MessageTooLarge(size as u64))
}

/// Makes the call.
pub(super) fn call(desk: &mut Desk, request: api::Request, timeout: Micros, asked: Asked) -> Next {
    if let Some(error) = too_large(&request) {
        return Err(Failure::new(Failure::ERROR, error));
    }
    let call = desk.call(request, timeout);
    Ok(Machine::Unary(Unary {
        asked,
        call,
        pause: None,
    }))
}

/// `member list`.
pub(super) fn member_list(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::MemberList(api::MemberListRequest { linearizable: true });
    call(desk, request, timeout, Asked::MemberList)
}

/// `alarm list` and `alarm disarm`.
pub(super) fn alarm(
    mut invocation: Invocation,
    desk: &mut Desk,
    (word, action): (&str, api::AlarmAction),
) -> Next {
    if !invocation.flags.args.is_empty() {
        let text = format!("alarm {word} command accepts no arguments");
        return Err(Failure::new(Failure::BAD_ARGS, text));
    }
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::Alarm(api::AlarmRequest {
        action: action.into(),
        ..api::AlarmRequest::default()
    });
    call(desk, request, timeout, Asked::Alarms)
}

impl Unary {
    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        match event {
            Event::Response { call, result, .. } if call == self.call => match result {
                Ok(answer) => match self.asked.show(desk, answer) {
                    Ok(()) => Ok(over(desk)),
                    Err(failure) => {
                        if failure.code != Failure::BAD_CONNECTION {
                            desk.remark(Note::DoneThenRefused);
                        }
                        Err(failure)
                    }
                },
                Err(error) => self.refused(desk, &error),
            },
            Event::Timer { timer } if self.pause == Some(timer) => {
                self.pause = None;
                if let Asked::KeepAliveOnce { lease: id } = self.asked {
                    let request = api::Request::LeaseKeepAlive(api::LeaseKeepAliveRequest { id });
                    self.call = desk.call(request, Micros::MAX);
                }
                Ok(Machine::Unary(self))
            }
            _ => Ok(Machine::Unary(self)),
        }
    }

    fn refused(mut self, desk: &mut Desk, error: &api::Error) -> Next {
        let failure = match &self.asked {
            // Only a broken connection; what a member says is an answer.
            Asked::KeepAliveOnce { .. } if matches!(error, api::Error::Unavailable(_)) => {
                self.pause = Some(desk.timer(RETRY));
                return Ok(Machine::Unary(self));
            }
            Asked::KeepAliveOnce { .. } | Asked::TimeToLive { .. } | Asked::Leases => {
                Failure::new(Failure::BAD_CONNECTION, error)
            }
            Asked::Grant => {
                Failure::new(Failure::ERROR, format!("failed to grant lease ({error})"))
            }
            Asked::Revoke { .. } => {
                Failure::new(Failure::ERROR, format!("failed to revoke lease ({error})"))
            }
            Asked::Get { .. }
            | Asked::Put
            | Asked::Del
            | Asked::Txn
            | Asked::Compaction { .. }
            | Asked::MemberList
            | Asked::MemberRemove { .. }
            | Asked::MemberUpdate { .. }
            | Asked::MemberPromote { .. }
            | Asked::Auth(_)
            | Asked::Alarms => Failure::new(Failure::ERROR, error),
        };
        Err(failure)
    }
}

impl Asked {
    /// Prints an answer. An answer of another kind than asked for prints nothing.
    fn show(&self, desk: &mut Desk, answer: api::Response) -> Result<(), Failure> {
        let printer = desk.printer;
        let text = match (self, &answer) {
            (
                Self::Get {
                    count_only,
                    values_only,
                },
                api::Response::Range(answer),
            ) => {
                super::kv::check_format(printer.format, *count_only, *values_only)?;
                printer.get(answer, *values_only)?
            }
            (Self::Put, api::Response::Put(answer)) => printer.put(answer)?,
            (Self::Del, api::Response::DeleteRange(answer)) => printer.del(answer)?,
            (Self::Txn, api::Response::Txn(answer)) => printer.txn(answer)?,
            (Self::Compaction { revision }, _) => {
                format!("compacted revision {revision}\n").into_bytes()
            }
            (Self::Grant, api::Response::LeaseGrant(answer)) => printer.grant(answer)?,
            (Self::Revoke { lease }, api::Response::LeaseRevoke(answer)) => {
                printer.revoke(*lease, answer)?
            }
            (Self::TimeToLive { keys }, api::Response::LeaseTimeToLive(answer)) => {
                printer.time_to_live(answer, *keys)?
            }
            (Self::Leases, api::Response::LeaseLeases(answer)) => printer.leases(answer)?,
            (Self::KeepAliveOnce { .. }, api::Response::LeaseKeepAlive(answer)) => {
                if answer.ttl <= 0 {
                    let error = api::Error::LeaseNotFound;
                    return Err(Failure::new(Failure::BAD_CONNECTION, error));
                }
                printer.keep_alive(answer)?
            }
            (Self::MemberList, api::Response::MemberList(answer)) => {
                if printer.hex && printer.format == Format::Json {
                    desk.remark(Note::HexMembers);
                }
                printer.member_list(answer)?
            }
            (Self::MemberRemove { id }, api::Response::MemberRemove(answer)) => {
                printer.member_changed(*id, "removed from", answer)?
            }
            (Self::MemberUpdate { id }, api::Response::MemberUpdate(answer)) => {
                printer.member_changed(*id, "updated in", answer)?
            }
            (Self::MemberPromote { id }, api::Response::MemberPromote(answer)) => {
                printer.member_promoted(*id, answer)?
            }
            (Self::Alarms, api::Response::Alarm(answer)) => printer.alarms(answer)?,
            (Self::Auth(said), api::Response::Auth(answer)) => printer.auth(said, answer)?,
            _ => Vec::new(),
        };
        desk.out(text);
        Ok(())
    }
}
