//! etcd's messages as Go prints them: `%v` and `%+v` of clientv3's structures, and protobuf's text
//! where a message has its own `String`. It must not know which message it prints.

use std::fmt::Write as _;

use crate::ctl::gateway::schema::{Field, Kind, Message};
use crate::ctl::gateway::wire::{Value, fields, unpacked};

/// A message as its `String` has it: `key:"a" create_revision:2 `, on one line.
pub(super) fn text(table: &Message, wire: &[u8]) -> String {
    let mut out = String::new();
    write(&mut out, table, wire);
    out
}

fn write(out: &mut String, table: &Message, wire: &[u8]) {
    for (tag, value) in fields(wire) {
        let Some(field) = table.0.iter().find(|it| it.tag == tag) else {
            continue;
        };
        if let (Value::Bytes(inner), Kind::Message(table)) = (value, field.kind) {
            put(out, format_args!("{}:<", field.name));
            write(out, table, inner);
            out.push_str("> ");
            continue;
        }
        if let (Value::Bytes(bytes), Kind::Text | Kind::Bytes) = (value, field.kind) {
            put(out, format_args!("{}:", field.name));
            quoted(out, bytes);
            out.push(' ');
            continue;
        }
        for number in unpacked(field, value) {
            put(
                out,
                format_args!("{}:{} ", field.name, scalar(field, number)),
            );
        }
    }
}

/// A number by its kind.
fn scalar(field: &Field, number: u64) -> String {
    match field.kind {
        Kind::Bool => (number != 0).to_string(),
        Kind::Int => number.cast_signed().to_string(),
        Kind::Names(names) => {
            let name = usize::try_from(number)
                .ok()
                .and_then(|it| names.values.get(it));
            name.map_or_else(|| number.cast_signed().to_string(), |it| (*it).to_owned())
        }
        _ => number.to_string(),
    }
}

/// Between quotes, what is not printable ASCII in octal.
fn quoted(out: &mut String, bytes: &[u8]) {
    out.push('"');
    for byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => put(out, format_args!("\\{byte:03o}")),
        }
    }
    out.push('"');
}

/// A structure's fields between its braces, with their names (`%+v`) or without (`%v`).
pub(super) fn structure(table: &Message, wire: &[u8], names: bool) -> Vec<u8> {
    let given = fields(wire);
    let mut out = b"{".to_vec();
    let mut blank = "";
    for field in table.0 {
        out.extend_from_slice(blank.as_bytes());
        blank = " ";
        if names {
            out.extend_from_slice(name(field.name).as_bytes());
            out.push(b':');
        }
        let values = given.iter().filter(|it| it.0 == field.tag).map(|it| it.1);
        if field.many {
            out.push(b'[');
            for (place, value) in values.enumerate() {
                out.extend_from_slice(if place > 0 { b" " } else { b"" });
                one(&mut out, field, Some(value));
            }
            out.push(b']');
        } else {
            one(&mut out, field, values.last());
        }
    }
    out.push(b'}');
    out
}

/// One value of a structure; zero where there is none.
fn one(out: &mut Vec<u8>, field: &Field, value: Option<Value<'_>>) {
    match (field.kind, value) {
        (Kind::Message(table), Some(Value::Bytes(wire))) => {
            out.extend_from_slice(text(table, wire).as_bytes());
        }
        (Kind::Message(_), _) => out.extend_from_slice(b"<nil>"),
        // Slices of bytes are lists of numbers to Go.
        (Kind::Bytes, bytes) => {
            let bytes = match bytes {
                Some(Value::Bytes(bytes)) => bytes,
                _ => &[],
            };
            let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
            out.extend_from_slice(format!("[{}]", numbers.join(" ")).as_bytes());
        }
        (_, Some(Value::Bytes(bytes))) => out.extend_from_slice(bytes),
        (Kind::Text, _) => {}
        (_, Some(Value::Number(number))) => {
            out.extend_from_slice(scalar(field, number).as_bytes());
        }
        (_, None) => out.extend_from_slice(scalar(field, 0).as_bytes()),
    }
}

/// Go's name of a field: `prev_kv` is `PrevKv`, `raftTerm` is `RaftTerm`.
fn name(field: &str) -> String {
    let mut name = String::new();
    for part in field.split('_') {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

fn put(out: &mut String, more: std::fmt::Arguments<'_>) {
    out.write_fmt(more).expect("a String takes every write");
}
