//! etcd's client API as values: requests, responses, stream messages and errors.
//!
//! The messages are `etcdserverpb` and `mvccpb` of etcd 3.5 with their protobuf tags, so that sizes
//! and bytes are etcd's own. This is the only part of the room that `ctl` may name.

mod auth;
mod cluster;
mod error;
mod kv;
mod lease;
mod maintenance;
mod urls;
mod watch;

pub use auth::*;
pub use cluster::*;
pub use error::{Code, Error};
pub use kv::*;
pub use lease::*;
pub use maintenance::*;
pub use urls::check_urls;
pub use watch::*;

/// The version that a member tells of itself.
pub const SERVER_VERSION: &str = "3.5.1";

/// The version that such members agree on for their cluster.
pub const CLUSTER_VERSION: &str = "3.5.0";

/// What every answer starts with (`etcdserverpb.ResponseHeader`).
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct ResponseHeader {
    /// The cluster that answered.
    #[prost(uint64, tag = "1")]
    pub cluster_id: u64,
    /// The member that answered.
    #[prost(uint64, tag = "2")]
    pub member_id: u64,
    /// The store revision when the answer was made; 0 where etcd sends none.
    #[prost(int64, tag = "3")]
    pub revision: i64,
    /// The answering member's Raft term.
    #[prost(uint64, tag = "4")]
    pub raft_term: u64,
}

/// A unary request to one member.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Read keys.
    Range(RangeRequest),
    /// Write one key.
    Put(PutRequest),
    /// Delete keys.
    DeleteRange(DeleteRangeRequest),
    /// Compare, then do one of two lists of operations.
    Txn(TxnRequest),
    /// Forget revisions below one.
    Compact(CompactionRequest),
    /// Create a lease.
    LeaseGrant(LeaseGrantRequest),
    /// End a lease and delete its keys.
    LeaseRevoke(LeaseRevokeRequest),
    /// Ask what is left of a lease.
    LeaseTimeToLive(LeaseTimeToLiveRequest),
    /// List leases.
    LeaseLeases(LeaseLeasesRequest),
    /// Renew a lease once (the first message of a keep-alive stream).
    LeaseKeepAlive(LeaseKeepAliveRequest),
    /// List members.
    MemberList(MemberListRequest),
    /// Add a member.
    MemberAdd(MemberAddRequest),
    /// Remove a member.
    MemberRemove(MemberIdRequest),
    /// Give a member other peer URLs.
    MemberUpdate(MemberUpdateRequest),
    /// Make a learner a voter.
    MemberPromote(MemberIdRequest),
    /// Hand leadership over.
    MoveLeader(MoveLeaderRequest),
    /// A member's own view of itself.
    Status(StatusRequest),
    /// Read, raise or lower alarms.
    Alarm(AlarmRequest),
    /// Users, roles, permissions.
    Auth(AuthRequest),
    /// Rewrite the backend without free pages.
    Defragment(DefragmentRequest),
    /// Hash the backend.
    Hash(HashRequest),
    /// Hash the keys.
    HashKv(HashKvRequest),
    /// Read the backend.
    Snapshot(SnapshotRequest),
}

/// The answer to a [`Request`], of the same kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// Keys read.
    Range(RangeResponse),
    /// One key written.
    Put(PutResponse),
    /// Keys deleted.
    DeleteRange(DeleteRangeResponse),
    /// A transaction was done.
    Txn(TxnResponse),
    /// Compacted.
    Compact(CompactionResponse),
    /// A lease was created.
    LeaseGrant(LeaseGrantResponse),
    /// A lease was ended.
    LeaseRevoke(LeaseRevokeResponse),
    /// What is left of a lease.
    LeaseTimeToLive(LeaseTimeToLiveResponse),
    /// All leases.
    LeaseLeases(LeaseLeasesResponse),
    /// A lease was renewed, or with a TTL of 0 or less: is unknown.
    LeaseKeepAlive(LeaseKeepAliveResponse),
    /// All members.
    MemberList(MemberListResponse),
    /// A member was added.
    MemberAdd(MemberAddResponse),
    /// A member was removed.
    MemberRemove(MemberListResponse),
    /// A member has other peer URLs.
    MemberUpdate(MemberListResponse),
    /// A learner became a voter.
    MemberPromote(MemberListResponse),
    /// Leadership was handed over.
    MoveLeader(MoveLeaderResponse),
    /// A member's own view of itself.
    Status(StatusResponse),
    /// Alarms.
    Alarm(AlarmResponse),
    /// Users, roles, permissions.
    Auth(AuthResponse),
    /// The backend was rewritten.
    Defragment(DefragmentResponse),
    /// The backend's hash.
    Hash(HashResponse),
    /// The keys' hash.
    HashKv(HashKvResponse),
    /// The backend.
    Snapshot(SnapshotResponse),
}

impl Response {
    /// The header this answer carries, if it has one.
    #[must_use]
    pub fn header(&self) -> Option<ResponseHeader> {
        match self {
            Self::Range(r) => r.header,
            Self::Put(r) => r.header,
            Self::DeleteRange(r) => r.header,
            Self::Txn(r) => r.header,
            Self::Compact(r) => r.header,
            Self::LeaseGrant(r) => r.header,
            Self::LeaseRevoke(r) => r.header,
            Self::LeaseTimeToLive(r) => r.header,
            Self::LeaseLeases(r) => r.header,
            Self::LeaseKeepAlive(r) => r.header,
            Self::MemberList(r)
            | Self::MemberRemove(r)
            | Self::MemberUpdate(r)
            | Self::MemberPromote(r) => r.header,
            Self::MemberAdd(r) => r.header,
            Self::MoveLeader(r) => r.header,
            Self::Status(r) => r.header,
            Self::Alarm(r) => r.header,
            Self::Auth(r) => r.header(),
            Self::Defragment(r) => r.header,
            Self::Hash(r) => r.header,
            Self::HashKv(r) => r.header,
            Self::Snapshot(r) => r.header,
        }
    }
}

/// What opens a stream or travels up an open one.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamRequest {
    /// Create one more watcher on the stream.
    WatchCreate(WatchCreateRequest),
    /// Cancel one watcher.
    WatchCancel(WatchCancelRequest),
    /// Ask for the current revision of a synced stream.
    WatchProgress,
    /// Renew a lease; one answer per message.
    LeaseKeepAlive(LeaseKeepAliveRequest),
}

/// What travels down a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamResponse {
    /// A watch response: created, events, progress or cancellation.
    Watch(WatchResponse),
    /// The answer to one keep-alive.
    LeaseKeepAlive(LeaseKeepAliveResponse),
}
