//! A client that signs calls a server that checks, without sockets.

use std::sync::{Arc, Mutex};

use super::*;
use crate::client::{Api, Builder, Error, InProcess, ServiceError};
use crate::conformance::desk::{self, CLIENT_API, Client, DesktopApi};
use crate::server::{Context, Failure, Options};
use crate::service::{Scheme, SchemeKind};

const fn signed_by(algorithm: &'static str) -> [Scheme; 1] {
    [Scheme { name: "Signed", kind: SchemeKind::Signature { algorithm } }]
}

static HUAWEI: Api = Api { schemes: &signed_by(huawei::ALGORITHM), ..CLIENT_API };
static ALIBABA: Api = Api { schemes: &signed_by(acs3::ALGORITHM), ..CLIENT_API };
static RPC: Api = Api { schemes: &signed_by(rpc::ALGORITHM), ..CLIENT_API };
static LISTS: Api = Api {
    schemes: &[Scheme { name: "Key", kind: SchemeKind::Signature { algorithm: huawei::ALGORITHM } }],
    ..CLIENT_API
};

/// A server that notes who called.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<Vec<String>>>);

impl Desk {
    fn note(&self, context: &Context) {
        let verified = context.extensions().get::<Verified>();
        let who = verified.map_or_else(|| "nobody".to_owned(), |it| format!("{} {}", it.key_id, it.algorithm));
        self.0.lock().expect("no test panics in between").push(who);
    }

    fn callers(&self) -> Vec<String> {
        self.0.lock().expect("no test panics in between").clone()
    }
}

impl DesktopApi for Desk {
    async fn list_desktops(
        &self,
        context: Context,
        _: desk::ListDesktopsInput,
    ) -> Result<desk::ListDesktopsOutput, Failure> {
        self.note(&context);
        Ok(desk::ListDesktopsOutput::Ok(Vec::new()))
    }

    async fn start_desktop(
        &self,
        context: Context,
        _: desk::StartDesktopInput,
    ) -> Result<desk::StartDesktopOutput, Failure> {
        self.note(&context);
        Ok(desk::StartDesktopOutput::Done)
    }
}

fn key() -> AccessKey {
    AccessKey::new("ID", "hush-secret").with_security_token("hush-token")
}

fn builder(api: &'static Api, desk: &Desk, known: AccessKey) -> Builder {
    let vendor = Signer::vendor(&api.schemes[0]).expect("is a signature");
    let verifier = Verifier::new(vendor, move |id: &str| (id == known.id()).then(|| known.clone()));
    let router = desk::router_of(desk.clone(), Options::new().guard(verifier));
    Builder::new(api).transport(InProcess::new(router)).parameter("project_id", "p/1 ä")
}

fn built(builder: Builder) -> Client {
    Client { core: builder.build().expect("is set up well") }
}

#[track_caller]
fn refusal(result: Result<impl std::fmt::Debug, Error>) -> Box<ServiceError> {
    match result {
        Err(Error::Service(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_signed_call_arrives_as_its_sender() {
    for api in [&HUAWEI, &ALIBABA, &RPC] {
        let desk = Desk::default();
        let client = built(builder(api, &desk, key()).access_key(key()).header("X-More", " two  words "));
        // The second call shows that nonces differ.
        for id in ["d/1", "d+%2F:*~"] {
            client.start_desktop(id).await.unwrap_or_else(|error| panic!("{:?}: {error:?}", api.schemes));
        }
        let SchemeKind::Signature { algorithm } = api.schemes[0].kind else { panic!("is a signature") };
        assert_eq!(desk.callers(), [format!("ID {algorithm}"), format!("ID {algorithm}")]);
    }
}

#[tokio::test]
async fn queries_are_signed_as_they_are_sent() {
    let desk = Desk::default();
    let client = built(builder(&LISTS, &desk, key()).access_key(key()));
    client.list_desktops().limit(5).name("a+b c&d=ä/*~%41").await.expect("is believed");
    let sent = client.list_desktops().name("z").limit(5).dry_run().await.expect("can be sent");
    assert_eq!(sent.query, "limit=5&name=z");
    assert_eq!(sent.headers.get("x-project-id"), Some("p/1 ä"));
    // Nobody asks for credentials here, so a client without them may call too.
    built(builder(&LISTS, &desk, key())).list_desktops().await.expect("is let in");
    assert_eq!(desk.callers(), ["ID SDK-HMAC-SHA256", "nobody"]);
}

#[tokio::test]
async fn a_wrong_secret_is_refused_in_the_vendors_words() {
    for (api, status, code) in [(&HUAWEI, 401, "APIGW.0301"), (&ALIBABA, 400, "SignatureDoesNotMatch")] {
        let desk = Desk::default();
        let client = built(builder(api, &desk, key()).access_key(AccessKey::new("ID", "hush-other")));
        let error = refusal(client.start_desktop("d").await);
        assert_eq!((error.status, error.code.as_deref()), (status, Some(code)));
        assert!(!format!("{client:?} {error:?} {error}").contains("hush"));
        let unsigned = built(builder(api, &desk, key()));
        assert!(refusal(unsigned.start_desktop("d").await).message.is_some());
        assert!(desk.callers().is_empty());
    }
}

#[tokio::test]
async fn a_request_is_the_same_for_the_same_time_and_nonce() {
    let desk = Desk::default();
    let signer = Signer::new(&ALIBABA.schemes[0], key()).expect("is a signature");
    let signer = signer.clock(|| at(NOW)).nonces(|| "n".to_owned());
    let client = built(builder(&ALIBABA, &desk, key()).authenticator(signer.clone()));
    let sent = client.start_desktop("d").dry_run().await.expect("can be sent");
    assert_eq!(sent.headers.get("x-acs-date"), Some("2024-04-16T09:53:41Z"));
    assert_eq!(sent.headers.get("x-acs-signature-nonce"), Some("n"));
    assert_eq!(sent, client.start_desktop("d").dry_run().await.expect("can be sent"));
    let error = refusal(client.start_desktop("d").await);
    assert_eq!(error.code.as_deref(), Some("InvalidTimeStamp.Expired"));
    assert!(!format!("{sent:?} {signer:?} {client:?}").contains("hush"), "{sent:?}");
}

#[tokio::test]
async fn usual_ports_are_not_signed() {
    let client = |endpoint: &str| {
        let signer = Signer::new(&HUAWEI.schemes[0], key()).expect("is a signature").clock(|| at(NOW));
        built(builder(&HUAWEI, &Desk::default(), key()).authenticator(signer).endpoint(endpoint))
    };
    let mut signatures = Vec::new();
    for endpoint in ["https://Desk.example.org:443", "https://desk.example.org", "https://desk.example.org:80"] {
        let sent = client(endpoint).start_desktop("d").dry_run().await.expect("can be sent");
        signatures.push(sent.headers.get("authorization").map(str::to_owned));
    }
    assert!(signatures[0] == signatures[1] && signatures[1] != signatures[2]);
}

#[tokio::test]
async fn key_and_project_are_found_in_the_environment() {
    let names =
        ["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN", "HUAWEICLOUD_SDK_PROJECT_ID"];
    let variables = names.into_iter().zip(["ID", "hush-secret", "hush-token", "mine"]).collect();
    let sent = |client: Client| async move {
        client.start_desktop("d").dry_run().await.expect("can be sent").headers.get("x-project-id").map(str::to_owned)
    };
    let found = built(Builder::new(&HUAWEI).credentials_in(&variables));
    assert_eq!(sent(found).await.as_deref(), Some("mine"));
    let desk = Desk::default();
    let client = built(builder(&HUAWEI, &desk, key()).credentials_in(&variables));
    client.start_desktop("d").await.expect("is believed");
    assert_eq!(sent(client).await.as_deref(), Some("p/1 ä"));
    assert_eq!(desk.callers(), ["ID SDK-HMAC-SHA256"]);
}

#[tokio::test]
async fn missing_credentials_end_the_call() {
    let desk = Desk::default();
    let nowhere = Variables::from_iter([("HOME", "/nowhere")]);
    let nowhere = Chain::with_transport(Vendor::Huawei, &nowhere, InProcess::new(axum::Router::new()));
    let client = built(builder(&HUAWEI, &desk, key()).credentials(nowhere));
    let error = client.start_desktop("d").await.expect_err("nobody signs");
    assert!(matches!(error, Error::Authentication(_)), "{error:?}");
    assert!(error.to_string().contains("`HUAWEICLOUD_SDK_AK`"), "{error}");
    assert!(desk.callers().is_empty());
}

#[test]
fn settings_that_cannot_sign_are_faults() {
    static PLAIN: Api = Api { schemes: &[], ..CLIENT_API };
    static OTHER: Api = Api { schemes: &signed_by("SDK-HMAC-SM3"), ..CLIENT_API };
    for (api, key, fault) in [
        (&PLAIN, key(), "no security scheme that is a signature"),
        (&OTHER, key(), "the signature of `Signed` is not supported"),
        (&HUAWEI, AccessKey::new("ID", ""), "the id or the secret"),
    ] {
        let error = Builder::new(api).access_key(key).build().expect_err("is set up badly");
        assert!(error.to_string().contains(fault), "{error}");
    }
    Builder::new(&HUAWEI).default_credentials().build().expect("looks for credentials later");
}
