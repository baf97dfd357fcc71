//! The commands themselves, one file per family. They must not know how words became flags.

mod endpoint;
mod keep_alive;
mod kv;
mod lease;
mod member;
mod txn;
mod unary;
mod watch;
mod watch_args;

use super::curl::Curl;
use super::desk::{Desk, Failure};
use super::globals::Invocation;
use super::job::{Event, Signal};
use super::tree::Run;

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
    Curl(Box<Curl>),
}

/// What a step of a machine leaves: the next machine, or an end with an error.
pub(super) type Next = Result<Machine, Failure>;

/// Starts a command whose line is read.
pub(super) fn begin(run: Run, invocation: Invocation, desk: &mut Desk) -> Next {
    match run {
        Run::Get => kv::get(invocation, desk),
        Run::Put => kv::put(invocation, desk),
        Run::Del => kv::del(invocation, desk),
        Run::Txn => txn::begin(invocation, desk),
        Run::Compaction => kv::compaction(invocation, desk),
        Run::Watch => watch::begin(invocation, desk),
        Run::LeaseGrant => lease::grant(invocation, desk),
        Run::LeaseRevoke => lease::revoke(invocation, desk),
        Run::LeaseTimeToLive => lease::time_to_live(invocation, desk),
        Run::LeaseList => lease::list(invocation, desk),
        Run::LeaseKeepAlive => keep_alive::begin(invocation, desk),
        Run::EndpointHealth => endpoint::health(invocation, desk),
        Run::EndpointStatus => endpoint::status(invocation, desk),
        Run::MemberList => unary::member_list(invocation, desk),
        Run::MemberAdd => member::add(invocation, desk),
        Run::MemberRemove => member::remove(invocation, desk),
        Run::MemberUpdate => member::update(invocation, desk),
        Run::MemberPromote => member::promote(invocation, desk),
        Run::MoveLeader => member::move_leader(invocation, desk),
        Run::Version => {
            desk.out("etcdctl version: 3.5.1\nAPI version: 3.5\n");
            Ok(over(desk))
        }
        Run::Group | Run::Help | Run::Later => Ok(over(desk)),
    }
}

/// Ends a command that did what it was asked for.
fn over(desk: &mut Desk) -> Machine {
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
            return Err(Failure::silent(Signal::exit_code(signal)));
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
        }
    }

    /// Whether it holds its shell until it is interrupted.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Watch(watch) => watch.holds(),
            Self::KeepAlive(keep_alive) => keep_alive.holds(),
            Self::Curl(curl) => curl.holds(),
            _ => false,
        }
    }

    /// Whether it waits for standard input.
    pub(super) fn reads(&self) -> bool {
        match self {
            Self::Value(_) | Self::Txn(_) => true,
            Self::Watch(watch) => watch.reads(),
            Self::Curl(curl) => curl.reads(),
            _ => false,
        }
    }
}
