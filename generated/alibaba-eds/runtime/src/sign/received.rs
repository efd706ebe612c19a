//! A request as it came in, and what its `Authorization` claims.

use std::fmt;

use super::canonical::{self, header};
use super::verify::Refusal;

/// A request as a server received it, before anything of it is decoded, routed or normalised.
#[derive(Clone)]
pub struct Received<'a> {
    /// The method.
    pub method: &'a str,
    /// Path and query, as they stood in the request line.
    pub target: &'a str,
    /// Names and values of the headers, `Host` among them.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The body as it came.
    pub body: &'a [u8],
}

impl<'a> Received<'a> {
    pub(super) fn path(&self) -> &'a str {
        self.target.split_once('?').map_or(self.target, |(path, _)| path)
    }

    pub(super) fn query(&self) -> &'a str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        header(&self.headers, name)
    }

    pub(super) fn has_form(&self) -> bool {
        let media = self.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        !self.body.is_empty() && canonical::trim(media).eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }
}

impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Query and headers stay out: they may hold credentials.
        f.debug_struct("Received").field("method", &self.method).field("path", &self.path()).finish_non_exhaustive()
    }
}

/// What `Authorization` says, and the headers that it names.
pub(super) struct Parsed<'a> {
    pub(super) key_id: &'a str,
    pub(super) signature: &'a str,
    /// Lower-case names and trimmed values, in the order of `SignedHeaders`.
    pub(super) headers: Vec<(String, String)>,
}

impl<'a> Parsed<'a> {
    /// Reads `<algorithm> <key>=.., SignedHeaders=a;b, Signature=..`, with or without spaces after the commas.
    pub(super) fn read(
        received: &Received<'a>,
        authorization: &'a str,
        algorithm: &str,
        key: &str,
    ) -> Result<Self, Refusal> {
        let claims =
            authorization.strip_prefix(algorithm).and_then(|it| it.strip_prefix(' ')).ok_or(Refusal::Missing)?;
        let (mut key_id, mut names, mut signature) = (None, None, None);
        for claim in claims.split(',') {
            let (name, value) = canonical::trim(claim).split_once('=').ok_or(Refusal::Malformed)?;
            let place = match name {
                "SignedHeaders" => &mut names,
                "Signature" => &mut signature,
                it if it == key => &mut key_id,
                _ => return Err(Refusal::Malformed),
            };
            if place.replace(value).is_some() {
                return Err(Refusal::Malformed);
            }
        }
        let (Some(key_id), Some(names), Some(signature)) = (key_id, names, signature) else {
            return Err(Refusal::Malformed);
        };
        let headers = names.split(';').map(|name| only_value(received, name)).collect::<Result<_, _>>()?;
        Ok(Self { key_id, signature, headers })
    }

    /// The value of a header, if it is signed.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Refuses a signature that leaves out one of these headers, or names one twice.
    pub(super) fn require(&self, names: &[&str]) -> Result<(), Refusal> {
        let mut seen: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let n_signed = seen.len();
        seen.sort_unstable();
        seen.dedup();
        match seen.len() == n_signed && names.iter().all(|it| seen.contains(it)) {
            true => Ok(()),
            false => Err(Refusal::Malformed),
        }
    }
}

/// A signed header must be there once: of several values, signature and handler might mean different ones.
fn only_value(received: &Received<'_>, name: &str) -> Result<(String, String), Refusal> {
    let mut values = received.headers.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    match (values.next(), values.next()) {
        (Some(value), None) => Ok((name.to_ascii_lowercase(), canonical::trim(value).to_owned())),
        _ => Err(Refusal::Malformed),
    }
}
