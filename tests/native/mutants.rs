//! Rules that were forgotten: the shortest story that shows each, as the search found it.

use std::{fs, path::PathBuf};

use etcdscope::proof::search::{Act, Mutant, Run, play, script};

/// A kept story: the rule it goes without, the property it breaks, its text.
struct Kept {
    name: String,
    property: String,
    text: String,
}

fn kept() -> Vec<Kept> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts/mutants");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the stories are there")
        .map(|it| it.expect("the folder can be read").path())
        .collect();
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> Kept {
    let text = fs::read_to_string(&path).expect("a story is text");
    let breaks = text.lines().find_map(|line| line.strip_prefix("# breaks "));
    let property = breaks.and_then(|it| it.split(':').next());
    let name = path.file_stem().expect("a story has a name");
    Kept {
        name: name.to_string_lossy().into_owned(),
        property: property.expect("a story says what it breaks").to_owned(),
        text: text.clone(),
    }
}

/// What a script breaks.
fn breaks(text: &str) -> Option<String> {
    let ending = play(text).expect("a kept story can be judged");
    ending.err().map(|it| it.property.name().to_owned())
}

#[test]
fn every_rule_has_its_story() {
    let names: Vec<String> = kept().into_iter().map(|it| it.name).collect();
    for mutant in Mutant::ALL {
        let name = mutant.name;
        assert!(names.iter().any(|it| it == name), "{name} has no story");
    }
    assert_eq!(names.len(), Mutant::ALL.len(), "{names:?}");
}

#[test]
fn without_its_rule_each_story_breaks_its_property() {
    for Kept {
        name,
        property,
        text,
    } in kept()
    {
        assert_eq!(breaks(&text), Some(property), "{name}");
    }
}

#[test]
fn with_its_rule_no_story_breaks_anything() {
    for Kept { name, text, .. } in kept() {
        let mutant = Mutant::named(&name).expect("a story is named after its rule");
        let mut plan = script::read(&text).expect("a kept story can be judged");
        mutant.set(&mut plan.config, false);
        assert_eq!(Run::new(plan).whole().err(), None, "{name}");
    }
}

/// Goal: stories are as short as they can be. Method: without any one of its lines, a story breaks
/// its property no more.
#[test]
fn no_line_of_a_story_can_be_left_out() {
    for Kept {
        name,
        property,
        text,
    } in kept()
    {
        let plan = script::read(&text).expect("a kept story can be judged");
        for at in 0..plan.acts.len() {
            let mut shorter = plan.clone();
            let (_, act) = shorter.acts.remove(at);
            let broken = Run::new(shorter).whole().err();
            let broken = broken.map(|it| it.property.name().to_owned());
            assert_ne!(broken.as_ref(), Some(&property), "{name} without {act:?}");
            assert!(!matches!(act, Act::Ask { .. }), "{name} is told in lines");
        }
    }
}
