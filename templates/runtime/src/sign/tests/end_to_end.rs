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
async fn calls_of_alibaba_can_be_signed_in_the_older_way() {
    let set: [fn(Builder) -> Builder; 2] =
        [|it| it.access_key(key()).rpc_signature(), |it| it.rpc_signature().credentials(Arc::new(key()))];
    for set in set {
        let desk = Desk::default();
        let client = built(set(builder(&ALIBABA, &desk, key())));
        for id in ["d/1", "d+%2F:*~"] {
            client.start_desktop(id).await.expect("is believed");
        }
        assert_eq!(desk.callers(), ["ID HMAC-SHA1", "ID HMAC-SHA1"]);
        let sent = client.start_desktop("d").dry_run().await.expect("can be sent");
        assert!(sent.query.contains("SignatureMethod=HMAC-SHA1") && sent.query.contains("&Signature="), "{sent:?}");
        assert_eq!((sent.headers.get("Authorization"), sent.headers.get("x-acs-date")), (None, None));
        assert!(!format!("{sent:?} {client:?} {}", sent.to_curl()).contains("hush"), "{sent:?}");
        let other = built(set(builder(&ALIBABA, &desk, AccessKey::new("ID", "hush-other"))));
        assert_eq!(refusal(other.start_desktop("d").await).code.as_deref(), Some("SignatureDoesNotMatch"));
    }
}

#[tokio::test]
async fn a_key_in_hand_wins_over_one_that_would_be_found() {
    let names = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
    let variables: Variables = names.into_iter().zip(["OTHER", "hush-other"]).collect();
    let names = ["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_PROJECT_ID"];
    let huawei: Variables = names.into_iter().zip(["OTHER", "hush-other", "of-other"]).collect();
    for (api, variables) in [(&ALIBABA, variables), (&HUAWEI, huawei)] {
        let desk = Desk::default();
        let before = builder(api, &desk, key()).access_key(key()).credentials_in(&variables);
        built(before).start_desktop("d").await.expect("is believed");
        let after = builder(api, &desk, key()).credentials_in(&variables).access_key(key());
        built(after).start_desktop("d").await.expect("is believed");
        let signer = Signer::new(&api.schemes[0], key()).expect("is a signature");
        let own = builder(api, &desk, key()).authenticator(signer).credentials_in(&variables);
        built(own).start_desktop("d").await.expect("is believed");
        assert_eq!(desk.callers().len(), 3);
        // Nor does the project of somebody else come along.
        let nowhere =
            Builder::new(api).endpoint("https://desk.example.org").transport(InProcess::new(axum::Router::new()));
        let core = nowhere.access_key(key()).credentials_in(&variables).build().expect("is set up well");
        let error = Client { core }.start_desktop("d").dry_run().await.expect_err("there is no project");
        assert!(error.to_string().contains("project_id"), "{error}");
    }
}

#[tokio::test]
async fn the_last_way_to_authenticate_counts() {
    let desk = Desk::default();
    let signer = |id: &str| Signer::new(&HUAWEI.schemes[0], AccessKey::new(id, "s")).expect("is a signature");
    let sent = |builder: Builder| async move {
        let sent = built(builder).start_desktop("d").dry_run().await.expect("can be sent");
        sent.headers.get("Authorization").map(str::to_owned).expect("is signed")
    };
    let first = builder(&HUAWEI, &desk, key()).access_key(AccessKey::new("A", "s")).authenticator(signer("B"));
    assert!(sent(first).await.contains("Access=B,"));
    let second = builder(&HUAWEI, &desk, key()).authenticator(signer("B")).access_key(AccessKey::new("A", "s"));
    assert!(sent(second).await.contains("Access=A,"));
}

/// Keys that live for an hour; the service believes only the one of this number.
#[derive(Clone, Default)]
struct Rotating(Arc<Mutex<(u32, u32)>>);

impl Rotating {
    fn id(number: u32) -> String {
        format!("ID-{number}")
    }

    /// How many keys were asked for.
    fn n_asked(&self) -> u32 {
        self.0.lock().expect("no test panics in between").0
    }

    fn believe(&self, number: u32) {
        self.0.lock().expect("no test panics in between").1 = number;
    }

    fn client(&self, desk: &Desk) -> Client {
        let believed = self.clone();
        let lookup = move |id: &str| {
            let number = believed.0.lock().expect("no test panics in between").1;
            (id == Self::id(number)).then(|| AccessKey::new(id, "s").with_security_token("t"))
        };
        let router = desk::router_of(desk.clone(), Options::new().guard(Verifier::new(Vendor::Huawei, lookup)));
        let builder = Builder::new(&HUAWEI).transport(InProcess::new(router)).parameter("project_id", "p");
        built(builder.retry(crate::client::RetryPolicy::off()).credentials(Cached::new(self.clone())))
    }
}

impl ProvideCredentials for Rotating {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        let mut state = self.0.lock().expect("no test panics in between");
        state.0 += 1;
        let key = AccessKey::new(Self::id(state.0.min(2)), "s").with_security_token("t");
        Box::pin(std::future::ready(Ok(key)))
    }
}

#[tokio::test]
async fn a_kept_key_that_is_refused_is_asked_for_again_once() {
    let (desk, keys) = (Desk::default(), Rotating::default());
    let client = keys.client(&desk);
    keys.believe(1);
    client.start_desktop("d").await.expect("is believed");
    keys.believe(2);
    client.start_desktop("d").await.expect("is believed with the next key");
    client.start_desktop("d").await.expect("is believed at once");
    assert_eq!((desk.callers().len(), keys.n_asked()), (3, 2));
    // With no other key to be had, the refusal stands: the request is not repeated.
    keys.believe(9);
    let error = refusal(client.start_desktop("d").await);
    assert_eq!((error.status, error.attempts, keys.n_asked()), (401, 1, 3));
}

#[tokio::test]
async fn calls_that_are_refused_together_ask_for_one_key() {
    let (desk, keys) = (Desk::default(), Rotating::default());
    let client = keys.client(&desk);
    keys.believe(2);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.start_desktop("d").await })
        })
        .collect();
    for call in calls {
        call.await.expect("ends").expect("is believed in the end");
    }
    assert_eq!(keys.n_asked(), 2);
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
    let error = Builder::new(&HUAWEI).access_key(key()).rpc_signature().build().expect_err("is of another vendor");
    assert!(error.to_string().contains("in place of ACS3-HMAC-SHA256 alone"), "{error}");
    let signer = Signer::new(&ALIBABA.schemes[0], key()).expect("is a signature");
    let error = Builder::new(&ALIBABA).rpc_signature().authenticator(signer).build().expect_err("is moot");
    assert!(error.to_string().contains("knows nothing of `rpc_signature`"), "{error}");
}
