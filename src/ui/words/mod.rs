//! The one typed catalogue of every text on the page, in English and Chinese.
//!
//! A section is a struct with one constant per language: a text missing in one language doesn't
//! compile. Commands, fields and etcd's errors are never translated. Texts with values are
//! functions.

pub mod app;
pub mod leases;
pub mod log;
pub mod revisions;
pub mod stage;

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
    /// The cluster stage.
    pub stage: stage::Stage,
    /// The replicated log.
    pub log: log::Log,
    /// The revisions.
    pub revisions: revisions::Revisions,
    /// The leases.
    pub leases: leases::Leases,
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
    stage: stage::EN,
    log: log::EN,
    revisions: revisions::EN,
    leases: leases::EN,
};

/// Chinese.
static ZH: Words = Words {
    language: Language::Zh,
    app: app::ZH,
    stage: stage::ZH,
    log: log::ZH,
    revisions: revisions::ZH,
    leases: leases::ZH,
};

impl Language {
    /// Its texts.
    #[must_use]
    pub fn words(self) -> &'static Words {
        match self {
            Self::En => &EN,
            Self::Zh => &ZH,
        }
    }
}
