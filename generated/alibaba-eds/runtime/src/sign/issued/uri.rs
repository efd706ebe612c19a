//! A key from an address that somebody serves keys at, in the form of Alibaba Cloud's metadata service.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::ask::{ALIBABA_KEY, is_success};
use super::{Issuer, Way, way};
use crate::Method;
use crate::client::Transport;
use crate::sign::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials};

const LIMIT: Duration = Duration::from_secs(10);

/// The key that is served at an address, as `ALIBABA_CLOUD_CREDENTIALS_URI` names one.
///
/// The address may hold a secret and is never shown.
#[derive(Clone)]
pub struct CredentialsUri {
    uri: String,
    way: Way,
}

impl CredentialsUri {
    /// The key at this address; `http` unless it says otherwise.
    #[must_use]
    pub fn new(uri: impl Into<String>) -> Self {
        Self { uri: uri.into(), way: Way::far() }
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
        let (address, query) = self.uri.split_once('?').unwrap_or((&self.uri, ""));
        let endpoint = match address.contains("://") {
            true => way::endpoint(address)?,
            false => way::endpoint(&format!("http://{address}"))?,
        };
        let transport = self.way.to(&endpoint)?;
        let issuer = Issuer { name: "the credentials URI", transport: &*transport, limit: LIMIT, may_be_absent: false };
        // What `Endpoint` cuts off at the end may count here.
        let tail = if address.ends_with('/') || endpoint.prefix.is_empty() { "/" } else { "" };
        let mut request = way::request(&endpoint, Method::Get, tail);
        request.query = query.to_owned();
        let response = issuer.ask(request).await?;
        if !is_success(&response) {
            return Err(issuer.refused(&response, &[&self.uri, query]));
        }
        let body = issuer.json(&response)?;
        match body["Code"].as_str() {
            Some("Success") | None => issuer.key(&response, &body, ALIBABA_KEY),
            Some(_) => Err(issuer.refused(&response, &[&self.uri, query])),
        }
    }
}

impl ProvideCredentials for CredentialsUri {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.key())
    }
}

impl fmt::Debug for CredentialsUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsUri(..)")
    }
}
