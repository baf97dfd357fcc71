//! `oracle [--schedules N] [--from SEED] [--mutants]`: random schedules on both cores.
//!
//! Prints each difference that is not on the list with the shrunk schedule that leads to it, how
//! often each entry of the list was needed, and last `N passed, M failed`; exits 1 if any failed.

use std::{env, panic, process::ExitCode, time::Instant};

use oracle::{
    allowed::{EVENED, EVENED_REASONS, LIST, Seen},
    compare::{self, Outcome, Run},
    generate::Generator,
    raft::Rules,
    schedule::{Schedule, Step},
    shrink,
};

/// Mismatches printed in full.
const SHOWN: u64 = 3;

/// Draws the schedule of a seed while it runs.
fn run(seed: u64, rules: Rules) -> (Schedule, Outcome) {
    let (mut generator, settings) = Generator::new(seed, rules, !flag("--no-changes"));
    let steps = Vec::new();
    let mut schedule = Schedule {
        settings,
        seed,
        steps,
    };
    let mut run = Run::new(&schedule);
    while let Some(step) = generator.next(&run.ours) {
        let goes_on = run.step(&step);
        schedule.steps.push(step);
        if !goes_on {
            break;
        }
    }
    run.outcome.evened = run.theirs.evened();
    (schedule, run.outcome)
}

fn number(name: &str, default: u64) -> u64 {
    let mut arguments = env::args().skip_while(|it| it != name).skip(1);
    let given = arguments.next().and_then(|it| it.parse().ok());
    given.unwrap_or(default)
}

/// Prints what each step leaves under way and believed, for whoever looks into a difference.
fn trace(schedule: &Schedule) {
    let mut run = Run::new(schedule);
    let mut show = |step: &Step| {
        println!("{step:?}");
        run.ours.step(step);
        run.theirs.step(step);
        let (ours, theirs) = (run.ours.sketch(), run.theirs.sketch());
        println!("  ours    {ours}\n  raft-rs {theirs}");
    };
    for step in &schedule.steps {
        if matches!(step, Step::Settle | Step::Heal) {
            // Nearly the same, seen from nearer.
            for _ in 0..9 {
                let ids = schedule.settings.ids();
                ids.for_each(|id| show(&Step::Ready(id)));
                show(&Step::Round);
            }
        }
        show(step);
    }
}

fn flag(name: &str) -> bool {
    env::args().any(|it| it == name)
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(|_| {}));
    let (count, from) = (number("--schedules", 1_000), number("--from", 1));
    let began = Instant::now();
    let (mut passed, mut failed, mut short) = (0, 0, 0);
    let (mut compared, mut steps) = (0, 0);
    let mut kinds = std::collections::BTreeMap::new();
    let mut evened = [0; EVENED];
    let mut seen = Seen::default();
    for seed in from..from + count {
        let (schedule, outcome) = run(seed, Rules::default());
        compared += outcome.compared;
        steps += outcome.steps;
        short += usize::from(outcome.cut_short);
        seen.add(&outcome.seen);
        for (count, more) in evened.iter_mut().zip(outcome.evened) {
            *count += more;
        }
        if outcome.mismatch.is_none() {
            passed += 1;
            continue;
        }
        failed += 1;
        let fields = |outcome: &Outcome| {
            let found = outcome.mismatch.iter().flatten();
            let mut fields: Vec<_> = found.map(|it| format!("{:?}", it.field)).collect();
            fields.sort();
            fields.dedup();
            fields
        };
        let kind = fields(&outcome).join(" ");
        *kinds.entry(kind).or_insert(0) += 1;
        if failed <= number("--show", SHOWN) {
            let schedule = shrink::shrink(&schedule);
            if flag("--trace") {
                trace(&schedule);
            }
            println!("the cores part:\n{schedule}");
            for difference in compare::run(&schedule).mismatch.iter().flatten().take(5) {
                println!("  {difference}");
            }
        }
    }
    for (kind, count) in kinds {
        println!("  {count:>6} {kind}");
    }
    let seconds = began.elapsed().as_secs();
    println!("{steps} steps, {compared} comparisons, {short} schedules cut short, {seconds} s");
    for (entry, count) in LIST.iter().zip(seen.0) {
        println!("allowed {count:>7} {}: {}", entry.name, entry.reason);
    }
    for ((name, reason), count) in EVENED_REASONS.iter().zip(evened) {
        println!("evened  {count:>7} {name}: {reason}");
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
