//! Keys, transactions, watches and leases.

use super::{HEAD, Kind, Message, Names, bytes, field, flag, int, message, names, text};

/// `mvccpb.KeyValue`.
pub static KEY_VALUE: Message = Message(&[
    bytes("key", 1),
    int("create_revision", 2),
    int("mod_revision", 3),
    int("version", 4),
    bytes("value", 5),
    int("lease", 6),
]);

static SORT_ORDER: Names = Names {
    name: "etcdserverpb.RangeRequest.SortOrder",
    values: &["NONE", "ASCEND", "DESCEND"],
};

static SORT_TARGET: Names = Names {
    name: "etcdserverpb.RangeRequest.SortTarget",
    values: &["KEY", "VERSION", "CREATE", "MOD", "VALUE"],
};

/// `RangeRequest`.
pub static RANGE_REQUEST: Message = Message(&[
    bytes("key", 1),
    bytes("range_end", 2),
    int("limit", 3),
    int("revision", 4),
    names("sort_order", 5, &SORT_ORDER),
    names("sort_target", 6, &SORT_TARGET),
    flag("serializable", 7),
    flag("keys_only", 8),
    flag("count_only", 9),
    int("min_mod_revision", 10),
    int("max_mod_revision", 11),
    int("min_create_revision", 12),
    int("max_create_revision", 13),
]);

/// `RangeResponse`.
pub static RANGE_RESPONSE: Message = Message(&[
    HEAD,
    message("kvs", 2, &KEY_VALUE).many(),
    flag("more", 3),
    int("count", 4),
]);

/// `PutRequest`.
pub static PUT_REQUEST: Message = Message(&[
    bytes("key", 1),
    bytes("value", 2),
    int("lease", 3),
    flag("prev_kv", 4),
    flag("ignore_value", 5),
    flag("ignore_lease", 6),
]);

/// `PutResponse`.
pub static PUT_RESPONSE: Message = Message(&[HEAD, message("prev_kv", 2, &KEY_VALUE)]);

/// `DeleteRangeRequest`.
pub static DELETE_REQUEST: Message =
    Message(&[bytes("key", 1), bytes("range_end", 2), flag("prev_kv", 3)]);

/// `DeleteRangeResponse`.
pub static DELETE_RESPONSE: Message = Message(&[
    HEAD,
    int("deleted", 2),
    message("prev_kvs", 3, &KEY_VALUE).many(),
]);

static REQUEST_OP: Message = Message(&[
    message("request_range", 1, &RANGE_REQUEST).choice(),
    message("request_put", 2, &PUT_REQUEST).choice(),
    message("request_delete_range", 3, &DELETE_REQUEST).choice(),
    message("request_txn", 4, &TXN_REQUEST).choice(),
]);

static RESPONSE_OP: Message = Message(&[
    message("response_range", 1, &RANGE_RESPONSE).choice(),
    message("response_put", 2, &PUT_RESPONSE).choice(),
    message("response_delete_range", 3, &DELETE_RESPONSE).choice(),
    message("response_txn", 4, &TXN_RESPONSE).choice(),
]);

static COMPARE_RESULT: Names = Names {
    name: "etcdserverpb.Compare.CompareResult",
    values: &["EQUAL", "GREATER", "LESS", "NOT_EQUAL"],
};

static COMPARE_TARGET: Names = Names {
    name: "etcdserverpb.Compare.CompareTarget",
    values: &["VERSION", "CREATE", "MOD", "VALUE", "LEASE"],
};

static COMPARE: Message = Message(&[
    names("result", 1, &COMPARE_RESULT),
    names("target", 2, &COMPARE_TARGET),
    bytes("key", 3),
    int("version", 4).choice(),
    int("create_revision", 5).choice(),
    int("mod_revision", 6).choice(),
    bytes("value", 7).choice(),
    int("lease", 8).choice(),
    bytes("range_end", 64),
]);

/// `TxnRequest`.
pub static TXN_REQUEST: Message = Message(&[
    message("compare", 1, &COMPARE).many(),
    message("success", 2, &REQUEST_OP).many(),
    message("failure", 3, &REQUEST_OP).many(),
]);

/// `TxnResponse`.
pub static TXN_RESPONSE: Message = Message(&[
    HEAD,
    flag("succeeded", 2),
    message("responses", 3, &RESPONSE_OP).many(),
]);

/// `CompactionRequest`.
pub static COMPACTION_REQUEST: Message = Message(&[int("revision", 1), flag("physical", 2)]);

static FILTER_TYPE: Names = Names {
    name: "etcdserverpb.WatchCreateRequest.FilterType",
    values: &["NOPUT", "NODELETE"],
};

/// `WatchCreateRequest`.
pub static WATCH_CREATE: Message = Message(&[
    bytes("key", 1),
    bytes("range_end", 2),
    int("start_revision", 3),
    flag("progress_notify", 4),
    names("filters", 5, &FILTER_TYPE).many(),
    flag("prev_kv", 6),
    int("watch_id", 7),
    flag("fragment", 8),
]);

static WATCH_CANCEL: Message = Message(&[int("watch_id", 1)]);

/// `WatchRequest`.
pub static WATCH_REQUEST: Message = Message(&[
    message("create_request", 1, &WATCH_CREATE).choice(),
    message("cancel_request", 2, &WATCH_CANCEL).choice(),
    message("progress_request", 3, &super::NOTHING).choice(),
]);

static EVENT_TYPE: Names = Names {
    name: "mvccpb.Event.EventType",
    values: &["PUT", "DELETE"],
};

/// `mvccpb.Event`.
pub static EVENT: Message = Message(&[
    names("type", 1, &EVENT_TYPE),
    message("kv", 2, &KEY_VALUE),
    message("prev_kv", 3, &KEY_VALUE),
]);

/// `WatchResponse`.
pub static WATCH_RESPONSE: Message = Message(&[
    HEAD,
    int("watch_id", 2),
    flag("created", 3),
    flag("canceled", 4),
    int("compact_revision", 5),
    text("cancel_reason", 6),
    flag("fragment", 7),
    message("events", 11, &EVENT).many(),
]);

/// `LeaseGrantRequest`.
pub static GRANT_REQUEST: Message = Message(&[int("TTL", 1), int("ID", 2)]);

/// `LeaseGrantResponse`.
pub static GRANT_RESPONSE: Message =
    Message(&[HEAD, int("ID", 2), int("TTL", 3), text("error", 4)]);

/// `LeaseRevokeRequest`, `LeaseKeepAliveRequest`, and one lease of `LeaseLeasesResponse`.
pub static LEASE_ID: Message = Message(&[int("ID", 1)]);

/// `LeaseKeepAliveResponse`.
pub static KEEP_ALIVE_RESPONSE: Message = Message(&[HEAD, int("ID", 2), int("TTL", 3)]);

/// `LeaseTimeToLiveRequest`.
pub static TIME_TO_LIVE_REQUEST: Message = Message(&[int("ID", 1), flag("keys", 2)]);

/// `LeaseTimeToLiveResponse`.
pub static TIME_TO_LIVE_RESPONSE: Message = Message(&[
    HEAD,
    int("ID", 2),
    int("TTL", 3),
    int("grantedTTL", 4),
    field("keys", 5, Kind::Bytes).many(),
]);

/// `LeaseLeasesResponse`.
pub static LEASES_RESPONSE: Message = Message(&[HEAD, message("leases", 2, &LEASE_ID).many()]);
