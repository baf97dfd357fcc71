//! The visit: journals replay, slices of time leave no trace, every line gets a clear answer.

use etcdscope::{
    ctl::job::Signal,
    session::{
        Action, Refusal, Report, Session, Status, Ticket,
        view::{EntryState, LineKind, Waiting},
    },
    sim::{Config, Fault},
    units::{Index, Micros, Revision, Rng},
};

const SHELL: &str = "shell 1";

fn ready() -> Session {
    Session::ready(Config::tutorial())
}

fn submit(session: &mut Session, shell: &str, line: &str) {
    let (shell, line) = (shell.to_owned(), line.to_owned());
    session
        .apply(Action::Submit { shell, line })
        .expect("the shell is there");
}

fn advance(session: &mut Session, span: Micros) {
    session.apply(Action::Advance(span)).expect("time passes");
}

/// Lets time pass until a command is done, holds or reads; a minute at most.
fn settle(session: &mut Session, ticket: &Ticket) -> Report {
    for _ in 0..60_000 {
        let report = session.exec_poll(ticket);
        if report.status != Status::Running {
            return report;
        }
        advance(session, Micros::from_ms(1));
    }
    panic!("a minute was not enough")
}

fn run(session: &mut Session, line: &str) -> Report {
    let ticket = session.exec("api", line, None).expect("a shell is opened");
    settle(session, &ticket)
}

fn stdout(session: &mut Session, line: &str) -> String {
    let report = run(session, line);
    assert_eq!(
        report.exit,
        Some(0),
        "{line}: {}",
        String::from_utf8_lossy(&report.stderr)
    );
    String::from_utf8(report.stdout).expect("text")
}

fn stderr(session: &mut Session, line: &str) -> String {
    let report = run(session, line);
    assert_ne!(report.exit, Some(0), "{line}");
    String::from_utf8(report.stderr).expect("text")
}

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
fn ten_thousand_pasted_lines_all_run() {
    let mut session = ready();
    let lines: Vec<String> = (0..10_000)
        .map(|it| format!("put key{} {it}", it % 7))
        .collect();
    submit(&mut session, SHELL, &lines.join("\n"));
    while session.busy() {
        advance(&mut session, Micros::from_secs(1));
    }
    assert_eq!(session.cluster().revision, 10_001);
    let shell = session.shell(SHELL).expect("it is there");
    assert_eq!(
        shell.lines.last().map(|line| line.text.as_str()),
        Some("OK")
    );
    assert!(shell.lines.iter().all(|line| line.kind != LineKind::Err));
}

#[test]
fn too_many_pasted_lines_are_refused_and_said_so() {
    let mut session = ready();
    submit(&mut session, SHELL, &"put a 1\n".repeat(25_000));
    let shell = session.shell(SHELL).expect("it is there");
    assert_eq!(shell.queued, 19_999, "one runs, the rest of 20,000 wait");
    let error = shell.lines.iter().find(|line| line.kind == LineKind::Err);
    let text = error.map(|line| line.text.as_str()).expect("a message");
    assert!(text.contains("Ctrl-C"), "{text}");
    session
        .apply(Action::Interrupt {
            shell: SHELL.to_owned(),
        })
        .expect("it is there");
    assert_eq!(session.shell(SHELL).map(|shell| shell.queued), Some(0));
}

#[test]
fn world_words_do_what_they_say() {
    let mut session = ready();
    assert_eq!(
        stdout(&mut session, "goreman run status"),
        "*infra1\n*infra2\n*infra3\n"
    );
    assert_eq!(stdout(&mut session, "goreman run stop infra2"), "");
    assert_eq!(
        stdout(&mut session, "goreman run stop etcd2"),
        "",
        "stopped already"
    );
    assert_eq!(
        stdout(&mut session, "goreman run status"),
        "*infra1\n infra2\n*infra3\n"
    );
    assert_eq!(stdout(&mut session, "goreman run start infra2"), "");
    assert_eq!(stdout(&mut session, "sim cut infra1 > 3"), "");
    let status = stdout(&mut session, "sim status");
    assert!(status.contains("cut: infra1 > infra3"), "{status}");
    assert!(!status.contains("cut: infra3 > infra1"), "{status}");
    assert_eq!(stdout(&mut session, "sim heal"), "");
    assert_eq!(
        stdout(&mut session, "sim partition infra1 / infra2, infra3"),
        ""
    );
    let cut = session
        .cluster()
        .links
        .iter()
        .filter(|link| link.cut_since.is_some())
        .count();
    assert_eq!(cut, 4);
    let shell = session.shell(SHELL).expect("it is there");
    let ruled = shell
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::World);
    let texts: Vec<&str> = ruled.map(|line| line.text.as_str()).collect();
    let wanted = [
        "infra2 killed",
        "infra2 started",
        "infra1 → infra3 cut",
        "all links healed",
        "partition: infra1 / infra2 infra3",
    ];
    assert_eq!(texts, wanted, "every shell is told");
}

#[test]
fn mistakes_say_what_to_type() {
    let mut session = ready();
    for (line, says) in [
        ("sim kill infra9", "name one of infra1, infra2, infra3"),
        ("sim kill", "usage: sim kill infra1"),
        ("sim explode infra1", "help sim"),
        ("sim thaw infra1", "sim freeze infra1"),
        ("sim cut infra1 infra1", "name two members"),
        ("sim partition infra1 infra2 infra3", "usage: sim partition"),
        ("sim partition infra1 / infra1", "named twice"),
        ("sim play", "here virtual time moves"),
        ("sim speed fast", "usage: sim play"),
        ("kill infra1", "type sim kill"),
        ("goreman start", "goreman run status"),
        ("goreman run stop redis", "name one of"),
        ("ptu hello world", "Did you mean put?"),
        ("ls -l", "help lists what there is"),
        ("get a | grep b", "no pipes here"),
        ("put “hello” world", "typographic quote"),
        ("put a\0b c", "NUL"),
    ] {
        let text = stderr(&mut session, line);
        assert!(text.contains(says), "{line:?}: {text}");
        assert!(
            text.ends_with('\n') && !text.contains("panic"),
            "{line:?}: {text}"
        );
    }
}

#[test]
fn odd_bytes_are_kept_and_shown() {
    let mut session = ready();
    assert_eq!(stdout(&mut session, "put emoji '👩‍🚀 é'"), "OK\n");
    assert_eq!(stdout(&mut session, "get emoji"), "emoji\n👩‍🚀 é\n");
    assert_eq!(stdout(&mut session, "put nul $'a\\x00b\\xff'"), "OK\n");
    let report = run(&mut session, "get nul");
    assert_eq!(report.stdout, b"nul\na\0b\xff\n");
    let shell = session.shell("api").expect("it is there");
    assert_eq!(
        shell.lines.last().map(|line| line.text.as_str()),
        Some("a␀b\u{fffd}")
    );
}

#[test]
fn two_megabytes_get_a_clear_answer() {
    let mut session = ready();
    let value = "x".repeat(2 << 20);
    let text = stderr(&mut session, &format!("put big {value}"));
    assert!(
        text.contains("larger than max") || text.contains("too large"),
        "{text}"
    );
    let value = "y".repeat(1 << 20);
    assert_eq!(stdout(&mut session, &format!("put big {value}")), "OK\n");
    assert_eq!(stdout(&mut session, "get big"), format!("big\n{value}\n"));
    let shell = session.shell("api").expect("it is there");
    let longest = shell.lines.iter().map(|line| line.text.len()).max();
    assert!(
        longest < Some(20_000),
        "a transcript shows the beginning of long lines"
    );
}

#[test]
fn a_watch_holds_until_it_is_interrupted() {
    let mut session = ready();
    let ticket = session
        .exec("watcher", "watch hello", None)
        .expect("a shell is opened");
    assert_eq!(settle(&mut session, &ticket).status, Status::Holding);
    assert_eq!(
        session.shell("watcher").map(|it| it.title),
        Some("watch hello".to_owned())
    );
    assert_eq!(stdout(&mut session, "put hello world"), "OK\n");
    advance(&mut session, Micros::from_ms(50));
    let report = session.output("watcher").expect("it runs");
    assert_eq!(report.stdout, b"PUT\nhello\nworld\n");
    assert!(!session.busy(), "what holds does not count");
    session
        .apply(Action::Interrupt {
            shell: "watcher".to_owned(),
        })
        .expect("it is there");
    let report = session.exec_poll(&ticket);
    assert_eq!((report.status, report.exit), (Status::Done, Some(130)));
}

#[test]
fn input_goes_to_what_reads() {
    let mut session = ready();
    let ticket = session
        .exec("api", "put text", None)
        .expect("a shell is opened");
    assert_eq!(settle(&mut session, &ticket).status, Status::Reading);
    submit(&mut session, "api", "one");
    let (shell, text) = ("api".to_owned(), "two".to_owned());
    session
        .apply(Action::Input {
            shell: shell.clone(),
            text,
        })
        .expect("it reads");
    session
        .apply(Action::EndOfInput { shell })
        .expect("it reads");
    assert_eq!(settle(&mut session, &ticket).exit, Some(0));
    assert_eq!(stdout(&mut session, "get text"), "text\none\ntwo\n");
    assert_eq!(stdout(&mut session, "put text <<~EOF\nthree\nEOF"), "OK\n");
    assert_eq!(stdout(&mut session, "get text"), "text\nthree\n");
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

    let id = leases.heap[0].lease;
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
    assert_eq!(session.leases().count, 2);
    let detail = session.key_detail(2, b"hello", Revision { main: 9, sub: 0 });
    let detail = detail.expect("its tombstone is there");
    assert!(detail.tombstone);
    let origin = detail.by.expect("an entry made it");
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
        Some(Waiting::Quorum {
            index,
            acks,
            needed
        })
    );
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
fn variables_are_the_shells_own() {
    let mut session = ready();
    assert_eq!(stdout(&mut session, "export EP=127.0.0.1:32379"), "");
    assert_eq!(
        stdout(&mut session, "etcdctl --endpoints=$EP put a 1"),
        "OK\n"
    );
    assert_eq!(
        stdout(&mut session, "ETCDCTL_WRITE_OUT=json put a 2").get(..1),
        Some("{")
    );
    assert_eq!(
        stdout(&mut session, "put a 3"),
        "OK\n",
        "it was for one command"
    );
    let text = stderr(&mut session, "put a $NOWHERE");
    assert!(text.contains("no variable NOWHERE"), "{text}");
    submit(&mut session, SHELL, "put a $EP");
    let lines = session.shell(SHELL).expect("it is there").lines;
    assert!(
        lines.last().is_some_and(|line| line.kind == LineKind::Err),
        "another shell's"
    );
}

#[test]
fn help_speaks_of_every_word() {
    let mut session = ready();
    let text = stdout(&mut session, "help");
    for word in [
        "put hello world",
        "sim kill",
        "sim cut",
        "sim speed",
        "goreman",
        "Ctrl-C",
    ] {
        assert!(text.contains(word), "{word}");
    }
    let text = stdout(&mut session, "help sim");
    let words = [
        "status",
        "kill",
        "restart",
        "freeze",
        "thaw",
        "isolate",
        "cut",
        "partition",
        "heal",
        "play",
        "pause",
        "step",
        "speed",
        "run",
        "bench",
    ];
    for word in words {
        assert!(text.contains(&format!("sim {word}")), "{word}");
    }
    assert!(stdout(&mut session, "help put").contains("etcdctl put"));
}
