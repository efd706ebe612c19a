//! What stands around the operations: the guard, the pages, what handlers learn.

use super::*;

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
    let got =
        ask(nested, "POST", "/base/v2/p/desktops", &[JSON, ("X-Key", "k")], r#"{"name": "a", "note": null}"#).await;
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
    assert_eq!(
        (got.status, got.header("content-type"), got.body.as_slice()),
        (200, Some("application/yaml"), desk::DESCRIPTION.as_bytes())
    );
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
    let context = Context::new(
        ListDesktopsInput::OPERATION,
        (head.method, head.uri, head.headers, head.extensions),
        "r".to_owned(),
    );
    assert!(!format!("{context:?}").contains("hush"));
}
