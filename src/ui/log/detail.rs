//! One line about the entry that is pointed at, has the focus or is followed.

use std::rc::Rc;

use yew::prelude::*;

use super::{kind::kind, row::Head};
use crate::{
    session::view::{Entry, EntryState, Log},
    ui::words::Words,
};

/// The line.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The log.
    pub view: Rc<Log>,
    /// What stands before each row.
    pub heads: Rc<Vec<Head>>,
    /// The row and entry looked at.
    pub looked: Option<(usize, Entry)>,
    /// The texts.
    pub words: &'static Words,
}

/// The entry as it stands now in its row, in facts.
#[must_use]
pub fn facts(props: &Props) -> Option<Vec<String>> {
    let (nth, entry) = props.looked?;
    let words = &props.words.log;
    let row = props.view.rows.get(nth)?;
    let now = row.entries.iter().find(|it| it.index == entry.index)?;
    let member = props
        .heads
        .get(row.member)
        .map_or("", |it| it.name.as_str());
    let mut facts = vec![
        now.index.to_string(),
        now.term.to_string(),
        kind(now.kind, words).to_owned(),
    ];
    facts.extend(now.revision.map(|it| format!("r{it}")));
    match now.state {
        EntryState::Committed | EntryState::Appended => {}
        EntryState::Missing => facts.push((words.missing)(member)),
        EntryState::Conflict => facts.push((words.conflict)(member)),
    }
    let own = props.view.seen_by == Some(row.member);
    let waits = props.view.waits.iter().find(|it| it.index() == now.index);
    facts.extend(waits.filter(|_| own).map(props.words.why.wait));
    let rows = &props.view.rows;
    let committed = |entries: &[Entry]| {
        let same = |it: &&Entry| it.index == now.index && it.term == now.term;
        entries
            .iter()
            .find(same)
            .is_some_and(|it| it.state == EntryState::Committed)
    };
    let count = rows.iter().filter(|it| committed(&it.entries)).count();
    let applied = rows
        .iter()
        .filter(|it| committed(&it.entries) && it.applied >= now.index)
        .count();
    if count == 0 && now.state == EntryState::Appended {
        facts.push(words.appended.to_owned());
    } else {
        facts.push((words.spread)(count, applied, rows.len()));
    }
    Some(facts)
}

/// The line.
pub fn detail(props: &Props) -> Html {
    match facts(props) {
        Some(facts) => html! { <p class="log-detail">{ facts.join(" · ") }</p> },
        None => html! { <p class="log-detail hint">{ props.words.log.hint }</p> },
    }
}
