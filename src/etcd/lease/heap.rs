//! etcd's queue of lease expiries: a binary min-heap in an array, with an index from lease to
//! place; knows nothing of leases but their ids.
//!
//! Order in the array is part of what the page shows, so sifting is step for step that of Go's
//! `container/heap`, which etcd's `LeaseExpiredNotifier` uses: children of i are 2i+1 and 2i+2, the
//! left child wins ties, an update sifts down and, only if that moved nothing, up.

use crate::units::{LeaseId, List, Map, Micros, StateHash};

/// One place of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The lease.
    pub lease: LeaseId,
    /// When the lessor next looks at it.
    pub time: Micros,
}

/// The queue; a clone costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Heap {
    items: List<Item>,
    places: Map<LeaseId, usize>,
    /// The sum of the hashes of all (place, item).
    sum: u64,
}

impl Heap {
    /// How many items it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The item with the earliest time.
    #[must_use]
    pub fn peek(&self) -> Option<Item> {
        self.items.front().copied()
    }

    /// The array in its order.
    pub fn iter(&self) -> impl Iterator<Item = Item> {
        self.items.iter().copied()
    }

    /// Where a lease stands in the array.
    #[must_use]
    pub fn place(&self, lease: LeaseId) -> Option<usize> {
        self.places.get(&lease).copied()
    }

    /// A number that differs, but for accidents, between queues whose arrays differ.
    #[must_use]
    pub const fn hash(&self) -> u64 {
        self.sum
    }

    /// Adds an item, or moves the one this lease has: etcd's `RegisterOrUpdate`.
    pub fn register_or_update(&mut self, item: Item) {
        let place = match self.place(item.lease) {
            Some(place) => {
                self.set(place, item);
                place
            }
            None => {
                self.items.push_back(item);
                let place = self.items.len() - 1;
                self.places.insert(item.lease, place);
                self.sum = self.sum.wrapping_add(mark(place, item));
                return self.up(place);
            }
        };
        if !self.down(place, self.items.len()) {
            self.up(place);
        }
    }

    /// Takes the item with the earliest time: etcd's `Unregister`.
    pub fn pop(&mut self) -> Option<Item> {
        let last = self.items.len().checked_sub(1)?;
        self.swap(0, last);
        self.down(0, last);
        let item = self.items.pop_back()?;
        self.sum = self.sum.wrapping_sub(mark(last, item));
        self.places.remove(&item.lease);
        Some(item)
    }

    fn up(&mut self, mut child: usize) {
        while child > 0 {
            let parent = (child - 1) / 2;
            if !self.less(child, parent) {
                break;
            }
            self.swap(parent, child);
            child = parent;
        }
    }

    /// Sifts down within the first `end` places; says whether anything moved.
    fn down(&mut self, start: usize, end: usize) -> bool {
        let mut parent = start;
        loop {
            let (left, right) = (2 * parent + 1, 2 * parent + 2);
            if left >= end {
                break;
            }
            let child = if right < end && self.less(right, left) {
                right
            } else {
                left
            };
            if !self.less(child, parent) {
                break;
            }
            self.swap(parent, child);
            parent = child;
        }
        parent > start
    }

    fn less(&self, a: usize, b: usize) -> bool {
        self.items[a].time < self.items[b].time
    }

    fn swap(&mut self, a: usize, b: usize) {
        if a != b {
            let (first, second) = (self.items[a], self.items[b]);
            self.set(a, second);
            self.set(b, first);
        }
    }

    fn set(&mut self, place: usize, item: Item) {
        let old = std::mem::replace(&mut self.items[place], item);
        self.sum = self
            .sum
            .wrapping_sub(mark(place, old))
            .wrapping_add(mark(place, item));
        self.places.insert(item.lease, place);
    }
}

/// The hash of one place with its item.
fn mark(place: usize, item: Item) -> u64 {
    StateHash::new()
        .len(place)
        .i64(item.lease.0)
        .u64(item.time.0)
        .finish()
}
