//! `SDK-HMAC-SHA256` for requests whose path and query need no encoding and whose headers are sorted already.

use std::fmt::Write as _;

use ring::{digest, hmac};

pub(super) struct Key {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
}

/// The value of the header `Authorization`; `headers` by lower-case name, sorted.
pub(super) fn authorization(
    key: &Key,
    method: &str,
    path: &str,
    query: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> String {
    let mut canonical = format!("{method}\n{path}/\n{query}\n");
    let mut names = String::new();
    for (name, value) in headers {
        let _ = writeln!(canonical, "{name}:{value}");
        if !names.is_empty() {
            names.push(';');
        }
        names.push_str(name);
    }
    let _ = write!(canonical, "\n{names}\n{}", hex(digest::digest(&digest::SHA256, body).as_ref()));
    let date = headers.iter().find(|(name, _)| *name == "x-sdk-date").map_or("", |(_, value)| value);
    let hash = hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref());
    let text = format!("SDK-HMAC-SHA256\n{date}\n{hash}");
    let secret = hmac::Key::new(hmac::HMAC_SHA256, key.secret.as_bytes());
    let signature = hex(hmac::sign(&secret, text.as_bytes()).as_ref());
    format!("SDK-HMAC-SHA256 Access={}, SignedHeaders={names}, Signature={signature}", key.id)
}

fn hex(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        let _ = write!(text, "{octet:02x}");
    }
    text
}
