//! The Go shell prints what real Go programs were recorded to print (`tests/goshell/record`).

use super::*;
use etcdscope::session::view::ShellKind;

const GO: &str = "Go 1";

/// A visit with a Go shell.
fn with_go() -> Session {
    let mut session = ready();
    open_go(&mut session, GO);
    session
}

fn open_go(session: &mut Session, name: &str) {
    let name = name.to_owned();
    session
        .apply(Action::OpenGoShell { name })
        .expect("there is room");
}

/// What a shell printed after one of its lines began, as goldens have it.
fn told(session: &Session, shell: &str, code: Option<i32>, report: &Report) -> String {
    let mut text = String::from_utf8_lossy(&report.stdout).into_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str("\n~\n");
    }
    for line in String::from_utf8_lossy(&report.stderr).lines() {
        text.push_str(&format!("! {line}\n"));
    }
    let code = code.or(report.exit).unwrap_or_default();
    if code != 0 {
        text.push_str(&format!("= {code}\n"));
    }
    assert!(session.shells().iter().any(|it| it.name == shell));
    text
}

/// Plays a case; what each line printed, those left running last.
fn play(case: &str) -> String {
    let mut session = with_go();
    let mut held = Vec::new();
    let mut text = String::new();
    for line in case.lines() {
        if let Some(call) = line.strip_prefix("> ") {
            let ticket = session.exec(GO, call, None).expect("it is one call");
            let mut report = session.exec_poll(&ticket);
            for _ in 0..30_000 {
                if report.status == Status::Done {
                    break;
                }
                advance(&mut session, Micros::from_ms(1));
                report = session.exec_poll(&ticket);
            }
            text.push_str(&format!("{line}\n{}", told(&session, GO, None, &report)));
        } else if let Some(call) = line.strip_prefix("& ") {
            let name = format!("Go {}", held.len() + 2);
            open_go(&mut session, &name);
            let shells = session.shells();
            let lease = shells.iter().find(|it| it.name == GO);
            let lease = lease.and_then(|it| it.lease.clone()).unwrap_or_default();
            let call = call.replace("leaseResp.ID", &format!("0x{lease}"));
            let ticket = session.exec(&name, &call, None).expect("it is one call");
            held.push((line, name, ticket));
            advance(&mut session, Micros::from_ms(500));
        } else if let Some(seconds) = line.strip_prefix("wait ") {
            let seconds = seconds.parse().expect("whole seconds");
            advance(&mut session, Micros::from_secs(seconds));
        }
    }
    advance(&mut session, Micros::from_ms(300));
    for (line, name, ticket) in held {
        let shells = session.shells();
        let shell = shells
            .iter()
            .find(|it| it.name == name)
            .expect("it is open");
        let code = (shell.state != ShellState::Idle).then_some(130);
        assert_eq!(shell.kind, ShellKind::Go);
        let report = session.exec_poll(&ticket);
        text.push_str(&format!("{line}\n{}", told(&session, &name, code, &report)));
    }
    text
}

/// Without what differs from run to run: leases and new members by the order in which they appear,
/// places in memory, sizes of files.
fn normal(text: &str) -> String {
    let mut leases: Vec<String> = Vec::new();
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_ascii_alphanumeric();
        let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(first.len_utf8()));
        rest = after;
        let before = out.rsplit(' ').next().unwrap_or_default().to_owned();
        let known = [
            "9372538179322589801",
            "10501334649042878790",
            "18249187646912138824",
        ];
        let is_id = before.ends_with("lease:") || before.ends_with("ID:");
        if is_id && word.len() > 15 && !known.contains(&word) {
            let place = leases.iter().position(|it| it == word);
            let place = place.unwrap_or_else(|| {
                leases.push(word.to_owned());
                leases.len() - 1
            });
            out.push_str(&format!("ID{place}"));
        } else if word.starts_with("0xc0") {
            out.push_str("POINTER");
        } else if before.ends_with("pc=") {
            out.push_str("PC");
        } else if before.ends_with("DbSize:") || before.ends_with("DbSizeInUse:") {
            out.push_str("SIZE");
        } else {
            out.push_str(word);
        }
    }
    out
}

fn check(name: &str) {
    let read = |end: &str| {
        let path = format!("{}/tests/goshell/{name}.{end}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).expect(&path)
    };
    let (played, golden) = (normal(&play(&read("case"))), normal(&read("golden")));
    for (ours, theirs) in played.lines().zip(golden.lines()) {
        assert_eq!(ours, theirs, "{name}:\n{played}");
    }
    assert_eq!(played, golden, "{name}");
}

#[test]
fn keys_are_printed_as_go_prints_them() {
    check("kv");
}

#[test]
fn leases_are_printed_as_go_prints_them() {
    check("lease");
}

#[test]
fn transactions_are_printed_as_go_prints_them() {
    check("txn");
}

#[test]
fn watches_are_printed_as_go_prints_them() {
    check("watch");
}

#[test]
fn the_cluster_is_printed_as_go_prints_it() {
    check("cluster");
}

#[test]
fn the_functions_of_the_tutorial_print_what_its_code_prints() {
    check("article");
}

#[test]
fn members_are_printed_as_go_prints_them() {
    check("members");
}

#[test]
fn users_are_printed_as_go_prints_them() {
    check("users");
}
