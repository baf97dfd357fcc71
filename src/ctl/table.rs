//! The commands of etcdctl and etcdutl as text, one table for each group: parsing, help and
//! completion all read these, so that none of them can know what another does not.
//!
//! A block is a command: its words with the rest of its usage, a line about it, its description
//! (`|`) and its flags. `--name="x"` takes a text, `=0` a number, `=5s` a span of time, `=[x]` a
//! list, and `[=false]` is yes or no; `{…}` tells what the value may be, `!` that the flag must be
//! given. It must not know how a command runs.

use super::complete::Live;
use super::flags::{Flag, Kind};

/// A program and the tables of its commands, in the order in which it registers them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Program {
    pub(super) name: &'static str,
    tables: &'static [&'static str],
}

pub(super) static CTL: Program = Program {
    name: "etcdctl",
    tables: &[
        include_str!("table/root.txt"),
        include_str!("table/kv.txt"),
        include_str!("table/upkeep.txt"),
        include_str!("table/watch.txt"),
        include_str!("table/lease.txt"),
        include_str!("table/member.txt"),
        include_str!("table/snapshot.txt"),
        include_str!("table/recipes.txt"),
        include_str!("table/auth.txt"),
        include_str!("table/user.txt"),
        include_str!("table/role.txt"),
        include_str!("table/check.txt"),
    ],
};

pub(super) static UTL: Program = Program {
    name: "etcdutl",
    tables: &[include_str!("table/utl.txt")],
};

/// One command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) program: &'static Program,
    /// Its words after the program's name, e.g. `lease grant`; empty for the program itself.
    pub(super) path: &'static str,
    /// What follows its words in its usage.
    pub(super) usage: &'static str,
    /// What it does, in one line.
    pub(super) about: &'static str,
    body: &'static str,
}

/// Cobra adds this one to every command.
pub(super) const HELP: Flag = Flag {
    long: "help",
    short: Some(b'h'),
    kind: Kind::Bool,
    default: "false",
    shown: "help[=false]",
    takes: "",
    about: "",
    required: false,
};

impl Program {
    /// All commands in their order, the program itself first.
    pub(super) fn commands(&'static self) -> impl Iterator<Item = Command> {
        let blocks = self.tables.iter().flat_map(|table| table.split("\n\n"));
        blocks.map(move |block| {
            let (head, rest) = block.split_once('\n').unwrap_or((block, ""));
            let (about, body) = rest.split_once('\n').unwrap_or((rest, ""));
            let (path, usage) = head.split_at(head.find(['<', '[']).unwrap_or(head.len()));
            let path = path.trim_end();
            Command {
                program: self,
                path: if path == self.name { "" } else { path },
                usage,
                about,
                body,
            }
        })
    }

    /// The program itself.
    pub(super) fn root(&'static self) -> Command {
        self.at("").unwrap_or(Command {
            program: self,
            path: "",
            usage: "",
            about: "",
            body: "",
        })
    }

    /// The command of these words.
    pub(super) fn at(&'static self, path: &str) -> Option<Command> {
        self.commands().find(|command| command.path == path)
    }
}

impl Command {
    /// Its last word; the program's name for the program itself.
    pub(super) fn name(&self) -> &'static str {
        match self.path.rsplit(' ').next() {
            None | Some("") => self.program.name,
            Some(name) => name,
        }
    }

    /// The words of the command above.
    fn above(&self) -> &'static str {
        self.path.rsplit_once(' ').map_or("", |(above, _)| above)
    }

    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        self.program
            .commands()
            .filter(move |it| !it.path.is_empty() && it.above() == self.path)
    }

    /// Whether it only holds other commands.
    pub(super) fn is_group(self) -> bool {
        self.children().next().is_some()
    }

    /// Its own flags by name, without `--help`.
    pub(super) fn flags(self) -> Vec<Flag> {
        self.body.lines().filter_map(flag).collect()
    }

    /// The flags that it takes from the commands above it, by name.
    pub(super) fn inherited(self) -> Vec<Flag> {
        let mut flags = Vec::new();
        let mut path = self.path;
        while !path.is_empty() {
            path = path.rsplit_once(' ').map_or("", |(above, _)| above);
            flags.extend(self.program.at(path).map(Self::flags).unwrap_or_default());
        }
        flags.sort_by_key(|flag| flag.long);
        flags
    }

    /// Everything that may stand on its line, `--help` excepted.
    pub(super) fn known_flags(self) -> Vec<Flag> {
        let mut flags = self.flags();
        flags.extend(self.inherited());
        flags
    }

    /// Everything that it parses: the known flags and `--help`.
    pub(super) fn all_flags(self) -> Vec<Flag> {
        let mut flags = self.known_flags();
        flags.push(HELP);
        flags
    }

    /// The lines of its description.
    pub(super) fn description(self) -> impl Iterator<Item = &'static str> {
        self.body.lines().filter_map(|line| line.strip_prefix('|'))
    }

    /// What its words may be that are no flags, as its usage names them.
    pub(super) fn takes(self) -> impl Iterator<Item = &'static str> {
        let mut rest = self.usage;
        let places = std::iter::from_fn(move || {
            let (from, close) = match rest.find(['<', '[']) {
                Some(at) if rest[at..].starts_with('<') => (at, '>'),
                at => (at?, ']'),
            };
            let to = from + rest[from..].find(close)? + 1;
            let place = &rest[from..to];
            rest = &rest[to..];
            Some(place)
        });
        places.filter(|place| *place != "[options]")
    }
}

/// A line of a table as a flag, if it is one.
fn flag(line: &'static str) -> Option<Flag> {
    let required = line.starts_with('!');
    let line = line.strip_prefix('!').unwrap_or(line);
    let (short, line) = match line.as_bytes() {
        [b'-', b'-', ..] => (None, line),
        [b'-', letter, ..] => (Some(*letter), line.get(4..)?),
        _ => return None,
    };
    let (shown, about) = line.strip_prefix("--")?.split_once(' ')?;
    let (takes, about) = match about.strip_prefix('{') {
        Some(about) => about.split_once("} ")?,
        None => ("", about),
    };
    let (long, value) = shown.split_at(shown.find(['=', '['])?);
    let inside = |from| value.get(from..value.len() - 1).unwrap_or_default();
    let (kind, default) = match value.as_bytes() {
        [b'[', ..] => (Kind::Bool, inside(2)),
        [_, b'"', ..] => (Kind::Text, inside(2)),
        [_, b'[', ..] => (Kind::List, inside(2)),
        [.., b's'] => (Kind::Span, &value[1..]),
        _ => (Kind::Int, &value[1..]),
    };
    Some(Flag {
        long,
        short,
        kind,
        default,
        shown,
        takes,
        about,
        required,
    })
}

/// What a place of a usage, or the value of a flag, stands for: a thing that is there.
pub(super) fn live(place: &str) -> Option<Live> {
    Some(match place {
        "<key>" | "[range_end]" | "[endkey]" | "[key or prefix]" => Live::Key,
        "<leaseID>" => Live::Lease,
        "<memberID>" | "<transferee-member-id>" => Live::Member,
        "<endpoint>" | "<destination>" => Live::Endpoint,
        "<user name>" => Live::User,
        "<role name>" => Live::Role,
        "<filename>" => Live::File,
        _ => return None,
    })
}

/// The words that may stand at a place, where they are always the same.
pub(super) fn choices(place: &'static str) -> impl Iterator<Item = &'static str> {
    let choices = match place {
        "<permission type>" => "read readwrite write",
        _ if place.starts_with(['<', '[']) => "",
        _ => place,
    };
    choices.split_whitespace()
}
