//! Compares two transcripts and says readably where they differ. It must not know how either was
//! made.

use super::transcript::Block;

/// Blocks shown before the rest is only counted.
const BLOCKS_SHOWN: usize = 3;

/// Lines around a difference.
const CONTEXT: usize = 2;

/// Where `got` differs from `want`, or nothing. `-` marks what etcd printed, `+` what we did.
#[must_use]
pub fn difference(want: &[Block], got: &[Block]) -> Option<String> {
    let mut out = String::new();
    let mut different = 0;
    for place in 0..want.len().max(got.len()) {
        let written = |blocks: &[Block]| blocks.get(place).map(Block::written).unwrap_or_default();
        let (want, got) = (written(want), written(got));
        if want == got {
            continue;
        }
        different += 1;
        if different <= BLOCKS_SHOWN {
            show(&want, &got, &mut out);
        }
    }
    if different > BLOCKS_SHOWN {
        out.push_str(&format!(
            "… and {} more steps differ\n",
            different - BLOCKS_SHOWN
        ));
    }
    (different > 0).then_some(out)
}

/// One block's lines with marks, its head always, its equal stretches cut short.
fn show(want: &[String], got: &[String], out: &mut String) {
    let marked = marked_lines(want, got);
    let near = |place: usize| {
        let around = place.saturating_sub(CONTEXT)..(place + CONTEXT + 1).min(marked.len());
        place == 0 || marked[around].iter().any(|(mark, _)| *mark != ' ')
    };
    let mut skipping = false;
    for (place, (mark, line)) in marked.iter().enumerate() {
        if near(place) {
            out.push_str(&format!("{mark} {line}\n"));
        } else if !skipping {
            out.push_str("  …\n");
        }
        skipping = !near(place);
    }
}

/// The shortest way from `want` to `got`: kept lines ` `, dropped `-`, added `+`.
fn marked_lines<'a>(want: &'a [String], got: &'a [String]) -> Vec<(char, &'a str)> {
    // kept[i][j]: how many lines the tails from i and j have in common.
    let mut kept = vec![vec![0_u32; got.len() + 1]; want.len() + 1];
    for i in (0..want.len()).rev() {
        for j in (0..got.len()).rev() {
            kept[i][j] = if want[i] == got[j] {
                kept[i + 1][j + 1] + 1
            } else {
                kept[i + 1][j].max(kept[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut marked = Vec::new();
    while i < want.len() || j < got.len() {
        if i < want.len() && j < got.len() && want[i] == got[j] {
            marked.push((' ', want[i].as_str()));
            (i, j) = (i + 1, j + 1);
        } else if j == got.len() || (i < want.len() && kept[i + 1][j] >= kept[i][j + 1]) {
            marked.push(('-', want[i].as_str()));
            i += 1;
        } else {
            marked.push(('+', got[j].as_str()));
            j += 1;
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::{super::transcript::parse, difference};

    const WANT: &str = "=== 1 $ a\nexit: 0\nstdout:\n| 1\n| 2\n| 3\n| 4\n| 5\nstderr:\n\n\
                        === 2 $ b\nexit: 0\nstdout:\nstderr:\n\n";

    #[test]
    fn equal_transcripts_do_not_differ() {
        let want = parse(WANT).expect("well formed");
        assert_eq!(difference(&want, &want), None);
    }

    #[test]
    fn a_difference_shows_its_step_and_lines() {
        let want = parse(WANT).expect("well formed");
        let got = parse(&WANT.replace("| 5", "| 6")).expect("well formed");
        let text = "  === 1 $ a\n  …\n  | 3\n  | 4\n- | 5\n+ | 6\n  stderr:\n";
        assert_eq!(difference(&want, &got).as_deref(), Some(text));
    }

    #[test]
    fn missing_and_unexpected_steps_differ() {
        let want = parse(WANT).expect("well formed");
        let missing = difference(&want, &want[..1]).expect("a step is missing");
        assert!(missing.starts_with("- === 2 $ b\n- exit: 0\n"), "{missing}");
        let more = difference(&want[..1], &want).expect("a step too many");
        assert!(more.starts_with("+ === 2 $ b\n"), "{more}");
    }
}
