//! Language and theme.

use yew::prelude::*;

use crate::ui::{
    icon::{Glyph, icon},
    prefs::{Prefs, Theme},
    words::{Language, Words},
};

/// What it shows.
pub(super) struct Props<'a> {
    /// The choices.
    pub prefs: Prefs,
    /// Chooses anew.
    pub choose: &'a Callback<Prefs>,
    /// The texts.
    pub words: &'static Words,
}

/// The two buttons.
pub(super) fn choices(props: &Props<'_>) -> Html {
    let words = &props.words.bar;
    let prefs = props.prefs;
    let language = {
        let choose = props.choose.clone();
        let next = Prefs {
            language: prefs.language.other(),
            ..prefs
        };
        Callback::from(move |_: MouseEvent| choose.emit(next))
    };
    let theme = {
        let choose = props.choose.clone();
        let next = Prefs {
            theme: prefs.theme.other(),
            ..prefs
        };
        Callback::from(move |_: MouseEvent| choose.emit(next))
    };
    let glyph = match prefs.theme {
        Theme::Light => Glyph::Moon,
        Theme::Dark => Glyph::Sun,
    };
    let chosen = |it: Language| (prefs.language == it).to_string();
    html! {
        <div class="choices">
            <button class="button" data-kind="quiet" aria-label={format!("{}EN/中文", words.language)}
                onclick={language}>
                <span aria-hidden="true" data-chosen={chosen(Language::En)}>{ "EN" }</span>
                <span aria-hidden="true">{ "/" }</span>
                <span aria-hidden="true" data-chosen={chosen(Language::Zh)} lang="zh-CN">
                    { "中文" }
                </span>
            </button>
            <button class="button" data-kind="quiet" data-shape="square"
                aria-label={words.theme} title={words.theme} onclick={theme}>
                { icon(glyph) }
            </button>
        </div>
    }
}
