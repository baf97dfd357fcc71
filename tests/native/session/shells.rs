//! Pasted lines, odd bytes, long values, input, watches and tickets.

use super::*;

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
fn tickets_are_for_one_command() {
    let mut session = ready();
    let many = session.exec("api", "put a 1\nput b 2", None);
    assert_eq!(many.expect_err("two commands"), Refusal::ManyCommands);
    let open = session.exec("api", "put a <<EOF\n1", None);
    assert_eq!(open.expect_err("no end"), Refusal::OpenHereDocument);
    let mut tickets = Vec::new();
    for line in ["put a 1", "get a", "nonsense", "get a --keys-only"] {
        tickets.push(
            session
                .exec("api", line, None)
                .expect("lines wait their turn"),
        );
    }
    advance(&mut session, Micros::from_secs(1));
    let reports: Vec<Report> = tickets.iter().map(|it| session.exec_poll(it)).collect();
    assert!(reports.iter().all(|report| report.status == Status::Done));
    let texts: Vec<&[u8]> = reports
        .iter()
        .map(|report| report.stdout.as_slice())
        .collect();
    assert_eq!(texts, [b"OK\n".as_slice(), b"a\n1\n", b"", b"a\n\n"]);
    assert_eq!(reports[2].exit, Some(1));
}

#[test]
fn interrupted_lines_end_their_tickets() {
    let mut session = ready();
    let watch = session
        .exec("api", "watch a", None)
        .expect("a shell is opened");
    let waits = session.exec("api", "put a 1", None).expect("it waits");
    advance(&mut session, Micros::from_secs(1));
    assert_eq!(session.exec_poll(&waits).status, Status::Running);
    session
        .apply(Action::Interrupt {
            shell: "api".to_owned(),
        })
        .expect("it is there");
    assert_eq!(session.exec_poll(&waits).exit, Some(130));
    assert_eq!(session.exec_poll(&watch).exit, Some(130));
    assert_eq!(session.cluster().revision, 1, "the put never ran");
}

#[test]
fn a_here_document_can_be_typed_line_by_line() {
    let mut session = ready();
    submit(&mut session, SHELL, "put poem <<EOF");
    assert_eq!(session.shell_state(SHELL), Some(ShellState::Reading));
    submit(&mut session, SHELL, "one");
    let shown = |session: &Session| {
        let lines = session.shell(SHELL).expect("it is there").lines;
        lines
            .into_iter()
            .map(|line| (line.id, line.text))
            .collect::<Vec<_>>()
    };
    let typed = [(0, "put poem <<EOF".to_owned()), (1, "one".to_owned())];
    assert_eq!(shown(&session), typed);
    submit(&mut session, SHELL, "EOF");
    assert_eq!(shown(&session)[..2], typed);
    advance(&mut session, Micros::from_secs(1));
    submit(&mut session, SHELL, "put prose <<EOF\ntwo");
    session
        .apply(Action::EndOfInput {
            shell: SHELL.to_owned(),
        })
        .expect("it is typed");
    advance(&mut session, Micros::from_secs(1));
    assert_eq!(
        stdout(&mut session, "get p --prefix"),
        "poem\none\n\nprose\ntwo\n\n"
    );
}

#[test]
fn the_last_lease_granted_is_a_variable_of_its_shell() {
    let mut session = ready();
    let error = stderr(&mut session, "put early v --lease=$LEASE");
    assert!(error.contains("no variable LEASE"), "{error}");
    let granted = stdout(&mut session, "lease grant 600");
    let id = granted
        .split(' ')
        .nth(1)
        .expect("lease ID granted")
        .to_owned();
    let before = session.hash();
    assert_eq!(stdout(&mut session, "put k v --lease=$LEASE"), "OK\n");
    let told = stdout(&mut session, "lease timetolive $LEASE --keys");
    assert!(told.starts_with(&format!("lease {id} granted")), "{told}");
    assert!(told.contains("attached keys([k])"), "{told}");
    let lease = |session: &Session, name: &str| session.shell(name).and_then(|it| it.lease);
    assert_eq!(lease(&session, "api").as_deref(), Some(id.as_str()));
    // Another shell knows nothing of it, and a second grant takes its place.
    assert_eq!(lease(&session, SHELL), None);
    let second = stdout(&mut session, "lease grant 600");
    let second = second.split(' ').nth(1).map(str::to_owned);
    assert_eq!(lease(&session, "api"), second);
    assert_ne!(before, session.hash());
    // A refused grant changes nothing.
    stderr(&mut session, "lease grant nonsense");
    assert_eq!(lease(&session, "api"), second);
    let again = Session::replay(Config::tutorial(), &session.journal());
    assert_eq!(again.hash(), session.hash());
    assert_eq!(lease(&again, "api"), second);
}

#[test]
fn the_variable_of_the_last_lease_stays_out_of_etcdctl() {
    let mut session = ready();
    stdout(&mut session, "lease grant 600");
    submit(&mut session, "api", "watch k -- printenv");
    advance(&mut session, Micros::from_secs(1));
    submit(&mut session, SHELL, "put k v");
    advance(&mut session, Micros::from_secs(1));
    let shell = session.shell("api").expect("it is there");
    let printed: Vec<&str> = shell.lines.iter().map(|it| it.text.as_str()).collect();
    assert!(
        printed.iter().any(|it| it.starts_with("ETCD_WATCH_KEY=")),
        "{printed:?}"
    );
    assert!(
        !printed.iter().any(|it| it.starts_with("LEASE=")),
        "{printed:?}"
    );
}
