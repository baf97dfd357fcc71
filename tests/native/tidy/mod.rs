//! The tidy test: walls, sizes, headers and banned names over the whole source tree, so that no
//! reader has to watch for them. The rules are data in `rules`; `samples` shows each can fail.

mod rules;
mod samples;
mod source;

use std::{
    fs,
    path::{Path, PathBuf},
};

use source::Source;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`, in the order of their paths.
fn rust_files(folder: &Path, found: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("the source tree can be read")
        .map(|it| it.expect("the source tree can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let name = path.strip_prefix(root()).expect("it lies below the root");
            let name = name.to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("a source file is UTF-8");
            found.push(Source::new(name, text));
        }
    }
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        let folder = root().join(folder);
        if folder.is_dir() {
            rust_files(&folder, &mut found);
        }
    }
    found
}

/// Fails with every complaint at once, so that one run is enough to mend them all.
fn none(complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

#[test]
fn each_file_keeps_the_rules_of_the_house() {
    let sources = sources(&["src", "tests", "benches"]);
    assert!(sources.len() > 50, "the source tree was not found");
    let complaints: Vec<_> = sources.iter().flat_map(rules::complaints).collect();
    none(&complaints);
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let ignored = fs::read_to_string(root().join(".gitignore")).expect("there is a .gitignore");
    let ignored: Vec<_> = ignored.lines().map(|it| it.trim_matches('/')).collect();
    let names: Vec<String> = fs::read_dir(root())
        .expect("the root can be read")
        .map(|it| it.expect("the root can be read").file_name())
        .map(|it| it.to_string_lossy().into_owned())
        .filter(|it| it != ".git" && !ignored.contains(&it.as_str()))
        .collect();
    none(&rules::top_level(&names));
    for name in [
        "Cargo.toml",
        "Trunk.toml",
        "index.html",
        "src",
        "style",
        "tests",
    ] {
        assert!(names.iter().any(|it| it == name), "{name} is missing");
    }
}

#[test]
fn the_owners_six_packages_are_used() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("there is a Cargo.toml");
    none(&rules::packages(&manifest, &sources(&["src"])));
}

/// The page and the server promise the same policy.
#[test]
fn the_policy_stands_in_the_page_and_in_the_server() {
    let page = fs::read_to_string(root().join("index.html")).expect("there is an index.html");
    let server = fs::read_to_string(root().join("scripts/server.mjs")).expect("there is a server");
    let policy = page
        .split_once("Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(policy, _)| policy)
        .expect("the page has a policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    let joined: String = server.replace("\" +\n  \"", "");
    assert!(joined.contains(&format!("\"{policy}\"")), "{policy}");
}
