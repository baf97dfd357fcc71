//! What the page draws, as plain values computed from the scene at one moment.
//!
//! Every picture is one of these; a picture that is not here is not state. Values are small: the
//! caller names a window where history is long.

mod cluster;
mod diff;
mod happening;
mod leases;
mod log;
mod revisions;
mod shell;
mod spoken;
mod thread;
mod timeline;
mod wait;

pub use cluster::*;
pub use diff::{Change, diff};
pub use happening::Happening;
pub use leases::*;
pub use log::*;
pub use revisions::*;
pub use shell::*;
pub use spoken::*;
pub use thread::*;
pub use timeline::*;
pub use wait::*;
