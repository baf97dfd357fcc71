//! A popover beside an object of the drawing, joined to it by a hairline.
//!
//! It opens in the browser's top layer, so that no panel cuts it; it is placed once, through
//! CSSOM. Escape, a click elsewhere or leaving with Tab closes it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::ui::geometry::{Rect, Size, menu, number};

/// A popover.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The drawing that holds the object.
    pub drawing: NodeRef,
    /// The object, as a selector inside the drawing.
    pub object: String,
    /// What else it should not cover, as a selector.
    pub others: &'static str,
    /// Its role.
    pub role: &'static str,
    /// Its accessible name.
    pub label: String,
    /// What it holds.
    pub children: Html,
    /// It wants to be closed.
    pub on_close: Callback<()>,
    /// A key was pressed in it.
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
}

/// Where an element is on the screen.
fn rect(element: &Element) -> Rect {
    let it = element.get_bounding_client_rect();
    Rect {
        x: it.x(),
        y: it.y(),
        w: it.width(),
        h: it.height(),
    }
}

/// The size of the window.
fn window_size() -> Option<Size> {
    let window = web_sys::window()?;
    let w = window.inner_width().ok()?.as_f64()?;
    let h = window.inner_height().ok()?.as_f64()?;
    Some(Size::new(w, h))
}

/// Moves an element.
fn set(element: &HtmlElement, place: &[(&str, f64)]) {
    for (name, value) in place {
        drop(
            element
                .style()
                .set_property(name, &format!("{}px", number(*value))),
        );
    }
}

/// Opens and places the popover; the focus goes to its first button.
fn open(popover: &HtmlElement, props: &Props) -> Option<()> {
    let drawing = props.drawing.cast::<Element>()?;
    // Browsers without popovers show the element where it stands.
    if js_sys::Reflect::has(popover, &"showPopover".into()).unwrap_or(false) {
        drop(popover.show_popover());
    }
    let object = rect(&drawing.query_selector(&props.object).ok()??);
    let others = drawing.query_selector_all(props.others).ok()?;
    let others: Vec<Rect> = (0..others.length())
        .filter_map(|it| others.get(it)?.dyn_into::<Element>().ok())
        .map(|it| rect(&it))
        .collect();
    let own = rect(popover);
    let placed = menu::place(object, Size::new(own.w, own.h), window_size()?, &others);
    set(popover, &[("left", placed.at.x), ("top", placed.at.y)]);
    if let Ok(Some(hairline)) = popover.query_selector(".hairline") {
        let it = placed.hairline;
        let place = [
            ("left", it.x),
            ("top", it.y),
            ("width", it.w),
            ("height", it.h),
        ];
        set(hairline.unchecked_ref(), &place);
    }
    let first = popover
        .query_selector("input, button:not([aria-disabled=true])")
        .ok()??;
    drop(first.unchecked_ref::<HtmlElement>().focus());
    Some(())
}

/// Gives the focus back to the object.
pub fn give_back(drawing: &NodeRef, object: &str) {
    let element = drawing
        .cast::<Element>()
        .and_then(|it| it.query_selector(object).ok()?);
    if let Some(element) = element {
        let button = element
            .closest("[role=button]")
            .ok()
            .flatten()
            .unwrap_or(element);
        drop(button.unchecked_ref::<web_sys::SvgElement>().focus());
    }
}

/// The popover.
#[component]
pub fn Beside(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let props = props.clone();
        let node = node.clone();
        use_effect_with(props.object.clone(), move |_| {
            if let Some(popover) = node.cast::<HtmlElement>() {
                open(&popover, &props);
            }
        });
    }
    let onfocusout = {
        let (node, on_close) = (node.clone(), props.on_close.clone());
        Callback::from(move |event: FocusEvent| {
            let next = event
                .related_target()
                .and_then(|it| it.dyn_into::<web_sys::Node>().ok());
            let popover = node.cast::<web_sys::Node>();
            if popover.is_some_and(|it| !it.contains(next.as_ref())) {
                on_close.emit(());
            }
        })
    };
    // A press must not take the focus from where it is: the menu would close before the click.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let onkeydown = {
        let (drawing, object) = (props.drawing.clone(), props.object.clone());
        let (on_close, on_key) = (props.on_close.clone(), props.onkeydown.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                give_back(&drawing, &object);
                on_close.emit(());
            } else {
                on_key.emit(event);
            }
        })
    };
    html! {
        <div class="beside" popover="manual" ref={node} role={props.role}
            aria-label={props.label.clone()} {onfocusout} {onmousedown} {onkeydown}>
            <span class="hairline" aria-hidden="true" />
            { props.children.clone() }
        </div>
    }
}
