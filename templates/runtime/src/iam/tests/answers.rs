//! What IAM may answer instead of a token, and what is said then.

use std::time::Duration;

use super::*;
use crate::client::HttpResponse;

const GOOD: &str = r#"{"token": {"expires_at": "2999-01-01T00:00:00Z", "project": {"id": "p-1"}}}"#;

async fn fault(answer: HttpResponse) -> String {
    let cloud = Cloud::default();
    cloud.state().answer = Some(answer);
    let error = authentication(built(builder(&cloud).token(password())).list_desktops().await);
    assert_eq!(cloud.n_called(), 0);
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn answers_without_a_token_are_named() {
    let token: &[(&str, &str)] = &[("X-Subject-Token", "t")];
    let html = "<html><body>Welcome to the proxy</body></html>";
    for (answer, expected) in [
        (iam_answer(201, &[], GOOD), "IAM answered 201, but without a header `X-Subject-Token`"),
        (
            iam_answer(201, &[("X-Subject-Token", " ")], GOOD),
            "IAM answered 201, but without a header `X-Subject-Token`",
        ),
        (iam_answer(200, &[], html), "IAM answered 200, but without a header `X-Subject-Token`"),
        (iam_answer(200, token, html), "IAM answered 200, but with a body that is no JSON object"),
        (iam_answer(201, token, "[]"), "IAM answered 201, but with a body that is no JSON object"),
        (iam_answer(201, token, "{}"), "IAM answered 201, but without a time in `token.expires_at`"),
        (
            iam_answer(201, token, r#"{"token": {"expires_at": "soon"}}"#),
            "IAM answered 201, but without a time in `token.expires_at`",
        ),
        (iam_answer(201, token, &" ".repeat(1024 * 1024 + 1)), "IAM answered 201, but with more than 1048576 bytes"),
        (iam_answer(302, &[("Location", "https://evil.example")], ""), "IAM answered 302"),
        (iam_answer(502, &[], html), "IAM answered 502"),
        (
            iam_answer(403, &[("X-Request-Id", "r-1")], r#"{"error_msg": "no", "error_code": "IAM.0001"}"#),
            "IAM answered 403 IAM.0001: no (request r-1)",
        ),
    ] {
        assert_eq!(fault(answer).await, expected);
    }
}

#[tokio::test]
async fn times_may_have_any_number_of_digits() {
    for end in ["2999-01-01T00:00:00Z", "2999-01-01T00:00:00.1Z", "2999-01-01T00:00:00.701000123Z"] {
        let cloud = Cloud::default();
        cloud.state().answer =
            Some(iam_answer(201, &[("X-Subject-Token", "t")], &GOOD.replace("2999-01-01T00:00:00Z", end)));
        built(builder(&cloud).token(password())).list_desktops().await.expect("is answered");
    }
}

#[tokio::test]
async fn the_error_of_iam_is_typed() {
    let cloud = Cloud::default();
    let body = r#"{"error": {"code": 401, "message": "The username or password is wrong.", "title": "Unauthorized"}}"#;
    cloud.state().answer = Some(iam_answer(401, &[("X-IAM-Trace-Id", "trace-1")], body));
    let error = authentication(built(builder(&cloud).token(password())).list_desktops().await);
    let credentials = error.credentials().expect("is about credentials");
    let issuer = credentials.issuer().expect("was said by IAM");
    assert!(!credentials.is_absent());
    assert_eq!((issuer.status, issuer.code.as_deref()), (401, Some("401")));
    assert_eq!(issuer.message.as_deref(), Some("The username or password is wrong."));
    assert_eq!(issuer.request_id.as_deref(), Some("trace-1"));
}

#[tokio::test(start_paused = true)]
async fn what_passes_is_waited_for() {
    let cloud = Cloud::default();
    cloud.state().answer = Some(iam_answer(503, &[], ""));
    let started = tokio::time::Instant::now();
    let client = built(builder(&cloud).token(password().clock(cloud.clock())));
    let call = tokio::spawn(async move { client.list_desktops().await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    cloud.state().answer = None;
    call.await.expect("ends").expect("is answered in the end");
    assert_eq!((cloud.n_asked(), started.elapsed().as_millis()), (2, 200));
    cloud.state().answer = Some(iam_answer(504, &[], ""));
    authentication(built(builder(&cloud).token(password())).list_desktops().await);
    assert_eq!((cloud.n_asked(), started.elapsed().as_millis()), (5, 1400));
}
