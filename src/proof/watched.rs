//! What one watch told: every event once, in order, and in the end all of them. It must not know
//! which members told it.

use bytes::Bytes;

use super::judges::{Property, Verdict, ensure};
use crate::etcd::{
    api,
    store::{Store, in_range},
};

/// A watch and what it told.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    key: Bytes,
    end: Bytes,
    from: i64,
    events: Vec<api::Event>,
    /// Whether its member ended it, having no leader: then it tells no more.
    ended: bool,
}

impl Watched {
    pub(super) const fn new(key: Bytes, end: Bytes, from: i64) -> Self {
        Self {
            key,
            end,
            from,
            events: Vec::new(),
            ended: false,
        }
    }

    /// The newest revision it told of.
    pub(super) fn newest(&self) -> i64 {
        self.events.last().map_or(self.from - 1, revision_of)
    }

    /// Takes one message; what it tells must be newer than what was told.
    pub(super) fn hear(&mut self, response: api::WatchResponse) -> Verdict {
        let told = self.newest();
        let mut before = told;
        for event in &response.events {
            let revision = revision_of(event);
            ensure(
                revision > told && revision >= before,
                Property::WatchOrdered,
                || format!("a watch tells revision {revision} after {before}"),
            )?;
            before = revision;
        }
        self.events.extend(response.events);
        Ok(())
    }

    /// Its member has no leader and tells no more.
    pub(super) const fn end(&mut self) {
        self.ended = true;
    }

    /// Compares all that was told with the history since the last compaction, which forgets a
    /// deletion even at its own revision.
    pub(super) fn settle(&self, store: &Store) -> Verdict {
        let kept = store.compacted().max(0).cast_unsigned() + 1;
        let from = self.from.cast_unsigned().max(kept).max(2);
        let old = |event: &&api::Event| revision_of(event).cast_unsigned() < from;
        let told = &self.events[self.events.iter().take_while(old).count()..];
        let history = store.revisions(from..=store.revision());
        let wanted = history.filter(|change| in_range(&self.key, &self.end, change.key()));
        let wanted: Vec<api::Event> = wanted.map(|change| change.event()).collect();
        let equal = wanted
            .iter()
            .zip(told)
            .take_while(|(a, b)| same(a, b))
            .count();
        ensure(
            equal == told.len() && (self.ended || equal == wanted.len()),
            Property::WatchOrdered,
            || {
                let (key, count) = (self.key.escape_ascii(), told.len());
                let (next, got) = (wanted.get(equal), told.get(equal));
                format!(
                    "a watch of {key} from {} told {count} events of {}; event {equal} is \
                     {next:?}, told was {got:?}",
                    from,
                    wanted.len()
                )
            },
        )
    }
}

fn same(one: &api::Event, other: &api::Event) -> bool {
    one.r#type == other.r#type && one.kv == other.kv
}

fn revision_of(event: &api::Event) -> i64 {
    event.kv.as_ref().map_or(0, |kv| kv.mod_revision)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::LeaseId;

    fn store() -> Store {
        let mut store = Store::new();
        for value in ["1", "2", "3"] {
            store.begin().put("k".into(), value.into(), LeaseId::NONE);
        }
        store
    }

    fn watch(events: Vec<api::Event>) -> Result<Watched, super::super::judges::Violation> {
        let mut watched = Watched::new("k".into(), Bytes::new(), 2);
        for event in events {
            watched.hear(api::WatchResponse {
                events: vec![event],
                ..api::WatchResponse::default()
            })?;
        }
        Ok(watched)
    }

    #[test]
    fn a_lost_a_doubled_and_a_swapped_event_are_noticed() {
        let store = store();
        let all: Vec<api::Event> = store.revisions(2..=4).map(|it| it.event()).collect();
        let [one, two, three] = &all[..] else {
            panic!("three puts make three events")
        };
        assert_eq!(watch(all.clone()).and_then(|it| it.settle(&store)), Ok(()));
        let lost = watch(vec![one.clone(), three.clone()]).and_then(|it| it.settle(&store));
        assert_eq!(lost.map_err(|it| it.property), Err(Property::WatchOrdered));
        for wrong in [vec![one, two, two], vec![two, one, three]] {
            let told = watch(wrong.into_iter().cloned().collect());
            assert_eq!(
                told.map(|_| ()).map_err(|it| it.property),
                Err(Property::WatchOrdered)
            );
        }
    }
}
