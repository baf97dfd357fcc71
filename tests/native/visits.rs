//! Random visits survive every way through time and every form they are told in.

use etcdscope::proof::visits::{check, check_told};

/// Seeds of this run; `etcdscope visits --seeds 300` is the whole proof.
const SEEDS: u64 = 30;

#[test]
fn visits_survive() {
    let (mut branches, mut moments) = (0, 0);
    for seed in 0..SEEDS {
        let told = check(seed, None).unwrap_or_else(|what| panic!("seed {seed}: {what}"));
        branches += told.branches;
        moments += told.moments.len();
    }
    assert!(branches > 40, "some of them fork: {branches}");
    assert!(moments > 1_000, "there is something to compare: {moments}");
}

/// Goal: the comparison sees what is small. Method: one number of a text is another.
#[test]
fn a_changed_text_is_noticed() {
    for (number, from, to) in [(1, "put a 1", "put a 2"), (2, " $ ", " ^C\n+0 $ ")] {
        let mut changed = 0;
        for seed in 0..10 {
            let told = check_told(seed, None, |text| {
                let other = text.replacen(from, to, 1);
                changed += u32::from(other != text);
                other
            });
            assert_eq!(told.is_err(), changed > 0, "mutant {number}, seed {seed}");
            changed = 0;
        }
    }
}
