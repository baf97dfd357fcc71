//! A shell's transcript: lines with stable numbers, bounded, cheap to clone.

use std::sync::Arc;

use super::view::{Did, Happening, Line, LineKind};
use crate::{
    ctl::Note,
    units::{List, Micros, StateHash},
};

/// Lines kept in a transcript; the oldest go first.
pub(super) const LINES_MAX: usize = 5_000;

/// Bytes shown of one line; the rest is counted, not shown. Reports have all of it.
pub(super) const LINE_BYTES_MAX: usize = 16 * 1024;

/// A shell's lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Transcript {
    lines: List<Arc<Line>>,
    next: u64,
    /// The last line has no newline yet.
    open: bool,
    /// Bytes of the last line that are not shown.
    cut: usize,
    hash: u64,
}

impl Transcript {
    /// Adds one whole line and returns its number.
    pub(super) fn push(&mut self, time: Micros, kind: LineKind, text: &str) -> u64 {
        self.fold(kind, text.as_bytes());
        self.begin(time, kind);
        self.append(text.as_bytes());
        self.close();
        self.next - 1
    }

    /// Rules a line for what a person did to the cluster.
    pub(super) fn happened(&mut self, time: Micros, happening: &Happening) {
        self.push(time, LineKind::World, &happening.to_string());
        if let Some(line) = self.lines.back_mut() {
            Arc::make_mut(line).happening = Some(happening.clone());
        }
    }

    /// Says something beside the output.
    pub(super) fn note(&mut self, time: Micros, note: Note) {
        self.push(time, LineKind::Note, note.text());
        if let Some(line) = self.lines.back_mut() {
            Arc::make_mut(line).note = Some(note);
        }
    }

    /// The number of the line to come.
    pub(super) const fn next(&self) -> u64 {
        self.next
    }

    /// Adds output as it comes; a line may come in parts.
    pub(super) fn print(&mut self, time: Micros, kind: LineKind, bytes: &[u8]) {
        self.fold(kind, bytes);
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let goes_on = self.open && self.lines.last().is_some_and(|line| line.kind == kind);
            if !goes_on {
                self.close();
                self.begin(time, kind);
            }
            match part.strip_suffix(b"\n") {
                Some(text) => {
                    self.append(text);
                    self.close();
                }
                None => self.append(part),
            }
        }
    }

    fn begin(&mut self, time: Micros, kind: LineKind) {
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        let id = self.next;
        self.next += 1;
        self.open = true;
        self.cut = 0;
        self.lines.push_back(Arc::new(Line {
            id,
            time,
            kind,
            text: String::new(),
            did: None,
            happening: None,
            note: None,
        }));
    }

    fn append(&mut self, bytes: &[u8]) {
        let Some(line) = self.lines.back_mut() else {
            return;
        };
        let line = Arc::make_mut(line);
        let room = LINE_BYTES_MAX.saturating_sub(line.text.len());
        let shown = &bytes[..boundary(bytes, room)];
        self.cut += bytes.len() - shown.len();
        line.text
            .extend(String::from_utf8_lossy(shown).chars().map(visible));
    }

    /// Ends the last line; says how much of it is not shown.
    fn close(&mut self) {
        if self.open
            && self.cut > 0
            && let Some(line) = self.lines.back_mut()
        {
            let note = format!("… (and {} bytes more)", self.cut);
            Arc::make_mut(line).text.push_str(&note);
        }
        self.open = false;
        self.cut = 0;
    }

    /// Notes what a command did on the line it was typed on.
    pub(super) fn did(&mut self, id: u64, did: Did) {
        if let Some(place) = self.place(id)
            && let Some(line) = self.lines.get_mut(place)
        {
            Arc::make_mut(line).did = Some(did);
        }
    }

    /// Notes on the first line of each watch event printed from `from` on which revision it tells
    /// of. In formats other than the plain one, the first line tells of the first.
    pub(super) fn tells(&mut self, from: u64, events: &[(u64, u64)]) {
        let mut at = from;
        for (main, lines) in events {
            let Some(line) = self.place(at).and_then(|it| self.lines.get_mut(it)) else {
                return;
            };
            let plain = matches!(line.text.as_str(), "PUT" | "DELETE");
            if plain || at == from {
                Arc::make_mut(line).did = Some(Did {
                    revision: Some(*main),
                    ..Did::default()
                });
            }
            if !plain {
                return;
            }
            at += lines;
        }
    }

    fn place(&self, id: u64) -> Option<usize> {
        let first = self.lines.front()?.id;
        usize::try_from(id.checked_sub(first)?).ok()
    }

    /// The lines from the one with number `from` on.
    pub(super) fn from(&self, from: u64) -> impl DoubleEndedIterator<Item = &Line> {
        let skip = self
            .lines
            .front()
            .map_or(0, |first| from.saturating_sub(first.id));
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let skip = skip.min(self.lines.len());
        self.lines.iter().skip(skip).map(AsRef::as_ref)
    }

    fn fold(&mut self, kind: LineKind, bytes: &[u8]) {
        let mut hash = StateHash::new();
        hash.u64(self.hash).u64(kind as u64).bytes(bytes);
        self.hash = hash.finish();
    }

    /// A number that differs, but for accidents, where anything printed differs.
    pub(super) const fn hash(&self) -> u64 {
        self.hash
    }
}

/// The last place in `bytes` at or before `most` where no UTF-8 character is parted.
fn boundary(bytes: &[u8], most: usize) -> usize {
    if bytes.len() <= most {
        return bytes.len();
    }
    let continues = |at: &usize| bytes[*at] & 0b1100_0000 == 0b1000_0000;
    (most.saturating_sub(3)..=most)
        .rev()
        .find(|at| !continues(at))
        .unwrap_or(most)
}

/// A character as a transcript shows it: control characters by their pictures, but for tabs.
fn visible(character: char) -> char {
    match character {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other => other,
    }
}
