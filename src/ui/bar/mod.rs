//! The top bar: health, clock, speed, language and theme. Only what works is shown.

mod choices;
mod clock;
mod health;
mod speed;
mod transport;

use yew::prelude::*;

use super::{
    host::{Host, Session},
    prefs::Prefs,
    words::Words,
};
use choices::Choices;
use clock::VirtualClock;
use health::Health;
use speed::SpeedSlider;
use transport::Transport;

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
    let words = &props.words.bar;
    let health = health::Facts::of(&props.host.read(Session::cluster));
    let clock = props.host.clock();
    html! {
        <header class="bar">
            <h1 class="brand"><Logo />{ "etcdscope" }</h1>
            <Health facts={health} words={props.words} />
            <div class="time" role="toolbar" aria-label={words.time}>
                <VirtualClock host={props.host.clone()} words={props.words} />
                <Transport host={props.host.clone()} playing={clock.playing} words={props.words} />
                <SpeedSlider host={props.host.clone()} {clock} words={props.words} />
            </div>
            <Choices prefs={props.prefs} choose={props.choose.clone()} words={props.words} />
        </header>
    }
}

/// The sign: a clock's face with three members on it.
#[component]
fn Logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="8.6" />
            <path d="M10 10V4.6M10 10l4 2.6" />
            <circle class="dot" cx="10" cy="10" r="2" />
        </svg>
    }
}
