//! What each request left behind: its id, its entry, its revision, its events; and what Raft
//! decided lately.

use super::{Departed, Owner, World};
use crate::{
    etcd::{CallKey, Ruling, Told},
    raft::Reason,
    units::{Index, List, Map, Micros, Term},
};

/// The way of one request through the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trail {
    /// The id the member gave it.
    pub request: u64,
    /// The job that asked; [`Owner::UNTRACED`] where the lessor did.
    pub owner: Owner,
    /// The job's own number of the call.
    pub call: u32,
    /// Place of the member that was asked.
    pub member: usize,
    /// When that member took it in.
    pub named: Micros,
    /// Its entry, once it is applied anywhere.
    pub entry: Option<(Term, Index)>,
    /// When it was first applied.
    pub applied: Option<Micros>,
    /// The revision it made.
    pub revision: Option<u64>,
    /// Watch events sent for it, by all members.
    pub events: u32,
}

/// Trails kept; the oldest go first.
const TRAILS_MAX: usize = 10_000;

/// Decisions kept of each sort: those that come with ordinary work must not push out the others.
const DECISIONS_MAX: usize = 256;

/// What was decided, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// By Raft.
    Raft(Reason),
    /// By the server around it.
    Server(Ruling),
}

impl Cause {
    /// A name of its own for each kind, in [`Reason::NAMES`] or [`Ruling::NAMES`].
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Raft(reason) => reason.name(),
            Self::Server(ruling) => ruling.name(),
        }
    }

    /// etcd's file and function that make this decision.
    #[must_use]
    pub const fn source(&self) -> (&'static str, &'static str) {
        match self {
            Self::Raft(reason) => reason.source(),
            Self::Server(ruling) => ruling.source(),
        }
    }

    /// Whether it comes with ordinary work.
    #[must_use]
    pub const fn is_routine(&self) -> bool {
        match self {
            Self::Raft(reason) => reason.is_routine(),
            Self::Server(_) => false,
        }
    }
}

/// Something a member decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number in the world: later ones have higher numbers.
    pub number: u64,
    /// When.
    pub at: Micros,
    /// Place of the member.
    pub member: usize,
    /// The number of the packet that made it decide, if one did.
    pub packet: Option<u64>,
    /// What and why.
    pub cause: Cause,
}

/// All trails and decisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Trails {
    by_request: Map<u64, Trail>,
    by_owner: Map<(Owner, u32), u64>,
    order: List<u64>,
    decided: u64,
    decisions: List<Decision>,
    routine: List<Decision>,
}

impl Trails {
    fn add(&mut self, trail: Trail) {
        if self.order.len() >= TRAILS_MAX
            && let Some(oldest) = self.order.pop_front()
            && let Some(old) = self.by_request.remove(&oldest)
        {
            self.by_owner.remove(&(old.owner, old.call));
        }
        self.order.push_back(trail.request);
        self.by_owner
            .insert((trail.owner, trail.call), trail.request);
        self.by_request.insert(trail.request, trail);
    }

    fn decide(&mut self, decision: Decision) {
        self.decided += 1;
        let decisions = if decision.cause.is_routine() {
            &mut self.routine
        } else {
            &mut self.decisions
        };
        if decisions.len() == DECISIONS_MAX {
            decisions.pop_front();
        }
        decisions.push_back(decision);
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }
}

impl World {
    pub(super) fn told(&mut self, member: usize, told: Told) {
        match told {
            Told::Named { call, request } => self.named(member, call, request),
            Told::Revokes { request, lease } => {
                self.departures.add(member, Departed::Revokes { lease });
                self.begin_trail(member, (Owner::UNTRACED, 0), request);
            }
            Told::Applied {
                request,
                index,
                term,
                revision,
                events,
            } => {
                let now = self.now;
                if request == 0 || self.trails.order.is_empty() {
                    return;
                }
                if let Some(trail) = self.trails.by_request.get_mut(&request) {
                    trail.entry = Some((term, index));
                    trail.applied.get_or_insert(now);
                    trail.revision = trail.revision.or(revision);
                    trail.events += events;
                }
            }
            Told::Decided(reason) => self.decided(member, Cause::Raft(reason)),
            Told::Ruled(ruling) => self.decided(member, Cause::Server(ruling)),
        }
    }

    fn decided(&mut self, member: usize, cause: Cause) {
        let decision = Decision {
            number: self.trails.decided,
            at: self.now,
            member,
            packet: self.delivering,
            cause,
        };
        self.trails.decide(decision);
    }

    fn named(&mut self, member: usize, call: CallKey, request: u64) {
        let Some(call) = self.calls.get(&call) else {
            return;
        };
        if call.owner == Owner::UNTRACED {
            return;
        }
        let asker = (call.owner, call.number);
        self.begin_trail(member, asker, request);
    }

    fn begin_trail(&mut self, member: usize, (owner, call): (Owner, u32), request: u64) {
        let named = self.now;
        self.trails.add(Trail {
            request,
            owner,
            call,
            member,
            named,
            entry: None,
            applied: None,
            revision: None,
            events: 0,
        });
    }

    /// The trail of the request with this id, if it is still kept.
    #[must_use]
    pub fn trail(&self, request: u64) -> Option<&Trail> {
        self.trails.by_request.get(&request)
    }

    /// All trails kept, newest first.
    pub fn trails(&self) -> impl Iterator<Item = &Trail> {
        let order = self.trails.order.iter().rev();
        order.filter_map(|request| self.trails.by_request.get(request))
    }

    /// The trails of a job's calls, by number of the call.
    pub fn trails_of(&self, owner: Owner) -> impl Iterator<Item = &Trail> {
        self.trails
            .by_owner
            .from(&(owner, 0))
            .take_while(move |((by, _), _)| *by == owner)
            .filter_map(|(_, request)| self.trails.by_request.get(request))
    }

    /// What members decided lately, newest first; decisions that come with ordinary work
    /// ([`Cause::is_routine`]) go back less far than the others.
    #[must_use]
    pub fn all_decisions(&self) -> Vec<&Decision> {
        let (decisions, routine) = (&self.trails.decisions, &self.trails.routine);
        let mut all: Vec<&Decision> = decisions.iter().chain(routine.iter()).collect();
        all.sort_unstable_by_key(|it| std::cmp::Reverse(it.number));
        all
    }

    /// What members decided lately besides ordinary work, oldest first.
    pub fn decisions(&self) -> impl DoubleEndedIterator<Item = &Decision> {
        self.trails.decisions.iter()
    }
}
