//! The top bar: health, clock, speed, jumps, share, language, theme, menu. Only what works
//! is shown.

mod choices;
mod clock;
mod health;
mod jumps;
pub mod map;
mod menu;
mod speed;
mod transport;

use yew::prelude::*;

use super::{
    host::{Host, Session},
    prefs::Prefs,
    share::Share,
    words::Words,
};
use choices::choices;
use clock::VirtualClock;
use health::{Facts, health};
use jumps::jumps;
use menu::menu;
use speed::speed_slider;
use transport::transport;

/// What the bar is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub host: Host,
    /// The texts.
    pub words: &'static Words,
    /// The visitor's choices.
    pub prefs: Prefs,
    /// Chooses anew.
    pub choose: Callback<Prefs>,
}

/// The top bar.
#[component]
pub fn Bar(props: &Props) -> Html {
    let cluster = props.host.read(Session::cluster);
    let facts = Facts::of(&cluster);
    let asked = use_state_eq(|| false);
    let (host, words) = (&props.host, props.words);
    let clock = host.clock();
    let playing = clock.playing;
    let (prefs, choose) = (props.prefs, &props.choose);
    html! {
        <header class="bar">
            <h1 class="brand">{ logo() }{ "etcdscope" }</h1>
            { health(&health::Props { facts, words }) }
            <div class="time" role="toolbar" aria-label={words.bar.time}>
                <VirtualClock host={host.clone()} {words} />
                { transport(&transport::Props { host, playing, words }) }
                { speed_slider(&speed::Props { host, clock, words }) }
                { jumps(host, &cluster, words) }
            </div>
            <Share host={host.clone()} {words} />
            { choices(&choices::Props { prefs, choose, words }) }
            { menu(&menu::Props { host, prefs, choose, asked: &asked, words }) }
        </header>
    }
}

/// The sign: a clock's face with three members on it.
fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="8.6" />
            <path d="M10 10V4.6M10 10l4 2.6" />
            <circle class="dot" cx="10" cy="10" r="2" />
        </svg>
    }
}
