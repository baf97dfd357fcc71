//! What helps at the prompt: a list of completions, a search through the history. Values alone;
//! it must not know a screen.

use super::history::History;
use crate::ctl::{Completions, Pick};

/// Completions shown at most.
const PICKS_MAX: usize = 50;

/// What helps now.
#[derive(Debug, Default)]
pub(super) struct Aid {
    pub(super) popup: Option<Popup>,
    pub(super) search: Option<Search>,
    /// Esc was pressed since the last letter: Tab leaves the prompt.
    pub(super) dismissed: bool,
}

/// A list of completions.
#[derive(Debug)]
pub(super) struct Popup {
    /// The text before the caret and behind it.
    line: String,
    after: String,
    /// Where the word begins that is completed.
    from: usize,
    pub(super) picks: Vec<Pick>,
    /// The one that Tab takes.
    pub(super) at: usize,
}

impl Popup {
    /// Opens if there is something to offer.
    pub(super) fn open(line: &str, after: &str, found: Completions) -> Option<Self> {
        let Completions { from, mut picks } = found;
        picks.truncate(PICKS_MAX);
        (!picks.is_empty()).then(|| Self {
            line: line.to_owned(),
            after: after.to_owned(),
            from,
            picks,
            at: 0,
        })
    }

    /// Moves to the next pick or the one before, round and round.
    pub(super) fn walk(&mut self, forward: bool) {
        let count = self.picks.len();
        self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
    }

    /// The word so far, as typed.
    pub(super) fn word(&self) -> &str {
        &self.line[self.from..]
    }

    /// In which column the word begins.
    pub(super) fn column(&self) -> usize {
        self.line[..self.from].chars().count()
    }

    /// The text before the caret.
    pub(super) fn line(&self) -> &str {
        &self.line
    }

    /// What the pick would add to the end of the line.
    pub(super) fn ghost(&self) -> &str {
        let rest = self.picks[self.at].text.strip_prefix(self.word());
        rest.filter(|_| self.after.is_empty()).unwrap_or_default()
    }

    /// The line with the pick in it, before and behind the caret.
    pub(super) fn taken(&self) -> (String, String) {
        let pick = &self.picks[self.at];
        let blank = if pick.open || self.after.starts_with(' ') {
            ""
        } else {
            " "
        };
        let line = format!("{}{}{blank}", &self.line[..self.from], pick.text);
        (line, self.after.clone())
    }
}

/// Ctrl-R: an incremental search backwards.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) text: String,
    /// The line found.
    found: Option<usize>,
}

impl Search {
    /// Begins with nothing to look for.
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            found: None,
        }
    }

    /// Looks for another text, from the newest line on.
    pub(super) fn look_for(&mut self, text: String, history: &History) {
        self.found = if text.is_empty() {
            None
        } else {
            history.search(&text, history.end())
        };
        self.text = text;
    }

    /// Ctrl-R again: an older line, if there is one.
    pub(super) fn older(&mut self, history: &History) {
        let before = self.found.unwrap_or_else(|| history.end());
        self.found = history.search(&self.text, before).or(self.found);
    }

    /// The line found.
    pub(super) fn line<'a>(&self, history: &'a History) -> Option<&'a str> {
        history.get(self.found?)
    }

    /// Whether something was looked for in vain.
    pub(super) fn failed(&self) -> bool {
        self.found.is_none() && !self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn popup(line: &str, after: &str, from: usize, picks: &[&str]) -> Popup {
        let pick = |text: &&str| Pick {
            text: (*text).to_owned(),
            open: text.ends_with('='),
            ..Pick::default()
        };
        let picks = picks.iter().map(pick).collect();
        Popup::open(line, after, Completions { from, picks }).expect("there are picks")
    }

    #[test]
    fn a_pick_takes_the_place_of_the_word_before_the_caret() {
        let mut popup = popup("get he", " --prefix", 4, &["hello", "help="]);
        assert_eq!((popup.word(), popup.column(), popup.ghost()), ("he", 4, ""));
        assert_eq!(
            popup.taken(),
            ("get hello".to_owned(), " --prefix".to_owned())
        );
        popup.walk(true);
        assert_eq!(popup.taken().0, "get help=");
        popup.walk(true);
        assert_eq!(popup.at, 0);
        popup.walk(false);
        assert_eq!(popup.at, 1);
    }

    #[test]
    fn the_ghost_is_what_is_missing_at_the_end_of_the_line() {
        assert_eq!(popup("get he", "", 4, &["hello"]).ghost(), "llo");
        assert_eq!(popup("get he", "", 4, &["hello"]).taken().0, "get hello ");
        assert_eq!(
            popup("get 'tw", "", 4, &["'two words'"]).ghost(),
            "o words'"
        );
        assert_eq!(popup("get tw", "", 4, &["'two words'"]).ghost(), "");
    }

    #[test]
    fn a_search_keeps_what_it_found_when_there_is_nothing_older() {
        let mut history = History::find();
        history.push(&["put a 1".to_owned(), "get a".to_owned()]);
        let mut search = Search::new();
        search.look_for("a".to_owned(), &history);
        assert_eq!(search.line(&history), Some("get a"));
        search.older(&history);
        search.older(&history);
        assert_eq!(search.line(&history), Some("put a 1"));
        search.look_for("z".to_owned(), &history);
        assert!(search.failed() && search.line(&history).is_none());
    }
}
