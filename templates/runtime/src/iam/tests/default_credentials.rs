//! Where variables and profile of Huawei Cloud lead.

use super::*;
use crate as rt;
use crate::client::Call;
use crate::conformance::desk;

/// What a client with these variables, and a profile with this text, sends.
async fn sent(name: &str, profile: &str, variables: &[(&str, &str)]) -> (Cloud, crate::client::HttpRequest) {
    let path = std::env::temp_dir().join(format!("specwright-{}-setup-{name}", std::process::id()));
    let token = path.with_extension("token");
    std::fs::write(&path, profile.replace("TOKEN", token.to_str().expect("is text"))).expect("can be written");
    std::fs::write(&token, "hush-id-token").expect("can be written");
    let files = [
        ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().expect("is text")),
        ("TOKEN", token.to_str().expect("is text")),
    ];
    let value = |value: &str| value.replace("TOKEN", files[1].1);
    let variables =
        files[..1].iter().chain(variables).map(|(name, it)| ((*name).to_owned(), value(it))).collect::<Variables>();
    let cloud = Cloud::default();
    let client = built(builder(&cloud).credentials_in(&variables));
    client.start_desktop("d").await.expect("is answered");
    std::fs::remove_file(&path).expect("is there");
    std::fs::remove_file(&token).expect("is there");
    let called = cloud.last_call();
    (cloud, called)
}

const KEY: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "ENV"), ("HUAWEICLOUD_SDK_SK", "hush")];
const FEDERATED: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_IDP_ID", "idp"), ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", "TOKEN")];

#[tokio::test]
async fn the_profile_names_key_and_project() {
    let profile = "[basic]\nak=FILE\nsk=hush\nproject_id=p-file\ndomain_id=d-file\n";
    let (cloud, called) = sent("key", profile, &[]).await;
    assert_eq!((called.path.as_str(), cloud.n_asked()), ("/v2/p-file/desktops/d:start", 0));
    assert!(called.headers.get("Authorization").is_some_and(|it| it.contains("Access=FILE")));
    // The project says more than the account that it belongs to.
    assert_eq!((called.headers.get("X-Project-Id"), called.headers.get("X-Domain-Id")), (Some("p-file"), None));
    let (_, called) = sent("variable", profile, &[("HUAWEICLOUD_SDK_PROJECT_ID", "p-env")]).await;
    assert_eq!(called.path, "/v2/p-env/desktops/d:start");
}

#[tokio::test]
async fn nobody_signs_with_one_key_for_the_project_of_another() {
    let (cloud, called) = sent("other", "[basic]\nak=FILE\nsk=hush\nproject_id=p-file\niam_endpoint=x\n", &KEY).await;
    assert!(called.headers.get("Authorization").is_some_and(|it| it.contains("Access=ENV")));
    assert_eq!((called.path.as_str(), cloud.n_asked()), ("/v2/p-7/desktops/d:start", 1));
}

#[tokio::test]
async fn the_profile_says_where_iam_is() {
    let profile = "[basic]\nak=FILE\nsk=hush\niam_endpoint=http://iam.local:9\n";
    let (cloud, called) = sent("endpoint", profile, &[("HUAWEICLOUD_SDK_IAM_ENDPOINT", "iam.other")]).await;
    assert_eq!(cloud.last_question().url(), "http://iam.local:9/v3/projects?name=ap-southeast-1");
    assert_eq!(called.path, "/v2/p-7/desktops/d:start");
    let (cloud, _) = sent("named", "", &[&KEY[..], &[("HUAWEICLOUD_SDK_IAM_ENDPOINT", "iam.other")]].concat()).await;
    assert_eq!(cloud.last_question().host, "iam.other");
}

#[tokio::test]
async fn an_identity_provider_wins_over_a_key() {
    let project = [("HUAWEICLOUD_SDK_PROJECT_ID", "p-env")];
    let (cloud, called) = sent("federated", "", &[&KEY[..], &FEDERATED[..], &project[..]].concat()).await;
    assert_eq!((called.path.as_str(), cloud.n_asked()), ("/v2/p-env/desktops/d:start", 1));
    assert_eq!((called.headers.get("X-Auth-Token"), called.headers.get("Authorization")), (Some("hush-token-1"), None));
    let asked = cloud.last_question();
    assert_eq!(asked.headers.get("X-Idp-Id"), Some("idp"));
    assert!(String::from_utf8_lossy(&asked.body).contains(r#""id":"p-env""#));
    let profile = "[basic]\nidp_id=file\nid_token_file=TOKEN\niam_endpoint=https://iam.local\n";
    let (cloud, called) = sent("file", profile, &[]).await;
    assert_eq!(cloud.last_question().headers.get("X-Idp-Id"), Some("file"));
    assert_eq!(cloud.last_question().host, "iam.local");
    assert_eq!(called.path, "/v2/p-1/desktops/d:start");
}

#[tokio::test]
async fn an_account_is_named_where_there_is_no_project() {
    let cloud = Cloud::default();
    let variables = [&KEY[..], &[("HUAWEICLOUD_SDK_DOMAIN_ID", "d-env")]].concat().into_iter().collect();
    let client = built(builder(&cloud).credentials_in(&variables));
    let request = client.start_desktop("d").dry_run().await.expect("can be sent");
    assert_eq!((request.headers.get("X-Project-Id"), request.headers.get("X-Domain-Id")), (Some("p-7"), None));
    let own = desk::StartDesktopInput { project_id: "p/8".to_owned(), id: "d".to_owned() };
    let request = Call::new(&client.core, own).dry_run().await.expect("can be sent");
    assert_eq!(request.headers.get("X-Project-Id"), Some("p/8"), "the call says which project it is about");
    // Without a region no project is looked for.
    let global = built(builder(&cloud).credentials_in(&variables).endpoint("https://desk.example.org/base"));
    let request = Call::new(&global.core, ListUsersInput {}).dry_run().await.expect("can be sent");
    assert_eq!((request.headers.get("X-Project-Id"), request.headers.get("X-Domain-Id")), (None, Some("d-env")));
    assert!(request.headers.get("Authorization").is_some_and(|it| it.contains("x-domain-id")));
    assert_eq!(cloud.n_asked(), 1);
    // Who sets an account needs no variable.
    let own = builder(&cloud).endpoint("https://desk.example.org").domain_id("d-own");
    let own = built(own.credentials_in(&variables));
    let request = Call::new(&own.core, ListUsersInput {}).dry_run().await.expect("can be sent");
    assert_eq!(request.headers.get("X-Domain-Id"), Some("d-own"));
}

desk::printed_record!(ListUsersInput {});

/// An operation of a service for whole accounts.
impl rt::Input for ListUsersInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        path: "/v3/users",
        security: &[&[rt::SchemeUse::of("Signed")]],
        ..*<desk::DropInput as rt::Input>::OPERATION
    };
    type Output = desk::Only<rt::Value>;
}
