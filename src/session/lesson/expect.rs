//! What must have happened for a step to be done, as a small language over the scene.

use crate::{
    etcd::{State, store::Dot},
    session::{scene::Scene, transcript::Transcript, view::LineKind},
    sim::{Node, Owner, Power, Trail},
};

/// Something that has happened in a visit. One word of each line says what:
///
/// ```text
/// put KEY [= VALUE] [after rN] [leased] [watched]   a revision above N put it
/// deleted KEY [after rN] [watched]                  a revision above N is its tombstone
/// expired KEY… [watched]                            one revoke by the lessor deleted them all
/// stopped MEMBER, started MEMBER                    it was down; it came back
/// compacted rN                                      the store forgot what is below N, or more
/// printed "LINE" …                                  these lines stood below each other somewhere
/// ```
///
/// `watched` asks that a watcher was sent the events as they were made. In a printed line `*` at
/// the beginning or the end stands for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect<'a> {
    /// A put.
    Put {
        /// Of this key,
        key: &'a str,
        /// with this value,
        value: Option<&'a str>,
        /// above this revision,
        after: u64,
        /// with a lease,
        leased: bool,
        /// in a watcher's sight.
        watched: bool,
    },
    /// A tombstone.
    Deleted {
        /// Of this key,
        key: &'a str,
        /// above this revision,
        after: u64,
        /// in a watcher's sight.
        watched: bool,
    },
    /// Tombstones that one revoke by the lessor made.
    Expired {
        /// Of these keys,
        keys: Vec<&'a str>,
        /// in a watcher's sight.
        watched: bool,
    },
    /// A member was down.
    Stopped(&'a str),
    /// A member came back.
    Started(&'a str),
    /// The store was compacted at this revision or above.
    Compacted(u64),
    /// Lines below each other, printed by programs.
    Printed(Vec<&'a str>),
}

impl<'a> Expect<'a> {
    /// Reads what follows `expect`.
    pub(super) fn parse(text: &'a str) -> Result<Self, &'static str> {
        let words = words(text)?;
        let (first, rest) = words
            .split_first()
            .ok_or("expect what? see lesson::Expect")?;
        let one = || match rest {
            [word] => Ok(*word),
            _ => Err("this expectation takes exactly one word"),
        };
        match *first {
            "put" | "deleted" | "expired" => Self::change(first, rest),
            "stopped" => one().map(Self::Stopped),
            "started" => one().map(Self::Started),
            "compacted" => Ok(Self::Compacted(revision(one()?)?)),
            "printed" if !rest.is_empty() => Ok(Self::Printed(rest.to_vec())),
            _ => Err("nothing that can be expected: see lesson::Expect"),
        }
    }

    /// A change of keys, with its conditions.
    fn change(kind: &str, rest: &[&'a str]) -> Result<Self, &'static str> {
        let (mut keys, mut value, mut after) = (Vec::new(), None, 0);
        let (mut leased, mut watched) = (false, false);
        let mut rest = rest.iter();
        while let Some(word) = rest.next() {
            match *word {
                "=" => value = Some(*rest.next().ok_or("= what value?")?),
                "after" => after = revision(rest.next().ok_or("after which revision?")?)?,
                "leased" => leased = true,
                "watched" => watched = true,
                key => keys.push(key),
            }
        }
        match (kind, keys.as_slice()) {
            (_, []) => Err("of which key?"),
            ("expired", _) if value.is_none() && after == 0 && !leased => {
                Ok(Self::Expired { keys, watched })
            }
            ("put", [key]) => Ok(Self::Put {
                key,
                value,
                after,
                leased,
                watched,
            }),
            ("deleted", [key]) if value.is_none() && !leased => Ok(Self::Deleted {
                key,
                after,
                watched,
            }),
            _ => Err("this change takes one key, and not these conditions"),
        }
    }

    /// Whether it has happened by the moment looked at.
    pub(in crate::session) fn holds(&self, scene: &Scene) -> bool {
        let past = Past { scene };
        match self {
            Self::Put {
                key,
                value,
                after,
                leased,
                watched,
            } => past.changed(key, *after, |state, dot| {
                !dot.tombstone()
                    && value.is_none_or(|value| dot.value == value.as_bytes())
                    && (!leased || dot.lease.0 != 0)
                    && (!watched || past.watched(state, dot, 1))
            }),
            Self::Deleted {
                key,
                after,
                watched,
            } => past.changed(key, *after, |state, dot| {
                dot.tombstone() && (!watched || past.watched(state, dot, 1))
            }),
            Self::Expired { keys, watched } => past.expired(keys, *watched),
            Self::Stopped(member) => past
                .member(member)
                .is_some_and(|it| it.power() == Power::Down || it.epoch() > 1),
            Self::Started(member) => past.member(member).is_some_and(|it| it.epoch() > 1),
            Self::Compacted(revision) => past.state().is_some_and(|state| {
                u64::try_from(state.store.compacted()).is_ok_and(|it| it >= *revision)
            }),
            Self::Printed(lines) => scene.transcripts().any(|it| printed(it, lines)),
        }
    }
}

/// A scene, asked for what has happened in it.
#[derive(Clone, Copy)]
struct Past<'a> {
    scene: &'a Scene,
}

impl<'a> Past<'a> {
    /// The state of the member that has applied most.
    fn state(self) -> Option<&'a State> {
        let states = self.scene.world().nodes().map(Node::state);
        states.max_by_key(|state| state.store.revision())
    }

    fn member(self, name: &str) -> Option<&'a Node> {
        let names = self.scene.member_names();
        let place = names.iter().position(|it| it == name)?;
        self.scene.world().node(place)
    }

    /// Whether some change of a key above a revision is as asked.
    fn changed(self, key: &str, after: u64, is: impl Fn(&State, &Dot) -> bool) -> bool {
        let Some(state) = self.state() else {
            return false;
        };
        let changes = state.store.changes_back(key.as_bytes(), u64::MAX);
        changes
            .take_while(|change| change.revision().main > after)
            .any(|change| is(state, &change.dot()))
    }

    fn trail(self, state: &State, dot: &Dot) -> Option<&'a Trail> {
        let origin = state.origin(dot.revision.main)?;
        self.scene.world().trail(origin.request)
    }

    /// Whether watchers were sent so many events of a change when it was made.
    fn watched(self, state: &State, dot: &Dot, events: u32) -> bool {
        let trail = self.trail(state, dot);
        trail.is_some_and(|trail| trail.events >= events)
    }

    /// Whether the lessor deleted these keys together.
    fn expired(self, keys: &[&str], watched: bool) -> bool {
        let Some((first, others)) = keys.split_first() else {
            return false;
        };
        let events = if watched { keys.len() } else { 0 };
        let events = u32::try_from(events).unwrap_or(u32::MAX);
        self.changed(first, 0, |state, dot| {
            let main = dot.revision.main;
            let here = |key: &&str| {
                let dots = state.store.dots(key.as_bytes(), main..=main);
                dots.iter().any(Dot::tombstone)
            };
            let by_lessor = |trail: &Trail| trail.owner == Owner::UNTRACED;
            dot.tombstone()
                && self.trail(state, dot).is_some_and(by_lessor)
                && others.iter().all(here)
                && self.watched(state, dot, events)
        })
    }
}

/// Whether a program printed these lines, one below the other.
fn printed(transcript: &Transcript, wanted: &[&str]) -> bool {
    let output = |kind| matches!(kind, LineKind::Out | LineKind::Err);
    let lines: Vec<&str> = transcript
        .from(0)
        .filter(|line| output(line.kind))
        .map(|line| line.text.as_str())
        .collect();
    lines
        .windows(wanted.len().max(1))
        .any(|lines| lines.iter().zip(wanted).all(|(line, it)| fits(line, it)))
}

/// Whether a line is as wanted, where a `*` at either end stands for anything.
fn fits(line: &str, wanted: &str) -> bool {
    let begin = wanted.strip_prefix('*');
    let middle = begin.unwrap_or(wanted);
    let end = middle.strip_suffix('*');
    let middle = end.unwrap_or(middle);
    match (begin.is_some(), end.is_some()) {
        (true, true) => line.contains(middle),
        (true, false) => line.ends_with(middle),
        (false, true) => line.starts_with(middle),
        (false, false) => line == middle,
    }
}

/// Words at blanks; one between double quotes may hold blanks.
fn words(text: &str) -> Result<Vec<&str>, &'static str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or("a quote has no end")?,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

/// A revision as people write it: `r21`.
fn revision(word: &str) -> Result<u64, &'static str> {
    let number = word.strip_prefix('r').map(str::parse);
    match number {
        Some(Ok(number)) => Ok(number),
        _ => Err("a revision is written r21"),
    }
}
