//! Sharing: the visit as a link or a script, and a link's visit beside the visitor's own.
//!
//! The link is `#v1,…` as `session::link` describes it. What comes with one is only ever played in
//! the simulation and shown as text; it never takes the place of what the visitor did.

mod notice;
mod pack;
mod panel;

pub use notice::notice;
pub use panel::Share;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{
    browser,
    host::{Arrival, Host, SLICE_MS},
};
use crate::session::{
    link::{LinkError, fragment, packed, script},
    script::Playback,
};

/// Events played before the wall's clock is looked at.
const PIECE: u64 = 500;

/// The address of the page with the visit in it; none where the browser cannot pack, or where the
/// visit's beginning is forgotten.
pub(super) async fn link(host: &Host) -> Option<String> {
    let payload = host.read(|it| it.payload(""))?;
    let packed = pack::pack(&payload).await?;
    let address = browser::address()?;
    Some(format!("{address}#{}", fragment(&packed)))
}

/// Opens what an address carries, or a script, as a visit of its own; false if it carries none or
/// if another was opened meanwhile.
///
/// # Errors
/// What is wrong with it; nothing has changed then but the notice.
pub(super) async fn open(host: &Host, address: &str) -> Result<bool, LinkError> {
    let opening = host.begin_arrival();
    let done = play(host, opening, address).await;
    let arrival = match &done {
        Ok(Some(playback)) => Arrival::Opened {
            differs: playback.differs(),
        },
        Ok(None) => Arrival::Nothing,
        Err(error) => Arrival::Failed(error.clone()),
    };
    if !host.arrives(opening) {
        return Ok(false);
    }
    let playback = done.inspect_err(|_| host.arrive(arrival.clone()))?;
    let opened = playback.is_some();
    if let Some(playback) = playback {
        host.show(playback.session());
    }
    host.arrive(arrival);
    Ok(opened)
}

async fn play(host: &Host, opening: u64, address: &str) -> Result<Option<Playback>, LinkError> {
    let text = if address.contains('\n') {
        address.to_owned()
    } else {
        let Some(packed) = packed(address)? else {
            return Ok(None);
        };
        script(pack::unpack(&packed).await.ok_or(LinkError::Packing)?)?
    };
    let mut playback = Playback::new(&text).map_err(LinkError::Script)?;
    loop {
        let deadline = browser::wall_ms() + SLICE_MS;
        while browser::wall_ms() < deadline {
            if playback.go_on(PIECE).map_err(LinkError::Script)? {
                return Ok(Some(playback));
            }
        }
        if !host.arrives(opening) {
            return Ok(None);
        }
        let (done, all) = playback.progress();
        host.arrive(Arrival::Opening(done.0 * 100 / all.0.max(1)));
        browser::pause(0).await;
    }
}

/// Opens what the page's address carries, now and whenever it changes.
pub(super) fn follow_address(host: &Host) {
    let host = host.clone();
    let look = move || {
        let host = host.clone();
        let Some(address) = browser::fragment() else {
            return;
        };
        spawn_local(async move {
            // The notice says what is wrong.
            drop(open(&host, &address).await);
        });
    };
    look();
    let look: Closure<dyn Fn(JsValue, JsValue) -> JsValue> = Closure::new(move |_, _| {
        look();
        JsValue::UNDEFINED
    });
    if let Some(window) = browser::window() {
        let look = look.into_js_value();
        drop(window.add_event_listener_with_callback("hashchange", look.unchecked_ref()));
    }
}

/// Puts a text on the clipboard; false where the browser refuses.
pub(super) async fn copy(text: &str) -> bool {
    let navigator = browser::window().map(|it| JsValue::from(it.navigator()));
    let clipboard = navigator.and_then(|it| js_sys::Reflect::get(&it, &"clipboard".into()).ok());
    let written = clipboard.and_then(|it| browser::call(&it, "writeText", &text.into()));
    match written.and_then(|it| it.dyn_into::<js_sys::Promise>().ok()) {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
