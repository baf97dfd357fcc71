//! Journals replay, slices of time leave no trace, refusals change nothing.

use super::*;

/// Inputs of all kinds with time between them, cut into slices by `slice`.
fn visit(mut slice: impl FnMut() -> u64) -> Session {
    let mut session = ready();
    let mut pass = |session: &mut Session, ms: u64| {
        let mut left = ms * 1_000;
        while left > 0 {
            let part = slice().clamp(1, left);
            advance(session, Micros(part));
            left -= part;
        }
    };
    submit(
        &mut session,
        SHELL,
        "etcdctl put hello world\nput hello again",
    );
    pass(&mut session, 3);
    session
        .apply(Action::OpenShell {
            name: "two".to_owned(),
        })
        .expect("a new name");
    let endpoint = "127.0.0.1:22379".to_owned();
    session
        .apply(Action::Endpoint {
            shell: "two".to_owned(),
            endpoint,
        })
        .expect("it is there");
    submit(&mut session, "two", "watch hello");
    pass(&mut session, 500);
    submit(&mut session, SHELL, "put hello third");
    session
        .apply(Action::Fault(Fault::Kill(0)))
        .expect("it runs");
    pass(&mut session, 4_000);
    session
        .apply(Action::Interrupt {
            shell: "two".to_owned(),
        })
        .expect("it is there");
    submit(&mut session, SHELL, "sim restart infra1\nget hello");
    pass(&mut session, 2_345);
    session
        .apply(Action::CloseShell {
            name: "two".to_owned(),
        })
        .expect("it is there");
    session
}

#[test]
fn a_journal_gives_the_same_scene() {
    let session = visit(|| u64::MAX);
    let journal = session.journal();
    let replayed = Session::replay(Config::tutorial(), &journal);
    assert_eq!(replayed.hash(), session.hash());
    assert_eq!(replayed.now(), session.now());
    assert_eq!(replayed.shell(SHELL), session.shell(SHELL));
    assert_eq!(replayed.journal(), journal);
    assert!(replayed.shell("two").is_none());
}

#[test]
fn slices_of_time_leave_no_trace() {
    let whole = visit(|| u64::MAX);
    for seed in 0..20 {
        let mut rng = Rng::new(seed);
        let cut = visit(|| 1 + rng.below(20_000));
        assert_eq!(cut.hash(), whole.hash(), "seed {seed}");
        assert_eq!(cut.shell(SHELL), whole.shell(SHELL), "seed {seed}");
    }
}

#[test]
fn hashes_differ_where_scenes_differ() {
    let (one, mut other) = (ready(), ready());
    assert_eq!(one.hash(), other.hash());
    submit(&mut other, SHELL, "# a comment");
    assert_ne!(one.hash(), other.hash());
}

#[test]
fn refusals_change_nothing() {
    let mut session = ready();
    let before = (session.hash(), session.journal());
    let shell = "nobody".to_owned();
    for (action, refusal) in [
        (
            Action::Interrupt {
                shell: shell.clone(),
            },
            Refusal::NoSuchShell(shell.clone()),
        ),
        (
            Action::OpenShell {
                name: SHELL.to_owned(),
            },
            Refusal::ShellExists(SHELL.to_owned()),
        ),
        (
            Action::Signal {
                shell: SHELL.to_owned(),
                signal: Signal::Kill,
            },
            Refusal::NothingRuns(SHELL.to_owned()),
        ),
        (
            Action::Endpoint {
                shell: SHELL.to_owned(),
                endpoint: " ".to_owned(),
            },
            Refusal::EmptyEndpoint,
        ),
    ] {
        assert_eq!(session.apply(action), Err(refusal));
    }
    let refusal = session
        .apply(Action::Fault(Fault::Thaw(1)))
        .expect_err("it is not frozen");
    assert_eq!(
        refusal.to_string(),
        "infra2 is not frozen: sim freeze infra2 would stop it"
    );
    assert!(session.apply(Action::Fault(Fault::Kill(7))).is_err());
    assert_eq!((session.hash(), session.journal()), before);
}

#[test]
fn a_step_ends_at_something_to_see() {
    let mut session = ready();
    submit(&mut session, SHELL, "put a 1");
    let mut steps = 0;
    while session.busy() {
        session.apply(Action::Step).expect("something is planned");
        steps += 1;
        assert!(steps < 100, "a put is a handful of events");
    }
    assert!(steps > 5, "request, sync, appends, answers: {steps}");
}

#[test]
fn with_all_members_down_nothing_is_left_to_happen() {
    let mut session = ready();
    for member in 0..3 {
        session
            .apply(Action::Fault(Fault::Kill(member)))
            .expect("it runs");
    }
    let last = (0..1_000).find_map(|_| session.apply(Action::Step).err());
    assert_eq!(last, Some(Refusal::NothingPlanned));
    let now = session.now();
    advance(&mut session, Micros::from_secs(5));
    assert_eq!(session.now(), now + Micros::from_secs(5));
}

#[test]
fn the_version_tells_of_changes_and_not_of_time() {
    let mut session = ready();
    let version = session.version();
    let next = session.next().expect("members tick");
    let before = Micros(next.0 - 1).since(session.now());
    advance(&mut session, before);
    assert_eq!(session.version(), version, "nothing happened");
    advance(&mut session, Micros(1));
    assert_ne!(session.version(), version, "a tick");
    let version = session.version();
    submit(&mut session, SHELL, "# a comment");
    assert_ne!(session.version(), version, "a line");
}
