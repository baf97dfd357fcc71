//! Calls that take virtual time: they move it themselves, slice by slice, and resolve a promise.

use std::pin::Pin;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::{Host, SHELL, put2, reply};
use crate::{
    session::{
        Report, Status, Ticket,
        words::{self, Clock},
    },
    ui::{
        browser,
        host::{SLICE_MS, measure},
        share,
    },
    units::Micros,
};

/// Virtual time between two looks at a command.
const LOOK: Micros = Micros::from_ms(1);
/// After so much virtual time a command is left to the clock: it may wait for a visitor.
const PUSH_MAX: Micros = Micros::from_secs(600);
/// Wall time between two looks at a command that is left to the clock.
const IDLE_MS: i32 = 50;

/// Runs a line in a shell and resolves to its report.
pub(super) fn exec(host: &Host, line: &JsValue, options: &JsValue) -> JsValue {
    let line = line.as_string().unwrap_or_default();
    let option = |name: &str| {
        let value = Reflect::get(options, &name.into())
            .ok()
            .and_then(|it| it.as_string());
        value.filter(|it| !it.is_empty())
    };
    let shell = option("shell").unwrap_or_else(|| SHELL.to_owned());
    let endpoint = option("endpoint");
    if let Some(word) = words::parse_clock(&line) {
        return clock_word(host, &shell, word);
    }
    let host = host.clone();
    let run = async move {
        let ticket = host.exec(&shell, &line, endpoint.as_deref());
        match ticket {
            Ok(ticket) => Ok(reply::report(&answer(&host, &ticket).await)),
            Err(refusal) => Err(reply::error(&refusal.to_string())),
        }
    };
    promise(run)
}

/// A promise of what a call will say. Boxed here, so that one promise's code serves every call.
fn promise(run: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> JsValue {
    let run: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> = Box::pin(run);
    future_to_promise(run).into()
}

/// A clock word leaves no line in a transcript; a measurement is answered once it is done.
fn clock_word(host: &Host, shell: &str, word: Clock) -> JsValue {
    let done = |stdout: String| {
        let (stdout, exit, status) = (stdout.into_bytes(), Some(0), Status::Done);
        reply::report(&Report {
            stdout,
            exit,
            status,
            ..Report::default()
        })
    };
    if let Clock::Bench { puts, in_flight } = word {
        let run = async move { Ok(done(format!("{}\n", measure(puts, in_flight).await))) };
        return promise(run);
    }
    host.do_clock_word(shell, word);
    js_sys::Promise::resolve(&done(String::new())).into()
}

/// Moves time until the command has ended, holds or reads.
async fn answer(host: &Host, ticket: &Ticket) -> Report {
    let until = host.now() + PUSH_MAX;
    loop {
        let deadline = browser::wall_ms() + SLICE_MS;
        while browser::wall_ms() < deadline {
            if let Some(report) = host.exec_poll(ticket) {
                host.tell();
                return report;
            }
            if host.now() < until {
                host.advance(LOOK);
            } else {
                break;
            }
        }
        host.tell();
        let pause = if host.now() < until { 0 } else { IDLE_MS };
        browser::pause(pause).await;
    }
}

/// Links: makes one, opens one.
pub(super) fn put_links(door: &JsValue, host: &Host) {
    let it = host.clone();
    let make = move |_, _| {
        let host = it.clone();
        let none = || reply::error("this visit cannot be packed into a link");
        promise(async move { share::link(&host).await.map(Into::into).ok_or_else(none) })
    };
    put2(door, "link", make);
    let it = host.clone();
    let open = move |address: JsValue, _| {
        let (host, address) = (it.clone(), address.as_string().unwrap_or_default());
        promise(async move {
            let opened = share::open(&host, &address).await;
            let opened = opened.map_err(|error| reply::error(&error.to_string()))?;
            match opened {
                true => Ok(JsValue::UNDEFINED),
                false => Err(reply::error("there is no visit in this address")),
            }
        })
    };
    put2(door, "open", open);
}

/// Lets milliseconds of virtual time pass and resolves to the new time in µs.
pub(super) fn advance(host: &Host, ms: f64) -> JsValue {
    let host = host.clone();
    let span = Micros(whole_micros(ms));
    let run = async move {
        let to = host.now() + span;
        loop {
            let deadline = browser::wall_ms() + SLICE_MS;
            while host.now() < to && browser::wall_ms() < deadline {
                host.advance(host.chunk_to(to));
            }
            host.tell();
            if host.now() >= to {
                return Ok(number(host.now()));
            }
            browser::pause(0).await;
        }
    };
    promise(run)
}

/// Whole microseconds; what is no positive number is no time at all.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a year, which fits"
)]
fn whole_micros(ms: f64) -> u64 {
    const YEAR_MS: f64 = 366.0 * 86_400_000.0;
    if ms.is_nan() {
        0
    } else {
        (ms.clamp(0.0, YEAR_MS) * 1_000.0).round() as u64
    }
}

/// A time as a number of JavaScript's, exact for centuries.
#[allow(clippy::cast_precision_loss, reason = "2^53 µs are 285 years")]
fn number(time: Micros) -> JsValue {
    JsValue::from_f64(time.0 as f64)
}
