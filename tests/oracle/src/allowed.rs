//! The list of allowed differences: each has a name, a reason, and a test for it.

use crate::{
    cluster::Cluster,
    compare::{Difference, Field},
    member::{Conf, Member, Payload, Row, Sending, View},
    ours::Ours,
    theirs::Theirs,
};

/// One difference that is known and no mistake of ours.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Why it is right that the cores differ here.
    pub reason: &'static str,
    /// Whether a difference is this one.
    pub is: fn(&Difference, &Context<'_>) -> bool,
    /// Whether the cores go different ways afterwards, so that the schedule ends here.
    pub ends: bool,
}

/// Reads that may go on: context and index.
type Reads = [(u64, u64)];

/// What a test may look at.
pub struct Context<'a> {
    /// Ours.
    pub ours: &'a Cluster<Ours>,
    /// Theirs.
    pub theirs: &'a Cluster<Theirs>,
}

impl Context<'_> {
    /// The reads that may go on at a member in both.
    fn reads(&self, id: u64) -> Option<(&Reads, &Reads)> {
        Some((&self.ours.node(id)?.reads, &self.theirs.node(id)?.reads))
    }

    /// All configurations in force.
    fn confs(&self) -> Vec<Conf> {
        let ids = self.ours.settings().ids();
        let running = ids.filter_map(|id| self.ours.running(id));
        running.map(Member::conf).collect()
    }

    /// Both views of a member.
    fn views(&self, id: u64) -> Option<(View, View)> {
        Some((
            self.ours.running(id)?.view(),
            self.theirs.running(id)?.view(),
        ))
    }

    /// What both leaders of one id believe of a peer.
    fn rows(&self, id: u64, peer: u64) -> Option<(Row, Row)> {
        let row = |view: View| view.rows.into_iter().find(|row| row.peer == peer);
        let (ours, theirs) = self.views(id)?;
        Some((row(ours)?, row(theirs)?))
    }
}

/// How often each entry of the list was used.
#[derive(Clone, Debug)]
pub struct Seen(pub [usize; LIST.len()]);

impl Default for Seen {
    fn default() -> Self {
        Self([0; LIST.len()])
    }
}

impl Seen {
    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// What became of some differences.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Those on the list.
    pub seen: Seen,
    /// Those that are not.
    pub rest: Vec<Difference>,
    /// Whether the schedule must end.
    pub ends: bool,
}

/// Sorts differences into those on the list and the rest.
#[must_use]
pub fn judge(ours: &Cluster<Ours>, theirs: &Cluster<Theirs>, found: &[Difference]) -> Verdict {
    let context = Context { ours, theirs };
    let mut verdict = Verdict {
        seen: Seen::default(),
        rest: Vec::new(),
        ends: false,
    };
    for difference in found {
        let allow = ours.settings().allow;
        let known =
            |it: &(usize, &Entry)| allow & list_bit(it.0) != 0 && (it.1.is)(difference, &context);
        let mut list = LIST.iter().enumerate();
        match list.find(known).map(|(place, _)| place) {
            Some(place) => {
                verdict.seen.0[place] += 1;
                verdict.ends |= LIST[place].ends;
            }
            None => verdict.rest.push(difference.clone()),
        }
    }
    verdict
}

/// Whether all reads that both answered have the same index.
fn same_reads(reads: Option<(&Reads, &Reads)>) -> bool {
    reads.is_some_and(|(ours, theirs)| {
        let known = |read: &(u64, u64)| ours.iter().find(|it| it.0 == read.0);
        let same = |read: &(u64, u64)| known(read).is_none_or(|it| it == read);
        theirs.iter().all(same)
    })
}

/// Whether the log holds a change of the configuration.
fn holds_change(view: &View) -> bool {
    let mut log = view.log.iter();
    log.any(|item| matches!(item.payload, Payload::Change(_)))
}

/// The place of an entry of the list among [`Settings::allow`](crate::member::Settings::allow).
#[must_use]
pub const fn list_bit(place: usize) -> u32 {
    1 << (31 - place)
}

/// The list.
pub const LIST: [Entry; 5] = [
    Entry {
        name: "told-though-full",
        reason: "an acknowledgement lets etcd send one more empty append to a peer whose window is \
                 full again (progress.go, MaybeUpdate, MsgAppFlowPaused); raft-rs sends none while \
                 it is full; with a window of a few appends a peer is told a commit index earlier",
        is: |it, context| {
            let peer = match it.field {
                Field::Row(peer) => peer,
                Field::Commit | Field::Applied | Field::Log | Field::Conf | Field::Snapshot => {
                    it.id
                }
                _ => return false,
            };
            context.ours.settings().inflight <= 3
                && context.views(peer).is_some_and(|(ours, theirs)| {
                    let same = (ours.term, ours.leader) == (theirs.term, theirs.leader);
                    same && ours.commit > theirs.commit
                })
        },
        ends: true,
    },
    Entry {
        name: "read-after-change",
        reason: "raft-rs answers reads that a smaller quorum confirms as soon as a change of the \
                 configuration is applied (raft.rs, post_conf_change), etcd after the next round",
        is: |it, context| {
            let changed = context.theirs.running(it.id).map(Member::view);
            it.field == Field::Reads
                && same_reads(context.reads(it.id))
                && changed.is_some_and(|view| holds_change(&view))
        },
        ends: false,
    },
    Entry {
        name: "rounds-add-up",
        reason: "in etcd answers to different rounds of heartbeats add up to a quorum for the \
                 reads in all of them (read_only.go; etcd-io/raft#397), in raft-rs only answers to \
                 the same one; with four voters or more a read is confirmed earlier",
        is: |it, context| {
            let crowd = |conf: &Conf| conf.voters.len() > 3 || !conf.outgoing.is_empty();
            it.field == Field::Reads
                && same_reads(context.reads(it.id))
                && context.confs().iter().any(crowd)
        },
        ends: false,
    },
    Entry {
        name: "leader-removed-itself",
        reason: "raft-rs unwraps its own progress when a leader that a change removed commits \
                 (raft.rs, maybe_commit; tikv/raft-rs#584); etcd's leader goes on replicating",
        is: |it, _| it.field == Field::Core && it.theirs.contains("None"),
        ends: true,
    },
    Entry {
        name: "next-in-snapshot",
        reason: "etcd sets Next behind a snapshot when it sends it (BecomeSnapshot), raft-rs when \
                 it has arrived (become_probe)",
        is: |it, context| {
            let rows = match it.field {
                Field::Row(peer) => context.rows(it.id, peer),
                _ => None,
            };
            rows.is_some_and(|(ours, theirs)| {
                let next = ours.next;
                ours.sending == Sending::Snapshot && ours == Row { next, ..theirs }
            })
        },
        ends: false,
    },
];

/// Differences that their driver evens out, so that all that follows is still compared.
#[derive(Clone, Copy, Debug)]
pub enum Evened {
    /// See [`EVENED_REASONS`].
    EarlyRead,
    /// See [`EVENED_REASONS`].
    ProbeUntilNews,
    /// See [`EVENED_REASONS`].
    SnapshotThenProbe,
    /// See [`EVENED_REASONS`].
    LeaveWaits,
    /// See [`EVENED_REASONS`].
    CommitInVotes,
    /// See [`EVENED_REASONS`].
    AnswersLast,
    /// See [`EVENED_REASONS`].
    ProbeOnHeartbeat,
    /// See [`EVENED_REASONS`].
    OwnVote,
    /// See [`EVENED_REASONS`].
    CommitInRead,
    /// See [`EVENED_REASONS`].
    SnapshotReconnects,
    /// See [`EVENED_REASONS`].
    SnapshotFirst,
    /// See [`EVENED_REASONS`].
    WindowStaysFull,
    /// See [`EVENED_REASONS`].
    RepeatedRead,
    /// See [`EVENED_REASONS`].
    StrangersAnswer,
    /// See [`EVENED_REASONS`].
    CommitTold,
}

impl Evened {
    /// Its place among [`Settings::allow`](crate::member::Settings::allow).
    #[must_use]
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// How many those are.
pub const EVENED: usize = 15;

/// Their names and reasons, in their order.
pub const EVENED_REASONS: [(&str, &str); EVENED] = [
    (
        "early-read",
        "a raft-rs leader drops a read until it has committed an entry of its term (step_leader); \
         etcd's keeps it for then (pendingReadIndexMessages): asked again then",
    ),
    (
        "probe-until-news",
        "an acknowledgement of what a leader knows already ends etcd's probe (stepLeader, \
         MsgAppResp); raft-rs waits for a higher index: ended before",
    ),
    (
        "snapshot-then-probe",
        "after a snapshot etcd goes on to Replicate (stepLeader, MsgAppResp), raft-rs to Probe: \
         made Probe before the answer, which then makes it Replicate",
    ),
    (
        "leave-waits",
        "etcd proposes the entry that leaves a joint configuration: it is sent, and dropped while \
         leadership is handed over (appliedTo); raft-rs appends it (commit_apply): proposed",
    ),
    (
        "commit-in-votes",
        "raft-rs lets votes carry a commit index (maybe_commit_by_vote), etcd does not: taken away",
    ),
    (
        "answers-last",
        "in etcd's Ready what waits for the disk comes after what does not (newReady); in raft-rs \
         messages keep the order in which they were made: put last",
    ),
    (
        "probe-on-heartbeat",
        "a peer in Probe that lacks nothing is probed after a heartbeat by etcd (stepLeader, \
         MsgHeartbeatResp), not by raft-rs (handle_heartbeat_response): probed",
    ),
    (
        "own-vote",
        "a candidate's own vote counts in etcd once it is on its disk (campaign), in raft-rs at \
         once: it reaches the disk before another's is counted, in both",
    ),
    (
        "commit-in-read",
        "a raft-rs follower commits up to the index of an answered read (step_follower), etcd's \
         only notes it: the answer is taken without its term",
    ),
    (
        "snapshot-reconnects",
        "an answer ends etcd's wait for a snapshot if it reaches the leader's log, whatever the \
         snapshot's index (stepLeader; etcd-io/raft#110), raft-rs's if it reaches that index: so",
    ),
    (
        "snapshot-first",
        "a member whose snapshot is not on disk yet may not campaign in etcd (promotable), but in \
         raft-rs (hup): not asked to",
    ),
    (
        "window-stays-full",
        "when a peer with a full window answers a heartbeat, etcd sends an empty append \
         (stepLeader, maybeSendAppend), raft-rs frees a slot for entries: the same is sent",
    ),
    (
        "repeated-read",
        "etcd answers each request of a read by its own round (read_only.go; etcd-io/raft#397), \
         raft-rs one of those under way together: each gets a name of its own",
    ),
    (
        "strangers-answer",
        "etcd takes an answered read from members only (rawnode.go, Step), raft-rs from everybody, \
         so from a leader that a change removed: not taken",
    ),
    (
        "commit-told",
        "after an acknowledgement etcd tells a peer the commit index if it was not told it yet \
         (progress.go, CanBumpCommit), raft-rs if it was paused: the same is sent",
    ),
];
