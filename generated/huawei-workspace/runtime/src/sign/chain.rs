//! Looks for credentials in one place after the other.

use std::fmt;
use std::sync::Arc;

use super::{AccessKey, BoxFuture, CredentialsError, Environment, Profile, ProvideCredentials, Variables};

/// Whose algorithms, variables and files are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Vendor {
    /// Huawei Cloud.
    Huawei,
    /// Alibaba Cloud.
    Alibaba,
}

/// Providers that are asked one after the other.
///
/// The first that has credentials is used. One that has none is passed over; one that is broken ends the search.
#[derive(Clone)]
pub struct Chain(Vec<Arc<dyn ProvideCredentials>>);

impl Chain {
    /// A chain without a provider.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The places where a vendor's own tools look, in their order.
    ///
    /// - Huawei: environment variables, profile file, agency of the server.
    /// - Alibaba: environment variables, OpenID Connect, profile of the command line tool, profile file, role of the
    ///   server, credentials URI.
    ///
    /// Places that a service stands behind need the feature `client`, and a transport: that of the feature `reqwest`
    /// unless another is given.
    #[must_use]
    pub fn of_vendor(vendor: Vendor) -> Self {
        Self::with_variables(vendor, &Variables::of_process())
    }

    /// Like [`Chain::of_vendor`], with other variables than those of the process.
    #[must_use]
    pub fn with_variables(vendor: Vendor, variables: &Variables) -> Self {
        #[cfg(feature = "client")]
        return Self::places(vendor, variables, &super::Ways::new());
        #[cfg(not(feature = "client"))]
        Self::new().then(Environment::new(vendor, variables.clone())).then(Profile::new(vendor, variables.clone()))
    }

    /// Like [`Chain::with_variables`]; services are asked over this transport.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn with_transport(vendor: Vendor, variables: &Variables, transport: impl crate::client::Transport) -> Self {
        Self::places(vendor, variables, &super::Ways::given(Arc::new(transport)))
    }

    /// Like [`Chain::with_variables`]; services are asked in these ways.
    #[cfg(feature = "client")]
    pub(crate) fn places(vendor: Vendor, variables: &Variables, ways: &super::Ways) -> Self {
        use super::{CliProfile, EcsAgency, EcsRamRole};

        let near = ways.near.clone();
        let environment = Environment::new(vendor, variables.clone());
        let profile = Profile::new(vendor, variables.clone()).by(ways.clone());
        match vendor {
            Vendor::Huawei => Self::new().then(environment).then(profile).then(EcsAgency::new().by(near)),
            Vendor::Alibaba => Self::new()
                .then(environment)
                .then(super::issued::OidcVariables::new(variables, &ways.far))
                .then(CliProfile::new(variables.clone()).by(ways.clone()))
                .then(profile)
                .then(EcsRamRole::with_variables(variables).by(near))
                .then(super::issued::UriVariable::new(variables, &ways.far)),
        }
    }

    /// The same chain with one more provider at its end.
    #[must_use]
    pub fn then(mut self, provider: impl ProvideCredentials) -> Self {
        self.0.push(Arc::new(provider));
        self
    }

    async fn search(&self) -> Result<AccessKey, CredentialsError> {
        let mut absent = Vec::new();
        for provider in &self.0 {
            match provider.credentials().await {
                Err(error) if error.is_absent() => absent.push(error.to_string()),
                result => return result,
            }
        }
        Err(CredentialsError::absent(format!("no credentials were found: {}", absent.join("; "))))
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for Chain {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.search())
    }

    fn forget(&self, key: &AccessKey) -> bool {
        self.0.iter().filter(|it| it.forget(key)).count() > 0
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({} providers)", self.0.len())
    }
}
