//! How exactly answers have to be as documented: not more than a caller gains by it.

use super::errors::service_error;
use super::*;
use crate as rt;
use crate::conformance::desk::{Only, printed_record};

const JSON: &[&str] = &["application/json"];

printed_record!(Started {
    0 job_id: Option<String> = "job_id" rt::OPTIONAL, &rt::Check::ANY, optional;
    1 password: Option<String> = "password" rt::OPTIONAL | rt::SECRET, &rt::Check::ANY, optional;
});

printed_record!(StartJobInput {});

impl rt::Input for StartJobInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "startJob",
        tag: "job",
        method: Method::Post,
        path: "/jobs",
        params: &[],
        body: None,
        responses: &[rt::Response { status: rt::Status::Code(202), media: JSON, headers: &[] }],
        security: &[],
        fixed_headers: &[],
        deprecated: false,
        ..rt::Operation::PLAIN
    };
    type Output = Only<Started>;
}

async fn start_job(canned: &Canned) -> Result<Started, Error> {
    let client = plain(canned);
    Call::<StartJobInput>::new(&client.core, rt::blank()).send().await
}

#[tokio::test]
async fn another_success_than_the_documented_one_is_read_as_that() {
    for status in [200, 201, 202, 299] {
        let started = start_job(&Canned::json(status, r#"{"job_id": "j1"}"#)).await.expect("is a success");
        assert_eq!(started.job_id.as_deref(), Some("j1"));
    }
    for status in [200, 202, 206] {
        plain(&Canned::new(status, &[], "")).start_desktop("d").await.expect("has no content anyway");
    }
    // A typed answer tells which one came.
    let answer = plain(&Canned::new(206, &[], "")).start_desktop("d").respond().await.expect("is a success");
    assert_eq!(answer.status, 206);
}

#[tokio::test]
async fn an_empty_success_is_blank_where_nothing_is_required() {
    for status in [200, 202, 204] {
        let started = start_job(&Canned::new(status, &[], "")).await.expect("nothing is required");
        assert_eq!(started, rt::blank());
    }
    // A list is not a record, and this record has a name.
    let error = plain(&Canned::json(200, "")).list_desktops().await.expect_err("has no list");
    assert!(matches!(error, Error::Decode(_)), "{error}");
    let made = Canned::new(201, &[("location", "/d/1")], "");
    let error = plain(&made).create_desktop(desk::desktop("a")).await.expect_err("has no name");
    assert!(error.to_string().contains("the body is empty"), "{error}");
}

#[tokio::test]
async fn a_success_that_carries_an_error_is_an_error() {
    let body = r#"{"error_code": "W.0106", "error_msg": "no quota", "request_id": "r1"}"#;
    let error = service_error(start_job(&Canned::json(200, body)).await);
    assert_eq!((error.status, error.code.as_deref()), (200, Some("W.0106")));
    assert_eq!((error.message.as_deref(), error.request_id.as_deref()), (Some("no quota"), Some("r1")));
    // Also where nothing would be read of the body, and where the body fits nothing.
    let error = service_error(plain(&Canned::json(204, body)).start_desktop("d").send().await);
    assert_eq!(error.code.as_deref(), Some("W.0106"));
    let error = service_error(plain(&Canned::json(200, body)).list_desktops().send().await);
    assert_eq!(error.code.as_deref(), Some("W.0106"));
}

#[tokio::test]
async fn successes_that_only_look_like_errors_are_successes() {
    for body in [
        r#"{"error_code": "0", "error_msg": "ok", "job_id": "j"}"#,
        r#"{"code": 200, "message": "done"}"#,
        r#"{"code": "Success", "message": "done"}"#,
        r#"{"error_code": "W.1", "job_id": "j"}"#,
        r#"{"error_code": null, "error_msg": null}"#,
        r#"{"job_id": "error_code, error_msg"}"#,
        r#"{"x": {"error_code": "W.1", "error_msg": "no"}}"#,
    ] {
        start_job(&Canned::json(200, body)).await.expect(body);
    }
    // The type knows the fields: then they are its own.
    let body = r#"{"code": "W.1", "message": "is kept"}"#;
    let client = plain(&Canned::json(200, body));
    let kept = Call::<desk::DropInput>::new(&client.core, desk::DropInput {}).send().await.expect("is kept");
    assert_eq!(kept["code"], "W.1");
}
