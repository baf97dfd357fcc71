//! A crash at every moment at which a disk stands one way or the other: whatever was acknowledged
//! is there afterwards.
//!
//! One run of 200 operations is stepped through once. Whenever a step passes boundaries of a disk,
//! the world before that step is cloned for each of them, one process ends right there (killed, or
//! with its power), alone or with all others at the same moment, everything is started again, and
//! what all members then hold is compared with what clients had been told.

use std::collections::BTreeMap;

use super::*;
use etcdscope::{
    raft::Role,
    sim::{Exit, Node},
};

const OPERATIONS: usize = 200;
const KEYS: usize = 20;

/// What a store holds: the value of each key.
type Model = BTreeMap<String, String>;

/// The `nth` operation: mostly a put, sometimes a delete or a lease.
fn operation(nth: usize) -> Request {
    let key = key(nth);
    match nth % 9 {
        4 => Request::DeleteRange(api::DeleteRangeRequest {
            key: key.into(),
            ..api::DeleteRangeRequest::default()
        }),
        7 => Request::LeaseGrant(api::LeaseGrantRequest {
            ttl: 3_600,
            id: 1_000 + i64::try_from(nth).expect("few"),
        }),
        _ => put(&key, &nth.to_string()),
    }
}

fn key(nth: usize) -> String {
    format!("k{}", nth * 7 % KEYS)
}

fn apply(model: &mut Model, nth: usize) {
    match nth % 9 {
        4 => drop(model.remove(&key(nth))),
        7 => {}
        _ => drop(model.insert(key(nth), nth.to_string())),
    }
}

/// What a member holds.
fn held(node: &Node) -> Model {
    let store = &node.state().store;
    let keys = (0..KEYS).map(|it| format!("k{it}"));
    let pair = |key: String| {
        let value = store.get(key.as_bytes())?.value;
        Some((key, String::from_utf8_lossy(&value).into_owned()))
    };
    keys.filter_map(pair).collect()
}

/// The run: which operation is under way, and what it must hold after those that were answered.
#[derive(Clone)]
struct Run {
    world: World,
    asked: usize,
    answered: usize,
}

impl Run {
    fn new(config: Config) -> Self {
        let mut run = Self {
            world: booted(config),
            asked: 0,
            answered: 0,
        };
        run.ask();
        run
    }

    fn ask(&mut self) {
        let nth = self.asked;
        self.asked += 1;
        let endpoint = self.world.config().members[nth % 3].client_url.clone();
        let owner = Owner(1_000 + nth as u64);
        let request = operation(nth);
        self.world
            .call((owner, 1), vec![endpoint], request, PATIENCE);
    }

    /// Steps once; says whether an operation was answered well.
    fn step(&mut self) -> bool {
        self.world.step();
        let mut well = false;
        for notice in self.world.take_notices() {
            if let Notice::Response { result, .. } = notice {
                well |= result.is_ok();
            }
        }
        self.answered += usize::from(well);
        well
    }
}

/// Whether all run, one leads, and all have applied all that it has.
fn at_rest(world: &World) -> bool {
    let Some(leader) = world.leader() else {
        return false;
    };
    let log = |node: &Node| {
        let raft = node.server()?.raft();
        Some((raft.log().last_index(), raft.term()))
    };
    let wanted = world.node(leader).and_then(log);
    let applied = |node: &Node| {
        let raft = node.server().map(|it| it.raft());
        let leads = raft.is_some_and(|it| it.role() == Role::Leader && it.committed_in_term());
        let follows = raft.is_some_and(|it| it.role() == Role::Follower);
        (leads || follows)
            && log(node) == wanted
            && wanted.is_some_and(|(last, _)| node.state().consistent_index() == last)
    };
    world.nodes().all(applied)
}

/// Ends one process at a boundary, alone or with all others, starts everything again and says what
/// is wrong then, if anything is.
fn crash(before: &Run, boundary: u64, exit: Exit, all: bool) -> Option<String> {
    let mut run = before.clone();
    run.world.end_at(boundary, exit);
    run.step();
    let down = |world: &World| {
        let down = world
            .nodes()
            .enumerate()
            .filter(|it| it.1.server().is_none());
        down.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let first = down(&run.world);
    assert_eq!(first.len(), 1, "boundary {boundary} ends one process");
    if all {
        for other in (0..3).filter(|other| !first.contains(other)) {
            let fault = match exit {
                Exit::PowerLost => Fault::LoseTail(other),
                _ => Fault::Kill(other),
            };
            run.world.fault(&fault).expect("it was up");
        }
    }
    for member in down(&run.world) {
        run.world
            .fault(&Fault::Restart(member))
            .expect("it was down");
    }
    let end = run.world.now() + Micros::from_secs(20);
    while !at_rest(&run.world) {
        run.step();
        let ends = run.world.take_ends();
        if run.world.now() > end || !ends.is_empty() {
            return Some(format!("it never came to rest: {ends:?}"));
        }
    }
    let mut model = Model::new();
    (0..run.answered).for_each(|nth| apply(&mut model, nth));
    // One that was not answered may have happened or not.
    let mut next = model.clone();
    (run.answered..run.asked).for_each(|nth| apply(&mut next, nth));
    let first = run.world.node(0).map(held);
    if first.as_ref() != Some(&model) && first.as_ref() != Some(&next) {
        return Some(format!("{first:?} is not {model:?} nor {next:?}"));
    }
    let hashes: Vec<u64> = run.world.nodes().map(|node| node.state().hash()).collect();
    let same = hashes.iter().all(|hash| *hash == hashes[0]);
    (!same).then(|| format!("members differ: {hashes:x?}"))
}

/// Every boundary of the run, with each crash; what broke first, and how many crashes there were.
fn every(config: &Config, exit: Exit, all: bool) -> (Option<String>, u64) {
    let mut run = Run::new(config.clone());
    let mut crashes = 0;
    while run.answered < OPERATIONS {
        let before = run.clone();
        let from = before.world.boundaries();
        let well = run.step();
        for boundary in from + 1..=run.world.boundaries() {
            crashes += 1;
            if let Some(what) = crash(&before, boundary, exit, all) {
                let now = run.world.now();
                let what = format!("boundary {boundary} at {now:?}: {what}");
                return (Some(what), crashes);
            }
        }
        if well && run.answered < OPERATIONS {
            run.ask();
        }
    }
    (None, crashes)
}

/// Three members that make a snapshot every 20 entries and keep only 10 behind it.
fn config() -> Config {
    let mut config = Config::tutorial();
    config.flags.snapshot_count = 20;
    config.flags.catch_up_entries = 10;
    config
}

fn none_is_lost(exit: Exit, all: bool) {
    let (broken, crashes) = every(&config(), exit, all);
    assert_eq!(broken, None);
    assert!(crashes > 3_000, "{crashes} crashes");
}

#[test]
fn a_process_killed_at_any_boundary_loses_nothing_acknowledged() {
    none_is_lost(Exit::Killed, false);
}

#[test]
fn a_machine_without_power_at_any_boundary_loses_nothing_acknowledged() {
    none_is_lost(Exit::PowerLost, false);
}

#[test]
fn all_processes_killed_at_any_boundary_lose_nothing_acknowledged() {
    none_is_lost(Exit::Killed, true);
}

#[test]
fn all_machines_without_power_at_any_boundary_lose_nothing_acknowledged() {
    none_is_lost(Exit::PowerLost, true);
}

/// The same with asynchronous storage: what its queues hold is lost, what they answered is not.
#[test]
fn storage_that_is_asynchronous_loses_nothing_acknowledged() {
    let mut config = config();
    config.flags.async_storage = true;
    config.delays.wal_sync.base = Micros::from_ms(7);
    for (exit, all) in [(Exit::PowerLost, true), (Exit::Killed, false)] {
        let (broken, crashes) = every(&config, exit, all);
        assert_eq!(broken, None);
        assert!(crashes > 3_000, "{crashes} crashes");
    }
}

/// The same crashes find the mistake they are there to find. The disks are slow, so that there is
/// time between an acknowledgement and the sync that should have come before it.
#[test]
fn who_acknowledges_before_the_sync_loses_what_was_acknowledged() {
    let mut config = config();
    config.delays.wal_sync.base = Micros::from_ms(30);
    let (broken, _) = every(&config, Exit::PowerLost, true);
    assert_eq!(broken, None, "slow disks lose nothing");
    config.flags.rules.acknowledge_after_sync = false;
    let (broken, _) = every(&config, Exit::PowerLost, true);
    let broken = broken.expect("a write was acknowledged and is gone");
    // Either nobody has it, or its leader still counts on one that has lost it.
    let lost = broken.contains("is not") || broken.contains("LogLost");
    assert!(lost, "{broken}");
}
