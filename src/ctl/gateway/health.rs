//! `/version`, `/health` and `/metrics`, from what a member says of itself. It must not know HTTP.

use std::fmt::Write as _;

use crate::etcd::api::{self, Error, Request, StatusResponse};

use super::reply::{Kind, Reply, description};

/// `/version`.
pub(super) fn version(status: &StatusResponse) -> Reply {
    let (server, cluster) = (&status.version, api::CLUSTER_VERSION);
    let json = format!("{{\"etcdserver\":\"{server}\",\"etcdcluster\":\"{cluster}\"}}");
    Reply::of(200, Kind::Json, json)
}

/// What is wrong with a member that needs no read to know it. An alarm's name is passed over
/// once: of two members with the same alarm the second one counts.
pub(super) fn of_status(status: &StatusResponse, mut excluded: Vec<String>) -> Option<Reply> {
    for error in &status.errors {
        let Some((_, alarm)) = error.split_once("alarm:") else {
            continue;
        };
        let alarm = alarm.trim();
        match excluded.iter().position(|name| name == alarm) {
            Some(place) => {
                excluded.remove(place);
            }
            None => return Some(ill(&format!("ALARM {alarm}"))),
        }
    }
    (status.leader == 0).then(|| ill("RAFT NO LEADER"))
}

/// The read that a healthy member answers.
pub(super) fn read() -> Request {
    Request::Range(api::RangeRequest {
        key: bytes::Bytes::from_static(b"\0"),
        limit: 1,
        keys_only: true,
        ..Default::default()
    })
}

/// What its answer means: who may not read is answered all the same.
pub(super) fn of_read(error: Option<&Error>) -> Reply {
    match error {
        None | Some(Error::UserEmpty | Error::PermissionDenied) => {
            let json = "{\"health\":\"true\",\"reason\":\"\"}".to_owned();
            Reply::of(200, Kind::Guessed, json)
        }
        Some(error) => ill(&format!("QGET ERROR:{}", description(error))),
    }
}

fn ill(reason: &str) -> Reply {
    Reply::text(
        503,
        &format!("{{\"health\":\"false\",\"reason\":\"{reason}\"}}"),
    )
}

/// A few of `/metrics`, those that a member's status tells, in etcd's names and words.
pub(super) fn metrics(status: &StatusResponse) -> Reply {
    let member = status.header.map_or(0, |header| header.member_id);
    let leads = status.leader == member && member != 0;
    let gauges: [(&str, &str, &str, u64); 7] = [
        (
            "etcd_mvcc_db_total_size_in_bytes",
            "gauge",
            "Total size of the underlying database physically allocated in bytes.",
            status.db_size.cast_unsigned(),
        ),
        (
            "etcd_mvcc_db_total_size_in_use_in_bytes",
            "gauge",
            "Total size of the underlying database logically in use in bytes.",
            status.db_size_in_use.cast_unsigned(),
        ),
        (
            "etcd_server_has_leader",
            "gauge",
            "Whether or not a leader exists. 1 is existence, 0 is not.",
            u64::from(status.leader != 0),
        ),
        (
            "etcd_server_is_leader",
            "gauge",
            "Whether or not this member is a leader. 1 if is, 0 otherwise.",
            u64::from(leads),
        ),
        (
            "etcd_server_is_learner",
            "gauge",
            "Whether or not this member is a learner. 1 if is, 0 otherwise.",
            u64::from(status.is_learner),
        ),
        (
            "etcd_server_proposals_applied_total",
            "gauge",
            "The total number of consensus proposals applied.",
            status.raft_applied_index,
        ),
        (
            "etcd_server_proposals_committed_total",
            "gauge",
            "The total number of consensus proposals committed.",
            status.raft_index,
        ),
    ];
    let mut out = String::new();
    for (name, kind, help, value) in gauges {
        let value = scientific(value);
        let text = format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
        out.write_fmt(text).expect("a String takes every write");
    }
    Reply::of(200, Kind::Metrics, out)
}

/// A whole number as Go writes a float: from a million on in powers of ten.
pub(super) fn scientific(value: u64) -> String {
    let digits = value.to_string();
    let power = digits.len() - 1;
    if value < 1_000_000 {
        return digits;
    }
    let (first, rest) = digits.split_at(1);
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{first}{point}{rest}e+{power:02}")
}
