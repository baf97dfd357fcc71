//! `etcdscope fuzz`: random worlds, one per seed, until one breaks a property; `--mutants` does the
//! same to every rule that can be forgotten.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    time::Instant,
};

use crate::{
    proof::search::{self, Faults, Found, Mutant, Options, Progress, Search},
    units::Micros,
};

const USAGE: &str = "\
usage: etcdscope fuzz --seeds N [--first SEED] [--nodes 1|3|5|7] [--faults all|none|NAME,NAME…]
                      [--steps N] [--seconds S] [--forget RULE]
       etcdscope fuzz --mutants [--seeds N] [--first SEED] [--keep FOLDER]
";

/// Events between two looks at how far a search is.
const EVENTS: u64 = 100_000;

/// Seeds that a mutant is hunted with unless told otherwise.
const MUTANT_SEEDS: u64 = 3_000;

/// Stories of a mutant of which the shortest is kept.
const MUTANT_FINDS: u32 = 5;

/// Runs what is asked for.
pub(super) fn main(words: &[&str]) -> ExitCode {
    match read(words) {
        Ok(Asked {
            options,
            mutants: false,
            ..
        }) => one(options),
        Ok(asked) => mutants(&asked),
        Err(mistake) => {
            eprintln!("etcdscope: {mistake}");
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// What was asked for.
struct Asked {
    options: Options,
    mutants: bool,
    /// Where the shortest stories of mutants are put.
    keep: Option<String>,
}

fn read(words: &[&str]) -> Result<Asked, String> {
    let mut options = Options::default();
    let (mut seeds, mut mutants, mut keep) = (None, false, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if *word == "--mutants" {
            mutants = true;
            continue;
        }
        let value = *words.next().ok_or(format!("{word} needs a value"))?;
        let number = || {
            let number = value.parse::<u64>();
            number.map_err(|_| format!("{word} needs a number"))
        };
        match *word {
            "--seeds" => seeds = Some(number()?),
            "--first" | "--from" => options.first = number()?,
            "--nodes" => options.nodes = Some(nodes(value)?),
            "--faults" => options.faults = Faults::read(value)?,
            "--steps" => options.steps = usize::try_from(number()?).ok(),
            "--seconds" => options.chaos = Micros::from_secs(number()?.min(86_400)),
            "--forget" => options.mutant = Some(Mutant::named(value)?),
            "--keep" => keep = Some(value.to_owned()),
            _ => return Err(format!("{word} is not known")),
        }
    }
    options.favours = options.mutant.map_or(&[], |it| it.favours);
    let wanted = mutants.then_some(MUTANT_SEEDS);
    options.seeds = seeds.or(wanted).ok_or("--seeds is missing")?;
    Ok(Asked {
        options,
        mutants,
        keep,
    })
}

fn nodes(value: &str) -> Result<u32, String> {
    let count = value.parse().ok().filter(|it| (1..=7).contains(it));
    count.ok_or_else(|| "--nodes needs a number from 1 to 7".to_owned())
}

/// One search to its end; seeds that panic are named.
fn run(options: Options) -> (Progress, Vec<u64>) {
    let mut search = Search::new(options);
    let mut panics = Vec::new();
    loop {
        // An assertion inside the cluster is a finding like any other, and the seed is its
        // address.
        match catch_unwind(AssertUnwindSafe(|| search.step(EVENTS))) {
            Ok(true) => return (search.progress().clone(), panics),
            Ok(false) => {}
            Err(_) => {
                panics.push(search.seed());
                search.skip();
            }
        }
    }
}

fn one(options: Options) -> ExitCode {
    let started = Instant::now();
    let (progress, panics) = run(options);
    for seed in &panics {
        println!("# seed {seed} panics");
    }
    if let Some(Found {
        seed,
        events,
        script,
        ..
    }) = &progress.found
    {
        println!("# seed {seed} breaks after {events} events; the shortest story that does:");
        print!("{script}");
    }
    let Progress {
        seeds,
        events,
        terms,
        writes,
        operations,
        linearizable,
        unknown,
        simulated,
        ..
    } = progress;
    println!(
        "{seeds} seeds kept all: {events} events in {} s simulated, {terms} terms, {writes} \
         writes, {operations} operations, {linearizable} histories linearizable, {unknown} \
         unknown; {} ms",
        simulated.as_secs(),
        started.elapsed().as_millis()
    );
    if progress.found.is_none() && panics.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Judges the script in a file.
pub(super) fn play(path: &str) -> ExitCode {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
    match text.and_then(|text| search::play(&text)) {
        Ok(Ok(story)) => {
            println!(
                "keeps all: {} events, {} terms led",
                story.events, story.terms
            );
            ExitCode::SUCCESS
        }
        Ok(Err(violation)) => {
            println!("breaks {violation}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("etcdscope: {path}: {error}");
            ExitCode::from(2)
        }
    }
}

/// Hunts every mutant; one line each.
fn mutants(asked: &Asked) -> ExitCode {
    let mut caught = 0;
    for mutant in Mutant::ALL {
        let started = Instant::now();
        let name = mutant.name;
        let (first, events, shortest) = hunt(asked, mutant);
        match (first, shortest) {
            (Some(first), Some(shortest)) => {
                caught += 1;
                println!(
                    "{name}: caught by {} at seed {} after {events} events; shortest of \
                     {MUTANT_FINDS} stories: {} lines ({} ms)",
                    first.violation.property,
                    first.seed,
                    shortest.lines,
                    started.elapsed().as_millis()
                );
                keep(asked, name, &shortest.script);
            }
            _ => println!(
                "{name}: not caught in {} seeds, {events} events ({} ms)",
                asked.options.seeds,
                started.elapsed().as_millis()
            ),
        }
    }
    println!("{caught} of {} caught", Mutant::ALL.len());
    if caught == Mutant::ALL.len() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The first story that shows that a rule is missing, the events until then, and the shortest of
/// several that break the same property.
fn hunt(asked: &Asked, mutant: &'static Mutant) -> (Option<Found>, u64, Option<Found>) {
    let mut options = Options {
        mutant: Some(mutant),
        favours: mutant.favours,
        ..asked.options.clone()
    };
    let mut events = 0;
    let (mut first, mut shortest): (Option<Found>, Option<Found>) = (None, None);
    for _ in 0..MUTANT_FINDS {
        let (progress, _) = run(options.clone());
        if first.is_none() {
            events = progress.events + progress.found.as_ref().map_or(0, |it| it.events);
        }
        let Some(found) = progress.found else { break };
        let next = found.seed + 1;
        options.seeds = (options.first + options.seeds).saturating_sub(next);
        options.first = next;
        let property = first
            .get_or_insert_with(|| found.clone())
            .violation
            .property;
        let shorter = shortest.as_ref().is_none_or(|it| found.lines < it.lines);
        if shorter && property == found.violation.property {
            shortest = Some(found);
        }
    }
    (first, events, shortest)
}

fn keep(asked: &Asked, name: &str, script: &str) {
    let Some(folder) = &asked.keep else { return };
    let path = format!("{folder}/{name}.story");
    let text = format!("# without the rule {name}\n{script}");
    if let Err(error) = std::fs::write(&path, text) {
        eprintln!("etcdscope: {path}: {error}");
    }
}
