//! One binary for every native test.

mod recorded;
mod session;
mod tidy;
mod world;
