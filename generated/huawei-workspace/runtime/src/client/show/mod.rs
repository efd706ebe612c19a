//! A request as text for people: a curl command, and a file for the REST clients of editors.
//!
//! Both say what would be sent, byte for byte. Secrets are masked unless whoever asks says that they may be seen:
//! credentials, headers and query parameters whose name says it, and what the description marks as secret, in dry
//! runs also within the body. Of the body of any other request, names of members have to tell.
//! A body in pieces is not known here: the command reads it from its standard input.

mod curl;
mod http_file;

use std::borrow::Cow;
use std::fmt;

use super::HttpRequest;
use crate::Method;

/// What is written.
struct Shown<'a> {
    method: Method,
    url: String,
    headers: Vec<(&'a str, &'a str)>,
    body: Cow<'a, [u8]>,
    /// The body is none of those here, but read while it is sent.
    is_streamed: bool,
}

impl HttpRequest {
    /// The request as a command for a POSIX shell, secrets masked.
    ///
    /// ```
    /// # use specwright_runtime as runtime;
    /// use runtime::{Method, client::HttpRequest};
    ///
    /// let mut request = HttpRequest::new(Method::Post, "https", "desk.example.org", "/desktops");
    /// request.headers.set("X-Auth-Token", "abc");
    /// request.headers.set("Content-Type", "application/json");
    /// request.body = br#"{"name":"Bo's"}"#.to_vec();
    /// assert_eq!(
    ///     request.to_curl(),
    ///     r#"curl -X POST 'https://desk.example.org/desktops' \
    ///   --globoff \
    ///   -H 'X-Auth-Token: ***' \
    ///   -H 'Content-Type: application/json' \
    ///   -H 'User-Agent:' \
    ///   -H 'Accept:' \
    ///   --data-raw '{"name":"Bo'\''s"}'
    /// "#
    /// );
    /// ```
    #[must_use]
    pub fn to_curl(&self) -> String {
        curl::write(&self.masked())
    }

    /// The request as a `.http` file, which editors send at a click, secrets masked.
    ///
    /// A body to which the format would give another meaning (octets, lines that begin with `###` or `<`, text with
    /// `{{`) is left out, and a comment says so.
    #[must_use]
    pub fn to_http_file(&self) -> String {
        http_file::write(&self.masked())
    }

    /// The same request for texts in which secrets are seen: what is made of it can be run as it is, and must not be
    /// logged or shared.
    #[must_use]
    pub const fn reveal_secrets(&self) -> Revealed<'_> {
        Revealed(self)
    }

    fn masked(&self) -> Shown<'_> {
        let query = self.shown_query();
        let target = match query.is_empty() {
            true => self.shown_path().to_owned(),
            false => format!("{}?{query}", self.shown_path()),
        };
        Shown {
            method: self.method,
            url: format!("{}://{}{target}", self.scheme, self.host),
            headers: self.shown_headers().collect(),
            body: self.shown_body(),
            is_streamed: self.is_streamed(),
        }
    }
}

/// A request whose secrets may be seen; see [`HttpRequest::reveal_secrets`].
#[derive(Clone, Copy)]
pub struct Revealed<'a>(&'a HttpRequest);

impl Revealed<'_> {
    /// As [`HttpRequest::to_curl`], with secrets.
    #[must_use]
    pub fn to_curl(&self) -> String {
        curl::write(&self.shown())
    }

    /// As [`HttpRequest::to_http_file`], with secrets.
    #[must_use]
    pub fn to_http_file(&self) -> String {
        http_file::write(&self.shown())
    }

    fn shown(&self) -> Shown<'_> {
        Shown {
            method: self.0.method,
            url: self.0.url(),
            headers: self.0.headers.iter().collect(),
            body: Cow::Borrowed(&self.0.body),
            is_streamed: self.0.is_streamed(),
        }
    }
}

impl fmt::Debug for Revealed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whoever formats for debugging has not asked for secrets.
        f.debug_tuple("Revealed").field(self.0).finish()
    }
}

impl Shown<'_> {
    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name))
    }

    /// The body, if it is text that terminals and editors show as it is.
    fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.body).ok()?;
        let is_plain = |it: char| !it.is_control() || it == '\n' || it == '\t';
        text.chars().all(is_plain).then_some(text)
    }
}

// What the tests send has a client and a server.
