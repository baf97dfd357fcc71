//! The same story ends the same way, whoever moves time and in whatever slices.

use etcdscope::{
    proof::story::{Line, at_once, parse, tell},
    session::{Action, Session},
    sim::Config,
    units::{Micros, Rng},
};

const STORY: &str = include_str!("../scripts/hash.txt");

fn story() -> Vec<Line> {
    parse(STORY).expect("the story is well formed")
}

#[test]
fn the_story_is_about_something() {
    let session = tell(&story(), at_once).expect("the story can be told");
    let cluster = session.cluster();
    assert!(cluster.revision >= 7, "revision {}", cluster.revision);
    assert!(cluster.term.0 > 2, "the leader was killed");
    let api = session.shell("api").expect("the story's shell");
    let text: Vec<&str> = api.lines.iter().map(|line| line.text.as_str()).collect();
    for wanted in ["OK", "world wide", "granted with TTL(5s)", "found 0 leases"] {
        assert!(
            text.iter().any(|line| line.contains(wanted)),
            "{wanted} is not in {text:#?}"
        );
    }
}

#[test]
fn the_same_story_ends_with_the_same_hash() {
    let hash = || {
        tell(&story(), at_once)
            .expect("the story can be told")
            .hash()
    };
    assert_eq!(hash(), hash());
}

/// Goal: how `advance` is cut leaves no trace. Method: cuts drawn from ten seeds, from
/// microseconds to seconds.
#[test]
fn cuts_through_time_leave_no_trace() {
    let whole = tell(&story(), at_once).expect("the story can be told");
    for seed in 0..10 {
        let rng = std::cell::RefCell::new(Rng::new(seed));
        let pass = |session: &mut Session, to: Micros| {
            while session.now() < to {
                let scale = [1, 30, 1_000, 50_000, 2_000_000][rng.borrow_mut().below(5) as usize];
                let span = Micros(1 + rng.borrow_mut().below(scale)).min(to.since(session.now()));
                session
                    .apply(Action::Advance(span))
                    .expect("time is never refused");
            }
        };
        let cut = tell(&story(), pass).expect("the story can be told");
        assert_eq!(cut.hash(), whole.hash(), "seed {seed}");
        assert_eq!(cut.world().events(), whole.world().events(), "seed {seed}");
    }
}

#[test]
fn a_replayed_journal_gives_the_same_scene() {
    let told = tell(&story(), at_once).expect("the story can be told");
    let journal = told.journal();
    assert!(journal.entries.len() > 15);
    let replayed = Session::replay(Config::tutorial(), &journal);
    assert_eq!(replayed.hash(), told.hash());
    assert_eq!(replayed.journal(), journal);
}
