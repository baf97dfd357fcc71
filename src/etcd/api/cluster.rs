//! Members, alarms and a member's status (`etcdserverpb.Cluster`, `Maintenance`).

use super::ResponseHeader;

/// One member (`etcdserverpb.Member`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Member {
    /// Its id.
    #[prost(uint64, tag = "1")]
    pub id: u64,
    /// Its name; empty until it has started.
    #[prost(string, tag = "2")]
    pub name: String,
    /// Where other members reach it.
    #[prost(string, repeated, tag = "3")]
    pub peer_urls: Vec<String>,
    /// Where clients reach it.
    #[prost(string, repeated, tag = "4")]
    pub client_urls: Vec<String>,
    /// Whether it follows without a vote.
    #[prost(bool, tag = "5")]
    pub is_learner: bool,
}

/// Lists members.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberListRequest {
    /// Confirm with a quorum first.
    #[prost(bool, tag = "1")]
    pub linearizable: bool,
}

/// All members, by id; also the answer to a removal, an update and a promotion, which etcd gives
/// this shape under other names.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberListResponse {
    /// Header; that of a list is without a revision.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The members.
    #[prost(message, repeated, tag = "2")]
    pub members: Vec<Member>,
}

/// Adds a member.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberAddRequest {
    /// Where other members will reach it.
    #[prost(string, repeated, tag = "1")]
    pub peer_urls: Vec<String>,
    /// Whether it is to follow without a vote.
    #[prost(bool, tag = "2")]
    pub is_learner: bool,
}

/// A member was added.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberAddResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The new member.
    #[prost(message, optional, tag = "2")]
    pub member: Option<Member>,
    /// All members, by id.
    #[prost(message, repeated, tag = "3")]
    pub members: Vec<Member>,
}

/// Removes or promotes a member (`MemberRemoveRequest`, `MemberPromoteRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberIdRequest {
    /// Which.
    #[prost(uint64, tag = "1")]
    pub id: u64,
}

/// Gives a member other peer URLs.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MemberUpdateRequest {
    /// Which.
    #[prost(uint64, tag = "1")]
    pub id: u64,
    /// Where other members will reach it.
    #[prost(string, repeated, tag = "2")]
    pub peer_urls: Vec<String>,
}

/// Hands leadership over.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MoveLeaderRequest {
    /// To whom.
    #[prost(uint64, tag = "1")]
    pub target_id: u64,
}

/// Leadership was handed over; a 3.5 server sends no header.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct MoveLeaderResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
}

/// Asks a member about itself.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct StatusRequest {}

/// A member's own view of itself.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct StatusResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// Server version.
    #[prost(string, tag = "2")]
    pub version: String,
    /// Bytes of the backend file.
    #[prost(int64, tag = "3")]
    pub db_size: i64,
    /// The leader it knows; 0: none.
    #[prost(uint64, tag = "4")]
    pub leader: u64,
    /// Its commit index.
    #[prost(uint64, tag = "5")]
    pub raft_index: u64,
    /// Its term.
    #[prost(uint64, tag = "6")]
    pub raft_term: u64,
    /// Its applied index.
    #[prost(uint64, tag = "7")]
    pub raft_applied_index: u64,
    /// What is wrong with it.
    #[prost(string, repeated, tag = "8")]
    pub errors: Vec<String>,
    /// Bytes of the backend in use.
    #[prost(int64, tag = "9")]
    pub db_size_in_use: i64,
    /// Whether it is a learner.
    #[prost(bool, tag = "10")]
    pub is_learner: bool,
}

/// What an [`AlarmRequest`] wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum AlarmAction {
    /// Read.
    Get = 0,
    /// Raise.
    Activate = 1,
    /// Lower.
    Deactivate = 2,
}

/// The kinds of alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum AlarmType {
    /// All, in a request.
    None = 0,
    /// The backend reached its quota.
    Nospace = 1,
    /// The backend does not match its peers'.
    Corrupt = 2,
}

impl AlarmType {
    /// Its name in etcd's messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Nospace => "NOSPACE",
            Self::Corrupt => "CORRUPT",
        }
    }
}

/// Reads, raises or lowers alarms.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AlarmRequest {
    /// What to do.
    #[prost(enumeration = "AlarmAction", tag = "1")]
    pub action: i32,
    /// For which member; 0: all.
    #[prost(uint64, tag = "2")]
    pub member_id: u64,
    /// Which alarm.
    #[prost(enumeration = "AlarmType", tag = "3")]
    pub alarm: i32,
}

/// One alarm of one member.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct AlarmMember {
    /// The member.
    #[prost(uint64, tag = "1")]
    pub member_id: u64,
    /// The alarm.
    #[prost(enumeration = "AlarmType", tag = "2")]
    pub alarm: i32,
}

/// Alarms.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AlarmResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The alarms.
    #[prost(message, repeated, tag = "2")]
    pub alarms: Vec<AlarmMember>,
}
