//! What lies on the desk before a shell: the draft, the ↑ history, what Ctrl-L put aside.
//!
//! It is the page's own: it doesn't rewind with virtual time and the session never sees it.

use crate::ui::by_shell::ByShell;

/// Lines of history kept per shell.
const HISTORY_MAX: usize = 1_000;

/// One shell's desk.
#[derive(Debug, Default)]
struct Place {
    draft: String,
    history: Vec<String>,
    /// Which line of the history shows, and the draft it covers.
    recalled: Option<(usize, String)>,
    /// Lines of the transcript with smaller ids are put aside.
    cleared: u64,
}

/// The desks of all shells.
#[derive(Debug, Default)]
pub(super) struct Desk {
    places: ByShell<Place>,
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
        let place = self.place(shell);
        place.draft.clear();
        place.recalled = None;
        let kept = lines.len().saturating_sub(HISTORY_MAX);
        for line in lines.iter().skip(kept).filter(|it| !it.trim().is_empty()) {
            if place.history.last() != Some(line) {
                place.history.push(line.clone());
            }
        }
        let surplus = place.history.len().saturating_sub(HISTORY_MAX);
        drop(place.history.drain(..surplus));
    }

    /// ↑: the line before; none where there is none.
    pub(super) fn older(&mut self, shell: &str) -> Option<String> {
        let place = self.place(shell);
        let at = place
            .recalled
            .as_ref()
            .map_or(place.history.len(), |it| it.0);
        let at = at.checked_sub(1)?;
        let covered = place
            .recalled
            .take()
            .map_or_else(|| place.draft.clone(), |it| it.1);
        place.recalled = Some((at, covered));
        place.draft.clone_from(place.history.get(at)?);
        Some(place.draft.clone())
    }

    /// ↓: the line after, and after the last the draft that was covered.
    pub(super) fn newer(&mut self, shell: &str) -> Option<String> {
        let place = self.place(shell);
        let (at, covered) = place.recalled.take()?;
        if let Some(line) = place.history.get(at + 1) {
            place.draft.clone_from(line);
            place.recalled = Some((at + 1, covered));
        } else {
            place.draft = covered;
        }
        Some(place.draft.clone())
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
        assert_eq!(desk.older("b"), None);
    }

    #[test]
    fn a_large_paste_leaves_a_bounded_history() {
        let mut desk = Desk::default();
        let lines: Vec<String> = (0..10_000).map(|it| format!("put k{it} v")).collect();
        desk.entered("a", &lines);
        assert_eq!(desk.older("a").as_deref(), Some("put k9999 v"));
        assert_eq!(desk.place("a").history.len(), HISTORY_MAX);
    }
}
