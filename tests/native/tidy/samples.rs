//! Small bad sources, each with what the rules must say of it, and good ones of which they must say
//! nothing: a rule that never complains would guard nothing.

use super::{rules, source::Source};

/// A file's path, its text, and a part of the one complaint expected.
const BAD: &[(&str, &str, &str)] = &[
    ("src/raft/a.rs", "use crate::units;\n", ":1: opens without"),
    ("src/raft/a.rs", "//! Short.\n", ":1: opens without"),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nuse crate::etcd::api;\n",
        "raft must not know etcd::api",
    ),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nfn a() { crate::sim::run(); }\n",
        "must not know sim::run",
    ),
    (
        "src/ctl/a.rs",
        "//! A sentence here.\nuse crate::etcd::{api, Server};\n",
        "etcd::Server",
    ),
    (
        "src/ctl/a.rs",
        "//! A sentence here.\nuse crate::{\n    units::{A, B},\n    sim::C,\n};\n",
        "sim::C",
    ),
    (
        "src/ctl/a.rs",
        "//! A sentence here.\nuse crate::etcd;\n",
        "ctl must not know etcd",
    ),
    (
        "src/ctl/a.rs",
        "//! A sentence here.\nuse crate::etcd::*;\n",
        "ctl must not know etcd::*",
    ),
    (
        "src/raft/a/b.rs",
        "//! A sentence here.\nuse super::super::super::ui::App;\n",
        "must not know ui::App",
    ),
    (
        "src/raft/mod.rs",
        "//! A sentence here.\nuse super::cli;\n",
        "raft must not know cli",
    ),
    (
        "src/cli/a.rs",
        "//! A sentence here.\nuse crate::ui::App;\n",
        "cli must not know ui::App",
    ),
    (
        "src/ui/a.rs",
        "//! A sentence here.\nuse crate::{cli::main as m};\n",
        "ui must not know cli::main",
    ),
    (
        "src/attic/a.rs",
        "//! A sentence here.\n",
        "the room `attic` is not on the map",
    ),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nuse crate as other;\n",
        "keeps its name",
    ),
    (
        "src/etcd/a.rs",
        "//! A sentence here.\nuse std::collections::HashMap;\n",
        "`HashMap`",
    ),
    (
        "src/etcd/a.rs",
        "//! A sentence here.\nuse std::time::Duration;\n",
        "`std::time`",
    ),
    (
        "src/etcd/a.rs",
        "//! A sentence here.\nstruct A { a: f64 }\n",
        "`f64`",
    ),
    (
        "src/etcd/a.rs",
        "//! A sentence here.\nfn a() { println!(); }\n",
        "`println!`",
    ),
    (
        "src/etcd/a.rs",
        "//! A sentence here.\n#[derive(Hash)]\nstruct A;\n",
        "`derive(Hash`",
    ),
    (
        "src/session/a.rs",
        "//! A sentence here.\nuse web_sys::Window;\n",
        "`web_sys`",
    ),
    (
        "src/etcd/a.rs",
        "//! A sentence here.\nuse std::sync::OnceLock;\n",
        "timeline.rs alone",
    ),
    (
        "src/ui/a.rs",
        "//! A sentence here.\nfn a() { b().unwrap(); }\n",
        "`.unwrap()`",
    ),
    (
        "src/ui/a.rs",
        "//! A sentence here.\nfn a() { b.get_prev(&c); }\n",
        "`get_prev`",
    ),
    (
        "tests/native/a.rs",
        "//! A sentence here.\n#[ignore]\n#[test]\nfn a() {}\n",
        "`#[ignore`",
    ),
];

/// Texts that look bad and are not: comments, strings, longer names, own rooms, lifetimes.
const GOOD: &[(&str, &str)] = &[
    (
        "src/raft/a.rs",
        "//! Knows [`crate::units`], not [`crate::ui`].\n/* crate::ui::App */\n",
    ),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nconst A: &str = \"crate::ui println! f64\";\n",
    ),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nconst A: &str = r#\"a \" crate::ui\"#;\n",
    ),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nfn a<'a>(b: &'a u8) { c('\"'); crate::raft::d(); }\n",
    ),
    (
        "src/raft/a.rs",
        "//! A sentence here.\nfn a() { unwrap(); pprintln!(); MyHashMap::new(); }\n",
    ),
    (
        "src/ctl/a.rs",
        "//! A sentence here.\nuse crate::etcd::api::{A, b::C as D};\n",
    ),
    (
        "src/raft/a/b.rs",
        "//! A sentence here.\nuse super::super::log;\nuse super::c;\n",
    ),
    (
        "src/ui/a.rs",
        "//! A sentence here.\nfn a(b: f64) { println!(\"{b}\"); }\n",
    ),
    ("src/main.rs", "//! A sentence here.\nuse etcdscope::ui;\n"),
];

#[test]
fn every_bad_sample_is_complained_about() {
    for (path, text, expected) in BAD {
        let complaints = rules::complaints(&Source::new(*path, *text));
        assert_eq!(complaints.len(), 1, "{text}\n{complaints:?}");
        assert!(complaints[0].contains(expected), "{text}\n{complaints:?}");
    }
}

#[test]
fn good_samples_pass() {
    for (path, text) in GOOD {
        let complaints = rules::complaints(&Source::new(*path, *text));
        assert!(complaints.is_empty(), "{text}\n{complaints:?}");
    }
}

/// A file of `lines` in all whose one function has as many lines less the header.
fn function_of(lines: usize) -> Source {
    let body = "    a();\n".repeat(lines - 2);
    Source::new(
        "src/ui/a.rs",
        format!("//! A sentence here.\nfn a() {{\n{body}}}\n"),
    )
}

#[test]
fn sizes_are_measured_to_the_line() {
    let count = |it: &Source| rules::complaints(it).len();
    assert_eq!(count(&function_of(70)), 0);
    assert_eq!(count(&function_of(71)), 1);
    let file = |lines: usize| {
        Source::new(
            "src/ui/a.rs",
            "//! A sentence here.\n".to_owned() + &"a!();\n".repeat(lines - 1),
        )
    };
    assert_eq!((count(&file(500)), count(&file(501))), (0, 1));
    // Columns are characters: a Chinese line is not longer than it looks to its editor.
    let line = |columns: usize| {
        Source::new(
            "src/ui/a.rs",
            format!("//! A sentence here.\n//{}\n", "中".repeat(columns - 2)),
        )
    };
    assert_eq!((count(&line(100)), count(&line(101))), (0, 1));
    let html = |lines: usize| {
        let text = format!(
            "//! A sentence here.\nhtml! {{\n{}}};\n",
            "<p />\n".repeat(lines - 2)
        );
        Source::new("src/ui/a.rs", text)
    };
    assert_eq!((count(&html(40)), count(&html(41))), (0, 1));
    // A function whose signature holds a `;` still has its body counted.
    let text = format!(
        "//! A sentence here.\nfn a(b: [u8; 4]) {{\n{}}}\n",
        "a();\n".repeat(70)
    );
    assert_eq!(count(&Source::new("src/ui/a.rs", text)), 1);
}

#[test]
fn a_stray_top_level_name_is_found() {
    assert_eq!(
        rules::top_level(&["src".to_owned(), "notes".to_owned()]).len(),
        1
    );
}

#[test]
fn a_package_that_nothing_uses_is_found() {
    let manifest = "wasm-bindgen = \"=1\"\nyew = 1\ngloo = 1\nserde = 1\n\
                    im = { package = \"imbl\" }\n[dependencies.web-sys]\n";
    let text = "//! A sentence here.\nuse {wasm_bindgen, yew, gloo, serde, im::OrdMap, web_sys};\n";
    let used = Source::new("src/ui/a.rs", text);
    assert_eq!(rules::packages(manifest, &[used]), Vec::<String>::new());
    let unused = Source::new("src/ui/a.rs", text.replace("gloo, ", ""));
    assert_eq!(
        rules::packages(manifest, &[unused]),
        ["src: nothing uses gloo"]
    );
    let archived = manifest.replace("package = \"imbl\"", "version = \"15\"");
    let used = Source::new("src/ui/a.rs", text);
    assert_eq!(rules::packages(&archived, &[used]).len(), 1);
}
