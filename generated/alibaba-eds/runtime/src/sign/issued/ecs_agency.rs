//! The agency of a Huawei Cloud server: a key from the metadata service of the instance.

use std::sync::Arc;
use std::time::Duration;

use super::ask::is_success;
use super::{Issuer, Way, way};
use crate::Method;
use crate::client::{Endpoint, HttpRequest, Transport};
use crate::sign::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials};

const ADDRESS: &str = "http://169.254.169.254";
const LIMIT: Duration = Duration::from_secs(3);

/// How long a session with the metadata service lasts, in seconds.
const SESSION: &str = "21600";

/// The key of the agency that an Elastic Cloud Server of Huawei Cloud acts for.
///
/// Absent on machines without a metadata service and on servers without an agency.
#[derive(Debug, Clone)]
pub struct EcsAgency {
    address: String,
    way: Way,
}

impl EcsAgency {
    /// The metadata service at its usual address.
    #[must_use]
    pub fn new() -> Self {
        Self { address: ADDRESS.to_owned(), way: Way::near() }
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
        let endpoint = way::endpoint(&self.address)?;
        let transport = self.way.to(&endpoint)?;
        let issuer = Issuer { name: "the metadata service", transport: &*transport, limit: LIMIT, may_be_absent: true };
        let mut request = way::request(&endpoint, Method::Get, "/openstack/latest/securitykey");
        let session =
            session(&issuer, &endpoint, "/meta-data/latest/api/token", "X-Metadata-Token-Ttl-Seconds").await?;
        if let Some(session) = session {
            request.headers.set_secret("X-Metadata-Token", session);
        }
        let response = issuer.ask(request).await?;
        match response.status {
            404 => return Err(CredentialsError::absent("the metadata service knows of no agency")),
            _ if !is_success(&response) => return Err(issuer.refused(&response, &[])),
            _ => {}
        }
        let body = issuer.json(&response)?;
        issuer.key(&response, &body["credential"], ["access", "secret", "securitytoken", "expires_at"])
    }
}

impl Default for EcsAgency {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for EcsAgency {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.key())
    }
}

/// Begins a session with a metadata service; [`None`] if it knows none, as services of an earlier version do.
pub(super) async fn session(
    issuer: &Issuer<'_>,
    endpoint: &Endpoint,
    path: &str,
    lifetime: &str,
) -> Result<Option<String>, CredentialsError> {
    let mut request: HttpRequest = way::request(endpoint, Method::Put, path);
    request.headers.push(lifetime, SESSION);
    let response = issuer.ask(request).await?;
    let text = std::str::from_utf8(&response.body).unwrap_or_default().trim();
    // A page of HTML is no session.
    let is_token = !text.is_empty() && text.bytes().all(|it| it.is_ascii_graphic() && it != b'<');
    Ok((is_success(&response) && is_token).then(|| text.to_owned()))
}
