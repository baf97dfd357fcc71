//! Reads Rust source just well enough for the tidy test: it blanks what is not code and finds
//! blocks, functions and paths. It must not know any rule, and knows no grammar beyond that.

/// One source file.
pub(super) struct Source {
    /// The path from the repository's root, with `/`.
    pub(super) path: String,
    /// The file as it is.
    pub(super) text: String,
    /// The file with comments and the insides of strings blanked; lines and columns stay.
    pub(super) code: String,
}

impl Source {
    /// Takes a file apart.
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let code = blank(&text);
        Self {
            path: path.into(),
            text,
            code,
        }
    }

    /// The room a file belongs to: `raft` of `src/raft/log.rs`; none for `lib.rs` and `main.rs`.
    pub(super) fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        match inside.split_once('/') {
            Some((room, _)) => Some(room),
            None => inside
                .strip_suffix(".rs")
                .filter(|it| *it != "lib" && *it != "main"),
        }
    }

    /// How deep the file's module lies below the crate's root.
    fn depth(&self) -> usize {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let parts = inside.split('/').count();
        if inside.ends_with("mod.rs") {
            parts - 1
        } else {
            parts
        }
    }

    /// Every path that starts at the crate's root, with groups multiplied out: its line and its
    /// segments after `crate`. `super::` that climbs to the root counts as well.
    pub(super) fn crate_paths(&self) -> Vec<(usize, Vec<String>)> {
        let tokens = tokens(&self.code);
        let mut found = Vec::new();
        for (at, (line, token)) in tokens.iter().enumerate() {
            let follows = |n: usize| tokens.get(at + n).map(|(_, it)| it.as_str());
            let climbs = (0_usize..).take_while(|n| {
                follows(2 * n) == Some("super") && follows(2 * n + 1) == Some("::")
            });
            let tail = match token.as_str() {
                "crate" if follows(1) == Some("::") => at + 2,
                "super" if climbs.clone().count() >= self.depth() => at + 2 * self.depth(),
                _ => continue,
            };
            let mut paths = Vec::new();
            expand(&tokens, tail, &mut Vec::new(), &mut paths);
            found.extend(paths.into_iter().map(|path| (*line, path)));
        }
        found
    }

    /// Each function with a body: name, first line, number of lines.
    pub(super) fn functions(&self) -> Vec<(String, usize, usize)> {
        let tokens = tokens(&self.code);
        let mut found = Vec::new();
        for at in 0..tokens.len().saturating_sub(1) {
            let (line, name) = (tokens[at].0, &tokens[at + 1].1);
            let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if tokens[at].1 == "fn"
                && is_name
                && let Some(last) = end_of_block(&tokens, at + 2)
            {
                found.push((name.clone(), line, last - line + 1));
            }
        }
        found
    }

    /// Each `html! { … }`: first line and number of lines.
    pub(super) fn html_blocks(&self) -> Vec<(usize, usize)> {
        let tokens = tokens(&self.code);
        let mut found = Vec::new();
        for at in 0..tokens.len().saturating_sub(2) {
            if tokens[at].1 == "html"
                && tokens[at + 1].1 == "!"
                && let Some(last) = end_of_block(&tokens, at + 2)
            {
                found.push((tokens[at].0, last - tokens[at].0 + 1));
            }
        }
        found
    }

    /// Lines whose code contains `word` with nothing that belongs to a name around it.
    pub(super) fn lines_with(&self, word: &str) -> Vec<usize> {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let bound = |text: &str, at: usize| {
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            let opens = word.starts_with(is_name) && before.is_some_and(is_name);
            let goes_on = word.ends_with(is_name) && after.is_some_and(is_name);
            !opens && !goes_on
        };
        let hit = |line: &str| line.match_indices(word).any(|(at, _)| bound(line, at));
        let lines = self.code.lines().enumerate();
        lines
            .filter(|(_, line)| hit(line))
            .map(|(number, _)| number + 1)
            .collect()
    }
}

/// The last line of the braces that open next, or none if a `;` comes first.
fn end_of_block(tokens: &[(usize, String)], from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    // Brackets and parentheses may hold a `;`, as in `[u8; 4]`.
    let mut inside = 0_usize;
    for (line, token) in &tokens[from..] {
        match token.as_str() {
            "(" | "[" => inside += 1,
            ")" | "]" => inside = inside.saturating_sub(1),
            ";" if depth == 0 && inside == 0 => return None,
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(*line);
                }
            }
            _ => {}
        }
    }
    None
}

/// Follows a path or use tree from `at` and collects every path in it; returns where it ends.
fn expand(
    tokens: &[(usize, String)],
    mut at: usize,
    prefix: &mut Vec<String>,
    found: &mut Vec<Vec<String>>,
) -> usize {
    let token = |at: usize| tokens.get(at).map_or("", |(_, it)| it.as_str());
    let kept = prefix.len();
    loop {
        match token(at) {
            "{" => {
                at += 1;
                while !matches!(token(at), "}" | "") {
                    at = expand(tokens, at, prefix, found);
                    // `as name`, attributes and commas between two branches say nothing here.
                    while !matches!(token(at), "}" | "," | "") {
                        at += 1;
                    }
                    at += usize::from(token(at) == ",");
                }
                at += 1;
                break;
            }
            "}" | "," | "" => break,
            name => {
                prefix.push(name.to_owned());
                at += 1;
                if token(at) != "::" {
                    found.push(prefix.clone());
                    break;
                }
                at += 1;
            }
        }
    }
    prefix.truncate(kept);
    at
}

/// Names, `::` and single signs, each with its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            let length = if is_name(first) {
                rest.find(|c| !is_name(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            found.push((number + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// Blanks comments and the insides of strings and characters.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match skip(&chars, at) {
            Some(end) => end.min(chars.len()),
            None => {
                code.push(chars[at]);
                at += 1;
                continue;
            }
        };
        let blanked = chars[at..end].iter();
        code.extend(blanked.map(|c| if *c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    code
}

/// Where the comment, string or character that starts at `at` ends, if one starts there.
fn skip(chars: &[char], at: usize) -> Option<usize> {
    let is = |at: usize, sign: char| chars.get(at) == Some(&sign);
    let after_name = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if is(at + 1, '/') => {
            let end = chars[at..].iter().position(|c| *c == '\n');
            Some(end.map_or(chars.len(), |it| at + it))
        }
        '/' if is(at + 1, '*') => Some(end_of_comment(chars, at)),
        '"' => Some(end_of_string(chars, at)),
        'r' if !after_name || is(at - 1, 'b') => end_of_raw(chars, at),
        '\'' if is(at + 1, '\\') => {
            let end = chars[at + 3..].iter().position(|c| *c == '\'');
            Some(end.map_or(chars.len(), |it| at + it + 4))
        }
        // A lifetime has no quote two places on.
        '\'' if is(at + 2, '\'') => Some(at + 3),
        _ => None,
    }
}

fn end_of_comment(chars: &[char], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 1),
            ('*', '/') => (depth, at) = (depth - 1, at + 1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 1,
            '"' => return at + 1,
            _ => {}
        }
        at += 1;
    }
    chars.len()
}

fn end_of_raw(chars: &[char], from: usize) -> Option<usize> {
    let marks = chars[from + 1..].iter().take_while(|c| **c == '#').count();
    let open = from + 1 + marks;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let closes = |at: usize| {
        chars[at] == '"'
            && chars.len() > at + marks
            && chars[at + 1..=at + marks].iter().all(|c| *c == '#')
    };
    let end = (open + 1..chars.len()).find(|at| closes(*at));
    Some(end.map_or(chars.len(), |at| at + marks + 1))
}
