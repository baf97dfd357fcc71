//! Random worlds keep every promise; Raft without one of its rules does not, and is caught.

use etcdscope::{
    etcd::api::{self, Request},
    proof::{
        fuzz::{plan, run, script, world_at},
        judges::{Judge, Property, Violation},
        recorded::{Case, Runner, Stage},
    },
    raft::{Role, Rules},
    sim::{Config, Fault, Happened, Node, Owner, World},
    units::{Index, Micros},
};

/// Goal: no promise is ever broken. Method: 200 worlds with faults and clients, judged after every
/// event; together they must have been lively enough to mean something.
#[test]
fn two_hundred_random_worlds_keep_every_promise() {
    let (mut terms, mut writes) = (0, 0);
    for seed in 0..200 {
        match run(&plan(seed, Rules::default())) {
            Ok(story) => {
                terms += story.terms;
                writes += story.writes;
            }
            Err(failure) => panic!("{failure}"),
        }
    }
    assert!(terms > 600, "only {terms} terms had a leader");
    assert!(writes > 14_000, "only {writes} writes were acknowledged");
}

#[test]
fn the_same_seed_tells_the_same_story() {
    for seed in [1, 5, 8] {
        let plan = plan(seed, Rules::default());
        assert_eq!(run(&plan), run(&plan), "seed {seed}");
    }
}

/// The first of `seeds` worlds in which Raft without a rule breaks a promise.
fn caught(rules: Rules, seeds: std::ops::Range<u64>) -> Option<Property> {
    seeds
        .map(|seed| run(&plan(seed, rules)))
        .find_map(|story| story.err().map(|failure| failure.violation.property))
}

#[test]
fn a_vote_forgotten_across_a_restart_is_caught() {
    let rules = Rules {
        vote_is_durable: false,
        ..Rules::default()
    };
    assert_eq!(caught(rules, 0..40), Some(Property::OneVotePerTerm));
}

#[test]
fn an_acknowledgement_before_the_sync_is_caught() {
    let rules = Rules {
        acknowledge_after_sync: false,
        ..Rules::default()
    };
    assert_eq!(caught(rules, 0..40), Some(Property::DurablePromises));
}

#[test]
fn a_skipped_log_check_is_caught() {
    let rules = Rules {
        check_log_match: false,
        ..Rules::default()
    };
    assert_eq!(caught(rules, 0..120), Some(Property::LogMatching));
}

/// A world with its judge, moved step by step.
struct Judged {
    world: World,
    judge: Judge,
}

impl Judged {
    fn new(rules: Rules) -> Self {
        let mut config = Config::tutorial();
        config.flags.rules = rules;
        Self {
            world: World::new(config),
            judge: Judge::default(),
        }
    }

    /// Steps until `done`, within a virtual minute.
    fn until(&mut self, what: &str, done: impl Fn(&World) -> bool) -> Result<(), Violation> {
        let end = self.world.now() + Micros::from_secs(60);
        while !done(&self.world) {
            assert!(self.world.now() < end, "never: {what}");
            if self.world.step() == Happened::Something {
                self.judge.look(&self.world)?;
            }
        }
        Ok(())
    }

    fn pass(&mut self, ms: u64) -> Result<(), Violation> {
        let end = self.world.now() + Micros::from_ms(ms);
        self.until("time passes", |world| {
            world.next().is_none_or(|at| at > end)
        })
    }

    fn fault(&mut self, fault: Fault) {
        self.world.fault(&fault).expect("the fault makes sense");
    }
}

fn leads(world: &World, member: usize) -> bool {
    let server = world.node(member).and_then(|node| node.server());
    server.is_some_and(|server| server.raft().role() == Role::Leader)
}

fn committed(world: &World, member: usize) -> Index {
    let server = world.node(member).and_then(|node| node.server());
    server.map_or(Index(0), |server| server.raft().log().committed())
}

/// Figure 8 of the paper with three members. The first leader (a) holds an entry alone and dies;
/// another one (x) leads, holds another entry alone and dies; a returns and hands its old entry,
/// too large to share a message, to the third (y). If a counts that as committed, x can still
/// return and overwrite it.
fn figure_8(rules: Rules) -> Result<(), Violation> {
    let mut stage = Judged::new(rules);
    stage.until("infra1 leads", |world| leads(world, 0))?;
    stage.pass(2_000)?;
    let a = 0;
    let old = Index(committed(&stage.world, a).0 + 1);

    stage.fault(Fault::Isolate(a));
    let put = api::PutRequest {
        key: "k".into(),
        value: vec![b'x'; 1_200_000].into(),
        ..api::PutRequest::default()
    };
    let endpoint = vec!["127.0.0.1:2379".to_owned()];
    let patience = Micros::from_secs(5);
    stage
        .world
        .call((Owner(1), 1), endpoint, Request::Put(put), patience);
    stage.until("a has the entry on disk", |world| {
        world
            .node(a)
            .is_some_and(|node| node.disk().synced_index() == old)
    })?;
    stage.fault(Fault::Kill(a));

    stage.until("another one leads", |world| {
        leads(world, 1) || leads(world, 2)
    })?;
    let (x, y) = if leads(&stage.world, 1) {
        (1, 2)
    } else {
        (2, 1)
    };
    stage.fault(Fault::Cut { from: x, to: y });
    stage.until("x has its own entry on disk", |world| {
        world
            .node(x)
            .is_some_and(|node| node.disk().synced_index() == old)
    })?;
    stage.fault(Fault::Kill(x));
    // What x sent before the cut must get lost in it.
    stage.pass(100)?;

    stage.fault(Fault::HealAll);
    stage.fault(Fault::Restart(a));
    stage.until("a commits its old entry", |world| {
        committed(world, a) >= old
    })?;
    stage.fault(Fault::Cut { from: a, to: y });
    stage.fault(Fault::Kill(a));
    stage.fault(Fault::Restart(x));
    stage.until("x or y leads", |world| leads(world, x) || leads(world, y))?;
    stage.pass(2_000)
}

#[test]
fn replicas_of_an_old_term_counted_are_caught() {
    assert_eq!(figure_8(Rules::default()), Ok(()));
    let rules = Rules {
        commit_own_term_only: false,
        ..Rules::default()
    };
    let violation = figure_8(rules).expect_err("an old entry was counted");
    assert_eq!(violation.property, Property::OwnTermCommit);
}

/// Goal: the story that a failure prints happens again when it is typed. Method: stories of worlds
/// with everything in them, typed into sessions, end with equal members.
#[test]
fn a_printed_story_happens_again() {
    for seed in 0..20 {
        let plan = plan(seed, Rules::default());
        let case = Case::parse(&script(&plan)).expect("a story is a case");
        let stage = Stage::new(&case.shape()).expect("the world is described");
        let mut runner = Runner::new(stage, &case.shape());
        for step in &case.steps {
            runner.step(step).expect("the line can be typed");
        }
        let typed = runner.player().session().world();
        let world = world_at(&plan, typed.now());
        let members = |world: &World| -> Vec<(u64, u64)> {
            let hash = |node: &Node| {
                let server = node.server().expect("all is repaired");
                (server.state().hash(), server.raft().term().0)
            };
            world.nodes().map(hash).collect()
        };
        assert_eq!(members(typed), members(&world), "seed {seed}");
        assert_eq!(typed.events(), world.events(), "seed {seed}");
    }
}
