//! What the texts of requests show, what they hide, and that running them sends the same.

use std::io::Write as _;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use axum::body::to_bytes;
use axum::extract::Request;

use crate::client::{BoxFuture, Builder, HttpRequest, HttpResponse, Transport, TransportError};
use crate::conformance::desk::{self, Client};
use crate::{Method, RequestParts};

/// Nothing is sent.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::pending())
    }
}

fn client(set: impl FnOnce(Builder) -> Builder) -> Client {
    let builder = Client::builder().transport(Nowhere).parameter("project_id", "p");
    Client { core: set(builder).build().expect("is set up well") }
}

fn with_password(password: &str) -> desk::Desktop {
    let inner = desk::Desktop { password: Some(password.to_owned()), ..desk::desktop("inner") };
    let tags = [("apiToken", password), ("colour", "it's {blue}")];
    desk::Desktop {
        password: Some(password.to_owned()),
        parent: Some(Box::new(inner)),
        tags: Some(tags.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()),
        ..desk::desktop("outer")
    }
}

#[tokio::test]
async fn secrets_are_seen_only_where_they_are_asked_for() {
    let client = client(|it| it.credential("QueryKey", "hush").credential("CookieKey", "hush"));
    let call = client.create_desktop(with_password("hush")).header("X-Content-Sha256", "of-hush");
    let request = call.dry_run().await.expect("can be sent");
    let masked = [request.to_curl(), request.to_http_file(), format!("{request:?} {:?}", request.reveal_secrets())];
    for shown in &masked {
        assert!(!shown.contains("hush"), "{shown}");
        assert!(shown.contains("access%20key=***"), "{shown}");
    }
    let body =
        r#"{"name":"outer","password":"***","note":null,"parent":{"name":"inner","password":"***","note":null},"#;
    assert!(masked[0].contains(body) && masked[1].contains(body), "{masked:?}");
    assert!(masked[1].contains(r#""tags":{"apiToken":"***","colour":"it's {blue}"}}"#), "{}", masked[1]);
    for shown in [request.reveal_secrets().to_curl(), request.reveal_secrets().to_http_file()] {
        assert_eq!(shown.matches("hush").count(), 6, "{shown}");
        assert!(!shown.contains("***"), "{shown}");
    }
}

#[test]
fn names_tell_of_secrets_in_bodies_that_are_not_known() {
    let mut request = HttpRequest::new(Method::Post, "https", "h", "/");
    for (media, body, expected) in [
        ("application/json", r#"{"name": "a", "adminPassword": "hush"}"#, r#"{"name": "a", "adminPassword": "***"}"#),
        ("application/x-www-form-urlencoded", "a=b&admin%5Fpassword=hush&c", "a=b&admin%5Fpassword=***&c"),
    ] {
        request.headers.set("Content-Type", media);
        request.headers.set("X-Content-Sha256", "of hush");
        request.body = body.as_bytes().to_vec();
        for shown in [request.to_curl(), request.to_http_file(), format!("{request:?}")] {
            assert!(!shown.contains("hush"), "{shown}");
        }
        assert!(request.to_curl().contains(expected) && request.reveal_secrets().to_curl().contains(body));
    }
}

#[test]
fn secrets_of_parameters_are_learned_from_the_masked_request() {
    let mut request = HttpRequest::new(Method::Get, "https", "h", "/base/keys/hush/x");
    request.query = "pin.1=hush&pin.2=hush2&plain=1".to_owned();
    request.headers.push("X-Pin", "hush");
    request.headers.push("X-Plain", "1");
    let headers = [("X-Pin", "***"), ("X-Plain", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    request.learn_secrets(
        "/base",
        &RequestParts {
            method: Method::Get,
            path: "/keys/%2A%2A%2A/x".to_owned(),
            query: "pin.1=%2A%2A%2A&pin.2=%2A%2A%2A&plain=1".to_owned(),
            headers: headers.to_vec(),
            content_type: None,
            body: Vec::new(),
        },
    );
    // As signatures leave it: in another order, encoded in another way.
    request.query = "pin%2E2=hush2&pin.1=hush&plain=1".to_owned();
    for shown in [request.to_curl(), request.to_http_file(), format!("{request:?}")] {
        assert!(!shown.contains("hush"), "{shown}");
        assert!(shown.contains("/base/keys/***/x") && shown.contains("pin%2E2=***&pin.1=***&plain=1"), "{shown}");
    }
}

#[tokio::test]
async fn a_body_that_was_changed_afterwards_is_not_shown() {
    let mut request = client(|it| it).create_desktop(with_password("hush")).dry_run().await.expect("can be sent");
    request.body = b"password=hush".to_vec();
    assert!(request.to_curl().contains("--data-raw '***'"), "{}", request.to_curl());
}

#[tokio::test]
async fn http_files_have_one_request() {
    let request = client(|it| it).list_desktops().limit(5).dry_run().await.expect("can be sent");
    assert_eq!(
        request.to_http_file(),
        "###\nGET https://desk.north.example.org/v2/p/desktops?limit=5 HTTP/1.1\n\
         User-Agent: desk/1\nAccept: application/json\n"
    );
    let mut request = HttpRequest::new(Method::Post, "http", "h", "/");
    request.headers.push("X-A", "{{token}}");
    for body in ["a\n### b", "< /etc/passwd", "{{x}}", "a\0", "> {% script %}"] {
        request.body = body.as_bytes().to_vec();
        let file = request.to_http_file();
        assert!(file.starts_with("###\n# The value of header X-A") && file.contains("# The body ("), "{file}");
        assert!(!file.contains(body), "{file}");
    }
}

/// What came in: method, target, headers without those of the connection, body.
#[derive(Debug, Clone, PartialEq)]
struct Arrived(String, String, Vec<(String, Vec<u8>)>, Vec<u8>);

async fn arrived(request: Request) -> Arrived {
    let (head, body) = request.into_parts();
    let mut headers: Vec<(String, Vec<u8>)> =
        head.headers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    headers.sort();
    let body = to_bytes(body, usize::MAX).await.expect("arrives whole").to_vec();
    Arrived(head.method.to_string(), head.uri.to_string(), headers, body)
}

/// Requests that are hard to quote.
fn hard_requests(host: &str) -> Vec<HttpRequest> {
    let mut requests = Vec::new();
    let mut add = |method, target: &str, headers: &[(&str, &str)], body: &[u8]| {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = HttpRequest::new(method, "http", host, path);
        request.query = query.to_owned();
        for (name, value) in headers {
            request.headers.push(*name, *value);
        }
        request.headers.set("User-Agent", "a'b\"c$HOME `id` \\");
        request.headers.set("Accept", "*/*");
        request.body = body.to_vec();
        requests.push(request);
    };
    let json = ("Content-Type", "application/json");
    add(Method::Get, "/a%20b'c?x=[1-3]&y={a,b}", &[("X-Empty", ""), ("X-Twice", "1"), ("X-Twice", "2")], b"");
    add(Method::Delete, "/d", &[], b"");
    add(Method::Post, "/empty", &[], b"");
    add(Method::Head, "/h", &[], b"");
    add(Method::Post, "/json", &[json], "{\"a\":\"it's $(id) `id` \\\\ ! ü\"}\n\t%s %% -x".as_bytes());
    add(Method::Put, "/at", &[json], b"@/etc/passwd");
    add(Method::Patch, "/octets", &[("Content-Type", "application/octet-stream")], &(0..=255).collect::<Vec<u8>>());
    add(Method::Put, "/untyped", &[], b"a=b");
    add(Method::Post, "/long", &[json], "x'%\\".repeat(40_000).as_bytes());
    add(Method::Post, "/longer-than-expected", &[json], &[b'y'; 5000]);
    requests
}

/// Runs a script, which may be longer than an argument.
fn run(script: &str) -> std::process::Output {
    let mut shell = std::process::Command::new("sh");
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut shell = shell.spawn().expect("there is a shell");
    let mut stdin = shell.stdin.take().expect("is a pipe");
    stdin.write_all(script.as_bytes()).expect("the shell reads");
    drop(stdin);
    shell.wait_with_output().expect("the shell ends")
}

#[tokio::test]
async fn what_curl_sends_is_what_the_client_sends() {
    // A machine without curl has nobody to ask.
    let asked = std::process::Command::new("curl").arg("--version").stdout(Stdio::null()).status();
    if !asked.is_ok_and(|it| it.success()) {
        return;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let host = listener.local_addr().expect("has an address").to_string();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let router = axum::Router::new().fallback(move |request: Request| {
        let noted = Arc::clone(&noted);
        async move {
            let arrived = arrived(request).await;
            noted.lock().expect("no test panics in between").push(arrived);
        }
    });
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let transport = crate::client::Reqwest::new().expect("the system has certificates");
    for request in hard_requests(&host) {
        let command = request.reveal_secrets().to_curl();
        transport.send(request).await.expect("is answered");
        let output = tokio::task::spawn_blocking(move || run(&command)).await.expect("does not panic");
        assert!(output.status.success(), "{output:?}");
        let mut seen = seen.lock().expect("no test panics in between");
        let [by_client, by_curl] = seen.as_slice() else { panic!("two requests, not {seen:?}") };
        assert_eq!(by_curl, by_client);
        seen.clear();
    }
    server.abort();
}
