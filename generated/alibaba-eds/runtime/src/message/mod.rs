//! The four doors between typed values and HTTP text: requests and replies, out and in.
//!
//! The client encodes requests and decodes replies, the server the other way round. Both interpret the same
//! static [`Operation`](crate::Operation); nothing here opens a socket, and nothing needs an HTTP library.
//! Outputs also have a JSON form, `{"status": 200, "headers": {..}, "body": ..}`, for dynamic calls and mocks.

mod decode_request;
mod encode_request;
mod error;
mod path;
mod reply;

pub use decode_request::decode_request;
#[cfg(feature = "client")]
pub(crate) use encode_request::encode_masked;
pub use encode_request::encode_request;
pub use error::{DecodeError, EncodeError, Fault};
pub use path::capture_path;
#[cfg(feature = "client")]
pub(crate) use path::is_dot_segment;
pub(crate) use reply::{choose_response, decode_headers, encode_headers};
pub use reply::{decode_reply, encode_reply, output_from_json, output_to_json};

use std::fmt;

use crate::Method;

/// A request as text, ready for any HTTP library. Its debug view shows no values: some are secret.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestParts {
    /// The method.
    pub method: Method,
    /// The path: percent-encoded, starts with `/`.
    pub path: String,
    /// The query: encoded, without `?`; empty if there is none.
    pub query: String,
    /// Headers, except that of the content type.
    pub headers: Vec<(String, String)>,
    /// The media type of the body, if there is one.
    pub content_type: Option<String>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

/// A request as it came in. Its debug view shows no values: some are secret.
#[derive(Clone, Copy)]
pub struct IncomingRequest<'a> {
    /// The path, still percent-encoded, without what stands before the API.
    pub path: &'a str,
    /// The query, still encoded, without `?`.
    pub query: &'a str,
    /// The headers, names in lower case.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
}

/// A reply as text. Its debug view shows no values: some are secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReplyParts {
    /// The status.
    pub status: u16,
    /// Headers, except that of the content type.
    pub headers: Vec<(String, String)>,
    /// The media type of the body, if there is one.
    pub content_type: Option<String>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestParts")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &format_args!("<{} octets>", self.query.len()))
            .field("headers", &Names(&self.headers))
            .field("content_type", &self.content_type)
            .field("body", &format_args!("<{} octets>", self.body.len()))
            .finish()
    }
}

impl fmt::Debug for IncomingRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IncomingRequest")
            .field("path", &self.path)
            .field("query", &format_args!("<{} octets>", self.query.len()))
            .field("headers", &Names(self.headers))
            .field("body", &format_args!("<{} octets>", self.body.len()))
            .finish()
    }
}

impl fmt::Debug for ReplyParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyParts")
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("content_type", &self.content_type)
            .field("body", &format_args!("<{} octets>", self.body.len()))
            .finish()
    }
}

/// The names of headers.
struct Names<'a>(&'a [(String, String)]);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
