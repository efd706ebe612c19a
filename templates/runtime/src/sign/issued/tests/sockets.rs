//! The transports that are made where none is given, over sockets of this machine.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use super::*;
use crate::client::{Api, Builder, HttpSettings, Scheme, SchemeKind};
use crate::conformance::desk;
use crate::sign::{Variables, acs3};

/// Serves these bodies, one connection each, at the port that it gives, until it ends.
fn serve(bodies: &'static [&'static str]) -> (u16, std::thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = listener.local_addr().expect("is bound").port();
    let server = std::thread::spawn(move || {
        for body in bodies {
            let (mut stream, _) = listener.accept().expect("somebody calls");
            let head = BufReader::new(stream.try_clone().expect("can be read")).lines();
            head.map_while(Result::ok).take_while(|it| !it.is_empty()).for_each(drop);
            let length = body.len();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).expect("somebody listens");
        }
    });
    (port, server)
}

#[tokio::test]
async fn metadata_is_fetched_without_a_transport_of_ones_own() {
    let (port, server) = serve(&[
        "session",
        r#"{"credential": {"access": "A", "secret": "s", "securitytoken": "t", "expires_at": "2024-04-16T09:53:41Z"}}"#,
    ]);
    let agency = EcsAgency::new().endpoint(format!("http://127.0.0.1:{port}"));
    assert_eq!(parts(&agency.credentials().await).0, "A");
    server.join().expect("has served");
    let (text, is_absent) = fault(&agency).await;
    assert!(text.starts_with("the metadata service does not answer") && is_absent, "{text}");
}

const KEY: &str =
    r#"{"AccessKeyId": "A", "AccessKeySecret": "s", "SecurityToken": "t", "Expiration": "2099-04-16T09:53:41Z"}"#;

/// A client whose key stands at an address that no name service knows.
fn client(set: impl FnOnce(Builder) -> Builder) -> desk::Client {
    static API: Api = Api {
        schemes: &[Scheme { name: "Signed", kind: SchemeKind::Signature { algorithm: acs3::ALGORITHM } }],
        ..desk::CLIENT_API
    };
    let variables = Variables::from_iter([
        ("HOME", "/nowhere"),
        ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
        ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://keys.invalid/k"),
    ]);
    let builder = Builder::new(&API).endpoint("http://127.0.0.1:9").parameter("project_id", "p");
    desk::Client { core: set(builder.credentials_in(&variables)).build().expect("is set up well") }
}

#[tokio::test]
async fn keys_are_fetched_in_the_way_of_the_client() {
    let (port, server) = serve(&[KEY]);
    let settings = HttpSettings::new().proxy(format!("http://127.0.0.1:{port}"));
    let signed = client(|it| it.http(settings)).start_desktop("d").dry_run().await.expect("can be sent");
    assert_eq!(signed.headers.get("x-acs-security-token"), Some("t"));
    server.join().expect("has served");
    let services = Services::new(&[("GET http://keys.invalid/k", 200, KEY)]);
    let given = services.clone();
    let signed = client(|it| it.transport(given)).start_desktop("d").dry_run().await.expect("can be sent");
    assert_eq!(signed.headers.get("x-acs-security-token"), Some("t"));
    assert_eq!(services.addresses(), ["GET http://keys.invalid/k"]);
}

#[tokio::test]
async fn a_key_is_fetched_from_an_address() {
    let (port, server) = serve(&[
        r#"{"AccessKeyId": "A", "AccessKeySecret": "s", "SecurityToken": "t", "Expiration": "2024-04-16T09:53:41Z"}"#,
    ]);
    let uri = CredentialsUri::new(format!("127.0.0.1:{port}/k"));
    assert_eq!(parts(&uri.credentials().await).0, "A");
    server.join().expect("has served");
    let (text, is_absent) = fault(&uri).await;
    assert!(text.starts_with("the credentials URI does not answer") && !is_absent, "{text}");
}
