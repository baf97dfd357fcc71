//! The arguments of one call, and how they are asked for. It must not know what a call does.

use super::Stop;
use super::signatures::takes;
use super::syntax::{Call, Expr};

/// The arguments of a call of a known name.
pub(super) struct Args<'a> {
    call: &'a Call,
    name: &'a str,
    lease: Option<i64>,
}

impl<'a> Args<'a> {
    pub(super) const fn new(call: &'a Call, name: &'a str, lease: Option<i64>) -> Self {
        Self { call, name, lease }
    }

    pub(super) fn all(&self) -> &'a [Expr] {
        &self.call.args
    }

    pub(super) const fn spread(&self) -> bool {
        self.call.spread
    }

    /// The lease that was granted last.
    pub(super) const fn lease(&self) -> Option<i64> {
        self.lease
    }

    /// What the call takes, for one that has something else.
    pub(super) fn refusal(&self) -> Stop {
        Stop::Refused(takes(self.name))
    }

    /// The context in front.
    pub(super) fn context(&self) -> Result<(), Stop> {
        let known = match self.all().first() {
            Some(Expr::Name(name)) => name == "ctx",
            Some(Expr::Call(call)) => {
                let names = ["context.Background", "context.TODO"];
                names.contains(&call.name.as_str()) && call.args.is_empty()
            }
            _ => false,
        };
        known.then_some(()).ok_or_else(|| self.refusal())
    }

    /// There are so many and no more.
    pub(super) fn count(&self, count: usize) -> Result<(), Stop> {
        let all = self.all().len() == count && !self.spread();
        all.then_some(()).ok_or_else(|| self.refusal())
    }

    /// A string.
    pub(super) fn text(&self, at: usize) -> Result<&'a [u8], Stop> {
        let found = self.all().get(at).and_then(text);
        found.ok_or_else(|| self.refusal())
    }

    /// A whole number.
    pub(super) fn number(&self, at: usize) -> Result<i64, Stop> {
        let found = self.all().get(at).and_then(|it| number(it, self.lease));
        found.ok_or_else(|| self.refusal())
    }
}

/// A string as a value.
pub(super) fn text(value: &Expr) -> Option<&[u8]> {
    match value {
        Expr::Text(text) => Some(text),
        _ => None,
    }
}

/// A number as a value: `7`, `clientv3.LeaseID(7)`, `resp.ID`, which is the lease granted last.
pub(in crate::ctl) fn number(value: &Expr, lease: Option<i64>) -> Option<i64> {
    match value {
        Expr::Number(number) => i64::try_from(*number).ok(),
        Expr::Name(name) if name == "clientv3.NoLease" => Some(0),
        Expr::Name(name) if name.ends_with(".ID") => lease,
        Expr::Call(call) => match call.args.as_slice() {
            [within] if matches!(call.name.as_str(), "clientv3.LeaseID" | "int64" | "uint64") => {
                number(within, lease)
            }
            _ => None,
        },
        _ => None,
    }
}
