//! World words, variables and help; mistakes say what to type.

use super::*;
use etcdscope::{
    proof::script,
    sim::{Delay, Handling},
};

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
fn a_fault_is_written_in_the_words_that_do_it() {
    let session = ready();
    let config = Config::tutorial();
    let delay = |base, spread| Delay {
        base: Micros(base),
        spread: Micros(spread),
    };
    let (from, to) = (0, 2);
    let mut faults = vec![
        Fault::Kill(0),
        Fault::Restart(1),
        Fault::Freeze(2),
        Fault::Thaw(2),
        Fault::Isolate(1),
        Fault::Cut { from, to },
        Fault::Heal { from, to },
        Fault::HealAll,
        Fault::Partition(vec![vec![0, 2], vec![1]]),
    ];
    let parts = [0, 1, 5_000, 200_000, 1_000_000];
    faults.extend(parts.map(|ppm| Fault::Loss { from, to, ppm }));
    faults.extend(parts.map(|ppm| Fault::Duplication { from, to, ppm }));
    faults.extend(parts.map(|ppm| Fault::Reordering { from, to, ppm }));
    faults.extend([
        Fault::LoseTail(1),
        Fault::TimeoutNow(0),
        Fault::FullDisk(2, true),
        Fault::FullDisk(2, false),
        Fault::TearRecord(0),
        Fault::WipeDisk(1),
        Fault::HealMember(2),
    ]);
    let member = 1;
    let skews = [0, 1, -1, 2_000_000, -1_500_000, 86_400_000_000];
    faults.extend(skews.map(|by| Fault::Skew { member, by }));
    let drifts = [0, 1, -1, 100_000, -500_000, 1_000_000];
    faults.extend(drifts.map(|ppm| Fault::Drift { member, ppm }));
    let slow = [delay(0, 0), delay(50_000, 0), delay(1, 20_000)];
    faults.extend(slow.map(|delay| Fault::SlowDisk { member, delay }));
    let delays = [delay(0, 0), delay(200_000, 0), delay(1, 50_000)];
    faults.extend(delays.map(|delay| Fault::Delay { from, to, delay }));
    let acts = [
        Handling::Drop,
        Handling::Delay(Micros(1_500)),
        Handling::Duplicate,
        Handling::Deliver,
        Handling::Hold,
        Handling::Release,
    ];
    faults.extend(acts.map(|act| Fault::Message { id: 12, act }));
    for fault in faults {
        let line = script::words(&config, &fault);
        assert_eq!(session.faults_of(&line), Some(vec![fault]), "{line}");
    }
    let both = session.faults_of("sim delay infra1 infra3 200ms +50ms");
    let delay = delay(200_000, 50_000);
    let there = Fault::Delay { from, to, delay };
    let back = Fault::Delay {
        from: to,
        to: from,
        delay,
    };
    assert_eq!(both, Some(vec![there, back]));
}

#[test]
fn messages_under_way_are_listed_and_handled_by_their_numbers() {
    let mut session = ready();
    let silent = "sim isolate infra1";
    assert_eq!(stdout(&mut session, silent), "");
    assert_eq!(stdout(&mut session, "sim heal"), "");
    while session
        .cluster()
        .messages
        .iter()
        .all(|it| it.lost.is_some())
    {
        session.apply(Action::Step).expect("something is planned");
    }
    let cluster = session.cluster();
    let message = cluster.messages.iter().find(|it| it.lost.is_none());
    let id = message.expect("one is under way").id;
    let table = stdout(&mut session, "sim messages");
    assert!(table.starts_with("MESSAGE  TYPE"), "{table}");
    assert!(table.contains(&format!("m{id} ")), "{table}");
    assert_eq!(stdout(&mut session, &format!("sim hold m{id}")), "");
    let table = stdout(&mut session, "sim messages");
    assert!(table.contains("held since"), "{table}");
    let text = stderr(&mut session, &format!("sim hold m{id}"));
    assert!(text.contains(&format!("sim release m{id}")), "{text}");
    assert_eq!(stdout(&mut session, &format!("sim drop m{id}")), "");
    assert_eq!(stdout(&mut session, "sim loss infra1 infra2 0.5%"), "");
    assert_eq!(stdout(&mut session, "sim delay infra1 > infra2 200ms"), "");
    let status = stdout(&mut session, "sim status");
    assert!(status.contains("loss: infra2 > infra1 0.5%"), "{status}");
    assert!(status.contains("delay: infra1 > infra2 200ms"), "{status}");
    let shell = session.shell(SHELL).expect("it is there");
    let told = |text: &str| shell.lines.iter().any(|line| line.text.contains(text));
    assert!(told("dropped") && told("held up"));
    assert!(told("infra1 – infra2 loses 0.5% of messages"));
    assert!(told("infra1 → infra2 takes 200ms longer"));
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
        ("sim cut infra1 infra2 infra3", "usage: sim cut"),
        ("sim loss infra1 > infra2 120%", "usage: sim loss"),
        ("sim loss infra1 > infra2 0.00001", "usage: sim loss"),
        ("sim delay infra1 infra2", "usage: sim delay"),
        ("sim delay infra1 infra2 2h", "at most 1h"),
        ("sim delay infra1 > infra2 1ms 5ms", "usage: sim delay"),
        ("sim delay infra1 > infra1 1ms", "name two members"),
        ("sim drop", "usage: sim drop m12"),
        ("sim drop infra1", "usage: sim drop m12"),
        ("sim drop m9999999", "sim messages lists"),
        ("sim delay m12 soon", "usage: sim delay"),
        ("drop m1", "type sim drop"),
        ("sim partition infra1 infra2 infra3", "usage: sim partition"),
        ("sim partition infra1 / infra1", "named twice"),
        ("sim play", "here virtual time moves"),
        ("sim speed fast", "usage: sim play"),
        ("kill infra1", "type sim kill"),
        ("goreman start", "goreman run status"),
        ("goreman run stop redis", "name one of"),
        ("ptu hello world", "Did you mean put?"),
        ("mkdir d", "help lists what there is"),
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
        "delay",
        "messages",
        "drop",
        "duplicate",
        "deliver",
        "hold",
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
