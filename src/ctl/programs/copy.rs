//! `truncate` and `dd`: files cut, grown and patched by bytes.

use super::{Work, options, quoted, reason, shown};
use crate::units::{FILES_BYTES_MAX, FileError};

/// `truncate -s SIZE FILE…`; the size may be relative (`+1K`, `-32`).
pub(super) fn truncate(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let (mut size, mut rest): (Option<Vec<u8>>, Vec<Vec<u8>>) = (None, Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let given = match arg.as_slice() {
            b"-s" | b"--size" => args.next().cloned(),
            [b'-', b's', value @ ..] => Some(value.to_vec()),
            _ => match arg.strip_prefix(b"--size=") {
                Some(value) => Some(value.to_vec()),
                None => {
                    rest.push(arg.clone());
                    continue;
                }
            },
        };
        if given.is_none() {
            work.misused("truncate", "option requires an argument -- 's'");
            return 1;
        }
        size = given;
    }
    let Some((letters, paths)) = options(work, "truncate", &rest, "co") else {
        return 1;
    };
    let Some(size) = size else {
        work.misused(
            "truncate",
            "you must specify either ‘--size’ or ‘--reference’",
        );
        return 1;
    };
    let (sign, digits) = match size.split_first() {
        Some((sign @ (b'+' | b'-' | b'<' | b'>'), rest)) => (*sign, rest),
        _ => (b'=', size.as_slice()),
    };
    let Some(size) = number(digits) else {
        work.complain("truncate", &format!("Invalid number: ‘{}’", shown(&size)));
        return 1;
    };
    if paths.is_empty() {
        work.misused("truncate", "missing file operand");
        return 1;
    }
    let mut status = 0;
    for path in paths {
        if letters.contains('c') && !work.files.exists(path) {
            continue;
        }
        if let Err(error) = cut(work, path, sign, size) {
            let text = format!(
                "cannot open {} for writing: {}",
                quoted(path),
                reason(error)
            );
            work.complain("truncate", &text);
            status = 1;
        }
    }
    status
}

fn cut(work: &mut Work<'_>, path: &[u8], sign: u8, size: usize) -> Result<(), FileError> {
    let old = match work.files.read(path) {
        Ok(bytes) => bytes,
        Err(FileError::NotFound) => bytes::Bytes::new(),
        Err(error) => return Err(error),
    };
    let size = match sign {
        b'+' => old.len().saturating_add(size),
        b'-' => old.len().saturating_sub(size),
        b'<' => old.len().min(size),
        b'>' => old.len().max(size),
        _ => size,
    };
    if size <= old.len() {
        return work.files.write(path, old.slice(..size));
    }
    if size > FILES_BYTES_MAX {
        return Err(FileError::NoSpace);
    }
    let mut bytes = old.to_vec();
    bytes.resize(size, 0);
    work.files.write(path, bytes)
}

/// A number of bytes: digits and what they are multiplied with.
fn number(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|it| it.is_ascii_digit()).count();
    let (digits, unit) = text.split_at(digits);
    let unit = match unit {
        b"" | b"c" => 1,
        b"w" => 2,
        b"b" => 512,
        b"kB" | b"KB" => 1_000,
        b"k" | b"K" | b"KiB" => 1 << 10,
        b"MB" => 1_000_000,
        b"m" | b"M" | b"MiB" => 1 << 20,
        b"GB" => 1_000_000_000,
        b"g" | b"G" | b"GiB" => 1 << 30,
        _ => return None,
    };
    let digits: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
    digits.checked_mul(unit)
}

/// What `dd` was asked for.
struct Plan<'a> {
    from: Option<&'a [u8]>,
    to: Option<&'a [u8]>,
    block: usize,
    count: usize,
    skip: usize,
    seek: usize,
    keep: bool,
    quiet: bool,
}

/// `dd if=FILE of=FILE bs=N count=N skip=N seek=N conv=notrunc status=none`.
pub(super) fn dd(work: &mut Work<'_>, args: &[Vec<u8>]) -> u8 {
    let plan = match plan(args) {
        Ok(plan) => plan,
        Err((text, misused)) if misused => {
            work.misused("dd", &text);
            return 1;
        }
        Err((text, _)) => {
            work.complain("dd", &text);
            return 1;
        }
    };
    let opened = |path: &[u8], error| format!("failed to open {}: {}", quoted(path), reason(error));
    let (source, unread) = match plan.from {
        None => (bytes::Bytes::copy_from_slice(work.input), None),
        // The one device that there is.
        Some(b"/dev/zero") => {
            let size = plan.block.saturating_mul(plan.count).min(FILES_BYTES_MAX);
            (vec![0; size].into(), None)
        }
        Some(path) => match work.files.read(path) {
            Ok(bytes) => (bytes, None),
            Err(FileError::IsFolder) => (bytes::Bytes::new(), Some(path)),
            Err(error) => {
                work.complain("dd", &opened(path, error));
                return 1;
            }
        },
    };
    if let Some(path) = unread {
        let text = format!("error reading {}: Is a directory", quoted(path));
        work.complain("dd", &text);
    }
    let from = plan.block.saturating_mul(plan.skip).min(source.len());
    let most = plan.block.saturating_mul(plan.count);
    let data = source.slice(from..from.saturating_add(most).min(source.len()));
    match plan.to {
        None => work.out.extend_from_slice(&data),
        Some(path) => {
            if let Err(error) = patch(work, &plan, path, &data) {
                work.complain("dd", &opened(path, error));
                return 1;
            }
        }
    }
    if !plan.quiet {
        report(work, plan.block, data.len());
    }
    u8::from(unread.is_some())
}

fn plan(args: &[Vec<u8>]) -> Result<Plan<'_>, (String, bool)> {
    let mut plan = Plan {
        from: None,
        to: None,
        block: 512,
        count: usize::MAX,
        skip: 0,
        seek: 0,
        keep: false,
        quiet: false,
    };
    for arg in args {
        let unknown = || (format!("unrecognized operand ‘{}’", shown(arg)), true);
        let at = arg
            .iter()
            .position(|byte| *byte == b'=')
            .ok_or_else(unknown)?;
        let (name, value) = (&arg[..at], &arg[at + 1..]);
        let number = || number(value).ok_or((format!("invalid number: ‘{}’", shown(value)), false));
        match name {
            b"if" => plan.from = Some(value),
            b"of" => plan.to = Some(value),
            b"bs" | b"ibs" | b"obs" => match number()? {
                0 => return Err((format!("invalid number: ‘{}’", shown(value)), false)),
                size => plan.block = size,
            },
            b"count" => plan.count = number()?,
            b"skip" | b"iseek" => plan.skip = number()?,
            b"seek" | b"oseek" => plan.seek = number()?,
            b"conv" => {
                for word in value.split(|byte| *byte == b',') {
                    match word {
                        b"notrunc" => plan.keep = true,
                        b"fsync" | b"fdatasync" => {}
                        _ => return Err((format!("invalid conversion: ‘{}’", shown(word)), true)),
                    }
                }
            }
            b"status" => plan.quiet = value == b"none",
            _ => return Err(unknown()),
        }
    }
    Ok(plan)
}

/// Writes data into a file at its place.
fn patch(work: &mut Work<'_>, plan: &Plan<'_>, path: &[u8], data: &[u8]) -> Result<(), FileError> {
    if path == b"/dev/null" {
        return Ok(());
    }
    let at = plan.block.saturating_mul(plan.seek);
    let end = at.saturating_add(data.len());
    if end > FILES_BYTES_MAX {
        return Err(FileError::NoSpace);
    }
    let mut bytes = match work.files.read(path) {
        Ok(bytes) => bytes.to_vec(),
        Err(FileError::NotFound) => Vec::new(),
        Err(error) => return Err(error),
    };
    if !plan.keep {
        bytes.truncate(at);
    }
    bytes.resize(bytes.len().max(end), 0);
    bytes[at..end].copy_from_slice(data);
    work.files.write(path, bytes)
}

/// The lines at the end; it took no time.
fn report(work: &mut Work<'_>, block: usize, bytes: usize) {
    let (full, part) = (bytes / block, usize::from(!bytes.is_multiple_of(block)));
    let plural = if bytes == 1 { "" } else { "s" };
    let text = format!(
        "{full}+{part} records in\n{full}+{part} records out\n{bytes} byte{plural} copied, 0 s, \
         Infinity B/s\n"
    );
    work.err.extend_from_slice(text.as_bytes());
}
