//! What commands wait for, station by station.

use super::*;
use etcdscope::units::Term;

fn waiting(session: &Session, shell: &str) -> Option<Waiting> {
    session.shell(shell).and_then(|it| it.waiting)
}

/// Everything that a command waits for, in order, each once.
fn stations(session: &mut Session, shell: &str) -> Vec<Waiting> {
    let mut all: Vec<Waiting> = Vec::new();
    for _ in 0..100_000 {
        let now = waiting(session, shell);
        if session.shell_state(shell) == Some(ShellState::Idle) {
            return all;
        }
        if now.is_some() && now.as_ref() != all.last() {
            all.extend(now);
        }
        advance(session, Micros(100));
    }
    panic!("ten seconds were not enough: {all:?}")
}

fn leader(session: &Session) -> (usize, String) {
    let cluster = session.cluster();
    let place = cluster.leader.expect("there is one");
    (place, cluster.members[place].client.clone())
}

#[test]
fn a_put_waits_for_acks_one_by_one() {
    let mut session = ready();
    let (_, endpoint) = leader(&session);
    submit(
        &mut session,
        SHELL,
        &format!("--endpoints={endpoint} put a 1"),
    );
    let stations = stations(&mut session, SHELL);
    let acks: Vec<_> = stations
        .iter()
        .filter_map(|it| match it {
            Waiting::Commit(Wait::Quorum {
                acks,
                needed,
                missing,
                ..
            }) => Some((*acks, *needed, missing.len())),
            _ => None,
        })
        .collect();
    assert_eq!(acks, [(0, 2, 3), (1, 2, 2)], "{stations:?}");
}

#[test]
fn a_read_at_a_follower_asks_the_leader_who_asks_a_quorum() {
    let mut session = ready();
    let (place, _) = leader(&session);
    let name = session.cluster().members[place].name.clone();
    let other = session.cluster().members[(place + 1) % 3].client.clone();
    submit(&mut session, SHELL, &format!("--endpoints={other} get a"));
    let stations = stations(&mut session, SHELL);
    let (asks, leads) = (
        Waiting::ReadIndex {
            leader: name.clone(),
        },
        Waiting::Leadership {
            leader: name,
            acks: 1,
            needed: 2,
        },
    );
    assert!(stations.contains(&asks), "{stations:?}");
    assert!(stations.contains(&leads), "{stations:?}");
}

#[test]
fn a_second_read_waits_for_the_next_round() {
    let mut session = ready();
    let (place, endpoint) = leader(&session);
    let member = session.cluster().members[place].name.clone();
    for shell in [SHELL, "two"] {
        let name = shell.to_owned();
        // The first one is there.
        drop(session.apply(Action::OpenShell { name }));
        submit(
            &mut session,
            shell,
            &format!("--endpoints={endpoint} get a"),
        );
        advance(&mut session, Micros::from_ms(3));
    }
    assert_eq!(
        waiting(&session, "two"),
        Some(Waiting::NextRound { member }),
        "{:?}",
        waiting(&session, SHELL)
    );
}

#[test]
fn an_isolated_leaders_read_waits_for_acks_that_do_not_come() {
    let mut session = ready();
    let (place, endpoint) = leader(&session);
    let leader = session.cluster().members[place].name.clone();
    submit(&mut session, SHELL, &format!("sim isolate {leader}"));
    submit(
        &mut session,
        SHELL,
        &format!("--endpoints={endpoint} get a"),
    );
    advance(&mut session, Micros::from_ms(700));
    let (acks, needed) = (1, 2);
    let waits = Waiting::Leadership {
        leader,
        acks,
        needed,
    };
    assert_eq!(waiting(&session, SHELL), Some(waits));
}

#[test]
fn a_read_waits_for_the_new_leaders_own_term() {
    let mut session = ready();
    let (old, _) = leader(&session);
    let name = session.cluster().members[old].name.clone();
    submit(&mut session, SHELL, &format!("sim kill {name}"));
    let new = loop {
        advance(&mut session, Micros(100));
        match session.cluster().leader {
            Some(place) if place != old => break place,
            _ => {}
        }
        assert!(session.now() < Micros::from_secs(60), "nobody leads");
    };
    let cluster = session.cluster();
    let member = &cluster.members[new];
    let (leader, term) = (member.name.clone(), member.term);
    submit(
        &mut session,
        SHELL,
        &format!("--endpoints={} get a", member.client),
    );
    let stations = stations(&mut session, SHELL);
    assert!(term > Term(2));
    let waits = Waiting::OwnTerm { leader, term };
    assert!(stations.contains(&waits), "{stations:?}");
}

#[test]
fn a_read_waits_until_its_member_has_applied_enough() {
    let mut config = Config::tutorial();
    config.delays.apply_entry = Micros::from_ms(200);
    let mut session = Session::ready(config);
    let (place, endpoint) = leader(&session);
    let member = session.cluster().members[place].name.clone();
    submit(
        &mut session,
        SHELL,
        &format!("--endpoints={endpoint} put a 1"),
    );
    advance(&mut session, Micros::from_ms(50));
    let name = "two".to_owned();
    session.apply(Action::OpenShell { name }).expect("new");
    submit(
        &mut session,
        "two",
        &format!("--endpoints={endpoint} get a"),
    );
    advance(&mut session, Micros::from_ms(30));
    let last = session.cluster().members[place].last_index;
    let waits = Waiting::Apply {
        member,
        applied: last.prev(),
        index: last,
    };
    assert_eq!(waiting(&session, "two"), Some(waits));
}

#[test]
fn a_thread_says_what_its_command_waits_for() {
    let mut session = ready();
    submit(
        &mut session,
        SHELL,
        "sim kill infra2\nsim kill infra3\nput a 1",
    );
    advance(&mut session, Micros::from_ms(300));
    let waits = waiting(&session, SHELL);
    assert!(matches!(waits, Some(Waiting::Commit(_))), "{waits:?}");
    let mut lines = session.lines(SHELL, 0).into_iter().rev();
    let line = lines.find(|it| it.kind == LineKind::Command);
    let thing = etcdscope::session::view::Thing::Line {
        shell: SHELL.to_owned(),
        line: line.expect("it was typed").id,
    };
    assert_eq!(session.thread(&thing).waiting, waits);
    let entry = etcdscope::session::view::Thing::Entry(Index(9));
    assert_eq!(session.thread(&entry).waiting, waits);
    let old = etcdscope::session::view::Thing::Entry(Index(8));
    assert_eq!(session.thread(&old).waiting, None);
}
