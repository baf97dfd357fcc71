//! `etcdscope linear`: the judge of client histories against trying every order, and its speed.

use std::{process::ExitCode, time::Instant};

use crate::proof::linear::{self, History, Verdict};

/// Steps for a short history, far more than any needs.
const SHORT_BUDGET: u64 = 1_000_000;

/// Steps for a long one.
const LONG_BUDGET: u64 = 1_000_000;

/// Operations of a long history.
const LONG: usize = 10_000;

/// Compares so many short histories, or measures long ones.
pub(super) fn main(words: &[&str]) -> ExitCode {
    match words {
        ["bench"] => bench(),
        ["--histories", count] => histories(count, "0"),
        ["--histories", count, "--from", from] => histories(count, from),
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: etcdscope linear --histories N [--from SEED] | bench");
    ExitCode::from(2)
}

fn histories(count: &str, from: &str) -> ExitCode {
    let (Ok(count), Ok(from)) = (count.parse::<u64>(), from.parse::<u64>()) else {
        return usage();
    };
    let started = Instant::now();
    let (mut right, mut wrong, mut differ) = (0_u64, 0_u64, 0_u64);
    for seed in from..from.saturating_add(count) {
        let history = linear::short(seed);
        let truth = linear::is_linearizable(&history);
        let verdict = history.verdict(SHORT_BUDGET);
        if truth {
            right += 1;
        } else {
            wrong += 1;
        }
        if (verdict == Verdict::Linearizable) != truth || verdict == Verdict::Unknown {
            differ += 1;
            println!("# seed {seed}: {verdict:?}, but trying every order says {truth}");
            println!("{history}");
        }
    }
    println!(
        "{count} histories, {right} linearizable, {wrong} not, {differ} judged differently, {} ms",
        started.elapsed().as_millis()
    );
    if differ == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn bench() -> ExitCode {
    let mut all_told = true;
    for (name, unknown_ppm, revisions) in [
        ("revisions known", 0, true),
        ("revisions known, 1 of 100 unanswered", 10_000, true),
        ("revisions known, 1 of 20 unanswered", 50_000, true),
        ("revisions known, 1 of 10 unanswered", 100_000, true),
        ("revisions known, 1 of 4 unanswered", 250_000, true),
        ("no revisions", 0, false),
        ("no revisions, 1 of 1000 unanswered", 1_000, false),
        ("no revisions, 1 of 100 unanswered", 10_000, false),
    ] {
        let history: History = linear::long(1, LONG, unknown_ppm, revisions);
        let started = Instant::now();
        let (verdict, steps) = history.verdict_in(LONG_BUDGET);
        let took = started.elapsed().as_millis();
        println!("{LONG} operations, {name}: {verdict:?} in {took} ms, {steps} steps");
        all_told &= !matches!(verdict, Verdict::Violation(_));
    }
    if all_told {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
