//! Words of a recorded line: quotes, escapes and variables as the case format has them. It must
//! not know what the words mean.

use std::collections::BTreeMap;

/// The variables of a case.
pub(super) type Variables = BTreeMap<String, String>;

/// Splits `text` into words of raw bytes: blanks separate, quotes of four kinds bind, `$NAME` and
/// `${NAME}` are replaced without splitting what they bring.
///
/// # Errors
/// A quote that is not closed, an escape that does not exist, a variable nobody has set.
pub(super) fn split(text: &str, variables: &Variables) -> Result<Vec<Vec<u8>>, String> {
    let mut splitter = Splitter {
        rest: text,
        variables,
        words: Vec::new(),
        word: None,
    };
    while let Some(c) = splitter.take() {
        match c {
            ' ' | '\t' => splitter.end_word(),
            '\'' => splitter.literal()?,
            '"' => splitter.quoted()?,
            '$' if splitter.rest.starts_with('\'') => splitter.escaped()?,
            '$' => splitter.variable()?,
            '\\' => {
                let next = splitter.take().ok_or("a backslash ends the line")?;
                splitter.push(next);
            }
            other => splitter.push(other),
        }
    }
    splitter.end_word();
    Ok(splitter.words)
}

/// Replaces the variables that are set in running text (here-documents, directives); everything
/// else stays as it is, unknown names too.
#[must_use]
pub(super) fn expand(text: &str, variables: &Variables) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match variable_name(rest) {
            Some((name, used)) if variables.contains_key(name) => {
                out.push_str(&variables[name]);
                rest = &rest[used..];
            }
            _ => {
                out.push('$');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The name that a `$` introduces, and how many bytes `$NAME` or `${NAME}` takes.
fn variable_name(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix('$')?;
    let braced = after.strip_prefix('{');
    let body = braced.unwrap_or(after);
    let length = body
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
        .count();
    if length == 0 {
        return None;
    }
    match braced {
        Some(inner) => inner[length..]
            .starts_with('}')
            .then(|| (&inner[..length], length + 3)),
        None => Some((&body[..length], length + 1)),
    }
}

struct Splitter<'a> {
    rest: &'a str,
    variables: &'a Variables,
    words: Vec<Vec<u8>>,
    word: Option<Vec<u8>>,
}

impl Splitter<'_> {
    fn take(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn word(&mut self) -> &mut Vec<u8> {
        self.word.get_or_insert_default()
    }

    fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        self.word.get_or_insert_default().extend_from_slice(bytes);
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn literal(&mut self) -> Result<(), String> {
        let end = self.rest.find('\'').ok_or("a ' is not closed")?;
        let inside = self.rest.as_bytes()[..end].to_vec();
        self.word().extend(inside);
        self.rest = &self.rest[end + 1..];
        Ok(())
    }

    fn quoted(&mut self) -> Result<(), String> {
        // An empty pair of quotes is a word, too.
        self.word();
        loop {
            match self.take().ok_or("a \" is not closed")? {
                '"' => return Ok(()),
                '\\' if self.rest.starts_with(['"', '\\', '$']) => {
                    let next = self.take().expect("the guard saw a character");
                    self.push(next);
                }
                '$' => self.variable()?,
                other => self.push(other),
            }
        }
    }

    /// `$'...'`, the one way to write raw bytes.
    fn escaped(&mut self) -> Result<(), String> {
        let open = "a $' is not closed";
        self.take();
        self.word();
        loop {
            match self.take().ok_or(open)? {
                '\'' => return Ok(()),
                '\\' => {
                    let byte = match self.take().ok_or(open)? {
                        'n' => b'\n',
                        't' => b'\t',
                        'r' => b'\r',
                        '\\' => b'\\',
                        '\'' => b'\'',
                        'x' => self.hex_byte()?,
                        other => return Err(format!("\\{other} is no escape within $'...'")),
                    };
                    self.word().push(byte);
                }
                other => self.push(other),
            }
        }
    }

    fn hex_byte(&mut self) -> Result<u8, String> {
        let digits = self.rest.get(..2).ok_or("\\x needs two hex digits")?;
        let byte = u8::from_str_radix(digits, 16).map_err(|_| "\\x needs two hex digits")?;
        self.rest = &self.rest[2..];
        Ok(byte)
    }

    /// What follows a `$` outside single quotes; a `$` without a name is itself.
    fn variable(&mut self) -> Result<(), String> {
        self.word();
        let text = format!("${}", self.rest);
        let Some((name, used)) = variable_name(&text) else {
            self.push('$');
            return Ok(());
        };
        let value = self
            .variables
            .get(name)
            .ok_or_else(|| format!("${name} is not set"))?;
        self.word
            .get_or_insert_default()
            .extend_from_slice(value.as_bytes());
        self.rest = &self.rest[used - 1..];
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Variables, expand, split};

    fn variables() -> Variables {
        Variables::from([("L".into(), "12ab".into()), ("TEXT".into(), "a b".into())])
    }

    fn words(text: &str) -> Vec<String> {
        let split = split(text, &variables()).expect("the line is well formed");
        split.iter().map(|w| w.escape_ascii().to_string()).collect()
    }

    #[test]
    fn quotes_bind_and_variables_do_not_split() {
        let table: [(&str, &[&str]); 9] = [
            ("etcdctl put a b", &["etcdctl", "put", "a", "b"]),
            ("  put\t'a b'  ", &["put", "a b"]),
            ("put '' \"\"", &["put", "", ""]),
            ("put $TEXT x$L.y", &["put", "a b", "x12ab.y"]),
            ("put ${L}y '$L' \"$L\"", &["put", "12aby", "$L", "12ab"]),
            (r#"put "a\"b\\c\$d\e""#, &["put", r#"a\"b\\c$d\\e"#]),
            (r"put a\ b \'", &["put", "a b", r"\'"]),
            (r"put $'\x01\x7f\xff\n'", &["put", r"\x01\x7f\xff\n"]),
            ("put a$ $", &["put", "a$", "$"]),
        ];
        for (line, want) in table {
            assert_eq!(words(line), want, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        let table = [
            ("put 'a", "a ' is not closed"),
            ("put \"a", "a \" is not closed"),
            ("put $'a", "a $' is not closed"),
            (r"put $'\q'", r"\q is no escape within $'...'"),
            (r"put $'\xg1'", r"\x needs two hex digits"),
            ("put $NOBODY", "$NOBODY is not set"),
            ("put \\", "a backslash ends the line"),
        ];
        for (line, want) in table {
            assert_eq!(split(line, &variables()), Err(want.to_owned()), "{line}");
        }
    }

    #[test]
    fn running_text_keeps_what_it_does_not_know() {
        assert_eq!(expand("put k $L ${L}x $5 $NOBODY $", &variables()), {
            "put k 12ab 12abx $5 $NOBODY $"
        });
    }
}
