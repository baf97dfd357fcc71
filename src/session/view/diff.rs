//! What changed between two values: runs that stay, go and come. Pure, for any bytes.

/// Pieces of the middle compared one by one; more are taken as one change.
const PIECES_MAX: usize = 400;

/// What became of a run of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same,
    /// Only in the older value.
    Gone,
    /// Only in the newer value.
    New,
}

/// The runs of two values, in order: those that are `Same` or `Gone` joined are the older one,
/// those that are `Same` or `New` the newer.
#[must_use]
pub fn diff<'a>(old: &'a [u8], new: &'a [u8]) -> Vec<(Change, &'a [u8])> {
    let whole = |at: &usize| ends(old, *at) && ends(new, *at);
    let head = (0..=common(old.iter(), new.iter())).rev().find(whole);
    let (old_rest, new_rest) = (&old[head.unwrap_or(0)..], &new[head.unwrap_or(0)..]);
    let tail = common(old_rest.iter().rev(), new_rest.iter().rev());
    let whole =
        |it: &usize| ends(old_rest, old_rest.len() - it) && ends(new_rest, new_rest.len() - it);
    let tail = (0..=tail).rev().find(whole).unwrap_or(0);
    let (gone, same) = old_rest.split_at(old_rest.len() - tail);
    let come = &new_rest[..new_rest.len() - tail];
    let mut runs = Vec::new();
    add(&mut runs, Change::Same, &old[..head.unwrap_or(0)]);
    middle(&mut runs, gone, come);
    add(&mut runs, Change::Same, same);
    runs
}

/// How many items two walks have in common.
fn common<'a>(one: impl Iterator<Item = &'a u8>, other: impl Iterator<Item = &'a u8>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

/// Whether two bytes beside each other belong to one word, or to one character that isn't ASCII.
fn joined(a: &u8, b: &u8) -> bool {
    (a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric()) || b & 0xc0 == 0x80
}

/// Whether no word is parted at a place.
fn ends(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|it| text.get(it));
    before.zip(text.get(at)).is_none_or(|(a, b)| !joined(a, b))
}

/// Adds a run.
fn add<'a>(runs: &mut Vec<(Change, &'a [u8])>, change: Change, run: &'a [u8]) {
    if !run.is_empty() {
        runs.push((change, run));
    }
}

/// Words, and what stands between them piece by piece.
fn pieces(text: &[u8]) -> Vec<&[u8]> {
    text.chunk_by(joined).collect()
}

/// The runs of two middles that share neither beginning nor end: the longest common pieces stay.
fn middle<'a>(runs: &mut Vec<(Change, &'a [u8])>, old: &'a [u8], new: &'a [u8]) {
    let (gone, come) = (pieces(old), pieces(new));
    if gone.len() > PIECES_MAX || come.len() > PIECES_MAX {
        add(runs, Change::Gone, old);
        add(runs, Change::New, new);
        return;
    }
    // Lengths of the longest common rest from each pair of places.
    let width = come.len() + 1;
    let mut lengths = vec![0_u16; (gone.len() + 1) * width];
    for (i, a) in gone.iter().enumerate().rev() {
        for (j, b) in come.iter().enumerate().rev() {
            let at = i * width + j;
            lengths[at] = if a == b {
                lengths[at + width + 1] + 1
            } else {
                lengths[at + width].max(lengths[at + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < gone.len() || j < come.len() {
        let at = i * width + j;
        if i < gone.len() && j < come.len() && gone[i] == come[j] {
            add(runs, Change::Same, gone[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == come.len() || (i < gone.len() && lengths[at + width] >= lengths[at + 1]) {
            add(runs, Change::Gone, gone[i]);
            i += 1;
        } else {
            add(runs, Change::New, come[j]);
            j += 1;
        }
    }
}
