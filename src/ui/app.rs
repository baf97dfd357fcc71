//! The page's frame: it owns the host's handle and lays out the panes.

use yew::prelude::*;

use super::{
    Pane,
    follow::Follow,
    host::{Host, Session},
    leases::Leases,
    log::Log,
    revisions::Revisions,
    stage::Stage,
    words::Language,
};

/// The whole page.
#[component]
pub fn App() -> Html {
    let host = use_state(|| Host::new(Session));
    let pane = Pane {
        host: (*host).clone(),
        words: Language::default().words(),
        follow: Follow::default(),
    };
    html! {
        <main>
            <section aria-label={pane.words.app.cluster}>
                <Stage ..pane.clone() />
                <Log ..pane.clone() />
            </section>
            <section aria-label={pane.words.app.inspector}>
                <Revisions ..pane.clone() />
                <Leases ..pane />
            </section>
        </main>
    }
}
