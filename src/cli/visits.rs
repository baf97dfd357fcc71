//! `etcdscope visits`: random visits, one per seed, compared in every way; `--json` tells them to
//! whoever compares the page.

use std::{process::ExitCode, time::Instant};

use crate::proof::visits::{Told, check};

/// What is asked for.
#[derive(Default)]
struct Asked {
    from: u64,
    seeds: u64,
    nodes: Option<u32>,
    json: bool,
}

fn read(words: &[&str]) -> Option<Asked> {
    let mut asked = Asked::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--seeds" => asked.seeds = words.next()?.parse().ok()?,
            "--from" => asked.from = words.next()?.parse().ok()?,
            "--nodes" => asked.nodes = Some(words.next()?.parse().ok()?),
            "--json" => asked.json = true,
            _ => return None,
        }
    }
    let few = asked.nodes.is_none_or(|it| (1..=7).contains(&it));
    (asked.seeds > 0 && few).then_some(asked)
}

/// Compares the seeds asked for.
pub(super) fn main(words: &[&str]) -> ExitCode {
    let Some(Asked {
        from,
        seeds,
        nodes,
        json,
    }) = read(words)
    else {
        eprintln!("usage: etcdscope visits --seeds N [--from SEED] [--nodes 1|3|5|7] [--json]");
        return ExitCode::from(2);
    };
    let started = Instant::now();
    let (mut moments, mut branches, mut failed) = (0, 0, 0_u64);
    for seed in from..from.saturating_add(seeds) {
        match check(seed, nodes) {
            Ok(told) => {
                moments += told.moments.len();
                branches += told.branches;
                if json {
                    println!("{}", line(seed, &told));
                }
            }
            Err(what) => {
                failed += 1;
                eprintln!("seed {seed}: {what}");
            }
        }
    }
    eprintln!(
        "{seeds} visits, {failed} failed: {branches} branches, {moments} moments compared, {} ms",
        started.elapsed().as_millis()
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A visit as one line of JSON.
fn line(seed: u64, told: &Told) -> String {
    let moment = |it: &crate::proof::visits::Moment| {
        serde_json::json!({
            "branch": it.branch,
            "time": it.at.stamp.time.0,
            "events": it.at.stamp.events,
            "inputs": it.at.inputs,
            "hash": format!("{:016x}", it.hash),
        })
    };
    let line = serde_json::json!({
        "seed": seed,
        "script": told.text,
        "hash": format!("{:016x}", told.hash),
        "moments": told.moments.iter().map(moment).collect::<Vec<_>>(),
    });
    line.to_string()
}
