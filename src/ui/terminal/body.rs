//! The scrolling part of a shell: welcome, transcript, what it waits for, prompt.
//!
//! It follows the end of the transcript as long as the visitor is there.

use std::{cell::RefCell, rc::Rc};

use web_sys::HtmlElement;
use yew::prelude::*;

use super::{
    desk::Desk,
    find::{ctrl_f, use_find},
    future,
    lines::{self, Lines, Part},
    prompt::Prompt,
    tabs,
    transcript::{self, transcript},
    waiting::{self, waiting_row},
    welcome::{self, welcome},
};
use crate::{
    session::view::{self, ShellKind},
    ui::{
        browser,
        follow::Follow,
        host::{Host, Session},
        words::Words,
    },
};

/// So near to the end counts as at the end, in CSS pixels.
const END_SLACK: i32 = 24;

/// What it shows.
#[derive(Clone, Properties)]
pub(super) struct Props {
    /// The session.
    pub host: Host,
    /// The texts.
    pub words: &'static Words,
    /// The shell.
    pub active: view::Shell,
    /// What is followed.
    pub follow: Follow,
    /// Whether it stands beside the chosen one.
    pub beside: bool,
    /// Whether its output is searched.
    pub finding: bool,
    /// Begins or ends a search.
    pub on_find: Callback<bool>,
    /// Drafts and history.
    pub desk: Rc<RefCell<Desk>>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.host == other.host
            && self.words == other.words
            && self.active == other.active
            && self.beside == other.beside
            && self.finding == other.finding
            && self.follow == other.follow
    }
}

/// The scrolling part.
#[component]
pub(super) fn Body(props: &Props) -> Html {
    let scroller = use_node_ref();
    let at_end = use_mut_ref(|| true);
    let redraw = use_force_update();
    let shell = &props.active;
    {
        let (scroller, at_end) = (scroller.clone(), at_end.clone());
        use_effect(move || {
            if *at_end.borrow() {
                to_end(&scroller);
            }
        });
    }
    let onscroll = {
        let (scroller, at_end) = (scroller.clone(), at_end.clone());
        Callback::from(move |_: Event| {
            at_end.replace(is_at_end(&scroller));
        })
    };
    let on_enter = {
        let at_end = at_end.clone();
        Callback::from(move |()| {
            at_end.replace(true);
        })
    };
    let on_clear = Callback::from(move |()| redraw.force_update());
    let (lines, earlier) = use_lines(props);
    let (find, find_bar) = use_find(props, &lines, &scroller);
    let first_visit = lines.rows.is_empty() && lines.next == 0;
    let (host, words) = (&props.host, props.words);
    let (panel, field) = if props.beside {
        ("shell-panel-2", "command-2")
    } else {
        ("shell-panel", "command")
    };
    html! {
        <>
        { find_bar }
        <div class="shell" role="tabpanel" id={panel} onkeydown={ctrl_f(&props.on_find)}
            aria-labelledby={tabs::tab_id(&shell.name)} ref={scroller} {onscroll}
            onclick={focus_prompt(field)}>
            if first_visit {
                { welcome(&welcome::Props { host, words, shell: &shell.name }) }
            }
            { transcript(&transcript::Props {
                words, shell: &shell.name, go: shell.kind == ShellKind::Go,
                lines: &lines, earlier: &earlier,
                follow: &props.follow, find: &find,
            }) }
            { future::future(host, words, &shell.name) }
            { waiting_row(&waiting::Props { host, words, shell }) }
            <Prompt host={host.clone()} {words} shell={shell.name.clone()} kind={shell.kind}
                state={shell.state} lease={shell.lease.clone()} next_line={lines.next}
                desk={props.desk.clone()} id={field} past={host.read(Session::past)}
                {first_visit} {on_enter} {on_clear} />
        </div>
        </>
    }
}

/// The lines to draw, and the way to ask for more.
#[hook]
fn use_lines(props: &Props) -> (Lines, Callback<()>) {
    let name = &props.active.name;
    // Both belong to one shell; another one begins anew.
    let asked = use_state(|| (String::new(), 0_u64));
    let seen = use_mut_ref(|| (String::new(), u64::MAX));
    let asked_here = if asked.0 == *name { asked.1 } else { 0 };
    if seen.borrow().0 != *name {
        let next = props
            .host
            .read(|it| it.lines(name, 0))
            .last()
            .map_or(0, |it| it.id + 1);
        seen.replace((name.clone(), next));
    }
    let cleared = props.desk.borrow().cleared(name);
    let next = seen.borrow().1;
    let lines = lines::read(
        &props.host,
        name,
        Part {
            next,
            asked: asked_here,
            all: props.finding,
            cleared,
        },
    );
    seen.borrow_mut().1 = lines.next;
    let more = {
        let name = name.clone();
        Callback::from(move |()| asked.set((name.clone(), asked_here + lines::WINDOW)))
    };
    (lines, more)
}

fn is_at_end(scroller: &NodeRef) -> bool {
    scroller
        .cast::<HtmlElement>()
        .is_none_or(|it| it.scroll_height() - it.scroll_top() - it.client_height() <= END_SLACK)
}

fn to_end(scroller: &NodeRef) {
    if browser::window().is_some()
        && let Some(it) = scroller.cast::<HtmlElement>()
    {
        it.set_scroll_top(it.scroll_height());
    }
}

/// A click beside everything else goes to the prompt, unless it selected text.
fn focus_prompt(id: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        let target: web_sys::Element = event.target_unchecked_into();
        let control = target.closest("button, a, textarea, input").ok().flatten();
        if control.is_none() && !browser::something_selected() {
            browser::focus_id(id);
        }
    })
}
