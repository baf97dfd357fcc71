//! Going to a moment: from the nearest kept scene, through the inputs that follow it.

use super::{Branch, Position, Seek, keyframes::Keyframe};
use crate::{
    session::{Entry, Refusal, Session, scene::Scene},
    sim::Happened,
    units::Micros,
};

/// Where a replay ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// All that is due by this time has happened.
    Time(Micros),
    /// This place.
    At(Position),
}

impl Target {
    fn is_beyond(self, place: Position) -> bool {
        match self {
            Self::Time(time) => time >= place.stamp.time,
            Self::At(position) => position >= place,
        }
    }

    /// Whether an input that comes after as many others belongs before the target.
    fn includes(self, entry: &Entry, inputs: usize) -> bool {
        match self {
            Self::Time(time) => entry.stamp.time <= time,
            Self::At(position) => inputs < position.inputs,
        }
    }
}

impl Session {
    pub(super) fn seek(&mut self, seek: Seek) -> Result<(), Refusal> {
        match seek {
            Seek::To(time) => self.go(Target::Time(time)),
            Seek::At(position) => self.go(Target::At(position)),
            Seek::Now => self.return_to_now(),
            Seek::Back => self.back(),
            Seek::Forward => return self.step(),
            Seek::Landmark { which, forward } => {
                let chronicle = &self.branches[self.looked].chronicle;
                let found = chronicle.find(which, self.position(), forward);
                let found = found.ok_or(Refusal::NoSuchMoment(which, forward))?;
                self.go(Target::At(found));
            }
        }
        Ok(())
    }

    /// To the end of the branch looked at.
    pub(super) fn return_to_now(&mut self) {
        if let Some(tip) = self.branches[self.looked].tip.take() {
            self.scene = tip;
        }
    }

    /// To a moment of the branch looked at.
    pub(super) fn go(&mut self, target: Target) {
        let end = self.tip().position();
        if target.is_beyond(end) {
            return self.return_to_now();
        }
        let here = self.position();
        let branch = &mut self.branches[self.looked];
        let keyframe = match target {
            Target::Time(time) => branch.keyframes.at_time(time),
            Target::At(position) => branch.keyframes.at(position),
        };
        let reachable = match target {
            Target::Time(time) => here.stamp.time <= time,
            Target::At(position) => here <= position,
        };
        if !(reachable && branch.tip.is_some() && keyframe.at <= here) {
            let start = keyframe.scene.as_ref().clone();
            let shown = std::mem::replace(&mut self.scene, start);
            branch.tip.get_or_insert(shown);
        }
        replay(&mut self.scene, branch, target);
    }

    /// One event or input back.
    fn back(&mut self) {
        let here = self.position();
        let branch = &self.branches[self.looked];
        let mut before = here;
        while let Some(keyframe) = branch.keyframes.before(before) {
            let until = |place: Position| place < here && place <= before;
            if let Some(found) = last_moment(keyframe, branch, until) {
                return self.go(Target::At(found));
            }
            before = keyframe.at;
        }
        let first = branch.keyframes.first().at;
        self.go(Target::At(first));
    }

    /// One event or input forward in the past; at the branch's end that is its now.
    pub(in crate::session) fn forward(&mut self) {
        let end = self.tip().position();
        let branch = &self.branches[self.looked];
        let mut seen = false;
        while !seen && self.scene.position() < end {
            seen = move_once(&mut self.scene, branch);
        }
        forget_news(&mut self.scene);
        if self.scene.position() >= end {
            self.return_to_now();
        }
    }
}

/// Plays a scene forward through its branch's inputs.
fn replay(scene: &mut Scene, branch: &Branch, target: Target) {
    while let Some(entry) = branch.entry(scene.inputs)
        && target.includes(entry, scene.inputs)
    {
        take(scene, entry);
    }
    match target {
        Target::Time(time) => scene.advance(time.since(scene.world.now())),
        Target::At(position) => scene.go_to(position.stamp),
    }
    forget_news(scene);
}

/// Takes an input where it was taken before.
fn take(scene: &mut Scene, entry: &Entry) {
    scene.go_to(entry.stamp);
    let done = scene.input(&entry.action);
    debug_assert!(done.is_ok(), "what was refused was never written down");
    if done.is_err() {
        // Never twice the same input, come what may.
        scene.inputs += 1;
    }
}

/// What a replay brings is known already.
fn forget_news(scene: &mut Scene) {
    drop(scene.take_ended());
    drop(scene.take_news());
}

/// One event or input; says whether there was anything to see.
fn move_once(scene: &mut Scene, branch: &Branch) -> bool {
    match branch.entry(scene.inputs) {
        Some(entry) if entry.stamp.events == scene.world.events() => {
            take(scene, entry);
            true
        }
        _ => scene.step() == Happened::Something,
    }
}

/// The last moment after a kept scene that `until` holds for.
fn last_moment(
    keyframe: &Keyframe,
    branch: &Branch,
    until: impl Fn(Position) -> bool,
) -> Option<Position> {
    let mut scene = keyframe.scene.as_ref().clone();
    let mut found = None;
    loop {
        let stands = scene.world.next().is_none() && branch.entry(scene.inputs).is_none();
        let seen = move_once(&mut scene, branch);
        let place = scene.position();
        if stands || !until(place) {
            return found;
        }
        if seen {
            found = Some(place);
        }
    }
}
