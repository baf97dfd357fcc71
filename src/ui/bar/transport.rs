//! Play or pause, and step. The button shows what pressing it does.

use yew::prelude::*;

use crate::ui::{
    host::Host,
    icon::{Glyph, icon},
    words::Words,
};

/// What it shows.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// Whether virtual time flows by itself.
    pub playing: bool,
    /// The texts.
    pub words: &'static Words,
}

/// The two buttons.
pub(super) fn transport(props: &Props<'_>) -> Html {
    let words = &props.words.bar;
    let toggle = {
        let host = props.host.clone();
        Callback::from(move |_: MouseEvent| host.toggle())
    };
    let step = {
        let host = props.host.clone();
        Callback::from(move |_: MouseEvent| host.step())
    };
    let (name, glyph) = if props.playing {
        (words.pause, Glyph::Pause)
    } else {
        (words.play, Glyph::Play)
    };
    html! {
        <div class="group">
            <button class="button" data-kind="main" aria-label={name} title={name}
                onclick={toggle}>
                { icon(glyph) }
            </button>
            <button class="button" aria-label={words.step} title={words.step_title}
                onclick={step}>
                { icon(Glyph::Step) }
            </button>
        </div>
    }
}
