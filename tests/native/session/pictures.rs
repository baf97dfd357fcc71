//! What the page and embedders see of a scene.

use super::*;

#[test]
fn a_ready_cluster_is_the_tutorials() {
    let session = ready();
    let cluster = session.cluster();
    assert_eq!(cluster.leader, Some(0), "the first of three leads");
    assert_eq!((cluster.term.0, cluster.revision), (2, 1));
    assert_eq!((cluster.voters_up, cluster.voters), (3, 3));
    let ids = cluster.members.iter().map(|member| member.id.to_string());
    let wanted = ["8211f1d0f64f3269", "91bc3c398fb3c146", "fd422379fda50e48"];
    assert_eq!(ids.collect::<Vec<_>>(), wanted);
    assert!(
        cluster.members.iter().all(|member| member.applied.0 == 8),
        "the boot is 8 entries"
    );
}

#[test]
fn a_put_shows_where_it_came_from() {
    let mut session = ready();
    submit(&mut session, SHELL, "etcdctl put hello world");
    assert!(session.busy());
    advance(&mut session, Micros::from_ms(100));
    let shell = session.shell(SHELL).expect("it is there");
    let command = shell
        .lines
        .iter()
        .find(|line| line.kind == LineKind::Command);
    let did = command
        .and_then(|line| line.did)
        .expect("a command does something");
    assert_eq!(
        (did.index.map(|it| it.0), did.revision, did.exit),
        (Some(9), Some(2), Some(0))
    );
    assert_eq!(did.term.map(|it| it.0), Some(2));
    assert!(did.request.is_some() && did.took.is_some());
    assert_eq!(
        shell.lines.last().map(|line| line.text.as_str()),
        Some("OK")
    );

    let detail = session.key_detail(1, b"hello", Revision { main: 9, sub: 0 });
    let detail = detail.expect("the key exists");
    assert_eq!(detail.index.map(|it| it.0), Some(9));
    let origin = detail.by.expect("someone asked");
    assert_eq!(origin.shell.as_deref(), Some(SHELL));
    assert_eq!(origin.line, "etcdctl put hello world");
    let log = session.log(40);
    let made = log.rows[2].entries.last().expect("infra3 has it");
    assert_eq!((made.index.0, made.revision), (9, Some(2)));
    let lanes = session.revisions(0);
    assert_eq!(
        lanes.columns.last().and_then(|it| it.index).map(|it| it.0),
        Some(9)
    );
    assert_eq!(lanes.lanes[0].generations, [(2, None)]);
}

#[test]
fn leases_show_as_the_leaders_heap() {
    let mut session = ready();
    for ttl in [90, 30, 60] {
        let text = stdout(&mut session, &format!("lease grant {ttl}"));
        assert!(
            text.starts_with("lease ") && text.contains("3269"),
            "{text}"
        );
    }
    let leases = session.leases();
    assert_eq!((leases.member, leases.primary, leases.count), (0, true, 3));
    let ttl = |id| {
        leases
            .leases
            .iter()
            .find(|it| it.id == id)
            .map(|it| it.ttl_seconds)
    };
    let order: Vec<_> = leases
        .heap
        .iter()
        .filter_map(|node| ttl(node.lease))
        .collect();
    assert_eq!(
        order,
        [30, 90, 60],
        "the heap's array as Go's container/heap leaves it"
    );
    assert!(
        leases.next_check > Some(session.now()),
        "the leader looks again"
    );
}

#[test]
fn a_lease_is_kept_until_its_keeper_goes() {
    let mut session = ready();
    stdout(&mut session, "lease grant 30");
    stdout(&mut session, "lease grant 90");
    let id = session.leases().heap[0].lease;
    assert_eq!(
        stdout(&mut session, &format!("put hello world --lease={id}")),
        "OK\n"
    );
    let detail = session.key_detail(0, b"hello", Revision { main: 2, sub: 0 });
    let left = detail
        .and_then(|detail| detail.lease_left)
        .expect("it runs");
    assert!(
        left > Micros::from_secs(29) && left < Micros::from_secs(30),
        "{left:?}"
    );
    let keep = session.exec("keeper", &format!("lease keep-alive {id}"), None);
    let keep = keep.expect("a shell is opened");
    assert_eq!(settle(&mut session, &keep).status, Status::Holding);
    assert!(
        session
            .leases()
            .leases
            .iter()
            .any(|lease| lease.id == id && lease.kept_alive)
    );

    session
        .apply(Action::Interrupt { shell: keep.shell })
        .expect("it is there");
    advance(&mut session, Micros::from_secs(33));
    assert_eq!(
        (session.leases().count, session.leases().promoted_at),
        (1, None)
    );
    let detail = session.key_detail(2, b"hello", Revision { main: 9, sub: 0 });
    let detail = detail.expect("its tombstone is there");
    assert!(detail.tombstone);
    let origin = detail.by.expect("an entry made it");
    assert!(
        origin.time > Micros::from_secs(30),
        "when the lease ran out"
    );
    assert_eq!(
        (origin.shell, origin.line),
        (None, format!("LeaseRevoke {id}"))
    );
    assert_eq!(session.revisions(1).lanes[0].generations, [(2, Some(3))]);
}

#[test]
fn a_put_without_a_quorum_says_what_it_waits_for() {
    let mut session = ready();
    for line in ["sim kill infra2", "sim freeze infra3", "etcdctl put a 1"] {
        submit(&mut session, SHELL, line);
    }
    advance(&mut session, Micros::from_ms(300));
    let shell = session.shell(SHELL).expect("it is there");
    let (index, acks, needed) = (Index(9), 1, 2);
    assert_eq!(
        shell.waiting,
        Some(Waiting::Commit(Wait::Quorum {
            index,
            acks,
            needed,
            missing: ["infra2", "infra3"].map(str::to_owned).to_vec(),
        }))
    );
    let waits = session.log(3).waits;
    assert_eq!(waits.first().map(Wait::index), Some(index));
    let log = session.log(3);
    let states: Vec<_> = log
        .rows
        .iter()
        .map(|row| row.entries.last().map(|it| it.state))
        .collect();
    let (appended, missing) = (Some(EntryState::Appended), Some(EntryState::Missing));
    assert_eq!(states, [appended, missing, missing]);
    assert_eq!(session.revisions(0).proposed, [("a".into(), index)]);

    advance(&mut session, Micros::from_secs(3));
    assert_eq!(session.cluster().leader, None, "check-quorum deposed it");
    submit(&mut session, SHELL, "sim thaw infra3\nsim restart infra2");
    advance(&mut session, Micros::from_secs(5));
    let cluster = session.cluster();
    assert!(cluster.leader.is_some());
    assert_eq!(cluster.voters_up, 3);
}

#[test]
fn endpoints_that_do_not_answer_are_named() {
    let mut session = ready();
    submit(&mut session, SHELL, "sim kill infra1\nget a");
    advance(&mut session, Micros::from_ms(10));
    let waiting = session.shell(SHELL).and_then(|shell| shell.waiting);
    let endpoints = "127.0.0.1:2379".to_owned();
    assert_eq!(waiting, Some(Waiting::Connection { endpoints }));
}

#[test]
fn an_isolated_leaders_entries_are_shown_as_conflicts() {
    let mut session = ready();
    submit(&mut session, SHELL, "sim isolate infra1\nput lost 1");
    advance(&mut session, Micros::from_ms(500));
    let cluster = session.cluster();
    assert!(
        cluster
            .messages
            .iter()
            .any(|message| message.lost.is_some()),
        "drawn for a while"
    );
    advance(&mut session, Micros::from_secs(5));
    let cluster = session.cluster();
    let leader = cluster.leader.expect("two of three elect one");
    assert_ne!(leader, 0);
    let log = session.log(10);
    assert_eq!(log.seen_by, Some(leader));
    let lost = log.rows[0]
        .entries
        .iter()
        .find(|entry| entry.index == Index(9));
    assert_eq!(lost.map(|entry| entry.state), Some(EntryState::Conflict));
    let band = log.terms.last().expect("there is a newest term");
    assert_eq!(band.leader.as_ref(), Some(&cluster.members[leader].name));
    let progress = log.rows[0]
        .progress
        .expect("the leader has one of every peer");
    assert!(progress.matched < progress.next);
    assert!(log.rows[leader].progress.is_none());
}

#[test]
fn the_state_is_plain_json() {
    let mut session = ready();
    assert_eq!(stdout(&mut session, "put hello world"), "OK\n");
    let watch = session.exec("w", "watch hello --prefix", Some("127.0.0.1:22379"));
    let watch = watch.expect("a shell is opened");
    assert_eq!(settle(&mut session, &watch).status, Status::Holding);
    let state = serde_json::to_value(session.state()).expect("plain values");
    assert_eq!(state["time"], session.now().0);
    assert_eq!(state["leader"], "infra1");
    assert_eq!(state["members"][1]["role"], "follower");
    assert_eq!(state["members"][1]["hash"], state["members"][2]["hash"]);
    assert_eq!(state["log"][0]["entries"][8]["kind"], "put");
    assert_eq!(state["log"][0]["entries"][8]["revision"], 2);
    assert_eq!(state["revisions"]["keys"][0]["value"], "world");
    assert_eq!(state["revisions"]["keys"][0]["modRevision"], 2);
    let watcher = &state["watchers"][0];
    assert_eq!(watcher["member"], "infra2");
    assert_eq!(watcher["shell"], "w");
    assert_eq!(
        (&watcher["key"], &watcher["rangeEnd"]),
        (&"hello".into(), &"hellp".into())
    );
    assert_eq!(watcher["group"], "synced");
}

#[test]
fn a_put_that_gave_up_and_was_done_all_the_same_says_so() {
    let mut session = ready();
    submit(
        &mut session,
        SHELL,
        "sim isolate infra1\nput late 1 --command-timeout=100ms\nsim heal",
    );
    advance(&mut session, Micros::from_secs(1));
    let line = |session: &Session| {
        let lines = session.shell(SHELL).expect("it is there").lines;
        let put = lines
            .into_iter()
            .find(|line| line.text.starts_with("put late"));
        put.and_then(|line| line.did).expect("it ended")
    };
    let did = line(&session);
    assert_eq!(did.exit, Some(1), "it gave up");
    assert_eq!(
        (did.index, did.revision),
        (Some(Index(9)), Some(2)),
        "and was applied"
    );
}
