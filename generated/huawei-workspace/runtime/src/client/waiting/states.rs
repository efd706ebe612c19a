//! States of jobs in the JSON form of answers, and what they amount to.

use super::{JobFailure, Waiter};
use crate::client::dynamic::field_name;
use crate::{Operation, Value};

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
}

/// What a poll says about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It goes on.
    Open,
    /// Every subtask that there is has ended; there may be others to come.
    Settled,
    Done(Outcome),
}

/// What the caller takes for the end of a job.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal {
    /// Follow the job until every subtask has ended, instead of ending with the first failure.
    pub(super) all: bool,
    /// How many subtasks there will be, if that is known.
    pub(super) n_subtasks: Option<usize>,
}

impl Verdict {
    /// The verdict on these states; `before` is how many there were when the poll before found the job settled.
    ///
    /// Services make subtasks one after the other, so that a job whose only subtask so far has ended may be at its
    /// beginning. Unless their number is known, what they say together is believed when it is seen twice.
    pub(super) fn of(states: &[String], waiter: &Waiter, goal: Goal, before: Option<usize>) -> Self {
        let is_good = |it: &String| waiter.success.contains(&it.as_str());
        let is_bad = |it: &String| waiter.failure.contains(&it.as_str());
        let has_failed = states.iter().any(is_bad);
        if has_failed && !goal.all {
            return Self::Done(Outcome::Failure);
        }
        if states.is_empty() || !states.iter().all(|it| is_good(it) || is_bad(it)) {
            return Self::Open;
        }
        let is_list = waiter.state.contains("[]");
        match goal.n_subtasks {
            Some(n_subtasks) if is_list && states.len() < n_subtasks => Self::Open,
            None if is_list && before != Some(states.len()) => Self::Settled,
            _ => Self::Done(if has_failed { Outcome::Failure } else { Outcome::Success }),
        }
    }
}

/// The subtasks that failed, of those that an answer tells.
pub(super) fn failures_at(answer: &Value, states: &[String], waiter: &Waiter) -> Vec<JobFailure> {
    let texts = |path: Option<&str>| path.map(|it| found_at(answer, it)).unwrap_or_default();
    let (codes, messages) = (texts(waiter.error_code), texts(waiter.error_message));
    // A code may be a number.
    let text = |list: &[Option<&Value>], idx: usize| match (*list.get(idx)?)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let failed = states.iter().enumerate().filter(|(_, it)| waiter.failure.contains(&it.as_str()));
    let failure = |(idx, state): (usize, &String)| JobFailure {
        subtask: idx,
        state: state.clone(),
        code: text(&codes, idx),
        message: text(&messages, idx),
    };
    failed.map(failure).collect()
}

/// The states that an answer tells; one that is absent or null is an empty text.
pub(super) fn states_at(answer: &Value, path: &str) -> Vec<String> {
    let text = |it: Option<&Value>| match it {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    };
    found_at(answer, path).into_iter().map(text).collect()
}

/// The input of polls: `poll`, with what the first answer and the first input tell. None if a job's id is missing:
/// without it, the operation would tell the states of other jobs.
pub(super) fn poll_input(
    operation: &Operation,
    waiter: &Waiter,
    poll: Value,
    own: &Value,
    answer: &Value,
) -> Option<Value> {
    let Value::Object(mut input) = poll else { return None };
    // The project of a call is the project of its job.
    for param in operation.params.iter().filter(|it| it.client_level) {
        let name = field_name(param);
        if let Some(value) = own.get(&name).filter(|it| !is_blank(it)) {
            input.insert(name, value.clone());
        }
    }
    for (place, path) in waiter.parameters {
        let found: Option<Vec<&Value>> = found_at(answer, path).into_iter().collect();
        let found = found?;
        let value = match (found.as_slice(), path.contains("[]")) {
            ([value], false) => (*value).clone(),
            (values, _) => Value::Array(values.iter().map(|it| (*it).clone()).collect()),
        };
        if is_blank(&value) {
            return None;
        }
        input.insert((*place).to_owned(), value);
    }
    Some(Value::Object(input))
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// What stands at a path such as `jobs[].status`: one value, or one per element of a list; none where it is absent.
fn found_at<'v>(value: &'v Value, path: &str) -> Vec<Option<&'v Value>> {
    let mut here = vec![Some(value)];
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        here = here.into_iter().map(|it| it.and_then(|it| it.get(name))).collect();
        for _ in 0..(part.len() - name.len()) / 2 {
            let elements = here.into_iter().flatten().filter_map(Value::as_array).flatten();
            here = elements.map(Some).collect();
        }
    }
    here
}
