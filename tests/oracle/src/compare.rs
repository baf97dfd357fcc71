//! Carries a schedule out on both cores and says where they part at quiet moments.

use std::{fmt, panic};

use crate::{
    allowed::{self, EVENED, Seen},
    cluster::{Cluster, Node},
    member::{Member, Row, View},
    ours::Ours,
    schedule::{Schedule, Step},
    theirs::Theirs,
};

/// What may differ of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Whether the core still stands.
    Core,
    /// Role.
    Role,
    /// Term.
    Term,
    /// Vote.
    Vote,
    /// The leader known.
    Leader,
    /// Commit index.
    Commit,
    /// Applied index, and what the application holds.
    Applied,
    /// The index before the first entry.
    Snapshot,
    /// The entries.
    Log,
    /// The configuration.
    Conf,
    /// Ticks since a leader was heard.
    Elapsed,
    /// Whom leadership goes to.
    Transferee,
    /// Reads that may go on.
    Reads,
    /// What a leader believes of a peer.
    Row(u64),
}

/// A difference of one field of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The member.
    pub id: u64,
    /// What differs.
    pub field: Field,
    /// Ours.
    pub ours: String,
    /// Theirs.
    pub theirs: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            field,
            ours,
            theirs,
        } = self;
        write!(
            out,
            "{id} {field:?}\n    ours    {ours}\n    raft-rs {theirs}"
        )
    }
}

/// How a schedule ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Comparisons made.
    pub compared: usize,
    /// Steps carried out.
    pub steps: usize,
    /// Differences on the list, by their place there.
    pub seen: Seen,
    /// Differences evened out, by their place there.
    pub evened: [usize; EVENED],
    /// A difference that is not on the list.
    pub mismatch: Option<Vec<Difference>>,
    /// Whether a difference on the list ended it before its last step.
    pub cut_short: bool,
}

/// Both clusters in the middle of a schedule.
pub struct Run {
    /// Ours.
    pub ours: Cluster<Ours>,
    /// Theirs.
    pub theirs: Cluster<Theirs>,
    /// So far.
    pub outcome: Outcome,
}

impl Run {
    /// Freshly started clusters.
    #[must_use]
    pub fn new(schedule: &Schedule) -> Self {
        Self {
            ours: Cluster::new(schedule.settings, schedule.seed),
            theirs: Cluster::new(schedule.settings, schedule.seed),
            outcome: Outcome {
                compared: 0,
                steps: 0,
                seen: Seen::default(),
                evened: [0; EVENED],
                mismatch: None,
                cut_short: false,
            },
        }
    }

    /// Carries out one step on both; false if the schedule is over with it.
    pub fn step(&mut self, step: &Step) -> bool {
        self.outcome.steps += 1;
        self.ours.step(step);
        if !self.guarded(|theirs| theirs.step(step)) {
            return false;
        }
        match step {
            Step::Settle => self.compare(),
            Step::Heal => {
                if !self.compare() {
                    return false;
                }
                let ticks = 4 * self.ours.settings().election_ticks;
                for _ in 0..ticks {
                    for id in self.ours.settings().ids() {
                        self.ours.tick(id);
                    }
                    self.ours.settle();
                    let went = self.guarded(|theirs| {
                        for id in theirs.settings().ids() {
                            theirs.tick(id);
                        }
                        theirs.settle();
                    });
                    if !went || !self.compare() {
                        return false;
                    }
                }
                true
            }
            _ => true,
        }
    }

    /// Their core may fall over; ours may not.
    fn guarded(&mut self, act: impl FnOnce(&mut Cluster<Theirs>)) -> bool {
        let theirs = &mut self.theirs;
        let result = panic::catch_unwind(panic::AssertUnwindSafe(|| act(theirs)));
        let Err(payload) = result else {
            return true;
        };
        let says = payload.downcast_ref::<String>().map(String::as_str);
        let says = says.or(payload.downcast_ref::<&str>().copied());
        let difference = Difference {
            id: 0,
            field: Field::Core,
            ours: "stands".to_owned(),
            theirs: says.unwrap_or("panicked").to_owned(),
        };
        self.judge(vec![difference]);
        false
    }

    fn compare(&mut self) -> bool {
        self.outcome.compared += 1;
        let differences = differences(&self.ours, &self.theirs);
        self.judge(differences)
    }

    /// Takes what the list allows; says whether the schedule can go on.
    fn judge(&mut self, differences: Vec<Difference>) -> bool {
        let verdict = allowed::judge(&self.ours, &self.theirs, &differences);
        self.outcome.seen.add(&verdict.seen);
        if verdict.rest.is_empty() {
            self.outcome.cut_short = verdict.ends;
            return !verdict.ends;
        }
        self.outcome.mismatch = Some(verdict.rest);
        false
    }
}

/// Carries out a whole schedule.
#[must_use]
pub fn run(schedule: &Schedule) -> Outcome {
    let mut run = Run::new(schedule);
    for step in &schedule.steps {
        if !run.step(step) {
            break;
        }
    }
    run.outcome
}

/// Everything in which two clusters differ.
#[must_use]
pub fn differences<A: Member, B: Member>(
    ours: &Cluster<A>,
    theirs: &Cluster<B>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let broken = (&ours.broken, &theirs.broken);
    if broken != (&None, &None) {
        found.push(difference(0, Field::Core, broken.0, broken.1));
    }
    for id in ours.settings().ids() {
        let (Some(a), Some(b)) = (ours.node(id), theirs.node(id)) else {
            continue;
        };
        node(id, a, b, &mut found);
    }
    found
}

fn difference(
    id: u64,
    field: Field,
    ours: &impl fmt::Debug,
    theirs: &impl fmt::Debug,
) -> Difference {
    Difference {
        id,
        field,
        ours: format!("{ours:?}"),
        theirs: format!("{theirs:?}"),
    }
}

fn node<A: Member, B: Member>(id: u64, a: &Node<A>, b: &Node<B>, found: &mut Vec<Difference>) {
    let mut note = |same: bool, field, ours: &dyn fmt::Debug, theirs: &dyn fmt::Debug| {
        if !same {
            found.push(difference(id, field, &ours, &theirs));
        }
    };
    let sorted = |reads: &[(u64, u64)]| {
        let mut reads = reads.to_vec();
        reads.sort_unstable();
        reads
    };
    let (reads_a, reads_b) = (sorted(&a.reads), sorted(&b.reads));
    note(reads_a == reads_b, Field::Reads, &reads_a, &reads_b);
    let holds = ((a.applied, a.digest), (b.applied, b.digest));
    note(holds.0 == holds.1, Field::Applied, &holds.0, &holds.1);
    let (Some(a), Some(b)) = (&a.member, &b.member) else {
        return;
    };
    let (a, b) = (a.view(), b.view());
    views(&a, &b, &mut note);
    let row = |view: &View, peer: u64| view.rows.iter().copied().find(|row| row.peer == peer);
    let mut peers: Vec<u64> = a.rows.iter().chain(&b.rows).map(|row| row.peer).collect();
    peers.sort_unstable();
    peers.dedup();
    for peer in peers {
        let (a, b): (Option<Row>, Option<Row>) = (row(&a, peer), row(&b, peer));
        note(a == b, Field::Row(peer), &a, &b);
    }
}

fn views(a: &View, b: &View, note: &mut impl FnMut(bool, Field, &dyn fmt::Debug, &dyn fmt::Debug)) {
    note(a.role == b.role, Field::Role, &a.role, &b.role);
    note(a.term == b.term, Field::Term, &a.term, &b.term);
    note(a.vote == b.vote, Field::Vote, &a.vote, &b.vote);
    note(a.leader == b.leader, Field::Leader, &a.leader, &b.leader);
    note(a.commit == b.commit, Field::Commit, &a.commit, &b.commit);
    let same = a.applied == b.applied;
    note(same, Field::Applied, &a.applied, &b.applied);
    let same = a.snapshot == b.snapshot;
    note(same, Field::Snapshot, &a.snapshot, &b.snapshot);
    let shared = a.log.iter().zip(&b.log).take_while(|(a, b)| a == b);
    let shared = shared.count();
    let tails = (&a.log[shared..], &b.log[shared..]);
    note(a.log == b.log, Field::Log, &tails.0, &tails.1);
    note(a.conf == b.conf, Field::Conf, &a.conf, &b.conf);
    let same = a.elapsed == b.elapsed;
    note(same, Field::Elapsed, &a.elapsed, &b.elapsed);
    let same = a.transferee == b.transferee;
    note(same, Field::Transferee, &a.transferee, &b.transferee);
}
