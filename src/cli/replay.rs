//! `etcdscope replay`: finds recorded cases, plays them, prints what differs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::proof::recorded::{self, Stage};

/// Plays every case under the paths; fails if one fails or there is none.
pub(super) fn main(paths: &[&str]) -> ExitCode {
    let mut cases = Vec::new();
    for path in paths {
        if let Err(error) = find(Path::new(path), &mut cases) {
            eprintln!("etcdscope: {path}: {error}");
            return ExitCode::from(2);
        }
    }
    let mut failed = 0;
    for case in &cases {
        if let Err(difference) = play(case) {
            failed += 1;
            println!("FAILED {}\n{}", case.display(), difference.trim_end());
        }
    }
    println!("{} passed, {failed} failed", cases.len() - failed);
    if failed == 0 && !cases.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A path named is a case whatever its name; below a folder only `NAME.case` is.
fn find(path: &Path, cases: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        fs::metadata(path)?;
        cases.push(path.to_owned());
        return Ok(());
    }
    let entries: Result<Vec<_>, _> = fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect();
    let mut entries = entries?;
    entries.sort();
    for entry in entries {
        if entry.is_dir()
            || entry
                .extension()
                .is_some_and(|extension| extension == "case")
        {
            find(&entry, cases)?;
        }
    }
    Ok(())
}

fn play(case: &Path) -> Result<(), String> {
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let golden = read(&case.with_extension("golden"))?;
    recorded::check(&read(case)?, &golden, Stage::new)
}
