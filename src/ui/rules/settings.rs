//! The settings of a cluster: those of this one, and a new one with others.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::{
    session::{Session, script},
    ui::{
        host::{Arrival, Host},
        words::Words,
    },
};

/// A setting: its word in a script, its values with the usual one first, whether etcd 3.5 has it.
type Setting = (&'static str, &'static [&'static str], bool);

/// Those that can be chosen.
pub const SETTINGS: &[Setting] = &[
    ("members", &["3", "1", "5", "7"], true),
    ("pre-vote", &["true", "false"], true),
    ("read-only", &["safe", "lease"], false),
    ("async-storage", &["false", "true"], false),
    ("forward-proposals", &["true", "false"], true),
    ("step-down-on-removal", &["false", "true"], false),
    ("snapshot-count", &["100000", "10000", "100", "10"], true),
    ("kept", &["5000", "100", "10"], true),
];

/// The words of a world, by name.
fn words_of(host: &Host) -> Vec<(String, String)> {
    let text = host.read(|it| script::world(it.world().config(), false));
    let words = text.split_whitespace().filter_map(|it| it.split_once('='));
    words
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The value of a word among others, the last one that is given.
fn value_of<'a>(words: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = words.iter().rev().filter(|(it, _)| it == name);
    found.next().map(|(_, value)| value.as_str())
}

/// One setting.
fn setting(
    it: &Setting,
    chosen: &UseStateHandle<Vec<(String, String)>>,
    own: &[(String, String)],
    words: &'static Words,
) -> Html {
    let (name, values, ours) = *it;
    let now = value_of(chosen, name)
        .or_else(|| value_of(own, name))
        .unwrap_or(values[0])
        .to_owned();
    let chosen = chosen.clone();
    let onchange = Callback::from(move |event: Event| {
        let target = event.target();
        let select = target.and_then(|it| it.dyn_into::<web_sys::HtmlSelectElement>().ok());
        if let Some(select) = select {
            let mut next = (*chosen).clone();
            next.push((name.to_owned(), select.value()));
            chosen.set(next);
        }
    });
    let mut all: Vec<&str> = values.to_vec();
    if !all.contains(&now.as_str()) {
        all.push(&now);
    }
    let option = |it: &str| {
        html! { <option value={it.to_owned()} selected={it == now}>{ it }</option> }
    };
    html! {
        <li key={name}>
            <label for={format!("setting-{name}")}>{ (words.rules.setting)(name) }</label>
            if !ours {
                <small>{ words.rules.newer }</small>
            }
            <select id={format!("setting-{name}")} {onchange}>
                { for all.into_iter().map(option) }
            </select>
        </li>
    }
}

/// Opens a cluster with the words of this one and those that were chosen.
fn open(host: &Host, chosen: &[(String, String)]) {
    let mut all = words_of(host);
    all.retain(|(name, _)| value_of(chosen, name).is_none());
    for (name, _, _) in SETTINGS {
        let value = value_of(chosen, name);
        all.extend(value.map(|it| ((*name).to_owned(), it.to_owned())));
    }
    let words: Vec<String> = all
        .iter()
        .map(|(name, it)| format!("{name}={it}"))
        .collect();
    let config = script::config(&words.join(" "));
    let config = config.expect("the words of a world and of the choices are known");
    host.show(Session::ready(config));
    host.arrive(Arrival::Made);
}

/// The settings and the way to a new cluster.
pub(super) fn settings(
    host: &Host,
    words: &'static Words,
    chosen: &UseStateHandle<Vec<(String, String)>>,
) -> Html {
    let own = words_of(host);
    let (opens, asked) = (host.clone(), chosen.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        open(&opens, &asked);
        asked.set(Vec::new());
    });
    html! {
        <>
            <p>{ words.rules.settings_intro }</p>
            <ul class="setting-list">
                { for SETTINGS.iter().map(|it| setting(it, chosen, &own, words)) }
            </ul>
            <button type="button" class="button" data-kind="main" data-act="open-new"
                popovertarget={super::ID} popovertargetaction="hide" {onclick}>
                { words.rules.open_new }
            </button>
        </>
    }
}
