//! How far the visitor has come, read anew only where something may have happened.

use std::rc::Rc;

use crate::{
    session::lesson::Story as Lesson,
    ui::host::{Host, Session},
    units::LeaseId,
};

/// What the panel shows of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The story whose world this is.
    pub told: Option<usize>,
    /// Its steps that are done.
    pub done: Vec<bool>,
    /// The step that shows: the one chosen, else the first that wasn't done at the beginning.
    pub shown: usize,
    /// The lines of that step that were run.
    pub ran: Vec<bool>,
    /// The lease granted last.
    pub lease: Option<LeaseId>,
    /// The step that was done last while the visitor was here.
    pub said: Option<usize>,
}

/// What was read last, and for which moment.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Visit, step chosen, and the session's stamp.
    moment: Option<(u32, Option<usize>, u64)>,
    seen: Rc<Seen>,
    /// Steps that were said to be done, or were when this visit began to show.
    known: Vec<bool>,
}

impl Progress {
    /// What was read last.
    pub(super) fn seen(&self) -> Rc<Seen> {
        self.seen.clone()
    }

    /// What the session says; `at` is the step chosen.
    pub(super) fn read(
        &mut self,
        host: &Host,
        lessons: &[Lesson<'static>],
        at: Option<usize>,
    ) -> Rc<Seen> {
        let visit = host.visit();
        let moment = Some((visit, at, host.read(Session::progress_stamp)));
        if self.moment != moment {
            let new = self.moment.is_none_or(|(known, ..)| known != visit);
            // A step stays open when it is done: what it showed is there to be read.
            let at = at.or((!new).then_some(self.seen.shown));
            let mut seen = host.read(|session| look(session, lessons, at));
            seen.said = if new { None } else { self.say(&seen.done) };
            if new {
                self.known.clone_from(&seen.done);
            }
            self.moment = moment;
            self.seen = Rc::new(seen);
        }
        self.seen()
    }

    /// The newest step to say, each once; else what was said last.
    fn say(&mut self, done: &[bool]) -> Option<usize> {
        let mut said = self.seen.said;
        for (step, known) in self.known.iter_mut().enumerate() {
            if done.get(step) == Some(&true) && !*known {
                *known = true;
                said = Some(step);
            }
        }
        said
    }
}

/// Everything but what is said.
fn look(session: &Session, lessons: &[Lesson<'static>], at: Option<usize>) -> Seen {
    let told = session.story_of(lessons);
    let Some(lesson) = told.map(|it| &lessons[it]) else {
        return Seen::default();
    };
    let done = session.progress(lesson);
    let last = lesson.steps.len().saturating_sub(1);
    let open = done.iter().position(|done| !done);
    let shown = at.or(open).unwrap_or(last).min(last);
    Seen {
        told,
        shown,
        ran: session.ran(&lesson.steps[shown]),
        lease: session.last_lease(),
        said: None,
        done,
    }
}
