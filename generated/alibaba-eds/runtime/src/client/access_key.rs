//! The settings of a client that signs its requests, or sends a token with them.

use std::error::Error as _;
use std::time::Duration;

use super::{AuthenticationError, Builder};
use crate::iam::{IamToken, Setup, TokenHook, WithProject};
use crate::service::{Scheme, SchemeKind};
use crate::sign::{AccessKey, Cached, Chain, CredentialsError, ProvideCredentials, Signer, Variables, Vendor};

impl Builder {
    /// Signs requests with this key.
    ///
    /// For Huawei, the parameter `project_id` is looked up by the region if it is not set; see
    /// [`iam`](crate::iam).
    pub fn access_key(mut self, key: AccessKey) -> Self {
        if key.id().is_empty() || key.secret().is_empty() {
            self.faults.push("the id or the secret of the access key is empty".to_owned());
        }
        self.credentials(key)
    }

    /// Signs requests with the keys that a provider gives; it is asked before every attempt.
    pub fn credentials(self, provider: impl ProvideCredentials) -> Self {
        self.signer(None, &Variables::of_process(), |scheme| Signer::new(scheme, provider))
    }

    /// Sends a token of Huawei Cloud's IAM with each request, in place of a signature; see [`IamToken`].
    ///
    /// The parameter `project_id` is that of the token's project if it is not set.
    pub fn token(mut self, token: IamToken) -> Self {
        match TokenHook::new(self.api.schemes, token) {
            Some(hook) => return self.authenticator(hook),
            None => {
                let fault = format!("{} has no security scheme that takes a token in `X-Auth-Token`", self.api.name);
                self.faults.push(fault);
            }
        }
        self
    }

    /// Authenticates requests with the credentials that stand where the vendor's own tools look for them: in
    /// environment variables, in profile files, on a server in its metadata service; see [`Chain::of_vendor`]. Keys are
    /// looked for when the first call is made, and renewed before they expire.
    ///
    /// For Huawei, variables or a profile that name an identity provider give a token; and the parameter `project_id`
    /// is that of `HUAWEICLOUD_SDK_PROJECT_ID` or of the profile unless another is set.
    pub fn default_credentials(self) -> Self {
        self.credentials_in(&Variables::of_process())
    }

    pub(crate) fn credentials_in(mut self, variables: &Variables) -> Self {
        let vendor = self.api.schemes.iter().find_map(Signer::vendor);
        let setup = match vendor {
            Some(Vendor::Huawei) => Setup::read(variables),
            _ => Setup::default(),
        };
        for (name, value) in [("project_id", setup.project_id), ("domain_id", setup.domain_id)] {
            if let Some(value) = value {
                self.parameters.entry(name.to_owned()).or_insert(value);
            }
        }
        if let Some(token) = setup.token {
            return self.token(token);
        }
        self.signer(setup.iam_endpoint, variables, |scheme| {
            let vendor = Signer::vendor(scheme)?;
            let chain = Cached::new(Chain::with_variables(vendor, variables));
            Signer::new(scheme, chain.refresh_before(refresh_before(vendor)))
        })
    }

    fn signer(
        mut self,
        iam_endpoint: Option<String>,
        variables: &Variables,
        make: impl FnOnce(&Scheme) -> Option<Signer>,
    ) -> Self {
        let is_signature = |it: &&Scheme| matches!(it.kind, SchemeKind::Signature { .. });
        let Some(scheme) = self.api.schemes.iter().find(is_signature) else {
            self.faults.push(format!("{} has no security scheme that is a signature", self.api.name));
            return self;
        };
        match (make(scheme), Signer::vendor(scheme)) {
            (Some(signer), Some(Vendor::Huawei)) => {
                return self.authenticator(WithProject::new(signer, iam_endpoint, variables.clone()));
            }
            (Some(signer), _) => return self.authenticator(signer),
            (None, _) => self.faults.push(format!("the signature of `{}` is not supported", scheme.name)),
        }
        self
    }
}

/// How long before their end the vendor's own tools renew temporary keys.
const fn refresh_before(vendor: Vendor) -> Duration {
    match vendor {
        Vendor::Huawei => Duration::from_secs(2 * 60 * 60),
        Vendor::Alibaba => Duration::from_secs(15 * 60),
    }
}

impl AuthenticationError {
    /// Why there are no credentials, if that is why the request could not be authenticated.
    #[must_use]
    pub fn credentials(&self) -> Option<&CredentialsError> {
        self.source()?.downcast_ref()
    }
}

impl From<CredentialsError> for AuthenticationError {
    fn from(error: CredentialsError) -> Self {
        Self::new(error.to_string()).with_source(error)
    }
}

/// Gives a printed builder the settings of [`Builder`] that stand here.
#[macro_export]
macro_rules! client_credentials {
    ($builder:ident) => {
        impl $builder {
            /// Signs requests with this key.
            ///
            /// For Huawei, the parameter `project_id` is looked up by the region if it is not set.
            pub fn access_key(self, key: $crate::sign::AccessKey) -> Self {
                Self { settings: self.settings.access_key(key) }
            }

            /// Signs requests with the keys that a provider gives; it is asked before every attempt.
            pub fn credentials(self, provider: impl $crate::sign::ProvideCredentials) -> Self {
                Self { settings: self.settings.credentials(provider) }
            }

            /// Sends a token of Huawei Cloud's IAM with each request, in place of a signature. It is fetched when the
            /// first call is made, and renewed before it expires.
            ///
            /// The parameter `project_id` is that of the token's project if it is not set.
            pub fn token(self, token: $crate::iam::IamToken) -> Self {
                Self { settings: self.settings.token(token) }
            }

            /// Authenticates requests with the credentials that stand where the vendor's own tools look for them: in
            /// environment variables, in profile files, on a server in its metadata service. Keys are looked for when
            /// the first call is made, and renewed before they expire.
            ///
            /// For Huawei, variables or a profile that name an identity provider give a token; and the parameter
            /// `project_id` is that of `HUAWEICLOUD_SDK_PROJECT_ID` or of the profile unless another is set.
            pub fn default_credentials(self) -> Self {
                Self { settings: self.settings.default_credentials() }
            }
        }
    };
}
