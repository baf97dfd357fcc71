//! Playing a visit from its text, piece by piece, and telling a session as one.

use super::{
    Action, Branch, Fork, Input, Look, Place, Point, ScriptError, Session, Style, Visit, Why,
    read::{self, Read},
};
use crate::{
    session::{Entry, Position, Seek, Stamp, time},
    units::{List, Micros},
};

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

    /// The visit as far as it was played.
    #[must_use]
    pub fn shown(&self) -> &Session {
        &self.session
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
            self.session.live_step();
        }
        self.session.scene.world.pass_to(place.time);
        true
    }

    fn act(&mut self, action: Action) -> Result<(), ScriptError> {
        self.last = self.session.scene.stamp();
        self.next += 1;
        self.apply(action)
    }

    /// The next branch leaves its parent.
    fn begin_next(&mut self) -> Result<(), ScriptError> {
        self.before = self.progress().0;
        self.branch += 1;
        self.next = 0;
        let branch = &self.visit.branches[self.branch];
        let name = Some(branch.name.clone());
        if let Some(Fork { branch, at }) = branch.fork {
            self.go(branch, Some(at))?;
        }
        self.apply(Action::Fork { name })?;
        self.last = self.session.scene.stamp();
        Ok(())
    }

    /// All was played: looks at what is to be looked at.
    fn look(&mut self) -> Result<(), ScriptError> {
        match self.visit.looks {
            Some(Look { branch, at }) => self.go(branch, at),
            None => Ok(()),
        }
    }

    /// To a moment of a branch, or to its end.
    fn go(&mut self, branch: usize, at: Option<Point>) -> Result<(), ScriptError> {
        let name = self.visit.branches[branch].name.clone();
        self.apply(Action::Switch { name })?;
        let Some(Point { inputs, place }) = at else {
            return Ok(());
        };
        let Place { time, events } = place;
        let seek = events.map_or(Seek::To(time), |events| {
            let entries = &self.session.branches[self.session.looked].entries;
            let events = events.saturating_add(before(entries, inputs).events);
            let stamp = Stamp { time, events };
            Seek::At(Position { stamp, inputs })
        });
        self.apply(Action::Seek(seek))
    }

    fn apply(&mut self, action: Action) -> Result<(), ScriptError> {
        let line = self.lines[self.branch].get(self.next).copied();
        let line = line.unwrap_or(1);
        self.session.apply(action).map_err(|refusal| {
            let why = Why::Refused(refusal);
            ScriptError { line, why }
        })
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
        let branches: Option<Vec<Branch>> = self.branches.iter().map(|it| self.told(it)).collect();
        let branches = branches?;
        let entries = &self.branches[self.looked].entries;
        let at = self.past().then(|| point(entries, self.position()));
        let branch = self.looked;
        let looks = (at.is_some() || branch + 1 < branches.len()).then_some(Look { branch, at });
        Some(Visit {
            config: self.world().config().clone(),
            branches,
            looks,
            selection: String::new(),
            hash: Some(self.hash()),
        })
    }

    /// The branch looked at from its beginning to its end, as a script of one branch; none if its
    /// beginning is forgotten.
    #[must_use]
    pub fn branch_script(&self) -> Option<String> {
        let branch = &self.branches[self.looked];
        if branch.forgotten > 0 {
            return None;
        }
        let visit = Visit {
            config: self.world().config().clone(),
            branches: vec![self.lines_of(branch, 0, Stamp::default())],
            looks: None,
            selection: String::new(),
            hash: None,
        };
        Some(visit.write(Style::Short))
    }

    fn told(&self, branch: &time::Branch) -> Option<Branch> {
        if branch.forgotten > 0 {
            return None;
        }
        let fork = branch.parent.map(|fork| Fork {
            branch: fork.branch,
            at: point(&branch.entries, fork.at),
        });
        let from = branch.parent.map_or_else(Stamp::default, |it| it.at.stamp);
        let shared = branch.parent.map_or(0, |it| it.at.inputs);
        Some(Branch {
            name: branch.name.clone(),
            fork,
            ..self.lines_of(branch, shared, from)
        })
    }

    /// The inputs of a branch after the first `shared` ones, and its end, as lines of `main`.
    fn lines_of(&self, branch: &time::Branch, shared: usize, from: Stamp) -> Branch {
        let mut teller = Teller(from);
        let inputs = branch.entries.iter().skip(shared).map(|it| Input {
            place: teller.place(it.stamp, it.settled),
            action: it.action.clone(),
        });
        let inputs = inputs.collect();
        let tip = branch.tip.as_ref().unwrap_or(&self.scene);
        Branch {
            name: read::MAIN.to_owned(),
            fork: None,
            inputs,
            end: teller.place(tip.stamp(), tip.settled()),
        }
    }
}

/// When the last of so many inputs came.
fn before(entries: &List<Entry>, inputs: usize) -> Stamp {
    let last = inputs.checked_sub(1).and_then(|it| entries.get(it));
    last.map_or_else(Stamp::default, |it| it.stamp)
}

fn point(entries: &List<Entry>, at: Position) -> Point {
    let last = before(entries, at.inputs);
    Point {
        inputs: at.inputs,
        place: Place {
            time: at.stamp.time,
            events: Some(at.stamp.events.saturating_sub(last.events)),
        },
    }
}

/// Turns stamps into places: counts events only where time does not say it all.
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
