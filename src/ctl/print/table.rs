//! The table format: borders, upper-case centred headings, cells to the right. It must not know
//! the other formats.

use crate::ctl::golang::size;
use crate::etcd::{api, backend::Status};

use super::{At, Health};

pub(super) const MEMBERS: [&str; 6] = [
    "ID",
    "STATUS",
    "NAME",
    "PEER ADDRS",
    "CLIENT ADDRS",
    "IS LEARNER",
];
pub(super) const HEALTH: [&str; 4] = ["ENDPOINT", "HEALTH", "TOOK", "ERROR"];
pub(super) const HASH_KV: [&str; 2] = ["ENDPOINT", "HASH"];

pub(super) const STATUS: [&str; 10] = [
    "ENDPOINT",
    "ID",
    "VERSION",
    "DB SIZE",
    "IS LEADER",
    "IS LEARNER",
    "RAFT TERM",
    "RAFT INDEX",
    "RAFT APPLIED INDEX",
    "ERRORS",
];

pub(super) const SNAPSHOT: [&str; 4] = ["HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE"];

/// Longer cells are wrapped at blanks.
const WIDEST: usize = 30;

type Rows = Vec<Vec<String>>;

pub(super) fn members(answer: &api::MemberListResponse) -> Rows {
    let row = |member: &api::Member| {
        vec![
            format!("{:x}", member.id),
            if member.name.is_empty() {
                "unstarted"
            } else {
                "started"
            }
            .to_owned(),
            member.name.clone(),
            member.peer_urls.join(","),
            member.client_urls.join(","),
            member.is_learner.to_string(),
        ]
    };
    answer.members.iter().map(row).collect()
}

pub(super) fn health(rows: &[Health]) -> Rows {
    let row = |row: &Health| {
        let healthy = row.error.is_empty().to_string();
        vec![
            row.endpoint.clone(),
            healthy,
            row.took.clone(),
            row.error.clone(),
        ]
    };
    rows.iter().map(row).collect()
}

pub(super) fn hash_kv(rows: &[At<api::HashKvResponse>]) -> Rows {
    let row = |At { endpoint, answer }: &At<api::HashKvResponse>| {
        vec![endpoint.clone(), answer.hash.to_string()]
    };
    rows.iter().map(row).collect()
}

pub(super) fn status(rows: &[At<api::StatusResponse>]) -> Rows {
    let row = |At { endpoint, answer }: &At<api::StatusResponse>| {
        let member = answer.header.unwrap_or_default().member_id;
        vec![
            endpoint.clone(),
            format!("{member:x}"),
            answer.version.clone(),
            size(answer.db_size),
            (answer.leader == member).to_string(),
            answer.is_learner.to_string(),
            answer.raft_term.to_string(),
            answer.raft_index.to_string(),
            answer.raft_applied_index.to_string(),
            answer.errors.join(", "),
        ]
    };
    rows.iter().map(row).collect()
}

pub(super) fn snapshot(status: &Status) -> Rows {
    vec![vec![
        format!("{:x}", status.hash),
        status.revision.to_string(),
        status.total_key.to_string(),
        size(status.total_size.cast_signed()),
    ]]
}

/// Draws a table.
pub(super) fn render(headings: &[&str], rows: &Rows) -> Vec<u8> {
    let mut widths: Vec<usize> = headings.iter().map(|heading| columns(heading)).collect();
    let mut wrapped: Vec<Vec<Vec<String>>> = Vec::new();
    for row in rows {
        let cells: Vec<Vec<String>> = row.iter().map(|cell| wrap(cell)).collect();
        for ((width, cell), lines) in widths.iter_mut().zip(row).zip(&cells) {
            // A wrapped cell's column keeps the widest width, whatever the wrapping came to.
            let longest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
            *width = columns(cell).min(WIDEST).max(longest).max(*width);
        }
        wrapped.push(cells);
    }
    let ruler: String = widths
        .iter()
        .map(|width| format!("+{}", "-".repeat(width + 2)))
        .collect();
    let ruler = ruler + "+\n";
    let mut out = ruler.clone();
    for (heading, width) in headings.iter().zip(&widths) {
        let gap = width - columns(heading);
        let left = gap / 2;
        out.push_str(&format!(
            "| {}{heading}{} ",
            " ".repeat(left),
            " ".repeat(gap - left)
        ));
    }
    out.push_str("|\n");
    out.push_str(&ruler);
    for row in &wrapped {
        for line in 0..row.iter().map(Vec::len).max().unwrap_or(0) {
            for (cell, width) in row.iter().zip(&widths) {
                let text = cell.get(line).map_or("", String::as_str);
                out.push_str(&format!("| {}{text} ", " ".repeat(width - columns(text))));
            }
            out.push_str("|\n");
        }
    }
    out.push_str(&ruler);
    out.into_bytes()
}

/// How many columns a text takes. Names and URLs are ASCII; a wide letter counts as one here.
fn columns(text: &str) -> usize {
    text.chars().count()
}

/// A cell's lines: cut at blanks so that lines differ in length as little as possible.
fn wrap(cell: &str) -> Vec<String> {
    let widest = columns(cell).min(WIDEST);
    let words: Vec<&str> = cell.split(' ').collect();
    let limit = words
        .iter()
        .map(|word| columns(word))
        .max()
        .unwrap_or(0)
        .max(widest);
    let length = |words: &[&str]| {
        words.iter().map(|word| columns(word)).sum::<usize>() + words.len().saturating_sub(1)
    };
    let count = words.len();
    // From the last word back: the cheapest break after each, by the squares of what stays empty.
    let mut cost = vec![usize::MAX; count];
    let mut end = vec![count; count];
    for first in (0..count).rev() {
        if length(&words[first..]) <= limit {
            cost[first] = 0;
            continue;
        }
        for next in first + 1..count {
            let used = length(&words[first..next]);
            if used > limit {
                break;
            }
            let here = (limit - used).pow(2).saturating_add(cost[next]);
            if here < cost[first] {
                (cost[first], end[first]) = (here, next);
            }
        }
    }
    let mut lines = Vec::new();
    let mut first = 0;
    while first < count {
        lines.push(words[first..end[first]].join(" "));
        first = end[first];
    }
    lines
}
