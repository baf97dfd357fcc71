//! One binary for every native test.

mod recorded;
mod tidy;
mod world;
