//! `etcdscope faithful`: plays every recorded case and writes what came out into the page "How
//! faithful" and into the README.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::proof::{
    faithful::Report,
    recorded::{self, Case, Stage},
};

/// The file that is written, and what it is written from.
type Made = (PathBuf, String);

/// Writes, or with `check` only looks whether what stands there is what would be written.
pub(super) fn main(root: &str, check: bool) -> ExitCode {
    let made = match written(Path::new(root)) {
        Ok(made) => made,
        Err(error) => {
            eprintln!("etcdscope: {error}");
            return ExitCode::from(2);
        }
    };
    for (path, text) in made {
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            eprintln!("etcdscope: {} is not current", path.display());
            return ExitCode::FAILURE;
        }
        if let Err(error) = fs::write(&path, text) {
            eprintln!("etcdscope: {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
        println!("{}", path.display());
    }
    ExitCode::SUCCESS
}

/// The page and the README of a project at `root`, as they should be.
///
/// # Errors
/// A file that cannot be read, or a README without the place for its section.
pub fn written(root: &Path) -> Result<Vec<Made>, String> {
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let folder = root.join("tests/conformance");
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut cases = Vec::new();
    for path in paths.filter(|path| path.extension().is_some_and(|it| it == "case")) {
        let text = read(&path)?;
        let case = Case::parse(&text).map_err(|problem| problem.to_string())?;
        let golden = read(&path.with_extension("golden"))?;
        let passed = recorded::check(&text, &golden, Stage::new).is_ok();
        cases.push((case.area, passed));
    }
    let report = Report::new(&cases, &read(&folder.join("differences.txt"))?)?;
    let page = report.page(&read(&root.join("src/ui/faithful/skeleton.html"))?);
    let readme = root.join("README.md");
    let old = read(&readme)?;
    let (before, rest) = old
        .split_once("<!-- faithful -->\n")
        .ok_or("README.md has no place for the section")?;
    let (_, after) = rest
        .split_once("<!-- end -->")
        .ok_or("README.md's section has no end")?;
    let section = report.markdown();
    let new = format!("{before}<!-- faithful -->\n{section}<!-- end -->{after}");
    Ok(vec![
        (root.join("src/ui/faithful/faithful.html"), page),
        (readme, new),
    ])
}
