//! States of jobs in the JSON form of answers, and what they amount to.

use super::Waiter;
use crate::client::location_name;
use crate::{Operation, Value};

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
}

impl Outcome {
    /// The outcome of a job with these states, if it is done; `all`: only when every state is an end.
    pub(super) fn of(states: &[String], waiter: &Waiter, all: bool) -> Option<Self> {
        let is_good = |it: &String| waiter.success.contains(&it.as_str());
        let is_bad = |it: &String| waiter.failure.contains(&it.as_str());
        let has_failed = states.iter().any(is_bad);
        if states.is_empty() || all && !states.iter().all(|it| is_good(it) || is_bad(it)) {
            return None;
        }
        match has_failed {
            true => Some(Self::Failure),
            false if states.iter().all(is_good) => Some(Self::Success),
            false => None,
        }
    }
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
        let name = format!("{}.{}", location_name(param.location), param.name);
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
