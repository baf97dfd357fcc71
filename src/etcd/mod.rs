//! One member's server: what Raft agrees on, and what clients are told.

pub mod api;
pub mod lease;
pub mod store;
pub mod watch;
