//! One binary for every native test.
