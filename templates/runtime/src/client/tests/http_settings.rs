//! What the settings of the transport do, against sockets of this machine.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::client::HttpSettings;

/// A certificate for 127.0.0.1 that signs itself, and its key.
const IDENTITY: &[u8] = include_bytes!("../../../tests/tls/test-only-identity.pem");

/// What a listener notes: where each request came from, and its head.
type Seen = Arc<Mutex<Vec<(SocketAddr, String)>>>;

/// Answers `[]` to every request of every connection.
async fn answering<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin>(
    mut stream: S,
    from: SocketAddr,
    seen: Seen,
) {
    let mut head = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut head).await {
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8_lossy(&std::mem::take(&mut head)).into_owned();
        seen.lock().expect("no test panics in between").push((from, text));
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]";
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// A server of plain HTTP, and what it sees.
async fn server() -> (SocketAddr, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let seen = Seen::default();
    let noted = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, from)) = listener.accept().await {
            tokio::spawn(answering(stream, from, Arc::clone(&noted)));
        }
    });
    (address, seen)
}

fn client(endpoint: &str, settings: HttpSettings) -> Client {
    let builder = Client::builder().endpoint(endpoint).parameter("project_id", "p").retry(RetryPolicy::off());
    Client { core: builder.http(settings).build().expect("is set up well") }
}

#[tokio::test]
async fn a_proxy_gets_the_requests() {
    let (address, seen) = server().await;
    let settings = HttpSettings::new().proxy(format!("http://us%21er:hush@{address}"));
    assert!(!format!("{settings:?}").contains("hush"));
    client("http://desk.invalid", settings).list_desktops().await.expect("the proxy answers");
    let (_, head) = seen.lock().expect("no test panics in between").pop().expect("a request came");
    assert!(head.starts_with("GET http://desk.invalid/v2/p/desktops HTTP/1.1\r\n"), "{head}");
    assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic "), "{head}");
    // A service on this machine goes through the proxy too if one was named.
    let other = HttpSettings::new().proxy(format!("http://{address}"));
    client("http://127.0.0.1:9", other).list_desktops().await.expect("the proxy answers");
}

#[tokio::test]
async fn connections_are_kept_as_long_as_the_settings_say() {
    for (settings, n_connections) in [
        (HttpSettings::new(), 1),
        (HttpSettings::new().pool_idle_timeout(None).keepalive(None), 1),
        (HttpSettings::new().max_idle_per_host(0), 3),
    ] {
        let (address, seen) = server().await;
        let client = client(&format!("http://{address}"), settings.no_proxy());
        for _ in 0..3 {
            client.list_desktops().await.expect("is answered");
        }
        let seen = seen.lock().expect("no test panics in between");
        assert_eq!(seen.iter().map(|(from, _)| *from).collect::<BTreeSet<_>>().len(), n_connections);
    }
}

// Elsewhere, this machine has but one address of its own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn connections_come_from_the_address_that_was_set() {
    let (address, seen) = server().await;
    let local = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 77));
    let settings = HttpSettings::new().local_address(local);
    client(&format!("http://{address}"), settings).list_desktops().await.expect("is answered");
    let seen = seen.lock().expect("no test panics in between");
    assert_eq!(seen.first().map(|(from, _)| from.ip()), Some(local));
}

/// A server of HTTPS that wants to know who is calling.
async fn secure_server() -> SocketAddr {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};

    let certificate = CertificateDer::from_pem_slice(IDENTITY).expect("is a certificate");
    let key = PrivateKeyDer::from_pem_slice(IDENTITY).expect("is a key");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate.clone()).expect("can be trusted");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let callers = rustls::server::WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(&provider));
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("are known")
        .with_client_cert_verifier(callers.build().expect("is complete"))
        .with_single_cert(vec![certificate], key)
        .expect("belong together");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    tokio::spawn(async move {
        while let Ok((stream, from)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                tokio::spawn(answering(stream, from, Seen::default()));
            }
        }
    });
    address
}

#[tokio::test]
async fn certificates_are_trusted_and_shown_as_the_settings_say() {
    let endpoint = format!("https://{}", secure_server().await);
    let trusting = HttpSettings::new().root_certificate_pem(IDENTITY);
    let known = trusting.clone().identity_pem(IDENTITY);
    client(&endpoint, known).list_desktops().await.expect("both know each other");
    let error = client(&endpoint, trusting).list_desktops().await.expect_err("does not say who is calling");
    assert!(matches!(error, Error::Transport(_)), "{error}");
    let error = client(&endpoint, HttpSettings::new()).list_desktops().await.expect_err("is not trusted");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Connect), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[test]
fn settings_that_cannot_be_are_faults_and_show_no_secrets() {
    let text = std::str::from_utf8(IDENTITY).expect("PEM is text");
    let (certificate, key) = text.split_at(text.find("-----BEGIN PRIVATE KEY").expect("has a key"));
    for (settings, expected) in [
        (HttpSettings::new().proxy("http://user:hush@:x"), "proxy"),
        (HttpSettings::new().root_certificate_pem("hush"), "root certificate"),
        (HttpSettings::new().identity_pem("hush"), "identity"),
        (HttpSettings::new().identity_pem(key), "identity"),
        (HttpSettings::new().identity_pem(certificate), "identity"),
    ] {
        let shown = format!("{settings:?}");
        for endpoint in ["http://127.0.0.1", "https://desk.example.org"] {
            let error = Client::builder().endpoint(endpoint).http(settings.clone()).build().expect_err("is wrong");
            let shown = format!("{shown} {error:?} {error}");
            assert!(shown.contains(expected) && !shown.contains("hush"), "{shown}");
        }
    }
    let error = Client::builder().transport(Canned::default()).http(HttpSettings::new()).build().expect_err("is moot");
    assert!(error.to_string().contains("by its own rules, not by `http`"), "{error}");
}
