//! Requests and handlers with faults.

use super::*;

#[tokio::test]
async fn every_fault_of_a_request_is_named() {
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops", &[JSON], r#"{"name": 5}"#).await;
    assert_eq!((got.status, got.json()["error_code"].clone()), (400, json!("InvalidRequest")));
    assert!(got.message().contains("`/body/name`"), "{}", got.message());
    let got = get("/v2/p/desktops?limit=x&name=a").await;
    assert!(got.status == 400 && got.message().contains("`/query.limit`"), "{}", got.message());
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops", &[JSON], "").await;
    assert!(got.status == 400 && got.message().contains("`/body`"), "{}", got.message());
}

#[tokio::test]
async fn limits_of_the_description_hold_unless_turned_off() {
    let target = format!("/v2/p/desktops?limit=0&name={}", "x".repeat(65));
    let got = get(&target).await;
    let message = got.message();
    assert!(got.status == 400 && message.contains("`/query.limit`") && message.contains("`/query.name`"), "{message}");
    let unchecked = desk(Options::new().validation(Validation::Off));
    assert_eq!(ask(unchecked, "GET", &target, &[], "").await.status, 200);
    let body = r#"{"name": "a", "note": null, "disks": ["1", "2", "3", "4"], "limit": -1}"#;
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops", &[JSON], body).await;
    let message = got.message();
    assert!(message.contains("`/body/limit`") && message.contains("`/body/disks`"), "{message}");
}

#[tokio::test]
async fn bodies_have_a_largest_size() {
    let body = r#"{"name": "a", "note": null}"#;
    for (limit, status) in [(body.len(), 201), (body.len() - 1, 413)] {
        let router = desk(Options::new().body_limit(limit));
        let got = ask(router, "POST", "/v2/p/desktops", &[JSON], body).await;
        assert_eq!(got.status, status);
    }
    // What is announced is believed before anything is read.
    let router = desk(Options::new().body_limit(10));
    let got = ask(router, "POST", "/v2/p/desktops", &[JSON, ("Content-Length", "11")], "").await;
    assert_eq!((got.status, got.json()["error_code"].clone()), (413, json!("PayloadTooLarge")));
}

#[tokio::test]
async fn bodies_of_other_types_are_refused() {
    let body = r#"{"name": "a", "note": null}"#;
    let post = |media: Option<&'static str>| {
        let headers: Vec<_> = media.map(|it| ("Content-Type", it)).into_iter().collect();
        async move { ask(desk(Options::new()), "POST", "/v2/p/desktops", &headers, body).await.status }
    };
    assert_eq!(post(Some("text/plain")).await, 415);
    assert_eq!(post(Some("application/json; charset=utf-8")).await, 201);
    assert_eq!(post(Some("application/merge-patch+json")).await, 201);
    assert_eq!(post(None).await, 201);
    // Clients of cloud services send a type with every request.
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/d:start", &[("Content-Type", "text/plain")], "").await;
    assert_eq!(got.status, 204);
}

#[tokio::test]
async fn failures_of_handlers_look_like_errors_of_the_api() {
    let got = get("/v2/p/desktops?name=fail").await;
    assert_eq!((got.status, got.header("retry-after")), (409, Some("5")));
    let body = got.json();
    assert_eq!(
        (&body["error_code"], &body["error_msg"], &body["error_detail"]),
        (&json!("Desk.Busy"), &json!("busy"), &json!("more"))
    );
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/other:start", &[], "").await;
    assert_eq!((got.status, got.message().as_str()), (501, "`startDesktop` is not implemented"));
}

#[tokio::test]
async fn faults_of_handlers_are_the_servers_fault() {
    for name in ["panic", "wrong%20status", "wrong%20header"] {
        let got = get(&format!("/v2/p/desktops?name={name}")).await;
        assert_eq!((got.status, got.json()["error_code"].clone()), (500, json!("InternalError")), "{name}");
        assert!(!got.message().contains("hidden"), "{}", got.message());
    }
    let got = ask(desk(Options::new()), "POST", "/v2/p/desktops/panic:start", &[], "").await;
    assert_eq!(got.status, 500);
}
