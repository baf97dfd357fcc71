//! One binary for every native test.

mod raft;
mod recorded;
mod world;
