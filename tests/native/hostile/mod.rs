//! Hostile input: whatever a reader is given, nothing panics and nothing hangs.
//!
//! Each target has words of its own, of which inputs are made, and examples, which are damaged. An
//! input that broke something is kept in `tests/corpus/TARGET` and played on every run. More than
//! CI does: `HOSTILE_SECONDS=1800 cargo test --release --test native hostile -- --nocapture`.

mod input;
mod more;
mod targets;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use etcdscope::units::StateHash;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use targets::{TARGETS, Target};

/// Inputs of a target in one run of a runner.
const INPUTS: u32 = 60;

fn folder(target: &Target) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/corpus").join(target.name)
}

/// Goal: what broke something once never does again.
#[test]
fn kept_inputs_break_nothing() {
    for target in TARGETS {
        let Ok(entries) = fs::read_dir(folder(target)) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("a folder can be read").path();
            (target.take)(&fs::read(&path).expect("a kept input"));
        }
    }
}

/// Gives a target inputs of one seed; the input that broke it, shortened.
fn attack(target: &Target, seed: u64) -> Result<(), (Vec<u8>, String)> {
    let config = Config {
        cases: INPUTS,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&input::of(target), |input| {
        catch_unwind(AssertUnwindSafe(|| (target.take)(&input))).map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            TestCaseError::fail(text.unwrap_or_default())
        })
    });
    match result {
        Ok(()) => Ok(()),
        Err(TestError::Fail(why, input)) => Err((input, why.to_string())),
        Err(TestError::Abort(why)) => Err((Vec::new(), why.to_string())),
    }
}

/// Goal: nothing that a visitor, a link or a file holds makes the page stop. Method: inputs made of
/// a target's own words and damaged examples of it, from seeds that never change; or for as long as
/// `HOSTILE_SECONDS` says, from ever new seeds.
#[test]
fn nothing_that_is_read_breaks_anything() {
    let seconds = std::env::var("HOSTILE_SECONDS").ok();
    let seconds: Option<u64> = seconds.and_then(|it| it.parse().ok());
    let end = seconds.map(|it| Instant::now() + Duration::from_secs(it));
    let (mut seed, mut given, mut broken) = (0, 0_u64, Vec::new());
    loop {
        for target in TARGETS {
            if let Err((input, why)) = attack(target, seed) {
                let mut hash = StateHash::new();
                let path = folder(target).join(format!("{:016x}", hash.bytes(&input).finish()));
                fs::create_dir_all(folder(target)).expect("a folder for what was found");
                fs::write(&path, &input).expect("a place for what was found");
                broken.push(format!("{}: {why}", path.display()));
            }
            given += u64::from(INPUTS);
        }
        seed += 1;
        if end.is_none_or(|end| Instant::now() >= end) || broken.len() > 20 {
            break;
        }
    }
    println!("{given} inputs, {} broke something", broken.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Goal: the attack itself can fail. Method: a target that cannot stand one of its words.
#[test]
fn what_breaks_is_found_and_shortened() {
    let target = Target {
        name: "glass",
        words: &["stone", "feather"],
        examples: &["feather feather"],
        take: |input| {
            let stones = input.windows(5).filter(|it| it == b"stone").count();
            assert!(stones < 2, "it broke");
        },
    };
    let found = (0..50).find_map(|seed| attack(&target, seed).err());
    let (input, why) = found.expect("stones are thrown");
    assert_eq!(input.windows(5).filter(|it| it == b"stone").count(), 2);
    assert!(input.len() <= 12, "{input:?}");
    assert!(why.contains("it broke"), "{why}");
}
