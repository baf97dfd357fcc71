//! Requests that go through Raft: admitted, numbered, proposed, answered when applied or too late
//! (`v3_server.go`, `processInternalRaftRequestOnce`).

use bytes::Bytes;

use super::{
    CallKey, Output, Server, Told,
    api::{self, Error, Request},
    read::Reader,
    record::{
        Act, Attributes, ClusterVersionSet, InternalRequest, MemberAttributesSet, RequestHeader,
    },
    txn,
};
use crate::{
    raft::{self, EntryKind, Proposal},
    units::{LeaseId, Micros, NodeId},
};

/// Who waits for a proposal.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Waiter {
    pub(super) asker: Asker,
    pub(super) since: Micros,
}

/// For whom a proposal was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// A client's call.
    Call(CallKey),
    /// This member, to publish itself.
    Publish,
    /// This member's lessor.
    Lessor(LeaseId),
    /// This member, for the cluster version.
    Version,
}

/// Committed entries not applied yet that make a member refuse more
/// (`maxGapBetweenApplyAndCommit`).
const APPLY_GAP_MAX: u64 = 5_000;

impl Server {
    pub(super) fn call(&mut self, call: CallKey, request: Request, out: &mut Vec<Output>) {
        match request {
            Request::Range(range) => self.range(call, range, out),
            Request::Put(put) => {
                let admitted = check_put(&put);
                self.admit(call, admitted, Act::Put(put), out);
            }
            Request::DeleteRange(delete) => {
                let admitted = check_delete(&delete);
                self.admit(call, admitted, Act::DeleteRange(delete), out);
            }
            Request::Txn(txn) => self.txn(call, txn, out),
            Request::Compact(compaction) => {
                self.admit(call, Ok(()), Act::Compaction(compaction), out);
            }
            Request::LeaseGrant(mut grant) => {
                if grant.id == 0 {
                    grant.id = self.ids.next_lease().0;
                }
                self.admit(call, Ok(()), Act::LeaseGrant(grant), out);
            }
            Request::LeaseRevoke(revoke) => {
                self.admit(call, Ok(()), Act::LeaseRevoke(revoke), out);
            }
            Request::LeaseTimeToLive(ask) => self.time_to_live(call, ask, out),
            Request::LeaseKeepAlive(ask) => self.renew(call, ask.id, out),
            Request::LeaseLeases(_) => self.leases(call, out),
            Request::MemberList(list) => self.member_list(call, list, out),
            Request::Status(_) => self.status(call, out),
            Request::Alarm(_) => self.alarms(call, out),
        }
    }

    /// One that only reads is a read; any other goes through the log.
    fn txn(&mut self, call: CallKey, request: api::TxnRequest, out: &mut Vec<Output>) {
        let checked = txn::check(&request);
        if checked.is_ok() && txn::reads_only(&request) {
            let serializable = txn::is_serializable(&request);
            return self.read_or_wait(serializable, Reader::Txn(call, request), out);
        }
        self.admit(call, checked, Act::Txn(request), out);
    }

    fn admit(
        &mut self,
        call: CallKey,
        checked: Result<(), Error>,
        act: Act,
        out: &mut Vec<Output>,
    ) {
        let log = self.raft.log();
        let gap = log.committed().0.saturating_sub(self.state.applied.0);
        let admitted = checked.and_then(|()| {
            if gap > APPLY_GAP_MAX {
                return Err(Error::TooManyRequests);
            }
            self.submit(Asker::Call(call), act)
        });
        match admitted {
            Ok(request) => out.push(Output::Told(Told::Named { call, request })),
            Err(error) => out.push(Output::Answer(call, Err(error))),
        }
    }

    /// Numbers a request and proposes it, now or as soon as there is a leader.
    pub(super) fn submit(&mut self, asker: Asker, act: Act) -> Result<u64, Error> {
        let id = self.ids.next_request();
        let header = Some(RequestHeader { id });
        let act = Some(act);
        let data = InternalRequest { header, act }.to_bytes();
        if data.len() > self.flags.request_bytes_max {
            return Err(Error::RequestTooLarge);
        }
        self.waiters.insert(
            id,
            Waiter {
                asker,
                since: self.now,
            },
        );
        self.propose_or_block(id, data);
        Ok(id)
    }

    /// etcd's `Propose` blocks while no leader is known.
    fn propose_or_block(&mut self, id: u64, data: Bytes) {
        let proposal = Proposal {
            kind: EntryKind::Normal,
            data: data.clone(),
        };
        let known = self.raft.leader() != NodeId::NONE;
        if !known
            || self
                .raft
                .step(raft::Input::Propose(vec![proposal]))
                .is_err()
        {
            self.blocked.push_back((id, data));
        }
    }

    pub(super) fn submit_blocked(&mut self) {
        if self.blocked.is_empty() || self.raft.leader() == NodeId::NONE {
            return;
        }
        for (id, data) in std::mem::take(&mut self.blocked) {
            self.propose_or_block(id, data);
        }
    }

    /// Gives up on what has waited for longer than the server waits.
    pub(super) fn expire_waiters(&mut self, out: &mut Vec<Output>) {
        let limit = self.flags.request_timeout();
        let now = self.now;
        // Ids ascend with time, so the oldest come first.
        while let Some((id, waiter)) = self.waiters.first_key_value()
            && now.since(waiter.since) >= limit
        {
            let (id, waiter) = (*id, waiter.clone());
            self.waiters.remove(&id);
            let blocked = self.is_blocked(id);
            self.blocked.retain(|(blocked, _)| *blocked != id);
            match waiter.asker {
                Asker::Call(call) => {
                    // What never was proposed fails with the context's own words.
                    let error = if blocked {
                        Error::DeadlineExceeded
                    } else {
                        self.timeout_error(waiter.since)
                    };
                    out.push(Output::Answer(call, Err(error)));
                }
                Asker::Publish => self.publish(),
                Asker::Lessor(lease) => {
                    self.revoking.remove(&lease);
                }
                Asker::Version => self.decide_version(),
            }
        }
    }

    /// Says why a proposal timed out (`parseProposeCtxErr`).
    fn timeout_error(&self, since: Micros) -> Error {
        let lost = Micros(
            self.leader_since
                .0
                .saturating_sub(2 * self.flags.election.0),
        );
        if since > lost && since < self.leader_since {
            return Error::TimeoutDueToLeaderFail;
        }
        let alone = self.raft.role() == raft::Role::Leader && !self.hears_quorum();
        if alone {
            Error::TimeoutDueToConnectionLost
        } else {
            Error::Timeout
        }
    }

    fn hears_quorum(&self) -> bool {
        let voters = self.raft.configuration().voters();
        let heard = voters
            .iter()
            .filter(|id| {
                **id == self.identity.id
                    || self
                        .raft
                        .progress(**id)
                        .is_some_and(|progress| progress.recent_active)
            })
            .count();
        heard > voters.len() / 2
    }

    /// Tells the cluster this member's name and client URLs, at every start.
    pub(super) fn publish(&mut self) {
        let attributes = Attributes {
            name: self.identity.name.clone(),
            client_urls: self.identity.client_urls.clone(),
        };
        let set = MemberAttributesSet {
            member_id: self.identity.id.0,
            attributes: Some(attributes),
        };
        let submitted = self.submit(Asker::Publish, Act::MemberAttributes(set));
        debug_assert!(submitted.is_ok(), "a member's attributes are small");
    }

    /// The leader sets the cluster version once every member has told its own.
    pub(super) fn decide_version(&mut self) {
        if self.raft.role() != raft::Role::Leader || self.state.cluster_version.is_some() {
            return;
        }
        let version = ClusterVersionSet {
            version: api::CLUSTER_VERSION.to_owned(),
        };
        let submitted = self.submit(Asker::Version, Act::ClusterVersion(version));
        debug_assert!(submitted.is_ok(), "a version is small");
    }
}

pub(super) fn check_range(range: &api::RangeRequest) -> Result<(), Error> {
    if range.key.is_empty() {
        return Err(Error::EmptyKey);
    }
    Ok(())
}

pub(super) fn check_delete(delete: &api::DeleteRangeRequest) -> Result<(), Error> {
    if delete.key.is_empty() {
        return Err(Error::EmptyKey);
    }
    Ok(())
}

pub(super) fn check_put(put: &api::PutRequest) -> Result<(), Error> {
    if put.key.is_empty() {
        Err(Error::EmptyKey)
    } else if put.ignore_value && !put.value.is_empty() {
        Err(Error::ValueProvided)
    } else if put.ignore_lease && put.lease != 0 {
        Err(Error::LeaseProvided)
    } else {
        Ok(())
    }
}
