//! From pasted text to commands: one a line, but for here-documents and quotes left open.

/// A here-document whose last line was not typed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) struct Gathering {
    command: String,
    here: Here,
}

/// One command of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) struct Gathered {
    /// Its line, without the here-document.
    pub(in crate::session) text: String,
    /// The here-document.
    pub(in crate::session) here: Option<Here>,
}

/// A here-document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::session) struct Here {
    /// The word that ends it.
    end: String,
    /// Its lines as typed.
    typed: String,
    /// Whether the newline before the end is left out (`<<~`).
    trims: bool,
}

impl Here {
    /// What the command finds on its standard input.
    pub(in crate::session) fn stdin(mut self) -> Vec<u8> {
        if self.trims && self.typed.ends_with('\n') {
            self.typed.pop();
        }
        self.typed.into_bytes()
    }

    /// What stands behind the command, e.g. `<<EOF`.
    pub(in crate::session) fn mark(&self) -> String {
        format!(" <<{}{}", if self.trims { "~" } else { "" }, self.end)
    }

    /// The lines as typed, without the closing one.
    pub(in crate::session) fn lines(&self) -> impl Iterator<Item = &str> {
        self.typed.lines()
    }

    /// The closing line.
    pub(in crate::session) fn end(&self) -> &str {
        &self.end
    }
}

/// Lines that an open quote may run on for: a forgotten quote must not swallow all that follows.
const QUOTE_LINES_MAX: usize = 1_000;

/// The calls of a text for a Go shell: a call goes on while a bracket or a raw string is open, or
/// a line ends with a dot or a comma.
pub(in crate::session) fn gather_go(text: &str) -> Vec<Gathered> {
    let mut calls: Vec<Gathered> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match calls.last_mut().filter(|_| open) {
            Some(call) => {
                call.text.push('\n');
                call.text.push_str(line);
            }
            None => calls.push(Gathered {
                text: line.to_owned(),
                here: None,
            }),
        }
        open = calls.last().is_some_and(|call| goes_on(&call.text));
    }
    if calls.is_empty() {
        let (text, here) = (String::new(), None);
        calls.push(Gathered { text, here });
    }
    calls
}

/// Whether more of a call must come.
fn goes_on(text: &str) -> bool {
    let (mut depth, mut quote, mut lines) = (0i32, None, 0);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        lines += i32::from(letter == '\n');
        match (quote, letter) {
            (None, '"' | '`') => quote = Some(letter),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth -= 1,
            (Some('"'), '\\') => drop(letters.next()),
            // A string in plain quotes ends with its line.
            (Some('"'), '"' | '\n') | (Some('`'), '`') => quote = None,
            _ => {}
        }
    }
    let open = depth > 0 || quote == Some('`') || text.trim_end().ends_with(['.', ',']);
    open && lines < 1_000
}

/// Takes typed text apart, going on with what an earlier text began.
pub(in crate::session) fn gather(
    mut open: Option<Gathering>,
    text: &str,
) -> (Vec<Gathered>, Option<Gathering>) {
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    // A text that ends with a newline has no further, empty command behind it.
    let count = if lines.len() > 1 && lines.last() == Some(&"") {
        lines.len() - 1
    } else {
        lines.len()
    };
    let mut commands = Vec::new();
    let mut at = 0;
    while at < count {
        if let Some(gathering) = &mut open {
            if gathering.take(lines[at]) {
                commands.extend(open.take().map(Gathering::close));
            }
            at += 1;
            continue;
        }
        let length = quoted_lines(&lines[at..count]);
        let line = lines[at..at + length].join("\n");
        at += length;
        match here_document(&line) {
            Some(gathering) => open = Some(gathering),
            None => commands.push(Gathered {
                text: line,
                here: None,
            }),
        }
    }
    (commands, open)
}

impl Gathering {
    /// Takes one more line; true if that was the end.
    fn take(&mut self, line: &str) -> bool {
        if line == self.here.end {
            return true;
        }
        self.here.typed.push_str(line);
        self.here.typed.push('\n');
        false
    }

    /// Its end has come.
    pub(in crate::session) fn close(self) -> Gathered {
        Gathered {
            text: self.command,
            here: Some(self.here),
        }
    }

    /// What was typed so far: the command's line, then the document's.
    pub(in crate::session) fn lines(&self) -> impl Iterator<Item = String> {
        let command = format!("{}{}", self.command, self.here.mark());
        std::iter::once(command).chain(self.here.lines().map(str::to_owned))
    }
}

/// How many lines the first command takes because a quote runs over their ends.
fn quoted_lines(lines: &[&str]) -> usize {
    let mut quote = scan(lines[0], None).0;
    let mut length = 1;
    while quote.is_some() && length < lines.len().min(QUOTE_LINES_MAX) {
        quote = scan(lines[length], quote).0;
        length += 1;
    }
    if quote.is_some() { 1 } else { length }
}

/// The quote open at the line's end, and where an unquoted `<<` stands.
fn scan(line: &str, mut quote: Option<u8>) -> (Option<u8>, Option<usize>) {
    let bytes = line.as_bytes();
    let mut here = None;
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(b'\''), b'\'') | (Some(b'"'), b'"') | (Some(b'$'), b'\'') => quote = None,
            (Some(b'"' | b'$') | None, b'\\') => at += 1,
            (None, b'$') if bytes.get(at + 1) == Some(&b'\'') => {
                quote = Some(b'$');
                at += 1;
            }
            (None, byte @ (b'\'' | b'"')) => quote = Some(byte),
            (None, b'<') if bytes.get(at + 1) == Some(&b'<') => {
                here = here.or(Some(at));
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    (quote, here)
}

/// A line that ends in `<<EOF`, `<<'EOF'` or `<<~EOF`.
fn here_document(line: &str) -> Option<Gathering> {
    let at = scan(line, None).1?;
    let mark = line[at + 2..].trim();
    let (trims, mark) = mark
        .strip_prefix('~')
        .map_or((false, mark), |rest| (true, rest));
    let end = mark.trim_matches(['\'', '"']);
    let is_word = !end.is_empty() && end.chars().all(|it| it.is_alphanumeric() || it == '_');
    is_word.then(|| Gathering {
        command: line[..at].trim_end().to_owned(),
        here: Here {
            end: end.to_owned(),
            trims,
            typed: String::new(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(text: &str) -> Vec<(String, Option<String>)> {
        let (commands, open) = gather(None, text);
        assert_eq!(open, None, "{text}");
        commands
            .into_iter()
            .map(|it| (it.text, it.here.map(|here| text_of(here.stdin()))))
            .collect()
    }

    fn text_of(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).expect("text was typed")
    }

    fn line(text: &str) -> (String, Option<String>) {
        (text.to_owned(), None)
    }

    #[test]
    fn a_text_is_commands_line_by_line() {
        for (text, wanted) in [
            ("put a 1", vec![line("put a 1")]),
            ("", vec![line("")]),
            (
                "put a 1\r\nput b 2\n",
                vec![line("put a 1"), line("put b 2")],
            ),
            (
                "put a 'x\ny'\nget a",
                vec![line("put a 'x\ny'"), line("get a")],
            ),
            ("put a $'\\'\ny'", vec![line("put a $'\\'\ny'")]),
            ("put a 'x\nget a", vec![line("put a 'x"), line("get a")]),
            ("put a \\'\nget a", vec![line("put a \\'"), line("get a")]),
        ] {
            assert_eq!(commands(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn here_documents_are_input_of_the_command_before() {
        let with = |text: &str, stdin: &str| (text.to_owned(), Some(stdin.to_owned()));
        assert_eq!(
            commands("put a <<EOF\n1\n2\nEOF\n"),
            [with("put a", "1\n2\n")]
        );
        assert_eq!(
            commands("put a <<~'END'\n1\nEND\nget a"),
            [with("put a", "1"), line("get a")]
        );
        assert_eq!(commands("put a '<<EOF'"), [line("put a '<<EOF'")]);
        assert_eq!(commands("put a << "), [line("put a << ")]);
    }

    #[test]
    fn a_here_document_may_come_in_several_texts() {
        let (commands, open) = gather(None, "txn <<EOF");
        assert_eq!(commands, []);
        let (commands, open) = gather(open, "value(\"a\") = \"1\"");
        assert_eq!(commands, []);
        let (commands, open) = gather(open, "EOF");
        assert_eq!(open, None);
        let here = commands.into_iter().next().and_then(|command| command.here);
        let stdin = here.map(|here| text_of(here.stdin()));
        assert_eq!(stdin.as_deref(), Some("value(\"a\") = \"1\"\n"));
    }
}
