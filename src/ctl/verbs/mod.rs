//! The commands themselves, one file per family. They must not know how words became flags.

mod auth;
mod check;
mod elect;
mod endpoint;
mod keep_alive;
mod kv;
mod lease;
mod lock;
mod member;
mod mirror;
mod role;
mod snapshot;
mod txn;
mod unary;
mod user;
mod watch;
mod watch_args;

use crate::etcd::api::AlarmAction;

use super::curl::Curl;
use super::desk::{Desk, Failure};
use super::globals::Invocation;
use super::goshell;
use super::job::{Event, Signal};
use super::programs;
use super::table::{Command, UTL};
pub(super) use kv::prefix_end;
pub(super) use unary::too_large;
pub(super) use watch::cancel_reason;

/// A command in progress.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Machine {
    /// Nothing is left to do.
    #[default]
    Over,
    /// `put KEY` reads its value.
    Value(Box<kv::Value>),
    /// One call is under way.
    Unary(unary::Unary),
    KeepAlive(keep_alive::KeepAlive),
    Watch(Box<watch::Watch>),
    /// `txn` reads its comparisons and operations.
    Txn(Box<txn::Txn>),
    Endpoints(Box<endpoint::Endpoints>),
    Add(Box<member::Add>),
    MoveLeader(member::MoveLeader),
    /// A line of the Go shell.
    Go(Box<goshell::Line>),
    Save(Box<snapshot::Save>),
    Curl(Box<Curl>),
    Enable(auth::Enable),
    /// `user add` or `user passwd` reads a password.
    Password(Box<user::Password>),
    Detail(user::Detail),
    /// A program beside etcdctl reads its standard input.
    Program(Box<programs::Reader>),
    Lock(Box<lock::Lock>),
    Elect(Box<elect::Elect>),
    Mirror(Box<mirror::Mirror>),
    Check(Box<check::Check>),
}

/// What a step of a machine leaves: the next machine, or an end with an error.
pub(super) type Next = Result<Machine, Failure>;

/// Starts a command whose line is read.
pub(super) fn begin(command: Command, invocation: Invocation, desk: &mut Desk) -> Next {
    if command.program == &UTL {
        return begin_utl(command, &invocation, desk);
    }
    match command.path {
        "get" => kv::get(invocation, desk),
        "put" => kv::put(invocation, desk),
        "del" => kv::del(invocation, desk),
        "txn" => txn::begin(invocation, desk),
        "compaction" => kv::compaction(invocation, desk),
        "watch" => watch::begin(invocation, desk),
        "lease grant" => lease::grant(invocation, desk),
        "lease revoke" => lease::revoke(invocation, desk),
        "lease timetolive" => lease::time_to_live(invocation, desk),
        "lease list" => lease::list(invocation, desk),
        "lease keep-alive" => keep_alive::begin(invocation, desk),
        "endpoint health" => endpoint::health(invocation, desk),
        "endpoint status" => endpoint::status(invocation, desk),
        "alarm list" => unary::alarm(invocation, desk, ("list", AlarmAction::Get)),
        "alarm disarm" => unary::alarm(invocation, desk, ("disarm", AlarmAction::Deactivate)),
        "endpoint hashkv" => endpoint::hash_kv(invocation, desk),
        "defrag" => endpoint::defrag(invocation, desk),
        "member list" => unary::member_list(invocation, desk),
        "member add" => member::add(invocation, desk),
        "member remove" => member::remove(invocation, desk),
        "member update" => member::update(invocation, desk),
        "member promote" => member::promote(invocation, desk),
        "snapshot save" => snapshot::save(invocation, desk),
        "snapshot status" => snapshot::status(command, &invocation, desk),
        "snapshot restore" => snapshot::restore(command, &invocation, desk),
        "move-leader" => member::move_leader(invocation, desk),
        "lock" => lock::begin(invocation, desk),
        "elect" => elect::begin(invocation, desk),
        "auth enable" => auth::enable(invocation, desk),
        "auth disable" => auth::disable(invocation, desk),
        "auth status" => auth::status(invocation, desk),
        "user add" => user::add(invocation, desk),
        "user delete" => user::delete(invocation, desk),
        "user get" => user::get(invocation, desk),
        "user list" => user::list(invocation, desk),
        "user passwd" => user::passwd(invocation, desk),
        "user grant-role" => user::grant(invocation, desk),
        "user revoke-role" => user::revoke(invocation, desk),
        "role add" => role::add(invocation, desk),
        "role delete" => role::delete(invocation, desk),
        "role get" => role::get(invocation, desk),
        "role list" => role::list(invocation, desk),
        "role grant-permission" => role::grant(invocation, desk),
        "role revoke-permission" => role::revoke(invocation, desk),
        "make-mirror" => mirror::begin(invocation, desk),
        "check perf" => check::perf(invocation, desk),
        "check datascale" => check::datascale(invocation, desk),
        "version" => Ok(version(command, desk)),
        _ => Err(later(command)),
    }
}

/// The same for etcdutl.
fn begin_utl(command: Command, invocation: &Invocation, desk: &mut Desk) -> Next {
    match command.path {
        "snapshot status" => snapshot::status(command, invocation, desk),
        "snapshot restore" => snapshot::restore(command, invocation, desk),
        "defrag" => snapshot::defrag(invocation, desk),
        "version" => Ok(version(command, desk)),
        _ => Err(later(command)),
    }
}

fn version(command: Command, desk: &mut Desk) -> Machine {
    let name = command.program.name;
    desk.out(format!("{name} version: 3.5.1\nAPI version: 3.5\n"));
    over(desk)
}

/// A command that the tables have and this playground has not yet.
fn later(command: Command) -> Failure {
    let Command { program, path, .. } = command;
    let text = format!("{} {path} is not part of this playground yet", program.name);
    Failure::new(Failure::ERROR, text)
}

/// Ends a command that did what it was asked for.
pub(super) fn over(desk: &mut Desk) -> Machine {
    desk.exit(0);
    Machine::Over
}

impl Machine {
    /// Takes one event.
    pub(super) fn step(self, desk: &mut Desk, event: Event) -> Next {
        if let Self::Curl(curl) = self {
            return curl.step(desk, event);
        }
        if let Event::Signal(signal) = event {
            return self.signal(desk, signal);
        }
        match self {
            Self::Over | Self::Curl(_) => Ok(Self::Over),
            Self::Value(value) => value.step(desk, event),
            Self::Unary(unary) => unary.step(desk, event),
            Self::KeepAlive(keep_alive) => keep_alive.step(desk, &event),
            Self::Watch(watch) => watch.step(desk, event),
            Self::Txn(txn) => txn.step(desk, event),
            Self::Endpoints(endpoints) => endpoints.step(desk, event),
            Self::Add(add) => add.step(desk, event),
            Self::MoveLeader(moving) => moving.step(desk, event),
            Self::Go(line) => line.step(desk, event),
            Self::Save(save) => save.step(desk, event),
            Self::Enable(enable) => enable.step(desk, event),
            Self::Password(password) => password.step(desk, event),
            Self::Detail(detail) => detail.step(desk, event),
            Self::Program(program) => program.step(desk, event),
            Self::Lock(lock) => lock.step(desk, &event),
            Self::Elect(elect) => elect.step(desk, &event),
            Self::Mirror(mirror) => mirror.step(desk, &event),
            Self::Check(check) => check.step(desk, &event),
        }
    }

    /// Takes a signal: it ends all commands but those that catch it.
    fn signal(self, desk: &mut Desk, signal: Signal) -> Next {
        match self {
            Self::Lock(lock) if signal != Signal::Kill => lock.signal(desk, signal),
            Self::Elect(elect) if signal != Signal::Kill => elect.signal(desk, signal),
            Self::Check(check) => check.signal(desk, signal),
            _ => Err(Failure::silent(signal.exit_code())),
        }
    }

    /// Whether it holds its shell until it is interrupted.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Watch(watch) => watch.holds(),
            Self::KeepAlive(keep_alive) => keep_alive.holds(),
            Self::Go(line) => line.holds(),
            Self::Txn(txn) => txn.holds(),
            Self::Lock(lock) => lock.holds(),
            Self::Elect(elect) => elect.holds(),
            Self::Curl(curl) => curl.holds(),
            Self::Mirror(mirror) => mirror.holds(),
            _ => false,
        }
    }

    /// Whether what it reads is not shown.
    pub(super) const fn hides(&self) -> bool {
        match self {
            Self::Password(password) => password.hides(),
            Self::Mirror(mirror) => mirror.reads(),
            _ => false,
        }
    }

    /// Whether it waits for standard input.
    pub(super) fn reads(&self) -> bool {
        match self {
            Self::Value(_) | Self::Password(_) | Self::Program(_) => true,
            Self::Txn(txn) => txn.reads(),
            Self::Watch(watch) => watch.reads(),
            Self::Curl(curl) => curl.reads(),
            Self::Mirror(mirror) => mirror.reads(),
            _ => false,
        }
    }
}
