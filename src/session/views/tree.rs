//! Which keys get a lane: those a filter lets through, one by one or as groups of a prefix.

use bytes::Bytes;

use crate::{etcd::store::Store, session::view::Sight};

/// Keys looked at in one picture.
const KEYS_MAX: usize = 10_000;

/// More keys than this are grouped, and groups are folded.
const FEW: usize = 40;

/// Which keys are wanted.
struct Filter {
    text: Vec<u8>,
    prefix: bool,
}

impl Filter {
    fn new(text: &str) -> Self {
        let text = text.trim_start();
        let prefix = text.strip_prefix("--prefix");
        let plain = prefix.map_or(text, |it| it.trim_start_matches([' ', '=']));
        let bare = plain.strip_prefix('"');
        let bare = bare.map(|it| it.strip_suffix('"').unwrap_or(it));
        Self {
            text: bytes_of(bare.unwrap_or(plain)),
            prefix: prefix.is_some(),
        }
    }

    fn lets(&self, key: &[u8]) -> bool {
        if self.prefix {
            return key.starts_with(&self.text);
        }
        let text = &self.text;
        text.is_empty() || key.windows(text.len()).any(|it| it == text)
    }
}

/// The bytes that a text with escapes means.
fn bytes_of(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let (byte, taken) = match (first, after.first()) {
            (b'\\', Some(b'n')) => (b'\n', 1),
            (b'\\', Some(b't')) => (b'\t', 1),
            (b'\\', Some(b'r')) => (b'\r', 1),
            (b'\\', Some(b'\\')) => (b'\\', 1),
            (b'\\', Some(b'x')) => match hex(1).zip(hex(2)) {
                // Two hex digits make a byte.
                Some((high, low)) => ((high * 16 + low) as u8, 3),
                None => (b'\\', 0),
            },
            _ => (*first, 0),
        };
        out.push(byte);
        rest = &after[taken..];
    }
    out
}

/// A lane to be.
pub(super) struct Place {
    /// The key, or the prefix of a group.
    pub(super) key: Bytes,
    /// Keys below a prefix; 0 for a key.
    pub(super) group: usize,
    pub(super) open: bool,
    pub(super) depth: usize,
    /// Bytes of the key that its group has said.
    pub(super) said: usize,
}

/// The lanes, in the order of keys.
#[derive(Default)]
pub(super) struct Places {
    pub(super) lanes: Vec<Place>,
    pub(super) tree: bool,
    /// Keys that the filter lets through.
    pub(super) found: usize,
}

/// Keys become lanes; where they are not grouped, those changed lately first.
pub(super) fn places(store: &Store, sight: &Sight, recent: &[Bytes], most: usize) -> Places {
    let filter = Filter::new(&sight.filter);
    let from: &[u8] = if filter.prefix { &filter.text } else { b"" };
    let known = store.keys(from).map(|(key, _)| key).take(KEYS_MAX);
    let known = known.take_while(|key| !filter.prefix || filter.lets(key));
    let keys: Vec<&Bytes> = known.filter(|key| filter.lets(key)).collect();
    let tree = sight.tree.unwrap_or(keys.len() > FEW);
    let mut lanes = Vec::new();
    if tree {
        let level = Level {
            sight,
            few: keys.len() <= FEW,
        };
        level.fold(&keys, 0, 0, &mut lanes);
    } else {
        let recent = recent.iter().filter(|key| filter.lets(key));
        let mut chosen: Vec<&Bytes> = Vec::new();
        for key in recent.chain(keys.iter().copied()) {
            if chosen.len() == most {
                break;
            }
            if let Err(at) = chosen.binary_search(&key) {
                chosen.insert(at, key);
            }
        }
        lanes.extend(chosen.into_iter().map(|key| leaf(key, 0, 0)));
    }
    lanes.truncate(most);
    Places {
        lanes,
        tree,
        found: keys.len(),
    }
}

fn leaf(key: &Bytes, depth: usize, said: usize) -> Place {
    Place {
        key: key.clone(),
        group: 0,
        open: false,
        depth,
        said,
    }
}

/// How a tree is folded.
struct Level<'a> {
    sight: &'a Sight,
    few: bool,
}

impl Level<'_> {
    /// Folds sorted keys that share their first `said` bytes.
    fn fold(&self, keys: &[&Bytes], depth: usize, said: usize, out: &mut Vec<Place>) {
        let mut rest = keys;
        while let Some(first) = rest.first() {
            let end = segment(first, said);
            let same = rest.partition_point(|key| key.len() >= end && key[..end] == first[..end]);
            let (below, after) = rest.split_at(if end == said { 1 } else { same.max(1) });
            rest = after;
            if below.len() == 1 {
                out.push(leaf(first, depth, said));
                continue;
            }
            // A way without forks is one step.
            let mut end = end;
            loop {
                let next = segment(first, end);
                let all = |key: &&Bytes| key.len() > next && key[..next] == first[..next];
                if next == end || !below.iter().all(all) {
                    break;
                }
                end = next;
            }
            let key = first.slice(..end);
            let open = self.few != self.sight.flipped.contains(&key);
            out.push(Place {
                key,
                group: below.len(),
                open,
                depth,
                said,
            });
            if open {
                self.fold(below, depth + 1, end, out);
            }
        }
    }
}

/// Where the segment that begins at `from` ends, with its slash; `from` if it is the last one.
fn segment(key: &[u8], from: usize) -> usize {
    let start = from + usize::from(key.get(from) == Some(&b'/'));
    let slash = key.iter().skip(start).position(|byte| *byte == b'/');
    slash.map_or(from, |it| start + it + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_part_of_a_key_or_a_prefix_and_any_bytes() {
        let lets = |text: &str, key: &[u8]| Filter::new(text).lets(key);
        assert!(lets("", b"\xff") && lets("eb-1", b"/svc/web-1"));
        assert!(!lets("--prefix web", b"/svc/web-1"));
        assert!(lets("--prefix /svc/", b"/svc/web-1") && lets("--prefix \"\"", b"k"));
        assert!(lets("--prefix=\"/s", b"/svc"), "while it is being typed");
        assert!(lets("\\xff", b"a\xffb") && !lets("\\xff", b"\\xff"));
        assert!(lets("\\\\xff", b"\\xff") && lets("\\r", b"name\r"));
        assert!(lets("\\x", b"\\x"), "an escape that is none is itself");
    }

    fn folded(keys: &[&'static str], sight: &Sight) -> Vec<(String, usize, usize)> {
        let keys: Vec<Bytes> = keys.iter().map(|it| Bytes::from(*it)).collect();
        let keys: Vec<&Bytes> = keys.iter().collect();
        let mut out = Vec::new();
        Level { sight, few: true }.fold(&keys, 0, 0, &mut out);
        let shown = |it: Place| {
            let text = String::from_utf8_lossy(&it.key[it.said..]).into_owned();
            (text, it.group, it.depth)
        };
        out.into_iter().map(shown).collect()
    }

    #[test]
    fn keys_group_by_prefix_and_a_way_without_forks_is_one_step() {
        let keys = ["/r/pods/a", "/r/pods/b", "/r/pods/b/c", "hello", "x/"];
        let all = folded(&keys, &Sight::default());
        let want = [
            ("/r/pods/", 3, 0),
            ("a", 0, 1),
            ("b", 0, 1),
            ("b/c", 0, 1),
            ("hello", 0, 0),
            ("x/", 0, 0),
        ];
        assert_eq!(all, want.map(|(key, n, depth)| (key.to_owned(), n, depth)));
        let flipped = vec![Bytes::from("/r/pods/")];
        let sight = Sight {
            flipped,
            ..Sight::default()
        };
        assert_eq!(folded(&keys, &sight).len(), 3);
    }
}
