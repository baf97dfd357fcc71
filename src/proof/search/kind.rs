//! The kinds of faults and questions by name: what a search may throw, and how often.

use crate::units::Rng;

/// Something a random world may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A member is killed; it is started again sooner or later.
    Kill,
    /// A member's machine loses power: what was not synced is gone.
    Power,
    /// All machines lose power at once.
    Blackout,
    /// A member is stopped, and goes on later.
    Freeze,
    /// A member loses all its links.
    Isolate,
    /// The members fall into two groups.
    Partition,
    /// One direction of a link is cut.
    Cut,
    /// One direction of a link loses messages.
    Loss,
    /// One direction of a link is slow.
    Delay,
    /// One direction of a link delivers messages twice.
    Duplication,
    /// One direction of a link lets messages overtake each other.
    Reordering,
    /// A member's wall clock is wrong.
    Skew,
    /// A member's clocks run too fast or too slow.
    Drift,
    /// A member's disk is slow.
    SlowDisk,
    /// A member's disk is full: its process ends with the next write.
    FullDisk,
    /// A member's election timer runs out.
    Timeout,
    /// Single messages are dropped, delayed, sent twice, held up.
    Message,
    /// A dead member's last record is torn, though it was synced: more than Raft bears.
    Tear,
    /// A dead member's disk is emptied: more than Raft bears.
    Wipe,
    /// A client writes.
    Put,
    /// A client writes a key that hangs on a lease.
    PutLeased,
    /// A client reads.
    Get,
    /// A client reads what one member has.
    GetLocal,
    /// A client deletes.
    Delete,
    /// A client compares, then writes.
    Txn,
    /// A client compacts.
    Compact,
    /// A client grants itself a lease.
    Grant,
    /// A client revokes a lease.
    Revoke,
    /// A client renews a lease once.
    Renew,
    /// A client keeps a lease alive.
    KeepAlive,
    /// A client watches.
    Watch,
    /// Somebody adds a member, with its vote.
    Add,
    /// Somebody adds a learner.
    AddLearner,
    /// Somebody promotes a learner.
    Promote,
    /// Somebody removes a member.
    Remove,
    /// Somebody hands leadership over.
    MoveLeader,
}

impl Kind {
    /// Faults.
    pub const FAULTS: &[Self] = &[
        Self::Kill,
        Self::Power,
        Self::Blackout,
        Self::Freeze,
        Self::Isolate,
        Self::Partition,
        Self::Cut,
        Self::Loss,
        Self::Delay,
        Self::Duplication,
        Self::Reordering,
        Self::Skew,
        Self::Drift,
        Self::SlowDisk,
        Self::FullDisk,
        Self::Timeout,
        Self::Message,
        Self::Tear,
        Self::Wipe,
    ];

    /// What clients do.
    pub const ASKS: &[Self] = &[
        Self::Put,
        Self::PutLeased,
        Self::Get,
        Self::GetLocal,
        Self::Delete,
        Self::Txn,
        Self::Compact,
        Self::Grant,
        Self::Revoke,
        Self::Renew,
        Self::KeepAlive,
        Self::Watch,
        Self::Add,
        Self::AddLearner,
        Self::Promote,
        Self::Remove,
        Self::MoveLeader,
    ];

    /// Its name, as `--faults` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Power => "power",
            Self::Blackout => "blackout",
            Self::Freeze => "freeze",
            Self::Isolate => "isolate",
            Self::Partition => "partition",
            Self::Cut => "cut",
            Self::Loss => "loss",
            Self::Delay => "delay",
            Self::Duplication => "duplication",
            Self::Reordering => "reordering",
            Self::Skew => "skew",
            Self::Drift => "drift",
            Self::SlowDisk => "slow-disk",
            Self::FullDisk => "full-disk",
            Self::Timeout => "timeout",
            Self::Message => "message",
            Self::Tear => "tear",
            Self::Wipe => "wipe",
            Self::Put => "put",
            Self::PutLeased => "put-leased",
            Self::Get => "get",
            Self::GetLocal => "get-local",
            Self::Delete => "delete",
            Self::Txn => "txn",
            Self::Compact => "compact",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::Renew => "renew",
            Self::KeepAlive => "keep-alive",
            Self::Watch => "watch",
            Self::Add => "add",
            Self::AddLearner => "add-learner",
            Self::Promote => "promote",
            Self::Remove => "remove",
            Self::MoveLeader => "move-leader",
        }
    }

    /// How often it comes among those of its sort where nothing else is said.
    const fn usual(self) -> u32 {
        match self {
            Self::Put => 12,
            Self::Get => 6,
            Self::Message => 0,
            Self::Kill | Self::Power | Self::PutLeased | Self::Delete | Self::Txn => 4,
            Self::Blackout
            | Self::FullDisk
            | Self::Compact
            | Self::Revoke
            | Self::KeepAlive
            | Self::Watch
            | Self::Add
            | Self::AddLearner
            | Self::Promote
            | Self::Remove
            | Self::MoveLeader => 1,
            _ => 2,
        }
    }
}

/// The kinds of faults that a search may throw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faults(u32);

impl Faults {
    /// All that Raft must bear: not those that take from a disk what was synced.
    pub const ALL: Self = Self(!(1 << Kind::Tear as u32 | 1 << Kind::Wipe as u32));
    /// None.
    pub const NONE: Self = Self(0);

    /// Whether it may throw these.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// `all`, `none`, or names with commas between them.
    ///
    /// # Errors
    /// The name that is none.
    pub fn read(text: &str) -> Result<Self, String> {
        match text {
            "all" => return Ok(Self::ALL),
            "none" => return Ok(Self::NONE),
            _ => {}
        }
        let mut faults = Self::NONE;
        for name in text.split(',') {
            let known = Kind::FAULTS.iter().find(|it| it.name() == name);
            let kind = known.ok_or_else(|| {
                let all: Vec<&str> = Kind::FAULTS.iter().map(|it| it.name()).collect();
                format!(
                    "{name} is no fault: all, none, or some of {}",
                    all.join(",")
                )
            })?;
            faults.0 |= 1 << *kind as u32;
        }
        Ok(faults)
    }
}

/// A kind that a search wants more of than of others, and how many times as often.
pub type Favour = (Kind, u32);

/// How often each kind comes in one world.
#[derive(Clone, Debug)]
pub(super) struct Weights(Vec<(Kind, u32)>);

impl Weights {
    /// Half of the kinds, each more or less often; favoured ones in any case. As swarm testing has
    /// it: a world without most things goes deeper into the rest (Groce et al., 2012).
    pub(super) fn draw(kinds: &[Kind], favours: &[Favour], rng: &mut Rng) -> Self {
        let mut weights = Vec::new();
        for kind in kinds {
            let favour = favours.iter().find(|(it, _)| it == kind);
            let (there, often) = (rng.below(2) == 0, rng.below(4));
            let often = [1, 2, 4, 8][crate::proof::search::plan::place(often)];
            if there || favour.is_some() {
                let times = favour.map_or(1, |(_, times)| *times);
                weights.push((*kind, kind.usual() * often * times));
            }
        }
        Self(weights)
    }

    /// Whether this kind comes at all.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.0.iter().any(|(it, _)| *it == kind)
    }

    /// Adds a kind.
    pub(super) fn add(&mut self, kind: Kind, weight: u32) {
        self.0.push((kind, weight));
    }

    /// One kind; `None` if there is none.
    pub(super) fn pick(&self, rng: &mut Rng) -> Option<Kind> {
        let sum: u64 = self.0.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut at = rng.below(sum);
        for (kind, weight) in &self.0 {
            match at.checked_sub(u64::from(*weight)) {
                Some(left) => at = left,
                None => return Some(*kind),
            }
        }
        None
    }
}
