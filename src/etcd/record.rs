//! What a log entry says: etcd's `InternalRaftRequest` and `ConfChange`, as protobuf bytes.

use bytes::{Buf, BufMut, Bytes};
use prost::{
    DecodeError, Message,
    encoding::{self, DecodeContext, WireType, message},
};

use super::api::{self, AuthRequest};
use crate::raft;

/// Who asked, so that the asker recognises its own request when it is applied.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct RequestHeader {
    /// The request's id.
    #[prost(uint64, tag = "1")]
    pub id: u64,
    /// The user that asks; empty for nobody.
    #[prost(string, tag = "2")]
    pub username: String,
    /// The revision of users and roles at which the user was known; 0 for nobody.
    #[prost(uint64, tag = "3")]
    pub auth_revision: u64,
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

/// A login whose password was checked (`etcdserverpb.InternalAuthenticateRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Login {
    /// User.
    #[prost(string, tag = "1")]
    pub name: String,
    /// The letters of the token, which members complete with the entry's index.
    #[prost(string, tag = "3")]
    pub simple_token: String,
}

/// One request agreed on (`etcdserverpb.InternalRaftRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct InternalRequest {
    /// Who asked.
    #[prost(message, optional, tag = "100")]
    pub header: Option<RequestHeader>,
    /// What is to be done. etcd has a field for each; exactly one of them is ever set.
    #[prost(
        oneof = "Act",
        tags = "4, 5, 6, 7, 8, 9, 1000, 1011, 1012, 1013, 1100, 1101, 1102, 1103, 1104, 1105, \
                1106, 1107, 1200, 1201, 1202, 1203, 1204, 1300, 1301"
    )]
    pub act: Option<Act>,
}

/// What an entry does to the applied state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Write one key.
    Put(api::PutRequest),
    /// Delete keys.
    DeleteRange(api::DeleteRangeRequest),
    /// Compare, then do one of two lists of operations.
    Txn(api::TxnRequest),
    /// Forget revisions.
    Compaction(api::CompactionRequest),
    /// Create a lease.
    LeaseGrant(api::LeaseGrantRequest),
    /// End a lease.
    LeaseRevoke(api::LeaseRevokeRequest),
    /// Give a token to a user.
    Login(Login),
    /// Read or change users, roles and whether they count. Never [`AuthRequest::Authenticate`].
    Auth(AuthRequest),
    /// Raise the cluster version.
    ClusterVersion(ClusterVersionSet),
    /// Publish a member.
    MemberAttributes(MemberAttributesSet),
}

/// The fields of `InternalRaftRequest` by hand: what is about users and roles has seventeen, and
/// all take one way. The names are those that prost's derivation calls.
impl Act {
    fn encode(&self, buf: &mut impl BufMut) {
        match self {
            Self::Put(it) => message::encode(4, it, buf),
            Self::DeleteRange(it) => message::encode(5, it, buf),
            Self::Txn(it) => message::encode(6, it, buf),
            Self::Compaction(it) => message::encode(7, it, buf),
            Self::LeaseGrant(it) => message::encode(8, it, buf),
            Self::LeaseRevoke(it) => message::encode(9, it, buf),
            Self::Login(it) => message::encode(LOGIN, it, buf),
            Self::Auth(it) => {
                let (tag, bytes) = auth_to_bytes(it);
                encoding::bytes::encode(tag, &bytes, buf);
            }
            Self::ClusterVersion(it) => message::encode(1300, it, buf),
            Self::MemberAttributes(it) => message::encode(1301, it, buf),
        }
    }

    fn encoded_len(&self) -> usize {
        match self {
            Self::Put(it) => message::encoded_len(4, it),
            Self::DeleteRange(it) => message::encoded_len(5, it),
            Self::Txn(it) => message::encoded_len(6, it),
            Self::Compaction(it) => message::encoded_len(7, it),
            Self::LeaseGrant(it) => message::encoded_len(8, it),
            Self::LeaseRevoke(it) => message::encoded_len(9, it),
            Self::Login(it) => message::encoded_len(LOGIN, it),
            Self::Auth(it) => {
                let (tag, bytes) = auth_to_bytes(it);
                encoding::bytes::encoded_len(tag, &bytes)
            }
            Self::ClusterVersion(it) => message::encoded_len(1300, it),
            Self::MemberAttributes(it) => message::encoded_len(1301, it),
        }
    }

    fn merge(
        field: &mut Option<Self>,
        tag: u32,
        wire: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        let mut bytes = Bytes::new();
        encoding::bytes::merge(wire, &mut bytes, buf, context)?;
        *field = Some(match tag {
            4 => Self::Put(Message::decode(bytes)?),
            5 => Self::DeleteRange(Message::decode(bytes)?),
            6 => Self::Txn(Message::decode(bytes)?),
            7 => Self::Compaction(Message::decode(bytes)?),
            8 => Self::LeaseGrant(Message::decode(bytes)?),
            9 => Self::LeaseRevoke(Message::decode(bytes)?),
            LOGIN => Self::Login(Message::decode(bytes)?),
            1300 => Self::ClusterVersion(Message::decode(bytes)?),
            1301 => Self::MemberAttributes(Message::decode(bytes)?),
            _ => Self::Auth(auth_from_bytes(tag, bytes)?),
        });
        Ok(())
    }
}

/// The field of a login.
const LOGIN: u32 = 1012;

/// The field of a request about users and roles, and its bytes.
fn auth_to_bytes(request: &AuthRequest) -> (u32, Bytes) {
    let (tag, bytes) = match request {
        AuthRequest::Enable => (1000, Vec::new()),
        AuthRequest::Disable => (1011, Vec::new()),
        // A password is no part of any entry.
        AuthRequest::Authenticate(_) => (LOGIN, Vec::new()),
        AuthRequest::Status => (1013, Vec::new()),
        AuthRequest::UserAdd(it) => (1100, it.encode_to_vec()),
        AuthRequest::UserDelete(it) => (1101, it.encode_to_vec()),
        AuthRequest::UserGet(it) => (1102, it.encode_to_vec()),
        AuthRequest::UserChangePassword(it) => (1103, it.encode_to_vec()),
        AuthRequest::UserGrantRole(it) => (1104, it.encode_to_vec()),
        AuthRequest::UserRevokeRole(it) => (1105, it.encode_to_vec()),
        AuthRequest::UserList => (1106, Vec::new()),
        AuthRequest::RoleList => (1107, Vec::new()),
        AuthRequest::RoleAdd(it) => (1200, it.encode_to_vec()),
        AuthRequest::RoleDelete(it) => (1201, it.encode_to_vec()),
        AuthRequest::RoleGet(it) => (1202, it.encode_to_vec()),
        AuthRequest::RoleGrantPermission(it) => (1203, it.encode_to_vec()),
        AuthRequest::RoleRevokePermission(it) => (1204, it.encode_to_vec()),
    };
    (tag, bytes.into())
}

fn auth_from_bytes(tag: u32, bytes: Bytes) -> Result<AuthRequest, DecodeError> {
    Ok(match tag {
        1000 => AuthRequest::Enable,
        1011 => AuthRequest::Disable,
        1100 => AuthRequest::UserAdd(Message::decode(bytes)?),
        1101 => AuthRequest::UserDelete(Message::decode(bytes)?),
        1102 => AuthRequest::UserGet(Message::decode(bytes)?),
        1103 => AuthRequest::UserChangePassword(Message::decode(bytes)?),
        1104 => AuthRequest::UserGrantRole(Message::decode(bytes)?),
        1105 => AuthRequest::UserRevokeRole(Message::decode(bytes)?),
        1106 => AuthRequest::UserList,
        1107 => AuthRequest::RoleList,
        1200 => AuthRequest::RoleAdd(Message::decode(bytes)?),
        1201 => AuthRequest::RoleDelete(Message::decode(bytes)?),
        1202 => AuthRequest::RoleGet(Message::decode(bytes)?),
        1203 => AuthRequest::RoleGrantPermission(Message::decode(bytes)?),
        1204 => AuthRequest::RoleRevokePermission(Message::decode(bytes)?),
        _ => AuthRequest::Status,
    })
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
    /// A login, or something about users and roles.
    Auth,
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
        Some(Act::Login(_) | Act::Auth(_)) => RecordKind::Auth,
        None => RecordKind::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<(u32, Act)> {
        let user = || api::AuthUserNameRequest { name: "u".into() };
        let role = || api::AuthRoleRequest { role: "r".into() };
        let both = || api::AuthUserRoleRequest {
            user: "u".into(),
            role: "r".into(),
        };
        let auth = [
            (1000, AuthRequest::Enable),
            (1011, AuthRequest::Disable),
            (1013, AuthRequest::Status),
            (
                1100,
                AuthRequest::UserAdd(api::AuthUserAddRequest::default()),
            ),
            (1101, AuthRequest::UserDelete(user())),
            (1102, AuthRequest::UserGet(user())),
            (
                1103,
                AuthRequest::UserChangePassword(api::AuthUserChangePasswordRequest::default()),
            ),
            (1104, AuthRequest::UserGrantRole(both())),
            (1105, AuthRequest::UserRevokeRole(both())),
            (1106, AuthRequest::UserList),
            (1107, AuthRequest::RoleList),
            (1200, AuthRequest::RoleAdd(role())),
            (1201, AuthRequest::RoleDelete(role())),
            (1202, AuthRequest::RoleGet(role())),
            (
                1203,
                AuthRequest::RoleGrantPermission(api::AuthRoleGrantPermissionRequest::default()),
            ),
            (
                1204,
                AuthRequest::RoleRevokePermission(api::AuthRoleRevokePermissionRequest::default()),
            ),
        ];
        let login = Login {
            name: "u".into(),
            simple_token: "abc".into(),
        };
        let auth = auth.into_iter().map(|(tag, ask)| (tag, Act::Auth(ask)));
        auth.chain([
            (4, Act::Put(api::PutRequest::default())),
            (7, Act::Compaction(api::CompactionRequest::default())),
            (1012, Act::Login(login)),
            (1300, Act::ClusterVersion(ClusterVersionSet::default())),
        ])
        .collect()
    }

    #[test]
    fn entries_are_etcds_fields_and_come_back() {
        for (tag, act) in sample() {
            let request = InternalRequest {
                header: None,
                act: Some(act),
            };
            let bytes = request.to_bytes();
            assert_eq!(bytes.len(), request.encoded_len());
            let key = encoding::decode_varint(&mut bytes.clone());
            assert_eq!(key, Ok(u64::from(tag) << 3 | 2), "{request:?}");
            assert_eq!(InternalRequest::from_bytes(&bytes), Some(request));
        }
    }

    #[test]
    fn an_entry_says_who_asked() {
        let header = RequestHeader {
            id: 1,
            username: "u".to_owned(),
            auth_revision: 5,
        };
        let request = InternalRequest {
            header: Some(header),
            act: Some(Act::Auth(AuthRequest::Enable)),
        };
        // The empty field 1000, then the header's fields 1, 2 and 3 in field 100; etcd writes the
        // two the other way round, which means the same.
        let wanted = [
            b"\xc2\x3e\x00".as_slice(),
            b"\xa2\x06\x07\x08\x01\x12\x01u\x18\x05",
        ];
        assert_eq!(request.to_bytes(), wanted.concat());
    }
}
