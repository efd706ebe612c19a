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

    /// The places where a vendor's own tools look, in their order: environment variables, then the profile file.
    #[must_use]
    pub fn of_vendor(vendor: Vendor) -> Self {
        Self::with_variables(vendor, &Variables::of_process())
    }

    /// Like [`Chain::of_vendor`], with other variables than those of the process.
    #[must_use]
    pub fn with_variables(vendor: Vendor, variables: &Variables) -> Self {
        let chain = Self::new().then(Environment::new(vendor, variables.clone()));
        let chain = match vendor {
            Vendor::Huawei => chain,
            Vendor::Alibaba => chain.then(NoOidc(variables.clone())),
        };
        chain.then(Profile::new(vendor, variables.clone()))
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
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({} providers)", self.0.len())
    }
}

/// Stands where Alibaba's tools look for OpenID Connect, so that nobody who set it up acts as somebody else.
struct NoOidc(Variables);

impl ProvideCredentials for NoOidc {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        let names = ["ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"];
        let error = match names.iter().all(|it| self.0.get(it).is_some()) {
            true => CredentialsError::broken(format!("`{}` asks for OpenID Connect, which is not supported", names[2])),
            false => CredentialsError::absent("OpenID Connect is not set up"),
        };
        Box::pin(std::future::ready(Err(error)))
    }
}
