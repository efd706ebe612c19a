//! The request as a signature sees it, and the pieces that all algorithms build their texts from.
//!
//! Works on bytes and texts alone; knows neither HTTP libraries nor credentials.

use std::borrow::Cow;
use std::fmt;

use ring::{digest, hmac};

use crate::style::percent;

/// A request that is about to be signed.
#[derive(Clone)]
pub struct Request<'a> {
    /// The method, in any case.
    pub method: &'a str,
    /// The host, with the port if it is not the usual one.
    pub host: &'a str,
    /// The path as it is sent: percent-encoded, beginning with `/`.
    pub path: &'a str,
    /// Names and values of the query, decoded.
    pub query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Names and values of the headers.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The body as it is sent; empty if there is none.
    pub body: &'a [u8],
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Query and headers stay out: they may hold credentials.
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// A signature with the texts that it was made from.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// The query as it is signed, which is also how it is to be sent: sorted, percent-encoded, without `?`.
    pub query: String,
    /// The headers to set on the request, `Authorization` last.
    pub headers: Vec<(&'static str, String)>,
    /// The names of the headers that are signed: lower case, sorted.
    pub signed_headers: Vec<String>,
    /// The request in the form that is hashed; it holds a temporary key's token.
    pub canonical_request: String,
    /// What is signed.
    pub string_to_sign: String,
    /// The signature: lower-case hexadecimal.
    pub value: String,
}

impl Signature {
    /// The value of the header `Authorization`.
    #[must_use]
    pub fn authorization(&self) -> &str {
        let header = self.headers.iter().find(|(name, _)| *name == AUTHORIZATION);
        header.map_or("", |(_, value)| value.as_str())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Everything else may hold a token, or is as good as one.
        f.debug_struct("Signature").field("signed_headers", &self.signed_headers).finish_non_exhaustive()
    }
}

pub(super) const AUTHORIZATION: &str = "Authorization";

/// The body's hash when a service accepts that the body is not signed.
pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// The names and values of a query as it stands in an address; `plus` says that `+` is a space.
///
/// [`None`] if something is not UTF-8 when decoded.
#[must_use]
pub fn query_pairs(query: &str, plus: bool) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
    let decode = |text| percent::decode(text, plus).ok();
    let pairs = query.split('&').filter(|it| !it.is_empty()).map(|it| it.split_once('=').unwrap_or((it, "")));
    pairs.map(|(name, value)| Some((decode(name)?, decode(value)?))).collect()
}

/// The query in the order and the encoding that signatures ask for.
///
/// The order is that of the decoded texts: `a-b` and `a:b` would change places once encoded.
pub(super) fn canonical_query(pairs: &[(Cow<'_, str>, Cow<'_, str>)]) -> String {
    let mut sorted: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
    sorted.sort_unstable();
    let mut query = String::new();
    for (name, value) in sorted {
        if !query.is_empty() {
            query.push('&');
        }
        percent::append(&mut query, name, percent::is_unreserved);
        query.push('=');
        percent::append(&mut query, value, percent::is_unreserved);
    }
    query
}

/// Headers by lower-case name, sorted, values trimmed.
pub(super) struct SignedHeaders(Vec<(String, String)>);

impl SignedHeaders {
    /// The headers that `is_signed` wants, of those that occur once.
    ///
    /// A header that occurs several times is left unsigned: what its canonical form is, no vendor says.
    pub(super) fn choose<'a>(
        headers: impl Iterator<Item = (&'a str, &'a str)>,
        is_signed: impl Fn(&str) -> bool,
    ) -> Self {
        let mut all: Vec<(String, String)> =
            headers.map(|(name, value)| (name.to_ascii_lowercase(), trim(value).to_owned())).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        let repeated: Vec<String> = all.windows(2).filter(|it| it[0].0 == it[1].0).map(|it| it[0].0.clone()).collect();
        all.retain(|(name, _)| is_signed(name) && !repeated.contains(name));
        Self(all)
    }

    /// These headers in this order.
    pub(super) const fn of(headers: Vec<(String, String)>) -> Self {
        Self(headers)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// The text that is hashed: everything of the request that is signed.
pub(super) fn canonical_request(
    method: &str,
    path: &str,
    query: &str,
    headers: &SignedHeaders,
    payload_hash: &str,
) -> String {
    let mut text = String::with_capacity(1024);
    text.extend([method.to_ascii_uppercase().as_str(), "\n", path, "\n", query, "\n"]);
    for (name, value) in &headers.0 {
        text.extend([name, ":", value, "\n"]);
    }
    text.push('\n');
    for (idx, (name, _)) in headers.0.iter().enumerate() {
        text.extend([if idx == 0 { "" } else { ";" }, name]);
    }
    text.extend(["\n", payload_hash]);
    text
}

/// What counts of a header's value.
pub(super) fn trim(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// The first header of a name, in any case.
pub(super) fn header<'a>(headers: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

pub(super) fn sha256_hex(data: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, data).as_ref())
}

pub(super) fn hmac_sha256_hex(key: &[u8], text: &str) -> String {
    hex(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref())
}

/// Whether two secrets are equal, in a time that does not depend on where they differ.
pub(super) fn same_secret(one: &str, other: &str) -> bool {
    // Comparing keyed hashes is what the library does in constant time.
    let key = hmac::Key::new(hmac::HMAC_SHA256, one.as_bytes());
    let expected = hmac::sign(&key, one.as_bytes());
    hmac::verify(&key, other.as_bytes(), expected.as_ref()).is_ok()
}

fn hex(octets: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        text.push(char::from(DIGITS[usize::from(octet >> 4)]));
        text.push(char::from(DIGITS[usize::from(octet & 15)]));
    }
    text
}
