//! The conformance run over the test API: it passes, and it finds what is broken on purpose.

use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;

use super::desk::{self, Client};
use super::{Recorder, Subject, Summary, run, run_with};
use crate::Operation;
use crate::client::{Dynamic, InProcess, RetryPolicy};
use crate::server::{BoxFuture, Context, Failure, Handle, Options, Validation};

fn over_sockets(address: String) -> Box<dyn Dynamic> {
    let core = Client::builder().endpoint(address).retry(RetryPolicy::off()).build().expect("is set up well");
    Box::new(Client { core })
}

fn server(recorder: Recorder) -> Router {
    desk::forwarding(recorder, Options::new())
}

#[track_caller]
fn check_passed(summary: &Summary) {
    assert_eq!(summary.operations, 7);
    assert!(summary.requests > 30 && summary.replies > 40 && summary.comparisons > 400, "{summary}");
    assert_eq!(summary.skipped, Vec::<String>::new());
}

#[test]
fn passes_over_sockets() {
    let summary = run(desk::DESCRIPTION, &over_sockets, &server).unwrap_or_else(|failures| panic!("{failures}"));
    check_passed(&summary);
    assert_eq!(summary.lenient, 7, "{summary}");
}

#[tokio::test]
async fn passes_without_sockets_and_without_checks() {
    let recorder = Recorder::new();
    let router = desk::forwarding(recorder.clone(), Options::new().validation(Validation::Off));
    let builder = Client::builder().transport(InProcess::new(router)).unchecked().retry(RetryPolicy::off());
    let core = builder.build().expect("is set up well");
    let result = run_with(desk::DESCRIPTION, &Client { core }, &recorder).await;
    check_passed(&result.unwrap_or_else(|failures| panic!("{failures}")));
}

/// What the run says about a server that is the test server behind `spoil`.
async fn failures_behind<F>(spoil: fn(Request, Next) -> F) -> String
where
    F: Future<Output = Response> + Send + 'static,
{
    let recorder = Recorder::new();
    let router = server(recorder.clone()).layer(axum::middleware::from_fn(spoil));
    run_with(desk::DESCRIPTION, &Client::of(router), &recorder).await.expect_err("the server is broken")
}

#[tokio::test]
async fn finds_a_lost_query() {
    async fn without_query(mut request: Request, next: Next) -> Response {
        *request.uri_mut() = request.uri().path().parse().expect("is a path");
        next.run(request).await
    }
    let failures = failures_behind(without_query).await;
    let expected = "`listDesktops` request (full 0) /query.limit: sent";
    assert!(failures.contains(expected) && failures.contains(", the server read nothing"), "{failures}");
}

#[tokio::test]
async fn finds_a_changed_status() {
    async fn always_accepted(request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        *response.status_mut() = axum::http::StatusCode::ACCEPTED;
        response
    }
    let failures = failures_behind(always_accepted).await;
    // Clients take it for the success that is documented, and tell which one came.
    let expected = "`startDesktop` answer 204 (required 0) /status: sent 204, the client read 202";
    assert!(failures.contains(expected), "{failures}");
    let expected = "`listDesktops` answer 400 (required 0): the answer 202 of `listDesktops` cannot be read";
    assert!(failures.contains(expected), "{failures}");
}

#[tokio::test]
async fn finds_a_lost_header() {
    async fn without_left(request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        response.headers_mut().remove("x-left");
        response
    }
    let failures = failures_behind(without_left).await;
    assert!(failures.contains("`createDesktop` answer 201 (full 0) /headers/X-Left: sent"), "{failures}");
}

/// Stands before the recorder and gets one field of one input wrong.
struct Forgetful(Recorder);

impl Handle for Forgetful {
    fn handle(
        &self,
        operation: &'static Operation,
        context: Context,
        mut input: Value,
    ) -> BoxFuture<'_, Result<Value, Failure>> {
        if let Some(disk) = input.pointer_mut("/body/disks/1") {
            *disk = "another".into();
        }
        self.0.handle(operation, context, input)
    }
}

#[tokio::test]
async fn finds_a_wrong_field() {
    let recorder = Recorder::new();
    let client = Client::of(desk::forwarding(Forgetful(recorder.clone()), Options::new()));
    let failures = run_with(desk::DESCRIPTION, &client, &recorder).await.expect_err("the server is broken");
    let line = failures.lines().nth(1).expect("there is a failure");
    assert!(line.starts_with("`createDesktop` request (full 0) /body/disks/1: sent \"text-"), "{line}");
    assert!(line.ends_with(", the server read \"another\""), "{line}");
    assert!(failures.lines().skip(1).all(|it| it.contains("/body/disks/1")), "{failures}");
}

#[tokio::test]
async fn finds_what_only_one_side_has() {
    let description = desk::DESCRIPTION
        .replace("operationId: drop", "operationId: dropAll")
        .replace("name: seat,", "name: chair,")
        .replace("        '404': { $ref: '#/components/responses/Error' }", "        '409': { description: x }")
        .replace("/files/{name}.{kind}", "/file/{name}.{kind}");
    let recorder = Recorder::new();
    let client = Client::of(server(recorder.clone()));
    let failures = run_with(&description, &client, &recorder).await.expect_err("the description is another");
    for expected in [
        "`POST /` is not in the client",
        "`drop` is in the client, but not",
        "`putFile` is `PUT /file/{name}.{kind}` in the description and `PUT /files/{name}.{kind}` in the client",
        "`listDesktops` request: the client does not know the parameter `cookie.chair`",
        "`startDesktop` answer: the client does not know the answer `409`",
    ] {
        assert!(failures.contains(expected), "{expected}\n{failures}");
    }
}

#[tokio::test]
async fn names_what_it_skips() {
    let description = desk::DESCRIPTION.replace("^[a-z]{3}$", r"^([a-z])\1[a-z]$");
    let recorder = Recorder::new();
    let client = Client::of(server(recorder.clone()));
    let summary = run_with(&description, &client, &recorder).await.expect("nothing is wrong");
    let reason = r"`putFile` request: /path.kind: no text is known for the pattern `^([a-z])\1[a-z]$`";
    assert_eq!(summary.skipped, [reason]);
}

#[tokio::test]
async fn plays_examples() {
    let with = |example: &str| {
        let body = "content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }";
        let described = body.replace("' } } }", &format!("' }}, examples: {{ one: {{ value: {example} }} }} }} }}"));
        desk::DESCRIPTION.replace(body, &described)
    };
    let recorder = Recorder::new();
    let client = Client::of(server(recorder.clone()));
    let sound = with("{ Name: a }");
    let summary = run_with(Subject::of(&sound).with_examples(), &client, &recorder).await.expect("nothing is wrong");
    assert_eq!(summary.examples, 1);
    assert_eq!(run_with(&sound, &client, &recorder).await.expect("nothing is wrong").examples, 0);
    let broken = with("{ Name: 3 }");
    let failures = run_with(Subject::of(&broken).with_examples(), &client, &recorder).await.expect_err("no text");
    assert!(failures.contains("`pick` answer 200 (one): `pick` answered 500"), "{failures}");
}
