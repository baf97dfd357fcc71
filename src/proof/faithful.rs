//! How faithful this is: recorded cases by area, and every known difference with its reason, as a
//! page and as a section of the README. It must not know files: texts come in, texts go out.

use std::fmt::Write as _;

use crate::etcd::api::SERVER_VERSION;

/// How the cases of one area came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its name, as the cases give it.
    pub name: String,
    /// Cases that came out as recorded.
    pub passed: usize,
    /// All its cases.
    pub cases: usize,
}

/// A difference that is known, with its reason, in English and Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What is not as in etcd.
    pub what: [String; 2],
    /// Why.
    pub why: [String; 2],
}

/// All that is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By area, in the order of their names.
    pub areas: Vec<Area>,
    /// In the order of their file.
    pub differences: Vec<Difference>,
}

/// What stands in a skeleton where a report goes: the mark, and what it is for.
const MARKS: [&str; 4] = ["version", "total", "areas", "differences"];

impl Report {
    /// A report of cases, each with its area and whether it passed, and of a text of differences.
    ///
    /// # Errors
    /// What the text of differences lacks.
    pub fn new(cases: &[(String, bool)], differences: &str) -> Result<Self, String> {
        let mut report = Self {
            areas: Vec::new(),
            differences: read(differences)?,
        };
        for (area, passed) in cases {
            let known = report.areas.iter().position(|it| it.name == *area);
            let at = known.unwrap_or_else(|| {
                report.areas.push(Area {
                    name: area.clone(),
                    passed: 0,
                    cases: 0,
                });
                report.areas.len() - 1
            });
            report.areas[at].cases += 1;
            report.areas[at].passed += usize::from(*passed);
        }
        report.areas.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(report)
    }

    fn total(&self) -> (usize, usize) {
        let sum = |of: fn(&Area) -> usize| self.areas.iter().map(of).sum();
        (sum(|it| it.passed), sum(|it| it.cases))
    }

    /// The README's section.
    #[must_use]
    pub fn markdown(&self) -> String {
        let (passed, cases) = self.total();
        let mut text = format!(
            "Held to etcd {SERVER_VERSION}: {passed} of {cases} recorded cases come out byte for \
             byte.\n\n| area | cases | as recorded |\n|---|---|---|\n"
        );
        for area in &self.areas {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "| {} | {} | {} |", area.name, area.cases, area.passed);
        }
        text.push_str("\nWhat is known to differ, and why:\n\n");
        for it in &self.differences {
            text.push_str(&wrapped(&format!("* {} {}", it.what[0], it.why[0])));
        }
        text
    }

    /// The page: a skeleton, with `<!-- MARK -->` filled in; marks that tell sentences end in the
    /// language, `<!-- differences zh -->`.
    #[must_use]
    pub fn page(&self, skeleton: &str) -> String {
        let (passed, cases) = self.total();
        let mut page = skeleton.to_owned();
        for mark in MARKS {
            for (place, language) in ["", " en", " zh"].into_iter().enumerate() {
                let text = match mark {
                    "version" => SERVER_VERSION.to_owned(),
                    "total" => format!("{passed}/{cases}"),
                    "areas" => self.rows(),
                    _ => self.list(place.saturating_sub(1)),
                };
                page = page.replace(&format!("<!-- {mark}{language} -->"), &text);
            }
        }
        page
    }

    fn rows(&self) -> String {
        let row = |area: &Area| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                escaped(&area.name),
                area.cases,
                area.passed
            )
        };
        self.areas.iter().map(row).collect()
    }

    fn list(&self, language: usize) -> String {
        let item = |it: &Difference| {
            let (what, why) = (escaped(&it.what[language]), escaped(&it.why[language]));
            format!("<dt>{what}</dt>\n<dd>{why}</dd>\n")
        };
        self.differences.iter().map(item).collect()
    }
}

/// Reads blocks of four lines, `en what`, `en why`, `zh what`, `zh why`, with an empty line between
/// blocks; lines that begin with `#` are for the reader of the file.
fn read(text: &str) -> Result<Vec<Difference>, String> {
    let mut all = Vec::new();
    for block in text.split("\n\n") {
        let lines = block
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let lines: Vec<&str> = lines.collect();
        match lines[..] {
            [] => {}
            [what, why, what_zh, why_zh] => all.push(Difference {
                what: [what.to_owned(), what_zh.to_owned()],
                why: [why.to_owned(), why_zh.to_owned()],
            }),
            _ => {
                return Err(format!(
                    "a difference is four lines, not {}: {:?}",
                    lines.len(),
                    lines.first().unwrap_or(&"")
                ));
            }
        }
    }
    Ok(all)
}

/// Text as it may stand between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A list item in lines of at most 100 columns.
fn wrapped(item: &str) -> String {
    let (mut text, mut column) = (String::new(), 0);
    for word in item.split(' ') {
        if column + word.len() >= 100 {
            text.push_str("\n ");
            column = 1;
        }
        if column > 0 {
            text.push(' ');
        }
        text.push_str(word);
        column += word.len() + 1;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFFERENCES: &str = "# head\n\nA <b>.\nBecause.\n甲。\n因为。\n";

    #[test]
    fn counts_by_area_and_tells_both_languages() {
        let cases = [
            ("watch".to_owned(), true),
            ("kv".to_owned(), true),
            ("kv".to_owned(), false),
        ];
        let report = Report::new(&cases, DIFFERENCES).expect("a good text");
        let page = report.page("<!-- total -->|<!-- areas -->|<!-- differences zh -->");
        let [total, areas, list]: [&str; 3] = page
            .split('|')
            .collect::<Vec<_>>()
            .try_into()
            .expect("three");
        assert_eq!(total, "2/3");
        let kv = "<tr><th scope=\"row\">kv</th><td>2</td><td>1</td></tr>";
        assert!(areas.starts_with(kv), "{areas}");
        assert_eq!(list, "<dt>甲。</dt>\n<dd>因为。</dd>\n");
        assert!(
            report
                .page("<!-- differences en -->")
                .contains("A &lt;b&gt;.")
        );
        assert!(report.markdown().contains("| kv | 2 | 1 |"));
        assert!(report.markdown().contains("\n* A <b>. Because.\n"));
    }

    #[test]
    fn a_difference_without_a_reason_is_refused() {
        assert!(Report::new(&[], "A.\nBecause.\n甲。\n").is_err());
    }
}
