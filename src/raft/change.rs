//! Changes of the configuration as the log carries them (`raftpb.ConfChange`, `ConfChangeV2`).
//!
//! A change of one member without a say in its transition fits the old form, which is all that
//! etcd's server ever proposes; the rest needs the new one.

use bytes::Bytes;

use super::EntryKind;
use crate::units::NodeId;

/// What happens to one member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChangeKind {
    /// It becomes a voter.
    #[default]
    AddVoter,
    /// It leaves.
    Remove,
    /// Nothing that Raft knows of; its addresses, say.
    Update,
    /// It becomes a learner.
    AddLearner,
}

/// A change of one member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What happens.
    pub kind: ChangeKind,
    /// To whom; nothing happens to [`NodeId::NONE`].
    pub node: NodeId,
}

/// How a joint configuration is entered and left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transition {
    /// Joint only if more than one member changes, and then left by itself.
    #[default]
    Auto,
    /// Always joint, left by itself.
    Implicit,
    /// Always joint, left by a change of its own.
    Explicit,
}

/// Changes that happen together; none at all leave a joint configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfChange {
    /// By way of which configuration.
    pub transition: Transition,
    /// One by one, in this order.
    pub changes: Vec<Change>,
}

impl Change {
    /// The bytes of `ConfChange`, the old form.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut bytes = vec![0x08, 0, 0x10, self.kind as u8, 0x18];
        write_varint(&mut bytes, self.node.0);
        bytes.into()
    }
}

impl ConfChange {
    /// A change of one member.
    #[must_use]
    pub fn one(kind: ChangeKind, node: NodeId) -> Self {
        Self {
            transition: Transition::Auto,
            changes: vec![Change { kind, node }],
        }
    }

    /// Whether it leaves a joint configuration (`LeaveJoint`).
    #[must_use]
    pub fn leaves_joint(&self) -> bool {
        self.transition == Transition::Auto && self.changes.is_empty()
    }

    /// Whether it enters a joint configuration, and if so whether that is left by itself
    /// (`EnterJoint`).
    #[must_use]
    pub fn enters_joint(&self) -> Option<bool> {
        let joint = self.transition != Transition::Auto || self.changes.len() > 1;
        joint.then_some(self.transition != Transition::Explicit)
    }

    /// The entry's kind and bytes in the form that a proposal of it has.
    #[must_use]
    pub fn to_entry(&self) -> (EntryKind, Bytes) {
        (EntryKind::ConfChangeV2, self.to_bytes())
    }

    /// The bytes of `ConfChangeV2`.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut bytes = vec![0x08, self.transition as u8];
        for change in &self.changes {
            let mut inner = vec![0x08, change.kind as u8, 0x10];
            write_varint(&mut inner, change.node.0);
            bytes.push(0x12);
            write_varint(&mut bytes, inner.len() as u64);
            bytes.extend(inner);
        }
        bytes.into()
    }

    /// Reads an entry's bytes; `None` if they are no change.
    #[must_use]
    pub fn read(kind: EntryKind, data: &[u8]) -> Option<Self> {
        match kind {
            EntryKind::Normal => None,
            EntryKind::ConfChange => {
                let change = change(data, 2, 3)?;
                let transition = Transition::Auto;
                let changes = vec![change];
                Some(Self {
                    transition,
                    changes,
                })
            }
            EntryKind::ConfChangeV2 => Self::read_v2(data),
        }
    }

    fn read_v2(data: &[u8]) -> Option<Self> {
        let mut read = Self::default();
        let mut rest = data;
        while !rest.is_empty() {
            let (tag, value, after) = field(rest)?;
            rest = after;
            match (tag, value) {
                (1, Value::Number(0)) => read.transition = Transition::Auto,
                (1, Value::Number(1)) => read.transition = Transition::Implicit,
                (1, Value::Number(2)) => read.transition = Transition::Explicit,
                (2, Value::Bytes(inner)) => read.changes.push(change(inner, 1, 2)?),
                _ => {}
            }
        }
        Some(read)
    }
}

impl ChangeKind {
    fn of(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::AddVoter),
            1 => Some(Self::Remove),
            2 => Some(Self::Update),
            3 => Some(Self::AddLearner),
            _ => None,
        }
    }
}

/// A field's value, of the two wire types that occur.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn change(data: &[u8], kind_tag: u64, node_tag: u64) -> Option<Change> {
    let mut read = Change::default();
    let mut rest = data;
    while !rest.is_empty() {
        let (tag, value, after) = field(rest)?;
        rest = after;
        if let Value::Number(number) = value {
            if tag == kind_tag {
                read.kind = ChangeKind::of(number)?;
            } else if tag == node_tag {
                read.node = NodeId(number);
            }
        }
    }
    Some(read)
}

fn field(data: &[u8]) -> Option<(u64, Value<'_>, &[u8])> {
    let (key, rest) = varint(data)?;
    let (number, rest) = varint(rest)?;
    match key & 7 {
        0 => Some((key >> 3, Value::Number(number), rest)),
        2 => {
            let (inner, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            Some((key >> 3, Value::Bytes(inner), rest))
        }
        _ => None,
    }
}

fn varint(data: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (place, byte) in data.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, &data[place + 1..]));
        }
    }
    None
}

fn write_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}
