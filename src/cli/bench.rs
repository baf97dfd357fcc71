//! `etcdscope bench`: puts a second through three members, by the wall's clock.

use std::{process::ExitCode, time::Instant};

use crate::{
    proof::bench::{Bench, Idle},
    sim::Config,
    units::Micros,
};

/// Events between two looks at whether all is answered.
const EVENTS: u32 = 10_000;

/// Measures once.
pub(super) fn main(words: &[&str]) -> ExitCode {
    if let ["idle", words @ ..] = words {
        return idle(words);
    }
    let Some((puts, in_flight)) = numbers(words) else {
        eprintln!("usage: etcdscope bench [N] [--in-flight K] | idle [SECONDS] [MEMBERS]");
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

/// Virtual seconds of an idle cluster under the judge, by the wall's clock.
fn idle(words: &[&str]) -> ExitCode {
    let number = |place: usize, default| {
        let word = words.get(place);
        word.map_or(Some(default), |word| word.parse().ok())
    };
    let (Some(seconds), Some(members)) = (number(0, 100_000), number(1, 3)) else {
        eprintln!("usage: etcdscope bench idle [SECONDS] [MEMBERS]");
        return ExitCode::from(2);
    };
    let mut config = Config::tutorial();
    let members = u32::try_from(members).unwrap_or(3).clamp(1, 7);
    config.members = (1..=members).map(Config::tutorial_member).collect();
    let mut idle = Idle::new(config);
    let started = Instant::now();
    let verdict = idle.run(Micros::from_secs(seconds));
    let micros = started.elapsed().as_micros().max(1);
    println!(
        "{members} idle members under the judge: {} simulated seconds per second ({} s in {} ms, \
         {} events)",
        u128::from(idle.simulated().0) / micros,
        idle.simulated().as_secs(),
        micros / 1_000,
        idle.events(),
    );
    match verdict {
        Ok(()) => ExitCode::SUCCESS,
        Err(violation) => {
            println!("{violation}");
            ExitCode::FAILURE
        }
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
