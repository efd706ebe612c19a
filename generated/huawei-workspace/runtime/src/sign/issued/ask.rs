//! Asks a service that issues credentials, within bounds, and reads what it answers.

use std::time::Duration;

use serde_json::Value;

use crate::client::{
    HttpRequest, HttpResponse, MASK, Transport, TransportError, TransportErrorKind, request_id_header,
};
use crate::service::ErrorShape;
use crate::shown;
use crate::sign::{AccessKey, CredentialsError, IssuerError, parse_date};

/// How many bytes of an answer are read: tokens take tens of thousands, catalogues more.
const MAX_ANSWER: usize = 1024 * 1024;

/// How long to wait before a request is repeated.
const WAITS: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];

/// The shapes of errors of IAM, its gateway, STS and metadata services.
const SHAPE: ErrorShape = ErrorShape {
    code: &["error_code", "Code", "code"],
    message: &["error_msg", "Message", "message"],
    detail: &[],
    request_id: &["request_id", "RequestId", "requestId"],
};

/// A service that issues credentials.
pub(crate) struct Issuer<'a> {
    /// What errors call it, for instance `IAM`.
    pub(crate) name: &'a str,
    pub(crate) transport: &'a dyn Transport,
    /// How long one answer may take.
    pub(crate) limit: Duration,
    /// Whether one that cannot be reached means that there are no credentials here, and not that they are broken.
    pub(crate) may_be_absent: bool,
}

/// Why there is no answer, and whether there may be one soon.
struct Failure {
    error: CredentialsError,
    passes: bool,
}

impl Issuer<'_> {
    /// Sends a request and gives the answer, whatever its status; repeats it after failures that pass, because asking
    /// twice for credentials does no harm.
    pub(crate) async fn ask(&self, mut request: HttpRequest) -> Result<HttpResponse, CredentialsError> {
        request.max_response = MAX_ANSWER;
        // A metadata service is near: it answers or is not there.
        let mut waits = if self.may_be_absent { [].iter() } else { WAITS.iter() };
        loop {
            let result = self.ask_once(request.clone()).await;
            let passes = match &result {
                Ok(response) => matches!(response.status, 429 | 500 | 502..=504),
                Err(failure) => failure.passes,
            };
            match waits.next().filter(|_| passes) {
                Some(wait) => tokio::time::sleep(*wait).await,
                None => return result.map_err(|failure| failure.error),
            }
        }
    }

    async fn ask_once(&self, request: HttpRequest) -> Result<HttpResponse, Failure> {
        let Ok(sent) = tokio::time::timeout(self.limit, self.transport.send(request)).await else {
            let error = self.unreachable(format!("{} does not answer within {:?}", self.name, self.limit));
            return Err(Failure { error, passes: false });
        };
        let response = sent.map_err(|error| self.failed(error))?;
        match response.body.len() > MAX_ANSWER {
            true => {
                let error = self.broken(&response, &format!("with more than {MAX_ANSWER} bytes"));
                Err(Failure { error, passes: false })
            }
            false => Ok(response),
        }
    }

    fn failed(&self, error: TransportError) -> Failure {
        use TransportErrorKind::{Broken, Connect, ConnectTimeout};
        let text = format!("{} does not answer: {error}", self.name);
        let (failure, passes) = match error.kind() {
            Connect | ConnectTimeout => (self.unreachable(text), true),
            kind => (CredentialsError::broken(text), kind == Broken),
        };
        Failure { error: failure.with_source(error), passes }
    }

    fn unreachable(&self, text: String) -> CredentialsError {
        match self.may_be_absent {
            true => CredentialsError::absent(text),
            false => CredentialsError::broken(text),
        }
    }

    /// The error for an answer that is not one of success; `secrets` are what must not come back in its text.
    pub(crate) fn refused(&self, response: &HttpResponse, secrets: &[&str]) -> CredentialsError {
        let fields = serde_json::from_slice::<Value>(&response.body).map(|it| SHAPE.read(&it)).unwrap_or_default();
        let safe = |text: String| shown::text(&masked(text, secrets));
        let mut error = IssuerError::new(response.status);
        let in_header = || request_id_header(&response.headers).or_else(|| response.headers.get("x-iam-trace-id"));
        error.request_id = fields.request_id.or_else(|| in_header().map(str::to_owned)).map(safe);
        error.code = fields.code.map(safe);
        error.message = fields.message.map(safe);
        CredentialsError::broken(format!("{} answered {error}", self.name)).with_source(error)
    }

    /// The error for an answer that says success and then something else; its body may hold secrets and stays out.
    pub(crate) fn broken(&self, response: &HttpResponse, but: &str) -> CredentialsError {
        CredentialsError::broken(format!("{} answered {}, but {but}", self.name, response.status))
    }

    /// The JSON object of an answer.
    pub(crate) fn json(&self, response: &HttpResponse) -> Result<Value, CredentialsError> {
        let value = serde_json::from_slice::<Value>(&response.body).ok().filter(Value::is_object);
        value.ok_or_else(|| self.broken(response, "with a body that is no JSON object"))
    }

    /// The temporary key in an object of an answer: its id, secret, token and end have these names.
    pub(crate) fn key(
        &self,
        response: &HttpResponse,
        object: &Value,
        names: [&str; 4],
    ) -> Result<AccessKey, CredentialsError> {
        let text = |name: &str| match object.get(name).and_then(Value::as_str).filter(|it| !it.is_empty()) {
            Some(text) => Ok(text),
            None => Err(self.broken(response, &format!("without a text `{name}`"))),
        };
        let [id, secret, token, end] = names;
        let no_time = || self.broken(response, &format!("with a `{end}` that is no time"));
        let expires_at = parse_date(text(end)?).ok_or_else(no_time)?;
        Ok(AccessKey::new(text(id)?, text(secret)?).with_security_token(text(token)?).with_expiry(expires_at))
    }
}

/// The names of a key's parts in every answer of Alibaba Cloud.
pub(super) const ALIBABA_KEY: [&str; 4] = ["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"];

fn masked(text: String, secrets: &[&str]) -> String {
    secrets.iter().filter(|it| !it.is_empty()).fold(text, |text, it| text.replace(it, MASK))
}

/// Whether a status says that all went well.
pub(crate) const fn is_success(response: &HttpResponse) -> bool {
    response.status >= 200 && response.status < 300
}
