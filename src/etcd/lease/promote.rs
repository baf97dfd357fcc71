//! The lessor's changes of office: what happens to expiries when leadership comes and goes.

use super::{Heap, Lessor};
use crate::units::{LeaseId, Map, Micros};

/// From this many leases on, a new primary spreads their expiries.
const SPREAD_FROM: usize = 1_000;
/// Leases that may run out in one second after a spread.
const EXPIRES_PER_SECOND: u64 = 750;

impl Lessor {
    /// Makes this the primary: every lease gets its full TTL again plus `extend`, so that none runs
    /// out sooner than its clients were told. Of very many, expiries are spread.
    pub fn promote(&mut self, now: Micros, extend: Micros) {
        self.primary = true;
        let spans: Vec<(LeaseId, Micros)> =
            self.iter().map(|(id, lease)| (id, lease.span())).collect();
        for &(id, span) in &spans {
            self.schedule(id, now + extend + span);
        }
        if spans.len() >= SPREAD_FROM {
            self.spread(now, extend);
        }
    }

    /// Delays leases that would run out together beyond [`EXPIRES_PER_SECOND`].
    ///
    /// A window opens at a lease and lasts a second; each lease too many in it is delayed by its
    /// place in the pile, less what it is ahead of the window's start already, and keeps the window
    /// open until its own delayed end.
    fn spread(&mut self, now: Micros, extend: Micros) {
        const SECOND: Micros = Micros::from_secs(1);
        let mut window: Option<(Micros, Micros)> = None;
        let mut expires = 0;
        for id in self.by_expiry() {
            let Some(remaining) = self.expiry(id).map(|expiry| expiry.since(now)) else {
                continue;
            };
            let (base, next) = *window.get_or_insert((remaining, remaining + SECOND));
            if remaining > next {
                window = Some((remaining, remaining + SECOND));
                expires = 1;
                continue;
            }
            expires += 1;
            if expires <= EXPIRES_PER_SECOND {
                continue;
            }
            let pile = Micros(SECOND.0 * expires / EXPIRES_PER_SECOND);
            let delay = pile.since(remaining.since(base));
            window = Some((base, base + delay));
            let span = self.get(id).map_or(Micros::ZERO, super::Lease::span);
            self.schedule(id, now + delay + extend + span);
        }
    }

    /// Gives up office: from now on no lease runs out here.
    pub fn demote(&mut self) {
        self.primary = false;
        self.expiries = Map::new();
        self.expiring = 0;
        self.queue = Heap::default();
    }
}
