//! Tokens: what is asked for, how long they are kept, what happens when they are refused.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::*;
use crate::conformance::desk::Client;

fn json_of(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("is JSON")
}

fn with_token(cloud: &Cloud) -> Client {
    built(builder(cloud).token(password().clock(cloud.clock())))
}

#[tokio::test]
async fn a_call_carries_a_token_and_the_project_that_it_is_for() {
    let cloud = Cloud::default();
    let token = password().passcode("u-1", || "hush-123456".to_owned()).clock(cloud.clock());
    let client = built(builder(&cloud).token(token));
    client.list_desktops().await.expect("is answered");
    client.start_desktop("d").await.expect("is answered");
    assert_eq!((cloud.n_asked(), cloud.n_called()), (1, 2));
    let asked = cloud.last_question();
    assert_eq!(asked.url(), "https://iam.ap-southeast-1.myhuaweicloud.com/v3/auth/tokens?nocatalog=true");
    let user = json!({"name": "alice", "password": "hush-password", "domain": {"name": "acme"}});
    let identity = json!({
        "methods": ["password", "totp"],
        "password": {"user": user},
        "totp": {"user": {"id": "u-1", "passcode": "hush-123456"}},
    });
    let scope = json!({"project": {"name": "ap-southeast-1"}});
    assert_eq!(json_of(&asked.body), json!({"auth": {"identity": identity, "scope": scope}}));
    let called = cloud.last_call();
    assert_eq!(called.path, "/v2/p-1/desktops/d:start");
    assert_eq!(called.headers.get("X-Auth-Token"), Some("hush-token-1"));
    assert_eq!(called.headers.get("X-Project-Id"), Some("p-1"));
    assert_eq!(called.headers.get("Authorization"), None);
}

#[tokio::test]
async fn an_access_key_logs_in_too() {
    let cloud = Cloud::default();
    let token = IamToken::access_key("AK", "hush-sk").clock(cloud.clock());
    assert!(!format!("{token:?}").contains("hush"));
    built(builder(&cloud).token(token)).list_desktops().await.expect("is answered");
    let asked = cloud.last_question();
    assert_eq!(asked.url(), "https://iam.ap-southeast-1.myhuaweicloud.com/v3/auth/tokens?nocatalog=true");
    let key = json!({"access": {"key": "AK"}, "secret": {"key": "hush-sk"}});
    let identity = json!({"methods": ["hw_ak_sk"], "hw_ak_sk": key});
    let scope = json!({"project": {"name": "ap-southeast-1"}});
    assert_eq!(json_of(&asked.body), json!({"auth": {"identity": identity, "scope": scope}}));
    assert_eq!(cloud.last_call().headers.get("X-Auth-Token"), Some("hush-token-1"));
}

#[tokio::test]
async fn a_token_is_for_what_was_set() {
    let of_client = |it: Builder| it;
    let with_project = |it: Builder| it.parameter("project_id", "p-9");
    let in_region = |it: Builder| it.variable("region", "af-north-1");
    for (token, set, scope) in [
        (password().project("main"), of_client as fn(Builder) -> Builder, json!({"project": {"name": "main"}})),
        (password().project_id("p-2"), with_project, json!({"project": {"id": "p-2"}})),
        (password().account("acme"), with_project, json!({"domain": {"name": "acme"}})),
        (password().account_id("d-1"), with_project, json!({"domain": {"id": "d-1"}})),
        (password(), with_project, json!({"project": {"id": "p-9"}})),
        (password(), in_region, json!({"project": {"name": "af-north-1"}})),
    ] {
        let cloud = Cloud::default();
        built(set(builder(&cloud)).token(token)).list_desktops().project_id("mine").dry_run().await.expect("is made");
        built(set(builder(&cloud)).token(password())).start_desktop("d").await.expect("is answered");
        // `list_desktops` can do without credentials only if there are none.
        assert_eq!(json_of(&cloud.state().asked[0].body)["auth"]["scope"], scope);
    }
    let cloud = Cloud::default();
    let error = built(builder(&cloud).token(password().account("acme"))).list_desktops().await;
    assert!(error.expect_err("a token for an account has no project").to_string().contains("/path.project_id"));
    let token = password().project_id("p-3");
    built(builder(&cloud).token(token)).list_desktops().await.expect("is answered");
    assert_eq!(cloud.last_call().path, "/v2/p-3/desktops");
}

#[tokio::test]
async fn the_token_of_a_provider_is_read_anew() {
    let path = std::env::temp_dir().join(format!("specwright-{}-id-token", std::process::id()));
    let cloud = Cloud::default();
    let token = IamToken::id_token_file("idp", &path).endpoint("http://iam.local:5000/x").clock(cloud.clock());
    let client = built(builder(&cloud).parameter("project_id", "p-4").token(token));
    let missing = authentication(client.list_desktops().await);
    assert!(missing.to_string().contains("cannot be read") && missing.credentials().is_some(), "{missing}");
    for (now, text) in [(0, "hush-first"), (30 * 3600, "hush-second")] {
        std::fs::write(&path, format!("{text}\n")).expect("can be written");
        cloud.state().now = now;
        client.list_desktops().await.expect("is answered");
        let asked = cloud.last_question();
        assert_eq!(asked.url(), "http://iam.local:5000/x/v3.0/OS-AUTH/id-token/tokens");
        assert_eq!(asked.headers.get("X-Idp-Id"), Some("idp"));
        let expected = json!({"auth": {"id_token": {"id": text}, "scope": {"project": {"id": "p-4"}}}});
        assert_eq!(json_of(&asked.body), expected);
    }
    assert_eq!(cloud.n_asked(), 2);
    std::fs::remove_file(&path).expect("is there");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_two_hours_before_its_end() {
    let cloud = Cloud::default();
    let client = with_token(&cloud);
    const HOUR: u64 = 3600;
    for (now, token) in [(0, 1), (22 * HOUR - 1, 1), (22 * HOUR, 2), (44 * HOUR - 1, 2), (90 * HOUR, 3)] {
        cloud.state().now = now;
        client.list_desktops().await.expect("is answered");
        let expected = format!("hush-token-{token}");
        assert_eq!(cloud.last_call().headers.get("X-Auth-Token"), Some(expected.as_str()), "{now}");
    }
    // A renewal that fails is covered while the token lasts.
    cloud.state().answer = Some(iam_answer(503, &[], ""));
    cloud.state().now = 113 * HOUR;
    client.list_desktops().await.expect("is answered");
    cloud.state().now = 114 * HOUR;
    let error = authentication(client.list_desktops().await);
    assert_eq!(error.to_string(), "IAM answered 503");
}

#[tokio::test]
async fn many_calls_fetch_one_token() {
    let cloud = Cloud { iam_gate: Some(Arc::new(Semaphore::new(0))), ..Cloud::default() };
    let client = with_token(&cloud);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.list_desktops().await })
        })
        .collect();
    tokio::task::yield_now().await;
    cloud.iam_gate.as_ref().expect("is there").add_permits(50);
    for call in calls {
        call.await.expect("ends").expect("is answered");
    }
    assert_eq!((cloud.n_asked(), cloud.n_called()), (1, 50));
}

#[tokio::test]
async fn many_calls_with_a_wrong_password_are_one_login() {
    let cloud = Cloud { iam_gate: Some(Arc::new(Semaphore::new(0))), ..Cloud::default() };
    cloud.state().answer = Some(iam_answer(401, &[], r#"{"error": {"code": 401, "message": "wrong password"}}"#));
    let client = with_token(&cloud);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.list_desktops().await })
        })
        .collect();
    tokio::task::yield_now().await;
    cloud.iam_gate.as_ref().expect("is there").add_permits(50);
    for call in calls {
        let error = authentication(call.await.expect("ends"));
        assert_eq!(error.to_string(), "IAM answered 401 401: wrong password");
    }
    assert_eq!((cloud.n_asked(), cloud.n_called()), (1, 0));
}

#[tokio::test]
async fn calls_that_are_refused_at_once_fetch_one_new_token() {
    let cloud = Cloud { service_gate: Some(Arc::new(Semaphore::new(1))), ..Cloud::default() };
    let client = with_token(&cloud);
    client.list_desktops().await.expect("is answered");
    cloud.state().refused.push(1);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            // A `POST` too: a service that refuses it has not executed it.
            tokio::spawn(async move { client.start_desktop("d").await })
        })
        .collect();
    while cloud.n_called() < 21 {
        tokio::task::yield_now().await;
    }
    // One after the other learns that its token was refused; those that come late must not drop the new one.
    for _ in 0..20 {
        cloud.service_gate.as_ref().expect("is there").add_permits(1);
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
    }
    cloud.service_gate.as_ref().expect("is there").add_permits(40);
    for call in calls {
        call.await.expect("ends").expect("is answered in the end");
    }
    assert_eq!((cloud.n_asked(), cloud.n_called()), (2, 41));
}

#[tokio::test]
async fn a_token_that_is_refused_for_ever_is_fetched_anew_once() {
    let cloud = Cloud::default();
    cloud.state().refuses_all = true;
    let error = with_token(&cloud).start_desktop("d").await.expect_err("is refused");
    assert_eq!(error.service().map(|it| (it.status, it.attempts)), Some((401, 2)));
    assert_eq!((cloud.n_asked(), cloud.n_called()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_ever() {
    let cloud = Cloud { iam_gate: Some(Arc::new(Semaphore::new(0))), ..Cloud::default() };
    let started = tokio::time::Instant::now();
    let error = authentication(with_token(&cloud).list_desktops().await);
    assert_eq!(error.to_string(), "IAM does not answer within 30s");
    assert_eq!(started.elapsed().as_secs(), 30);
    let short = with_token(&cloud).list_desktops().timeout(Duration::from_secs(5)).await;
    assert!(short.expect_err("is too short").is_timeout());
    assert_eq!(started.elapsed().as_secs(), 35);
}

#[tokio::test]
async fn a_server_accepts_the_tokens_that_it_looks_up() {
    use crate::client::InProcess;
    use crate::conformance::desk::{self, DesktopApi};
    use crate::server::{Context, Failure, Options};
    use crate::sign::{Vendor, Verified, Verifier};

    struct Desk;

    impl DesktopApi for Desk {
        async fn start_desktop(
            &self,
            context: Context,
            _: desk::StartDesktopInput,
        ) -> Result<desk::StartDesktopOutput, Failure> {
            assert!(context.extensions().get::<Verified>().is_some_and(|it| it.key_id == "alice"));
            Ok(desk::StartDesktopOutput::Done)
        }
    }

    let verifier = Verifier::new(Vendor::Huawei, |_: &str| None);
    let verifier = verifier.token_lookup(|it: &str| (it == "hush-token-1").then(|| "alice".to_owned()));
    let router = desk::router_of(Desk, Options::new().guard(verifier));
    let cloud = Cloud::default();
    let token = password().clock(cloud.clock()).transport(cloud.clone());
    let client = built(builder(&cloud).transport(InProcess::new(router)).token(token));
    client.start_desktop("d").await.expect("is let in");
    // Nobody else is, not even with the next token.
    cloud.state().now = 30 * 3600;
    let error = client.start_desktop("d").await.expect_err("is refused");
    assert_eq!(error.service().map(|it| (it.status, it.code.as_deref())), Some((401, Some("APIGW.0301"))));
    assert_eq!(cloud.n_asked(), 3);
}

#[test]
fn a_service_without_tokens_is_a_fault_of_the_settings() {
    static SIGNED: crate::client::Api = crate::client::Api { schemes: &[], ..crate::conformance::desk::CLIENT_API };
    let error = Builder::new(&SIGNED).token(password()).build().expect_err("takes no token");
    assert!(error.to_string().contains("no security scheme that takes a token in `X-Auth-Token`"), "{error}");
}
