//! What can be wrong with a line, said so that one knows what to type instead.

use std::fmt;

/// Why a line cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// There is no member of that name; those there are.
    Member(String, Vec<String>),
    /// A member was named twice.
    Twice(String),
    /// `sim` knows no such word.
    SimWord(String),
    /// There is no rule of that name.
    Rule(String),
    /// How the word is used.
    Usage(&'static str),
    /// A clock word where no clock is.
    NoClock,
    /// A clock word that cannot be read.
    Clock,
    /// A world word without `sim`.
    NeedsSim(String),
    /// No such program; the etcdctl command that may have been meant.
    Program(String, Option<&'static str>),
    /// Blanks of an input method or a web page, which part no words.
    WideSpace,
    /// `goreman start`: all runs already.
    Started,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(word, names) => {
                write!(
                    f,
                    "there is no member {word}: name one of {}",
                    names.join(", ")
                )
            }
            Self::Twice(word) => write!(f, "{word} is named twice: a member is in one group"),
            Self::SimWord(word) => write!(f, "sim knows no word {word}: help sim lists its words"),
            Self::Rule(word) => write!(f, "there is no rule {word}: sim rules lists them"),
            Self::Usage(usage) => write!(f, "usage: {usage}"),
            Self::NoClock => write!(
                f,
                "the clock words move a page's clock; here virtual time moves as commands need it"
            ),
            Self::Clock => write!(
                f,
                "usage: sim play, sim pause, sim step, sim speed 1/20, sim run 500ms, \
                 sim seek 15.7s, sim back, sim now, sim fork NAME, sim branch NAME, \
                 sim branch rename OLD NEW, sim bench puts 100000 --in-flight 100"
            ),
            Self::NeedsSim(word) => {
                write!(f, "{word} is a word of the simulation: type sim {word} …")
            }
            Self::Program(word, Some(near)) => {
                write!(
                    f,
                    "{word}: no such command. Did you mean {near}? help lists what there is"
                )
            }
            Self::Program(word, None) => {
                write!(f, "{word}: no such command. help lists what there is")
            }
            Self::WideSpace => write!(
                f,
                "there is a full-width or non-breaking space between these words: type a plain one"
            ),
            Self::Started => write!(
                f,
                "the members run already: goreman run status lists them, and goreman run stop \
                 infra2 stops one"
            ),
        }
    }
}

impl std::error::Error for Mistake {}
