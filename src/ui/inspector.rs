//! The inspector: one instrument at a time, chosen by tabs.

use yew::prelude::*;

use super::{
    Pane, browser, host::Session, leases::Leases, revisions::Revisions, thread::thread,
    words::Words,
};

/// The instruments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Instrument {
    /// Revisions by key.
    #[default]
    Revisions,
    /// The lease heap.
    Leases,
}

impl Instrument {
    const ALL: [Self; 2] = [Self::Revisions, Self::Leases];

    fn title(self, words: &Words) -> &'static str {
        match self {
            Self::Revisions => words.app.revisions,
            Self::Leases => words.app.leases,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Revisions => "tab-revisions",
            Self::Leases => "tab-leases",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Revisions => Self::Leases,
            Self::Leases => Self::Revisions,
        }
    }
}

/// The inspector's panel.
#[component]
pub fn Inspector(pane: &Pane) -> Html {
    let chosen = use_state(Instrument::default);
    let walk = {
        let chosen = chosen.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
                event.prevent_default();
                chosen.set(chosen.next());
                browser::focus_id(chosen.next().id());
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
        Instrument::Revisions => None,
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
    }
}
