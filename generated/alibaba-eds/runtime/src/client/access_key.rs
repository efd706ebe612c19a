//! The settings of a client that signs its requests.

use super::Builder;
use crate::service::{Scheme, SchemeKind};
use crate::sign::{AccessKey, Cached, Chain, ProvideCredentials, Signer, Variables, Vendor};

impl Builder {
    /// Signs requests with this key.
    pub fn access_key(mut self, key: AccessKey) -> Self {
        if key.id().is_empty() || key.secret().is_empty() {
            self.faults.push("the id or the secret of the access key is empty".to_owned());
        }
        self.credentials(key)
    }

    /// Signs requests with the keys that a provider gives; it is asked before every attempt.
    pub fn credentials(self, provider: impl ProvideCredentials) -> Self {
        self.signer(|scheme| Signer::new(scheme, provider))
    }

    /// Signs requests with the key that stands where the vendor's own tools look for it: in environment variables,
    /// then in a profile file; see [`Chain::of_vendor`]. It is looked for when the first call is made.
    ///
    /// For Huawei, the parameter `project_id` is that of `HUAWEICLOUD_SDK_PROJECT_ID` unless another is set.
    pub fn default_credentials(self) -> Self {
        self.credentials_in(&Variables::of_process())
    }

    pub(crate) fn credentials_in(mut self, variables: &Variables) -> Self {
        let vendor = self.api.schemes.iter().find_map(Signer::vendor);
        if let (Some(Vendor::Huawei), Some(project)) = (vendor, variables.get("HUAWEICLOUD_SDK_PROJECT_ID")) {
            self.parameters.entry("project_id".to_owned()).or_insert(project);
        }
        self.signer(|scheme| {
            Signer::new(scheme, Cached::new(Chain::with_variables(Signer::vendor(scheme)?, variables)))
        })
    }

    fn signer(mut self, make: impl FnOnce(&Scheme) -> Option<Signer>) -> Self {
        let is_signature = |it: &&Scheme| matches!(it.kind, SchemeKind::Signature { .. });
        let Some(scheme) = self.api.schemes.iter().find(is_signature) else {
            self.faults.push(format!("{} has no security scheme that is a signature", self.api.name));
            return self;
        };
        match make(scheme) {
            Some(signer) => return self.authenticator(signer),
            None => self.faults.push(format!("the signature of `{}` is not supported", scheme.name)),
        }
        self
    }
}

/// Gives a printed builder the settings of [`Builder`] that stand here.
#[macro_export]
macro_rules! client_credentials {
    ($builder:ident) => {
        impl $builder {
            /// Signs requests with this key.
            pub fn access_key(self, key: $crate::sign::AccessKey) -> Self {
                Self { settings: self.settings.access_key(key) }
            }

            /// Signs requests with the keys that a provider gives; it is asked before every attempt.
            pub fn credentials(self, provider: impl $crate::sign::ProvideCredentials) -> Self {
                Self { settings: self.settings.credentials(provider) }
            }

            /// Signs requests with the key that stands where the vendor's own tools look for it: in environment
            /// variables, then in a profile file. It is looked for when the first call is made.
            ///
            /// For Huawei, the parameter `project_id` is that of `HUAWEICLOUD_SDK_PROJECT_ID` unless another is set.
            pub fn default_credentials(self) -> Self {
                Self { settings: self.settings.default_credentials() }
            }
        }
    };
}
