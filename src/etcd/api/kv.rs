//! Keys: put, range, delete, txn, compaction (`etcdserverpb.KV`, `mvccpb.KeyValue`).

use bytes::Bytes;

use super::ResponseHeader;

/// One key as stored (`mvccpb.KeyValue`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct KeyValue {
    /// The key.
    #[prost(bytes = "bytes", tag = "1")]
    pub key: Bytes,
    /// Main revision of the put that began the current generation.
    #[prost(int64, tag = "2")]
    pub create_revision: i64,
    /// Main revision of the last put; of the delete, in a DELETE event.
    #[prost(int64, tag = "3")]
    pub mod_revision: i64,
    /// Number of puts in the current generation.
    #[prost(int64, tag = "4")]
    pub version: i64,
    /// The value.
    #[prost(bytes = "bytes", tag = "5")]
    pub value: Bytes,
    /// The lease that the key hangs on, or 0.
    #[prost(int64, tag = "6")]
    pub lease: i64,
}

/// The order of a range's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum SortOrder {
    /// As found: by key.
    None = 0,
    /// Smallest first.
    Ascend = 1,
    /// Largest first.
    Descend = 2,
}

/// What a range's answer is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum SortTarget {
    /// By key.
    Key = 0,
    /// By version.
    Version = 1,
    /// By create revision.
    Create = 2,
    /// By modification revision.
    Mod = 3,
    /// By value.
    Value = 4,
}

/// Reads keys in `[key, range_end)`.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct RangeRequest {
    /// First key.
    #[prost(bytes = "bytes", tag = "1")]
    pub key: Bytes,
    /// End, exclusive; empty: only `key`; `\0`: everything from `key` on.
    #[prost(bytes = "bytes", tag = "2")]
    pub range_end: Bytes,
    /// At most this many keys; 0 or less: all.
    #[prost(int64, tag = "3")]
    pub limit: i64,
    /// Read at this revision; 0 or less: now.
    #[prost(int64, tag = "4")]
    pub revision: i64,
    /// Order of the answer.
    #[prost(enumeration = "SortOrder", tag = "5")]
    pub sort_order: i32,
    /// What the order is by.
    #[prost(enumeration = "SortTarget", tag = "6")]
    pub sort_target: i32,
    /// Answer from this member's own state, without a quorum.
    #[prost(bool, tag = "7")]
    pub serializable: bool,
    /// Leave values out.
    #[prost(bool, tag = "8")]
    pub keys_only: bool,
    /// Only count.
    #[prost(bool, tag = "9")]
    pub count_only: bool,
    /// Lower bound on mod revision.
    #[prost(int64, tag = "10")]
    pub min_mod_revision: i64,
    /// Upper bound on mod revision.
    #[prost(int64, tag = "11")]
    pub max_mod_revision: i64,
    /// Lower bound on create revision.
    #[prost(int64, tag = "12")]
    pub min_create_revision: i64,
    /// Upper bound on create revision.
    #[prost(int64, tag = "13")]
    pub max_create_revision: i64,
}

/// The answer to a range.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct RangeResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The keys found.
    #[prost(message, repeated, tag = "2")]
    pub kvs: Vec<KeyValue>,
    /// Whether the limit cut the answer.
    #[prost(bool, tag = "3")]
    pub more: bool,
    /// Number of keys in the range, before the limit.
    #[prost(int64, tag = "4")]
    pub count: i64,
}

/// Writes one key.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct PutRequest {
    /// The key.
    #[prost(bytes = "bytes", tag = "1")]
    pub key: Bytes,
    /// The value.
    #[prost(bytes = "bytes", tag = "2")]
    pub value: Bytes,
    /// Lease to hang the key on, 0 for none.
    #[prost(int64, tag = "3")]
    pub lease: i64,
    /// Answer with the pair before the put.
    #[prost(bool, tag = "4")]
    pub prev_kv: bool,
    /// Keep the value.
    #[prost(bool, tag = "5")]
    pub ignore_value: bool,
    /// Keep the lease.
    #[prost(bool, tag = "6")]
    pub ignore_lease: bool,
}

/// The answer to a put.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct PutResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The pair before the put, if asked for and there was one.
    #[prost(message, optional, tag = "2")]
    pub prev_kv: Option<KeyValue>,
}

/// Deletes keys in `[key, range_end)`.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct DeleteRangeRequest {
    /// First key.
    #[prost(bytes = "bytes", tag = "1")]
    pub key: Bytes,
    /// End, as in [`RangeRequest`].
    #[prost(bytes = "bytes", tag = "2")]
    pub range_end: Bytes,
    /// Answer with the pairs deleted.
    #[prost(bool, tag = "3")]
    pub prev_kv: bool,
}

/// The answer to a delete.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct DeleteRangeResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// Number of keys deleted.
    #[prost(int64, tag = "2")]
    pub deleted: i64,
    /// The pairs deleted, if asked for.
    #[prost(message, repeated, tag = "3")]
    pub prev_kvs: Vec<KeyValue>,
}

/// One operation of a transaction.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct RequestOp {
    /// The operation; none is an error at the server.
    #[prost(oneof = "request_op::Request", tags = "1, 2, 3, 4")]
    pub request: Option<request_op::Request>,
}

/// The kinds of [`RequestOp`].
pub mod request_op {
    /// The operation itself.
    #[derive(Clone, PartialEq, Eq, prost::Oneof)]
    pub enum Request {
        /// Read.
        #[prost(message, tag = "1")]
        Range(super::RangeRequest),
        /// Write.
        #[prost(message, tag = "2")]
        Put(super::PutRequest),
        /// Delete.
        #[prost(message, tag = "3")]
        DeleteRange(super::DeleteRangeRequest),
        /// A transaction inside.
        #[prost(message, tag = "4")]
        Txn(super::TxnRequest),
    }
}

/// The answer to one operation of a transaction.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct ResponseOp {
    /// The answer.
    #[prost(oneof = "response_op::Response", tags = "1, 2, 3, 4")]
    pub response: Option<response_op::Response>,
}

/// The kinds of [`ResponseOp`].
pub mod response_op {
    /// The answer itself.
    #[derive(Clone, PartialEq, Eq, prost::Oneof)]
    pub enum Response {
        /// Read.
        #[prost(message, tag = "1")]
        Range(super::RangeResponse),
        /// Write.
        #[prost(message, tag = "2")]
        Put(super::PutResponse),
        /// Delete.
        #[prost(message, tag = "3")]
        DeleteRange(super::DeleteRangeResponse),
        /// A transaction inside.
        #[prost(message, tag = "4")]
        Txn(super::TxnResponse),
    }
}

/// The outcome a comparison asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum CompareResult {
    /// Equal.
    Equal = 0,
    /// Greater.
    Greater = 1,
    /// Less.
    Less = 2,
    /// Not equal.
    NotEqual = 3,
}

/// The field that a comparison looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum CompareTarget {
    /// Version.
    Version = 0,
    /// Create revision.
    Create = 1,
    /// Modification revision.
    Mod = 2,
    /// Value.
    Value = 3,
    /// Lease.
    Lease = 4,
}

/// One comparison of a transaction.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Compare {
    /// Outcome asked for.
    #[prost(enumeration = "CompareResult", tag = "1")]
    pub result: i32,
    /// Field looked at.
    #[prost(enumeration = "CompareTarget", tag = "2")]
    pub target: i32,
    /// First key.
    #[prost(bytes = "bytes", tag = "3")]
    pub key: Bytes,
    /// What to compare with.
    #[prost(oneof = "compare::TargetUnion", tags = "4, 5, 6, 7, 8")]
    pub target_union: Option<compare::TargetUnion>,
    /// End, as in [`RangeRequest`].
    #[prost(bytes = "bytes", tag = "64")]
    pub range_end: Bytes,
}

/// The kinds of operand of [`Compare`].
pub mod compare {
    use bytes::Bytes;

    /// The operand itself.
    #[derive(Clone, PartialEq, Eq, prost::Oneof)]
    pub enum TargetUnion {
        /// A version.
        #[prost(int64, tag = "4")]
        Version(i64),
        /// A create revision.
        #[prost(int64, tag = "5")]
        CreateRevision(i64),
        /// A modification revision.
        #[prost(int64, tag = "6")]
        ModRevision(i64),
        /// A value.
        #[prost(bytes = "bytes", tag = "7")]
        Value(Bytes),
        /// A lease.
        #[prost(int64, tag = "8")]
        Lease(i64),
    }
}

/// Compares, then does `success` or `failure` as one transaction.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct TxnRequest {
    /// All must hold.
    #[prost(message, repeated, tag = "1")]
    pub compare: Vec<Compare>,
    /// Done if all hold.
    #[prost(message, repeated, tag = "2")]
    pub success: Vec<RequestOp>,
    /// Done otherwise.
    #[prost(message, repeated, tag = "3")]
    pub failure: Vec<RequestOp>,
}

/// The answer to a transaction.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct TxnResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// Whether all comparisons held.
    #[prost(bool, tag = "2")]
    pub succeeded: bool,
    /// One answer per operation done.
    #[prost(message, repeated, tag = "3")]
    pub responses: Vec<ResponseOp>,
}

/// Forgets revisions below `revision`.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct CompactionRequest {
    /// Reads below this revision fail afterwards.
    #[prost(int64, tag = "1")]
    pub revision: i64,
    /// Answer only when the bytes are gone.
    #[prost(bool, tag = "2")]
    pub physical: bool,
}

/// The answer to a compaction.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct CompactionResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
}
