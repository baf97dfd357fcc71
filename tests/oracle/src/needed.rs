//! Each known difference is needed: a schedule beside this source parts the cores without it.

use std::{fs, path::PathBuf};

use crate::{
    allowed::{EVENED, EVENED_REASONS, LIST, list_bit},
    compare,
    generate::Generator,
    raft::Rules,
    schedule::Schedule,
    shrink,
};

/// Names of all known differences and their places among the settings' `allow`.
pub fn known() -> impl Iterator<Item = (&'static str, u32)> {
    let evened = (0..EVENED).map(|place| (EVENED_REASONS[place].0, 1 << place));
    let list = LIST.iter().enumerate();
    evened.chain(list.map(|(place, it)| (it.name, list_bit(place))))
}

fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("needed");
    folder.join(name).with_extension("schedule")
}

/// What is wrong with one known difference; nothing if its schedule shows that it is needed.
///
/// # Errors
/// Says what is wrong.
pub fn check(name: &str, bit: u32) -> Result<(), String> {
    let path = file(name);
    let text = fs::read_to_string(&path).map_err(|it| format!("{}: {it}", path.display()))?;
    let mut schedule: Schedule = text.parse()?;
    if let Some(found) = compare::run(&schedule).mismatch {
        let first = found.first().map(ToString::to_string);
        return Err(format!(
            "{name}: parts even so: {}",
            first.unwrap_or_default()
        ));
    }
    schedule.settings.allow &= !bit;
    match compare::run(&schedule).mismatch {
        Some(_) => Ok(()),
        None => Err(format!("{name}: is not needed by its schedule")),
    }
}

/// Searches a schedule that needs this difference, shrinks it and writes it down.
///
/// # Errors
/// Says why there is none.
pub fn find(name: &str, bit: u32, seeds: u64) -> Result<(), String> {
    for seed in 1..=seeds {
        let (mut schedule, outcome) = Generator::run(seed, Rules::default(), u32::MAX);
        if outcome.mismatch.is_some() {
            continue;
        }
        schedule.settings.allow &= !bit;
        if compare::run(&schedule).mismatch.is_none() {
            continue;
        }
        let needs = |it: &Schedule| {
            let mut with = it.clone();
            with.settings.allow = u32::MAX;
            compare::run(it).mismatch.is_some() && compare::run(&with).mismatch.is_none()
        };
        let schedule = shrink::shrink(&schedule, needs);
        let text = format!("# Found at seed {seed}.\n{schedule}");
        return fs::write(file(name), text).map_err(|it| it.to_string());
    }
    Err(format!("{name}: no schedule of {seeds} needs it"))
}
