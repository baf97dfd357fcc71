//! Leases (`etcdserverpb.Lease`).

use bytes::Bytes;

use super::ResponseHeader;

/// Creates a lease.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseGrantRequest {
    /// Time to live asked for, in seconds.
    #[prost(int64, tag = "1")]
    pub ttl: i64,
    /// The id asked for; 0 lets the member choose.
    #[prost(int64, tag = "2")]
    pub id: i64,
}

/// A lease was created.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseGrantResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The lease.
    #[prost(int64, tag = "2")]
    pub id: i64,
    /// Its time to live, in seconds.
    #[prost(int64, tag = "3")]
    pub ttl: i64,
    /// Never set by a 3.5 server.
    #[prost(string, tag = "4")]
    pub error: String,
}

/// Ends a lease.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseRevokeRequest {
    /// The lease.
    #[prost(int64, tag = "1")]
    pub id: i64,
}

/// A lease was ended.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseRevokeResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
}

/// Renews a lease.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseKeepAliveRequest {
    /// The lease.
    #[prost(int64, tag = "1")]
    pub id: i64,
}

/// A lease was renewed.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseKeepAliveResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The lease.
    #[prost(int64, tag = "2")]
    pub id: i64,
    /// Its full time to live in seconds; 0 or less: there is no such lease.
    #[prost(int64, tag = "3")]
    pub ttl: i64,
}

/// Asks what is left of a lease.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseTimeToLiveRequest {
    /// The lease.
    #[prost(int64, tag = "1")]
    pub id: i64,
    /// Also list the attached keys.
    #[prost(bool, tag = "2")]
    pub keys: bool,
}

/// What is left of a lease.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseTimeToLiveResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The lease.
    #[prost(int64, tag = "2")]
    pub id: i64,
    /// Whole seconds left; -1: there is no such lease.
    #[prost(int64, tag = "3")]
    pub ttl: i64,
    /// The time to live granted, in seconds.
    #[prost(int64, tag = "4")]
    pub granted_ttl: i64,
    /// The attached keys, sorted.
    #[prost(bytes = "bytes", repeated, tag = "5")]
    pub keys: Vec<Bytes>,
}

/// Lists leases.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseLeasesRequest {}

/// One lease of a list.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct LeaseStatus {
    /// The lease.
    #[prost(int64, tag = "1")]
    pub id: i64,
}

/// All leases, soonest expiry first.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LeaseLeasesResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The leases.
    #[prost(message, repeated, tag = "2")]
    pub leases: Vec<LeaseStatus>,
}
