//! What if etcd forgot a rule: the switches, the judge, the settings, and the search for stories.
//!
//! A world with a rule off says so in a strip over the page, wherever one looks. The judge and the
//! search work in [`super::work`], beside the page.

mod find;
mod settings;
mod switches;
mod verdict;

use std::{cell::Cell, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    Pane, browser,
    host::{Host, Session},
    words::Words,
    work::{Order, Worker},
};
use find::{Choice, Hunt, find};
pub use settings::SETTINGS;
use settings::settings;
use switches::switches;
use verdict::{Verdict, verdict};

/// The id that opens the dialog.
pub const ID: &str = "rules";

/// Wall time between two looks at whether the judge is wanted.
const LOOK_MS: i32 = 1_500;

/// The parts of the dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Rules,
    Settings,
    Find,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Rules, Self::Settings, Self::Find];

    fn title(self, words: &Words) -> &'static str {
        match self {
            Self::Rules => words.rules.title,
            Self::Settings => words.rules.settings,
            Self::Find => words.rules.find,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Rules => "rules-switches",
            Self::Settings => "rules-settings",
            Self::Find => "rules-find",
        }
    }
}

/// The judge: its worker, its verdict, and the version of the visit that it judges.
#[derive(Clone)]
struct Judge {
    worker: Rc<std::cell::RefCell<Option<Worker>>>,
    verdict: UseStateSetter<Verdict>,
    judged: Rc<Cell<Option<u64>>>,
    works: Rc<Cell<bool>>,
}

impl Judge {
    /// Judges the branch that is looked at, unless that was judged as it is.
    fn ask(&self, host: &Host) {
        let version = host.read(|it| (it.version() << 1) ^ u64::from(host.visit()));
        if self.works.get() || self.judged.get() == Some(version) {
            return;
        }
        self.judged.set(Some(version));
        let Some(script) = host.read(Session::branch_script) else {
            return self.verdict.set(Verdict::Forgotten);
        };
        let (verdict, works) = (self.verdict.clone(), self.works.clone());
        let told = Callback::from(move |told| {
            let next = Verdict::of(told);
            if next != Verdict::Judging {
                works.set(false);
                verdict.set(next);
            }
        });
        self.works.set(true);
        let worker = Worker::start(&Order::Judge(script), told);
        if worker.is_none() {
            self.works.set(false);
            self.verdict.set(Verdict::Failed(String::new()));
        }
        self.worker.replace(worker);
    }
}

/// The judge of this page. While a rule is off it is asked again and again by itself.
#[hook]
fn use_judge(host: &Host, verdict: &UseStateHandle<Verdict>) -> Judge {
    let worker = use_mut_ref(|| None);
    let judged = use_memo((), |()| Cell::new(None));
    let works = use_memo((), |()| Cell::new(false));
    let judge = Judge {
        worker,
        verdict: verdict.setter(),
        judged,
        works,
    };
    let forgets = judge.clone();
    // Another visit has not been judged.
    use_effect_with(host.visit(), move |_| {
        forgets.worker.replace(None);
        forgets.works.set(false);
        forgets.judged.set(None);
        forgets.verdict.set(Verdict::None);
    });
    let (asked, host) = (judge.clone(), host.clone());
    use_effect_with((), move |()| {
        let mounted = Rc::new(Cell::new(true));
        let still = mounted.clone();
        if browser::window().is_some() {
            spawn_local(async move {
                while still.get() {
                    if !host.read(|it| it.cluster().rules_off).is_empty() {
                        asked.ask(&host);
                    }
                    browser::pause(LOOK_MS).await;
                }
            });
        }
        move || mounted.set(false)
    });
    judge
}

/// The tabs.
fn tabs(chosen: &UseStateHandle<Tab>, words: &'static Words) -> Html {
    let tab = |it: Tab| {
        let choose = chosen.clone();
        let onclick = Callback::from(move |_: MouseEvent| choose.set(it));
        let selected = it == **chosen;
        html! {
            <button class="tab" role="tab" id={it.id()} aria-selected={selected.to_string()}
                aria-controls="rules-part" tabindex={if selected { "0" } else { "-1" }} {onclick}>
                { it.title(words) }
            </button>
        }
    };
    let choose = chosen.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => Tab::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let next = Tab::ALL[(*choose as usize + step) % Tab::ALL.len()];
        choose.set(next);
        browser::focus_id(next.id());
    });
    html! {
        <div class="tabs" role="tablist" aria-label={words.rules.tabs} {onkeydown}>
            { for Tab::ALL.map(tab) }
        </div>
    }
}

/// The strip that says what was forgotten, and what came of it.
fn strip(host: &Host, words: &'static Words, off: &[&str], said: &Verdict) -> Html {
    html! {
        <div class="not-etcd" data-shown={(!off.is_empty()).to_string()}>
            if !off.is_empty() {
                <p role="status">{ (words.rules.not_etcd)(&off.join(", ")) }</p>
                { verdict(said, host, words) }
                <button type="button" class="button" data-kind="small" popovertarget={ID}>
                    { words.rules.title }
                </button>
            }
        </div>
    }
}

/// The button that asks the judge, and what it said.
fn judging(host: &Host, words: &'static Words, judge: &Judge, said: &Verdict) -> Html {
    let (judge, asks) = (judge.clone(), host.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        judge.verdict.set(Verdict::Judging);
        judge.judged.set(None);
        judge.ask(&asks);
    });
    html! {
        <div class="judge">
            <button type="button" class="button" data-act="judge" title={words.rules.judge_intro}
                {onclick}>{ words.rules.judge }</button>
            { verdict(said, host, words) }
        </div>
    }
}

/// Starts a search, or stops the one that is under way.
fn start(
    worker: &Rc<std::cell::RefCell<Option<Worker>>>,
    hunt: &UseReducerHandle<Hunting>,
    choice: &Choice,
) -> Callback<MouseEvent> {
    let (worker, hunt, choice) = (worker.clone(), hunt.clone(), choice.clone());
    Callback::from(move |_: MouseEvent| {
        if hunt.0.since.is_some() {
            worker.replace(None);
            return hunt.dispatch(Act::Stop);
        }
        hunt.dispatch(Act::Begin);
        let hears = hunt.dispatcher();
        let told = Callback::from(move |told| hears.dispatch(Act::Hear(told)));
        // Another wall time, other worlds.
        let first = first_seed();
        let started = Worker::start(&choice.order(first), told);
        if started.is_none() {
            let none = super::work::Told::Failed(String::new());
            hunt.dispatch(Act::Hear(none));
        }
        worker.replace(started);
    })
}

/// A seed that differs from search to search.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "any whole number will do"
)]
fn first_seed() -> u64 {
    (browser::wall_ms() * 1_000.0) as u64
}

/// The search as the worker's words change it.
#[derive(Clone, Default, PartialEq)]
struct Hunting(Hunt);

/// What changes a search.
enum Act {
    Begin,
    Stop,
    Hear(super::work::Told),
}

impl Reducible for Hunting {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        Rc::new(Self(match act {
            Act::Begin => Hunt::begun(),
            Act::Stop => Hunt::default(),
            Act::Hear(told) => self.0.heard(told),
        }))
    }
}

/// The strip, and the dialog behind it.
#[component]
pub fn Rules(pane: &Pane) -> Html {
    let (host, words) = (&pane.host, pane.words);
    let off = host.read(|it| it.cluster().rules_off);
    let tab = use_state_eq(Tab::default);
    let said = use_state_eq(Verdict::default);
    let judge = use_judge(host, &said);
    let chosen = use_state_eq(Vec::new);
    let choice = use_state_eq(Choice::default);
    let hunt = use_reducer(Hunting::default);
    let hunter = use_mut_ref(|| None);
    let on_start = start(&hunter, &hunt, &choice);
    html! {
        <>
            { strip(host, words, &off, &said) }
            <div class="map rules" id={ID} popover="auto" role="dialog"
                aria-label={words.rules.title}>
                <div class="map-head">
                    { tabs(&tab, words) }
                    <button type="button" class="button" popovertarget={ID}
                        popovertargetaction="hide">{ words.menu.close }</button>
                </div>
                <div id="rules-part" role="tabpanel" aria-labelledby={tab.id()}>
                    { match *tab {
                        Tab::Rules => html! {
                            <>
                                { switches(host, words, &off) }
                                { judging(host, words, &judge, &said) }
                            </>
                        },
                        Tab::Settings => settings(host, words, &chosen),
                        Tab::Find => find(&find::Props {
                            host, words, choice: &choice, hunt: &hunt.0, on_start,
                        }),
                    } }
                </div>
            </div>
        </>
    }
}
