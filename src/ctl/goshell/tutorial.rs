//! The functions of the tutorial by their names: what each asks for, and what its code prints.

use bytes::Bytes;

use crate::etcd::api::{DeleteRangeRequest, PutRequest, RangeRequest, Request};

use super::Stop;
use super::args::Args;
use super::calls::{self, Act};

/// How an answer is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) enum Telling {
    /// With `%+v`; an error ends the line.
    Plain,
    /// As the tutorial's function does.
    Tutorial(&'static Texts, Vec<u8>, i64),
}

/// What a function of the tutorial prints; `%k` is its key, `%r` its revision.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Texts {
    name: &'static str,
    /// Before the answer.
    pub(super) before: &'static str,
    /// Whether the answer's fields have their names (`%+v`) or not (`%v`).
    pub(super) names: bool,
    /// Before an error.
    pub(super) failed: &'static str,
    /// After one: two of them forget the end of the line.
    pub(super) after: &'static str,
}

const TEXTS: [Texts; 6] = [
    texts("PutKey", "操作结果：", false, "设置 key 失败:", "\n"),
    texts("PutKeyLease", "操作结果：", false, "设置 key 失败:", "\n"),
    texts("GetKey", "key %k 的值是：", true, "获取 key 失败 :", "\n"),
    texts(
        "GetKeyByVersion",
        "请求key:%k,请求版本:%r,获取结果：",
        true,
        "删除 key:%k 失败:",
        "",
    ),
    texts("DeleteKey", "操作结果：", true, "删除 key:%k 失败:", ""),
    texts("WatchKey", "key:%k变动通知：", true, "", ""),
];

/// What `PutKeyLease` prints before the error of its lease, and goes on.
pub(super) const NO_LEASE: &str = "设置 租约 失败:";

/// What `WatchKey` prints before its first event.
pub(super) const EVENT: &str = "值:";

const fn texts(
    name: &'static str,
    before: &'static str,
    names: bool,
    failed: &'static str,
    after: &'static str,
) -> Texts {
    Texts {
        name,
        before,
        names,
        failed,
        after,
    }
}

impl Telling {
    /// The text with the call's key and revision in it.
    pub(super) fn fill(&self, text: &str) -> Vec<u8> {
        let Self::Tutorial(_, key, revision) = self else {
            return text.as_bytes().to_vec();
        };
        let mut out = Vec::new();
        for (place, part) in text.split('%').enumerate() {
            let rest = match part.as_bytes().first() {
                Some(b'k') if place > 0 => {
                    out.extend_from_slice(key);
                    &part[1..]
                }
                Some(b'r') if place > 0 => {
                    out.extend_from_slice(revision.to_string().as_bytes());
                    &part[1..]
                }
                _ => part,
            };
            out.extend_from_slice(rest.as_bytes());
        }
        out
    }

    /// How `PutKeyLease` tells of its put.
    pub(super) const fn of_put_lease() -> Self {
        Self::Tutorial(&TEXTS[1], Vec::new(), 0)
    }
}

/// What a function of the tutorial asks for, if the name is one's.
pub(super) fn act(name: &str, args: &Args<'_>) -> Result<Option<Act>, Stop> {
    let Some(texts) = TEXTS.iter().find(|it| it.name == name) else {
        return Ok(None);
    };
    let key = Bytes::copy_from_slice(args.text(0)?);
    let mut telling = Telling::Tutorial(texts, key.to_vec(), 0);
    let request = match name {
        "PutKey" => {
            args.count(2)?;
            let value = Bytes::copy_from_slice(args.text(1)?);
            Request::Put(PutRequest {
                key,
                value,
                ..PutRequest::default()
            })
        }
        "PutKeyLease" => {
            args.count(3)?;
            let value = Bytes::copy_from_slice(args.text(1)?);
            let ttl = args.number(2)?;
            return Ok(Some(Act::PutLease { key, value, ttl }));
        }
        "DeleteKey" => {
            args.count(1)?;
            Request::DeleteRange(DeleteRangeRequest {
                key,
                ..DeleteRangeRequest::default()
            })
        }
        "WatchKey" => return calls::watch(args, 0, telling).map(Some),
        _ => {
            args.count(if name == "GetKey" { 1 } else { 2 })?;
            let revision = if name == "GetKey" { 0 } else { args.number(1)? };
            telling = Telling::Tutorial(texts, key.to_vec(), revision);
            Request::Range(RangeRequest {
                key,
                revision,
                ..RangeRequest::default()
            })
        }
    };
    Ok(Some(Act::Call {
        request,
        endpoint: None,
        telling,
    }))
}
