//! The faults of a random world, and their repairs on the way.

use super::{
    act::Act,
    kind::{Kind, Weights},
    plan::{BOOTED, place},
};
use crate::{
    sim::{Delay, Fault, Power},
    units::{Micros, Rng},
};

/// What was done so far.
struct Drawn<'a> {
    rng: &'a mut Rng,
    power: Vec<Power>,
    /// Whether a link is not as it should be.
    hurt: bool,
}

/// Draws faults up to `end`.
pub(super) fn draw(
    members: usize,
    end: Micros,
    weights: &Weights,
    rng: &mut Rng,
    acts: &mut Vec<(Micros, Act)>,
) {
    // From a few faults in all to bursts of them.
    let pace = [20_000, 200_000, 800_000, 3_000_000][place(rng.below(4))];
    let mends = [150_000, 350_000, 550_000][place(rng.below(3))];
    let mut drawn = Drawn {
        rng,
        power: vec![Power::Up; members],
        hurt: false,
    };
    let mut now = BOOTED;
    loop {
        now = now + drawn.gap(pace);
        if now >= end {
            return;
        }
        let faults = if drawn.rng.chance(mends) {
            drawn.repair().into_iter().collect()
        } else {
            let kind = weights.pick(drawn.rng);
            kind.map_or_else(Vec::new, |kind| drawn.fault(kind))
        };
        acts.extend(faults.into_iter().map(|fault| (now, Act::Fault(fault))));
    }
}

impl Drawn<'_> {
    /// The next gap between two faults: sometimes next to nothing.
    fn gap(&mut self, pace: u64) -> Micros {
        match self.rng.below(5) {
            0 => Micros(self.rng.below(8_000)),
            1 => Micros::from_ms(self.rng.below(150)),
            _ => Micros(self.rng.below(2 * pace)),
        }
    }

    fn any(&mut self) -> usize {
        place(self.rng.below(self.power.len() as u64))
    }

    /// One of the members whose process is so.
    fn one(&mut self, wanted: Power) -> Option<usize> {
        let all = self.power.iter().enumerate();
        let places: Vec<usize> = all
            .filter(|(_, power)| **power == wanted)
            .map(|(place, _)| place)
            .collect();
        let at = place(self.rng.below(places.len() as u64));
        places.get(at).copied()
    }

    fn repair(&mut self) -> Option<Fault> {
        let (down, frozen) = (self.one(Power::Down), self.one(Power::Frozen));
        let heals = self.hurt && self.rng.below(3) == 0;
        if heals {
            self.hurt = false;
            return Some(Fault::HealAll);
        }
        let thaws = down.is_none() || self.rng.below(2) == 0;
        match (down, frozen) {
            (_, Some(member)) if thaws => self.up(member, Fault::Thaw(member)),
            (Some(member), _) => self.up(member, Fault::Restart(member)),
            (None, _) => {
                self.hurt = false;
                Some(Fault::HealAll)
            }
        }
    }

    fn up(&mut self, member: usize, fault: Fault) -> Option<Fault> {
        self.power[member] = Power::Up;
        Some(fault)
    }

    fn fault(&mut self, kind: Kind) -> Vec<Fault> {
        match kind {
            Kind::Blackout => {
                let all: Vec<usize> = (0..self.power.len()).collect();
                let alive = all.into_iter().filter(|it| self.power[*it] != Power::Down);
                let faults = alive.map(Fault::LoseTail).collect();
                self.power.fill(Power::Down);
                faults
            }
            Kind::Kill | Kind::Power | Kind::Freeze | Kind::Timeout | Kind::Tear | Kind::Wipe => {
                self.on_process(kind).into_iter().collect()
            }
            Kind::Skew | Kind::Drift | Kind::SlowDisk | Kind::FullDisk => {
                self.hurt = true;
                self.on_machine(kind).into_iter().collect()
            }
            _ => self.on_links(kind).into_iter().collect(),
        }
    }

    fn on_process(&mut self, kind: Kind) -> Option<Fault> {
        let dead = matches!(kind, Kind::Tear | Kind::Wipe);
        let member = self.one(if dead { Power::Down } else { Power::Up })?;
        match kind {
            Kind::Tear => return Some(Fault::TearRecord(member)),
            Kind::Wipe => return Some(Fault::WipeDisk(member)),
            Kind::Timeout => return Some(Fault::TimeoutNow(member)),
            Kind::Freeze => {
                self.power[member] = Power::Frozen;
                return Some(Fault::Freeze(member));
            }
            // Some come back at once, as a supervisor would have it.
            _ if self.rng.below(4) == 0 => return Some(Fault::Restart(member)),
            _ => {}
        }
        self.power[member] = Power::Down;
        Some(if kind == Kind::Kill {
            Fault::Kill(member)
        } else {
            Fault::LoseTail(member)
        })
    }

    fn on_machine(&mut self, kind: Kind) -> Option<Fault> {
        let member = self.any();
        Some(match kind {
            Kind::Skew => Fault::Skew {
                member,
                by: self.rng.below(20_000_000).cast_signed() - 10_000_000,
            },
            Kind::Drift => Fault::Drift {
                member,
                ppm: [-500_000, -200_000, -50_000, 50_000, 300_000, 1_000_000]
                    [place(self.rng.below(6))],
            },
            Kind::SlowDisk => {
                let base = Micros::from_ms(self.rng.below(300));
                let spread = Micros::from_ms(self.rng.below(100));
                let delay = Delay { base, spread };
                Fault::SlowDisk { member, delay }
            }
            _ => Fault::FullDisk(member, true),
        })
    }

    fn often(&mut self) -> u32 {
        [50_000, 200_000, 500_000][place(self.rng.below(3))]
    }

    fn on_links(&mut self, kind: Kind) -> Option<Fault> {
        let (from, to) = (self.any(), self.any());
        self.hurt = true;
        let fault = match kind {
            Kind::Isolate => return Some(Fault::Isolate(from)),
            Kind::Partition => {
                let members = self.power.len();
                let side: Vec<usize> = (0..members).filter(|_| self.rng.below(2) == 0).collect();
                let splits = (1..members).contains(&side.len());
                return splits.then_some(Fault::Partition(vec![side]));
            }
            Kind::Cut => Fault::Cut { from, to },
            Kind::Loss => Fault::Loss {
                from,
                to,
                ppm: self.often(),
            },
            Kind::Duplication => Fault::Duplication {
                from,
                to,
                ppm: self.often(),
            },
            Kind::Reordering => Fault::Reordering {
                from,
                to,
                ppm: self.often(),
            },
            Kind::Delay => {
                let base = Micros::from_ms(self.rng.below(400));
                let spread = Micros::from_ms(self.rng.below(base.as_ms() + 1));
                let delay = Delay { base, spread };
                Fault::Delay { from, to, delay }
            }
            _ => return None,
        };
        (from != to).then_some(fault)
    }
}
