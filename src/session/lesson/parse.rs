//! Reads a story's file; what is wrong with it is told with file and line.

use std::fmt;

use super::{Expect, Line, Step, Story, Text, world};

/// What is wrong with a story's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub what: &'static str,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for Mistake {}

/// The parts of a file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Prelude,
    Steps,
    AnotherWay,
}

/// What has been read so far.
struct Reader<'a> {
    story: Story<'a>,
    part: Part,
    /// An English text that waits for its Chinese: its keyword, and it.
    half: Option<(&'a str, &'a str)>,
}

/// Reads a story: a line is a keyword and the rest; blank lines and `#` comments say nothing.
///
/// ```text
/// world article                    the world it happens in
/// title en …, title zh …           and about en …, about zh …
/// prelude                          lines run before the visitor comes follow
/// $ [author] etcdctl put a b       a line, with its shell if it must have one of its own
/// step                             a step follows: title, say, go, $, expect
/// say en …, say zh …               a paragraph in both languages
/// go cli.Get(ctx, key)             the Go call that does the same
/// expect put hello = world         see [`Expect`]
/// another way                      other lines that complete every step follow
/// ```
///
/// # Errors
/// The first line that is wrong, or lacks something.
pub fn parse<'a>(file: &str, text: &'a str) -> Result<Story<'a>, Mistake> {
    let mut reader = Reader {
        story: Story::default(),
        part: Part::Head,
        half: None,
    };
    let lines = text.lines().chain(["end"]);
    for (number, line) in (1..).zip(lines) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (keyword, rest) = line.split_once(' ').unwrap_or((line, ""));
        reader.take(keyword, rest.trim()).map_err(|what| Mistake {
            file: file.to_owned(),
            line: number,
            what,
        })?;
    }
    Ok(reader.story)
}

impl<'a> Reader<'a> {
    fn take(&mut self, keyword: &'a str, rest: &'a str) -> Result<(), &'static str> {
        if self.half.is_some_and(|(half, _)| half != keyword) {
            return Err("the English text above has no Chinese one: add it");
        }
        match keyword {
            "world" if self.part == Part::Head => {
                world(rest).ok_or("no world of that name: write article or tutorial")?;
                self.story.world = rest;
            }
            "title" | "about" | "say" => return self.text(keyword, rest),
            "prelude" if self.part == Part::Head => self.part = Part::Prelude,
            "step" => {
                self.whole()?;
                self.part = Part::Steps;
                self.story.steps.push(Step::default());
            }
            "another" if rest == "way" => {
                self.whole()?;
                self.part = Part::AnotherWay;
            }
            "$" => return self.line(rest),
            "go" => self.step()?.go.push(rest),
            "expect" => {
                let expect = Expect::parse(rest)?;
                self.step()?.expects.push(expect);
            }
            "end" if self.part == Part::AnotherWay && !self.story.another_way.is_empty() => {}
            "end" => return Err("the story has no other way: end it with one"),
            _ => return Err("no keyword of a story, or not here: see lesson::parse"),
        }
        Ok(())
    }

    /// The step that is being read.
    fn step(&mut self) -> Result<&mut Step<'a>, &'static str> {
        let open = self.part == Part::Steps;
        let step = self.story.steps.last_mut().filter(|_| open);
        step.ok_or("this belongs into a step: open one with step")
    }

    /// Whether what ends here is whole: the head, or a step.
    fn whole(&self) -> Result<(), &'static str> {
        let story = &self.story;
        match (self.part, story.steps.last()) {
            (Part::AnotherWay, _) => Err("the other way comes last"),
            (Part::Steps, Some(step)) if step.title.en.is_empty() => {
                Err("the step above has no title")
            }
            (Part::Steps, Some(step)) if step.says.is_empty() => Err("the step above says nothing"),
            (Part::Steps, Some(step)) if step.lines.is_empty() => {
                Err("the step above has nothing to run")
            }
            (Part::Steps, Some(step)) if step.expects.is_empty() => {
                Err("the step above expects nothing, so it would never be done")
            }
            (Part::Head | Part::Prelude, _)
                if story.world.is_empty() || story.title.en.is_empty() =>
            {
                Err("a story needs its world and its title before its first step")
            }
            _ => Ok(()),
        }
    }

    /// One language of a text; English comes first.
    fn text(&mut self, keyword: &'a str, rest: &'a str) -> Result<(), &'static str> {
        let (language, text) = rest.split_once(' ').unwrap_or((rest, ""));
        let text = text.trim();
        let quoted = text.matches('`').count();
        if text.is_empty() || quoted % 2 == 1 {
            return Err("a text must say something, and backticks come in pairs");
        }
        let en = match (language, self.half.take()) {
            ("en", None) => {
                self.half = Some((keyword, text));
                return Ok(());
            }
            ("zh", Some((_, en))) => en,
            ("en" | "zh", _) => return Err("a text comes in English, then in Chinese"),
            _ => return Err("no language of the page: write en or zh"),
        };
        let text = Text { en, zh: text };
        match (keyword, self.part) {
            ("title", Part::Head) => self.story.title = text,
            ("about", Part::Head) => self.story.about = text,
            ("title", _) => self.step()?.title = text,
            ("say", _) => self.step()?.says.push(text),
            _ => return Err("this text has no place here"),
        }
        Ok(())
    }

    /// A line to run.
    fn line(&mut self, rest: &'a str) -> Result<(), &'static str> {
        let named = rest.strip_prefix('[').map(|it| it.split_once(']'));
        let (shell, text) = match named {
            None => (None, rest),
            Some(Some((shell, text))) => (Some(shell), text.trim()),
            Some(None) => return Err("the shell's name has no end: close it with ]"),
        };
        if text.is_empty() {
            return Err("there is nothing to run: write a line after $");
        }
        let line = Line { shell, text };
        match self.part {
            Part::Prelude => self.story.prelude.push(line),
            Part::AnotherWay => self.story.another_way.push(line),
            Part::Head | Part::Steps => self.step()?.lines.push(line),
        }
        Ok(())
    }
}
