//! The hook of a client that sends a token of IAM with its requests.

use std::sync::Arc;

use super::IamToken;
use super::token::Token;
use crate::Location;
use crate::client::{Attempt, Authenticate, AuthenticationError, BoxFuture, HttpRequest, Scheme, SchemeKind};
use crate::sign::renewal::{Kept, Renewal};
use crate::sign::{CredentialsError, TOKEN};

/// Fulfils the security scheme whose key stands in `X-Auth-Token`.
pub(crate) struct TokenHook {
    scheme: &'static str,
    source: IamToken,
    renewal: Renewal<Token>,
}

impl TokenHook {
    /// A hook for the first scheme that takes a token in this header, whatever the description calls it.
    pub(crate) fn new(schemes: &[Scheme], source: IamToken) -> Option<Self> {
        let takes_token = |it: &&Scheme| match it.kind {
            SchemeKind::ApiKey { location: Location::Header, name } => name.eq_ignore_ascii_case(TOKEN),
            _ => false,
        };
        let scheme = schemes.iter().find(takes_token)?.name;
        let mut renewal = Renewal::new(source.refresh_before);
        renewal.clock = Arc::clone(&source.clock);
        Some(Self { scheme, source, renewal })
    }

    async fn token(&self, attempt: Attempt<'_>) -> Result<Kept<Token>, CredentialsError> {
        self.renewal.get(async || self.source.issue(attempt).await).await
    }

    async fn project(&self, attempt: Attempt<'_>) -> Result<Option<String>, CredentialsError> {
        match self.source.known_project() {
            Ok(Some(id)) => Ok(Some(id.to_owned())),
            Ok(None) => Ok(self.token(attempt).await?.value.project_id),
            Err(()) => Ok(None),
        }
    }
}

impl Authenticate for TokenHook {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        Box::pin(async move {
            let kept = self.token(attempt).await?;
            attempt.note(kept.number);
            request.headers.set_secret(TOKEN, kept.value.text);
            // As with signatures: gateways take the project from there.
            if request.headers.get("X-Project-Id").is_none() {
                let project = attempt.subject(request, "project_id");
                project.into_iter().for_each(|it| request.headers.push("X-Project-Id", it));
            }
            Ok(())
        })
    }

    /// Drops the token that was refused, unless somebody else already has.
    fn refresh<'a>(&'a self, attempt: Attempt<'a>) -> BoxFuture<'a, bool> {
        self.renewal.discard(attempt.noted());
        Box::pin(std::future::ready(true))
    }

    fn parameter<'a>(
        &'a self,
        name: &'a str,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, AuthenticationError>> {
        Box::pin(async move {
            match name {
                "project_id" => Ok(self.project(attempt).await?),
                _ => Ok(None),
            }
        })
    }

    fn scheme(&self) -> Option<&str> {
        Some(self.scheme)
    }
}
