//! Time travel: any moment again, branches that keep their own future, marks of the axis.

use etcdscope::session::{Seek, view::Landmark, view::Span};

use super::*;

/// A visit with commands in two shells, faults, a lease that runs out and an election.
fn visit() -> Session {
    let mut session = ready();
    submit(&mut session, SHELL, "put hello world\nlease grant 2");
    advance(&mut session, Micros::from_ms(700));
    open(&mut session, "two");
    submit(&mut session, "two", "watch hello");
    advance(&mut session, Micros::from_ms(1_500));
    fault(&mut session, Fault::Kill(0));
    advance(&mut session, Micros::from_secs(4));
    submit(
        &mut session,
        SHELL,
        "--endpoints=127.0.0.1:22379 put hello again",
    );
    advance(&mut session, Micros::from_secs(5));
    submit(&mut session, SHELL, "sim restart infra1");
    advance(&mut session, Micros(1_234_567));
    session
}

fn open(session: &mut Session, name: &str) {
    let name = name.to_owned();
    session
        .apply(Action::OpenShell { name })
        .expect("a new name");
}

fn fault(session: &mut Session, fault: Fault) {
    session.apply(Action::Fault(fault)).expect("it makes sense");
}

fn seek(session: &mut Session, seek: Seek) {
    session
        .apply(Action::Seek(seek))
        .expect("there is such a moment");
}

fn fork(session: &mut Session, name: &str) {
    let name = Some(name.to_owned());
    session.apply(Action::Fork { name }).expect("a new name");
}

fn switch(session: &mut Session, name: &str) {
    let name = name.to_owned();
    session.apply(Action::Switch { name }).expect("it is there");
}

const WHOLE: Span = Span {
    from: Micros(0),
    to: Micros::from_secs(60),
    columns: 50_000,
};

#[test]
fn a_moment_is_the_same_however_one_comes_there() {
    let mut session = ready();
    submit(
        &mut session,
        SHELL,
        "put hello world\nlease grant 2\nwatch hello",
    );
    let mut lived = Vec::new();
    for _ in 0..400 {
        advance(&mut session, Micros(17_003));
        lived.push((session.now(), session.hash()));
    }
    let end = session.hash();
    let mut rng = Rng::new(1);
    for _ in 0..200 {
        let place = usize::try_from(rng.below(400)).expect("small");
        let (time, hash) = lived[place];
        seek(&mut session, Seek::To(time));
        assert_eq!(
            (session.now(), session.hash()),
            (time, hash),
            "moment {place}"
        );
        assert_eq!(session.past(), place != 399);
    }
    seek(&mut session, Seek::Now);
    assert_eq!(session.hash(), end);
    assert!(!session.past());
}

#[test]
fn steps_back_and_forward_meet_the_same_moments() {
    let mut session = visit();
    let mut seen = vec![(session.position(), session.hash())];
    for _ in 0..300 {
        seek(&mut session, Seek::Back);
        let here = session.position();
        assert!(here < seen.last().expect("the end").0, "back goes back");
        seen.push((here, session.hash()));
    }
    for (place, hash) in seen.iter().rev().skip(1) {
        session.apply(Action::Step).expect("history goes on");
        assert_eq!((session.position(), session.hash()), (*place, *hash));
    }
    assert!(!session.past(), "the last step is the end");
}

#[test]
fn before_the_first_event_there_is_nothing_to_go_back_to() {
    let mut session = ready();
    seek(&mut session, Seek::To(Micros::ZERO));
    let first = session.position();
    seek(&mut session, Seek::Back);
    assert_eq!(session.position(), first);
}

#[test]
fn the_past_plays_on_into_the_present() {
    let mut session = visit();
    let (end, hash) = (session.now(), session.hash());
    seek(&mut session, Seek::To(ready().now() + Micros::from_ms(300)));
    assert!(session.past());
    let shells = |session: &Session| session.shells().len();
    assert_eq!(shells(&session), 1, "the second shell is not open yet");
    let mut rng = Rng::new(3);
    while session.past() {
        advance(&mut session, Micros(1 + rng.below(40_000)));
    }
    let left = end.since(session.now());
    advance(&mut session, left);
    assert_eq!(shells(&session), 2);
    if session.now() == end {
        assert_eq!(session.hash(), hash);
    }
    submit(&mut session, SHELL, "put now possible");
    advance(&mut session, Micros::from_ms(100));
}

#[test]
fn acting_in_the_past_is_refused_and_a_fork_makes_it_possible() {
    let mut session = visit();
    let (end, hash) = (session.now(), session.hash());
    let at = Micros::from_ms(3_000);
    seek(&mut session, Seek::To(at));
    let refusal = session
        .apply(Action::Fault(Fault::Kill(1)))
        .expect_err("this is the past");
    assert_eq!(refusal, Refusal::Past(end.since(at)));
    assert!(refusal.to_string().contains("sim fork"));
    fork(&mut session, "what if");
    assert!(!session.past());
    fault(&mut session, Fault::Kill(1));
    advance(&mut session, Micros::from_secs(3));
    let (other_end, other) = (session.now(), session.hash());
    switch(&mut session, "main");
    assert_eq!(
        (session.now(), session.hash()),
        (end, hash),
        "main stays as it was"
    );
    seek(&mut session, Seek::To(at));
    switch(&mut session, "what if");
    assert_eq!((session.now(), session.hash()), (other_end, other));
    seek(&mut session, Seek::To(Micros::from_ms(1_500)));
    switch(&mut session, "main");
    assert_eq!((session.now(), session.hash()), (end, hash));
}

#[test]
fn a_branch_replays_from_its_journal() {
    let mut session = visit();
    seek(&mut session, Seek::To(Micros::from_ms(3_500)));
    fork(&mut session, "other");
    submit(&mut session, SHELL, "del hello");
    advance(&mut session, Micros::from_secs(2));
    let replayed = Session::replay(Config::tutorial(), &session.journal());
    assert_eq!(replayed.hash(), session.hash());
}

#[test]
fn branches_have_names_of_their_own() {
    let mut session = visit();
    session
        .apply(Action::Fork { name: None })
        .expect("there is room");
    assert_eq!(session.branch(), "fork A");
    let taken = Action::Fork {
        name: Some("main".to_owned()),
    };
    assert_eq!(
        session.apply(taken),
        Err(Refusal::BranchExists("main".to_owned()))
    );
    let (from, to) = ("fork A".to_owned(), "calm".to_owned());
    session
        .apply(Action::RenameBranch { from, to })
        .expect("it is free");
    assert_eq!(session.branch(), "calm");
    let nobody = Action::Switch {
        name: "nobody".to_owned(),
    };
    assert_eq!(
        session.apply(nobody),
        Err(Refusal::NoSuchBranch("nobody".to_owned()))
    );
    let text = session.branches_text();
    assert!(
        text.contains("  main") && text.contains("* calm, from main at"),
        "{text}"
    );
}

#[test]
fn landmarks_are_found_on_both_sides() {
    let mut session = visit();
    let to = |session: &mut Session, which, forward| {
        session.apply(Action::Seek(Seek::Landmark { which, forward }))
    };
    to(&mut session, Landmark::Fault, false).expect("the restart");
    let restart = session.now();
    to(&mut session, Landmark::Election, false).expect("the second election");
    assert_eq!(session.cluster().term.0, 3);
    assert!(session.cluster().leader.is_some());
    assert!(session.now() < restart);
    to(&mut session, Landmark::Fault, false).expect("the kill");
    assert_eq!(session.now().0 % 1_000_000, 200_000);
    to(&mut session, Landmark::Expiry, true).expect("a lease ran out");
    assert!(session.leases().leases.is_empty());
    seek(&mut session, Seek::Back);
    assert_eq!(
        to(&mut session, Landmark::Command, true),
        Err(Refusal::NoSuchMoment(Landmark::Command, true))
    );
    seek(&mut session, Seek::To(Micros::ZERO));
    to(&mut session, Landmark::Commit, true).expect("boot commits");
    assert!(session.now() > Micros::ZERO);
}

#[test]
fn the_axis_tells_what_happened() {
    let mut session = visit();
    let axis = session.timeline(WHOLE);
    assert_eq!(axis.terms.len(), 2);
    assert!(axis.terms[0].to.is_some(), "the first leader was killed");
    assert_eq!(axis.faults.len(), 1);
    assert!(axis.faults[0].to.is_some(), "it was restarted");
    assert_eq!(axis.leases.len(), 1);
    assert!(axis.leases[0].expired);
    let lines: Vec<&str> = axis.commands.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(
        lines,
        [
            "put hello world",
            "lease grant 2",
            "watch hello",
            "--endpoints=127.0.0.1:22379 put hello again"
        ]
    );
    let revisions: Vec<u64> = axis.commits.iter().filter_map(|it| it.revision).collect();
    assert_eq!(revisions, [2, 3]);
    seek(&mut session, Seek::To(Micros::from_secs(2)));
    let past = session.timeline(WHOLE);
    assert_eq!(
        past.commits, axis.commits,
        "looking changes nothing that happened"
    );
    assert!(past.past && past.end == axis.end);
    let narrow = session.timeline(Span {
        columns: 1,
        ..WHOLE
    });
    assert_eq!(narrow.commits.len(), 1);
    let all: u32 = axis.commits.iter().map(|it| it.count).sum();
    assert_eq!(narrow.commits[0].count, all);
}

#[test]
fn what_is_planned_stands_behind_the_playhead() {
    use etcdscope::session::view::Plan;
    let mut session = ready();
    submit(&mut session, SHELL, "lease grant 60");
    advance(&mut session, Micros::from_ms(500));
    let plans = session.timeline(WHOLE).scheduled;
    assert!(
        matches!(plans[..], [it] if matches!(it.what, Plan::Expiry(_)) && it.time > session.now())
    );
    fault(&mut session, Fault::Kill(0));
    advance(&mut session, Micros::from_ms(800));
    let plans = session.timeline(WHOLE).scheduled;
    assert!(
        plans.iter().any(|it| matches!(it.what, Plan::Timeout(_))),
        "{plans:?}"
    );
}

#[test]
fn the_lines_to_come_are_told_apart() {
    let mut session = visit();
    let all = session.lines(SHELL, 0);
    seek(&mut session, Seek::To(ready().now() + Micros::from_ms(900)));
    let (past, future) = (session.lines(SHELL, 0), session.future_lines(SHELL));
    assert!(!past.is_empty() && !future.is_empty());
    let texts = |lines: &[etcdscope::session::view::Line]| {
        lines.iter().map(|it| it.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!([texts(&past), texts(&future)].concat(), texts(&all));
}
