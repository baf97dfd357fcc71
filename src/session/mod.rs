//! What a visit is: pure, and all that time travel rewinds.

pub mod view;
