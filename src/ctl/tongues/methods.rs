//! clientv3's methods that are their request's fields one after the other: one table writes the
//! call and reads it. It must not know keys, transactions or watches, which have options.

use std::fmt::Write as _;

use crate::ctl::gateway::schema::{Field, Kind, Message};
use crate::ctl::gateway::wire::{Value, Writer, fields};
use crate::ctl::gateway::{How, find};
use crate::ctl::golang::quote;
use crate::ctl::goshell::{Expr, number};
use crate::etcd::api::{HashKvRequest, LeaseKeepAliveRequest, Request};

/// One method.
#[derive(Debug)]
pub(in crate::ctl) struct Method {
    /// Its name in clientv3.
    pub(in crate::ctl) go: &'static str,
    /// Where it stands behind the gateway, after `/v3/`; empty: nowhere.
    path: &'static str,
    /// The tags of the fields that are its arguments, after the context.
    args: &'static [u32],
    /// What the request has besides, as protobuf.
    fixed: &'static [u8],
    /// An option, and the tag of the field that it sets.
    pub(in crate::ctl) option: (&'static str, u32),
    /// Whether an endpoint comes before the arguments.
    pub(in crate::ctl) at: bool,
}

const fn method(go: &'static str, path: &'static str, args: &'static [u32]) -> Method {
    Method {
        go,
        path,
        args,
        fixed: &[],
        option: ("", 0),
        at: false,
    }
}

impl Method {
    const fn fixed(mut self, fixed: &'static [u8]) -> Self {
        self.fixed = fixed;
        self
    }

    const fn option(mut self, name: &'static str, tag: u32) -> Self {
        self.option = (name, tag);
        self
    }

    const fn at(mut self) -> Self {
        self.at = true;
        self
    }
}

/// All of them.
pub(in crate::ctl) const METHODS: &[Method] = &[
    method("Compact", "kv/compaction", &[1]).option("WithCompactPhysical", 2),
    method("Grant", "lease/grant", &[1]),
    method("Revoke", "lease/revoke", &[1]),
    method("TimeToLive", "lease/timetolive", &[1]).option("WithAttachedKeys", 2),
    method("Leases", "lease/leases", &[]),
    method("KeepAliveOnce", "lease/keepalive", &[1]),
    method("MemberList", "cluster/member/list", &[]).fixed(&[8, 1]),
    method("MemberAdd", "cluster/member/add", &[1]),
    method("MemberAddAsLearner", "cluster/member/add", &[1]).fixed(&[16, 1]),
    method("MemberRemove", "cluster/member/remove", &[1]),
    method("MemberUpdate", "cluster/member/update", &[1, 2]),
    method("MemberPromote", "cluster/member/promote", &[1]),
    method("Status", "maintenance/status", &[]).at(),
    method("HashKV", "", &[1]).at(),
    method("Defragment", "maintenance/defragment", &[]).at(),
    method("MoveLeader", "maintenance/transfer-leadership", &[1]),
    method("AlarmList", "maintenance/alarm", &[]),
    method("AuthEnable", "auth/enable", &[]),
    method("AuthDisable", "auth/disable", &[]),
    method("UserAdd", "auth/user/add", &[1, 2]).fixed(&[26, 0]),
    method("UserGet", "auth/user/get", &[1]),
    method("UserList", "auth/user/list", &[]),
    method("UserDelete", "auth/user/delete", &[1]),
    method("UserChangePassword", "auth/user/changepw", &[1, 2]),
    method("UserGrantRole", "auth/user/grant", &[1, 2]),
    method("UserRevokeRole", "auth/user/revoke", &[1, 2]),
    method("RoleAdd", "auth/role/add", &[1]),
    method("RoleGet", "auth/role/get", &[1]),
    method("RoleList", "auth/role/list", &[]),
    method("RoleDelete", "auth/role/delete", &[1]),
    method("RoleRevokePermission", "auth/role/revoke", &[1, 2, 3]),
];

impl Method {
    fn table(&self) -> Option<&'static Message> {
        match find(self.path) {
            Some(route) => Some(route.request),
            None => Some(&crate::ctl::gateway::schema::HASH_KV_REQUEST),
        }
    }

    fn fields(&self) -> Option<Vec<&'static Field>> {
        let table = self.table()?;
        let field = |tag: &u32| table.0.iter().find(|it| it.tag == *tag);
        self.args.iter().map(field).collect()
    }

    /// The request of a call with these arguments.
    pub(in crate::ctl) fn request(
        &self,
        given: &[Expr],
        optional: bool,
        lease: Option<i64>,
    ) -> Option<Request> {
        let wanted = self.fields()?;
        if wanted.len() != given.len() {
            return None;
        }
        let mut writer = Writer::default();
        for (field, value) in wanted.iter().zip(given) {
            write(&mut writer, field, value, lease)?;
        }
        self.made(writer, optional)
    }

    fn made(&self, writer: Writer, optional: bool) -> Option<Request> {
        let mut wire = writer.end();
        wire.extend_from_slice(self.fixed);
        if optional {
            // A flag of a tag below sixteen.
            wire.extend_from_slice(&[u8::try_from(self.option.1 << 3).ok()?, 1]);
        }
        use prost::Message as _;
        match find(self.path).map(|it| it.how) {
            Some(How::Call(make)) => make(&wire),
            Some(_) => LeaseKeepAliveRequest::decode(&wire[..])
                .ok()
                .map(Request::LeaseKeepAlive),
            None => HashKvRequest::decode(&wire[..]).ok().map(Request::HashKv),
        }
    }

    /// The call that makes a request of this wire form; `None` where no arguments make it.
    pub(super) fn call(&self, request: &Request, wire: &[u8], endpoint: &str) -> Option<String> {
        let given = fields(wire);
        let mut text = format!("cli.{}(ctx", self.go);
        if self.at {
            put(&mut text, format_args!(", {}", quote(endpoint.as_bytes())));
        }
        let mut writer = Writer::default();
        for field in self.fields()? {
            let values = given.iter().filter(|it| it.0 == field.tag);
            argument(
                &mut text,
                &mut writer,
                field,
                values.map(|it| it.1).collect(),
            );
        }
        let (option, tag) = self.option;
        let optional = tag != 0 && given.iter().any(|it| it.0 == tag);
        if optional {
            put(&mut text, format_args!(", clientv3.{option}()"));
        }
        text.push(')');
        (self.made(writer, optional).as_ref() == Some(request)).then_some(text)
    }
}

/// One argument into the request.
fn write(writer: &mut Writer, field: &Field, value: &Expr, lease: Option<i64>) -> Option<()> {
    match (value, field.kind) {
        (Expr::List(values), Kind::Text) if field.many => {
            for value in values {
                let Expr::Text(text) = value else {
                    return None;
                };
                writer.bytes(field, text);
            }
        }
        _ if field.many => return None,
        (Expr::Text(text), Kind::Text | Kind::Bytes) => writer.bytes(field, text),
        (Expr::Number(number), Kind::Uint) => writer.number(field, u64::try_from(*number).ok()?),
        (_, Kind::Int | Kind::Uint) => {
            writer.number(field, number(value, lease)?.cast_unsigned());
        }
        _ => return None,
    }
    Some(())
}

/// One argument out of the request, and into another just like it.
fn argument(text: &mut String, writer: &mut Writer, field: &Field, values: Vec<Value<'_>>) {
    let mut list = Vec::new();
    for value in &values {
        match value {
            Value::Bytes(bytes) => {
                writer.bytes(field, bytes);
                list.push(quote(bytes));
            }
            Value::Number(number) => {
                writer.number(field, *number);
                list.push(match field.kind {
                    Kind::Uint => format!("{number:#x}"),
                    _ if field.name == "ID" => super::go::lease(number.cast_signed()),
                    _ => number.cast_signed().to_string(),
                });
            }
        }
    }
    let nothing = match field.kind {
        Kind::Text | Kind::Bytes => "\"\"",
        _ => "0",
    };
    let one = list.first().map_or(nothing, String::as_str);
    if field.many {
        put(text, format_args!(", []string{{{}}}", list.join(", ")));
    } else {
        put(text, format_args!(", {one}"));
    }
}

fn put(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("a String takes every write");
}
