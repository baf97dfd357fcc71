//! Links: short enough to be pasted anywhere, and what an old one holds is still found in it.

use super::*;
use etcdscope::session::{
    link::{LinkError, fragment, packed, script},
    script::Playback,
};

/// As browsers compress.
const LEVEL: u8 = 6;

/// Characters that 200 commands may take, the page's address aside.
const CHARS_MAX: usize = 2_500;

fn link(session: &Session) -> String {
    let payload = session.payload("").expect("nothing is forgotten");
    fragment(&miniz_oxide::deflate::compress_to_vec(&payload, LEVEL))
}

fn text(link: &str) -> Result<String, LinkError> {
    let packed = packed(link)?.expect("a link");
    let text = miniz_oxide::inflate::decompress_to_vec(&packed).map_err(|_| LinkError::Packing)?;
    script(text)
}

fn open(link: &str) -> Result<Playback, LinkError> {
    let mut playback = Playback::new(&text(link)?).map_err(LinkError::Script)?;
    while !playback.go_on(1_000).map_err(LinkError::Script)? {}
    Ok(playback)
}

/// A lesson as a teacher gives it: two shells, keys with prefixes, leases, watches, faults.
fn lesson(seed: u64, commands: usize) -> Session {
    let mut rng = Rng::new(seed);
    let mut session = ready();
    let mut shell = SHELL;
    let open = Action::OpenShell {
        name: "shell 2".to_owned(),
    };
    session.apply(open).expect("a new name");
    for _ in 0..commands {
        if rng.chance(120_000) {
            shell = if shell == SHELL { "shell 2" } else { SHELL };
        }
        if session.shell_state(shell) != Some(ShellState::Idle) {
            let shell = shell.to_owned();
            session
                .apply(Action::Interrupt { shell })
                .expect("it is there");
        }
        submit(&mut session, shell, &taught(&mut rng));
        // Some seconds of talk between two commands, on the page's whole milliseconds.
        advance(&mut session, Micros::from_ms(700 + rng.below(12_000)));
    }
    session
}

fn taught(rng: &mut Rng) -> String {
    let mut any = |from: &[&str]| {
        let place = rng.below(from.len() as u64);
        from[usize::try_from(place).expect("few")].to_owned()
    };
    let key = any(&[
        "/app/config/port",
        "/app/config/host",
        "/app/users/7",
        "/app/users/12",
        "/services/web/1",
        "/services/web/2",
        "/lock/job",
        "hello",
        "counter",
    ]);
    let value = any(&[
        "8080",
        "9090",
        "localhost",
        "example.org",
        "world",
        "hello again",
        "1",
        "2",
        "{\"name\":\"ada\"}",
        "on",
        "off",
        "v2",
    ]);
    let member = any(&["infra1", "infra2", "infra3"]);
    match any(&[
        "put", "put", "put", "put", "put", "get", "get", "get", "get", "prefix", "del", "watch",
        "rev", "grant", "status", "json", "members", "kill", "restart", "cut", "heal", "txn",
    ])
    .as_str()
    {
        "put" if value.contains([' ', '"']) => format!("etcdctl put {key} '{value}'"),
        "put" => format!("etcdctl put {key} {value}"),
        "get" => format!("etcdctl get {key}"),
        "prefix" => "etcdctl get /app --prefix".to_owned(),
        "del" => format!("etcdctl del {key}"),
        "watch" => "etcdctl watch /app --prefix".to_owned(),
        "rev" => format!("etcdctl get {key} --rev={}", any(&["2", "5", "9", "14"])),
        "grant" => format!("etcdctl lease grant {}", any(&["5", "10", "30", "60"])),
        "status" => "etcdctl endpoint status --cluster -w table".to_owned(),
        "json" => format!("etcdctl get {key} -w json"),
        "members" => "etcdctl member list".to_owned(),
        "kill" => format!("sim kill {member}"),
        "restart" => format!("sim restart {member}"),
        "cut" => format!("sim isolate {member}"),
        "heal" => "sim heal".to_owned(),
        _ => format!(
            "etcdctl txn <<EOF\nvalue(\"{key}\") = \"{value}\"\n\nput {key} new\n\nget {key}\nEOF"
        ),
    }
}

#[test]
fn two_hundred_commands_fit_into_a_message() {
    for seed in 0..3 {
        let session = lesson(seed, 200);
        let link = link(&session);
        println!("200 commands, seed {seed}: {} characters", link.len());
        assert!(
            link.len() < CHARS_MAX,
            "seed {seed}: {} characters",
            link.len()
        );
        let opened = open(&link).expect("it was shared");
        assert!(!opened.differs());
        assert_eq!(opened.session().hash(), session.hash());
    }
}

#[test]
fn damaged_links_say_so() {
    let session = lesson(5, 30);
    let link = link(&session);
    let damaged = |link: &str| open(link).map(|it| it.differs());
    assert_eq!(damaged(&link), Ok(false));
    let newer = link.replacen("v1", "v9", 1);
    assert_eq!(damaged(&newer), Err(LinkError::Version("9".to_owned())));
    let mut rng = Rng::new(3);
    for _ in 0..100 {
        let place = 3 + rng.below(link.len() as u64 - 3);
        let place = usize::try_from(place).expect("short");
        let short = &link[..place];
        assert_ne!(damaged(short), Ok(false), "{place} of {}", link.len());
        let mut letters = link.clone().into_bytes();
        letters[place] = if letters[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(letters).expect("letters");
        // Some bits only say how it was packed.
        let same = text(&changed).is_ok_and(|it| Ok(it) == text(&link));
        assert!(same || damaged(&changed) != Ok(false), "letter {place}");
    }
}

/// Each file is a link of an earlier day and the hash it must give. They are never changed: what
/// people have pasted somewhere must go on opening.
#[test]
fn old_links_open() {
    let golden = [include_str!("../../scripts/links/lesson.txt")];
    for text in golden {
        let (link, hash) = text.trim().split_once('\n').expect("a link and a hash");
        let opened = open(link).expect("it could be opened once");
        let told = opened.visit().hash.map(|it| format!("{it:016x}"));
        let session = opened.session();
        let now = format!("{:016x}", session.hash());
        assert_eq!(now, hash, "today it would be #{}", self::link(&session));
        assert_eq!(told.as_deref(), Some(hash));
    }
}
