//! The prompt's textarea, whose text is the browser's: reading it, and the few ways to write.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::ui::browser;

/// The field grows to so many rows.
const ROWS_MAX: u32 = 8;

/// The field, which may not be there yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Field(pub(super) NodeRef);

impl Field {
    fn element(&self) -> Option<HtmlTextAreaElement> {
        browser::window()?;
        self.0.cast()
    }

    /// All of its text.
    pub(super) fn text(&self) -> String {
        self.element().map_or_else(String::new, |it| it.value())
    }

    /// The text before and after the selection.
    pub(super) fn around_selection(&self) -> (String, String) {
        let Some(field) = self.element() else {
            return (String::new(), String::new());
        };
        let units: Vec<u16> = field.value().encode_utf16().collect();
        let place = |it: Option<u32>| {
            it.and_then(|it| usize::try_from(it).ok())
                .unwrap_or(units.len())
                .min(units.len())
        };
        let start = place(field.selection_start().ok().flatten());
        let end = place(field.selection_end().ok().flatten()).max(start);
        (
            String::from_utf16_lossy(&units[..start]),
            String::from_utf16_lossy(&units[end..]),
        )
    }

    /// Whether some of its text is selected.
    pub(super) fn has_selection(&self) -> bool {
        self.element()
            .is_some_and(|it| it.selection_start() != it.selection_end())
    }

    /// Writes a text with the caret between its parts.
    pub(super) fn write(&self, before: &str, after: &str) {
        let Some(field) = self.element() else { return };
        let text = format!("{before}{after}");
        if field.value() != text {
            field.set_value(&text);
        }
        if !after.is_empty() {
            let caret = u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX);
            drop(field.set_selection_range(caret, caret));
        }
        self.grow();
    }

    /// As many rows as lines; long lines wrap by the style sheet where it can grow by itself.
    pub(super) fn grow(&self) {
        if let Some(field) = self.element() {
            let lines = field.value().matches('\n').count();
            let rows = u32::try_from(lines + 1).unwrap_or(ROWS_MAX).min(ROWS_MAX);
            field.set_rows(rows);
        }
    }

    /// Gives it the focus.
    pub(super) fn focus(&self) {
        if let Some(field) = self.element() {
            drop(field.focus());
        }
    }
}
