//! A recorded case as data: its lines become steps. It must not know who runs them.

use super::directive::Directive;

/// A whole case file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// The part of etcd it belongs to.
    pub area: String,
    /// The steps in order.
    pub steps: Vec<Step>,
}

/// One item of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Line of the file, from 1.
    pub line: usize,
    /// What to do.
    pub action: Action,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Runs a command line and waits for its end.
    Run {
        /// The line as written.
        text: String,
        /// What it reads.
        stdin: Stdin,
    },
    /// Starts a command line in the background.
    Start {
        /// Under this name.
        name: String,
        /// The line as written.
        text: String,
        /// What it reads at first.
        stdin: Stdin,
    },
    /// Anything with `@`.
    Direct(Directive),
}

/// Standard input of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stdin {
    /// None given: at its end at once.
    #[default]
    Empty,
    /// A here-document.
    Text {
        /// As written, newlines included.
        text: String,
        /// Whether variables are replaced.
        expand: bool,
    },
    /// A file that `@mkfile` or `@mkops` made.
    File(String),
}

/// What is wrong with a case, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub text: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}

/// The machine a case asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Number of members: 1 or 3.
    pub members: usize,
    /// Extra flags of the server.
    pub flags: Vec<String>,
    /// The words of `@world`, for a story that must happen again to the microsecond.
    pub world: Option<String>,
}

impl Case {
    /// Reads a case file.
    ///
    /// # Errors
    /// The first line that is none of the case format's.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut case = Self::default();
        let mut parser = Parser::default();
        for (place, line) in text.lines().enumerate() {
            if let (0, Some(title)) = (place, line.strip_prefix("# ")) {
                title.clone_into(&mut case.title);
            }
            if let (1, Some(area)) = (place, line.strip_prefix("# area: ")) {
                area.trim().clone_into(&mut case.area);
            }
            case.steps.extend(parser.push(line)?);
        }
        parser.finish()?;
        Ok(case)
    }

    /// The machine it asks for, wherever it says so.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let mut shape = Shape {
            members: 1,
            ..Shape::default()
        };
        for step in &self.steps {
            match &step.action {
                Action::Direct(Directive::Cluster(members)) => shape.members = *members,
                Action::Direct(Directive::World(words)) => shape.world = Some(words.clone()),
                Action::Direct(Directive::Server(flags)) => shape.flags.extend(flags.clone()),
                Action::Direct(_) | Action::Run { .. } | Action::Start { .. } => {}
            }
        }
        shape
    }
}

/// Reads a case line by line, as a person types it.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    line: usize,
    open: Option<HereDocument>,
}

#[derive(Clone, Debug)]
struct HereDocument {
    step: Step,
    tag: String,
    /// `<<~`: the last newline is not part of the text.
    chomp: bool,
    expand: bool,
    body: Vec<String>,
}

impl Parser {
    /// Takes one line; gives the step that it completes, if it completes one.
    ///
    /// # Errors
    /// The line is none of the case format's.
    pub fn push(&mut self, line: &str) -> Result<Option<Step>, Problem> {
        self.line += 1;
        if let Some(open) = &mut self.open {
            if line != open.tag {
                open.body.push(line.to_owned());
                return Ok(None);
            }
            return Ok(self.open.take().map(HereDocument::close));
        }
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        let step = |action| Step {
            line: self.line,
            action,
        };
        let problem = |text| Problem {
            line: self.line,
            text,
        };
        if let Some(text) = line.strip_prefix('@') {
            let directive = Directive::parse(text).map_err(problem)?;
            return Ok(Some(step(Action::Direct(directive))));
        }
        let (kind, text) = line.split_once(' ').unwrap_or((line, ""));
        let (text, stdin) = redirection(text.trim());
        let action = match kind {
            "$" => Action::Run {
                text: text.to_owned(),
                stdin: Stdin::Empty,
            },
            "&" => {
                let (name, text) = text.split_once(' ').ok_or_else(|| {
                    problem("a background line needs a name and a command: & W etcdctl …".into())
                })?;
                let text = text.trim().to_owned();
                Action::Start {
                    name: name.to_owned(),
                    text,
                    stdin: Stdin::Empty,
                }
            }
            _ => return Err(problem(format!("no line of a case begins with {kind}"))),
        };
        let step = step(action);
        match stdin {
            Redirection::None => Ok(Some(step)),
            Redirection::File(name) => Ok(Some(step.reading(Stdin::File(name)))),
            Redirection::Here { tag, chomp, expand } => {
                self.open = Some(HereDocument {
                    step,
                    tag,
                    chomp,
                    expand,
                    body: Vec::new(),
                });
                Ok(None)
            }
        }
    }

    /// The tag of the here-document that is still open.
    #[must_use]
    pub fn waits_for(&self) -> Option<&str> {
        self.open.as_ref().map(|open| open.tag.as_str())
    }

    /// Ends the input.
    ///
    /// # Errors
    /// A here-document is still open.
    pub fn finish(&self) -> Result<(), Problem> {
        match self.waits_for() {
            Some(tag) => Err(Problem {
                line: self.line,
                text: format!("no line is just {tag}"),
            }),
            None => Ok(()),
        }
    }
}

impl HereDocument {
    fn close(self) -> Step {
        let mut text = self.body.join("\n");
        if !self.chomp && !self.body.is_empty() {
            text.push('\n');
        }
        self.step.reading(Stdin::Text {
            text,
            expand: self.expand,
        })
    }
}

impl Step {
    fn reading(mut self, input: Stdin) -> Self {
        match &mut self.action {
            Action::Run { stdin, .. } | Action::Start { stdin, .. } => *stdin = input,
            Action::Direct(_) => {}
        }
        self
    }
}

enum Redirection {
    None,
    File(String),
    Here {
        tag: String,
        chomp: bool,
        expand: bool,
    },
}

/// Cuts `<<EOF`, `<<'EOF'`, `<<~EOF` or `< FILE` off the end of a line.
fn redirection(text: &str) -> (&str, Redirection) {
    let is_name = |name: &str, more: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || more.contains(c))
    };
    if let Some((before, after)) = text.rsplit_once("<<") {
        let (chomp, quoted) = match after.strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, after),
        };
        let inner = quoted
            .strip_prefix('\'')
            .and_then(|rest| rest.strip_suffix('\''));
        let tag = inner.unwrap_or(quoted);
        if before.ends_with(' ') && is_name(tag, "") {
            let here = Redirection::Here {
                tag: tag.to_owned(),
                chomp,
                expand: inner.is_none(),
            };
            return (before.trim_end(), here);
        }
    }
    if let Some((before, after)) = text.rsplit_once('<') {
        let name = after.trim_start();
        if before.ends_with(' ') && is_name(name, ".") {
            return (before.trim_end(), Redirection::File(name.to_owned()));
        }
    }
    (text, Redirection::None)
}

#[cfg(test)]
mod tests {
    use super::{Action, Case, Directive, Parser, Shape, Stdin};

    const SAMPLE: &str = "# a title\n# area: kv\n@cluster 3\n\n$ etcdctl put k <<EOF\nv $X\nEOF\n\
                          & W etcdctl watch  k\n$ etcdctl txn < ops\n@int W\n";

    #[test]
    fn a_case_becomes_steps() {
        let case = Case::parse(SAMPLE).expect("well formed");
        assert_eq!((case.title.as_str(), case.area.as_str()), ("a title", "kv"));
        assert_eq!(
            case.shape(),
            Shape {
                members: 3,
                ..Shape::default()
            }
        );
        let actions: Vec<_> = case.steps.into_iter().map(|s| (s.line, s.action)).collect();
        let run = |text: &str, stdin| Action::Run {
            text: text.into(),
            stdin,
        };
        let text = Stdin::Text {
            text: "v $X\n".into(),
            expand: true,
        };
        assert_eq!(actions[1], (5, run("etcdctl put k", text)));
        assert_eq!(
            actions[3],
            (9, run("etcdctl txn", Stdin::File("ops".into())))
        );
        let (name, text) = ("W".into(), "etcdctl watch  k".into());
        assert_eq!(
            actions[2].1,
            Action::Start {
                name,
                text,
                stdin: Stdin::Empty
            }
        );
    }

    #[test]
    fn here_documents_have_three_kinds() {
        let table = [
            ("<<EOF", "a\n", true),
            ("<<~EOF", "a", true),
            ("<<'EOF'", "a\n", false),
        ];
        for (sign, text, expand) in table {
            let case = Case::parse(&format!("$ cat {sign}\na\nEOF\n")).expect("well formed");
            let stdin = Stdin::Text {
                text: text.into(),
                expand,
            };
            assert_eq!(
                case.steps[0].action,
                Action::Run {
                    text: "cat".into(),
                    stdin
                },
                "{sign}"
            );
        }
        let empty = Case::parse("$ cat <<EOF\nEOF\n").expect("well formed");
        let stdin = Stdin::Text {
            text: String::new(),
            expand: true,
        };
        assert_eq!(
            empty.steps[0].action,
            Action::Run {
                text: "cat".into(),
                stdin
            }
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let table = [
            (
                "$ a\nput k v\n",
                "line 2: no line of a case begins with put",
            ),
            (
                "& W\n",
                "line 1: a background line needs a name and a command: & W etcdctl …",
            ),
            ("@nothing\n", "line 1: there is no directive @nothing"),
            ("$ cat <<EOF\nx\n", "line 2: no line is just EOF"),
        ];
        for (text, want) in table {
            let problem = Case::parse(text).expect_err("the case is wrong");
            assert_eq!(problem.to_string(), want, "{text}");
        }
    }

    #[test]
    fn a_typed_line_waits_for_its_here_document() {
        let mut parser = Parser::default();
        assert_eq!(parser.push("$ etcdctl put k <<END"), Ok(None));
        assert_eq!(parser.waits_for(), Some("END"));
        assert!(parser.push("END").expect("a line").is_some());
        assert_eq!(parser.waits_for(), None);
        let keep = parser.push("@keep hash").expect("a line").expect("a step");
        assert!(matches!(keep.action, Action::Direct(Directive::Keep(_))));
    }
}
