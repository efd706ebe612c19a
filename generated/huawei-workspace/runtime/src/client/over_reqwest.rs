//! The default transport: HTTP/1.1 over sockets, with TLS in Rust and the certificates that the system trusts.

use std::time::Duration;

use super::endpoint::Endpoint;
use super::streaming::frames;
use super::tls::trusting_nobody;
use super::transport::says_empty;
use super::{
    BoxFuture, ByteStream, Headers, HttpRequest, HttpResponse, HttpSettings, StreamedResponse, Transport,
    TransportError, TransportErrorKind,
};

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
        Self::with_settings(&HttpSettings::new())
    }

    /// A transport for any host, set up in another way.
    ///
    /// # Errors
    /// If the settings make no sense, or the certificates that the system trusts cannot be read.
    pub fn with_settings(settings: &HttpSettings) -> Result<Self, TransportError> {
        let tls = settings.tls().map_err(wrong)?.into_config().map_err(no_tls)?;
        Self::from_builder(settings.apply(None, false).map_err(wrong)?.tls_backend_preconfigured(tls))
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
    pub(crate) fn for_endpoint(
        endpoint: &Endpoint,
        connect_timeout: Option<Duration>,
        settings: &HttpSettings,
    ) -> Result<Self, TransportError> {
        let builder = settings.apply(connect_timeout, endpoint.is_loopback()).map_err(wrong)?;
        let tls = settings.tls().map_err(wrong)?;
        let is_plain = endpoint.scheme == "http" && tls.is_empty();
        match tls.into_config() {
            Ok(tls) => Self::from_builder(builder.tls_backend_preconfigured(tls)),
            Err(_) if is_plain => {
                Self::from_builder(builder.tls_backend_preconfigured(trusting_nobody().map_err(no_tls)?))
            }
            Err(error) => Err(no_tls(error)),
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

    fn send_streamed(
        &self,
        request: HttpRequest,
        body: Option<ByteStream>,
    ) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        Box::pin(async move {
            let mut request = translate(request)?;
            if let Some(body) = body {
                // The stream says how long it is, not the empty body that it stands in place of.
                request.headers_mut().remove(reqwest::header::CONTENT_LENGTH);
                *request.body_mut() = Some(reqwest::Body::wrap(frames::Sent::new(body)));
            }
            let response = self.http.execute(request).await.map_err(failed)?;
            let (status, headers) = head(&response);
            let body = frames::received(reqwest::Body::from(response), failed);
            Ok(StreamedResponse { status, headers, body })
        })
    }
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
    if says_empty(&request) {
        let zero = reqwest::header::HeaderValue::from_static("0");
        translated.headers_mut().insert(reqwest::header::CONTENT_LENGTH, zero);
    }
    if !request.body.is_empty() {
        *translated.body_mut() = Some(request.body.into());
    }
    Ok(translated)
}

fn head(response: &reqwest::Response) -> (u16, Headers) {
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    (response.status().as_u16(), headers)
}

async fn receive(mut response: reqwest::Response, limit: usize) -> Result<HttpResponse, TransportError> {
    let (status, headers) = head(&response);
    let announced = response.content_length().and_then(|it| usize::try_from(it).ok()).unwrap_or_default();
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
    if has_long_head(&error) {
        let text = "more headers, or longer ones, than are read".to_owned();
        return TransportError::too_many_headers(text).with_source(error.without_url());
    }
    let (kind, text) = match (error.is_connect(), error.is_timeout()) {
        (true, true) => (TransportErrorKind::ConnectTimeout, "no connection to the service within the connect timeout"),
        (true, false) => (TransportErrorKind::Connect, "no connection to the service"),
        // A query that is too long shows only here, before anything is sent.
        (false, _) if error.is_builder() => (TransportErrorKind::Request, "the request cannot be sent"),
        (false, true) => (TransportErrorKind::Timeout, "no answer within the time limit of the HTTP client"),
        (false, false) => (TransportErrorKind::Broken, "the connection to the service failed"),
    };
    TransportError::new(kind, text).with_source(error.without_url())
}

/// Whether the answer was given up because of its headers. The library that reads them says so in words alone.
fn has_long_head(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(it) = cause {
        if it.source().is_none() {
            return it.to_string() == "message head is too large";
        }
        cause = it.source();
    }
    false
}

/// Settings that make no sense.
fn wrong(fault: String) -> TransportError {
    TransportError::new(TransportErrorKind::Setup, fault)
}

fn no_tls(error: rustls::Error) -> TransportError {
    setup("TLS cannot be set up with the certificates that were given and those that the system trusts", error)
}

fn setup(text: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Setup, text).with_source(error)
}
