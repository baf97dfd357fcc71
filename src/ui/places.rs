//! Where one view shows at a time: the buttons that choose it. Wide windows show everything.

use yew::prelude::*;

use super::{
    icon::{Glyph, icon},
    words::Words,
};

/// A view of a narrow window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Stage and terminal.
    #[default]
    Cluster,
    /// The inspector.
    Inspector,
    /// The story.
    Story,
    /// The whole time axis.
    Time,
}

impl Place {
    const ALL: [Self; 4] = [Self::Cluster, Self::Inspector, Self::Story, Self::Time];

    /// Its word in markup and style.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Inspector => "inspector",
            Self::Story => "story",
            Self::Time => "time",
        }
    }

    fn label(self, words: &'static Words) -> (&'static str, Glyph) {
        match self {
            Self::Cluster => (words.app.cluster, Glyph::Hexagon),
            Self::Inspector => (words.app.inspector, Glyph::Eye),
            Self::Story => (words.app.story, Glyph::Book),
            Self::Time => (words.app.time, Glyph::Clock),
        }
    }
}

/// The buttons.
pub fn places(chosen: &UseStateHandle<Place>, words: &'static Words) -> Html {
    let place = |it: Place| {
        let choose = chosen.setter();
        let onclick = Callback::from(move |_: MouseEvent| choose.set(it));
        let (label, glyph) = it.label(words);
        html! {
            <button type="button" aria-current={(it == **chosen).to_string()}
                data-place={it.word()} {onclick}>
                { icon(glyph) }{ label }
            </button>
        }
    };
    html! {
        <nav class="places" aria-label={words.app.views}>
            { for Place::ALL.map(place) }
        </nav>
    }
}
