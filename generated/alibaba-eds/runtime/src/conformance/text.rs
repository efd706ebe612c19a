//! Text for schemas: ordinary text that differs from field to field, formats, and text that is hard to carry.

use serde_json::Value;

use super::make::Round;
use super::pattern;
use super::schema::Flat;
use crate::Base64;

/// What kind of text a place can carry without loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// JSON: everything.
    Json,
    /// Percent-encoded text.
    Url,
    /// Percent-encoded text in a list that is joined by spaces.
    UrlWord,
    /// A query parameter whose reserved characters stand as they are, so that some would end it.
    Reserved,
    /// A header: ASCII, and no comma, which joins lists.
    Header,
    /// A cookie.
    Cookie,
}

impl Alphabet {
    /// Text with everything that the place has to survive.
    const fn edge(self) -> &'static str {
        match self {
            Self::Json => "ä 漢 😀 / % + & = ? # ; , | \" \\ ' <b>\t%2F",
            Self::Url => "ä 漢 😀 / % + & = ? # ; , \" ' %2F",
            Self::UrlWord => "ä漢😀/%+&=?#;,\"'%2F",
            Self::Reserved => "ä 漢/x:y@z",
            Self::Header => "a b/%+&?#;%2F",
            Self::Cookie => "a-b_c",
        }
    }
}

/// Longer text is not made: nothing new would be learned from it.
const LONGEST: usize = 100_000;

/// Text for a schema of type string.
///
/// # Errors
/// Why there is none.
pub(super) fn text(
    flat: &Flat<'_>,
    round: Round,
    alphabet: Alphabet,
    ordinal: u32,
    may_be_empty: bool,
) -> Result<String, String> {
    let (min, max) = (flat.count("minLength").unwrap_or(0), flat.count("maxLength").unwrap_or(usize::MAX));
    if min > max || min > LONGEST {
        return Err(format!("no text has between {min} and {max} characters"));
    }
    if let Some(pattern) = flat.get("pattern").as_str() {
        let made = pattern::text_for(pattern, min.max(usize::from(!may_be_empty)), max.min(LONGEST));
        return made.or_else(|| example(flat)).ok_or_else(|| format!("no text is known for the pattern `{pattern}`"));
    }
    let fits = |it: &String| (min..=max).contains(&it.chars().count());
    if let Some(formatted) = flat.get("format").as_str().and_then(|it| formatted(it, round, ordinal)).filter(fits) {
        return Ok(formatted);
    }
    Ok(match round {
        Round::Empty if min == 0 && may_be_empty => String::new(),
        Round::Edge => fitted(alphabet.edge(), min, max, Keep::Start),
        _ => fitted(&format!("text-{ordinal}"), min, max, Keep::End),
    })
}

fn example(flat: &Flat<'_>) -> Option<String> {
    ["example", "default"].iter().find_map(|it| flat.get(it).as_str()).map(str::to_owned)
}

/// A value of an enum that nobody knows yet; none if limits leave it no room.
pub(super) fn unknown(flat: &Flat<'_>, known: &[Value]) -> Option<String> {
    let text = "SPECWRIGHT_UNKNOWN";
    let is_limited = ["pattern", "minLength", "maxLength"].iter().any(|it| flat.keys.contains_key(*it));
    (!is_limited && !known.iter().any(|it| it == text)).then(|| text.to_owned())
}

/// Text of a format; none for formats that say nothing about the text.
fn formatted(format: &str, round: Round, ordinal: u32) -> Option<String> {
    let small = ordinal % 50;
    Some(match (format, round) {
        ("date-time", Round::Edge) => "1969-12-31T23:59:59.999999+08:00".to_owned(),
        ("date-time", _) => format!("2024-02-29T12:{small:02}:00Z"),
        ("date", _) => format!("2024-03-{:02}", small % 28 + 1),
        ("time", _) => format!("12:{small:02}:00Z"),
        ("uuid", _) => format!("00000000-0000-4000-8000-{ordinal:012x}"),
        ("ipv4", _) => format!("192.0.2.{small}"),
        ("ipv6", _) => format!("2001:db8::{small:x}"),
        ("email", _) => format!("user{ordinal}@example.org"),
        ("hostname", _) => format!("host{ordinal}.example.org"),
        ("uri" | "url", Round::Edge) => "https://example.org/%C3%A4?a=b&c=d#e".to_owned(),
        ("uri" | "url", _) => format!("https://example.org/{ordinal}"),
        ("byte" | "binary", _) => octets(round, ordinal),
        _ => return None,
    })
}

/// Octets in base64, which is also the JSON form of binary bodies.
pub(super) fn octets(round: Round, ordinal: u32) -> String {
    let octets: Vec<u8> = match round {
        Round::Edge => (0..=255).collect(),
        Round::Empty => vec![0],
        _ => format!("octets {ordinal}").into_bytes(),
    };
    Base64::from(octets).to_string()
}

enum Keep {
    Start,
    End,
}

/// Cuts or fills a text. Spaces at the ends are replaced: some places trim them.
fn fitted(text: &str, min: usize, max: usize, keep: Keep) -> String {
    let n_chars = text.chars().count();
    let mut fitted: Vec<char> = match keep {
        Keep::Start => text.chars().take(max).collect(),
        Keep::End => text.chars().skip(n_chars.saturating_sub(max)).collect(),
    };
    fitted.resize(fitted.len().max(min), 'x');
    for end in [0, fitted.len().saturating_sub(1)] {
        if let Some(it) = fitted.get_mut(end).filter(|it| it.is_whitespace()) {
            *it = 'x';
        }
    }
    fitted.into_iter().collect()
}
