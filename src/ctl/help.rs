//! Help texts, made from the tables as the programs make them: etcdctl in columns of tabs, etcdutl
//! as cobra does by itself. It must not know what a command does.

use super::flags::{Flag, Kind};
use super::table::{CTL, Command, HELP};

/// The usage of a command; without `--help` where cobra has not added it yet.
pub(super) fn usage(command: Command, help: bool) -> String {
    if command.program == &CTL {
        ctl(command, help)
    } else {
        utl(command, help)
    }
}

/// The usage of a command inside a transaction, where no program stands before it.
pub(super) fn inside(command: Command) -> String {
    let Command { path, usage, .. } = command;
    let mut text = format!("Usage:\n   {path} {usage} [flags]\n\nFlags:\n");
    plain_options(&mut text, &own_flags(command, true), command);
    text
}

/// A command's flags by name, `--help` among them.
fn own_flags(command: Command, help: bool) -> Vec<Flag> {
    let mut flags = command.flags();
    if help {
        flags.push(HELP);
    }
    flags.sort_by_key(|flag| flag.long);
    flags
}

/// What a flag does; `--help` is of a command.
fn about(flag: &Flag, command: Command) -> String {
    if flag.long == HELP.long {
        return format!("help for {}", command.name());
    }
    flag.about.to_owned()
}

fn letter(flag: &Flag) -> String {
    match flag.short {
        Some(short) => format!("  -{}, ", char::from(short)),
        None => "      ".to_owned(),
    }
}

type Rows = Vec<(String, String)>;

fn children(command: Command) -> Vec<Command> {
    let mut children: Vec<Command> = match command.path {
        "" if command.program == &CTL => {
            let all = CTL.commands().filter(|it| !it.path.is_empty());
            all.filter(|it| !it.is_group()).collect()
        }
        _ => command.children().collect(),
    };
    children.sort_by_key(|child| child.path);
    children
}

fn ctl(command: Command, help: bool) -> String {
    let Command { path, about, .. } = command;
    let blank = if path.is_empty() { "" } else { " " };
    let name = if path.is_empty() { "etcdctl" } else { path };
    let more = if command.usage.is_empty() { "" } else { " " };
    let usage = command.usage;
    let mut text = format!(
        "NAME:\n\t{name} - {about}\n\nUSAGE:\n\tetcdctl{blank}{path}{more}{usage} [flags]\n\n"
    );
    if path.is_empty() {
        text.push_str("VERSION:\n\t3.5.1\n\n");
    }
    let children = children(command);
    if !children.is_empty() {
        text.push_str("API VERSION:\n\t3.5\n\n\nCOMMANDS:\n");
        let below = if path.is_empty() { 0 } else { path.len() + 1 };
        let row = |it: &Command| (format!("\t{}", &it.path[below..]), it.about.to_owned());
        tabbed(&mut text, children.iter().map(row).collect());
    }
    let mut title = "DESCRIPTION:\n";
    for line in command.description() {
        text.push_str(title);
        text.push_str(&format!("\t{line}\n"));
        title = "";
    }
    if title.is_empty() {
        text.push('\n');
    }
    text.push_str("OPTIONS:\n");
    options(&mut text, &own_flags(command, help), command);
    let global = command.inherited();
    if !global.is_empty() {
        text.push_str("GLOBAL OPTIONS:\n");
        options(&mut text, &global, command);
    }
    text
}

fn options(text: &mut String, flags: &[Flag], command: Command) {
    let row = |flag: &Flag| {
        let head = format!("{}--{}", letter(flag), flag.shown);
        (head, about(flag, command))
    };
    tabbed(text, flags.iter().map(row).collect());
}

/// Rows in two columns, as Go's tabwriter sets them with tabs, and an empty line.
fn tabbed(text: &mut String, rows: Rows) {
    // A tab in front is a column of its own.
    let width = |head: &str| head.trim_start_matches('\t').len();
    let widest = rows.iter().map(|(head, _)| width(head)).max().unwrap_or(0);
    let column = (widest / 8 + 1) * 8;
    for (head, about) in rows {
        let tabs = (column - width(&head)).div_ceil(8);
        text.push_str(&head);
        text.push_str(&"\t".repeat(tabs));
        text.push_str(&about);
        text.push('\n');
    }
    text.push('\n');
}

fn utl(command: Command, help: bool) -> String {
    let Command { path, usage, .. } = command;
    let children = children(command);
    let blank = if path.is_empty() { "" } else { " " };
    let more = if usage.is_empty() { "" } else { " " };
    let end = if children.is_empty() {
        "[flags]"
    } else {
        "[command]"
    };
    let mut text = format!("Usage:\n  etcdutl{blank}{path}{more}{usage} {end}\n\n");
    if !children.is_empty() {
        text.push_str("Available Commands:\n");
        for child in &children {
            text.push_str(&format!("  {:11} {}\n", child.name(), child.about));
        }
        text.push('\n');
    }
    text.push_str("Flags:\n");
    plain_options(&mut text, &own_flags(command, help), command);
    let global = command.inherited();
    if !global.is_empty() {
        text.push_str("\nGlobal Flags:\n");
        plain_options(&mut text, &global, command);
    }
    if !children.is_empty() {
        text.push_str(&format!(
            "\nUse \"etcdutl{blank}{path} [command] --help\" for more information about a \
             command.\n"
        ));
    }
    text
}

/// Flags as pflag shows them.
fn plain_options(text: &mut String, flags: &[Flag], command: Command) {
    let row = |flag: &Flag| {
        let (kind, default) = match (flag.kind, flag.default) {
            (Kind::Bool, "false") => ("", String::new()),
            (Kind::Bool, default) => ("", format!(" (default {default})")),
            (Kind::Int, _) => (" int", String::new()),
            (_, "") => (" string", String::new()),
            (_, default) => (" string", format!(" (default \"{default}\")")),
        };
        let head = format!("{}--{}{kind}", letter(flag), flag.long);
        (head, format!("{}{default}", about(flag, command)))
    };
    let rows: Rows = flags.iter().map(row).collect();
    let widest = rows.iter().map(|(head, _)| head.len()).max().unwrap_or(0);
    for (head, about) in rows {
        text.push_str(&format!("{head:widest$}   {about}\n"));
    }
}
