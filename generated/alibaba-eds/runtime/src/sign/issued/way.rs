//! The way to a service that issues credentials: a transport that was given, or one that suits the address.

use std::fmt;
use std::sync::Arc;

use crate::client::{Endpoint, HttpRequest, Transport};
use crate::sign::CredentialsError;

/// How requests for credentials leave the process.
#[derive(Clone)]
pub(crate) struct Way {
    given: Option<Arc<dyn Transport>>,
    /// Whether the service stands on the machine's own link: no proxy, and a connection at once or not at all.
    is_near: bool,
}

impl Way {
    /// To a metadata service.
    pub(crate) const fn near() -> Self {
        Self { given: None, is_near: true }
    }

    /// To any other address.
    pub(crate) const fn far() -> Self {
        Self { given: None, is_near: false }
    }

    /// Over this transport.
    pub(crate) fn given(transport: Arc<dyn Transport>) -> Self {
        Self { given: Some(transport), is_near: false }
    }

    /// The same way, or the one that was given.
    pub(crate) fn or_given(self, transport: Option<&Arc<dyn Transport>>) -> Self {
        transport.map_or(self, |it| Self::given(Arc::clone(it)))
    }

    /// A transport to this address.
    pub(crate) fn to(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, CredentialsError> {
        match &self.given {
            Some(transport) => Ok(Arc::clone(transport)),
            None => make(endpoint, self.is_near),
        }
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("is_near", &self.is_near).finish_non_exhaustive()
    }
}

/// An address and the request for a path on it.
pub(crate) fn endpoint(address: &str) -> Result<Endpoint, CredentialsError> {
    Endpoint::parse(address).map_err(CredentialsError::broken)
}

/// A request to a path behind an address.
pub(crate) fn request(endpoint: &Endpoint, method: crate::Method, path: &str) -> HttpRequest {
    let mut request = HttpRequest::new(method, endpoint.scheme, &endpoint.host, &format!("{}{path}", endpoint.prefix));
    request.headers.push("Accept", "application/json");
    request
}

#[cfg(feature = "reqwest")]
fn make(endpoint: &Endpoint, is_near: bool) -> Result<Arc<dyn Transport>, CredentialsError> {
    use std::time::Duration;

    use crate::client::{HttpSettings, Reqwest};

    const FAR: Duration = Duration::from_secs(5);

    let transport = match is_near {
        true => Reqwest::from_client(neighbour()?),
        false => Reqwest::for_endpoint(endpoint, Some(FAR), &HttpSettings::new())
            .map_err(|error| CredentialsError::broken(error.to_string()).with_source(error))?,
    };
    Ok(Arc::new(transport))
}

/// An HTTP library that calls no further than the machine's own link: no proxy, no certificates to read, and a short
/// time to connect, because a metadata service answers at once or is not there.
#[cfg(feature = "reqwest")]
fn neighbour() -> Result<reqwest::Client, CredentialsError> {
    let setup = |error: reqwest::Error| {
        CredentialsError::broken("the HTTP client for the metadata service cannot be built").with_source(error)
    };
    let tls = crate::client::trusting_nobody()
        .map_err(|error| CredentialsError::broken("TLS cannot be set up").with_source(error))?;
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(std::time::Duration::from_secs(1))
        .tls_backend_preconfigured(tls)
        .build()
        .map_err(setup)
}

#[cfg(not(feature = "reqwest"))]
fn make(endpoint: &Endpoint, is_near: bool) -> Result<Arc<dyn Transport>, CredentialsError> {
    let text = format!("{} cannot be asked: there is no transport; give one or enable `reqwest`", endpoint.host);
    Err(match is_near {
        true => CredentialsError::absent(text),
        false => CredentialsError::broken(text),
    })
}
