//! Requests as they leave: framing, headers of one name, and what cannot be sent.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

/// The head of the one request that `call` sends to a socket.
async fn head_of<F: Future>(call: impl FnOnce(Client) -> F) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let builder = Client::builder().endpoint(format!("http://{address}")).parameter("project_id", "p");
    let client = Client { core: builder.retry(RetryPolicy::off()).build().expect("is set up well") };
    let server = async {
        let (mut socket, _) = listener.accept().await.expect("somebody knocks");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.expect("there is more"));
        }
        socket.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.expect("is read");
        String::from_utf8(head).expect("is text").to_ascii_lowercase()
    };
    tokio::join!(server, call(client)).0
}

#[tokio::test]
async fn requests_that_could_have_a_body_say_that_they_have_none() {
    let head = head_of(|it| async move { it.start_desktop("d").await }).await;
    assert!(head.starts_with("post ") && head.matches("content-length: 0\r\n").count() == 1, "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
    let head = head_of(|it| async move { it.start_desktop("d").header("Content-Length", "0").await }).await;
    assert_eq!(head.matches("content-length").count(), 1, "{head}");
    let head = head_of(|it| async move { it.list_desktops().await }).await;
    assert!(head.starts_with("get ") && !head.contains("content-length"), "{head}");
}

#[tokio::test]
async fn a_router_in_the_process_sees_the_same_framing() {
    let seen = Arc::new(Mutex::new(None));
    let noted = Arc::clone(&seen);
    let router = axum::Router::new().fallback(move |request: axum::extract::Request| {
        *noted.lock().expect("no test panics in between") = request.headers().get("content-length").cloned();
        std::future::ready(axum::http::StatusCode::NO_CONTENT)
    });
    let builder = Client::builder().transport(InProcess::new(router)).parameter("project_id", "p");
    let client = Client { core: builder.build().expect("is set up well") };
    client.start_desktop("d").await.expect("is answered");
    assert_eq!(seen.lock().expect("no test panics in between").clone().expect("is there"), "0");
}

#[tokio::test]
async fn a_query_that_is_too_long_is_no_broken_connection() {
    let builder = Client::builder().endpoint("http://127.0.0.1:9").parameter("project_id", "p").unchecked();
    let client = Client { core: builder.retry(RetryPolicy::new().max_attempts(3)).build().expect("is set up well") };
    let error = client.list_desktops().name(&"x".repeat(70_000)).await.expect_err("cannot be sent");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Request), "{error:?}");
    assert!(!error.is_retryable() && error.attempts() == 1 && error.to_string().len() < 500, "{error}");
}

#[tokio::test]
async fn a_client_of_ones_own_may_run_out_of_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let tls = tls.with_safe_default_protocol_versions().expect("the provider knows them");
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let http = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).timeout(Duration::from_millis(30));
    let transport = Reqwest::from_client(http.build().expect("is set up well"));
    let builder = Client::builder().endpoint(format!("http://{address}")).parameter("project_id", "p");
    let builder = builder.transport(transport).retry(RetryPolicy::off());
    let client = Client { core: builder.build().expect("is set up well") };
    let error = client.list_desktops().await.expect_err("nobody answers");
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn the_header_of_a_call_wins_over_that_of_the_client() {
    let canned = Canned::json(200, "[]");
    let client = client(&canned, |it| it.header("x-trace", "all").header("cookie", "theme=dark"));
    client.list_desktops().trace("mine").seat("12").await.expect("is answered");
    let sent = canned.last().headers;
    assert_eq!(sent.get_all("X-Trace").collect::<Vec<_>>(), ["mine"]);
    // Cookies share one header.
    assert_eq!(sent.get_all("Cookie").collect::<Vec<_>>(), ["theme=dark; seat=12"]);
    client.list_desktops().await.expect("is answered");
    assert_eq!(canned.last().headers.get("X-Trace"), Some("all"));
}
