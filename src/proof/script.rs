//! Stories as lines to type: what was done to a world, in the words of the terminal. It must not
//! know why it was done.

use crate::{
    session::{script::world, words::spelled},
    sim::{Config, Fault},
    units::Micros,
};

pub use crate::session::script::config;

/// The words that do what the fault does.
#[must_use]
pub fn words(config: &Config, fault: &Fault) -> String {
    let names: Vec<String> = config.members.iter().map(|it| it.name.clone()).collect();
    spelled(fault, &names)
}

/// A whole story: the world it happens in, and lines with the time between them.
pub(super) fn write(config: &Config, done: &[(Micros, String)]) -> String {
    let mut text = format!("@world {}\n", world(config, true));
    let mut now = Micros::ZERO;
    for (number, (at, line)) in done.iter().enumerate() {
        let wait = at.since(now);
        if wait > Micros::ZERO {
            let (seconds, rest) = (wait.as_secs(), wait.0 % 1_000_000);
            text.push_str(&format!("@sleep {seconds}.{rest:06}\n"));
        }
        now = *at;
        if line.starts_with("etcdctl") {
            text.push_str(&format!("& C{number} {line}\n"));
        } else {
            text.push_str(&format!("$ {line}\n"));
        }
    }
    text
}
