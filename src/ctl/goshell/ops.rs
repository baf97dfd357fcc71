//! clientv3's operations and their options (`op.go`): what options make of a request, and which
//! ones Go panics at. It must not know how a line is written, nor who asks.

use bytes::Bytes;

use crate::ctl::verbs::prefix_end;
use crate::etcd::api::{
    DeleteRangeRequest, PutRequest, RangeRequest, SortOrder, SortTarget, WatchCreateRequest,
};

use super::Stop;
use super::args::{Args, number, text};
use super::syntax::Expr;

/// An operation with its options: like clientv3's `Op`, one value for all kinds.
#[derive(Default)]
pub(super) struct Op {
    pub(super) range: RangeRequest,
    pub(super) put: PutRequest,
    pub(super) watch: WatchCreateRequest,
    /// Whether the answer to its creation is shown too.
    pub(super) created: bool,
    ended: bool,
    sorted: bool,
}

/// What takes options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Get,
    Put,
    Delete,
    Watch,
}

/// The names of `SortTarget` in clientv3, from 0 on.
pub(in crate::ctl) const TARGETS: [&str; 5] = [
    "SortByKey",
    "SortByVersion",
    "SortByCreateRevision",
    "SortByModRevision",
    "SortByValue",
];

/// The names of `SortOrder`, from 0 on.
pub(in crate::ctl) const ORDERS: [&str; 3] = ["SortNone", "SortAscend", "SortDescend"];

/// Options that are a list of options: the first by a target and an order.
const TOPS: [(&str, SortTarget, SortOrder); 6] = [
    ("WithFirstCreate", SortTarget::Create, SortOrder::Ascend),
    ("WithLastCreate", SortTarget::Create, SortOrder::Descend),
    ("WithFirstKey", SortTarget::Key, SortOrder::Ascend),
    ("WithLastKey", SortTarget::Key, SortOrder::Descend),
    ("WithFirstRev", SortTarget::Mod, SortOrder::Ascend),
    ("WithLastRev", SortTarget::Mod, SortOrder::Descend),
];

impl Op {
    /// An operation on a key, its options among the arguments from `from` on.
    pub(super) fn new(kind: Kind, key: &[u8], args: &Args<'_>, from: usize) -> Result<Self, Stop> {
        let mut op = Self::default();
        op.range.key = Bytes::copy_from_slice(key);
        let options = args.all().get(from..).unwrap_or_default();
        for option in options {
            op.option(args, option, options.len() == 1)?;
        }
        match op.odd(kind) {
            Some((word, what)) => Err(Stop::Panic(format!("unexpected {word} in {what}"))),
            None => Ok(op),
        }
    }

    fn option(&mut self, args: &Args<'_>, option: &Expr, alone: bool) -> Result<(), Stop> {
        let Expr::Call(call) = option else {
            return Err(args.refusal());
        };
        let name = call.name.strip_prefix("clientv3.").unwrap_or(&call.name);
        if let Some((_, target, order)) = TOPS.iter().find(|it| it.0 == name) {
            if !alone || !args.spread() || !call.args.is_empty() {
                let why = format!("{name}() is a list: write {name}()... as the only option");
                return Err(Stop::Refused(why));
            }
            self.prefix();
            self.sort(*target, *order);
            self.range.limit = 1;
            return Ok(());
        }
        let understood = !args.spread()
            && call.on.is_none()
            && match call.args.as_slice() {
                [] => self.flag(name),
                [value] => self.one(args, name, value),
                [target, order] if name == "WithSort" => self.sort_by(target, order),
                _ => false,
            };
        understood.then_some(()).ok_or_else(|| args.refusal())
    }

    /// An option without an argument.
    fn flag(&mut self, name: &str) -> bool {
        let flag = match name {
            "WithPrefix" => {
                self.prefix();
                return true;
            }
            "WithFromKey" => {
                self.whole();
                self.end(b"\0");
                return true;
            }
            "WithFilterPut" => {
                self.watch.filters.push(0);
                return true;
            }
            "WithFilterDelete" => {
                self.watch.filters.push(1);
                return true;
            }
            "WithSerializable" => &mut self.range.serializable,
            "WithKeysOnly" => &mut self.range.keys_only,
            "WithCountOnly" => &mut self.range.count_only,
            "WithPrevKV" => &mut self.put.prev_kv,
            "WithIgnoreValue" => &mut self.put.ignore_value,
            "WithIgnoreLease" => &mut self.put.ignore_lease,
            "WithProgressNotify" => &mut self.watch.progress_notify,
            "WithFragment" => &mut self.watch.fragment,
            "WithCreatedNotify" => &mut self.created,
            _ => return false,
        };
        *flag = true;
        true
    }

    /// An option with one argument.
    fn one(&mut self, args: &Args<'_>, name: &str, value: &Expr) -> bool {
        if name == "WithRange" {
            let end = text(value);
            self.end(end.unwrap_or_default());
            return end.is_some();
        }
        let field = match name {
            "WithLease" => &mut self.put.lease,
            "WithLimit" => &mut self.range.limit,
            "WithRev" => &mut self.range.revision,
            "WithMinModRev" => &mut self.range.min_mod_revision,
            "WithMaxModRev" => &mut self.range.max_mod_revision,
            "WithMinCreateRev" => &mut self.range.min_create_revision,
            "WithMaxCreateRev" => &mut self.range.max_create_revision,
            _ => return false,
        };
        let value = number(value, args.lease());
        *field = value.unwrap_or_default();
        value.is_some()
    }

    fn sort_by(&mut self, target: &Expr, order: &Expr) -> bool {
        let place = |names: &[&str], expr: &Expr| {
            let Expr::Name(name) = expr else {
                return None;
            };
            let name = name.strip_prefix("clientv3.")?;
            let place = names.iter().position(|known| *known == name)?;
            i32::try_from(place).ok()
        };
        let target = place(&TARGETS, target).and_then(|it| SortTarget::try_from(it).ok());
        let order = place(&ORDERS, order).and_then(|it| SortOrder::try_from(it).ok());
        let (Some(target), Some(order)) = (target, order) else {
            return false;
        };
        self.sort(target, order);
        true
    }

    /// Ascending keys are no order at all.
    fn sort(&mut self, target: SortTarget, order: SortOrder) {
        let plain = target == SortTarget::Key && order == SortOrder::Ascend;
        self.range.sort_order = if plain { 0 } else { order.into() };
        self.range.sort_target = target.into();
        self.sorted = true;
    }

    fn prefix(&mut self) {
        let end = prefix_end(&self.range.key);
        self.whole();
        self.end(&end);
    }

    /// No key at all begins with the first there can be.
    fn whole(&mut self) {
        if self.range.key.is_empty() {
            self.range.key = Bytes::from_static(b"\0");
        }
    }

    fn end(&mut self, end: &[u8]) {
        self.range.range_end = Bytes::copy_from_slice(end);
        self.ended = true;
    }

    /// The first option that this kind of operation panics at.
    fn odd(&self, kind: Kind) -> Option<(&'static str, &'static str)> {
        let range = &self.range;
        let mods = [range.min_mod_revision, range.max_mod_revision];
        let creates = [range.min_create_revision, range.max_create_revision];
        // Which kinds mind: put 1, delete 2, watch 4.
        let table = [
            (6, "lease", self.put.lease != 0),
            (1, "range", self.ended),
            (7, "limit", range.limit != 0),
            (3, "revision", range.revision != 0),
            (7, "sort", self.sorted),
            (7, "serializable", range.serializable),
            (7, "countOnly", range.count_only),
            (7, "mod revision filter", mods != [0, 0]),
            (7, "create revision filter", creates != [0, 0]),
            (3, "filter", !self.watch.filters.is_empty()),
            (3, "createdNotify", self.created),
        ];
        let (minds, what) = match kind {
            Kind::Get => (0, ""),
            Kind::Put => (1, "put"),
            Kind::Delete => (2, "delete"),
            Kind::Watch => (4, "watch"),
        };
        let mut odd = table.iter().filter(|it| it.2 && it.0 & minds != 0);
        odd.next().map(|it| (it.1, what))
    }

    /// The request of a delete.
    pub(super) fn delete(self) -> DeleteRangeRequest {
        DeleteRangeRequest {
            key: self.range.key,
            range_end: self.range.range_end,
            prev_kv: self.put.prev_kv,
        }
    }

    /// The request of a put.
    pub(super) fn put(self, value: &[u8]) -> PutRequest {
        PutRequest {
            key: self.range.key,
            value: Bytes::copy_from_slice(value),
            ..self.put
        }
    }

    /// The request of a watch; filters stand in etcd's order, each once.
    pub(super) fn watch(mut self) -> WatchCreateRequest {
        self.watch.filters.sort_unstable();
        self.watch.filters.dedup();
        WatchCreateRequest {
            key: self.range.key,
            range_end: self.range.range_end,
            start_revision: self.range.revision,
            prev_kv: self.put.prev_kv,
            ..self.watch
        }
    }
}
