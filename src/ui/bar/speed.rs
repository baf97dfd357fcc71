//! The speed's slider, and whether time slows from Enter until the answer.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ui::{
    host::{Clock, Host, Speed},
    words::Words,
};

/// What it shows.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// The clock's settings.
    pub clock: Clock,
    /// The texts.
    pub words: &'static Words,
}

/// The slider with its reading.
pub(super) fn speed_slider(props: &Props<'_>) -> Html {
    let words = &props.words.bar;
    let speed = props.clock.speed;
    let change = {
        let host = props.host.clone();
        Callback::from(move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            let stop = slider.value().parse().unwrap_or(0);
            host.set_clock(|clock| clock.speed = Speed::of_stop(stop));
        })
    };
    html! {
        <div class="speed">
            <input type="range" min="0" max={Speed::LAST_STOP.to_string()} step="1"
                aria-label={words.speed} aria-valuetext={speed.label()}
                value={speed.stop().to_string()} oninput={change} />
            <div class="reading" data-slowed={props.clock.slowed.is_some().to_string()}>
                <b data-testid="speed">{ reading(props) }</b>
                { slowing(props) }
            </div>
        </div>
    }
}

/// The speed as it is now.
fn reading(props: &Props<'_>) -> String {
    if props.clock.fast() {
        return props.words.bar.ahead.to_owned();
    }
    props.clock.rate().label()
}

/// The switch: one click to "always 1×" and back.
fn slowing(props: &Props<'_>) -> Html {
    let words = &props.words.bar;
    let host = props.host.clone();
    let toggle = Callback::from(move |_: MouseEvent| {
        host.set_clock(|clock| {
            clock.slows = !clock.slows;
            clock.slowed = None;
        });
    });
    let slows = props.clock.slows;
    let slowed = props.clock.slowed.is_some();
    let text = match (slows, slowed) {
        (true, true) => (words.always)(&props.clock.speed.label()),
        (true, false) => words.slows.to_owned(),
        (false, _) => words.never_slows.to_owned(),
    };
    html! {
        <button class="slowing" aria-pressed={slows.to_string()} title={words.slowing_title}
            onclick={toggle}>
            if slowed {
                <span class="until">{ words.until_answer }{ " · " }</span>
            }
            { text }
        </button>
    }
}
