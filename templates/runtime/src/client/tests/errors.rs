//! What a call tells when it did not go well.

use super::*;

#[track_caller]
pub(super) fn service_error(result: Result<impl std::fmt::Debug, Error>) -> ServiceError {
    match result {
        Err(Error::Service(error)) => *error,
        other => panic!("expected an error of the service, got {other:?}"),
    }
}

#[tokio::test]
async fn errors_of_the_service_have_code_message_and_request() {
    let body = r#"{"error_code": "W.1", "error_msg": "no such desktop", "error_detail": {"id": 1}}"#;
    let canned = Canned::new(404, &[("Content-Type", "application/json"), ("X-Request-Id", "r1")], body);
    let result = plain(&canned).start_desktop("d").await;
    let error = result.expect_err("is refused");
    assert!(error.is_not_found() && !error.is_throttled() && !error.is_retryable());
    assert_eq!(error.to_string(), "`startDesktop` answered 404 W.1: no such desktop (request r1)");
    let error = service_error(Err::<(), _>(error));
    assert_eq!(error.detail.as_deref(), Some(r#"{"id":1}"#));
    assert_eq!(error.body, body.as_bytes());
}

#[tokio::test]
async fn errors_that_are_no_json_are_kept() {
    let page = format!("<html>\n<h1>Bad gateway</h1>{}</html>", "x".repeat(9000));
    let canned = Canned::new(502, &[("content-type", "text/html")], &page);
    for respond in [false, true] {
        let call = plain(&canned);
        let error = match respond {
            true => call.list_desktops().respond().await.map(drop),
            false => call.list_desktops().send().await.map(drop),
        };
        let error = error.expect_err("is an error");
        assert!(error.is_retryable());
        let (shown, debug) = (error.to_string(), format!("{error:?}"));
        assert!(shown.starts_with("`listDesktops` answered 502: <html> <h1>Bad gateway</h1>xxx"), "{shown}");
        assert!(shown.len() < 500 && debug.len() < 900, "{debug}");
        assert_eq!(service_error(Err::<(), _>(error)).body, page.as_bytes());
    }
}

#[tokio::test]
async fn empty_and_undocumented_errors_are_errors_of_the_service() {
    let error = service_error(plain(&Canned::new(403, &[], "")).list_desktops().send().await);
    assert_eq!((error.status, error.to_string().as_str()), (403, "`listDesktops` answered 403"));
    let error = service_error(
        plain(&Canned::json(500, r#"{"code": 7, "message": "boom"}"#)).start_desktop("d").respond().await,
    );
    assert_eq!((error.status, error.code.as_deref()), (500, Some("7")));
    let error = service_error(
        plain(&Canned::new(302, &[("Location", "http://evil.example")], "")).start_desktop("d").send().await,
    );
    assert_eq!(error.status, 302);
}

#[tokio::test]
async fn throttling_is_recognised_by_status_and_by_code() {
    for (status, code) in [(429, "X"), (400, "Throttling.User"), (200, "Throttling.Api")] {
        let body = format!(r#"{{"error_code": "{code}", "error_msg": "slow down"}}"#);
        let error = plain(&Canned::json(status, &body)).list_desktops().await.expect_err("is refused");
        assert!(error.is_throttled() && error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn a_success_that_does_not_fit_is_kept() {
    let canned = Canned::json(200, r#"[{"name": 5, "note": null}]"#);
    let error = plain(&canned).list_desktops().await.expect_err("does not fit");
    let shown = error.to_string();
    assert!(shown.contains("200 of `listDesktops`") && shown.contains("/0/name"), "{shown}");
    assert!(matches!(error, Error::Decode(it) if it.status == 200 && it.body.starts_with(b"[{")));
    let error = plain(&Canned::new(102, &[], "")).start_desktop("d").await.expect_err("is not documented");
    assert!(matches!(error, Error::Decode(it) if it.status == 102));
}

#[tokio::test]
async fn a_good_status_with_an_error_in_its_body_is_an_error() {
    let body = r#"{"error_code": "W.106", "error_msg": "no such job", "name": "a", "note": null}"#;
    let canned = Canned::new(201, &[("Content-Type", "application/json"), ("location", "/d/1")], body);
    let error = service_error(plain(&canned).create_desktop(desk::desktop("a")).send().await);
    assert_eq!((error.status, error.code.as_deref()), (201, Some("W.106")));
    assert_eq!(error.to_string(), "`createDesktop` answered 201 W.106: no such job");
    assert_eq!(error.body, body.as_bytes());
    // An answer whose type has such fields means them.
    let canned = Canned::json(200, r#"{"error_code": "W.106", "error_msg": "no such job"}"#);
    let value = plain(&canned).call("drop", serde_json::json!({})).await.expect("anything is an answer");
    assert_eq!(value.pointer("/body/error_code"), Some(&serde_json::json!("W.106")));
}

#[tokio::test]
async fn errors_say_which_body_they_had() {
    for (body, expected) in [
        (r#"{"error_code": "A", "error_msg": "b"}"#, ErrorBody::Flat),
        (r#"{"error": {"code": 401, "message": "no", "title": "Unauthorized"}}"#, ErrorBody::Wrapped),
        ("[1]", ErrorBody::OtherJson),
        ("<html>", ErrorBody::NotJson),
        ("", ErrorBody::Empty),
    ] {
        assert_eq!(service_error(plain(&Canned::json(401, body)).list_desktops().send().await).shape, expected);
    }
}

#[tokio::test]
async fn a_page_with_a_good_status_is_kept() {
    // It has the status of a success and not the content of one: a proxy that asks to log in, for instance.
    let canned = Canned::new(200, &[("Content-Type", "text/html")], "<html>log in first");
    let error = plain(&canned).list_desktops().await.expect_err("is no list");
    assert_eq!(
        error.to_string(),
        "the answer 200 of `listDesktops` cannot be read: the body is `text/html`, expected `application/json`"
    );
    assert!(
        matches!(&error, Error::Decode(it) if it.body == b"<html>log in first" && it.pointer().is_none()),
        "{error:?}"
    );
    assert!(!format!("{error:?}").contains("log in first"));
}
