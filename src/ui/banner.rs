//! What stands over the page while it shows the past: which moment, and the ways on and back.

use yew::prelude::*;

use super::{
    figures::moment,
    host::{Action, Host, Offer, Session},
    icon::{Glyph, icon},
    words::Words,
};
use crate::{
    session::{Seek, words::spelled},
    units::Micros,
};

/// A moment to a tenth of a millisecond: `15.6995`.
pub(super) fn fine(at: Micros) -> String {
    format!("{}{}", moment(at), at.0 / 100 % 10)
}

/// The moment shown, told politely while one moves by hand.
fn told(host: &Host, words: &'static Words) -> Html {
    let (at, end) = (host.now(), host.read(Session::end));
    let branch = host.read(|it| it.branch().to_owned());
    let words = &words.banner;
    html! {
        <>
            <b>{ (words.viewing)(&fine(at)) }</b>
            <span>{ (words.before_now)(&fine(end.since(at)), &branch) }</span>
        </>
    }
}

/// What was asked for, in the words that do it.
fn offered(host: &Host, offer: &Offer) -> String {
    match offer {
        Offer::Lines { lines, .. } => lines.join("; "),
        Offer::Act(Action::Fault(fault)) => {
            let members = host.read(Session::cluster).members;
            let names: Vec<String> = members.into_iter().map(|it| it.name).collect();
            spelled(fault, &names)
        }
        Offer::Act(Action::Submit { line, .. }) => line.clone(),
        Offer::Act(_) => String::new(),
    }
}

/// The way on: what was asked for here, or a bare fork.
fn fork(host: &Host, words: &'static Words) -> Html {
    let words = &words.banner;
    let forks = host.clone();
    if let Some(offer) = host.offer() {
        let take = Callback::from(move |_: MouseEvent| forks.take_offer());
        return html! {
            <button type="button" class="button" data-kind="main" key="offer"
                id="offer" onclick={take}>
                { icon(Glyph::Fork) }{ (words.fork_and_run)(&offered(host, &offer)) }
                <kbd aria-hidden="true">{ "Enter" }</kbd>
            </button>
        };
    }
    let fork = Callback::from(move |_: MouseEvent| forks.fork());
    html! {
        <button type="button" class="button" data-kind="main" key="fork" onclick={fork}>
            { icon(Glyph::Fork) }{ words.fork }
        </button>
    }
}

/// The banner; a listener hears of it although it is empty at first.
pub fn banner(host: &Host, words: &'static Words) -> Html {
    let past = host.read(Session::past);
    let live = if host.clock().flows() {
        "off"
    } else {
        "polite"
    };
    let back = {
        let host = host.clone();
        Callback::from(move |_: MouseEvent| host.seek(Seek::Now))
    };
    html! {
        <div class="banner" data-past={past.to_string()}>
            <p role="status" aria-live={live}>
                if past {
                    { icon(Glyph::Clock) }
                    { told(host, words) }
                }
            </p>
            if past {
                { fork(host, words) }
                <button type="button" class="button" key="back" onclick={back}>
                    { words.banner.back }<kbd aria-hidden="true">{ "Esc" }</kbd>
                </button>
            }
        </div>
    }
}
