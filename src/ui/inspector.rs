//! The inspector: one instrument at a time, chosen by tabs.

use yew::prelude::*;

use super::{
    Pane, browser, host::Session, leases::Leases, revisions::Revisions, spoken::Spoken,
    thread::thread, why::Decisions, words::Words,
};

/// The instruments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Instrument {
    /// Revisions by key.
    #[default]
    Revisions,
    /// The lease heap.
    Leases,
    /// What members decided.
    Decisions,
    /// A request in five tongues.
    Request,
}

impl Instrument {
    const ALL: [Self; 4] = [
        Self::Revisions,
        Self::Leases,
        Self::Decisions,
        Self::Request,
    ];

    fn title(self, words: &Words) -> &'static str {
        match self {
            Self::Revisions => words.app.revisions,
            Self::Leases => words.app.leases,
            Self::Decisions => words.why.decisions,
            Self::Request => words.spoken.request,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Revisions => "tab-revisions",
            Self::Leases => "tab-leases",
            Self::Decisions => "tab-decisions",
            Self::Request => "tab-request",
        }
    }

    /// The tab after it, or before it, in a circle.
    fn beside(self, back: bool) -> Self {
        let place = self as usize + if back { Self::ALL.len() - 1 } else { 1 };
        Self::ALL[place % Self::ALL.len()]
    }
}

/// The inspector's panel.
#[component]
pub fn Inspector(pane: &Pane) -> Html {
    let chosen = use_state(Instrument::default);
    let walk = {
        let chosen = chosen.clone();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            if matches!(key.as_str(), "ArrowLeft" | "ArrowRight") {
                event.prevent_default();
                let next = chosen.beside(key == "ArrowLeft");
                chosen.set(next);
                browser::focus_id(next.id());
            }
        })
    };
    html! {
        <section class="panel inspector" aria-label={pane.words.app.inspector}
            data-testid="inspector">
            <div class="panel-head">
                <div class="tabs" role="tablist" aria-label={pane.words.app.instruments}
                    onkeydown={walk}>
                    { for Instrument::ALL.map(|it| tab(pane, it, &chosen)) }
                </div>
            </div>
            { thread(pane) }
            <div class="instrument" role="tabpanel" id="instrument"
                aria-labelledby={chosen.id()}>
                { instrument(pane, *chosen) }
            </div>
        </section>
    }
}

/// One tab.
fn tab(pane: &Pane, it: Instrument, chosen: &UseStateHandle<Instrument>) -> Html {
    let selected = it == **chosen;
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |_: MouseEvent| chosen.set(it))
    };
    html! {
        <button class="tab" role="tab" id={it.id()} aria-selected={selected.to_string()}
            aria-controls="instrument" tabindex={if selected { "0" } else { "-1" }}
            onclick={choose}>
            { it.title(pane.words) }
            if let Some(count) = count(pane, it) {
                <span class="count">{ count }</span>
            }
        </button>
    }
}

/// The number beside a tab's title.
fn count(pane: &Pane, it: Instrument) -> Option<usize> {
    match it {
        Instrument::Revisions | Instrument::Decisions | Instrument::Request => None,
        Instrument::Leases => {
            let leases = pane.host.read(Session::leases).leases.len();
            (leases > 0).then_some(leases)
        }
    }
}

/// The instrument that shows.
fn instrument(pane: &Pane, it: Instrument) -> Html {
    match it {
        Instrument::Revisions => html! { <Revisions ..pane.clone() /> },
        Instrument::Leases => html! { <Leases ..pane.clone() /> },
        Instrument::Decisions => html! { <Decisions ..pane.clone() /> },
        Instrument::Request => html! { <Spoken ..pane.clone() /> },
    }
}
