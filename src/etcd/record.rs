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

/// One request agreed on (`etcdserverpb.InternalRaftRequest`); exactly one of the options is set.
#[derive(Clone, PartialEq, prost::Message)]
pub struct InternalRequest {
    /// Write one key.
    #[prost(message, optional, tag = "4")]
    pub put: Option<api::PutRequest>,
    /// Delete keys.
    #[prost(message, optional, tag = "5")]
    pub delete_range: Option<api::DeleteRangeRequest>,
    /// Compare and do.
    #[prost(message, optional, tag = "6")]
    pub txn: Option<api::TxnRequest>,
    /// Forget revisions.
    #[prost(message, optional, tag = "7")]
    pub compaction: Option<api::CompactionRequest>,
    /// Create a lease.
    #[prost(message, optional, tag = "8")]
    pub lease_grant: Option<api::LeaseGrantRequest>,
    /// End a lease.
    #[prost(message, optional, tag = "9")]
    pub lease_revoke: Option<api::LeaseRevokeRequest>,
    /// Raise or lower an alarm.
    #[prost(message, optional, tag = "10")]
    pub alarm: Option<api::AlarmRequest>,
    /// Who asked.
    #[prost(message, optional, tag = "100")]
    pub header: Option<RequestHeader>,
    /// Raise the cluster version.
    #[prost(message, optional, tag = "1300")]
    pub cluster_version: Option<ClusterVersionSet>,
    /// Publish a member.
    #[prost(message, optional, tag = "1301")]
    pub member_attributes: Option<MemberAttributesSet>,
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
}

impl ConfChange {
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
    /// An alarm.
    Alarm,
}

/// What `entry` is for.
#[must_use]
pub fn kind(entry: &raft::Entry) -> RecordKind {
    if entry.kind == raft::EntryKind::ConfChange {
        return RecordKind::ConfChange;
    }
    let Some(request) = InternalRequest::from_bytes(&entry.data) else {
        return RecordKind::Empty;
    };
    if request.put.is_some() {
        RecordKind::Put
    } else if request.delete_range.is_some() {
        RecordKind::Delete
    } else if request.txn.is_some() {
        RecordKind::Txn
    } else if request.compaction.is_some() {
        RecordKind::Compaction
    } else if request.lease_grant.is_some() {
        RecordKind::LeaseGrant
    } else if request.lease_revoke.is_some() {
        RecordKind::LeaseRevoke
    } else if request.alarm.is_some() {
        RecordKind::Alarm
    } else if request.cluster_version.is_some() {
        RecordKind::ClusterVersion
    } else {
        RecordKind::Publish
    }
}
