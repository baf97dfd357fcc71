//! Users, roles and permissions.

use super::{HEAD, Message, Names, bytes, flag, message, names, text, uint};

static PERMISSION_TYPE: Names = Names {
    name: "authpb.Permission.Type",
    values: &["READ", "WRITE", "READWRITE"],
};

static PERMISSION: Message = Message(&[
    names("permType", 1, &PERMISSION_TYPE),
    bytes("key", 2),
    bytes("range_end", 3),
]);

static USER_ADD_OPTIONS: Message = Message(&[flag("no_password", 1)]);

/// `AuthStatusResponse`.
pub static AUTH_STATUS_RESPONSE: Message =
    Message(&[HEAD, flag("enabled", 2), uint("authRevision", 3)]);

/// `AuthenticateRequest`.
pub static AUTHENTICATE_REQUEST: Message = Message(&[text("name", 1), text("password", 2)]);

/// `AuthenticateResponse`.
pub static AUTHENTICATE_RESPONSE: Message = Message(&[HEAD, text("token", 2)]);

/// `AuthUserAddRequest`.
pub static USER_ADD_REQUEST: Message = Message(&[
    text("name", 1),
    text("password", 2),
    message("options", 3, &USER_ADD_OPTIONS),
    text("hashedPassword", 4),
]);

/// `AuthUserGetRequest`, `AuthUserDeleteRequest`, `AuthRoleAddRequest`.
pub static NAME: Message = Message(&[text("name", 1)]);

/// `AuthUserChangePasswordRequest`.
pub static USER_PASSWORD_REQUEST: Message = Message(&[
    text("name", 1),
    text("password", 2),
    text("hashedPassword", 3),
]);

/// `AuthUserGrantRoleRequest`.
pub static USER_GRANT_REQUEST: Message = Message(&[text("user", 1), text("role", 2)]);

/// `AuthUserRevokeRoleRequest`.
pub static USER_REVOKE_REQUEST: Message = Message(&[text("name", 1), text("role", 2)]);

/// `AuthRoleGetRequest`, `AuthRoleDeleteRequest`.
pub static ROLE: Message = Message(&[text("role", 1)]);

/// `AuthRoleGrantPermissionRequest`.
pub static ROLE_GRANT_REQUEST: Message =
    Message(&[text("name", 1), message("perm", 2, &PERMISSION)]);

/// `AuthRoleRevokePermissionRequest`.
pub static ROLE_REVOKE_REQUEST: Message =
    Message(&[text("role", 1), bytes("key", 2), bytes("range_end", 3)]);

/// `AuthUserGetResponse`, `AuthRoleListResponse`.
pub static ROLES_RESPONSE: Message = Message(&[HEAD, text("roles", 2).many()]);

/// `AuthUserListResponse`.
pub static USERS_RESPONSE: Message = Message(&[HEAD, text("users", 2).many()]);

/// `AuthRoleGetResponse`.
pub static ROLE_GET_RESPONSE: Message = Message(&[HEAD, message("perm", 2, &PERMISSION).many()]);
