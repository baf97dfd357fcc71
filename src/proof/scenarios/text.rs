//! Reads the format of etcd-io/raft's test data (`cockroachdb/datadriven`): a command line, lines
//! of input, `----`, and what is expected up to an empty line.

/// One word after the command: `key`, `key=value` or `key=(value, value)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The word, or what stands before `=`.
    pub key: String,
    /// What stands after `=`; empty if nothing does.
    pub values: Vec<String>,
}

/// One command with its input and what it is expected to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The command's line in the file, from 1.
    pub line: usize,
    /// The command.
    pub command: String,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The lines up to `----`.
    pub input: String,
    /// The lines after it.
    pub expected: Vec<String>,
}

impl Block {
    /// The values of `key=…`; none if it is not there.
    #[must_use]
    pub fn values(&self, key: &str) -> &[String] {
        let found = self.arguments.iter().find(|it| it.key == key);
        found.map_or(&[], |it| it.values.as_slice())
    }

    /// The first value of `key=…`.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&str> {
        self.values(key).first().map(String::as_str)
    }

    /// The values of `key=…` that are numbers.
    #[must_use]
    pub fn numbers(&self, key: &str) -> Vec<u64> {
        let numbers = self.values(key).iter().filter_map(|it| it.parse().ok());
        numbers.collect()
    }

    /// Whether `key=true` is there.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.value(key) == Some("true")
    }

    /// The words that are numbers by themselves.
    #[must_use]
    pub fn ids(&self) -> Vec<u64> {
        let plain = self.arguments.iter().filter(|it| it.values.is_empty());
        plain.filter_map(|it| it.key.parse().ok()).collect()
    }

    /// The first of them; 0 if there is none.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.ids().first().copied().unwrap_or_default()
    }
}

/// All blocks of a file.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((line, first)) = lines.next() {
        if first.trim().is_empty() || first.starts_with('#') {
            continue;
        }
        let (command, arguments) = split(first);
        let mut block = Block {
            line,
            command,
            arguments,
            input: String::new(),
            expected: Vec::new(),
        };
        for (_, line) in lines.by_ref() {
            if line == "----" {
                break;
            }
            block.input.push_str(line);
            block.input.push('\n');
        }
        for (_, line) in lines.by_ref() {
            if line.is_empty() {
                break;
            }
            block.expected.push(line.to_owned());
        }
        blocks.push(block);
    }
    blocks
}

fn split(line: &str) -> (String, Vec<Argument>) {
    let (command, mut rest) = line.split_once(' ').unwrap_or((line, ""));
    let mut arguments = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return (command.to_owned(), arguments);
        }
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = &rest[end..];
        let mut values = Vec::new();
        if let Some(after) = rest.strip_prefix('=') {
            let listed = after.strip_prefix('(');
            let (text, left) = listed.map_or_else(
                || after.split_once(' ').unwrap_or((after, "")),
                |inner| inner.split_once(')').unwrap_or((inner, "")),
            );
            let parts = text.split([',', ' ']).map(str::trim);
            values.extend(parts.filter(|it| !it.is_empty()).map(str::to_owned));
            rest = left;
        }
        arguments.push(Argument { key, values });
    }
}
