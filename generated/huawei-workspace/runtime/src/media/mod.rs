//! Media types: how bodies become octets, and how they come back.
//!
//! JSON (also `+json`, and where anything goes), forms, text, octets. There is no codec for XML or multipart:
//! such bodies are octets for us, and a value of another type is an error that says so.

mod form;

use crate::message::{DecodeError, EncodeError, ReplyParts};
use crate::source::Source;
use crate::{Decode, Encode, Reader, Tree, Value, ValueError, from_value, shown, style, to_json, to_tree};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codec {
    Json,
    Form,
    Octets,
}

impl Codec {
    fn of(media: &str) -> Self {
        let essence = essence(media);
        match essence.as_str() {
            "*/*" | "application/*" | "application/json" | "text/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            _ if essence.ends_with("+json") => Self::Json,
            _ => Self::Octets,
        }
    }
}

/// Whether bodies of this media type are JSON.
pub(crate) fn is_json(media: &str) -> bool {
    Codec::of(media) == Codec::Json
}

/// Whether bodies of this media type may be octets that no codec looks into.
#[cfg(feature = "client")]
pub(crate) fn may_be_octets(media: &str) -> bool {
    Codec::of(media) == Codec::Octets || media.ends_with("/*")
}

/// The media type that is sent where a range is documented.
pub(crate) fn concrete(media: &'static str) -> &'static str {
    match media {
        "*/*" | "application/*" => "application/json",
        "text/*" => "text/plain",
        _ if media.ends_with("/*") => "application/octet-stream",
        _ => media,
    }
}

/// Writes a body.
pub(crate) fn encode<T: Encode + ?Sized>(media: &str, value: &T) -> Result<Vec<u8>, EncodeError> {
    let error = |message: String| EncodeError::new("body", message);
    let codec = Codec::of(media);
    if codec == Codec::Json {
        return Ok(to_json(value));
    }
    match to_tree(value) {
        Tree::Map(members) if codec == Codec::Form => form::encode(&members).map(String::into_bytes),
        Tree::Octets(octets) => Ok(octets),
        Tree::Null => Ok(Vec::new()),
        Tree::List(_) | Tree::Map(_) => Err(error(format!("`{media}` has no codec, only octets and text can be sent"))),
        single => style::scalar_text("body", &single).map(String::into_bytes),
    }
}

/// Where a body is read from.
pub(crate) fn reader<'a>(media: &str, body: &'a [u8]) -> Result<Reader<'a>, ValueError> {
    match Codec::of(media) {
        Codec::Json => Reader::json(body),
        Codec::Form => form::decode(body).map(|node| Reader::source(Source::Node(node))),
        Codec::Octets => Ok(Reader::source(Source::Octets(body))),
    }
}

/// The JSON value of a body that did not fit its type, to show what stands around the fault.
fn json_of(media: &str, body: &[u8]) -> Option<Value> {
    if is_json(media) { serde_json::from_slice(body).ok() } else { None }
}

/// Which of the documented media types a body has; a body that does not say is what is documented first.
pub(crate) fn choose<'a>(documented: &'a [&'static str], content_type: &'a str) -> Option<&'a str> {
    let found = essence(content_type);
    if found.is_empty() {
        return documented.first().copied();
    }
    let exact = documented.iter().find(|it| essence(it) == found);
    if let Some(media) = exact {
        return Some(media);
    }
    // Of a range, what was found says more than what was documented.
    documented.iter().any(|it| is_in_range(&found, &essence(it))).then_some(content_type)
}

fn is_in_range(found: &str, range: &str) -> bool {
    range == "*/*" || range.strip_suffix('*').is_some_and(|prefix| found.starts_with(prefix))
}

/// The media type without parameters, in lower case.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// Reads the body of a reply.
pub(crate) fn decode_reply_body<T: Decode>(
    documented: &'static [&'static str],
    parts: &ReplyParts,
) -> Result<T, DecodeError> {
    let Some(media) = reply_media(documented, parts)? else {
        return read_nothing(parts.status);
    };
    reader(media, &parts.body).and_then(Reader::whole).map_err(|error| match json_of(media, &parts.body) {
        Some(body) => misfit(&error, &body),
        None => body_error(&error, shown::size(&parts.body)),
    })
}

/// Reads a body that is not there: nothing, and after a success also a record that requires nothing.
fn read_nothing<T: Decode>(status: u16) -> Result<T, DecodeError> {
    let nothing = Reader::source(Source::Absent { required: false, empty: false }).whole();
    let read = match nothing {
        Err(_) if (200..300).contains(&status) => from_value(Value::Object(serde_json::Map::new())),
        other => other,
    };
    read.map_err(|_| body_error(&ValueError::new("the body is empty"), String::new()))
}

/// The media type by which a reply is read; `None` if there is no body.
fn reply_media<'a>(documented: &'static [&'static str], parts: &'a ReplyParts) -> Result<Option<&'a str>, DecodeError> {
    let Some(first) = documented.first().copied() else {
        return Ok(None);
    };
    let content_type = parts.content_type.as_deref().unwrap_or("");
    let media = choose(documented, content_type);
    if parts.body.is_empty() && Codec::of(media.unwrap_or(first)) == Codec::Json {
        return Ok(None);
    }
    if media.is_some() {
        return Ok(media);
    }
    // Services label JSON as text, and files as they like; neither keeps us from reading them.
    let json = documented.iter().find(|it| is_json(it)).copied();
    if let Some(json) = json.filter(|_| serde_json::from_slice::<serde::de::IgnoredAny>(&parts.body).is_ok()) {
        return Ok(Some(json));
    }
    if Codec::of(first) == Codec::Octets && !first.starts_with("text/") {
        return Ok(Some(first));
    }
    Err(DecodeError::MediaType { found: content_type.to_owned(), expected: documented })
}

/// A JSON body that does not fit its type.
pub(crate) fn misfit(error: &ValueError, body: &Value) -> DecodeError {
    body_error(error, shown::around(body, &error.pointer()))
}

fn body_error(error: &ValueError, snippet: String) -> DecodeError {
    DecodeError::Body { path: error.pointer(), snippet, message: error.message().to_owned() }
}
