//! Parameters that are found before a body moves: they are found for bodies in pieces too, and set no limit to them.

use std::time::Duration;

use super::*;
use crate::client::{Attempt, Authenticate, AuthenticationError};
use crate::conformance::desk::Only;

printed_record!(StoreFileInput {
    0 project_id: String = "path.project_id" rt::REQUIRED, &rt::Check::ANY, required;
    1 body: Option<Bytes> = "body" rt::OPTIONAL, &rt::Check::ANY, optional;
});

impl rt::Input for StoreFileInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "storeFile",
        tag: "file",
        method: rt::Method::Put,
        path: "/{project_id}/file",
        params: &[rt::Param::path("project_id").client_level()],
        body: Some(rt::Body { required: false, media: OCTETS }),
        responses: &[rt::Response { status: rt::Status::Code(200), media: &["text/plain"], headers: &[] }],
        ..rt::Operation::PLAIN
    };
    type Output = Only<String>;
}

/// Knows the project after a while.
struct Knowing;

impl Authenticate for Knowing {
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
            tokio::time::sleep(Duration::from_secs(100)).await;
            Ok(Some("p-7".to_owned()))
        })
    }
}

fn store(core: &Core) -> Call<'_, StoreFileInput> {
    Call::new(core, StoreFileInput { project_id: String::new(), body: None })
}

fn knowing(deeds: &Deeds) -> Core {
    let builder = Builder::new(&CLIENT_API).endpoint("http://h").transport(deeds.clone()).authenticator(Knowing);
    builder.build().expect("is set up well")
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_not_limited_by_what_is_left_of_the_time_to_find_its_project() {
    let deeds = Deeds::new([Deed::Hang(4)]);
    let begun = tokio::time::Instant::now();
    let upload = Upload::from_iter(["one ", "two"]);
    let error = store(&knowing(&deeds)).body_stream(upload).send().await.expect_err("nothing moves");
    assert_eq!(deeds.request().path, "/p-7/file");
    // The service has the client's two minutes to answer, after the last piece.
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Stall), "{error:?}");
    assert_eq!(begun.elapsed().as_secs(), 100 + 120);
    let upload = Upload::from_iter(["one ", "two"]);
    let core = knowing(&deeds);
    let call = store(&core).body_stream(upload).timeout(Duration::from_secs(99));
    let error = call.send().await.expect_err("the project is not found in time");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Operation), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_download_finds_its_project() {
    let error = store(&knowing(&Deeds::default())).timeout(Duration::from_secs(99)).download().await;
    assert!(matches!(error, Err(Error::Timeout(it)) if it.attempts == 0));
}
