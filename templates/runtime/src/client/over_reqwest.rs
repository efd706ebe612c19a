//! The default transport: HTTP/1.1 over sockets, with TLS in Rust and the certificates that the system trusts.
//!
//! TLS is set up here and not by a process-wide default, which belongs to the program and not to a library.

use std::sync::Arc;
use std::time::Duration;

use super::endpoint::Endpoint;
use super::{BoxFuture, Headers, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};

/// How long to wait for a connection unless a client says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The most memory, in bytes, that is set aside for a body because its length was announced; more when it arrives.
const MAX_ANNOUNCED: usize = 1024 * 1024;

/// Sends requests over sockets; connections are kept and used again.
#[derive(Debug, Clone)]
pub struct Reqwest {
    http: reqwest::Client,
}

impl Reqwest {
    /// A transport for any host.
    ///
    /// # Errors
    /// If the certificates that the system trusts cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::from_builder(standard().tls_backend_preconfigured(tls()?))
    }

    /// A transport over a client that the program has set up, for instance with a proxy or its own certificates.
    ///
    /// It should not follow redirects: they would carry credentials to another host.
    #[must_use]
    pub const fn from_client(http: reqwest::Client) -> Self {
        Self { http }
    }

    /// A transport for one endpoint: without proxy if it is on this machine, and without need of certificates
    /// (which a small container may not have) if it is not secured.
    pub(crate) fn for_endpoint(endpoint: &Endpoint, connect_timeout: Option<Duration>) -> Result<Self, TransportError> {
        let builder = standard().connect_timeout(connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        let builder = match endpoint.is_loopback() {
            true => builder.no_proxy(),
            false => builder,
        };
        match tls() {
            Ok(tls) => Self::from_builder(builder.tls_backend_preconfigured(tls)),
            Err(_) if endpoint.scheme == "http" => Self::from_builder(builder.tls_certs_only([])),
            Err(error) => Err(error),
        }
    }

    fn from_builder(builder: reqwest::ClientBuilder) -> Result<Self, TransportError> {
        let http = builder.build().map_err(|error| setup("the HTTP client cannot be built", error))?;
        Ok(Self { http })
    }
}

impl Transport for Reqwest {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let limit = request.max_response;
            let response = self.http.execute(translate(request)?).await.map_err(failed)?;
            receive(response, limit).await
        })
    }
}

fn standard() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(CONNECT_TIMEOUT)
}

fn tls() -> Result<rustls::ClientConfig, TransportError> {
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let chosen = rustls::crypto::CryptoProvider::get_default().map(Arc::clone);
    let provider = chosen.unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|it| it.with_platform_verifier())
        .map_err(|error| setup("the certificates that the system trusts cannot be read", error))?;
    Ok(config.with_no_client_auth())
}

fn translate(request: HttpRequest) -> Result<reqwest::Request, TransportError> {
    let unsendable =
        |what: &str| TransportError::new(TransportErrorKind::Request, format!("the {what} cannot be sent"));
    let url = reqwest::Url::parse(&request.url()).map_err(|_| unsendable("address"))?;
    let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes()).map_err(|_| unsendable("method"))?;
    let mut translated = reqwest::Request::new(method, url);
    for (name, value) in request.headers.iter() {
        let header =
            reqwest::header::HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable("name of a header"))?;
        let value = reqwest::header::HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| unsendable(&format!("value of header `{name}`")))?;
        translated.headers_mut().append(header, value);
    }
    if !request.body.is_empty() {
        *translated.body_mut() = Some(request.body.into());
    }
    Ok(translated)
}

async fn receive(mut response: reqwest::Response, limit: usize) -> Result<HttpResponse, TransportError> {
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let announced = response.content_length().and_then(|it| usize::try_from(it).ok()).unwrap_or_default();
    let headers: Headers =
        response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let status = response.status().as_u16();
    let mut body = Vec::with_capacity(announced.min(limit).min(MAX_ANNOUNCED));
    while let Some(piece) = response.chunk().await.map_err(failed)? {
        if body.len() + piece.len() > limit {
            return Err(TransportError::too_long(limit));
        }
        body.extend_from_slice(&piece);
    }
    Ok(HttpResponse { status, headers, body })
}

/// The address is taken out of the error: its query may hold secrets.
fn failed(error: reqwest::Error) -> TransportError {
    let (kind, text) = match (error.is_connect(), error.is_timeout()) {
        (true, true) => (TransportErrorKind::ConnectTimeout, "no connection to the service within the connect timeout"),
        (true, false) => (TransportErrorKind::Connect, "no connection to the service"),
        (false, _) => (TransportErrorKind::Broken, "the connection to the service failed"),
    };
    TransportError::new(kind, text).with_source(error.without_url())
}

fn setup(text: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Setup, text).with_source(error)
}
