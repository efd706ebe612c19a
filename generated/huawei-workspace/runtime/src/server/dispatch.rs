//! The way of a request through the server.

use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

use super::body::{self, BodyFault};
use super::context::new_request_id;
use super::matcher::{Found, Matcher};
use super::pages::Pages;
use super::panics::{CatchPanic, Panicked};
use super::routes::Handler;
use super::{Api, Context, Failure, Options, respond};
use crate::{IncomingRequest, Operation, ReplyParts};

/// A server that is complete.
pub(super) struct Dispatcher {
    pub(super) api: &'static Api,
    pub(super) matcher: Matcher,
    pub(super) operations: Vec<&'static Operation>,
    pub(super) handlers: Vec<Handler>,
    pub(super) options: Options,
    pub(super) pages: Option<Pages>,
}

/// What inputs are read from.
pub(super) struct Incoming {
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Incoming {
    fn new(uri: &Uri, headers: &HeaderMap, body: Vec<u8>) -> Self {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        Self {
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers: headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect(),
            body,
        }
    }

    pub(super) fn view(&self) -> IncomingRequest<'_> {
        IncomingRequest { path: &self.path, query: &self.query, headers: &self.headers, body: &self.body }
    }
}

impl Dispatcher {
    /// Answers a request, whatever happens.
    pub(super) async fn serve(&self, request: Request) -> Response {
        let request_id = new_request_id();
        let method = request.method().clone();
        let outcome = match CatchPanic(Box::pin(self.answer(request, &request_id))).await {
            Ok(outcome) => outcome,
            // What the panic says is for the program's own log, not for the caller.
            Err(Panicked) => Err(Failure::internal("the server failed")),
        };
        respond::response(outcome, &self.api.error_shape, &request_id, &method)
    }

    async fn answer(&self, request: Request, request_id: &str) -> Result<ReplyParts, Failure> {
        let (head, body) = request.into_parts();
        let index = match self.find(&head)? {
            Target::Operation(index) => index,
            Target::Page(page) => return Ok(page),
        };
        let operation = self.operations[index];
        let body = self.read_body(&head.headers, body).await?;
        let sent_uri = head.extensions.get::<OriginalUri>().map_or_else(|| head.uri.clone(), |it| it.0.clone());
        let mut incoming = Incoming::new(&head.uri, &head.headers, body);
        let mut context =
            Context::new(operation, (head.method, sent_uri, head.headers, head.extensions), request_id.to_owned());
        if let Some(guard) = &self.options.guard {
            guard.check(&mut context, &incoming.body).await?;
        }
        check_media(operation, context.headers(), &mut incoming)?;
        (self.handlers[index])(context, incoming, self.options.validation).await
    }

    fn find(&self, head: &Parts) -> Result<Target, Failure> {
        let path = head.uri.path();
        let found = self.matcher.find(head.method.as_str(), path, &head.headers);
        if let Found::Operation(index) = found {
            return Ok(Target::Operation(index));
        }
        if let Some(pages) = self.pages.as_ref().filter(|_| matches!(head.method, Method::GET | Method::HEAD))
            && let Some(page) = pages.find(path, self.api, &self.operations)
        {
            return Ok(Target::Page(page));
        }
        Err(match found {
            Found::OtherMethods(methods) => {
                let allowed = methods.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
                let message = format!("`{path}` has no method `{}`", head.method);
                Failure::new(405, "MethodNotAllowed", message).header(ALLOW.as_str(), allowed)
            }
            Found::OtherHeaders => Failure::not_found("no operation of this path has the action that the headers name"),
            Found::Nothing | Found::Operation(_) => Failure::not_found(format!("there is nothing at `{path}`")),
        })
    }

    async fn read_body(&self, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Failure> {
        let limit = self.options.body_limit;
        let too_long = || Failure::new(413, "PayloadTooLarge", format!("the body is longer than {limit} bytes"));
        let declared =
            headers.get("content-length").and_then(|it| it.to_str().ok()).and_then(|it| it.parse::<u64>().ok());
        if declared.is_some_and(|it| it > limit as u64) {
            return Err(too_long());
        }
        body::read(body, limit).await.map_err(|fault| match fault {
            BodyFault::TooLong => too_long(),
            BodyFault::Broken => Failure::bad_request("the body broke off"),
        })
    }
}

enum Target {
    Operation(usize),
    Page(ReplyParts),
}

/// Refuses bodies of a kind that the operation does not know.
///
/// A body without a type is taken for one of the first kind. Where an operation has no body, or there is none, the
/// type says nothing: clients of cloud services send `application/json` with every request.
fn check_media(operation: &Operation, headers: &HeaderMap, incoming: &mut Incoming) -> Result<(), Failure> {
    let Some(known) = operation.body.map(|it| it.media).filter(|it| !it.is_empty() && !incoming.body.is_empty()) else {
        return Ok(());
    };
    let Some(sent) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let sent = String::from_utf8_lossy(sent.as_bytes());
    if known.iter().any(|it| covers(it, &sent)) {
        return Ok(());
    }
    let Some(json) = known.iter().find(|it| is_json(&essence(it))).filter(|_| is_json(&essence(&sent))) else {
        let message = format!("the body must be `{}`", known.join("` or `"));
        return Err(Failure::new(415, "UnsupportedMediaType", message));
    };
    // JSON by another name, such as `application/merge-patch+json`, is read as the JSON that is known.
    for (_, value) in incoming.headers.iter_mut().filter(|(name, _)| name == CONTENT_TYPE.as_str()) {
        *value = (*json).to_owned();
    }
    Ok(())
}

/// Whether the media type or range `known` stands for `sent`; parameters do not count.
fn covers(known: &str, sent: &str) -> bool {
    let (known, sent) = (essence(known), essence(sent));
    let in_range = known
        .strip_suffix("/*")
        .is_some_and(|class| class == "*" || sent.split_once('/').is_some_and(|(it, _)| it == class));
    in_range || known == sent
}

fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}
