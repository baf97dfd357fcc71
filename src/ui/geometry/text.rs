//! How wide a text will be, without measuring it, and how to shorten it.
//!
//! System fonts differ: the estimates are on the wide side, so nothing is cut.

/// Width of a text in the page's sans at `size` pixels.
#[must_use]
pub fn sans(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|it| if wide(it) { 1.0 } else { 0.57 })
        .sum::<f64>()
        * size
}

/// Width of a text in the page's mono at `size` pixels.
#[must_use]
pub fn mono(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|it| if wide(it) { 1.0 } else { 0.61 })
        .sum::<f64>()
        * size
}

/// Whether a character takes a full square: Han, kana, hangul, full-width forms, emoji.
fn wide(it: char) -> bool {
    matches!(u32::from(it),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd)
}

/// Shortens to at most `room` squares of half width, keeping start and the telling end.
#[must_use]
pub fn shorten(text: &str, room: usize) -> String {
    let cost = |it: char| if wide(it) { 2 } else { 1 };
    if text.chars().map(cost).sum::<usize>() <= room {
        return text.to_owned();
    }
    let tail_room = room.saturating_sub(1) / 2;
    let head_room = room.saturating_sub(1) - tail_room;
    let mut used = 0;
    let mut fits = |it: &char, room: usize| {
        used += cost(*it);
        used <= room
    };
    let head: String = text.chars().take_while(|it| fits(it, head_room)).collect();
    used = 0;
    let mut fits = |it: &char, room: usize| {
        used += cost(*it);
        used <= room
    };
    let tail: Vec<char> = text
        .chars()
        .rev()
        .take_while(|it| fits(it, tail_room))
        .collect();
    head + "…" + &tail.into_iter().rev().collect::<String>()
}
