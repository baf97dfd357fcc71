//! Members and maintenance.

use super::{HEAD, Kind, Message, Names, bytes, field, flag, int, message, names, text, uint};

static MEMBER: Message = Message(&[
    uint("ID", 1),
    text("name", 2),
    text("peerURLs", 3).many(),
    text("clientURLs", 4).many(),
    flag("isLearner", 5),
]);

/// `MemberListRequest`.
pub static MEMBER_LIST_REQUEST: Message = Message(&[flag("linearizable", 1)]);

/// `MemberListResponse`, and what the other changes of members answer.
pub static MEMBERS_RESPONSE: Message = Message(&[HEAD, message("members", 2, &MEMBER).many()]);

/// `MemberAddRequest`.
pub static MEMBER_ADD_REQUEST: Message =
    Message(&[text("peerURLs", 1).many(), flag("isLearner", 2)]);

/// `MemberAddResponse`.
pub static MEMBER_ADD_RESPONSE: Message = Message(&[
    HEAD,
    message("member", 2, &MEMBER),
    message("members", 3, &MEMBER).many(),
]);

/// `MemberRemoveRequest`, `MemberPromoteRequest`.
pub static MEMBER_ID: Message = Message(&[uint("ID", 1)]);

/// `MemberUpdateRequest`.
pub static MEMBER_UPDATE_REQUEST: Message = Message(&[uint("ID", 1), text("peerURLs", 2).many()]);

static ALARM_ACTION: Names = Names {
    name: "etcdserverpb.AlarmRequest.AlarmAction",
    values: &["GET", "ACTIVATE", "DEACTIVATE"],
};

static ALARM_TYPE: Names = Names {
    name: "etcdserverpb.AlarmType",
    values: &["NONE", "NOSPACE", "CORRUPT"],
};

/// `AlarmRequest`.
pub static ALARM_REQUEST: Message = Message(&[
    names("action", 1, &ALARM_ACTION),
    uint("memberID", 2),
    names("alarm", 3, &ALARM_TYPE),
]);

static ALARM_MEMBER: Message = Message(&[uint("memberID", 1), names("alarm", 2, &ALARM_TYPE)]);

/// `AlarmResponse`.
pub static ALARM_RESPONSE: Message = Message(&[HEAD, message("alarms", 2, &ALARM_MEMBER).many()]);

/// `StatusResponse`.
pub static STATUS_RESPONSE: Message = Message(&[
    HEAD,
    text("version", 2),
    int("dbSize", 3),
    uint("leader", 4),
    uint("raftIndex", 5),
    uint("raftTerm", 6),
    uint("raftAppliedIndex", 7),
    text("errors", 8).many(),
    int("dbSizeInUse", 9),
    flag("isLearner", 10),
]);

/// `HashResponse`.
pub static HASH_RESPONSE: Message = Message(&[HEAD, field("hash", 2, Kind::Small)]);

/// `HashKVRequest`: not behind the gateway, but one of etcd's messages.
pub static HASH_KV_REQUEST: Message = Message(&[int("revision", 1)]);

/// `HashKVResponse`.
pub static HASH_KV_RESPONSE: Message = Message(&[
    HEAD,
    field("hash", 2, Kind::Small),
    int("compact_revision", 3),
]);

/// `SnapshotResponse`.
pub static SNAPSHOT_RESPONSE: Message =
    Message(&[HEAD, uint("remaining_bytes", 2), bytes("blob", 3)]);

/// `MoveLeaderRequest`.
pub static MOVE_LEADER_REQUEST: Message = Message(&[uint("targetID", 1)]);

static DOWNGRADE_ACTION: Names = Names {
    name: "etcdserverpb.DowngradeRequest.DowngradeAction",
    values: &["VALIDATE", "ENABLE", "CANCEL"],
};

/// `DowngradeRequest`.
pub static DOWNGRADE_REQUEST: Message =
    Message(&[names("action", 1, &DOWNGRADE_ACTION), text("version", 2)]);

/// `DowngradeResponse`.
pub static DOWNGRADE_RESPONSE: Message = Message(&[HEAD, text("version", 2)]);
