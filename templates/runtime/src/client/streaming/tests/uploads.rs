//! Bodies on their way out: when they are sent again, what bounds them, what is signed.

use std::time::Duration;

use super::*;

/// A source that is there once.
fn once() -> Upload {
    Upload::from_iter(["one ", "two ", "three"])
}

#[tokio::test]
async fn a_body_goes_out_piece_by_piece_in_place_of_that_of_the_input() {
    let deeds = Deeds::new([Deed::TakeAll(200)]);
    let core = core(deeds.clone());
    let answer = put(&core).body_stream(once()).send().await.expect("is answered");
    assert_eq!(answer, "taken");
    assert_eq!(deeds.bodies(), [b"one two three"]);
    let sent = deeds.request();
    assert!(sent.is_streamed() && sent.body.is_empty());
    assert_eq!(sent.headers.get("content-type"), Some("application/octet-stream"));
}

#[tokio::test]
async fn an_input_with_a_body_of_its_own_is_refused() {
    let deeds = Deeds::default();
    let core = core(deeds);
    let mut call = put(&core).body_stream(once());
    call.call.input.body = Some(Bytes::from("another"));
    let error = call.send().await.expect_err("is refused");
    assert!(matches!(&error, Error::Input(_)) && error.to_string().contains("beside the stream"), "{error}");
}

#[tokio::test]
async fn a_source_that_was_read_from_is_not_sent_again() {
    for first in [Deed::Take(1, 503), Deed::Take(1, 429), Deed::TakeAll(503)] {
        let deeds = Deeds::new([first]);
        let error = put(&core(deeds.clone())).body_stream(once()).send().await.expect_err("is refused");
        assert_eq!((error.attempts(), deeds.bodies().len()), (1, 1), "{first:?}");
    }
}

#[tokio::test]
async fn a_source_that_nobody_read_from_is_sent_again() {
    let deeds = Deeds::new([Deed::Refuse, Deed::Take(0, 503), Deed::TakeAll(200)]);
    put(&core(deeds.clone())).body_stream(once()).send().await.expect("is answered");
    assert_eq!(deeds.bodies(), [b"".as_slice(), b"one two three"]);
}

#[tokio::test]
async fn a_source_that_can_be_made_again_is_read_anew() {
    let deeds = Deeds::new([Deed::Take(2, 503), Deed::Refuse, Deed::TakeAll(200)]);
    put(&core(deeds.clone())).body_stream(Upload::repeatable(once)).send().await.expect("is answered");
    assert_eq!(deeds.bodies(), [b"one two ".as_slice(), b"one two three"]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_count_as_a_stall_is_not_begun() {
    let begun = tokio::time::Instant::now();
    let deeds = Deeds::new([Deed::PutOff(100), Deed::PutOff(500)]);
    let error = put(&core(deeds)).body_stream(Upload::repeatable(once)).send().await.expect_err("is put off");
    assert_eq!(error.service().map(|it| (it.status, it.attempts)), Some((503, 2)));
    assert_eq!(begun.elapsed().as_secs(), 100);
}

#[tokio::test]
async fn a_source_that_fails_or_lies_is_an_error_of_its_own() {
    let mut pieces = [Ok("piece".to_owned()), Err("the disk is gone")].into_iter();
    let failing = Upload::new(Polled(move || Poll::Ready(pieces.next())));
    let all = [
        (failing, "the disk is gone"),
        (once().length(20), "ended after 13 bytes, but 20 were promised"),
        (once().length(7), "has at least 8 bytes, but 7 were promised"),
    ];
    for (upload, text) in all {
        let error = put(&core(Deeds::new([Deed::TakeAll(200)]))).body_stream(upload).send().await;
        let error = error.expect_err("nothing whole was sent");
        assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Body), "{error:?}");
        assert!(error.to_string().contains(text) && !error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn readers_are_sources_too() {
    let deeds = Deeds::new([Deed::TakeAll(200)]);
    let text: &[u8] = &[7; 100_000];
    let upload = Upload::from_reader(text).length(100_000);
    put(&core(deeds.clone())).body_stream(upload).send().await.expect("is answered");
    assert_eq!(deeds.bodies(), [text]);
}

#[tokio::test]
async fn texts_of_requests_say_that_the_body_is_read_elsewhere() {
    let request = put(&core(Deeds::default())).body_stream(once()).dry_run().await.expect("can be sent");
    let curl = request.to_curl();
    assert!(curl.starts_with("curl -X PUT ") && curl.ends_with(" -H 'Expect:' \\\n  -T -\n"), "{curl}");
    let file = request.to_http_file();
    assert!(file.contains("# The body is sent in pieces and is left out;"), "{file}");
}

#[tokio::test]
async fn a_body_that_is_known_to_be_empty_is_none() {
    let core = core(Deeds::default());
    let request = put(&core).body_stream(once().length(0)).dry_run().await.expect("can be sent");
    assert!(!request.is_streamed());
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_when_nothing_moves_and_not_because_it_is_long() {
    // A minute and a half for each piece would be too long for the client's two minutes in all.
    let deeds = Deeds::new([Deed::TakeAll(200)]);
    let slow = || {
        let (mut pieces, mut pause) = (0..10, None);
        Upload::new(Timed(move |cx: &mut std::task::Context<'_>| {
            let pause = pause.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_secs(90))));
            std::task::ready!(pause.as_mut().poll(cx));
            pause.as_mut().reset(tokio::time::Instant::now() + Duration::from_secs(90));
            Poll::Ready(pieces.next().map(|_| Ok::<_, TransportError>("piece")))
        }))
    };
    let begun = tokio::time::Instant::now();
    let upload = slow().stall_timeout(Duration::from_secs(100));
    put(&core(deeds.clone())).body_stream(upload).send().await.expect("is answered");
    assert_eq!((begun.elapsed().as_secs(), deeds.bodies()[0].len()), (11 * 90, 50));

    for (deed, upload, limit) in [
        (Deed::TakeAll(200), slow(), 60),
        (Deed::Hang(2), once().stall_timeout(Duration::from_secs(7)), 7),
        // Behind the last piece, the service has the client's timeout to answer.
        (Deed::Hang(4), once().stall_timeout(Duration::from_secs(7)), 120),
    ] {
        let begun = tokio::time::Instant::now();
        let error = put(&core(Deeds::new([deed]))).body_stream(upload).send().await.expect_err("nothing moves");
        assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Stall), "{error:?}");
        assert_eq!((begun.elapsed().as_secs(), error.attempts()), (limit, 1), "{deed:?}");
    }

    let begun = tokio::time::Instant::now();
    let core = core(Deeds::new([Deed::TakeAll(200)]));
    let call = put(&core).body_stream(slow().stall_timeout(Duration::from_secs(100)));
    let error = call.timeout(Duration::from_secs(200)).send().await.expect_err("is too long");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Operation && it.limit.as_secs() == 200));
    assert_eq!(begun.elapsed().as_secs(), 200);
}

/// A stream from a function that waits.
struct Timed<F>(F);

impl<T, F: FnMut(&mut std::task::Context<'_>) -> Poll<Option<T>> + Unpin> Stream for Timed<F> {
    type Item = T;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Option<T>> {
        (self.0)(cx)
    }
}

#[cfg(feature = "sign")]
#[tokio::test]
async fn signatures_leave_the_body_out_or_say_that_they_cannot() {
    use crate::client::Api;
    use crate::service::{Scheme, SchemeKind};
    use crate::sign::{AccessKey, Received, Signer, Vendor, Verifier};

    let signed = |algorithm: &'static str| {
        let scheme = Scheme { name: "Signed", kind: SchemeKind::Signature { algorithm } };
        let signer = Signer::new(&scheme, AccessKey::new("ID", "hush")).expect("the algorithm is known");
        static API: Api = CLIENT_API;
        let core = Builder::new(&API).transport(Deeds::default()).authenticator(Everywhere(signer));
        core.build().expect("is set up well")
    };
    let core = signed("SDK-HMAC-SHA256");
    let request = put(&core).body_stream(once()).dry_run().await.expect("is signed");
    assert_eq!(request.headers.get("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert!(request.headers.get("authorization").is_some_and(|it| it.contains("x-sdk-content-sha256")));
    let verifier = Verifier::new(Vendor::Huawei, |id: &str| (id == "ID").then(|| AccessKey::new("ID", "hush")));
    let (target, host) = (request.target(), ("host", request.host.as_str()));
    let headers = request.headers.iter().chain([host]).collect();
    let received = Received { method: "PUT", target: &target, headers, body: b"one two three" };
    verifier.verify(&received).expect("is believed, whatever the body is");
    let core = signed("ACS3-HMAC-SHA256");
    let error = put(&core).body_stream(once()).dry_run().await.expect_err("cannot be signed");
    assert!(matches!(&error, Error::Authentication(_)) && error.to_string().contains("as a whole"), "{error}");
    put(&core).dry_run().await.expect("is signed without a stream");
    put(&signed("HMAC-SHA1")).body_stream(once()).dry_run().await.expect("this one signs forms alone");
}

/// Signs operations that ask for nothing.
#[cfg(feature = "sign")]
struct Everywhere(crate::sign::Signer);

#[cfg(feature = "sign")]
impl crate::client::Authenticate for Everywhere {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: crate::client::Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), crate::client::AuthenticationError>> {
        self.0.authenticate(request, attempt)
    }
}
