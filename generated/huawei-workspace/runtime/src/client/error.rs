//! Everything that can go wrong with a call, in one type to match on.
//!
//! No text of an error holds credentials, a query or a header's value. Bodies are kept whole in `body`, and shown as
//! names and structure without values; every error is one line of bounded length, whatever the service sent.

use std::fmt;

use super::retry::{is_throttled, is_transient};
use super::{AuthenticationError, Headers, JobError, PagingError, Timeout, TransportError, TransportErrorKind};
use crate::{
    DecodeError, EncodeError, ErrorBody, ErrorCatalogue, ErrorShape, ReplyParts, Violation, shown, text_enum_from,
};

/// Why a call gave no answer.
///
/// ```
/// # use specwright_runtime as runtime;
/// use runtime::client::Error;
///
/// fn advice(error: &Error) -> String {
///     match error {
///         Error::Service(_) if error.is_not_found() => "there is no such desktop".to_owned(),
///         Error::Service(it) => format!("refused with {:?}; request {:?}", it.code, it.request_id),
///         Error::Decode(it) => format!("at {:?} the answer is {:?}", it.pointer(), it.snippet()),
///         _ if error.is_retryable() => "try again later".to_owned(),
///         _ => error.to_string(),
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client is not set up well.
    Configuration(Configuration),
    /// The input was refused before anything was sent.
    Input(InputError),
    /// There are no credentials.
    Authentication(AuthenticationError),
    /// There was no response.
    Transport(TransportError),
    /// There was no answer in time.
    Timeout(Timeout),
    /// The service answered with an error.
    Service(Box<ServiceError>),
    /// The service answered with something that its description does not know.
    Decode(Box<Undecodable>),
    /// The pages of a list do not end.
    Paging(PagingError),
    /// A job did not end well: from `.wait().await?` in a function that gives this error.
    Job(Box<JobError>),
}

impl Error {
    /// The service's error, if the service answered with one.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// The job's error, if a call was made well whose job did not end well.
    #[must_use]
    pub fn job(&self) -> Option<&JobError> {
        match self {
            Self::Job(error) => Some(error),
            _ => None,
        }
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Service(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            _ => None,
        }
    }

    /// The service's code, if the service answered with an error that has one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.service().and_then(|it| it.code.as_deref())
    }

    /// What the service calls the request, to be named in support cases; if there was an answer that tells it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.request_id.as_deref(),
            Self::Decode(error) => request_id_header(&error.headers),
            _ => None,
        }
    }

    /// Whether the service says that there is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.service().is_some_and(|it| it.status == 404)
    }

    /// Whether the service says that there were too many requests.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.service().is_some_and(|it| is_throttled(it.status, it.code.as_deref()))
    }

    /// Whether a time limit was reached: that of connecting, of an attempt, or of the whole call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) => {
                matches!(error.kind(), TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout)
            }
            _ => false,
        }
    }

    /// How many attempts there were before this error, the failed one included; 0 if the call failed before the last
    /// one was sent: by its input, for want of credentials.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Configuration(_) | Self::Input(_) | Self::Authentication(_) => 0,
            Self::Paging(_) | Self::Job(_) => 0,
            Self::Transport(error) => error.attempts,
            Self::Timeout(timeout) => timeout.attempts,
            Self::Service(error) => error.attempts,
            Self::Decode(error) => error.attempts,
        }
    }

    /// The same error, after this many attempts.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        match &mut self {
            Self::Configuration(_) | Self::Input(_) | Self::Authentication(_) => {}
            Self::Paging(_) | Self::Job(_) => {}
            Self::Transport(error) => error.attempts = attempts,
            Self::Timeout(timeout) => timeout.attempts = attempts,
            Self::Service(error) => error.attempts = attempts,
            Self::Decode(error) => error.attempts = attempts,
        }
        self
    }

    /// Whether the same request may succeed later.
    ///
    /// These are the failures after which calls are repeated by themselves where that is safe; with this error in hand
    /// the attempts are used up, or repeating is not safe: after anything but a throttled request or a failed
    /// connection the service may have done what was asked (see `RetryPolicy`).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) => {
                use TransportErrorKind::{Broken, Connect, ConnectTimeout, Timeout};
                matches!(error.kind(), Connect | ConnectTimeout | Timeout | Broken)
            }
            Self::Service(error) => self.is_throttled() || is_transient(error.status),
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(error) => error.fmt(f)?,
            Self::Input(error) => error.fmt(f)?,
            Self::Authentication(error) => {
                shown::line(f, format_args!("the request could not be authenticated: {error}"))?;
            }
            Self::Transport(error) => error.fmt(f)?,
            Self::Timeout(timeout) => timeout.fmt(f)?,
            Self::Service(error) => error.fmt(f)?,
            Self::Decode(error) => error.fmt(f)?,
            Self::Paging(error) => error.fmt(f)?,
            Self::Job(error) => error.fmt(f)?,
        }
        match self.attempts() {
            0 | 1 => Ok(()),
            attempts => write!(f, " ({attempts} attempts)"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Authentication(error) => Some(error),
            // The text of a transport error names its causes.
            _ => None,
        }
    }
}

/// What is wrong with a client's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Configuration {
    /// Every fault.
    pub faults: Vec<String>,
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, format_args!("the client is not set up well: {}", self.faults.join("; ")))
    }
}

/// Why an input was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum InputError {
    /// Limits of the description that it breaks.
    Violations(Vec<Violation>),
    /// A value has no place in a request.
    Encode(EncodeError),
    /// The request would not arrive as it is meant.
    Unsendable(String),
    /// The JSON form of an input is not one, or there is no such operation (dynamic calls).
    Malformed(String),
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Violations(violations) => {
                let texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
                shown::line(f, format_args!("the input breaks limits of the description: {}", texts.join("; ")))
            }
            Self::Encode(error) => write!(f, "the input cannot be sent: {error}"),
            Self::Unsendable(text) | Self::Malformed(text) => shown::line(f, format_args!("{text}")),
        }
    }
}

/// An error that the service answered with.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The operation that was called.
    pub operation: &'static str,
    /// The status.
    pub status: u16,
    /// The service's code.
    pub code: Option<String>,
    /// The service's message.
    pub message: Option<String>,
    /// More from the service.
    pub detail: Option<String>,
    /// What the service calls the request, to be named in support cases.
    pub request_id: Option<String>,
    /// Where in the body code and message stood.
    pub shape: ErrorBody,
    /// How many attempts were answered or lost, this answer included.
    pub attempts: u32,
    /// The headers.
    pub headers: Headers,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Headers with the id of a request, in the order in which they are believed.
const REQUEST_ID_HEADERS: [&str; 4] = ["x-request-id", "x-acs-request-id", "x-amzn-requestid", "request-id"];

/// The id of a request, if a header of the answer names it.
pub(crate) fn request_id_header(headers: &Headers) -> Option<&str> {
    REQUEST_ID_HEADERS.iter().find_map(|it| headers.get(it))
}

impl ServiceError {
    /// Reads what an answer says as an error; a body that is not of the service's shape is kept as it is.
    pub(super) fn read(operation: &'static str, shape: &ErrorShape, reply: ReplyParts) -> Self {
        let (parts, shape) = shape.read_body(&reply.body);
        let headers: Headers = reply.headers.into_iter().collect();
        let from_header = || request_id_header(&headers).map(str::to_owned);
        Self {
            operation,
            status: reply.status,
            code: parts.code,
            message: parts.message,
            detail: parts.detail,
            request_id: parts.request_id.or_else(from_header),
            shape,
            attempts: 1,
            headers,
            body: reply.body,
        }
    }

    /// The service's code as the type that lists what the description knows about codes.
    #[must_use]
    pub fn known_code<C: ErrorCatalogue>(&self) -> Option<C> {
        self.code.as_deref().map(text_enum_from)
    }

    /// Another member of the error's object, as text; anything but text as JSON.
    ///
    /// ```text
    /// error.service().and_then(|it| it.member("encoded_authorization_message"))
    /// ```
    #[must_use]
    pub fn member(&self, name: &str) -> Option<String> {
        let body: crate::Value = serde_json::from_slice(&self.body).ok()?;
        let inside = body.as_object()?.values();
        let member = body.get(name).or_else(|| inside.filter_map(|it| it.get(name)).next())?;
        Some(member.as_str().map_or_else(|| member.to_string(), str::to_owned))
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` answered {}", self.operation, self.status)?;
        if let Some(code) = &self.code {
            write!(f, " {}", shown::text(code))?;
        }
        match (&self.message, self.code.is_none() && !self.body.is_empty()) {
            (Some(message), _) => write!(f, ": {}", shown::text(message))?,
            (None, true) => write!(f, ": {}", shown::body(&self.body))?,
            (None, false) => {}
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {})", shown::text(id)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &self.code.as_deref().map(shown::text))
            .field("message", &self.message.as_deref().map(shown::text))
            .field("detail", &self.detail.as_deref().map(|it| shown::body(it.as_bytes())))
            .field("request_id", &self.request_id.as_deref().map(shown::text))
            .field("shape", &self.shape)
            .field("attempts", &self.attempts)
            .field("headers", &self.headers)
            .field("body", &shown::body(&self.body))
            .finish()
    }
}

/// An answer that the description does not know.
#[non_exhaustive]
pub struct Undecodable {
    /// The operation that was called.
    pub operation: &'static str,
    /// What does not fit.
    pub error: DecodeError,
    /// The status.
    pub status: u16,
    /// How many attempts were answered or lost, this answer included.
    pub attempts: u32,
    /// The headers.
    pub headers: Headers,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Undecodable {
    pub(super) fn new(operation: &'static str, error: DecodeError, reply: ReplyParts) -> Self {
        let headers = reply.headers.into_iter().collect();
        Self { operation, error, status: reply.status, attempts: 1, headers, body: reply.body }
    }

    /// Where the body does not fit: a JSON pointer, empty for the whole body; none if the fault is elsewhere.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        match &self.error {
            DecodeError::Body { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The place in the body that does not fit, with kinds (`<string>`) instead of values.
    #[must_use]
    pub fn snippet(&self) -> Option<&str> {
        match &self.error {
            DecodeError::Body { snippet, .. } => Some(snippet),
            _ => None,
        }
    }
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer {} of `{}` cannot be read: {}", self.status, self.operation, self.error)
    }
}

impl fmt::Debug for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecodable")
            .field("operation", &self.operation)
            .field("error", &self.error)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{}", shown::size(&self.body)))
            .finish()
    }
}
