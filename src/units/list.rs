//! A list that grows at its end, whose copies share what did not change. It must not know what it
//! holds.
//!
//! Pieces as in [`Map`](super::Map); all but the first and the last are full, so a place is found
//! by division.

use std::{
    cmp::Ordering,
    ops::{Index, IndexMut},
    sync::Arc,
};

/// Items of a full piece.
const FULL: usize = 64;

/// A list.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// None is empty.
    pieces: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> List<T> {
    /// A list of nothing.
    #[must_use]
    pub const fn new() -> Self {
        let pieces = Vec::new();
        Self { pieces, len: 0 }
    }

    /// How many items it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// One item.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        let (piece, slot) = self.place(at);
        self.pieces.get(piece)?.get(slot)
    }

    /// How many items come first for which `before` holds, in a list that is sorted by it.
    pub fn partition_point(&self, before: impl Fn(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The first item.
    #[must_use]
    pub fn front(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last item.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.pieces.last()?.last()
    }

    /// All items, from either end.
    pub const fn iter(&self) -> Iter<'_, T> {
        let (list, from, to) = (self, 0, self.len);
        Iter { list, from, to }
    }

    /// Where the item is that `order` calls equal, in a list that has this order; or where it
    /// would go.
    ///
    /// # Errors
    /// There is none.
    pub fn binary_search_by(&self, order: impl Fn(&T) -> Ordering) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            match order(&self[middle]) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Ok(middle),
                Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    fn place(&self, at: usize) -> (usize, usize) {
        let first = self.pieces.first().map_or(0, |it| it.len());
        match at.checked_sub(first) {
            None => (0, at),
            Some(rest) => (1 + rest / FULL, rest % FULL),
        }
    }
}

impl<T: Clone> List<T> {
    /// One item, to change it.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        let (piece, slot) = self.place(at);
        Arc::make_mut(self.pieces.get_mut(piece)?).get_mut(slot)
    }

    /// The last item, to change it.
    pub fn back_mut(&mut self) -> Option<&mut T> {
        Arc::make_mut(self.pieces.last_mut()?).last_mut()
    }

    /// Puts one at the end.
    pub fn push_back(&mut self, item: T) {
        if self.pieces.last().is_none_or(|it| it.len() == FULL) {
            self.pieces.push(Arc::default());
        }
        if let Some(last) = self.pieces.last_mut() {
            Arc::make_mut(last).push(item);
            self.len += 1;
        }
    }

    /// Takes the last one.
    pub fn pop_back(&mut self) -> Option<T> {
        let last = Arc::make_mut(self.pieces.last_mut()?);
        let item = last.pop();
        if last.is_empty() {
            self.pieces.pop();
        }
        self.len -= 1;
        item
    }

    /// Takes the first one.
    pub fn pop_front(&mut self) -> Option<T> {
        let first = Arc::make_mut(self.pieces.first_mut()?);
        let item = first.remove(0);
        if first.is_empty() {
            self.pieces.remove(0);
        }
        self.len -= 1;
        Some(item)
    }

    /// A list of the first `count` items.
    #[must_use]
    pub fn take(&self, count: usize) -> Self {
        let mut all = self.clone();
        all.truncate(count);
        all
    }

    /// A list without the first `count` items.
    #[must_use]
    pub fn skip(&self, count: usize) -> Self {
        let mut all = self.clone();
        all.drop_front(count);
        all
    }

    /// Keeps the first `len` items.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        let (piece, slot) = self.place(len);
        self.pieces.truncate(piece + usize::from(slot > 0));
        if slot > 0 {
            Arc::make_mut(&mut self.pieces[piece]).truncate(slot);
        }
        self.len = len;
    }

    /// Drops the first `count` items.
    pub fn drop_front(&mut self, count: usize) {
        if count >= self.len {
            *self = Self::new();
            return;
        }
        let (piece, slot) = self.place(count);
        self.pieces.drain(..piece);
        Arc::make_mut(&mut self.pieces[0]).drain(..slot);
        self.len -= count;
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        let (piece, slot) = self.place(at);
        &self.pieces[piece][slot]
    }
}

impl<T: Clone> IndexMut<usize> for List<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        let (piece, slot) = self.place(at);
        &mut Arc::make_mut(&mut self.pieces[piece])[slot]
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: Clone> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.push_back(item);
        }
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut all = Self::new();
        all.extend(items);
        all
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The items of a [`List`].
#[derive(Debug)]
pub struct Iter<'a, T> {
    list: &'a List<T>,
    from: usize,
    to: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.nth(0)
    }

    fn nth(&mut self, count: usize) -> Option<&'a T> {
        let at = self.from.checked_add(count).filter(|at| *at < self.to);
        self.from = at.map_or(self.to, |at| at + 1);
        self.list.get(at?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.to - self.from, Some(self.to - self.from))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.from == self.to {
            return None;
        }
        self.to -= 1;
        self.list.get(self.to)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::{super::Rng, *};

    #[test]
    fn it_does_what_a_queue_does() {
        let mut rng = Rng::new(1);
        let (mut list, mut twin) = (List::new(), VecDeque::new());
        for step in 0..20_000 {
            match rng.below(9) {
                0 | 1 => assert_eq!(list.pop_front(), twin.pop_front()),
                2 => assert_eq!(list.pop_back(), twin.pop_back()),
                3 if rng.below(50) == 0 => {
                    let count = rng.below(100) as usize;
                    list.drop_front(count);
                    twin.drain(..count.min(twin.len()));
                }
                4 if rng.below(50) == 0 => {
                    let len = rng.below(1 + twin.len() as u64) as usize;
                    list.truncate(len);
                    twin.truncate(len);
                }
                _ => {
                    list.push_back(step);
                    twin.push_back(step);
                }
            }
            let at = rng.below(1 + twin.len() as u64) as usize;
            assert_eq!(list.get(at), twin.get(at));
            assert_eq!(list.last(), twin.back());
            assert_eq!(list.iter().nth(at), twin.get(at));
        }
        assert!(list.iter().eq(twin.iter()) && list.iter().rev().eq(twin.iter().rev()));
    }

    #[test]
    fn a_copy_keeps_what_it_held() {
        let mut list: List<u64> = (0..1_000).collect();
        let copy = list.clone();
        list[7] = 0;
        list.pop_back();
        assert!(copy.iter().copied().eq(0..1_000));
        let pieces = list.pieces.iter().zip(&copy.pieces);
        let shared = pieces.filter(|(a, b)| Arc::ptr_eq(a, b)).count();
        assert_eq!(shared, copy.pieces.len() - 2);
    }
}
