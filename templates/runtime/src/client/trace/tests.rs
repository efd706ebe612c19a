//! What a subscriber sees of calls.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::client::{
    Attempt, Authenticate, AuthenticationError, BoxFuture, Builder, Error, HttpRequest, HttpResponse, RetryPolicy,
    Transport, TransportError, TransportErrorKind,
};
use crate::conformance::desk::{self, Client};

type Fields = BTreeMap<String, String>;

/// A span or an event.
#[derive(Debug, Clone, Default)]
struct Seen {
    name: String,
    parent: Option<u64>,
    fields: Fields,
    closed: bool,
}

#[derive(Default)]
struct State {
    spans: Vec<Seen>,
    events: Vec<Seen>,
    entered: Vec<u64>,
}

/// Keeps all that it is told.
#[derive(Clone, Default)]
struct Capture(Arc<Mutex<State>>);

impl Capture {
    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.lock().expect("no test panics in between"))
    }

    fn spans(&self, name: &str) -> Vec<Seen> {
        self.with(|it| it.spans.iter().filter(|it| it.name == name).cloned().collect())
    }

    fn events(&self) -> Vec<Seen> {
        self.with(|it| it.events.clone())
    }
}

struct Noting<'a>(&'a mut Fields);

impl Visit for Noting<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("specwright")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.with(|state| {
            let parent = span.parent().map(Id::into_u64).or(state.entered.last().copied());
            let mut seen = Seen { name: span.metadata().name().to_owned(), parent, ..Seen::default() };
            span.record(&mut Noting(&mut seen.fields));
            state.spans.push(seen);
            Id::from_u64(state.spans.len() as u64)
        })
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.with(|state| values.record(&mut Noting(&mut state.spans[span.into_u64() as usize - 1].fields)));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.with(|state| {
            let parent = event.parent().map(Id::into_u64).or(state.entered.last().copied());
            let mut seen = Seen { name: event.metadata().level().to_string(), parent, ..Seen::default() };
            event.record(&mut Noting(&mut seen.fields));
            state.events.push(seen);
        });
    }

    fn enter(&self, span: &Id) {
        self.with(|state| state.entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        self.with(|state| assert_eq!(state.entered.pop(), Some(span.into_u64())));
    }

    fn try_close(&self, span: Id) -> bool {
        self.with(|state| state.spans[span.into_u64() as usize - 1].closed = true);
        true
    }
}

/// What is answered: a status and a body, or how it fails.
type Step = Result<(u16, &'static str), TransportErrorKind>;

/// Answers in order, then never again.
#[derive(Clone)]
struct Answers(Arc<Mutex<VecDeque<Step>>>);

impl Transport for Answers {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let step = self.0.lock().expect("no test panics in between").pop_front();
        let Some(step) = step else { return Box::pin(std::future::pending()) };
        let headers = [("Content-Type", "application/json"), ("X-Request-Id", "r\u{7}1"), ("X-Hush", "hush")];
        let result = match step {
            Ok((status, body)) => {
                Ok(HttpResponse { status, headers: headers.into_iter().collect(), body: body.as_bytes().to_vec() })
            }
            Err(kind) => Err(TransportError::new(kind, "hush")),
        };
        Box::pin(std::future::ready(result))
    }
}

fn client(steps: &[Step]) -> Client {
    let answers = Answers(Arc::new(Mutex::new(steps.iter().copied().collect())));
    let builder: Builder = Client::builder().transport(answers).parameter("project_id", "hush").jitter(|| 1.0);
    let builder = builder.endpoint("http://[::1]:81/base").credential("Bearer", "hush").credential("Key", "hush");
    Client { core: builder.build().expect("is set up well") }
}

#[track_caller]
fn check(fields: &Fields, expected: &[(&str, &str)]) {
    let expected: Fields = expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(*fields, expected);
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_and_each_attempt_another_within_it() {
    let capture = Capture::default();
    let guard = tracing::subscriber::set_default(capture.clone());
    let client = client(&[Ok((503, "hush")), Err(TransportErrorKind::Broken), Ok((200, "[]"))]);
    client.list_desktops().name("hush").await.expect("is answered in the end");
    drop(guard);
    let [call] = capture.spans("api_call").try_into().expect("there is one");
    check(
        &call.fields,
        &[
            ("otel.name", "GET /v2/{project_id}/desktops"),
            ("otel.kind", "client"),
            ("rpc.service", "Desk"),
            ("rpc.method", "listDesktops"),
            ("api.tag", "desktop"),
            ("http.request.method", "GET"),
            ("url.template", "/v2/{project_id}/desktops"),
            ("url.scheme", "http"),
            ("server.address", "::1"),
            ("server.port", "81"),
            ("http.request.resend_count", "2"),
            ("http.response.status_code", "200"),
            ("request.id", "r 1"),
        ],
    );
    let attempts = capture.spans("api_attempt");
    assert!(attempts.iter().all(|it| it.parent == Some(1)) && call.closed && attempts.iter().all(|it| it.closed));
    let [first, second, third] = attempts.try_into().expect("there are three");
    check(
        &first.fields,
        &[
            ("attempt", "1"),
            ("http.request.resend_count", "0"),
            ("http.response.status_code", "503"),
            ("request.id", "r 1"),
            ("error.type", "503"),
        ],
    );
    check(&second.fields, &[("attempt", "2"), ("http.request.resend_count", "1"), ("error.type", "broken")]);
    assert!(!third.fields.contains_key("error.type"), "{third:?}");
    let [one, other] = capture.events().try_into().expect("two attempts are repeated");
    assert_eq!((one.name.as_str(), one.parent, other.parent), ("WARN", Some(2), Some(3)));
    check(&one.fields, &[("message", "attempt is repeated"), ("retry.reason", "503"), ("retry.wait_ms", "1000")]);
    check(&other.fields, &[("message", "attempt is repeated"), ("retry.reason", "broken"), ("retry.wait_ms", "2000")]);
}

/// Finds a project, after saying that it looks for one.
struct Finding {
    is_found: bool,
}

impl Authenticate for Finding {
    fn authenticate<'a>(
        &'a self,
        _: &'a mut HttpRequest,
        _: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn parameter<'a>(
        &'a self,
        _: &'a str,
        _: Attempt<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, AuthenticationError>> {
        Box::pin(async {
            tracing::info!("looks for a project");
            self.is_found.then(|| Some("p".to_owned())).ok_or_else(|| AuthenticationError::new("nowhere"))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn looking_for_a_project_is_a_part_of_the_call() {
    for (is_found, limit, error_type) in [(true, 5, None), (false, 5, Some("authentication")), (true, 0, Some("input"))]
    {
        let answers = Answers(Arc::new(Mutex::new([Ok((200, "[]"))].into())));
        let builder = Client::builder().transport(answers).authenticator(Finding { is_found });
        let client = Client { core: builder.build().expect("is set up well") };
        let capture = Capture::default();
        let guard = tracing::subscriber::set_default(capture.clone());
        let result = client.list_desktops().limit(limit).await;
        drop(guard);
        let [call] = capture.spans("api_call").try_into().expect("there is one");
        assert_eq!((result.is_err(), call.closed), (error_type.is_some(), true));
        assert_eq!(call.fields.get("error.type").map(String::as_str), error_type);
        assert_eq!(capture.events()[0].parent, Some(1));
    }
    // What is not sent has no span.
    let builder = Client::builder().transport(Answers(Arc::default())).authenticator(Finding { is_found: true });
    let client = Client { core: builder.build().expect("is set up well") };
    let capture = Capture::default();
    let guard = tracing::subscriber::set_default(capture.clone());
    client.list_desktops().dry_run().await.expect("can be sent");
    drop(guard);
    assert!(capture.spans("api_call").is_empty());
}

#[tokio::test(start_paused = true)]
async fn failures_say_their_kind() {
    for (step, expected) in [
        (Ok((404, r#"{"error_code": "W.1", "error_msg": "hush"}"#)), "404"),
        (Ok((201, "{}")), "undecodable"),
        (Err(TransportErrorKind::ConnectTimeout), "connect_timeout"),
        (Err(TransportErrorKind::TooLong), "too_long"),
    ] {
        let capture = Capture::default();
        let guard = tracing::subscriber::set_default(capture.clone());
        let client = client(&[step]);
        client.create_desktop(desk::desktop("hush")).retry(RetryPolicy::off()).await.expect_err("fails");
        drop(guard);
        let [call] = capture.spans("api_call").try_into().expect("there is one");
        assert_eq!(call.fields.get("error.type").map(String::as_str), Some(expected));
        let [event] = capture.events().try_into().expect("there is one");
        assert_eq!((event.name.as_str(), event.parent), ("INFO", Some(1)));
        assert_eq!(event.fields.get("error.type").map(String::as_str), Some(expected));
        assert_eq!(event.fields.get("error.code").map(String::as_str), (expected == "404").then_some("W.1"));
        let all = capture.with(|it| format!("{:?} {:?}", it.spans, it.events));
        assert!(!all.contains("hush"), "{all}");
    }
}

#[tokio::test(start_paused = true)]
async fn spans_are_closed_when_time_is_up_and_when_calls_are_dropped() {
    let capture = Capture::default();
    let guard = tracing::subscriber::set_default(capture.clone());
    let client = client(&[]);
    let error = client.list_desktops().timeout(Duration::from_secs(1)).await.expect_err("nothing answers");
    assert!(matches!(error, Error::Timeout(_)));
    let dropped = tokio::time::timeout(Duration::from_secs(1), client.list_desktops().send()).await;
    assert!(dropped.is_err());
    drop(guard);
    let types = |name| capture.spans(name).into_iter().map(|it| (it.closed, it.fields.get("error.type").cloned()));
    let closed = |it: &str| (true, Some(it.to_owned()));
    assert_eq!(types("api_call").collect::<Vec<_>>(), [closed("timeout"), closed("cancelled")]);
    assert_eq!(types("api_attempt").collect::<Vec<_>>(), [closed("cancelled"), closed("cancelled")]);
}
