//! Lines typed, of this visit and of earlier ones: what ↑ and Ctrl-R walk through.
//!
//! All shells share them. Where the browser stores nothing, they last as long as the visit.

use crate::ui::browser;

/// Lines kept.
const LINES_MAX: usize = 500;
/// Bytes of a line that is worth keeping for later visits.
const STORED_BYTES_MAX: usize = 1_000;
/// Where they are stored.
const KEY: &str = "etcdscope.history";

/// The lines; each has a number that stays its own while older ones are forgotten.
#[derive(Debug)]
pub(super) struct History {
    lines: Vec<String>,
    first: usize,
}

impl History {
    /// What earlier visits stored.
    pub(super) fn find() -> Self {
        Self {
            lines: stored(),
            first: 0,
        }
    }

    /// Lines were entered.
    pub(super) fn push(&mut self, lines: &[String]) {
        let lines = &lines[lines.len().saturating_sub(LINES_MAX)..];
        add(&mut self.lines, lines);
        self.first += bound(&mut self.lines);
        // Another tab may have stored some meanwhile.
        let mut kept = stored();
        add(&mut kept, lines);
        kept.retain(|it| it.len() <= STORED_BYTES_MAX);
        bound(&mut kept);
        browser::store(KEY, &kept.join("\n"));
    }

    /// The number after the newest line's.
    pub(super) fn end(&self) -> usize {
        self.first + self.lines.len()
    }

    /// The line with a number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let at = number.checked_sub(self.first)?;
        self.lines.get(at).map(String::as_str)
    }

    /// The newest line before a number that holds a text.
    pub(super) fn search(&self, text: &str, before: usize) -> Option<usize> {
        (self.first..before.min(self.end()))
            .rev()
            .find(|number| self.get(*number).is_some_and(|it| it.contains(text)))
    }
}

fn stored() -> Vec<String> {
    let text = browser::stored(KEY).unwrap_or_default();
    let mut lines = Vec::new();
    add(&mut lines, text.lines());
    bound(&mut lines);
    lines
}

/// Adds lines, but for empty ones and repetitions.
fn add(lines: &mut Vec<String>, more: impl IntoIterator<Item = impl AsRef<str>>) {
    for line in more {
        let line = line.as_ref();
        let again = lines.last().is_some_and(|it| it == line);
        if !again && !line.trim().is_empty() {
            lines.push(line.to_owned());
        }
    }
}

/// Forgets the oldest; says how many.
fn bound(lines: &mut Vec<String>) -> usize {
    let surplus = lines.len().saturating_sub(LINES_MAX);
    drop(lines.drain(..surplus));
    surplus
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_paste_leaves_a_bounded_history_whose_numbers_stay() {
        let mut history = History::find();
        history.push(&["put a 1".to_owned()]);
        let lines: Vec<String> = (0..10_000).map(|it| format!("put k{it} v")).collect();
        history.push(&lines);
        assert_eq!(history.lines.len(), LINES_MAX);
        assert_eq!(history.get(history.end() - 1), Some("put k9999 v"));
        assert_eq!(history.get(0), None);
    }

    #[test]
    fn a_search_goes_from_the_newest_to_the_oldest() {
        let mut history = History::find();
        let lines = ["put a 1", "get a", "put b 2", "put b 2", " "];
        history.push(&lines.map(str::to_owned));
        let newest = history.search("put", history.end()).expect("there are two");
        assert_eq!(history.get(newest), Some("put b 2"));
        let older = history.search("put", newest).expect("there is one more");
        assert_eq!(history.get(older), Some("put a 1"));
        assert_eq!(history.search("put", older), None);
    }
}
