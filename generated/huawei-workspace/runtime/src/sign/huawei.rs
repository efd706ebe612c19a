//! `SDK-HMAC-SHA256`: the signature of Huawei Cloud.
//!
//! A hash over method, path, sorted query, chosen headers and body is signed with the secret itself.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! # use specwright_runtime as runtime;
//! use runtime::sign::{AccessKey, Request, huawei};
//!
//! let request = Request {
//!     method: "GET",
//!     host: "workspace.cn-north-4.myhuaweicloud.com",
//!     path: "/v2/0bec5db98280d2d02fd6c00c2de791ce/desktops",
//!     query: Vec::new(),
//!     headers: vec![("Content-Type", "application/json")],
//!     body: b"",
//! };
//! let key = AccessKey::new("AKIDEXAMPLEHW000000A", "fakeSecretKeyForTests000000000000000000A");
//! let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_713_261_221);
//! let signature = huawei::sign(&request, &key, &huawei::Scope::default(), time);
//! assert_eq!(signature.value, "fdcf46914ddb9ab8b2c3a74c95e597bba7919bce648900c01843574caa2f4a44");
//! ```

use std::time::SystemTime;

use super::canonical::{self, AUTHORIZATION, SignedHeaders, UNSIGNED, canonical_query, header, hmac_sha256_hex};
use super::received::{Parsed, Received};
use super::verify::{Evidence, Refusal};
use super::{AccessKey, Request, Signature, format_basic};
use crate::style::percent;

/// The name of the algorithm.
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";

const DATE: &str = "X-Sdk-Date";
pub(super) const HASH: &str = "X-Sdk-Content-Sha256";
const TOKEN: &str = "X-Security-Token";

/// What a request is about, told in headers of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// The project of a regional service.
    pub project_id: Option<&'a str>,
    /// The account, for global services.
    pub domain_id: Option<&'a str>,
}

/// Signs a request.
///
/// `X-Sdk-Date`, `Host`, `X-Project-Id` and `X-Sdk-Content-Sha256` are kept where the request has them.
/// Everything that has no underscore in its name is signed, so no header may be added or changed afterwards.
#[must_use]
pub fn sign(request: &Request<'_>, key: &AccessKey, scope: &Scope<'_>, time: SystemTime) -> Signature {
    let mut added = added_headers(request, key, scope, time);
    let given =
        request.headers.iter().copied().filter(|(name, _)| !added.iter().any(|(it, _)| it.eq_ignore_ascii_case(name)));
    let all = given.chain(added.iter().map(|(name, value)| (*name, value.as_str())));
    let all: Vec<(&str, &str)> = all.filter(|(name, _)| !name.eq_ignore_ascii_case(AUTHORIZATION)).collect();
    let headers = SignedHeaders::choose(all.iter().copied(), |name| !name.contains('_'));
    let query = canonical_query(&request.query);
    let hash = payload_hash(request.body, header(&all, HASH));
    let path = canonical_path(request.path, percent::is_unreserved);
    let canonical_request = canonical::canonical_request(request.method, &path, &query, &headers, &hash);
    let date = canonical::trim(header(&all, DATE).unwrap_or_default());
    let string_to_sign = string_to_sign(date, &canonical_request);
    let value = hmac_sha256_hex(key.secret().as_bytes(), &string_to_sign);
    let signed_headers = headers.names();
    let names = signed_headers.join(";");
    added.push((AUTHORIZATION, format!("{ALGORITHM} Access={}, SignedHeaders={names}, Signature={value}", key.id())));
    Signature { query, headers: added, signed_headers, canonical_request, string_to_sign, value }
}

fn added_headers(
    request: &Request<'_>,
    key: &AccessKey,
    scope: &Scope<'_>,
    time: SystemTime,
) -> Vec<(&'static str, String)> {
    let is_given = |name: &str| header(&request.headers, name).is_some();
    let mut added = Vec::new();
    for (name, value) in [("X-Project-Id", scope.project_id), ("X-Domain-Id", scope.domain_id)] {
        if let Some(value) = value.filter(|_| !is_given(name)) {
            added.push((name, value.to_owned()));
        }
    }
    if let Some(token) = key.security_token() {
        added.push((TOKEN, token.to_owned()));
    }
    if header(&request.headers, "Content-Type").is_some_and(|it| !is_hashed_media(it)) && !is_given(HASH) {
        added.push((HASH, UNSIGNED.to_owned()));
    }
    if !is_given(DATE) {
        added.push((DATE, format_basic(time)));
    }
    if !is_given("Host") {
        added.push(("Host", request.host.to_owned()));
    }
    added
}

/// Bodies of other types may be streams, which nobody can hash before they are sent.
fn is_hashed_media(media: &str) -> bool {
    let media = media.trim_start().to_ascii_lowercase();
    media.starts_with("application/json") || media.starts_with("application/bson")
}

fn payload_hash(body: &[u8], given: Option<&str>) -> String {
    match given {
        // An empty body counts as empty, whatever the header says.
        Some(given) if !body.is_empty() => canonical::trim(given).to_owned(),
        _ => canonical::sha256_hex(body),
    }
}

/// The path decoded once and encoded again, with a `/` at its end that is never sent.
///
/// `%2F` thus becomes a separator.
fn canonical_path(path: &str, is_bare: impl Fn(u8) -> bool) -> String {
    let mut canonical = String::with_capacity(path.len() + 1);
    let octets = percent::decode_octets(path, false);
    percent::append_octets(&mut canonical, &octets, |it| it == b'/' || is_bare(it));
    if !canonical.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

fn string_to_sign(date: &str, canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{date}\n{}", canonical::sha256_hex(canonical_request.as_bytes()))
}

/// Reads what a signed request claims.
pub(super) fn parse<'a>(received: &Received<'a>, authorization: &'a str) -> Result<Parsed<'a>, Refusal> {
    let parsed = Parsed::read(received, authorization, ALGORITHM, "Access")?;
    parsed.require(&["host", "x-sdk-date"])?;
    Ok(parsed)
}

/// How the sender of a request may have understood the algorithm. All readings stand for the same request, so none
/// lets anybody change one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it is described.
    Described,
    /// The query as it was sent, in whatever order and encoding.
    QueryAsSent,
    /// The marks `!'()*` of the path are not encoded, as the vendor's client for Node has it.
    BareMarks,
}

impl Reading {
    pub(super) const ALL: [Self; 3] = [Self::Described, Self::QueryAsSent, Self::BareMarks];
}

/// Works out the texts that the sender of a request must have signed, by one reading.
pub(super) fn evidence(received: &Received<'_>, parsed: &Parsed<'_>, reading: Reading) -> Result<Evidence, Refusal> {
    let pairs = canonical::query_pairs(received.query(), false).ok_or(Refusal::Malformed)?;
    let query = match reading {
        Reading::QueryAsSent => received.query().to_owned(),
        Reading::Described | Reading::BareMarks => canonical_query(&pairs),
    };
    let given = parsed.value("x-sdk-content-sha256");
    let hash = payload_hash(received.body, given);
    let is_bare = |it| percent::is_unreserved(it) || reading == Reading::BareMarks && b"!'()*".contains(&it);
    let path = canonical_path(received.path(), is_bare);
    let canonical_request =
        canonical::canonical_request(received.method, &path, &query, &SignedHeaders::of(parsed.headers.clone()), &hash);
    let date = parsed.value("x-sdk-date").ok_or(Refusal::Malformed)?;
    let body_is_signed = match given {
        Some(UNSIGNED) => received.body.is_empty(),
        Some(given) if !received.body.is_empty() && given != canonical::sha256_hex(received.body) => {
            return Err(Refusal::BodyMismatch);
        }
        _ => true,
    };
    Ok(Evidence {
        string_to_sign: string_to_sign(date, &canonical_request),
        canonical_request,
        date: date.to_owned(),
        token: header(&received.headers, TOKEN).map(str::to_owned),
        nonce: None,
        body_is_signed,
    })
}
