//! How a wait ends: with both answers, or with a reason that carries what is known of the job.

use std::fmt;
use std::time::Duration;

use crate::client::Error;
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
    /// The last answer about the job. Where it takes several pages to tell all states, this is the page with the first
    /// failure, or else the last page.
    pub last: L,
    /// The last state of each subtask, of all pages.
    pub states: Vec<String>,
    /// How long the job was followed.
    pub waited: Duration,
}

/// Why a wait did not end well.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<S, L> {
    /// The call that starts the job failed.
    Start(Error),
    /// The call succeeded, but its answer names no job to follow: there may be nothing to wait for.
    NoJob(Box<S>),
    /// The job's state cannot be asked for; the job may well go on.
    Poll(Error, Box<Waited<S, Option<L>>>),
    /// The job failed, or one of its subtasks did; [`Waited::last`] says why.
    Failed(Box<Waited<S, L>>),
    /// The job was not done at the deadline; it may well go on.
    Timeout(Box<Waited<S, Option<L>>>),
}

impl<S, L> WaitError<S, L> {
    /// The answer of the operation that started the job, if it was started.
    #[must_use]
    pub fn started(&self) -> Option<&S> {
        match self {
            Self::Start(_) => None,
            Self::NoJob(started) => Some(started),
            Self::Poll(_, job) | Self::Timeout(job) => Some(&job.started),
            Self::Failed(job) => Some(&job.started),
        }
    }

    /// The last answer about the job, if there was one.
    #[must_use]
    pub fn last(&self) -> Option<&L> {
        match self {
            Self::Start(_) | Self::NoJob(_) => None,
            Self::Poll(_, job) | Self::Timeout(job) => job.last.as_ref(),
            Self::Failed(job) => Some(&job.last),
        }
    }

    /// The error of the call that failed, if one did.
    #[must_use]
    pub const fn call(&self) -> Option<&Error> {
        match self {
            Self::Start(error) | Self::Poll(error, _) => Some(error),
            Self::NoJob(_) | Self::Failed(_) | Self::Timeout(_) => None,
        }
    }
}

impl<S, L> fmt::Display for WaitError<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::NoJob(_) => f.write_str("the answer names no job to wait for"),
            Self::Poll(error, job) => write!(f, "the job of `{}` cannot be followed: {error}", job.operation),
            Self::Failed(job) => {
                shown::line(f, format_args!("the job of `{}` failed: {}", job.operation, Tally(&job.states)))
            }
            Self::Timeout(job) => {
                let (operation, waited, tally) = (job.operation, job.waited, Tally(&job.states));
                shown::line(f, format_args!("the job of `{operation}` is not done after {waited:?}: {tally}"))
            }
        }
    }
}

impl<S: fmt::Debug, L: fmt::Debug> std::error::Error for WaitError<S, L> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call().map(|it| it as _)
    }
}

/// How often each state occurs.
struct Tally<'s>(&'s [String]);

impl fmt::Display for Tally<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told: Vec<&str> = Vec::new();
        for state in self.0 {
            if told.contains(&state.as_str()) {
                continue;
            }
            let n_states = self.0.iter().filter(|it| *it == state).count();
            let comma = if told.is_empty() { "" } else { ", " };
            // States are text from outside.
            let shown: String = state.chars().filter(|it| !it.is_control()).take(40).collect();
            write!(f, "{comma}{n_states} x `{shown}`")?;
            told.push(state);
        }
        if told.is_empty() { f.write_str("it has told no state") } else { Ok(()) }
    }
}
