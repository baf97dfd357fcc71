//! `user …`. It must not know how answers look.

use crate::ctl::login::secret;
use crate::ctl::print::auth::Said;
use crate::etcd::api::{
    self, AuthRequest, AuthResponse, AuthRoleRequest, AuthUserAddRequest,
    AuthUserChangePasswordRequest, AuthUserNameRequest, AuthUserRoleRequest, UserAddOptions,
};
use crate::units::Micros;

use super::auth::{ask, bad_args, send, text};
use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

/// The one argument of a command.
fn one(invocation: &Invocation, complaint: &str) -> Result<String, Failure> {
    match invocation.args() {
        [word] => Ok(text(word)),
        _ => Err(bad_args(complaint)),
    }
}

/// A password that is being typed.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Password {
    user: String,
    /// Whether the user is added; else its password is changed.
    adds: bool,
    /// Read without a prompt, up to the first blank.
    plain: bool,
    /// The first of two times.
    first: Option<String>,
    invocation: Invocation,
}

/// `user add NAME[:PASSWORD]`.
pub(super) fn add(invocation: Invocation, desk: &mut Desk) -> Next {
    let complaint = "user add command requires user name as its argument";
    let name = one(&invocation, complaint)?;
    let given = text(invocation.flags.text("new-user-password"));
    if invocation.flags.bool("no-password") {
        return add_user(invocation, desk, name, String::new(), true);
    }
    if !given.is_empty() {
        return add_user(invocation, desk, name, given, false);
    }
    match name.split_once(':') {
        Some(("", _)) => Err(bad_args("empty user name is not allowed")),
        Some((user, password)) => {
            let (user, password) = (user.to_owned(), password.to_owned());
            add_user(invocation, desk, user, password, false)
        }
        None => Ok(Password::begin(invocation, desk, name, true)),
    }
}

fn add_user(
    invocation: Invocation,
    desk: &mut Desk,
    name: String,
    password: String,
    no_password: bool,
) -> Next {
    let said = Said::Done(format!("User {name} created\n"));
    let request = AuthUserAddRequest {
        name,
        password,
        options: Some(UserAddOptions { no_password }),
        ..AuthUserAddRequest::default()
    };
    ask(invocation, desk, AuthRequest::UserAdd(request), said)
}

/// `user passwd NAME`.
pub(super) fn passwd(invocation: Invocation, desk: &mut Desk) -> Next {
    let complaint = "user passwd command requires user name as its argument";
    let name = one(&invocation, complaint)?;
    Ok(Password::begin(invocation, desk, name, false))
}

impl Password {
    fn begin(invocation: Invocation, desk: &mut Desk, user: String, adds: bool) -> Machine {
        let plain = !invocation.flags.bool("interactive");
        if !plain {
            desk.ask_secret(&format!("Password of {user}: "));
        }
        desk.read();
        Machine::Password(Box::new(Self {
            user,
            adds,
            plain,
            first: None,
            invocation,
        }))
    }

    /// Whether it is typed at a prompt.
    pub(super) const fn hides(&self) -> bool {
        !self.plain
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        let (line, ended) = match event {
            Event::Line(line) => (line, false),
            Event::EndOfInput { rest } => (rest, true),
            _ => return Ok(Machine::Password(Box::new(self))),
        };
        let typed = secret(&line);
        if self.plain {
            let word = typed.split_whitespace().next().unwrap_or_default();
            return self.take(desk, word.to_owned());
        }
        desk.out("\n");
        let Some(first) = self.first.take() else {
            if typed.is_empty() {
                return Err(bad_args("empty password"));
            }
            let user = &self.user;
            desk.ask_secret(&format!("Type password of {user} again for confirmation: "));
            self.first = Some(typed);
            if ended {
                let rest = Vec::new();
                return self.step(desk, Event::EndOfInput { rest });
            }
            return Ok(Machine::Password(Box::new(self)));
        };
        if first != typed {
            return Err(bad_args("given passwords are different"));
        }
        self.take(desk, typed)
    }

    fn take(self, desk: &mut Desk, password: String) -> Next {
        let (name, invocation) = (self.user, self.invocation);
        if self.adds {
            return add_user(invocation, desk, name, password, false);
        }
        let request = AuthUserChangePasswordRequest {
            name,
            password,
            ..AuthUserChangePasswordRequest::default()
        };
        let said = Said::Done("Password updated\n".to_owned());
        ask(
            invocation,
            desk,
            AuthRequest::UserChangePassword(request),
            said,
        )
    }
}

/// `user delete NAME`.
pub(super) fn delete(invocation: Invocation, desk: &mut Desk) -> Next {
    let complaint = "user delete command requires user name as its argument";
    let name = one(&invocation, complaint)?;
    let said = Said::Done(format!("User {name} deleted\n"));
    let request = AuthRequest::UserDelete(AuthUserNameRequest { name });
    ask(invocation, desk, request, said)
}

/// `user list`.
pub(super) fn list(invocation: Invocation, desk: &mut Desk) -> Next {
    if !invocation.args().is_empty() {
        return Err(bad_args("user list command requires no arguments"));
    }
    ask(invocation, desk, AuthRequest::UserList, Said::Names)
}

/// The two arguments of a grant or revocation.
fn user_and_role(invocation: &Invocation, complaint: &str) -> Result<AuthUserRoleRequest, Failure> {
    let [user, role] = invocation.args() else {
        return Err(bad_args(complaint));
    };
    let (user, role) = (text(user), text(role));
    Ok(AuthUserRoleRequest { user, role })
}

/// `user grant-role NAME ROLE`.
pub(super) fn grant(invocation: Invocation, desk: &mut Desk) -> Next {
    let complaint = "user grant command requires user name and role name as its argument";
    let request = user_and_role(&invocation, complaint)?;
    let AuthUserRoleRequest { user, role } = &request;
    let said = Said::Done(format!("Role {role} is granted to user {user}\n"));
    ask(invocation, desk, AuthRequest::UserGrantRole(request), said)
}

/// `user revoke-role NAME ROLE`.
pub(super) fn revoke(invocation: Invocation, desk: &mut Desk) -> Next {
    let complaint = "user revoke-role requires user name and role name as its argument";
    let request = user_and_role(&invocation, complaint)?;
    let AuthUserRoleRequest { user, role } = &request;
    let said = Said::Done(format!("Role {role} is revoked from user {user}\n"));
    ask(invocation, desk, AuthRequest::UserRevokeRole(request), said)
}

/// A `user get --detail`: the roles, then each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Detail {
    user: String,
    call: u32,
    /// Roles to come, the next one last.
    left: Vec<String>,
}

/// `user get NAME [--detail]`.
pub(super) fn get(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let complaint = "user get command requires user name as its argument";
    let name = one(&invocation, complaint)?;
    let detail = invocation.flags.bool("detail");
    invocation.connect(desk)?;
    let request = AuthRequest::UserGet(AuthUserNameRequest { name: name.clone() });
    if !detail {
        return send(desk, request, Said::Of(name));
    }
    let call = desk.call(api::Request::Auth(request), Micros::MAX);
    Ok(Machine::Detail(Detail {
        user: name,
        call,
        left: Vec::new(),
    }))
}

impl Detail {
    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        let Event::Response { call, result, .. } = event else {
            return Ok(Machine::Detail(self));
        };
        if call != self.call {
            return Ok(Machine::Detail(self));
        }
        match result.map_err(|error| Failure::new(Failure::ERROR, error))? {
            api::Response::Auth(AuthResponse::UserGet(answer)) => {
                desk.out(format!("User: {}\n", self.user));
                self.left = answer.names;
                self.left.reverse();
            }
            api::Response::Auth(answer) => {
                let role = self.left.pop().unwrap_or_default();
                desk.out(desk.printer.auth(&Said::Of(role), &answer)?);
            }
            _ => {}
        }
        let Some(role) = self.left.last().cloned() else {
            return Ok(over(desk));
        };
        desk.out("\n");
        let request = AuthRequest::RoleGet(AuthRoleRequest { role });
        self.call = desk.call(api::Request::Auth(request), Micros::MAX);
        Ok(Machine::Detail(self))
    }
}
