//! An answer that says what went wrong, in the words of the API.
//!
//! Handlers return it for whatever their operation documents no typed answer for; the router makes it for requests
//! that reach no handler.

use std::fmt;

use crate::{DecodeError, EncodeError, ErrorCatalogue, ErrorFields, Fault, error_entry};

use super::Context;

/// A failure to be rendered in the API's error shape.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Failure {
    status: u16,
    code: String,
    message: String,
    detail: Option<String>,
    headers: Vec<(String, String)>,
}

impl Failure {
    /// A failure with a status, a code and a message.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), detail: None, headers: Vec::new() }
    }

    /// A failure with a code of the catalogue: the first status that it comes with, and what it means.
    ///
    /// A code that the catalogue does not know is answered with status 500.
    pub fn of(code: &impl ErrorCatalogue) -> Self {
        let entry = error_entry(code);
        let status = entry.and_then(|it| it.statuses.first()).copied().unwrap_or(500);
        Self::new(status, code.as_str(), entry.map_or("", |it| it.meaning))
    }

    /// 400: the request makes no sense.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidRequest", message)
    }

    /// 401: the caller is not known.
    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(401, "Unauthorized", message)
    }

    /// 403: the caller may not do this.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(403, "Forbidden", message)
    }

    /// 404: there is no such thing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "NotFound", message)
    }

    /// 500: the server is at fault.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(500, "InternalError", message)
    }

    /// The same failure with another code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = code.into();
        self
    }

    /// The same failure with details.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same failure with another header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    pub(super) fn fields(&self, request_id: &str) -> ErrorFields {
        ErrorFields {
            code: Some(self.code.clone()),
            message: Some(self.message.clone()),
            detail: self.detail.clone(),
            request_id: Some(request_id.to_owned()),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::shown::line(f, format_args!("{} {}: {}", self.status, self.code, self.message))
    }
}

impl std::error::Error for Failure {}

/// 400 with every fault or violation, each with its place: error shapes have no list, so all of them stand in the message.
impl From<Vec<Fault>> for Failure {
    fn from(faults: Vec<Fault>) -> Self {
        let lines: Vec<String> = faults.iter().map(|it| format!("`{}`: {}", it.pointer, it.text)).collect();
        Self::bad_request(lines.join("; "))
    }
}

/// 500: an output that has no place in an answer is the handler's fault.
impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        Self::internal(format!("the answer cannot be written: {error}"))
    }
}

/// 500: a JSON form that is no output is the handler's fault.
impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self::internal(format!("the answer is not one of the documented answers: {error}"))
    }
}

/// What printed trait methods do by default: 501 in the API's error shape.
pub fn not_implemented<I, O>(context: Context, input: I) -> std::future::Ready<Result<O, Failure>> {
    drop(input);
    let message = format!("`{}` is not implemented", context.operation().id);
    std::future::ready(Err(Failure::new(501, "NotImplemented", message)))
}
