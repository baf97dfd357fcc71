//! The small change of every room: time, ids, terms, indexes, revisions.
//!
//! This room names nothing of ours. Every number with a unit is a type of its own here, so that an
//! index is never added to a revision.

mod crc;
mod files;
mod hash;
mod list;
mod map;
mod rng;

pub use crc::Crc32c;
pub use files::{Entry, FILES_BYTES_MAX, FileError, Files, WORKING};
pub use hash::StateHash;
pub use list::List;
pub use map::{Map, Set};
pub use rng::Rng;

use std::fmt;

/// A point in virtual time, or a span of it, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(pub u64);

impl Micros {
    /// No time at all; also the moment a world begins.
    pub const ZERO: Self = Self(0);
    /// Later than every moment.
    pub const MAX: Self = Self(u64::MAX);

    /// `ms` milliseconds.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms * 1_000)
    }

    /// `seconds` seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * 1_000_000)
    }

    /// Whole milliseconds, rounded down.
    #[must_use]
    pub const fn as_ms(self) -> u64 {
        self.0 / 1_000
    }

    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    /// The span from `earlier` to `self`, zero if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }

    /// This moment plus `span`, stopping at the end of time.
    #[must_use]
    pub const fn plus(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl std::ops::Add for Micros {
    type Output = Self;
    fn add(self, span: Self) -> Self {
        self.plus(span)
    }
}

/// An etcd member's id: the first 8 bytes of a SHA-1 over its peer URLs and the cluster token.
/// Raft knows members by the same number; 0 stands for "none".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u64);

impl NodeId {
    /// No member.
    pub const NONE: Self = Self(0);
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

/// A Raft term; written `t3` wherever people read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub u64);

impl Term {
    /// The term after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "t{}", self.0)
    }
}

/// A position in the Raft log, from 1; 0 is "before the first". Written `#28`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Index(pub u64);

impl Index {
    /// The index after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The index before this one; zero stays zero.
    #[must_use]
    pub const fn prev(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// An MVCC revision: `main` counts write transactions from 1, `sub` the changes inside one from 0.
/// Written `r14`, or `r13.1` where the sub-revision matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision {
    /// The store revision of the transaction.
    pub main: u64,
    /// The place of the change within its transaction.
    pub sub: u32,
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sub == 0 {
            write!(f, "r{}", self.main)
        } else {
            write!(f, "r{}.{}", self.main, self.sub)
        }
    }
}

/// A lease id: any 64-bit number but 0, printed as 16 hex digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseId(pub i64);

impl LeaseId {
    /// No lease.
    pub const NONE: Self = Self(0);
}

impl fmt::Display for LeaseId {
    /// Go's `%016x` of an int64: a minus sign counts as one of the sixteen places.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            write!(f, "-{:015x}", self.0.unsigned_abs())
        } else {
            write!(f, "{:016x}", self.0)
        }
    }
}
