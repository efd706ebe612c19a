//! What is known of a job: while and after it was followed, typed, or as the error of a whole program.

use std::fmt;
use std::time::Duration;

use crate::shown;

/// What is known of a job that was followed: `S` is the answer of the operation that started it, `L` the last answer
/// of the operation that tells its state.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waited<S, L> {
    /// The operation that started the job.
    pub operation: &'static str,
    /// Its answer.
    pub started: S,
    /// The last answer about the job. Where it takes several pages to tell all states, the subtasks of all pages stand
    /// in it.
    pub last: L,
    /// The last state of each subtask.
    pub states: Vec<String>,
    /// The subtasks that failed.
    pub failures: Vec<JobFailure>,
    /// How long the job was followed.
    pub waited: Duration,
}

impl<S, L> Waited<S, Option<L>> {
    /// A job of which nothing is known yet.
    pub(super) const fn unknown(operation: &'static str, started: S) -> Self {
        Self { operation, started, last: None, states: Vec::new(), failures: Vec::new(), waited: Duration::ZERO }
    }
}

/// A subtask that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobFailure {
    /// Which one: its place among the states, counted from 0.
    pub subtask: usize,
    /// Its state.
    pub state: String,
    /// The service's code of what went wrong, if the answer has one.
    pub code: Option<String>,
    /// What went wrong in the service's words, if the answer says so.
    pub message: Option<String>,
}

/// A job that did not end well, as the error of whoever does not care about the types of its answers: what
/// [`WaitError`](super::WaitError) becomes when `?` turns it into [`Error`](crate::client::Error).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobError {
    /// The operation that started the job.
    pub operation: &'static str,
    /// What kind of end it is.
    pub kind: JobErrorKind,
    /// The last state of each subtask.
    pub states: Vec<String>,
    /// The subtasks that failed.
    pub failures: Vec<JobFailure>,
    /// How long the job was followed.
    pub waited: Duration,
}

/// How a job did not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// The answer of the call names no job to follow: there may be nothing to wait for.
    NoJob,
    /// The job failed, or one of its subtasks did.
    Failed,
    /// The job was not done at the deadline; it may well go on.
    Timeout,
}

impl JobError {
    pub(super) fn of<S, L>(kind: JobErrorKind, job: Waited<S, L>) -> Self {
        let Waited { operation, states, failures, waited, .. } = job;
        Self { operation, kind, states, failures, waited }
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, kind, states, failures, waited } = self;
        write_end(f, *kind, operation, states, failures, *waited)
    }
}

impl std::error::Error for JobError {}

/// Says how a job ended, with the states that there are and why the first subtasks failed.
pub(super) fn write_end(
    f: &mut fmt::Formatter<'_>,
    kind: JobErrorKind,
    operation: &str,
    states: &[String],
    failures: &[JobFailure],
    waited: Duration,
) -> fmt::Result {
    shown::line(f, format_args!("{}", End { kind, operation, states, failures, waited }))
}

struct End<'a> {
    kind: JobErrorKind,
    operation: &'a str,
    states: &'a [String],
    failures: &'a [JobFailure],
    waited: Duration,
}

impl fmt::Display for End<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, operation, states, failures, waited } = self;
        match kind {
            JobErrorKind::NoJob => return write!(f, "the answer of `{operation}` names no job to wait for"),
            JobErrorKind::Failed => write!(f, "the job of `{operation}` failed: ")?,
            JobErrorKind::Timeout => write!(f, "the job of `{operation}` is not done after {waited:?}: ")?,
        }
        write_states(f, states)?;
        write_failures(f, failures)
    }
}

/// How often each state occurs.
fn write_states(f: &mut fmt::Formatter<'_>, states: &[String]) -> fmt::Result {
    let mut told: Vec<&str> = Vec::new();
    for state in states {
        if told.contains(&state.as_str()) {
            continue;
        }
        let n_states = states.iter().filter(|it| *it == state).count();
        let comma = if told.is_empty() { "" } else { ", " };
        // States are text from outside.
        write!(f, "{comma}{n_states} x `{}`", shown::cut(state, 40))?;
        told.push(state);
    }
    if told.is_empty() { f.write_str("it has told no state") } else { Ok(()) }
}

/// Of so many failures a text says why.
const MOST_SHOWN: usize = 3;

fn write_failures(f: &mut fmt::Formatter<'_>, failures: &[JobFailure]) -> fmt::Result {
    let mut reasons: Vec<String> = Vec::new();
    for failure in failures {
        let parts = [failure.code.as_deref(), failure.message.as_deref()];
        let reason: Vec<String> = parts.into_iter().flatten().map(shown::text).collect();
        let reason = reason.join(": ");
        // Subtasks often fail for one reason.
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    for (idx, reason) in reasons.iter().take(MOST_SHOWN).enumerate() {
        write!(f, "{}{reason}", if idx == 0 { " (" } else { "; " })?;
    }
    match reasons.len() {
        0 => Ok(()),
        n_reasons if n_reasons > MOST_SHOWN => write!(f, "; and {} more)", n_reasons - MOST_SHOWN),
        _ => f.write_str(")"),
    }
}
