//! What lies on the desk before a shell: the draft, a paste to look at, what Ctrl-L put aside; and
//! the history that all shells share.
//!
//! It is the page's own: it doesn't rewind with virtual time and the session never sees it.

use super::history::History;
use crate::ui::by_shell::ByShell;

/// One shell's desk.
#[derive(Debug, Default)]
struct Place {
    draft: String,
    /// Which line of the history shows, and the draft it covers.
    recalled: Option<(usize, String)>,
    /// Pasted lines that wait for a yes.
    paste: Option<String>,
    /// Lines of the transcript with smaller ids are put aside.
    cleared: u64,
}

/// The desks of all shells.
#[derive(Debug)]
pub(super) struct Desk {
    places: ByShell<Place>,
    pub(super) history: History,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            places: ByShell::default(),
            history: History::find(),
        }
    }
}

impl Desk {
    /// What stands at the prompt.
    pub(super) fn draft(&self, shell: &str) -> String {
        self.places
            .get(shell)
            .map_or_else(String::new, |it| it.draft.clone())
    }

    /// The visitor typed.
    pub(super) fn set_draft(&mut self, shell: &str, draft: String) {
        let place = self.place(shell);
        place.draft = draft;
        place.recalled = None;
    }

    /// Lines were entered: they become history and the prompt is empty.
    pub(super) fn entered(&mut self, shell: &str, lines: &[String]) {
        self.set_draft(shell, String::new());
        self.history.push(lines);
    }

    /// ↑: the line before; none where there is none.
    pub(super) fn older(&mut self, shell: &str) -> Option<String> {
        let place = self.places.entry(shell);
        let at = place
            .recalled
            .as_ref()
            .map_or(self.history.end(), |it| it.0);
        let at = at.checked_sub(1)?;
        let line = self.history.get(at)?.to_owned();
        let covered = place
            .recalled
            .take()
            .map_or_else(|| place.draft.clone(), |it| it.1);
        place.recalled = Some((at, covered));
        place.draft.clone_from(&line);
        Some(line)
    }

    /// ↓: the line after, and after the last the draft that was covered.
    pub(super) fn newer(&mut self, shell: &str) -> Option<String> {
        let place = self.places.entry(shell);
        let (at, covered) = place.recalled.take()?;
        if let Some(line) = self.history.get(at + 1) {
            line.clone_into(&mut place.draft);
            place.recalled = Some((at + 1, covered));
        } else {
            place.draft = covered;
        }
        Some(place.draft.clone())
    }

    /// Pasted lines that wait for a yes.
    pub(super) fn paste(&self, shell: &str) -> Option<&str> {
        self.places.get(shell)?.paste.as_deref()
    }

    /// Lines were pasted.
    pub(super) fn set_paste(&mut self, shell: &str, text: String) {
        self.place(shell).paste = Some(text);
    }

    /// The pasted lines, no longer waiting.
    pub(super) fn take_paste(&mut self, shell: &str) -> String {
        self.place(shell).paste.take().unwrap_or_default()
    }

    /// Ctrl-L: everything before this line is put aside.
    pub(super) fn clear(&mut self, shell: &str, next_line: u64) {
        self.place(shell).cleared = next_line;
    }

    /// The first line that isn't put aside.
    pub(super) fn cleared(&self, shell: &str) -> u64 {
        self.places.get(shell).map_or(0, |it| it.cleared)
    }

    fn place(&mut self, shell: &str) -> &mut Place {
        self.places.entry(shell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_and_down_walk_the_history_and_bring_the_draft_back() {
        let mut desk = Desk::default();
        desk.entered("a", &["one".to_owned(), "two".to_owned(), "two".to_owned()]);
        desk.set_draft("a", "half".to_owned());
        assert_eq!(desk.older("a").as_deref(), Some("two"));
        assert_eq!(desk.older("a").as_deref(), Some("one"));
        assert_eq!(desk.older("a"), None);
        assert_eq!(desk.newer("a").as_deref(), Some("two"));
        assert_eq!(desk.newer("a").as_deref(), Some("half"));
        assert_eq!(desk.newer("a"), None);
        // Another shell walks the same lines from their end.
        assert_eq!(desk.older("b").as_deref(), Some("two"));
    }
}
