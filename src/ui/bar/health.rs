//! Leader, term, revision and quorum in the top bar. It reads a picture and knows no session.

use yew::prelude::*;

use crate::{
    session::view::{Cluster, Power},
    ui::{
        icon::{Glyph, icon},
        words::Words,
    },
    units::Term,
};

/// The four facts.
pub(super) struct Facts {
    leader: Option<String>,
    term: Term,
    revision: u64,
    up: Vec<bool>,
}

impl Facts {
    /// The facts of a picture.
    pub(super) fn of(cluster: &Cluster) -> Self {
        let leader = cluster.leader.and_then(|it| cluster.members.get(it));
        Self {
            leader: leader.map(|it| it.name.clone()),
            term: cluster.term,
            revision: cluster.revision,
            up: cluster
                .members
                .iter()
                .filter(|it| it.has_vote())
                .map(|it| it.power == Power::Up)
                .collect(),
        }
    }
}

/// What it shows.
pub(super) struct Props {
    /// The facts.
    pub facts: Facts,
    /// The texts.
    pub words: &'static Words,
}

/// The list of facts.
pub(super) fn health(props: &Props) -> Html {
    let words = &props.words.bar;
    let facts = &props.facts;
    let leader = match &facts.leader {
        Some(name) => html! { <>{ icon(Glyph::Hexagon) }{ name }</> },
        None => html! { words.none },
    };
    html! {
        <dl class="health" aria-label={words.health}>
            { fact("leader", words.leader, facts.leader.is_none(), leader) }
            { fact("term", words.term, false, html! { facts.term.to_string() }) }
            { fact("revision", words.revision, false, html! { format!("r{}", facts.revision) }) }
            { fact("quorum", words.quorum, false, dots(props)) }
        </dl>
    }
}

/// One fact.
fn fact(id: &'static str, label: &'static str, alarm: bool, value: Html) -> Html {
    html! {
        <div class="fact" data-fact={id} data-alarm={alarm.to_string()}>
            <dt>{ label }</dt>
            <dd data-testid={format!("health-{id}")}>{ value }</dd>
        </div>
    }
}

/// A dot per voter, filled while it is up, and the fraction.
fn dots(props: &Props) -> Html {
    let up = &props.facts.up;
    let count = up.iter().filter(|it| **it).count();
    html! {
        <>
            <span class="dots" aria-hidden="true">
                { for up.iter().map(|up| html! { <i data-up={up.to_string()} /> }) }
            </span>
            <span title={(props.words.bar.up)(count, up.len())}>
                { format!("{count}/{}", up.len()) }
            </span>
        </>
    }
}
