//! Our core beside raft-rs.
fn main() {}
