//! Step back, play or pause, step. The button shows what pressing it does.

use yew::prelude::*;

use crate::{
    session::Seek,
    ui::{
        host::{Host, Session},
        icon::{Glyph, icon},
        words::Words,
    },
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

/// The three buttons.
pub(super) fn transport(props: &Props<'_>) -> Html {
    let words = &props.words.bar;
    let toggle = {
        let host = props.host.clone();
        Callback::from(move |_: MouseEvent| host.toggle())
    };
    let step = {
        let host = props.host.clone();
        Callback::from(move |_: MouseEvent| {
            if host.read(Session::past) {
                host.seek(Seek::Forward);
            } else {
                host.step();
            }
        })
    };
    let back = {
        let host = props.host.clone();
        Callback::from(move |_: MouseEvent| host.seek(Seek::Back))
    };
    let (name, glyph) = if props.playing {
        (words.pause, Glyph::Pause)
    } else {
        (words.play, Glyph::Play)
    };
    html! {
        <div class="group">
            <button class="button" aria-label={words.back} title={words.back_title}
                aria-keyshortcuts="," onclick={back}>
                { icon(Glyph::Back) }
            </button>
            <button class="button" data-kind="main" aria-label={name} title={name}
                aria-keyshortcuts="Space" onclick={toggle}>
                { icon(glyph) }
            </button>
            <button class="button" aria-label={words.step} title={words.step_title}
                aria-keyshortcuts="." onclick={step}>
                { icon(Glyph::Step) }
            </button>
        </div>
    }
}
