//! One step: its mark and title; where it shows, prose, Go calls and lines to run.

use yew::prelude::*;

use super::{Act, chip::chip, panel::Props, prose};
use crate::{
    session::lesson::{Step, Story as Lesson},
    ui::icon::{Glyph, icon},
};

/// A step by its place.
pub(super) fn step(props: &Props, lesson: &Lesson<'static>, place: usize) -> Html {
    let words = &props.words.story;
    let it = &lesson.steps[place];
    let shown = place == props.seen.shown;
    let done = props.seen.done.get(place) == Some(&true);
    let state = match (done, shown) {
        (true, _) => "done",
        (false, true) => "current",
        (false, false) => "later",
    };
    html! {
        <li key={place} data-state={state} data-testid={format!("step-{}", place + 1)}
            aria-current={shown.then_some("step")}>
            <h3>
                <button id={format!("step-{}", place + 1)} aria-expanded={shown.to_string()}
                    onclick={props.press(Act::Show(place))}>
                    if done {
                        <i class="mark" role="img" aria-label={words.done}>
                            { icon(Glyph::Check) }
                        </i>
                    } else {
                        <i class="mark">{ place + 1 }</i>
                    }
                    <span>{ (words.text)(&it.title) }</span>
                </button>
            </h3>
            if shown {
                { body(props, it) }
            }
        </li>
    }
}

/// What a step says and offers.
fn body(props: &Props, step: &Step<'static>) -> Html {
    let words = &props.words.story;
    let chips = step.lines.iter().enumerate();
    let says = step.says.iter().map(words.text);
    html! {
        <>
            { for says.map(|text| html! { <p>{ prose::prose(text) }</p> }) }
            if !step.go.is_empty() {
                <div class="go" role="group" aria-label={words.go}>
                    <span aria-hidden="true">{ words.go }</span>
                    { for step.go.iter().map(|call| html! { <code>{ prose::call(call) }</code> }) }
                </div>
            }
            <ul class="chips">
                { for chips.map(|(number, line)| chip(props, line, number)) }
            </ul>
        </>
    }
}
