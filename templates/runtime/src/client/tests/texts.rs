//! What every kind of error says: one line of bounded length, without control characters.

use super::*;
use crate::client::error::Configuration;
use crate::{DecodeError, ErrorBody, Fault, ReplyParts};

/// Text as a hostile service, input or setting may hold it.
fn hostile() -> String {
    format!("a\r\nX: 1\u{1b}[31m\u{2028}\u{202e}\0{}", "b".repeat(20_000))
}

fn answered(status: u16, content_type: &str, body: &str) -> ReplyParts {
    let headers = vec![("x-request-id".to_owned(), hostile()), ("x-other".to_owned(), hostile())];
    ReplyParts { status, headers, content_type: Some(content_type.to_owned()), body: body.as_bytes().to_vec() }
}

fn services() -> Vec<ServiceError> {
    let hostile = hostile();
    let shape = &CLIENT_API.error_shape;
    let bodies = [
        serde_json::json!({"error_code": hostile, "error_msg": hostile, "error_detail": hostile, "request_id": hostile})
            .to_string(),
        serde_json::json!({"error": {"code": hostile, "message": hostile, "error_detail": [hostile]}}).to_string(),
        serde_json::json!({hostile.as_str(): {hostile.as_str(): hostile}}).to_string(),
        hostile.clone(),
        String::new(),
    ];
    bodies.iter().map(|it| ServiceError::read("listDesktops", shape, answered(500, "a/b", it))).collect()
}

fn undecodables() -> Vec<Undecodable> {
    let hostile = hostile();
    let list = |it: serde_json::Value| serde_json::json!([it]).to_string();
    let bodies = [
        list(serde_json::json!({"name": "n", "note": null, "limit": hostile})),
        list(serde_json::json!({"name": "n", "note": null, "tags": {hostile.as_str(): 1}})),
        hostile.clone(),
        list(serde_json::json!({hostile.as_str(): hostile})),
    ];
    let read = |media: &str, body: &str| {
        let reply = answered(200, media, body);
        let error = crate::decode_reply::<desk::ListDesktopsInput>(&reply).expect_err("does not fit");
        Undecodable::new("listDesktops", error, reply)
    };
    let mut all: Vec<_> = bodies.iter().map(|it| read("application/json", it)).collect();
    all.push(read(&hostile, "x"));
    let (name, message) = (hostile.clone(), hostile);
    all.push(Undecodable::new("a", DecodeError::Header { name, message }, answered(200, "a/b", "")));
    all
}

/// An error of every kind, made of hostile text.
fn all() -> Vec<Error> {
    let hostile = hostile();
    let cause = || std::io::Error::other(hostile.clone());
    let fault = || Fault { pointer: hostile.clone(), rule: "type", text: hostile.clone() };
    let kinds = [TransportErrorKind::Broken, TransportErrorKind::Setup, TransportErrorKind::Timeout];
    let mut all = vec![
        Error::Configuration(Configuration { faults: vec![hostile.clone(), hostile.clone()] }),
        Error::Input(InputError::Violations((0..200).map(|_| fault()).collect())),
        Error::Input(InputError::Encode(crate::EncodeError::new(hostile.clone(), hostile.clone()))),
        Error::Input(InputError::Unsendable(hostile.clone())),
        Error::Input(InputError::Malformed(hostile.clone())),
        Error::Authentication(AuthenticationError::new(hostile.clone()).with_source(cause())),
        Error::Timeout(Timeout { kind: TimeoutKind::Attempt, limit: Duration::from_secs(1), attempts: 3 }),
        Error::Paging(PagingError { operation: "listDesktops", kind: PagingErrorKind::PageRepeated }),
    ];
    all.extend(kinds.map(|it| Error::Transport(TransportError::new(it, hostile.clone()).with_source(cause()))));
    all.extend(services().into_iter().map(|it| Error::Service(Box::new(it))));
    all.extend(undecodables().into_iter().map(|it| Error::Decode(Box::new(it))));
    all
}

#[track_caller]
fn check_line(shown: &str) {
    let is_plain = |it: char| !it.is_control() && !"\u{2028}\u{202e}".contains(it);
    assert!(!shown.is_empty() && shown.chars().all(is_plain), "{shown:?}");
    assert!(shown.len() < 3000, "{} bytes: {}...", shown.len(), &shown[..1000]);
}

#[test]
fn every_error_is_one_line() {
    for error in all() {
        check_line(&error.to_string());
        let is_every_kind_listed = |it: &Error| match it {
            Error::Configuration(_) | Error::Input(_) | Error::Authentication(_) | Error::Transport(_) => true,
            Error::Timeout(_) | Error::Service(_) | Error::Decode(_) | Error::Paging(_) | Error::Job(_) => true,
        };
        assert!(is_every_kind_listed(&error));
    }
    let hostile = hostile();
    let misfit = crate::from_value::<i32>(serde_json::Value::String(hostile.clone())).expect_err("is text");
    check_line(&misfit.to_string());
    check_line(&format!("{misfit:?}"));
    check_line(&Fault { pointer: hostile.clone(), rule: "type", text: hostile.clone() }.to_string());
    check_line(&crate::server::Failure::bad_request(hostile.clone()).to_string());
    let failures = (0..5).map(|subtask| JobFailure {
        subtask,
        state: hostile.clone(),
        code: Some(format!("{subtask}{hostile}")),
        message: Some(hostile.clone()),
    });
    let job = Waited {
        operation: "startJob",
        started: (),
        last: (),
        states: (0..1000).map(|it| format!("{it}{hostile}")).collect(),
        failures: failures.collect(),
        waited: Duration::from_secs(1),
    };
    let error = WaitError::<(), ()>::Failed(Box::new(job));
    check_line(&error.to_string());
    check_line(&Error::from(error).to_string());
}

#[test]
fn debug_views_of_answers_are_bounded() {
    let shown: Vec<String> = services().iter().map(|it| format!("{it:?}")).collect();
    for shown in shown.into_iter().chain(undecodables().iter().map(|it| format!("{it:?}"))) {
        assert!(shown.len() < 5000, "{} bytes: {}...", shown.len(), &shown[..3000]);
    }
}

#[test]
fn errors_tell_what_support_asks_for() {
    let services = services();
    let shapes: Vec<_> = services.iter().map(|it| it.shape).collect();
    let expected = [ErrorBody::Flat, ErrorBody::Wrapped, ErrorBody::OtherJson, ErrorBody::NotJson, ErrorBody::Empty];
    assert_eq!(shapes, expected);
    let body = r#"{"error": {"code": 401, "message": "no", "message_id": "m1", "more": {"a": 1}}}"#;
    let error = ServiceError::read("a", &CLIENT_API.error_shape, answered(401, "", body));
    assert_eq!(error.member("message_id").as_deref(), Some("m1"));
    assert_eq!((error.member("more").as_deref(), error.member("nope")), (Some(r#"{"a":1}"#), None));
    let error = Error::Service(Box::new(error));
    assert_eq!((error.status(), error.code(), error.is_not_found()), (Some(401), Some("401"), false));
    assert_eq!(error.request_id(), Some(hostile().as_str()));
    let error = Error::Decode(Box::new(undecodables().remove(0)));
    assert_eq!((error.status(), error.code()), (Some(200), None));
    assert!(error.request_id().is_some());
}
