//! One decision in words: when, who, what and why, and where etcd decides it.

use yew::prelude::*;

use crate::{
    session::{Seek, view::Cluster},
    sim::Decision,
    ui::{figures::moment, host::Host, words::Words},
    units::NodeId,
};

/// Names of members by their ids.
pub fn names(view: &Cluster) -> impl Fn(NodeId) -> String {
    let known: Vec<(NodeId, String)> = view
        .members
        .iter()
        .map(|it| (it.id, it.name.clone()))
        .collect();
    move |id| {
        let found = known.iter().find(|(known, _)| *known == id);
        found.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    }
}

/// The decision in a sentence.
#[must_use]
pub fn sentence(it: &Decision, view: &Cluster, words: &Words) -> String {
    (words.why.reason)(&it.cause, &names(view))
}

/// etcd's file and function, as `raft.go · Step`.
#[must_use]
pub fn source(it: &Decision) -> String {
    let (file, function) = it.cause.source();
    format!("{file} · {function}")
}

/// Sentence and place in etcd.
pub fn said(it: &Decision, view: &Cluster, words: &Words) -> Html {
    html! {
        <span class="why-said">
            { sentence(it, view, words) }{ " " }<code>{ source(it) }</code>
        </span>
    }
}

/// A row: its moment leads there.
pub fn row(it: &Decision, view: &Cluster, (host, words): (&Host, &'static Words)) -> Html {
    let at = moment(it.at);
    let host = host.clone();
    let to = it.at;
    let onclick = Callback::from(move |_: MouseEvent| host.seek(Seek::To(to)));
    let member = view
        .members
        .get(it.member)
        .map_or("", |it| it.name.as_str());
    html! {
        <li key={it.number} data-routine={it.cause.is_routine().to_string()}>
            <button type="button" class="why-at" {onclick}
                aria-label={(words.why.look)(&at)} title={(words.why.look)(&at)}>
                { at.clone() }
            </button>
            <b>{ member }</b>
            { said(it, view, words) }
        </li>
    }
}
