//! The way to a service that issues credentials: a transport that was given, or one that suits the address and is set
//! up as the client is.

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "reqwest")]
use std::time::Duration;

use crate::client::{Endpoint, HttpRequest, Transport};
#[cfg(feature = "reqwest")]
use crate::client::{HttpSettings, Reqwest};
use crate::sign::CredentialsError;

/// How long to wait for a connection to a metadata service, and to any other.
#[cfg(feature = "reqwest")]
const NEAR: Duration = Duration::from_secs(1);
#[cfg(feature = "reqwest")]
const FAR: Duration = Duration::from_secs(5);

/// How requests for credentials leave the process.
#[derive(Clone)]
pub(crate) struct Way {
    given: Option<Arc<dyn Transport>>,
    /// Whether the service stands on the machine's own link: no proxy, and a connection at once or not at all.
    is_near: bool,
    /// How a client that asks reaches its own service, to which a service far away is reached in the same manner.
    #[cfg(feature = "reqwest")]
    http: HttpSettings,
}

/// The ways to all services that issue credentials.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    /// To metadata services.
    pub(crate) near: Way,
    /// To all others.
    pub(crate) far: Way,
}

impl Ways {
    /// Those that suit the addresses.
    pub(crate) const fn new() -> Self {
        Self { near: Way::near(), far: Way::far() }
    }

    /// All over this transport.
    pub(crate) fn given(transport: Arc<dyn Transport>) -> Self {
        let way = Way::given(transport);
        Self { near: way.clone(), far: way }
    }
}

impl Way {
    /// To a metadata service.
    pub(crate) const fn near() -> Self {
        let mut way = Self::far();
        way.is_near = true;
        way
    }

    /// To any other address.
    pub(crate) const fn far() -> Self {
        Self {
            given: None,
            is_near: false,
            #[cfg(feature = "reqwest")]
            http: HttpSettings::new(),
        }
    }

    /// Over this transport.
    pub(crate) fn given(transport: Arc<dyn Transport>) -> Self {
        Self { given: Some(transport), ..Self::far() }
    }

    /// The same way, with the proxy, certificates and connections of a client.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_http(self, http: HttpSettings) -> Self {
        Self { http, ..self }
    }

    /// A transport to this address.
    pub(crate) fn to(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, CredentialsError> {
        match &self.given {
            Some(transport) => Ok(Arc::clone(transport)),
            None => self.make(endpoint),
        }
    }

    #[cfg(feature = "reqwest")]
    fn make(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, CredentialsError> {
        let transport = match self.is_near {
            true => Reqwest::from_client(neighbour()?),
            false => Reqwest::for_endpoint(endpoint, Some(FAR), &self.http)
                .map_err(|error| CredentialsError::broken(error.to_string()).with_source(error))?,
        };
        Ok(Arc::new(transport))
    }

    #[cfg(not(feature = "reqwest"))]
    fn make(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, CredentialsError> {
        let text = format!("{} cannot be asked: there is no transport; give one or enable `reqwest`", endpoint.host);
        Err(match self.is_near {
            true => CredentialsError::absent(text),
            false => CredentialsError::broken(text),
        })
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
        .connect_timeout(NEAR)
        .tls_backend_preconfigured(tls)
        .build()
        .map_err(setup)
}
