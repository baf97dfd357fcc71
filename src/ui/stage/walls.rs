//! Cuts as solid walls across the links, with what was lost at them.

use yew::prelude::*;

use super::{
    cuts::{Cut, cuts},
    force::{groups, named},
    open::Act,
};
use crate::{
    session::view::Cluster,
    ui::{
        figures::moment,
        geometry::{
            number,
            stage::{self, Layout},
            text,
        },
        words::Words,
    },
};

/// The walls.
pub struct Props<'a> {
    /// The cluster.
    pub view: &'a Cluster,
    /// The stage.
    pub layout: &'a Layout,
    /// The texts.
    pub words: &'static Words,
    /// Does what is pressed.
    pub on_act: &'a Callback<Act>,
}

/// The lines that heal what a wall stands for.
fn heal(cut: &Cut, view: &Cluster) -> Vec<String> {
    let name = |it: usize| view.members.get(it).map_or("", |it| it.name.as_str());
    let way = if cut.one_way.is_some() { " > " } else { " " };
    let pairs = cut.pairs.iter();
    pairs
        .map(|(a, b)| format!("sim heal {}{way}{}", name(*a), name(*b)))
        .collect()
}

/// What is said of a wall.
fn caption(cut: &Cut, props: &Props<'_>) -> String {
    let words = &props.words.stage;
    let since = moment(cut.since);
    match (cut.lost, props.layout.narrow) {
        (0, _) => (words.cut_since)(&since),
        (lost, true) => (words.lost)(lost),
        (lost, false) => (words.lost_since)(lost, &since),
    }
}

/// One wall.
fn wall(cut: &Cut, props: &Props<'_>) -> Html {
    let caption = caption(cut, props);
    let half = text::sans(&caption, 12.0) / 2.0 + 6.0;
    let at = stage::caption(props.layout, &cut.wall);
    let size = props.layout.size;
    let x =
        at.x.clamp(half.min(size.w / 2.0), (size.w - half).max(size.w / 2.0));
    let y = at.y.min(size.h - 5.0);
    let name = |it: usize| props.view.members.get(it).map_or("", |it| it.name.as_str());
    let label = match cut.one_way {
        Some((from, to)) => (props.words.stage.one_way)(name(from), name(to)),
        None => (props.words.stage.partition)(&named(props.view, &groups(props.view, &[]))),
    };
    let lines = heal(cut, props.view);
    let onclick = props
        .on_act
        .reform(move |_: MouseEvent| Act::Lines(lines.clone()));
    html! {
        <g class="wall" role="button" tabindex="-1"
            aria-label={format!("{label}. {caption}")} {onclick}>
            <title>{ props.words.stage.click_heals }</title>
            <path class="wall-hit" d={cut.wall.path()} />
            <path d={cut.wall.path()} />
            <text x={number(x)} y={number(y)} text-anchor="middle">{ caption }</text>
        </g>
    }
}

/// All walls.
pub fn walls(props: &Props<'_>) -> Html {
    let cuts = cuts(props.view, props.layout);
    html! { <g class="walls">{ for cuts.iter().map(|it| wall(it, props)) }</g> }
}
