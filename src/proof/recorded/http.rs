//! `curl PATH …` of a case: what it runs, and the status that its transcript tells. It must not
//! know what is behind a path.

/// The first member's address, without a scheme.
const FIRST: &str = "http://127.0.0.1:2379";

/// The words that a step of curl's runs: a path in front becomes an address, and the heads of the
/// answers come first on standard output, where [`status`] takes them away.
pub(super) fn words(words: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let own = ["curl", "-sS", "-N", "-D", "-"].map(|word| word.as_bytes().to_vec());
    let mut all = Vec::from(own);
    all.extend(words.iter().skip(1).cloned());
    if let Some(path) = all.get_mut(5).filter(|word| word.starts_with(b"/")) {
        *path = [FIRST.as_bytes(), path].concat();
    }
    all
}

/// The file of the case that curl's body is read from (`-d @NAME`), if `known` knows it: its body
/// then comes from standard input.
pub(super) fn file<T>(words: &mut [Vec<u8>], known: impl Fn(&str) -> Option<T>) -> Option<T> {
    let body = words
        .iter_mut()
        .skip(2)
        .find(|word| word.starts_with(b"@"))?;
    let file = known(&String::from_utf8_lossy(&body[1..]))?;
    *body = b"@-".to_vec();
    Some(file)
}

/// Whether a step's text is one of curl's.
pub(super) fn is_curl(text: &str) -> bool {
    text.starts_with("curl ")
}

/// Takes the heads off what curl printed; the last one's status, `-` if there was none.
///
/// Where the step itself asks for heads, the first is the one too many.
pub(super) fn status(text: &str, stdout: &mut Vec<u8>) -> String {
    let asks = |word: &str| matches!(word, "-i" | "-I" | "--include" | "--head");
    let shown = text.split_whitespace().any(asks);
    let mut status = "-".to_owned();
    while stdout.starts_with(b"HTTP/1.1 ") {
        let Some(end) = stdout.windows(4).position(|it| it == b"\r\n\r\n") else {
            break;
        };
        let code = stdout.get(9..12).unwrap_or_default();
        status = String::from_utf8_lossy(code).into_owned();
        stdout.drain(..end + 4);
        if shown {
            break;
        }
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_taken_off() {
        let head = "HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n";
        let cut = |text: &str, printed: &str| {
            let mut stdout = printed.as_bytes().to_vec();
            let status = status(text, &mut stdout);
            (status, String::from_utf8_lossy(&stdout).into_owned())
        };
        let told = |status: &str, rest: &str| (status.to_owned(), rest.to_owned());
        assert_eq!(cut("curl /x", ""), told("-", ""));
        assert_eq!(cut("curl /x", &format!("{head}body")), told("404", "body"));
        let twice = format!("{head}{head}body");
        assert_eq!(
            cut("curl /x -i", &twice),
            told("404", &format!("{head}body"))
        );
    }
}
