//! Branches: the one looked at as a strong line, the others where they left it, each by its name.

use yew::prelude::*;

use super::picture::Picture;
use crate::{
    session::view::BranchLine,
    ui::{
        figures::moment,
        geometry::{number, text, time::Lane},
        words::Words,
    },
};

/// A branch's accessible name: `fork A, from 20.300`.
pub fn name(branch: &BranchLine, words: &'static Words) -> String {
    match branch.parent {
        Some((_, at)) => (words.timeline.branch)(&branch.name, &moment(at)),
        None => branch.name.clone(),
    }
}

/// The row of a branch, from the lane's middle.
fn row(nth: usize) -> f64 {
    match nth {
        0 => -5.0,
        _ => 7.0,
    }
}

/// The way of a branch from where it left its parent to its end.
fn way(it: &Picture<'_>, nth: usize, y: f64) -> (String, f64) {
    let branch = &it.view.branches[nth];
    // The one looked at goes on under the veil.
    let end = if nth == it.view.branch {
        it.width
    } else {
        it.x(branch.end)
    };
    let own = y + row(nth);
    let (start, way) = match branch.parent {
        Some((parent, at)) => {
            let (x, from) = (it.x(at), number(y + row(parent)));
            let bend = format!("M{} {from}L{} {}", number(x), number(x + 8.0), number(own));
            (x + 8.0, bend)
        }
        None => (0.0, format!("M0 {}", number(own))),
    };
    (format!("{way}H{}", number(end.max(start))), start)
}

/// One branch; `free` is where its row is free for a name, and moves behind it.
fn branch(it: &Picture<'_>, nth: usize, y: f64, free: &mut [f64; 2]) -> Html {
    let branch = &it.view.branches[nth];
    let (way, start) = way(it, nth, y);
    let room = &mut free[nth.min(1)];
    let wide = text::sans(&branch.name, 11.5);
    let x = (start + 5.0).max(6.0);
    let fits = x >= *room && x + wide + 4.0 <= it.width;
    if fits {
        *room = x + wide + 10.0;
    }
    let fork = branch
        .parent
        .map(|(parent, at)| (it.x(at), y + row(parent)));
    let label = name(branch, it.words);
    html! {
        <g key={nth} class="branch" role="button" aria-label={label.clone()}
            tabindex={if nth == it.view.branch { "0" } else { "-1" }}
            aria-pressed={(nth == it.view.branch).to_string()} data-branch={nth.to_string()}>
            <title>{ label }</title>
            <path class="reach" d={way.clone()} />
            <path class="way" d={way} />
            if let Some((x, y)) = fork {
                <circle cx={number(x)} cy={number(y)} r="3.5" />
            }
            if fits {
                <text x={number(x)} y={number(y + row(nth) + if nth == 0 { 13.0 } else { -2.5 })}>
                    { branch.name.clone() }
                </text>
            }
        </g>
    }
}

/// The lane.
pub fn branches(it: &Picture<'_>) -> Html {
    let Some(y) = it.middle(Lane::Branches) else {
        return html! {};
    };
    let mut free = [0.0; 2];
    let count = it.view.branches.len();
    html! {
        <g class="lane" role="group" aria-label={it.words.timeline.branches}>
            { for (0..count).map(|nth| branch(it, nth, y, &mut free)) }
        </g>
    }
}
