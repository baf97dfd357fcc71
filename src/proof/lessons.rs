//! Proof that a story can be walked: by its own lines, by others, and not by doing nothing. It
//! must not know how the page shows one.

use crate::{
    session::{
        Action, Session,
        lesson::{Line, Story},
    },
    units::Micros,
};

/// How long a command may run.
const PATIENCE: Micros = Micros::from_secs(60);

/// How long a step's last line may need until it is done: leases have to run out.
const STEP_MAX: Micros = Micros::from_secs(60);

/// How finely time passes.
const SLICE: Micros = Micros::from_ms(10);

/// Walks a story by its own lines. Before a step's lines none of what it expects has happened;
/// after them all of it has, and the steps before stay done.
///
/// # Errors
/// The step, and what is wrong with it.
pub fn reference(story: &Story<'_>) -> Result<Session, String> {
    let mut session = open(story)?;
    for (number, step) in story.steps.iter().enumerate() {
        let title = step.title.en;
        for expect in &step.expects {
            if session.has_happened(expect) {
                return Err(format!("{title}: {expect:?} holds before its lines"));
            }
        }
        for line in &step.lines {
            run(&mut session, line).map_err(|what| format!("{title}: {what}"))?;
        }
        pass_until(&mut session, |it| it.progress(story)[number]);
        let done = session.progress(story);
        if let Some(open) = done[..=number].iter().position(|done| !done) {
            let open = story.steps[open].title.en;
            return Err(format!("after {title}: {open} is not done"));
        }
    }
    Ok(session)
}

/// A visitor who only looks on, for an hour, completes nothing.
///
/// # Errors
/// The step that is done all the same.
pub fn empty(story: &Story<'_>) -> Result<(), String> {
    let mut session = open(story)?;
    for _ in 0..60 {
        session
            .apply(Action::Advance(Micros::from_secs(60)))
            .map_err(|refusal| refusal.to_string())?;
        if let Some(done) = session.progress(story).iter().position(|done| *done) {
            return Err(format!("{} is done", story.steps[done].title.en));
        }
    }
    Ok(())
}

/// Walks a story by its other lines.
///
/// # Errors
/// The first step that is not done by them.
pub fn another_way(story: &Story<'_>) -> Result<Session, String> {
    let mut session = open(story)?;
    for line in &story.another_way {
        run(&mut session, line)?;
    }
    pass_until(&mut session, |it| it.progress(story).iter().all(|it| *it));
    let done = session.progress(story);
    match done.iter().position(|done| !done) {
        Some(open) => Err(format!("{} is not done", story.steps[open].title.en)),
        None => Ok(session),
    }
}

fn open(story: &Story<'_>) -> Result<Session, String> {
    story.open().map_err(|refusal| refusal.to_string())
}

/// Runs a line as its button does, until no shell is busy with it.
fn run(session: &mut Session, line: &Line<'_>) -> Result<(), String> {
    let actions = line.actions(session);
    if actions.is_empty() {
        return Err(format!("{} needs a lease, and there is none", line.text));
    }
    for action in actions {
        let done = session.apply(action);
        done.map_err(|refusal| format!("{}: {refusal}", line.text))?;
    }
    let until = session.now() + PATIENCE;
    while session.busy() && session.now() < until {
        pass(session);
    }
    if session.busy() {
        return Err(format!("{} doesn't end", line.text));
    }
    Ok(())
}

fn pass_until(session: &mut Session, done: impl Fn(&Session) -> bool) {
    let until = session.now() + STEP_MAX;
    while !done(session) && session.now() < until {
        pass(session);
    }
}

fn pass(session: &mut Session) {
    session
        .apply(Action::Advance(SLICE))
        .expect("time is never refused");
}
