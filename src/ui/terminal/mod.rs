//! The terminal: tabs of shells, an endpoint each, a transcript and a prompt.
//!
//! Session holds shells and transcripts; drafts, history and scrolling live here.

mod aid;
mod body;
mod completing;
mod desk;
mod endpoint;
mod field;
mod hands;
mod history;
mod lines;
mod listbox;
mod paste;
mod prompt;
mod row;
mod tabs;
mod transcript;
mod waiting;
mod welcome;

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::{
    Pane,
    host::{Action, Session},
    words::Words,
};
use crate::session::view;
use body::Body;
use desk::Desk;
use endpoint::endpoint;
use tabs::{Tab, tabs};

/// The terminal's panel.
#[component]
pub fn Terminal(pane: &Pane) -> Html {
    let desk: Rc<RefCell<Desk>> = use_mut_ref(Desk::default);
    let chosen = use_state(|| "shell 1".to_owned());
    let shells = pane.host.read(Session::shells);
    let found = shells
        .iter()
        .find(|it| it.name == *chosen)
        .or_else(|| shells.first());
    let Some(active) = found.cloned() else {
        return Html::default();
    };
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |name: String| chosen.set(name))
    };
    let row = tabs::Props {
        tabs: shells.iter().map(|it| Tab::of(it, pane.words)).collect(),
        active: &active.name,
        words: pane.words,
        choose,
        open: open(pane, &chosen),
        close: close(pane),
    };
    let picker = endpoint::Props {
        host: &pane.host,
        shell: &active.name,
        endpoint: &active.endpoint,
        words: pane.words,
    };
    html! {
        <section class="panel terminal" aria-label={pane.words.terminal.region}
            data-testid="terminal">
            <div class="panel-head">
                { tabs(&row) }
                { endpoint(&picker) }
            </div>
            <Body host={pane.host.clone()} words={pane.words} active={active.clone()}
                follow={pane.follow.clone()} {desk} />
        </section>
    }
}

/// Opens a shell and chooses it.
fn open(pane: &Pane, chosen: &UseStateHandle<String>) -> Callback<()> {
    let (host, chosen) = (pane.host.clone(), chosen.clone());
    Callback::from(move |()| {
        let name = host.read(Session::free_shell_name);
        host.apply(Action::OpenShell { name: name.clone() });
        chosen.set(name);
    })
}

/// Closes a shell.
fn close(pane: &Pane) -> Callback<String> {
    let host = pane.host.clone();
    Callback::from(move |name: String| host.apply(Action::CloseShell { name }))
}

/// A shell's name in the page's language: `shell 2` is `终端 2`.
fn shown_name(name: &str, words: &Words) -> String {
    match name.strip_prefix("shell ") {
        Some(number) => (words.terminal.shell)(number),
        None => name.to_owned(),
    }
}

/// A shell's title in the page's language.
fn shown_title(shell: &view::Shell, words: &Words) -> String {
    if shell.title == shell.name || shell.title.is_empty() {
        shown_name(&shell.name, words)
    } else {
        shell.title.clone()
    }
}
