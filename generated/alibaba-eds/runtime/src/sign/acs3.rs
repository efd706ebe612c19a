//! `ACS3-HMAC-SHA256`: the third signature of Alibaba Cloud.
//!
//! A hash over method, path, sorted query, chosen headers and body is signed with the secret itself; time and a
//! nonce stand in headers of their own.

use std::time::SystemTime;

use super::canonical::{self, AUTHORIZATION, SignedHeaders, canonical_query, header, hmac_sha256_hex};
use super::received::{Parsed, Received};
use super::verify::{Evidence, Refusal};
use super::{AccessKey, Request, Signature, format_extended};

/// The name of the algorithm.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

const DATE: &str = "x-acs-date";
const NONCE: &str = "x-acs-signature-nonce";
const HASH: &str = "x-acs-content-sha256";
const KEY_ID: &str = "x-acs-accesskey-id";
const TOKEN: &str = "x-acs-security-token";

/// Signs a request, which says by `x-acs-action` and `x-acs-version` what it asks for.
///
/// `nonce` must never be used again. Date, nonce, `host` and the body's hash are kept where the request has them.
/// All headers are signed, so none may be added or changed afterwards.
#[must_use]
pub fn sign(request: &Request<'_>, key: &AccessKey, time: SystemTime, nonce: &str) -> Signature {
    let mut added = added_headers(request, key, time, nonce);
    let given =
        request.headers.iter().copied().filter(|(name, _)| !added.iter().any(|(it, _)| it.eq_ignore_ascii_case(name)));
    let all = given.chain(added.iter().map(|(name, value)| (*name, value.as_str())));
    let all: Vec<(&str, &str)> = all.collect();
    let headers = SignedHeaders::choose(all.iter().copied(), |name| name != "authorization");
    let query = canonical_query(&request.query);
    let hash = canonical::trim(header(&all, HASH).unwrap_or_default());
    let canonical_request = canonical::canonical_request(request.method, request.path, &query, &headers, hash);
    let string_to_sign = string_to_sign(&canonical_request);
    let value = hmac_sha256_hex(key.secret().as_bytes(), &string_to_sign);
    let signed_headers = headers.names();
    let names = signed_headers.join(";");
    added.push((AUTHORIZATION, format!("{ALGORITHM} Credential={},SignedHeaders={names},Signature={value}", key.id())));
    Signature { query, headers: added, signed_headers, canonical_request, string_to_sign, value }
}

fn added_headers(request: &Request<'_>, key: &AccessKey, time: SystemTime, nonce: &str) -> Vec<(&'static str, String)> {
    let mut added = Vec::new();
    if let Some(token) = key.security_token() {
        added.push((KEY_ID, key.id().to_owned()));
        added.push((TOKEN, token.to_owned()));
    }
    let computed: [(&'static str, &dyn Fn() -> String); 4] = [
        (DATE, &|| format_extended(time)),
        (NONCE, &|| nonce.to_owned()),
        (HASH, &|| canonical::sha256_hex(request.body)),
        ("host", &|| request.host.to_owned()),
    ];
    for (name, value) in computed {
        if header(&request.headers, name).is_none() {
            added.push((name, value()));
        }
    }
    added
}

fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", canonical::sha256_hex(canonical_request.as_bytes()))
}

/// Reads what a signed request claims.
///
/// `content-type` need not be signed: a library may add one to a request without a body.
pub(super) fn parse<'a>(received: &Received<'a>, authorization: &'a str) -> Result<Parsed<'a>, Refusal> {
    let parsed = Parsed::read(received, authorization, ALGORITHM, "Credential")?;
    let present = received.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let present: Vec<String> = present.filter(|it| it.starts_with("x-acs-")).collect();
    parsed.require(&["host", DATE, NONCE, HASH])?;
    parsed.require(&present.iter().map(String::as_str).collect::<Vec<_>>())?;
    Ok(parsed)
}

/// Works out the texts that the sender of a request must have signed.
pub(super) fn evidence(received: &Received<'_>, parsed: &Parsed<'_>) -> Result<Evidence, Refusal> {
    let pairs = canonical::query_pairs(received.query(), true).ok_or(Refusal::Malformed)?;
    let hash = canonical::sha256_hex(received.body);
    let claim = |name: &str| parsed.value(name).ok_or(Refusal::Malformed);
    if claim(HASH)? != hash {
        return Err(Refusal::BodyMismatch);
    }
    let canonical_request = canonical::canonical_request(
        received.method,
        received.path(),
        &canonical_query(&pairs),
        &SignedHeaders::of(parsed.headers.clone()),
        &hash,
    );
    Ok(Evidence {
        string_to_sign: string_to_sign(&canonical_request),
        canonical_request,
        date: claim(DATE)?.to_owned(),
        token: parsed.value(TOKEN).map(str::to_owned),
        nonce: Some(claim(NONCE)?.to_owned()),
        body_is_signed: true,
    })
}
