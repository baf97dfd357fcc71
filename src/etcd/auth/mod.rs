//! Users, roles and what they may do: the part of the state that Raft agrees on, and the rules
//! (`server/auth/store.go`). It must not know calls, entries or the other members; a login's
//! tokens are each member's own.

mod bcrypt;
mod blowfish;
mod check;
mod permission;
pub(super) mod token;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use prost::Message as _;

pub(super) use self::{check::AuthInfo, token::Tokens};
use super::api::{self, Error, UserAddOptions};
use crate::units::{Map, Rng, StateHash};

/// The user and the role that may do everything.
const ROOT: &str = "root";

/// A user (`authpb.User`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct User {
    /// The name.
    #[prost(string, tag = "1")]
    pub name: String,
    /// bcrypt's text; empty for a user without a password.
    #[prost(bytes = "bytes", tag = "2")]
    pub password: Bytes,
    /// Names of roles, sorted.
    #[prost(string, repeated, tag = "3")]
    pub roles: Vec<String>,
    /// How the user logs in.
    #[prost(message, optional, tag = "4")]
    pub options: Option<UserAddOptions>,
}

impl User {
    fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|it| it == role)
    }

    fn has_no_password(&self) -> bool {
        self.options.is_some_and(|options| options.no_password)
    }
}

/// A role (`authpb.Role`).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Role {
    /// The name.
    #[prost(string, tag = "1")]
    pub name: String,
    /// What it allows, sorted by key.
    #[prost(message, repeated, tag = "2")]
    pub key_permission: Vec<api::Permission>,
}

/// What a member's backend keeps of users and roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    /// Whether requests are checked.
    pub enabled: bool,
    /// Whether they ever were, which the backend tells from never.
    pub switched: bool,
    /// Counts changes from 1; what was checked at an older one is checked again.
    pub revision: u64,
    /// Users by name.
    pub users: Map<String, User>,
    /// Roles by name.
    pub roles: Map<String, Role>,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            enabled: false,
            switched: false,
            revision: 1,
            users: Map::new(),
            roles: Map::new(),
        }
    }
}

/// What becomes of a change.
type Done = Result<(), Error>;

impl Auth {
    /// Turns the checks on.
    pub(super) fn enable(&mut self) -> Done {
        if self.enabled {
            return Ok(());
        }
        let root = self.users.get(ROOT).ok_or(Error::RootUserNotExist)?;
        if !root.has(ROOT) {
            return Err(Error::RootRoleNotExist);
        }
        self.enabled = true;
        self.switched = true;
        Ok(())
    }

    /// Turns the checks off.
    pub(super) const fn disable(&mut self) {
        if self.enabled {
            self.enabled = false;
            self.revision += 1;
        }
    }

    pub(super) fn user_add(&mut self, ask: api::AuthUserAddRequest) -> Done {
        if ask.name.is_empty() {
            return Err(Error::UserEmpty);
        }
        if self.users.contains_key(&ask.name) {
            return Err(Error::UserAlreadyExist);
        }
        let options = ask.options.unwrap_or_default();
        let password = if options.no_password {
            Bytes::new()
        } else {
            stored(&ask.hashed_password)?
        };
        self.put_user(User {
            name: ask.name,
            password,
            roles: Vec::new(),
            options: Some(options),
        })
    }

    pub(super) fn user_delete(&mut self, name: &str) -> Done {
        if self.enabled && name == ROOT {
            return Err(Error::InvalidAuthManagement);
        }
        self.users.remove(name).ok_or(Error::UserNotFound)?;
        self.changed()
    }

    pub(super) fn change_password(&mut self, ask: &api::AuthUserChangePasswordRequest) -> Done {
        let mut user = self.user(&ask.name)?.clone();
        user.password = if user.has_no_password() {
            Bytes::new()
        } else {
            stored(&ask.hashed_password)?
        };
        self.put_user(user)
    }

    pub(super) fn grant_role(&mut self, ask: api::AuthUserRoleRequest) -> Done {
        let mut user = self.user(&ask.user)?.clone();
        if ask.role != ROOT {
            self.role(&ask.role)?;
        }
        if user.has(&ask.role) {
            return Ok(());
        }
        user.roles.push(ask.role);
        user.roles.sort_unstable();
        self.put_user(user)
    }

    pub(super) fn revoke_role(&mut self, ask: &api::AuthUserRoleRequest) -> Done {
        if self.enabled && ask.user == ROOT && ask.role == ROOT {
            return Err(Error::InvalidAuthManagement);
        }
        let mut user = self.user(&ask.user)?.clone();
        if !user.has(&ask.role) {
            return Err(Error::RoleNotGranted);
        }
        user.roles.retain(|role| *role != ask.role);
        self.put_user(user)
    }

    pub(super) fn role_add(&mut self, name: String) -> Done {
        if name.is_empty() {
            return Err(Error::RoleEmpty);
        }
        if self.roles.contains_key(&name) {
            return Err(Error::RoleAlreadyExist);
        }
        self.put_role(Role {
            name,
            key_permission: Vec::new(),
        })
    }

    pub(super) fn role_delete(&mut self, name: &str) -> Done {
        if self.enabled && name == ROOT {
            return Err(Error::InvalidAuthManagement);
        }
        self.roles.remove(name).ok_or(Error::RoleNotFound)?;
        let having: Vec<String> = self
            .users
            .values()
            .filter(|user| user.has(name))
            .map(|user| user.name.clone())
            .collect();
        for user in having {
            if let Some(user) = self.users.get_mut(&user) {
                user.roles.retain(|role| role != name);
            }
        }
        self.changed()
    }

    /// Grants a permission. Only where the first one of its key has the same end is it replaced.
    pub(super) fn grant_permission(&mut self, ask: api::AuthRoleGrantPermissionRequest) -> Done {
        let granted = ask.perm.ok_or(Error::PermissionNotGiven)?;
        let mut role = self.role(&ask.name)?.clone();
        let permissions = &mut role.key_permission;
        let place = permissions.partition_point(|it| it.key < granted.key);
        match permissions.get_mut(place) {
            Some(there) if there.key == granted.key && there.range_end == granted.range_end => {
                there.perm_type = granted.perm_type;
            }
            _ => {
                permissions.push(granted);
                permissions.sort_by(|left, right| left.key.cmp(&right.key));
            }
        }
        self.put_role(role)
    }

    pub(super) fn revoke_permission(&mut self, ask: &api::AuthRoleRevokePermissionRequest) -> Done {
        let mut role = self.role(&ask.role)?.clone();
        let before = role.key_permission.len();
        role.key_permission
            .retain(|it| it.key != ask.key || it.range_end != ask.range_end);
        if role.key_permission.len() == before {
            return Err(Error::PermissionNotGranted);
        }
        self.put_role(role)
    }

    /// The user of that name.
    pub(super) fn user(&self, name: &str) -> Result<&User, Error> {
        self.users.get(name).ok_or(Error::UserNotFound)
    }

    /// Root, as of now.
    pub(super) fn root(&self) -> AuthInfo {
        AuthInfo {
            name: ROOT.to_owned(),
            revision: self.revision,
        }
    }

    /// The role of that name.
    pub(super) fn role(&self, name: &str) -> Result<&Role, Error> {
        self.roles.get(name).ok_or(Error::RoleNotFound)
    }

    /// Whether this is the user's password; gives the revision at which it was.
    pub(super) fn check_password(&self, ask: &api::AuthenticateRequest) -> Result<u64, Error> {
        if !self.enabled {
            return Err(Error::AuthNotEnabled);
        }
        let user = self.users.get(&ask.name).ok_or(Error::AuthFailed)?;
        if user.has_no_password() {
            return Err(NO_PASSWORD_USER);
        }
        if !bcrypt::matches(&user.password, &ask.password) {
            return Err(Error::AuthFailed);
        }
        Ok(self.revision)
    }

    /// Whether a login that was checked may still be had.
    pub(super) fn check_login(&self, name: &str) -> Done {
        if !self.enabled {
            return Err(Error::AuthNotEnabled);
        }
        let user = self.users.get(name);
        if user.is_none_or(User::has_no_password) {
            return Err(Error::AuthFailed);
        }
        Ok(())
    }

    fn put_user(&mut self, user: User) -> Done {
        self.users.insert(user.name.clone(), user);
        self.changed()
    }

    fn put_role(&mut self, role: Role) -> Done {
        self.roles.insert(role.name.clone(), role);
        self.changed()
    }

    const fn changed(&mut self) -> Done {
        self.revision += 1;
        Ok(())
    }

    /// Whether nobody has ever touched users or roles.
    pub(super) const fn is_untouched(&self) -> bool {
        self.revision == 1
    }

    /// Folds in everything: users and roles are few. What nobody touched leaves no mark, so that a
    /// visit from before there were users comes out the same.
    pub(super) fn fold(&self, hash: &mut StateHash) {
        if self.is_untouched() {
            return;
        }
        hash.flag(self.enabled).u64(self.revision);
        for user in self.users.values() {
            hash.bytes(&user.encode_to_vec());
        }
        for role in self.roles.values() {
            hash.bytes(&role.encode_to_vec());
        }
    }
}

/// A password given for a user who has none.
const NO_PASSWORD_USER: Error =
    Error::Unmapped("auth: authentication failed, password was given for no password user");

/// The text of a password as it travels in the log: bcrypt's, in base64.
pub(super) fn hashed(password: &str, rng: &mut Rng) -> String {
    let mut salt = [0; 16];
    for half in salt.chunks_mut(8) {
        half.copy_from_slice(&rng.next_u64().to_be_bytes());
    }
    STANDARD.encode(bcrypt::hash(password, salt))
}

fn stored(hashed: &str) -> Result<Bytes, Error> {
    let bytes = STANDARD.decode(hashed).map_err(|_| NO_PASSWORD_USER)?;
    Ok(bytes.into())
}
