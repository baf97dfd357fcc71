//! `role …`. It must not know how answers look.

use bytes::Bytes;

use crate::ctl::print::auth::{Said, range};
use crate::etcd::api::{
    AuthRequest, AuthRoleGrantPermissionRequest, AuthRoleRequest, AuthRoleRevokePermissionRequest,
    Permission,
};

use super::auth::{ask, bad_args, text};
use super::{Desk, Failure, Invocation, Next, kv};

/// The one argument of a command.
fn one(invocation: &Invocation, name: &str) -> Result<String, Failure> {
    match invocation.args() {
        [word] => Ok(text(word)),
        _ => {
            let text = format!("role {name} command requires role name as its argument");
            Err(bad_args(text))
        }
    }
}

/// `role add NAME`.
pub(super) fn add(invocation: Invocation, desk: &mut Desk) -> Next {
    let role = one(&invocation, "add")?;
    let said = Said::Done(format!("Role {role} created\n"));
    let request = AuthRequest::RoleAdd(AuthRoleRequest { role });
    ask(invocation, desk, request, said)
}

/// `role delete NAME`.
pub(super) fn delete(invocation: Invocation, desk: &mut Desk) -> Next {
    let role = one(&invocation, "delete")?;
    let said = Said::Done(format!("Role {role} deleted\n"));
    let request = AuthRequest::RoleDelete(AuthRoleRequest { role });
    ask(invocation, desk, request, said)
}

/// `role get NAME`.
pub(super) fn get(invocation: Invocation, desk: &mut Desk) -> Next {
    let role = one(&invocation, "get")?;
    let said = Said::Of(role.clone());
    let request = AuthRequest::RoleGet(AuthRoleRequest { role });
    ask(invocation, desk, request, said)
}

/// `role list`.
pub(super) fn list(invocation: Invocation, desk: &mut Desk) -> Next {
    if !invocation.args().is_empty() {
        return Err(bad_args("role list command requires no arguments"));
    }
    ask(invocation, desk, AuthRequest::RoleList, Said::Names)
}

/// `role grant-permission NAME TYPE KEY [END]`.
pub(super) fn grant(invocation: Invocation, desk: &mut Desk) -> Next {
    let [role, kind, words @ ..] = invocation.args() else {
        return Err(bad_args(FEW_TO_GRANT));
    };
    if words.is_empty() {
        return Err(bad_args(FEW_TO_GRANT));
    }
    let kind = text(kind);
    let perm_type = match kind.to_uppercase().as_str() {
        "READ" => 0,
        "WRITE" => 1,
        "READWRITE" => 2,
        _ => return Err(bad_args(format!("invalid permission type: {kind}"))),
    };
    let (key, range_end) = keys(&invocation, words)?;
    let name = text(role);
    let said = Said::Done(format!("Role {name} updated\n"));
    let perm = Some(Permission {
        perm_type,
        key,
        range_end,
    });
    let request = AuthRoleGrantPermissionRequest { name, perm };
    ask(
        invocation,
        desk,
        AuthRequest::RoleGrantPermission(request),
        said,
    )
}

const FEW_TO_GRANT: &str =
    "role grant command requires role name, permission type, and key [endkey] as its argument";

/// `role revoke-permission NAME KEY [END]`.
pub(super) fn revoke(invocation: Invocation, desk: &mut Desk) -> Next {
    let [role, words @ ..] = invocation.args() else {
        return Err(bad_args(FEW_TO_REVOKE));
    };
    let Some(typed) = words.first() else {
        return Err(bad_args(FEW_TO_REVOKE));
    };
    let (key, range_end) = keys(&invocation, words)?;
    let role = text(role);
    // The key as it was typed.
    let what = match range_end.is_empty() {
        true => [b"key ", &typed[..]].concat(),
        false => [b"range ".to_vec(), range(typed, &range_end)].concat(),
    };
    let said = Said::Done(format!(
        "Permission of {} is revoked from role {role}\n",
        text(&what)
    ));
    let request = AuthRoleRevokePermissionRequest {
        role,
        key,
        range_end,
    };
    ask(
        invocation,
        desk,
        AuthRequest::RoleRevokePermission(request),
        said,
    )
}

const FEW_TO_REVOKE: &str =
    "role revoke-permission command requires role name and key [endkey] as its argument";

/// Key and end of a permission (`permRange`).
fn keys(invocation: &Invocation, words: &[Vec<u8>]) -> Result<(Bytes, Bytes), Failure> {
    let (prefix, from) = (
        invocation.flags.bool("prefix"),
        invocation.flags.bool("from-key"),
    );
    let both = prefix && from;
    let exclusive = || bad_args("--from-key and --prefix flags are mutually exclusive");
    let all = Bytes::from_static(b"\0");
    match words {
        [key, ..] if key.is_empty() => match (both, prefix || from) {
            (true, _) => Err(exclusive()),
            (_, true) => Ok((all.clone(), all)),
            _ => Ok((all, Bytes::new())),
        },
        [key] => {
            let end = match (prefix, from) {
                (true, true) => return Err(exclusive()),
                (true, false) => kv::prefix_end(key),
                (false, true) => all,
                (false, false) => Bytes::new(),
            };
            Ok((key.clone().into(), end))
        }
        [_, ..] if prefix => Err(bad_args("unexpected endkey argument with --prefix flag")),
        [_, ..] if from => Err(bad_args("unexpected endkey argument with --from-key flag")),
        [key, end, ..] => Ok((key.clone().into(), end.clone().into())),
        [] => Ok((all, Bytes::new())),
    }
}
