//! The client over the test API: answers, errors, credentials, limits, and what is never shown.

mod answers;
mod cancelling;
mod errors;
mod hostile;
mod http_settings;
mod leaks;
mod raw;
mod retry;
mod secrets;
mod sockets;
mod texts;
mod wire;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::Method;
use crate::conformance::desk::{self, CLIENT_API, Client, ListDesktopsOutput};

/// A transport that notes requests and gives one answer again and again; without an answer it never comes back.
#[derive(Clone, Default)]
struct Canned {
    answer: Option<HttpResponse>,
    seen: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Canned {
    fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, *value)).collect();
        let answer = HttpResponse { status, headers, body: body.as_bytes().to_vec() };
        Self { answer: Some(answer), seen: Arc::default() }
    }

    fn json(status: u16, body: &str) -> Self {
        Self::new(status, &[("Content-Type", "application/json")], body)
    }

    fn last(&self) -> HttpRequest {
        self.seen.lock().expect("no test panics in between").last().cloned().expect("something was sent")
    }

    fn n_sent(&self) -> usize {
        self.seen.lock().expect("no test panics in between").len()
    }
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.seen.lock().expect("no test panics in between").push(request);
        match self.answer.clone() {
            Some(answer) => Box::pin(std::future::ready(Ok(answer))),
            None => Box::pin(std::future::pending()),
        }
    }
}

/// A client that sends each request once.
fn client(transport: &Canned, set: impl FnOnce(Builder) -> Builder) -> Client {
    let builder = Client::builder().transport(transport.clone()).parameter("project_id", "p 1");
    let builder = builder.retry(RetryPolicy::off());
    Client { core: set(builder).build().expect("is set up well") }
}

fn plain(transport: &Canned) -> Client {
    client(transport, |it| it)
}

#[tokio::test]
async fn sends_what_was_set() {
    let canned = Canned::json(200, "[]");
    let client = client(&canned, |it| it.variable("region", "south").header("X-Extra", "1").user_agent("me/2"));
    let desktops = client.list_desktops().limit(5).name("ä/b").header("X-Extra", "2").await.expect("is answered");
    assert_eq!(desktops, []);
    let sent = canned.last();
    assert_eq!(sent.method, Method::Get);
    assert_eq!(sent.url(), "https://desk.south.example.org/v2/p%201/desktops?limit=5&name=%C3%A4%2Fb");
    assert_eq!(
        sent.headers.iter().collect::<Vec<_>>(),
        [("User-Agent", "me/2"), ("Accept", "application/json"), ("X-Extra", "2")]
    );
    assert!(sent.body.is_empty());
}

#[tokio::test]
async fn sends_bodies_with_their_type() {
    let canned = Canned::new(
        201,
        &[("Content-Type", "application/json"), ("location", "/d/1")],
        r#"{"name": "a", "note": null}"#,
    );
    let client = client(&canned, |it| it.endpoint("http://127.0.0.1:9/base/"));
    let created = client.create_desktop(desk::desktop("a")).await.expect("is made");
    assert_eq!((created.body.name.as_str(), created.headers.location.as_str()), ("a", "/d/1"));
    let sent = canned.last();
    assert_eq!(sent.url(), "http://127.0.0.1:9/base/v2/p%201/desktops");
    assert_eq!(sent.headers.get("content-type"), Some("application/json"));
    assert_eq!(String::from_utf8_lossy(&sent.body), r#"{"name":"a","note":null}"#);
}

#[tokio::test]
async fn a_call_overrides_parameters_of_the_client() {
    let canned = Canned::json(200, "[]");
    plain(&canned).list_desktops().project_id("other").await.expect("is answered");
    assert_eq!(canned.last().path, "/v2/other/desktops");
}

#[tokio::test]
async fn typed_answers_come_with_status_and_headers() {
    let canned = Canned::new(
        418,
        &[("content-type", "application/json"), ("X-A", "b")],
        r#"{"error_code": "T", "error_msg": "no"}"#,
    );
    let answer = plain(&canned).list_desktops().respond().await.expect("is documented");
    assert_eq!((answer.status, answer.headers.get("x-a")), (418, Some("b")));
    assert!(matches!(answer.value, ListDesktopsOutput::Default(418, error) if error.code == "T"));
}
#[tokio::test]
async fn inputs_are_checked_before_they_are_sent() {
    let canned = Canned::json(200, "[]");
    let error = plain(&canned).list_desktops().limit(0).name(&"x".repeat(65)).await.expect_err("is refused");
    let Error::Input(InputError::Violations(violations)) = &error else { panic!("{error:?}") };
    let pointers: Vec<_> = violations.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(pointers, ["/query.limit", "/query.name"]);
    assert_eq!(canned.n_sent(), 0);
    client(&canned, Builder::unchecked).list_desktops().limit(0).await.expect("is sent");
    assert_eq!(canned.last().query, "limit=0");
}

#[tokio::test]
async fn a_missing_parameter_of_the_client_is_noticed() {
    let canned = Canned::json(200, "[]");
    let core = Client::builder().transport(canned.clone()).build().expect("is set up well");
    let error = Client { core }.list_desktops().await.expect_err("there is no project");
    assert!(error.to_string().contains("/path.project_id"), "{error}");
    assert_eq!(canned.n_sent(), 0);
}

#[tokio::test]
async fn refuses_what_would_arrive_as_something_else() {
    let canned = Canned::json(200, "[]");
    for project in ["..", ".", "%2e%2E/.."] {
        let result = plain(&canned).list_desktops().project_id(project).await;
        match project.contains('/') {
            // Encoded once more, it is an ordinary name.
            true => drop(result.expect("is sent")),
            false => assert!(matches!(result, Err(Error::Input(_))), "{project}"),
        }
    }
    let error = plain(&canned).list_desktops().header("X-A", "secret\r\nX-B: 1").await.expect_err("is refused");
    assert!(
        matches!(&error, Error::Input(InputError::Unsendable(text)) if text.contains("X-A") && !text.contains("secret"))
    );
    assert_eq!(canned.n_sent(), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_end_in_time() {
    let client = client(&Canned::default(), |it| it.timeout(Duration::from_secs(30)));
    let started = tokio::time::Instant::now();
    let error = client.list_desktops().await.expect_err("nothing answers");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Operation && it.limit.as_secs() == 30));
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(started.elapsed().as_secs(), 30);
    let error = client.list_desktops().timeout(Duration::from_secs(2)).await.expect_err("nothing answers");
    assert_eq!(error.to_string(), "no answer within 2s, the operation timeout");
    assert_eq!(started.elapsed().as_secs(), 32);
}

#[tokio::test]
async fn responses_have_a_largest_size() {
    let canned = Canned::json(200, &format!("[{}]", " ".repeat(100)));
    client(&canned, |it| it.max_response(102)).list_desktops().await.expect("is short enough");
    let error = client(&canned, |it| it.max_response(101)).list_desktops().await.expect_err("is too long");
    assert!(
        matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::TooLong) && !error.is_retryable()
    );
    let router = axum::Router::new().fallback(|| async { "x".repeat(1000) });
    let in_process = Client::builder().transport(InProcess::new(router)).parameter("project_id", "p").max_response(999);
    let error =
        Client { core: in_process.build().expect("is set up well") }.list_desktops().await.expect_err("is too long");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::TooLong));
}

#[test]
fn all_faults_of_the_settings_are_named() {
    let builder =
        Client::builder().endpoint("ftp://x").variable("zone", "1").credential("Nope", "s").header("a b", "c");
    let Err(Error::Configuration(configuration)) = builder.build() else { panic!("is set up badly") };
    let text = configuration.faults.join("\n");
    for word in ["neither `http`", "variable `zone`", "scheme `Nope`", "header `a b`"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[tokio::test]
async fn dynamic_calls_name_what_they_do_not_know() {
    let client = plain(&Canned::json(200, "[]"));
    let error = client.call("nope", serde_json::json!({})).await.expect_err("does not exist");
    assert_eq!(error.to_string(), "there is no operation `nope`");
    let error = client.call("startDesktop", serde_json::json!({"path.id": 5})).await.expect_err("does not fit");
    assert!(error.to_string().starts_with("this is no input of `startDesktop`"), "{error}");
}
