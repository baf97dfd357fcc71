//! How many changes fell where: for pictures of more revisions than can be drawn one by one.

use std::ops::RangeInclusive;

use bytes::Bytes;

use super::Store;

/// No lane.
const NONE: u16 = u16::MAX;

impl Store {
    /// Counts the changes of keys, or of all keys with a prefix where that is said, in `marks`
    /// equal parts of `mains`. A key counts for every lane that holds it, the last one first.
    #[must_use]
    pub fn counts<'a>(
        &self,
        mains: RangeInclusive<u64>,
        marks: u64,
        lanes: impl Iterator<Item = (&'a Bytes, bool)>,
    ) -> Vec<Vec<u32>> {
        let mut lane_of = vec![NONE; self.names.len()];
        // A group inside another counts for both.
        let mut upper = Vec::new();
        let mut counts = Vec::new();
        for (place, (key, group)) in (0_u16..).zip(lanes) {
            let range = super::read::keys_in(&self.order, key, b"\0");
            let range = range.take_while(|(name, _)| {
                if group {
                    name.starts_with(key)
                } else {
                    *name == key
                }
            });
            let mut outer = NONE;
            for (_, &id) in range {
                outer = std::mem::replace(&mut lane_of[id as usize], place);
            }
            upper.push(outer);
            counts.push(vec![0_u32; usize::try_from(marks).unwrap_or(0)]);
        }
        let (first, span) = (*mains.start(), mains.end() + 1 - mains.start());
        let from = self.history.through(first.saturating_sub(1)) + 1;
        for position in from..=self.history.through(*mains.end()) {
            let Some(record) = self.history.get(position) else {
                continue;
            };
            let mark = (record.revision.main - first) * marks / span;
            let mark = usize::try_from(mark).unwrap_or(0);
            let mut lane = lane_of[record.key as usize];
            while let Some(counts) = counts.get_mut(usize::from(lane)) {
                if let Some(count) = counts.get_mut(mark) {
                    *count += 1;
                }
                lane = upper[usize::from(lane)];
            }
        }
        counts
    }
}
