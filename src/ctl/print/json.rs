//! The json format: Go's encoder over etcd's structs, byte for byte. It must not know the other
//! formats.
//!
//! Fields come in the order of the structs, zero values are left out where the struct says so,
//! bytes are base64. serde_json would need a second set of structs to say all that.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::etcd::api::{self, response_op::Response};

use super::{At, Health, Status};

/// A JSON object that is being written.
pub(super) struct Object(String);

impl Object {
    fn new() -> Self {
        Self(String::from("{"))
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        write!(self.0, "\"{name}\":").expect("a String takes every write");
    }

    /// A field whatever its value.
    fn raw(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.name(name);
        write!(self.0, "{value}").expect("a String takes every write");
        self
    }

    /// A number that is left out if it is zero.
    fn number(self, name: &str, value: impl std::fmt::Display + Default + PartialEq) -> Self {
        if value == Default::default() {
            self
        } else {
            self.raw(name, value)
        }
    }

    /// Text that is left out if it is empty.
    fn text(self, name: &str, value: &str) -> Self {
        if value.is_empty() {
            self
        } else {
            self.raw(name, quote(value))
        }
    }

    /// Bytes that are left out if there are none.
    fn bytes(self, name: &str, value: &[u8]) -> Self {
        if value.is_empty() {
            self
        } else {
            self.raw(name, base64(value))
        }
    }

    /// An object that is left out if there is none.
    fn object(self, name: &str, value: Option<Self>) -> Self {
        match value {
            Some(value) => self.raw(name, value.end()),
            None => self,
        }
    }

    /// A list that is left out if it is empty.
    fn list(self, name: &str, values: Vec<String>) -> Self {
        if values.is_empty() {
            self
        } else {
            self.raw(name, array(&values))
        }
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }

    /// The finished object as a line.
    pub(super) fn line(self) -> Vec<u8> {
        (self.end() + "\n").into_bytes()
    }
}

/// A JSON string as Go writes it: safe to stand inside HTML.
pub(in crate::ctl) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        let written = match character {
            '"' => write!(out, "\\\""),
            '\\' => write!(out, "\\\\"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(out, "\\u{:04x}", u32::from(character))
            }
            _ => write!(out, "{character}"),
        };
        written.expect("a String takes every write");
    }
    out.push('"');
    out
}

pub(in crate::ctl) fn base64(bytes: &[u8]) -> String {
    format!("\"{}\"", STANDARD.encode(bytes))
}

fn array(values: &[String]) -> String {
    format!("[{}]", values.join(","))
}

fn texts(values: &[String]) -> Vec<String> {
    values.iter().map(|text| quote(text)).collect()
}

/// A header's four fields into an object of their own, or into the one that embeds them.
fn header_into(object: Object, header: Option<api::ResponseHeader>) -> Object {
    let header = header.unwrap_or_default();
    object
        .number("cluster_id", header.cluster_id)
        .number("member_id", header.member_id)
        .number("revision", header.revision)
        .number("raft_term", header.raft_term)
}

fn header(header: Option<api::ResponseHeader>) -> Option<Object> {
    header.map(|header| header_into(Object::new(), Some(header)))
}

fn pair(kv: &api::KeyValue) -> Object {
    Object::new()
        .bytes("key", &kv.key)
        .number("create_revision", kv.create_revision)
        .number("mod_revision", kv.mod_revision)
        .number("version", kv.version)
        .bytes("value", &kv.value)
        .number("lease", kv.lease)
}

fn pairs(kvs: &[api::KeyValue]) -> Vec<String> {
    kvs.iter().map(|kv| pair(kv).end()).collect()
}

pub(super) fn put(answer: &api::PutResponse) -> Object {
    Object::new()
        .object("header", header(answer.header))
        .object("prev_kv", answer.prev_kv.as_ref().map(pair))
}

pub(super) fn get(answer: &api::RangeResponse) -> Object {
    let object = Object::new()
        .object("header", header(answer.header))
        .list("kvs", pairs(&answer.kvs));
    let object = if answer.more {
        object.raw("more", true)
    } else {
        object
    };
    object.number("count", answer.count)
}

pub(super) fn del(answer: &api::DeleteRangeResponse) -> Object {
    Object::new()
        .object("header", header(answer.header))
        .number("deleted", answer.deleted)
        .list("prev_kvs", pairs(&answer.prev_kvs))
}

pub(super) fn txn(answer: &api::TxnResponse) -> Object {
    let object = Object::new().object("header", header(answer.header));
    let object = if answer.succeeded {
        object.raw("succeeded", true)
    } else {
        object
    };
    object.list("responses", answer.responses.iter().map(response).collect())
}

fn response(op: &api::ResponseOp) -> String {
    let inner = match &op.response {
        Some(Response::Range(answer)) => Some(("response_range", get(answer))),
        Some(Response::Put(answer)) => Some(("response_put", put(answer))),
        Some(Response::DeleteRange(answer)) => Some(("response_delete_range", del(answer))),
        Some(Response::Txn(answer)) => Some(("response_txn", txn(answer))),
        None => None,
    };
    let inner = inner.map_or_else(
        || "null".to_owned(),
        |(name, answer)| Object::new().object(name, Some(answer)).end(),
    );
    Object::new().raw("Response", inner).end()
}

fn event(event: &api::Event) -> String {
    Object::new()
        .number("type", event.r#type)
        .object("kv", event.kv.as_ref().map(pair))
        .object("prev_kv", event.prev_kv.as_ref().map(pair))
        .end()
}

/// A watch answer as the client hands it on; the end of a broken stream has no list of events.
pub(super) fn watch(answer: &api::WatchResponse) -> Object {
    let header = header_into(Object::new(), answer.header).end();
    let events = match answer.header {
        Some(_) => array(&answer.events.iter().map(event).collect::<Vec<_>>()),
        None => "null".to_owned(),
    };
    Object::new()
        .raw("Header", header)
        .raw("Events", events)
        .raw("CompactRevision", answer.compact_revision)
        .raw("Canceled", answer.canceled)
        .raw("Created", answer.created)
}

pub(super) fn grant(answer: &api::LeaseGrantResponse) -> Object {
    header_into(Object::new(), answer.header)
        .raw("ID", answer.id)
        .raw("TTL", answer.ttl)
        .raw("Error", quote(&answer.error))
}

pub(super) fn revoke(answer: &api::LeaseRevokeResponse) -> Object {
    Object::new().object("header", header(answer.header))
}

pub(super) fn keep_alive(answer: &api::LeaseKeepAliveResponse) -> Object {
    header_into(Object::new(), answer.header)
        .raw("ID", answer.id)
        .raw("TTL", answer.ttl)
}

pub(super) fn time_to_live(answer: &api::LeaseTimeToLiveResponse) -> Object {
    let keys: Vec<String> = answer.keys.iter().map(|key| base64(key)).collect();
    let keys = if keys.is_empty() {
        "null".to_owned()
    } else {
        array(&keys)
    };
    header_into(Object::new(), answer.header)
        .raw("id", answer.id)
        .raw("ttl", answer.ttl)
        .raw("granted-ttl", answer.granted_ttl)
        .raw("keys", keys)
}

pub(super) fn alarms(answer: &api::AlarmResponse) -> Object {
    let alarm = |it: &api::AlarmMember| {
        let object = Object::new().number("memberID", it.member_id);
        object.number("alarm", it.alarm).end()
    };
    let alarms: Vec<String> = answer.alarms.iter().map(alarm).collect();
    let object = Object::new().object("header", header(answer.header));
    object.list("alarms", alarms)
}

pub(super) fn leases(answer: &api::LeaseLeasesResponse) -> Object {
    let lease = |lease: &api::LeaseStatus| Object::new().raw("id", lease.id).end();
    let leases: Vec<String> = answer.leases.iter().map(lease).collect();
    header_into(Object::new(), answer.header).raw("leases", array(&leases))
}

/// An answer about users and roles.
pub(super) fn auth(answer: &api::AuthResponse) -> Object {
    let object = Object::new().object("header", header(answer.header()));
    let named = |name, names: &[String]| (name, texts(names));
    let (name, list) = match answer {
        api::AuthResponse::Done(_) => return object,
        api::AuthResponse::Status(status) => {
            let object = if status.enabled {
                object.raw("enabled", true)
            } else {
                object
            };
            return object.number("authRevision", status.auth_revision);
        }
        api::AuthResponse::Authenticate(login) => return object.text("token", &login.token),
        api::AuthResponse::UserList(answer) => named("users", &answer.names),
        api::AuthResponse::UserGet(answer) | api::AuthResponse::RoleList(answer) => {
            named("roles", &answer.names)
        }
        api::AuthResponse::RoleGet(answer) => ("perm", permissions(&answer.perm)),
    };
    object.list(name, list)
}

fn permissions(permissions: &[api::Permission]) -> Vec<String> {
    let one = |permission: &api::Permission| {
        Object::new()
            .number("permType", permission.perm_type)
            .bytes("key", &permission.key)
            .bytes("range_end", &permission.range_end)
            .end()
    };
    permissions.iter().map(one).collect()
}

fn member(member: &api::Member) -> Object {
    let object = Object::new()
        .number("ID", member.id)
        .text("name", &member.name)
        .list("peerURLs", texts(&member.peer_urls))
        .list("clientURLs", texts(&member.client_urls));
    if member.is_learner {
        object.raw("isLearner", true)
    } else {
        object
    }
}

fn members(members: &[api::Member]) -> Vec<String> {
    members.iter().map(|one| member(one).end()).collect()
}

pub(super) fn member_list(answer: &api::MemberListResponse) -> Object {
    Object::new()
        .object("header", header(answer.header))
        .list("members", members(&answer.members))
}

pub(super) fn member_add(answer: &api::MemberAddResponse) -> Object {
    Object::new()
        .object("header", header(answer.header))
        .object("member", answer.member.as_ref().map(member))
        .list("members", members(&answer.members))
}

pub(super) fn move_leader(answer: &api::MoveLeaderResponse) -> Object {
    Object::new().object("header", header(answer.header))
}

/// With `--hex` etcdctl 3.5 writes the list by hand: ids in hex between quotes, the term in hex
/// without, and another name for the client URLs.
pub(super) fn member_list_hex(answer: &api::MemberListResponse) -> Vec<u8> {
    let null_or_list = |urls: &[String]| match urls {
        [] => "null".to_owned(),
        _ => array(&texts(urls)),
    };
    let member = |member: &api::Member| {
        Object::new()
            .raw("ID", format!("\"{:x}\"", member.id))
            .raw("name", format!("\"{}\"", member.name))
            .raw("peerURLs", null_or_list(&member.peer_urls))
            .raw("clientURLS", null_or_list(&member.client_urls))
            .end()
    };
    let header = answer.header.unwrap_or_default();
    let header = Object::new()
        .raw("cluster_id", format!("\"{:x}\"", header.cluster_id))
        .raw("member_id", format!("\"{:x}\"", header.member_id))
        .raw("raft_term", format!("{:x}", header.raft_term))
        .end();
    Object::new()
        .raw("header", header)
        .list("members", answer.members.iter().map(member).collect())
        .line()
}

fn lines(rows: impl Iterator<Item = Object>) -> Vec<u8> {
    let rows: Vec<String> = rows.map(Object::end).collect();
    (array(&rows) + "\n").into_bytes()
}

pub(super) fn health(rows: &[Health]) -> Vec<u8> {
    lines(rows.iter().map(|row| {
        Object::new()
            .raw("endpoint", quote(&row.endpoint))
            .raw("health", row.error.is_empty())
            .raw("took", quote(&row.took))
            .text("error", &row.error)
    }))
}

pub(super) fn snapshot(status: &Status) -> Object {
    Object::new()
        .raw("hash", status.hash)
        .raw("revision", status.revision)
        .raw("totalKey", status.total_key)
        .raw("totalSize", status.total_size)
}

pub(super) fn hash_kv(rows: &[At<api::HashKvResponse>]) -> Vec<u8> {
    lines(rows.iter().map(|At { endpoint, answer }| {
        let hash = Object::new()
            .object("header", header(answer.header))
            .number("hash", answer.hash)
            .number("compact_revision", answer.compact_revision);
        Object::new()
            .raw("Endpoint", quote(endpoint))
            .raw("HashKV", hash.end())
    }))
}

pub(super) fn status(rows: &[At<api::StatusResponse>]) -> Vec<u8> {
    lines(rows.iter().map(|At { endpoint, answer }| {
        let status = Object::new()
            .object("header", header(answer.header))
            .text("version", &answer.version)
            .number("dbSize", answer.db_size)
            .number("leader", answer.leader)
            .number("raftIndex", answer.raft_index)
            .number("raftTerm", answer.raft_term)
            .number("raftAppliedIndex", answer.raft_applied_index)
            .list("errors", texts(&answer.errors))
            .number("dbSizeInUse", answer.db_size_in_use);
        let status = if answer.is_learner {
            status.raw("isLearner", true)
        } else {
            status
        };
        Object::new()
            .raw("Endpoint", quote(endpoint))
            .raw("Status", status.end())
    }))
}
