//! What the page draws, as plain values computed from the scene at one moment.
//!
//! Every picture is one of these; a picture that is not here is not state. Values are small: the
//! caller names a window where history is long.

use bytes::Bytes;

use crate::{
    raft::{ProgressState, Role},
    units::{Index, LeaseId, Micros, NodeId, Revision, Term},
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

/// One message between members.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Unique in the world.
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
    /// First and last index it carries, where it carries entries.
    pub entries: Option<(Index, Index)>,
    /// Its term.
    pub term: Term,
    /// Its fields, as etcd names them, with their values.
    pub fields: Vec<(&'static str, String)>,
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

/// The replicated log on one index axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// First index of the window.
    pub first: Index,
    /// Last index of the window: the highest index any member holds.
    pub last: Index,
    /// Bands above the entries: term, first and last index, name of that term's leader if known.
    pub terms: Vec<TermBand>,
    /// One row per member.
    pub rows: Vec<LogRow>,
    /// Whose `match` and `next` are shown: place in the members.
    pub seen_by: Option<usize>,
}

/// A run of entries of one term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermBand {
    /// The term.
    pub term: Term,
    /// First index.
    pub first: Index,
    /// Last index.
    pub last: Index,
    /// The leader's name, if known.
    pub leader: Option<String>,
}

/// One member's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogRow {
    /// Place in the members.
    pub member: usize,
    /// First index it holds (after its snapshot).
    pub first: Index,
    /// Its entries within the window, and ghosts for those only the leader has.
    pub entries: Vec<Entry>,
    /// Commit index it knows.
    pub commit: Index,
    /// Applied index.
    pub applied: Index,
    /// What the leader believes of it.
    pub progress: Option<Progress>,
}

/// What a leader believes of one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Known to match up to here.
    pub matched: Index,
    /// Next index to send.
    pub next: Index,
    /// How it is sent to.
    pub state: ProgressState,
}

/// The kinds of log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A membership change.
    ConfChange,
    /// A new leader's empty entry.
    Empty,
    /// A member publishes its name and client URLs.
    Publish,
    /// The cluster version.
    ClusterVersion,
    /// A put.
    Put,
    /// A delete.
    Delete,
    /// A transaction.
    Txn,
    /// A lease grant.
    LeaseGrant,
    /// A lease revoke.
    LeaseRevoke,
    /// A compaction.
    Compaction,
    /// Users and roles.
    Auth,
    /// An alarm.
    Alarm,
}

/// How an entry stands in one member's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// Known committed here.
    Committed,
    /// In the log, not known committed.
    Appended,
    /// The leader has it, this member lacks it.
    Missing,
    /// Differs from the leader's entry at this index: about to be overwritten.
    Conflict,
}

/// One entry of one member's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Index.
    pub index: Index,
    /// Term.
    pub term: Term,
    /// Kind.
    pub kind: EntryKind,
    /// Standing.
    pub state: EntryState,
    /// The store revision it made when applied, if it made one.
    pub revision: Option<u64>,
}

/// Lanes of keys over revisions, as the store of one member has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revisions {
    /// The member looked at: place in the members.
    pub member: usize,
    /// Its current revision.
    pub current: u64,
    /// Its compacted revision, if it ever compacted.
    pub compacted: Option<u64>,
    /// Columns: the revisions of the window that changed something, ascending, with their Raft
    /// index.
    pub columns: Vec<RevisionColumn>,
    /// Lanes, by key.
    pub lanes: Vec<Lane>,
    /// Keys not shown because the window is full.
    pub lanes_hidden: usize,
    /// Keys alive now.
    pub alive: usize,
    /// Puts and deletes that are proposed and not yet applied here: key, index.
    pub proposed: Vec<(Bytes, Index)>,
}

/// One revision on the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RevisionColumn {
    /// Main revision.
    pub main: u64,
    /// How many changes it holds.
    pub changes: u32,
    /// The entry that made it, if its index is still known.
    pub index: Option<Index>,
}

/// One key over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// The key.
    pub key: Bytes,
    /// Its revisions within the window, ascending.
    pub dots: Vec<Dot>,
    /// Its generations: first main revision and, if closed, the tombstone's.
    pub generations: Vec<(u64, Option<u64>)>,
}

/// One put or tombstone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// Revision.
    pub revision: Revision,
    /// Version within its generation; 0 for a tombstone.
    pub version: u64,
    /// The lease it hangs on.
    pub lease: LeaseId,
    /// Whether a compaction dropped it: still drawn, no longer readable.
    pub compacted: bool,
}

/// The KeyValue at the read cursor, each field with where it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyDetail {
    /// The key.
    pub key: Bytes,
    /// The revision looked at.
    pub at: Revision,
    /// Whether that revision is a tombstone.
    pub tombstone: bool,
    /// create_revision.
    pub create: u64,
    /// mod_revision.
    pub modified: u64,
    /// version.
    pub version: u64,
    /// The value.
    pub value: Bytes,
    /// The lease.
    pub lease: LeaseId,
    /// Time left of the lease on the leader, if it is known.
    pub lease_left: Option<Micros>,
    /// The entry that made `modified`.
    pub index: Option<Index>,
    /// Its term.
    pub term: Option<Term>,
    /// When it was applied here, and by which shell it was asked for.
    pub by: Option<Origin>,
    /// The key's revisions, oldest first.
    pub history: Vec<HistoryRow>,
}

/// Where a revision came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// The shell, or none for a lease that ran out.
    pub shell: Option<String>,
    /// The line typed.
    pub line: String,
    /// When it was applied on the member looked at, or answered.
    pub time: Micros,
}

/// One revision of one key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryRow {
    /// Revision.
    pub revision: Revision,
    /// Version; 0 for a tombstone.
    pub version: u64,
    /// The value; empty for a tombstone.
    pub value: Bytes,
    /// Whether this is a tombstone.
    pub tombstone: bool,
    /// When it was made, if known.
    pub time: Option<Micros>,
    /// Whether a compaction dropped it.
    pub compacted: bool,
}

/// The lease heap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leases {
    /// The member whose heap this is: the leader, else the member looked at.
    pub member: usize,
    /// Whether that member is the primary lessor: only there leases expire.
    pub primary: bool,
    /// The heap's array, in its order: `[0]` is the next to run out, children of i are 2i+1, 2i+2.
    pub heap: Vec<HeapNode>,
    /// All leases of that member, by id.
    pub leases: Vec<Lease>,
    /// When the leader next looks at the heap's root.
    pub next_check: Option<Micros>,
    /// When the present primary took over, extending every lease, if it did so after boot.
    pub promoted_at: Option<Micros>,
}

/// One place of the heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapNode {
    /// The lease.
    pub lease: LeaseId,
    /// When it runs out.
    pub expires: Micros,
}

/// One lease.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lease {
    /// Its id.
    pub id: LeaseId,
    /// Granted time to live in seconds.
    pub ttl_seconds: u64,
    /// When it runs out; none on a member that isn't primary.
    pub expires: Option<Micros>,
    /// Attached keys, sorted; at most 100.
    pub keys: Vec<Bytes>,
    /// Attached keys in all.
    pub keys_count: usize,
    /// Whether a keep-alive stream renewed it within its last TTL.
    pub kept_alive: bool,
    /// Whether the leader has proposed its LeaseRevoke.
    pub revoking: bool,
}

/// One shell with its transcript.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shell {
    /// Its name, e.g. `shell 1`; `api` shells made by embedders have the names they gave.
    pub name: String,
    /// What its tab says: the command it holds, else its name.
    pub title: String,
    /// The endpoint it uses.
    pub endpoint: String,
    /// What it is doing.
    pub state: ShellState,
    /// The transcript, oldest first; lines of one command are consecutive.
    pub lines: Vec<Line>,
    /// What it waits for, e.g. proposed as #29, 1 of 2 acks.
    pub waiting: Option<Waiting>,
}

/// What a shell is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShellState {
    /// At its prompt.
    #[default]
    Idle,
    /// A command runs and will end by itself.
    Running,
    /// A watch or keep-alive holds it until Ctrl-C.
    Holding,
    /// A command reads standard input.
    Reading,
}

/// What a waiting command waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Waiting {
    /// A connection: none of its endpoints answers.
    Connection {
        /// The endpoints tried.
        endpoints: String,
    },
    /// A leader: the member has none to propose to.
    Leader {
        /// The member asked, by name.
        member: String,
    },
    /// A quorum: proposed and not yet committed.
    Quorum {
        /// The entry.
        index: Index,
        /// Members that hold it durably.
        acks: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The answer, which is on its way.
    Answer,
}

/// One line of a transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Unique in the shell, ascending.
    pub id: u64,
    /// When it appeared.
    pub time: Micros,
    /// What kind of line.
    pub kind: LineKind,
    /// The text, without a newline, lossily as UTF-8 with control characters made visible.
    pub text: String,
    /// What the command did, on prompt lines once known.
    pub did: Option<Did>,
}

/// The kinds of transcript line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A command as typed, after `$ `.
    Command,
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// Text typed into a command that reads, or into a here-document.
    Input,
    /// `^C`.
    Interrupt,
    /// A fault or another world event: a ruled line.
    World,
    /// A note among etcdctl's bytes: on a rail of its own, never copied.
    Note,
}

/// What a command did: the provenance gutter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Did {
    /// The Raft entry it made.
    pub index: Option<Index>,
    /// The entry's term.
    pub term: Option<Term>,
    /// The revision it made.
    pub revision: Option<u64>,
    /// The id that the member gave its last proposal.
    pub request: Option<u64>,
    /// Its exit code, once it ended.
    pub exit: Option<i32>,
    /// Virtual time from start to end, or so far.
    pub took: Option<Micros>,
}
