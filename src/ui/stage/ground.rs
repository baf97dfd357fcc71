//! What lies under everything: the groups of a partition and the lanes between members.

use std::rc::Rc;

use yew::prelude::*;

use super::cuts::{groups, is_cut};
use crate::{
    session::view::Cluster,
    ui::geometry::{
        number,
        stage::{Layout, hull, lane},
    },
};

/// The ground.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The cluster.
    pub view: Rc<Cluster>,
    /// The stage.
    pub layout: Rc<Layout>,
}

/// The tint of one group.
fn tint(group: &[usize], props: &Props) -> Html {
    let quorum = group.len() * 2 > props.view.voters;
    html! {
        <path class="group" data-quorum={quorum.to_string()} d={hull(&props.layout, group)}
            stroke-width={number(2.0 * (props.layout.ring + 7.0))} />
    }
}

/// The ground.
#[component]
pub fn Ground(props: &Props) -> Html {
    let groups = groups(&props.view);
    let links = props.view.links.iter().map(|it| {
        let cut = is_cut(&props.view, it.from, it.to);
        let path = lane(&props.layout, it.from, it.to).path();
        html! { <path class="lane" data-cut={cut.to_string()} d={path} /> }
    });
    html! {
        <g class="ground" aria-hidden="true">
            if groups.len() > 1 {
                { for groups.iter().map(|it| tint(it, props)) }
            }
            { for links }
        </g>
    }
}
