//! The load of a check: clients that each write one key at a time, fed by a limiter
//! (`golang.org/x/time/rate` with a burst of one) or as fast as they can. It must not know what
//! comes before or after.

use bytes::Bytes;

use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::etcd::api;
use crate::units::{Map, Micros, Rng};

use super::bar::{self, Bar};
use super::stats::Stats;

/// How long `check perf` writes.
pub(super) const DURATION: Micros = Micros::from_secs(60);

/// Pairs of one kibibyte or more that a page can hold besides its history.
const PAIRS_MAX: u64 = 60_000;

/// Values are zeros.
static ZEROS: [u8; 1024] = [0; 1024];

/// Which check it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Perf,
    Datascale,
}

/// How heavy the load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Model {
    /// Writes a second, or pairs.
    pub(super) limit: u64,
    pub(super) clients: u64,
}

/// The loads by their names.
const NAMES: [[&[u8]; 2]; 4] = [
    [b"s", b"small"],
    [b"m", b"medium"],
    [b"l", b"large"],
    [b"xl", b"xLarge"],
];
const CLIENTS: [u64; 4] = [50, 200, 500, 1000];
const WRITES: [u64; 4] = [150, 1_000, 8_000, 15_000];
const PAIRS: [u64; 4] = [10_000, 100_000, 1_000_000, 3_000_000];

impl Kind {
    /// The load of that name.
    pub(super) fn model(self, name: &[u8]) -> Option<Model> {
        let place = NAMES.iter().position(|names| names.contains(&name))?;
        let limits = match self {
            Self::Perf => WRITES,
            Self::Datascale => PAIRS,
        };
        Some(Model {
            limit: limits[place],
            clients: CLIENTS[place],
        })
    }

    /// Bytes of a key behind the prefix, and of a value.
    const fn sizes(self) -> (usize, usize) {
        match self {
            Self::Perf => (256, 1024),
            Self::Datascale => (512, 512),
        }
    }
}

impl Model {
    /// What it would write, if that is too much.
    pub(super) fn too_much(self, kind: Kind) -> Option<String> {
        let pairs = match kind {
            Kind::Perf => self.limit * DURATION.0 / 1_000_000,
            Kind::Datascale => self.limit,
        };
        let (key, value) = kind.sizes();
        (pairs > PAIRS_MAX).then(|| {
            let bytes = key + value;
            format!("this load writes {pairs} pairs of {bytes} bytes")
        })
    }
}

/// A load under way; all times are from its start.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Load {
    kind: Kind,
    model: Model,
    prefix: Bytes,
    rng: Rng,
    /// The bytes behind the prefix, of which each key changes the first ones.
    suffix: Vec<u8>,
    stats: Stats,
    now: Micros,
    /// Calls under way, and when they were made.
    calls: Map<u32, Micros>,
    /// Writes made out so far, and those of them that wait for a client.
    made: u64,
    waiting: u64,
    /// One more write is made out, but there is no room for it.
    blocked: bool,
    /// The limiter's timer, when it rings, and when the last write was let pass.
    token: Option<u32>,
    token_at: Micros,
    last: Micros,
    /// When no more is made out.
    window: Micros,
    closed: bool,
    /// When the last answer came.
    ended: Option<Micros>,
    bar: Bar,
    tick: u32,
    tick_at: Micros,
    finished: bool,
}

impl Load {
    pub(super) fn new(kind: Kind, model: Model, prefix: &Bytes) -> Self {
        let bar = match kind {
            Kind::Perf => DURATION.0 / 1_000_000,
            Kind::Datascale => model.limit,
        };
        Self {
            kind,
            model,
            prefix: prefix.clone(),
            rng: Rng::new(1),
            suffix: vec![0; kind.sizes().0],
            stats: Stats::default(),
            now: Micros::ZERO,
            calls: Map::new(),
            made: 0,
            waiting: 0,
            blocked: false,
            token: None,
            token_at: Micros::ZERO,
            last: Micros::ZERO,
            window: DURATION,
            closed: false,
            ended: None,
            bar: Bar::new(bar),
            tick: 0,
            tick_at: Micros::ZERO,
            finished: false,
        }
    }

    /// Part of its time was spent before it began.
    pub(super) fn late(&mut self, spent: Micros) {
        self.window = self.window.since(spent);
    }

    pub(super) fn start(&mut self, desk: &mut Desk) {
        self.draw(desk);
        match self.kind {
            Kind::Perf => self.make(desk),
            Kind::Datascale => {
                self.waiting = self.model.limit;
                self.closed = true;
                self.send(desk);
            }
        }
    }

    /// No more is made out, and the bar stays as it is.
    pub(super) fn interrupt(&mut self, desk: &mut Desk) {
        self.closed = true;
        self.token = None;
        self.finished = true;
        self.end(desk);
    }

    /// Whether all is answered and the bar is done.
    pub(super) const fn is_over(&self) -> bool {
        self.ended.is_some() && self.finished
    }

    pub(super) fn verdict(&self) -> (String, bool) {
        let total = self.ended.unwrap_or(self.now);
        self.stats.verdict(self.model.limit, total)
    }

    pub(super) fn refusals(&self) -> String {
        self.stats.refusals()
    }

    pub(super) fn step(&mut self, desk: &mut Desk, event: &Event) {
        match event {
            Event::Response { call, result, took } => {
                let Some(made) = self.calls.remove(call) else {
                    return;
                };
                self.now = made + *took;
                let error = result.as_ref().err().map(ToString::to_string);
                self.stats.add(*took, error);
                self.send(desk);
                if self.blocked {
                    self.blocked = false;
                    self.waiting += 1;
                    self.send(desk);
                    self.next(desk);
                }
            }
            Event::Timer { timer } if self.token == Some(*timer) => {
                self.now = self.token_at;
                self.token = None;
                self.make(desk);
            }
            Event::Timer { timer } if self.tick == *timer && !self.finished => {
                self.now = self.tick_at;
                self.draw(desk);
            }
            _ => {}
        }
        self.end(desk);
    }

    /// The last write may have been answered.
    fn end(&mut self, desk: &mut Desk) {
        let all = self.closed && !self.blocked && self.waiting == 0 && self.calls.is_empty();
        if all && self.ended.is_none() {
            self.ended = Some(self.now);
            if self.kind == Kind::Datascale {
                self.finish(desk);
            }
        }
    }

    /// What the bar counts.
    fn counted(&self) -> u64 {
        match self.kind {
            Kind::Perf => self.now.0 / 1_000_000,
            Kind::Datascale => self.stats.count(),
        }
    }

    fn draw(&mut self, desk: &mut Desk) {
        let counted = self.counted();
        if self.kind == Kind::Perf && counted >= self.bar.total {
            return self.finish(desk);
        }
        desk.out(self.bar.draw(self.now, counted));
        self.tick = desk.timer(bar::EVERY);
        self.tick_at = self.now + bar::EVERY;
    }

    fn finish(&mut self, desk: &mut Desk) {
        desk.out(self.bar.finish(self.now, self.counted()));
        self.finished = true;
    }

    /// The limiter lets one more write pass.
    fn make(&mut self, desk: &mut Desk) {
        self.made += 1;
        self.last = self.now;
        if self.waiting == self.model.clients {
            self.blocked = true;
            return;
        }
        self.waiting += 1;
        self.send(desk);
        self.next(desk);
    }

    /// Waits for the limiter, or sees that its time would be over.
    fn next(&mut self, desk: &mut Desk) {
        if self.closed {
            return;
        }
        // A second is a whole number of intervals.
        let limit = self.model.limit;
        let interval = self.made * 1_000_000 / limit - (self.made - 1) * 1_000_000 / limit;
        let at = (self.last + Micros(interval)).max(self.now);
        if at > self.window {
            self.closed = true;
        } else {
            self.token = Some(desk.timer(at.since(self.now)));
            self.token_at = at;
        }
    }

    /// Gives waiting writes to clients that are free.
    fn send(&mut self, desk: &mut Desk) {
        while self.waiting > 0 && (self.calls.len() as u64) < self.model.clients {
            self.waiting -= 1;
            let request = api::Request::Put(api::PutRequest {
                key: self.key(),
                value: Bytes::from_static(&ZEROS[..self.kind.sizes().1]),
                ..api::PutRequest::default()
            });
            let call = desk.call(request, Micros::MAX);
            self.calls.insert(call, self.now);
        }
    }

    /// The next key: a random number as a varint before what the last one left.
    fn key(&mut self) -> Bytes {
        let mut number = self.rng.next_u64() >> 1 << 1;
        let mut bytes = self.suffix.iter_mut();
        while number >= 0x80 {
            if let Some(byte) = bytes.next() {
                *byte = number.to_le_bytes()[0] | 0x80;
            }
            number >>= 7;
        }
        if let Some(byte) = bytes.next() {
            *byte = number.to_le_bytes()[0];
        }
        [&self.prefix[..], &self.suffix].concat().into()
    }
}
