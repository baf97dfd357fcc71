//! One member's server: what Raft agrees on, and what clients are told.
//!
//! It is told the time and never asks for it; it must not know other members' insides, the network
//! or who watches. A [`Server`] takes an [`Input`] and adds to a list of [`Output`]s.

pub mod api;
mod apply;
pub mod auth;
mod auth_service;
pub mod backend;
mod flags;
mod ids;
pub mod lease;
mod lease_service;
mod maintenance;
mod members;
mod propose;
mod read;
pub mod record;
mod ruling;
mod serve;
mod server;
mod state;
pub mod store;
mod told;
mod txn;
pub mod watch;
mod watch_service;

pub use flags::Flags;
pub use ids::{RequestIds, added_member_id, cluster_id, member_id};
pub use lease_service::{LeaseMessage, LeaseQuestion};
pub use members::STOP_AFTER;
pub use read::ReadStage;
pub use ruling::Ruling;
pub use server::{CallKey, Identity, Input, Output, Server, Start, StreamKey};
pub use state::{Origin, State};
pub use told::Told;
