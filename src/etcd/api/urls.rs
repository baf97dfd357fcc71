//! What client and server check of a member's URLs (`client/pkg/types/urls.go`).

/// The URLs in order, or what is wrong with one of them, as Go words it.
///
/// # Errors
/// The text that etcdctl shows after `Error: `.
pub fn check_urls(texts: &[String]) -> Result<Vec<String>, String> {
    if texts.is_empty() {
        return Err("no valid URLs given".to_owned());
    }
    let mut urls = Vec::new();
    for text in texts {
        let text = text.trim();
        check(text)?;
        urls.push(text.to_owned());
    }
    urls.sort_unstable();
    Ok(urls)
}

fn check(text: &str) -> Result<(), String> {
    let parse_error = |why: &str| Err(format!("parse \"{text}\": {why}"));
    let (scheme, rest) = match scheme(text) {
        Some("") => return parse_error("missing protocol scheme"),
        Some(scheme) => (scheme, &text[scheme.len() + 1..]),
        None => ("", text),
    };
    let rest = rest.split(['#', '?']).next().unwrap_or_default();
    let first = rest.split('/').next().unwrap_or_default();
    if scheme.is_empty() && first.contains(':') {
        return parse_error("first path segment in URL cannot contain colon");
    }
    let authority = rest.strip_prefix("//").unwrap_or_default();
    let (host, path) = match authority.find('/') {
        Some(at) => authority.split_at(at),
        None => (authority, ""),
    };
    let port = host.rsplit_once(':').map(|(_, port)| port);
    if let Some(port) = port
        && !port.bytes().all(|byte| byte.is_ascii_digit())
    {
        return parse_error(&format!("invalid port \":{port}\" after host"));
    }
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "unix" | "unixs") {
        return Err(format!(
            "URL scheme must be http, https, unix, or unixs: {text}"
        ));
    }
    if port.is_none() {
        return Err(format!(
            "URL address does not have the form \"host:port\": {text}"
        ));
    }
    if !path.is_empty() {
        return Err(format!("URL must not contain a path: {text}"));
    }
    Ok(())
}

/// What stands before the first colon, if a scheme may look like that.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let later = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let mut bytes = scheme.bytes();
    let begins = bytes.next().is_none_or(|byte| byte.is_ascii_alphabetic());
    (begins && bytes.all(later)).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_refused_in_gos_words() {
        let table = [
            (
                "127.0.0.1:42380",
                "parse \"127.0.0.1:42380\": first path segment in URL cannot contain colon",
            ),
            (
                "localhost:2380",
                "URL scheme must be http, https, unix, or unixs: localhost:2380",
            ),
            (
                "infra4",
                "URL scheme must be http, https, unix, or unixs: infra4",
            ),
            (":1", "parse \":1\": missing protocol scheme"),
            (
                "http://a",
                "URL address does not have the form \"host:port\": http://a",
            ),
            (
                "http://a:b",
                "parse \"http://a:b\": invalid port \":b\" after host",
            ),
            ("http://a:1/x", "URL must not contain a path: http://a:1/x"),
            ("http://a:1/", "URL must not contain a path: http://a:1/"),
        ];
        for (text, wanted) in table {
            assert_eq!(check_urls(&[text.to_owned()]), Err(wanted.to_owned()));
        }
        let two = [" http://b:2".to_owned(), "https://a:1".to_owned()];
        let sorted = vec!["http://b:2".to_owned(), "https://a:1".to_owned()];
        assert_eq!(check_urls(&two), Ok(sorted));
        assert!(check_urls(&[]).is_err());
    }
}
