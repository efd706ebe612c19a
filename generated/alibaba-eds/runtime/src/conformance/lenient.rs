//! Successes that are not quite as documented: services send them, and clients read them all the same.
//!
//! No printed server can be brought to send them, so a server stands here that answers everything alike.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response as HttpResponse;
use serde_json::{Value, json};

use super::compare::compare;
use super::description::{Described, Description};
use super::drive::{EXCHANGE_LIMIT, pair};
use super::make::Round;
use super::report::Report;
use super::{Subject, request, response};
use crate::client::Dynamic;
use crate::{Method, Operation, Response, Status};

/// The answer to every request.
#[derive(Clone, Default)]
pub(super) struct Canned(Arc<Mutex<(u16, String)>>);

impl Canned {
    /// A server that gives the answer that stands here.
    pub(super) fn router(&self) -> Router {
        let canned = self.clone();
        Router::new().fallback(move || std::future::ready(canned.answer()))
    }

    fn prepare(&self, status: u16, body: String) {
        // Nothing here is left half done by a panic.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (status, body);
    }

    fn answer(&self) -> HttpResponse {
        let (status, body) = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let has_body = !body.is_empty();
        let mut response = HttpResponse::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        if has_body {
            response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        }
        response
    }
}

/// Calls every operation that documents one success; gives how many answers were read.
pub(super) async fn run(subject: Subject<'_>, client: &dyn Dynamic, canned: &Canned) -> Result<usize, String> {
    let description = Description::parse(subject.description)?;
    let mut report = Report::default();
    let mut n_read = 0;
    for (described, operation) in pair(&description, client.operations(), &mut report) {
        let Some((documented, body)) = only_success(&description, &described, operation) else {
            continue;
        };
        let made = request::input(&description, &described, operation, (Round::Required, 0));
        let Ok(input) = made.map(|it| it.value) else {
            continue;
        };
        for (status, sent) in variations(operation, documented, &body) {
            canned.prepare(status, sent.as_ref().map(Value::to_string).unwrap_or_default());
            n_read += 1;
            let call = client.call(operation.id, input.clone());
            let expected = sent.or_else(|| (!body.is_null()).then(|| json!({})));
            if let Err(fault) = judge(tokio::time::timeout(EXCHANGE_LIMIT, call).await, status, expected) {
                report.fail(format!("`{}` answered with {status} instead of {documented}: {fault}", operation.id));
            }
        }
    }
    report.finish().map(|_| n_read)
}

/// The one documented success and its smallest body (null if it has none); none, if there is not exactly one, or if it
/// is not JSON without headers.
fn only_success(
    description: &Description,
    described: &Described<'_>,
    operation: &'static Operation,
) -> Option<(u16, Value)> {
    let is_success = |it: &&Response| matches!(it.status, Status::Code(200..=299) | Status::Range(2));
    let mut successes = operation.responses.iter().filter(is_success);
    let success = successes.next().filter(|it| !it.headers.iter().any(|it| it.required))?;
    if successes.next().is_some() {
        return None;
    }
    let found = described.responses.iter().find_map(|(key, node)| {
        let (status, known) = response::status_of(key, operation).ok()?;
        (known.status == success.status).then_some((status, *node))
    });
    let (status, node) = found?;
    let made = response::output(description, node, (status, success, operation), (Round::Required, 0)).ok()?;
    match success.media {
        [] => Some((status, Value::Null)),
        ["application/json"] if operation.method != Method::Head => Some((status, made.value["body"].clone())),
        _ => None,
    }
}

/// Statuses and bodies that stand for the documented ones: other successes, and none of a body that requires nothing.
fn variations(operation: &Operation, documented: u16, body: &Value) -> Vec<(u16, Option<Value>)> {
    let is_free = |it: &u16| !operation.responses.iter().any(|known| known.status == Status::Code(*it));
    let others = [200, 202, 204].into_iter().filter(is_free);
    match body {
        Value::Null => others.map(|status| (status, None)).collect(),
        body => {
            let is_blank = body.as_object().is_some_and(serde_json::Map::is_empty);
            let with_body = others.filter(|it| *it != 204).map(|status| (status, Some(body.clone())));
            let without = [documented, 204].into_iter().filter(|_| is_blank).map(|status| (status, None));
            with_body.chain(without).collect()
        }
    }
}

fn judge<E: std::fmt::Display>(
    result: Result<Result<Value, E>, tokio::time::error::Elapsed>,
    status: u16,
    expected: Option<Value>,
) -> Result<(), String> {
    let answer = result.map_err(|_| "no answer in time".to_owned())?.map_err(|error| error.to_string())?;
    if answer["status"] != status {
        return Err(format!("the client read {}", answer["status"]));
    }
    let (differences, _) = compare(&expected.unwrap_or_default(), &answer["body"]);
    match differences.first() {
        Some(it) => Err(format!("{}: sent {}, the client read {}", it.pointer, it.sent, it.arrived)),
        None => Ok(()),
    }
}
