//! Transactions: what may be asked for, which branches are taken, and what they do in one revision
//! (`api/v3rpc/key.go`, `apply.go`).
//!
//! All comparisons, those of nested transactions included, look at the state before the first
//! change; so do the checks. Nothing can fail after that, and a transaction happens whole or not
//! at all.

use std::cmp::Ordering;

use bytes::Bytes;

use super::{
    State,
    api::{
        self, Compare, CompareResult, CompareTarget, Error, KeyValue, RequestOp, ResponseHeader,
        ResponseOp, TxnRequest, TxnResponse, compare::TargetUnion, request_op::Request,
        response_op::Response,
    },
    lease::Lessor,
    propose::{check_delete, check_put, check_range},
    store::{Store, Transaction},
};
use crate::units::{LeaseId, Set};

/// `--max-txn-ops`: comparisons or operations of a branch, nested ones on top of their parents.
const OPS_MAX: usize = 128;

/// What a member checks before it looks at any state.
///
/// # Errors
/// The first that etcd finds: [`Error::TooManyOps`], what is wrong with one operation,
/// [`Error::KeyNotFound`] for one that says nothing, [`Error::DuplicateKey`].
pub(super) fn check(txn: &TxnRequest) -> Result<(), Error> {
    check_ops(txn, OPS_MAX)?;
    check_writes(&txn.success)?;
    check_writes(&txn.failure)?;
    Ok(())
}

fn check_ops(txn: &TxnRequest, most: usize) -> Result<(), Error> {
    let used = txn.compare.len();
    let used = used.max(txn.success.len()).max(txn.failure.len());
    let left = most.checked_sub(used).ok_or(Error::TooManyOps)?;
    if txn.compare.iter().any(|compare| compare.key.is_empty()) {
        return Err(Error::EmptyKey);
    }
    txn.success
        .iter()
        .chain(&txn.failure)
        .try_for_each(|op| match &op.request {
            Some(Request::Range(range)) => check_range(range),
            Some(Request::Put(put)) => check_put(put),
            Some(Request::DeleteRange(delete)) => check_delete(delete),
            Some(Request::Txn(txn)) => check_ops(txn, left),
            None => Err(Error::KeyNotFound),
        })
}

/// The keys that a branch puts and the ranges that it deletes.
#[derive(Default)]
struct Writes {
    puts: Set<Bytes>,
    deletes: Vec<(Bytes, Bytes)>,
}

impl Writes {
    /// Whether a range deletes `key`. Two ends are compared as they are, so what `\0` as an end
    /// means to a range it does not mean here.
    fn deletes(&self, key: &Bytes) -> bool {
        self.deletes.iter().any(|(from, end)| match end.as_ref() {
            [] => from == key,
            end => from <= key && key[..] < *end,
        })
    }

    fn add_put(&mut self, key: &Bytes) -> Result<(), Error> {
        if self.deletes(key) || self.puts.contains(key) {
            return Err(Error::DuplicateKey);
        }
        self.puts.insert(key.clone());
        Ok(())
    }
}

/// Refuses a branch that puts a key twice or puts what it deletes (`checkIntervals`). Of a nested
/// transaction only one branch happens, so its two may write the same key.
fn check_writes(ops: &[RequestOp]) -> Result<Writes, Error> {
    let mut writes = Writes::default();
    for op in ops {
        if let Some(Request::DeleteRange(delete)) = &op.request {
            let range = (delete.key.clone(), delete.range_end.clone());
            writes.deletes.push(range);
        }
    }
    for op in ops {
        let Some(Request::Txn(txn)) = &op.request else {
            continue;
        };
        let (then, other) = (check_writes(&txn.success)?, check_writes(&txn.failure)?);
        for key in then.puts.iter() {
            writes.add_put(key)?;
        }
        for key in other.puts.iter() {
            if writes.deletes(key) {
                return Err(Error::DuplicateKey);
            }
            if !then.puts.contains(key) {
                writes.add_put(key)?;
            }
        }
        writes.deletes.extend(then.deletes);
        writes.deletes.extend(other.deletes);
    }
    for op in ops {
        if let Some(Request::Put(put)) = &op.request {
            writes.add_put(&put.key)?;
        }
    }
    Ok(writes)
}

/// Whether all operations of both branches are ranges; then it needs no entry in the log.
pub(super) fn reads_only(txn: &TxnRequest) -> bool {
    all_ranges(txn, |_| true)
}

/// Whether it may be served from this member's own state: all its ranges say so.
pub(super) fn is_serializable(txn: &TxnRequest) -> bool {
    all_ranges(txn, |range| range.serializable)
}

fn all_ranges(txn: &TxnRequest, holds: impl Fn(&api::RangeRequest) -> bool) -> bool {
    let mut ops = txn.success.iter().chain(&txn.failure);
    ops.all(|op| matches!(&op.request, Some(Request::Range(range)) if holds(range)))
}

/// A transaction whose comparisons are made: the operations of the branch taken.
enum Step<'a> {
    Range(&'a api::RangeRequest),
    Put(&'a api::PutRequest),
    Delete(&'a api::DeleteRangeRequest),
    Txn(Taken<'a>),
}

struct Taken<'a> {
    succeeded: bool,
    steps: Vec<Step<'a>>,
}

impl<'a> Taken<'a> {
    fn of(txn: &'a TxnRequest, store: &Store) -> Self {
        let succeeded = txn.compare.iter().all(|compare| holds(compare, store));
        let ops = if succeeded {
            &txn.success
        } else {
            &txn.failure
        };
        let step = |op: &'a RequestOp| match op.request.as_ref()? {
            Request::Range(range) => Some(Step::Range(range)),
            Request::Put(put) => Some(Step::Put(put)),
            Request::DeleteRange(delete) => Some(Step::Delete(delete)),
            Request::Txn(txn) => Some(Step::Txn(Self::of(txn, store))),
        };
        Self {
            succeeded,
            steps: ops.iter().filter_map(step).collect(),
        }
    }

    fn check_puts(&self, store: &Store, lessor: &Lessor) -> Result<(), Error> {
        self.steps.iter().try_for_each(|step| match step {
            Step::Put(put) => check_state(put, store, lessor),
            Step::Txn(taken) => taken.check_puts(store, lessor),
            Step::Range(_) | Step::Delete(_) => Ok(()),
        })
    }

    fn check_ranges(&self, store: &Store) -> Result<(), Error> {
        self.steps.iter().try_for_each(|step| match step {
            Step::Range(range) if range.revision > store.revision().cast_signed() => {
                Err(Error::FutureRevision)
            }
            Step::Range(range) if range.revision != 0 && range.revision < store.compacted() => {
                Err(Error::Compacted)
            }
            Step::Txn(taken) => taken.check_ranges(store),
            Step::Range(_) | Step::Put(_) | Step::Delete(_) => Ok(()),
        })
    }

    fn run(&self, change: &mut Transaction<'_>, lessor: &mut Lessor) -> TxnResponse {
        let one = |step: &Step<'_>| {
            let response = match step {
                Step::Range(range) => Response::Range(change.range(range).unwrap_or_default()),
                Step::Put(put) => {
                    let prev_kv = put_in(change, lessor, put).filter(|_| put.prev_kv);
                    let header = header_in(change);
                    Response::Put(api::PutResponse { header, prev_kv })
                }
                Step::Delete(delete) => {
                    let mut response = delete_in(change, lessor, delete);
                    response.header = header_in(change);
                    Response::DeleteRange(response)
                }
                Step::Txn(taken) => Response::Txn(taken.run(change, lessor)),
            };
            ResponseOp {
                response: Some(response),
            }
        };
        TxnResponse {
            header: Some(ResponseHeader::default()),
            succeeded: self.succeeded,
            responses: self.steps.iter().map(one).collect(),
        }
    }
}

/// The header of an answer inside a transaction: the revision so far, and nothing else.
fn header_in(change: &Transaction<'_>) -> Option<ResponseHeader> {
    Some(ResponseHeader {
        revision: change.revision().cast_signed(),
        ..ResponseHeader::default()
    })
}

/// Whether a comparison holds for every key in its range; where there is none, for a pair of
/// zeros, but no value equals or differs from one that is not there.
fn holds(compare: &Compare, store: &Store) -> bool {
    let mut pairs = store.pairs(&compare.key, &compare.range_end).peekable();
    if pairs.peek().is_none() {
        return compare.target != i32::from(CompareTarget::Value)
            && holds_for(compare, &KeyValue::default());
    }
    pairs.all(|pair| holds_for(compare, &pair))
}

fn holds_for(compare: &Compare, pair: &KeyValue) -> bool {
    let operand = compare.target_union.as_ref();
    // An operand of another kind than the target is as good as none.
    let order = match (CompareTarget::try_from(compare.target), operand) {
        (Ok(CompareTarget::Value), Some(TargetUnion::Value(value))) => pair.value.cmp(value),
        (Ok(CompareTarget::Value), _) => pair.value.as_ref().cmp(b""),
        (Ok(CompareTarget::Version), Some(TargetUnion::Version(number))) => {
            pair.version.cmp(number)
        }
        (Ok(CompareTarget::Version), _) => pair.version.cmp(&0),
        (Ok(CompareTarget::Create), Some(TargetUnion::CreateRevision(number))) => {
            pair.create_revision.cmp(number)
        }
        (Ok(CompareTarget::Create), _) => pair.create_revision.cmp(&0),
        (Ok(CompareTarget::Mod), Some(TargetUnion::ModRevision(number))) => {
            pair.mod_revision.cmp(number)
        }
        (Ok(CompareTarget::Mod), _) => pair.mod_revision.cmp(&0),
        (Ok(CompareTarget::Lease), Some(TargetUnion::Lease(lease))) => pair.lease.cmp(lease),
        (Ok(CompareTarget::Lease), _) => pair.lease.cmp(&0),
        (Err(_), _) => Ordering::Equal,
    };
    match CompareResult::try_from(compare.result) {
        Ok(CompareResult::Equal) => order.is_eq(),
        Ok(CompareResult::NotEqual) => order.is_ne(),
        Ok(CompareResult::Greater) => order.is_gt(),
        Ok(CompareResult::Less) => order.is_lt(),
        Err(_) => true,
    }
}

/// What a put needs of the state before it.
pub(super) fn check_state(
    put: &api::PutRequest,
    store: &Store,
    lessor: &Lessor,
) -> Result<(), Error> {
    if (put.ignore_value || put.ignore_lease) && store.get(&put.key).is_none() {
        return Err(Error::KeyNotFound);
    }
    if put.lease != 0 && lessor.get(LeaseId(put.lease)).is_none() {
        return Err(Error::LeaseNotFound);
    }
    Ok(())
}

/// Writes one key, hangs it on its lease, and gives the pair that was there before.
pub(super) fn put_in(
    change: &mut Transaction<'_>,
    lessor: &mut Lessor,
    put: &api::PutRequest,
) -> Option<KeyValue> {
    let (mut value, mut lease) = (put.value.clone(), LeaseId(put.lease));
    if put.ignore_value || put.ignore_lease {
        let there = change.store().get(&put.key).unwrap_or_default();
        if put.ignore_value {
            value = there.value;
        }
        if put.ignore_lease {
            lease = LeaseId(there.lease);
        }
    }
    let previous = change.put(put.key.clone(), value, lease);
    lessor.detach(&put.key);
    if lease != LeaseId::NONE {
        let attached = lessor.attach(lease, &put.key);
        debug_assert!(attached.is_ok(), "a lease that a put names was looked up");
    }
    previous
}

/// Deletes keys and takes them off their leases. The header is left to the caller.
pub(super) fn delete_in(
    change: &mut Transaction<'_>,
    lessor: &mut Lessor,
    delete: &api::DeleteRangeRequest,
) -> api::DeleteRangeResponse {
    let deleted = change.delete_range(&delete.key, &delete.range_end);
    for pair in &deleted {
        lessor.detach(&pair.key);
    }
    api::DeleteRangeResponse {
        header: None,
        deleted: deleted.len() as i64,
        prev_kvs: if delete.prev_kv { deleted } else { Vec::new() },
    }
}

impl State {
    /// Does a transaction as a whole, in one revision if it changes anything. The header of the
    /// answer is left to the caller.
    ///
    /// # Errors
    /// [`Error::KeyNotFound`] and [`Error::LeaseNotFound`] of a put in the branch taken, then
    /// [`Error::FutureRevision`] and [`Error::Compacted`] of a range; nothing changed then.
    pub(super) fn txn(&mut self, txn: &TxnRequest) -> Result<TxnResponse, Error> {
        let taken = Taken::of(txn, &self.store);
        if !reads_only(txn) {
            taken.check_puts(&self.store, &self.lessor)?;
        }
        taken.check_ranges(&self.store)?;
        Ok(taken.run(&mut self.store.begin(), &mut self.lessor))
    }
}
