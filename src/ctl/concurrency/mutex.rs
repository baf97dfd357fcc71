//! A lock (`clientv3/concurrency/mutex.go`): a key of one's own under `NAME/`; the oldest key
//! holds, the others wait for all that are older.

use bytes::Bytes;

use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::etcd::api::{self, request_op};

use super::{CANCELED, Error, Step, Wait, answer, call, delete, first, found, get, if_created};

/// The key was gone when its turn came.
const EXPIRED: &str = "mutex: session is expired";

/// A lock that is asked for or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Mutex {
    prefix: Bytes,
    key: Bytes,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// The key is being written.
    Enter(u32),
    Wait(Wait),
    /// Is the key still there?
    Check(u32),
    Held,
    /// The wait failed, and the key is being deleted.
    Leave(u32, Error),
}

impl Mutex {
    /// Asks for the lock `name` on a lease.
    pub(in crate::ctl) fn lock(desk: &mut Desk, name: &[u8], lease: i64) -> Self {
        let prefix = super::prefix(name);
        let key = super::key(&prefix, lease);
        let range = request_op::Request::Range;
        let owner = range(first(&prefix, api::SortOrder::Ascend, 0));
        let put = super::put(&key, &Bytes::new(), lease);
        let enter = if_created(&key, 0, [put, owner.clone()], [range(get(&key)), owner]);
        let state = State::Enter(call(desk, enter));
        Self { prefix, key, state }
    }

    /// Its own key.
    pub(in crate::ctl) const fn key(&self) -> &Bytes {
        &self.key
    }

    /// Whether it waits for another's key.
    pub(in crate::ctl) const fn waits(&self) -> bool {
        matches!(&self.state, State::Wait(wait) if wait.watches())
    }

    /// The header of the answer with which the lock was taken, once it is.
    pub(in crate::ctl) fn step(
        &mut self,
        desk: &mut Desk,
        event: &Event,
    ) -> Step<api::ResponseHeader> {
        match &mut self.state {
            State::Enter(call) => {
                let Some(api::Response::Txn(txn)) = answer(event, *call)? else {
                    return Ok(None);
                };
                let header = txn.header.unwrap_or_default();
                let created = |place| found(txn, place).first().map(|kv| kv.create_revision);
                let mine = match created(0) {
                    Some(revision) if !txn.succeeded => revision,
                    _ => header.revision,
                };
                if created(1).is_none_or(|owner| owner == mine) {
                    self.state = State::Held;
                    return Ok(Some(header));
                }
                self.state = State::Wait(Wait::begin(desk, &self.prefix, mine - 1));
            }
            State::Wait(wait) => match wait.step(desk, event) {
                Ok(None) => {}
                Ok(Some(())) => {
                    let get = api::Request::Range(get(&self.key));
                    self.state = State::Check(call(desk, get));
                }
                Err(error) => self.leave(desk, error),
            },
            State::Check(call) => match answer(event, *call) {
                Ok(Some(api::Response::Range(range))) => {
                    if range.kvs.is_empty() {
                        return Err(EXPIRED.into());
                    }
                    self.state = State::Held;
                    return Ok(Some(range.header.unwrap_or_default()));
                }
                Ok(_) => {}
                Err(error) => self.leave(desk, error),
            },
            // Whether the key could be deleted does not matter.
            State::Leave(call, error) => match answer(event, *call) {
                Ok(None) => {}
                Ok(Some(_)) | Err(_) => return Err(error.clone()),
            },
            State::Held => {}
        }
        Ok(None)
    }

    /// The caller does not want it any more. Who waits deletes the key first.
    pub(in crate::ctl) fn cancel(&mut self, desk: &mut Desk) -> Step<api::ResponseHeader> {
        match &self.state {
            State::Enter(_) => return Err(CANCELED.into()),
            State::Wait(wait) => {
                wait.stop(desk);
                self.leave(desk, CANCELED.into());
            }
            State::Check(_) => self.leave(desk, CANCELED.into()),
            State::Held | State::Leave(..) => {}
        }
        Ok(None)
    }

    fn leave(&mut self, desk: &mut Desk, error: Error) {
        self.state = State::Leave(self.unlock(desk), error);
    }

    /// Deletes the key; gives the number of the call.
    pub(in crate::ctl) fn unlock(&self, desk: &mut Desk) -> u32 {
        call(desk, api::Request::DeleteRange(delete(&self.key)))
    }
}
