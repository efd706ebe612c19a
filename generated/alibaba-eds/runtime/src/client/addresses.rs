//! Headers whose value is an address: what of it may be shown.
//!
//! Services answer with signed addresses, whose query lets anybody in who reads it in a log.

use std::borrow::Cow;

use super::http::MASK;

/// The value of a header as it may be shown: addresses without user, query and fragment.
pub(super) fn shown<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    const NAMES: [&str; 5] = ["location", "content-location", "link", "refresh", "referer"];
    if !NAMES.iter().any(|it| name.eq_ignore_ascii_case(it)) || !value.contains(['?', '#', '@']) {
        return Cow::Borrowed(value);
    }
    let mut masked = String::new();
    for (position, part) in value.split('<').enumerate() {
        if position > 0 {
            masked.push('<');
        }
        // Behind the bracket of a link stand its parameters.
        let (address, rest) = part.split_at(part.find('>').unwrap_or(part.len()));
        push_masked(&mut masked, address);
        masked.push_str(rest);
    }
    Cow::Owned(masked)
}

fn push_masked(to: &mut String, address: &str) {
    let end = address.find(['?', '#']).map_or(address.len(), |it| it + 1);
    let (start, secret) = address.split_at(end);
    let host = start.find("//").map_or(start.len(), |it| it + 2);
    match start[host..].split('/').next().and_then(|it| it.rfind('@')) {
        Some(at) => {
            to.push_str(&start[..host]);
            to.push_str(MASK);
            to.push_str(&start[host + at..]);
        }
        None => to.push_str(start),
    }
    if !secret.is_empty() {
        to.push_str(MASK);
    }
}
