//! Why a chore failed, and the command that repairs it.

use std::fmt;

/// Ends a chore; `main` prints it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    text: String,
    repair: Option<String>,
}

impl Failure {
    /// A failure that only the reader can repair.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), repair: None }
    }

    /// The command that repairs it.
    pub(crate) fn repaired_by(mut self, command: &str) -> Self {
        self.repair = Some(command.to_owned());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "error: {}", self.text)?;
        match &self.repair {
            Some(command) => write!(to, "\n  repair: {command}"),
            None => Ok(()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}
