//! Operations and answers as the judge sees them: what they do to keys, and what they tell.

use std::fmt;

use bytes::Bytes;

use crate::etcd::api::{
    self, CompareResult, Request, Response, compare::TargetUnion, request_op, response_op,
};

/// An operation on keys. Ranges are `[key, end)` as etcd has them: an empty `end` is one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Writes a key.
    Put {
        /// The key.
        key: Bytes,
        /// The value; none keeps the one that is there.
        value: Option<Bytes>,
        /// The lease, 0 for none; none keeps the one that is there.
        lease: Option<i64>,
    },
    /// Deletes keys.
    Delete {
        /// First key.
        key: Bytes,
        /// End.
        end: Bytes,
    },
    /// Reads keys.
    Range {
        /// First key.
        key: Bytes,
        /// End.
        end: Bytes,
        /// Whether an older state is a legal answer.
        serializable: bool,
    },
    /// Compares, then does one of two lists.
    Txn(Box<Txn>),
    /// Ends a lease and deletes its keys; what the leader does when a lease runs out.
    Revoke {
        /// The lease.
        lease: i64,
    },
    /// Changes no key; its answer may tell the revision.
    Look,
}

/// What a transaction does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Txn {
    /// All must hold.
    pub compares: Vec<Compare>,
    /// Done if all hold: puts, deletes, ranges.
    pub success: Vec<Op>,
    /// Done otherwise.
    pub failure: Vec<Op>,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    /// First key.
    pub key: Bytes,
    /// End.
    pub end: Bytes,
    /// How each key's field must stand to the expectation.
    pub result: CompareResult,
    /// The field and what is expected of it. A key that is not there has only zeros; it fails
    /// every comparison of its value.
    pub expect: Expect,
}

/// A field, and what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The value.
    Value(Bytes),
    /// The number of puts in the key's generation.
    Version(i64),
    /// The revision that created the key.
    Created(i64),
    /// The revision that wrote the key last.
    Modified(i64),
    /// The lease.
    Lease(i64),
}

/// A key as an answer shows it. Zeros are numbers that the answer did not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: Bytes,
    /// The value.
    pub value: Bytes,
    /// The revision that created it.
    pub created: i64,
    /// The revision that wrote it last.
    pub modified: i64,
    /// The number of puts since it was created.
    pub version: i64,
    /// The lease; 0 also where there is none.
    pub lease: i64,
}

/// What an operation answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The store's revision after it; 0 if it was not told.
    pub revision: i64,
    /// The rest.
    pub outcome: Outcome,
}

/// What an answer tells beside the revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more.
    Done,
    /// How many keys were deleted.
    Deleted(i64),
    /// The keys found, in order.
    Pairs(Vec<Pair>),
    /// Whether the comparisons held, and the outcome of each operation done.
    Txn(bool, Vec<Self>),
    /// A lease was granted. From then on it may run out.
    Granted(i64),
}

impl Op {
    /// A request as an operation; what has no part in the history of keys is `None`. Ranges with
    /// limits, orders, filters or a revision of their own only tell their revision.
    #[must_use]
    pub fn of(request: &Request) -> Option<Self> {
        Some(match request {
            Request::Put(put) => Self::of_put(put),
            Request::DeleteRange(delete) => Self::of_delete(delete),
            Request::Range(range) => Self::of_range(range),
            Request::Txn(txn) => return Self::of_txn(txn),
            Request::LeaseRevoke(revoke) => Self::Revoke { lease: revoke.id },
            Request::LeaseGrant(_) | Request::Compact(_) => Self::Look,
            _ => return None,
        })
    }

    /// A transaction as an operation; `None` if it holds another one or a comparison with nothing.
    #[must_use]
    pub fn of_txn(txn: &api::TxnRequest) -> Option<Self> {
        let steps = |steps: &[api::RequestOp]| -> Option<Vec<Self>> {
            steps.iter().map(Self::of_step).collect()
        };
        Some(Self::Txn(Box::new(Txn {
            compares: txn.compare.iter().map(Compare::of).collect::<Option<_>>()?,
            success: steps(&txn.success)?,
            failure: steps(&txn.failure)?,
        })))
    }

    fn of_step(step: &api::RequestOp) -> Option<Self> {
        match step.request.as_ref()? {
            request_op::Request::Put(put) => Some(Self::of_put(put)),
            request_op::Request::DeleteRange(delete) => Some(Self::of_delete(delete)),
            request_op::Request::Range(range) => Some(Self::of_range(range)),
            request_op::Request::Txn(_) => None,
        }
    }

    fn of_put(put: &api::PutRequest) -> Self {
        Self::Put {
            key: put.key.clone(),
            value: (!put.ignore_value).then(|| put.value.clone()),
            lease: (!put.ignore_lease).then_some(put.lease),
        }
    }

    fn of_delete(delete: &api::DeleteRangeRequest) -> Self {
        Self::Delete {
            key: delete.key.clone(),
            end: delete.range_end.clone(),
        }
    }

    fn of_range(range: &api::RangeRequest) -> Self {
        let plain = api::RangeRequest {
            key: range.key.clone(),
            range_end: range.range_end.clone(),
            serializable: range.serializable,
            ..api::RangeRequest::default()
        };
        let (key, end) = (range.key.clone(), range.range_end.clone());
        if *range != plain {
            return Self::Look;
        }
        Self::Range {
            key,
            end,
            serializable: range.serializable,
        }
    }

    /// Whether an older state is a legal answer.
    #[must_use]
    pub const fn is_serializable(&self) -> bool {
        matches!(
            self,
            Self::Range {
                serializable: true,
                ..
            }
        )
    }
}

impl Compare {
    fn of(compare: &api::Compare) -> Option<Self> {
        Some(Self {
            key: compare.key.clone(),
            end: compare.range_end.clone(),
            result: compare.result(),
            expect: match compare.target_union.as_ref()? {
                TargetUnion::Version(version) => Expect::Version(*version),
                TargetUnion::CreateRevision(revision) => Expect::Created(*revision),
                TargetUnion::ModRevision(revision) => Expect::Modified(*revision),
                TargetUnion::Value(value) => Expect::Value(value.clone()),
                TargetUnion::Lease(lease) => Expect::Lease(*lease),
            },
        })
    }
}

impl Answer {
    /// A response as an answer to `op`.
    #[must_use]
    pub fn of(op: &Op, response: &Response) -> Self {
        if let (Op::Txn(asked), Response::Txn(txn)) = (op, response) {
            return Self::of_txn(asked, txn);
        }
        let outcome = match (op, response) {
            (Op::Look, Response::LeaseGrant(grant)) => Outcome::Granted(grant.id),
            (Op::Look, _) => Outcome::Done,
            (_, Response::DeleteRange(delete)) => Outcome::Deleted(delete.deleted),
            (_, Response::Range(range)) => Outcome::Pairs(pairs(range)),
            _ => Outcome::Done,
        };
        Self {
            revision: response.header().map_or(0, |header| header.revision),
            outcome,
        }
    }

    /// A transaction's response as an answer to `asked`.
    #[must_use]
    pub fn of_txn(asked: &Txn, response: &api::TxnResponse) -> Self {
        let steps = if response.succeeded {
            &asked.success
        } else {
            &asked.failure
        };
        let outcomes = steps.iter().zip(&response.responses);
        let outcomes = outcomes.map(|(op, it)| Outcome::of_step(op, it));
        Self {
            revision: response.header.as_ref().map_or(0, |it| it.revision),
            outcome: Outcome::Txn(response.succeeded, outcomes.collect()),
        }
    }
}

impl Outcome {
    fn of_step(op: &Op, step: &api::ResponseOp) -> Self {
        match (op, &step.response) {
            (Op::Look, _) => Self::Done,
            (_, Some(response_op::Response::DeleteRange(delete))) => Self::Deleted(delete.deleted),
            (_, Some(response_op::Response::Range(range))) => Self::Pairs(pairs(range)),
            _ => Self::Done,
        }
    }
}

impl Pair {
    /// A key as etcd's answers and events show it.
    #[must_use]
    pub fn of(kv: &api::KeyValue) -> Self {
        Self {
            key: kv.key.clone(),
            value: kv.value.clone(),
            created: kv.create_revision,
            modified: kv.mod_revision,
            version: kv.version,
            lease: kv.lease,
        }
    }
}

fn pairs(range: &api::RangeResponse) -> Vec<Pair> {
    range.kvs.iter().map(Pair::of).collect()
}

impl fmt::Display for Op {
    /// As etcdctl is asked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = |f: &mut fmt::Formatter<'_>, key: &Bytes, end: &Bytes| {
            write!(f, " {}", key.escape_ascii())?;
            if end.is_empty() {
                return Ok(());
            }
            write!(f, " {}", end.escape_ascii())
        };
        match self {
            Self::Put { key, value, lease } => {
                write!(f, "put {}", key.escape_ascii())?;
                match value {
                    Some(value) => write!(f, " {}", value.escape_ascii())?,
                    None => f.write_str(" --ignore-value")?,
                }
                match lease {
                    Some(0) => Ok(()),
                    Some(lease) => write!(f, " --lease={lease:x}"),
                    None => f.write_str(" --ignore-lease"),
                }
            }
            Self::Delete { key, end } => {
                f.write_str("del")?;
                range(f, key, end)
            }
            Self::Range {
                key,
                end,
                serializable,
            } => {
                f.write_str("get")?;
                range(f, key, end)?;
                f.write_str(if *serializable {
                    " --consistency=s"
                } else {
                    ""
                })
            }
            Self::Txn(txn) => {
                f.write_str("txn")?;
                for (sign, steps) in [("+", &txn.success), ("-", &txn.failure)] {
                    for op in steps {
                        write!(f, " {sign}({op})")?;
                    }
                }
                Ok(())
            }
            Self::Revoke { lease } => write!(f, "lease revoke {lease:x}"),
            Self::Look => f.write_str("a look"),
        }
    }
}

impl fmt::Display for Outcome {
    /// What an answer tells, behind a comma; nothing if there is nothing to tell.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => Ok(()),
            Self::Deleted(count) => write!(f, ", {count} deleted"),
            Self::Pairs(pairs) if pairs.is_empty() => f.write_str(", nothing found"),
            Self::Pairs(pairs) => {
                f.write_str(",")?;
                for pair in pairs {
                    let (key, value) = (pair.key.escape_ascii(), pair.value.escape_ascii());
                    write!(f, " {key}={value}")?;
                    if pair.modified > 0 {
                        write!(f, "@{}", pair.modified)?;
                    }
                }
                Ok(())
            }
            Self::Txn(succeeded, outcomes) => {
                write!(f, ", {}", if *succeeded { "succeeded" } else { "failed" })?;
                outcomes.iter().try_for_each(|it| it.fmt(f))
            }
            Self::Granted(lease) => write!(f, ", lease {lease:x}"),
        }
    }
}
