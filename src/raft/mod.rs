//! Consensus: etcd's Raft. It knows no keys, no time but ticks, no disk, no network.
//!
//! Use it so, in this order and no other:
//!
//! 1. Give it inputs with [`Raft::step`]: ticks, messages, proposals, reads.
//! 2. Take [`Raft::ready`] while it returns something. It returns nothing while a write is out.
//! 3. Of a [`Ready`]: send `messages` at once if `leader`, else after step 4; they may leave before
//!    the leader's own disk has the entries (thesis §10.2.1).
//! 4. Put `write` on disk, synced if it says so; then step [`Input::Persisted`] and send
//!    `after_write`. Answers that promise something (votes, acknowledgements) are only there.
//! 5. Apply `committed` in order, then step [`Input::Applied`].
//!
//! The shapes follow etcd-io/raft (`raft.go`, `rawnode.go`); randomness comes from the seed given.

mod candidate;
mod change;
mod changer;
mod config;
mod configuration;
mod follower;
mod hash;
mod inflight;
mod leader;
mod log;
mod message;
mod progress;
mod quorum;
mod read;
mod ready;
mod reason;
mod reconfigure;
mod replicate;
mod rules;
mod state;
mod step;

pub use change::{Change, ChangeKind, ConfChange, Transition};
pub use changer::{ChangeError, Changed};
pub use config::Config;
pub use configuration::{Configuration, Joint};
pub use inflight::Inflight;
pub use log::{Entry, EntryKind, Log};
pub use message::{Body, Message, Proposal, Rejection, Snapshot};
pub use progress::{Progress, ProgressState};
pub use quorum::Tally;
pub use read::{ReadContext, ReadOnly, ReadProgress, ReadRound};
pub use ready::{AppendDone, ReadState, Ready, Write};
pub use reason::{
    CampaignRefusal, ChangeRefusal, Ignored, ProposalRefusal, ReadWait, Reason, SnapshotRefusal,
    TransferAbort, TransferRefusal, VoteRefusal,
};
pub use rules::{Rule, Rules};
pub use state::{HardState, Input, Raft, Refusal};

/// What a member is to its cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Follows a leader, or waits for one.
    #[default]
    Follower,
    /// Asks whether it could win before raising the term.
    PreCandidate,
    /// Asks for votes in a new term.
    Candidate,
    /// Appends and replicates.
    Leader,
}
