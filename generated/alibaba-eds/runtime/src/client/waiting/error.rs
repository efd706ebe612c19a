//! How a wait ends: with both answers, or with a reason that carries what is known of the job.

use std::fmt;

use super::outcome::{JobError, JobErrorKind, Waited, write_end};
use crate::client::Error;

/// Why a wait did not end well.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<S, L> {
    /// The call that starts the job failed.
    Start(Error),
    /// The call succeeded, but its answer names no job to follow: there may be nothing to wait for.
    NoJob(Box<Waited<S, Option<L>>>),
    /// The job's state cannot be asked for; the job may well go on.
    Poll(Error, Box<Waited<S, Option<L>>>),
    /// The job failed, or one of its subtasks did; [`Waited::failures`] say why.
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
            Self::NoJob(job) | Self::Poll(_, job) | Self::Timeout(job) => Some(&job.started),
            Self::Failed(job) => Some(&job.started),
        }
    }

    /// The last answer about the job, if there was one.
    #[must_use]
    pub fn last(&self) -> Option<&L> {
        match self {
            Self::Start(_) => None,
            Self::NoJob(job) | Self::Poll(_, job) | Self::Timeout(job) => job.last.as_ref(),
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
            Self::NoJob(job) => write_job(f, JobErrorKind::NoJob, job),
            Self::Poll(error, job) => write!(f, "the job of `{}` cannot be followed: {error}", job.operation),
            Self::Failed(job) => write_job(f, JobErrorKind::Failed, job),
            Self::Timeout(job) => write_job(f, JobErrorKind::Timeout, job),
        }
    }
}

fn write_job<S, L>(f: &mut fmt::Formatter<'_>, kind: JobErrorKind, job: &Waited<S, L>) -> fmt::Result {
    write_end(f, kind, job.operation, &job.states, &job.failures, job.waited)
}

impl<S: fmt::Debug, L: fmt::Debug> std::error::Error for WaitError<S, L> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call().map(|it| it as _)
    }
}

/// `?` in a function that gives [`Error`]: what failed as a call is that error, what failed as a job [`Error::Job`].
///
/// The typed answers are lost on this way; match on the [`WaitError`] to keep them.
impl<S, L> From<WaitError<S, L>> for Error {
    fn from(error: WaitError<S, L>) -> Self {
        let job = match error {
            WaitError::Start(error) | WaitError::Poll(error, _) => return error,
            WaitError::NoJob(job) => JobError::of(JobErrorKind::NoJob, *job),
            WaitError::Failed(job) => JobError::of(JobErrorKind::Failed, *job),
            WaitError::Timeout(job) => JobError::of(JobErrorKind::Timeout, *job),
        };
        Self::Job(Box::new(job))
    }
}
