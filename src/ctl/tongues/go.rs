//! A request as a call of clientv3. It must not know etcdctl.

use bytes::Bytes;

use crate::ctl::gateway::request_wire;
use crate::ctl::golang::quote;
use crate::ctl::goshell::{ORDERS, PERMISSIONS, TARGETS};
use crate::ctl::verbs::prefix_end;
use crate::etcd::api::{
    AuthRequest, Compare, CompareTarget, DeleteRangeRequest, PutRequest, RangeRequest, Request,
    RequestOp, TxnRequest, WatchCreateRequest, compare::TargetUnion, request_op,
};

use super::methods::METHODS;
use super::{Asked, Said, Unsaid};

/// The arguments of an operation: its key, its value, its options.
type Args = Result<Vec<String>, Unsaid>;

/// The call that asks for the same.
pub(super) fn call(asked: &Asked, endpoint: &str) -> Said {
    let (method, args) = match asked {
        Asked::Call(Request::Range(range)) => ("Get", get(range)?),
        Asked::Call(Request::Put(request)) => ("Put", put(request)),
        Asked::Call(Request::DeleteRange(request)) => ("Delete", delete(request)?),
        Asked::Call(Request::Txn(request)) => return txn(request),
        Asked::Call(Request::LeaseGrant(grant)) if grant.id != 0 => return Err(Unsaid::ChosenId),
        Asked::Call(Request::Auth(AuthRequest::RoleGrantPermission(grant))) => {
            let permission = grant.perm.as_ref().ok_or(Unsaid::Other)?;
            let kind = usize::try_from(permission.perm_type).ok();
            let kind = kind
                .and_then(|it| PERMISSIONS.get(it))
                .ok_or(Unsaid::Other)?;
            let texts = [
                grant.name.as_bytes(),
                &permission.key,
                &permission.range_end,
            ];
            let mut args: Vec<String> = texts.iter().map(|it| quote(it)).collect();
            args.push(format!("clientv3.PermissionType(clientv3.{kind})"));
            ("RoleGrantPermission", args)
        }
        Asked::Call(request) => {
            let wire = request_wire(request);
            let mut calls = METHODS.iter().map(|it| it.call(request, &wire, endpoint));
            return calls.find_map(|it| it).ok_or(Unsaid::Other);
        }
        Asked::Watch(request) => ("Watch", watch(request)?),
        Asked::KeepAlive(id) => ("KeepAlive", vec![lease(*id)]),
    };
    Ok(format!("cli.{method}(ctx, {})", args.join(", ")))
}

/// An id in hex, with its sign.
pub(super) fn lease(id: i64) -> String {
    let sign = if id < 0 { "-" } else { "" };
    format!("{sign}{:#x}", id.unsigned_abs())
}

fn option(args: &mut Vec<String>, text: &str, set: bool) {
    if set {
        args.push(format!("clientv3.{text}"));
    }
}

fn number(args: &mut Vec<String>, name: &str, value: i64) {
    option(args, &format!("{name}({value})"), value != 0);
}

/// A key and the option that makes it a range.
fn span(key: &Bytes, end: &Bytes) -> Args {
    let whole = &key[..] == b"\0" && &end[..] == b"\0";
    let mut args = vec![if whole { quote(b"") } else { quote(key) }];
    let prefix = whole || !key.is_empty() && prefix_end(key) == end;
    if prefix {
        option(&mut args, "WithPrefix()", true);
    } else if &end[..] == b"\0" && !key.is_empty() {
        option(&mut args, "WithFromKey()", true);
    } else {
        let range = format!("WithRange({})", quote(end));
        option(&mut args, &range, !end.is_empty());
    }
    Ok(args)
}

fn get(range: &RangeRequest) -> Args {
    let mut args = span(&range.key, &range.range_end)?;
    number(&mut args, "WithRev", range.revision);
    number(&mut args, "WithLimit", range.limit);
    if (range.sort_order, range.sort_target) == (1, 0) {
        return Err(Unsaid::Order);
    }
    if (range.sort_order, range.sort_target) != (0, 0) {
        let place = |names: &[&'static str], number: i32| {
            let place = usize::try_from(number).ok();
            place
                .and_then(|it| names.get(it).copied())
                .ok_or(Unsaid::Other)
        };
        let (target, order) = (
            place(&TARGETS, range.sort_target)?,
            place(&ORDERS, range.sort_order)?,
        );
        let sort = format!("WithSort(clientv3.{target}, clientv3.{order})");
        option(&mut args, &sort, true);
    }
    option(&mut args, "WithSerializable()", range.serializable);
    option(&mut args, "WithKeysOnly()", range.keys_only);
    option(&mut args, "WithCountOnly()", range.count_only);
    number(&mut args, "WithMinModRev", range.min_mod_revision);
    number(&mut args, "WithMaxModRev", range.max_mod_revision);
    number(&mut args, "WithMinCreateRev", range.min_create_revision);
    number(&mut args, "WithMaxCreateRev", range.max_create_revision);
    Ok(args)
}

fn put(request: &PutRequest) -> Vec<String> {
    let mut args = vec![quote(&request.key), quote(&request.value)];
    let with_lease = format!("WithLease({})", lease(request.lease));
    option(&mut args, &with_lease, request.lease != 0);
    option(&mut args, "WithPrevKV()", request.prev_kv);
    option(&mut args, "WithIgnoreValue()", request.ignore_value);
    option(&mut args, "WithIgnoreLease()", request.ignore_lease);
    args
}

fn delete(request: &DeleteRangeRequest) -> Args {
    let mut args = span(&request.key, &request.range_end)?;
    option(&mut args, "WithPrevKV()", request.prev_kv);
    Ok(args)
}

fn watch(request: &WatchCreateRequest) -> Args {
    let filters = request.filters.as_slice();
    if !matches!(filters, [] | [0 | 1] | [0, 1]) || request.watch_id != 0 {
        return Err(Unsaid::Other);
    }
    let mut args = span(&request.key, &request.range_end)?;
    number(&mut args, "WithRev", request.start_revision);
    option(&mut args, "WithPrevKV()", request.prev_kv);
    option(&mut args, "WithFilterPut()", filters.contains(&0));
    option(&mut args, "WithFilterDelete()", filters.contains(&1));
    option(&mut args, "WithProgressNotify()", request.progress_notify);
    option(&mut args, "WithFragment()", request.fragment);
    Ok(args)
}

fn txn(request: &TxnRequest) -> Said {
    let mut text = String::from("cli.Txn(ctx)");
    let compares = all(&request.compare, compare)?;
    let success = all(&request.success, operation)?;
    let failure = all(&request.failure, operation)?;
    for (name, args) in [("If", compares), ("Then", success), ("Else", failure)] {
        if !args.is_empty() {
            text.push_str(&format!(".{name}({args})"));
        }
    }
    Ok(text + ".Commit()")
}

fn all<T>(parts: &[T], say: fn(&T) -> Said) -> Said {
    let parts: Result<Vec<String>, Unsaid> = parts.iter().map(say).collect();
    Ok(parts?.join(", "))
}

fn compare(compare: &Compare) -> Said {
    let (of, with) = match (compare.target(), &compare.target_union) {
        (CompareTarget::Value, Some(TargetUnion::Value(value))) => ("Value", quote(value)),
        (CompareTarget::Version, Some(TargetUnion::Version(number))) => {
            ("Version", number.to_string())
        }
        (CompareTarget::Create, Some(TargetUnion::CreateRevision(number))) => {
            ("CreateRevision", number.to_string())
        }
        (CompareTarget::Mod, Some(TargetUnion::ModRevision(number))) => {
            ("ModRevision", number.to_string())
        }
        (CompareTarget::Lease, Some(TargetUnion::Lease(id))) => ("LeaseValue", lease(*id)),
        _ => return Err(Unsaid::Other),
    };
    let signs = ["=", ">", "<", "!="];
    let sign = usize::try_from(compare.result)
        .ok()
        .and_then(|it| signs.get(it));
    let (key, sign) = (quote(&compare.key), sign.ok_or(Unsaid::Other)?);
    let range = if compare.range_end.is_empty() {
        String::new()
    } else if prefix_end(&compare.key) == compare.range_end {
        ".WithPrefix()".to_owned()
    } else {
        format!(".WithRange({})", quote(&compare.range_end))
    };
    Ok(format!(
        "clientv3.Compare(clientv3.{of}({key}){range}, \"{sign}\", {with})"
    ))
}

fn operation(operation: &RequestOp) -> Said {
    let (name, args) = match &operation.request {
        Some(request_op::Request::Range(range)) => ("Get", get(range)?.join(", ")),
        Some(request_op::Request::Put(request)) => ("Put", put(request).join(", ")),
        Some(request_op::Request::DeleteRange(request)) => ("Delete", delete(request)?.join(", ")),
        Some(request_op::Request::Txn(inner)) => {
            let compares = all(&inner.compare, compare)?;
            let success = all(&inner.success, self::operation)?;
            let failure = all(&inner.failure, self::operation)?;
            let args = format!(
                "[]clientv3.Cmp{{{compares}}}, []clientv3.Op{{{success}}}, \
                 []clientv3.Op{{{failure}}}"
            );
            ("Txn", args)
        }
        None => return Err(Unsaid::Other),
    };
    Ok(format!("clientv3.Op{name}({args})"))
}
