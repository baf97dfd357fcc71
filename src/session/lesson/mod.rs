//! Stories one walks in the page: prose in both languages, lines to run, and what must have
//! happened for a step to be done.
//!
//! A story is a plain file in `lessons/`, read by [`parse`]. Its progress is a pure function of
//! the moment looked at: each `expect` says that something *has happened* (a revision was made, a
//! member was stopped, a line was printed), never what was typed, so a step once done stays done
//! until one goes back to before it. What is remembered has the bounds of the scene: 5,000 lines
//! of each shell, closed ones included, and 10,000 requests.

mod expect;
mod parse;
mod walk;

pub use expect::Expect;
pub use parse::{Mistake, parse};
pub use walk::LEASE;

use crate::sim::Config;

/// The stories: file and text.
pub const FILES: [(&str, &str); 1] = [("article.story", include_str!("../lessons/article.story"))];

/// A text in both languages; what stands between backticks is code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text<'a> {
    /// English.
    pub en: &'a str,
    /// Chinese.
    pub zh: &'a str,
}

/// One line to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The shell it asks for; none runs in the first that is free.
    pub shell: Option<&'a str>,
    /// The line; `$LEASE` stands for the lease granted last.
    pub text: &'a str,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step<'a> {
    /// What it is about.
    pub title: Text<'a>,
    /// Its paragraphs.
    pub says: Vec<Text<'a>>,
    /// The Go calls that do the same.
    pub go: Vec<&'a str>,
    /// What to run.
    pub lines: Vec<Line<'a>>,
    /// What must have happened.
    pub expects: Vec<Expect<'a>>,
}

/// One story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story<'a> {
    /// The name of its world; see [`world`].
    pub world: &'a str,
    /// Its title.
    pub title: Text<'a>,
    /// What it is about.
    pub about: Text<'a>,
    /// Lines run before the visitor comes.
    pub prelude: Vec<Line<'a>>,
    /// The steps in their order.
    pub steps: Vec<Step<'a>>,
    /// Other lines that complete every step.
    pub another_way: Vec<Line<'a>>,
}

/// The world of that name.
#[must_use]
pub fn world(name: &str) -> Option<Config> {
    match name {
        "tutorial" => Some(Config::tutorial()),
        "article" => Some(Config::article()),
        _ => None,
    }
}

/// The stories that can be read; a test shows that all can.
#[must_use]
pub fn stories() -> Vec<Story<'static>> {
    let read = |(file, text)| parse(file, text).ok();
    FILES.into_iter().filter_map(read).collect()
}
