//! Locks and elections in shells, under faults: one holds at a time.

use super::*;

const LOCKERS: [&str; 3] = ["one", "two", "three"];

/// A shell that asks for a lock again and again.
struct Locker {
    shell: &'static str,
    ticket: Ticket,
    /// It was told to give the lock back, or was killed.
    leaves: bool,
}

impl Locker {
    fn new(session: &mut Session, shell: &'static str, endpoint: usize) -> Self {
        let endpoint = ["127.0.0.1:2379", "127.0.0.1:22379", "127.0.0.1:32379"][endpoint];
        let others = "127.0.0.1:2379,127.0.0.1:22379,127.0.0.1:32379";
        let line = format!("lock m --ttl=5 --endpoints={endpoint},{others}");
        let ticket = session.exec(shell, &line, None).expect("a shell is opened");
        Self {
            shell,
            ticket,
            leaves: false,
        }
    }

    /// Whether it has printed its key and was not told to leave.
    fn holds(&self, session: &mut Session) -> Option<bool> {
        let report = session.exec_poll(&self.ticket);
        match report.exit {
            Some(_) => None,
            None => Some(!report.stdout.is_empty() && !self.leaves),
        }
    }

    fn leave(&mut self, session: &mut Session, signal: Signal) {
        self.leaves = true;
        let shell = self.shell.to_owned();
        session
            .apply(Action::Signal { shell, signal })
            .expect("it is there");
    }
}

/// Two virtual minutes of three lockers, some of them killed, while leaders are killed; gives how
/// often the lock was taken.
fn two_minutes(seed: u64) -> usize {
    let mut session = ready();
    let mut rng = Rng::new(seed);
    let mut lockers = LOCKERS.map(|shell| Locker::new(&mut session, shell, 0));
    let (mut taken, mut held) = (0, None);
    let mut dead = None;
    for step in 0..12_000_u32 {
        advance(&mut session, Micros::from_ms(10));
        let mut holder = None;
        for (place, locker) in lockers.iter_mut().enumerate() {
            match locker.holds(&mut session) {
                None => {
                    let member = rng.below(3);
                    let member = usize::try_from(member).expect("it is small");
                    *locker = Locker::new(&mut session, locker.shell, member);
                }
                Some(true) => {
                    assert_eq!(holder, None, "seed {seed}: two hold at {}", session.now().0);
                    holder = Some(place);
                    if rng.chance(10_000) {
                        let signals = [Signal::Interrupt, Signal::Terminate, Signal::Kill];
                        let signal = usize::try_from(rng.below(3)).expect("it is small");
                        locker.leave(&mut session, signals[signal]);
                    }
                }
                Some(false) => {}
            }
        }
        taken += usize::from(holder.is_some() && holder != held);
        held = holder;
        // A new leader gives all leases their whole time again: killed too often, none expires.
        if step % 2_000 == 1_000 {
            dead = session.world().leader();
            if let Some(leader) = dead {
                fault(&mut session, Fault::Kill(leader));
            }
        }
        if step % 2_000 == 1_500
            && let Some(member) = dead.take()
        {
            fault(&mut session, Fault::Restart(member));
        }
    }
    taken
}

fn fault(session: &mut Session, fault: Fault) {
    session.apply(Action::Fault(fault)).expect("it can happen");
}

#[test]
fn three_lockers_under_leader_kills_never_hold_together() {
    let taken: usize = (1..=4).map(two_minutes).sum();
    assert!(taken > 40, "the lock was taken {taken} times");
}

#[test]
fn a_lock_holds_its_shell_also_while_it_waits() {
    let mut session = ready();
    let first = session
        .exec("a", "lock m", None)
        .expect("a shell is opened");
    assert_eq!(settle(&mut session, &first).status, Status::Holding);
    let second = session
        .exec("b", "lock m", None)
        .expect("a shell is opened");
    assert_eq!(settle(&mut session, &second).status, Status::Holding);
    let title = |session: &Session, shell| session.shell(shell).map(|it| it.title);
    assert_eq!(title(&session, "b"), Some("lock m".to_owned()));
    assert_eq!(session.exec_poll(&second).stdout, b"");
    session
        .apply(Action::Interrupt {
            shell: "a".to_owned(),
        })
        .expect("it is there");
    advance(&mut session, Micros::from_secs(1));
    assert_eq!(session.exec_poll(&first).exit, Some(0));
    let report = session.exec_poll(&second);
    let text = String::from_utf8(report.stdout).expect("text");
    assert!(text.starts_with("m/") && text.ends_with("\n\n"), "{text:?}");
    assert_eq!(report.status, Status::Holding);
}

#[test]
fn a_check_of_performance_takes_a_virtual_minute() {
    let mut session = ready();
    let ticket = session
        .exec("api", "check perf --auto-compact", None)
        .expect("a shell is opened");
    for _ in 0..70 {
        advance(&mut session, Micros::from_secs(1));
    }
    let report = session.exec_poll(&ticket);
    let text = String::from_utf8(report.stdout).expect("text");
    assert_eq!(report.exit, Some(0), "{text}");
    let (bar, rest) = text.split_once('\n').expect("lines");
    assert!(bar.ends_with("\r 60 / 60  100.00% 1m0s"), "{bar}");
    assert_eq!(bar.matches('\r').count(), 301);
    let lines: Vec<&str> = rest.lines().collect();
    assert!(lines[0].starts_with("Compacting with revision 9"), "{rest}");
    assert_eq!(lines[2], "PASS: Throughput is 150 writes/s");
    assert_eq!(lines.last(), Some(&"PASS"));
    assert_eq!(stdout(&mut session, "get '' --from-key"), "");
}
