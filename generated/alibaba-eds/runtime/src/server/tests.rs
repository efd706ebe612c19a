//! The server over the test API: every way a request can go wrong, and what the caller learns.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use serde_json::{Value, json};
use tower_service::Service as _;

use super::*;
use crate::conformance::desk::{
    self, CreateDesktopInput, CreateDesktopOutput, CreatedHeaders, DesktopApi, Error, ListDesktopsInput, ListDesktopsOutput,
    StartDesktopInput, StartDesktopOutput,
};
use crate::{Input as _, Operation};

/// A server that answers what the name of the desktop tells it to.
#[derive(Default)]
struct Desk {
    seen: Arc<Mutex<Vec<String>>>,
}

impl DesktopApi for Desk {
    async fn list_desktops(&self, context: Context, input: ListDesktopsInput) -> Result<ListDesktopsOutput, Failure> {
        self.seen.lock().expect("no test panics in between").push(format!("{context:?} {input:?}"));
        match input.name.as_deref() {
            Some("panic") => panic!("hidden text"),
            Some("fail") => Err(Failure::new(409, "Desk.Busy", "busy").detail("more").header("Retry-After", "5")),
            Some("wrong status") => Ok(ListDesktopsOutput::Default(200, Error { code: String::new(), message: String::new() })),
            Some("wrong header") => Err(Failure::not_found("x").header("a b", "c")),
            _ => Ok(ListDesktopsOutput::Ok(vec![desk::desktop("one")])),
        }
    }

    async fn create_desktop(&self, _: Context, input: CreateDesktopInput) -> Result<CreateDesktopOutput, Failure> {
        let headers = CreatedHeaders { location: "/d/1".to_owned(), left: None };
        Ok(CreateDesktopOutput::Created(Box::new(crate::Reply { body: input.body, headers })))
    }

    fn start_desktop(
        &self,
        context: Context,
        input: StartDesktopInput,
    ) -> impl Future<Output = Result<StartDesktopOutput, Failure>> + Send {
        // The part before the future may panic as well.
        assert_ne!(input.id, "panic", "hidden text");
        let done = input.id == "d";
        let context = if done { None } else { Some(context) };
        async move {
            match context {
                None => Ok(StartDesktopOutput::Done),
                Some(context) => not_implemented(context, input).await,
            }
        }
    }
}

/// What came back.
struct Got {
    status: u16,
    headers: axum::http::HeaderMap,
    body: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|it| it.to_str().expect("is text"))
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("is JSON")
    }

    fn message(&self) -> String {
        self.json()["error_msg"].as_str().expect("has a message").to_owned()
    }
}

async fn ask(router: Router, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Got {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).expect("is a request");
    let mut router = router;
    let Ok(response) = router.call(request).await;
    let (head, body) = response.into_parts();
    let body = super::body::read(body, usize::MAX).await.expect("is whole");
    Got { status: head.status.as_u16(), headers: head.headers, body }
}

async fn get(target: &str) -> Got {
    ask(desk(Options::new()), "GET", target, &[], "").await
}

fn desk(options: Options) -> Router {
    desk::router_of(Desk::default(), options)
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[tokio::test]
async fn answers_have_type_length_and_request_id() {
    let got = get("/v2/p/desktops?limit=3").await;
    assert_eq!((got.status, got.header("content-type")), (200, Some("application/json")));
    assert_eq!(got.json(), json!([{"name": "one", "note": null}]));
    assert_eq!(got.header("content-length"), Some(got.body.len().to_string().as_str()));
    assert_eq!(got.header("x-request-id").map(str::len), Some(32));
}

#[tokio::test]
async fn an_answer_without_body_has_no_length() {
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/d:start", &[], "").await;
    assert_eq!((got.status, got.body.len()), (204, 0));
    assert_eq!((got.header("content-type"), got.header("content-length")), (None, None));
}

#[tokio::test]
async fn an_answer_without_body_has_no_length_on_the_wire() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let server = tokio::spawn(async move { axum::serve(listener, desk(Options::new())).await });
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("is served");
    let request = b"POST /v2/p/desktops/d:start HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    socket.write_all(request).await.expect("is taken");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("is text");
    assert!(answer.starts_with("HTTP/1.1 204 No Content\r\n"), "{answer}");
    assert!(!answer.contains("content-length") && !answer.contains("transfer-encoding"), "{answer}");
    server.abort();
}

#[tokio::test]
async fn head_has_headers_only() {
    struct Probe;
    impl Handle for Probe {
        fn handle(&self, _: &'static Operation, _: Context, _: Value) -> BoxFuture<'_, Result<Value, Failure>> {
            Box::pin(std::future::ready(Ok(json!({"status": 200}))))
        }
    }
    let router = desk::forwarding(Probe, Options::new());
    let got = ask(router.clone(), "HEAD", "/v2/p/desktops", &[], "").await;
    assert_eq!((got.status, got.body.len(), got.header("content-length")), (200, 0, None));
    let failed = ask(router.clone(), "HEAD", "/nowhere", &[], "").await;
    assert_eq!((failed.status, failed.body.len()), (404, 0));
    assert!(failed.header("content-length").is_some_and(|it| it != "0"));
    let page = ask(router, "HEAD", "/docs/openapi.yaml", &[], "").await;
    assert_eq!(page.header("content-length"), Some(desk::DESCRIPTION.len().to_string().as_str()));
}

#[tokio::test]
async fn unknown_paths_and_methods_fail_in_the_shape_of_the_api() {
    let got = get("/nowhere?secret=1").await;
    assert_eq!(got.status, 404);
    let body = got.json();
    assert_eq!((&body["error_code"], &body["error_msg"]), (&json!("NotFound"), &json!("there is nothing at `/nowhere`")));
    assert_eq!(body["request_id"].as_str(), got.header("x-request-id"));
    let got = ask(desk(Options::new()), "PUT", "/v2/p/desktops", &[], "").await;
    assert_eq!((got.status, got.header("allow")), (405, Some("GET, POST")));
    let got = ask(desk(Options::new()), "HEAD", "/v2/p/desktops", &[], "").await;
    assert_eq!(got.status, 405);
    let got = get("/v2/p/desktops/").await;
    assert_eq!(got.status, 404);
}

#[tokio::test]
async fn rpc_operations_are_told_apart() {
    struct Name;
    impl Handle for Name {
        fn handle(&self, operation: &'static Operation, _: Context, _: Value) -> BoxFuture<'_, Result<Value, Failure>> {
            Box::pin(std::future::ready(Ok(json!({"status": 200, "body": {"Name": operation.id}}))))
        }
    }
    let router = desk::forwarding(Name, Options::new());
    for (action, expected) in [("Pick", json!({"Name": "pick"})), ("Drop", json!({"Name": "drop"}))] {
        let got = ask(router.clone(), "POST", "/", &[("X-ACTION", action)], "").await;
        assert_eq!(got.json(), expected);
    }
    let got = ask(router.clone(), "POST", "/", &[("x-action", "Other")], "").await;
    assert_eq!(got.status, 404);
    let got = ask(router, "GET", "/", &[("x-action", "Pick")], "").await;
    assert_eq!((got.status, got.header("allow")), (405, Some("POST")));
}

#[tokio::test]
async fn every_fault_of_a_request_is_named() {
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops", &[JSON], r#"{"name": 5}"#).await;
    assert_eq!((got.status, got.json()["error_code"].clone()), (400, json!("InvalidRequest")));
    assert!(got.message().contains("`/body/name`"), "{}", got.message());
    let got = get("/v2/p/desktops?limit=x&name=a").await;
    assert!(got.status == 400 && got.message().contains("`/query.limit`"), "{}", got.message());
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops", &[JSON], "").await;
    assert!(got.status == 400 && got.message().contains("`/body`"), "{}", got.message());
}

#[tokio::test]
async fn limits_of_the_description_hold_unless_turned_off() {
    let target = format!("/v2/p/desktops?limit=0&name={}", "x".repeat(65));
    let got = get(&target).await;
    let message = got.message();
    assert!(got.status == 400 && message.contains("`/query.limit`") && message.contains("`/query.name`"), "{message}");
    let unchecked = desk(Options::new().validation(Validation::Off));
    assert_eq!(ask(unchecked, "GET", &target, &[], "").await.status, 200);
    let body = r#"{"name": "a", "note": null, "disks": ["1", "2", "3", "4"], "limit": -1}"#;
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops", &[JSON], body).await;
    let message = got.message();
    assert!(message.contains("`/body/limit`") && message.contains("`/body/disks`"), "{message}");
}

#[tokio::test]
async fn bodies_have_a_largest_size() {
    let body = r#"{"name": "a", "note": null}"#;
    for (limit, status) in [(body.len(), 201), (body.len() - 1, 413)] {
        let router = desk(Options::new().body_limit(limit));
        let got = ask(router, "POST", "/v2/p/desktops", &[JSON], body).await;
        assert_eq!(got.status, status);
    }
    // What is announced is believed before anything is read.
    let router = desk(Options::new().body_limit(10));
    let got = ask(router, "POST", "/v2/p/desktops", &[JSON, ("Content-Length", "11")], "").await;
    assert_eq!((got.status, got.json()["error_code"].clone()), (413, json!("PayloadTooLarge")));
}

#[tokio::test]
async fn bodies_of_other_types_are_refused() {
    let body = r#"{"name": "a", "note": null}"#;
    let post = |media: Option<&'static str>| {
        let headers: Vec<_> = media.map(|it| ("Content-Type", it)).into_iter().collect();
        async move { ask(desk(Options::new()), "POST", "/v2/p/desktops", &headers, body).await.status }
    };
    assert_eq!(post(Some("text/plain")).await, 415);
    assert_eq!(post(Some("application/json; charset=utf-8")).await, 201);
    assert_eq!(post(Some("application/merge-patch+json")).await, 201);
    assert_eq!(post(None).await, 201);
    // Clients of cloud services send a type with every request.
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/d:start", &[("Content-Type", "text/plain")], "").await;
    assert_eq!(got.status, 204);
}

#[tokio::test]
async fn failures_of_handlers_look_like_errors_of_the_api() {
    let got = get("/v2/p/desktops?name=fail").await;
    assert_eq!((got.status, got.header("retry-after")), (409, Some("5")));
    let body = got.json();
    assert_eq!((&body["error_code"], &body["error_msg"], &body["error_detail"]), (&json!("Desk.Busy"), &json!("busy"), &json!("more")));
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/other:start", &[], "").await;
    assert_eq!((got.status, got.message().as_str()), (501, "`startDesktop` is not implemented"));
}

#[tokio::test]
async fn faults_of_handlers_are_the_servers_fault() {
    for name in ["panic", "wrong%20status", "wrong%20header"] {
        let got = get(&format!("/v2/p/desktops?name={name}")).await;
        assert_eq!((got.status, got.json()["error_code"].clone()), (500, json!("InternalError")), "{name}");
        assert!(!got.message().contains("hidden"), "{}", got.message());
    }
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/panic:start", &[], "").await;
    assert_eq!(got.status, 500);
}

/// A guard that notes what it sees and knows one key.
struct KeyGuard {
    seen: Arc<Mutex<Vec<String>>>,
}

impl Guard for KeyGuard {
    fn check<'a>(&'a self, context: &'a mut Context, body: &'a [u8]) -> BoxFuture<'a, Result<(), Failure>> {
        let seen = format!("{} {} {}", context.operation().id, context.uri(), body.len());
        self.seen.lock().expect("no test panics in between").push(seen);
        let is_known = context.headers().get("x-key").is_some_and(|it| it == "k");
        context.extensions_mut().insert("caller");
        Box::pin(std::future::ready(if is_known { Ok(()) } else { Err(Failure::unauthorized("no key")) }))
    }
}

#[tokio::test]
async fn the_guard_sees_the_request_as_it_was_sent() {
    let seen = Arc::default();
    let router = desk(Options::new().guard(KeyGuard { seen: Arc::clone(&seen) }));
    let nested = Router::new().nest("/base", router);
    let got = ask(nested.clone(), "GET", "/base/v2/p%2F1/desktops?limit=x", &[], "").await;
    // It is asked before anything is decoded.
    assert_eq!((got.status, got.message().as_str()), (401, "no key"));
    let got = ask(nested, "POST", "/base/v2/p/desktops", &[JSON, ("X-Key", "k")], r#"{"name": "a", "note": null}"#).await;
    assert_eq!(got.status, 201);
    let seen = seen.lock().expect("no test panics in between");
    assert_eq!(*seen, ["listDesktops /base/v2/p%2F1/desktops?limit=x 0", "createDesktop /base/v2/p/desktops 27"]);
}

#[tokio::test]
async fn handlers_get_decoded_inputs() {
    let seen = Arc::default();
    let router = desk::router_of(Desk { seen: Arc::clone(&seen) }, Options::new());
    let headers = [("x-trace", "t"), ("cookie", "a=b; seat=5")];
    ask(router, "GET", "/v2/p%2F1/desktops?status=ACTIVE&status=NEW&name=%C3%A4", &headers, "").await;
    let seen = seen.lock().expect("no test panics in between").join("");
    for word in ["p/1", "ACTIVE", "NEW", "ä", "header.X-Trace", "cookie.seat", "request_id"] {
        assert!(seen.contains(word), "{word} is not in {seen}");
    }
}

#[tokio::test]
async fn the_server_shows_its_description_when_asked() {
    struct Silent;
    impl Handle for Silent {
        fn handle(&self, _: &'static Operation, _: Context, _: Value) -> BoxFuture<'_, Result<Value, Failure>> {
            Box::pin(std::future::ready(Err(Failure::internal("is not called"))))
        }
    }
    let guarded = Options::new().guard(KeyGuard { seen: Arc::default() });
    let router = desk::forwarding(Silent, guarded);
    let got = ask(router.clone(), "GET", "/docs/openapi.yaml", &[], "").await;
    assert_eq!((got.status, got.header("content-type"), got.body.as_slice()), (200, Some("application/yaml"), desk::DESCRIPTION.as_bytes()));
    let got = ask(router.clone(), "GET", "/docs/", &[], "").await;
    let page = String::from_utf8(got.body).expect("is text");
    assert!(page.contains("Desk &lt;1&gt;") && !page.contains("<1>"), "{page}");
    assert!(page.contains("<td>startDesktop<td><code>POST /v2/{project_id}/desktops/{id}:start</code>"), "{page}");
    assert_eq!(ask(router.clone(), "POST", "/docs/", &[], "").await.status, 404);
    assert_eq!(ask(router, "GET", "/docs", &[], "").await.status, 404);
    assert_eq!(get("/docs/").await.status, 404);
}

#[test]
fn nothing_that_is_shown_holds_a_query() {
    let parts = Request::builder().uri("/p?token=hush").header("authorization", "hush").body(()).expect("is a request");
    let (head, ()) = parts.into_parts();
    let context =
        Context::new(ListDesktopsInput::OPERATION, (head.method, head.uri, head.headers, head.extensions), "r".to_owned());
    assert!(!format!("{context:?}").contains("hush"));
}
