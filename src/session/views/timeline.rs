//! The time axis: the marks of the branch looked at within one span, and what is scheduled.

use super::{entries::revision_of, faults, leader, raft};
use crate::{
    etcd::State,
    raft::Role,
    session::{
        Session,
        time::{Branch, Chronicle, LeaseEvent, count},
        view::{
            BranchLine, CommandMark, CommitMark, LeaseSpan, Plan, Scheduled, Span, TermSpan,
            Timeline,
        },
    },
    sim::Power,
    units::{Index, List, Micros},
};

/// Spans of one lane in one picture; the newest are kept.
const SPANS_MAX: usize = 300;

/// Plans of one kind in one picture.
const PLANS_MAX: usize = 20;

/// Heartbeats that a follower must have missed before its time-out is worth a mark.
const MISSED_TICKS: u32 = 3;

/// Characters of a command in one mark.
const CHARS_MAX: usize = 80;

pub(in crate::session) fn timeline(session: &Session, span: Span) -> Timeline {
    let branch = &session.branches[session.looked];
    let chronicle = &branch.chronicle;
    let columns = Columns::of(span);
    Timeline {
        at: session.now(),
        end: session.end(),
        past: session.past(),
        kept_from: branch.kept_from(),
        terms: terms(chronicle),
        faults: faults::faults(chronicle),
        commits: commits(session, chronicle, &columns),
        commands: commands(session, chronicle, &columns),
        leases: leases(chronicle, span),
        scheduled: scheduled(session),
        branches: session
            .branches
            .iter()
            .map(|it| line(session, it))
            .collect(),
        branch: session.looked,
    }
}

fn line(session: &Session, branch: &Branch) -> BranchLine {
    let shared = branch.parent.map_or(0, |fork| fork.at.inputs);
    let end = branch.tip.as_ref().unwrap_or(&session.scene);
    BranchLine {
        name: branch.name.clone(),
        parent: branch.parent.map(|fork| (fork.branch, fork.at.stamp.time)),
        end: end.world.now(),
        inputs: end.inputs - shared,
    }
}

/// The columns of a span: marks of one column are drawn as one.
struct Columns {
    span: Span,
    width: u64,
}

impl Columns {
    fn of(span: Span) -> Self {
        let length = span.to.since(span.from).0;
        let width = length.div_ceil(u64::from(span.columns.max(1))).max(1);
        Self { span, width }
    }

    fn column(&self, time: Micros) -> u64 {
        time.since(self.span.from).0 / self.width
    }

    /// The marks of the span, by their first and last place.
    fn places<T: Clone>(
        &self,
        marks: &List<T>,
        time: impl Fn(&T) -> Micros,
    ) -> std::ops::Range<usize> {
        let first = count(marks, |it| time(it) < self.span.from);
        first..count(marks, |it| time(it) <= self.span.to)
    }
}

fn terms(chronicle: &Chronicle) -> Vec<TermSpan> {
    let mut spans: Vec<TermSpan> = Vec::new();
    for led in &chronicle.elections {
        let now = led.at.stamp.time;
        if let Some(last) = spans.last_mut() {
            last.to.get_or_insert(now);
        }
        if let Some((term, leader)) = led.leader {
            spans.push(TermSpan {
                term,
                leader,
                from: now,
                to: None,
            });
        }
    }
    newest(spans)
}

pub(super) fn newest<T>(mut spans: Vec<T>) -> Vec<T> {
    spans.drain(..spans.len().saturating_sub(SPANS_MAX));
    spans
}

fn commits(session: &Session, chronicle: &Chronicle, columns: &Columns) -> Vec<CommitMark> {
    let time = |it: &crate::session::time::Committed| it.at.stamp.time;
    let places = columns.places(&chronicle.commits, time);
    let states = session.tip().world.nodes().map(crate::sim::Node::state);
    let state = states.max_by_key(|state| state.store.revision());
    let mut revisions = Revisions { state, next: None };
    let mut marks: Vec<CommitMark> = Vec::new();
    for commit in chronicle
        .commits
        .iter()
        .skip(places.start)
        .take(places.len())
    {
        let mark = CommitMark {
            time: time(commit),
            index: commit.index,
            kind: commit.kind,
            revision: revisions.of(commit.index),
            count: 1,
        };
        match marks.last_mut() {
            Some(last) if columns.column(last.time) == columns.column(mark.time) => {
                let count = last.count + 1;
                let revision = mark.revision.or(last.revision);
                *last = CommitMark {
                    time: last.time,
                    count,
                    revision,
                    ..mark
                };
            }
            _ => marks.push(mark),
        }
    }
    marks
}

/// Revisions of entries that are asked for in their order: one search, then a walk.
struct Revisions<'a> {
    state: Option<&'a State>,
    next: Option<u64>,
}

impl Revisions<'_> {
    fn of(&mut self, index: Index) -> Option<u64> {
        let state = self.state?;
        let Some(next) = self.next else {
            let found = revision_of(state, index)?;
            self.next = Some(found + 1);
            return Some(found);
        };
        let origin = state.origin(next)?;
        if origin.index < index {
            // Entries were left out between the last one and this.
            self.next = None;
            return self.of(index);
        }
        (origin.index == index).then(|| {
            self.next = Some(next + 1);
            next
        })
    }
}

fn commands(session: &Session, chronicle: &Chronicle, columns: &Columns) -> Vec<CommandMark> {
    let places = columns.places(&chronicle.commands, |it| it.at.stamp.time);
    let mut marks: Vec<CommandMark> = Vec::new();
    for started in chronicle
        .commands
        .iter()
        .skip(places.start)
        .take(places.len())
    {
        let time = started.at.stamp.time;
        match marks.last_mut() {
            Some(last) if columns.column(last.time) == columns.column(time) => {
                last.count += 1;
                last.run = started.typed.run;
            }
            _ => marks.push(CommandMark {
                time,
                shell: started.typed.shell.clone(),
                text: started.typed.text.chars().take(CHARS_MAX).collect(),
                run: started.typed.run,
                index: None,
                count: 1,
            }),
        }
    }
    let world = &session.tip().world;
    for mark in &mut marks {
        let entries = world
            .trails_of(crate::sim::Owner(mark.run))
            .filter_map(|it| it.entry);
        mark.index = entries.last().map(|(_, index)| index);
    }
    marks
}

fn leases(chronicle: &Chronicle, span: Span) -> Vec<LeaseSpan> {
    let mut spans: Vec<LeaseSpan> = Vec::new();
    for event in &chronicle.leases {
        let (lease, now) = (event.lease, event.at.stamp.time);
        if event.what == LeaseEvent::Granted {
            spans.push(LeaseSpan {
                lease,
                from: now,
                to: None,
                expired: false,
            });
            continue;
        }
        let open = |it: &&mut LeaseSpan| it.lease == lease && it.to.is_none();
        if let Some(ended) = spans.iter_mut().rev().find(open) {
            ended.to = Some(now);
            ended.expired = event.what == LeaseEvent::Expired;
        }
    }
    spans.retain(|it| it.from <= span.to && it.to.is_none_or(|to| to >= span.from));
    newest(spans)
}

fn scheduled(session: &Session) -> Vec<Scheduled> {
    let scene = &session.scene;
    let world = &scene.world;
    let leader = leader(scene);
    let mut plans: Vec<Scheduled> = Vec::new();
    if let Some(node) = leader.and_then(|place| world.node(place)) {
        let lessor = &node.state().lessor;
        let expiry = |lease| {
            let time = node.clock().when(lessor.expiry(lease)?);
            Some(Scheduled {
                time,
                what: Plan::Expiry(lease),
            })
        };
        let soonest = lessor.by_expiry().into_iter().take(PLANS_MAX);
        plans.extend(soonest.filter_map(expiry));
    }
    for (place, planned) in world.planned().into_iter().enumerate() {
        let Some(node) = world.node(place).filter(|it| it.power() == Power::Up) else {
            continue;
        };
        let Some((raft, tick)) = raft(node).zip(planned.tick) else {
            continue;
        };
        let waits = raft.role() != Role::Leader && raft.election_elapsed() >= MISSED_TICKS;
        let left = raft
            .election_timeout()
            .saturating_sub(raft.election_elapsed() + 1);
        if waits {
            let ticks = Micros(world.config().flags.heartbeat.0 * u64::from(left));
            let time = tick + node.clock().span(ticks);
            plans.push(Scheduled {
                time,
                what: Plan::Timeout(place),
            });
        }
    }
    plans.sort_by_key(|it| it.time);
    plans
}
