//! Raft's stories in our own words, and the reasons that they must bring to light.

use std::{collections::BTreeSet, fs, path::PathBuf};

use etcdscope::{
    proof::scenarios::story::{Told, tell},
    raft::Reason,
};

fn folder(name: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name);
    let entries = fs::read_dir(folder).expect("the stories are there");
    let mut stories: Vec<_> = entries
        .filter_map(|it| {
            let path = it.expect("the folder can be read").path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            name.ends_with(".raft").then(|| {
                let text = fs::read_to_string(&path).expect("a story is text");
                (name, text)
            })
        })
        .collect();
    stories.sort();
    stories
}

fn well_told(name: &str, text: &str) -> Told {
    let told = tell(text);
    assert!(told.failures.is_empty(), "{name}: {:#?}", told.failures);
    told
}

/// The stories of etcd-io/raft's interaction tests: as many as there are, and as many facts.
#[test]
fn all_twenty_eight_stories_come_true() {
    let stories = folder("scenarios");
    assert_eq!(stories.len(), 28);
    let told = stories.iter().map(|(name, text)| well_told(name, text).met);
    assert_eq!(told.sum::<usize>(), 362);
}

/// A story that says something wrong is not believed: each expectation in turn, its number changed.
#[test]
fn a_wrong_expectation_is_noticed() {
    for (name, text) in folder("scenarios") {
        let lines: Vec<&str> = text.lines().collect();
        for (place, line) in lines.iter().enumerate() {
            if !line.starts_with("expect") {
                continue;
            }
            let (head, last) = line.rsplit_once(' ').expect("an expectation has words");
            let wrong = format!("{head} {last}9");
            let mut lines = lines.clone();
            lines[place] = &wrong;
            let told = tell(&lines.join("\n"));
            assert_eq!(told.failures.len(), 1, "{name} believes {wrong}");
        }
    }
}

pub(crate) fn reasons() -> Vec<Reason> {
    let stories = folder("scenarios")
        .into_iter()
        .chain(folder("scenarios/reasons"));
    stories
        .flat_map(|(name, text)| well_told(&name, &text).stage.reasons)
        .collect()
}

#[test]
fn every_reason_occurs() {
    let seen: BTreeSet<&str> = reasons().iter().map(Reason::name).collect();
    let known: BTreeSet<&str> = Reason::NAMES.iter().copied().collect();
    assert_eq!(known.len(), Reason::NAMES.len(), "a name is there twice");
    let missing: Vec<_> = known.difference(&seen).collect();
    assert!(missing.is_empty(), "never given: {missing:#?}");
    let unknown: Vec<_> = seen.difference(&known).collect();
    assert!(unknown.is_empty(), "not listed: {unknown:?}");
}

#[test]
fn every_reason_is_true_of_its_numbers_and_names_its_place() {
    for reason in reasons() {
        assert!(reason.holds(), "{reason:?}");
        let (file, function) = reason.source();
        assert!(file.ends_with(".go") && !function.is_empty(), "{reason:?}");
    }
}
