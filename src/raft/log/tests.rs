//! Slices and hashes against what is plainly right.

use super::*;
use crate::units::Rng;

fn entry(index: u64, term: u64, bytes: u64) -> Entry {
    Entry {
        term: Term(term),
        index: Index(index),
        kind: EntryKind::Normal,
        data: vec![7; usize::try_from(bytes).expect("small")].into(),
    }
}

/// A log of `count` entries after index 3, with payloads of up to 300 bytes.
fn log(count: u64, rng: &mut Rng) -> Log {
    let entries = (4..4 + count).map(|index| entry(index, 2, rng.below(300)));
    let entries = entries.collect();
    Log::restore((Index(3), Term(1)), entries, Index(0), Index(0))
}

#[test]
fn a_slice_has_as_many_entries_as_fit() {
    let mut rng = Rng::new(1);
    for _ in 0..2_000 {
        let log = log(rng.below(200), &mut rng);
        let from = Index(rng.below(210));
        let to = Index(from.0 + rng.below(100));
        let bytes_max = match rng.below(4) {
            0 => usize::MAX,
            1 => 0,
            _ => usize::try_from(rng.below(20_000)).expect("small"),
        };
        let mut plain: Vec<Entry> = Vec::new();
        let mut bytes = 0;
        for index in from.0..=to.0 {
            let Some(entry) = log.entry(Index(index)) else {
                continue;
            };
            bytes += entry.size();
            if !plain.is_empty() && bytes > bytes_max {
                break;
            }
            plain.push(entry.clone());
        }
        assert_eq!(log.slice(from, to, bytes_max), plain);
    }
}

#[test]
fn the_overhead_of_an_entry_is_bounded() {
    let huge = Entry {
        term: Term(u64::MAX),
        index: Index(u64::MAX),
        ..entry(1, 1, 70_000)
    };
    assert!(huge.size() <= huge.data.len() + OVERHEAD_MOST);
    for value in [
        0,
        1,
        127,
        128,
        16_383,
        16_384,
        2_097_151,
        2_097_152,
        u64::MAX,
    ] {
        let mut plain = 1;
        let mut rest = value >> 7;
        while rest > 0 {
            plain += 1;
            rest >>= 7;
        }
        assert_eq!(varint_len(value), plain, "{value}");
    }
}

#[test]
fn the_hash_tells_what_is_held_and_not_when_it_was_asked_for() {
    let mut rng = Rng::new(2);
    for _ in 0..500 {
        let mut asked = log(20, &mut rng);
        let mut silent = asked.clone();
        for _ in 0..rng.below(12) {
            let (kind, word) = (rng.below(3), rng.below(8));
            for log in [&mut asked, &mut silent] {
                let last = log.last_index();
                match kind {
                    0 => log.append([entry(last.next().0, 2, word)]),
                    1 if last.0 >= log.snapshot_index.0 + word => {
                        log.truncate(Index(last.0 - word));
                    }
                    _ => {
                        log.committed = last;
                        log.applied_to(last, usize::MAX);
                        log.compact(Index(last.0.saturating_sub(word)));
                    }
                }
                if log.committed > log.snapshot_index {
                    log.committed = log.snapshot_index;
                }
            }
            let _known = asked.hash();
        }
        let (first, last) = (silent.first_index(), silent.last_index());
        let entries = silent.slice(first, last, usize::MAX).into_iter().collect();
        let snapshot = (silent.snapshot_index, silent.snapshot_term);
        let fresh = Log::restore(snapshot, entries, Index(0), Index(0));
        assert_eq!(asked.hash(), silent.hash());
        assert_eq!(fresh.hash(), silent.hash());
    }
    let (one, other) = (log(3, &mut rng), log(3, &mut rng));
    assert_ne!(one.hash(), other.hash());
}
