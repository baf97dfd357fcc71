//! Proof: what shows that the cluster is right, from outside.
//!
//! Recorded cases today; invariants over random worlds next. This room is pure: files, printing and
//! clocks belong to `cli` and `ui`.

pub mod recorded;
