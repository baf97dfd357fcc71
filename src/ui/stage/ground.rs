//! What lies under everything: the groups of a partition and the lanes between members.

use yew::prelude::*;

use super::cuts::{groups, is_cut};
use crate::{
    session::view::Cluster,
    ui::geometry::{
        number,
        stage::{Layout, hull, lane},
    },
};

/// The tint of one group.
fn tint(group: &[usize], view: &Cluster, layout: &Layout) -> Html {
    let quorum = group.len() * 2 > view.voters;
    html! {
        <path class="group" data-quorum={quorum.to_string()} d={hull(layout, group)}
            stroke-width={number(2.0 * (layout.ring + 7.0))} />
    }
}

/// The ground.
pub fn ground(view: &Cluster, layout: &Layout) -> Html {
    let groups = groups(view);
    let links = view.links.iter().map(|it| {
        let cut = is_cut(view, it.from, it.to);
        let path = lane(layout, it.from, it.to).path();
        html! { <path class="lane" data-cut={cut.to_string()} d={path} /> }
    });
    html! {
        <g class="ground" aria-hidden="true">
            if groups.len() > 1 {
                { for groups.iter().map(|it| tint(it, view, layout)) }
            }
            { for links }
        </g>
    }
}
