//! What every call goes through: prepare, authenticate, send, receive.
//!
//! Nothing here is generic over operations, so that it is compiled once and not once per operation.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::credentials::{Credentials, choose};
use super::endpoint::Endpoint;
use super::error::{Error, InputError};
use super::found::Found;
use super::header_limits::HeaderLimits;
use super::retry::{self, Plan, Retry, RetryPolicy, Timeout, TimeoutKind};
use super::trace::CallSpan;
use super::{Api, Attempt, Authenticate, Headers, HttpRequest, HttpResponse, Sending, Transport, TransportError};
use crate::{Operation, ReplyParts, RequestParts, SchemeUse, media};

/// A client without its types: shared by all handles, cheap to clone.
#[derive(Clone)]
pub struct Core(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) api: &'static Api,
    pub(super) endpoint: Endpoint,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) found: Found,
    pub(super) credentials: Credentials,
    pub(super) authenticator: Option<Arc<dyn Authenticate>>,
    pub(super) headers: Headers,
    pub(super) user_agent: String,
    pub(super) timeout: Duration,
    pub(super) retry: Retry,
    pub(super) max_response: usize,
    pub(super) header_limits: HeaderLimits,
    pub(super) unchecked: bool,
    pub(super) transport: Arc<dyn Transport>,
}

/// What a single call changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Overrides {
    pub(super) headers: Headers,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) idempotent: bool,
    /// Parameters that the client lacks have been looked for.
    pub(super) completed: bool,
    /// The body is a stream beside the input.
    pub(super) streamed: bool,
    /// The request without its secrets, where some of them would be shown.
    pub(super) masked: Option<Box<RequestParts>>,
}

/// A reply, and how many attempts it took.
pub(super) struct Received {
    pub(super) reply: ReplyParts,
    pub(super) attempts: u32,
    pub(super) span: CallSpan,
}

impl Received {
    /// The reply of a call that was sent within `span`.
    pub(super) fn of(mut span: CallSpan, sent: Result<(HttpResponse, u32), Error>) -> Result<Self, Error> {
        match sent {
            Ok((response, attempts)) => {
                span.answered(response.status, &response.headers, attempts);
                Ok(Self { reply: reply_parts(response), attempts, span })
            }
            Err(error) => {
                span.end(Some(&error));
                Err(error)
            }
        }
    }

    /// The answer as it came; names of headers are in lower case.
    pub(super) fn into_response(mut self) -> HttpResponse {
        self.span.end(None);
        let ReplyParts { status, headers, body, .. } = self.reply;
        HttpResponse { status, headers: headers.into_iter().collect(), body }
    }
}

impl Core {
    /// The service that is called.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.0.api
    }

    /// Sends a request, within a span that has begun if there is one, and gives the reply, whatever its status.
    pub(super) fn exchange<'a>(
        &'a self,
        operation: &'static Operation,
        parts: RequestParts,
        overrides: Overrides,
        span: Option<CallSpan>,
    ) -> Sending<'a, Result<Received, Error>> {
        Box::pin(async move {
            let span = span.unwrap_or_else(|| CallSpan::begin(self.0.api, &self.0.endpoint, operation));
            let sent = span.around(self.send(operation, parts, overrides)).await;
            Received::of(span, sent)
        })
    }

    async fn send(
        &self,
        operation: &'static Operation,
        parts: RequestParts,
        overrides: Overrides,
    ) -> Result<(HttpResponse, u32), Error> {
        let limit = overrides.timeout.unwrap_or(self.0.timeout);
        let request = self.prepare(operation, parts, &overrides)?;
        let plan = self.plan(operation, overrides, limit);
        let mut attempts = 0;
        let result = tokio::time::timeout(limit, retry::run(self, &plan, &request, &mut attempts)).await;
        match result {
            Ok(Ok(response)) => Ok((response, attempts)),
            Ok(Err(error)) => Err(error.after(attempts)),
            Err(_) => Err(Error::Timeout(Timeout { kind: TimeoutKind::Operation, limit, attempts })),
        }
    }

    pub(super) fn plan(&self, operation: &'static Operation, overrides: Overrides, limit: Duration) -> Plan {
        Plan {
            operation,
            policy: overrides.retry.unwrap_or_else(|| self.0.retry.policy.clone()),
            idempotent: overrides.idempotent || operation.idempotent || retry::is_idempotent(operation.method),
            attempt_timeout: overrides.attempt_timeout.or(self.0.retry.attempt_timeout),
            deadline: tokio::time::Instant::now().checked_add(limit),
            noted: AtomicU64::new(0),
            bodies: None,
        }
    }

    /// The request as the first attempt would send it, credentials included.
    pub(super) fn dry_run<'a>(
        &'a self,
        operation: &'static Operation,
        parts: RequestParts,
        overrides: Overrides,
    ) -> Sending<'a, Result<HttpRequest, Error>> {
        Box::pin(async move {
            let mut request = self.prepare(operation, parts, &overrides)?;
            self.authenticate(operation, &mut request, 1, &AtomicU64::new(0)).await?;
            Ok(request)
        })
    }

    pub(super) async fn attempt(&self, plan: &Plan, request: HttpRequest, number: u32) -> Result<HttpResponse, Error> {
        let attempt = self.authenticate_and_send(plan, request, number);
        match plan.attempt_timeout {
            None => attempt.await,
            Some(limit) => tokio::time::timeout(limit, attempt)
                .await
                .map_err(|_| Error::Timeout(Timeout { kind: TimeoutKind::Attempt, limit, attempts: number }))?,
        }
    }

    async fn authenticate_and_send(
        &self,
        plan: &Plan,
        mut request: HttpRequest,
        number: u32,
    ) -> Result<HttpResponse, Error> {
        self.authenticate(plan.operation, &mut request, number, &plan.noted).await?;
        let limit = request.max_response;
        let sent = match &plan.bodies {
            None => self.0.transport.send(request).await,
            Some(bodies) => bodies.send(&*self.0.transport, request).await,
        };
        let response = sent.map_err(Error::Transport)?;
        self.0.header_limits.check(&response).map_err(Error::Transport)?;
        if response.body.len() > limit {
            return Err(Error::Transport(TransportError::too_long(limit)));
        }
        Ok(response)
    }

    async fn authenticate(
        &self,
        operation: &'static Operation,
        request: &mut HttpRequest,
        number: u32,
        noted: &AtomicU64,
    ) -> Result<(), Error> {
        let (chosen, hook) = self.choose(operation);
        self.0.credentials.apply(chosen, request);
        if let Some(hook) = hook {
            let attempt = Attempt { operation, number, core: &self.0, noted };
            hook.authenticate(request, attempt).await.map_err(Error::Authentication)?;
        }
        check_sendable(request)
    }

    /// Asks for other credentials after attempt `number` was refused; whether there are some.
    pub(super) async fn refresh(&self, plan: &Plan, number: u32) -> bool {
        match self.choose(plan.operation).1 {
            Some(hook) => {
                hook.refresh(Attempt { operation: plan.operation, number, core: &self.0, noted: &plan.noted }).await
            }
            None => false,
        }
    }

    /// The schemes that authenticate an operation, and the hook if it is wanted for them.
    pub(super) fn choose(&self, operation: &Operation) -> (&'static [SchemeUse], Option<&dyn Authenticate>) {
        let hook = self.0.authenticator.as_deref();
        let hook_scheme = hook.and_then(Authenticate::scheme);
        let chosen = choose(operation, |scheme| self.0.credentials.has(scheme) || hook_scheme == Some(scheme));
        (chosen, hook.filter(|_| is_wanted(hook_scheme, chosen)))
    }

    pub(super) fn prepare(
        &self,
        operation: &Operation,
        parts: RequestParts,
        overrides: &Overrides,
    ) -> Result<HttpRequest, Error> {
        let endpoint = &self.0.endpoint;
        let path = format!("{}{}", endpoint.prefix, parts.path);
        let mut request = HttpRequest::new(parts.method, endpoint.scheme, &endpoint.host, &path);
        request.query = parts.query;
        request.max_response = self.0.max_response;
        request.headers = self.standard_headers(operation);
        for (name, value) in self.0.headers.iter() {
            request.headers.set(name, value);
        }
        for (name, value) in parts.headers {
            set_own(&mut request.headers, name, value);
        }
        let streamed = || operation.body?.media.first().filter(|_| overrides.streamed).map(|it| media::concrete(it));
        if let Some(media) = parts.content_type.or_else(|| streamed().map(str::to_owned)) {
            request.headers.set("Content-Type", media);
        }
        for (name, value) in overrides.headers.iter() {
            request.headers.set(name, value);
        }
        request.body = parts.body;
        request.streamed = overrides.streamed;
        if let Some(masked) = &overrides.masked {
            request.learn_secrets(&endpoint.prefix, masked);
        }
        check_sendable(&request)?;
        Ok(request)
    }

    fn standard_headers(&self, operation: &Operation) -> Headers {
        let mut headers = Headers::new();
        headers.push("User-Agent", self.0.user_agent.as_str());
        headers.push("Accept", accepted_media(operation));
        headers
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("api", &self.0.api.name)
            .field(
                "endpoint",
                &format_args!("{}://{}{}", self.0.endpoint.scheme, self.0.endpoint.host, self.0.endpoint.prefix),
            )
            .field("credentials", &self.0.credentials)
            .field("headers", &self.0.headers)
            .field("timeout", &self.0.timeout)
            .field("retry", &self.0.retry.policy)
            .finish_non_exhaustive()
    }
}

/// Puts a header of the call in place of that of the client, so that the service and signatures see one. Cookies share
/// a header.
fn set_own(headers: &mut Headers, name: String, value: String) {
    match headers.get("Cookie").filter(|_| name.eq_ignore_ascii_case("cookie")) {
        Some(others) => headers.set(name, format!("{others}; {value}")),
        None => headers.set(name, value),
    }
}

fn is_wanted(hook_scheme: Option<&str>, chosen: &[SchemeUse]) -> bool {
    hook_scheme.is_none_or(|scheme| chosen.iter().any(|it| it.scheme == scheme))
}

/// Refuses what HTTP libraries would change or what would end a header early.
fn check_sendable(request: &HttpRequest) -> Result<(), Error> {
    if let Some(name) = request.headers.unsendable() {
        let text = format!(
            "header `{}` cannot be sent: its name or value holds a character that no header has",
            name.escape_debug()
        );
        return Err(Error::Input(InputError::Unsendable(text)));
    }
    // Libraries collapse dot segments after the request is signed, and then another resource is meant.
    if request.path.split('/').any(crate::message::is_dot_segment) {
        let text = "a path parameter is `.` or `..`, which no request can carry".to_owned();
        return Err(Error::Input(InputError::Unsendable(text)));
    }
    Ok(())
}

/// Every media type that some answer of the operation may have.
fn accepted_media(operation: &Operation) -> String {
    let mut media: Vec<&str> = Vec::new();
    for it in operation.responses.iter().flat_map(|it| it.media) {
        if !media.contains(it) {
            media.push(it);
        }
    }
    match media.is_empty() {
        true => "*/*".to_owned(),
        false => media.join(", "),
    }
}

fn reply_parts(response: HttpResponse) -> ReplyParts {
    let content_type = response.headers.get("content-type").map(str::to_owned);
    let mut headers = response.headers.into_pairs();
    headers.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase());
    ReplyParts { status: response.status, headers, content_type, body: response.body }
}
