//! World words, variables and help; mistakes say what to type.

use super::*;

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
        ("put\u{3000}hello\u{3000}world", "type a plain one"),
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

#[test]
fn a_prompt_copied_along_does_no_harm() {
    let mut session = ready();
    assert_eq!(stdout(&mut session, "$ etcdctl put a 1"), "OK\n");
    assert_eq!(
        stdout(&mut session, "  $  goreman run list"),
        "infra1\ninfra2\ninfra3\n"
    );
}
