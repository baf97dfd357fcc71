//! What the page says about a link it was opened with, and the way back to one's own visit.

use yew::prelude::*;

use crate::{
    session::{link::LinkError, script::ScriptError},
    ui::{
        host::{Arrival, Host, Origin},
        words::Words,
    },
};

/// The sentence, and whether it is a complaint.
fn sentence(host: &Host, words: &'static Words) -> Option<(String, bool)> {
    let opened = match host.origin() {
        Origin::Link => words.share.opened,
        Origin::Made => words.rules.made,
        Origin::Found => words.rules.opened,
    };
    let words = &words.share;
    let text = match host.arrival() {
        Arrival::Nothing if host.is_foreign() => opened.to_owned(),
        Arrival::Nothing if host.has_aside() => words.own_shown.to_owned(),
        Arrival::Nothing => return None,
        Arrival::Opening(percent) => (words.opening)(percent),
        Arrival::Opened { differs: false } | Arrival::Made | Arrival::Found => opened.to_owned(),
        Arrival::Opened { differs: true } => return Some((words.differs.to_owned(), true)),
        Arrival::Failed(error) => return Some((complaint(words, &error), true)),
    };
    Some((text, false))
}

fn complaint(words: &crate::ui::words::share::Share, error: &LinkError) -> String {
    match error {
        LinkError::Version(version) => (words.version)(version),
        LinkError::Letters | LinkError::Packing => words.damaged.to_owned(),
        LinkError::TooLong => words.too_much.to_owned(),
        LinkError::Script(ScriptError { line, .. }) => (words.bad_line)(*line),
    }
}

/// The notice; a listener hears of it although it is empty at first.
pub fn notice(host: &Host, words: &'static Words) -> Html {
    let said = sentence(host, words);
    let shown = said.is_some();
    let (text, alarm) = said.unwrap_or_default();
    let button = |label: &'static str, act: fn(&Host)| {
        let host = host.clone();
        let onclick = Callback::from(move |_: MouseEvent| act(&host));
        html! { <button type="button" class="button" {onclick}>{ label }</button> }
    };
    let arriving = matches!(host.arrival(), Arrival::Opening(_));
    let other = match host.origin() {
        Origin::Link => words.share.theirs,
        Origin::Made | Origin::Found => words.rules.other,
    };
    let words = &words.share;
    html! {
        <div class="notice" data-shown={shown.to_string()} data-alarm={alarm.to_string()}>
            <p role="status">{ text }</p>
            if arriving {
                { button(words.stop, |host| _ = host.begin_arrival()) }
            } else if host.has_aside() {
                { button(if host.is_foreign() { words.own } else { other }, Host::swap) }
            }
            if shown && !arriving {
                { button(words.dismiss, Host::dismiss) }
            }
        </div>
    }
}
