//! The role of an Alibaba Cloud server: a key from the metadata service of the instance.

use std::sync::Arc;
use std::time::Duration;

use super::ask::{ALIBABA_KEY, is_success};
use super::ecs_agency::session;
use super::{Issuer, Way, way};
use crate::Method;
use crate::client::{Endpoint, HttpResponse, Transport};
use crate::sign::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials, Variables};

const ADDRESS: &str = "http://100.100.100.200";
const ROLES: &str = "/latest/meta-data/ram/security-credentials/";
const LIMIT: Duration = Duration::from_secs(3);

/// The key of the RAM role of an Alibaba Cloud server.
///
/// Absent on machines without a metadata service and on servers without a role. A session with the metadata service is
/// begun first; where that is not known, the service is asked without, unless that is forbidden.
#[derive(Debug, Clone)]
pub struct EcsRamRole {
    address: String,
    role: Option<String>,
    is_disabled: bool,
    needs_session: bool,
    way: Way,
}

impl EcsRamRole {
    /// The metadata service at its usual address; the role is the one that it names.
    #[must_use]
    pub fn new() -> Self {
        Self { address: ADDRESS.to_owned(), role: None, is_disabled: false, needs_session: false, way: Way::near() }
    }

    /// As the variables say: `ALIBABA_CLOUD_ECS_METADATA` names the role, `ALIBABA_CLOUD_ECS_METADATA_DISABLED=true`
    /// makes it absent without asking, `ALIBABA_CLOUD_IMDSV1_DISABLED=true` demands a session.
    #[must_use]
    pub fn with_variables(variables: &Variables) -> Self {
        Self {
            role: variables.get("ALIBABA_CLOUD_ECS_METADATA"),
            is_disabled: variables.is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED"),
            needs_session: variables.is_true("ALIBABA_CLOUD_IMDSV1_DISABLED"),
            ..Self::new()
        }
    }

    /// The name of the role.
    #[must_use]
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// The metadata service at another address.
    #[must_use]
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
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

    async fn key(&self) -> Result<AccessKey, CredentialsError> {
        if self.is_disabled {
            return Err(CredentialsError::absent("`ALIBABA_CLOUD_ECS_METADATA_DISABLED` is set"));
        }
        let endpoint = way::endpoint(&self.address)?;
        let transport = self.way.to(&endpoint)?;
        let issuer = Issuer { name: "the metadata service", transport: &*transport, limit: LIMIT, may_be_absent: true };
        let lifetime = "X-aliyun-ecs-metadata-token-ttl-seconds";
        let session = session(&issuer, &endpoint, "/latest/api/token", lifetime).await?;
        if session.is_none() && self.needs_session {
            let text = "the metadata service gives no session, and `ALIBABA_CLOUD_IMDSV1_DISABLED` is set";
            return Err(CredentialsError::broken(text));
        }
        let role = match &self.role {
            Some(role) => role.clone(),
            None => {
                let response = get(&issuer, &endpoint, ROLES, session.as_deref()).await?;
                named_role(&issuer, &response)?
            }
        };
        let response = get(&issuer, &endpoint, &format!("{ROLES}{role}"), session.as_deref()).await?;
        if !is_success(&response) {
            return Err(issuer.refused(&response, &[]));
        }
        let body = issuer.json(&response)?;
        match body["Code"].as_str() {
            Some("Success") | None => issuer.key(&response, &body, ALIBABA_KEY),
            Some(_) => Err(issuer.refused(&response, &[])),
        }
    }
}

impl Default for EcsRamRole {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for EcsRamRole {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.key())
    }
}

async fn get(
    issuer: &Issuer<'_>,
    endpoint: &Endpoint,
    path: &str,
    session: Option<&str>,
) -> Result<HttpResponse, CredentialsError> {
    let mut request = way::request(endpoint, Method::Get, path);
    if let Some(session) = session {
        request.headers.set_secret("X-aliyun-ecs-metadata-token", session);
    }
    issuer.ask(request).await
}

/// The role in an answer that lists roles, of which a server has one.
fn named_role(issuer: &Issuer<'_>, response: &HttpResponse) -> Result<String, CredentialsError> {
    match response.status {
        404 => return Err(CredentialsError::absent("the metadata service knows of no role")),
        _ if !is_success(response) => return Err(issuer.refused(response, &[])),
        _ => {}
    }
    let role = std::str::from_utf8(&response.body).unwrap_or_default().trim().lines().next().unwrap_or_default();
    let is_name = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.@".contains(&it));
    match is_name(role) {
        true => Ok(role.to_owned()),
        false => Err(issuer.broken(response, "with something that is no name of a role")),
    }
}
