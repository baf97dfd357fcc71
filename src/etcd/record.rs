//! What a log entry says: etcd's `InternalRaftRequest` and `ConfChange`, as protobuf bytes.

use bytes::Bytes;
use prost::Message as _;

use super::api;
use crate::raft;

/// Who asked, so that the asker recognises its own request when it is applied.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct RequestHeader {
    /// The request's id.
    #[prost(uint64, tag = "1")]
    pub id: u64,
}

/// Raises the cluster version (`membershippb.ClusterVersionSetRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct ClusterVersionSet {
    /// The version, e.g. `3.5.0`.
    #[prost(string, tag = "1")]
    pub version: String,
}

/// A member's name and client URLs (`membershippb.Attributes`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Attributes {
    /// Its name.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Where clients reach it.
    #[prost(string, repeated, tag = "2")]
    pub client_urls: Vec<String>,
}

/// A member publishes itself (`membershippb.ClusterMemberAttrSetRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberAttributesSet {
    /// The member.
    #[prost(uint64, tag = "1")]
    pub member_id: u64,
    /// What it publishes.
    #[prost(message, optional, tag = "2")]
    pub attributes: Option<Attributes>,
}

/// One request agreed on (`etcdserverpb.InternalRaftRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct InternalRequest {
    /// Who asked.
    #[prost(message, optional, tag = "100")]
    pub header: Option<RequestHeader>,
    /// What is to be done. etcd has a field for each; exactly one of them is ever set.
    #[prost(oneof = "Act", tags = "4, 5, 6, 7, 8, 9, 1300, 1301")]
    pub act: Option<Act>,
}

/// What an entry does to the applied state.
#[derive(Clone, PartialEq, Eq, prost::Oneof)]
pub enum Act {
    /// Write one key.
    #[prost(message, tag = "4")]
    Put(api::PutRequest),
    /// Delete keys.
    #[prost(message, tag = "5")]
    DeleteRange(api::DeleteRangeRequest),
    /// Compare, then do one of two lists of operations.
    #[prost(message, tag = "6")]
    Txn(api::TxnRequest),
    /// Forget revisions.
    #[prost(message, tag = "7")]
    Compaction(api::CompactionRequest),
    /// Create a lease.
    #[prost(message, tag = "8")]
    LeaseGrant(api::LeaseGrantRequest),
    /// End a lease.
    #[prost(message, tag = "9")]
    LeaseRevoke(api::LeaseRevokeRequest),
    /// Raise the cluster version.
    #[prost(message, tag = "1300")]
    ClusterVersion(ClusterVersionSet),
    /// Publish a member.
    #[prost(message, tag = "1301")]
    MemberAttributes(MemberAttributesSet),
}

impl InternalRequest {
    /// The bytes that go into the log.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        Bytes::from(self.encode_to_vec())
    }

    /// Reads an entry's bytes; keys and values point into them. `None` for an empty entry.
    #[must_use]
    pub fn from_bytes(data: &Bytes) -> Option<Self> {
        if data.is_empty() {
            None
        } else {
            Self::decode(data.clone()).ok()
        }
    }
}

/// A change of the configuration (`raftpb.ConfChange`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct ConfChange {
    /// The request's id.
    #[prost(uint64, tag = "1")]
    pub id: u64,
    /// 0 adds a voter, 1 removes, 2 updates, 3 adds a learner.
    #[prost(int32, tag = "2")]
    pub r#type: i32,
    /// The member.
    #[prost(uint64, tag = "3")]
    pub node_id: u64,
    /// The member's own record.
    #[prost(message, optional, tag = "4")]
    pub context: Option<api::Member>,
    /// Whether a learner becomes a voter, rather than a stranger a member.
    #[prost(bool, tag = "5")]
    pub is_promote: bool,
}

impl ConfChange {
    /// What happens to the member.
    #[must_use]
    pub const fn kind(&self) -> raft::ChangeKind {
        match self.r#type {
            1 => raft::ChangeKind::Remove,
            2 => raft::ChangeKind::Update,
            3 => raft::ChangeKind::AddLearner,
            _ => raft::ChangeKind::AddVoter,
        }
    }

    /// The bytes that go into the log.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        Bytes::from(self.encode_to_vec())
    }
}

/// The kinds of entry, as pictures and reports name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A membership change.
    ConfChange,
    /// A new leader's empty entry.
    Empty,
    /// A member publishes itself.
    Publish,
    /// The cluster version.
    ClusterVersion,
    /// A put.
    Put,
    /// A delete.
    Delete,
    /// A transaction.
    Txn,
    /// A lease grant.
    LeaseGrant,
    /// A lease revoke.
    LeaseRevoke,
    /// A compaction.
    Compaction,
}

/// What `entry` is for.
#[must_use]
pub fn kind(entry: &raft::Entry) -> RecordKind {
    if entry.kind != raft::EntryKind::Normal {
        return RecordKind::ConfChange;
    }
    let Some(request) = InternalRequest::from_bytes(&entry.data) else {
        return RecordKind::Empty;
    };
    match request.act {
        Some(Act::Put(_)) => RecordKind::Put,
        Some(Act::DeleteRange(_)) => RecordKind::Delete,
        Some(Act::Txn(_)) => RecordKind::Txn,
        Some(Act::Compaction(_)) => RecordKind::Compaction,
        Some(Act::LeaseGrant(_)) => RecordKind::LeaseGrant,
        Some(Act::LeaseRevoke(_)) => RecordKind::LeaseRevoke,
        Some(Act::ClusterVersion(_)) => RecordKind::ClusterVersion,
        Some(Act::MemberAttributes(_)) => RecordKind::Publish,
        None => RecordKind::Empty,
    }
}
