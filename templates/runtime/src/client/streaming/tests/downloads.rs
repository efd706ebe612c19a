//! Bodies on their way in: what is asked for when, where they end, and what is an answer and what an error.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;

use super::*;
use crate::client::InProcess;

/// Gives one answer, in pieces.
struct Answers<F>(F);

impl<F: Fn() -> StreamedResponse + Send + Sync + 'static> Transport for Answers<F> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        panic!("{request:?} is sent as a whole")
    }

    fn send_streamed(
        &self,
        _: HttpRequest,
        _: Option<ByteStream>,
    ) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(std::future::ready(Ok((self.0)())))
    }
}

fn answer(status: u16, body: ByteStream) -> StreamedResponse {
    StreamedResponse { status, headers: Headers::new(), body }
}

#[tokio::test]
async fn pieces_are_made_when_they_are_asked_for() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let router = Router::new().fallback(move || {
        let pieces = frames::Sent::new(ByteStream::new(counted(1000, 1000, &counter)));
        async move { Response::new(Body::new(pieces)) }
    });
    let core = core(InProcess::new(router));
    let mut download = get(&core).download().await.expect("is answered");
    assert_eq!((download.status(), download.length(), made.load(Ordering::SeqCst)), (200, None, 0));
    for number in 0..1000 {
        let piece = download.next().await.expect("there is more").expect("is whole");
        assert_eq!(piece.into_vec(), super::piece(number, 1000));
        assert_eq!(made.load(Ordering::SeqCst), (number + 1) * 1000, "no piece is made in advance");
    }
    assert!(download.next().await.is_none() && download.received() == 1_000_000);
}

#[tokio::test]
async fn requests_stream_into_a_router_too() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let router = Router::new().fallback(move |request: axum::extract::Request| {
        let counter = Arc::clone(&counter);
        async move {
            assert_eq!(request.headers().get("content-length").map(|it| it.as_bytes()), Some(b"3000".as_slice()));
            let mut body = frames::received(request.into_body(), |_| TransportError::too_long(0));
            assert_eq!(body.length(), Some(3000));
            body.next().await.expect("there is a piece").expect("is whole");
            counter.load(Ordering::SeqCst).to_string()
        }
    });
    let upload = Upload::new(counted(3, 1000, &made)).length(3000);
    let n_made = put(&core(InProcess::new(router))).body_stream(upload).send().await.expect("is answered");
    assert_eq!(n_made, "1000");
}

#[tokio::test]
async fn what_is_no_success_of_octets_is_read_whole() {
    let error = br#"{"error_code": "F.1", "error_msg": "gone", "request_id": "r"}"#;
    for (status, body) in [(404, error.as_slice()), (302, error), (202, error), (204, b"")] {
        let core = core(Answers(move || answer(status, body.to_vec().into())));
        let error = get(&core).download().await.expect_err("is no file");
        match (&error, status) {
            (Error::Service(error), 404 | 302 | 202) => {
                assert_eq!((error.status, error.code.as_deref()), (status, Some("F.1")));
            }
            (Error::Decode(error), 204) => assert_eq!(error.status, 204),
            _ => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn a_part_comes_in_pieces_like_the_whole() {
    let core = core(Answers(|| answer(206, ByteStream::from(b"part".to_vec()))));
    let download = get(&core).header("Range", "bytes=5-8").download().await.expect("is answered");
    assert_eq!((download.status(), download.collect().await.expect("is whole")), (206, b"part".to_vec()));
}

#[tokio::test]
async fn errors_have_a_largest_size_and_downloads_one_that_is_set() {
    let long = |status| move || answer(status, ByteStream::new(counted(100, 1000, &Arc::default())));
    let client = |status| Builder::new(&CLIENT_API).transport(Answers(long(status))).max_response(5000).build();
    let error = get(&client(404).expect("is set up well")).download().await.expect_err("is too long");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::TooLong), "{error:?}");
    let core = client(200).expect("is set up well");
    assert_eq!(get(&core).download().await.expect("is answered").collect().await.expect("is whole").len(), 100_000);
    let mut download = get(&core).download().await.expect("is answered").max_length(99_999);
    let error = loop {
        if let Err(error) = download.next().await.expect("ends with an error") {
            break error;
        }
    };
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::TooLong));
    assert!(download.next().await.is_none(), "nothing comes after an error");
}

#[tokio::test]
async fn a_body_of_another_length_is_no_end() {
    let core = core(Answers(|| answer(200, ByteStream::new(counted(3, 5, &Arc::default())).with_length(16))));
    let mut written = Vec::new();
    let error = get(&core).download().await.expect("is answered").copy_to(&mut written).await.expect_err("is cut off");
    assert_eq!((error.kind(), written.len()), (std::io::ErrorKind::UnexpectedEof, 15));
    assert!(error.to_string().contains("after 15 of 16 bytes"), "{error}");
    assert!(error.get_ref().is_some_and(|it| it.is::<Error>()));
}

#[tokio::test]
async fn nothing_shows_what_is_in_a_body_or_a_secret_header() {
    let secret = || {
        let headers = [("Set-Cookie", "hush"), ("X-Seen", "seen")].into_iter().collect();
        StreamedResponse { status: 200, headers, body: ByteStream::from(b"hush".to_vec()) }
    };
    let core = core(Answers(secret));
    let upload = Upload::from_iter(["hush"]).length(4);
    let mut shown = format!("{:?} {upload:?}", secret());
    let call = put(&core).header("Cookie", "hush").body_stream(upload);
    shown += &format!("{call:?}");
    shown += &format!("{:?}", call.dry_run().await.expect("can be sent"));
    let mut download = get(&core).download().await.expect("is answered").max_length(2);
    shown += &format!("{download:?}");
    shown += &format!("{:?}", download.next().await.expect("there is an error").expect_err("is too long"));
    assert!(!shown.contains("hush"), "{shown}");
    assert!(shown.contains("seen") && shown.contains("in pieces"), "{shown}");
}

#[tokio::test]
async fn transports_without_streams_give_one_piece() {
    #[derive(Debug)]
    struct Whole;
    impl Transport for Whole {
        fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
            let body = [b"got ", request.body.as_slice()].concat();
            Box::pin(std::future::ready(Ok(HttpResponse { status: 200, headers: Headers::new(), body })))
        }
    }
    let core = core(Whole);
    let mut download = get(&core).download().await.expect("is answered");
    assert_eq!(download.length(), Some(4));
    assert_eq!(download.next().await.expect("there is a piece").expect("is whole"), Bytes::from("got "));
    assert!(download.next().await.is_none());
    let answer = put(&core).body_stream(Upload::from_iter(["a", "b"])).send().await;
    assert_eq!(answer.expect("is answered"), "got ab");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_stops_is_noticed_and_a_slow_reader_is_not() {
    let stops = || {
        let mut pieces = 0..2;
        answer(
            200,
            ByteStream::new(Polled(move || {
                pieces.next().map_or(Poll::Pending, |_| Poll::Ready(Some(Ok(Bytes::from("x")))))
            })),
        )
    };
    let core = core(Answers(stops));
    let mut download = get(&core).download().await.expect("is answered").stall_timeout(Duration::from_secs(5));
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_secs(600)).await;
        download.next().await.expect("there is a piece").expect("is in time");
    }
    let begun = tokio::time::Instant::now();
    // Whoever gives up and asks again goes on waiting where they were.
    tokio::time::timeout(Duration::from_secs(2), download.next()).await.expect_err("nothing comes");
    let error = download.next().await.expect("there is an error").expect_err("nothing comes");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Stall && it.limit.as_secs() == 5));
    assert_eq!(
        (begun.elapsed().as_secs(), error.to_string()),
        (5, "nothing moved for 5s, the stall timeout".to_owned())
    );
    assert!(download.next().await.is_none());
}
