//! The rules of the house as data, and one small check for each. A check takes sources and gives
//! complaints; it must not read files.

use super::source::Source;

/// What may stand at the top level: the owner's six, and what a repository needs besides.
pub(super) const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "src",
    "style",
    "tests", // the six
    "README.md",
    "LICENSE",
    "NOTICE",
    "Cargo.lock",
    "scripts",
    "benches",
    ".ci",
    ".github",
    ".cargo",
    ".gitignore",
];

/// Who may name whom: a room, and the paths from the crate's root that it may use besides its own.
pub(super) const WALLS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("raft", &["units"]),
    ("etcd", &["units", "raft"]),
    // etcdutl works on files as the server does, without one.
    ("ctl", &["units", "etcd::api", "etcd::backend"]),
    ("sim", &["units", "raft", "etcd"]),
    ("session", &["units", "raft", "etcd", "ctl", "sim"]),
    ("proof", &["units", "raft", "etcd", "ctl", "sim", "session"]),
    (
        "ui",
        &["units", "raft", "etcd", "ctl", "sim", "session", "proof"],
    ),
    (
        "cli",
        &["units", "raft", "etcd", "ctl", "sim", "session", "proof"],
    ),
];

/// The rooms that may touch clock, screen, files and browser. Every other room is pure.
const EFFECTS: &[&str] = &["ui", "cli"];

/// Names that no file of the project may use, each with the reason.
const BANNED: &[(&str, &str)] = &[
    (
        "get_prev",
        "wrong on the persistent maps it would be called on: range(..=k).next_back()",
    ),
    (
        "get_next",
        "wrong on the persistent maps it would be called on: range(k..).next()",
    ),
    (".unwrap()", "say why it cannot fail: expect(\"…\")"),
    ("todo!", "unfinished"),
    ("dbg!", "left over"),
    ("#[ignore", "a test that never runs proves nothing"),
    ("#[should_panic", "nothing a visitor does may panic"),
    ("unsafe", "forbidden"),
    (
        "thread::sleep",
        "time is virtual; tests that wait are slow and flaky",
    ),
];

/// Names that no pure room may use: the same input must give the same state everywhere.
const BANNED_IN_PURE: &[(&str, &str)] = &[
    (
        "HashMap",
        "its order differs from run to run: BTreeMap or im::OrdMap",
    ),
    (
        "HashSet",
        "its order differs from run to run: BTreeSet or im::OrdSet",
    ),
    (
        "derive(Hash",
        "writes usize, so 32 and 64 bits differ: StateHash",
    ),
    ("std::time", "time is Micros, told from outside"),
    ("Instant", "time is Micros, told from outside"),
    ("SystemTime", "time is Micros, told from outside"),
    ("std::thread", "one machine, one thread"),
    ("thread_local!", "no hidden state"),
    ("static mut", "no hidden state"),
    ("std::fs", "files belong to cli"),
    ("std::env", "the environment belongs to cli"),
    ("std::net", "the network is simulated"),
    ("std::process", "processes belong to cli"),
    ("std::io", "input and output belong to cli"),
    ("println!", "printing belongs to cli"),
    ("print!", "printing belongs to cli"),
    ("eprintln!", "printing belongs to cli"),
    ("eprint!", "printing belongs to cli"),
    (
        "f32",
        "floats round differently: integers in micro-units or parts per million",
    ),
    (
        "f64",
        "floats round differently: integers in micro-units or parts per million",
    ),
    ("yew", "the page belongs to ui"),
    ("gloo", "the browser belongs to ui"),
    ("web_sys", "the browser belongs to ui"),
    ("js_sys", "the browser belongs to ui"),
    ("wasm_bindgen", "the browser belongs to ui"),
];

/// Names that few files alone may use.
const RESERVED: &[(&str, &[&str])] = &[
    // The shared history publishes its cells to clones, and the digits of π are the same for all;
    // nowhere else is there anything to share.
    (
        "OnceLock",
        &["src/etcd/auth/blowfish.rs", "src/etcd/store/timeline.rs"],
    ),
];

/// The owner's six packages: the name in Cargo.toml, and one that the source must name.
const PACKAGES: &[(&str, &str)] = &[
    ("wasm-bindgen", "wasm_bindgen"),
    ("yew", "yew"),
    ("gloo", "gloo"),
    ("serde", "serde"),
    ("im", "im::"),
    ("web-sys", "web_sys"),
];

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;
const HTML_LINES: usize = 40;
const COLUMNS: usize = 100;

/// Everything that one file can do wrong.
pub(super) fn complaints(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(header(source));
    found.extend(sizes(source));
    found.extend(names(source));
    found.extend(walls(source));
    found
}

fn header(source: &Source) -> Option<String> {
    let first = source.text.lines().next().unwrap_or_default();
    let says = first.strip_prefix("//! ").is_some_and(|it| it.len() > 10);
    (!says).then(|| format!("{}:1: opens without a `//!` sentence", source.path))
}

fn sizes(source: &Source) -> Vec<String> {
    let path = &source.path;
    let mut found = Vec::new();
    let lines = source.text.lines().count();
    if lines > FILE_LINES {
        found.push(format!("{path}: {lines} lines; {FILE_LINES} at most"));
    }
    for (number, line) in source.text.lines().enumerate() {
        let columns = line.chars().count();
        if columns > COLUMNS {
            let number = number + 1;
            found.push(format!(
                "{path}:{number}: {columns} columns; {COLUMNS} at most"
            ));
        }
    }
    for (name, line, lines) in source.functions() {
        if lines > FUNCTION_LINES {
            found.push(format!(
                "{path}:{line}: fn {name} has {lines} lines; {FUNCTION_LINES} at most"
            ));
        }
    }
    for (line, lines) in source.html_blocks() {
        if lines > HTML_LINES {
            found.push(format!(
                "{path}:{line}: html! has {lines} lines; {HTML_LINES} at most"
            ));
        }
    }
    found
}

fn names(source: &Source) -> Vec<String> {
    let is_pure = source.room().is_some_and(|it| !EFFECTS.contains(&it));
    let pure: &[_] = if is_pure { BANNED_IN_PURE } else { &[] };
    let mut found = Vec::new();
    for (name, reason) in BANNED.iter().chain(pure) {
        for line in source.lines_with(name) {
            found.push(format!("{}:{line}: `{name}`: {reason}", source.path));
        }
    }
    for (name, owners) in RESERVED {
        if !owners.contains(&source.path.as_str()) && source.room().is_some() {
            for line in source.lines_with(name) {
                found.push(format!(
                    "{}:{line}: `{name}` is for {} alone",
                    source.path,
                    owners.join(" and ")
                ));
            }
        }
    }
    found
}

fn walls(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let Some((_, allowed)) = WALLS.iter().find(|(it, _)| *it == room) else {
        return vec![format!(
            "{}: the room `{room}` is not on the map",
            source.path
        )];
    };
    let may = |path: &[String]| {
        let whole = path.join("::");
        let named = path.first().map_or("", String::as_str);
        let is_room = WALLS.iter().any(|(it, _)| *it == named);
        let within = |it: &&str| whole == **it || whole.starts_with(&format!("{it}::"));
        !is_room || named == room || allowed.iter().any(within)
    };
    let mut found = Vec::new();
    for (line, path) in source.crate_paths() {
        if !may(&path) {
            let path = path.join("::");
            found.push(format!(
                "{}:{line}: {room} must not know {path}",
                source.path
            ));
        }
    }
    for line in source.lines_with("crate as") {
        found.push(format!("{}:{line}: the crate keeps its name", source.path));
    }
    found
}

/// Complaints about what stands at the top level.
pub(super) fn top_level(names: &[String]) -> Vec<String> {
    let stray = names.iter().filter(|it| !TOP_LEVEL.contains(&it.as_str()));
    stray
        .map(|it| format!("{it}: not a name of the top level"))
        .collect()
}

/// Complaints about the owner's packages: asked for in Cargo.toml, and used in the source.
pub(super) fn packages(manifest: &str, sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for (package, name) in PACKAGES {
        let asked = |line: &str| {
            line.starts_with(&format!("{package} = "))
                || line == format!("[dependencies.{package}]")
        };
        if !manifest.lines().any(asked) {
            found.push(format!("Cargo.toml: does not ask for {package}"));
        }
        let uses = |it: &Source| it.room().is_some() && !it.lines_with(name).is_empty();
        if !sources.iter().any(uses) {
            found.push(format!("src: nothing uses {package}"));
        }
    }
    // `im` itself is archived and its ordered maps answer wrongly; imbl is its kept fork.
    if !manifest.contains("im = { package = \"imbl\"") {
        found.push("Cargo.toml: `im` is not imbl".to_owned());
    }
    found
}
