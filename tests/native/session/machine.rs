//! Words about machines: what they do, what they say, what they refuse; and that all of it replays.

use super::*;
use etcdscope::session::view::{DiskState, Span};

#[test]
fn machines_are_broken_and_healed_in_words() {
    let mut session = ready();
    for line in [
        "sim skew infra1 +2s",
        "sim drift infra2 -10%",
        "sim disk infra3 slow 50ms +20ms",
        "sim duplicate infra1 > infra2 5%",
        "sim reorder infra1 infra3 0.5%",
        "sim disk 2 full",
    ] {
        assert_eq!(stdout(&mut session, line), "", "{line}");
    }
    let status = stdout(&mut session, "sim status");
    for line in [
        "clock: infra1 +2s",
        "drift: infra2 -10%",
        "disk: infra2 full",
        "disk: infra3 takes 50ms +20ms longer",
        "duplicate: infra1 > infra2 5%",
        "reorder: infra3 > infra1 0.5%",
    ] {
        assert!(status.contains(line), "{line} is not in {status}");
    }
    let cluster = session.cluster();
    assert_eq!(cluster.members[0].clock_offset, 2_000_000);
    assert_eq!(cluster.members[1].drift_ppm, -100_000);
    assert!(cluster.members[1].disk.full);
    assert_eq!(cluster.members[2].disk.slow.base, Micros::from_ms(50));
    assert_eq!(stdout(&mut session, "sim heal infra1"), "");
    assert_eq!(session.cluster().members[0].clock_offset, 0);
    assert_eq!(stdout(&mut session, "sim heal"), "");
    for member in session.cluster().members {
        assert_eq!(member.disk, DiskState::default());
        assert_eq!((member.clock_offset, member.drift_ppm), (0, 0));
    }
    let status = stdout(&mut session, "sim status");
    assert!(!status.contains("disk:"), "{status}");
    let shell = session.shell(SHELL).expect("it is there");
    let told = |text: &str| shell.lines.iter().any(|line| line.text == text);
    for text in [
        "infra1's wall clock is off by +2s",
        "infra2's clocks drift by -10%",
        "infra3's disk takes 50ms +20ms longer",
        "infra2's disk is full",
        "infra1 → infra2 delivers 5% of messages twice",
        "infra1 – infra3 reorders 0.5% of messages",
        "infra1's clocks and disk are healed",
        "all links, clocks and disks healed",
    ] {
        assert!(told(text), "{text}");
    }
}

#[test]
fn senseless_faults_are_refused_with_what_to_type() {
    let mut session = ready();
    for (line, says) in [
        ("sim disk infra1 tear", "type sim kill infra1 first"),
        ("sim disk infra1 wipe", "type sim kill infra1 first"),
        ("sim disk infra1 free", "sim status says"),
        ("sim disk infra1 slow 0ms", "sim status says"),
        ("sim skew infra1 0s", "sim status says"),
        ("sim drift infra1 0%", "sim status says"),
        ("sim timeout infra1", "leads already: name a follower"),
        ("sim disk infra1", "usage: sim disk"),
        ("sim disk infra1 slow", "usage: sim disk"),
        ("sim disk infra1 slow 1ms 2ms", "usage: sim disk"),
        ("sim disk infra9 full", "name one of"),
        ("sim skew infra1", "usage: sim skew"),
        ("sim skew infra1 25h", "at most 24h"),
        ("sim skew infra1 soon", "usage: sim skew"),
        ("sim drift infra1 -60%", "from -50% to +100%"),
        ("sim drift infra1 +120%", "usage: sim drift"),
        ("sim timeout", "usage: sim timeout"),
        ("sim kill infra1 --force", "usage: sim kill"),
        ("sim reorder infra1", "usage: sim reorder"),
        ("sim reorder infra1 infra1 5%", "name two members"),
        ("sim duplicate infra1 infra2", "usage: sim duplicate"),
        ("skew infra1 +2s", "type sim skew"),
    ] {
        let hash = session.world().hash();
        let text = stderr(&mut session, line);
        assert!(text.contains(says), "{line:?}: {text}");
        assert_eq!(session.world().hash(), hash, "{line} changed something");
    }
    for line in [
        "sim kill infra2",
        "sim timeout infra2",
        "sim disk infra2 wipe",
        "sim disk infra2 tear",
    ] {
        run(&mut session, line);
    }
    for (line, says) in [
        ("sim timeout infra2", "type sim restart infra2 first"),
        ("sim kill infra2 --power", "type sim restart infra2 first"),
        ("sim disk infra2 wipe", "has no data left"),
        ("sim disk infra2 tear", "there is none to tear"),
    ] {
        let text = stderr(&mut session, line);
        assert!(text.contains(says), "{line:?}: {text}");
    }
}

#[test]
fn a_process_that_does_not_live_says_why_and_what_helps() {
    let mut session = ready();
    for line in ["sim kill infra2", "sim disk infra2 wipe"] {
        assert_eq!(stdout(&mut session, line), "");
    }
    for line in ["sim restart infra2", "goreman run start infra2"] {
        let text = stderr(&mut session, line);
        let wanted = "infra2 exited: member 91bc3c398fb3c146 has already been bootstrapped";
        assert!(text.starts_with(wanted), "{text}");
        assert!(
            text.contains("etcdctl member remove 91bc3c398fb3c146"),
            "{text}"
        );
        assert!(text.contains("sim start infra2"), "{text}");
    }
}

#[test]
fn what_ended_by_itself_is_told_in_every_shell_and_marked_on_the_time_axis() {
    let mut session = ready();
    assert_eq!(stdout(&mut session, "sim disk infra3 full"), "");
    assert_eq!(stdout(&mut session, "put a 1"), "OK\n");
    advance(&mut session, Micros::from_secs(1));
    let says = "infra3 exited: failed to save Raft hard state and entries: no space left on device";
    let shell = session.shell(SHELL).expect("it is there");
    let lines = shell.lines.iter();
    assert_eq!(lines.filter(|line| line.text == says).count(), 1);
    let exit = session.cluster().members[2].exit;
    assert!(exit.is_some_and(|it| says.ends_with(&it.to_string())));
    for line in [
        "sim disk infra3 free",
        "sim restart infra3",
        "sim timeout 3",
    ] {
        assert_eq!(stdout(&mut session, line), "");
    }
    let now = session.now();
    let span = Span {
        from: Micros::ZERO,
        to: now,
        columns: 100,
    };
    let faults = session.timeline(span).faults;
    let open = faults.iter().filter(|it| it.to.is_none()).count();
    let names: Vec<String> = faults.iter().map(|it| it.what.to_string()).collect();
    let wanted = [
        "infra3's disk is full",
        says,
        "infra3's election timer ran out",
    ];
    assert_eq!((names, open), (wanted.map(str::to_owned).to_vec(), 0));
}

#[test]
fn a_visit_with_every_fault_replays_to_the_last_bit() {
    let mut session = ready();
    for line in [
        "sim skew 1 +2s",
        "sim drift 2 +30%",
        "sim drift 1 -20%",
        "sim disk 3 slow 20ms +10ms",
        "sim duplicate 1 2 40%",
        "sim reorder 2 3 40%",
        "put a 1",
        "lease grant 5",
        "sim timeout 2",
        "sim kill 2 --power",
        "put b 2",
        "sim disk 2 tear",
        "sim restart 2",
        "sim disk 3 full",
        "put c 3",
        "sim heal 3",
        "sim restart 3",
        "sim kill 3",
        "sim disk 3 wipe",
        "sim restart 3",
        "sim heal",
    ] {
        submit(&mut session, SHELL, line);
        advance(&mut session, Micros::from_ms(700));
    }
    let journal = session.journal();
    let replayed = Session::replay(Config::tutorial(), &journal);
    assert_eq!(replayed.hash(), session.hash());
    let told = Session::from_script(&session.script()).expect("it was told");
    assert_eq!(told.hash(), session.hash());
}
