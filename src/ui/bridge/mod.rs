//! `window.etcdscope`: the page's door for embedders and tests, described in the README.
//!
//! It moves virtual time itself, even while the clock stands, in slices so short that the page
//! stays alive. It must do nothing that a visitor couldn't do.

mod call;
mod reply;
mod travel;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsValue, closure::Closure};

use super::{browser, host::Host};
use crate::session::Action;

/// The shell that lines run in where none is named.
const SHELL: &str = "api";

/// Puts the door into the window.
pub(super) fn open(host: &Host) {
    let Some(window) = browser::window() else {
        return;
    };
    let door = Object::new();
    let it = host.clone();
    put2(&door, "exec", move |line, options| {
        call::exec(&it, &line, &options)
    });
    let it = host.clone();
    put2(&door, "output", move |shell, _| {
        output(&it, &name_of(&shell))
    });
    let it = host.clone();
    put2(&door, "interrupt", move |shell, _| {
        it.interrupt(&name_of(&shell));
        JsValue::UNDEFINED
    });
    let it = host.clone();
    put2(&door, "input", move |shell, text| {
        input(&it, name_of(&shell), &text)
    });
    let it = host.clone();
    put2(&door, "type", move |shell, text| {
        let lines = text.as_string().unwrap_or_default();
        it.type_lines(&name_of(&shell), lines.lines().map(str::to_owned));
        JsValue::UNDEFINED
    });
    let it = host.clone();
    put2(&door, "advance", move |ms, _| {
        call::advance(&it, ms.as_f64().unwrap_or(0.0))
    });
    let it = host.clone();
    put2(&door, "state", move |_, _| reply::state(&it));
    let it = host.clone();
    put2(&door, "hash", move |_, _| {
        format!("{:016x}", it.read(|it| it.hash())).into()
    });
    travel::put(&door, host);
    call::put_links(&door, host);
    set(&window, "etcdscope", &door);
}

/// Sets a property; on plain objects of our own that cannot fail.
fn set(object: &JsValue, name: &str, value: &JsValue) {
    let done = Reflect::set(object, &name.into(), value);
    debug_assert!(done.is_ok(), "our own objects take properties");
}

/// Puts a function of two arguments into the door. It lives as long as the page.
fn put2(door: &JsValue, name: &str, function: impl Fn(JsValue, JsValue) -> JsValue + 'static) {
    let function: Closure<dyn Fn(JsValue, JsValue) -> JsValue> = Closure::new(function);
    set(door, name, &function.into_js_value());
}

/// The name of a shell, as given or the default.
fn name_of(shell: &JsValue) -> String {
    shell
        .as_string()
        .filter(|it| !it.is_empty())
        .unwrap_or_else(|| SHELL.to_owned())
}

/// What the command that runs in a shell, or ran last, has printed.
fn output(host: &Host, shell: &str) -> JsValue {
    host.read(|it| it.output(shell))
        .map_or(JsValue::NULL, |it| reply::report(&it))
}

/// A line of standard input, or its end.
fn input(host: &Host, shell: String, text: &JsValue) -> JsValue {
    let action = match text.as_string() {
        Some(text) if text.ends_with('\n') => Action::Input { shell, text },
        Some(text) => Action::Input {
            shell,
            text: format!("{text}\n"),
        },
        None => Action::EndOfInput { shell },
    };
    match host.try_apply(action) {
        Ok(()) => Promise::resolve(&JsValue::UNDEFINED).into(),
        Err(refusal) => Promise::reject(&reply::error(&refusal.to_string())).into(),
    }
}
