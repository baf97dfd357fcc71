//! Recorded cases: the comparison rules are proved first, then our cluster is compared with etcd.

use std::{fs, path::PathBuf};

use etcdscope::proof::recorded::{
    Action, Case, Directive, Rules, Stage, check, difference, transcript,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of all cases, sorted.
fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the recorded cases are part of the project");
    let paths = entries.map(|entry| entry.expect("a folder can be read").path());
    let cases = paths.filter(|path| path.extension().is_some_and(|e| e == "case"));
    let stem = |path: PathBuf| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    let mut names: Vec<String> = cases.filter_map(stem).collect();
    names.sort();
    names
}

/// The rules as a case sets them, for the ids that the recordings' clusters have.
fn rules(case: &Case) -> Rules {
    let mut rules = match case.shape().members {
        1 => Rules::new(0xcdf8_1819_4e3a_8c32, &[0x8e9e_05c5_2164_694d]),
        _ => Rules::new(
            0x066d_3a07_0bf8_9b39,
            &[
                0xb71f_7532_0dc0_6a6c,
                0x9e73_7feb_b6b9_9eee,
                0x0628_170c_800d_bcee,
            ],
        ),
    };
    for step in &case.steps {
        if let Action::Direct(Directive::Keep(what)) = &step.action {
            rules.keep(what);
        }
    }
    rules
}

/// For each step that a transcript counts, whether `@sort` stands before it.
fn sorted_steps(case: &Case) -> Vec<bool> {
    let mut sorted = Vec::new();
    let mut sort_next = false;
    for step in &case.steps {
        match &step.action {
            Action::Start { .. } => sorted.push(false),
            Action::Run { .. } | Action::Direct(Directive::End { .. }) => {
                sorted.push(std::mem::take(&mut sort_next));
            }
            Action::Direct(Directive::Sort) => sort_next = true,
            Action::Direct(_) => {}
        }
    }
    sorted
}

/// Goal: a comparison that hides nothing. Method: the transcripts of another run, as they came,
/// must become the goldens by the rules alone.
#[test]
fn the_rules_turn_raw_transcripts_into_goldens() {
    let (mut wrong, mut compared) = (String::new(), 0);
    for name in names() {
        // Only the cases that were given have such transcripts.
        if !folder().join(format!("raw/{name}.golden")).exists() {
            continue;
        }
        compared += 1;
        let case = Case::parse(&read(&format!("{name}.case"))).expect("a recorded case");
        let want = transcript::parse(&read(&format!("{name}.golden"))).expect("a golden");
        let raw = transcript::parse(&read(&format!("raw/{name}.golden"))).expect("a transcript");
        let mut rules = rules(&case);
        let mut got = Vec::new();
        for (block, sorted) in raw.iter().zip(sorted_steps(&case)) {
            let mut block = rules.apply(block);
            block.sorted = sorted;
            got.push(block);
        }
        if let Some(difference) = difference(&want, &got) {
            wrong.push_str(&format!("{name}\n{difference}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(compared, 118);
}

/// The areas that are held against etcd, as the skip file names them.
fn areas() -> Vec<String> {
    let text = read("skip.txt");
    let line = text.lines().find_map(|line| line.strip_prefix("# areas: "));
    let words = line.unwrap_or_default().split_whitespace();
    words.map(str::to_owned).collect()
}

/// The cases that are known to fail, as the skip file names them.
fn skipped() -> Vec<String> {
    let text = read("skip.txt");
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

/// Goal: our cluster answers as etcd did. Method: every case of the areas is played and compared;
/// a failure must be named in the skip file, and what is named there must fail.
#[test]
fn cases_of_these_areas_come_out_as_recorded() {
    let (areas, skipped) = (areas(), skipped());
    let (mut passed, mut played, mut wrong) = (0, Vec::new(), String::new());
    for name in names() {
        let text = read(&format!("{name}.case"));
        let case = Case::parse(&text).expect("a recorded case");
        if !areas.contains(&case.area) {
            continue;
        }
        let verdict = check(&text, &read(&format!("{name}.golden")), Stage::new);
        match (verdict, skipped.contains(&name)) {
            (Ok(()), false) => passed += 1,
            (Ok(()), true) => wrong.push_str(&format!("{name} passes: take it off skip.txt\n")),
            (Err(_), true) => {}
            (Err(difference), false) => wrong.push_str(&format!("{name}\n{difference}\n")),
        }
        played.push(name);
    }
    assert!(wrong.is_empty(), "{wrong}");
    let unknown: Vec<_> = skipped
        .iter()
        .filter(|name| !played.contains(name))
        .collect();
    assert!(
        unknown.is_empty(),
        "skip.txt names what is no case of these areas: {unknown:?}"
    );
    assert_eq!(passed, played.len() - skipped.len());
    assert!(played.len() >= 75, "only {} cases", played.len());
}
