//! An answer as its structure: a row for each field, also for those that are zero. It must not
//! know what a field means to a reader.

use prost::Message as _;

use crate::ctl::gateway::schema::{Field, KEEP_ALIVE_RESPONSE, Kind, Message, WATCH_RESPONSE};
use crate::ctl::gateway::wire::{Value, fields, unpacked};
use crate::ctl::gateway::{method_of, response_wire};
use crate::ctl::golang::quote;
use crate::etcd::api::{LeaseKeepAliveResponse, Response, StreamResponse};

use super::Asked;

/// What a client was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// To a call.
    Response(Response),
    /// Down a stream.
    Message(StreamResponse),
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How deep it lies.
    pub depth: usize,
    /// The field around it; empty for none.
    pub within: &'static str,
    /// Its name in the message.
    pub name: &'static str,
    /// Its value; empty where rows follow that lie deeper.
    pub value: String,
    /// Whether it is what it would be if nobody had set it.
    pub unset: bool,
}

/// Rows of one answer: more than anyone reads.
const ROWS_MAX: usize = 400;

/// Characters of one value.
const VALUE_MAX: usize = 200;

/// The rows of an answer.
#[must_use]
pub fn rows(asked: &Asked, answer: &Answer) -> Vec<Row> {
    let mut rows = Vec::new();
    let renewal = |it: &LeaseKeepAliveResponse| it.encode_to_vec();
    let (table, wire) = match answer {
        Answer::Message(StreamResponse::Watch(it)) => (&WATCH_RESPONSE, it.encode_to_vec()),
        Answer::Message(StreamResponse::LeaseKeepAlive(it)) => (&KEEP_ALIVE_RESPONSE, renewal(it)),
        Answer::Response(response) => match asked {
            Asked::Call(request) => (method_of(request).response, response_wire(response)),
            Asked::Watch(_) | Asked::KeepAlive(_) => return rows,
        },
    };
    message(&mut rows, table, &wire, (0, ""));
    rows
}

fn message(rows: &mut Vec<Row>, table: &Message, wire: &[u8], at: (usize, &'static str)) {
    let given = fields(wire);
    for field in table.0 {
        let values = given.iter().filter(|it| it.0 == field.tag).map(|it| it.1);
        let values: Vec<Value<'_>> = values.collect();
        if values.is_empty() && !field.choice {
            rows.push(row(at, field, nothing(field), true));
        }
        for value in values {
            one(rows, field, value, at);
        }
        if rows.len() >= ROWS_MAX {
            return;
        }
    }
}

fn one(rows: &mut Vec<Row>, field: &Field, value: Value<'_>, at: (usize, &'static str)) {
    match (field.kind, value) {
        (Kind::Message(table), Value::Bytes(wire)) => {
            rows.push(row(at, field, String::new(), false));
            message(rows, table, wire, (at.0 + 1, field.name));
        }
        (Kind::Text | Kind::Bytes, Value::Bytes(bytes)) => {
            let mut value: String = quote(bytes).chars().take(VALUE_MAX).collect();
            if value.len() < bytes.len() {
                value.push('…');
            }
            rows.push(row(at, field, value, false));
        }
        (_, value) => {
            for number in unpacked(field, value) {
                rows.push(row(at, field, shown(field, number), false));
            }
        }
    }
}

fn row(at: (usize, &'static str), field: &Field, value: String, unset: bool) -> Row {
    Row {
        depth: at.0,
        within: at.1,
        name: field.name,
        value,
        unset,
    }
}

/// A field that nobody set.
fn nothing(field: &Field) -> String {
    match field.kind {
        _ if field.many => "[]".to_owned(),
        Kind::Message(_) => "null".to_owned(),
        Kind::Text | Kind::Bytes => "\"\"".to_owned(),
        _ => shown(field, 0),
    }
}

/// A number by its kind; ids as etcdctl writes them.
fn shown(field: &Field, number: u64) -> String {
    let id = matches!(
        field.name,
        "ID" | "lease" | "cluster_id" | "member_id" | "memberID"
    );
    match field.kind {
        Kind::Bool => (number != 0).to_string(),
        Kind::Names(names) => {
            let name = usize::try_from(number)
                .ok()
                .and_then(|it| names.values.get(it));
            name.map_or_else(|| number.to_string(), |it| (*it).to_owned())
        }
        _ if number != 0 && (id || field.name == "leader") => format!("{number:x}"),
        Kind::Int => number.cast_signed().to_string(),
        _ => number.to_string(),
    }
}
