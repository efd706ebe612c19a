//! The agency of a Huawei Cloud server.

use std::time::Duration;

use super::*;
use crate::sign::{Cached, Chain, Variables, Vendor};

const SESSION: &str = "PUT http://169.254.169.254/meta-data/latest/api/token";
const KEY: &str = "GET http://169.254.169.254/openstack/latest/securitykey";
const ANSWER: &str = r#"{"credential": {"access": "A", "secret": "hush-s", "securitytoken": "hush-t",
    "expires_at": "2024-04-16T09:53:41.701000Z"}}"#;

#[tokio::test]
async fn the_agency_of_a_server_signs() {
    let services = Services::new(&[(SESSION, 200, "hush-session\n"), (KEY, 200, ANSWER)]);
    let agency = EcsAgency::new().transport(services.clone());
    assert_eq!(parts(&agency.credentials().await), ("A", "hush-s", Some("hush-t"), Some(1_713_261_221)));
    assert_eq!(services.addresses(), [SESSION, KEY]);
    let sent = services.sent();
    assert_eq!(sent[0].headers.get("X-Metadata-Token-Ttl-Seconds"), Some("21600"));
    assert_eq!(sent[1].headers.get("X-Metadata-Token"), Some("hush-session"));
    assert!(!format!("{sent:?} {agency:?} {:?}", agency.credentials().await).contains("hush"));
}

#[tokio::test]
async fn a_session_is_optional() {
    for (status, body) in [(404, ""), (405, "no"), (200, "<html>hush</html>"), (200, "")] {
        let services = Services::new(&[(SESSION, status, body), (KEY, 200, ANSWER)]);
        let agency = EcsAgency::new().transport(services.clone());
        assert_eq!(parts(&agency.credentials().await).0, "A");
        assert_eq!(services.sent()[1].headers.get("X-Metadata-Token"), None);
    }
}

#[tokio::test]
async fn broken_answers_are_named_and_missing_ones_are_absent() {
    for (status, body, expected, is_absent) in [
        (404, "", "the metadata service knows of no agency", true),
        (500, "oops hush", "the metadata service answered 500", false),
        (200, "<html>hush</html>", "the metadata service answered 200, but with a body that is no JSON object", false),
        (200, "{}", "the metadata service answered 200, but without a text `expires_at`", false),
        (
            200,
            r#"{"credential": {"expires_at": "hush"}}"#,
            "the metadata service answered 200, but with a `expires_at` that is no time",
            false,
        ),
        (
            200,
            r#"{"credential": {"access": "A", "secret": "", "securitytoken": "hush", "expires_at": "2024-04-16T09:53:41Z"}}"#,
            "the metadata service answered 200, but without a text `secret`",
            false,
        ),
    ] {
        let services = Services::new(&[(SESSION, 404, ""), (KEY, status, body)]);
        assert_eq!(fault(&EcsAgency::new().transport(services)).await, (expected.to_owned(), is_absent));
    }
    let huge = " ".repeat(1024 * 1024 + 1);
    let services = Services::new(&[(SESSION, 404, ""), (KEY, 200, &huge)]);
    let (text, is_absent) = fault(&EcsAgency::new().transport(services)).await;
    assert!(text.contains("more than 1048576 bytes") && !is_absent, "{text}");
}

#[tokio::test(start_paused = true)]
async fn other_machines_have_no_agency_and_do_not_hang() {
    let (text, is_absent) = fault(&EcsAgency::new().transport(Services::default())).await;
    assert!(text.contains("no connection") && is_absent, "{text}");
    let started = tokio::time::Instant::now();
    let (text, is_absent) = fault(&EcsAgency::new().transport(Services::silent(SESSION))).await;
    assert_eq!((text.as_str(), is_absent), ("the metadata service does not answer within 3s", true));
    assert_eq!(started.elapsed(), Duration::from_secs(3));
}

#[tokio::test]
async fn the_chain_ends_at_the_server_and_its_key_is_renewed() {
    let services = Services::new(&[(SESSION, 404, ""), (KEY, 200, ANSWER)]);
    let nothing = Variables::from_iter([("HOME", "/nowhere")]);
    let chain = Chain::with_transport(Vendor::Huawei, &nothing, services.clone());
    let now = Arc::new(Mutex::new(1_713_261_221 - 6 * 3600));
    let clock = Arc::clone(&now);
    let cached = Cached::new(chain).refresh_before(Duration::from_secs(2 * 3600)).clock(move || {
        std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(*clock.lock().expect("no test panics in between"))
    });
    for (hours_left, n_asked) in [(6, 1), (3, 1), (2, 2), (2, 2)] {
        *now.lock().expect("no test panics in between") = 1_713_261_221 - hours_left * 3600;
        cached.credentials().await.expect("is found");
        let n_keys = services.addresses().iter().filter(|it| *it == KEY).count();
        assert_eq!(n_keys, n_asked, "{hours_left}");
    }
    let chain = Chain::with_transport(Vendor::Huawei, &nothing, Services::default());
    let (text, is_absent) = fault(&chain).await;
    assert!(is_absent && text.contains("`HUAWEICLOUD_SDK_AK`") && text.contains("metadata"), "{text}");
}
