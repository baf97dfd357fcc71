//! `raft-scenarios PATH…`: etcd-io/raft's test data against our core.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::proof::scenarios;

/// Plays every `.txt` file under the paths; 0 if all agree, 1 if one does not, 2 if none is there.
pub(super) fn main(paths: &[&str]) -> ExitCode {
    let mut files = Vec::new();
    for path in paths {
        collect(Path::new(path), &mut files);
    }
    files.sort();
    let (mut passed, mut failed, mut facts) = (0, 0, 0);
    for file in &files {
        let Ok(text) = fs::read_to_string(file) else {
            eprintln!("cannot read {}", file.display());
            failed += 1;
            continue;
        };
        let outcome = scenarios::play(&text);
        let (agreed, checked) = (outcome.agreed, outcome.checked);
        println!("{agreed}/{checked} {}", file.display());
        for difference in &outcome.differences {
            println!("  {difference}");
        }
        facts += agreed;
        if outcome.passed() {
            passed += 1;
        } else {
            failed += 1;
        }
    }
    println!("{facts} facts agree");
    println!("{passed} passed, {failed} failed");
    match (passed, failed) {
        (0, 0) => ExitCode::from(2),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|it| it == "txt") {
        files.push(path.to_owned());
    }
}
