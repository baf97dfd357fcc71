//! An election (`clientv3/concurrency/election.go`): candidates queue up like lockers, their keys
//! hold what they propose, and the oldest leads.

use bytes::Bytes;

use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::etcd::api::{self, request_op};

use super::{
    CANCELED, Error, NOT_LEADER, Step, Wait, answer, call, found, get, if_created, proclaim, put,
    resign,
};

/// A candidate, later perhaps the leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Election {
    prefix: Bytes,
    key: Bytes,
    value: Bytes,
    lease: i64,
    /// Where its key was created.
    revision: i64,
    /// Of the answer that made it a candidate.
    header: api::ResponseHeader,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// The key is being written.
    Enter(u32),
    /// The key was there and gets another value.
    Proclaim(u32),
    Wait(Wait),
    Leads,
    /// The campaign failed, and the key is being deleted.
    Leave(u32, Error),
}

impl Election {
    /// Proposes `value` in the election `name`, on a lease.
    pub(in crate::ctl) fn campaign(desk: &mut Desk, name: &[u8], lease: i64, value: Bytes) -> Self {
        let prefix = super::prefix(name);
        let key = super::key(&prefix, lease);
        let read = request_op::Request::Range(get(&key));
        let enter = if_created(&key, 0, [put(&key, &value, lease)], [read]);
        let state = State::Enter(call(desk, enter));
        Self {
            prefix,
            key,
            value,
            lease,
            revision: 0,
            header: api::ResponseHeader::default(),
            state,
        }
    }

    /// Its own key.
    pub(in crate::ctl) const fn key(&self) -> &Bytes {
        &self.key
    }

    /// The revision at which its key was created.
    #[allow(dead_code, reason = "for the gateway's election service")]
    pub(in crate::ctl) const fn revision(&self) -> i64 {
        self.revision
    }

    /// Whether it waits for another's key.
    pub(in crate::ctl) const fn waits(&self) -> bool {
        matches!(&self.state, State::Wait(wait) if wait.watches())
    }

    /// The header of the answer that made it a candidate, once it leads.
    pub(in crate::ctl) fn step(
        &mut self,
        desk: &mut Desk,
        event: &Event,
    ) -> Step<api::ResponseHeader> {
        match &mut self.state {
            State::Enter(call) => {
                if let Some(api::Response::Txn(txn)) = answer(event, *call)? {
                    self.entered(desk, txn);
                }
            }
            State::Proclaim(call) => match answer(event, *call) {
                Ok(Some(api::Response::Txn(txn))) if !txn.succeeded => {
                    return Err(NOT_LEADER.into());
                }
                Ok(None) => {}
                Ok(Some(_)) => self.queue(desk),
                Err(error) => self.leave(desk, error),
            },
            State::Wait(wait) => {
                if wait.step(desk, event)?.is_some() {
                    self.state = State::Leads;
                    return Ok(Some(self.header));
                }
            }
            // Whether the key could be deleted does not matter.
            State::Leave(call, error) => match answer(event, *call) {
                Ok(None) => {}
                Ok(Some(_)) | Err(_) => return Err(error.clone()),
            },
            State::Leads => {}
        }
        Ok(None)
    }

    fn entered(&mut self, desk: &mut Desk, txn: &api::TxnResponse) {
        self.header = txn.header.unwrap_or_default();
        self.revision = self.header.revision;
        match found(txn, 0).first() {
            Some(kv) if !txn.succeeded => {
                self.revision = kv.create_revision;
                if kv.value == self.value {
                    self.queue(desk);
                } else {
                    let request = proclaim(&self.key, self.revision, &self.value, self.lease);
                    self.state = State::Proclaim(call(desk, request));
                }
            }
            _ => self.queue(desk),
        }
    }

    fn queue(&mut self, desk: &mut Desk) {
        self.state = State::Wait(Wait::begin(desk, &self.prefix, self.revision - 1));
    }

    /// The caller does not want to lead any more. Who waits deletes the key first.
    pub(in crate::ctl) fn cancel(&mut self, desk: &mut Desk) -> Step<api::ResponseHeader> {
        match &self.state {
            State::Enter(_) | State::Proclaim(_) => return Err(CANCELED.into()),
            State::Wait(wait) => {
                wait.stop(desk);
                self.leave(desk, CANCELED.into());
            }
            State::Leads | State::Leave(..) => {}
        }
        Ok(None)
    }

    fn leave(&mut self, desk: &mut Desk, error: Error) {
        self.state = State::Leave(self.resign(desk), error);
    }

    /// Gives leadership back; gives the number of the call.
    pub(in crate::ctl) fn resign(&self, desk: &mut Desk) -> u32 {
        call(desk, resign(&self.key, self.revision))
    }
}
