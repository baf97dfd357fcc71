//! Watches (`etcdserverpb.Watch`, `mvccpb.Event`).

use bytes::Bytes;

use super::{KeyValue, ResponseHeader};

/// Put or delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum EventType {
    /// A key was written.
    Put = 0,
    /// A key was deleted, by a client or by its lease.
    Delete = 1,
}

/// One change of one key.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Event {
    /// Put or delete.
    #[prost(enumeration = "EventType", tag = "1")]
    pub r#type: i32,
    /// The pair after a put; key and mod revision of a delete.
    #[prost(message, optional, tag = "2")]
    pub kv: Option<KeyValue>,
    /// The pair before, if asked for and not compacted.
    #[prost(message, optional, tag = "3")]
    pub prev_kv: Option<KeyValue>,
}

/// An event kind that a watcher does not want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum FilterType {
    /// No puts.
    Noput = 0,
    /// No deletes.
    Nodelete = 1,
}

/// Creates a watcher.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct WatchCreateRequest {
    /// First key.
    #[prost(bytes = "bytes", tag = "1")]
    pub key: Bytes,
    /// End, as in a range.
    #[prost(bytes = "bytes", tag = "2")]
    pub range_end: Bytes,
    /// First revision wanted; 0 or less: the next one.
    #[prost(int64, tag = "3")]
    pub start_revision: i64,
    /// Say the current revision now and then when nothing happens.
    #[prost(bool, tag = "4")]
    pub progress_notify: bool,
    /// Event kinds left out.
    #[prost(enumeration = "FilterType", repeated, packed = "true", tag = "5")]
    pub filters: Vec<i32>,
    /// Send the pair before each event.
    #[prost(bool, tag = "6")]
    pub prev_kv: bool,
    /// The id asked for; 0 lets the member choose.
    #[prost(int64, tag = "7")]
    pub watch_id: i64,
    /// Split large revisions over several answers.
    #[prost(bool, tag = "8")]
    pub fragment: bool,
}

/// Cancels a watcher.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct WatchCancelRequest {
    /// The watcher.
    #[prost(int64, tag = "1")]
    pub watch_id: i64,
}

/// Created, events, progress or cancellation.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct WatchResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The watcher.
    #[prost(int64, tag = "2")]
    pub watch_id: i64,
    /// The watcher now exists.
    #[prost(bool, tag = "3")]
    pub created: bool,
    /// The watcher is gone.
    #[prost(bool, tag = "4")]
    pub canceled: bool,
    /// The compacted revision, where that is why.
    #[prost(int64, tag = "5")]
    pub compact_revision: i64,
    /// Why it is gone.
    #[prost(string, tag = "6")]
    pub cancel_reason: String,
    /// More of the same revision follows.
    #[prost(bool, tag = "7")]
    pub fragment: bool,
    /// Events, ordered by (main, sub).
    #[prost(message, repeated, tag = "11")]
    pub events: Vec<Event>,
}
