//! Draws schedules: each seed has its own weights, settings and length.

use crate::{
    cluster::Cluster,
    compare::{Outcome, Run},
    member::{Address, Change, Member, Role, Settings, Single, Transition},
    ours::Ours,
    raft::Rules,
    schedule::{Schedule, Step},
    units::Rng,
};

/// Draws one schedule's steps, each from what the cluster looks like then.
pub struct Generator {
    rng: Rng,
    weights: [u64; KINDS],
    left: usize,
    word: u64,
    until_settle: u64,
}

/// Kinds of steps that are drawn.
const KINDS: usize = 16;
/// The kind that changes the configuration.
const CHANGE: usize = 7;

impl Generator {
    /// The generator of a seed, and the settings it draws.
    #[must_use]
    pub fn new(seed: u64, rules: Rules) -> (Self, Settings) {
        let mut rng = Rng::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(1));
        let settings = Settings {
            voters: if rng.below(3) == 0 { 5 } else { 3 },
            spares: 2,
            election_ticks: 3 + u32::try_from(rng.below(5)).expect("small"),
            pre_vote: rng.below(2) == 0,
            check_quorum: rng.below(2) == 0,
            one_entry: rng.below(3) == 0,
            inflight: [256, 256, 3, 1][usize::try_from(rng.below(4)).expect("small")],
            reports: rng.below(2) == 0,
            allow: u32::MAX,
            rules,
        };
        let mut weights = WEIGHTS;
        // Swarm: some kinds are rare or absent in each schedule, so that others meet more often.
        for weight in &mut weights {
            match rng.below(5) {
                0 => *weight /= 5,
                1 => *weight *= 3,
                _ => {}
            }
        }
        let left = 40 + usize::try_from(rng.below(160)).expect("small");
        let generator = Self {
            until_settle: 10 + rng.below(30),
            rng,
            weights,
            left,
            word: 0,
        };
        (generator, settings)
    }

    /// Draws the schedule of a seed while both cores run it; what `allow` lacks is not allowed.
    #[must_use]
    pub fn run(seed: u64, rules: Rules, allow: u32) -> (Schedule, Outcome) {
        let (mut generator, settings) = Self::new(seed, rules);
        let mut schedule = Schedule {
            settings: Settings { allow, ..settings },
            seed,
            steps: Vec::new(),
        };
        let mut run = Run::new(&schedule);
        while let Some(step) = generator.next(&run.ours) {
            let goes_on = run.step(&step);
            schedule.steps.push(step);
            if !goes_on {
                break;
            }
        }
        run.outcome.evened = run.theirs.evened();
        (schedule, run.outcome)
    }

    /// The next step, or none.
    pub fn next(&mut self, cluster: &Cluster<Ours>) -> Option<Step> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        if self.left == 0 {
            return Some(Step::Heal);
        }
        self.until_settle -= 1;
        if self.until_settle == 0 {
            self.until_settle = 10 + self.rng.below(30);
            return Some(if self.rng.below(4) == 0 {
                Step::Heal
            } else {
                Step::Settle
            });
        }
        for _ in 0..20 {
            let step = self.draw(cluster);
            if step.is_some() {
                return step;
            }
        }
        Some(Step::Round)
    }

    fn id(&mut self, cluster: &Cluster<Ours>) -> u64 {
        let settings = cluster.settings();
        1 + self.rng.below(settings.voters + settings.spares)
    }

    /// A member that leads, most of the time.
    fn leader(&mut self, cluster: &Cluster<Ours>) -> u64 {
        let leads = |id: &u64| {
            let member = cluster.running(*id);
            member.is_some_and(|it| it.view().role == Role::Leader)
        };
        let known = cluster.settings().ids().rfind(leads);
        match known {
            Some(id) if self.rng.below(5) > 0 => id,
            _ => self.id(cluster),
        }
    }

    fn message(&mut self, cluster: &Cluster<Ours>) -> Option<(Address, usize)> {
        let all: Vec<Address> = cluster.under_way().collect();
        let place = usize::try_from(self.rng.below(all.len() as u64)).expect("small");
        let address = *all.get(place)?;
        let k = all[..place].iter().filter(|it| **it == address).count();
        Some((address, k))
    }

    fn draw(&mut self, cluster: &Cluster<Ours>) -> Option<Step> {
        let total: u64 = self.weights.iter().sum();
        let mut at = self.rng.below(total);
        let kind = self.weights.iter().position(|weight| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        })?;
        self.word += 1;
        let word = self.word;
        Some(match kind {
            0 => Step::Ready(self.id(cluster)),
            1 => Step::Round,
            2 => {
                let (address, k) = self.message(cluster)?;
                Step::Deliver(address, k)
            }
            3 => {
                let (address, k) = self.message(cluster)?;
                Step::Drop(address, k)
            }
            4 => {
                let (address, k) = self.message(cluster)?;
                Step::Copy(address, k)
            }
            5 => Step::Tick(self.id(cluster)),
            6 => Step::Propose(self.leader(cluster), word),
            CHANGE => Step::Change(self.leader(cluster), self.change(cluster)),
            8 => Step::Campaign(self.id(cluster)),
            9 => Step::Transfer(self.leader(cluster), self.id(cluster)),
            10 => Step::Read(self.id(cluster), word),
            11 => self.link(cluster),
            12 => self.crash_or_boot(cluster),
            13 => self.compact(cluster)?,
            14 => {
                let ticks = u64::from(cluster.settings().election_ticks);
                let timeout = u32::try_from(ticks + self.rng.below(ticks)).expect("small");
                Step::Pin(self.id(cluster), timeout)
            }
            _ => Step::Unreachable(self.leader(cluster), self.id(cluster)),
        })
    }

    fn link(&mut self, cluster: &Cluster<Ours>) -> Step {
        let (from, to) = (self.id(cluster), self.id(cluster));
        if self.rng.below(2) == 0 {
            Step::Cut(from, to)
        } else {
            Step::Mend(from, to)
        }
    }

    fn crash_or_boot(&mut self, cluster: &Cluster<Ours>) -> Step {
        let down = |id: &u64| cluster.running(*id).is_none();
        match cluster.settings().ids().find(down) {
            Some(id) if self.rng.below(2) == 0 => Step::Boot(id),
            _ => Step::Crash(self.id(cluster)),
        }
    }

    fn compact(&mut self, cluster: &Cluster<Ours>) -> Option<Step> {
        let id = self.id(cluster);
        let applied = cluster.running(id)?.view().applied;
        Some(Step::Compact(id, applied.saturating_sub(self.rng.below(3))))
    }

    /// A change that no order of others can make senseless: members 1 and 2 stay voters.
    fn change(&mut self, cluster: &Cluster<Ours>) -> Change {
        let all = cluster.settings().voters + cluster.settings().spares;
        let count = if self.rng.below(3) == 0 { 2 } else { 1 };
        let mut singles = Vec::new();
        for _ in 0..count {
            let id = 3 + self.rng.below(all - 2);
            singles.push(match self.rng.below(3) {
                0 => Single::Voter(id),
                1 => Single::Learner(id),
                _ => Single::Remove(id),
            });
        }
        let transition = match self.rng.below(6) {
            0 => Transition::Implicit,
            1 => Transition::Explicit,
            _ => Transition::Auto,
        };
        if self.rng.below(4) == 0 {
            return Change {
                transition: Transition::Auto,
                singles: Vec::new(),
            };
        }
        Change {
            transition,
            singles,
        }
    }
}

/// How often each kind is drawn before the seed's own taste.
const WEIGHTS: [u64; KINDS] = [30, 20, 60, 6, 4, 20, 20, 6, 2, 2, 6, 3, 3, 3, 2, 1];
