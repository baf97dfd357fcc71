//! `auth enable|disable|status`, and the one call of a command about users and roles. It must not
//! know how answers look.

use crate::ctl::print::auth::Said;
use crate::etcd::api::{self, AuthRequest, AuthRoleRequest, AuthUserRoleRequest, Error};
use crate::units::Micros;

use super::unary::{self, Asked};
use super::{Desk, Event, Failure, Invocation, Machine, Next, over};

/// User and role of those who may do everything.
const ROOT: &str = "root";

pub(super) fn bad_args(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::BAD_ARGS, text)
}

pub(super) fn text(word: &[u8]) -> String {
    String::from_utf8_lossy(word).into_owned()
}

/// Makes the one call of a command. Those about users and roles have no deadline of their own.
pub(super) fn ask(
    mut invocation: Invocation,
    desk: &mut Desk,
    request: AuthRequest,
    said: Said,
) -> Next {
    invocation.connect(desk)?;
    send(desk, request, said)
}

/// The same with a client that is there.
pub(super) fn send(desk: &mut Desk, request: AuthRequest, said: Said) -> Next {
    let request = api::Request::Auth(request);
    unary::call(desk, request, Micros::MAX, Asked::Auth(said))
}

fn no_arguments(invocation: &Invocation, name: &str) -> Result<(), Failure> {
    if invocation.args().is_empty() {
        return Ok(());
    }
    let text = format!("auth {name} command does not accept any arguments");
    Err(bad_args(text))
}

/// `auth status`.
pub(super) fn status(mut invocation: Invocation, desk: &mut Desk) -> Next {
    no_arguments(&invocation, "status")?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::Auth(AuthRequest::Status);
    unary::call(desk, request, timeout, Asked::Auth(Said::Names))
}

/// `auth disable`.
pub(super) fn disable(mut invocation: Invocation, desk: &mut Desk) -> Next {
    no_arguments(&invocation, "disable")?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let request = api::Request::Auth(AuthRequest::Disable);
    let said = Said::Always("Authentication Disabled\n");
    unary::call(desk, request, timeout, Asked::Auth(said))
}

/// An `auth enable`, which gives root its role if that is all that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Enable {
    step: Step,
    call: u32,
    /// What is left of the one deadline of all calls.
    timeout: Micros,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Enable,
    AddRole,
    GrantRole,
}

/// `auth enable`.
pub(super) fn enable(mut invocation: Invocation, desk: &mut Desk) -> Next {
    no_arguments(&invocation, "enable")?;
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    let enable = Enable {
        step: Step::Enable,
        call: 0,
        timeout,
    };
    Ok(enable.ask(desk))
}

impl Enable {
    fn ask(mut self, desk: &mut Desk) -> Machine {
        let request = match self.step {
            Step::Enable => AuthRequest::Enable,
            Step::AddRole => AuthRequest::RoleAdd(AuthRoleRequest {
                role: ROOT.to_owned(),
            }),
            Step::GrantRole => AuthRequest::UserGrantRole(AuthUserRoleRequest {
                user: ROOT.to_owned(),
                role: ROOT.to_owned(),
            }),
        };
        self.call = desk.call(api::Request::Auth(request), self.timeout);
        Machine::Enable(self)
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        let Event::Response { call, result, took } = event else {
            return Ok(Machine::Enable(self));
        };
        if call != self.call {
            return Ok(Machine::Enable(self));
        }
        self.timeout = Micros(self.timeout.0.saturating_sub(took.0));
        self.step = match (self.step, result) {
            (Step::Enable, Ok(_)) => {
                desk.out("Authentication Enabled\n");
                return Ok(over(desk));
            }
            (Step::Enable, Err(Error::RootRoleNotExist)) => Step::AddRole,
            (Step::AddRole, Ok(_)) => Step::GrantRole,
            (Step::GrantRole, Ok(_)) => Step::Enable,
            (_, Err(error)) => return Err(Failure::new(Failure::ERROR, error)),
        };
        Ok(self.ask(desk))
    }
}
