//! One binary for every native test.

mod recorded;
mod session;
mod world;
