//! Time travel through the page's door.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::{Host, put2, reply};
use crate::{
    session::{Action, Position, Seek, Session, Stamp},
    units::Micros,
};

/// Puts the calls into the door.
pub(super) fn put(door: &Object, host: &Host) {
    let it = host.clone();
    put2(door, "seek", move |place, _| {
        let seek = seek_of(&place);
        act(&it, Action::Seek(seek))
    });
    let it = host.clone();
    put2(door, "fork", move |name, _| {
        let name = name.as_string();
        act(&it, Action::Fork { name })
    });
    let it = host.clone();
    put2(door, "switchTo", move |name, _| {
        let name = name.as_string().unwrap_or_default();
        act(&it, Action::Switch { name })
    });
    let it = host.clone();
    put2(door, "branches", move |_, _| {
        it.read(Session::branches_text).into()
    });
    let it = host.clone();
    put2(door, "position", move |_, _| position(&it));
}

/// Does it and says where the playhead stands then; throws nothing, returns the error.
fn act(host: &Host, action: Action) -> JsValue {
    match host.try_travel(action) {
        Ok(()) => position(host),
        Err(refusal) => reply::error(&refusal.to_string()),
    }
}

/// Where to: a time in µs, `{time, events, inputs}`, `"back"`, `"forward"`, or nothing: now.
fn seek_of(place: &JsValue) -> Seek {
    if let Some(time) = place.as_f64() {
        return Seek::To(Micros(whole(time)));
    }
    match place.as_string().as_deref() {
        Some("back") => return Seek::Back,
        Some("forward") => return Seek::Forward,
        _ => {}
    }
    let field = |name: &str| Reflect::get(place, &name.into()).ok()?.as_f64().map(whole);
    let (Some(time), Some(events)) = (field("time"), field("events")) else {
        return Seek::Now;
    };
    let inputs = usize::try_from(field("inputs").unwrap_or_default()).unwrap_or(usize::MAX);
    let time = Micros(time);
    Seek::At(Position {
        stamp: Stamp { time, events },
        inputs,
    })
}

/// A number of JavaScript's as a count; what is none is 0.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a float holds exactly"
)]
fn whole(number: f64) -> u64 {
    number.clamp(0.0, 9_007_199_254_740_991.0) as u64
}

/// `{time, events, inputs, end, past, branch}`.
#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn position(host: &Host) -> JsValue {
    let (at, end, past, branch) =
        host.read(|it| (it.position(), it.end(), it.past(), it.branch().to_owned()));
    let it = Object::new();
    let number = |value: u64| JsValue::from_f64(value as f64);
    super::set(&it, "time", &number(at.stamp.time.0));
    super::set(&it, "events", &number(at.stamp.events));
    super::set(&it, "inputs", &number(at.inputs as u64));
    super::set(&it, "end", &number(end.0));
    super::set(&it, "past", &past.into());
    super::set(&it, "branch", &branch.into());
    it.into()
}
