//! The virtual clock: seconds, with the microseconds dimmed. It is written once per frame.

use yew::prelude::*;

use crate::{
    ui::{browser, host::Host, motion::use_motion, words::Words},
    units::Micros,
};

/// What it shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The session.
    pub host: Host,
    /// The texts.
    pub words: &'static Words,
}

/// Seconds and milliseconds, then the microseconds.
fn digits(now: Micros) -> (String, String) {
    let (seconds, micros) = (now.as_secs(), now.0 % 1_000_000);
    (
        format!("{seconds}.{:03}", micros / 1_000),
        format!("{:03}", micros % 1_000),
    )
}

/// The virtual clock.
#[component]
pub(super) fn VirtualClock(props: &Props) -> Html {
    let (coarse, fine) = (use_node_ref(), use_node_ref());
    // The first text is the drawn one; later ones are written past the drawing, which never
    // changes and so never writes over them.
    let first = use_memo((), |()| digits(props.host.now()));
    {
        let (coarse, fine) = (coarse.clone(), fine.clone());
        use_motion(&props.host, move |frame| {
            if !frame.texts {
                return;
            }
            let (seconds, micros) = digits(frame.now);
            browser::set_text(&coarse, &seconds);
            browser::set_text(&fine, &micros);
        });
    }
    html! {
        <output class="clock" aria-label={props.words.bar.clock} aria-live="off"
            data-testid="clock">
            <span ref={coarse}>{ first.0.clone() }</span>
            <i ref={fine}>{ first.1.clone() }</i>
            <abbr>{ props.words.bar.seconds }</abbr>
        </output>
    }
}
