//! The world: clock, network, disks, members, clients and chance, all of it one value.
//!
//! It takes the earliest event from an agenda and lets its owner handle it. It must not know who
//! watches: no words of etcdctl, no visit, no page.

mod agenda;
mod client;
mod clock;
mod config;
mod departure;
mod disk;
mod exit;
mod fault;
mod hand;
mod hash;
mod lessor;
mod look;
mod machine;
mod members;
mod network;
mod node;
mod output;
mod restored;
mod stream;
mod trail;
mod world;

pub use agenda::Happened;
pub use client::{Caller, Notice, Owner};
pub use clock::{Clock, DRIFT_RANGE, SKEW_MAX};
pub use config::{Config, Delay, Delays, MemberConfig, address};
pub use departure::{Departed, Departure};
pub use disk::Disk;
pub use exit::Exit;
pub use fault::{DELAY_MAX, Fault, FaultRefusal};
pub use hand::Handling;
pub use look::{CallPlace, Planned};
pub use members::PLACES_MAX;
pub use network::{Direction, Packet, Payload};
pub use node::{Node, Power, Standing};
pub use restored::BootRefusal;
pub use stream::StreamPlace;
pub use trail::{Cause, Decision, Trail};
pub use world::World;
