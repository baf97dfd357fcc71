//! The few programs that etcdctl can start here (`watch -- PROGRAM`, `lock NAME PROGRAM`). They
//! must not know etcdctl.

use super::golang::quote;

/// What a program left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
    /// Its exit code; 1 if it could not start.
    pub(super) status: i32,
    /// How it ended, in Go's words if badly.
    pub(super) end: Result<(), String>,
}

/// Runs a program with its arguments.
pub(super) fn run(words: &[Vec<u8>], environment: &[(String, String)]) -> Outcome {
    let mut outcome = Outcome {
        out: Vec::new(),
        err: Vec::new(),
        status: 1,
        end: Ok(()),
    };
    let (program, args) = match words.split_first() {
        Some((program, args)) => (program.as_slice(), args),
        None => (&b""[..], words),
    };
    let status = match program {
        b"true" => 0,
        b"false" => 1,
        b"echo" => {
            outcome.out = args.join(&b' ');
            outcome.out.push(b'\n');
            0
        }
        b"printenv" => print_environment(&mut outcome.out, args, environment),
        b"sh" if args.len() >= 2 && args[0] == b"-c" => match exit_status(&args[1]) {
            Some(status) => status,
            None => {
                let text = b"sh: this shell knows only: exit NUMBER\n";
                outcome.err.extend_from_slice(text);
                2
            }
        },
        _ => {
            outcome.end = Err(not_started(program));
            return outcome;
        }
    };
    outcome.status = i32::from(status);
    if status != 0 {
        outcome.end = Err(format!("exit status {status}"));
    }
    outcome
}

/// Go's words for a program that is not there: a plain name is looked for, a path is not.
fn not_started(program: &[u8]) -> String {
    if program.is_empty() || program.contains(&b'/') {
        let path = String::from_utf8_lossy(program);
        return format!("fork/exec {path}: no such file or directory");
    }
    let name = quote(program);
    format!("exec: {name}: executable file not found in $PATH")
}

/// `printenv [NAME…]`: 1 if one of the names is not set.
fn print_environment(out: &mut Vec<u8>, names: &[Vec<u8>], environment: &[(String, String)]) -> u8 {
    if names.is_empty() {
        for (name, value) in environment {
            out.extend_from_slice(format!("{name}={value}\n").as_bytes());
        }
    }
    let mut status = 0;
    for wanted in names {
        match environment
            .iter()
            .find(|(name, _)| name.as_bytes() == wanted.as_slice())
        {
            Some((_, value)) => out.extend_from_slice(format!("{value}\n").as_bytes()),
            None => status = 1,
        }
    }
    status
}

/// The status of a script that only exits: the last byte of its number.
fn exit_status(script: &[u8]) -> Option<u8> {
    let script = std::str::from_utf8(script).ok()?;
    let number: u32 = script.trim().strip_prefix("exit")?.trim().parse().ok()?;
    Some(number.to_le_bytes()[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_the_few_programs() {
        let environment = [
            ("A".to_owned(), "1".to_owned()),
            ("B".to_owned(), "2".to_owned()),
        ];
        let table: [(&[&str], &str, Result<(), &str>); 11] = [
            (&["true"], "", Ok(())),
            (&["false"], "", Err("exit status 1")),
            (&["echo", "a", "b"], "a b\n", Ok(())),
            (&["printenv", "A", "C"], "1\n", Err("exit status 1")),
            (&["printenv"], "A=1\nB=2\n", Ok(())),
            (&["sh", "-c", "exit 7"], "", Err("exit status 7")),
            (&["sh", "-c", "exit 300"], "", Err("exit status 44")),
            (
                &["a/b"],
                "",
                Err("fork/exec a/b: no such file or directory"),
            ),
            (&[""], "", Err("fork/exec : no such file or directory")),
            (&["sh", "-c", "ls"], "", Err("exit status 2")),
            (
                &["nosuch"],
                "",
                Err("exec: \"nosuch\": executable file not found in $PATH"),
            ),
        ];
        for (words, out, end) in table {
            let bytes: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
            let outcome = run(&bytes, &environment);
            assert_eq!(outcome.out, out.as_bytes(), "{words:?}");
            assert_eq!(outcome.end, end.map_err(str::to_owned), "{words:?}");
        }
    }
}
