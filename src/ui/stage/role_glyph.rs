//! The shape of a member: readable without colour.

use yew::prelude::*;

use crate::{
    raft::Role,
    session::view::{Member, Power},
    sim::Standing,
    ui::geometry,
};

/// What a member's shape shows beyond role and power; none where there is nothing.
#[must_use]
pub fn mark(member: &Member) -> Option<&'static str> {
    match (member.standing, member.power, member.role) {
        (Standing::Removed, Power::Down, _) => Some("removed"),
        (Standing::Waiting, ..) => Some("waiting"),
        (_, Power::Up | Power::Frozen, Role::Follower) if member.learner => Some("learner"),
        _ => None,
    }
}

/// A shape of [`mark`]: a learner has a ring within its circle, who waits for its first start a
/// broken one, who was removed a stroke instead of its cross.
pub fn mark_glyph(mark: &'static str, radius: f64) -> Html {
    let (class, number) = (classes!("role", mark), geometry::number);
    match mark {
        "removed" => {
            let half = radius * 0.86;
            let (corner, side) = (number(-half), number(half * 2.0));
            let arm = radius * 0.42;
            html! {
                <g {class}>
                    <rect x={corner.clone()} y={corner} width={side.clone()} height={side} />
                    <path class="cross" d={format!("M{} 0H{}", number(-arm), number(arm))} />
                </g>
            }
        }
        "learner" => html! {
            <g {class}>
                <circle r={number(radius)} />
                <circle r={number(radius * 0.8)} />
            </g>
        },
        _ => html! { <circle {class} r={number(radius)} /> },
    }
}

/// The word that markup, style and tests use for a member's state.
#[must_use]
pub fn state(role: Role, power: Power) -> &'static str {
    match (power, role) {
        (Power::Down, _) => "down",
        (_, Role::Leader) => "leader",
        (_, Role::Follower) => "follower",
        (_, Role::Candidate) => "candidate",
        (_, Role::PreCandidate) => "pre-candidate",
    }
}

/// A member's shape around the origin.
pub fn role_glyph(role: Role, power: Power, radius: f64) -> Html {
    let class = classes!("role", state(role, power));
    let number = geometry::number;
    if power == Power::Down {
        let half = radius * 0.86;
        let arm = radius * 0.42;
        let side = number(half * 2.0);
        let (a, b) = (number(-arm), number(arm));
        return html! {
            <g {class}>
                <rect x={number(-half)} y={number(-half)} width={side.clone()} height={side} />
                <path class="cross" d={format!("M{a} {a}L{b} {b}M{b} {a}L{a} {b}")} />
            </g>
        };
    }
    match role {
        Role::Leader => html! { <polygon {class} points={geometry::polygon(6, radius * 1.1)} /> },
        Role::Follower => html! { <circle {class} r={number(radius)} /> },
        Role::Candidate | Role::PreCandidate => {
            html! { <polygon {class} points={geometry::polygon(4, radius * 1.2)} /> }
        }
    }
}
