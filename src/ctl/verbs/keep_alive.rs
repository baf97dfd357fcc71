//! `lease keep-alive`: renews a lease until it ends. It must not know how a lease expires, nor
//! when it must be renewed.

use crate::ctl::concurrency::{Heard, Renewals};
use crate::ctl::globals::micros;
use crate::ctl::print::Format;
use crate::etcd::api;
use crate::units::{LeaseId, Micros};

use super::lease::{lease_id, only_argument};
use super::unary::{self, Asked};
use super::{Desk, Event, Invocation, Machine, Next, over};

/// A stream of renewals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct KeepAlive {
    lease: i64,
    renewals: Renewals,
    /// Whether a line was printed.
    answered: bool,
}

/// `lease keep-alive ID`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let otherwise = "lease keep-alive command needs lease ID as argument";
    let id = lease_id(only_argument(&invocation, otherwise)?)?;
    invocation.connect(desk)?;
    if invocation.flags.bool("once") {
        let request = api::Request::LeaseKeepAlive(api::LeaseKeepAliveRequest { id });
        return unary::call(
            desk,
            request,
            Micros::MAX,
            Asked::KeepAliveOnce { lease: id },
        );
    }
    let dial = micros(invocation.flags.span("dial-timeout"));
    Ok(Machine::KeepAlive(KeepAlive {
        lease: id,
        renewals: Renewals::begin(desk, id, dial),
        answered: false,
    }))
}

impl KeepAlive {
    pub(super) const fn holds(&self) -> bool {
        self.answered
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: &Event) -> Next {
        match self.renewals.step(desk, event) {
            Heard::Renewed(answer) => {
                desk.out(desk.printer.keep_alive(answer)?);
                self.answered = true;
            }
            Heard::Gone => {
                if desk.printer.format == Format::Simple {
                    let lease = LeaseId(self.lease);
                    desk.out(format!("lease {lease} expired or revoked.\n"));
                }
                return Ok(over(desk));
            }
            Heard::Nothing => {}
        }
        Ok(Machine::KeepAlive(self))
    }
}
