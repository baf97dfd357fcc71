//! How each call of the Go shell is written: what help prints, refusals say and completion offers.

use std::fmt::Write as _;

/// One call a line; its options after a tab.
const TABLE: &str = include_str!("signatures.txt");

/// All calls: how each is written, and its options.
fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .lines()
        .map(|line| line.split_once('\t').unwrap_or((line, "")))
}

/// Whether a call is of this name.
fn named(written: &str, name: &str) -> bool {
    written
        .strip_prefix(name)
        .is_some_and(|rest| rest.starts_with('('))
}

/// What a call takes, or, where there is none of that name, which ones there are.
pub(super) fn takes(name: &str) -> String {
    let Some((written, options)) = all().find(|it| named(it.0, name)) else {
        return format!("{name} is not here: a line is one call of clientv3; help lists them");
    };
    let mut text = format!("it is written {written}");
    if !options.is_empty() {
        let options = options.replace("With", "clientv3.With");
        put(&mut text, format_args!("; its options: {options}"));
    }
    text
}

/// All calls with their options.
pub(super) fn help() -> String {
    let mut text = String::from(
        "A line is one call of clientv3, as Go has it; its answer is printed with %+v.\n\
         `resp, err :=` may stand before it. ctx is context.Background(); leaseResp.ID is the\n\
         lease that this shell was granted last. ^C ends a Watch or a KeepAlive.\n\n",
    );
    for (written, options) in all() {
        put(&mut text, format_args!("  {written}\n"));
        for option in options.split(' ').filter(|it| it.starts_with("With")) {
            put(&mut text, format_args!("      clientv3.{option}\n"));
        }
    }
    text
}

fn put(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("a String takes every write");
}

/// What a name of Go that begins like this can go on to be, each with how it is written.
#[must_use]
pub fn beginning(start: &str) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    let mut offer = |name: String, written: &'static str| {
        if name.starts_with(start) && !found.iter().any(|it| it.0 == name) {
            found.push((name, written));
        }
    };
    for (written, options) in all() {
        let name = written.split('(').next().unwrap_or_default();
        offer(format!("{name}("), written);
        for option in options.split(' ') {
            let name = option.split('(').next().unwrap_or_default();
            let is_name = name.ends_with(|last: char| last.is_ascii_alphabetic());
            if option.contains('(') && is_name {
                offer(
                    format!("clientv3.{}(", name.trim_start_matches('.')),
                    option,
                );
            }
        }
    }
    found
}
