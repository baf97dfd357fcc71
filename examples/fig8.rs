use etcdscope::{
    etcd::api::{self, Request},
    proof::invariants::{Judge, Promise, Violation},
    raft::{Role, Rules},
    sim::{Config, Fault, Happened, Owner, World},
    units::{Index, Micros},
};
fn show(w: &World, what: &str) {
    println!("{what} at {}", w.now().0);
    for n in w.nodes() {
        match n.server() {
            Some(s) => {
                let r = s.raft();
                println!(
                    "  {} {:?} {} vote {} last {} {} com {}",
                    n.identity().name,
                    r.role(),
                    r.term(),
                    r.vote(),
                    r.log().last_index(),
                    r.log().last_term(),
                    r.log().committed()
                )
            }
            None => println!(
                "  {} down {:?} {}",
                n.identity().name,
                n.disk().hard_state(),
                n.disk().synced_index()
            ),
        }
    }
}
/// A world with its judge, moved step by step.
struct Stage {
    world: World,
    judge: Judge,
}

impl Stage {
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
    let mut stage = Stage::new(rules);
    show(&stage.world, concat!("line ", line!()));
    stage.until("infra1 leads", |world| leads(world, 0))?;
    show(&stage.world, concat!("line ", line!()));
    stage.pass(2_000)?;
    let a = 0;
    let old = Index(committed(&stage.world, a).0 + 1);

    show(&stage.world, concat!("line ", line!()));
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
    show(&stage.world, concat!("line ", line!()));
    stage.until("a has the entry on disk", |world| {
        world
            .node(a)
            .is_some_and(|node| node.disk().synced_index() == old)
    })?;
    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::Kill(a));

    show(&stage.world, concat!("line ", line!()));
    stage.until("another one leads", |world| {
        leads(world, 1) || leads(world, 2)
    })?;
    let (x, y) = if leads(&stage.world, 1) {
        (1, 2)
    } else {
        (2, 1)
    };
    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::Cut { from: x, to: y });
    show(&stage.world, concat!("line ", line!()));
    stage.until("x has its own entry on disk", |world| {
        world
            .node(x)
            .is_some_and(|node| node.disk().synced_index() == old)
    })?;
    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::Kill(x));

    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::HealAll);
    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::Restart(a));
    show(&stage.world, concat!("line ", line!()));
    stage.until("a commits its old entry", |world| {
        committed(world, a) >= old
    })?;
    show(&stage.world, concat!("line ", line!()));
    for d in stage.world.decisions() {
        println!("D {} m{} {:?}", d.at.0, d.member, d.reason);
    }
    stage.fault(Fault::Cut { from: a, to: y });
    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::Kill(a));
    show(&stage.world, concat!("line ", line!()));
    stage.fault(Fault::Restart(x));
    show(&stage.world, concat!("line ", line!()));
    stage.until("x or y leads", |world| leads(world, x) || leads(world, y))?;
    show(&stage.world, concat!("line ", line!()));
    stage.pass(2_000)
}

fn main() {
    let r = figure_8(Rules {
        commit_own_term_only: false,
        ..Rules::default()
    });
    println!("{r:?}");
    let _ = Promise::Durability;
}
