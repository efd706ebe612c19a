//! The project that a region stands for, looked up with an access key, so that nobody has to know its id.

use std::time::{Duration, SystemTime};

use super::address;
use crate::Method;
use crate::client::{Attempt, Authenticate, AuthenticationError, BoxFuture, HttpRequest};
use crate::sign::renewal::{Expire, Renewal};
use crate::sign::{AccessKey, CredentialsError, Issuer, Request, Signer, Variables, host_as_sent, huawei};

const LIMIT: Duration = Duration::from_secs(30);

/// A signer that finds out the project where neither client nor call names one.
pub(crate) struct WithProject {
    signer: Signer,
    endpoint: Option<String>,
    variables: Variables,
    renewal: Renewal<Project>,
}

#[derive(Clone)]
struct Project(String);

impl Expire for Project {
    fn expires_at(&self) -> Option<SystemTime> {
        None
    }
}

impl WithProject {
    /// The same signer; IAM is asked at `endpoint` if there is one.
    pub(crate) fn new(signer: Signer, endpoint: Option<String>, variables: Variables) -> Self {
        Self { signer, endpoint, variables, renewal: Renewal::new(Duration::ZERO) }
    }

    async fn look_up(&self, region: &str, attempt: Attempt<'_>) -> Result<Project, CredentialsError> {
        let endpoint = address::resolve(self.endpoint.as_deref(), &self.variables, Some(region))?;
        let path = format!("{}/v3/projects", endpoint.prefix);
        let mut request = HttpRequest::new(Method::Get, endpoint.scheme, &endpoint.host, &path);
        request.push_query("name", region);
        request.headers.push("Accept", "application/json");
        request.headers.push("Content-Type", "application/json");
        let key = self.signer.key().await?;
        sign(&mut request, region, &key, self.signer.now());
        let issuer = Issuer { name: "IAM", transport: attempt.transport(), limit: LIMIT, may_be_absent: false };
        let response = issuer.ask(request).await?;
        if !(200..300).contains(&response.status) {
            let secrets = [key.secret(), key.security_token().unwrap_or_default()];
            return Err(issuer.refused(&response, &secrets));
        }
        let body = issuer.json(&response)?;
        let projects = body["projects"].as_array();
        let projects = projects.ok_or_else(|| issuer.broken(&response, "without a list `projects`"))?;
        // A service that does not filter gives all.
        let is_meant = |it: &&serde_json::Value| it["name"].as_str().is_none_or(|name| name == region);
        let ids: Vec<&str> = projects.iter().filter(is_meant).filter_map(|it| it["id"].as_str()).collect();
        match ids.as_slice() {
            [id] => Ok(Project((*id).to_owned())),
            [] => Err(CredentialsError::broken(format!("IAM knows of no project `{region}`: set `project_id`"))),
            several => Err(CredentialsError::broken(format!(
                "IAM knows of {} projects `{region}`: choose one by `project_id`",
                several.len()
            ))),
        }
    }
}

impl Authenticate for WithProject {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        self.signer.authenticate(request, attempt)
    }

    fn refresh<'a>(&'a self, attempt: Attempt<'a>) -> BoxFuture<'a, bool> {
        self.signer.refresh(attempt)
    }

    fn parameter<'a>(
        &'a self,
        name: &'a str,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, AuthenticationError>> {
        Box::pin(async move {
            // Without a region there is nothing to look for.
            let Some(region) = attempt.variable("region").filter(|_| name == "project_id") else {
                return Ok(None);
            };
            let found = self.renewal.get(async || self.look_up(region, attempt).await).await;
            let lost = |error: CredentialsError| error.within("the project of the region cannot be looked up");
            Ok(Some(found.map_err(lost)?.value.0))
        })
    }

    fn scheme(&self) -> Option<&str> {
        self.signer.scheme()
    }
}

/// Signs a request to a global service, which names neither project nor account.
fn sign(request: &mut HttpRequest, region: &str, key: &AccessKey, now: SystemTime) {
    let plain = Request {
        method: request.method.as_str(),
        host: &host_as_sent(request),
        path: &request.path,
        query: vec![("name".into(), region.into())],
        headers: request.headers.iter().collect(),
        body: b"",
    };
    let signature = huawei::sign(&plain, key, &huawei::Scope::default(), now);
    request.query = signature.query;
    for (name, value) in signature.headers {
        // The transport adds the host, from the same field.
        if name != "Host" {
            request.headers.set_secret(name, value);
        }
    }
}
