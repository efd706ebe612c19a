//! Who asks IAM for a token, what for, and the request that says so.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::Method;
use crate::client::{Endpoint, HttpRequest};
use crate::sign::CredentialsError;

/// Who asks.
#[derive(Clone)]
pub(super) enum Identity {
    Password { user: String, password: String, account: String, passcode: Option<Passcode> },
    AccessKey { id: String, secret: String },
    IdToken { provider: String, token: IdToken },
}

/// The second factor of a user.
#[derive(Clone)]
pub(super) struct Passcode {
    pub(super) user_id: String,
    /// Each passcode counts once.
    pub(super) next: Arc<dyn Fn() -> String + Send + Sync>,
}

/// A token of an identity provider.
#[derive(Clone)]
pub(super) enum IdToken {
    Text(String),
    /// Whoever writes the file renews it.
    File(PathBuf),
}

/// What a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    Project(String),
    ProjectId(String),
    Account(String),
    AccountId(String),
}

/// A request for a token, and what of it must not come back in an error.
pub(super) struct Application {
    pub(super) request: HttpRequest,
    pub(super) secrets: Vec<String>,
}

impl Identity {
    /// The request for a token.
    ///
    /// # Errors
    /// If the file with the provider's token cannot be read.
    pub(super) fn apply(&self, endpoint: &Endpoint, scope: &Scope) -> Result<Application, CredentialsError> {
        match self {
            Self::Password { user, password, account, passcode } => {
                let passcode = passcode.as_ref().map(|it| (it.user_id.as_str(), (it.next)()));
                let mut identity = json!({
                    "methods": ["password"],
                    "password": {"user": {"name": user, "password": password, "domain": {"name": account}}},
                });
                let mut secrets = vec![password.clone()];
                if let Some((user_id, passcode)) = passcode {
                    identity["methods"] = json!(["password", "totp"]);
                    identity["totp"] = json!({"user": {"id": user_id, "passcode": &passcode}});
                    secrets.push(passcode);
                }
                let body = json!({"auth": {"identity": identity, "scope": scope.to_json()}});
                let mut request = request(endpoint, "/v3/auth/tokens", &body);
                // The catalogue of services would be most of the answer.
                request.push_query("nocatalog", "true");
                Ok(Application { request, secrets })
            }
            Self::AccessKey { id, secret } => {
                let key = json!({"access": {"key": id}, "secret": {"key": secret}});
                let identity = json!({"methods": ["hw_ak_sk"], "hw_ak_sk": key});
                let body = json!({"auth": {"identity": identity, "scope": scope.to_json()}});
                let mut request = request(endpoint, "/v3/auth/tokens", &body);
                request.push_query("nocatalog", "true");
                Ok(Application { request, secrets: vec![secret.clone()] })
            }
            Self::IdToken { provider, token } => {
                let token = token.read()?;
                let body = json!({"auth": {"id_token": {"id": &token}, "scope": scope.to_json()}});
                let mut request = request(endpoint, "/v3.0/OS-AUTH/id-token/tokens", &body);
                request.headers.push("X-Idp-Id", provider);
                Ok(Application { request, secrets: vec![token] })
            }
        }
    }
}

impl IdToken {
    fn read(&self) -> Result<String, CredentialsError> {
        match self {
            Self::Text(token) => Ok(token.clone()),
            Self::File(path) => match fs::read_to_string(path) {
                Ok(token) => Ok(token.trim().to_owned()),
                Err(error) => {
                    let text = format!("the token of the identity provider, {}, cannot be read", path.display());
                    Err(CredentialsError::broken(text).with_source(error))
                }
            },
        }
    }
}

impl Scope {
    fn to_json(&self) -> Value {
        match self {
            Self::Project(name) => json!({"project": {"name": name}}),
            Self::ProjectId(id) => json!({"project": {"id": id}}),
            Self::Account(name) => json!({"domain": {"name": name}}),
            Self::AccountId(id) => json!({"domain": {"id": id}}),
        }
    }
}

fn request(endpoint: &Endpoint, path: &str, body: &Value) -> HttpRequest {
    let mut request =
        HttpRequest::new(Method::Post, endpoint.scheme, &endpoint.host, &format!("{}{path}", endpoint.prefix));
    request.headers.push("Accept", "application/json");
    request.headers.push("Content-Type", "application/json");
    request.body = body.to_string().into_bytes();
    request
}
