//! Goes through all operations, round by round, and compares.

use std::time::Duration;

use serde_json::Value;

use super::compare::compare;
use super::description::{Described, Description};
use super::make::Round;
use super::recorder::Recorder;
use super::report::{Report, Summary};
use super::request::Made;
use super::{Subject, request, response};
use crate::client::Dynamic;
use crate::{Operation, Response};

/// How long one exchange may take.
pub(super) const EXCHANGE_LIMIT: Duration = Duration::from_secs(20);

/// After so many failures an operation is left alone: the rest would say the same.
const FAILURES_PER_OPERATION: usize = 10;

const ROUNDS: [(Round, &str); 4] =
    [(Round::Required, "required"), (Round::Full, "full"), (Round::Edge, "edge"), (Round::Empty, "empty")];

pub(super) async fn run(subject: Subject<'_>, client: &dyn Dynamic, recorder: &Recorder) -> Result<Summary, String> {
    let description = Description::parse(subject.description)?;
    let mut report = Report::default();
    let pairs = pair(&description, client.operations(), &mut report);
    for (described, operation) in &pairs {
        report.summary.operations += 1;
        let mut drive = Drive {
            description: &description,
            client,
            recorder,
            described,
            operation,
            report: &mut report,
            plays_examples: subject.plays_examples,
        };
        drive.operation().await;
    }
    report.finish()
}

/// Finds for each operation of the description that of the client; what only one of them has is a failure.
pub(super) fn pair<'a>(
    description: &'a Description,
    operations: &'static [&'static Operation],
    report: &mut Report,
) -> Vec<(Described<'a>, &'static Operation)> {
    let mut pairs: Vec<(Described<'a>, &'static Operation)> = Vec::new();
    for described in description.operations() {
        let is_same = |it: &&&'static Operation| match described.id {
            Some(id) => it.id == id,
            None => it.method.as_str() == described.method && it.path == described.path,
        };
        match operations.iter().find(is_same) {
            Some(operation) if operation.method.as_str() == described.method && operation.path == described.path => {
                pairs.push((described, operation));
            }
            Some(operation) => report.fail(format!(
                "`{}` is `{} {}` in the description and `{} {}` in the client",
                operation.id,
                described.method,
                described.path,
                operation.method.as_str(),
                operation.path
            )),
            None => report.fail(format!("`{} {}` is not in the client", described.method, described.path)),
        }
    }
    for operation in operations.iter().filter(|it| !pairs.iter().any(|(_, paired)| paired.id == it.id)) {
        report.fail(format!(
            "`{}` is in the client, but not with the same method and path in the description",
            operation.id
        ));
    }
    pairs
}

pub(super) struct Drive<'a> {
    pub(super) description: &'a Description,
    client: &'a dyn Dynamic,
    recorder: &'a Recorder,
    pub(super) described: &'a Described<'a>,
    pub(super) operation: &'static Operation,
    pub(super) report: &'a mut Report,
    plays_examples: bool,
}

impl Drive<'_> {
    async fn operation(&mut self) {
        let failures_before = self.report.n_failures();
        let answer = self.some_answer();
        let input = request::input(self.description, self.described, self.operation, (Round::Required, 0));
        let input = input.map(|it| it.value).map_err(|missing| self.lacks("request", &missing.to_string())).ok();
        if let Some(answer) = &answer {
            self.requests(answer, failures_before).await;
            if let Some(input) = input.as_ref().filter(|_| self.plays_examples) {
                self.example_requests(input, answer).await;
            }
        }
        if let Some(input) = &input {
            self.replies(input, failures_before).await;
        }
    }

    /// What is missing on one side is a failure; what no value is known for is only named.
    fn lacks(&mut self, what: &str, text: &str) {
        match text.starts_with("the client does not know") {
            true => self.report.fail(format!("`{}` {what}: {text}", self.operation.id)),
            false => self.report.skip(self.operation.id, &format!("{what}: {text}")),
        }
    }

    /// An answer for requests whose answer does not matter.
    fn some_answer(&mut self) -> Option<Value> {
        for (key, node) in &self.described.responses {
            let Ok((status, known)) = response::status_of(key, self.operation) else {
                continue;
            };
            let made = response::output(self.description, node, (status, known, self.operation), (Round::Required, 0));
            if let Ok(made) = made {
                return Some(made.value);
            }
        }
        self.report.skip(self.operation.id, "request: no answer is known, so nothing was sent");
        None
    }

    async fn requests(&mut self, answer: &Value, failures_before: usize) {
        for (round, name) in ROUNDS {
            let mut n_turns = 1;
            let mut turn = 0;
            while turn < n_turns && self.report.n_failures() - failures_before < FAILURES_PER_OPERATION {
                let made = request::input(self.description, self.described, self.operation, (round, turn));
                let place = format!("request ({name} {turn})");
                let Some(made) = self.accept("request", made) else {
                    break;
                };
                // One turn tells all that edges can tell.
                n_turns = if round == Round::Full { n_turns.max(made.n_turns) } else { 1 };
                self.report.summary.requests += 1;
                self.request(&place, made.value, answer).await;
                turn += 1;
            }
        }
    }

    pub(super) async fn request(&mut self, place: &str, input: Value, answer: &Value) {
        let (result, seen) = self.exchange(&input, answer).await;
        match (result, seen) {
            (_, Some((id, _))) if id != self.operation.id => {
                self.report.fail(format!("`{}` {place}: the server took it for `{id}`", self.operation.id));
            }
            (_, Some((_, arrived))) => {
                let sent = request::comparable(input, self.operation);
                self.differ(place, &sent, &request::comparable(arrived, self.operation), "the server read");
            }
            (Ok(_), None) => self.report.fail(format!("`{}` {place}: it never reached the server", self.operation.id)),
            (Err(error), None) => self.report.fail(format!("`{}` {place}: {error}; sent {input}", self.operation.id)),
        }
    }

    async fn replies(&mut self, input: &Value, failures_before: usize) {
        for (key, node) in &self.described.responses {
            let (status, known) = match response::status_of(key, self.operation) {
                Ok(found) => found,
                Err(text) => {
                    self.lacks("answer", &text);
                    continue;
                }
            };
            if self.plays_examples {
                self.example_replies(key, node, (status, known)).await;
            }
            for (round, name) in ROUNDS {
                let mut n_turns = 1;
                let mut turn = 0;
                while turn < n_turns && self.report.n_failures() - failures_before < FAILURES_PER_OPERATION {
                    let made = response::output(self.description, node, (status, known, self.operation), (round, turn));
                    let place = format!("answer {key} ({name} {turn})");
                    let Some(made) = self.accept(&format!("answer {key}"), made) else {
                        break;
                    };
                    n_turns = if round == Round::Full { n_turns.max(made.n_turns) } else { 1 };
                    self.report.summary.replies += 1;
                    self.reply(&place, input, made.value, known).await;
                    turn += 1;
                }
            }
        }
    }

    pub(super) async fn reply(&mut self, place: &str, input: &Value, answer: Value, known: &Response) {
        match self.exchange(input, &answer).await.0 {
            Ok(arrived) => {
                let sent = response::comparable(answer, known);
                self.differ(place, &sent, &response::comparable(arrived, known), "the client read");
            }
            Err(error) => self.report.fail(format!("`{}` {place}: {error}; sent {answer}", self.operation.id)),
        }
    }

    /// Notes what was left out of a value, or that there is none.
    fn accept(&mut self, what: &str, made: Result<Made, super::make::Missing>) -> Option<Made> {
        match made {
            Ok(made) => {
                for text in &made.left_out {
                    self.lacks(what, text);
                }
                Some(made)
            }
            Err(missing) => {
                self.lacks(what, &missing.to_string());
                None
            }
        }
    }

    async fn exchange(&self, input: &Value, answer: &Value) -> (Result<Value, String>, Option<(&'static str, Value)>) {
        self.recorder.prepare(answer.clone());
        let call = self.client.call(self.operation.id, input.clone());
        let result = match tokio::time::timeout(EXCHANGE_LIMIT, call).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {EXCHANGE_LIMIT:?}")),
        };
        (result, self.recorder.take_seen())
    }

    fn differ(&mut self, place: &str, sent: &Value, arrived: &Value, verb: &str) {
        let (differences, n_leaves) = compare(sent, arrived);
        self.report.summary.comparisons += n_leaves;
        for it in differences {
            let id = self.operation.id;
            self.report.fail(format!("`{id}` {place} {}: sent {}, {verb} {}", it.pointer, it.sent, it.arrived));
        }
    }
}
