//! A request as a line of etcdctl 3.5. It must not know clientv3.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::ctl::golang::quote;
use crate::ctl::verbs::prefix_end;
use crate::etcd::api::{
    AuthRequest, Compare, CompareTarget, DeleteRangeRequest, PutRequest, RangeRequest, Request,
    RequestOp, TxnRequest, WatchCreateRequest, compare::TargetUnion, request_op,
};

use super::{Asked, Said, Unsaid, words};

/// The address that etcdctl asks if it is told none.
const DEFAULT: &str = "127.0.0.1:2379";

/// A command with its flags and arguments.
#[derive(Default)]
struct Line {
    command: &'static str,
    flags: Vec<String>,
    args: Vec<Vec<u8>>,
}

impl Line {
    fn new(command: &'static str) -> Self {
        Self {
            command,
            ..Self::default()
        }
    }

    fn arg(mut self, arg: impl Into<Vec<u8>>) -> Self {
        self.args.push(arg.into());
        self
    }

    fn flag(mut self, name: &str, set: bool) -> Self {
        if set {
            self.flags.push(format!("--{name}"));
        }
        self
    }

    fn number(self, name: &str, value: i64) -> Self {
        let flag = format!("{name}={value}");
        self.flag(&flag, value != 0)
    }

    /// The words of a range.
    fn span(self, key: &Bytes, end: &Bytes) -> Result<Self, Unsaid> {
        let whole = &key[..] == b"\0" && &end[..] == b"\0";
        if end.is_empty() {
            Ok(self.arg(&key[..]))
        } else if whole {
            Ok(self.arg("").flag("prefix", true))
        } else if key.is_empty() && &end[..] == b"\0" {
            Err(Unsaid::Other)
        } else if !key.is_empty() && prefix_end(key) == end {
            Ok(self.arg(&key[..]).flag("prefix", true))
        } else if &end[..] == b"\0" && self.command != "watch" {
            Ok(self.arg(&key[..]).flag("from-key", true))
        } else {
            Ok(self.arg(&key[..]).arg(&end[..]))
        }
    }

    /// The words in their order; `word` writes one.
    fn text(&self, word: &dyn Fn(&[u8]) -> Said) -> Said {
        let mut text = self.command.to_owned();
        // What looks like a flag stands behind two strokes, and flags before them.
        let strokes = self.args.iter().any(|arg| arg.first() == Some(&b'-'));
        let mut args = String::new();
        for arg in &self.args {
            args.push(' ');
            args.push_str(&word(arg)?);
        }
        if !strokes {
            text.push_str(&args);
        }
        for flag in &self.flags {
            text.push(' ');
            text.push_str(&word(flag.as_bytes())?);
        }
        if strokes {
            text.push_str(" --");
            text.push_str(&args);
        }
        Ok(text)
    }
}

/// A lease or a member, as etcdctl reads it.
fn hex(id: i64) -> String {
    let sign = if id < 0 { "-" } else { "" };
    format!("{sign}{:x}", id.unsigned_abs())
}

/// The line that asks for the same.
pub(super) fn line(asked: &Asked, endpoint: &str) -> Said {
    let mut document = String::new();
    let line = match asked {
        Asked::Call(Request::Txn(request)) => {
            document = transaction(request)?;
            Line::new("txn")
        }
        Asked::Call(request) => call(request)?,
        Asked::Watch(request) => watch(request)?,
        Asked::KeepAlive(id) => Line::new("lease keep-alive").arg(hex(*id)),
    };
    let elsewhere = format!("endpoints={endpoint}");
    let line = line.flag(&elsewhere, endpoint != DEFAULT && !endpoint.is_empty());
    let text = line.text(&words::shell)?;
    Ok(format!("etcdctl {text}{document}"))
}

fn call(request: &Request) -> Result<Line, Unsaid> {
    let id = |command, id: i64| Line::new(command).arg(hex(id));
    let member = |command, id: u64| Line::new(command).arg(format!("{id:x}"));
    let urls = |urls: &[String]| format!("peer-urls={}", urls.join(","));
    Ok(match request {
        Request::Range(range) => get(range)?,
        Request::Put(put) => put_line(put)?,
        Request::DeleteRange(delete) => del(delete)?,
        Request::Compact(compact) => Line::new("compaction")
            .arg(compact.revision.to_string())
            .flag("physical", compact.physical),
        Request::LeaseGrant(grant) if grant.id != 0 => return Err(Unsaid::ChosenId),
        Request::LeaseGrant(grant) => Line::new("lease grant").arg(grant.ttl.to_string()),
        Request::LeaseRevoke(revoke) => id("lease revoke", revoke.id),
        Request::LeaseTimeToLive(ask) => id("lease timetolive", ask.id).flag("keys", ask.keys),
        Request::LeaseLeases(_) => Line::new("lease list"),
        Request::LeaseKeepAlive(renew) => id("lease keep-alive", renew.id).flag("once", true),
        Request::MemberList(list) if list.linearizable => Line::new("member list"),
        // The name is only for what etcdctl prints.
        Request::MemberAdd(add) => Line::new("member add")
            .arg("NAME")
            .flag(&urls(&add.peer_urls), true)
            .flag("learner", add.is_learner),
        Request::MemberRemove(remove) => member("member remove", remove.id),
        Request::MemberPromote(promote) => member("member promote", promote.id),
        Request::MemberUpdate(update) => {
            member("member update", update.id).flag(&urls(&update.peer_urls), true)
        }
        Request::MoveLeader(give) => member("move-leader", give.target_id),
        Request::Status(_) => Line::new("endpoint status"),
        Request::HashKv(hash) => Line::new("endpoint hashkv").number("rev", hash.revision),
        Request::Defragment(_) => Line::new("defrag"),
        Request::Snapshot(_) => Line::new("snapshot save").arg("backup.db"),
        Request::Alarm(alarm) if (alarm.action, alarm.member_id, alarm.alarm) == (0, 0, 0) => {
            Line::new("alarm list")
        }
        Request::Auth(request) => auth_line(request)?,
        Request::Txn(_) | Request::MemberList(_) | Request::Alarm(_) | Request::Hash(_) => {
            return Err(Unsaid::Other);
        }
    })
}

fn get(range: &RangeRequest) -> Result<Line, Unsaid> {
    let mods = [range.min_mod_revision, range.max_mod_revision];
    let creates = [range.min_create_revision, range.max_create_revision];
    if mods != [0, 0] || creates != [0, 0] {
        return Err(Unsaid::Bounds);
    }
    let targets = ["KEY", "VERSION", "CREATE", "MODIFY", "VALUE"];
    let target = usize::try_from(range.sort_target)
        .ok()
        .and_then(|it| targets.get(it));
    let order = match range.sort_order {
        0 => "",
        1 if range.sort_target == 0 => return Err(Unsaid::Order),
        1 => "order=ASCEND",
        2 => "order=DESCEND",
        _ => return Err(Unsaid::Other),
    };
    if range.revision < 0 || range.keys_only && range.count_only {
        return Err(Unsaid::Other);
    }
    let sort = format!("sort-by={}", target.ok_or(Unsaid::Other)?);
    Ok(Line::new("get")
        .span(&range.key, &range.range_end)?
        .number("rev", range.revision)
        .number("limit", range.limit)
        .flag(order, !order.is_empty())
        .flag(&sort, range.sort_target != 0)
        .flag("consistency=s", range.serializable)
        .flag("keys-only", range.keys_only)
        .flag("count-only", range.count_only))
}

fn put_line(put: &PutRequest) -> Result<Line, Unsaid> {
    if put.ignore_value && !put.value.is_empty() {
        return Err(Unsaid::Other);
    }
    let lease = format!("lease={}", hex(put.lease));
    let mut line = Line::new("put").arg(&put.key[..]);
    if !put.ignore_value {
        line = line.arg(&put.value[..]);
    }
    Ok(line
        .flag(&lease, put.lease != 0)
        .flag("prev-kv", put.prev_kv)
        .flag("ignore-value", put.ignore_value)
        .flag("ignore-lease", put.ignore_lease))
}

fn del(delete: &DeleteRangeRequest) -> Result<Line, Unsaid> {
    let line = Line::new("del").span(&delete.key, &delete.range_end)?;
    Ok(line.flag("prev-kv", delete.prev_kv))
}

fn watch(request: &WatchCreateRequest) -> Result<Line, Unsaid> {
    if !request.filters.is_empty() || request.fragment || request.watch_id != 0 {
        return Err(Unsaid::Filters);
    }
    let line = Line::new("watch").span(&request.key, &request.range_end)?;
    // Behind two strokes stands a program.
    if line
        .args
        .iter()
        .any(|arg| arg.is_empty() && line.flags.is_empty() || arg.starts_with(b"-"))
    {
        return Err(Unsaid::Other);
    }
    Ok(line
        .number("rev", request.start_revision)
        .flag("prev-kv", request.prev_kv)
        .flag("progress-notify", request.progress_notify))
}

fn auth_line(request: &AuthRequest) -> Result<Line, Unsaid> {
    let one = |command, name: &str| Line::new(command).arg(name);
    Ok(match request {
        AuthRequest::Enable => Line::new("auth enable"),
        AuthRequest::Disable => Line::new("auth disable"),
        AuthRequest::Status => Line::new("auth status"),
        AuthRequest::UserAdd(user) => {
            let options = user.options.as_ref().ok_or(Unsaid::Other)?;
            if options.no_password {
                one("user add", &user.name).flag("no-password", true)
            } else {
                one("user add", &format!("{}:{}", user.name, user.password))
            }
        }
        AuthRequest::UserGet(user) => one("user get", &user.name),
        AuthRequest::UserList => Line::new("user list"),
        AuthRequest::UserDelete(user) => one("user delete", &user.name),
        // It asks for the password.
        AuthRequest::UserChangePassword(user) => one("user passwd", &user.name),
        AuthRequest::UserGrantRole(grant) => one("user grant-role", &grant.user).arg(&*grant.role),
        AuthRequest::UserRevokeRole(revoke) => {
            one("user revoke-role", &revoke.user).arg(&*revoke.role)
        }
        AuthRequest::RoleAdd(role) => one("role add", &role.role),
        AuthRequest::RoleGet(role) => one("role get", &role.role),
        AuthRequest::RoleList => Line::new("role list"),
        AuthRequest::RoleDelete(role) => one("role delete", &role.role),
        AuthRequest::RoleGrantPermission(grant) => {
            let permission = grant.perm.as_ref().ok_or(Unsaid::Other)?;
            let kinds = ["read", "write", "readwrite"];
            let kind = usize::try_from(permission.perm_type).ok();
            let kind = kind.and_then(|it| kinds.get(it)).ok_or(Unsaid::Other)?;
            let line = one("role grant-permission", &grant.name).arg(*kind);
            line.span(&permission.key, &permission.range_end)?
        }
        AuthRequest::RoleRevokePermission(revoke) => {
            one("role revoke-permission", &revoke.role).span(&revoke.key, &revoke.range_end)?
        }
        AuthRequest::Authenticate(_) => return Err(Unsaid::Other),
    })
}

/// The lines of a transaction as a here-document.
fn transaction(request: &TxnRequest) -> Said {
    let mut text = String::from(" <<'EOF'\n");
    for compare in &request.compare {
        text.push_str(&comparison(compare)?);
        text.push('\n');
    }
    for branch in [&request.success, &request.failure] {
        text.push('\n');
        for operation in branch {
            text.push_str(&operation_line(operation)?);
            text.push('\n');
        }
    }
    text.push_str("\nEOF");
    Ok(text)
}

fn comparison(compare: &Compare) -> Said {
    if !compare.range_end.is_empty() {
        return Err(Unsaid::RangedCompare);
    }
    let (target, operand) = match (compare.target(), &compare.target_union) {
        (CompareTarget::Version, Some(TargetUnion::Version(number))) => {
            ("version", number.to_string())
        }
        (CompareTarget::Create, Some(TargetUnion::CreateRevision(number))) => {
            ("create", number.to_string())
        }
        (CompareTarget::Mod, Some(TargetUnion::ModRevision(number))) => ("mod", number.to_string()),
        (CompareTarget::Value, Some(TargetUnion::Value(value))) => {
            return Ok(compared(compare, "value", &quote(value)));
        }
        (CompareTarget::Lease, Some(TargetUnion::Lease(_))) => return Err(Unsaid::LeaseCompare),
        _ => return Err(Unsaid::Other),
    };
    Ok(compared(compare, target, &format!("\"{operand}\"")))
}

fn compared(compare: &Compare, target: &str, operand: &str) -> String {
    let signs = ["=", ">", "<", "!="];
    let sign = usize::try_from(compare.result)
        .ok()
        .and_then(|it| signs.get(it));
    let mut text = String::new();
    let (key, sign) = (quote(&compare.key), sign.unwrap_or(&"="));
    write!(text, "{target}({key}) {sign} {operand}").expect("a String takes every write");
    text
}

fn operation_line(operation: &RequestOp) -> Said {
    let line = match &operation.request {
        Some(request_op::Request::Range(range)) => get(range)?,
        Some(request_op::Request::Put(put)) => put_line(put)?,
        Some(request_op::Request::DeleteRange(delete)) => del(delete)?,
        Some(request_op::Request::Txn(_)) => return Err(Unsaid::Nested),
        None => return Err(Unsaid::Other),
    };
    line.text(&|word| Ok(words::inside(word)))
}
