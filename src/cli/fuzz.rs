//! `etcdscope fuzz`: random worlds, one per seed, until one breaks a promise.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    time::Instant,
};

use crate::{
    proof::fuzz::{plan, run},
    raft::Rules,
};

/// Runs the seeds asked for.
pub(super) fn main(words: &[&str]) -> ExitCode {
    let Some((from, seeds)) = numbers(words) else {
        eprintln!("usage: etcdscope fuzz --seeds N [--from SEED]");
        return ExitCode::from(2);
    };
    let started = Instant::now();
    let (mut events, mut writes, mut terms, mut failed) = (0, 0, 0, 0_u64);
    for seed in from..from.saturating_add(seeds) {
        // An assertion inside the cluster is a finding like any other, and the seed is its address.
        let plan = plan(seed, Rules::default());
        match catch_unwind(AssertUnwindSafe(|| run(&plan))) {
            Ok(Ok(story)) => {
                events += story.events;
                writes += story.writes;
                terms += story.terms;
            }
            Ok(Err(failure)) => {
                failed += 1;
                println!("{failure}");
                println!(
                    "# again: etcdscope fuzz --seeds 1 --from {seed}, or this story in a repl"
                );
            }
            Err(_) => {
                failed += 1;
                println!("# seed {seed} panics");
            }
        }
    }
    println!(
        "{seeds} seeds, {failed} failed: {events} events, {terms} terms led, {writes} writes, \
         {} ms",
        started.elapsed().as_millis()
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

pub(super) fn numbers(words: &[&str]) -> Option<(u64, u64)> {
    let (mut from, mut seeds) = (0, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--seeds" => seeds = Some(words.next()?.parse().ok()?),
            "--from" => from = words.next()?.parse().ok()?,
            _ => return None,
        }
    }
    Some((from, seeds?))
}
