//! One typed line to words, as a shell splits it; what a shell has and this place has not gets a
//! message. It must not know any command.

use std::fmt;

/// Why a line cannot be split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsError {
    /// Where in the line, in bytes.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A quote without its partner.
    Unclosed(&'static str),
    /// A backslash that ends the line.
    LoneBackslash,
    /// An escape that `$'…'` does not know.
    UnknownEscape(String),
    /// Something that shells do and this place does not.
    Missing(Missing),
    /// A quote from a word processor or an input method: as typed, and the plain one.
    FancyQuote(char, char),
    /// A NUL byte.
    Nul,
    /// A variable that is not set.
    Unset(String),
}

/// What shells do and this place does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// `|`
    Pipe,
    /// `;`, `&&` or `||`
    List(&'static str),
    /// `&`
    Background,
    /// `>`
    WriteFile,
    /// `<`
    ReadFile,
    /// `*` or `?`
    Glob(char),
    /// `` `…` `` or `$(…)`
    Substitution,
    /// `${…}` with more than a name inside.
    Expansion,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, text) = match self {
            Self::Pipe => ("|", "there are no pipes here: run one command".to_owned()),
            Self::List(sign) => (*sign, format!("{sign} joins nothing here: run one command")),
            Self::Background => {
                let text = "nothing runs in the background here: open another shell";
                ("&", text.to_owned())
            }
            Self::WriteFile => (
                ">",
                "what is printed stays on the screen here: it goes into no file".to_owned(),
            ),
            Self::ReadFile => (
                "<",
                "< FILE stands at the end of a line, and its name is plain".to_owned(),
            ),
            Self::Glob(sign) => {
                let text = format!("{sign} matches nothing here: many keys are --prefix");
                return write!(f, "{text}, or quote '{sign}' to mean the character");
            }
            Self::Substitution => (
                "`",
                "commands do not stand inside commands here: run one command".to_owned(),
            ),
            Self::Expansion => ("$", "of ${…} there is only ${NAME} here".to_owned()),
        };
        write!(f, "{text}, or quote '{sign}' to mean the character")
    }
}

impl fmt::Display for WordsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Unclosed(quote) => write!(f, "this {quote} is never closed: add another"),
            Reason::LoneBackslash => {
                write!(
                    f,
                    "a backslash at the end joins nothing: write '\\' for the character"
                )
            }
            Reason::UnknownEscape(escape) => write!(
                f,
                "{escape} is no escape here: $'…' knows \\n \\t \\r \\\\ \\' and \\xHH in hex"
            ),
            Reason::Missing(missing) => missing.fmt(f),
            Reason::FancyQuote(typed, plain) => write!(
                f,
                "{typed} is a typographic quote: type a plain {plain} (or put it between plain \
                 quotes to mean the character)"
            ),
            Reason::Nul => write!(f, "a line cannot hold a NUL byte: write $'\\x00' for one"),
            Reason::Unset(name) => write!(
                f,
                "there is no variable {name} here: write '${name}' between single quotes to mean \
                 the text"
            ),
        }
    }
}

impl std::error::Error for WordsError {}

/// Splits a line in which no variable is set.
///
/// # Errors
///
/// When the line cannot be split; the error says what to type instead.
pub fn split(line: &[u8]) -> Result<Vec<Vec<u8>>, WordsError> {
    split_with(line, &|_| None)
}

/// Splits a line, asking `variable` for the value of each `$NAME`.
///
/// # Errors
///
/// When the line cannot be split; the error says what to type instead.
pub fn split_with(
    line: &[u8],
    variable: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Vec<Vec<u8>>, WordsError> {
    if let Some(at) = line.iter().position(|byte| *byte == 0) {
        return Err(WordsError {
            at,
            reason: Reason::Nul,
        });
    }
    let mut splitter = Splitter {
        line,
        at: 0,
        variable,
        words: Vec::new(),
        word: None,
    };
    splitter.run()?;
    Ok(splitter.words)
}

/// Whether a word is `NAME=VALUE`.
#[must_use]
pub fn is_assignment(word: &[u8]) -> bool {
    let Some(length) = word.iter().position(|byte| *byte == b'=') else {
        return false;
    };
    let name = &word[..length];
    let first = name
        .first()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    first
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

struct Splitter<'a> {
    line: &'a [u8],
    at: usize,
    variable: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    words: Vec<Vec<u8>>,
    /// The word being read; an empty quoted word is one too.
    word: Option<Vec<u8>>,
}

impl Splitter<'_> {
    fn run(&mut self) -> Result<(), WordsError> {
        while let Some(byte) = self.peek(0) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.words.extend(self.word.take());
                    self.at += 1;
                }
                b'\'' => self.literal()?,
                b'"' => self.double()?,
                b'$' if self.peek(1) == Some(b'\'') => self.ansi()?,
                b'$' => self.dollar()?,
                b'\\' => self.escape()?,
                _ => self.plain(byte)?,
            }
        }
        self.words.extend(self.word.take());
        Ok(())
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.line.get(self.at + ahead).copied()
    }

    fn error<T>(&self, at: usize, reason: Reason) -> Result<T, WordsError> {
        debug_assert!(at <= self.line.len(), "errors point into the line");
        Err(WordsError { at, reason })
    }

    fn push(&mut self, byte: u8) {
        self.word.get_or_insert_default().push(byte);
        self.at += 1;
    }

    fn append(&mut self, bytes: &[u8]) {
        self.word.get_or_insert_default().extend_from_slice(bytes);
    }

    /// `'…'`: everything stands for itself.
    fn literal(&mut self) -> Result<(), WordsError> {
        let from = self.at + 1;
        let Some(length) = self.line[from..].iter().position(|byte| *byte == b'\'') else {
            return self.error(self.at, Reason::Unclosed("single quote"));
        };
        let line = self.line;
        self.append(&line[from..from + length]);
        self.at = from + length + 1;
        Ok(())
    }

    /// `"…"`: knows `\"`, `\\`, `\$` and variables.
    fn double(&mut self) -> Result<(), WordsError> {
        let from = self.at;
        self.append(&[]);
        self.at += 1;
        loop {
            match (self.peek(0), self.peek(1)) {
                (None, _) => return self.error(from, Reason::Unclosed("double quote")),
                (Some(b'"'), _) => {
                    self.at += 1;
                    return Ok(());
                }
                (Some(b'\\'), Some(next @ (b'"' | b'\\' | b'$'))) => {
                    self.at += 1;
                    self.push(next);
                }
                (Some(b'$'), _) => self.dollar()?,
                (Some(byte), _) => self.push(byte),
            }
        }
    }

    /// `$'…'`: knows `\n \t \r \\ \' \xHH`.
    fn ansi(&mut self) -> Result<(), WordsError> {
        let from = self.at;
        self.append(&[]);
        self.at += 2;
        loop {
            match (self.peek(0), self.peek(1)) {
                (None, _) | (Some(b'\\'), None) => {
                    return self.error(from, Reason::Unclosed("$' quote"));
                }
                (Some(b'\''), _) => {
                    self.at += 1;
                    return Ok(());
                }
                (Some(b'\\'), Some(escape)) => self.ansi_escape(escape)?,
                (Some(byte), _) => self.push(byte),
            }
        }
    }

    fn ansi_escape(&mut self, escape: u8) -> Result<(), WordsError> {
        let (byte, length) = match escape {
            b'n' => (Some(b'\n'), 2),
            b't' => (Some(b'\t'), 2),
            b'r' => (Some(b'\r'), 2),
            b'\\' | b'\'' => (Some(escape), 2),
            b'x' => {
                let digit = |at| char::from(self.peek(at)?).to_digit(16);
                let byte = digit(2).zip(digit(3)).map(|(high, low)| high * 16 + low);
                (byte.and_then(|byte| u8::try_from(byte).ok()), 4)
            }
            _ => (None, 2),
        };
        let Some(byte) = byte else {
            let escape = format!("\\{}", char::from(escape));
            return self.error(self.at, Reason::UnknownEscape(escape));
        };
        self.append(&[byte]);
        self.at += length;
        Ok(())
    }

    /// `$NAME` and `${NAME}`; a lone `$` stands for itself.
    fn dollar(&mut self) -> Result<(), WordsError> {
        let rest = &self.line[self.at + 1..];
        let braced = rest.first() == Some(&b'{');
        let from = usize::from(braced);
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = rest[from..].iter().take_while(is_name).count();
        let closed = !braced || rest.get(from + length) == Some(&b'}');
        if rest.first() == Some(&b'(') {
            return self.error(self.at, Reason::Missing(Missing::Substitution));
        }
        if braced && (length == 0 || !closed) {
            return self.error(self.at, Reason::Missing(Missing::Expansion));
        }
        if length == 0 {
            self.push(b'$');
            return Ok(());
        }
        let name = String::from_utf8_lossy(&rest[from..from + length]).into_owned();
        let Some(value) = (self.variable)(&name) else {
            return self.error(self.at, Reason::Unset(name));
        };
        self.append(&value);
        self.at += 1 + length + 2 * from;
        Ok(())
    }

    /// `\c` is c.
    fn escape(&mut self) -> Result<(), WordsError> {
        let Some(next) = self.peek(1) else {
            return self.error(self.at, Reason::LoneBackslash);
        };
        self.at += 1;
        self.push(next);
        Ok(())
    }

    /// One unquoted byte, unless a shell would make something else of it.
    fn plain(&mut self, byte: u8) -> Result<(), WordsError> {
        let missing = match (byte, self.peek(1)) {
            (b'|', Some(b'|')) => Some(Missing::List("||")),
            (b'|', _) => Some(Missing::Pipe),
            (b';', _) => Some(Missing::List(";")),
            (b'&', Some(b'&')) => Some(Missing::List("&&")),
            (b'&', _) => Some(Missing::Background),
            (b'>', _) => Some(Missing::WriteFile),
            (b'<', _) => Some(Missing::ReadFile),
            // In an address it stands for itself, as in a shell where no file is called so.
            (b'?', _) if self.word.as_ref().is_some_and(|it| it.contains(&b'/')) => None,
            (b'*' | b'?', _) => Some(Missing::Glob(char::from(byte))),
            (b'`', _) => Some(Missing::Substitution),
            _ => None,
        };
        if let Some(missing) = missing {
            return self.error(self.at, Reason::Missing(missing));
        }
        if !byte.is_ascii()
            && let Some(reason) = self.fancy_quote()
        {
            return self.error(self.at, reason);
        }
        self.push(byte);
        Ok(())
    }

    /// A typographic quote at the start of a word was meant as a quote; inside one it is a letter.
    fn fancy_quote(&self) -> Option<Reason> {
        if self.word.is_some() {
            return None;
        }
        let typed = self.line[self.at..]
            .utf8_chunks()
            .next()?
            .valid()
            .chars()
            .next()?;
        let plain = match typed {
            '‘' | '’' | '‚' | '＇' | '‹' => '\'',
            '“' | '”' | '„' | '＂' | '«' => '"',
            _ => return None,
        };
        Some(Reason::FancyQuote(typed, plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &[u8]) -> Vec<String> {
        let words = split(line).expect("this line splits");
        words
            .iter()
            .map(|word| word.escape_ascii().to_string())
            .collect()
    }

    #[test]
    fn splits_as_a_shell_does() {
        let table: [(&str, &[&str]); 14] = [
            ("", &[]),
            ("  \t ", &[]),
            ("etcdctl put  a\tb ", &["etcdctl", "put", "a", "b"]),
            ("put '' \"\"", &["put", "", ""]),
            ("'a b'c\"d e\"", &["a bcd e"]),
            (r#""say \"hi\" \\ \$x \n""#, &[r#"say \"hi\" \\ $x \\n"#]),
            (r"$'\x01\x7f\xff'", &[r"\x01\x7f\xff"]),
            (r"$'line1\nline2\t\r\\\''", &[r"line1\nline2\t\r\\\'"]),
            (r"a\ b \'", &["a b", r"\'"]),
            ("'$HOME | > *'", &["$HOME | > *"]),
            ("a$ $", &["a$", "$"]),
            (
                "put --lease=1 k=v -- -x",
                &["put", "--lease=1", "k=v", "--", "-x"],
            ),
            ("{\\\"a\\\":1}", &[r#"{\"a\":1}"#]),
            ("don’t", &[r"don\xe2\x80\x99t"]),
        ];
        for (line, wanted) in table {
            assert_eq!(words(line.as_bytes()), wanted, "{line}");
        }
        assert_eq!(words(b"a\xff b"), [r"a\xff", "b"]);
    }

    #[test]
    fn asks_for_variables() {
        let variable = |name: &str| (name == "L").then(|| b"a b".to_vec());
        let split = |line: &str| split_with(line.as_bytes(), &variable);
        let wanted = |words: &[&str]| Ok(words.iter().map(|w| w.as_bytes().to_vec()).collect());
        assert_eq!(
            split("put --lease=$L k"),
            wanted(&["put", "--lease=a b", "k"])
        );
        assert_eq!(split("\"${L}x\" $L"), wanted(&["a bx", "a b"]));
        assert_eq!(split("'$L'"), wanted(&["$L"]));
        assert_eq!(
            split("put $M"),
            Err(WordsError {
                at: 4,
                reason: Reason::Unset("M".to_owned())
            })
        );
    }

    #[test]
    fn says_what_is_not_here() {
        let table = [
            ("get a | grep b", 6, "there are no pipes here"),
            ("put a 1; get a", 7, "; joins nothing here"),
            ("put a 1 && get a", 8, "&& joins nothing here"),
            ("watch a &", 8, "nothing runs in the background here"),
            ("get a > file", 6, "what is printed stays on the screen"),
            ("put a < file", 6, "< FILE stands at the end"),
            (
                "get foo*",
                7,
                "* matches nothing here: many keys are --prefix",
            ),
            ("get $(x)", 4, "commands do not stand inside commands"),
            ("get `x`", 4, "commands do not stand inside commands"),
            ("put a 'b", 6, "this single quote is never closed"),
            ("put a \"b", 6, "this double quote is never closed"),
            ("put a $'b", 6, "this $' quote is never closed"),
            ("put a b\\", 7, "a backslash at the end joins nothing"),
            ("put a $'\\q'", 8, "\\q is no escape here"),
            ("put a $'\\xg0'", 8, "\\x is no escape here"),
            (
                "put a “hello world”",
                6,
                "“ is a typographic quote: type a plain \"",
            ),
            (
                "put a ‘hello’",
                6,
                "‘ is a typographic quote: type a plain '",
            ),
            ("put a\0b", 5, "a line cannot hold a NUL byte"),
        ];
        for (line, at, text) in table {
            let error = split(line.as_bytes()).expect_err(line);
            assert_eq!(error.at, at, "{line}");
            assert!(error.to_string().starts_with(text), "{line}: {error}");
        }
    }

    #[test]
    fn two_megabytes_are_one_word() {
        let mut line = b"put k ".to_vec();
        line.resize(2 << 20, b'x');
        assert_eq!(
            split(&line).expect("long, but plain")[2].len(),
            (2 << 20) - 6
        );
    }
}
