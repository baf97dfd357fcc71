//! What must hold after every event of every world, judged from outside by looking at the members.
//!
//! The judge keeps what it has seen: who led which term, what was committed at which index, whom a
//! disk remembers having voted for. It must not know how members reach their decisions, nor what
//! was done to them.

mod property;

use std::collections::BTreeMap;

pub(super) use property::ensure;
pub use property::{Property, Verdict, Violation};

use crate::{
    raft::{Entry, HardState, Log, Role},
    sim::{Node, World},
    units::{Index, NodeId, StateHash, Term},
};

/// What was committed at an index.
#[derive(Clone, Copy, Debug)]
struct Committed {
    term: Term,
    data: u64,
    /// The term of the member that was first seen to know; never below the term it happened in.
    seen_in: Term,
}

/// What an entry with a given index and term looks like, and what comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    data: u64,
    before: Option<Term>,
}

/// What was last seen of one member.
#[derive(Clone, Debug, Default)]
struct Seen {
    epoch: u32,
    leads: bool,
    log_hash: u64,
    last: Index,
    /// Terms by index, as far as they were checked.
    terms: Vec<Term>,
    committed: Index,
    applied: Index,
    hard_state: HardState,
}

/// The judge of one world.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    leaders: BTreeMap<Term, NodeId>,
    votes: BTreeMap<(NodeId, Term), NodeId>,
    shapes: BTreeMap<(Index, Term), Shape>,
    committed: BTreeMap<Index, Committed>,
    stores: BTreeMap<Index, u64>,
    seen: Vec<Seen>,
}

impl Judge {
    /// Looks at every member; cheap where nothing changed since the last look.
    ///
    /// # Errors
    /// The first broken promise.
    pub fn look(&mut self, world: &World) -> Verdict {
        self.seen.resize_with(world.nodes().len(), Seen::default);
        for (place, node) in world.nodes().enumerate() {
            let mut seen = std::mem::take(&mut self.seen[place]);
            let verdict = self.look_at(node, &mut seen);
            self.seen[place] = seen;
            verdict?;
        }
        Ok(())
    }

    /// How many terms had a leader so far.
    #[must_use]
    pub fn terms_led(&self) -> usize {
        self.leaders.len()
    }

    fn look_at(&mut self, node: &Node, seen: &mut Seen) -> Verdict {
        self.look_at_vote(node, seen)?;
        if seen.epoch != node.epoch() {
            *seen = Seen {
                epoch: node.epoch(),
                hard_state: seen.hard_state,
                ..Seen::default()
            };
        }
        let Some(server) = node.server() else {
            return Ok(());
        };
        let raft = server.raft();
        let log = raft.log();
        if (seen.log_hash, seen.last) != (log.hash(), log.last_index()) {
            self.look_at_log(node, log, seen)?;
        }
        if seen.committed != log.committed() {
            self.look_at_commit(node, log, raft.term(), seen)?;
        }
        let leads = raft.role() == Role::Leader;
        if leads && (!seen.leads || self.leaders.get(&raft.term()) != Some(&raft.id())) {
            self.look_at_leader(node, log, raft.term())?;
        }
        seen.leads = leads;
        let applied = server.state().consistent_index();
        if seen.applied != applied {
            seen.applied = applied;
            self.look_at_store(node, applied, server.state().hash())?;
        }
        Ok(())
    }

    /// Only what is on disk counts: a vote that was never synced was never told to anybody.
    fn look_at_vote(&mut self, node: &Node, seen: &mut Seen) -> Verdict {
        let hard_state = node.disk().hard_state();
        if hard_state == seen.hard_state {
            return Ok(());
        }
        seen.hard_state = hard_state;
        if hard_state.vote == NodeId::NONE {
            return Ok(());
        }
        let name = &node.identity().name;
        let (term, vote) = (hard_state.term, hard_state.vote);
        let first = *self.votes.entry((node.identity().id, term)).or_insert(vote);
        ensure(first == vote, Property::OneVotePerTerm, || {
            format!("{name} voted for {first} and for {vote} in {term}")
        })
    }

    fn look_at_log(&mut self, node: &Node, log: &Log, seen: &mut Seen) -> Verdict {
        seen.log_hash = log.hash();
        seen.last = log.last_index();
        seen.terms.truncate(place(seen.last) + 1);
        let mut index = seen.last;
        while index >= log.first_index()
            && let Some(entry) = log.entry(index)
            && seen.terms.get(place(index)) != Some(&entry.term)
        {
            let shape = Shape {
                data: data_hash(entry),
                before: log.term(index.prev()),
            };
            let known = *self.shapes.entry((index, entry.term)).or_insert(shape);
            let before_fits =
                shape.before.is_none() || known.before.is_none() || shape.before == known.before;
            ensure(
                known.data == shape.data && before_fits,
                Property::LogMatching,
                || {
                    let (name, term) = (&node.identity().name, entry.term);
                    format!("{name} has another entry {index} of {term}, or another one before it")
                },
            )?;
            index = index.prev();
        }
        seen.terms.resize(place(seen.last) + 1, Term(0));
        for checked in index.0 + 1..=seen.last.0 {
            seen.terms[place(Index(checked))] = log.term(Index(checked)).unwrap_or_default();
        }
        Ok(())
    }

    fn look_at_commit(
        &mut self,
        node: &Node,
        log: &Log,
        seen_in: Term,
        seen: &mut Seen,
    ) -> Verdict {
        let from = seen.committed.next().max(log.first_index());
        for index in (from.0..=log.committed().0).map(Index) {
            let Some(entry) = log.entry(index) else {
                continue;
            };
            let (term, data) = (entry.term, data_hash(entry));
            let fresh = Committed {
                term,
                data,
                seen_in,
            };
            let first = self.committed.entry(index).or_insert(fresh);
            first.seen_in = first.seen_in.min(seen_in);
            let same = (first.term, first.data) == (term, data);
            let first = first.term;
            ensure(same, Property::StateMachineSafety, || {
                let name = &node.identity().name;
                format!("{name} commits {index} of {term}, which was committed of {first} before")
            })?;
        }
        seen.committed = log.committed();
        Ok(())
    }

    fn look_at_leader(&mut self, node: &Node, log: &Log, term: Term) -> Verdict {
        let identity = node.identity();
        let first = *self.leaders.entry(term).or_insert(identity.id);
        ensure(first == identity.id, Property::ElectionSafety, || {
            format!("{} and {first} both lead {term}", identity.name)
        })?;
        for (index, committed) in self.committed.range(log.first_index()..) {
            let has = log.term(*index) == Some(committed.term);
            ensure(
                has || committed.seen_in >= term,
                Property::LeaderCompleteness,
                || {
                    let (name, of) = (&identity.name, committed.term);
                    format!(
                        "{name} leads {term} without {index} of {of}, which was committed before"
                    )
                },
            )?;
        }
        Ok(())
    }

    fn look_at_store(&mut self, node: &Node, applied: Index, hash: u64) -> Verdict {
        let first = *self.stores.entry(applied).or_insert(hash);
        ensure(first == hash, Property::EqualStores, || {
            format!(
                "{} differs from another member at {applied}",
                node.identity().name
            )
        })
    }
}

fn place(index: Index) -> usize {
    usize::try_from(index.0).expect("a log fits memory")
}

fn data_hash(entry: &Entry) -> u64 {
    let mut hash = StateHash::new();
    hash.u64(entry.kind as u64).bytes(&entry.data);
    hash.finish()
}
