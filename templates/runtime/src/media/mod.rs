//! Media types: how bodies become octets, and how they come back.
//!
//! JSON (also `+json`, and where anything goes), forms, text, octets. There is no codec for XML or multipart:
//! such bodies are octets for us, and a value of another type is an error that says so.

mod form;

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::message::{DecodeError, EncodeError, ReplyParts, snippet};
use crate::source::{Origin, Source};
use crate::{Tree, Value, ValueError, style, to_tree};

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
pub(crate) fn encode<T: Serialize + ?Sized>(media: &str, value: &T) -> Result<Vec<u8>, EncodeError> {
    let error = |message: String| EncodeError::new("body", message);
    let codec = Codec::of(media);
    if codec == Codec::Json {
        return serde_json::to_vec(value).map_err(|it| error(it.to_string()));
    }
    match to_tree(value).map_err(|it| error(it.to_string()))? {
        Tree::Map(members) if codec == Codec::Form => form::encode(&members).map(String::into_bytes),
        Tree::Octets(octets) => Ok(octets),
        Tree::Null => Ok(Vec::new()),
        Tree::List(_) | Tree::Map(_) => Err(error(format!("`{media}` has no codec, only octets and text can be sent"))),
        single => style::scalar_text("body", &single).map(String::into_bytes),
    }
}

/// Where a body is read from.
pub(crate) fn origin<'a>(media: &str, body: &'a [u8]) -> Result<Origin<'a>, ValueError> {
    Ok(match Codec::of(media) {
        Codec::Json => Origin::JsonText(body),
        Codec::Form => Origin::Source(Source::Node(form::decode(body)?)),
        Codec::Octets => Origin::Source(Source::Octets(body)),
    })
}

/// The JSON value of a body that did not fit its type, so that a second reading can tell where.
pub(crate) fn reparse(media: &str, body: &[u8]) -> Option<Value> {
    if !is_json(media) {
        return None;
    }
    serde_json::from_slice(body).ok()
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
pub(crate) fn decode_reply_body<T: DeserializeOwned>(
    documented: &'static [&'static str],
    parts: &ReplyParts,
) -> Result<T, DecodeError> {
    let Some(media) = reply_media(documented, parts)? else {
        return T::deserialize(Source::Absent { required: false, empty: false }).map_err(|_| DecodeError::Body {
            path: String::new(),
            snippet: String::new(),
            message: "the body is empty".to_owned(),
        });
    };
    let result = origin(media, &parts.body).and_then(|origin| origin.read(PhantomData::<T>));
    result.map_err(|error| {
        let located = reparse(media, &parts.body).and_then(|value| T::deserialize(Source::Owned(value)).err());
        misfit(&located.unwrap_or(error), &parts.body)
    })
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

/// A body that does not fit its type.
pub(crate) fn misfit(error: &ValueError, body: &[u8]) -> DecodeError {
    let path = error.pointer();
    let snippet = offending(&path, body);
    DecodeError::Body { path, snippet, message: error.message().to_owned() }
}

/// What stands at the place that does not fit; of a body that is no JSON, what stands around its first fault.
fn offending(path: &str, body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => {
            let found = value.pointer(path).filter(|_| !path.is_empty());
            found.map_or_else(|| snippet(body), |it| snippet(it.to_string().as_bytes()))
        }
        Err(error) => {
            let lines = body.split_inclusive(|it| *it == b'\n').take(error.line().saturating_sub(1));
            let fault = lines.map(<[u8]>::len).sum::<usize>() + error.column();
            // Not so far before it that the fault itself is cut off.
            snippet(&body[fault.saturating_sub(100).min(body.len())..])
        }
    }
}

#[cfg(test)]
mod tests;
