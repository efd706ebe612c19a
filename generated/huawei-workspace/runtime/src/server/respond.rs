//! Turns what came out of a request into a response.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;

use super::Failure;
use crate::{ErrorShape, ReplyParts};

/// The header that names the request to the caller.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The response to a request of `method`.
pub(super) fn response(
    outcome: Result<ReplyParts, Failure>,
    shape: &ErrorShape,
    request_id: &str,
    method: &Method,
) -> Response {
    let has_body = method != Method::HEAD;
    let failed = |failure: &Failure| assemble(render(failure, shape, request_id), has_body);
    let assembled = match outcome {
        Ok(parts) => assemble(parts, has_body),
        Err(failure) => failed(&failure),
    };
    let mut response = assembled
        .or_else(|fault| failed(&Failure::internal(fault)))
        // The failure above holds nothing but text of our own.
        .unwrap_or_else(|_| Response::new(Body::empty()));
    if !response.headers().contains_key(&REQUEST_ID)
        && let Ok(value) = HeaderValue::from_str(request_id)
    {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn render(failure: &Failure, shape: &ErrorShape, request_id: &str) -> ReplyParts {
    ReplyParts {
        status: failure.status(),
        headers: failure.headers().to_vec(),
        content_type: Some("application/json".to_owned()),
        body: shape.write(&failure.fields(request_id)).to_string().into_bytes(),
    }
}

/// No body, of no stated length: axum writes `Content-Length: 0` for an empty body, which 204 must not have and which
/// is wrong for most answers to HEAD.
struct NoBody;

impl HttpBody for NoBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}

/// A response of these parts; the error names what cannot be sent.
fn assemble(parts: ReplyParts, has_body: bool) -> Result<Response, String> {
    let status = StatusCode::from_u16(parts.status)
        .ok()
        .filter(|it| !it.is_informational())
        .ok_or_else(|| format!("{} is no status of an answer", parts.status))?;
    let mut response = Response::new(Body::new(NoBody));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in &parts.headers {
        let unsendable = || format!("the header `{}` cannot be sent", name.escape_debug());
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable())?;
        headers.append(parsed, HeaderValue::from_bytes(value.as_bytes()).map_err(|_| unsendable())?);
    }
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        return Ok(response);
    }
    if let Some(media) = parts.content_type {
        let value = HeaderValue::from_str(&media).map_err(|_| "the media type cannot be sent".to_owned())?;
        headers.insert(CONTENT_TYPE, value);
    }
    // The answer to HEAD has the length that the body would have, which nobody knows if the handler made none.
    if has_body || !parts.body.is_empty() {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(parts.body.len()));
    }
    if has_body {
        *response.body_mut() = Body::from(parts.body);
    }
    Ok(response)
}
