//! Whatever is typed, nothing panics, every command comes to an end, and the journal replays.

use super::*;

/// Pieces of lines, sensible and not.
const PIECES: &[&str] = &[
    "etcdctl",
    "put",
    "get",
    "del",
    "watch",
    "lease",
    "grant",
    "revoke",
    "timetolive",
    "list",
    "keep-alive",
    "compaction",
    "endpoint",
    "status",
    "health",
    "member",
    "version",
    "help",
    "txn",
    "lock",
    "user",
    "sim",
    "kill",
    "restart",
    "freeze",
    "thaw",
    "isolate",
    "cut",
    "heal",
    ">",
    "partition",
    "skew",
    "drift",
    "disk",
    "wipe",
    "tear",
    "full",
    "slow",
    "timeout",
    "reorder",
    "--power",
    "+2s",
    "-50%",
    "/",
    "infra1",
    "infra2",
    "3",
    "infra9",
    "goreman",
    "run",
    "stop",
    "start",
    "a",
    "b",
    "",
    "''",
    "\"\"",
    "'",
    "\"",
    "$'\\x00'",
    "$'",
    "\\",
    "$",
    "$X",
    "${",
    "X=1",
    "export",
    "<<EOF",
    "EOF",
    "<<",
    "\n",
    "--",
    "-",
    "--prefix",
    "--prefix=maybe",
    "--rev=2",
    "--rev=-1",
    "--limit=9223372036854775807",
    "--lease=7",
    "--lease=zz",
    "--prev-kv",
    "-w",
    "json",
    "table",
    "fields",
    "-w=xml",
    "--hex",
    "--command-timeout=50ms",
    "--endpoints=127.0.0.1:22379",
    "\0",
    "--endpoints=nowhere:1",
    "--endpoints=,",
    "99999999999999999999",
    "-1",
    "0",
    "30",
    "👩‍🚀",
    "键",
    "“a”",
    "\u{3000}",
    "\u{202e}",
    "|",
    ";",
    "&&",
    "*",
    "#",
    "clear",
    "-i",
    "--once",
    "\r",
    "\t",
];

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    let place = rng.below(from.len() as u64);
    from[usize::try_from(place).expect("few")]
}

/// Lines that make sense, so that the others meet a world in which something happens.
const SENSIBLE: &[&str] = &[
    "put a 1",
    "put b 2 --prev-kv",
    "get a -w json",
    "del a --prefix",
    "watch a --prefix",
    "watch b --rev=1",
    "lease grant 2",
    "lease keep-alive 7",
    "put text <<EOF\nline\nEOF",
    "sim restart infra1",
    "sim heal",
    "sim disk infra2 full",
    "sim disk infra2 free",
    "sim disk 3 slow 30ms +5ms",
    "sim disk 1 tear",
    "sim skew 2 -3s",
    "sim drift 3 +40%",
    "sim kill 3 --power",
    "sim timeout 2",
    "sim duplicate 1 2 30%",
    "sim reorder 1 > 3 30%",
    "put a 2\nput b 3",
    "put d 4\nput e 5",
    "sim restart 2",
    "sim restart 3",
    "compaction 3",
    "put c",
];

pub(super) fn line(rng: &mut Rng) -> String {
    if rng.chance(500_000) {
        return pick(rng, SENSIBLE).to_owned();
    }
    let head = pick(rng, &["put ", "get ", "sim ", "watch ", "lease ", ""]);
    let count = 1 + rng.below(6);
    let pieces: Vec<&str> = (0..count).map(|_| pick(rng, PIECES)).collect();
    format!("{head}{}", pieces.join(" "))
}

pub(super) fn act(session: &mut Session, rng: &mut Rng) {
    let shell = pick(rng, &["shell 1", "two", "nobody"]);
    let shell = shell.to_owned();
    let action = match rng.below(12) {
        0 => Action::Interrupt { shell },
        1 => Action::EndOfInput { shell },
        2 => Action::Input {
            shell,
            text: line(rng),
        },
        3 => Action::Signal {
            shell,
            signal: Signal::Kill,
        },
        4 => Action::OpenShell { name: shell },
        5 if rng.chance(200_000) => Action::CloseShell { name: shell },
        6 if rng.chance(100_000) => Action::Endpoint {
            shell,
            endpoint: line(rng),
        },
        _ => Action::Submit {
            shell,
            line: line(rng),
        },
    };
    // A refusal is an answer too.
    if let Err(refusal) = session.apply(action) {
        assert!(!refusal.to_string().is_empty());
    }
    advance(session, Micros(rng.below(200_000)));
}

fn look(session: &Session) {
    let cluster = session.cluster();
    for place in 0..cluster.members.len() {
        let revisions = session.revisions(place);
        for lane in &revisions.lanes {
            let at = Revision {
                main: revisions.current,
                sub: u32::MAX,
            };
            let detail = session.key_detail(place, &lane.key, at);
            assert!(detail.is_some(), "what has a lane has a history");
        }
    }
    let log = session.log(30);
    assert!(log.rows.iter().all(|row| row.applied <= row.commit));
    for shell in session.shells() {
        assert!(session.shell(&shell.name).is_some());
    }
    let _json = serde_json::to_string(&session.state()).expect("plain values");
}

#[test]
fn anything_may_be_typed() {
    let mut writes = 0;
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let mut session = ready();
        for _ in 0..60 {
            act(&mut session, &mut rng);
        }
        look(&session);
        writes += session.cluster().revision - 1;
        let replayed = Session::replay(Config::tutorial(), &session.journal());
        assert_eq!(replayed.hash(), session.hash(), "seed {seed}");

        submit_if_open(&mut session, "sim heal");
        for member in 0..3 {
            let _maybe_up = session.apply(Action::Fault(Fault::Restart(member)));
        }
        for shell in session.shells() {
            let _done = session.apply(Action::Interrupt { shell: shell.name });
        }
        advance(&mut session, Micros::from_secs(10));
        assert!(!session.busy(), "seed {seed}: everything ends");
    }
    assert!(writes > 300, "some of it even makes sense: {writes}");
}

fn submit_if_open(session: &mut Session, line: &str) {
    if session.shell_state(SHELL).is_some() {
        submit(session, SHELL, line);
    }
}
