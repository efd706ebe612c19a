//! Answers as they came: any status, any body, with the retries and limits of every call.

use super::*;

#[tokio::test]
async fn answers_of_any_status_come_as_they_are() {
    for status in [200, 204, 302, 400, 404, 500, 503] {
        for body in ["", "[]", "<html>no JSON", "[{\"name\": 5}]"] {
            let canned = Canned::new(status, &[("X-Request-Id", "r 1"), ("Content-Type", "text/x")], body);
            let raw = plain(&canned).list_desktops().limit(3).send_raw().await.expect("is an answer");
            assert_eq!((raw.status, raw.body.as_slice()), (status, body.as_bytes()));
            assert_eq!(
                (raw.headers.get("x-request-id"), raw.headers.get("content-type")),
                (Some("r 1"), Some("text/x"))
            );
            assert_eq!(canned.last().query, "limit=3");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn raw_calls_have_limits_and_are_repeated() {
    let canned = Canned::new(503, &[], "later");
    let client = client(&canned, |it| it.retry(RetryPolicy::new()).jitter(|| 1.0));
    let raw = client.list_desktops().send_raw().await.expect("is an answer");
    assert_eq!((raw.status, canned.n_sent()), (503, 3));
    let refused = client.list_desktops().limit(0).send_raw().await.expect_err("breaks a limit");
    assert!(matches!(refused, Error::Input(_)) && canned.n_sent() == 3);
    let late = plain(&Canned::default()).list_desktops().timeout(Duration::from_secs(3)).send_raw().await;
    assert!(late.is_err_and(|it| it.is_timeout()));
}
