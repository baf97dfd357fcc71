//! Protobuf's wire format, as far as etcd's messages go. It must not know JSON.

use super::schema::{Field, Kind};

/// A message that is being written.
#[derive(Default)]
pub(in crate::ctl) struct Writer(Vec<u8>);

impl Writer {
    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A number; zero is left out where that is the same.
    pub(in crate::ctl) fn number(&mut self, field: &Field, number: u64) {
        if number != 0 || field.many || field.choice {
            self.varint(u64::from(field.tag) << 3);
            self.varint(number);
        }
    }

    /// Bytes; none are left out where that is the same.
    pub(in crate::ctl) fn bytes(&mut self, field: &Field, bytes: &[u8]) {
        if !bytes.is_empty() || field.many || field.choice {
            self.message(field, bytes);
        }
    }

    /// A message within.
    pub(in crate::ctl) fn message(&mut self, field: &Field, message: &[u8]) {
        self.varint(u64::from(field.tag) << 3 | 2);
        self.varint(message.len() as u64);
        self.0.extend_from_slice(message);
    }

    /// The finished message.
    pub(in crate::ctl) fn end(self) -> Vec<u8> {
        self.0
    }
}

/// What a field holds on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ctl) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message that was written by etcd's own messages, by tag, in their order. What
/// cannot be read ends it.
pub(in crate::ctl) fn fields(mut wire: &[u8]) -> Vec<(u32, Value<'_>)> {
    let mut found = Vec::new();
    while let Some((key, rest)) = varint(wire) {
        let tag = (key >> 3) as u32;
        let Some((value, rest)) = value(key & 7, rest) else {
            break;
        };
        found.push((tag, value));
        wire = rest;
    }
    found
}

fn value(kind: u64, wire: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let (number, rest) = varint(wire)?;
    match kind {
        0 => Some((Value::Number(number), rest)),
        2 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            Some((Value::Bytes(bytes), rest))
        }
        _ => None,
    }
}

fn varint(wire: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (place, byte) in wire.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, &wire[place + 1..]));
        }
    }
    None
}

/// The numbers of a field that may be packed.
pub(in crate::ctl) fn unpacked(field: &Field, value: Value<'_>) -> Vec<u64> {
    let mut numbers = Vec::new();
    match value {
        Value::Number(number) => numbers.push(number),
        Value::Bytes(mut wire) if !matches!(field.kind, Kind::Text | Kind::Bytes) => {
            while let Some((number, rest)) = varint(wire) {
                numbers.push(number);
                wire = rest;
            }
        }
        Value::Bytes(_) => {}
    }
    numbers
}
