//! Values for the page around: reports, the state, errors.

use js_sys::{Error, JSON, Object};
use wasm_bindgen::JsValue;

use super::{Host, set};
use crate::session::{Report, Status};

/// `{stdout, stderr, exitCode, status}`.
pub(super) fn report(report: &Report) -> JsValue {
    let it = Object::new();
    set(&it, "stdout", &text(&report.stdout));
    set(&it, "stderr", &text(&report.stderr));
    set(
        &it,
        "exitCode",
        &report.exit.map_or(JsValue::NULL, Into::into),
    );
    set(&it, "status", &status(report.status).into());
    it.into()
}

fn text(bytes: &[u8]) -> JsValue {
    String::from_utf8_lossy(bytes).as_ref().into()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Running => "running",
        Status::Done => "done",
        Status::Holding => "holding",
        Status::Reading => "reading",
    }
}

/// Everything as plain JSON.
pub(super) fn state(host: &Host) -> JsValue {
    let json = serde_json::to_string(&host.read(|it| it.state()));
    let json = json.expect("plain numbers, texts and lists are always JSON");
    JSON::parse(&json).expect("what serde_json writes is JSON")
}

/// An `Error`.
pub(super) fn error(message: &str) -> JsValue {
    Error::new(message).into()
}
