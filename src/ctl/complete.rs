//! What may stand next on a line of etcdctl: the tables that parse a line and the recorded help,
//! read the other way. It must not know a cluster: what is there now is asked for.

use super::flags::{Flag, Kind};
use super::table::{self, Command, HELP, Program};
use super::{program, tree, words};

/// Something of which only a cluster knows what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// A key.
    Key,
    /// A lease id, or a variable that holds one.
    Lease,
    /// A member's client address.
    Endpoint,
    /// A member's id.
    Member,
    /// A user's name.
    User,
    /// A role's name.
    Role,
    /// A file.
    File,
}

/// Tells what there is that begins with a text, plain and each with a line about it.
pub type Ask<'a> = dyn Fn(Live, &str) -> Vec<Pick> + 'a;

/// One thing that may stand next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// As it stands on the line.
    pub text: String,
    /// What it is, in one line.
    pub note: String,
    /// Whether more follows without a blank: the value of a flag.
    pub open: bool,
}

/// What may stand at a place of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Where the word begins that a pick takes the place of, in bytes of the line.
    pub from: usize,
    /// The picks, likeliest first.
    pub picks: Vec<Pick>,
}

/// What may stand at the byte `cursor` of a line.
#[must_use]
pub fn complete(line: &str, cursor: usize, ask: &Ask<'_>) -> Completions {
    let (mut words, from, word) = parts(line.get(..cursor).unwrap_or(line));
    let assigned = words
        .iter()
        .take_while(|it| words::is_assignment(it))
        .count();
    drop(words.drain(..assigned));
    let (program, words) = program(&words);
    let picks = next(program, words, &word, ask);
    Completions { from, picks }
}

/// The words before the cursor's, where that one begins, and what it means so far.
fn parts(line: &str) -> (Vec<Vec<u8>>, usize, String) {
    let (mut words, mut word, mut from, mut quote) = (Vec::new(), None, line.len(), None);
    let mut letters = line.char_indices();
    while let Some((at, letter)) = letters.next() {
        if quote.is_none() && letter.is_ascii_whitespace() {
            words.extend(word.take().map(String::into_bytes));
            from = line.len();
            continue;
        }
        if word.is_none() {
            from = at;
        }
        let word: &mut String = word.get_or_insert_default();
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None | Some('"'), '\\') => word.extend(letters.next().map(|it| it.1)),
            _ => word.push(letter),
        }
    }
    (words, from, word.unwrap_or_default())
}

/// What may follow `words`, if it begins with `word`.
fn next(program: &'static Program, words: &[Vec<u8>], word: &str, ask: &Ask<'_>) -> Vec<Pick> {
    let Ok((command, rest)) = tree::find(program, words) else {
        return Vec::new();
    };
    if command.path == "help" {
        let topic = tree::find(program, &rest).map_or(program.root(), |(topic, _)| topic);
        return subcommands(topic, word);
    }
    let flags = command.all_flags();
    let place = Place::of(&flags, &rest);
    if let Some(flag) = place.open {
        return values(flag.takes, "", word, ask);
    }
    if let Some((name, value)) = word.split_once('=').filter(|_| word.starts_with("--")) {
        let flag = flags.iter().find(|flag| flag.long == &name[2..]);
        return flag.map_or_else(Vec::new, |it| {
            values(it.takes, &format!("{name}="), value, ask)
        });
    }
    if word.starts_with('-') && !place.closed {
        return options(command, &flags, word, &place.given);
    }
    let mut picks = subcommands(command, word);
    if let [only] = picks.as_slice()
        && !word.is_empty()
        && place.args == 0
    {
        // The one that is meant: what follows it is offered in the same breath.
        let (first, longer) = (
            only.text.clone(),
            [words, &[only.text.clone().into()]].concat(),
        );
        let more = next(program, &longer, "", ask).into_iter();
        picks.extend(more.map(|it| Pick {
            text: format!("{first} {}", it.text),
            ..it
        }));
        return picks;
    }
    if let Some(takes) = command.takes().nth(place.args) {
        picks.extend(values(takes, "", word, ask));
    }
    if word.is_empty() && !place.closed {
        picks.extend(options(command, &command.flags(), word, &place.given));
    }
    picks
}

/// How far a command's words have come.
#[derive(Default)]
struct Place<'a> {
    /// Words that are no flags.
    args: usize,
    /// The flag whose value stands next.
    open: Option<&'a Flag>,
    /// `--` was there.
    closed: bool,
    given: Vec<&'static str>,
}

impl<'a> Place<'a> {
    fn of(flags: &'a [Flag], words: &[Vec<u8>]) -> Self {
        let mut place = Self::default();
        for word in words {
            if place.open.take().is_some() {
                continue;
            }
            match word.as_slice() {
                b"--" => place.closed = true,
                [b'-', name @ ..] if !name.is_empty() && !place.closed => place.flag(flags, name),
                _ => place.args += 1,
            }
        }
        place
    }

    /// `name` is a flag's word without its first dash.
    fn flag(&mut self, flags: &'a [Flag], name: &[u8]) {
        let long = name.strip_prefix(b"-");
        let mut halves = long.unwrap_or(name).splitn(2, |byte| *byte == b'=');
        let name = halves.next().unwrap_or_default();
        let is = |flag: &&Flag| match (long, flag.short) {
            (Some(_), _) => flag.long.as_bytes() == name,
            (None, short) => name.len() == 1 && short == name.first().copied(),
        };
        let Some(flag) = flags.iter().find(is) else {
            return;
        };
        self.given.push(flag.long);
        if flag.kind != Kind::Bool && halves.next().is_none() {
            self.open = Some(flag);
        }
    }
}

/// The commands below one.
fn subcommands(command: Command, word: &str) -> Vec<Pick> {
    command
        .children()
        .filter(|child| child.name().starts_with(word))
        .map(|child| Pick {
            text: child.name().to_owned(),
            note: child.about.to_owned(),
            open: false,
        })
        .collect()
}

/// Flags that were not given yet; a command's own stand before those of all commands.
fn options(command: Command, flags: &[Flag], word: &str, given: &[&str]) -> Vec<Pick> {
    let mut picks: Vec<Pick> = Vec::new();
    let all = command.flags();
    for first in [true, false] {
        for flag in flags.iter().filter(|flag| all.contains(flag) == first) {
            let open = flag.kind != Kind::Bool;
            let text = format!("--{}{}", flag.long, if open { "=" } else { "" });
            if text.starts_with(word) && !given.contains(&flag.long) {
                let note = if flag.long == HELP.long {
                    format!("help for {}", command.name())
                } else {
                    flag.about.to_owned()
                };
                picks.push(Pick { text, note, open });
            }
        }
    }
    picks
}

/// What may stand at a place or be the value of a flag, with what stands before it in its word.
fn values(takes: &'static str, head: &str, word: &str, ask: &Ask<'_>) -> Vec<Pick> {
    if let Some(live) = table::live(takes) {
        return known(live, head, word, ask);
    }
    table::choices(takes)
        .filter(|value| value.starts_with(word))
        .map(|value| Pick {
            text: format!("{head}{value}"),
            ..Pick::default()
        })
        .collect()
}

/// What the cluster knows, quoted where a shell needs it; a word that is whole already needs none.
fn known(live: Live, head: &str, word: &str, ask: &Ask<'_>) -> Vec<Pick> {
    let begins = |it: &Pick| it.text.starts_with(word) && it.text != word;
    let writable = |it: &Pick| !it.text.contains(['\'', '\n']) && !it.text.starts_with('-');
    let quoted = |it: Pick| {
        let quote = if live == Live::Key && !is_plain(&it.text) {
            "'"
        } else {
            ""
        };
        Pick {
            text: format!("{head}{quote}{}{quote}", it.text),
            ..it
        }
    };
    ask(live, word)
        .into_iter()
        .filter(|it| begins(it) && writable(it))
        .map(quoted)
        .collect()
}

/// Whether a shell takes a text as it stands.
fn is_plain(text: &str) -> bool {
    let plain = |it: char| it.is_alphanumeric() || "/_.:-+@%,=".contains(it);
    !text.is_empty() && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctl::flags::Flags;
    use crate::ctl::table::{CTL, UTL};

    fn there(live: Live, _: &str) -> Vec<Pick> {
        let texts: &[&str] = match live {
            Live::Key => &["/svc/web-1", "hello", "two words"],
            Live::Lease => &["$LEASE", "326978bac638650a"],
            Live::Endpoint => &["127.0.0.1:2379"],
            Live::Member => &["8211f1d0f64f3269"],
            Live::User => &["root"],
            Live::Role => &["reader"],
            Live::File => &["backup.db"],
        };
        let pick = |text: &&str| Pick {
            text: (*text).to_owned(),
            note: "here".to_owned(),
            open: false,
        };
        texts.iter().map(pick).collect()
    }

    fn texts(line: &str) -> Vec<String> {
        let picks = complete(line, line.len(), &there).picks;
        picks.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn a_line_goes_on_as_its_tables_say() {
        let table: [(&str, &[&str]); 25] = [
            (
                "etcdctl ge",
                &["get", "get /svc/web-1", "get hello", "get 'two words'"],
            ),
            ("etcdctl lease t", &["timetolive"]),
            (
                "A=1 etcdctl lease timetolive ",
                &["$LEASE", "326978bac638650a", "--keys"],
            ),
            ("lease revoke 3", &["326978bac638650a"]),
            ("get h", &["hello"]),
            ("get hello", &[]),
            ("get tw", &["'two words'"]),
            ("get 'tw", &["'two words'"]),
            ("get hello /", &["/svc/web-1"]),
            ("put k v --lea", &["--lease="]),
            ("put k v --lease=3", &["--lease=326978bac638650a"]),
            ("put k v --lease 3", &["326978bac638650a"]),
            ("put k v --lease=$", &["--lease=$LEASE"]),
            ("get -w t", &["table"]),
            ("get --order=A", &["--order=ASCEND"]),
            ("--endpoints=1", &["--endpoints=127.0.0.1:2379"]),
            ("help lease g", &["grant"]),
            ("help tx", &["txn"]),
            ("tx", &["txn", "txn --interactive"]),
            ("lock", &["lock", "lock --ttl="]),
            ("user get r", &["root"]),
            ("role grant-permission r re", &["read", "readwrite"]),
            ("snapshot status b", &["backup.db"]),
            ("etcdutl snapshot restore backup.db --na", &["--name="]),
            ("nonsense x", &[]),
        ];
        for (line, wanted) in table {
            let found = texts(line);
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            assert!(found.starts_with(wanted), "{line}: {found:?}");
            assert!(!wanted.is_empty() || found.is_empty(), "{line}: {found:?}");
        }
    }

    #[test]
    fn the_word_at_the_cursor_is_the_one_that_is_completed() {
        let line = "etcdctl get h --prefix";
        let found = complete(line, 13, &there);
        assert_eq!((found.from, found.picks[0].text.as_str()), (12, "hello"));
        assert_eq!(complete("", 0, &there).from, 0);
        assert_eq!(complete("get  ", 5, &there).from, 5);
        // A cursor inside a character is nobody's; it must not be the end of the page either.
        assert_eq!(complete("é", 1, &there).picks, []);
    }

    fn all() -> impl Iterator<Item = Command> {
        CTL.commands().chain(UTL.commands())
    }

    #[test]
    fn every_command_completes_from_its_first_letter_with_its_line_of_help() {
        for command in all().filter(|it| !it.path.is_empty()) {
            let letter = command.path.len() - command.name().len() + 1;
            let line = format!("{} {}", command.program.name, &command.path[..letter]);
            let picks = complete(&line, line.len(), &there).picks;
            let pick = picks.iter().find(|it| it.text == command.name());
            let note = pick.map(|it| it.note.as_str()).unwrap_or_default();
            assert!(!note.is_empty(), "{line}: {picks:?}");
        }
    }

    #[test]
    fn every_flag_completes_with_its_line_of_help_and_parses() {
        for command in all().filter(|it| it.path != "help") {
            let line = format!("{} {} --", command.program.name, command.path);
            let picks = complete(&line, line.len(), &there).picks;
            assert_eq!(picks.len(), command.all_flags().len(), "{line}");
            for pick in picks {
                assert!(!pick.note.is_empty(), "{line}: {}", pick.text);
                let flag = pick.text.trim_start_matches('-').trim_end_matches('=');
                let all = command.all_flags();
                let flag = all
                    .iter()
                    .find(|it| it.long == flag)
                    .expect("it is in the table");
                let word = format!("{}{}", pick.text, if pick.open { flag.default } else { "" });
                let parsed = Flags::parse(&all, &[word.into_bytes()]);
                assert!(parsed.is_ok_and(|it| it.changed(flag.long)), "{line}");
            }
        }
    }

    #[test]
    fn every_offered_value_is_taken_as_one_word() {
        for line in [
            "get ",
            "put k v --lease=",
            "lease revoke ",
            "get -w ",
            "--endpoints ",
        ] {
            for pick in complete(line, line.len(), &there).picks {
                let whole = format!("{line}{}", pick.text);
                let known = |name: &str| (name == "LEASE").then(|| b"1".to_vec());
                let split = words::split_with(whole.as_bytes(), &known).expect(&whole);
                assert_eq!(split.len(), line.split(' ').count(), "{whole}");
            }
        }
    }
}
