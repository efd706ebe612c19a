//! The providers that environment variables of Alibaba Cloud name, looked for when they are asked.

use crate::sign::{
    AccessKey, BoxFuture, CredentialsError, CredentialsUri, OidcRole, ProvideCredentials, Variables, Way,
};

/// The role that the variables for OpenID Connect name.
pub(in crate::sign) struct OidcVariables {
    variables: Variables,
    way: Way,
}

impl OidcVariables {
    pub(in crate::sign) fn new(variables: &Variables, way: &Way) -> Self {
        Self { variables: variables.clone(), way: way.clone() }
    }
}

impl ProvideCredentials for OidcVariables {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            match OidcRole::with_variables(&self.variables) {
                Some(role) => role.by(self.way.clone()).credentials().await,
                None => Err(CredentialsError::absent("OpenID Connect is not set up")),
            }
        })
    }
}

/// The address that a variable names.
pub(in crate::sign) struct UriVariable {
    variables: Variables,
    way: Way,
}

impl UriVariable {
    pub(in crate::sign) fn new(variables: &Variables, way: &Way) -> Self {
        Self { variables: variables.clone(), way: way.clone() }
    }
}

impl ProvideCredentials for UriVariable {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            match self.variables.get("ALIBABA_CLOUD_CREDENTIALS_URI") {
                Some(uri) => CredentialsUri::new(uri).by(self.way.clone()).credentials().await,
                None => Err(CredentialsError::absent("`ALIBABA_CLOUD_CREDENTIALS_URI` is not set")),
            }
        })
    }
}
