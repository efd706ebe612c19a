//! Requests and responses as transports and authentication see them.
//!
//! Plain data without a foreign HTTP library, so that a transport or a signing hook needs none.
//! Whatever is shown for debugging masks secrets and leaves bodies out.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::addresses;
use super::json_secrets::without_secrets;
use crate::tree::names_secret;
use crate::{Method, RequestParts, shown};

pub(crate) use crate::tree::MASK;

/// Header fields in order; names are compared without regard to case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<Header>);

#[derive(Clone, PartialEq, Eq)]
struct Header {
    name: String,
    value: String,
    secret: bool,
}

impl Headers {
    /// No headers.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of the first header of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value.as_str())
    }

    /// The values of all headers of this name.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value.as_str())
    }

    /// Adds a header beside those of the same name.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push(Header { name: name.into(), value: value.into(), secret: false });
    }

    /// Puts a header in place of those of the same name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.remove(&name);
        self.push(name, value);
    }

    /// Like [`Headers::set`], and the value is masked wherever headers are shown.
    pub fn set_secret(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.set(name, value);
        if let Some(header) = self.0.last_mut() {
            header.secret = true;
        }
    }

    /// Removes all headers of this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|it| !it.name.eq_ignore_ascii_case(name));
    }

    /// Masks the values of all headers of this name wherever headers are shown.
    fn hide(&mut self, name: &str) {
        for header in self.0.iter_mut().filter(|it| it.name.eq_ignore_ascii_case(name)) {
            header.secret = true;
        }
    }

    /// Names and values as they may be shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (it.name.as_str(), if it.secret || names_secret(&it.name) { MASK } else { &it.value }))
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (it.name.as_str(), it.value.as_str()))
    }

    /// Names and values, in order, without copying them.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0.into_iter().map(|it| (it.name, it.value)).collect()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of the first header that cannot be sent: a name that is no token, or a value with control characters.
    pub(crate) fn unsendable(&self) -> Option<&str> {
        let broken = |it: &&Header| !is_token(&it.name) || it.value.chars().any(|it| it.is_control() && it != '\t');
        self.0.iter().find(broken).map(|it| it.name.as_str())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(pairs: T) -> Self {
        let mut headers = Self::new();
        for (name, value) in pairs {
            headers.push(name, value);
        }
        headers
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_headers(f, self.shown())
    }
}

/// A request on its way to a transport.
///
/// An authentication hook may change every part of it; what the transport gets is what stands here then.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// `http` or `https`.
    pub scheme: String,
    /// Host, with the port if it is not the usual one.
    pub host: String,
    /// The path as it is sent: percent-encoded, beginning with `/`.
    pub path: String,
    /// The query as it is sent: percent-encoded, without `?`; empty if there is none.
    pub query: String,
    /// The headers, without `Host` and `Content-Length`, which the transport adds.
    pub headers: Headers,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
    /// How many bytes of a response's body a transport takes before it gives up.
    pub max_response: usize,
    /// The body is sent in pieces and not known here.
    pub(super) streamed: bool,
    secret_query: Vec<String>,
    masked_path: Option<String>,
    body_secrets: BodySecrets,
}

/// What is known of the secrets in a body.
#[derive(Clone, PartialEq, Eq)]
enum BodySecrets {
    /// Nothing.
    Unknown,
    /// The body without its secrets, and the one that it was made of: a hook may change the body afterwards.
    /// Shared, because requests are cloned for each attempt.
    Known(Arc<(Vec<u8>, Vec<u8>)>),
}

impl HttpRequest {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: Method, scheme: &str, host: &str, path: &str) -> Self {
        Self {
            method,
            scheme: scheme.to_owned(),
            host: host.to_owned(),
            path: path.to_owned(),
            query: String::new(),
            headers: Headers::new(),
            body: Vec::new(),
            max_response: super::builder::MAX_RESPONSE,
            streamed: false,
            secret_query: Vec::new(),
            masked_path: None,
            body_secrets: BodySecrets::Unknown,
        }
    }

    /// Whether the body is sent in pieces: [`body`](HttpRequest::body) is empty then, and no signature can cover it.
    #[must_use]
    pub const fn is_streamed(&self) -> bool {
        self.streamed
    }

    /// Learns what is secret from the same request with masks; `prefix` stands before its path.
    pub(super) fn learn_secrets(&mut self, prefix: &str, masked: &RequestParts) {
        for (name, value) in &masked.headers {
            if self.headers.get_all(name).all(|it| it != value) {
                self.headers.hide(name);
            }
        }
        let names = |query: &str| query.matches('&').count();
        let same_length = names(&self.query) == names(&masked.query);
        for (pair, masked) in self.query.split('&').zip(masked.query.split('&')) {
            if let (Some((name, _)), true) = (pair.split_once('='), pair != masked || !same_length) {
                self.secret_query.push(name.to_owned());
            }
        }
        let path = format!("{prefix}{}", masked.path);
        self.masked_path = (path != self.path).then(|| path.replace("%2A%2A%2A", MASK));
        self.body_secrets = BodySecrets::Known(Arc::new((masked.body.clone(), self.body.clone())));
    }

    /// The address; it may hold secrets in its query.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.target())
    }

    /// Path and query, as they stand in the request line.
    #[must_use]
    pub fn target(&self) -> String {
        match self.query.is_empty() {
            true => self.path.clone(),
            false => format!("{}?{}", self.path, self.query),
        }
    }

    /// Adds a pair to the query, percent-encoding both parts.
    pub fn push_query(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        push_encoded(&mut self.query, name);
        self.query.push('=');
        push_encoded(&mut self.query, value);
    }

    /// Like [`HttpRequest::push_query`], and the value is masked wherever the request is shown.
    pub fn push_secret_query(&mut self, name: &str, value: &str) {
        let mut encoded = String::new();
        push_encoded(&mut encoded, name);
        self.secret_query.push(encoded);
        self.push_query(name, value);
    }

    /// The query with the values of secrets masked.
    pub(super) fn shown_query(&self) -> String {
        // A signature may have written the same name in another way.
        let is_same = |one: &str, other: &str| one == other || decoded(one) == decoded(other);
        let mask = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if self.secret_query.iter().any(|it| is_same(it, name)) || names_secret(&decoded(name)) => {
                format!("{name}={MASK}")
            }
            _ => pair.to_owned(),
        };
        self.query.split('&').map(mask).collect::<Vec<_>>().join("&")
    }

    /// The path with secrets masked.
    pub(super) fn shown_path(&self) -> &str {
        self.masked_path.as_deref().unwrap_or(&self.path)
    }

    /// The headers with secrets masked.
    pub(super) fn shown_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        // Whoever has the hash of a body can try passwords until the hash is the same.
        let hides_body = *self.shown_body() != *self.body;
        let is_hash = move |name: &str| {
            let name = name.to_ascii_lowercase();
            hides_body && ["sha256", "digest", "md5"].iter().any(|it| name.contains(it))
        };
        self.headers.shown().map(move |(name, value)| (name, if is_hash(name) { MASK } else { value }))
    }

    /// The body with secrets masked: what the description says of them is known of dry runs, else names tell.
    pub(super) fn shown_body(&self) -> Cow<'_, [u8]> {
        match &self.body_secrets {
            BodySecrets::Known(known) if known.1 == self.body => Cow::Borrowed(&known.0),
            BodySecrets::Known(_) => Cow::Borrowed(MASK.as_bytes()),
            BodySecrets::Unknown => self.body_by_names(),
        }
    }

    /// The body without the values of members that are called like secrets.
    fn body_by_names(&self) -> Cow<'_, [u8]> {
        let Ok(text) = std::str::from_utf8(&self.body) else { return Cow::Borrowed(&self.body) };
        let is_form = self.headers.get("content-type").is_some_and(|it| it.contains("form-urlencoded"));
        let shown = match is_form {
            true => text.split('&').map(form_pair_by_name).collect::<Vec<_>>().join("&"),
            false => without_secrets(text),
        };
        Cow::Owned(shown.into_bytes())
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (in_pieces, n_bytes) = (format_args!("in pieces"), format_args!("{} bytes", self.body.len()));
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("address", &format_args!("{}://{}{}", self.scheme, self.host, self.shown_path()))
            .field("query", &self.shown_query())
            .field("headers", &ShownHeaders(self))
            .field("body", if self.streamed { &in_pieces } else { &n_bytes })
            .finish()
    }
}

/// How many headers are shown.
const MOST_SHOWN: usize = 50;

/// Writes headers with the beginning of their values, on one line.
fn write_headers<'a>(f: &mut fmt::Formatter<'_>, headers: impl Iterator<Item = (&'a str, &'a str)>) -> fmt::Result {
    let mut map = f.debug_map();
    let mut n_more = 0;
    for (position, (name, value)) in headers.enumerate() {
        match position < MOST_SHOWN {
            true => drop(map.entry(&shown::text(name), &shown::text(&addresses::shown(name, value)))),
            false => n_more += 1,
        }
    }
    if n_more > 0 {
        map.entry(&"...", &format_args!("{n_more} more"));
    }
    map.finish()
}

struct ShownHeaders<'a>(&'a HttpRequest);

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_headers(f, self.0.shown_headers())
    }
}

/// What a transport got back.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The whole body.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// A percent-encoded name as it is meant; what is not encoded well stays as it is.
fn decoded(name: &str) -> Cow<'_, str> {
    crate::style::percent_decode(name, true).unwrap_or(Cow::Borrowed(name))
}

/// A pair of a form, masked if its name says that it is a secret.
fn form_pair_by_name(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, _)) if names_secret(&decoded(name)) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    }
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it))
}

/// Percent-encodes everything but unreserved characters: what signatures of cloud services expect.
pub(crate) fn push_encoded(to: &mut String, text: &str) {
    use fmt::Write as _;
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => to.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(to, "%{byte:02X}")),
        }
    }
}
