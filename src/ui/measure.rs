//! How large an element is: the one place where instruments read layout.
//!
//! A `ResizeObserver` tells; nothing is read in a frame. Where there is no browser the answer is
//! the size given, so that components render natively.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::geometry::Size;

/// The size of the element behind `node`, `before` until it is measured.
#[hook]
pub fn use_size(node: &NodeRef, before: Size) -> Size {
    let size = use_state_eq(|| before);
    {
        let size = size.setter();
        use_effect_with(node.clone(), move |node| {
            let watched = node
                .cast::<web_sys::Element>()
                .and_then(|it| watch(&it, size));
            move || {
                if let Some((observer, callback)) = watched {
                    observer.disconnect();
                    drop(callback);
                }
            }
        });
    }
    *size
}

/// What the observer calls.
type OnResize = Closure<dyn FnMut(js_sys::Array)>;

/// Starts to watch an element.
fn watch(
    element: &web_sys::Element,
    size: UseStateSetter<Size>,
) -> Option<(web_sys::ResizeObserver, OnResize)> {
    let callback = OnResize::new(move |entries: js_sys::Array| {
        let last = entries.get(entries.length().saturating_sub(1));
        if let Ok(entry) = last.dyn_into::<web_sys::ResizeObserverEntry>() {
            let rect = entry.content_rect();
            size.set(Size::new(rect.width(), rect.height()));
        }
    });
    let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some((observer, callback))
}
