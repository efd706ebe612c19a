//! What a run has done and what it has found.

use std::collections::BTreeSet;
use std::fmt;

/// What a run that found nothing wrong has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// How many operations were called.
    pub operations: usize,
    /// How many inputs were sent and compared with what arrived.
    pub requests: usize,
    /// How many answers were sent and compared with what arrived.
    pub replies: usize,
    /// How many examples of the description were sent, either way.
    pub examples: usize,
    /// How many values inside them were compared.
    pub comparisons: usize,
    /// How many successes with another status, or without content, were read all the same.
    pub lenient: usize,
    /// What no value is known for, each once: operation, place, reason.
    pub skipped: Vec<String>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, requests, replies, examples, comparisons, lenient, skipped } = self;
        write!(f, "{operations} operations, {requests} requests, {replies} replies, ")?;
        write!(f, "{examples} examples, {comparisons} comparisons, {lenient} lenient readings")?;
        if skipped.is_empty() {
            return Ok(());
        }
        write!(f, "; {} skipped:", skipped.len())?;
        skipped.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

/// Findings, collected over the whole run.
#[derive(Default)]
pub(super) struct Report {
    pub(super) summary: Summary,
    skipped: BTreeSet<String>,
    failures: Vec<String>,
    n_failures: usize,
}

/// How many failures are listed.
const LISTED: usize = 200;

impl Report {
    pub(super) fn fail(&mut self, text: String) {
        self.n_failures += 1;
        if self.failures.len() < LISTED && !self.failures.contains(&text) {
            self.failures.push(text);
        }
    }

    pub(super) fn skip(&mut self, operation: &str, text: &str) {
        self.skipped.insert(format!("`{operation}` {text}"));
    }

    pub(super) const fn n_failures(&self) -> usize {
        self.n_failures
    }

    pub(super) fn finish(mut self) -> Result<Summary, String> {
        self.summary.skipped = self.skipped.into_iter().collect();
        if self.failures.is_empty() {
            return Ok(self.summary);
        }
        let head = format!("{} conformance failures ({})", self.n_failures, self.summary);
        Err(format!("{head}\n{}", self.failures.join("\n")))
    }
}
