//! One member as a schedule sees it: what both cores can be told, and what is compared of them.

use crate::{allowed::EVENED, raft::Rules};

/// Settings of a cluster; both cores get the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Members `1..=voters` vote from the start.
    pub voters: u64,
    /// Members after those start empty and know nobody.
    pub spares: u64,
    /// Ticks of an election timeout; the pinned one is in `[this, 2·this)`.
    pub election_ticks: u32,
    /// Ask before raising the term.
    pub pre_vote: bool,
    /// A leader without a quorum steps down.
    pub check_quorum: bool,
    /// One entry per append instead of any number.
    pub one_entry: bool,
    /// Appends under way to one peer at most.
    pub inflight: usize,
    /// Whether a leader is told that its snapshot arrived, as etcd's transport does.
    pub reports: bool,
    /// Which known differences of theirs are evened out, as bits.
    pub allow: u32,
    /// Rules in force in our core; etcd's but for mutants.
    pub rules: Rules,
}

impl Settings {
    /// All ids.
    pub fn ids(&self) -> std::ops::RangeInclusive<u64> {
        1..=self.voters + self.spares
    }
}

/// Who votes and who follows; lists ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conf {
    /// Voters of the incoming half.
    pub voters: Vec<u64>,
    /// Voters of the outgoing half.
    pub outgoing: Vec<u64>,
    /// Learners.
    pub learners: Vec<u64>,
    /// Outgoing voters that become learners.
    pub learners_next: Vec<u64>,
    /// Whether a joint configuration is left by itself.
    pub auto_leave: bool,
}

/// One change of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single {
    /// Make it a voter.
    Voter(u64),
    /// Make it a learner.
    Learner(u64),
    /// Remove it.
    Remove(u64),
}

/// How a change of configuration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// Simple if possible, else joint and left by itself.
    Auto,
    /// Joint, left by itself.
    Implicit,
    /// Joint, left by an empty change.
    Explicit,
}

/// A proposed change; no singles leave a joint configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How it goes.
    pub transition: Transition,
    /// What changes.
    pub singles: Vec<Single>,
}

/// An entry's payload, in a form that both cores' bytes are read into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// The application's bytes.
    Normal(Vec<u8>),
    /// A change of the configuration.
    Change(Change),
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its term.
    pub term: u64,
    /// Its index.
    pub index: u64,
    /// What it holds.
    pub payload: Payload,
}

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Follows.
    Follower,
    /// Asks for pre-votes.
    PreCandidate,
    /// Asks for votes.
    Candidate,
    /// Leads.
    Leader,
}

/// How a leader sends to a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// One at a time.
    Probe,
    /// Optimistically.
    Replicate,
    /// Waits for a snapshot to arrive.
    Snapshot,
}

/// What a leader believes of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The peer.
    pub peer: u64,
    /// Known to hold everything up to here.
    pub matched: u64,
    /// The next entry to send.
    pub next: u64,
    /// How to send.
    pub sending: Sending,
    /// Whether it was heard since the last quorum check.
    pub active: bool,
}

/// What is compared of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its role.
    pub role: Role,
    /// Its term.
    pub term: u64,
    /// Whom it voted for; 0 for nobody.
    pub vote: u64,
    /// The leader it knows; 0 for none.
    pub leader: u64,
    /// Its commit index.
    pub commit: u64,
    /// What it applied.
    pub applied: u64,
    /// The index before its first entry.
    pub snapshot: u64,
    /// Its entries.
    pub log: Vec<Item>,
    /// Its configuration.
    pub conf: Conf,
    /// Ticks since it heard of a leader.
    pub elapsed: u32,
    /// Whom it hands leadership to; 0 for nobody.
    pub transferee: u64,
    /// On a leader, what it believes of its peers; by id.
    pub rows: Vec<Row>,
}

/// What a message is called: its kind, and whether an append carries entries. Faults name a message
/// by its link, its kind and its place among those, because how many empty appends there are is
/// nobody's promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// Sender.
    pub from: u64,
    /// Receiver.
    pub to: u64,
    /// etcd's name of the kind; `MsgApp+` with entries; answers that refuse end in `-`.
    pub kind: &'static str,
}

impl Address {
    /// All kinds.
    pub const KINDS: [&str; 19] = [
        "MsgProp",
        "MsgApp",
        "MsgApp+",
        "MsgAppResp",
        "MsgAppResp-",
        "MsgVote",
        "MsgVoteResp",
        "MsgVoteResp-",
        "MsgPreVote",
        "MsgPreVoteResp",
        "MsgPreVoteResp-",
        "MsgSnap",
        "MsgHeartbeat",
        "MsgHeartbeatResp",
        "MsgTransferLeader",
        "MsgTimeoutNow",
        "MsgReadIndex",
        "MsgReadIndexResp",
        "local",
    ];
}

/// What an application is told by a member's readies, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An entry is applied; if it changed the configuration, to this one.
    Applied(Item, Option<Conf>),
    /// A snapshot that ends here replaces everything.
    Installed {
        /// Its last index.
        index: u64,
        /// Its configuration.
        conf: Conf,
    },
    /// A read may go on once so much is applied.
    Read {
        /// Which.
        context: u64,
        /// How much.
        index: u64,
    },
}

/// A core: a state machine that a schedule drives.
pub trait Member: Sized {
    /// Its messages.
    type Message: Clone + std::fmt::Debug;
    /// What survives a crash.
    type Disk: Clone;

    /// The core's name.
    const NAME: &'static str;

    /// A disk that knows these voters at index 2 of term 1, or nobody.
    fn format(voters: Option<&[u64]>) -> Self::Disk;
    /// Starts from a disk; everything after its snapshot is applied again.
    fn boot(id: u64, settings: &Settings, disk: Self::Disk) -> Self;
    /// Loses what was not written.
    fn crash(self) -> Self::Disk;
    /// Sets the timeout in force, then lets a tick pass.
    fn tick(&mut self, timeout: u32);
    /// Asks to append bytes.
    fn propose(&mut self, data: Vec<u8>);
    /// Asks for a change of the configuration.
    fn change(&mut self, change: &Change);
    /// Campaigns.
    fn campaign(&mut self);
    /// Asks the leader to hand over.
    fn transfer(&mut self, to: u64);
    /// Asks for a read index.
    fn read(&mut self, context: u64);
    /// Says that messages to a peer do not arrive.
    fn unreachable(&mut self, peer: u64);
    /// Says whether a snapshot arrived at a peer.
    fn snapshot_sent(&mut self, peer: u64, arrived: bool);
    /// Takes a message.
    fn receive(&mut self, message: Self::Message);
    /// Handles readies until there is none: writes, applies, and gives what is to be sent and what
    /// happened.
    fn drain(&mut self) -> (Vec<Self::Message>, Vec<Effect>);
    /// Forgets entries up to an applied index, at which the configuration was `conf`.
    fn compact(&mut self, index: u64, conf: &Conf);
    /// Its role.
    fn role(&self) -> Role;
    /// Its term.
    fn term(&self) -> u64;
    /// The index before its first entry.
    fn snapshot(&self) -> u64;
    /// Its configuration.
    fn conf(&self) -> Conf;
    /// What is compared.
    fn view(&self) -> View;
    /// How often each known difference was evened out.
    fn evened(&self) -> [usize; EVENED] {
        [0; EVENED]
    }
    /// What a message is called.
    fn address(message: &Self::Message) -> Address;
}
