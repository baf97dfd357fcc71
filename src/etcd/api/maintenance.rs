//! What concerns one member's backend (`etcdserverpb.Maintenance`).

use bytes::Bytes;

use super::ResponseHeader;

/// Asks a member to rewrite its backend without free pages.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct DefragmentRequest {}

/// The backend was rewritten; a 3.5 server sends no header.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct DefragmentResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
}

/// Asks for the hash of a member's whole backend.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct HashRequest {}

/// The hash of a whole backend.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct HashResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// CRC-32C over all buckets.
    #[prost(uint32, tag = "2")]
    pub hash: u32,
}

/// Asks for the hash of a member's keys up to a revision.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct HashKvRequest {
    /// Up to and with this revision; 0: the latest.
    #[prost(int64, tag = "1")]
    pub revision: i64,
}

/// The hash of a member's keys.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct HashKvResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// CRC-32C over revisions, keys, values and leases.
    #[prost(uint32, tag = "2")]
    pub hash: u32,
    /// The compacted revision; -1 before any compaction.
    #[prost(int64, tag = "3")]
    pub compact_revision: i64,
}

/// Asks for a member's backend file.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct SnapshotRequest {}

/// A piece of a backend file; here always the whole, with the SHA-256 of it at its end.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct SnapshotResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// Bytes that follow this piece.
    #[prost(uint64, tag = "2")]
    pub remaining_bytes: u64,
    /// The piece.
    #[prost(bytes = "bytes", tag = "3")]
    pub blob: Bytes,
}
