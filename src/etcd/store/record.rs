//! One change of one key as the history keeps it, and the way from a change to earlier ones.

use bytes::Bytes;

use super::timeline::{Position, Timeline};
use crate::{
    etcd::api::KeyValue,
    units::{LeaseId, Revision},
};

/// A key's number in one store's order of first appearance.
pub(super) type KeyId = u32;

/// One put or tombstone.
///
/// `previous` and `jump` lead to earlier changes of the same key. Jumps are laid out as in a
/// skew-binary list, so that any earlier change is O(log changes) steps away.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) revision: Revision,
    /// Main revision of the put that began this generation; a tombstone has its generation's.
    pub(super) create: u64,
    pub(super) lease: LeaseId,
    pub(super) value: Bytes,
    /// Puts so far in this generation; 0 marks a tombstone.
    pub(super) version: u32,
    pub(super) key: KeyId,
    pub(super) previous: Position,
    jump: Position,
    /// Changes of this key before this one.
    depth: u32,
}

impl Record {
    pub(super) const fn tombstone(&self) -> bool {
        self.version == 0
    }

    /// The pair as etcd answers it.
    pub(super) fn pair(&self, key: Bytes) -> KeyValue {
        KeyValue {
            key,
            create_revision: self.create.cast_signed(),
            mod_revision: self.revision.main.cast_signed(),
            version: i64::from(self.version),
            value: self.value.clone(),
            lease: self.lease.0,
        }
    }
}

/// All changes of one store.
pub(super) type History = Timeline<Record>;

/// What a change sets; `None` as value deletes.
pub(super) struct Change {
    pub(super) revision: Revision,
    pub(super) key: KeyId,
    pub(super) value: Option<Bytes>,
    pub(super) lease: LeaseId,
}

impl History {
    /// The newest change at or before `bound` on the chain that begins at `head`; 0 if none.
    pub(super) fn seek(&self, head: Position, bound: Position) -> Position {
        let mut position = head;
        while position > bound {
            let Some(record) = self.get(position) else {
                return 0;
            };
            position = if record.jump > bound {
                record.jump
            } else {
                record.previous
            };
        }
        position
    }

    /// The last position whose main revision is at most `main`.
    pub(super) fn through(&self, main: u64) -> Position {
        self.first(|record| record.revision.main > main) - 1
    }

    /// Appends a change to the chain that begins at `head`.
    pub(super) fn append(&mut self, head: Position, change: Change) -> Position {
        let (create, version) = match self.get(head) {
            Some(last) if last.version > 0 => (last.create, last.version + 1),
            _ => (change.revision.main, 1),
        };
        self.append_as(head, change, create, version)
    }

    /// The same for a change that brings its generation and its version along, as those in a file
    /// do: what came before it may be compacted.
    pub(super) fn append_as(
        &mut self,
        head: Position,
        change: Change,
        create: u64,
        version: u32,
    ) -> Position {
        let Change {
            revision,
            key,
            value,
            lease,
        } = change;
        let (jump, depth) = match self.get(head) {
            None => (0, 0),
            Some(last) => (self.jump_over(head, last), last.depth + 1),
        };
        let version = if value.is_some() { version } else { 0 };
        let value = value.unwrap_or_default();
        let previous = head;
        self.push(Record {
            revision,
            create,
            lease,
            value,
            version,
            key,
            previous,
            jump,
            depth,
        })
    }

    /// Where the change after `last`, which stands at `head`, jumps to.
    fn jump_over(&self, head: Position, last: &Record) -> Position {
        let Some(middle) = self.get(last.jump) else {
            return head;
        };
        let Some(far) = self.get(middle.jump) else {
            return head;
        };
        if last.depth - middle.depth == middle.depth - far.depth {
            middle.jump
        } else {
            head
        }
    }
}
