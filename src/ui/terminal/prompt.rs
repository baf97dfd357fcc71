//! The prompt: an uncontrolled textarea of one row that grows, and what helps beside it.
//!
//! The browser owns its text; nothing here writes into it while an input method composes.

use std::{cell::RefCell, rc::Rc};

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{
    aid::Aid,
    desk::Desk,
    field::Field,
    hands::Hands,
    listbox::{self, listbox},
    paste::{self, paste},
};
use crate::{
    session::view::{ShellKind, ShellState},
    ui::{
        browser,
        host::Host,
        icon::{Glyph, icon},
        words::Words,
    },
};

/// What it is given.
#[derive(Clone, Properties)]
pub(super) struct Props {
    /// The session.
    pub host: Host,
    /// The texts.
    pub words: &'static Words,
    /// The shell.
    pub shell: String,
    /// What its lines are.
    pub kind: ShellKind,
    /// What it is doing.
    pub state: ShellState,
    /// The lease it was granted last.
    pub lease: Option<String>,
    /// The id its next line will have at least.
    pub next_line: u64,
    /// Drafts and history.
    pub desk: Rc<RefCell<Desk>>,
    /// The field's id.
    pub id: &'static str,
    /// Whether the page shows the past: then what is entered begins a branch.
    pub past: bool,
    /// Whether Enter alone runs the line offered.
    pub first_visit: bool,
    /// Something was entered.
    pub on_enter: Callback<()>,
    /// Lines were put aside.
    pub on_clear: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.shell == other.shell
            && self.words == other.words
            && self.state == other.state
            && self.lease == other.lease
            && self.next_line == other.next_line
            && self.id == other.id
            && self.past == other.past
            && self.first_visit == other.first_visit
    }
}

/// The prompt of the shell that shows.
#[component]
pub(super) fn Prompt(props: &Props) -> Html {
    let hands = Hands {
        props: props.clone(),
        field: Field(use_node_ref()),
        aid: use_mut_ref(Aid::default),
        redraw: use_force_update(),
    };
    let list = use_node_ref();
    {
        let (hands, pasted) = (
            hands.clone(),
            props.desk.borrow().paste(&props.shell).is_some(),
        );
        use_effect_with((props.shell.clone(), pasted), move |(shell, pasted)| {
            hands.aid.take();
            hands
                .field
                .write(&hands.props.desk.borrow().draft(shell), "");
            if *pasted {
                browser::focus_id(paste::RUN_ID);
            }
        });
    }
    use_nameless_events(&hands);
    use_place(&hands, &list);
    let sign = match props.state {
        ShellState::Idle if props.kind == ShellKind::Go => "go>",
        ShellState::Idle => "$",
        ShellState::Running | ShellState::Holding | ShellState::Reading => ">",
    };
    html! {
        <>
            { search(&hands) }
            { pasted(&hands) }
            <div class="prompt" data-state={if sign == ">" { "busy" } else { "idle" }}>
                <i class="prompt-sign" aria-hidden="true">{ sign }</i>
                <div class="prompt-field">
                    { ghost(&hands) }
                    { field(&hands) }
                </div>
                { lease(&hands) }
                { fork(&hands) }
            </div>
            { completions(&hands, &list) }
        </>
    }
}

/// The textarea, with what it says of the list.
fn field(hands: &Hands) -> Html {
    let aid = hands.aid.borrow();
    let chosen = aid.popup.as_ref().map(|it| listbox::pick_id(it.at));
    let list = chosen.is_some().then_some("completions");
    html! {
        <textarea id={hands.props.id} ref={hands.field.0.clone()} rows="1"
            aria-label={hands.props.words.terminal.command} aria-autocomplete="list"
            aria-controls={list} aria-activedescendant={chosen}
            autocomplete="off" autocapitalize="off" spellcheck="false"
            data-gramm="false" enterkeyhint="go"
            onkeydown={hands.on(Hands::key)} oninput={hands.on(Hands::input)}
            onpaste={hands.on(Hands::paste)} onblur={hands.on(Hands::blur)} />
    }
}

/// What the chosen completion would add, behind what is typed.
fn ghost(hands: &Hands) -> Html {
    let aid = hands.aid.borrow();
    let Some(popup) = aid.popup.as_ref().filter(|it| !it.ghost().is_empty()) else {
        return Html::default();
    };
    html! {
        <div class="ghost" aria-hidden="true">
            <span>{ popup.line() }</span>{ popup.ghost() }
        </div>
    }
}

/// The completions, and how many there are for those who hear the page.
fn completions(hands: &Hands, list: &NodeRef) -> Html {
    let aid = hands.aid.borrow();
    let words = hands.props.words;
    let count = aid.popup.as_ref().map(|it| it.picks.len());
    let take = {
        let hands = hands.clone();
        Callback::from(move |at: usize| hands.take_pick(Some(at)))
    };
    html! {
        <>
            <span class="heard" role="status">
                { count.map(|it| (words.terminal.completions_count)(it)) }
            </span>
            if let Some(popup) = &aid.popup {
                { listbox(popup, words, list, &take) }
            }
        </>
    }
}

/// The search through the history, as readline shows it.
fn search(hands: &Hands) -> Html {
    let aid = hands.aid.borrow();
    let Some(search) = &aid.search else {
        return Html::default();
    };
    let desk = hands.props.desk.borrow();
    let failed = if search.failed() { "failed " } else { "" };
    html! {
        <div class="row search" role="status" lang="en">
            { format!("({failed}reverse-i-search)`{}': ", search.text) }
            <b>{ search.line(&desk.history).map(str::to_owned) }</b>
        </div>
    }
}

/// Pasted lines that wait for a yes.
fn pasted(hands: &Hands) -> Html {
    let desk = hands.props.desk.borrow();
    let Some(text) = desk.paste(&hands.props.shell) else {
        return Html::default();
    };
    let cancel = hands.clone();
    paste(&paste::Props {
        text,
        words: hands.props.words,
        run: hands.on(Hands::run_paste),
        edit: hands.on(Hands::edit_paste),
        cancel: Callback::from(move |()| cancel.cancel_paste()),
    })
}

/// Puts the last lease's id at the caret.
fn lease(hands: &Hands) -> Html {
    let Some(id) = hands.props.lease.clone() else {
        return Html::default();
    };
    let id = match hands.props.kind {
        ShellKind::Go => format!("0x{id}"),
        ShellKind::Etcdctl => id,
    };
    let name = (hands.props.words.terminal.insert_lease)(&id);
    let insert = {
        let (hands, id) = (hands.clone(), id.clone());
        Callback::from(move |_: MouseEvent| hands.insert(&id))
    };
    html! {
        <button class="button lease" data-kind="small" aria-label={name.clone()} title={name}
            onclick={insert}>{ "$LEASE " }<i>{ id }</i></button>
    }
}

/// In the past: what Enter does, as a button.
fn fork(hands: &Hands) -> Html {
    if !hands.props.past {
        return Html::default();
    }
    html! {
        <button class="button" data-kind="main" onclick={hands.on(Hands::run)}>
            { icon(Glyph::Fork) }{ hands.props.words.terminal.fork_and_run }
            <kbd aria-hidden="true">{ "Enter" }</kbd>
        </button>
    }
}

/// Puts the list where its word is, after each drawing.
#[hook]
fn use_place(hands: &Hands, list: &NodeRef) {
    let (hands, list) = (hands.clone(), list.clone());
    use_effect(move || {
        if let Some(popup) = &hands.aid.borrow().popup {
            listbox::place(&list, &hands.field.0, popup.column());
        }
    });
}

/// Yew has no names for these events, so they are listened to by hand.
#[hook]
fn use_nameless_events(hands: &Hands) {
    let hands = hands.clone();
    use_effect(move || {
        let field = hands.field.0.cast::<web_sys::HtmlElement>();
        let listeners = field.map(|field| {
            let (composed, put_in) = (hands.clone(), hands);
            let options = EventListenerOptions::enable_prevent_default();
            (
                EventListener::new(&field, "compositionend", move |_| composed.composed()),
                EventListener::new_with_options(&field, "beforeinput", options, move |event| {
                    put_in.before_input(event.unchecked_ref());
                }),
            )
        });
        move || drop(listeners)
    });
}
