//! The page's menu: the keyboard map, its switch, and a new visit.

use yew::prelude::*;

use super::map;
use crate::ui::{
    browser,
    host::{Host, Session},
    icon::{Glyph, icon},
    prefs::Prefs,
    stage::menu::walk,
    words::Words,
};

/// The id that opens it.
const ID: &str = "menu";

/// What it shows.
pub(super) struct Props<'a> {
    /// The session.
    pub host: &'a Host,
    /// The choices.
    pub prefs: Prefs,
    /// Chooses anew.
    pub choose: &'a Callback<Prefs>,
    /// Whether a reset was asked for once.
    pub asked: &'a UseStateHandle<bool>,
    /// The texts.
    pub words: &'static Words,
}

/// The switch of the single keys.
fn single_keys(props: &Props<'_>) -> Html {
    let words = &props.words.menu;
    let (choose, prefs) = (props.choose.clone(), props.prefs);
    let next = Prefs {
        keys_off: !prefs.keys_off,
        ..prefs
    };
    let onclick = Callback::from(move |_: MouseEvent| choose.emit(next));
    html! {
        <button type="button" role="menuitemcheckbox" tabindex="-1"
            aria-checked={(!prefs.keys_off).to_string()} {onclick}>
            <span>{ words.single_keys }</span>
            <small>{ if prefs.keys_off { words.off } else { words.on } }</small>
        </button>
    }
}

/// What the bar has no room for on a telephone.
fn small_only(props: &Props<'_>) -> Html {
    let (prefs, bar) = (props.prefs, &props.words.bar);
    let item = |label: &'static str, next: Prefs| {
        let choose = props.choose.clone();
        let onclick = Callback::from(move |_: MouseEvent| choose.emit(next));
        html! {
            <button type="button" role="menuitem" tabindex="-1" class="small-only" {onclick}>
                <span>{ label }</span>
            </button>
        }
    };
    let language = Prefs {
        language: prefs.language.other(),
        ..prefs
    };
    let theme = Prefs {
        theme: prefs.theme.other(),
        ..prefs
    };
    html! {
        <>
            { item(bar.language, language) }
            { item(bar.theme, theme) }
        </>
    }
}

/// A new visit; what was typed is asked for once.
fn reset(props: &Props<'_>) -> Html {
    let words = &props.words.menu;
    let asked = props.asked.clone();
    let host = props.host.clone();
    let label = if *asked { words.really } else { words.reset };
    let onclick = Callback::from(move |_: MouseEvent| {
        let typed = !host.read(Session::journal).entries.is_empty();
        if typed && !*asked {
            asked.set(true);
        } else {
            browser::start_anew();
        }
    });
    html! {
        <button type="button" role="menuitem" tabindex="-1" data-act="reset" {onclick}>
            <span>{ label }</span>
        </button>
    }
}

/// A new visit of a cluster of another size; what was typed is asked for once.
fn sizes(props: &Props<'_>) -> Html {
    let words = &props.words.menu;
    let item = |count: usize| {
        let (asked, host) = (props.asked.clone(), props.host.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let typed = !host.read(Session::journal).entries.is_empty();
            if typed && !*asked {
                asked.set(true);
            } else {
                browser::start_with_members(count);
            }
        });
        html! {
            <button type="button" role="menuitem" tabindex="-1" {onclick}
                data-act={format!("members-{count}")}>
                <span>{ (words.members)(count) }</span>
            </button>
        }
    };
    html! { <>{ for [1, 3, 5, 7].map(item) }</> }
}

/// The button and the menu behind it.
pub(super) fn menu(props: &Props<'_>) -> Html {
    let words = &props.words.menu;
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        // Other keys have no meaning here.
        let _ = walk(&event);
    });
    let forget = {
        let asked = props.asked.setter();
        Callback::from(move |_: FocusEvent| asked.set(false))
    };
    html! {
        <>
            <button type="button" class="button" data-kind="quiet" data-shape="square"
                aria-label={words.menu} title={words.menu} aria-haspopup="menu"
                popovertarget={ID} onfocus={forget}>
                { icon(Glyph::Menu) }
            </button>
            <div class="beside menu" id={ID} popover="auto" role="menu" aria-label={words.menu}
                {onkeydown}>
                <button type="button" role="menuitem" tabindex="-1" autofocus={true}
                    aria-keyshortcuts="?" popovertarget={map::ID}>
                    <span>{ words.shortcuts }</span><kbd aria-hidden="true">{ "?" }</kbd>
                </button>
                { single_keys(props) }
                { small_only(props) }
                <a role="menuitem" tabindex="-1" href="./faithful.html" target="_blank">
                    { words.faithful }
                </a>
                <hr />
                { sizes(props) }
                { reset(props) }
            </div>
            { map::map(props.words) }
        </>
    }
}
