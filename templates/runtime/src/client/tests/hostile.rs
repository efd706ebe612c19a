//! Services that mean harm: what they can make a client do, and what of theirs is shown.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// A server that answers each request with these bytes; then, if it drips, with a space every second.
async fn raw_server(answer: Vec<u8>, drips: bool) -> Builder {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while let Ok(1..) = stream.read_buf(&mut head).await {
                    if !head.ends_with(b"\r\n\r\n") {
                        continue;
                    }
                    head.clear();
                    let mut sent = stream.write_all(&answer).await;
                    while drips && sent.is_ok() {
                        tokio::time::sleep(Duration::from_secs(1)).await;
                        sent = stream.write_all(b" ").await;
                    }
                }
            });
        }
    });
    let builder = Client::builder().endpoint(format!("http://{address}")).parameter("project_id", "p");
    builder.retry(RetryPolicy::off())
}

fn with_headers(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n{headers}\r\n[]").into_bytes()
}

fn build(builder: Builder) -> Client {
    Client { core: builder.build().expect("is set up well") }
}

#[track_caller]
fn check_refused(result: Result<impl std::fmt::Debug, Error>) {
    let error = result.expect_err("is refused");
    let kind = TransportErrorKind::TooManyHeaders;
    assert!(matches!(&error, Error::Transport(it) if it.kind() == kind), "{error:?}");
    assert!(!error.is_retryable() && error.to_string().starts_with("the response has "), "{error}");
}

#[tokio::test]
async fn headers_are_limited_in_number_and_length() {
    let many = |count: usize| with_headers(&"X-A: b\r\n".repeat(count));
    build(raw_server(many(98), false).await).list_desktops().await.expect("has a hundred headers");
    check_refused(build(raw_server(many(99), false).await).list_desktops().await);
    build(raw_server(many(98), false).await.max_response_headers(100)).list_desktops().await.expect("has a hundred");
    check_refused(build(raw_server(many(98), false).await.max_response_headers(99)).list_desktops().await);
    build(raw_server(many(300), false).await.max_response_headers(302))
        .list_desktops()
        .await
        .expect("are not too many");
    check_refused(build(raw_server(many(301), false).await.max_response_headers(302)).list_desktops().await);
    let long = |length: usize| with_headers(&format!("X-A: {}\r\n", "b".repeat(length)));
    build(raw_server(long(65_000), false).await).list_desktops().await.expect("is short enough");
    check_refused(build(raw_server(long(66_000), false).await).list_desktops().await);
    check_refused(build(raw_server(long(20_000), false).await.max_response_header_bytes(20_000)).list_desktops().await);
    // Longer than what is read at all.
    let builder = raw_server(long(5_000_000), false).await.max_response_header_bytes(usize::MAX);
    check_refused(build(builder).list_desktops().await);
}

#[tokio::test]
async fn other_transports_have_the_same_limits() {
    let headers: Vec<_> = (0..101).map(|_| ("X-A", "b")).collect();
    check_refused(plain(&Canned::new(200, &headers, "[]")).list_desktops().await);
    let long = "b".repeat(70_000);
    check_refused(plain(&Canned::new(200, &[("X-A", &long)], "[]")).list_desktops().await);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_drips_ends_in_time() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[".to_vec();
    let client = build(raw_server(head, true).await);
    let error = client.list_desktops().timeout(Duration::from_secs(20)).await.expect_err("never ends");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Operation), "{error}");
    let error = client.list_desktops().attempt_timeout(Duration::from_secs(5)).await.expect_err("never ends");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Attempt), "{error}");
    // So does a head that drips.
    let client = build(raw_server(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), true).await);
    let error = client.list_desktops().timeout(Duration::from_secs(20)).await.expect_err("never ends");
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn nothing_is_unpacked() {
    // The client asks for no compression; a service that compresses all the same is taken at its length.
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56, 0, 0];
    let mut answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 14\r\n\r\n".to_vec();
    answer.extend_from_slice(&packed);
    let raw = build(raw_server(answer, false).await).list_desktops().send_raw().await.expect("is an answer");
    assert_eq!(raw.body, packed);
}

#[tokio::test]
async fn bodies_without_end_and_with_a_false_length_are_limited() {
    let body = "x".repeat(3000);
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbb8\r\n{body}\r\nbb8\r\n{body}\r\n");
    for (answer, kind) in [
        (chunked, TransportErrorKind::TooLong),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n".to_owned(), TransportErrorKind::Broken),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n".to_owned(), TransportErrorKind::Broken),
        ("\0\0\0".to_owned(), TransportErrorKind::Broken),
    ] {
        let client = build(raw_server(answer.into_bytes(), false).await.max_response(5000));
        let error = client.list_desktops().await.expect_err("is refused");
        assert!(matches!(&error, Error::Transport(it) if it.kind() == kind), "{error:?}");
    }
}

#[tokio::test]
async fn what_is_shown_is_short_and_harmless() {
    let evil = format!("\u{1b}[2J\u{202e}\r\nevil{}", "x".repeat(100_000));
    let json = serde_json::to_string(&evil).expect("text is JSON");
    let bodies = [
        format!(r#"{{"error_code": {json}, "error_msg": {json}, "error_detail": {json}, "request_id": {json}}}"#),
        format!(r#"{{"error_code": "A", "error_msg": "b", "password": {json}}}"#),
        evil.clone(),
        format!("[{json}]"),
        format!(r#"[{{"name": "a", "note": null, "state": 5, {json}: 1, "size": {json}}}]"#),
        format!(r#"[{{"name": "a", "note": null, "tags": {{{json}: 7}}}}]"#),
    ];
    for (status, body) in [200, 400, 502].into_iter().flat_map(|status| bodies.iter().map(move |it| (status, it))) {
        let content_type = format!("application/json{}", "x".repeat(5000));
        for media in ["application/json", &content_type] {
            let canned = Canned::new(status, &[("Content-Type", media), ("X-Request-Id", &evil[..60_000])], body);
            let error = plain(&canned).list_desktops().await.expect_err("is no list");
            let (shown, debug) = (error.to_string(), format!("{error:?}"));
            assert!(shown.len() < 1500 && debug.len() < 4000, "{} {}: {debug}", shown.len(), debug.len());
            for text in [shown, debug] {
                assert!(!text.contains(['\u{1b}', '\u{202e}', '\r', '\n']), "{text}");
            }
        }
    }
}

#[tokio::test]
async fn secrets_in_answers_that_cannot_be_read_are_not_shown() {
    let broken = r#"[{"name": "a", "note": null, "password": "hush", "n": "#;
    for body in [
        r#"[{"name": "a", "note": null, "password": ["hush"]}]"#,
        r#"[{"name": 5, "note": null, "password": "hush"}]"#,
        r#"[{"note": null, "password": "hush"}]"#,
        broken,
    ] {
        for status in [200, 500] {
            let error = plain(&Canned::json(status, body)).list_desktops().await.expect_err("cannot be read");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("hush"), "{shown}");
        }
    }
}

#[tokio::test]
async fn the_offending_piece_is_named() {
    for (body, pointer, snippet) in [
        (r#"[{"name": "a", "note": null}, {"name": {"x": [1]}, "note": null}]"#, "/1/name", r#"{"x": [<number>]}"#),
        (r#"[{"name": "a"}]"#, "/0", r#"{"name": <string>}"#),
        (r#"{"desktops": 1}"#, "", r#"{"desktops": <number>}"#),
    ] {
        let error = plain(&Canned::json(200, body)).list_desktops().await.expect_err("does not fit");
        let Error::Decode(error) = error else { panic!("{error:?}") };
        assert_eq!((error.pointer(), error.snippet()), (Some(pointer), Some(snippet)));
    }
}

#[tokio::test]
async fn deep_and_huge_json_is_an_error() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let parents = format!("[{}", r#"{"name": "a", "note": null, "parent": "#.repeat(50_000));
    let unknown = format!(r#"[{{"unknown": {deep}, "name": "a", "note": null}}]"#);
    let image = format!(r#"[{{"name": "a", "note": null, "image": {{"kind": "new", "x": {deep}}}}}]"#);
    let number = format!(r#"[{{"name": "a", "note": null, "price": 1{}}}]"#, "0".repeat(100_000));
    for body in [&deep, &parents, &image, &number, r#"[{"name": "a", "note": null, "price": 1e99999}]"#] {
        let canned = Canned::json(200, body);
        plain(&canned).list_desktops().await.expect_err("does not fit");
        plain(&canned).list_desktops().respond_json().await.expect_err("does not fit");
        plain(&Canned::json(500, body)).list_desktops().await.expect_err("is an error");
    }
    // What nobody asks for may be as deep as it likes.
    plain(&Canned::json(200, &unknown)).list_desktops().await.expect("is skipped");
}
