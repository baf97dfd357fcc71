//! One member as it was last seen, and what must hold between two looks at it.

use super::{
    changes,
    ledger::{Ledger, place},
    promises::Promises,
    property::{Property, Verdict, ensure},
    quorum,
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

impl<'a> Subject<'a> {
    fn of(node: &'a Node, server: &'a Server) -> Self {
        let raft = server.raft();
        Self {
            name: &node.identity().name,
            id: node.identity().id,
            node,
            server,
            raft,
            log: raft.log(),
        }
    }
}

impl Seen {
    /// Looks at a member that may have changed.
    pub(super) fn look(&mut self, node: &Node, tables: &mut Tables<'_>) -> Verdict {
        self.look_at_disk(node, tables)?;
        let Some(server) = node.server() else {
            return Ok(());
        };
        let subject = Subject::of(node, server);
        let raft = subject.raft;
        let glance = glance(&subject);
        if self.is_known && glance == self.glance && *raft.configuration() == self.configuration {
            return Ok(());
        }
        let before = self.glance;
        let restarted = !self.is_known || before.epoch != glance.epoch;
        if !restarted {
            monotonic(subject.name, &before, &glance)?;
        }
        in_order(subject.name, &glance)?;
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
            let who = (subject.id, subject.name, raft);
            if tables.no_disruption {
                quorum::disruption(who, tables.promises, tables.world)?;
            }
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
        let raft = subject.raft;
        if raft.role() == Role::Leader && raft.config().validate_changes {
            let leader = (subject.name, log);
            for index in changed {
                changes::appended(leader, index, self.own_from, tables.ledger)?;
            }
        }
        Ok(())
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
        let leader = (subject.name, subject.raft.configuration());
        quorum::holds(leader, (to, of), tables.world)
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
fn monotonic(name: &str, before: &Glance, now: &Glance) -> Verdict {
    for (what, old, new) in [
        ("term", before.term.0, now.term.0),
        ("commit index", before.committed.0, now.committed.0),
        ("applied index", before.applied.0, now.applied.0),
        ("state's index", before.state.0, now.state.0),
    ] {
        ensure(old <= new, Property::Monotonic, || {
            format!("the {what} of {name} goes back from {old} to {new}")
        })?;
    }
    Ok(())
}

fn in_order(name: &str, now: &Glance) -> Verdict {
    let last = now.log.1;
    let ordered =
        now.applied <= now.committed && now.committed <= last && now.state <= now.committed;
    ensure(ordered, Property::IndexOrder, || {
        let Glance {
            applied, committed, ..
        } = now;
        let state = now.state;
        format!("{name} applied {applied} ({state}), committed {committed}, has {last}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sim::Config, units::Micros};

    /// A cluster whose leader was seen once.
    struct Stage {
        world: World,
        leader: usize,
        seen: Seen,
        ledger: Ledger,
        promises: Promises,
    }

    impl Stage {
        fn new() -> Self {
            let mut world = World::new(Config::tutorial());
            world.advance_to(Micros::from_secs(5));
            let leader = world.leader().expect("nobody was harmed");
            let mut stage = Self {
                world,
                leader,
                seen: Seen::default(),
                ledger: Ledger::default(),
                promises: Promises::default(),
            };
            assert_eq!(stage.look(), None);
            stage
        }

        fn look(&mut self) -> Option<Property> {
            let mut tables = Tables {
                world: &self.world,
                ledger: &mut self.ledger,
                promises: &mut self.promises,
                no_disruption: true,
            };
            let node = self.world.node(self.leader).expect("it is a member");
            let verdict = self.seen.look(node, &mut tables);
            verdict.err().map(|violation| violation.property)
        }
    }

    /// What was seen before is changed by hand, so that the member cannot have come from there.
    fn after(change: impl FnOnce(&mut Stage)) -> Option<Property> {
        let mut stage = Stage::new();
        change(&mut stage);
        stage.look()
    }

    #[test]
    fn a_member_that_goes_back_is_noticed() {
        let back = Some(Property::Monotonic);
        assert_eq!(after(|_| {}), None);
        assert_eq!(after(|it| it.seen.glance.term = Term(99)), back);
        assert_eq!(after(|it| it.seen.glance.committed = Index(99)), back);
        assert_eq!(after(|it| it.seen.glance.applied = Index(99)), back);
        assert_eq!(after(|it| it.seen.glance.state = Index(99)), back);
        let disk = after(|it| it.seen.glance.hard_state.term = Term(99));
        assert_eq!(disk, back);
    }

    #[test]
    fn a_leader_that_drops_or_rewrites_is_noticed() {
        let shorter = after(|it| it.seen.glance.log.1 = Index(99));
        assert_eq!(shorter, Some(Property::LeaderAppendOnly));
        let rewritten = after(|it| {
            it.seen.glance.log.0 += 1;
            *it.seen.terms.last_mut().expect("it has a log") = Term(99);
        });
        assert_eq!(rewritten, Some(Property::LeaderAppendOnly));
    }

    #[test]
    fn indexes_out_of_order_are_noticed() {
        let stage = Stage::new();
        let Glance { committed, log, .. } = stage.seen.glance;
        for broken in [
            Glance {
                applied: committed.next(),
                ..stage.seen.glance
            },
            Glance {
                committed: log.1.next(),
                ..stage.seen.glance
            },
            Glance {
                state: committed.next(),
                ..stage.seen.glance
            },
        ] {
            let verdict = in_order("a", &broken);
            let property = verdict.map_err(|violation| violation.property);
            assert_eq!(property, Err(Property::IndexOrder));
        }
    }

    #[test]
    fn a_leader_at_odds_with_what_was_seen_elsewhere_is_noticed() {
        let anew = |change: &dyn Fn(&mut Stage)| {
            after(|it| {
                it.seen = Seen::default();
                (it.ledger, it.promises) = (Ledger::default(), Promises::default());
                change(it);
            })
        };
        assert_eq!(anew(&|_| {}), None);
        let commit = |it: &mut Stage, index, term| {
            let at = (Index(index), Some(Term(term)));
            assert_eq!(it.ledger.commit("x", at, Term(1)), Ok(()));
        };
        let lacks = anew(&|it| commit(it, 99, 1));
        assert_eq!(lacks, Some(Property::LeaderCompleteness));
        let other = anew(&|it| commit(it, 1, 9));
        assert_eq!(other, Some(Property::LeaderCompleteness));
        let second = anew(&|it| {
            let glance = glance_of(it);
            let rival = (NodeId(7), "x");
            assert_eq!(it.promises.leads(rival, glance.term), Ok(()));
        });
        assert_eq!(second, Some(Property::ElectionSafety));
        let differs = anew(&|it| {
            let applied = glance_of(it).state;
            assert_eq!(it.ledger.store("x", applied, 1), Ok(()));
        });
        assert_eq!(differs, Some(Property::EqualStores));
    }

    fn glance_of(stage: &Stage) -> Glance {
        let node = stage.world.node(stage.leader).expect("it is a member");
        glance(&Subject::of(node, node.server().expect("it runs")))
    }
}
