//! Proof: what shows that the cluster is right, from outside.
//!
//! Recorded cases compare with etcd; a judge looks at random worlds after every event. This room is
//! pure: files, printing and clocks belong to `cli` and `ui`.

pub mod bench;
pub mod faithful;
pub mod judges;
pub mod lessons;
pub mod linear;
pub mod recorded;
pub mod scenarios;
pub mod script;
pub mod search;
pub mod story;
pub mod trial;
pub mod visits;
