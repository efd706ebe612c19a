//! The server over the test API: every way a request can go wrong, and what the caller learns.

mod faults;
mod surroundings;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use serde_json::{Value, json};
use tower_service::Service as _;

use super::*;
use crate::conformance::desk::{
    self, CreateDesktopInput, CreateDesktopOutput, CreatedHeaders, DesktopApi, Error, ListDesktopsInput,
    ListDesktopsOutput, StartDesktopInput, StartDesktopOutput,
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
            Some("wrong status") => {
                Ok(ListDesktopsOutput::Default(200, Error { code: String::new(), message: String::new() }))
            }
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
    assert_eq!(
        (&body["error_code"], &body["error_msg"]),
        (&json!("NotFound"), &json!("there is nothing at `/nowhere`"))
    );
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
