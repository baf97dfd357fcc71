//! What may stand next at a prompt: etcdctl's tables, the words around it, and what is there now.

use crate::{
    ctl::{self, Completions, Live, Pick},
    session::words,
    ui::{
        host::{Host, Session},
        words::Words,
    },
};

/// Keys and the like offered at once.
const LIVE_MAX: usize = 20;

/// The programs beside etcdctl's commands.
const PROGRAMS: [&str; 6] = ["etcdctl", "sim", "goreman", "help", "clear", "export"];

/// What may stand at the end of `line`; `lease` is what `$LEASE` holds.
pub(super) fn completions(
    host: &Host,
    page: &Words,
    lease: Option<&str>,
    line: &str,
) -> Completions {
    let mut typed: Vec<&str> = line.split_whitespace().collect();
    let begun = !line.is_empty() && !line.ends_with(char::is_whitespace);
    let word = if begun { typed.pop() } else { None }.unwrap_or_default();
    let ask = |live: Live, prefix: &str| there(host, page, lease, live, prefix);
    let world = typed.first().and_then(|it| {
        let help = (page.terminal.help)(it);
        words::help(it).map(|english| help.unwrap_or(english))
    });
    if let Some(help) = world {
        let picks = world_words(host, help, &typed, word);
        let from = line.len() - word.len();
        return Completions { from, picks };
    }
    let mut found = ctl::complete(line, line.len(), &ask);
    let programs: &[&str] = match typed.as_slice() {
        [] => &PROGRAMS,
        ["help"] => &PROGRAMS[1..3],
        _ => &[],
    };
    let programs = programs.iter().filter(|it| it.starts_with(word));
    let programs = programs.map(|name| pick(name, (page.terminal.program)(name)));
    found.picks.splice(..0, programs);
    found
}

/// What the name at the end of a line of Go can go on to be.
pub(super) fn go_names(line: &str) -> Completions {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '.';
    let from = line.trim_end_matches(is_name).len();
    // Between quotes stand keys; behind a sign, anything.
    let quoted = line.matches('"').count() % 2 == 1;
    let names = match quoted || from == line.len() {
        true => Vec::new().into_iter(),
        false => ctl::go_names(&line[from..]).into_iter(),
    };
    let picks = names.map(|(name, written)| Pick {
        text: name,
        note: written.to_owned(),
        open: true,
    });
    Completions {
        from,
        picks: picks.collect(),
    }
}

fn pick(text: &str, note: &str) -> Pick {
    Pick {
        text: text.to_owned(),
        note: note.to_owned(),
        open: false,
    }
}

/// The words of `sim` and `goreman`, from their help; a member's note is its address.
fn world_words(host: &Host, help: &'static str, typed: &[&str], word: &str) -> Vec<Pick> {
    let members = host.read(Session::cluster).members;
    let names: Vec<String> = members.iter().map(|it| it.name.clone()).collect();
    let found = words::suggest(help, &names, typed).into_iter();
    found
        .filter(|(text, _)| text.starts_with(word))
        .map(|(text, note)| {
            let member = members.iter().find(|it| it.name == text);
            pick(&text, member.map_or(note, |it| &it.client))
        })
        .collect()
}

/// What there is that begins with `prefix`.
fn there(host: &Host, page: &Words, lease: Option<&str>, live: Live, prefix: &str) -> Vec<Pick> {
    match live {
        Live::Key => host
            .read(|it| it.keys(prefix.as_bytes(), LIVE_MAX))
            .iter()
            .filter_map(|(key, revision)| {
                let key = std::str::from_utf8(key).ok()?;
                let shown = !key.chars().any(char::is_control);
                shown.then(|| pick(key, &format!("r{revision}")))
            })
            .collect(),
        Live::Endpoint => {
            let members = host.read(Session::cluster).members;
            members
                .iter()
                .map(|it| pick(&it.client, &it.name))
                .collect()
        }
        Live::Member => {
            let members = host.read(Session::cluster).members;
            members
                .iter()
                .map(|it| pick(&it.id.to_string(), &it.name))
                .collect()
        }
        Live::Lease => {
            let now = host.now();
            let variable = lease.map(|id| pick("$LEASE", id));
            let leases = host.read(Session::leases).leases;
            let leases = leases.iter().take(LIVE_MAX).map(|it| {
                let left = it.expires.map(|at| at.since(now).as_secs());
                pick(
                    &it.id.to_string(),
                    &(page.terminal.lease_note)(left, it.keys_count),
                )
            });
            variable.into_iter().chain(leases).collect()
        }
        Live::User | Live::Role | Live::File => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::Language;

    #[test]
    fn both_languages_complete_the_same_words() {
        let names = ["infra1", "infra2"].map(str::to_owned);
        let words = |help, typed: &[&str]| -> Vec<String> {
            let found = words::suggest(help, &names, typed);
            found.into_iter().map(|(word, _)| word).collect()
        };
        for line in [
            "sim",
            "sim cut",
            "sim loss infra1",
            "sim branch",
            "goreman run",
        ] {
            let typed: Vec<&str> = line.split(' ').collect();
            let english = words(words::help(typed[0]).expect("there is one"), &typed);
            let help = Language::Zh.words().terminal.help;
            let chinese = words(help(typed[0]).expect("there is one"), &typed);
            assert_eq!(english, chinese, "{line}");
            assert!(!english.is_empty(), "{line}");
        }
    }
}
