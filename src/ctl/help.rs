//! etcdctl's own help texts, recorded from 3.5.1. It must not know what a command does.

const COMMANDS: &str = include_str!("help/commands.txt");
const GLOBALS: &str = include_str!("help/globals.txt");
const ENDPOINT_GLOBALS: &str = include_str!("help/globals-endpoint.txt");

/// The usage of the command at `path` (e.g. `lease grant`; empty: etcdctl itself).
pub(super) fn usage(path: &str) -> String {
    let body = section(path).unwrap_or_default();
    let globals = match path {
        "" => "",
        _ if path.starts_with("endpoint ") => ENDPOINT_GLOBALS,
        _ => GLOBALS,
    };
    format!("{body}\n{globals}")
}

/// What a command does, in one line.
pub(super) fn of_command(path: &str) -> &'static str {
    let name = section(path).and_then(|it| it.lines().nth(1));
    name.and_then(|it| it.split_once(" - "))
        .map_or("", |(_, text)| text)
}

/// What a flag does, in one line of a command's usage.
pub(super) fn of_flag<'a>(usage: &'a str, long: &str) -> &'a str {
    let tells = |line: &&str| {
        let name = line.split_once("--").map_or("", |(_, name)| name);
        name.strip_prefix(long)
            .is_some_and(|rest| rest.starts_with(['=', '[', '\t']))
    };
    let line = usage.lines().find(tells);
    line.and_then(|it| it.rsplit_once('\t'))
        .map_or("", |(_, text)| text)
}

/// The part of the recording between a command's headline and the next.
fn section(path: &str) -> Option<&'static str> {
    let headline = |section: &&str| {
        let name = section.lines().next().unwrap_or_default();
        name.strip_prefix("etcdctl").map(str::trim_start) == Some(path)
    };
    let found = COMMANDS.split("=== ").find(headline)?;
    found.split_once('\n').map(|(_, body)| body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctl::tree::{COMMANDS, Run};

    #[test]
    fn every_command_has_its_help() {
        for command in COMMANDS {
            let text = section(command.path).unwrap_or_else(|| panic!("no {:?}", command.path));
            assert!(text.starts_with("NAME:\n\t"), "{}", command.path);
            assert!(text.contains("\nUSAGE:\n\tetcdctl "), "{}", command.path);
        }
    }

    #[test]
    fn help_and_tables_name_the_same_flags() {
        for command in COMMANDS.iter().filter(|command| command.run != Run::Later) {
            let text = section(command.path).expect("checked above");
            let options = text
                .split_once("\nOPTIONS:\n")
                .expect("help is an option")
                .1;
            let mut told: Vec<&str> = options
                .lines()
                .filter_map(|line| line.split_once("--")?.1.split(['=', '[', '\t']).next())
                .filter(|name| *name != "help")
                .collect();
            let mut known: Vec<&str> = command.flags.iter().map(|flag| flag.long).collect();
            if command.path.is_empty() {
                known.extend(crate::ctl::globals::FLAGS.iter().map(|flag| flag.long));
            }
            told.sort_unstable();
            known.sort_unstable();
            assert_eq!(told, known, "{}", command.path);
        }
    }

    #[test]
    fn usages_end_with_the_global_options() {
        assert!(usage("get").contains("\n\nGLOBAL OPTIONS:\n      --cacert"));
        assert!(!usage("get").contains("--cluster"));
        assert!(usage("endpoint health").contains("--cluster[=false]\t\t\t\tuse all"));
        assert!(usage("").ends_with("protobuf, simple, table)\n\n"));
    }
}
