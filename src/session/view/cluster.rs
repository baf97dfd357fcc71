//! The top bar and the stage. Plain values; see [`super`].

use crate::{
    raft::Role,
    sim::{Delay, Exit, Standing},
    units::{Index, Micros, NodeId, Term},
};

/// The top bar and the stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cluster {
    /// Virtual time of this picture.
    pub now: Micros,
    /// Place in `members` of the leader with the highest term that is up, if any.
    pub leader: Option<usize>,
    /// Highest term of a running member.
    pub term: Term,
    /// Highest applied store revision of a running member.
    pub revision: u64,
    /// Voters that are up (running, not frozen).
    pub voters_up: usize,
    /// Voters in all.
    pub voters: usize,
    /// The members in the order of the configuration.
    pub members: Vec<Member>,
    /// One per ordered pair of members.
    pub links: Vec<Link>,
    /// Messages between members that are under way, and those lost in the last 600 virtual ms.
    pub messages: Vec<Message>,
    /// Shells and where they are connected.
    pub clients: Vec<Client>,
    /// Rules that its members forgot, by their names in [`crate::raft::Rules::ALL`]: while there is
    /// one, this is not etcd.
    pub rules_off: Vec<&'static str>,
}

/// Whether a member's process runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Power {
    /// Running.
    #[default]
    Up,
    /// Killed: only its disks are left.
    Down,
    /// Stopped with SIGSTOP: state kept, nothing moves.
    Frozen,
}

/// One member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Member {
    /// Its name, e.g. `infra1`.
    pub name: String,
    /// Its id.
    pub id: NodeId,
    /// Client address without scheme.
    pub client: String,
    /// Peer address without scheme.
    pub peer: String,
    /// Whether it runs.
    pub power: Power,
    /// Its role; Follower while it is down.
    pub role: Role,
    /// Whether it follows without a vote.
    pub learner: bool,
    /// Whether it waits for its first start, or was removed.
    pub standing: Standing,
    /// Its term.
    pub term: Term,
    /// The leader it knows: place in the members.
    pub leader: Option<usize>,
    /// Last index of its log.
    pub last_index: Index,
    /// Its commit index.
    pub commit: Index,
    /// Its applied index.
    pub applied: Index,
    /// Its store revision.
    pub revision: u64,
    /// Entries that the leader has and it lacks.
    pub behind: u64,
    /// Ticks since it heard from a leader; heartbeats' ticks on the leader.
    pub election_elapsed: u32,
    /// The randomised election timeout in ticks.
    pub election_timeout: u32,
    /// On the leader: when its next heartbeat goes out.
    pub heartbeat_at: Option<Micros>,
    /// Votes granted to it while it campaigns: places in the members.
    pub votes: Vec<usize>,
    /// Length of one tick.
    pub tick: Micros,
    /// When its next tick falls.
    pub tick_at: Micros,
    /// Whether its WAL is syncing now.
    pub syncing: bool,
    /// With asynchronous storage: what its two queues hold.
    pub queues: Option<Queues>,
    /// How far its wall clock is ahead of true time, in microseconds.
    pub clock_offset: i64,
    /// Parts per million that its clocks run faster.
    pub drift_ppm: i32,
    /// How its disk is.
    pub disk: DiskState,
    /// Why its process does not run, if it doesn't.
    pub exit: Option<Exit>,
}

impl Member {
    /// Whether a quorum counts it: learners and removed members have no vote.
    #[must_use]
    pub fn has_vote(&self) -> bool {
        !self.learner && self.standing != Standing::Removed
    }
}

/// What waits for a member's storage, where that is asynchronous.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queues {
    /// Writes to the log under way (`MsgStorageAppend`).
    pub append: usize,
    /// Entries that wait to be applied (`MsgStorageApply`).
    pub apply: usize,
}

/// What is wrong with a member's disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskState {
    /// What a sync takes longer.
    pub slow: Delay,
    /// No write goes through.
    pub full: bool,
    /// Half of the log's last record is missing.
    pub torn: bool,
    /// There is no data.
    pub wiped: bool,
}

/// One direction between two members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Sender: place in the members.
    pub from: usize,
    /// Receiver: place in the members.
    pub to: usize,
    /// When it was cut, if it is.
    pub cut_since: Option<Micros>,
    /// Messages lost on it since it was cut.
    pub lost: u64,
    /// Parts per million of messages that it loses.
    pub loss_ppm: u32,
    /// What it takes longer than other links do.
    pub delay: Delay,
    /// Parts per million of messages that arrive twice.
    pub duplicate_ppm: u32,
    /// Parts per million of messages that are overtaken.
    pub reorder_ppm: u32,
}

/// The shape of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// MsgApp.
    Append,
    /// MsgAppResp.
    AppendResponse,
    /// MsgHeartbeat.
    Heartbeat,
    /// MsgHeartbeatResp.
    HeartbeatResponse,
    /// MsgVote.
    Vote,
    /// MsgVoteResp.
    VoteResponse,
    /// MsgPreVote.
    PreVote,
    /// MsgPreVoteResp.
    PreVoteResponse,
    /// MsgSnap.
    Snapshot,
    /// MsgProp, forwarded to the leader.
    Proposal,
    /// MsgReadIndex, forwarded to the leader.
    ReadIndex,
    /// MsgReadIndexResp.
    ReadIndexResponse,
    /// MsgTransferLeader.
    TransferLeader,
    /// MsgTimeoutNow.
    TimeoutNow,
    /// A lease renewal or time-to-live forwarded over HTTP to the leader, or its answer.
    Lease,
}

/// One message of those that travel together.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// etcd's name, e.g. `MsgApp`.
    pub name: &'static str,
    /// Its fields, as etcd names them, with their values.
    pub fields: Vec<(&'static str, String)>,
}

/// What travels from one member to another at once: mostly one message, and named after the most
/// telling of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its number, unique in the world: `m12` in the words of `sim`.
    pub id: u64,
    /// Shape.
    pub kind: MessageKind,
    /// etcd's name, e.g. `MsgApp`.
    pub name: &'static str,
    /// Sender: place in the members.
    pub from: usize,
    /// Receiver: place in the members.
    pub to: usize,
    /// When it left.
    pub sent: Micros,
    /// When it arrives.
    pub arrives: Micros,
    /// When and if it was lost: it stays where it was at that moment.
    pub lost: Option<Micros>,
    /// Since when it is held up by hand, if it is: it stays where it was.
    pub held: Option<Micros>,
    /// Since when it moves as it does, and how much of its way lay behind it then, in parts per
    /// million.
    pub leg: (Micros, u32),
    /// First and last index it carries, where it carries entries.
    pub entries: Option<(Index, Index)>,
    /// Its term.
    pub term: Term,
    /// The messages themselves, the one it is named after first; never none.
    pub parts: Vec<Part>,
}

/// One shell on the stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// The shell's name, e.g. `shell 1`.
    pub shell: String,
    /// What it holds (`watch hello`), else its name.
    pub title: String,
    /// The member its requests go to: place in the members.
    pub member: Option<usize>,
    /// Whether a request is under way or a stream is open.
    pub busy: bool,
}
