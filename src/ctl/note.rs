//! Remarks about defects of etcdctl 3.5.1 that stand beside what it printed and are no part of it.
//! It must not know where they are shown.

use std::fmt;

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A word between single quotes was cut.
    SingleQuotes,
    /// The program broke, as Go programs do.
    Panic,
    /// A transaction compared a lease.
    LeaseCompare,
    /// `--help` inside a transaction: etcdctl waits for ever.
    HelpInside,
    /// The format was refused when the request was made already.
    DoneThenRefused,
    /// `member list --hex -w json`.
    HexMembers,
    /// Text is missing in a log line that is not shown: a variable and its flag.
    FatalLog,
}

impl Note {
    /// The remark in English.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::SingleQuotes => {
                "etcdctl 3.5.1 cuts what stands between single quotes to as many letters as the \
                 line has words, less two; later releases keep it whole. Double quotes are safe."
            }
            Self::Panic => {
                "Here etcdctl 3.5.1 breaks; the real one prints where in its own code, and so does \
                 not send anything."
            }
            Self::LeaseCompare => {
                "etcdctl 3.5.1 breaks over every comparison of a lease in text; over JSON it works."
            }
            Self::HelpInside => {
                "etcdctl 3.5.1 never comes back from help inside a transaction: Ctrl-C ends it."
            }
            Self::DoneThenRefused => {
                "The request was carried out before etcdctl found that it cannot print its answer \
                 so."
            }
            Self::HexMembers => {
                "With --hex etcdctl 3.5 writes this JSON by hand: the term in hex without quotes, \
                 and clientURLS; 3.6 does neither."
            }
            Self::FatalLog => {
                "Both the flag and its variable are given: etcdctl does nothing. Drop one of them \
                 (unset NAME)."
            }
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
