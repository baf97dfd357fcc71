//! Users, roles and permissions (`etcdserverpb.Auth`, `authpb`).

use bytes::Bytes;

use super::ResponseHeader;

/// What a permission allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub enum PermissionType {
    /// Reading.
    Read = 0,
    /// Writing.
    Write = 1,
    /// Both.
    Readwrite = 2,
}

/// A right on a range of keys (`authpb.Permission`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Permission {
    /// What it allows.
    #[prost(enumeration = "PermissionType", tag = "1")]
    pub perm_type: i32,
    /// First key.
    #[prost(bytes = "bytes", tag = "2")]
    pub key: Bytes,
    /// End of the range; empty: one key; `\0`: open.
    #[prost(bytes = "bytes", tag = "3")]
    pub range_end: Bytes,
}

/// How a user logs in.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct UserAddOptions {
    /// By certificate only.
    #[prost(bool, tag = "1")]
    pub no_password: bool,
}

/// Logs in.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthenticateRequest {
    /// User.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Password.
    #[prost(string, tag = "2")]
    pub password: String,
}

/// Adds a user.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthUserAddRequest {
    /// User.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Password, as typed; never in the log.
    #[prost(string, tag = "2")]
    pub password: String,
    /// How the user logs in.
    #[prost(message, optional, tag = "3")]
    pub options: Option<UserAddOptions>,
    /// The bcrypt hash that goes into the log, in base64.
    #[prost(string, tag = "4")]
    pub hashed_password: String,
}

/// Names a user to read or delete (`AuthUserGetRequest`, `AuthUserDeleteRequest`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthUserNameRequest {
    /// User.
    #[prost(string, tag = "1")]
    pub name: String,
}

/// Changes a password.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthUserChangePasswordRequest {
    /// User.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Password, as typed; never in the log.
    #[prost(string, tag = "2")]
    pub password: String,
    /// The bcrypt hash that goes into the log, in base64.
    #[prost(string, tag = "3")]
    pub hashed_password: String,
}

/// Grants a role to a user or revokes it.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthUserRoleRequest {
    /// User; `name` in the JSON of a revocation.
    #[prost(string, tag = "1")]
    pub user: String,
    /// Role.
    #[prost(string, tag = "2")]
    pub role: String,
}

/// Names a role to add, read or delete.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthRoleRequest {
    /// Role; `name` in the JSON of an addition.
    #[prost(string, tag = "1")]
    pub role: String,
}

/// Grants a permission to a role.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthRoleGrantPermissionRequest {
    /// Role.
    #[prost(string, tag = "1")]
    pub name: String,
    /// The permission.
    #[prost(message, optional, tag = "2")]
    pub perm: Option<Permission>,
}

/// Takes a permission from a role.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthRoleRevokePermissionRequest {
    /// Role.
    #[prost(string, tag = "1")]
    pub role: String,
    /// First key.
    #[prost(bytes = "bytes", tag = "2")]
    pub key: Bytes,
    /// End of the range.
    #[prost(bytes = "bytes", tag = "3")]
    pub range_end: Bytes,
}

/// A request about users, roles and permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthRequest {
    /// Turn authentication on.
    Enable,
    /// Turn it off.
    Disable,
    /// Ask whether it is on.
    Status,
    /// Log in.
    Authenticate(AuthenticateRequest),
    /// Add a user.
    UserAdd(AuthUserAddRequest),
    /// Read a user's roles.
    UserGet(AuthUserNameRequest),
    /// List users.
    UserList,
    /// Delete a user.
    UserDelete(AuthUserNameRequest),
    /// Change a password.
    UserChangePassword(AuthUserChangePasswordRequest),
    /// Grant a role.
    UserGrantRole(AuthUserRoleRequest),
    /// Revoke a role.
    UserRevokeRole(AuthUserRoleRequest),
    /// Add a role.
    RoleAdd(AuthRoleRequest),
    /// Read a role's permissions.
    RoleGet(AuthRoleRequest),
    /// List roles.
    RoleList,
    /// Delete a role.
    RoleDelete(AuthRoleRequest),
    /// Grant a permission.
    RoleGrantPermission(AuthRoleGrantPermissionRequest),
    /// Revoke a permission.
    RoleRevokePermission(AuthRoleRevokePermissionRequest),
}

/// The answer to an [`AuthRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthResponse {
    /// Done; there is no more to say than a header.
    Done(AuthDoneResponse),
    /// Whether authentication is on.
    Status(AuthStatusResponse),
    /// Logged in.
    Authenticate(AuthenticateResponse),
    /// A user's roles.
    UserGet(AuthNamesResponse),
    /// All users.
    UserList(AuthNamesResponse),
    /// A role's permissions.
    RoleGet(AuthRoleGetResponse),
    /// All roles.
    RoleList(AuthNamesResponse),
}

impl AuthResponse {
    /// The header.
    #[must_use]
    pub const fn header(&self) -> Option<ResponseHeader> {
        match self {
            Self::Done(r) => r.header,
            Self::Status(r) => r.header,
            Self::Authenticate(r) => r.header,
            Self::RoleGet(r) => r.header,
            Self::UserGet(r) | Self::UserList(r) | Self::RoleList(r) => r.header,
        }
    }
}

/// What most answers are: a header.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthDoneResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
}

/// Whether authentication is on.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthStatusResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// Whether it is on.
    #[prost(bool, tag = "2")]
    pub enabled: bool,
    /// Counts changes of users, roles and permissions.
    #[prost(uint64, tag = "3")]
    pub auth_revision: u64,
}

/// Logged in.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthenticateResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// To be sent with requests.
    #[prost(string, tag = "2")]
    pub token: String,
}

/// Names of users or roles.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthNamesResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The names; `roles` or `users` in JSON.
    #[prost(string, repeated, tag = "2")]
    pub names: Vec<String>,
}

/// A role's permissions.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct AuthRoleGetResponse {
    /// Header.
    #[prost(message, optional, tag = "1")]
    pub header: Option<ResponseHeader>,
    /// The permissions, by key and end.
    #[prost(message, repeated, tag = "2")]
    pub perm: Vec<Permission>,
}
