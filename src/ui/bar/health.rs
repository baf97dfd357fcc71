//! Leader, term, revision and quorum in the top bar. It reads a picture and knows no session.

use yew::prelude::*;

use crate::{
    session::view::{Cluster, Power},
    ui::{
        icon::{Glyph, Icon},
        words::Words,
    },
    units::Term,
};

/// The four facts.
#[derive(Clone, Debug, Default, PartialEq)]
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
                .map(|it| it.power == Power::Up)
                .collect(),
        }
    }
}

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The facts.
    pub facts: Facts,
    /// The texts.
    pub words: &'static Words,
}

/// The list of facts.
#[component]
pub(super) fn Health(props: &Props) -> Html {
    let words = &props.words.bar;
    let facts = &props.facts;
    let leader = match &facts.leader {
        Some(name) => html! { <><Icon glyph={Glyph::Hexagon} />{ name }</> },
        None => html! { words.none },
    };
    html! {
        <dl class="health" aria-label={words.health}>
            <Fact label={words.leader} id="leader" alarm={facts.leader.is_none()}>{ leader }</Fact>
            <Fact label={words.term} id="term">{ facts.term.to_string() }</Fact>
            <Fact label={words.revision} id="revision">{ format!("r{}", facts.revision) }</Fact>
            <Fact label={words.quorum} id="quorum"><Dots ..props.clone() /></Fact>
        </dl>
    }
}

/// One fact.
#[derive(Clone, PartialEq, Properties)]
struct FactProps {
    label: &'static str,
    id: &'static str,
    #[prop_or_default]
    alarm: bool,
    children: Html,
}

#[component]
fn Fact(props: &FactProps) -> Html {
    html! {
        <div class="fact" data-fact={props.id} data-alarm={props.alarm.to_string()}>
            <dt>{ props.label }</dt>
            <dd data-testid={format!("health-{}", props.id)}>{ props.children.clone() }</dd>
        </div>
    }
}

/// A dot per member, filled while it is up, and the fraction.
#[component]
fn Dots(props: &Props) -> Html {
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
