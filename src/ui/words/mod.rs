//! The one typed catalogue of every text on the page, in English and Chinese.
//!
//! A section is a struct with one constant per language: a text missing in one language doesn't
//! compile. Commands, fields and etcd's errors are never translated. Texts with values are
//! functions.

pub mod app;
pub mod banner;
pub mod bar;
pub mod follow;
pub mod happening;
pub mod keys;
pub mod leases;
pub mod log;
pub mod machine;
pub mod menu;
mod notes;
pub mod properties;
pub mod revisions;
pub mod rules;
pub mod share;
pub mod spoken;
pub mod stage;
pub mod story;
pub mod terminal;
pub mod timeline;
pub mod why;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// Every text in one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// The language.
    pub language: Language,
    /// The page's frame.
    pub app: app::App,
    /// The top bar.
    pub bar: bar::Bar,
    /// The terminal.
    pub terminal: terminal::Terminal,
    /// The cluster stage.
    pub stage: stage::Stage,
    /// A member's machine.
    pub machine: machine::Machine,
    /// The replicated log.
    pub log: log::Log,
    /// The revisions.
    pub revisions: revisions::Revisions,
    /// The leases.
    pub leases: leases::Leases,
    /// The story.
    pub story: story::Story,
    /// Sharing.
    pub share: share::Share,
    /// What is followed.
    pub follow: follow::Follow,
    /// Keys.
    pub keys: keys::Keys,
    /// The menu and the keyboard map.
    pub menu: menu::Menu,
    /// The banner over the past.
    pub banner: banner::Banner,
    /// The time axis.
    pub timeline: timeline::Timeline,
    /// Reasons.
    pub why: why::Why,
    /// A request in five tongues.
    pub spoken: spoken::Spoken,
    /// Rules, judges, settings, the search.
    pub rules: rules::Rules,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

/// English.
static EN: Words = Words {
    language: Language::En,
    app: app::EN,
    bar: bar::EN,
    terminal: terminal::EN,
    stage: stage::EN,
    machine: machine::EN,
    log: log::EN,
    revisions: revisions::EN,
    leases: leases::EN,
    story: story::EN,
    share: share::EN,
    follow: follow::EN,
    keys: keys::EN,
    menu: menu::EN,
    banner: banner::EN,
    timeline: timeline::EN,
    why: why::EN,
    spoken: spoken::EN,
    rules: rules::EN,
};

/// Chinese.
static ZH: Words = Words {
    language: Language::Zh,
    app: app::ZH,
    bar: bar::ZH,
    terminal: terminal::ZH,
    stage: stage::ZH,
    machine: machine::ZH,
    log: log::ZH,
    revisions: revisions::ZH,
    leases: leases::ZH,
    story: story::ZH,
    share: share::ZH,
    follow: follow::ZH,
    keys: keys::ZH,
    menu: menu::ZH,
    banner: banner::ZH,
    timeline: timeline::ZH,
    why: why::ZH,
    spoken: spoken::ZH,
    rules: rules::ZH,
};

impl Words {
    /// A shell's name in the page's language: `shell 2` is `终端 2`.
    #[must_use]
    pub fn shell_name(&self, name: &str) -> String {
        match name.strip_prefix("shell ") {
            Some(number) => (self.terminal.shell)(number),
            None => name.to_owned(),
        }
    }
}

impl Language {
    /// Its texts.
    #[must_use]
    pub fn words(self) -> &'static Words {
        match self {
            Self::En => &EN,
            Self::Zh => &ZH,
        }
    }

    /// Its tag in the page's root element.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// The language of a tag such as `zh-TW` or `en`, if the page speaks it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            _ => None,
        }
    }

    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }
}
