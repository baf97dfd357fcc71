//! Applying committed entries, the only place where the applied state changes (`server.go`,
//! `apply.go`). It must be a function of state and entry alone, so that members stay equal; only
//! expiries depend on the member's own clock.

use super::{
    Origin, Output, Ruling, Server, State, Told,
    api::{self, Error, Response},
    auth::AuthInfo,
    propose::Asker,
    record::{Act, InternalRequest},
    txn,
};
use crate::{
    raft::{self, Entry, EntryKind, Role},
    units::{Index, LeaseId, NodeId},
};

impl Server {
    /// Applies the next batch.
    pub(super) fn apply_next(&mut self, out: &mut Vec<Output>) {
        let Some(entries) = self.applying.pop_front() else {
            return;
        };
        for entry in &entries {
            self.apply_entry(entry, out);
        }
        self.raft_step(raft::Input::Applied(self.state.applied));
        self.finish_round(out);
        self.serve_early(out);
        self.snapshot_if_due(out);
    }

    fn apply_entry(&mut self, entry: &Entry, out: &mut Vec<Output>) {
        if entry.index <= self.state.applied {
            return;
        }
        let before = self.state.store.revision();
        let request = InternalRequest::from_bytes(&entry.data);
        let (id, answer) = match request.filter(|_| entry.kind == EntryKind::Normal) {
            Some(request) => {
                let id = request.header.as_ref().map_or(0, |header| header.id);
                (id, self.apply_request(request, entry.index, out))
            }
            None if entry.kind == EntryKind::Normal => {
                self.apply_empty(entry, out);
                (0, None)
            }
            None => self.apply_conf_change(entry, out),
        };
        self.state.applied = entry.index;
        self.state.term = entry.term;
        let after = self.state.store.revision();
        let mut events = 0;
        if after > before {
            self.state.origins.push_back(Origin {
                index: entry.index,
                term: entry.term,
                request: id,
            });
            events = self.notify(after, out);
        }
        let revision = (after > before).then_some(after);
        let (index, term) = (entry.index, entry.term);
        out.push(Output::Told(Told::Applied {
            request: id,
            index,
            term,
            revision,
            events,
        }));
        self.answer_waiter(id, answer, out);
    }

    fn answer_waiter(
        &mut self,
        id: u64,
        answer: Option<Result<Response, Error>>,
        out: &mut Vec<Output>,
    ) {
        let Some(waiter) = self.waiters.remove(&id) else {
            return;
        };
        match (waiter.asker, answer) {
            (Asker::Call(call), Some(answer)) => self.answer_call(call, answer, out),
            (Asker::Lessor(lease), _) => {
                self.revoking.remove(&lease);
            }
            (Asker::Change(asker), Some(answer)) => self.tell_lease(asker, Some(answer), out),
            (Asker::Call(_) | Asker::Change(_) | Asker::Publish | Asker::Version, _) => {}
        }
    }

    /// A leader that has applied its own empty entry has applied everything before it: only now
    /// may it watch over leases, and if the cluster has no version yet, see to it that it gets one.
    fn apply_empty(&mut self, entry: &Entry, out: &mut Vec<Output>) {
        if self.raft.role() != Role::Leader || entry.term != self.raft.term() {
            return;
        }
        self.state.lessor.promote(self.now, self.flags.election);
        if !self.state.lessor.is_empty() {
            out.push(Output::Told(Told::Ruled(Ruling::LeasesExtended {
                leases: self.state.lessor.iter().count() as u64,
                extension: self.flags.election,
            })));
        }
        self.promoted_at = Some(self.now);
        if self.state.cluster_version.is_none() {
            out.push(Output::AskVersions);
        }
    }

    fn apply_request(
        &mut self,
        request: InternalRequest,
        at: Index,
        out: &mut Vec<Output>,
    ) -> Option<Result<Response, Error>> {
        let act = request.act?;
        let header = request.header.unwrap_or_default();
        let who = AuthInfo {
            name: header.username,
            revision: header.auth_revision,
        };
        if let Err(error) = self.state.auth.may_apply(&who, &act, &self.state.lessor) {
            return Some(Err(error));
        }
        match act {
            Act::Put(put) => Some(self.apply_put(&put)),
            Act::DeleteRange(delete) => Some(Ok(self.apply_delete(&delete))),
            Act::Txn(txn) => Some(self.apply_txn(&txn)),
            Act::Compaction(compaction) => Some(self.apply_compaction(&compaction)),
            Act::LeaseGrant(grant) => Some(self.apply_grant(&grant)),
            Act::LeaseRevoke(revoke) => Some(self.apply_revoke(LeaseId(revoke.id), out)),
            Act::Login(login) => Some(self.apply_login(login, at)),
            Act::Auth(request) => Some(self.apply_auth(request)),
            Act::ClusterVersion(version) => {
                self.state.cluster_version = Some(version.version);
                None
            }
            Act::MemberAttributes(set) => {
                self.state.apply_attributes(set);
                None
            }
        }
    }

    fn apply_put(&mut self, put: &api::PutRequest) -> Result<Response, Error> {
        let State { store, lessor, .. } = &mut self.state;
        txn::check_state(put, store, lessor)?;
        let previous = txn::put_in(&mut store.begin(), lessor, put);
        Ok(Response::Put(api::PutResponse {
            header: Some(self.header_now()),
            prev_kv: previous.filter(|_| put.prev_kv),
        }))
    }

    fn apply_delete(&mut self, delete: &api::DeleteRangeRequest) -> Response {
        let State { store, lessor, .. } = &mut self.state;
        let mut response = txn::delete_in(&mut store.begin(), lessor, delete);
        response.header = Some(self.header_now());
        Response::DeleteRange(response)
    }

    pub(super) fn apply_txn(&mut self, txn: &api::TxnRequest) -> Result<Response, Error> {
        let mut response = self.state.txn(txn)?;
        response.header = Some(self.header_now());
        Ok(Response::Txn(response))
    }

    fn apply_compaction(&mut self, ask: &api::CompactionRequest) -> Result<Response, Error> {
        self.state.store.compact(ask.revision)?;
        let header = Some(self.header_now());
        Ok(Response::Compact(api::CompactionResponse { header }))
    }

    fn apply_grant(&mut self, grant: &api::LeaseGrantRequest) -> Result<Response, Error> {
        let ttl = self
            .state
            .lessor
            .grant(LeaseId(grant.id), grant.ttl, self.now)?;
        Ok(Response::LeaseGrant(api::LeaseGrantResponse {
            header: Some(self.header_now()),
            id: grant.id,
            ttl,
            ..api::LeaseGrantResponse::default()
        }))
    }

    /// Ends a lease and deletes all its keys in one revision.
    fn apply_revoke(&mut self, id: LeaseId, out: &mut Vec<Output>) -> Result<Response, Error> {
        let keys = self.state.lessor.revoke(id).ok_or(Error::LeaseNotFound)?;
        let mut transaction = self.state.store.begin();
        for key in keys {
            transaction.delete_range(&key, &[]);
        }
        self.lease_gone(id, out);
        let header = Some(self.header_now());
        Ok(Response::LeaseRevoke(api::LeaseRevokeResponse { header }))
    }

    /// Every `snapshot_count` entries the log before is forgotten, but for a tail that slow
    /// followers may still want.
    fn snapshot_if_due(&mut self, out: &mut Vec<Output>) {
        let applied = self.state.applied;
        if applied.0 - self.snapshot_index.0 <= self.flags.snapshot_count {
            return;
        }
        self.snapshot_index = applied;
        out.push(Output::Snapshot(raft::Snapshot {
            index: applied,
            term: self.state.term,
            configuration: self.state.configuration().clone(),
        }));
        let keep_from = applied.0.saturating_sub(self.flags.catch_up_entries);
        self.raft.compact(crate::units::Index(keep_from));
    }

    /// The leader that `self` knows, if any.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        Some(self.raft.leader()).filter(|leader| *leader != NodeId::NONE)
    }
}
