//! Packing and unpacking by the browser's own deflate. It must not know what is packed.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::ui::browser::call;

/// Packs bytes as raw deflate; none where the browser cannot.
pub(super) async fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    through("CompressionStream", bytes).await
}

/// Unpacks raw deflate; none if it is damaged.
pub(super) async fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    through("DecompressionStream", bytes).await
}

/// `new Response(new Blob([bytes]).stream().pipeThrough(new Way("deflate-raw"))).arrayBuffer()`.
async fn through(way: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let stream = call(&new("Blob", &parts)?, "stream", &JsValue::UNDEFINED)?;
    let piped = call(&stream, "pipeThrough", &new(way, &"deflate-raw".into())?)?;
    let whole = call(
        &new("Response", &piped)?,
        "arrayBuffer",
        &JsValue::UNDEFINED,
    )?;
    let whole = JsFuture::from(whole.dyn_into::<Promise>().ok()?)
        .await
        .ok()?;
    Some(Uint8Array::new(&whole).to_vec())
}

/// An object of one of the window's classes.
fn new(class: &str, argument: &JsValue) -> Option<JsValue> {
    let class = Reflect::get(&js_sys::global(), &class.into()).ok()?;
    let class = class.dyn_into::<Function>().ok()?;
    Reflect::construct(&class, &Array::of1(argument)).ok()
}
