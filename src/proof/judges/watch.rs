//! What one watch told, against etcd's guarantees for watches: ordered, unique, atomic, reliable,
//! resumable, bookmarkable. It must not know which members told it, nor how often the connection
//! broke: the client goes on by itself where it was.

use bytes::Bytes;

use super::property::{Property, Verdict, ensure};
use crate::etcd::{
    api,
    store::{Store, in_range},
};

/// A watch and what it told.
#[derive(Clone, Debug)]
pub(in crate::proof) struct Watched {
    key: Bytes,
    end: Bytes,
    from: i64,
    events: Vec<api::Event>,
    /// The revision of the newest notice of progress.
    bookmark: i64,
    /// Whether the last message was a fragment: then the next one goes on with its revision.
    fragment: bool,
    /// Whether its member ended it, having no leader: then it tells no more.
    ended: bool,
}

impl Watched {
    /// A watch of a range from a revision on that has told nothing yet.
    pub(in crate::proof) const fn new(key: Bytes, end: Bytes, from: i64) -> Self {
        Self {
            key,
            end,
            from,
            events: Vec::new(),
            bookmark: 0,
            fragment: false,
            ended: false,
        }
    }

    /// The newest revision it told of.
    pub(in crate::proof) fn newest(&self) -> i64 {
        self.events.last().map_or(self.from - 1, revision_of)
    }

    /// Takes one message; what it tells must be newer than what was told.
    ///
    /// # Errors
    /// The guarantee that it breaks.
    pub(in crate::proof) fn hear(&mut self, response: api::WatchResponse) -> Verdict {
        let goes_on = std::mem::replace(&mut self.fragment, response.fragment);
        let told = self.newest();
        for event in &response.events {
            let (revision, before) = (revision_of(event), self.newest());
            let again = self.events.iter().rev();
            let mut again = again.take_while(|it| revision_of(it) >= revision);
            ensure(
                !again.any(|it| same(it, event)),
                Property::WatchUnique,
                || format!("a watch tells {} twice", tell(event)),
            )?;
            ensure(revision >= before, Property::WatchOrdered, || {
                format!("a watch tells {} after revision {before}", tell(event))
            })?;
            ensure(
                revision > self.bookmark,
                Property::WatchBookmarkable,
                || {
                    let bookmark = self.bookmark;
                    format!("a watch tells {} after progress to {bookmark}", tell(event))
                },
            )?;
            let parted = revision == told && !self.events.is_empty() && !goes_on;
            ensure(!parted, Property::WatchAtomic, || {
                format!(
                    "a watch tells {} in another message than its revision",
                    tell(event)
                )
            })?;
            self.events.push(event.clone());
        }
        let progress = response.events.is_empty() && !response.created && !response.canceled;
        if let Some(header) = response.header.filter(|_| progress) {
            self.bookmark = self.bookmark.max(header.revision);
        }
        Ok(())
    }

    /// Its member has no leader and tells no more.
    pub(in crate::proof) const fn end(&mut self) {
        self.ended = true;
    }

    /// Compares all that was told with the history since the last compaction, which forgets a
    /// deletion even at its own revision.
    ///
    /// # Errors
    /// The guarantee that it breaks: what is missing at the beginning was not resumed, anything
    /// else not reliable.
    pub(in crate::proof) fn settle(&self, store: &Store) -> Verdict {
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
        let property = if equal == 0 {
            Property::WatchResumable
        } else {
            Property::WatchReliable
        };
        ensure(
            equal == told.len() && (self.ended || equal == wanted.len()),
            property,
            || {
                let (key, count) = (self.key.escape_ascii(), told.len());
                let (next, got) = (wanted.get(equal).map(tell), told.get(equal).map(tell));
                format!(
                    "a watch of {key} from {from} told {count} events of {}; event {equal} is \
                     {next:?}, told was {got:?}",
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

fn tell(event: &api::Event) -> String {
    let key = event
        .kv
        .as_ref()
        .map(|kv| kv.key.escape_ascii().to_string());
    let kind = event.r#type();
    format!(
        "{kind:?} {} at {}",
        key.unwrap_or_default(),
        revision_of(event)
    )
}

#[cfg(test)]
mod tests {
    use super::{super::Violation, *};
    use crate::units::LeaseId;

    fn store() -> Store {
        let mut store = Store::new();
        for value in ["1", "2", "3"] {
            store.begin().put("k".into(), value.into(), LeaseId::NONE);
        }
        // One revision with two events.
        let mut both = store.begin();
        both.put("k".into(), "4".into(), LeaseId::NONE);
        both.put("l".into(), "4".into(), LeaseId::NONE);
        store
    }

    fn message(events: &[&api::Event]) -> api::WatchResponse {
        api::WatchResponse {
            events: events.iter().copied().cloned().collect(),
            ..api::WatchResponse::default()
        }
    }

    fn progress(revision: i64) -> api::WatchResponse {
        let header = Some(api::ResponseHeader {
            revision,
            ..api::ResponseHeader::default()
        });
        api::WatchResponse {
            header,
            ..api::WatchResponse::default()
        }
    }

    fn watch(messages: Vec<api::WatchResponse>) -> Result<Watched, Violation> {
        let mut watched = Watched::new("k".into(), "m".into(), 2);
        for message in messages {
            watched.hear(message)?;
        }
        Ok(watched)
    }

    fn broken(messages: Vec<api::WatchResponse>) -> Option<Property> {
        let verdict = watch(messages).and_then(|it| it.settle(&store()));
        verdict.err().map(|violation| violation.property)
    }

    #[test]
    fn each_guarantee_is_noticed_when_it_breaks() {
        let all: Vec<api::Event> = store().revisions(2..=5).map(|it| it.event()).collect();
        let [one, two, three, four, twin] = &all[..] else {
            panic!("four revisions make five events")
        };
        let rest = || message(&[three, four, twin]);
        let right = vec![message(&[one]), message(&[two]), rest()];
        assert_eq!(broken(right), None);
        let swapped = vec![message(&[two]), message(&[one]), rest()];
        assert_eq!(broken(swapped), Some(Property::WatchOrdered));
        let twice = vec![message(&[one, two]), message(&[two]), rest()];
        assert_eq!(broken(twice), Some(Property::WatchUnique));
        let lost = vec![message(&[one]), rest()];
        assert_eq!(broken(lost), Some(Property::WatchReliable));
        let end_lost = vec![message(&[one, two, three])];
        assert_eq!(broken(end_lost), Some(Property::WatchReliable));
        let begins_late = vec![message(&[two]), rest()];
        assert_eq!(broken(begins_late), Some(Property::WatchResumable));
        let parted = vec![message(&[one, two, three, four]), message(&[twin])];
        assert_eq!(broken(parted), Some(Property::WatchAtomic));
        let early = vec![message(&[one]), progress(3), message(&[two]), rest()];
        assert_eq!(broken(early), Some(Property::WatchBookmarkable));
    }

    #[test]
    fn fragments_and_progress_in_time_are_no_breach() {
        let all: Vec<api::Event> = store().revisions(2..=5).map(|it| it.event()).collect();
        let [one, two, three, four, twin] = &all[..] else {
            panic!("four revisions make five events")
        };
        let mut fragment = message(&[three, four]);
        fragment.fragment = true;
        let whole = vec![
            message(&[one, two]),
            progress(3),
            fragment,
            message(&[twin]),
            progress(5),
        ];
        assert_eq!(broken(whole), None);
        let mut ended = watch(vec![message(&[one])]).expect("one event is in order");
        ended.end();
        assert_eq!(ended.settle(&store()), Ok(()));
    }
}
