//! An append-only list whose past is shared by all its clones; knows nothing of what it holds.
//!
//! A clone is a pointer and a length. A slot is written once, by whoever first extends that past;
//! everybody else's length ends before it, so nobody sees a slot he did not write or inherit. Who
//! comes second to a slot takes his own copy of that one chunk and goes on from there.

use std::sync::{Arc, OnceLock};

/// Slots in a chunk: what a fork copies at most.
const CHUNK: usize = 256;

type Chunk<T> = Arc<[OnceLock<T>]>;

/// A place in a [`Timeline`], from 1; 0 means "none".
pub(super) type Position = u32;

/// The list.
#[derive(Clone)]
pub(super) struct Timeline<T> {
    chunks: Arc<Vec<Chunk<T>>>,
    len: Position,
}

impl<T: Clone> Timeline<T> {
    /// An empty list.
    pub(super) fn new() -> Self {
        Self {
            chunks: Arc::default(),
            len: 0,
        }
    }

    /// The last position; 0 when empty.
    pub(super) const fn last(&self) -> Position {
        self.len
    }

    /// What stands at `position`, if that is within this list.
    pub(super) fn get(&self, position: Position) -> Option<&T> {
        if position > self.len {
            return None;
        }
        let place = (position as usize).checked_sub(1)?;
        self.chunks.get(place / CHUNK)?.get(place % CHUNK)?.get()
    }

    /// Appends `value` and returns its position.
    pub(super) fn push(&mut self, value: T) -> Position {
        let place = self.len as usize;
        let (chunk, slot) = (place / CHUNK, place % CHUNK);
        if chunk == self.chunks.len() {
            Arc::make_mut(&mut self.chunks).push(empty());
        }
        if let Err(value) = self.chunks[chunk][slot].set(value) {
            self.fork(chunk, slot, value);
        }
        self.len += 1;
        self.len
    }

    /// Another clone went on from here already: leave it its chunk and take a copy.
    fn fork(&mut self, chunk: usize, slot: usize, value: T) {
        let copy: Chunk<T> = self.chunks[chunk][..slot]
            .iter()
            .cloned()
            .chain([OnceLock::from(value)])
            .chain(std::iter::repeat_with(OnceLock::new))
            .take(CHUNK)
            .collect();
        let chunks = Arc::make_mut(&mut self.chunks);
        chunks.truncate(chunk);
        chunks.push(copy);
    }

    /// The first position whose value satisfies `after`, given that all later ones do too; one past
    /// the end if none does. Looks near the end first.
    pub(super) fn first(&self, after: impl Fn(&T) -> bool) -> Position {
        let holds = |position| position != 0 && self.get(position).is_none_or(&after);
        let mut high = self.len + 1;
        let mut step = 1;
        let mut low = self.len;
        while holds(low) {
            high = low;
            low = low.saturating_sub(step);
            step *= 2;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if holds(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

fn empty<T>() -> Chunk<T> {
    (0..CHUNK).map(|_| OnceLock::new()).collect()
}
