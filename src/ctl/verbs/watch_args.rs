//! The arguments of `watch`: which are keys, which are a program. It must not know what a watch
//! is.

/// The variable that stands in for the key.
pub(super) const KEY: &str = "ETCDCTL_WATCH_KEY";
/// The variable that stands in for the range end.
pub(super) const RANGE_END: &str = "ETCDCTL_WATCH_RANGE_END";

/// etcdctl's complaint about too few arguments.
pub(super) const BAD_NUMBER: &str = "bad number of arguments";
const CONFLICT: &str = "bad number of arguments (found conflicting environment key)";
const SEPARATOR: &str = "bad number of arguments (found separator --, but no commands)";

/// Words as raw bytes.
pub(super) type Words = Vec<Vec<u8>>;

/// The words after the first that reads `watch`; all of them where none does.
pub(super) fn after_watch(words: &[Vec<u8>]) -> &[Vec<u8>] {
    match words.iter().position(|word| word == b"watch") {
        Some(at) => &words[at + 1..],
        None => words,
    }
}

/// Keys and program from the `raw` words and the `plain` ones that are no flags. `variables` are
/// the key and the range end of the environment.
pub(super) fn parse(
    raw: &[Vec<u8>],
    plain: Words,
    variables: (&str, &str),
    interactive: bool,
) -> Result<(Words, Words), &'static str> {
    let (key, end) = variables;
    let separator = raw.iter().position(|word| word == b"--");
    // Alone, a line with flags only has arguments enough for this check, and fails later.
    let given = if interactive { plain.len() } else { raw.len() };
    let program = match separator {
        Some(at) if at + 1 == raw.len() => return Err(SEPARATOR),
        Some(at) => &raw[at + 1..],
        None if given == 0 && key.is_empty() => return Err(BAD_NUMBER),
        None => &[],
    };
    let conflict = match separator {
        // The words of the program are among the plain ones.
        Some(_) => !interactive && plain.len() > program.len(),
        None => !plain.is_empty(),
    };
    if conflict && !key.is_empty() {
        return Err(CONFLICT);
    }
    let variables = [key, end].into_iter().filter(|text| !text.is_empty());
    let mut args: Words = variables.map(|text| text.as_bytes().to_vec()).collect();
    args.extend(plain);
    if let Some(first) = program.first() {
        // The program begins at the last word equal to its first, wherever else that stands.
        let end = args.iter().rposition(|word| word == first);
        args.truncate(end.unwrap_or_default());
    }
    Ok((args, program.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Words {
        line.split_whitespace()
            .map(|word| word.as_bytes().to_vec())
            .collect()
    }

    #[test]
    fn tells_keys_from_programs() {
        type Case = (
            &'static str,
            &'static str,
            (&'static str, &'static str),
            Wanted,
        );
        type Wanted = Result<(&'static str, &'static str), &'static str>;
        let table: [Case; 12] = [
            ("watch foo", "foo", ("", ""), Ok(("foo", ""))),
            (
                "etcdctl watch foo bar --rev 1",
                "foo bar",
                ("", ""),
                Ok(("foo bar", "")),
            ),
            (
                "watch foo -- echo hi",
                "foo echo hi",
                ("", ""),
                Ok(("foo", "echo hi")),
            ),
            (
                "watch --rev 1 foo bar -- echo",
                "foo bar echo",
                ("", ""),
                Ok(("foo bar", "echo")),
            ),
            ("watch", "", ("", ""), Err(BAD_NUMBER)),
            ("watch --prefix", "", ("", ""), Ok(("", ""))),
            ("watch foo --", "foo", ("", ""), Err(SEPARATOR)),
            ("watch -- echo hi", "echo hi", ("", ""), Ok(("", "echo hi"))),
            ("watch", "", ("k", ""), Ok(("k", ""))),
            (
                "watch -- echo hi",
                "echo hi",
                ("k", "z"),
                Ok(("k z", "echo hi")),
            ),
            ("watch foo", "foo", ("k", ""), Err(CONFLICT)),
            (
                "watch foo -- echo hi",
                "foo echo hi",
                ("k", ""),
                Err(CONFLICT),
            ),
        ];
        for (line, plain, variables, wanted) in table {
            let line_words = words(line);
            let got = parse(after_watch(&line_words), words(plain), variables, false);
            assert_eq!(got, wanted.map(|(a, p)| (words(a), words(p))), "{line}");
        }
    }

    #[test]
    fn a_program_begins_at_the_last_equal_word() {
        let raw = words("foo -- echo a echo b");
        let plain = words("foo echo a echo b");
        let (args, program) = parse(&raw, plain, ("", ""), false).expect("a program");
        assert_eq!(
            (args, program),
            (words("foo echo a"), words("echo a echo b"))
        );
    }
}
