//! A role of Alibaba Cloud, taken on with an OpenID Connect token: how pods of a cluster get their keys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fmt, fs};

use super::ask::{ALIBABA_KEY, is_success};
use super::{Issuer, Way, way};
use crate::Method;
use crate::client::{Transport, push_encoded};
use crate::sign::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials, Variables, format_extended};

const LIMIT: Duration = Duration::from_secs(10);

/// The name of a session that nobody named.
const SESSION: &str = "rust-client";

/// How long a key is asked for, in seconds.
const LIFETIME: &str = "3600";

type Clock = dyn Fn() -> SystemTime + Send + Sync;

/// The key of a role that the security token service (STS) gives for an OpenID Connect token (`AssumeRoleWithOIDC`).
///
/// The file with the token is read anew each time, because whoever writes it renews it.
#[derive(Clone)]
pub struct OidcRole {
    role_arn: String,
    provider_arn: String,
    token_file: PathBuf,
    session: String,
    address: String,
    clock: Arc<Clock>,
    way: Way,
}

impl OidcRole {
    /// The role with this name, trusted by this provider, and the file with the token.
    #[must_use]
    pub fn new(role_arn: impl Into<String>, provider_arn: impl Into<String>, token_file: impl Into<PathBuf>) -> Self {
        Self {
            role_arn: role_arn.into(),
            provider_arn: provider_arn.into(),
            token_file: token_file.into(),
            session: SESSION.to_owned(),
            address: "https://sts.aliyuncs.com".to_owned(),
            clock: Arc::new(SystemTime::now),
            way: Way::far(),
        }
    }

    /// As the variables say: `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
    /// `ALIBABA_CLOUD_OIDC_TOKEN_FILE`, without one of which there is none; `ALIBABA_CLOUD_ROLE_SESSION_NAME`;
    /// `ALIBABA_CLOUD_STS_REGION` and `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true`.
    #[must_use]
    pub fn with_variables(variables: &Variables) -> Option<Self> {
        let get = |name| variables.get(name);
        let role = Self::new(
            get("ALIBABA_CLOUD_ROLE_ARN")?,
            get("ALIBABA_CLOUD_OIDC_PROVIDER_ARN")?,
            get("ALIBABA_CLOUD_OIDC_TOKEN_FILE")?,
        );
        let role = get("ALIBABA_CLOUD_ROLE_SESSION_NAME").into_iter().fold(role, Self::session_name);
        Some(role.in_region(get("ALIBABA_CLOUD_STS_REGION").as_deref(), variables))
    }

    /// What the session is called in audit logs.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session = name.into();
        self
    }

    /// The security token service at another address than `https://sts.aliyuncs.com`.
    #[must_use]
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }

    /// Tells the time in another way than by the clock of the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Asks over this transport.
    #[must_use]
    pub fn transport(self, transport: impl Transport) -> Self {
        self.by(Way::given(Arc::new(transport)))
    }

    pub(crate) fn by(self, way: Way) -> Self {
        Self { way, ..self }
    }

    pub(crate) fn in_region(self, region: Option<&str>, variables: &Variables) -> Self {
        let prefix = if variables.is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED") { "sts-vpc" } else { "sts" };
        match region {
            Some(region) => self.endpoint(format!("https://{prefix}.{region}.aliyuncs.com")),
            None => self,
        }
    }

    async fn key(&self) -> Result<AccessKey, CredentialsError> {
        let token = fs::read_to_string(&self.token_file).map_err(|error| {
            CredentialsError::broken(format!("{} cannot be read", self.token_file.display())).with_source(error)
        })?;
        let token = token.trim();
        let endpoint = way::endpoint(&self.address)?;
        let transport = self.way.to(&endpoint)?;
        let issuer = Issuer { name: "STS", transport: &*transport, limit: LIMIT, may_be_absent: false };
        let mut request = way::request(&endpoint, Method::Post, "/");
        let time = format_extended((self.clock)());
        let common =
            [("Action", "AssumeRoleWithOIDC"), ("Format", "JSON"), ("Version", "2015-04-01"), ("Timestamp", &time)];
        for (name, value) in common {
            request.push_query(name, value);
        }
        request.headers.push("Content-Type", "application/x-www-form-urlencoded");
        // In the body, because addresses end up in logs.
        request.body = form(&[
            ("RoleArn", &self.role_arn),
            ("OIDCProviderArn", &self.provider_arn),
            ("OIDCToken", token),
            ("RoleSessionName", &self.session),
            ("DurationSeconds", LIFETIME),
        ]);
        let response = issuer.ask(request).await?;
        match is_success(&response) {
            true => issuer.key(&response, &issuer.json(&response)?["Credentials"], ALIBABA_KEY),
            false => Err(issuer.refused(&response, &[token])),
        }
    }
}

impl ProvideCredentials for OidcRole {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.key())
    }
}

impl fmt::Debug for OidcRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcRole")
            .field("role_arn", &self.role_arn)
            .field("provider_arn", &self.provider_arn)
            .field("token_file", &self.token_file)
            .finish_non_exhaustive()
    }
}

fn form(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut form = String::new();
    for (name, value) in pairs {
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(name);
        form.push('=');
        push_encoded(&mut form, value);
    }
    form.into_bytes()
}
