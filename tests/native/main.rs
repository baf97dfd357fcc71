//! One binary for every native test.

mod page;
mod recorded;
mod session;
mod world;
