//! `test` and `[`: a question, answered by the exit status (0 yes, 1 no, 2 not understood).

use super::{Work, shown};
use crate::units::{Entry, Files};

/// `test EXPRESSION`.
pub(super) fn test(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    answer(work, "test", args)
}

/// `[ EXPRESSION ]`.
pub(super) fn bracket(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    match args.split_last() {
        Some((last, args)) if last == b"]" => answer(work, "[", args),
        _ => {
            work.complain("[", "missing ‘]’");
            2
        }
    }
}

fn answer(work: &mut Work<'_>, program: &str, args: &[Vec<u8>]) -> u8 {
    let words: Vec<&[u8]> = args.iter().map(Vec::as_slice).collect();
    let question = Question { files: work.files };
    match question.whole(&words) {
        Ok(yes) => u8::from(!yes),
        Err(text) => {
            work.complain(program, &text);
            2
        }
    }
}

struct Question<'a> {
    files: &'a Files,
}

impl Question<'_> {
    /// By the number of words, as POSIX has it.
    fn whole(&self, words: &[&[u8]]) -> Result<bool, String> {
        match words {
            [] => Ok(false),
            [word] | [b"(", word, b")"] => Ok(!word.is_empty()),
            [b"!", rest @ ..] if rest.len() < 4 => self.whole(rest).map(|yes| !yes),
            [operator, operand] => match self.about(operator, operand) {
                Some(yes) => Ok(yes),
                None if operator.starts_with(b"-") => {
                    Err(format!("‘{}’: unary operator expected", shown(operator)))
                }
                None => Err(format!("missing argument after ‘{}’", shown(operand))),
            },
            [left, operator, right] => match self.between(left, operator, right) {
                Some(answer) => answer,
                None => Err(format!("‘{}’: binary operator expected", shown(operator))),
            },
            _ => self.either(words),
        }
    }

    /// Questions joined by `-o`, and within them by `-a`.
    fn either(&self, words: &[&[u8]]) -> Result<bool, String> {
        for (joint, stops) in [(&b"-o"[..], true), (b"-a", false)] {
            let inside = 1..words.len().saturating_sub(1);
            if let Some(at) = inside.into_iter().find(|at| words[*at] == joint) {
                let first = self.whole(&words[..at])?;
                let second = self.whole(&words[at + 1..])?;
                return Ok(if stops {
                    first || second
                } else {
                    first && second
                });
            }
        }
        let extra = words.get(3).or(words.last()).copied().unwrap_or_default();
        Err(format!("extra argument ‘{}’", shown(extra)))
    }

    /// One operator before its operand.
    fn about(&self, operator: &[u8], operand: &[u8]) -> Option<bool> {
        let entry = self.files.entry(operand);
        let holds = match operator {
            b"-n" => !operand.is_empty(),
            b"-z" => operand.is_empty(),
            b"-e" | b"-r" | b"-w" => entry.is_ok(),
            b"-f" => matches!(entry, Ok(Entry::File(_))),
            b"-d" | b"-x" => entry == Ok(Entry::Folder),
            b"-s" => match entry {
                Ok(Entry::File(bytes)) => !bytes.is_empty(),
                Ok(Entry::Folder) => true,
                Err(_) => false,
            },
            b"-L" | b"-h" | b"-p" | b"-S" | b"-b" | b"-c" | b"-t" => false,
            _ => return None,
        };
        Some(holds)
    }

    /// One operator between two operands.
    fn between(&self, left: &[u8], operator: &[u8], right: &[u8]) -> Option<Result<bool, String>> {
        let numbers = |holds: fn(&i64, &i64) -> bool| {
            let both = number(left).and_then(|left| Ok((left, number(right)?)));
            Some(both.map(|(left, right)| holds(&left, &right)))
        };
        match operator {
            b"=" | b"==" => Some(Ok(left == right)),
            b"!=" => Some(Ok(left != right)),
            b"-eq" => numbers(i64::eq),
            b"-ne" => numbers(i64::ne),
            b"-lt" => numbers(i64::lt),
            b"-le" => numbers(i64::le),
            b"-gt" => numbers(i64::gt),
            b"-ge" => numbers(i64::ge),
            b"-a" => Some(Ok(!left.is_empty() && !right.is_empty())),
            b"-o" => Some(Ok(!left.is_empty() || !right.is_empty())),
            _ => None,
        }
    }
}

fn number(word: &[u8]) -> Result<i64, String> {
    let text = shown(word);
    let parsed = text.trim().parse();
    parsed.map_err(|_| format!("invalid integer ‘{text}’"))
}
