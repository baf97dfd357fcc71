//! A member's menu: its numbers, and the faults that can be done to it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::beside::{Beside, give_back};
use crate::{
    session::view::{Member, Power},
    ui::words::Words,
};

/// What can be done to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// SIGKILL.
    Kill,
    /// Start it again on its disks.
    Restart,
    /// SIGSTOP.
    Freeze,
    /// SIGCONT.
    Thaw,
    /// Cut all its links.
    Isolate,
    /// Heal all its links.
    Heal,
}

/// The deeds in the order of the menu.
const DEEDS: [Deed; 6] = [
    Deed::Isolate,
    Deed::Heal,
    Deed::Freeze,
    Deed::Thaw,
    Deed::Kill,
    Deed::Restart,
];

impl Deed {
    /// Its name in menu, markup and tests.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Restart => "restart",
            Self::Freeze => "freeze",
            Self::Thaw => "thaw",
            Self::Isolate => "isolate",
            Self::Heal => "heal",
        }
    }

    /// The key that does it to the member in focus.
    fn key(self) -> Option<&'static str> {
        match self {
            Self::Kill => Some("K"),
            Self::Freeze => Some("F"),
            Self::Isolate => Some("I"),
            Self::Restart | Self::Thaw | Self::Heal => None,
        }
    }

    fn label(self, words: &'static Words) -> &'static str {
        match self {
            Self::Kill => words.stage.kill,
            Self::Restart => words.stage.restart,
            Self::Freeze => words.stage.freeze,
            Self::Thaw => words.stage.thaw,
            Self::Isolate => words.stage.isolate,
            Self::Heal => words.stage.heal,
        }
    }

    /// The deed of a key, if that key has one.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let key = key.to_ascii_uppercase();
        DEEDS.into_iter().find(|it| it.key() == Some(key.as_str()))
    }

    /// Why a deed can't be done now, if it can't.
    #[must_use]
    pub fn refused(self, state: Standing, words: &'static Words) -> Option<&'static str> {
        let words = &words.stage;
        let no = |refused: bool, why: &'static str| refused.then_some(why);
        match self {
            Self::Kill => no(state.power == Power::Down, words.not_running),
            Self::Restart => no(state.power != Power::Down, words.is_running),
            Self::Freeze => match state.power {
                Power::Up => None,
                Power::Down => Some(words.not_running),
                Power::Frozen => Some(words.is_frozen),
            },
            Self::Thaw => no(state.power != Power::Frozen, words.not_frozen),
            Self::Isolate => no(state.links == state.cut, words.is_isolated),
            Self::Heal => no(state.cut == 0, words.not_cut),
        }
    }
}

/// How a member stands, as far as its menu needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it runs.
    pub power: Power,
    /// Directions to and from it.
    pub links: usize,
    /// How many of them are cut.
    pub cut: usize,
}

/// A member's menu.
pub struct Props<'a> {
    /// The member.
    pub member: &'a Member,
    /// Its place in the configuration.
    pub nth: usize,
    /// How it stands.
    pub standing: Standing,
    /// The texts.
    pub words: &'static Words,
    /// The drawing that holds the member.
    pub drawing: &'a NodeRef,
    /// Does a deed.
    pub on_deed: Callback<(usize, Deed)>,
    /// Closes the menu.
    pub on_close: Callback<()>,
}

/// The member's numbers.
fn facts(props: &Props<'_>) -> Html {
    let member = props.member;
    let words = &props.words.stage;
    let fact = |name: &'static str, value: String| {
        html! { <><dt>{ name }</dt><dd>{ value }</dd></> }
    };
    html! {
        <>
            <p class="menu-title">
                <strong>{ &member.name }</strong><code>{ member.id.to_string() }</code>
            </p>
            <dl class="menu-facts">
                { fact(words.fact_log, member.last_index.to_string()) }
                { fact(words.fact_commit, member.commit.to_string()) }
                { fact(words.fact_applied, member.applied.to_string()) }
                { fact(words.fact_revision, format!("r{}", member.revision)) }
            </dl>
        </>
    }
}

/// One deed.
fn item(props: &Props<'_>, deed: Deed) -> Html {
    let refused = deed.refused(props.standing, props.words);
    let nth = props.nth;
    let onclick = {
        let (deeds, close) = (props.on_deed.clone(), props.on_close.clone());
        let drawing = props.drawing.clone();
        let possible = refused.is_none();
        Callback::from(move |_: MouseEvent| {
            if possible {
                give_back(&drawing, &object(nth));
                close.emit(());
                deeds.emit((nth, deed));
            }
        })
    };
    html! {
        <button type="button" role="menuitem" tabindex="-1" data-deed={deed.word()}
            aria-disabled={refused.is_some().to_string()} {onclick}>
            <span>{ deed.label(props.words) }</span>
            if let Some(why) = refused {
                <small>{ why }</small>
            } else if let Some(key) = deed.key() {
                <kbd aria-hidden="true">{ key }</kbd>
            }
        </button>
    }
}

/// The selector of a member with its label.
fn object(nth: usize) -> String {
    format!("[data-member=\"{nth}\"]")
}

/// Moves the focus among the items of the menu that an event comes from.
pub fn walk(event: &KeyboardEvent) -> Option<()> {
    let menu = event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest("[role=menu]")
        .ok()??;
    let items = menu.query_selector_all("[role^=menuitem]").ok()?;
    let count = items.length();
    let active = menu.owner_document()?.active_element();
    let at = (0..count).find(|it| {
        items.get(*it).is_some_and(|it| {
            active
                .as_ref()
                .is_some_and(|active| it.is_same_node(Some(active)))
        })
    });
    let next = match event.key().as_str() {
        "ArrowDown" => at.map_or(0, |it| (it + 1) % count),
        "ArrowUp" => at.map_or(count - 1, |it| (it + count - 1) % count),
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    event.prevent_default();
    let item = items.get(next)?.dyn_into::<HtmlElement>().ok()?;
    item.focus().ok()
}

/// The menu.
pub fn node_menu(props: &Props<'_>) -> Html {
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        // Other keys have no meaning here.
        let _ = walk(&event);
    });
    let children = html! {
        <>
            { facts(props) }
            <hr />
            { for DEEDS.into_iter().map(|it| item(props, it)) }
        </>
    };
    html! {
        <Beside key={object(props.nth)} drawing={props.drawing.clone()} object={object(props.nth)}
            others=".member, .wall" role="menu"
            label={(props.words.stage.actions)(&props.member.name)}
            on_close={props.on_close.clone()} {onkeydown} {children} />
    }
}
