//! A write-ahead log as a data directory holds it, of the records that a restored member begins
//! with (`server/wal`). It must not know what entries do.
//!
//! A record is its length in 8 bytes, the top byte telling how it is padded to a multiple of 8,
//! and protobuf: 1 type, 2 checksum over the data of all records so far, 3 data.

use super::image::number;
use crate::units::Crc32c;

/// Types of records.
const METADATA: u64 = 1;
const ENTRY: u64 = 2;
const HARD_STATE: u64 = 3;
const CHECKSUM: u64 = 4;
const SNAPSHOT: u64 = 5;

/// Appends a varint.
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a number's field.
pub(super) fn field(out: &mut Vec<u8>, tag: u8, value: u64) {
    out.push(tag << 3);
    varint(out, value);
}

/// Appends the field of some bytes.
pub(super) fn bytes_field(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A log under way.
#[derive(Default)]
struct Log {
    bytes: Vec<u8>,
    checksum: Crc32c,
}

impl Log {
    fn record(&mut self, kind: u64, data: &[u8]) {
        self.checksum.add(data);
        let mut record = Vec::new();
        field(&mut record, 1, kind);
        field(&mut record, 2, u64::from(self.checksum.value()));
        if !data.is_empty() {
            bytes_field(&mut record, 3, data);
        }
        let padding = record.len().wrapping_neg() % 8;
        let mut length = record.len() as u64;
        if padding > 0 {
            length |= (0x80 | padding as u64) << 56;
        }
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(&record);
        self.bytes.resize(self.bytes.len() + padding, 0);
    }
}

/// The voters of a snapshot (`raftpb.ConfState`).
pub(super) fn conf_state(voters: &[u64]) -> Vec<u8> {
    let mut state = Vec::new();
    for id in voters {
        field(&mut state, 1, *id);
    }
    field(&mut state, 5, 0);
    state
}

/// The log of a member that begins with these members, each by id and JSON: an entry for each in
/// term 1, all of them committed, and the snapshot that stands behind them. Its first member has
/// all votes. Unlike etcd's it ends with its last record.
pub(super) fn founding(member: u64, cluster: u64, members: &[(u64, String)]) -> Vec<u8> {
    let mut log = Log::default();
    log.record(CHECKSUM, &[]);
    let pair = |one: (u8, u64), two: (u8, u64)| {
        let mut data = Vec::new();
        field(&mut data, one.0, one.1);
        field(&mut data, two.0, two.1);
        data
    };
    log.record(METADATA, &pair((1, member), (2, cluster)));
    log.record(SNAPSHOT, &pair((1, 0), (2, 0)));
    for (index, (id, json)) in (1..).zip(members) {
        let mut change = pair((1, 0), (2, 0));
        field(&mut change, 3, *id);
        bytes_field(&mut change, 4, json.as_bytes());
        let mut entry = pair((1, 1), (2, 1));
        field(&mut entry, 3, index);
        bytes_field(&mut entry, 4, &change);
        log.record(ENTRY, &entry);
    }
    let commit = members.len() as u64;
    let mut hard_state = pair((1, 1), (2, members.first().map_or(0, |(id, _)| *id)));
    field(&mut hard_state, 3, commit);
    log.record(HARD_STATE, &hard_state);
    let mut snapshot = pair((1, commit), (2, 1));
    let voters: Vec<u64> = members.iter().map(|(id, _)| *id).collect();
    bytes_field(&mut snapshot, 3, &conf_state(&voters));
    log.record(SNAPSHOT, &snapshot);
    log.bytes
}

/// What a log says of its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Founded {
    pub(super) member: u64,
    pub(super) cluster: u64,
    pub(super) vote: u64,
    pub(super) term: u64,
    /// The last snapshot's index, term and voters.
    pub(super) index: u64,
    pub(super) snapshot_term: u64,
    pub(super) voters: Vec<u64>,
    /// Whether there are entries behind the snapshot.
    pub(super) goes_on: bool,
}

/// Reads a log up to its end or to the first thing that is none of its records.
pub(super) fn read(bytes: &[u8]) -> Option<Founded> {
    let mut founded = Founded::default();
    let (mut at, mut checksum, mut last) = (0, Crc32c::default(), 0);
    while let Some(length) = number(bytes, at).filter(|length| *length > 0) {
        let padding = if length >> 63 == 1 {
            length >> 56 & 7
        } else {
            0
        };
        let length = usize::try_from(length & ((1 << 56) - 1)).ok()?;
        let from = at + 8;
        let record = bytes.get(from..from.checked_add(length)?)?;
        at = from + length + padding as usize;
        let fields = fields(record)?;
        let data = fields.bytes(3);
        checksum.add(data);
        if fields.number(2) != u64::from(checksum.value()) {
            return None;
        }
        let inner = self::fields(data)?;
        match fields.number(1) {
            METADATA => (founded.member, founded.cluster) = (inner.number(1), inner.number(2)),
            ENTRY => last = inner.number(3),
            HARD_STATE => (founded.term, founded.vote) = (inner.number(1), inner.number(2)),
            SNAPSHOT if inner.number(1) >= founded.index => {
                (founded.index, founded.snapshot_term) = (inner.number(1), inner.number(2));
                let voters = self::fields(inner.bytes(3))?.0.into_iter();
                let voter = |(tag, value): (u64, Value)| match value {
                    Value::Number(id) if tag == 1 => Some(id),
                    _ => None,
                };
                founded.voters = voters.filter_map(voter).collect();
            }
            _ => {}
        }
    }
    founded.goes_on = last > founded.index;
    Some(founded).filter(|it| it.member != 0 && !it.voters.is_empty())
}

/// A field's value.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message in their order.
struct Fields<'a>(Vec<(u64, Value<'a>)>);

impl<'a> Fields<'a> {
    fn number(&self, tag: u64) -> u64 {
        let found = self.0.iter().rev().find_map(|(known, value)| match value {
            Value::Number(number) if *known == tag => Some(*number),
            _ => None,
        });
        found.unwrap_or(0)
    }

    fn bytes(&self, tag: u64) -> &'a [u8] {
        let found = self.0.iter().rev().find_map(|(known, value)| match value {
            Value::Bytes(bytes) if *known == tag => Some(*bytes),
            _ => None,
        });
        found.unwrap_or(&[])
    }
}

fn fields(mut bytes: &[u8]) -> Option<Fields<'_>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = take_varint(&mut bytes)?;
        let value = take_varint(&mut bytes)?;
        let value = match key & 7 {
            0 => Value::Number(value),
            2 => {
                let (data, rest) = bytes.split_at_checked(usize::try_from(value).ok()?)?;
                bytes = rest;
                Value::Bytes(data)
            }
            _ => return None,
        };
        found.push((key >> 3, value));
    }
    Some(Fields(found))
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
