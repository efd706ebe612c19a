//! How the default transport reaches a service: proxy, certificates, connections.
//!
//! Collected here, so that a builder has one method for all of it, and read when the client is built: what cannot be
//! is a fault of the configuration.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use super::header_limits::MAX_HEADERS;
use super::http::MASK;
use super::tls::TlsSettings;

/// How long to wait for a connection where a builder does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default of [`HttpSettings::pool_idle_timeout`].
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(90);

/// The default of [`HttpSettings::keepalive`].
const KEEPALIVE: Duration = Duration::from_secs(15);

/// Settings of the transport over sockets, for [`Builder::http`](super::Builder::http).
///
/// ```
/// # use specwright_runtime as runtime;
/// use std::time::Duration;
/// use runtime::client::HttpSettings;
///
/// let settings = HttpSettings::new()
///     .proxy("http://proxy.example.org:3128")
///     .pool_idle_timeout(Duration::from_secs(30))
///     .max_idle_per_host(8);
/// # let _ = settings;
/// ```
#[derive(Clone)]
#[must_use]
pub struct HttpSettings {
    proxy: Proxy,
    root_certificates: Vec<Vec<u8>>,
    identity: Option<Vec<u8>>,
    pool_idle_timeout: Option<Duration>,
    max_idle_per_host: usize,
    keepalive: Option<Duration>,
    local_address: Option<IpAddr>,
    max_headers: usize,
}

#[derive(Clone)]
enum Proxy {
    /// As the environment says, but none for services on this machine.
    Environment,
    None,
    Address(String),
}

impl HttpSettings {
    /// The settings of clients that set none.
    pub const fn new() -> Self {
        Self {
            proxy: Proxy::Environment,
            root_certificates: Vec::new(),
            identity: None,
            pool_idle_timeout: Some(POOL_IDLE_TIMEOUT),
            max_idle_per_host: usize::MAX,
            keepalive: Some(KEEPALIVE),
            local_address: None,
            max_headers: MAX_HEADERS,
        }
    }

    /// Sends all requests through the proxy at this address, which may hold `user:password@`.
    ///
    /// Unless this or [`HttpSettings::no_proxy`] is set, the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY` of the environment say which proxy is used; a service on this machine is reached without.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Proxy::Address(address.into());
        self
    }

    /// Sends requests without proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// Trusts the certificates in this PEM text, beside those that the system trusts and those that were given before.
    pub fn root_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Proves who is calling with a client certificate: a PEM text with its chain, the client's own first, and with
    /// its private key.
    pub fn identity_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.identity = Some(pem.into());
        self
    }

    /// How long a connection that is not used is kept; 90 seconds unless set. `None`: until the service closes it.
    pub fn pool_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.pool_idle_timeout = timeout.into();
        self
    }

    /// How many connections that are not used are kept per host; no limit unless set. 0: each request connects anew.
    pub const fn max_idle_per_host(mut self, connections: usize) -> Self {
        self.max_idle_per_host = connections;
        self
    }

    /// How long a connection may be silent before TCP asks whether the other side is still there; 15 seconds unless
    /// set. `None`: it never asks.
    pub fn keepalive(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.keepalive = time.into();
        self
    }

    /// Connects from this address of this machine; the system chooses unless set.
    pub const fn local_address(mut self, address: IpAddr) -> Self {
        self.local_address = Some(address);
        self
    }

    /// How many headers of an answer are read before the transport gives up.
    pub(super) const fn max_headers(mut self, count: usize) -> Self {
        self.max_headers = count;
        self
    }

    /// The settings as reqwest wants them, without TLS.
    pub(super) fn apply(
        &self,
        connect_timeout: Option<Duration>,
        is_loopback: bool,
    ) -> Result<reqwest::ClientBuilder, String> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect_timeout.unwrap_or(CONNECT_TIMEOUT))
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.max_idle_per_host)
            .tcp_keepalive(self.keepalive)
            .local_address(self.local_address);
        // Saying the usual number would cost an allocation per answer.
        let builder = match self.max_headers {
            MAX_HEADERS => builder,
            more => builder.http1_max_headers(more),
        };
        match &self.proxy {
            Proxy::Environment if is_loopback => Ok(builder.no_proxy()),
            Proxy::Environment => Ok(builder),
            Proxy::None => Ok(builder.no_proxy()),
            // The error would repeat the address, and with it the password.
            Proxy::Address(address) => match reqwest::Proxy::all(address) {
                Ok(proxy) => Ok(builder.proxy(proxy)),
                Err(_) => Err("the address of the proxy is none".to_owned()),
            },
        }
    }

    /// What TLS is to know, in the form that it takes.
    pub(super) fn tls(&self) -> Result<TlsSettings, String> {
        TlsSettings::read(&self.root_certificates, self.identity.as_deref())
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HttpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = match &self.proxy {
            Proxy::Environment => "as the environment says",
            Proxy::None => "none",
            // It may hold a password.
            Proxy::Address(_) => MASK,
        };
        f.debug_struct("HttpSettings")
            .field("proxy", &proxy)
            .field("root_certificates", &self.root_certificates.len())
            .field("identity", &self.identity.as_ref().map(|_| MASK))
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("max_idle_per_host", &self.max_idle_per_host)
            .field("keepalive", &self.keepalive)
            .field("local_address", &self.local_address)
            .finish()
    }
}

impl super::Builder {
    /// How the transport over sockets reaches the service.
    ///
    /// Together with a transport of one's own, which connects by its own rules, this is a fault of the settings.
    pub fn http(mut self, settings: HttpSettings) -> Self {
        self.http = Some(settings);
        self
    }
}

/// The part of `client_builder!` that is about the transport over sockets.
#[doc(hidden)]
#[macro_export]
macro_rules! client_builder_http {
    ($builder:ident) => {
        impl $builder {
            /// How the transport over sockets reaches the service: proxy, certificates, connections.
            ///
            /// Together with a transport of one's own, which connects by its own rules, this is a fault of the
            /// settings.
            pub fn http(self, settings: $crate::client::HttpSettings) -> Self {
                Self { settings: self.settings.http(settings) }
            }
        }
    };
}
