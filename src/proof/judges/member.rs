//! One member as it was last seen, and what must hold between two looks at it.

use super::{
    changes,
    ledger::{Ledger, place},
    promises::{Promises, is_quorum},
    property::{Property, Verdict, ensure},
};
use crate::{
    etcd::Server,
    raft::{Configuration, EntryKind, HardState, Log, Raft, Role},
    sim::{Exit, Node, World},
    units::{Index, NodeId, Term},
};

/// Numbers that tell whether anything changed that is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Glance {
    epoch: u32,
    role: Role,
    term: Term,
    log: (u64, Index, Index),
    committed: Index,
    applied: Index,
    state: Index,
    hard_state: HardState,
}

/// What was last seen of one member.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// The member's count of changes, as of the last look.
    pub(super) touched: u64,
    is_known: bool,
    glance: Glance,
    /// Terms by index, as far as they were checked.
    terms: Vec<Term>,
    configuration: Configuration,
    /// The first index of its own term, while it leads.
    own_from: Index,
}

/// The tables of the whole world that one member is held against.
pub(super) struct Tables<'a> {
    pub(super) world: &'a World,
    pub(super) ledger: &'a mut Ledger,
    pub(super) promises: &'a mut Promises,
    /// Whether campaigns must have been allowed by pre-votes.
    pub(super) no_disruption: bool,
}

/// One running member under the judge's eyes.
struct Subject<'a> {
    name: &'a str,
    id: NodeId,
    node: &'a Node,
    server: &'a Server,
    raft: &'a Raft,
    log: &'a Log,
}

impl Seen {
    /// Looks at a member that may have changed.
    pub(super) fn look(&mut self, node: &Node, tables: &mut Tables<'_>) -> Verdict {
        self.look_at_disk(node, tables)?;
        let Some(server) = node.server() else {
            return Ok(());
        };
        let raft = server.raft();
        let subject = Subject {
            name: &node.identity().name,
            id: node.identity().id,
            node,
            server,
            raft,
            log: raft.log(),
        };
        let glance = glance(&subject);
        if self.is_known && glance == self.glance && *raft.configuration() == self.configuration {
            return Ok(());
        }
        let before = self.glance;
        let restarted = !self.is_known || before.epoch != glance.epoch;
        if !restarted {
            monotonic(&subject, &before, &glance)?;
        }
        in_order(&subject, &glance)?;
        let led = !restarted && before.role == Role::Leader && before.term == glance.term;
        if restarted || before.log != glance.log {
            if led && glance.role == Role::Leader {
                self.append_only(&subject, &before)?;
            }
            self.look_at_log(&subject, tables)?;
        }
        if glance.role == Role::Leader && !led {
            self.look_at_leader(&subject, tables)?;
        }
        if restarted || before.committed != glance.committed {
            self.look_at_commit(&subject, (!restarted).then_some(&before), tables)?;
        }
        if glance.role == Role::Candidate
            && (before.role != Role::Candidate || before.term != glance.term)
        {
            disruption(&subject, tables)?;
        }
        if restarted || before.state != glance.state || *raft.configuration() != self.configuration
        {
            self.look_at_state(&subject, (!restarted).then_some(&before), tables)?;
        }
        self.glance = glance;
        self.is_known = true;
        Ok(())
    }

    /// Only what is on disk counts: a vote that was never synced was never told to anybody.
    fn look_at_disk(&mut self, node: &Node, tables: &mut Tables<'_>) -> Verdict {
        let hard_state = node.disk().hard_state();
        let before = std::mem::replace(&mut self.glance.hard_state, hard_state);
        if hard_state == before {
            return Ok(());
        }
        let identity = node.identity();
        // A wiped disk begins anew: then the member promised nothing that it could keep.
        let wiped = hard_state.term == Term(0);
        ensure(
            wiped || hard_state.term >= before.term,
            Property::Monotonic,
            || {
                let (name, old, new) = (&identity.name, before.term, hard_state.term);
                format!("the disk of {name} goes back from {old} to {new}")
            },
        )?;
        let voter = (identity.id, identity.name.as_str());
        tables
            .promises
            .votes(voter, hard_state.term, hard_state.vote)
    }

    /// A leader's log only grows.
    fn append_only(&self, subject: &Subject<'_>, before: &Glance) -> Verdict {
        let (last, log) = (before.log.1, subject.log);
        let term = self.terms.get(place(last)).copied();
        let kept = log.last_index() >= last
            && (last < log.first_index() || term.is_none() || log.term(last) == term);
        ensure(kept, Property::LeaderAppendOnly, || {
            let (name, term) = (subject.name, subject.raft.term());
            format!("{name} leads {term} and changed its log at or before {last}")
        })
    }

    /// Checks entries from the last one back to where nothing changed.
    fn look_at_log(&mut self, subject: &Subject<'_>, tables: &mut Tables<'_>) -> Verdict {
        let log = subject.log;
        let last = log.last_index();
        let mut changed = Vec::new();
        let mut index = last;
        while index >= log.first_index()
            && let Some(entry) = log.entry(index)
        {
            let checked = self.terms.get(place(index)) == Some(&entry.term);
            // One that was there before is looked at once more: its bytes may have changed.
            let before = log.term(index.prev());
            let is_new = tables.ledger.enter(subject.name, entry, before)?;
            if is_new && entry.kind != EntryKind::Normal && entry.term == subject.raft.term() {
                changed.push(index);
            }
            if checked {
                break;
            }
            index = index.prev();
        }
        self.terms.resize(place(last) + 1, Term(0));
        for checked in (index.0 + 1..=last.0).map(Index) {
            self.terms[place(checked)] = log.term(checked).unwrap_or_default();
        }
        let leader = (subject.name, subject.raft);
        changed
            .into_iter()
            .try_for_each(|index| changes::appended(leader, index, self.own_from, tables.ledger))
    }

    /// It did not lead this term when it was last seen.
    fn look_at_leader(&mut self, subject: &Subject<'_>, tables: &mut Tables<'_>) -> Verdict {
        let (term, log) = (subject.raft.term(), subject.log);
        tables.promises.leads((subject.id, subject.name), term)?;
        let mut own = log.last_index();
        while log.term(own.prev()) == Some(term) {
            own = own.prev();
        }
        self.own_from = own;
        let Some((index, committed)) = tables.ledger.committed_before(term) else {
            return Ok(());
        };
        let has = index < log.first_index() || log.term(index) == Some(committed);
        ensure(has, Property::LeaderCompleteness, || {
            let name = subject.name;
            format!(
                "{name} leads {term} without {index} of {committed}, which was committed before"
            )
        })
    }

    /// It commits more than before; a process that has just begun tells all that it has again.
    fn look_at_commit(
        &self,
        subject: &Subject<'_>,
        before: Option<&Glance>,
        tables: &mut Tables<'_>,
    ) -> Verdict {
        let (log, term) = (subject.log, subject.raft.term());
        let from = before.map_or(log.first_index(), |before| before.committed.next());
        let to = log.committed();
        let news = to > tables.ledger.last_committed();
        for index in (from.0..=to.0).map(Index) {
            let at = (index, log.term(index));
            tables.ledger.commit(subject.name, at, term)?;
        }
        if !news || !self.is_known {
            return Ok(());
        }
        let leads = subject.raft.role() == Role::Leader;
        let led = before.filter(|before| before.role == Role::Leader);
        // A leader's messages overtake its disk, so one that a full disk ended within a step may
        // have told of commits that nobody saw it make.
        let full = |it: &Node| matches!(it.exit(), Some(Exit::WalFull | Exit::BackendFull));
        let died = tables.world.nodes().any(full);
        ensure(
            leads || led.is_some() || died,
            Property::QuorumCommit,
            || format!("{} commits {to}, and no leader did before", subject.name),
        )?;
        let counted = leads && led.is_some_and(|before| before.term == term);
        let of = log.term(to);
        ensure(
            !counted || of == Some(term),
            Property::OwnTermCommit,
            || {
                let (name, of) = (subject.name, of.unwrap_or_default());
                format!("{name} leads {term} and commits {to} of {of} by counting replicas")
            },
        )?;
        quorum_holds(subject, (to, of), tables.world)
    }

    /// It applied something, or its configuration changed.
    fn look_at_state(
        &mut self,
        subject: &Subject<'_>,
        before: Option<&Glance>,
        tables: &mut Tables<'_>,
    ) -> Verdict {
        let (state, name) = (subject.server.state(), subject.name);
        let applied = state.consistent_index();
        let configuration = subject.raft.configuration();
        let hash = changes::fold(state.hash(), state.configuration());
        tables.ledger.store(name, applied, hash)?;
        if let Some(before) = before
            && *configuration != self.configuration
        {
            let old = (before.state, &self.configuration);
            changes::stepped(
                name,
                old,
                (applied, configuration),
                subject.log,
                tables.ledger,
            )?;
        }
        if *configuration != self.configuration {
            self.configuration = configuration.clone();
        }
        Ok(())
    }
}

fn glance(subject: &Subject<'_>) -> Glance {
    let (raft, log) = (subject.raft, subject.log);
    Glance {
        epoch: subject.node.epoch(),
        role: raft.role(),
        term: raft.term(),
        log: (log.hash(), log.last_index(), log.first_index()),
        committed: log.committed(),
        applied: log.applied(),
        state: subject.server.state().consistent_index(),
        hard_state: subject.node.disk().hard_state(),
    }
}

/// What never goes back while a process lives.
fn monotonic(subject: &Subject<'_>, before: &Glance, now: &Glance) -> Verdict {
    for (what, old, new) in [
        ("term", before.term.0, now.term.0),
        ("commit index", before.committed.0, now.committed.0),
        ("applied index", before.applied.0, now.applied.0),
        ("state's index", before.state.0, now.state.0),
    ] {
        ensure(old <= new, Property::Monotonic, || {
            format!(
                "the {what} of {} goes back from {old} to {new}",
                subject.name
            )
        })?;
    }
    Ok(())
}

fn in_order(subject: &Subject<'_>, now: &Glance) -> Verdict {
    let last = now.log.1;
    let ordered =
        now.applied <= now.committed && now.committed <= last && now.state <= now.committed;
    ensure(ordered, Property::IndexOrder, || {
        let Glance {
            applied, committed, ..
        } = now;
        let (name, state) = (subject.name, now.state);
        format!("{name} applied {applied} ({state}), committed {committed}, has {last}")
    })
}

/// The disks of a quorum hold what a leader commits.
fn quorum_holds(
    subject: &Subject<'_>,
    (index, term): (Index, Option<Term>),
    world: &World,
) -> Verdict {
    let holds = |id: NodeId| {
        let node = world.nodes().find(|node| node.identity().id == id);
        node.is_some_and(|node| {
            let disk = node.disk();
            index < disk.first_index() || (term.is_some() && disk.term(index) == term)
        })
    };
    let configuration = subject.raft.configuration();
    ensure(
        is_quorum(configuration, holds),
        Property::QuorumCommit,
        || {
            let voters = configuration.voters();
            let having: Vec<String> = voters
                .iter()
                .filter(|id| holds(**id))
                .map(ToString::to_string)
                .collect();
            format!(
                "{} commits {index}, which is on the disks of {having:?} alone",
                subject.name
            )
        },
    )
}

/// It campaigns in a term in which it did not before. That disrupts if somebody leads and is heard
/// by a quorum.
fn disruption(subject: &Subject<'_>, tables: &Tables<'_>) -> Verdict {
    let term = subject.raft.term();
    let configuration = subject.raft.configuration();
    let may = || {
        tables
            .promises
            .may_campaign(subject.id, term, configuration)
    };
    if !tables.no_disruption || may() {
        return Ok(());
    }
    let leader = active_leader(tables.world, term);
    ensure(leader.is_none(), Property::NoDisruption, || {
        let (name, leader) = (subject.name, leader.unwrap_or_default());
        format!("{name} raises the term to {term} although a quorum hears {leader}")
    })
}

/// The leader of a term below `term` that a quorum heard within half an election timeout.
fn active_leader(world: &World, term: Term) -> Option<&str> {
    let rafts = || {
        let up = world
            .nodes()
            .filter(|node| node.power() == crate::sim::Power::Up);
        up.filter_map(|node| Some((node, node.server()?.raft())))
    };
    let (node, leader) = rafts()
        .filter(|(_, raft)| raft.role() == Role::Leader && raft.term() < term)
        .max_by_key(|(_, raft)| raft.term())?;
    let hears = |id: NodeId| {
        rafts().any(|(_, raft)| {
            let recently = raft.election_elapsed() * 2 < raft.config().election_ticks;
            raft.id() == id
                && raft.leader() == leader.id()
                && raft.term() == leader.term()
                && (id == leader.id() || recently)
        })
    };
    is_quorum(leader.configuration(), hears).then_some(node.identity().name.as_str())
}
