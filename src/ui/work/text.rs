//! What page and worker say to each other, as text: an order and what is told of it.

use crate::units::Micros;

/// What a worker is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Search for a story.
    Search {
        /// The first seed.
        first: u64,
        /// Members.
        members: u32,
        /// The rule that is forgotten, by its name; empty for none.
        rule: String,
        /// Faults as `--faults` of the command line takes them.
        faults: String,
    },
    /// Judge a visit, told as a script.
    Judge(String),
    /// Go on with what was ordered.
    GoOn,
}

/// What a worker tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It stands and takes orders.
    Ready,
    /// A search or a judge is under way.
    At(Progress),
    /// A search found a story.
    Found(Found),
    /// All worlds of a search kept every property.
    Nothing(Progress),
    /// A visit kept every property.
    Kept {
        /// Virtual time judged.
        time: Micros,
        /// Events judged.
        events: u64,
    },
    /// A visit broke a property.
    Broken(Broken),
    /// The order makes no sense.
    Failed(String),
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Worlds that kept every property.
    pub seeds: u64,
    /// Events handled.
    pub events: u64,
    /// While a story is shortened: its acts that are left.
    pub left: Option<u64>,
}

/// A story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The seed of its world.
    pub seed: u64,
    /// Lines that do something.
    pub lines: u64,
    /// The property that it breaks, by name.
    pub property: String,
    /// What exactly is wrong.
    pub says: String,
    /// The story as a script.
    pub script: String,
}

/// A property that a visit broke.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// When.
    pub time: Micros,
    /// The property, by name.
    pub property: String,
    /// What exactly is wrong.
    pub says: String,
}

/// The words of a line, then the rest.
struct Words<'a> {
    words: std::str::SplitWhitespace<'a>,
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let words = line.split_whitespace();
        Self { words, rest }
    }

    fn text(&mut self) -> Option<String> {
        self.words.next().map(str::to_owned)
    }

    fn number(&mut self) -> Option<u64> {
        self.words.next()?.parse().ok()
    }
}

impl Order {
    /// As a text.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::Search {
                first,
                members,
                rule,
                faults,
            } => format!("search {first} {members} {faults} {rule}"),
            Self::Judge(script) => format!("judge\n{script}"),
            Self::GoOn => "on".to_owned(),
        }
    }

    /// From its text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut words = Words::of(text);
        Some(match words.text()?.as_str() {
            "search" => Self::Search {
                first: words.number()?,
                members: u32::try_from(words.number()?).ok()?,
                faults: words.text()?,
                rule: words.text().unwrap_or_default(),
            },
            "judge" => Self::Judge(words.rest.to_owned()),
            "on" => Self::GoOn,
            _ => return None,
        })
    }
}

impl Told {
    /// As a text.
    #[must_use]
    pub fn write(&self) -> String {
        let progress = |word: &str, it: &Progress| {
            let left = it.left.map_or_else(|| "-".to_owned(), |it| it.to_string());
            format!("{word} {} {} {left}", it.seeds, it.events)
        };
        match self {
            Self::Ready => "ready".to_owned(),
            Self::At(it) => progress("at", it),
            Self::Nothing(it) => progress("nothing", it),
            Self::Found(it) => {
                let Found {
                    seed,
                    lines,
                    property,
                    says,
                    script,
                } = it;
                format!("found {seed} {lines} {property}\n{says}\n{script}")
            }
            Self::Kept { time, events } => format!("kept {} {events}", time.0),
            Self::Broken(it) => format!("broken {} {}\n{}", it.time.0, it.property, it.says),
            Self::Failed(why) => format!("failed\n{why}"),
        }
    }

    /// From its text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut words = Words::of(text);
        let progress = |words: &mut Words<'_>| {
            Some(Progress {
                seeds: words.number()?,
                events: words.number()?,
                left: words.number(),
            })
        };
        Some(match words.text()?.as_str() {
            "ready" => Self::Ready,
            "at" => Self::At(progress(&mut words)?),
            "nothing" => Self::Nothing(progress(&mut words)?),
            "found" => {
                let (says, script) = words.rest.split_once('\n')?;
                Self::Found(Found {
                    seed: words.number()?,
                    lines: words.number()?,
                    property: words.text()?,
                    says: says.to_owned(),
                    script: script.to_owned(),
                })
            }
            "kept" => Self::Kept {
                time: Micros(words.number()?),
                events: words.number()?,
            },
            "broken" => Self::Broken(Broken {
                time: Micros(words.number()?),
                property: words.text()?,
                says: words.rest.to_owned(),
            }),
            "failed" => Self::Failed(words.rest.to_owned()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_as_they_were_written() {
        let search = |rule: &str, faults: &str| Order::Search {
            first: 7,
            members: 5,
            rule: rule.to_owned(),
            faults: faults.to_owned(),
        };
        for order in [
            search("", "all"),
            search("check-log-match", "kill,cut"),
            Order::Judge("etcdscope 1\n+1 $ put a 1\n".to_owned()),
            Order::GoOn,
        ] {
            assert_eq!(Order::read(&order.write()), Some(order));
        }
        assert_eq!(Order::read("dance"), None);
        assert_eq!(Order::read(""), None);
    }

    #[test]
    fn what_is_told_is_read_as_it_was_written() {
        let (seeds, events, left) = (3, 1_000, Some(12));
        let at = Progress {
            seeds,
            events,
            left,
        };
        let found = Found {
            seed: 9,
            lines: 4,
            property: "log-matching".to_owned(),
            says: "infra1 and infra2 differ at #9".to_owned(),
            script: "etcdscope 1\n+1 $ put a 1\n".to_owned(),
        };
        let time = Micros(15_234_567);
        let broken = Broken {
            time,
            property: "log-matching".to_owned(),
            says: "two\nlines".to_owned(),
        };
        for told in [
            Told::Ready,
            Told::At(at),
            Told::Nothing(Progress { left: None, ..at }),
            Told::Found(found),
            Told::Kept { time, events },
            Told::Broken(broken),
            Told::Failed("no such rule".to_owned()),
        ] {
            assert_eq!(Told::read(&told.write()), Some(told));
        }
        assert_eq!(Told::read("found 1"), None);
    }
}
