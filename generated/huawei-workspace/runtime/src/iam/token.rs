//! A token of IAM: how to get one, and what is read of the answer.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::address;
use super::identity::{IdToken, Identity, Passcode, Scope};
use crate::client::{Attempt, HttpResponse, Transport};
use crate::sign::renewal::{Clock, Expire};
use crate::sign::{CredentialsError, Issuer, Variables, parse_date};

/// The default of [`IamToken::refresh_before`], as the vendor's own tools have it.
const BEFORE: Duration = Duration::from_secs(2 * 60 * 60);

/// How long IAM may take to answer.
const LIMIT: Duration = Duration::from_secs(30);

/// How to get a token of Huawei Cloud's IAM, for `Builder::token`.
///
/// A token is for a project unless something else is set: for the project whose id the client has, else for that of the
/// client's region. `Debug` shows no secrets.
#[derive(Clone)]
pub struct IamToken {
    identity: Identity,
    scope: Option<Scope>,
    endpoint: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    variables: Variables,
    pub(super) clock: Arc<Clock>,
    pub(super) refresh_before: Duration,
}

impl IamToken {
    /// A token for an IAM user: the name, the password, and the name of the account that the user belongs to.
    #[must_use]
    pub fn password(user: impl Into<String>, password: impl Into<String>, account: impl Into<String>) -> Self {
        let (user, password, account) = (user.into(), password.into(), account.into());
        Self::of(Identity::Password { user, password, account, passcode: None })
    }

    /// A token for the owner of an access key, whose secret is sent to IAM.
    ///
    /// Signing sends no secret and needs no login, so it is the better way with a key; but signed requests are limited
    /// to 12 MB, and requests with a token are not. The login is the method `hw_ak_sk`, as public programs use it; the
    /// reference of Workspace describes only passwords.
    #[must_use]
    pub fn access_key(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::of(Identity::AccessKey { id: id.into(), secret: secret.into() })
    }

    /// A token for a user of an identity provider that has an id token (OpenID Connect) of it.
    #[must_use]
    pub fn id_token(provider_id: impl Into<String>, token: impl Into<String>) -> Self {
        Self::of(Identity::IdToken { provider: provider_id.into(), token: IdToken::Text(token.into()) })
    }

    /// Like [`IamToken::id_token`], with the id token in a file, which is read each time.
    #[must_use]
    pub fn id_token_file(provider_id: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self::of(Identity::IdToken { provider: provider_id.into(), token: IdToken::File(path.into()) })
    }

    fn of(identity: Identity) -> Self {
        Self {
            identity,
            scope: None,
            endpoint: None,
            transport: None,
            variables: Variables::of_process(),
            clock: Arc::new(SystemTime::now),
            refresh_before: BEFORE,
        }
    }

    /// Sends a passcode as second factor (MFA), for the user with this id; `next` is asked before each login, because a
    /// passcode counts once. Without a password it has no meaning.
    #[must_use]
    pub fn passcode(mut self, user_id: impl Into<String>, next: impl Fn() -> String + Send + Sync + 'static) -> Self {
        if let Identity::Password { passcode, .. } = &mut self.identity {
            *passcode = Some(Passcode { user_id: user_id.into(), next: Arc::new(next) });
        }
        self
    }

    /// A token for the project of this name; the main project of a region has the name of the region.
    #[must_use]
    pub fn project(self, name: impl Into<String>) -> Self {
        self.scope(Scope::Project(name.into()))
    }

    /// A token for the project with this id.
    #[must_use]
    pub fn project_id(self, id: impl Into<String>) -> Self {
        self.scope(Scope::ProjectId(id.into()))
    }

    /// A token for a whole account, by name, as global services want it.
    #[must_use]
    pub fn account(self, name: impl Into<String>) -> Self {
        self.scope(Scope::Account(name.into()))
    }

    /// A token for a whole account, by id.
    #[must_use]
    pub fn account_id(self, id: impl Into<String>) -> Self {
        self.scope(Scope::AccountId(id.into()))
    }

    fn scope(mut self, scope: Scope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// The address of IAM; otherwise that of `HUAWEICLOUD_SDK_IAM_ENDPOINT` or of the client's region.
    #[must_use]
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.endpoint = Some(address.into());
        self
    }

    /// Asks IAM over this transport instead of the client's.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How long before its end a token is renewed; two hours unless set. One that lives shorter than that is used for
    /// half of its time.
    #[must_use]
    pub const fn refresh_before(mut self, time: Duration) -> Self {
        self.refresh_before = time;
        self
    }

    /// Tells the time in another way than by the clock of the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Reads other variables than those of the process.
    pub(crate) fn variables(self, variables: &Variables) -> Self {
        Self { variables: variables.clone(), ..self }
    }

    /// A new token for the client that makes this attempt.
    pub(super) async fn issue(&self, attempt: Attempt<'_>) -> Result<Token, CredentialsError> {
        let endpoint = address::resolve(self.endpoint.as_deref(), &self.variables, attempt.variable("region"))?;
        let application = self.identity.apply(&endpoint, &self.scope_for(attempt)?)?;
        let transport = self.transport.as_deref().unwrap_or_else(|| attempt.transport());
        let issuer = Issuer { name: "IAM", transport, limit: LIMIT, may_be_absent: false };
        let response = issuer.ask(application.request).await?;
        match response.status {
            200..300 => Token::read(&issuer, &response),
            _ => {
                let secrets: Vec<&str> = application.secrets.iter().map(String::as_str).collect();
                Err(issuer.refused(&response, &secrets))
            }
        }
    }

    fn scope_for(&self, attempt: Attempt<'_>) -> Result<Scope, CredentialsError> {
        let of_client = || {
            let project = attempt.parameter("project_id").map(|it| Scope::ProjectId(it.to_owned()));
            project.or_else(|| attempt.variable("region").map(|it| Scope::Project(it.to_owned())))
        };
        self.scope.clone().or_else(of_client).ok_or_else(|| {
            CredentialsError::broken("nothing says which project the token is for: set a project or a region")
        })
    }

    /// The id of the project, as far as it is known without asking; [`Err`] if the token is for no project.
    pub(super) fn known_project(&self) -> Result<Option<&str>, ()> {
        match &self.scope {
            Some(Scope::ProjectId(id)) => Ok(Some(id)),
            Some(Scope::Account(_) | Scope::AccountId(_)) => Err(()),
            Some(Scope::Project(_)) | None => Ok(None),
        }
    }
}

impl fmt::Debug for IamToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("IamToken");
        match &self.identity {
            Identity::Password { user, account, .. } => shown.field("user", user).field("account", account),
            Identity::AccessKey { id, .. } => shown.field("access_key", id),
            Identity::IdToken { provider, .. } => shown.field("provider", provider),
        };
        shown.field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// A token that IAM issued. Not to be shown.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) project_id: Option<String>,
    expires_at: SystemTime,
}

impl Token {
    /// The token stands in a header, all else in the body.
    fn read(issuer: &Issuer<'_>, response: &HttpResponse) -> Result<Self, CredentialsError> {
        let text = response.headers.get("X-Subject-Token").map(str::trim).filter(|it| !it.is_empty());
        let text = text.ok_or_else(|| issuer.broken(response, "without a header `X-Subject-Token`"))?;
        let body = issuer.json(response)?;
        let end = body["token"]["expires_at"].as_str().and_then(parse_date);
        let expires_at = end.ok_or_else(|| issuer.broken(response, "without a time in `token.expires_at`"))?;
        let project_id = body["token"]["project"]["id"].as_str().map(str::to_owned);
        Ok(Self { text: text.to_owned(), project_id, expires_at })
    }
}

impl Expire for Token {
    fn expires_at(&self) -> Option<SystemTime> {
        Some(self.expires_at)
    }
}
