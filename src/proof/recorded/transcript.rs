//! Transcripts: what each step printed, in the recordings' written form. It must not know how the
//! steps were run.

use std::fmt;

/// What one step did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// `N $ COMMAND`, `N & NAME COMMAND` or `N @int NAME`.
    pub head: String,
    /// What the step did, unless it only started something.
    pub result: Option<Finished>,
    /// Whether the order of its lines is not defined.
    pub sorted: bool,
}

/// How a command ended and what it printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// `stdin:` and the lines below it, where the step gave any.
    pub stdin: Vec<String>,
    /// The exit code.
    pub exit: i32,
    /// The HTTP code, for curl.
    pub http: Option<String>,
    /// Standard output.
    pub stdout: Printed,
    /// Standard error.
    pub stderr: Printed,
}

/// Printed text, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The lines without their newlines.
    pub lines: Vec<String>,
    /// Whether the last line lacks its newline.
    pub open: bool,
}

impl Printed {
    /// Makes bytes readable: bytes that are not UTF-8 and control bytes but newline and tab are
    /// written `<0xHH>`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                if c == '\x7f' || (c < ' ' && c != '\n' && c != '\t') {
                    text.push_str(&format!("<0x{:02x}>", u32::from(c)));
                } else {
                    text.push(c);
                }
            }
            for byte in chunk.invalid() {
                text.push_str(&format!("<0x{byte:02x}>"));
            }
        }
        let open = !text.is_empty() && !text.ends_with('\n');
        let lines = text.split_terminator('\n').map(str::to_owned).collect();
        Self { lines, open }
    }

    /// The lines as a transcript has them: `| ` before a line, `: ` before an open one.
    #[must_use]
    pub fn written(&self) -> Vec<String> {
        let last = self.lines.len().wrapping_sub(1);
        let mark = |place| if self.open && place == last { ':' } else { '|' };
        let write = |(place, line): (usize, &String)| match line.as_str() {
            "" => mark(place).to_string(),
            line => format!("{} {line}", mark(place)),
        };
        self.lines.iter().enumerate().map(write).collect()
    }

    fn read(line: &str) -> Option<(String, bool)> {
        let open = line.starts_with(':');
        let rest = line.strip_prefix(['|', ':'])?;
        Some((rest.strip_prefix(' ').unwrap_or(rest).to_owned(), open))
    }
}

impl Block {
    /// The block as a transcript has it, line by line, without the empty line after it.
    #[must_use]
    pub fn written(&self) -> Vec<String> {
        let mut lines = vec![format!("=== {}", self.head)];
        let Some(result) = &self.result else {
            return lines;
        };
        lines.extend(result.stdin.iter().cloned());
        lines.push(format!("exit: {}", result.exit));
        lines.extend(result.http.iter().map(|code| format!("http: {code}")));
        for (name, printed) in [("stdout:", &result.stdout), ("stderr:", &result.stderr)] {
            let mut written = printed.written();
            if self.sorted {
                written.sort();
            }
            lines.push(name.to_owned());
            lines.extend(written);
        }
        lines
    }

    /// Reads a block as a transcript has it.
    fn read(lines: &[&str]) -> Option<Self> {
        let head = lines.first()?.strip_prefix("=== ")?.to_owned();
        if lines.len() == 1 {
            return Some(Self {
                head,
                result: None,
                sorted: false,
            });
        }
        let mut result = Finished::default();
        let mut into = 0;
        for line in &lines[1..] {
            match *line {
                line if line.starts_with("stdin:") => result.stdin.push(line.to_owned()),
                "stdout:" => into = 1,
                "stderr:" => into = 2,
                line if into == 0 => {
                    if let Some(code) = line.strip_prefix("exit: ") {
                        result.exit = code.parse().ok()?;
                    } else if let Some(code) = line.strip_prefix("http: ") {
                        result.http = Some(code.to_owned());
                    } else {
                        result.stdin.push(line.to_owned());
                    }
                }
                line => {
                    let (text, open) = Printed::read(line)?;
                    let to = if into == 1 {
                        &mut result.stdout
                    } else {
                        &mut result.stderr
                    };
                    to.lines.push(text);
                    to.open |= open;
                }
            }
        }
        Some(Self {
            head,
            result: Some(result),
            sorted: false,
        })
    }
}

/// Reads a whole transcript.
///
/// # Errors
/// The block that is none, in words.
pub fn parse(text: &str) -> Result<Vec<Block>, String> {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .split(|line| line.is_empty())
        .filter(|block| !block.is_empty())
        .map(|block| Block::read(block).ok_or_else(|| format!("no block: {:?}", block[0])))
        .collect()
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.written()
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))?;
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Printed, parse};

    #[test]
    fn bytes_become_readable_lines() {
        let written = |bytes: &[u8]| Printed::of(bytes).written();
        assert_eq!(written(b""), [""; 0]);
        assert_eq!(written(b"a\n\nb\n"), ["| a", "|", "| b"]);
        assert_eq!(written(b"a\nb"), ["| a", ": b"]);
        assert_eq!(written(b"\x01\x7f\xff\t\n"), ["| <0x01><0x7f><0xff>\t"]);
        assert_eq!(written("\u{e9}\u{4e2d}\n".as_bytes()), ["| \u{e9}\u{4e2d}"]);
        assert_eq!(written(b"\xe4\xb8\n"), ["| <0xe4><0xb8>"]);
    }

    #[test]
    fn reading_undoes_writing() {
        let text = "=== 1 $ etcdctl put k\nstdin:\n| v\n: w\nexit: 0\nstdout:\n| OK\n|\n: x\n\
                    stderr:\n\n=== 2 & W etcdctl watch k\n\n=== 3 $ curl /\nexit: 0\nhttp: 200\n\
                    stdout:\nstderr:\n| e\n\n";
        let blocks = parse(text).expect("well formed");
        assert_eq!(blocks.len(), 3);
        assert_eq!(
            blocks.iter().map(ToString::to_string).collect::<String>(),
            text
        );
    }
}
