//! How inputs are made: words in a row, examples that are damaged, bytes without sense.

use proptest::{collection::vec, prelude::*, sample::select};

use super::Target;

/// Pieces of any language that is read here.
const COMMON: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n",
    "\"",
    "'",
    "\\",
    "\0",
    "-",
    "--",
    "=",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ".",
    "0",
    "1",
    "-1",
    "9223372036854775807",
    "18446744073709551616",
    "1e999",
    "0x",
    "键",
    "👩‍🚀",
    "\u{202e}",
    "\u{feff}",
    "\r",
    "\t",
    "$",
    "${",
    "$'",
    "|",
    "<<EOF\n",
    "EOF",
    "<",
    ">",
    "#",
    "true",
    "null",
    "AAAA",
    "%",
    "/",
    "..",
];

/// Inputs of a target.
pub(super) fn of(target: &Target) -> BoxedStrategy<Vec<u8>> {
    let words: Vec<&'static str> = target.words.to_vec();
    let word = prop_oneof![
        6 => select(words).prop_map(|it| it.as_bytes().to_vec()),
        2 => select(COMMON.to_vec()).prop_map(|it| it.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..4),
    ];
    let gap = select(vec![&b" "[..], b" ", b" ", b"", b"\n"]);
    let row = vec((word.clone(), gap), 0..14).prop_map(|pieces| {
        let pieces = pieces.into_iter();
        pieces
            .flat_map(|(word, gap)| [word, gap.to_vec()])
            .flatten()
            .collect()
    });
    let examples: Vec<&'static str> = target.examples.to_vec();
    let harm = (any::<prop::sample::Index>(), 0..6_usize, word);
    let damaged = (select(examples), vec(harm, 0..5)).prop_map(|(example, harms)| {
        let mut bytes = example.as_bytes().to_vec();
        for (at, gone, new) in harms {
            let from = at.index(bytes.len() + 1);
            let to = (from + gone).min(bytes.len());
            bytes.splice(from..to, new);
        }
        bytes
    });
    prop_oneof![3 => row, 4 => damaged, 1 => vec(any::<u8>(), 0..64)].boxed()
}
