//! What was done to the cluster, and what came of it by itself. Plain values; see [`super`].

use std::fmt;

use crate::{
    session::words::{longer, offset, percent, rate, span},
    sim::{Delay, Exit, Handling},
};

/// What a person did to the cluster; members by name. `Display` is the line's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// SIGKILL.
    Killed(String),
    /// Its machine lost power.
    PowerLost(String),
    /// Its process ended by itself.
    Exited {
        /// The member.
        member: String,
        /// Why.
        exit: Exit,
    },
    /// Its process was started, or started anew.
    Started(String),
    /// The cluster was stopped, and these members started from their data directories.
    Booted(Vec<String>),
    /// SIGSTOP.
    Frozen(String),
    /// SIGCONT.
    Thawed(String),
    /// All its links were cut.
    Isolated(String),
    /// A link was cut.
    Cut {
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// Whether the way back was cut too.
        both: bool,
    },
    /// A link was healed.
    Healed {
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// Whether the way back was healed too.
        both: bool,
    },
    /// All links were healed.
    HealedAll,
    /// All links, clocks and disks were healed.
    MendedAll,
    /// Links between these groups were cut.
    Parted(Vec<Vec<String>>),
    /// A link loses messages.
    Loses {
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// Whether the way back loses as many.
        both: bool,
        /// Parts per million.
        ppm: u32,
    },
    /// A link takes longer.
    Delays {
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// Whether the way back takes longer too.
        both: bool,
        /// How much longer; zero takes it back.
        delay: Delay,
    },
    /// A link delivers some messages twice.
    Duplicates {
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// Whether the way back does too.
        both: bool,
        /// Parts per million.
        ppm: u32,
    },
    /// A link lets some messages be overtaken.
    Reorders {
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// Whether the way back does too.
        both: bool,
        /// Parts per million.
        ppm: u32,
    },
    /// A wall clock was set off true time, or right.
    Skewed {
        /// The member.
        member: String,
        /// Microseconds ahead.
        by: i64,
    },
    /// Clocks run faster or slower, or right again.
    Drifts {
        /// The member.
        member: String,
        /// Parts per million faster.
        ppm: i32,
    },
    /// A disk takes longer; zero takes it back.
    SlowDisk {
        /// The member.
        member: String,
        /// How much longer.
        delay: Delay,
    },
    /// A disk is full.
    DiskFull(String),
    /// A full disk has room again.
    DiskFree(String),
    /// Half of the last record is missing.
    Torn(String),
    /// All data is gone.
    Wiped(String),
    /// Clocks and disks were healed.
    Mended(String),
    /// An election timer ran out by hand.
    TimedOut(String),
    /// Something was done to one message.
    Handled {
        /// Its number.
        id: u64,
        /// Its type.
        message: &'static str,
        /// Sender.
        from: String,
        /// Receiver.
        to: String,
        /// What was done to it.
        act: Handling,
    },
    /// All members forgot a rule, or follow it again.
    Rule {
        /// Its name in `raft::Rules::ALL`.
        name: &'static str,
        /// Whether they follow it.
        on: bool,
    },
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Killed(member) => write!(f, "{member} killed"),
            Self::PowerLost(member) => write!(f, "{member} lost power"),
            Self::Exited { member, exit } => write!(f, "{member} exited: {exit}"),
            Self::Started(member) => write!(f, "{member} started"),
            Self::Booted(members) => {
                let members = members.join(" ");
                write!(f, "cluster booted from data directories: {members}")
            }
            Self::Frozen(member) => write!(f, "{member} frozen"),
            Self::Thawed(member) => write!(f, "{member} goes on"),
            Self::TimedOut(member) => write!(f, "{member}'s election timer ran out"),
            Self::Isolated(member) => write!(f, "{member} isolated"),
            Self::HealedAll => write!(f, "all links healed"),
            Self::MendedAll => write!(f, "all links, clocks and disks healed"),
            Self::Parted(groups) => {
                let groups: Vec<String> = groups.iter().map(|group| group.join(" ")).collect();
                write!(f, "partition: {}", groups.join(" / "))
            }
            Self::Cut { from, to, both }
            | Self::Healed { from, to, both }
            | Self::Loses { from, to, both, .. }
            | Self::Delays { from, to, both, .. }
            | Self::Duplicates { from, to, both, .. }
            | Self::Reorders { from, to, both, .. } => {
                let way = if *both { '–' } else { '→' };
                write!(f, "{from} {way} {to} ")?;
                link(f, self)
            }
            Self::Skewed { member, .. }
            | Self::Drifts { member, .. }
            | Self::SlowDisk { member, .. }
            | Self::DiskFull(member)
            | Self::DiskFree(member)
            | Self::Torn(member)
            | Self::Wiped(member)
            | Self::Mended(member) => {
                write!(f, "{member}'s ")?;
                machine(f, self)
            }
            Self::Handled {
                id,
                message,
                from,
                to,
                act,
            } => {
                write!(f, "m{id}, {message} {from} → {to}, ")?;
                match act {
                    Handling::Drop => write!(f, "dropped"),
                    Handling::Delay(longer) => write!(f, "delayed by {}", span(*longer)),
                    Handling::Duplicate => write!(f, "sent twice"),
                    Handling::Deliver => write!(f, "delivered at once"),
                    Handling::Hold => write!(f, "held up"),
                    Handling::Release => write!(f, "released"),
                }
            }
            Self::Rule { name, on: false } => write!(f, "not etcd any more: {name} off"),
            Self::Rule { name, on: true } => write!(f, "{name} on again"),
        }
    }
}

/// What is said of a link after its ends.
fn link(f: &mut fmt::Formatter<'_>, what: &Happening) -> fmt::Result {
    match what {
        Happening::Cut { .. } => write!(f, "cut"),
        Happening::Healed { .. } => write!(f, "healed"),
        Happening::Loses { ppm, .. } => write!(f, "loses {} of messages", percent(*ppm)),
        Happening::Delays { delay, .. } if *delay == Delay::default() => {
            write!(f, "no longer delayed")
        }
        Happening::Delays { delay, .. } => write!(f, "takes {} longer", longer(*delay)),
        Happening::Duplicates { ppm, .. } => {
            write!(f, "delivers {} of messages twice", percent(*ppm))
        }
        Happening::Reorders { ppm, .. } => write!(f, "reorders {} of messages", percent(*ppm)),
        _ => Ok(()),
    }
}

/// What is said of a machine after its member's name.
fn machine(f: &mut fmt::Formatter<'_>, what: &Happening) -> fmt::Result {
    match what {
        Happening::Skewed { by: 0, .. } => write!(f, "wall clock is right"),
        Happening::Skewed { by, .. } => write!(f, "wall clock is off by {}", offset(*by)),
        Happening::Drifts { ppm: 0, .. } => write!(f, "clocks run right"),
        Happening::Drifts { ppm, .. } => write!(f, "clocks drift by {}", rate(*ppm)),
        Happening::SlowDisk { delay, .. } if *delay == Delay::default() => {
            write!(f, "disk is as fast as before")
        }
        Happening::SlowDisk { delay, .. } => write!(f, "disk takes {} longer", longer(*delay)),
        Happening::DiskFull(_) => write!(f, "disk is full"),
        Happening::DiskFree(_) => write!(f, "disk has room again"),
        Happening::Torn(_) => write!(f, "last record is torn"),
        Happening::Wiped(_) => write!(f, "disk is wiped"),
        Happening::Mended(_) => write!(f, "clocks and disk are healed"),
        _ => Ok(()),
    }
}
