//! The settings of a client that signs its requests, or sends a token with them.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use super::{AuthenticationError, Builder};
use crate::iam::{IamToken, Setup, TokenHook, WithProject};
use crate::service::{Scheme, SchemeKind};
use crate::sign::{
    AccessKey, Cached, Chain, CredentialsError, ProvideCredentials, Signer, Variables, Vendor, Way, Ways, acs3,
};

/// Who signs, as far as it is known before a client is built: the algorithm, and the way to services that issue keys,
/// may be set later than the key.
pub(super) struct Signing {
    provider: Option<Arc<dyn ProvideCredentials>>,
    /// Where to look if nobody is named.
    by_default: Option<Variables>,
    is_rpc: bool,
}

impl Signing {
    pub(super) const fn new() -> Self {
        Self { provider: None, by_default: None, is_rpc: false }
    }

    /// Somebody else authenticates requests.
    pub(super) fn give_way(&mut self) {
        self.provider = None;
    }
}

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
    pub fn credentials(mut self, provider: impl ProvideCredentials) -> Self {
        self.authenticator = None;
        self.signing.provider = Some(Arc::new(provider));
        self
    }

    /// Sends a token of Huawei Cloud's IAM with each request, in place of a signature; see [`IamToken`].
    ///
    /// The parameter `project_id` is that of the token's project if it is not set.
    pub fn token(mut self, token: IamToken) -> Self {
        match TokenHook::new(self.api.schemes, token) {
            Some(hook) => return self.authenticator(hook),
            None => self.faults.push(self.no_token()),
        }
        self
    }

    /// Authenticates requests with the credentials that stand where the vendor's own tools look for them: in
    /// environment variables, in profile files, on a server in its metadata service; see [`Chain::of_vendor`]. Keys are
    /// looked for when the first call is made, and renewed before they expire.
    ///
    /// For Huawei, variables or a profile that name an identity provider give a token; and the parameter `project_id`
    /// is that of `HUAWEICLOUD_SDK_PROJECT_ID` or of the profile unless another is set.
    ///
    /// A key, provider, token or authenticator that is set wins, before or after: then nothing is looked for.
    pub fn default_credentials(self) -> Self {
        self.credentials_in(&Variables::of_process())
    }

    pub(crate) fn credentials_in(mut self, variables: &Variables) -> Self {
        self.signing.by_default = Some(variables.clone());
        self
    }

    /// Signs requests to Alibaba Cloud in the older way (`HMAC-SHA1`, all in the query), for gateways that know no
    /// other; who signs stays the same. For services whose description names another vendor's signature this is a fault.
    pub const fn rpc_signature(mut self) -> Self {
        self.signing.is_rpc = true;
        self
    }

    /// The account that calls to global services of Huawei Cloud are about, sent as `X-Domain-Id` where a call is about
    /// no project. With [`Builder::default_credentials`], `HUAWEICLOUD_SDK_DOMAIN_ID` or the profile says it too.
    pub fn domain_id(self, id: impl Into<String>) -> Self {
        self.parameter("domain_id", id)
    }

    /// Makes the signer, now that all settings are known.
    pub(super) fn choose_signer(&mut self) {
        if self.authenticator.is_some() {
            if self.signing.is_rpc {
                let fault = "the authenticator or token that was set knows nothing of `rpc_signature`";
                self.faults.push(fault.to_owned());
            }
            return;
        }
        if let Some(provider) = self.signing.provider.take() {
            return self.sign(None, &Variables::of_process(), |scheme| Signer::new(scheme, provider));
        }
        if let Some(variables) = self.signing.by_default.take() {
            self.sign_by_default(&variables);
        }
    }

    fn sign_by_default(&mut self, variables: &Variables) {
        let setup = match self.api.schemes.iter().find_map(Signer::vendor) {
            Some(Vendor::Huawei) => Setup::read(variables),
            _ => Setup::default(),
        };
        for (name, value) in [("project_id", setup.project_id), ("domain_id", setup.domain_id)] {
            if let Some(value) = value {
                self.parameters.entry(name.to_owned()).or_insert(value);
            }
        }
        if let Some(token) = setup.token {
            match TokenHook::new(self.api.schemes, token) {
                Some(hook) => self.authenticator = Some(Arc::new(hook)),
                None => self.faults.push(self.no_token()),
            }
            return;
        }
        let ways = self.ways();
        self.sign(setup.iam_endpoint, variables, |scheme| {
            let vendor = Signer::vendor(scheme)?;
            let chain = Cached::new(Chain::places(vendor, variables, &ways));
            Signer::new(scheme, chain.refresh_before(refresh_before(vendor)))
        });
    }

    /// How services that issue keys are reached: as the client reaches its own, but for metadata services, which stand
    /// beside the machine.
    fn ways(&self) -> Ways {
        let ways = Ways::new();
        if let Some(transport) = &self.transport {
            return Ways { far: Way::given(Arc::clone(transport)), ..ways };
        }
        #[cfg(feature = "reqwest")]
        if let Some(http) = &self.http {
            return Ways { far: ways.far.with_http(http.clone()), near: ways.near };
        }
        ways
    }

    fn no_token(&self) -> String {
        format!("{} has no security scheme that takes a token in `X-Auth-Token`", self.api.name)
    }

    fn sign(
        &mut self,
        iam_endpoint: Option<String>,
        variables: &Variables,
        make: impl FnOnce(&Scheme) -> Option<Signer>,
    ) {
        let is_signature = |it: &&Scheme| matches!(it.kind, SchemeKind::Signature { .. });
        let Some(scheme) = self.api.schemes.iter().find(is_signature) else {
            return self.faults.push(format!("{} has no security scheme that is a signature", self.api.name));
        };
        let Some(signer) = make(scheme) else {
            return self.faults.push(format!("the signature of `{}` is not supported", scheme.name));
        };
        let signer = match self.signing.is_rpc {
            true => signer.rpc_signature(),
            false => Some(signer),
        };
        let Some(signer) = signer else {
            let fault =
                format!("`rpc_signature` stands in place of {} alone, which `{}` is not", acs3::ALGORITHM, scheme.name);
            return self.faults.push(fault);
        };
        self.authenticator = Some(match Signer::vendor(scheme) {
            Some(Vendor::Huawei) => Arc::new(WithProject::new(signer, iam_endpoint, variables.clone())),
            _ => Arc::new(signer),
        });
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
            ///
            /// A key, provider, token or authenticator that is set wins, before or after: then nothing is looked for.
            pub fn default_credentials(self) -> Self {
                Self { settings: self.settings.default_credentials() }
            }
        }
    };
}

/// Gives the builder of a service that is signed for Alibaba Cloud the older signature.
#[macro_export]
macro_rules! client_rpc_signature {
    ($builder:ident) => {
        impl $builder {
            /// Signs requests in the older way of Alibaba Cloud (`HMAC-SHA1`, all in the query), for gateways that know
            /// no other; who signs stays the same.
            pub fn rpc_signature(self) -> Self {
                Self { settings: self.settings.rpc_signature() }
            }
        }
    };
}

/// Gives the builder of a service that is signed for Huawei Cloud the account that calls may be about.
#[macro_export]
macro_rules! client_domain_id {
    ($builder:ident) => {
        impl $builder {
            /// The account that calls to global services are about, sent as `X-Domain-Id` where a call is about no
            /// project. With `default_credentials`, `HUAWEICLOUD_SDK_DOMAIN_ID` or the profile says it too.
            pub fn domain_id(self, id: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self { settings: self.settings.domain_id(id) }
            }
        }
    };
}
