//! Variables of a recorded case, in words and in running text. It must not know what they mean.

use std::collections::BTreeMap;

use crate::ctl::words::split_with;

/// The variables of a case.
pub(super) type Variables = BTreeMap<String, String>;

/// Splits a line into words of raw bytes, as a visitor's lines are split.
///
/// # Errors
/// What is wrong with the line.
pub(super) fn split(text: &str, variables: &Variables) -> Result<Vec<Vec<u8>>, String> {
    let variable = |name: &str| variables.get(name).map(|value| value.clone().into_bytes());
    split_with(text.as_bytes(), &variable).map_err(|error| error.to_string())
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
    fn running_text_keeps_what_it_does_not_know() {
        assert_eq!(expand("put k $L ${L}x $5 $NOBODY $", &variables()), {
            "put k 12ab 12abx $5 $NOBODY $"
        });
    }
}
