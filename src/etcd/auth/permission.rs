//! Whether ranges of keys are covered by permissions (`server/auth/range_perm_cache.go`,
//! `pkg/adt/interval_tree.go`). It must not know users.

use std::cmp::Ordering;

use super::Role;
use crate::etcd::api::PermissionType;

/// A range of keys; an empty bound lies behind all keys.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Interval {
    begin: Vec<u8>,
    end: Vec<u8>,
}

fn compare(left: &[u8], right: &[u8]) -> Ordering {
    let last = |bound: &[u8]| bound.is_empty();
    last(left).cmp(&last(right)).then_with(|| left.cmp(right))
}

impl Interval {
    /// A key, or the range up to `end`, where `\0` stands for no end.
    fn new(key: &[u8], end: &[u8]) -> Self {
        let begin = key.to_vec();
        let end = match end {
            [] => [key, b"\0"].concat(),
            [0] => Vec::new(),
            end => end.to_vec(),
        };
        Self { begin, end }
    }

    /// Whether it has a key in common with `other`, as etcd's tree sees it: a range that ends
    /// before it begins is no exception there.
    fn meets(&self, other: &Self) -> bool {
        let is_left =
            compare(&self.begin, &other.begin).is_lt() && compare(&self.end, &other.begin).is_le();
        let is_right = compare(&self.begin, &other.end).is_ge();
        !is_left && !is_right
    }
}

/// Whether the union of what `roles` allow covers a key, or the range up to `end`.
pub(super) fn covers<'a>(
    roles: impl Iterator<Item = &'a Role>,
    wanted: PermissionType,
    (key, end): (&[u8], &[u8]),
) -> bool {
    let asked = Interval::new(key, end);
    let of_kind = |kind: i32| kind == wanted as i32 || kind == PermissionType::Readwrite as i32;
    let mut allowed: Vec<Interval> = roles
        .flat_map(|role| &role.key_permission)
        .filter(|permission| of_kind(permission.perm_type))
        .map(|permission| Interval::new(&permission.key, &permission.range_end))
        .filter(|allowed| asked.meets(allowed))
        .collect();
    if end.is_empty() {
        return !allowed.is_empty();
    }
    allowed.sort_by(|left, right| compare(&left.begin, &right.begin));
    let Some(first) = allowed.first() else {
        return false;
    };
    if compare(&first.begin, &asked.begin).is_gt() {
        return false;
    }
    let mut reached = first.end.clone();
    for next in &allowed {
        if compare(&reached, &next.begin).is_lt() {
            return false;
        }
        if compare(&next.end, &reached).is_gt() {
            reached.clone_from(&next.end);
        }
    }
    compare(&reached, &asked.end).is_ge()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etcd::api::Permission;

    /// Permissions as `r a c` (a range), `w k` (a key), `rw m \0` (open).
    fn role(text: &str) -> Role {
        let permission = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let perm_type = match words[0] {
                "r" => PermissionType::Read,
                "w" => PermissionType::Write,
                _ => PermissionType::Readwrite,
            } as i32;
            let end = words.get(2).copied().unwrap_or_default().to_owned();
            Permission {
                perm_type,
                key: words[1].to_owned().into(),
                range_end: end.into(),
            }
        };
        Role {
            name: "r".to_owned(),
            key_permission: text.split(", ").map(permission).collect(),
        }
    }

    #[test]
    fn ranges_are_covered_by_their_union() {
        let table = [
            ("r a c, r c e", "a", "e", true),
            ("r a c, r d e", "a", "e", false),
            ("r c e, r a c", "b", "d", true),
            ("r a c, w c e", "a", "e", false),
            ("r a c, rw c e", "a", "e", true),
            ("r a c", "a", "", true),
            ("r a c", "c", "", false),
            ("r a", "a", "", true),
            ("r a", "a", "a\0", true),
            ("r a", "a", "b", false),
            ("r a \0", "b", "\0", true),
            ("r a \0", "b", "zz", true),
            ("r a z", "b", "\0", false),
            ("r b c, r a \0", "a", "\0", true),
            ("r b c, r a b", "a", "c", true),
            ("w a c", "a", "", false),
            ("r a c", "0", "b", false),
            ("r a z", "m", "b", true),
        ];
        for (permissions, key, end, wanted) in table {
            let roles = [role(permissions)];
            let range = (key.as_bytes(), end.as_bytes());
            let covered = covers(roles.iter(), PermissionType::Read, range);
            assert_eq!(covered, wanted, "{permissions}: {key} {end}");
        }
    }

    #[test]
    fn the_union_is_over_all_roles() {
        let roles = [role("r a c"), role("r b f")];
        let covered =
            |key: &[u8], end: &[u8]| covers(roles.iter(), PermissionType::Read, (key, end));
        assert!(covered(b"a", b"f"));
        assert!(!covered(b"a", b"g"));
    }
}
