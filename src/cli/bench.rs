//! `etcdscope bench`: puts a second through three members, by the wall's clock.

use std::{process::ExitCode, time::Instant};

use crate::{proof::bench::Bench, sim::Config};

/// Events between two looks at whether all is answered.
const EVENTS: u32 = 10_000;

/// Measures once.
pub(super) fn main(words: &[&str]) -> ExitCode {
    let Some((puts, in_flight)) = numbers(words) else {
        eprintln!("usage: etcdscope bench [N] [--in-flight K]");
        return ExitCode::from(2);
    };
    let mut bench = Bench::new(Config::tutorial(), puts, in_flight);
    let started = Instant::now();
    while !bench.run(EVENTS) {}
    let micros = started.elapsed().as_micros().max(1);
    println!(
        "{} puts through 3 members, {in_flight} in flight: {} puts/s ({} ms of computing for {} \
         ms simulated), {} refused",
        bench.answered(),
        u128::from(bench.answered()) * 1_000_000 / micros,
        micros / 1_000,
        bench.simulated().as_ms(),
        bench.refused(),
    );
    if bench.refused() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn numbers(words: &[&str]) -> Option<(u64, u64)> {
    let (mut puts, mut in_flight) = (100_000, 100);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if *word == "--in-flight" {
            in_flight = words.next()?.parse().ok()?;
        } else {
            puts = word.parse().ok()?;
        }
    }
    (puts > 0 && in_flight > 0).then_some((puts, in_flight))
}
