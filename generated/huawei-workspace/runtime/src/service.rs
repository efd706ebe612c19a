//! What client and server both know of a service as a whole: how its errors look and how it authenticates.
//!
//! Plain data that the generator prints as constants, and the reading and writing of error bodies by it.

use serde_json::{Map, Value};

use crate::Location;

/// Where error bodies keep what: names of fields, of which the first that is there counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorShape {
    /// Names of the field with the code.
    pub code: &'static [&'static str],
    /// Names of the field with the message.
    pub message: &'static [&'static str],
    /// Names of the field with details.
    pub detail: &'static [&'static str],
    /// Names of the field with the request's id.
    pub request_id: &'static [&'static str],
}

/// What an error body says, as far as its shape is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorFields {
    /// The code; a number is kept as text.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// Details; anything but text is kept as JSON.
    pub detail: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
}

/// Where the body of an error had its code and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorBody {
    /// At the top of a JSON object: `{"error_code": "..", "error_msg": ".."}`.
    Flat,
    /// In an object inside a JSON object: `{"error": {"code": "..", "message": ".."}}`.
    Wrapped,
    /// Nowhere that the description names, but the body is JSON.
    OtherJson,
    /// The body is no JSON: most often the page of a gateway.
    NotJson,
    /// There is no body.
    Empty,
}

impl ErrorShape {
    /// Reads an error body.
    ///
    /// Where the top level has neither code nor message, the objects in it are looked at, `error` first:
    /// several services wrap the same fields in `{"error": {..}}`.
    #[must_use]
    pub fn read(&self, body: &Value) -> ErrorFields {
        self.find(body).0
    }

    /// Reads the octets of an error body, and tells where its fields stood.
    #[must_use]
    pub fn read_body(&self, body: &[u8]) -> (ErrorFields, ErrorBody) {
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => self.find(&value),
            Err(_) if body.trim_ascii().is_empty() => (ErrorFields::default(), ErrorBody::Empty),
            Err(_) => (ErrorFields::default(), ErrorBody::NotJson),
        }
    }

    fn find(&self, body: &Value) -> (ErrorFields, ErrorBody) {
        let Some(top) = body.as_object() else {
            return (ErrorFields::default(), ErrorBody::OtherJson);
        };
        let outer = self.read_object(top);
        if outer.says_something() {
            return (outer, ErrorBody::Flat);
        }
        let inside = top.get("error").into_iter().chain(top.values()).filter_map(Value::as_object);
        match inside.map(|it| self.read_object(it)).find(ErrorFields::says_something) {
            Some(inner) => {
                let request_id = inner.request_id.or(outer.request_id);
                (ErrorFields { request_id, ..inner }, ErrorBody::Wrapped)
            }
            None => (outer, ErrorBody::OtherJson),
        }
    }

    /// Writes an error body: each part that is there under its first name.
    #[must_use]
    pub fn write(&self, fields: &ErrorFields) -> Value {
        let parts = [
            (self.code, &fields.code),
            (self.message, &fields.message),
            (self.detail, &fields.detail),
            (self.request_id, &fields.request_id),
        ];
        let mut body = Map::new();
        for (names, text) in parts {
            if let (Some(name), Some(text)) = (names.first(), text) {
                body.insert((*name).to_owned(), Value::String(text.clone()));
            }
        }
        Value::Object(body)
    }

    /// What one object says, without those inside it.
    pub(crate) fn read_object(&self, object: &Map<String, Value>) -> ErrorFields {
        let plain = |names: &[&str]| names.iter().filter_map(|it| object.get(*it)).find_map(plain_text);
        let any = |names: &[&str]| names.iter().filter_map(|it| object.get(*it)).find_map(any_text);
        ErrorFields {
            code: plain(self.code),
            message: plain(self.message),
            detail: any(self.detail),
            request_id: plain(self.request_id),
        }
    }
}

impl ErrorFields {
    const fn says_something(&self) -> bool {
        self.code.is_some() || self.message.is_some()
    }
}

/// Codes and messages are text or numbers; an object under such a name is a wrapper.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn any_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A security scheme of the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the spec.
    pub name: &'static str,
    /// How it works.
    pub kind: SchemeKind,
}

/// The kinds of security schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// A secret in a header, the query or a cookie.
    ApiKey {
        /// Where it stands.
        location: Location,
        /// The name of header, query parameter or cookie.
        name: &'static str,
    },
    /// `Authorization: <scheme> <secret>`.
    Http {
        /// `basic`, `bearer`, ...
        scheme: &'static str,
    },
    /// A signature over the request: computed by an `Authenticate` hook, never a plain secret.
    Signature {
        /// The algorithm, for instance `SDK-HMAC-SHA256`.
        algorithm: &'static str,
    },
    /// OAuth 2: an access token, sent as bearer.
    OAuth2,
    /// OpenID Connect: an access token, sent as bearer.
    OpenIdConnect,
}
