//! Logins, and requests about users and roles: what a member does about them before they are
//! proposed, and once they are applied (`v3_server.go`, `apply_auth.go`, `v3rpc/maintenance.go`).

use super::{
    CallKey, Output, Server, StreamKey,
    api::{self, AuthRequest, AuthResponse, Error, Request, Response, StreamRequest},
    auth::{self, AuthInfo, token},
    propose::{Asker, Waiter},
    read::Reader,
    record::{Act, Login},
};
use crate::units::{Index, StateHash};

/// What came too early: with a token of a login that this member has not applied yet, or before
/// it was ready.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Early {
    /// A call.
    Call(CallKey, Request, String),
    /// A message up a stream.
    Stream(StreamKey, StreamRequest, String),
}

impl Server {
    /// Takes a call with its login's token.
    pub(super) fn call_as(
        &mut self,
        call: CallKey,
        request: Request,
        token: String,
        out: &mut Vec<Output>,
    ) {
        if wants_token(&request) && self.is_early(&token) {
            self.early.push(Early::Call(call, request, token));
            return;
        }
        self.token = token;
        self.call(call, request, out);
        self.token = String::new();
    }

    /// The same of a stream's message.
    pub(super) fn stream_as(
        &mut self,
        stream: StreamKey,
        request: StreamRequest,
        token: String,
        out: &mut Vec<Output>,
    ) {
        let creates = matches!(request, StreamRequest::WatchCreate(_));
        if creates && (self.is_early(&token) || !self.is_ready()) {
            self.early.push(Early::Stream(stream, request, token));
            return;
        }
        self.token = token;
        self.stream(stream, request, out);
        self.token = String::new();
    }

    /// Whether a token's login is still to be applied here (`isValidSimpleToken`).
    fn is_early(&self, token: &str) -> bool {
        !token.is_empty() && token::index(token).is_some_and(|index| index > self.state.applied)
    }

    /// Whether this process has told the cluster of itself; it takes no connections before
    /// (`ReadyNotify`).
    fn is_ready(&self) -> bool {
        let publishes = |waiter: &Waiter| waiter.asker == Asker::Publish;
        !self.waiters.values().any(publishes)
    }

    /// Takes up what waited for logins, now that more is applied.
    pub(super) fn serve_early(&mut self, out: &mut Vec<Output>) {
        for early in std::mem::take(&mut self.early) {
            match early {
                Early::Call(call, request, token) => self.call_as(call, request, token, out),
                Early::Stream(stream, request, token) => {
                    self.stream_as(stream, request, token, out);
                }
            }
        }
    }

    /// Who holds a token.
    ///
    /// # Errors
    /// [`Error::InvalidAuthToken`].
    pub(super) fn holder(&mut self, token: &str) -> Result<AuthInfo, Error> {
        if token.is_empty() {
            return Ok(AuthInfo::default());
        }
        let known = token::index(token).and_then(|_| self.tokens.user(token, self.now));
        Ok(AuthInfo {
            name: known.ok_or(Error::InvalidAuthToken)?,
            revision: self.state.auth.revision,
        })
    }

    /// Who makes the call being served.
    pub(super) fn caller(&mut self) -> Result<AuthInfo, Error> {
        let token = std::mem::take(&mut self.token);
        self.holder(&token)
    }

    /// In whose name something is proposed: leases that ran out are root's affair.
    pub(super) fn speaker(&mut self, asker: Asker) -> Result<AuthInfo, Error> {
        match asker {
            Asker::Call(_) | Asker::Change(_) => self.caller(),
            Asker::Lessor(_) if self.state.auth.enabled => Ok(self.state.auth.root()),
            Asker::Lessor(_) | Asker::Publish | Asker::Version => Ok(AuthInfo::default()),
        }
    }

    /// Whether root makes the call being served.
    ///
    /// # Errors
    /// [`Error::InvalidAuthToken`] or what [`auth::Auth::may_manage`] says.
    pub(super) fn check_manager(&mut self) -> Result<(), Error> {
        let who = self.caller()?;
        self.state.auth.may_manage(&who)
    }

    /// Whether a call may be served that is root's affair and takes no entry of its own.
    pub(super) fn check_call(&mut self, request: &Request) -> Result<(), Error> {
        match request {
            Request::MemberPromote(_) => self.check_manager(),
            Request::Defragment(_)
            | Request::Hash(_)
            | Request::HashKv(_)
            | Request::Snapshot(_) => self.check_maintainer(),
            _ => Ok(()),
        }
    }

    /// The same where etcd forgets to translate the refusal (`authMaintenanceServer`).
    fn check_maintainer(&mut self) -> Result<(), Error> {
        self.check_manager().map_err(|error| {
            Error::Unmapped(match error {
                Error::InvalidAuthToken => "auth: invalid auth token",
                Error::UserEmpty => "auth: user name is empty",
                Error::UserNotFound => "auth: user not found",
                _ => "auth: permission denied",
            })
        })
    }

    /// A request about users and roles.
    pub(super) fn auth(&mut self, call: CallKey, request: AuthRequest, out: &mut Vec<Output>) {
        let request = match request {
            AuthRequest::Authenticate(ask) => return self.read(Reader::Login(call, ask), out),
            AuthRequest::UserAdd(mut ask) => {
                if !ask.options.is_some_and(|options| options.no_password) {
                    ask.hashed_password = auth::hashed(&ask.password, &mut self.rng);
                    ask.password = String::new();
                }
                AuthRequest::UserAdd(ask)
            }
            AuthRequest::UserChangePassword(mut ask) => {
                if !ask.password.is_empty() {
                    ask.hashed_password = auth::hashed(&ask.password, &mut self.rng);
                    ask.password = String::new();
                }
                AuthRequest::UserChangePassword(ask)
            }
            request => request,
        };
        self.admit(call, Ok(()), Act::Auth(request), out);
    }

    /// Checks a password and proposes the login. Members that apply it note the token.
    pub(super) fn log_in(
        &mut self,
        call: CallKey,
        ask: api::AuthenticateRequest,
        out: &mut Vec<Output>,
    ) {
        self.token = String::new();
        let revision = match self.state.auth.check_password(&ask) {
            Ok(revision) => revision,
            Err(error) => return out.push(Output::Answer(call, Err(error))),
        };
        let login = Login {
            name: ask.name.clone(),
            simple_token: token::letters(&mut self.rng),
        };
        self.logins.insert(call, (ask, revision));
        self.admit(call, Ok(()), Act::Login(login), out);
    }

    /// Answers a call whose entry is applied. A login whose password was checked before users
    /// changed is checked again.
    pub(super) fn answer_call(
        &mut self,
        call: CallKey,
        answer: Result<Response, Error>,
        out: &mut Vec<Output>,
    ) {
        if let Some((ask, revision)) = self.logins.remove(&call)
            && answer.is_ok()
            && revision != self.state.auth.revision
        {
            return self.log_in(call, ask, out);
        }
        out.push(Output::Answer(call, answer));
    }

    /// A login takes effect: the token's letters and the entry's index are the token.
    pub(super) fn apply_login(&mut self, login: Login, at: Index) -> Result<Response, Error> {
        self.state.auth.check_login(&login.name)?;
        let token = format!("{}.{}", login.simple_token, at.0);
        self.tokens.assign(token.clone(), login.name, self.now);
        let header = Some(self.header_now());
        let response = api::AuthenticateResponse { header, token };
        Ok(Response::Auth(AuthResponse::Authenticate(response)))
    }

    /// Reads or changes users and roles.
    pub(super) fn apply_auth(&mut self, request: AuthRequest) -> Result<Response, Error> {
        let header = Some(self.header_now());
        let names = |names: Vec<String>| api::AuthNamesResponse { header, names };
        let auth = &mut self.state.auth;
        match request {
            AuthRequest::Enable => {
                let was = auth.enabled;
                auth.enable()?;
                if !was {
                    self.tokens.note_logins(true);
                }
            }
            AuthRequest::Disable => {
                if auth.enabled {
                    self.tokens.note_logins(false);
                }
                auth.disable();
            }
            AuthRequest::Status => {
                let response = api::AuthStatusResponse {
                    header,
                    enabled: auth.enabled,
                    auth_revision: auth.revision,
                };
                return Ok(Response::Auth(AuthResponse::Status(response)));
            }
            // Logins have an entry of their own.
            AuthRequest::Authenticate(_) => return Err(Error::AuthFailed),
            AuthRequest::UserAdd(ask) => auth.user_add(ask)?,
            AuthRequest::UserGet(ask) => {
                let roles = auth.user(&ask.name)?.roles.clone();
                return Ok(Response::Auth(AuthResponse::UserGet(names(roles))));
            }
            AuthRequest::UserList => {
                let users = auth.users.keys().cloned().collect();
                return Ok(Response::Auth(AuthResponse::UserList(names(users))));
            }
            AuthRequest::UserDelete(ask) => {
                auth.user_delete(&ask.name)?;
                self.tokens.forget(&ask.name);
            }
            AuthRequest::UserChangePassword(ask) => {
                auth.change_password(&ask)?;
                self.tokens.forget(&ask.name);
            }
            AuthRequest::UserGrantRole(ask) => auth.grant_role(ask)?,
            AuthRequest::UserRevokeRole(ask) => auth.revoke_role(&ask)?,
            AuthRequest::RoleAdd(ask) => auth.role_add(ask.role)?,
            AuthRequest::RoleGet(ask) => {
                let perm = auth.role(&ask.role)?.key_permission.clone();
                let response = api::AuthRoleGetResponse { header, perm };
                return Ok(Response::Auth(AuthResponse::RoleGet(response)));
            }
            AuthRequest::RoleList => {
                let roles = auth.roles.keys().cloned().collect();
                return Ok(Response::Auth(AuthResponse::RoleList(names(roles))));
            }
            AuthRequest::RoleDelete(ask) => auth.role_delete(&ask.role)?,
            AuthRequest::RoleGrantPermission(ask) => auth.grant_permission(ask)?,
            AuthRequest::RoleRevokePermission(ask) => auth.revoke_permission(&ask)?,
        }
        let done = api::AuthDoneResponse { header };
        Ok(Response::Auth(AuthResponse::Done(done)))
    }

    /// Folds in what logins leave in a member's process.
    pub(super) fn fold_logins(&self, hash: &mut StateHash) {
        if self.state.auth.is_untouched() && self.early.is_empty() {
            return;
        }
        self.tokens.fold(hash);
        hash.u64(self.rng.state()).len(self.early.len());
        for (call, (_, revision)) in &self.logins {
            hash.u64(call.0).u64(*revision);
        }
    }
}

/// Whether etcd looks at the token of such a request.
const fn wants_token(request: &Request) -> bool {
    !matches!(
        request,
        Request::LeaseTimeToLive(_)
            | Request::LeaseKeepAlive(_)
            | Request::LeaseLeases(_)
            | Request::MemberList(_)
            | Request::MoveLeader(_)
            | Request::Status(_)
            | Request::Auth(AuthRequest::Authenticate(_))
    )
}
