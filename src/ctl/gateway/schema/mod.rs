//! The messages of etcd's services as tables: names, kinds and protobuf tags, field by field.
//!
//! One table reads JSON into protobuf and writes protobuf as JSON, so no message needs code of its
//! own. Sources: `rpc.proto`, `kv.proto`, `auth.proto`, `v3lock.proto`, `v3election.proto` of etcd
//! 3.5. It must not know what a message is for.

mod cluster;
mod concurrency;
mod kv;
mod users;

pub use cluster::*;
pub use concurrency::*;
pub use kv::*;
pub use users::*;

/// One message: its fields in the order in which they are declared, read and written.
#[derive(Debug)]
pub struct Message(pub &'static [Field]);

impl PartialEq for Message {
    /// Tables are told apart by where they stand.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name in the `.proto` file, which is also the one that answers carry.
    pub name: &'static str,
    /// Its number on the wire.
    pub tag: u32,
    /// What it holds.
    pub kind: Kind,
    /// Whether it holds a list of that.
    pub many: bool,
    /// Whether it is one of several of which one is there: then zero is told from absence.
    pub choice: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `bool`.
    Bool,
    /// `int64`; JSON has it as a string.
    Int,
    /// `uint64`; JSON has it as a string.
    Uint,
    /// `uint32`; JSON has it as a number.
    Small,
    /// `string`.
    Text,
    /// `bytes`; JSON has them as base64.
    Bytes,
    /// One of some names.
    Names(&'static Names),
    /// A message.
    Message(&'static Message),
}

/// The values of an enumeration.
#[derive(Debug)]
pub struct Names {
    /// Its full name.
    pub name: &'static str,
    /// Its values, from 0 on.
    pub values: &'static [&'static str],
}

const fn field(name: &'static str, tag: u32, kind: Kind) -> Field {
    Field {
        name,
        tag,
        kind,
        many: false,
        choice: false,
    }
}

impl Field {
    const fn many(mut self) -> Self {
        self.many = true;
        self
    }

    const fn choice(mut self) -> Self {
        self.choice = true;
        self
    }
}

const fn flag(name: &'static str, tag: u32) -> Field {
    field(name, tag, Kind::Bool)
}

const fn int(name: &'static str, tag: u32) -> Field {
    field(name, tag, Kind::Int)
}

const fn uint(name: &'static str, tag: u32) -> Field {
    field(name, tag, Kind::Uint)
}

const fn text(name: &'static str, tag: u32) -> Field {
    field(name, tag, Kind::Text)
}

const fn bytes(name: &'static str, tag: u32) -> Field {
    field(name, tag, Kind::Bytes)
}

const fn names(name: &'static str, tag: u32, names: &'static Names) -> Field {
    field(name, tag, Kind::Names(names))
}

const fn message(name: &'static str, tag: u32, message: &'static Message) -> Field {
    field(name, tag, Kind::Message(message))
}

/// The first field of every answer.
const HEAD: Field = message("header", 1, &HEADER);

/// A message without fields.
pub static NOTHING: Message = Message(&[]);

/// An answer that is only its header.
pub static DONE: Message = Message(&[HEAD]);

/// `ResponseHeader`.
pub static HEADER: Message = Message(&[
    uint("cluster_id", 1),
    uint("member_id", 2),
    int("revision", 3),
    uint("raft_term", 4),
]);
