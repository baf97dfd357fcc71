//! Sentences with places for numbers.

/// A sentence with its places filled: `{0}` by the first number, `{0|no|yes}` by the choice that
/// the first number names, the last one if it is beyond.
pub(super) fn said(sentence: &str, numbers: &[String]) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, place)) = rest.split_once('{') {
        text.push_str(before);
        let (place, after) = place.split_once('}').unwrap_or((place, ""));
        rest = after;
        let mut parts = place.split('|');
        let number = parts.next().and_then(|it| it.parse::<usize>().ok());
        let value = number
            .and_then(|it| numbers.get(it))
            .map_or("", String::as_str);
        let choices: Vec<&str> = parts.collect();
        let chosen = value.parse::<usize>().unwrap_or_default();
        let choice = choices.get(chosen).or(choices.last());
        text.push_str(choice.copied().unwrap_or(value));
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn places_are_filled_and_choices_chosen() {
        let numbers = ["infra1", "0", "1", "7"].map(str::to_owned);
        for (sentence, wanted) in [
            ("plain", "plain"),
            ("{0} says {1|no|yes}{2||, now}.", "infra1 says no, now."),
            ("{3|a|b}", "b"),
            ("{3} of {9}", "7 of "),
        ] {
            assert_eq!(said(sentence, &numbers), wanted);
        }
    }
}
