//! The terminal: tabs of shells, an endpoint each, a transcript and a prompt.
//!
//! Session holds shells and transcripts; drafts, history and scrolling live here.

mod aid;
mod body;
mod completing;
mod desk;
mod endpoint;
mod field;
mod find;
mod future;
mod hands;
mod history;
mod lines;
mod listbox;
mod paste;
mod prompt;
mod row;
mod tabs;
mod tools;
mod transcript;
mod waiting;
mod welcome;

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::{
    Pane, browser,
    host::{Action, Session},
    icon::{Glyph, icon},
    words::Words,
};
use crate::session::view;
use body::Body;
use desk::Desk;
use endpoint::endpoint;
pub(super) use tabs::tab_id;
use tabs::{Tab, tabs};
use tools::tools;

/// The terminal's panel.
#[component]
pub fn Terminal(pane: &Pane) -> Html {
    let desk: Rc<RefCell<Desk>> = use_mut_ref(Desk::default);
    // The shell looked at, and one beside it.
    let shown = use_state(|| ("shell 1".to_owned(), None::<String>));
    let finding = use_state_eq(|| false);
    let said = use_state_eq(|| "");
    use_effect_with(pane.host.visit(), first_focus);
    let shells = pane.host.read(Session::shells);
    let named = |name: &String| shells.iter().find(|it| it.name == *name);
    let Some(active) = named(&shown.0).or_else(|| shells.first()) else {
        return Html::default();
    };
    let other = shown.1.as_ref().and_then(named);
    let other = other.filter(|it| it.name != active.name);
    let choose = choose(&shown, active, other);
    let row = tabs::Props {
        tabs: shells.iter().map(|it| Tab::of(it, pane.words)).collect(),
        active: &active.name,
        other: other.map(|it| it.name.as_str()),
        words: pane.words,
        choose: choose.clone(),
        open: choose.reform(opened(pane)),
        close: close(pane),
    };
    let picker = endpoint::Props {
        host: &pane.host,
        shell: &active.name,
        endpoint: &active.endpoint,
        words: pane.words,
    };
    let on_find = {
        let finding = finding.setter();
        Callback::from(move |on: bool| finding.set(on))
    };
    let tool = tools::Props {
        host: &pane.host,
        words: pane.words,
        shell: &active.name,
        split: other.is_some(),
        on_split: split(pane, &shown, &shells, active, other),
        on_find: &on_find,
        said: &said,
    };
    let half = |shell: &view::Shell| {
        let beside = shell.name != active.name;
        html! {
            <div key={shell.name.clone()} class="half" onfocusin={focused(&choose, shell, beside)}>
                if other.is_some() { { half_head(pane, &shown, shell) } }
                <Body host={pane.host.clone()} words={pane.words} active={shell.clone()}
                    follow={pane.follow.clone()} desk={desk.clone()} {beside}
                    finding={*finding && !beside} on_find={on_find.clone()} />
            </div>
        }
    };
    let shows = |it: &&view::Shell| {
        it.name == active.name || other.is_some_and(|other| other.name == it.name)
    };
    html! {
        <section class="panel terminal" aria-label={pane.words.terminal.region}
            data-testid="terminal">
            <div class="panel-head">
                { tabs(&row) }
                { tools(&tool) }
                { endpoint(&picker) }
            </div>
            <div class="halves">{ for shells.iter().filter(shows).map(half) }</div>
        </section>
    }
}

/// The page opens at the prompt; on a phone that would bring its keyboard up, and scroll the stage
/// away. A visit that comes later leaves the focus where it is.
fn first_focus(visit: &u32) {
    if *visit == 0 && !browser::framed() && browser::media("(pointer: fine) and (min-width: 920px)")
    {
        browser::focus_id("command");
    }
}

/// What shows: a shell, and one beside it.
type Shown = UseStateHandle<(String, Option<String>)>;

/// Looks at a shell; one that shows beside stays where it is.
fn choose(shown: &Shown, active: &view::Shell, other: Option<&view::Shell>) -> Callback<String> {
    let (shown, active) = (shown.clone(), active.name.clone());
    let other = other.map(|it| it.name.clone());
    Callback::from(move |name: String| {
        let beside = if other.as_ref() == Some(&name) {
            Some(active.clone())
        } else {
            other.clone()
        };
        shown.set((name, beside));
    })
}

/// Opens a shell and gives its name.
fn opened(pane: &Pane) -> impl Fn(bool) -> String + use<> {
    let host = pane.host.clone();
    move |go| {
        let name = match go {
            true => host.read(Session::free_go_shell_name),
            false => host.read(Session::free_shell_name),
        };
        let opened = name.clone();
        host.apply(match go {
            true => Action::OpenGoShell { name },
            false => Action::OpenShell { name },
        });
        opened
    }
}

/// Puts another shell beside the chosen one, a new one where there is none; or takes it away.
fn split(
    pane: &Pane,
    shown: &Shown,
    shells: &[view::Shell],
    active: &view::Shell,
    other: Option<&view::Shell>,
) -> Callback<()> {
    let (shown, active, splits) = (shown.clone(), active.name.clone(), other.is_some());
    let next = shells.iter().find(|it| it.name != active);
    let next = next.map(|it| it.name.clone());
    let open = opened(pane);
    Callback::from(move |()| {
        let beside = next.clone().filter(|_| !splits);
        let beside = beside.or_else(|| (!splits).then(|| open(false)));
        shown.set((active.clone(), beside));
    })
}

/// A half that takes the focus is looked at.
fn focused(
    choose: &Callback<String>,
    shell: &view::Shell,
    beside: bool,
) -> Option<Callback<FocusEvent>> {
    let name = shell.name.clone();
    beside.then(|| choose.reform(move |_: FocusEvent| name.clone()))
}

/// The head of one of two halves: its shell, and the way to look at the other alone.
fn half_head(pane: &Pane, shown: &Shown, shell: &view::Shell) -> Html {
    let title = shown_title(shell, pane.words);
    let hide = (pane.words.terminal.hide)(&title);
    let (host, name, shown) = (pane.host.clone(), shell.name.clone(), shown.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        let shells = host.read(Session::shells);
        let stays = [Some(shown.0.clone()), shown.1.clone()];
        let stays = stays.into_iter().flatten().find(|it| *it != name);
        let first = || {
            shells
                .first()
                .map_or_else(String::new, |it| it.name.clone())
        };
        shown.set((stays.unwrap_or_else(first), None));
    });
    html! {
        <div class="half-head">
            <b>{ title }</b>
            <span>{ &shell.endpoint }</span>
            <button class="button" data-kind="quiet" data-shape="square"
                aria-label={hide.clone()} title={hide} {onclick}>{ icon(Glyph::Cross) }</button>
        </div>
    }
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
