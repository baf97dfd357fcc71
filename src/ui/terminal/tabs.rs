//! The tabs of the shells: a dot tells whether one holds, waits or is at its prompt.

use yew::prelude::*;

use crate::{
    session::view::{Shell, ShellState},
    ui::{
        browser,
        icon::{Glyph, icon},
        words::Words,
    },
};

/// One tab.
pub(super) struct Tab {
    name: String,
    title: String,
    state: ShellState,
}

impl Tab {
    /// The tab of a shell.
    pub(super) fn of(shell: &Shell, words: &Words) -> Self {
        let title = super::shown_title(shell, words);
        Self {
            name: shell.name.clone(),
            title,
            state: shell.state,
        }
    }

    fn state_word(&self) -> &'static str {
        match self.state {
            ShellState::Idle => "idle",
            ShellState::Running => "running",
            ShellState::Holding => "holding",
            ShellState::Reading => "reading",
        }
    }
}

/// What the row of tabs is given.
pub(super) struct Props<'a> {
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// The name of the one that shows.
    pub active: &'a str,
    /// The name of the one that shows beside it.
    pub other: Option<&'a str>,
    /// The texts.
    pub words: &'static Words,
    /// Chooses a shell.
    pub choose: Callback<String>,
    /// Opens a shell; for lines of Go, if so.
    pub open: Callback<bool>,
    /// Closes a shell.
    pub close: Callback<String>,
}

/// The row of tabs, then the buttons that open and close.
pub(super) fn tabs(props: &Props<'_>) -> Html {
    let words = &props.words.terminal;
    let open = props.open.reform(|_: MouseEvent| false);
    let open_go = props.open.reform(|_: MouseEvent| true);
    let active = props.tabs.iter().find(|it| it.name == props.active);
    let closable = props.tabs.len() > 1;
    html! {
        <>
            <div class="tabs" role="tablist" aria-label={words.shells}
                onkeydown={walk(props)}>
                { for props.tabs.iter().map(|it| one(props, it)) }
            </div>
            <button class="button" data-kind="quiet" data-shape="square"
                aria-label={words.new_shell} title={words.new_shell} onclick={open}>
                { icon(Glyph::Plus) }
            </button>
            <button class="button" data-kind="quiet" aria-label={words.new_go_shell}
                title={words.new_go_shell} onclick={open_go}>{ "Go" }</button>
            if let (true, Some(active)) = (closable, active) {
                { close(props, active) }
            }
            <span class="grow" />
        </>
    }
}

/// One tab.
fn one(props: &Props<'_>, tab: &Tab) -> Html {
    let selected = tab.name == props.active;
    let choose = {
        let (choose, name) = (props.choose.clone(), tab.name.clone());
        Callback::from(move |_: MouseEvent| choose.emit(name.clone()))
    };
    html! {
        <button key={tab.name.clone()} class="tab" role="tab" id={tab_id(&tab.name)}
            aria-selected={selected.to_string()} aria-controls="shell-panel"
            data-shown={(props.other == Some(tab.name.as_str())).then_some("true")}
            tabindex={if selected { "0" } else { "-1" }}
            data-testid={format!("shell-{}", tab.name)} onclick={choose}>
            if tab.state == ShellState::Holding {
                { icon(Glyph::Eye) }
            }
            <span class="tab-title">{ &tab.title }</span>
            <i class="dot" data-state={tab.state_word()} />
        </button>
    }
}

/// A tab's id: spaces don't fit into one.
pub(in crate::ui) fn tab_id(name: &str) -> String {
    format!("tab-{}", name.replace(' ', "-"))
}

/// The arrow keys choose the neighbour and take the focus along.
fn walk(props: &Props<'_>) -> Callback<KeyboardEvent> {
    let names: Vec<String> = props.tabs.iter().map(|it| it.name.clone()).collect();
    let (active, choose) = (props.active.to_owned(), props.choose.clone());
    Callback::from(move |event: KeyboardEvent| {
        let Some(at) = names.iter().position(|it| *it == active) else {
            return;
        };
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % names.len(),
            "ArrowLeft" => (at + names.len() - 1) % names.len(),
            "Home" => 0,
            "End" => names.len() - 1,
            _ => return,
        };
        event.prevent_default();
        choose.emit(names[next].clone());
        browser::focus_id(&tab_id(&names[next]));
    })
}

/// Closes the shell that shows.
fn close(props: &Props<'_>, tab: &Tab) -> Html {
    let name = (props.words.terminal.close)(&tab.title);
    let close = {
        let (close, shell) = (props.close.clone(), tab.name.clone());
        Callback::from(move |_: MouseEvent| close.emit(shell.clone()))
    };
    html! {
        <button class="button" data-kind="quiet" data-shape="square" aria-label={name.clone()}
            title={name} onclick={close}>
            { icon(Glyph::Cross) }
        </button>
    }
}
