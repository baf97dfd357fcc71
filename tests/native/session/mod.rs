//! The visit, through its door: actions in, pictures and reports out.

mod anything;
mod files;
mod goshell;
mod journal;
mod keys;
mod lessons;
mod link;
mod locks;
mod machine;
mod members;
mod pictures;
mod rules;
mod script;
mod shells;
mod thread;
mod time;
mod waits;
mod words;

use etcdscope::{
    ctl::job::Signal,
    session::{
        Action, Refusal, Report, Session, Status, Ticket,
        view::{EntryState, LineKind, ShellState, Wait, Waiting},
    },
    sim::{Config, Fault},
    units::{Index, Micros, Revision, Rng},
};

const SHELL: &str = "shell 1";

fn ready() -> Session {
    Session::ready(Config::tutorial())
}

fn submit(session: &mut Session, shell: &str, line: &str) {
    let (shell, line) = (shell.to_owned(), line.to_owned());
    session
        .apply(Action::Submit { shell, line })
        .expect("the shell is there");
}

fn advance(session: &mut Session, span: Micros) {
    session.apply(Action::Advance(span)).expect("time passes");
}

/// Lets time pass until a command is done, holds or reads; a minute at most.
fn settle(session: &mut Session, ticket: &Ticket) -> Report {
    for _ in 0..60_000 {
        let report = session.exec_poll(ticket);
        if report.status != Status::Running {
            return report;
        }
        advance(session, Micros::from_ms(1));
    }
    panic!("a minute was not enough")
}

fn run(session: &mut Session, line: &str) -> Report {
    let ticket = session.exec("api", line, None).expect("a shell is opened");
    settle(session, &ticket)
}

fn stdout(session: &mut Session, line: &str) -> String {
    let report = run(session, line);
    assert_eq!(
        report.exit,
        Some(0),
        "{line}: {}",
        String::from_utf8_lossy(&report.stderr)
    );
    String::from_utf8(report.stdout).expect("text")
}

fn stderr(session: &mut Session, line: &str) -> String {
    let report = run(session, line);
    assert_ne!(report.exit, Some(0), "{line}");
    String::from_utf8(report.stderr).expect("text")
}
