//! One member on the stage: its shape, its timer's ring, its label; a button that opens its menu.

use yew::prelude::*;

use super::{
    machine,
    open::{Act, Open},
    ring::{self, ring},
    role_glyph::{mark, mark_glyph, role_glyph, state},
};
use crate::{
    raft::Role,
    session::view::{Member, Power, Queues},
    sim::Exit,
    ui::{
        geometry::{
            Point, number,
            stage::{LINE, Place, Side},
        },
        words::Words,
    },
    units::Micros,
};

/// One member.
pub struct Props<'a> {
    /// What is known of it.
    pub member: &'a Member,
    /// Its place in the configuration.
    pub nth: usize,
    /// Where it goes.
    pub place: Place,
    /// Radius of its shape.
    pub radius: f64,
    /// Radius of its ring.
    pub ring: f64,
    /// Lines in its label.
    pub lines: usize,
    /// Whether addresses lose their host.
    pub narrow: bool,
    /// Votes needed to win.
    pub needed: usize,
    /// The moment of drawing.
    pub now: Micros,
    /// The texts.
    pub words: &'static Words,
    /// Whether Tab comes here.
    pub tab_stop: bool,
    /// Whether its menu is open.
    pub open: bool,
    /// Opens its menu.
    pub on_act: &'a Callback<Act>,
    /// A key was pressed on it.
    pub on_key: &'a Callback<(Open, KeyboardEvent)>,
    /// It got the focus.
    pub on_focus: &'a Callback<Open>,
}

/// The word that markup, style and tests use for a member.
fn shown(member: &Member) -> &'static str {
    mark(member).unwrap_or_else(|| state(member.role, member.power))
}

/// A member's role or power in words.
#[must_use]
pub fn role(member: &Member, words: &'static Words) -> &'static str {
    match mark(member) {
        Some("removed") => return words.stage.removed,
        Some("waiting") => return words.stage.waiting,
        Some(_) if member.power == Power::Up => return words.stage.learner,
        _ => {}
    }
    match (member.power, member.role) {
        (Power::Down, _) => words.stage.down,
        (Power::Frozen, _) => words.stage.frozen,
        (Power::Up, Role::Leader) => words.stage.leader,
        (Power::Up, Role::Follower) => words.stage.follower,
        (Power::Up, Role::Candidate) => words.stage.candidate,
        (Power::Up, Role::PreCandidate) => words.stage.pre_candidate,
    }
}

/// The accessible name of a member.
#[must_use]
pub fn name(member: &Member, words: &'static Words) -> String {
    let name = (words.stage.member)(&member.name, role(member, words), member.term.0);
    let said = machine::said(member, words).into_iter();
    let all: Vec<String> = Some(name).into_iter().chain(said).collect();
    all.join(words.stage.comma)
}

/// The one most useful fact, and whether it is a warning.
#[must_use]
pub fn fact(props: &Props<'_>) -> (String, bool) {
    let member = props.member;
    let words = &props.words.stage;
    let timer = if props.narrow {
        words.timer_short
    } else {
        words.timer
    };
    let timer = || timer(member.election_elapsed, member.election_timeout);
    match member.power {
        Power::Down if mark(member) == Some("waiting") => {
            return (words.not_started.to_owned(), true);
        }
        Power::Down => {
            let exit = member.exit.unwrap_or(Exit::Killed);
            return ((props.words.machine.exit)(exit).to_owned(), true);
        }
        Power::Frozen => return (words.stopped.to_owned(), true),
        Power::Up => {}
    }
    // The timer's ring is drawn in any case.
    if let Some(said) = machine::brief(member, props.words) {
        return (said, true);
    }
    if let Some(Queues { append, apply }) = member.queues
        && append + apply > 0
    {
        return ((props.words.machine.queued)(append, apply), false);
    }
    match member.role {
        Role::Leader => {
            let left = member.heartbeat_at.unwrap_or(props.now).since(props.now);
            ((words.heartbeat_in)(left.as_ms()), false)
        }
        Role::Candidate | Role::PreCandidate => {
            let votes = (words.votes)(member.votes.len(), props.needed);
            (format!("{votes} · {}", timer()), false)
        }
        Role::Follower if member.behind > 0 => (
            format!("{} · {}", (words.behind)(member.behind), timer()),
            true,
        ),
        Role::Follower => (timer(), false),
    }
}

/// Both addresses; the peer's without its host where that is the client's.
fn addresses(props: &Props<'_>) -> String {
    let client = &props.member.client;
    let peer = &props.member.peer;
    let (host, port) = client.rsplit_once(':').unwrap_or((client, ""));
    let peer = match peer.rsplit_once(':') {
        Some((peer_host, peer_port)) if peer_host == host => format!(":{peer_port}"),
        _ => peer.clone(),
    };
    let label = props.words.stage.peer;
    if props.narrow {
        format!(":{port} · {label} {peer}")
    } else {
        format!("{client} · {label} {peer}")
    }
}

/// The label's lines.
fn label(props: &Props<'_>) -> Html {
    let member = props.member;
    let Point { x, y } = props
        .place
        .label
        .moved(-props.place.at.x, -props.place.at.y);
    let line = |nth: usize| number(y + nth as f64 * LINE);
    let (x, anchor) = (number(x), props.place.side.anchor());
    let (fact, warn) = fact(props);
    // Beside a member of a narrow stage there is room for half a line; its badges and its menu tell
    // the fact.
    let short = props.narrow && props.place.side != Side::Middle && props.lines == 2;
    let role = html! {
        <>
            <tspan class={classes!("member-role", shown(member))}
                dx={if short { "0" } else { "7" }}>
                { role(member, props.words) }
            </tspan>
            <tspan class="member-term" dx="6">{ member.term.to_string() }</tspan>
        </>
    };
    let name = html! { <tspan class="member-name">{ &member.name }</tspan> };
    if short {
        return html! {
            <g class="member-label" text-anchor={anchor}>
                <text x={x.clone()} y={line(0)}>{ name }</text>
                <text {x} y={line(1)}>{ role }</text>
            </g>
        };
    }
    html! {
        <g class="member-label" text-anchor={anchor}>
            <text x={x.clone()} y={line(0)}>{ name }{ role }</text>
            if props.lines > 2 {
                <text class="member-address" x={x.clone()} y={line(1)}>
                    { addresses(props) }
                </text>
            }
            <text class="member-fact" data-warn={warn.to_string()} {x} y={line(props.lines - 1)}>
                { fact }
            </text>
        </g>
    }
}

/// Shape, numbers and badges.
fn body(props: &Props<'_>) -> Html {
    let member = props.member;
    let part = ring::part(member, props.now);
    let heartbeat = member.role == Role::Leader;
    let ticks = if heartbeat {
        0
    } else {
        member.election_timeout
    };
    let badge = number(props.ring * 0.72);
    // Three digits and more take smaller type, to stay inside the shape.
    let long = member.last_index.0 > 99;
    html! {
        <>
            if let Some(part) = part {
                { ring(&ring::Props { radius: props.ring, part, ticks, heartbeat }) }
            }
            if let Some(mark) = mark(member) {
                { mark_glyph(mark, props.radius) }
            } else {
                { role_glyph(member.role, member.power, props.radius) }
            }
            if member.power != Power::Down {
                <text class="member-index" y="1" data-long={long.to_string()}>
                    { member.last_index.to_string() }
                </text>
                <text class="member-log" y="13">{ props.words.stage.log }</text>
            }
            if member.power == Power::Frozen {
                <path class="badge-frozen" d="M-5-5v10M1-5v10"
                    transform={format!("translate({badge} {badge})")} />
            }
            { machine::badges(member, props.ring * 0.72, props.words) }
        </>
    }
}

/// One member.
pub fn node(props: &Props<'_>) -> Html {
    let nth = props.nth;
    let state = shown(props.member);
    let own = Open::Member(nth);
    let onclick = props.on_act.reform(move |_: MouseEvent| Act::Open(own));
    let onkeydown = props.on_key.reform(move |event| (own, event));
    let onfocus = props.on_focus.reform(move |_: FocusEvent| own);
    html! {
        <g key={props.member.name.clone()} class="member" data-state={state}
            transform={format!("translate({})", props.place.at.words())} {onclick}>
            <g aria-hidden="true">
                { body(props) }
                { label(props) }
            </g>
            // The button is a shape without a text of its own: its name says it all.
            <circle class="member-hit" r={number(props.ring + 5.0)} data-member={nth.to_string()}
                data-testid={format!("node-{}", props.member.name)}
                role="button" tabindex={if props.tab_stop { "0" } else { "-1" }}
                aria-label={name(props.member, props.words)}
                aria-haspopup="menu" aria-expanded={props.open.to_string()}
                {onkeydown} {onfocus} />
        </g>
    }
}
