//! The fields format: `"Name" : value` lines. It must not know the other formats.

use crate::ctl::golang::quote;
use crate::etcd::api::{self, response_op::Response};

use super::simple::event_name;
use super::{At, Health, Status};

/// Lines of names and values.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn with_header(header: Option<api::ResponseHeader>) -> Self {
        let mut lines = Self::default();
        lines.header(header);
        lines
    }

    fn field(&mut self, name: &str, value: impl std::fmt::Display) {
        self.0.push_str(&format!("\"{name}\" : {value}\n"));
    }

    fn quoted(&mut self, name: &str, value: &[u8]) {
        self.field(name, quote(value));
    }

    fn end(&mut self) {
        self.0.push('\n');
    }

    fn header(&mut self, header: Option<api::ResponseHeader>) {
        let header = header.unwrap_or_default();
        self.field("ClusterID", header.cluster_id);
        self.field("MemberID", header.member_id);
        self.field("Revision", header.revision);
        self.field("RaftTerm", header.raft_term);
    }

    fn pair(&mut self, prefix: &str, kv: &api::KeyValue) {
        self.quoted(&format!("{prefix}Key"), &kv.key);
        self.field(&format!("{prefix}CreateRevision"), kv.create_revision);
        self.field(&format!("{prefix}ModRevision"), kv.mod_revision);
        self.field(&format!("{prefix}Version"), kv.version);
        self.quoted(&format!("{prefix}Value"), &kv.value);
        self.field(&format!("{prefix}Lease"), kv.lease);
    }
}

pub(super) fn header(header: Option<api::ResponseHeader>) -> String {
    Lines::with_header(header).0
}

/// A header as Go's protobuf text: what `%v` makes of it.
pub(super) fn go_header(header: api::ResponseHeader) -> String {
    let fields = [
        ("cluster_id", header.cluster_id.to_string()),
        ("member_id", header.member_id.to_string()),
        ("revision", header.revision.to_string()),
        ("raft_term", header.raft_term.to_string()),
    ];
    let shown = fields.iter().filter(|(_, value)| value != "0");
    shown
        .map(|(name, value)| format!("{name}:{value} "))
        .collect()
}

pub(super) fn put(answer: &api::PutResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    if let Some(kv) = &answer.prev_kv {
        lines.pair("Prev", kv);
    }
    lines.0
}

pub(super) fn get(answer: &api::RangeResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    for kv in &answer.kvs {
        lines.pair("", kv);
    }
    lines.field("More", answer.more);
    lines.field("Count", answer.count);
    lines.0
}

pub(super) fn del(answer: &api::DeleteRangeResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    lines.field("Deleted", answer.deleted);
    for kv in &answer.prev_kvs {
        lines.pair("Prev", kv);
    }
    lines.0
}

pub(super) fn txn(answer: &api::TxnResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    lines.field("Succeeded", answer.succeeded);
    for op in &answer.responses {
        match &op.response {
            Some(Response::Range(answer)) => lines.0.push_str(&get(answer)),
            Some(Response::Put(answer)) => lines.0.push_str(&put(answer)),
            Some(Response::DeleteRange(answer)) => lines.0.push_str(&del(answer)),
            // Nothing that can be typed makes one.
            Some(Response::Txn(_)) | None => {}
        }
    }
    lines.0
}

pub(super) fn watch(answer: &api::WatchResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    for event in &answer.events {
        lines.field("Type", event_name(event));
        if let Some(kv) = &event.prev_kv {
            lines.pair("Prev", kv);
        }
        lines.pair("", &event.kv.clone().unwrap_or_default());
    }
    lines.0
}

pub(super) fn grant(answer: &api::LeaseGrantResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    lines.field("ID", answer.id);
    lines.field("TTL", answer.ttl);
    lines.0
}

pub(super) fn keep_alive(answer: &api::LeaseKeepAliveResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    lines.field("ID", answer.id);
    lines.field("TTL", answer.ttl);
    lines.0
}

pub(super) fn time_to_live(answer: &api::LeaseTimeToLiveResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    lines.field("ID", answer.id);
    lines.field("TTL", answer.ttl);
    lines.field("GrantedTTL", answer.granted_ttl);
    for key in &answer.keys {
        lines.quoted("Key", key);
    }
    lines.0
}

pub(super) fn alarms(answer: &api::AlarmResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    for it in &answer.alarms {
        lines.field("MemberID", it.member_id);
        lines.field("AlarmType", it.alarm().name());
        lines.end();
    }
    lines.0
}

pub(super) fn leases(answer: &api::LeaseLeasesResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    for lease in &answer.leases {
        lines.field("ID", lease.id);
    }
    lines.0
}

pub(super) fn role(answer: &api::AuthRoleGetResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    for permission in &answer.perm {
        let kind = match permission.perm_type() {
            api::PermissionType::Read => " READ",
            api::PermissionType::Write => " WRITE",
            api::PermissionType::Readwrite => " READWRITE",
        };
        lines.field("PermType", kind);
        lines.quoted("Key", &permission.key);
        lines.quoted("RangeEnd", &permission.range_end);
    }
    lines.0
}

pub(super) fn roles(answer: &api::AuthNamesResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    lines.0.push_str("\"Roles\" :");
    for name in &answer.names {
        lines.0.push(' ');
        lines.0.push_str(&quote(name.as_bytes()));
    }
    lines.end();
    lines.0
}

pub(super) fn member_list(answer: &api::MemberListResponse) -> String {
    let mut lines = Lines::with_header(answer.header);
    for member in &answer.members {
        lines.field("ID", member.id);
        lines.quoted("Name", member.name.as_bytes());
        for url in &member.peer_urls {
            lines.quoted("PeerURL", url.as_bytes());
        }
        for url in &member.client_urls {
            lines.quoted("ClientURL", url.as_bytes());
        }
        lines.field("IsLearner", member.is_learner);
        lines.end();
    }
    lines.0
}

pub(super) fn health(rows: &[Health]) -> String {
    let mut lines = Lines::default();
    for row in rows {
        lines.quoted("Endpoint", row.endpoint.as_bytes());
        lines.field("Health", row.error.is_empty());
        lines.field("Took", &row.took);
        lines.field("Error", &row.error);
        lines.end();
    }
    lines.0
}

pub(super) fn snapshot(status: &Status) -> String {
    let mut lines = Lines::default();
    lines.field("Hash", status.hash);
    lines.field("Revision", status.revision);
    lines.field("Keys", status.total_key);
    lines.field("Size", status.total_size);
    lines.0
}

pub(super) fn hash_kv(rows: &[At<api::HashKvResponse>]) -> String {
    let mut lines = Lines::default();
    for At { endpoint, answer } in rows {
        lines.header(answer.header);
        lines.quoted("Endpoint", endpoint.as_bytes());
        lines.field("Hash", answer.hash);
        lines.end();
    }
    lines.0
}

pub(super) fn status(rows: &[At<api::StatusResponse>]) -> String {
    let mut lines = Lines::default();
    for At { endpoint, answer } in rows {
        lines.header(answer.header);
        lines.quoted("Version", answer.version.as_bytes());
        lines.field("DBSize", answer.db_size);
        lines.field("Leader", answer.leader);
        lines.field("IsLearner", answer.is_learner);
        lines.field("RaftIndex", answer.raft_index);
        lines.field("RaftTerm", answer.raft_term);
        lines.field("RaftAppliedIndex", answer.raft_applied_index);
        lines.field("Errors", format!("[{}]", answer.errors.join(" ")));
        lines.quoted("Endpoint", endpoint.as_bytes());
        lines.end();
    }
    lines.0
}
