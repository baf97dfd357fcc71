//! What lies under everything: the groups of a partition.

use yew::prelude::*;

use super::force::keeps_quorum;
use crate::{
    session::view::Cluster,
    ui::geometry::{
        number,
        stage::{Layout, hull},
    },
};

/// The tint of one group.
fn tint(group: &[usize], view: &Cluster, layout: &Layout) -> Html {
    html! {
        <path class="group" data-quorum={keeps_quorum(view, group).to_string()}
            d={hull(layout, group)} stroke-width={number(2.0 * (layout.ring + 7.0))} />
    }
}

/// The ground: the members as they are in groups, or will be.
pub fn ground(view: &Cluster, layout: &Layout, groups: &[Vec<usize>]) -> Html {
    html! {
        <g class="ground" aria-hidden="true">
            if groups.len() > 1 {
                { for groups.iter().map(|it| tint(it, view, layout)) }
            }
        </g>
    }
}
