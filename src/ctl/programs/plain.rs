//! Programs that touch no file: `echo`, `printenv`, and a shell that only exits.

use super::Work;

/// `echo [-neE] [TEXT…]`.
pub(super) fn echo(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let option = |word: &&Vec<u8>| {
        word.len() > 1 && word[0] == b'-' && word[1..].iter().all(|byte| b"neE".contains(byte))
    };
    let count = args.iter().take_while(option).count();
    let (mut newline, mut escapes) = (true, false);
    for letter in args[..count].iter().flatten() {
        match letter {
            b'n' => newline = false,
            b'e' => escapes = true,
            b'E' => escapes = false,
            _ => {}
        }
    }
    let text = args[count..].join(&b' ');
    if escapes {
        unescape(&text, &mut work.out);
    } else {
        work.out.extend_from_slice(&text);
    }
    if newline {
        work.out.push(b'\n');
    }
    0
}

/// What `echo -e` makes of a text.
fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let (b'\\', Some((escape, after))) = (byte, rest.split_first()) else {
            out.push(*byte);
            continue;
        };
        rest = after;
        let plain = match escape {
            b'a' => 7,
            b'b' => 8,
            b'e' => 27,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            b'\\' => b'\\',
            b'x' => digits(&mut rest, 2, 16),
            b'0' => digits(&mut rest, 3, 8),
            other => {
                out.push(b'\\');
                *other
            }
        };
        out.push(plain);
    }
}

fn digits(text: &mut &[u8], most: usize, base: u32) -> u8 {
    let mut value = 0;
    for _ in 0..most {
        let digit = text.first().and_then(|it| char::from(*it).to_digit(base));
        let Some(digit) = digit else { break };
        value = value * base + digit;
        *text = &text[1..];
    }
    value as u8
}

/// `printenv [NAME…]`: 1 if one of the names is not set.
pub(super) fn printenv(work: &mut Work<'_>, names: &[Vec<u8>]) -> u8 {
    let mut status = 0;
    for (name, value) in work.environment {
        if names.is_empty() {
            work.out
                .extend_from_slice(format!("{name}={value}\n").as_bytes());
        }
    }
    for wanted in names {
        let found = work
            .environment
            .iter()
            .find(|(name, _)| name.as_bytes() == wanted.as_slice());
        match found {
            Some((_, value)) => work.out.extend_from_slice(format!("{value}\n").as_bytes()),
            None => status = 1,
        }
    }
    status
}

/// `sh -c 'exit N'`.
pub(super) fn sh(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let script = match args {
        [] => return 0,
        [flag] if flag == b"-c" => {
            work.complain("sh", "0: -c requires an argument");
            return 2;
        }
        [flag, script, ..] if flag == b"-c" => script,
        _ => &Vec::new(),
    };
    let script = String::from_utf8_lossy(script);
    let words: Vec<&str> = script
        .trim_matches([' ', '\t', '\n', ';'])
        .split_whitespace()
        .collect();
    match words.as_slice() {
        [] if args[0] == b"-c" => 0,
        ["true" | ":" | "exit"] => 0,
        ["false"] => 1,
        ["exit", number] => match number.parse::<u32>() {
            Ok(status) => (status & 0xff) as u8,
            Err(_) => {
                work.complain("sh", &format!("1: exit: Illegal number: {number}"));
                2
            }
        },
        _ => {
            work.complain("sh", "this shell knows only: exit NUMBER");
            2
        }
    }
}
