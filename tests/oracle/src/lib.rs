//! Two Raft cores behind one trait: ours, compiled from `src/raft`, and the `raft` crate 0.7.
//!
//! A [`schedule`] is a list of choices from outside. [`cluster`] carries it out on either core;
//! [`compare`] says where they part at a quiet moment; [`allowed`] is the list of differences that
//! are known, each with its reason. Ours is compiled from the product's own sources, with nothing
//! but the two rooms it needs, so that this package builds without the page.

#[path = "../../../src/raft/mod.rs"]
pub mod raft;
#[path = "../../../src/units/mod.rs"]
pub mod units;

pub mod allowed;
pub mod cluster;
pub mod compare;
pub mod generate;
pub mod member;
pub mod needed;
pub mod ours;
pub mod schedule;
pub mod shrink;
pub mod theirs;
