//! One binary for every native test.

mod page;
mod raft;
mod recorded;
mod session;
mod tidy;
mod world;
