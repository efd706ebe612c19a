//! The project of a region, looked up with a key.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::*;
use crate::sign::{Received, Vendor, Verifier};

fn key() -> AccessKey {
    AccessKey::new("ID", "hush-secret").with_security_token("hush-security")
}

#[tokio::test]
async fn a_key_and_a_region_are_enough() {
    let cloud = Cloud::default();
    let client = built(builder(&cloud).variable("region", "ap-southeast-1").access_key(key()));
    let asked = client.start_desktop("d").dry_run().await.expect("can be sent");
    assert_eq!(asked.path, "/v2/p-7/desktops/d:start");
    client.start_desktop("d").await.expect("is answered");
    let called = cloud.last_call();
    assert_eq!((called.path.as_str(), called.headers.get("X-Project-Id")), ("/v2/p-7/desktops/d:start", Some("p-7")));
    // Who names a project needs no other.
    client.list_desktops().project_id("mine").await.expect("is answered");
    assert_eq!((cloud.n_asked(), cloud.last_call().path.as_str()), (1, "/v2/mine/desktops"));
    is_signed(&cloud.last_question());
}

/// IAM would believe this request.
#[track_caller]
fn is_signed(asked: &crate::client::HttpRequest) {
    assert_eq!(asked.url(), "https://iam.ap-southeast-1.myhuaweicloud.com/v3/projects?name=ap-southeast-1");
    assert_eq!((asked.headers.get("X-Project-Id"), asked.headers.get("X-Domain-Id")), (None, None));
    let verifier = Verifier::new(Vendor::Huawei, |id: &str| (id == "ID").then(key));
    let host = [("Host", asked.host.as_str())];
    let headers = asked.headers.iter().chain(host).collect();
    let target = asked.target();
    let received = Received { method: "GET", target: &target, headers, body: b"" };
    assert_eq!(verifier.verify(&received).map(|it| it.key_id).as_deref(), Ok("ID"));
}

#[tokio::test]
async fn many_calls_look_once() {
    let cloud = Cloud { iam_gate: Some(Arc::new(Semaphore::new(0))), ..Cloud::default() };
    let client = built(builder(&cloud).access_key(key()));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.start_desktop("d").await })
        })
        .collect();
    tokio::task::yield_now().await;
    cloud.iam_gate.as_ref().expect("is there").add_permits(20);
    for call in calls {
        call.await.expect("ends").expect("is answered");
    }
    assert_eq!((cloud.n_asked(), cloud.n_called()), (1, 20));
}

#[tokio::test]
async fn exactly_one_project_must_match() {
    let region = "the project of the region cannot be looked up: ";
    for (status, body, expected) in [
        (200, r#"{"projects": []}"#, "IAM knows of no project `ap-southeast-1`: set `project_id`"),
        (
            200,
            r#"{"projects": [{"id": "a"}, {"id": "b"}]}"#,
            "IAM knows of 2 projects `ap-southeast-1`: choose one by `project_id`",
        ),
        (200, r#"{"projects": 5}"#, "IAM answered 200, but without a list `projects`"),
        (403, r#"{"error_code": "X", "error_msg": "key hush-secret of ID"}"#, "IAM answered 403 X: key *** of ID"),
    ] {
        let cloud = Cloud::default();
        cloud.state().answer = Some(iam_answer(status, &[], body));
        let error = authentication(built(builder(&cloud).access_key(key())).start_desktop("d").await);
        assert_eq!(error.to_string(), format!("{region}{expected}"));
    }
    let cloud = Cloud::default();
    let mixed = r#"{"projects": [{"id": "a", "name": "ap-southeast-1_sub"}, {"id": "b", "name": "ap-southeast-1"}]}"#;
    cloud.state().answer = Some(iam_answer(200, &[], mixed));
    built(builder(&cloud).access_key(key())).start_desktop("d").await.expect("is answered");
    assert_eq!(cloud.last_call().path, "/v2/b/desktops/d:start");
}

#[tokio::test]
async fn without_a_region_nothing_is_looked_for() {
    let cloud = Cloud::default();
    let client = built(builder(&cloud).endpoint("https://desk.example.org").access_key(key()));
    let error = client.start_desktop("d").await.expect_err("there is no project");
    assert!(error.to_string().contains("project_id"), "{error}");
    assert_eq!((cloud.n_asked(), cloud.n_called()), (0, 0));
}
