//! Requests that go through Raft: admitted, numbered, proposed, answered when applied or too late
//! (`v3_server.go`, `processInternalRaftRequestOnce`).

use super::{
    CallKey, Output, Ruling, Server, Told,
    api::{self, Error, Request},
    lease_service::{LeaseAsker, LeaseQuestion},
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
    /// Whoever asked for a change of members.
    Change(LeaseAsker),
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
        if self.is_learner() && !is_for_learners(&request) {
            let error = Error::NotSupportedForLearner;
            out.push(Output::Told(Told::Ruled(Ruling::LearnerRefuses)));
            return out.push(Output::Answer(call, Err(error)));
        }
        if let Err(error) = self.check_call(&request) {
            return out.push(Output::Answer(call, Err(error)));
        }
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
            Request::MemberAdd(ask) => self.member_add(call, &ask, out),
            Request::MemberRemove(ask) => self.member_remove(call, ask.id, out),
            Request::MemberUpdate(ask) => self.member_update(call, ask, out),
            Request::MemberPromote(ask) => {
                let question = LeaseQuestion::Promote(NodeId(ask.id));
                self.ask_lease(LeaseAsker::Call(call), question, out);
            }
            Request::MoveLeader(ask) => self.move_leader(call, NodeId(ask.target_id), out),
            Request::Status(_) => self.status(call, out),
            Request::Alarm(_) => self.alarms(call, out),
            Request::Snapshot(_) => self.snapshot(call, out),
            Request::Auth(ask) => self.auth(call, ask, out),
            Request::Defragment(_) => self.defragment(call, out),
            Request::Hash(_) => self.hash_all(call, out),
            Request::HashKv(ask) => self.hash_kv(call, ask.revision, out),
        }
    }

    /// One that only reads is a read; any other goes through the log.
    fn txn(&mut self, call: CallKey, request: api::TxnRequest, out: &mut Vec<Output>) {
        let checked = txn::check(&request);
        if checked.is_ok() && txn::reads_only(&request) {
            let serializable = txn::is_serializable(&request);
            let token = std::mem::take(&mut self.token);
            return self.read_or_wait(serializable, Reader::Txn(call, request, token), out);
        }
        self.admit(call, checked, Act::Txn(request), out);
    }

    pub(super) fn admit(
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
        if let Some(ruling) = self.ruling(&admitted) {
            out.push(Output::Told(Told::Ruled(ruling)));
        }
        match admitted {
            Ok(request) => out.push(Output::Told(Told::Named { call, request })),
            Err(error) => self.answer_call(call, Err(error), out),
        }
    }

    /// What was decided about a request that is or isn't admitted.
    fn ruling(&self, admitted: &Result<u64, Error>) -> Option<Ruling> {
        match admitted {
            Err(Error::TooManyRequests) => Some(Ruling::TooManyRequests {
                committed: self.raft.log().committed(),
                applied: self.state.applied,
                max: APPLY_GAP_MAX,
            }),
            Err(Error::RequestTooLarge) => Some(Ruling::RequestTooLarge {
                max: self.flags.request_bytes_max as u64,
            }),
            Ok(request) if self.is_blocked(*request) => Some(Ruling::WaitsForLeader {
                patience: self.flags.request_timeout(),
            }),
            Ok(_) | Err(_) => None,
        }
    }

    /// Numbers a request and proposes it, now or as soon as there is a leader.
    pub(super) fn submit(&mut self, asker: Asker, act: Act) -> Result<u64, Error> {
        let id = self.ids.next_request();
        let who = self.speaker(asker)?;
        let header = Some(RequestHeader {
            id,
            username: who.name,
            auth_revision: who.revision,
        });
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
        let kind = EntryKind::Normal;
        self.propose_or_block(id, Proposal { kind, data })?;
        Ok(id)
    }

    /// etcd's `Propose` blocks while no leader is known, and fails if Raft drops a proposal then.
    /// What this member asks for itself is proposed again.
    ///
    /// # Errors
    /// [`Error::ProposalDropped`]; nobody waits then.
    pub(super) fn propose_or_block(&mut self, id: u64, proposal: Proposal) -> Result<(), Error> {
        let known = self.raft.leader() != NodeId::NONE;
        let taken = known
            && self
                .raft
                .step(raft::Input::Propose(vec![proposal.clone()]))
                .is_ok();
        if taken {
            return Ok(());
        }
        let asker = self.waiters.get(&id).map(|waiter| waiter.asker);
        if known && matches!(asker, Some(Asker::Call(_) | Asker::Change(_))) {
            self.waiters.remove(&id);
            return Err(Error::ProposalDropped);
        }
        self.blocked.push_back((id, proposal));
        Ok(())
    }

    pub(super) fn submit_blocked(&mut self, out: &mut Vec<Output>) {
        if self.blocked.is_empty() || self.raft.leader() == NodeId::NONE {
            return;
        }
        for (id, proposal) in std::mem::take(&mut self.blocked) {
            let asker = self.waiters.get(&id).map(|waiter| waiter.asker);
            let refused = self.propose_or_block(id, proposal).err();
            if let (Some(error), Some(asker)) = (refused, asker) {
                self.refuse(asker, error, out);
            }
        }
    }

    /// Tells whoever asked from outside that nothing comes of it.
    fn refuse(&mut self, asker: Asker, error: Error, out: &mut Vec<Output>) {
        match asker {
            Asker::Call(call) => self.answer_call(call, Err(error), out),
            Asker::Change(asker) => self.tell_lease(asker, Some(Err(error)), out),
            Asker::Publish | Asker::Lessor(_) | Asker::Version => {}
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
            if let Asker::Call(_) | Asker::Change(_) = waiter.asker {
                out.push(Output::Told(Told::Ruled(Ruling::GivesUp {
                    waited: now.since(waiter.since),
                    patience: limit,
                    blocked,
                })));
            }
            self.blocked.retain(|(blocked, _)| *blocked != id);
            match waiter.asker {
                Asker::Call(_) | Asker::Change(_) => {
                    // What never was proposed fails with the context's own words.
                    let error = if blocked {
                        Error::DeadlineExceeded
                    } else {
                        self.timeout_error(waiter.since)
                    };
                    self.refuse(waiter.asker, error, out);
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

/// What a learner answers (`isRPCSupportedForLearner`).
const fn is_for_learners(request: &Request) -> bool {
    match request {
        Request::Status(_) => true,
        Request::Range(range) => range.serializable,
        _ => false,
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
