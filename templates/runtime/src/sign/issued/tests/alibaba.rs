//! Server roles, OpenID Connect and credentials URIs of Alibaba Cloud.

use std::time::{Duration, SystemTime};

use super::*;
use crate::sign::{Chain, Variables, Vendor};

const SESSION: &str = "PUT http://100.100.100.200/latest/api/token";
const ROLES: &str = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/";
const ROLE: &str = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/desk-role";
const ANSWER: &str = r#"{"Code": "Success", "AccessKeyId": "A", "AccessKeySecret": "hush-s", "SecurityToken": "hush-t",
    "Expiration": "2024-04-16T09:53:41Z"}"#;
const FOUND: (&str, &str, Option<&str>, Option<u64>) = ("A", "hush-s", Some("hush-t"), Some(1_713_261_221));

fn variables(pairs: &[(&str, &str)]) -> Variables {
    [("HOME", "/nowhere")].iter().chain(pairs).copied().collect()
}

#[tokio::test]
async fn the_role_of_a_server_signs() {
    let services = Services::new(&[(SESSION, 200, "hush-session"), (ROLES, 200, "desk-role\n"), (ROLE, 200, ANSWER)]);
    let role = EcsRamRole::new().transport(services.clone());
    assert_eq!(parts(&role.credentials().await), FOUND);
    assert_eq!(services.addresses(), [SESSION, ROLES, ROLE]);
    let sent = services.sent();
    assert_eq!(sent[0].headers.get("X-aliyun-ecs-metadata-token-ttl-seconds"), Some("21600"));
    for request in &sent[1..] {
        assert_eq!(request.headers.get("X-aliyun-ecs-metadata-token"), Some("hush-session"));
    }
    assert!(!format!("{sent:?} {role:?}").contains("hush"));
}

#[tokio::test]
async fn variables_name_the_role_and_forbid_the_service() {
    let old = [(SESSION, 404, ""), (ROLES, 200, "other"), (ROLE, 200, ANSWER)];
    let services = Services::new(&old);
    let role = EcsRamRole::with_variables(&variables(&[("ALIBABA_CLOUD_ECS_METADATA", "desk-role")]));
    assert_eq!(parts(&role.transport(services.clone()).credentials().await), FOUND);
    assert_eq!(services.addresses(), [SESSION, ROLE]);
    let strict = EcsRamRole::with_variables(&variables(&[("ALIBABA_CLOUD_IMDSV1_DISABLED", "True")]));
    let (text, is_absent) = fault(&strict.transport(Services::new(&old))).await;
    assert!(text.contains("gives no session") && !is_absent, "{text}");
    let services = Services::new(&old);
    let off = EcsRamRole::with_variables(&variables(&[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]));
    let (_, is_absent) = fault(&off.transport(services.clone())).await;
    assert!(is_absent && services.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn other_machines_have_no_role_and_do_not_hang() {
    let (_, is_absent) = fault(&EcsRamRole::new().transport(Services::default())).await;
    assert!(is_absent);
    let started = tokio::time::Instant::now();
    let (_, is_absent) = fault(&EcsRamRole::new().transport(Services::silent(SESSION))).await;
    assert_eq!((started.elapsed(), is_absent), (Duration::from_secs(3), true));
    let (text, is_absent) =
        fault(&EcsRamRole::new().transport(Services::new(&[(SESSION, 200, "t"), (ROLES, 404, "")]))).await;
    assert_eq!((text.as_str(), is_absent), ("the metadata service knows of no role", true));
}

#[tokio::test]
async fn broken_answers_are_named() {
    let html = "<html>hush</html>";
    for (roles, status, body, expected) in [
        (html, 200, ANSWER, "200, but with something that is no name of a role"),
        ("../../evil", 200, ANSWER, "200, but with something that is no name of a role"),
        ("desk-role", 500, html, "500"),
        ("desk-role", 200, html, "200, but with a body that is no JSON object"),
        ("desk-role", 200, r#"{"Code": "Failed", "Message": "m"}"#, "200 Failed: m"),
        ("desk-role", 200, r#"{"Code": "Success"}"#, "200, but without a text `Expiration`"),
    ] {
        let services = Services::new(&[(SESSION, 403, ""), (ROLES, 200, roles), (ROLE, status, body)]);
        let expected = format!("the metadata service answered {expected}");
        assert_eq!(fault(&EcsRamRole::new().transport(services)).await, (expected, false));
    }
}

const STS: &str = "POST https://sts-vpc.cn-beijing.aliyuncs.com/";

/// A file with a token of a provider, removed in the end.
struct TokenFile(std::path::PathBuf);

impl TokenFile {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("specwright-{}-oidc-{name}", std::process::id()));
        std::fs::write(&path, "hush/token\n").expect("can be written");
        Self(path)
    }

    fn variables(&self) -> Variables {
        variables(&[
            ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"),
            ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"),
            ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", self.0.to_str().expect("is text")),
            ("ALIBABA_CLOUD_STS_REGION", "cn-beijing"),
            ("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "TRUE"),
            ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "me"),
        ])
    }
}

impl Drop for TokenFile {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

#[tokio::test]
async fn a_provider_of_identities_gives_a_role() {
    let file = TokenFile::new("role");
    let services = Services::new(&[(STS, 200, &format!(r#"{{"RequestId": "r", "Credentials": {ANSWER}}}"#))]);
    let role = OidcRole::with_variables(&file.variables()).expect("is set up");
    let role = role.clock(|| SystemTime::UNIX_EPOCH).transport(services.clone());
    assert_eq!(parts(&role.credentials().await), FOUND);
    let sent = services.sent();
    assert_eq!(
        sent[0].query,
        "Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp=1970-01-01T00%3A00%3A00Z"
    );
    assert_eq!(
        String::from_utf8_lossy(&sent[0].body),
        "RoleArn=acs%3Aram%3A%3A1%3Arole%2Fr&OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fp\
         &OIDCToken=hush%2Ftoken&RoleSessionName=me&DurationSeconds=3600"
    );
    assert!(!format!("{sent:?} {role:?}").contains("hush"));
    // It comes before all profiles and after the key in the variables.
    let chain = Chain::with_transport(Vendor::Alibaba, &file.variables(), services);
    assert_eq!(parts(&chain.credentials().await), FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_sts_is_typed_and_no_reason_to_look_elsewhere() {
    let file = TokenFile::new("refusal");
    let body =
        r#"{"Code": "AuthenticationFail.OIDCToken.Invalid", "Message": "hush/token is bad", "RequestId": "r-1"}"#;
    let chain = Chain::with_transport(Vendor::Alibaba, &file.variables(), Services::new(&[(STS, 400, body)]));
    let error = chain.credentials().await.expect_err("is refused");
    assert!(!error.is_absent());
    let issuer = error.issuer().expect("was said by STS");
    assert_eq!((issuer.status, issuer.code.as_deref()), (400, Some("AuthenticationFail.OIDCToken.Invalid")));
    assert_eq!((issuer.message.as_deref(), issuer.request_id.as_deref()), (Some("*** is bad"), Some("r-1")));
    // STS out of reach is a fault, unlike a metadata service.
    let (text, is_absent) =
        fault(&Chain::with_transport(Vendor::Alibaba, &file.variables(), Services::default())).await;
    assert!(text.starts_with("STS does not answer") && !is_absent, "{text}");
    let gone = OidcRole::new("r", "p", "/nowhere/token").transport(Services::default());
    let (text, is_absent) = fault(&gone).await;
    assert!(text.contains("/nowhere/token cannot be read") && !is_absent, "{text}");
}

#[tokio::test]
async fn the_chain_ends_at_an_address() {
    let uri = "GET http://localhost:7777/keys/";
    let services = Services::new(&[(uri, 200, ANSWER)]);
    let variables = variables(&[("ALIBABA_CLOUD_CREDENTIALS_URI", "localhost:7777/keys/?secret=hush")]);
    let chain = Chain::with_transport(Vendor::Alibaba, &variables, services.clone());
    assert_eq!(parts(&chain.credentials().await), FOUND);
    assert_eq!(services.addresses(), [SESSION, uri]);
    assert_eq!(services.sent()[1].query, "secret=hush");
    for (status, body, expected) in [
        (403, r#"{"message": "secret=hush is wrong"}"#, "the credentials URI answered 403: *** is wrong"),
        (200, "[]", "the credentials URI answered 200, but with a body that is no JSON object"),
        (200, r#"{"Code": "No"}"#, "the credentials URI answered 200 No"),
    ] {
        let provider = CredentialsUri::new("http://localhost:7777/keys/?secret=hush");
        let provider = provider.transport(Services::new(&[(uri, status, body)]));
        assert!(!format!("{provider:?}").contains("hush"));
        assert_eq!(fault(&provider).await, (expected.to_owned(), false));
    }
    let odd = CredentialsUri::new("ftp://user:hush@host/x").transport(Services::default());
    let (text, is_absent) = fault(&odd).await;
    assert!(text.contains("scheme") && !is_absent, "{text}");
}
