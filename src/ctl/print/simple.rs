//! The simple format: what people read. It must not know the other formats.

use crate::{
    etcd::api::{self, response_op::Response},
    units::LeaseId,
};

use super::Health;

/// A pair as two lines; with `--hex` as `\x6b`.
fn pair(out: &mut Vec<u8>, kv: &api::KeyValue, hex: bool, values_only: bool) {
    let mut line = |bytes: &[u8]| {
        if hex {
            for byte in bytes {
                out.extend_from_slice(format!("\\x{byte:02x}").as_bytes());
            }
        } else {
            out.extend_from_slice(bytes);
        }
        out.push(b'\n');
    };
    if !values_only {
        line(&kv.key);
    }
    line(&kv.value);
}

pub(super) fn put(answer: &api::PutResponse, hex: bool) -> Vec<u8> {
    let mut out = b"OK\n".to_vec();
    if let Some(kv) = &answer.prev_kv {
        pair(&mut out, kv, hex, false);
    }
    out
}

pub(super) fn get(answer: &api::RangeResponse, hex: bool, values_only: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for kv in &answer.kvs {
        pair(&mut out, kv, hex, values_only);
    }
    out
}

pub(super) fn del(answer: &api::DeleteRangeResponse, hex: bool) -> Vec<u8> {
    let mut out = format!("{}\n", answer.deleted).into_bytes();
    for kv in &answer.prev_kvs {
        pair(&mut out, kv, hex, false);
    }
    out
}

/// A line for the branch taken, then for each operation an empty line and what its own command
/// prints.
pub(super) fn txn(answer: &api::TxnResponse, hex: bool) -> Vec<u8> {
    let head: &[u8] = if answer.succeeded {
        b"SUCCESS\n"
    } else {
        b"FAILURE\n"
    };
    let mut out = head.to_vec();
    for op in &answer.responses {
        out.push(b'\n');
        match &op.response {
            Some(Response::Range(answer)) => out.extend(get(answer, hex, false)),
            Some(Response::Put(answer)) => out.extend(put(answer, hex)),
            Some(Response::DeleteRange(answer)) => out.extend(del(answer, hex)),
            // Nothing that can be typed makes one.
            Some(Response::Txn(_)) | None => {}
        }
    }
    out
}

pub(super) fn watch(answer: &api::WatchResponse, hex: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for event in &answer.events {
        out.extend_from_slice(event_name(event).as_bytes());
        out.push(b'\n');
        if let Some(kv) = &event.prev_kv {
            pair(&mut out, kv, hex, false);
        }
        pair(&mut out, &event.kv.clone().unwrap_or_default(), hex, false);
    }
    out
}

/// `PUT` or `DELETE`.
pub(super) fn event_name(event: &api::Event) -> &'static str {
    match event.r#type() {
        api::EventType::Put => "PUT",
        api::EventType::Delete => "DELETE",
    }
}

pub(super) fn grant(answer: &api::LeaseGrantResponse) -> Vec<u8> {
    format!(
        "lease {} granted with TTL({}s)\n",
        LeaseId(answer.id),
        answer.ttl
    )
    .into_bytes()
}

pub(super) fn revoke(lease: i64) -> Vec<u8> {
    format!("lease {} revoked\n", LeaseId(lease)).into_bytes()
}

pub(super) fn keep_alive(answer: &api::LeaseKeepAliveResponse) -> Vec<u8> {
    format!(
        "lease {} keepalived with TTL({})\n",
        LeaseId(answer.id),
        answer.ttl
    )
    .into_bytes()
}

pub(super) fn time_to_live(answer: &api::LeaseTimeToLiveResponse, keys: bool) -> Vec<u8> {
    let (lease, granted, left) = (LeaseId(answer.id), answer.granted_ttl, answer.ttl);
    if granted == 0 && left == -1 {
        return format!("lease {lease} already expired\n").into_bytes();
    }
    let text = format!("lease {lease} granted with TTL({granted}s), remaining({left}s)");
    let mut out = text.into_bytes();
    if keys {
        out.extend_from_slice(b", attached keys([");
        out.extend_from_slice(&answer.keys.join(&b' '));
        out.extend_from_slice(b"])");
    }
    out.push(b'\n');
    out
}

/// How Go prints an alarm: with a blank after each field.
pub(super) fn alarms(answer: &api::AlarmResponse) -> String {
    let line =
        |it: &api::AlarmMember| format!("memberID:{} alarm:{} \n", it.member_id, it.alarm().name());
    answer.alarms.iter().map(line).collect()
}

pub(super) fn leases(answer: &api::LeaseLeasesResponse) -> Vec<u8> {
    let mut out = format!("found {} leases\n", answer.leases.len());
    for lease in &answer.leases {
        out.push_str(&format!("{}\n", LeaseId(lease.id)));
    }
    out.into_bytes()
}

/// Ids are padded to sixteen digits with blanks.
pub(super) fn member(id: u64, what: &str, header: Option<api::ResponseHeader>) -> Vec<u8> {
    let cluster = header.unwrap_or_default().cluster_id;
    format!("Member {id:16x} {what} cluster {cluster:16x}\n").into_bytes()
}

pub(super) fn move_leader(from: u64, to: u64) -> Vec<u8> {
    format!("Leadership transferred from {from:x} to {to:x}\n").into_bytes()
}

/// The rows of a table, joined by commas.
pub(super) fn rows(rows: &[Vec<String>]) -> Vec<u8> {
    rows.iter()
        .flat_map(|row| (row.join(", ") + "\n").into_bytes())
        .collect()
}

pub(super) fn healthy(rows: &[Health]) -> Vec<u8> {
    let line = |row: &Health| {
        let Health { endpoint, took, .. } = row;
        format!("{endpoint} is healthy: successfully committed proposal: took = {took}\n")
    };
    let healthy = rows.iter().filter(|row| row.error.is_empty());
    healthy.flat_map(|row| line(row).into_bytes()).collect()
}

pub(super) fn unhealthy(rows: &[Health]) -> String {
    let line = |row: &Health| {
        let Health {
            endpoint, error, ..
        } = row;
        format!("{endpoint} is unhealthy: failed to commit proposal: {error}\n")
    };
    rows.iter()
        .filter(|row| !row.error.is_empty())
        .map(line)
        .collect()
}
