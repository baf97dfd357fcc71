//! What the visitor chose for all visits: language, theme, single keys.
//!
//! The address wins (`?lang=`, `?theme=`), then the stored choice, then the browser's own.

use super::{browser, words::Language};

/// Where the language is stored.
const LANGUAGE_KEY: &str = "etcdscope.language";
/// Where the theme is stored.
const THEME_KEY: &str = "etcdscope.theme";
/// Where it is stored whether single keys act.
const KEYS_KEY: &str = "etcdscope.keys";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on near-black.
    Dark,
}

impl Theme {
    /// The word in address, storage and style sheet.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

/// The visitor's choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    /// Language.
    pub language: Language,
    /// Theme.
    pub theme: Theme,
    /// Whether single keys do nothing (WCAG 2.1.4).
    pub keys_off: bool,
}

impl Prefs {
    /// What address, storage and browser say.
    #[must_use]
    pub fn find() -> Self {
        let browsers = || {
            browser::languages()
                .iter()
                .find_map(|it| Language::from_tag(it))
        };
        let language = asked("lang", LANGUAGE_KEY, Language::from_tag).or_else(browsers);
        let dark = browser::media("(prefers-color-scheme: dark)");
        let system = if dark { Theme::Dark } else { Theme::Light };
        Self {
            language: language.unwrap_or_default(),
            theme: asked("theme", THEME_KEY, Theme::from_word).unwrap_or(system),
            keys_off: browser::stored(KEYS_KEY).as_deref() == Some("off"),
        }
    }

    /// Stores all for later visits, and for a reload of this one.
    pub fn store(self) {
        browser::store(LANGUAGE_KEY, self.language.tag());
        browser::store(THEME_KEY, self.theme.word());
        browser::store(KEYS_KEY, if self.keys_off { "off" } else { "on" });
        browser::change_parameter("lang", self.language.tag());
        browser::change_parameter("theme", self.theme.word());
    }

    /// Tells the page's root, which the style sheets look at.
    pub fn show(self) {
        browser::set_root("lang", self.language.tag());
        browser::set_root("data-theme", self.theme.word());
        browser::set_title(self.language.words().app.title);
    }
}

/// The address's value, else the stored one.
fn asked<T>(parameter: &str, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let address = browser::parameter(parameter).and_then(|it| read(&it));
    address.or_else(|| browser::stored(key).and_then(|it| read(&it)))
}
