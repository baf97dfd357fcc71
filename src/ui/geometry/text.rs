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

/// Shortens a key: its first segment and as much of the telling end as there is room for.
#[must_use]
pub fn shorten_key(key: &str, room: usize) -> String {
    if key.chars().count() <= room {
        return shorten(key, room);
    }
    let head = key
        .char_indices()
        .skip(1)
        .find(|it| it.1 == '/')
        .map_or(0, |it| it.0 + 1);
    let head = if key[..head].chars().count() * 3 > room * 2 {
        ""
    } else {
        &key[..head]
    };
    let left = room.saturating_sub(head.chars().count() + 1);
    let from = key.chars().count() - left;
    let at = key.char_indices().nth(from).map_or(key.len(), |it| it.0);
    let tail = &key[at..];
    // Better a whole segment than the end of one before it.
    let tail = match tail.find('/') {
        Some(it) if it + 1 < tail.len() && it < tail.len() / 2 => &tail[it..],
        Some(_) | None => tail,
    };
    format!("{head}…{tail}")
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
