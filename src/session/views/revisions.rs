//! Lanes of keys over revisions, as one member's store has them; in the past with what is to come.

use bytes::Bytes;

use super::{
    Entries,
    tree::{Place, places},
};
use crate::{
    etcd::{
        api::{self, request_op::Request},
        record::{Act, InternalRequest},
        store::{Change, Store},
    },
    session::{
        scene::Scene,
        view::{Dot, Lane, RevisionColumn, Revisions, Sight},
    },
    sim::Node,
    units::Index,
};

/// Revisions in one picture where it says nothing else.
const COLUMNS_MAX: u64 = 200;

/// Changes in one picture: one delete can hold very many.
const CHANGES_MAX: usize = 2_000;

/// Lanes in one picture.
const LANES_MAX: usize = 100;

/// Proposed changes in one picture, and entries looked through for them.
const PROPOSED_MAX: u64 = 100;

/// The first revision that changed something.
const FIRST: u64 = 2;

pub(in crate::session) fn revisions(scene: &Scene, tip: &Scene, sight: &Sight) -> Revisions {
    let member = sight.member;
    let nodes = scene.world().node(member).zip(tip.world().node(member));
    let Some((node, later)) = nodes else {
        return Revisions {
            member,
            ..Revisions::default()
        };
    };
    let stores = Stores {
        now: &node.state().store,
        end: &later.state().store,
    };
    let (first, last) = stores.window(sight);
    let marks = (sight.room > 0 && last + 1 - first > sight.room).then_some(sight.room);
    let changes = match marks {
        Some(_) => Vec::new(),
        None => stores.changes(first, last),
    };
    let recent: Vec<Bytes> = changes.iter().rev().map(|it| it.key().clone()).collect();
    let places = places(stores.end, sight, &recent, LANES_MAX);
    let shown = |it: &Place| if it.open { 0 } else { it.group.max(1) };
    let shown: usize = places.lanes.iter().map(shown).sum();
    let all = if sight.filter.is_empty() {
        stores.end.keys_ever()
    } else {
        places.found
    };
    let mut lanes: Vec<Lane> = places
        .lanes
        .into_iter()
        .map(|place| stores.lane(place, marks.map_or(first, |_| 0)))
        .collect();
    match marks {
        Some(marks) => stores.count(&mut lanes, (first, last), marks),
        None => spread(&mut lanes, &changes, (first, last)),
    }
    let origin = |main| later.state().origin(main).map(|origin| origin.index);
    Revisions {
        member,
        current: stores.now.revision(),
        last: stores.end.revision(),
        window: (first, last),
        marks,
        tree: places.tree,
        compacted: u64::try_from(stores.now.compacted()).ok(),
        columns: match marks {
            Some(_) => Vec::new(),
            None => columns(&changes, origin),
        },
        lanes_hidden: all.saturating_sub(shown),
        lanes,
        alive: stores.now.alive(),
        found: places.found,
        proposed: proposed(node),
    }
}

/// One member's store at the moment looked at, and at the end of the branch.
struct Stores<'a> {
    now: &'a Store,
    end: &'a Store,
}

impl<'a> Stores<'a> {
    /// First and last main revision wanted.
    fn window(&self, sight: &Sight) -> (u64, u64) {
        let end = self.end.revision();
        let span = if sight.span == 0 {
            COLUMNS_MAX
        } else {
            sight.span
        };
        let head = self.now.revision();
        // In the past the head stands in sight, with some of what follows it.
        let newest = if head < end {
            head.saturating_add(span / 3)
        } else {
            end
        };
        let least = span.saturating_add(FIRST - 1);
        let last = sight.until.unwrap_or(newest).max(least).min(end);
        ((last + 1).saturating_sub(span).max(FIRST), last)
    }

    /// The changes of a window, oldest first: as they are now, or will be.
    fn changes(&self, first: u64, last: u64) -> Vec<Change<'a>> {
        let head = self.now.revision();
        let known = self.now.revisions(first..=last.min(head));
        let later = self.end.revisions(first.max(head + 1)..=last);
        let newest = known.chain(later).rev().take(CHANGES_MAX);
        let mut changes: Vec<Change<'a>> = newest.collect();
        changes.reverse();
        changes
    }

    /// A lane without what stands in it, but for the generation that reaches into the window.
    fn lane(&self, place: Place, first: u64) -> Lane {
        let mut lane = Lane {
            key: place.key,
            group: place.group,
            open: place.open,
            depth: place.depth,
            said: place.said,
            ..Lane::default()
        };
        if lane.group > 0 {
            return lane;
        }
        if let Some(newest) = self.now.changes_back(&lane.key, u64::MAX).next() {
            lane.newest = Some(newest.revision());
            lane.gone = newest.tombstone();
        }
        let before = self
            .end
            .changes_back(&lane.key, first.saturating_sub(1))
            .next();
        if let Some(before) = before.filter(|it| !it.tombstone()) {
            lane.generations.push((before.dot().create, None));
        }
        lane
    }

    /// Counts changes instead of drawing each.
    fn count(&self, lanes: &mut [Lane], (first, last): (u64, u64), marks: u64) {
        let ranges = lanes.iter().map(|lane| (&lane.key, lane.group > 0));
        let counts = self.end.counts(first..=last, marks, ranges);
        for (lane, counts) in lanes.iter_mut().zip(counts) {
            lane.counts = counts;
        }
    }
}

/// Puts changes into the lanes that hold them: dots for a key, counts for a group.
fn spread(lanes: &mut [Lane], changes: &[Change<'_>], (first, last): (u64, u64)) {
    for lane in lanes.iter_mut().filter(|it| it.group > 0) {
        lane.counts = vec![0; usize::try_from(last + 1 - first).unwrap_or(0)];
    }
    for change in changes {
        let key = change.key();
        let place = usize::try_from(change.revision().main - first).unwrap_or(0);
        // A group stands right before its keys, and groups hold groups.
        let end = lanes.partition_point(|lane| lane.key <= *key);
        for lane in lanes[..end].iter_mut().rev() {
            if lane.group == 0 && lane.key == *key {
                lane.add(change);
            } else if lane.group > 0
                && key.starts_with(&lane.key)
                && let Some(count) = lane.counts.get_mut(place)
            {
                *count += 1;
            }
            if lane.depth == 0 {
                break;
            }
        }
    }
}

impl Lane {
    fn add(&mut self, change: &Change<'_>) {
        let dot = change.dot();
        match self.generations.last_mut().filter(|(_, end)| end.is_none()) {
            Some((_, end)) => *end = dot.tombstone().then_some(dot.revision.main),
            None if dot.tombstone() => {}
            None => self.generations.push((dot.create, None)),
        }
        self.dots.push(Dot {
            revision: dot.revision,
            version: dot.version,
            lease: dot.lease,
            compacted: dot.compacted,
        });
    }
}

/// The revisions of a window.
fn columns(changes: &[Change<'_>], origin: impl Fn(u64) -> Option<Index>) -> Vec<RevisionColumn> {
    let mut columns: Vec<RevisionColumn> = Vec::new();
    for change in changes {
        let main = change.revision().main;
        match columns.last_mut().filter(|column| column.main == main) {
            Some(column) => column.changes += 1,
            None => columns.push(RevisionColumn {
                main,
                changes: 1,
                index: origin(main),
            }),
        }
    }
    columns
}

/// A key that a transaction may write: which of its branches happens is not known before it does.
fn first_written(txn: &api::TxnRequest) -> Option<Bytes> {
    let mut ops = txn.success.iter().chain(&txn.failure);
    ops.find_map(|op| match op.request.as_ref()? {
        Request::Put(put) => Some(put.key.clone()),
        Request::DeleteRange(delete) => Some(delete.key.clone()),
        Request::Range(_) | Request::Txn(_) => None,
    })
}

/// Puts and deletes in the log that are not applied yet.
fn proposed(node: &Node) -> Vec<(Bytes, Index)> {
    let entries = Entries::of(node);
    let first = entries.applied().0 + 1;
    let last = entries.last().0.min(first + PROPOSED_MAX - 1);
    let key = |index| {
        let request = InternalRequest::from_bytes(&entries.get(Index(index))?.data)?;
        let key = match request.act? {
            Act::Put(put) => put.key,
            Act::DeleteRange(delete) => delete.key,
            Act::Txn(txn) => first_written(&txn)?,
            Act::Compaction(_)
            | Act::LeaseGrant(_)
            | Act::LeaseRevoke(_)
            | Act::Login(_)
            | Act::Auth(_)
            | Act::ClusterVersion(_)
            | Act::MemberAttributes(_) => return None,
        };
        Some((key, Index(index)))
    };
    if node.server().is_none() {
        return Vec::new();
    }
    (first..=last).filter_map(key).collect()
}
