//! Decisions: what members decided lately and why, newest first, as words with numbers.
//!
//! It shows what the world remembers and decides nothing.

mod line;
mod menu;

pub use line::{names, row, said, sentence, source};
pub use menu::{about, lately};

use yew::prelude::*;

use super::{Pane, host::Session};

/// Rows shown; what is older is looked at by going back in time.
const MOST: usize = 200;

/// The instrument.
#[component]
pub fn Decisions(pane: &Pane) -> Html {
    let whose = use_state_eq(|| None::<usize>);
    let words = pane.words;
    let view = pane.host.read(Session::cluster);
    let decisions = pane.host.read(|it| it.decisions(*whose, MOST));
    let choice = |member: Option<usize>, name: &str| {
        let chosen = *whose == member;
        let whose = whose.setter();
        let onclick = Callback::from(move |_: MouseEvent| whose.set(member));
        let mark = member.map_or_else(|| "all".to_owned(), |it| it.to_string());
        html! {
            <button type="button" class="button" data-kind="quiet" data-whose={mark}
                aria-pressed={chosen.to_string()} {onclick}>{ name.to_owned() }</button>
        }
    };
    let members = view.members.iter().enumerate();
    html! {
        <div class="why">
            <div class="why-whose" role="group" aria-label={words.why.whose}>
                { choice(None, words.why.everyone) }
                { for members.map(|(place, it)| choice(Some(place), &it.name)) }
            </div>
            if decisions.is_empty() {
                <p class="hint">{ words.why.none }</p>
            }
            <ol class="why-list" aria-label={words.why.decisions}>
                { for decisions.iter().map(|it| row(it, &view, (&pane.host, words))) }
            </ol>
        </div>
    }
}
