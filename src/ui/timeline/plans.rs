//! What is planned behind the playhead: leases that run out, members that stop waiting.

use yew::prelude::*;

use super::{leases::row, picture::Picture};
use crate::{
    session::view::{Plan, Scheduled},
    ui::{
        figures::moment,
        geometry::{number, text, time::Lane},
    },
    units::{LeaseId, Micros},
};

/// A plan's drawing with its words, on their side of `x`.
struct Drawn {
    x: f64,
    y: f64,
    kind: &'static str,
    path: &'static str,
    text: String,
    before: bool,
    /// Where its lease's line begins: the same line goes on over the veil.
    start: f64,
}

/// A lease that runs out.
fn expiry(it: &Picture<'_>, lease: LeaseId, time: Micros, y: f64) -> Drawn {
    let id = lease.to_string();
    let granted = it.view.leases.iter().rfind(|span| span.lease == lease);
    let from = granted.map_or(it.view.at, |span| span.from);
    let tail = id.get(id.len().saturating_sub(7)..).unwrap_or_default();
    Drawn {
        x: it.x(time),
        y: y + row(it, lease),
        kind: "expiry",
        path: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M-2-2l4 4M2-2l-4 4",
        text: (it.words.timeline.runs_out)(&format!("…{tail}"), &moment(time)),
        before: true,
        start: it.x(from) + 4.0,
    }
}

/// What is drawn of a plan, if its lane shows and it is worth it.
fn drawn(it: &Picture<'_>, plan: &Scheduled) -> Option<Drawn> {
    match plan.what {
        Plan::Expiry(lease) => Some(expiry(it, lease, plan.time, it.middle(Lane::Leases)?)),
        Plan::Timeout(place) => {
            let text = (it.words.timeline.times_out)(it.member(place), &moment(plan.time));
            Some(Drawn {
                x: it.x(plan.time),
                y: it.middle(Lane::Terms)?,
                kind: "timeout",
                path: "M0-6.5L6.5 0 0 6.5-6.5 0z",
                text,
                before: false,
                start: 0.0,
            })
        }
    }
}

/// Where a plan's words stand: on their side if there is room from `free` on, else on the other.
fn place(plan: &Drawn, free: f64, width: f64) -> Option<(f64, &'static str)> {
    let wide = text::sans(&plan.text, 11.5);
    if plan.before && plan.x - 9.0 - wide >= free {
        Some((-8.0, "end"))
    } else if plan.x - 7.0 >= free && plan.x + 11.0 + wide <= width {
        Some((11.0, "start"))
    } else {
        None
    }
}

/// The first lease that runs out beyond the right end, if there is room to say so there.
fn beyond(it: &Picture<'_>, free: f64) -> Html {
    let beyond = |plan: &&Scheduled| plan.time > it.lens.to();
    let plan = it.view.scheduled.iter().find(beyond);
    let Some(plan) = plan.and_then(|plan| drawn(it, plan)) else {
        return html! {};
    };
    let start = it.width - text::sans(&plan.text, 11.5) - 26.0;
    if it.view.past || !plan.before || start < free {
        return html! {};
    }
    let (from, to) = (number(plan.start), number(start - 6.0));
    let way = format!("M{from} {}H{to}", number(plan.y));
    html! {
        <g class="plan" data-kind="expiry">
            <path class="lease-line" d={way} />
            <text x={number(it.width - 6.0)} y={number(plan.y + 4.0)} text-anchor="end">
                { plan.text }{ " →" }
            </text>
        </g>
    }
}

/// The plans, earliest first. Words that would meet the plan before, or the past, drop out.
pub fn plans(it: &Picture<'_>) -> Html {
    let now = it.x(it.view.at);
    let (mut free_lease, mut free_term) = (now + 4.0, now + 4.0);
    let shown = it.view.scheduled.iter();
    let shown = shown.filter(|plan| it.lens.shows(plan.time) && plan.time >= it.view.at);
    let marks = shown.filter_map(|plan| drawn(it, plan)).map(|plan| {
        let free = if plan.before {
            &mut free_lease
        } else {
            &mut free_term
        };
        let place = place(&plan, *free, it.width).filter(|_| !it.view.past);
        *free = match place {
            Some((x, "start")) => plan.x + x + text::sans(&plan.text, 11.5) + 6.0,
            Some(_) | None => free.max(plan.x + 9.0),
        };
        html! {
            <g class="plan" data-kind={plan.kind}
                transform={format!("translate({} {})", number(plan.x), number(plan.y))}>
                <title>{ plan.text.clone() }</title>
                <path d={plan.path} />
                if plan.before {
                    <path class="lease-line"
                        d={format!("M{} 0H-6", number(plan.start - plan.x))} />
                }
                if let Some((x, anchor)) = place {
                    <text x={number(x)} y="4" text-anchor={anchor}>{ plan.text }</text>
                }
            </g>
        }
    });
    let marks: Vec<Html> = marks.collect();
    html! {
        <g class="plans">
            { for marks }
            { beyond(it, free_lease) }
        </g>
    }
}
