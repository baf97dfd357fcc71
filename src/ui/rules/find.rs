//! Find a story: a search beside the page, its progress, and what it found.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    raft::Rules as Known,
    ui::{
        browser,
        host::{Arrival, Host},
        share,
        words::Words,
        work::{Found, Order, Progress, Told},
    },
};

/// The faults that can be chosen besides all and none, as `fuzz --faults` names them.
const FAULTS: &[&str] = &[
    "all",
    "none",
    "kill,kill-all",
    "isolate,partition,cut",
    "loss,delay",
    "freeze",
    "message",
];

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    rule: String,
    members: u32,
    faults: String,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            rule: "check-log-match".to_owned(),
            members: 3,
            faults: "all".to_owned(),
        }
    }
}

impl Choice {
    /// The order; each search begins with other worlds.
    #[must_use]
    pub(super) fn order(&self, first: u64) -> Order {
        Order::Search {
            first,
            members: self.members,
            rule: self.rule.clone(),
            faults: self.faults.clone(),
        }
    }
}

/// What is known of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Hunt {
    /// Wall time when it began; none while none is under way.
    pub(super) since: Option<f64>,
    /// How far it is, and its events a second.
    pub(super) progress: (Progress, u64),
    /// How it ended.
    pub(super) end: Option<Told>,
}

impl Hunt {
    /// A search that begins now.
    #[must_use]
    pub(super) fn begun() -> Self {
        Self {
            since: Some(browser::wall_ms()),
            ..Self::default()
        }
    }

    /// The same after what the worker told.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a rate to be read"
    )]
    pub(super) fn heard(&self, told: Told) -> Self {
        let mut next = self.clone();
        if let Told::At(progress) | Told::Nothing(progress) = told {
            let since = self.since.unwrap_or_default();
            let seconds = ((browser::wall_ms() - since) / 1_000.0).max(0.1);
            let rate = (progress.events as f64 / seconds) as u64;
            // While a story is shortened no new worlds are looked at.
            let rate = progress.left.map_or(rate, |_| self.progress.1);
            next.progress = (progress, rate);
        }
        if !matches!(told, Told::At(_)) {
            next.since = None;
            next.end = Some(told);
        }
        next
    }
}

/// What the panel is given.
pub(super) struct Props<'a> {
    /// The session.
    pub(super) host: &'a Host,
    /// The texts.
    pub(super) words: &'static Words,
    /// What was chosen.
    pub(super) choice: &'a UseStateHandle<Choice>,
    /// What is known of the search.
    pub(super) hunt: &'a Hunt,
    /// Starts and stops.
    pub(super) on_start: Callback<MouseEvent>,
}

/// A choice among values.
fn select(
    (id, label): (&'static str, &'static str),
    values: Vec<(String, String)>,
    now: &str,
    choose: Callback<String>,
) -> Html {
    let onchange = choose.reform(|event: Event| {
        let target = event.target();
        let select = target.and_then(|it| it.dyn_into::<web_sys::HtmlSelectElement>().ok());
        select.map_or_else(String::new, |it| it.value())
    });
    let option = |(value, shown): (String, String)| {
        let selected = value == now;
        html! { <option {value} {selected}>{ shown }</option> }
    };
    html! {
        <li>
            <label for={id}>{ label }</label>
            <select {id} {onchange}>{ for values.into_iter().map(option) }</select>
        </li>
    }
}

/// The choices.
fn choices(props: &Props<'_>) -> Html {
    let words = &props.words.rules;
    let choice = props.choice;
    let change = |set: fn(&mut Choice, String)| {
        let choice = choice.clone();
        Callback::from(move |value: String| {
            let mut next = (*choice).clone();
            set(&mut next, value);
            choice.set(next);
        })
    };
    let same = |it: &str| (it.to_owned(), it.to_owned());
    let mut rules = vec![(String::new(), words.no_rule.to_owned())];
    rules.extend(Known::ALL.iter().map(|(name, _)| same(name)));
    let members = ["3", "5", "7"].map(same).to_vec();
    let faults = FAULTS.iter().map(|it| match *it {
        "all" => ((*it).to_owned(), words.all_faults.to_owned()),
        "none" => ((*it).to_owned(), words.no_faults.to_owned()),
        it => (it.to_owned(), it.replace(',', ", ")),
    });
    let rule = change(|it, value| it.rule = value);
    let count = change(|it, value| it.members = value.parse().unwrap_or(3));
    let thrown = change(|it, value| it.faults = value);
    html! {
        <ul class="setting-list">
            { select(("find-rule", words.forget), rules, &choice.rule, rule) }
            { select(("find-members", words.members), members, &choice.members.to_string(), count) }
            { select(("find-faults", words.faults), faults.collect(), &choice.faults, thrown) }
        </ul>
    }
}

/// The sentence about the search.
fn status(props: &Props<'_>) -> String {
    let words = &props.words.rules;
    let (progress, rate) = &props.hunt.progress;
    match &props.hunt.end {
        Some(Told::Found(it)) => (words.found)(it.seed, it.lines),
        Some(Told::Nothing(_)) => words.nothing.to_owned(),
        Some(Told::Failed(why)) => (words.failed)(why),
        Some(_) => String::new(),
        None if props.hunt.since.is_none() => String::new(),
        None => match progress.left {
            Some(left) => (words.shortening)(left),
            None => (words.progress)(progress.seeds, progress.events, *rate),
        },
    }
}

/// What was found.
fn found(props: &Props<'_>, it: &Found) -> Html {
    let words = &props.words.rules;
    let (host, script) = (props.host.clone(), it.script.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let (host, script) = (host.clone(), script.clone());
        spawn_local(async move {
            if matches!(share::open(&host, &script).await, Ok(true)) {
                host.arrive(Arrival::Found);
            }
        });
    });
    html! {
        <>
            <p><b>{ (words.property)(&it.property) }</b></p>
            <p>{ &it.says }</p>
            <pre class="found" tabindex="0" aria-label={words.story}>{ &it.script }</pre>
            <button type="button" class="button" data-kind="main" data-act="open-story"
                popovertarget={super::ID} popovertargetaction="hide" {onclick}>
                { words.open }
            </button>
        </>
    }
}

/// The panel.
pub(super) fn find(props: &Props<'_>) -> Html {
    let words = &props.words.rules;
    let runs = props.hunt.since.is_some();
    html! {
        <>
            <p>{ words.find_intro }</p>
            { choices(props) }
            <div class="find-row">
                <button type="button" class="button" data-kind="main" data-act="search"
                    onclick={props.on_start.clone()}>
                    { if runs { words.stop } else { words.start } }
                </button>
                <p role="status" data-testid="hunt">{ status(props) }</p>
            </div>
            if let Some(Told::Found(it)) = &props.hunt.end {
                { found(props, it) }
            }
        </>
    }
}
