//! What a member tells about itself: members, status, alarms.

use super::{
    CallKey, Output, Server,
    api::{self, Error, Response},
    backend::Buckets,
    read::Reader,
};
use crate::units::NodeId;

impl Server {
    pub(super) fn member_list(
        &mut self,
        call: CallKey,
        list: api::MemberListRequest,
        out: &mut Vec<Output>,
    ) {
        if list.linearizable {
            return self.read(Reader::Members(call), out);
        }
        let response = api::MemberListResponse {
            header: Some(self.header(0)),
            members: self.state.members.values().cloned().collect(),
        };
        out.push(Output::Answer(call, Ok(Response::MemberList(response))));
    }

    pub(super) fn status(&mut self, call: CallKey, out: &mut Vec<Output>) {
        let leader = self.raft.leader();
        let errors = if leader == NodeId::NONE {
            vec![Error::NoLeader.to_string()]
        } else {
            vec![]
        };
        let response = api::StatusResponse {
            header: Some(self.header_now()),
            version: api::SERVER_VERSION.to_owned(),
            db_size: self.state.file_bytes().cast_signed(),
            leader: leader.0,
            raft_index: self.raft.log().committed().0,
            raft_term: self.raft.term().0,
            raft_applied_index: self.state.applied.0,
            errors,
            db_size_in_use: self.state.file_bytes().cast_signed(),
            is_learner: self.raft.configuration().is_learner(self.identity.id),
        };
        out.push(Output::Answer(call, Ok(Response::Status(response))));
    }

    /// Rewrites the backend without free pages; the applied state is the same after it. A 3.5
    /// server answers without a header.
    pub(super) fn defragment(&self, call: CallKey, out: &mut Vec<Output>) {
        let response = api::DefragmentResponse { header: None };
        out.push(Output::Answer(call, Ok(Response::Defragment(response))));
    }

    /// Hashes the whole backend.
    pub(super) fn hash_all(&self, call: CallKey, out: &mut Vec<Output>) {
        let response = api::HashResponse {
            header: Some(self.header_now()),
            hash: Buckets::of(&self.state).status().hash,
        };
        out.push(Output::Answer(call, Ok(Response::Hash(response))));
    }

    /// Hashes the keys up to a revision (0: all).
    pub(super) fn hash_kv(&self, call: CallKey, revision: i64, out: &mut Vec<Output>) {
        let hash = self.state.store.hash_kv(revision);
        let answer = hash.map(|hash| {
            Response::HashKv(api::HashKvResponse {
                header: Some(self.header_now()),
                hash,
                compact_revision: self.state.store.compacted(),
            })
        });
        out.push(Output::Answer(call, answer));
    }

    pub(super) fn alarms(&mut self, call: CallKey, out: &mut Vec<Output>) {
        let header = Some(self.header_now());
        let response = api::AlarmResponse {
            header,
            alarms: Vec::new(),
        };
        out.push(Output::Answer(call, Ok(Response::Alarm(response))));
    }
}
