//! Random worlds with random faults and clients, judged after every event.
//!
//! A plan is drawn from a seed before anything happens, so the same seed is the same story on every
//! machine; a failure carries the seed and the story as lines to type. It must not know the clock
//! on the wall.

use super::{
    clients::{Ask, Clients},
    hands::hands,
    judges::{Judge, Property, Verdict, Violation, ensure},
};
use crate::{
    raft::{Role, Rules},
    sim::{Config, Delay, Fault, Handling, Happened, Power, World},
    units::{Micros, Rng},
};

/// When faults and clients begin.
pub(super) const BOOTED: Micros = Micros::from_secs(3);

/// How long faults go on.
const CHAOS: Micros = Micros::from_secs(20);

/// From the repair to the moment when everything must be as if nothing had been: longer than two
/// terms of the longest lease, for a new leader grants every lease its full time again.
const RECOVERY: Micros = Micros::from_secs(18);

/// How long the last questions may take.
const LAST_QUESTIONS: Micros = Micros::from_secs(8);

/// Keys that clients fight about.
const KEYS: u64 = 8;

/// Something done to a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// To the cluster.
    Fault(Fault),
    /// To one message under way, whichever this number falls on.
    Handle {
        /// Which.
        pick: u64,
        /// What is done to it.
        act: Handling,
    },
    /// By a client.
    Ask {
        /// What it asks.
        ask: Ask,
        /// Members whose endpoints it knows, in its order.
        members: Vec<usize>,
        /// Its patience.
        timeout: Micros,
    },
    /// Everything is repaired.
    Repair,
}

/// A world and what will happen to it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where it was drawn from.
    pub seed: u64,
    /// The world.
    pub config: Config,
    /// What happens when, earliest first.
    pub acts: Vec<(Micros, Act)>,
    /// From here on every question must be answered well.
    pub calm: Micros,
}

/// What a world that kept its promises did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    /// Events handled.
    pub events: u64,
    /// Terms that had a leader.
    pub terms: usize,
    /// Writes that were acknowledged.
    pub writes: usize,
    /// Its hash at the end.
    pub hash: u64,
}

/// A world that did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// What it broke.
    pub violation: Violation,
    /// When.
    pub at: Micros,
    /// After how many events.
    pub events: u64,
    /// All that was done until then, as lines of a case.
    pub script: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            seed,
            violation,
            at,
            events,
            script,
        } = self;
        writeln!(
            f,
            "# seed {seed} breaks at {} us, after {events} events:",
            at.0
        )?;
        writeln!(f, "# {violation}")?;
        f.write_str(script)
    }
}

/// Draws a plan.
#[must_use]
pub fn plan(seed: u64, rules: Rules) -> Plan {
    let mut rng = Rng::new(seed ^ 0x5eed_0057_0f1e_5005);
    let config = config(seed, rules, &mut rng);
    let members = config.members.len();
    let mut acts = Vec::new();
    let calm = BOOTED + CHAOS;
    faults(members, calm, &mut rng, &mut acts);
    asks(members, calm, &mut rng, &mut acts);
    hands(members, calm, &mut rng, &mut acts);
    acts.push((calm, Act::Repair));
    let last = calm + RECOVERY;
    for member in 0..members {
        let put = Ask::Put {
            key: member as u64,
            lease: None,
        };
        let get = Ask::Get {
            key: member as u64,
            serializable: false,
        };
        for (ask, wait) in [(put, 0), (get, 2_000_000)] {
            let timeout = Micros::from_secs(5);
            let act = Act::Ask {
                ask,
                members: vec![member],
                timeout,
            };
            acts.push((last + Micros(wait), act));
        }
    }
    acts.sort_by_key(|(at, _)| *at);
    Plan {
        seed,
        config,
        acts,
        calm: last,
    }
}

/// Three members most of the time; sometimes slow disks, slow links, a short log.
fn config(seed: u64, rules: Rules, rng: &mut Rng) -> Config {
    let count = [3, 3, 3, 3, 3, 3, 5, 5, 1][place(rng.below(9))];
    let mut config = Config::tutorial();
    config.members = (1..=count).map(Config::tutorial_member).collect();
    config.seed = seed;
    let ms = |base: u64, spread: u64| Delay {
        base: Micros::from_ms(base),
        spread: Micros::from_ms(spread),
    };
    config.delays.peer_link = [ms(4, 2), ms(4, 2), ms(1, 0), ms(20, 40)][place(rng.below(4))];
    config.delays.wal_sync = [ms(2, 1), ms(2, 1), ms(30, 20), ms(60, 0)][place(rng.below(4))];
    let (snapshot_count, catch_up) = [(100_000, 5_000), (40, 10), (12, 10)][place(rng.below(3))];
    config.flags.snapshot_count = snapshot_count;
    config.flags.catch_up_entries = catch_up;
    config.flags.pre_vote = rng.below(5) > 0;
    config.flags.rules = rules;
    config
}

pub(super) fn place(number: u64) -> usize {
    usize::try_from(number).expect("a small number")
}

/// The next gap between two faults: mostly some hundred milliseconds, sometimes next to nothing.
fn gap(rng: &mut Rng) -> Micros {
    match rng.below(4) {
        0 => Micros(rng.below(8_000)),
        1 => Micros::from_ms(rng.below(150)),
        _ => Micros::from_ms(100 + rng.below(1_400)),
    }
}

fn faults(members: usize, end: Micros, rng: &mut Rng, acts: &mut Vec<(Micros, Act)>) {
    let mut power = vec![Power::Up; members];
    let mut now = BOOTED;
    loop {
        now = now + gap(rng);
        if now >= end {
            return;
        }
        let any = |rng: &mut Rng| place(rng.below(members as u64));
        let pick = |wanted: Power, rng: &mut Rng| {
            let places: Vec<usize> = (0..members)
                .filter(|place| power[*place] == wanted)
                .collect();
            places.get(place(rng.below(places.len() as u64))).copied()
        };
        let (from, to) = (any(rng), any(rng));
        let fault = match rng.below(20) {
            0 | 1 => pick(Power::Up, rng).map(Fault::Kill),
            2 | 3 => pick(Power::Up, rng).map(Fault::LoseTail),
            4..=8 => pick(Power::Down, rng).map(Fault::Restart),
            9 => Some(Fault::Restart(any(rng))),
            10 => pick(Power::Up, rng).map(Fault::Freeze),
            11 | 12 => pick(Power::Frozen, rng).map(Fault::Thaw),
            13 => Some(Fault::Isolate(from)),
            14 => {
                let side: Vec<usize> = (0..members).filter(|_| rng.below(2) == 0).collect();
                let splits = (1..members).contains(&side.len());
                splits.then_some(Fault::Partition(vec![side]))
            }
            15 if from != to => Some(Fault::Cut { from, to }),
            16 if from != to => Some(Fault::Loss {
                from,
                to,
                ppm: 200_000,
            }),
            17 => {
                let killed = (0..members).filter(|place| power[*place] != Power::Down);
                acts.extend(killed.map(|member| (now, Act::Fault(Fault::LoseTail(member)))));
                power.fill(Power::Down);
                None
            }
            _ => Some(Fault::HealAll),
        };
        let Some(fault) = fault else { continue };
        match fault {
            Fault::Kill(member) | Fault::LoseTail(member) => power[member] = Power::Down,
            Fault::Restart(member) | Fault::Thaw(member) => power[member] = Power::Up,
            Fault::Freeze(member) => power[member] = Power::Frozen,
            _ => {}
        }
        acts.push((now, Act::Fault(fault)));
    }
}

fn asks(members: usize, end: Micros, rng: &mut Rng, acts: &mut Vec<(Micros, Act)>) {
    let mut now = BOOTED;
    let pace = [20_000, 60_000, 200_000][place(rng.below(3))];
    while now < end {
        now = now + Micros(rng.below(2 * pace));
        let key = rng.below(KEYS);
        let lease = place(rng.below(8));
        let ask = match rng.below(40) {
            0..=15 => Ask::Put { key, lease: None },
            16..=19 => Ask::Put {
                key,
                lease: Some(lease),
            },
            20..=27 => Ask::Get {
                key,
                serializable: rng.below(4) == 0,
            },
            28..=33 => Ask::Delete { key },
            34 => Ask::Grant {
                ttl: 2 + rng.below(4).cast_signed(),
            },
            35 => Ask::Revoke { lease },
            36 | 37 => Ask::Renew { lease },
            38 => Ask::Watch {
                key: None,
                back: rng.below(50),
            },
            _ => Ask::Watch {
                key: Some(key),
                back: rng.below(50),
            },
        };
        let first = place(rng.below(members as u64));
        let count = if rng.below(2) == 0 { 1 } else { members };
        let known = (0..count).map(|next| (first + next) % members).collect();
        let timeout = Micros::from_ms(500 + rng.below(4_500));
        acts.push((
            now,
            Act::Ask {
                ask,
                members: known,
                timeout,
            },
        ));
    }
}

/// Lets a plan happen.
///
/// # Errors
/// The first broken promise, with all that led to it.
pub fn run(plan: &Plan) -> Result<Story, Box<Failure>> {
    let mut run = Run::new(plan);
    match run.whole(plan) {
        Ok(()) => Ok(Story {
            events: run.world.events(),
            terms: run.judge.terms_led(),
            writes: run.clients.written(),
            hash: run.world.hash(),
        }),
        Err(violation) => Err(Box::new(Failure {
            seed: plan.seed,
            violation,
            at: run.world.now(),
            events: run.world.events(),
            script: super::script::write(&plan.config, &run.done),
        })),
    }
}

/// A plan as a story to type, with what its clients learned on the way.
#[must_use]
pub fn script(plan: &Plan) -> String {
    let mut run = Run::new(plan);
    // How it ends is not asked here.
    run.whole(plan).ok();
    super::script::write(&plan.config, &run.done)
}

/// The world of a plan at a moment, for whoever wants to look; promises are not judged.
#[must_use]
pub fn world_at(plan: &Plan, moment: Micros) -> World {
    let mut run = Run::new(plan);
    for (at, act) in plan.acts.iter().take_while(|(at, _)| *at <= moment) {
        // Clients learn the ids of their leases from answers; whether those are right is not
        // asked here.
        run.pass(*at).ok();
        run.act(act, false);
    }
    run.pass(moment).ok();
    run.world
}

struct Run {
    world: World,
    judge: Judge,
    clients: Clients,
    done: Vec<(Micros, String)>,
}

impl Run {
    fn new(plan: &Plan) -> Self {
        Self {
            world: World::new(plan.config.clone()),
            judge: Judge::default(),
            clients: Clients::default(),
            done: Vec::new(),
        }
    }

    fn whole(&mut self, plan: &Plan) -> Verdict {
        for (at, act) in &plan.acts {
            self.pass(*at)?;
            self.act(act, *at >= plan.calm);
            self.judge.look(&self.world)?;
        }
        self.pass(plan.calm + LAST_QUESTIONS)?;
        self.settle()
    }

    fn pass(&mut self, to: Micros) -> Verdict {
        while self.world.next().is_some_and(|at| at <= to) {
            if self.world.step() == Happened::Something {
                self.judge.look(&self.world)?;
                self.clients.hear(&mut self.world)?;
            }
        }
        self.world.pass_to(to);
        Ok(())
    }

    fn act(&mut self, act: &Act, must: bool) {
        let now = self.world.now();
        match act {
            Act::Fault(fault) => self.fault(fault),
            Act::Handle { pick, act } => {
                let under_way = self.world.under_way();
                let count = (under_way.len() as u64).max(1);
                let Some(packet) = under_way.get(place(pick % count)) else {
                    return;
                };
                if *act != Handling::Duplicate || packet.may_repeat() {
                    let (id, act) = (packet.id, *act);
                    self.fault(&Fault::Message { id, act });
                }
            }
            Act::Repair => {
                self.fault(&Fault::HealAll);
                let powers: Vec<Power> = self.world.nodes().map(|node| node.power()).collect();
                for (member, power) in powers.into_iter().enumerate() {
                    match power {
                        Power::Down => self.fault(&Fault::Restart(member)),
                        Power::Frozen => self.fault(&Fault::Thaw(member)),
                        Power::Up => {}
                    }
                }
                self.judge.repaired(&self.world);
            }
            Act::Ask {
                ask,
                members,
                timeout,
            } => {
                let address = |member: &usize| {
                    crate::sim::address(&self.world.config().members[*member].client_url)
                };
                let endpoints: Vec<String> = members.iter().map(address).collect();
                let patience = (endpoints.as_slice(), *timeout);
                let line = self.clients.ask(&mut self.world, ask, patience, must);
                self.done.extend(line.map(|line| (now, line)));
            }
        }
    }

    fn fault(&mut self, fault: &Fault) {
        // A fault that finds nothing to do is no part of the story.
        if self.world.fault(fault).is_ok() {
            let line = super::script::words(self.world.config(), fault);
            self.done.push((self.world.now(), line));
        }
    }

    /// All is quiet: everybody must agree, with each other and with what clients were told.
    fn settle(&self) -> Verdict {
        let recovered = |holds, what: &str| ensure(holds, Property::Recovery, || what.to_owned());
        let open = self.clients.waiting();
        ensure(open.is_none(), Property::Recovery, || {
            format!("{} is still open", open.unwrap_or(""))
        })?;
        let servers: Vec<_> = self
            .world
            .nodes()
            .filter_map(|node| node.server())
            .collect();
        recovered(
            servers.len() == self.world.nodes().len(),
            "a member is still down",
        )?;
        let leaders = servers
            .iter()
            .filter(|it| it.raft().role() == Role::Leader)
            .count();
        recovered(leaders == 1, "not exactly one member leads")?;
        let first = servers[0].state();
        for server in &servers {
            let state = server.state();
            recovered(
                state.consistent_index() == first.consistent_index(),
                "a member lags",
            )?;
            recovered(state.hash() == first.hash(), "members differ")?;
            recovered(state.lessor.is_empty(), "a lease outlives its time")?;
        }
        self.clients.settle(&first.store)
    }
}
