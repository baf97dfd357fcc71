//! A map and a set in the order of their keys, whose copies share what did not change. They must
//! not know what they hold.
//!
//! A sorted array in pieces: each piece is shared until one of its owners changes it, so a copy
//! costs a pointer for every [`FULL`] entries. Compared with a B-tree, each kind of map adds a
//! tenth of the code to the page, and of all kinds that is what a visitor waits for.

use std::{borrow::Borrow, sync::Arc};

/// Entries of a full piece.
const FULL: usize = 64;

/// A map in the order of its keys.
#[derive(Clone, Debug)]
pub struct Map<K, V> {
    /// None is empty.
    pieces: Vec<Arc<Vec<(K, V)>>>,
    len: usize,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Map<K, V> {
    /// A map of nothing.
    #[must_use]
    pub const fn new() -> Self {
        let pieces = Vec::new();
        Self { pieces, len: 0 }
    }

    /// How many entries it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All entries, in order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.iter_at((0, 0))
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// All values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The entry with the least key.
    #[must_use]
    pub fn first_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }

    fn iter_at(&self, (piece, slot): (usize, usize)) -> Iter<'_, K, V> {
        let mut pieces = self.pieces[piece.min(self.pieces.len())..].iter();
        let entries = pieces
            .next()
            .map_or_else(Default::default, |it| it[slot..].iter());
        Iter { entries, pieces }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The piece and the slot of a key, or those where it would go.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> (usize, Result<usize, usize>)
    where
        K: Borrow<Q>,
    {
        let after = self.pieces.partition_point(|it| it[0].0.borrow() <= key);
        let piece = after.saturating_sub(1);
        let slot = self.pieces.get(piece).map_or(Err(0), |it| {
            it.binary_search_by(|(known, _)| known.borrow().cmp(key))
        });
        (piece, slot)
    }

    /// The value of a key.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (piece, slot) = self.place(key);
        let slot = slot.ok()?;
        Some(&self.pieces[piece][slot].1)
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).1.is_ok()
    }

    /// The entries from this key on, in order.
    pub fn from<Q: Ord + ?Sized>(&self, key: &Q) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let (piece, slot) = self.place(key);
        self.iter_at((piece, slot.unwrap_or_else(|slot| slot)))
    }
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// The value of a key, to change it.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (piece, slot) = self.place(key);
        let slot = slot.ok()?;
        Some(&mut Arc::make_mut(&mut self.pieces[piece])[slot].1)
    }

    /// Sets the value of a key and returns the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (piece, slot) = self.place(&key);
        match slot {
            Ok(slot) => {
                let entry = &mut Arc::make_mut(&mut self.pieces[piece])[slot];
                Some(std::mem::replace(&mut entry.1, value))
            }
            Err(slot) => {
                self.put(piece, slot, (key, value));
                None
            }
        }
    }

    /// The value of a key, made if there is none.
    pub fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let (mut piece, slot) = self.place(&key);
        let slot = match slot {
            Ok(slot) => slot,
            Err(slot) => {
                let at = self.put(piece, slot, (key, V::default()));
                piece = at.0;
                at.1
            }
        };
        &mut Arc::make_mut(&mut self.pieces[piece])[slot].1
    }

    /// Puts in a new entry; a full piece is parted before. Keys that come in their order leave full
    /// pieces behind.
    fn put(&mut self, mut piece: usize, mut slot: usize, entry: (K, V)) -> (usize, usize) {
        if self.pieces.is_empty() {
            self.pieces.push(Arc::default());
        }
        let known = &mut self.pieces[piece];
        if known.len() == FULL {
            let cut = if slot == FULL { FULL } else { FULL / 2 };
            let rest = Arc::make_mut(known).split_off(cut);
            self.pieces.insert(piece + 1, Arc::new(rest));
            if slot >= cut {
                piece += 1;
                slot -= cut;
            }
        }
        Arc::make_mut(&mut self.pieces[piece]).insert(slot, entry);
        self.len += 1;
        (piece, slot)
    }

    /// Takes a key out and returns its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (piece, slot) = self.place(key);
        Some(self.take(piece, slot.ok()?).1)
    }

    /// Takes out the entry with the least key.
    pub fn pop_first(&mut self) -> Option<(K, V)> {
        (self.len > 0).then(|| self.take(0, 0))
    }

    /// Takes out what `keep` does not keep.
    pub fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        let gone = self.iter().filter(|(key, value)| !keep(key, value));
        for key in gone.map(|(key, _)| key.clone()).collect::<Vec<_>>() {
            self.remove(&key);
        }
    }

    fn take(&mut self, piece: usize, slot: usize) -> (K, V) {
        let known = Arc::make_mut(&mut self.pieces[piece]);
        let entry = known.remove(slot);
        if known.is_empty() {
            self.pieces.remove(piece);
        }
        self.len -= 1;
        entry
    }
}

impl<K, V> PartialEq for Map<K, V>
where
    K: PartialEq,
    V: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

/// The entries of a [`Map`] from a place on.
#[derive(Debug)]
pub struct Iter<'a, K, V> {
    entries: std::slice::Iter<'a, (K, V)>,
    pieces: std::slice::Iter<'a, Arc<Vec<(K, V)>>>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.entries.next() {
                return Some((key, value));
            }
            self.entries = self.pieces.next()?.iter();
        }
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Ord + Clone, V: Clone> Extend<(K, V)> for Map<K, V> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, entries: T) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(entries: T) -> Self {
        let mut all = Self::new();
        all.extend(entries);
        all
    }
}

/// A set in the order of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<K>(Map<K, ()>);

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Set<K> {
    /// A set of nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(Map::new())
    }

    /// How many it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All members, in order.
    pub fn iter(&self) -> impl Iterator<Item = &K> {
        self.0.keys()
    }
}

impl<K: Ord + Clone> Set<K> {
    /// Whether it holds this.
    #[must_use]
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// Puts it in.
    pub fn insert(&mut self, key: K) {
        self.0.insert(key, ());
    }

    /// Takes it out and says whether it was in.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.remove(key).is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{super::Rng, *};

    #[test]
    fn it_does_what_a_b_tree_does() {
        for (seed, keys) in [(1, 20), (2, 500), (3, 100_000)] {
            let mut rng = Rng::new(seed);
            let (mut map, mut twin) = (Map::new(), BTreeMap::new());
            for step in 0..5_000 {
                let key = rng.below(keys);
                if rng.below(3) == 0 {
                    assert_eq!(map.remove(&key), twin.remove(&key));
                } else {
                    assert_eq!(map.insert(key, step), twin.insert(key, step));
                }
                let other = rng.below(keys);
                assert_eq!(map.get(&other), twin.get(&other));
                assert_eq!(map.from(&other).next(), twin.range(other..).next());
                assert_eq!(map.len(), twin.len());
            }
            assert!(map.iter().eq(twin.iter()));
        }
    }

    #[test]
    fn a_copy_keeps_what_it_held() {
        let mut map: Map<u64, u64> = (0..1_000).map(|it| (it, it)).collect();
        assert_eq!(
            map.pieces.len(),
            1_000_usize.div_ceil(FULL),
            "in order, none is parted"
        );
        let copy = map.clone();
        *map.or_default(7) = 0;
        map.remove(&500);
        map.insert(1_000, 0);
        assert!(copy.iter().all(|(key, value)| key == value) && copy.len() == 1_000);
        let shared = map.pieces.iter().zip(&copy.pieces);
        let shared = shared.filter(|(a, b)| Arc::ptr_eq(a, b)).count();
        assert_eq!(shared, copy.pieces.len() - 3);
    }
}
