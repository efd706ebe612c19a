//! Collects the settings of a client and checks them all at once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "sign")]
use super::access_key::Signing;
use super::core::{Core, Inner};
use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::error::{Configuration, Error};
use super::found::Found;
use super::header_limits::HeaderLimits;
use super::retry::Settings;
use super::{Api, Authenticate, Headers, Transport};
use crate::service::{Scheme, SchemeKind};

/// The default of [`Builder::timeout`].
const TIMEOUT: Duration = Duration::from_secs(120);

/// The default of [`Builder::max_response`].
pub(super) const MAX_RESPONSE: usize = 64 * 1024 * 1024;

/// Settings of a client.
#[must_use]
pub struct Builder {
    pub(super) api: &'static Api,
    endpoint: Option<String>,
    server: usize,
    variables: BTreeMap<String, String>,
    pub(super) parameters: BTreeMap<String, String>,
    credentials: Credentials,
    pub(super) authenticator: Option<Arc<dyn Authenticate>>,
    #[cfg(feature = "sign")]
    pub(super) signing: Signing,
    headers: Headers,
    user_agent: Option<String>,
    timeout: Duration,
    pub(super) retry: Settings,
    #[cfg(feature = "reqwest")]
    pub(super) http: Option<super::HttpSettings>,
    max_response: usize,
    pub(super) header_limits: HeaderLimits,
    unchecked: bool,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) faults: Vec<String>,
}

impl Builder {
    /// The settings of a client of `api` that nobody has changed.
    pub const fn new(api: &'static Api) -> Self {
        Self {
            api,
            endpoint: None,
            server: 0,
            variables: BTreeMap::new(),
            parameters: BTreeMap::new(),
            credentials: Credentials::new(),
            authenticator: None,
            #[cfg(feature = "sign")]
            signing: Signing::new(),
            headers: Headers::new(),
            user_agent: None,
            timeout: TIMEOUT,
            retry: Settings::new(),
            #[cfg(feature = "reqwest")]
            http: None,
            max_response: MAX_RESPONSE,
            header_limits: HeaderLimits::new(),
            unchecked: false,
            transport: None,
            faults: Vec::new(),
        }
    }

    /// The address to use instead of those of the description; `https` unless it says `http://`.
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.endpoint = Some(address.into());
        self
    }

    /// Uses another server of the description than the first.
    pub const fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Sets a variable of the server's address.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        let is_known = |it: &super::Server| {
            it.variables.iter().any(|it| it.name == name) || it.url.contains(&format!("{{{name}}}"))
        };
        if !self.api.servers.iter().any(is_known) {
            self.faults.push(format!("no server of {} has a variable `{name}`", self.api.name));
        }
        self.variables.insert(name, value.into());
        self
    }

    /// Sets a parameter for every call that does not set it.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// The secret of a security scheme: the key of an `apiKey` scheme, the token of a `bearer` scheme,
    /// `user:password` of a `basic` scheme.
    pub fn credential(mut self, scheme: &str, secret: impl Into<String>) -> Self {
        match self.api.schemes.iter().find(|it| it.name == scheme) {
            Some(Scheme { kind: SchemeKind::Signature { algorithm }, .. }) => {
                self.faults.push(format!("`{scheme}` is a {algorithm} signature: set an authenticator for it"));
            }
            Some(known) => self.credentials.insert(known, secret.into()),
            None => self.faults.push(format!("{} has no security scheme `{scheme}`", self.api.name)),
        }
        self
    }

    /// Computes credentials for each request.
    pub fn authenticator(mut self, authenticator: impl Authenticate) -> Self {
        self.authenticator = Some(Arc::new(authenticator));
        #[cfg(feature = "sign")]
        self.signing.give_way();
        self
    }

    /// Sends a header with every request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push(name, value);
        self
    }

    /// Sends another `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// How long a call may take in all, with every attempt and wait; two minutes unless set.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many bytes of a response are read before the call fails; 64 MiB unless set.
    pub const fn max_response(mut self, bytes: usize) -> Self {
        self.max_response = bytes;
        self
    }

    /// Sends inputs without checking the limits that the description sets.
    pub const fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// Sends requests in another way than over sockets.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::Configuration`] with everything that is wrong.
    pub fn build(mut self) -> Result<Core, Error> {
        let endpoint = self.resolve_endpoint().map_err(|fault| self.faults.push(fault)).ok();
        if let Some(name) = self.headers.unsendable() {
            self.faults.push(format!("header `{}` cannot be sent", name.escape_debug()));
        }
        for setting in self.moot_settings() {
            let fault = format!("the transport that was set connects by its own rules, not by `{setting}`");
            self.faults.push(fault);
        }
        self.fill_variables_in();
        #[cfg(feature = "sign")]
        self.choose_signer();
        let transport = match (self.transport.take(), &endpoint) {
            (Some(transport), _) => Some(transport),
            (None, Some(endpoint)) => self.default_transport(endpoint).map_err(|fault| self.faults.push(fault)).ok(),
            (None, None) => None,
        };
        match (endpoint, transport) {
            (Some(endpoint), Some(transport)) if self.faults.is_empty() => Ok(self.assemble(endpoint, transport)),
            _ => Err(Error::Configuration(Configuration { faults: self.faults })),
        }
    }

    /// Settings of connections that come together with a transport of one's own.
    fn moot_settings(&self) -> Vec<&'static str> {
        let mut moot = Vec::new();
        if self.transport.is_some() && self.retry.connect_timeout.is_some() {
            moot.push("connect_timeout");
        }
        #[cfg(feature = "reqwest")]
        if self.transport.is_some() && self.http.is_some() {
            moot.push("http");
        }
        moot
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, String> {
        let settings = self.http.clone().unwrap_or_default().max_headers(self.header_limits.count);
        match super::Reqwest::for_endpoint(endpoint, self.retry.connect_timeout, &settings) {
            Ok(transport) => Ok(Arc::new(transport)),
            Err(error) => Err(error.to_string()),
        }
    }

    #[cfg(not(feature = "reqwest"))]
    fn default_transport(&self, _: &Endpoint) -> Result<Arc<dyn Transport>, String> {
        Err("there is no transport; set one or enable the feature `reqwest`".to_owned())
    }

    fn resolve_endpoint(&self) -> Result<Endpoint, String> {
        match (&self.endpoint, self.api.servers.get(self.server)) {
            (Some(address), _) => Endpoint::parse(address),
            (None, Some(server)) => Endpoint::of_server(server, &self.variables),
            (None, None) => Err(format!("{} has no server {}; set an endpoint", self.api.name, self.server)),
        }
    }

    /// Variables that nobody set have their defaults, unless they have no part in the address.
    fn fill_variables_in(&mut self) {
        let server = self.api.servers.get(self.server).filter(|_| self.endpoint.is_none());
        for variable in server.iter().flat_map(|it| it.variables) {
            self.variables.entry(variable.name.to_owned()).or_insert_with(|| variable.default.to_owned());
        }
    }

    fn assemble(self, endpoint: Endpoint, transport: Arc<dyn Transport>) -> Core {
        Core(Arc::new(Inner {
            api: self.api,
            endpoint,
            variables: self.variables,
            parameters: self.parameters,
            found: Found::default(),
            credentials: self.credentials,
            authenticator: self.authenticator,
            headers: self.headers,
            user_agent: self.user_agent.unwrap_or_else(|| self.api.default_user_agent.to_owned()),
            timeout: self.timeout,
            retry: self.retry.into_retry(),
            max_response: self.max_response,
            header_limits: self.header_limits,
            unchecked: self.unchecked,
            transport,
        }))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The endpoint stays out: it is not checked yet and may hold a password.
        f.debug_struct("Builder")
            .field("api", &self.api.name)
            .field("variables", &self.variables)
            .field("parameters", &self.parameters)
            .field("credentials", &self.credentials)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// Gives a printed builder the settings that every client has; the builder is a struct with a field `settings`.
#[macro_export]
macro_rules! client_builder {
    ($builder:ident, $client:ident) => {
        $crate::client_builder_retry!($builder);
        $crate::client_builder_headers!($builder);
        $crate::client_builder_http!($builder);
        $crate::client_credentials!($builder);

        impl $builder {
            /// The address to use instead of those of the description; `https` unless it says `http://`.
            pub fn endpoint(self, address: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self { settings: self.settings.endpoint(address) }
            }

            /// Uses another server of the description than the first.
            pub fn server(self, index: usize) -> Self {
                Self { settings: self.settings.server(index) }
            }

            /// The secret of a security scheme: the key of an `apiKey` scheme, the token of a `bearer` scheme,
            /// `user:password` of a `basic` scheme.
            pub fn credential(self, scheme: &str, secret: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self { settings: self.settings.credential(scheme, secret) }
            }

            /// Computes credentials for each request.
            pub fn authenticator(self, authenticator: impl $crate::client::Authenticate) -> Self {
                Self { settings: self.settings.authenticator(authenticator) }
            }

            /// Sends a header with every request.
            pub fn header(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self { settings: self.settings.header(name, value) }
            }

            /// Sends another `User-Agent`.
            pub fn user_agent(self, user_agent: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self { settings: self.settings.user_agent(user_agent) }
            }

            /// How long a call may take in all, with every attempt and wait; two minutes unless set.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { settings: self.settings.timeout(timeout) }
            }

            /// How many bytes of a response are read before the call fails; 64 MiB unless set.
            pub fn max_response(self, bytes: usize) -> Self {
                Self { settings: self.settings.max_response(bytes) }
            }

            /// Sends inputs without checking the limits that the description sets.
            pub fn unchecked(self) -> Self {
                Self { settings: self.settings.unchecked() }
            }

            /// Sends requests in another way than over sockets.
            pub fn transport(self, transport: impl $crate::client::Transport) -> Self {
                Self { settings: self.settings.transport(transport) }
            }

            /// The client.
            ///
            /// # Errors
            /// Everything that is wrong with the settings.
            pub fn build(self) -> ::std::result::Result<$client, $crate::client::Error> {
                ::std::result::Result::Ok($client { core: self.settings.build()? })
            }
        }
    };
}

/// Without the feature `sign`, a printed builder has no settings for signatures.
#[cfg(not(feature = "sign"))]
#[macro_export]
macro_rules! client_credentials {
    ($builder:ident) => {};
}

/// Without the feature `sign`, nothing is signed in another way either.
#[cfg(not(feature = "sign"))]
#[macro_export]
macro_rules! client_rpc_signature {
    ($builder:ident) => {};
}

/// Without the feature `sign`, no account is named either.
#[cfg(not(feature = "sign"))]
#[macro_export]
macro_rules! client_domain_id {
    ($builder:ident) => {};
}

/// Without the feature `reqwest`, a printed builder has no settings for sockets.
#[doc(hidden)]
#[cfg(not(feature = "reqwest"))]
#[macro_export]
macro_rules! client_builder_http {
    ($builder:ident) => {};
}
