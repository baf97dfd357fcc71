//! Protobuf as JSON, by the table of a message: what golang/protobuf's `jsonpb` does when it keeps
//! the declared names. It must not know what a message is for.

use std::fmt::Write as _;

use crate::ctl::print::json::{base64, quote};

use super::schema::{Field, Kind, Message};
use super::wire::{Value, fields, unpacked};

/// A message as JSON, without blanks and without a line end.
pub fn message(table: &Message, wire: &[u8]) -> String {
    let mut out = String::new();
    write(&mut out, table, wire);
    out
}

fn write(out: &mut String, table: &Message, wire: &[u8]) {
    out.push('{');
    let given = fields(wire);
    let mut separator = "";
    for field in table.0 {
        let values = given.iter().filter(|(tag, _)| *tag == field.tag);
        let mut values = values.map(|(_, value)| *value).peekable();
        if values.peek().is_none() {
            continue;
        }
        out.push_str(separator);
        separator = ",";
        put(out, format_args!("\"{}\":", field.name));
        if field.many {
            let mut comma = '[';
            for value in values {
                each(out, field, value, &mut comma);
            }
            out.push(']');
        } else if let Some(value) = values.last() {
            one(out, field, value);
        }
    }
    out.push('}');
}

/// One entry of a list on the wire: an element, or several packed ones.
fn each(out: &mut String, field: &Field, value: Value<'_>, comma: &mut char) {
    if let (Value::Bytes(_), Kind::Text | Kind::Bytes | Kind::Message(_)) = (value, field.kind) {
        out.push(std::mem::replace(comma, ','));
        return one(out, field, value);
    }
    for number in unpacked(field, value) {
        out.push(std::mem::replace(comma, ','));
        one(out, field, Value::Number(number));
    }
}

fn one(out: &mut String, field: &Field, value: Value<'_>) {
    match (field.kind, value) {
        (Kind::Bool, Value::Number(number)) => put(out, format_args!("{}", number != 0)),
        (Kind::Int, Value::Number(number)) => {
            put(out, format_args!("\"{}\"", number.cast_signed()));
        }
        (Kind::Uint, Value::Number(number)) => put(out, format_args!("\"{number}\"")),
        (Kind::Small, Value::Number(number)) => put(out, format_args!("{number}")),
        (Kind::Names(names), Value::Number(number)) => {
            let name = usize::try_from(number)
                .ok()
                .and_then(|it| names.values.get(it));
            match name {
                Some(name) => put(out, format_args!("\"{name}\"")),
                None => put(out, format_args!("{}", number.cast_signed())),
            }
        }
        (Kind::Text, Value::Bytes(bytes)) => out.push_str(&quote(&String::from_utf8_lossy(bytes))),
        (Kind::Bytes, Value::Bytes(bytes)) => out.push_str(&base64(bytes)),
        (Kind::Message(table), Value::Bytes(wire)) => write(out, table, wire),
        // The tables and the messages are of one mind; a test compares them.
        _ => out.push_str("null"),
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes every write");
}
