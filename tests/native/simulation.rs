//! Random worlds keep every promise; Raft without one of its rules does not, and is caught.

use etcdscope::{
    etcd::api::{self, Request},
    proof::{
        judges::{Judge, Property, Violation},
        search::{Options, Run, Search, plan, script},
    },
    raft::{Role, Rules},
    session::Session,
    sim::{Config, Fault, Happened, Node, Owner, World},
    units::{Index, Micros},
};

/// Goal: no property is ever broken. Method: 200 worlds with faults and clients, judged after every
/// event; together they must have been lively enough to mean something.
#[test]
fn two_hundred_random_worlds_keep_every_property() {
    let mut search = Search::new(Options {
        seeds: 200,
        ..Options::default()
    });
    while !search.step(1_000_000) {}
    let progress = search.progress();
    if let Some(found) = &progress.found {
        panic!("seed {}:\n{}", found.seed, found.script);
    }
    assert_eq!(progress.seeds, 200);
    assert!(progress.terms > 600, "only {} terms led", progress.terms);
    assert!(progress.writes > 8_000, "only {} writes", progress.writes);
}

#[test]
fn the_same_seed_tells_the_same_story() {
    for seed in [1, 5, 8] {
        let whole = || Run::new(plan(seed, &Options::default())).whole();
        assert_eq!(whole(), whole(), "seed {seed}");
    }
}

/// Goal: how a search is cut into pieces leaves no trace. Method: pieces of seven events.
#[test]
fn a_search_in_small_pieces_comes_to_the_same() {
    let options = Options {
        seeds: 3,
        ..Options::default()
    };
    let mut whole = Search::new(options.clone());
    while !whole.step(u64::MAX) {}
    let mut pieces = Search::new(options);
    while !pieces.step(7) {}
    assert_eq!(whole.progress(), pieces.progress());
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

/// Goal: the story that a search prints happens again when it is typed. Method: stories of worlds
/// with everything in them, told to sessions as scripts, end with equal members.
#[test]
fn a_printed_story_happens_again() {
    for seed in 0..20 {
        let plan = plan(seed, &Options::default());
        let mut run = Run::new(plan.clone());
        run.whole().expect("it keeps all properties");
        let script = script::write(&plan.config, run.done(), plan.end, &[]);
        let session = Session::from_script(&script).expect("the script can be played");
        let mut again = Run::new(script::read(&script).expect("the judges follow it"));
        again.whole().expect("it keeps all properties");
        // Those that were removed run no more.
        let members = |world: &World| -> Vec<Option<(u64, u64)>> {
            let hash = |node: &Node| {
                let server = node.server()?;
                Some((server.state().hash(), server.raft().term().0))
            };
            world.nodes().map(hash).collect()
        };
        for (who, typed) in [("the page", session.world()), ("the judges", again.world())] {
            let world = run.world();
            assert_eq!(typed.events(), world.events(), "seed {seed}, {who}");
            assert_eq!(members(typed), members(world), "seed {seed}, {who}");
        }
    }
}
