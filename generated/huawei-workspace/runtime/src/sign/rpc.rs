//! The older signature of Alibaba Cloud for RPC calls (version 1): a query parameter, HMAC-SHA1 over all others.

use std::borrow::Cow;

use ring::hmac;

use super::canonical::{self, canonical_query};
use super::received::Received;
use super::verify::{Evidence, Refusal};
use super::{AccessKey, format_extended};
use crate::Base64;
use crate::style::percent;

/// The name of the algorithm, the value of `SignatureMethod`.
pub const ALGORITHM: &str = "HMAC-SHA1";

/// A signature over the parameters of a call.
#[derive(Clone, PartialEq, Eq)]
pub struct RpcSignature {
    /// What is signed.
    pub string_to_sign: String,
    /// The value of the parameter `Signature`: base64.
    pub value: String,
}

impl std::fmt::Debug for RpcSignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Both texts may hold a token, or are as good as one.
        f.debug_struct("RpcSignature").finish_non_exhaustive()
    }
}

/// The parameters that say who signs what and when, to be signed with those of the call.
#[must_use]
pub fn common_parameters(
    action: &str,
    version: &str,
    key: &AccessKey,
    time: std::time::SystemTime,
    nonce: &str,
) -> Vec<(&'static str, String)> {
    let mut parameters = vec![
        ("Action", action.to_owned()),
        ("Version", version.to_owned()),
        ("Format", "json".to_owned()),
        ("Timestamp", format_extended(time)),
        ("SignatureNonce", nonce.to_owned()),
        ("SignatureMethod", ALGORITHM.to_owned()),
        ("SignatureVersion", "1.0".to_owned()),
        ("AccessKeyId", key.id().to_owned()),
    ];
    if let Some(token) = key.security_token() {
        parameters.push(("SecurityToken", token.to_owned()));
    }
    parameters
}

/// Signs all parameters of a call: those of the query and of a form body, decoded, without `Signature`.
#[must_use]
pub fn sign(method: &str, parameters: &[(Cow<'_, str>, Cow<'_, str>)], key: &AccessKey) -> RpcSignature {
    let string_to_sign = string_to_sign(method, parameters);
    let tag = hmac::sign(&mac_key(key), string_to_sign.as_bytes());
    let value = Base64::from(tag.as_ref()).to_string();
    RpcSignature { string_to_sign, value }
}

fn string_to_sign(method: &str, parameters: &[(Cow<'_, str>, Cow<'_, str>)]) -> String {
    format!("{}&%2F&{}", method.to_ascii_uppercase(), percent::encode(&canonical_query(parameters)))
}

fn mac_key(key: &AccessKey) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, format!("{}&", key.secret()).as_bytes())
}

/// What a call signed this way claims.
pub(super) struct RpcCall<'a> {
    parameters: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    pub(super) signature: String,
}

impl RpcCall<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_ref())
    }

    pub(super) fn key_id(&self) -> Result<&str, Refusal> {
        self.get("AccessKeyId").ok_or(Refusal::Missing)
    }
}

/// Reads the parameters of a call from query and form body.
pub(super) fn parse<'a>(received: &Received<'a>) -> Result<RpcCall<'a>, Refusal> {
    let mut parameters = canonical::query_pairs(received.query(), true).ok_or(Refusal::Malformed)?;
    if received.has_form() {
        let form = std::str::from_utf8(received.body).map_err(|_| Refusal::Malformed)?;
        parameters.extend(canonical::query_pairs(form, true).ok_or(Refusal::Malformed)?);
    }
    let n_signatures = parameters.iter().filter(|(name, _)| name == "Signature").count();
    let signature = parameters.iter().position(|(name, _)| name == "Signature").ok_or(Refusal::Missing)?;
    let signature = parameters.remove(signature).1.into_owned();
    let names = ["AccessKeyId", "Timestamp", "SignatureNonce", "SecurityToken", "SignatureMethod", "SignatureVersion"];
    let is_repeated = |name: &str| parameters.iter().filter(|(it, _)| it == name).count() > 1;
    if n_signatures > 1 || names.into_iter().any(is_repeated) {
        return Err(Refusal::Malformed);
    }
    let call = RpcCall { parameters, signature };
    match (call.get("SignatureMethod"), call.get("SignatureVersion")) {
        (Some(ALGORITHM), Some("1.0")) => Ok(call),
        _ => Err(Refusal::Malformed),
    }
}

/// Works out the text that the sender of a call must have signed.
pub(super) fn evidence(received: &Received<'_>, call: &RpcCall<'_>) -> Result<Evidence, Refusal> {
    let claim = |name: &str| call.get(name).map(str::to_owned).ok_or(Refusal::Malformed);
    Ok(Evidence {
        canonical_request: String::new(),
        string_to_sign: string_to_sign(received.method, &call.parameters),
        date: claim("Timestamp")?,
        token: call.get("SecurityToken").map(str::to_owned),
        nonce: Some(claim("SignatureNonce")?),
        body_is_signed: received.body.is_empty() || received.has_form(),
    })
}

/// Whether the call's signature is the one that this key makes; in constant time.
pub(super) fn is_signed_with(key: &AccessKey, evidence: &Evidence, signature: &str) -> bool {
    let tag = hmac::sign(&mac_key(key), evidence.string_to_sign.as_bytes());
    canonical::same_secret(&Base64::from(tag.as_ref()).to_string(), signature)
}
