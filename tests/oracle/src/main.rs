//! `oracle [--schedules N] [--from SEED] [--show N] [--trace] [--find]`: both cores, side by side.
//!
//! First the schedules that show that each known difference is needed, then N random ones, then
//! our core with rules broken, which must be seen to differ. Prints each unknown difference with
//! the shrunk schedule that leads to it, how often each known one was met, and last `N passed, M
//! failed`; exits 1 if any failed. `--find` searches and writes down schedules of the first sort.

use std::{collections::BTreeMap, env, panic, process::ExitCode, time::Instant};

use oracle::{
    allowed::{EVENED, EVENED_REASONS, LIST, Seen},
    compare::{self, Outcome, Run},
    generate::Generator,
    needed,
    raft::Rules,
    schedule::{Schedule, Step},
    shrink,
};

/// Seeds within which a broken rule must be seen.
const MUTANT_SEEDS: u64 = 10_000;
/// Seeds that `--find` tries.
const FIND_SEEDS: u64 = 400_000;

/// Rules whose breaking a comparison at quiet moments can see.
const MUTANTS: [(&str, fn(&mut Rules)); 3] = [
    ("commit_own_term_only", |it| it.commit_own_term_only = false),
    ("check_log_match", |it| it.check_log_match = false),
    ("vote_is_durable", |it| it.vote_is_durable = false),
];

/// Prints what each step leaves under way and believed, for whoever looks into a difference.
fn trace(schedule: &Schedule) {
    let mut run = Run::new(schedule);
    let mut show = |step: &Step| {
        println!("{step}");
        run.ours.step(step);
        run.theirs.step(step);
        let (ours, theirs) = (run.ours.sketch(), run.theirs.sketch());
        println!("  ours    {ours}\n  raft-rs {theirs}");
    };
    let ids = || schedule.settings.ids();
    for step in &schedule.steps {
        if *step == Step::Heal {
            ids().for_each(|id| show(&Step::Boot(id)));
            let links = ids().flat_map(|from| ids().map(move |to| (from, to)));
            links.for_each(|(from, to)| show(&Step::Mend(from, to)));
        }
        if matches!(step, Step::Settle | Step::Heal) {
            // The same, seen from nearer.
            for _ in 0..9 {
                ids().for_each(|id| show(&Step::Ready(id)));
                show(&Step::Round);
            }
        }
        show(step);
        let ticks = if *step == Step::Heal {
            4 * schedule.settings.election_ticks
        } else {
            0
        };
        for _ in 0..ticks {
            ids().for_each(|id| show(&Step::Tick(id)));
            show(&Step::Settle);
        }
    }
}

fn flag(name: &str) -> bool {
    env::args().any(|it| it == name)
}

fn number(name: &str, default: u64) -> u64 {
    let mut arguments = env::args().skip_while(|it| it != name).skip(1);
    let given = arguments.next().and_then(|it| it.parse().ok());
    given.unwrap_or(default)
}

/// What is counted.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    steps: usize,
    compared: usize,
    short: usize,
    shown: u64,
    seen: Seen,
    evened: [usize; EVENED],
    /// Unknown differences by the fields that differ.
    kinds: BTreeMap<String, usize>,
}

impl Tally {
    fn check(&mut self, result: Result<(), String>) {
        if let Err(says) = &result {
            println!("{says}");
        }
        self.passed += usize::from(result.is_ok());
        self.failed += usize::from(result.is_err());
    }

    fn take(&mut self, schedule: &Schedule, outcome: &Outcome, show: u64) {
        self.compared += outcome.compared;
        self.steps += outcome.steps;
        self.short += usize::from(outcome.cut_short);
        self.seen.add(&outcome.seen);
        for (count, more) in self.evened.iter_mut().zip(outcome.evened) {
            *count += more;
        }
        let Some(found) = &outcome.mismatch else {
            self.passed += 1;
            return;
        };
        let mut fields: Vec<_> = found.iter().map(|it| format!("{:?}", it.field)).collect();
        fields.sort();
        fields.dedup();
        *self.kinds.entry(fields.join(" ")).or_default() += 1;
        self.failed += 1;
        self.shown += 1;
        if self.shown <= show {
            let schedule = shrink::shrink(schedule, shrink::parts);
            if flag("--trace") {
                trace(&schedule);
            }
            println!("the cores part:\n{schedule}");
            for difference in compare::run(&schedule).mismatch.iter().flatten().take(5) {
                println!("  {difference}");
            }
        }
    }

    fn print(&self) {
        for (kind, count) in &self.kinds {
            println!("{count:>8} part in {kind}");
        }
        let (steps, compared, short) = (self.steps, self.compared, self.short);
        println!(
            "{steps} steps, {compared} comparisons, {short} ended early by a known difference"
        );
        for (entry, count) in LIST.iter().zip(self.seen.0) {
            println!("{count:>8} allowed {}: {}", entry.name, entry.reason);
        }
        for ((name, reason), count) in EVENED_REASONS.iter().zip(self.evened) {
            println!("{count:>8} evened out {name}: {reason}");
        }
    }
}

/// Breaks a rule in our core; the cores must part.
fn mutant(name: &str, break_it: fn(&mut Rules)) -> Result<(), String> {
    let mut rules = Rules::default();
    break_it(&mut rules);
    let parts = |seed: &u64| Generator::run(*seed, rules, u32::MAX).1.mismatch.is_some();
    let seen = (1..=MUTANT_SEEDS).find(parts);
    let seed = seen.ok_or(format!(
        "without {name}: not seen in {MUTANT_SEEDS} schedules"
    ))?;
    println!("without {name}: seen at seed {seed}");
    Ok(())
}

fn main() -> ExitCode {
    // The cores may fall over; that is a difference like others, and printed as one.
    panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let mut tally = Tally::default();
    for (name, bit) in needed::known() {
        if flag("--find") && needed::check(name, bit).is_err() {
            tally.check(needed::find(name, bit, number("--seeds", FIND_SEEDS)));
        }
        tally.check(needed::check(name, bit));
    }
    let (count, from) = (number("--schedules", 1_000), number("--from", 1));
    for seed in from..from + count {
        let (schedule, outcome) = Generator::run(seed, Rules::default(), u32::MAX);
        tally.take(&schedule, &outcome, number("--show", 3));
    }
    for (name, break_it) in MUTANTS {
        tally.check(mutant(name, break_it));
    }
    tally.print();
    println!("{} s", began.elapsed().as_secs());
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
