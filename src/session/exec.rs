//! Running one command for an embedder or a test: submit, move time, poll.
//!
//! The caller moves time in slices of its own, with [`Action::Advance`], and polls between them.

use super::{Action, Command, Refusal, Session};

/// How far a command is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It runs, or waits for its turn.
    #[default]
    Running,
    /// It ended.
    Done,
    /// It holds: its watch exists, or its lease is kept alive.
    Holding,
    /// It waits for standard input.
    Reading,
}

/// What a command has printed, and how far it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Standard output so far.
    pub stdout: Vec<u8>,
    /// Standard error so far.
    pub stderr: Vec<u8>,
    /// Its exit code, once it ended.
    pub exit: Option<i32>,
    /// How far it is.
    pub status: Status,
}

/// The right to one command's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The shell it runs in.
    pub shell: String,
    run: u64,
}

/// A run's report, kept for those who hold a ticket for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Filed {
    tickets: usize,
    pub(super) report: Option<Report>,
}

impl Session {
    /// Submits a line to a shell, which is opened if it is missing; `endpoint` changes the shell's
    /// default first.
    ///
    /// # Errors
    /// As [`Session::apply`]; and a text must be exactly one command.
    pub fn exec(
        &mut self,
        shell: &str,
        line: &str,
        endpoint: Option<&str>,
    ) -> Result<Ticket, Refusal> {
        self.scene.one_command(shell, line)?;
        self.prepare(shell, endpoint)?;
        let (shell, line) = (shell.to_owned(), line.to_owned());
        self.ticket(shell.clone(), Action::Submit { shell, line })
    }

    /// The same for a command whose words are split.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn exec_command(
        &mut self,
        shell: &str,
        command: Command,
        endpoint: Option<&str>,
    ) -> Result<Ticket, Refusal> {
        self.prepare(shell, endpoint)?;
        let shell = shell.to_owned();
        self.ticket(shell.clone(), Action::Run { shell, command })
    }

    fn prepare(&mut self, shell: &str, endpoint: Option<&str>) -> Result<(), Refusal> {
        if self.scene.shell(shell).is_none() {
            let name = shell.to_owned();
            self.apply(Action::OpenShell { name })?;
        }
        let current = self.scene.shell(shell).map(|it| it.endpoint.clone());
        match endpoint {
            Some(endpoint) if current.as_deref() != Some(endpoint) => {
                let (shell, endpoint) = (shell.to_owned(), endpoint.to_owned());
                self.apply(Action::Endpoint { shell, endpoint })
            }
            _ => Ok(()),
        }
    }

    fn ticket(&mut self, shell: String, action: Action) -> Result<Ticket, Refusal> {
        // The number that the next run will get; where the text is read by what runs already,
        // that run's.
        let run = self.scene.run_of_next(&shell);
        self.reports.or_default(run).tickets += 1;
        match self.apply(action) {
            Ok(()) => Ok(Ticket { shell, run }),
            Err(refusal) => {
                self.tear(run);
                Err(refusal)
            }
        }
    }

    /// One ticket less for a run.
    fn tear(&mut self, run: u64) {
        let Some(filed) = self.reports.get_mut(&run) else {
            return;
        };
        filed.tickets -= 1;
        if filed.tickets == 0 {
            self.reports.remove(&run);
        }
    }

    /// How far the command is. Once it is done, the ticket is used up with this answer.
    pub fn exec_poll(&mut self, ticket: &Ticket) -> Report {
        let filed = self.reports.get(&ticket.run);
        if let Some(report) = filed.and_then(|filed| filed.report.clone()) {
            self.tear(ticket.run);
            return report;
        }
        self.scene
            .report(&ticket.shell, ticket.run)
            .unwrap_or_default()
    }

    /// What the command that runs in a shell has printed so far, or the last one that ended there.
    #[must_use]
    pub fn output(&self, shell: &str) -> Option<Report> {
        self.scene.shell(shell).and_then(|shell| shell.report())
    }
}
