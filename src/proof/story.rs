//! Stories: lines at given moments, told to the page's cluster. It must not know who compares
//! the ends.
//!
//! A line is `at MS COMMAND`; `at MS end` is where the story stops. Lines that begin with `#` are
//! comments. The page can be told the same story line by line and must end with the same hash.

use crate::{
    session::{Action, Session},
    sim::Config,
    units::Micros,
};

/// The shell that a story is told in: the one that embedders use unless they name another.
const SHELL: &str = "api";

/// One line of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Micros,
    /// What; `end` does nothing.
    pub command: String,
}

/// Reads a story.
///
/// # Errors
/// The line that is none.
pub fn parse(text: &str) -> Result<Vec<Line>, String> {
    let told = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    told.map(|line| {
        let mut words = line.splitn(3, ' ');
        match (words.next(), words.next().map(str::parse), words.next()) {
            (Some("at"), Some(Ok(ms)), Some(command)) => Ok(Line {
                at: Micros::from_ms(ms),
                command: command.to_owned(),
            }),
            _ => Err(format!("no line of a story: {line}: write at MS COMMAND")),
        }
    })
    .collect()
}

/// Tells a story to a new cluster, as the page makes it. Time is moved by `pass`, in whatever
/// slices it likes, but exactly to the moment given.
///
/// # Errors
/// A line that comes too late, or that the session refuses.
pub fn tell(lines: &[Line], pass: impl Fn(&mut Session, Micros)) -> Result<Session, String> {
    let mut session = Session::ready(Config::tutorial());
    for line in lines {
        if line.at < session.now() {
            return Err(format!(
                "{} us have passed before {}",
                session.now().0,
                line.command
            ));
        }
        pass(&mut session, line.at);
        if line.command != "end" {
            let told = session.exec(SHELL, &line.command, None);
            told.map_err(|refusal| format!("{}: {refusal}", line.command))?;
        }
    }
    Ok(session)
}

/// Passes time in one piece.
pub fn at_once(session: &mut Session, to: Micros) {
    let span = to.since(session.now());
    session
        .apply(Action::Advance(span))
        .expect("time is never refused");
}
