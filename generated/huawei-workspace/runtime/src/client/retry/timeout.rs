//! Which of the time limits ended a call.

use std::fmt;
use std::time::Duration;

/// That a time limit was reached. The limit of connecting is a transport error, because nothing was sent then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeout {
    /// Which limit.
    pub kind: TimeoutKind,
    /// How long it is.
    pub limit: Duration,
    /// How many attempts were begun.
    pub attempts: u32,
}

/// The time limits of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The limit of a single attempt, `Builder::attempt_timeout`.
    Attempt,
    /// The limit of the whole call with all attempts and waits, `Builder::timeout`.
    Operation,
    /// The limit of how long a body in pieces may stand still, `Download::stall_timeout` or `Upload::stall_timeout`.
    Stall,
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            TimeoutKind::Attempt => "attempt",
            TimeoutKind::Operation => "operation",
            TimeoutKind::Stall => return write!(f, "nothing moved for {:?}, the stall timeout", self.limit),
        };
        write!(f, "no answer within {:?}, the {name} timeout", self.limit)
    }
}
