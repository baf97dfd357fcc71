//! Playing a visit from its text, piece by piece, and telling a session as one.

use super::{
    Action, Branch, Input, Place, ScriptError, Session, Visit, Why,
    read::{self, MAIN, Read},
};
use crate::{session::Stamp, units::Micros};

/// A visit on its way: whoever plays it decides how much at a time.
#[derive(Debug)]
pub struct Playback {
    session: Session,
    visit: Visit,
    lines: Vec<Vec<usize>>,
    /// The branch that is played, and how many of its inputs were.
    branch: usize,
    next: usize,
    /// The place before.
    last: Stamp,
    /// Virtual time played on earlier branches.
    before: Micros,
}

impl Playback {
    /// Reads a text and begins at its first moment.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn new(text: &str) -> Result<Self, ScriptError> {
        let Read { visit, lines } = read::visit(text)?;
        Ok(Self {
            session: Session::new(visit.config.clone()),
            visit,
            lines,
            branch: 0,
            next: 0,
            last: Stamp::default(),
            before: Micros::ZERO,
        })
    }

    /// What is played.
    #[must_use]
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Virtual time played so far, and in all.
    #[must_use]
    pub fn progress(&self) -> (Micros, Micros) {
        let span = |it: &Branch| it.end.time.since(begin(it));
        let all = self.visit.branches.iter().map(span);
        let all = all.fold(Micros::ZERO, |sum, it| sum + it);
        let here = begin(&self.visit.branches[self.branch]);
        (self.before + self.session.now().since(here), all)
    }

    /// Plays on for about so many events; says whether that was all.
    ///
    /// # Errors
    /// The line that the cluster refuses.
    pub fn go_on(&mut self, mut events: u64) -> Result<bool, ScriptError> {
        loop {
            let branch = &self.visit.branches[self.branch];
            let input = branch.inputs.get(self.next);
            let place = input.map_or(branch.end, |it| it.place);
            let action = input.map(|it| it.action.clone());
            if !self.reach(place, &mut events) {
                return Ok(false);
            }
            match action {
                Some(action) => self.act(action)?,
                None if self.branch + 1 < self.visit.branches.len() => self.begin_next()?,
                None => return self.look().map(|()| true),
            }
        }
    }

    /// Moves time up to a place, if so many events are enough.
    fn reach(&mut self, place: Place, events: &mut u64) -> bool {
        let from = self.last;
        let wanted = place.events.map(|it| from.events + it);
        let still = |session: &Session| match wanted {
            Some(count) => session.world().events() < count,
            None => place.time > from.time && session.next().is_some_and(|at| at <= place.time),
        };
        while still(&self.session) && self.session.next().is_some() {
            if *events == 0 {
                return false;
            }
            *events -= 1;
            self.session.scene.step();
        }
        self.session.scene.world.pass_to(place.time);
        true
    }

    fn act(&mut self, action: Action) -> Result<(), ScriptError> {
        self.last = self.session.scene.stamp();
        let line = self.lines[self.branch].get(self.next).copied();
        self.next += 1;
        self.do_it(action, line)
    }

    fn do_it(&mut self, action: Action, line: Option<usize>) -> Result<(), ScriptError> {
        let line = line.unwrap_or(1);
        self.session.apply(action).map_err(|refusal| {
            let why = Why::Refused(refusal);
            ScriptError { line, why }
        })
    }

    /// The next branch leaves its parent.
    fn begin_next(&mut self) -> Result<(), ScriptError> {
        let why = Why::Unread("a visit has one branch".to_owned());
        Err(ScriptError { line: 1, why })
    }

    /// All was played: looks at what is to be looked at.
    fn look(&mut self) -> Result<(), ScriptError> {
        Ok(())
    }

    /// Whether it was played to another state than the one that was told: the text was changed, or
    /// another version of the cluster wrote it.
    #[must_use]
    pub fn differs(&self) -> bool {
        let hash = self.session.hash();
        self.visit.hash.is_some_and(|it| it != hash)
    }

    /// The visit, once it was played.
    #[must_use]
    pub fn session(self) -> Session {
        self.session
    }
}

/// When a branch begins.
fn begin(branch: &Branch) -> Micros {
    branch.fork.map_or(Micros::ZERO, |it| it.at.place.time)
}

impl Session {
    /// The visit as values; none if its beginning is forgotten.
    #[must_use]
    pub fn visit(&self) -> Option<Visit> {
        let mut teller = Teller::default();
        let inputs = self.journal.entries.iter();
        let inputs = inputs.map(|it| Input {
            place: teller.place(it.stamp, it.settled),
            action: it.action.clone(),
        });
        let inputs = inputs.collect();
        let main = Branch {
            name: MAIN.to_owned(),
            fork: None,
            inputs,
            end: teller.place(self.scene.stamp(), self.scene.settled()),
        };
        Some(Visit {
            config: self.world().config().clone(),
            branches: vec![main],
            looks: None,
            selection: String::new(),
            hash: Some(self.hash()),
        })
    }
}

/// Turns stamps into places: counts events only where time does not say it all.
#[derive(Default)]
struct Teller(Stamp);

impl Teller {
    fn place(&mut self, stamp: Stamp, settled: bool) -> Place {
        let last = std::mem::replace(&mut self.0, stamp);
        let plain = if stamp.time == last.time {
            stamp.events == last.events
        } else {
            settled
        };
        let events = (!plain).then(|| stamp.events.saturating_sub(last.events));
        let time = stamp.time;
        Place { time, events }
    }
}
