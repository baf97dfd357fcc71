//! The links between the members, one lane a direction: each opens its menu and says what is in
//! force on it.

use yew::prelude::*;

use super::{
    force::{effects, slow_or_lossy},
    open::{Act, Open},
};
use crate::{
    session::view::{Cluster, Link},
    ui::{
        geometry::{
            number,
            stage::{Layout, Side, lane, lane_label},
        },
        words::Words,
    },
};

/// The links.
pub struct Props<'a> {
    /// The cluster.
    pub view: &'a Cluster,
    /// The stage.
    pub layout: &'a Layout,
    /// The texts.
    pub words: &'static Words,
    /// What is open.
    pub open: Open,
    /// Does what is pressed.
    pub on_act: &'a Callback<Act>,
}

/// What slows or thins a link, beside it.
fn label(link: &Link, props: &Props<'_>) -> Html {
    let (at, side) = lane_label(props.layout, link.from, link.to);
    let anchor = Side::anchor(side);
    html! {
        <text class="link-label" x={number(at.x)} y={number(at.y)} text-anchor={anchor}>
            { effects(link, props.words) }
        </text>
    }
}

/// One direction.
fn link(link: &Link, props: &Props<'_>) -> Html {
    let lane = lane(props.layout, link.from, link.to);
    let (middle, path) = (lane.at(0.5), lane.path());
    let own = Open::Link(link.from, link.to);
    let name = |it: usize| props.view.members.get(it).map_or("", |it| it.name.as_str());
    let onclick = props.on_act.reform(move |_: MouseEvent| Act::Open(own));
    let faulty = slow_or_lossy(link);
    html! {
        <g class="link" role="button" tabindex="-1" aria-haspopup="menu"
            aria-expanded={(props.open == own).to_string()}
            aria-label={(props.words.stage.link)(name(link.from), name(link.to))}
            data-link={format!("{}-{}", link.from, link.to)} {onclick}>
            <path class="lane-hit" d={path.clone()} />
            <path class="lane" data-cut={link.cut_since.is_some().to_string()}
                data-faulty={faulty.to_string()} d={path} />
            <circle class="knob" cx={number(middle.x)} cy={number(middle.y)} r="7" />
            if faulty {
                { label(link, props) }
            }
        </g>
    }
}

/// All links.
pub fn links(props: &Props<'_>) -> Html {
    html! { <g class="links">{ for props.view.links.iter().map(|it| link(it, props)) }</g> }
}
