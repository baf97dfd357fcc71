//! Which lines of a transcript are drawn: the newest, and earlier ones on request.
//!
//! A transcript may have thousands, and lines of the page's own stand between the session's.

use crate::{
    session::view::{Line, LineKind},
    ui::host::{Host, OwnLine},
};

/// Lines drawn at first, and more at each request.
pub(super) const WINDOW: u64 = 500;
/// Lines drawn while many commands wait: nobody reads those that rush by.
const WINDOW_RUSH: u64 = 60;
/// So many waiting commands are a rush.
const RUSH: usize = 20;

/// A line and its key among its neighbours.
pub(super) type Keyed = (String, Line);

/// The lines to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lines {
    /// Oldest first.
    pub rows: Vec<Keyed>,
    /// Whether there are earlier ones.
    pub earlier: bool,
    /// Whether so many commands wait that lines rush by.
    pub rushes: bool,
    /// The id after the session's last line.
    pub next: u64,
}

/// What part is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The id after the last line when it was read last.
    pub next: u64,
    /// Earlier lines asked for.
    pub asked: u64,
    /// Whether all are wanted.
    pub all: bool,
    /// Lines before this id are put aside, unless they are asked for.
    pub cleared: u64,
}

/// Reads a part of a shell's transcript.
pub(super) fn read(host: &Host, shell: &str, part: Part) -> Lines {
    let rushes = host.typed(shell) >= RUSH;
    let window = if rushes { WINDOW_RUSH } else { WINDOW };
    let from = part.next.saturating_sub(window + part.asked);
    let from = if part.asked == 0 {
        from.max(part.cleared)
    } else {
        from
    };
    let from = if part.all { 0 } else { from };
    let lines = host.read(|it| it.lines(shell, from));
    let own = host.own_lines(shell);
    let mut lines = merge(from, lines, own, part.next);
    lines.rushes = rushes;
    if part.asked == 0 && !part.all {
        lines.after_clear();
    }
    lines
}

impl Lines {
    /// Puts aside what stands before the last `clear`.
    fn after_clear(&mut self) {
        let clears = |line: &Line| line.kind == LineKind::Command && line.text.trim() == "clear";
        if let Some(place) = self.rows.iter().rposition(|(_, line)| clears(line)) {
            drop(self.rows.drain(..=place));
            self.earlier = true;
        }
    }
}

/// Sets the page's own lines between the session's.
fn merge(from: u64, lines: Vec<Line>, own: Vec<OwnLine>, next: u64) -> Lines {
    let next = lines.last().map_or(next, |it| it.id + 1);
    let earlier = from > 0 && lines.first().is_none_or(|it| it.id == from);
    let mut own = own
        .into_iter()
        .filter(|(after, _)| *after >= from)
        .peekable();
    let mut rows = Vec::with_capacity(lines.len());
    let keyed_own = |line: Line| (format!("own {}", line.id), line);
    for line in lines {
        while let Some((_, own_line)) = own.next_if(|(after, _)| *after <= line.id) {
            rows.push(keyed_own(own_line));
        }
        rows.push((line.id.to_string(), line));
    }
    rows.extend(own.map(|(_, line)| keyed_own(line)));
    Lines {
        rows,
        earlier,
        next,
        rushes: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Micros;

    fn line(id: u64) -> Line {
        let kind = LineKind::Out;
        Line {
            id,
            time: Micros::ZERO,
            kind,
            text: String::new(),
            did: None,
            happening: None,
            note: None,
        }
    }

    #[test]
    fn own_lines_stand_where_they_were_said() {
        let own = vec![(1, line(0)), (3, line(1)), (9, line(2))];
        let merged = merge(0, (0..5).map(line).collect(), own, 0);
        let keys: Vec<String> = merged.rows.into_iter().map(|it| it.0).collect();
        assert_eq!(keys, ["0", "own 0", "1", "2", "own 1", "3", "4", "own 2"]);
        assert_eq!((merged.next, merged.earlier), (5, false));
    }

    #[test]
    fn clear_puts_aside_what_stands_before_it() {
        let mut lines: Vec<Line> = (0..5).map(line).collect();
        lines[2].kind = LineKind::Command;
        lines[2].text = "clear".to_owned();
        let mut merged = merge(0, lines, Vec::new(), 0);
        merged.after_clear();
        let keys: Vec<String> = merged.rows.into_iter().map(|it| it.0).collect();
        assert_eq!(
            (keys, merged.earlier),
            (vec!["3".to_owned(), "4".to_owned()], true)
        );
    }

    #[test]
    fn a_part_knows_whether_something_is_before_it() {
        assert!(merge(3, (3..5).map(line).collect(), Vec::new(), 5).earlier);
        // The session has dropped everything before 4: asking again would bring nothing.
        assert!(!merge(3, (4..5).map(line).collect(), Vec::new(), 5).earlier);
        assert!(merge(5, Vec::new(), Vec::new(), 5).earlier);
    }
}
