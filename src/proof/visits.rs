//! Random visits: whoever lives through one, in whatever slices, by whatever way through time, by
//! text or by hand, finds the same state at the same place. It must not know files or clocks.

use crate::{
    ctl::job::Signal,
    session::{
        Action, Position, Seek, Session, link,
        script::{Playback, Style},
        view::ShellState,
    },
    sim::{Config, Delay, Fault, Handling},
    units::{Micros, Rng},
};

/// Acts of one visit.
const ACTS: u64 = 45;

/// The hash is compared at every so-manieth event.
const EVENTS: u64 = 100;

/// Moments that are gone to from elsewhere, and again.
const BACK_AND_FORTH: usize = 30;

/// One visit in so many is long enough for several kept scenes.
const LONG: u64 = 4;

/// Lines that are typed; some are none of etcdctl's.
const LINES: [&str; 22] = [
    "put a 1",
    "etcdctl put hello world",
    "put hello 世界",
    "get hello -w json",
    "get a --prefix",
    "del a",
    "watch hello",
    "watch a --prefix --rev=1",
    "lease grant 2",
    "lease keep-alive 7",
    "put text <<EOF\na line\n\nEOF",
    "txn <<EOF\nvalue(\"a\") = \"1\"\n\nput a 2\n\nget a\nEOF",
    "endpoint status --cluster",
    "compaction 3",
    "sim kill infra1",
    "sim restart infra1",
    "sim partition 1 / 2 3",
    "sim heal",
    "export X=1",
    "put odd $'\\x00\\xff'",
    "no such 'command",
    "# nothing",
];

/// One compared moment of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The branch's name.
    pub branch: String,
    /// Where.
    pub at: Position,
    /// The hash there.
    pub hash: u64,
}

/// A visit that was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its text, as links pack it.
    pub text: String,
    /// Its moments, as they were first lived through from that text.
    pub moments: Vec<Moment>,
    /// Its branches.
    pub branches: usize,
    /// Its hash where it stands.
    pub hash: u64,
}

/// Lives through the visit of a seed in several ways and compares them; `nodes` members, or as
/// many as the seed draws.
///
/// # Errors
/// What differs, and where.
pub fn check(seed: u64, nodes: Option<u32>) -> Result<Told, String> {
    check_told(seed, nodes, |text| text)
}

/// The same, with a text that something happened to on its way.
///
/// # Errors
/// What differs, and where.
pub fn check_told(
    seed: u64,
    nodes: Option<u32>,
    way: impl FnOnce(String) -> String,
) -> Result<Told, String> {
    let mut whole = live(seed, nodes, None);
    let cut = live(seed, nodes, Some(Rng::new(seed ^ 0xc07)));
    same("cut into slices", whole.hash(), cut.hash())?;
    let visit = whole.visit().ok_or("a short visit is never forgotten")?;
    if cut.visit().as_ref() != Some(&visit) {
        return Err("cut into slices, other inputs were written down".to_owned());
    }
    let text = way(visit.write(Style::Short));
    let text = link::script(text.into_bytes()).map_err(|error| error.to_string())?;
    let (moments, told) = lived(&text)?;
    same("told as a text", whole.hash(), told.hash())?;
    if told.visit().as_ref() != Some(&visit) {
        return Err("told as a text, it is another visit".to_owned());
    }
    let hash = whole.hash();
    let ends = ends(&mut whole)?;
    travel(&mut whole, &moments, &mut Rng::new(seed ^ 0x7e1))?;
    for (name, wanted) in &ends {
        same(name, *wanted, go(&mut whole, name, Seek::Now)?)?;
    }
    Ok(Told {
        text,
        moments,
        branches: ends.len(),
        hash,
    })
}

fn same(what: &str, wanted: u64, got: u64) -> Result<(), String> {
    if wanted == got {
        return Ok(());
    }
    Err(format!("{what}: {got:016x} instead of {wanted:016x}"))
}

/// Plays a text, stopping at every so-manieth event.
fn lived(text: &str) -> Result<(Vec<Moment>, Session), String> {
    let mut moments = Vec::new();
    let mut playback = Playback::new(text).map_err(|error| error.to_string())?;
    while !playback.go_on(EVENTS).map_err(|error| error.to_string())? {
        let session = playback.shown();
        moments.push(Moment {
            branch: session.branch().to_owned(),
            at: session.position(),
            hash: session.hash(),
        });
    }
    Ok((moments, playback.session()))
}

/// Each branch's name and the hash at its end.
fn ends(session: &mut Session) -> Result<Vec<(String, u64)>, String> {
    let names: Vec<String> = session.branch_names().map(str::to_owned).collect();
    let end = |name: String| Ok((name.clone(), go(session, &name, Seek::Now)?));
    names.into_iter().map(end).collect()
}

/// Goes through all moments as they were lived, then to some of them in an order that is drawn,
/// there and back.
fn travel(session: &mut Session, moments: &[Moment], rng: &mut Rng) -> Result<(), String> {
    let there = |session: &mut Session, moment: &Moment| {
        let Moment { branch, at, hash } = moment;
        let what = format!("at event {} of {branch}", at.stamp.events);
        same(&what, *hash, go(session, branch, Seek::At(*at))?)
    };
    if let Some(Moment { branch, .. }) = moments.first() {
        go(session, branch, Seek::To(Micros::ZERO))?;
    }
    moments.iter().try_for_each(|it| there(session, it))?;
    for _ in 0..BACK_AND_FORTH.min(moments.len()) {
        let moment = &moments[place(rng, moments.len())];
        there(session, moment)?;
        let way = [Seek::Back, Seek::Forward, Seek::To(moment.at.stamp.time)][place(rng, 3)];
        // At the ends of history there is nothing on that side.
        let _moved = session.apply(Action::Seek(way));
        there(session, moment)?;
    }
    Ok(())
}

fn go(session: &mut Session, branch: &str, seek: Seek) -> Result<u64, String> {
    if session.branch() != branch {
        let name = branch.to_owned();
        let done = session.apply(Action::Switch { name });
        done.map_err(|refusal| refusal.to_string())?;
    }
    let done = session.apply(Action::Seek(seek));
    done.map_err(|refusal| refusal.to_string())?;
    Ok(session.hash())
}

/// Lives through the visit of a seed; what slices time leaves no trace in what is done.
fn live(seed: u64, nodes: Option<u32>, mut slices: Option<Rng>) -> Session {
    let mut rng = Rng::new(seed ^ 0x0b5e_55ed);
    let mut config = Config::tutorial();
    if rng.chance(300_000) {
        config.seed = rng.next_u64();
        config.members = (1..=[1, 3, 5][place(&mut rng, 3)])
            .map(Config::tutorial_member)
            .collect();
    }
    if let Some(nodes) = nodes {
        config.members = (1..=nodes).map(Config::tutorial_member).collect();
    }
    let mut session = Session::ready(config);
    for number in 0..ACTS {
        if seed.is_multiple_of(LONG) && number % 15 == 10 {
            pass(&mut session, Micros::from_secs(150), &mut slices);
        }
        // What is refused is an answer too, and the same one for everybody.
        let _answered = act(&mut session, &mut rng);
        let span = [0, 40, 3_000, 90_000, 400_000, 1_800_000][place(&mut rng, 6)];
        pass(&mut session, Micros(rng.below(span + 1)), &mut slices);
    }
    session
}

/// Lets time pass at the end of a branch; in the past the visit looks on from there.
fn pass(session: &mut Session, span: Micros, slices: &mut Option<Rng>) {
    let to = session.now() + span;
    while session.now() < to {
        let left = to.since(session.now());
        let slice = slices.as_mut().map_or(left, |rng| {
            let scale = [10, 1_000, 50_000, 500_000][place(rng, 4)];
            Micros(1 + rng.below(scale)).min(left)
        });
        let advance = session.apply(Action::Advance(slice));
        advance.expect("time is never refused");
    }
}

fn act(session: &mut Session, rng: &mut Rng) -> Result<(), crate::session::Refusal> {
    let shell = ["shell 1", "shell 1", "two", "“3”\n"][place(rng, 4)].to_owned();
    let action = match rng.below(24) {
        0 => Action::OpenShell { name: shell },
        1 if rng.chance(200_000) => Action::CloseShell { name: shell },
        2 => Action::Interrupt { shell },
        3 => Action::Input {
            shell,
            text: "a line\nand\t\"more\"".to_owned(),
        },
        4 => Action::EndOfInput { shell },
        5 => Action::Endpoint {
            shell,
            endpoint: "127.0.0.1:22379".to_owned(),
        },
        6 => Action::Signal {
            shell,
            signal: [Signal::Kill, Signal::Terminate][place(rng, 2)],
        },
        7..=10 => Action::Fault(fault(session, rng)),
        11 => Action::Step,
        12 | 13 => {
            let to = Micros(rng.below(session.end().0 + 1));
            session.apply(Action::Seek(Seek::To(to)))?;
            return match rng.below(3) {
                0 => session.apply(Action::Seek(Seek::Now)),
                1 => session.apply(Action::Step),
                _ => session.apply(Action::Fork { name: None }),
            };
        }
        14 => {
            let names: Vec<&str> = session.branch_names().collect();
            let name = names[place(rng, names.len())].to_owned();
            Action::Switch { name }
        }
        _ => {
            let idle = session.shell_state(&shell) == Some(ShellState::Idle);
            if !idle && rng.chance(500_000) {
                let shell = shell.clone();
                session.apply(Action::Interrupt { shell })?;
            }
            let line = LINES[place(rng, LINES.len())].to_owned();
            Action::Submit { shell, line }
        }
    };
    session.apply(action)
}

fn fault(session: &Session, rng: &mut Rng) -> Fault {
    let members = session.world().config().members.len();
    let (from, to) = (place(rng, members), place(rng, members));
    match rng.below(18) {
        10 | 11 => machine(from, rng),
        12 => Fault::LoseTail(from),
        13 => Fault::TimeoutNow(from),
        14 => Fault::Duplication {
            from,
            to,
            ppm: 234_567,
        },
        15 => Fault::Reordering {
            from,
            to,
            ppm: 345_678,
        },
        0 => Fault::Kill(from),
        1 | 2 => Fault::Restart(from),
        3 => Fault::Freeze(from),
        4 => Fault::Thaw(from),
        5 => Fault::Isolate(from),
        6 => Fault::Cut { from, to },
        7 => Fault::Loss {
            from,
            to,
            ppm: 123_456,
        },
        8 => Fault::Delay {
            from,
            to,
            delay: Delay {
                base: Micros(rng.below(90_000)),
                spread: Micros(rng.below(2) * 7_000),
            },
        },
        9 => {
            let packets = session.world().packets();
            let id = packets.get(place(rng, packets.len())).map_or(1, |it| it.id);
            let acts = [
                Handling::Drop,
                Handling::Duplicate,
                Handling::Deliver,
                Handling::Hold,
                Handling::Delay(Micros(30_500)),
            ];
            let act = acts[place(rng, acts.len())];
            Fault::Message { id, act }
        }
        _ => Fault::HealAll,
    }
}

fn machine(member: usize, rng: &mut Rng) -> Fault {
    match rng.below(8) {
        0 => Fault::Skew {
            member,
            by: -1_234_567,
        },
        1 | 2 => Fault::Drift {
            member,
            ppm: [-333_333, 777_777][place(rng, 2)],
        },
        3 => Fault::SlowDisk {
            member,
            delay: Delay {
                base: Micros(rng.below(90_000)),
                spread: Micros(7_000),
            },
        },
        4 => Fault::FullDisk(member, rng.chance(500_000)),
        5 => Fault::TearRecord(member),
        6 => Fault::WipeDisk(member),
        _ => Fault::HealMember(member),
    }
}

fn place(rng: &mut Rng, count: usize) -> usize {
    usize::try_from(rng.below(count as u64)).expect("below a length")
}
