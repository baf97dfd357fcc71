//! The words of a curl line, as curl 7.88 reads them. It must not know what is fetched.

use crate::units::Micros;

use super::super::desk::Failure;

/// A curl line, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) urls: Vec<String>,
    pub(super) method: Option<String>,
    /// Pieces of a body; `None` for a request without one.
    pub(super) data: Option<Vec<Data>>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) write_out: String,
    pub(super) output: Option<Vec<u8>>,
    pub(super) dump: bool,
    pub(super) max_time: Option<Micros>,
    pub(super) silent: bool,
    pub(super) show_error: bool,
    pub(super) location: bool,
    pub(super) include: bool,
    pub(super) head: bool,
    pub(super) fail: bool,
    pub(super) get: bool,
    pub(super) as_is: bool,
}

/// A piece of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Data {
    /// As it is.
    Text(Vec<u8>),
    /// What a file holds, or standard input for `-`; without line ends or with them.
    File { name: Vec<u8>, whole: bool },
    /// The same of JSON, which nothing is put before.
    Json(Box<Self>),
}

/// What an option is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Request,
    Data,
    DataRaw,
    DataBinary,
    Json,
    Header,
    WriteOut,
    Output,
    DumpHeader,
    MaxTime,
    Url,
    /// Takes a value that changes nothing here.
    Value,
    Silent,
    ShowError,
    Location,
    Include,
    Head,
    Fail,
    Get,
    AsIs,
    Help,
    Version,
    /// Changes nothing here.
    Nothing,
}

impl What {
    const fn takes_value(self) -> bool {
        matches!(
            self,
            Self::Request
                | Self::Data
                | Self::DataRaw
                | Self::DataBinary
                | Self::Json
                | Self::Header
                | Self::WriteOut
                | Self::Output
                | Self::DumpHeader
                | Self::MaxTime
                | Self::Url
                | Self::Value
        )
    }
}

/// Long name, short name or blank, what it is for.
static OPTIONS: &[(&str, u8, What)] = &[
    ("request", b'X', What::Request),
    ("request-target", b' ', What::Value),
    ("data", b'd', What::Data),
    ("data-ascii", b' ', What::Data),
    ("data-raw", b' ', What::DataRaw),
    ("data-binary", b' ', What::DataBinary),
    ("json", b' ', What::Json),
    ("header", b'H', What::Header),
    ("write-out", b'w', What::WriteOut),
    ("output", b'o', What::Output),
    ("dump-header", b'D', What::DumpHeader),
    ("max-time", b'm', What::MaxTime),
    ("url", b' ', What::Url),
    ("connect-timeout", b' ', What::Value),
    ("user-agent", b'A', What::Value),
    ("silent", b's', What::Silent),
    ("show-error", b'S', What::ShowError),
    ("location", b'L', What::Location),
    ("include", b'i', What::Include),
    ("head", b'I', What::Head),
    ("fail", b'f', What::Fail),
    ("get", b'G', What::Get),
    ("path-as-is", b' ', What::AsIs),
    ("help", b'h', What::Help),
    ("version", b'V', What::Version),
    ("no-buffer", b'N', What::Nothing),
    ("insecure", b'k', What::Nothing),
    ("globoff", b'g', What::Nothing),
    ("ipv4", b'4', What::Nothing),
    ("ipv6", b'6', What::Nothing),
    ("progress-bar", b'#', What::Nothing),
    ("no-progress-meter", b' ', What::Nothing),
    ("compressed", b' ', What::Nothing),
    ("http1.1", b' ', What::Nothing),
    ("disable", b'q', What::Nothing),
];

const HELP: &str = "Usage: curl [options...] <url>
 -d, --data <data>         HTTP POST data
     --data-binary <data>  HTTP POST binary data
     --data-raw <data>     HTTP POST data, '@' allowed
 -D, --dump-header <file>  Write the received headers to <filename>
 -f, --fail                Fail fast with no output on HTTP errors
 -G, --get                 Put the post data in the URL and use GET
 -I, --head                Show document info only
 -H, --header <header>     Pass custom header(s) to server
 -h, --help                Get help for commands
 -i, --include             Include protocol response headers in the output
     --json <data>         HTTP POST JSON
 -L, --location            Follow redirects
 -m, --max-time <seconds>  Maximum time allowed for transfer
 -N, --no-buffer           Disable buffering of the output stream
 -o, --output <file>       Write to file instead of stdout
     --path-as-is          Do not squash .. sequences in URL path
 -X, --request <method>    Specify request method to use
 -S, --show-error          Show error even when -s is used
 -s, --silent              Silent mode
     --url <url>           URL to work with
 -V, --version             Show version number and quit
 -w, --write-out <format>  Use output FORMAT after completion
";

/// Why a line is not carried out.
pub(super) enum Stop {
    /// Text for standard output, and well.
    Told(&'static str),
    /// A complaint.
    Failed(Failure),
}

fn usage(complaint: &str) -> Stop {
    let lines =
        format!("{complaint}curl: try 'curl --help' or 'curl --manual' for more information\n");
    Stop::Failed(Failure { code: 2, lines })
}

/// Reads the words after `curl`.
pub(super) fn parse(words: &[Vec<u8>]) -> Result<Options, Stop> {
    let mut options = Options::default();
    let mut words = words.iter();
    let mut plain = false;
    while let Some(word) = words.next() {
        let text = String::from_utf8_lossy(word);
        if plain || text == "-" || !text.starts_with('-') {
            options.urls.push(text.into_owned());
        } else if text == "--" {
            plain = true;
        } else if let Some(name) = text.strip_prefix("--") {
            let what =
                long(name).map_err(|why| usage(&format!("curl: option {text}: is {why}\n")))?;
            let value = if what.takes_value() {
                words.next()
            } else {
                None
            };
            options.take(what, &text, value.map(Vec::as_slice))?;
        } else {
            let mut rest = &word[1..];
            while let Some((&letter, after)) = rest.split_first() {
                rest = after;
                let found = OPTIONS.iter().find(|(_, short, _)| *short == letter);
                let (_, _, what) = found
                    .filter(|_| letter != b' ')
                    .ok_or_else(|| unknown(&text))?;
                if !what.takes_value() {
                    options.take(*what, &text, None)?;
                    continue;
                }
                let attached = Some(after).filter(|it| !it.is_empty());
                let value = attached.or_else(|| words.next().map(Vec::as_slice));
                options.take(*what, &text, value)?;
                break;
            }
        }
    }
    if options.urls.is_empty() {
        return Err(usage(""));
    }
    Ok(options)
}

fn unknown(word: &str) -> Stop {
    usage(&format!("curl: option {word}: is unknown\n"))
}

/// The option of this long name, or the only one that begins so.
fn long(name: &str) -> Result<What, &'static str> {
    if let Some((_, _, what)) = OPTIONS.iter().find(|(long, ..)| *long == name) {
        return Ok(*what);
    }
    let mut begun = OPTIONS.iter().filter(|(long, ..)| long.starts_with(name));
    match (begun.next(), begun.next()) {
        (Some((_, _, what)), None) => Ok(*what),
        (None, _) => Err("unknown"),
        _ => Err("ambiguous"),
    }
}

impl Options {
    fn take(&mut self, what: What, word: &str, value: Option<&[u8]>) -> Result<(), Stop> {
        let value = match value {
            None if what.takes_value() => {
                let complaint = format!("curl: option {word}: requires parameter\n");
                return Err(usage(&complaint));
            }
            value => value.unwrap_or_default(),
        };
        let text = || String::from_utf8_lossy(value).into_owned();
        match what {
            What::Request => self.method = Some(text()),
            What::Data | What::DataRaw | What::DataBinary | What::Json => self.add(what, value),
            What::Header => self.header(&text()),
            What::WriteOut => self.write_out = text(),
            What::Output => self.output = Some(value.to_vec()),
            What::DumpHeader => self.dump = value == b"-",
            What::MaxTime => self.max_time = seconds(&text(), word)?,
            What::Url => self.urls.push(text()),
            What::Silent => self.silent = true,
            What::ShowError => self.show_error = true,
            What::Location => self.location = true,
            What::Include => self.include = true,
            What::Head => (self.head, self.include) = (true, true),
            What::Fail => self.fail = true,
            What::Get => self.get = true,
            What::AsIs => self.as_is = true,
            What::Help => return Err(Stop::Told(HELP)),
            What::Version => return Err(Stop::Told("curl 7.88.1\n")),
            What::Value | What::Nothing => {}
        }
        Ok(())
    }

    /// One more piece of the body.
    fn add(&mut self, what: What, value: &[u8]) {
        let whole = what == What::DataBinary || what == What::Json;
        let data = match value.strip_prefix(b"@") {
            Some(name) if what != What::DataRaw => Data::File {
                name: name.to_vec(),
                whole,
            },
            _ => Data::Text(value.to_vec()),
        };
        let data = if what == What::Json {
            Data::Json(Box::new(data))
        } else {
            data
        };
        self.data.get_or_insert_default().push(data);
    }

    fn header(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            let name = name.trim().to_ascii_lowercase();
            self.headers.push((name, value.trim().to_owned()));
        }
    }

    /// The value of a header that was given.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The method of the request.
    pub(super) fn method(&self) -> &str {
        match &self.method {
            Some(method) => method,
            None if self.head => "HEAD",
            None if self.data.is_some() && !self.get => "POST",
            None => "GET",
        }
    }
}

/// Seconds with decimals; none or 0 is no limit.
fn seconds(text: &str, word: &str) -> Result<Option<Micros>, Stop> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let numeric = !(whole.is_empty() && part.is_empty()) && digits(whole) && digits(part);
    let micros: String = part.chars().chain("000000".chars()).take(6).collect();
    let both = format!("{whole}{micros}").parse::<u64>();
    match both {
        Ok(micros) if numeric => Ok((micros > 0).then_some(Micros(micros))),
        _ => {
            let complaint = format!("curl: option {word}: expected a proper numerical parameter\n");
            Err(usage(&complaint))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options, String> {
        let words: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        parse(&words).map_err(|stop| match stop {
            Stop::Told(text) => text.to_owned(),
            Stop::Failed(failure) => failure.lines.lines().next().unwrap_or_default().to_owned(),
        })
    }

    #[test]
    fn reads_flags_alone_and_together() {
        let options = read(&[
            "-sSLXPUT",
            "localhost:2379/x",
            "-da=b",
            "--max-t",
            "1.5",
            "-H",
            "A: b ",
        ])
        .expect("a good line");
        assert!(options.silent && options.show_error && options.location);
        assert_eq!(options.method(), "PUT");
        assert_eq!(options.urls, ["localhost:2379/x"]);
        assert_eq!(options.data, Some(vec![Data::Text(b"a=b".to_vec())]));
        assert_eq!(options.max_time, Some(Micros(1_500_000)));
        assert_eq!(options.given("a"), Some("b"));
    }

    #[test]
    fn a_body_makes_it_a_post() {
        assert_eq!(read(&["x"]).expect("good").method(), "GET");
        assert_eq!(read(&["x", "-d", ""]).expect("good").method(), "POST");
        assert_eq!(read(&["x", "-I"]).expect("good").method(), "HEAD");
        let raw = read(&["x", "--data-raw", "@a", "-d", "@a"]).expect("good");
        let file = Data::File {
            name: b"a".to_vec(),
            whole: false,
        };
        assert_eq!(raw.data, Some(vec![Data::Text(b"@a".to_vec()), file]));
    }

    #[test]
    fn complains_as_curl_does() {
        let table: [(&[&str], &str); 6] = [
            (&["--frob"], "curl: option --frob: is unknown"),
            (&["--request=GET"], "curl: option --request=GET: is unknown"),
            (&["-Z9"], "curl: option -Z9: is unknown"),
            (&["x", "-d"], "curl: option -d: requires parameter"),
            (
                &["-m", "x"],
                "curl: option -m: expected a proper numerical parameter",
            ),
            (
                &["-s"],
                "curl: try 'curl --help' or 'curl --manual' for more information",
            ),
        ];
        for (words, wanted) in table {
            assert_eq!(read(words), Err(wanted.to_owned()), "{words:?}");
        }
    }
}
