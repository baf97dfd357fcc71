//! A member's timer as a ring: how far its election timeout or heartbeat interval has run.

use yew::prelude::*;

use crate::{
    raft::Role,
    session::view::{Member, Power},
    ui::geometry,
    units::Micros,
};

/// A timer's ring.
pub struct Props {
    /// Radius.
    pub radius: f64,
    /// How far it has run, 0 to 1, at the moment of drawing.
    pub part: f64,
    /// Ticks in the timeout; 0 on a leader.
    pub ticks: u32,
    /// Whether this is a leader's heartbeat interval.
    pub heartbeat: bool,
}

/// Past this part of its timeout a follower's timer is drawn as a warning.
const LATE: f64 = 0.6;
/// More marks than this would run together.
const MARKS_MAX: u32 = 60;

/// Whether a timer is shown as a warning.
#[must_use]
pub fn late(heartbeat: bool, part: f64) -> bool {
    !heartbeat && part > LATE
}

/// The same where time flows so fast that a heartbeat's interval would flicker: followers' timers
/// in whole ticks, a leader's interval as a full ring.
#[must_use]
pub fn coarse(member: &Member) -> Option<f64> {
    match member.power {
        Power::Down => return None,
        Power::Frozen | Power::Up => {}
    }
    if member.role == Role::Leader {
        return Some(1.0);
    }
    let timeout = f64::from(member.election_timeout.max(1));
    Some((f64::from(member.election_elapsed) / timeout).min(1.0))
}

/// How far a member's timer has run at `now`, and nothing where no timer runs.
#[must_use]
pub fn part(member: &Member, now: Micros) -> Option<f64> {
    match member.power {
        Power::Down => return None,
        Power::Frozen | Power::Up => {}
    }
    let tick = member.tick.0.max(1);
    // Between two ticks the ring goes on evenly; a frozen member has no ticks.
    let left = member.tick_at.since(now).0.min(tick);
    let within = match member.power {
        Power::Up => 1.0 - left as f64 / tick as f64,
        Power::Frozen | Power::Down => 0.0,
    };
    if member.role == Role::Leader {
        return Some(match member.heartbeat_at {
            Some(at) => 1.0 - at.since(now).0.min(tick) as f64 / tick as f64,
            None => within,
        });
    }
    let timeout = f64::from(member.election_timeout.max(1));
    Some(((f64::from(member.election_elapsed) + within) / timeout).min(1.0))
}

/// A mark between two ticks.
fn mark(radius: f64, nth: u32, ticks: u32) -> String {
    let turn = std::f64::consts::TAU * f64::from(nth) / f64::from(ticks);
    let (sin, cos) = geometry::turn::sin_cos(turn);
    let at = |r: f64| geometry::Point::new(r * sin, -r * cos);
    geometry::curve::line(at(radius - 2.0), at(radius + 2.0))
}

/// The ring.
pub fn ring(props: &Props) -> Html {
    let r = geometry::number(props.radius);
    let ticks = if props.heartbeat {
        0
    } else {
        props.ticks.min(MARKS_MAX)
    };
    let marks: String = (0..ticks).map(|it| mark(props.radius, it, ticks)).collect();
    let timer = if props.heartbeat {
        "heartbeat"
    } else {
        "election"
    };
    html! {
        <g class="ring" transform="rotate(-90)">
            <circle class="ring-ground" r={r.clone()} />
            <circle class="ring-run" {r} data-timer={timer}
                data-late={late(props.heartbeat, props.part).to_string()}
                stroke-dasharray={geometry::dash(props.radius, props.part)} />
            if ticks > 0 {
                <path class="ring-marks" d={marks} />
            }
        </g>
    }
}
