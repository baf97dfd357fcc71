//! Worlds and faults in the words of the terminal.

use crate::{
    session::words::spelled,
    sim::{Config, Fault},
};

pub use crate::session::script::config;

/// The words that do what the fault does.
#[must_use]
pub fn words(config: &Config, fault: &Fault) -> String {
    let names: Vec<String> = config.members.iter().map(|it| it.name.clone()).collect();
    spelled(fault, &names)
}
