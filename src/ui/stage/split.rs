//! Cutting links by choosing members: what a line drawn across the stage does, without a pointer.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    force::{foretold, named},
    menu::beside,
    open::{Act, Menu, Open},
};
use crate::session::view::Cluster;

/// The two sides: those not chosen, those chosen.
#[must_use]
pub fn sides(view: &Cluster, chosen: u32) -> Vec<Vec<usize>> {
    let side = |wanted: bool| {
        let members = 0..view.members.len();
        let on_it = members.filter(|nth| (chosen >> nth & 1 == 1) == wanted);
        on_it.collect::<Vec<usize>>()
    };
    let sides = [side(false), side(true)];
    sides.into_iter().filter(|it| !it.is_empty()).collect()
}

/// One member to choose.
fn choice(it: &Menu<'_>, chosen: u32, (nth, name): (usize, &str)) -> Html {
    let bit = 1_u32 << nth;
    let onchange = it.on_act.reform(move |event: Event| {
        let on = event
            .target_dyn_into::<HtmlInputElement>()
            .is_some_and(|it| it.checked());
        let rest = chosen & !bit;
        Act::Open(Open::Split(if on { rest | bit } else { rest }))
    });
    html! {
        <label class="choice">
            <input type="checkbox" checked={chosen & bit != 0} {onchange} />
            { name }
        </label>
    }
}

/// The dialog.
pub fn split(it: &Menu<'_>, view: &Cluster, chosen: u32) -> Html {
    let words = &it.words.stage;
    let sides = sides(view, chosen);
    let possible = sides.len() > 1;
    let line = format!("sim partition {}", named(view, &sides));
    let on_act = it.on_act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if possible {
            on_act.emit(Act::Lines(vec![line.clone()]));
        }
    });
    let names = view.members.iter().map(|it| it.name.as_str()).enumerate();
    let children = html! {
        <div class="split">
            <fieldset>
                <legend>{ words.one_side }</legend>
                { for names.map(|one| choice(it, chosen, one)) }
            </fieldset>
            <div role="status" class="split-preview">
                if possible {
                    { for foretold(view, &sides, it.words).into_iter()
                        .map(|it| html! { <p>{ it }</p> }) }
                } else {
                    <p>{ words.choose_some }</p>
                }
            </div>
            <button type="button" class="button" data-kind="main"
                aria-disabled={(!possible).to_string()} {onclick}>
                { words.do_partition }
            </button>
        </div>
    };
    beside(it, ("dialog", words.cut_links.to_owned()), children)
}
