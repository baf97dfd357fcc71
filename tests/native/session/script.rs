//! A visit's text gives the visit again, whatever it held; a text that is none says where.

use super::{
    anything::{act, line},
    *,
};
use etcdscope::session::{
    Command, Seek,
    script::{Place, Playback, ScriptError, Style, Visit, Why},
};
use etcdscope::sim::Delay;

/// A visit of all kinds of input, some at moments that time alone does not name.
fn random(seed: u64) -> Session {
    let mut rng = Rng::new(seed);
    let mut session = ready();
    for _ in 0..40 {
        act(&mut session, &mut rng);
        match rng.below(8) {
            0 => drop(session.apply(Action::Step)),
            1 => drop(session.apply(Action::Fault(fault(&mut rng)))),
            2 => drop(session.apply(Action::Run {
                shell: SHELL.to_owned(),
                command: command(&mut rng),
            })),
            3 => thaw(&mut session),
            _ => {}
        }
    }
    session
}

/// Many events at one moment, and one of them handled.
fn thaw(session: &mut Session) {
    drop(session.apply(Action::Fault(Fault::Freeze(1))));
    advance(session, Micros::from_ms(300));
    drop(session.apply(Action::Fault(Fault::Thaw(1))));
    drop(session.apply(Action::Step));
}

fn fault(rng: &mut Rng) -> Fault {
    let any = |rng: &mut Rng| usize::try_from(rng.below(3)).expect("few");
    let (from, to) = (any(rng), any(rng));
    let ppm = |rng: &mut Rng| u32::try_from(rng.below(1_000_001)).expect("few");
    let span = |rng: &mut Rng| Micros(rng.below(100_000));
    match rng.below(17) {
        6 => Fault::LoseTail(from),
        7 => Fault::TimeoutNow(from),
        8 => Fault::TearRecord(from),
        9 => Fault::WipeDisk(from),
        10 => Fault::HealMember(from),
        11 => Fault::FullDisk(from, rng.below(2) == 0),
        12 => Fault::Skew {
            member: from,
            by: rng.below(10_000_000).cast_signed() - 5_000_000,
        },
        13 => Fault::Drift {
            member: from,
            ppm: ppm(rng).cast_signed() - 500_000,
        },
        14 => Fault::SlowDisk {
            member: from,
            delay: Delay {
                base: span(rng),
                spread: span(rng),
            },
        },
        15 => Fault::Duplication {
            from,
            to,
            ppm: ppm(rng),
        },
        16 => Fault::Reordering {
            from,
            to,
            ppm: ppm(rng),
        },
        0 => Fault::Kill(from),
        1 => Fault::Restart(from),
        2 => Fault::Loss {
            from,
            to,
            ppm: ppm(rng),
        },
        3 => Fault::Cut { from, to },
        4 => Fault::Partition(vec![vec![from]]),
        _ => Fault::HealAll,
    }
}

fn command(rng: &mut Rng) -> Command {
    let word = |rng: &mut Rng| line(rng).into_bytes();
    Command {
        text: line(rng),
        words: vec![b"put".to_vec(), word(rng), word(rng), vec![0xff, 0, b'\n']],
        environment: vec![("ETCDCTL_X".to_owned(), line(rng))],
        stdin: rng.chance(500_000).then(|| word(rng)),
    }
}

#[test]
fn a_text_gives_its_visit_again() {
    let mut counted = 0;
    for seed in 0..60 {
        let session = random(seed);
        let visit = session.visit().expect("nothing is forgotten");
        counted += visit.branches[0]
            .inputs
            .iter()
            .filter(|it| it.place.events.is_some())
            .count();
        for style in [Style::Readable, Style::Short] {
            let text = visit.write(style);
            let read = Visit::read(&text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
            assert_eq!(read, visit, "seed {seed}:\n{text}");
        }
        let again = Session::from_script(&session.script()).expect("it was a visit");
        assert_eq!(again.hash(), session.hash(), "seed {seed}");
        assert_eq!(again.journal(), session.journal(), "seed {seed}");
    }
    assert!(counted > 20, "some moments need their events: {counted}");
}

#[test]
fn pieces_of_playing_leave_no_trace() {
    let session = random(7);
    let text = session.script();
    let mut rng = Rng::new(1);
    let mut playback = Playback::new(&text).expect("it was a visit");
    let mut pieces = 0;
    while !playback.go_on(rng.below(30)).expect("it can be done") {
        let (done, all) = playback.progress();
        assert!(done <= all);
        pieces += 1;
    }
    assert!(pieces > 5);
    assert!(!playback.differs());
    assert_eq!(playback.session().hash(), session.hash());
}

#[test]
fn people_can_write_one() {
    let text = "\
etcdscope 1 seed=10 members=3
# a comment
5s $ etcdctl put hello world
open two
two $ watch hello
+500 endpoint 127.0.0.1:22379
^C
\"shell 1\" $ put hello <<EOF
|a text
|EOF
+0.250 sim cut infra1 infra2
end 7s
";
    let session = Session::from_script(text).expect("a visit");
    assert_eq!(session.now(), Micros::from_secs(7));
    assert_eq!(session.journal().entries.len(), 8, "a cut both ways is two");
    let visit = session.visit().expect("a visit");
    assert_eq!(visit.branches[0].inputs[6].place.time, Micros(5_500_250));
    assert_eq!(session.cluster().revision, 3);
    let last = visit.branches[0].inputs[5].place;
    assert_eq!(
        last,
        Place {
            time: Micros(5_500_000),
            events: None
        }
    );
    let text = session.script();
    assert!(
        text.starts_with("etcdscope 1 seed=10 members=3\n5.000s $ etcdctl put"),
        "{text}"
    );
    assert!(
        text.contains("\n5.500s \"shell 1\" $ put hello <<EOF\n|a text\n|EOF\n"),
        "{text}"
    );
    assert!(text.contains("\nend 7.000s\nhash "), "{text}");
}

#[test]
fn what_is_no_script_says_where() {
    let unread = |text: &str| match Visit::read(text) {
        Err(ScriptError {
            line,
            why: Why::Unread(wanted),
        }) => (line, wanted),
        other => panic!("{text}: {other:?}"),
    };
    for (text, line, wanted) in [
        ("+1 $ a\n+1 dance", 2, "something to do"),
        ("\"open", 1, "a quote is not closed"),
        ("5s", 1, "something to do"),
        ("5s $ a\n4s $ b", 2, "time goes forward"),
        ("|more", 1, "a stroke goes on"),
        ("^C\n|more", 2, "a stroke goes on"),
        ("+1 sim kill infra9", 1, "there is no member infra9"),
        ("+1 sim status", 1, "a fault"),
        ("+1 signal HUP", 1, "a signal is"),
        ("+1 run a 1 b", 1, "missing"),
        ("+1 run a x", 1, "a number"),
        ("+1 open", 1, "a word is missing"),
        ("end soon", 1, "end needs a time"),
        ("etcdscope 1 sed=7", 1, "sed=7 says nothing"),
        ("branch b nowhere 0 5s", 1, "no branch of that name above"),
        ("branch b main 0", 1, "a moment needs a time"),
        ("branch main main 0 5s", 1, "a branch of that name"),
        ("at b", 1, "no branch of that name"),
        ("select \"\\xff\"", 1, "this is no text"),
    ] {
        let (at, said) = unread(text);
        assert_eq!(at, line, "{text}");
        assert!(said.contains(wanted), "{text}: {said}");
    }
    let why = |text: &str| Visit::read(text).map_err(|error| error.why);
    assert_eq!(why("etcdscope 2"), Err(Why::Version("2".to_owned())));
    assert_eq!(why("99999999s $ a"), Err(Why::TooLong));
    assert_eq!(why(&"^C\n".repeat(50_001)), Err(Why::TooLong));
    assert_eq!(why(&"# no\n".repeat(1_000_000)), Err(Why::TooLong));
    let error = Session::from_script("5s $ a\n\n+1 nobody ^C").expect_err("there is no such shell");
    assert_eq!(
        error.to_string(),
        "line 3: there is no shell nobody: open it first"
    );
}

#[test]
fn branches_and_the_playhead_come_along() {
    let mut session = random(3);
    let end = session.end();
    let fork = |session: &mut Session, part: u64, name: &str| {
        let to = Micros(end.0 * part / 10);
        session
            .apply(Action::Seek(Seek::To(to)))
            .expect("it is kept");
        let name = Some(name.to_owned());
        session.apply(Action::Fork { name }).expect("a new name");
    };
    fork(&mut session, 5, "what if");
    let kill = Action::Fault(Fault::Restart(0));
    session.apply(kill).expect("it restarts");
    advance(&mut session, Micros(1_234_567));
    fork(&mut session, 4, "and then");
    session.apply(Action::Step).expect("something is planned");
    let name = "what if".to_owned();
    session.apply(Action::Switch { name }).expect("it is there");
    session
        .apply(Action::Seek(Seek::Back))
        .expect("there is a past");
    let visit = session.visit().expect("nothing is forgotten");
    for style in [Style::Readable, Style::Short] {
        let text = visit.write(style);
        assert_eq!(Visit::read(&text).as_ref(), Ok(&visit), "{text}");
    }
    let mut again = Session::from_script(&session.script()).expect("it was a visit");
    assert_eq!(again.visit(), Some(visit));
    assert_eq!(again.position(), session.position());
    for name in ["main", "what if", "and then"] {
        let name = name.to_owned();
        for it in [&mut again, &mut session] {
            it.apply(Action::Switch { name: name.clone() })
                .expect("it is there");
        }
        assert_eq!(again.hash(), session.hash(), "{name}");
        assert_eq!(again.journal(), session.journal(), "{name}");
    }
}
