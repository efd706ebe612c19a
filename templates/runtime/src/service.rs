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

/// Which of the bodies that services answer errors with a body is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorForm {
    /// An object that says it itself: `{"error_code": .., "error_msg": ..}`.
    Plain {
        /// The name of the field with the code, if there is one.
        code: Option<&'static str>,
        /// The name of the field with the message, if there is one.
        message: Option<&'static str>,
    },
    /// An object with another one in it that says it: `{"error": {"code": .., "message": ..}}`.
    Wrapped {
        /// The name of the field with the object.
        within: String,
        /// The name of the field with the code, if there is one.
        code: Option<&'static str>,
        /// The name of the field with the message, if there is one.
        message: Option<&'static str>,
    },
    /// JSON with neither code nor message.
    OtherJson,
    /// No JSON: most often the page of a gateway.
    Text,
    /// Nothing.
    Empty,
}

/// The longest body in which [`ErrorShape::is_disguised`] looks for an error, in bytes: errors are short.
#[cfg(feature = "client")]
const LONGEST_DISGUISE: usize = 2048;

impl ErrorShape {
    /// Reads what may be an error body, and says which one it is.
    #[must_use]
    pub fn read_bytes(&self, body: &[u8]) -> (ErrorFields, ErrorForm) {
        if body.iter().all(u8::is_ascii_whitespace) {
            return (ErrorFields::default(), ErrorForm::Empty);
        }
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => (self.read(&value), self.form(&value)),
            Err(_) => (ErrorFields::default(), ErrorForm::Text),
        }
    }

    fn form(&self, body: &Value) -> ErrorForm {
        let Some(top) = body.as_object() else {
            return ErrorForm::OtherJson;
        };
        let (code, message) = self.names(top);
        if code.is_some() || message.is_some() {
            return ErrorForm::Plain { code, message };
        }
        let inner = top.iter().filter_map(|(name, it)| it.as_object().map(|it| (name, self.names(it))));
        match inner.into_iter().find(|(_, (code, message))| code.is_some() || message.is_some()) {
            Some((name, (code, message))) => ErrorForm::Wrapped { within: name.clone(), code, message },
            None => ErrorForm::OtherJson,
        }
    }

    /// The names under which an object keeps code and message.
    fn names(&self, object: &Map<String, Value>) -> (Option<&'static str>, Option<&'static str>) {
        let name_of = |names: &'static [&'static str]| {
            names.iter().copied().find(|it| object.get(*it).and_then(plain_text).is_some())
        };
        (name_of(self.code), name_of(self.message))
    }

    /// Whether the body of an answer with a good status is an error all the same, unless its type has such fields.
    ///
    /// That is a short object with a code under a name that speaks of an error (`error_code`, not `code`) and with a
    /// message; a code that says that all is well is none. Gives the name of the code.
    #[cfg(feature = "client")]
    pub(crate) fn is_disguised(&self, body: &[u8]) -> Option<&'static str> {
        let mut names = self.code.iter().copied().filter(|it| it.to_ascii_lowercase().contains("error"));
        if body.len() > LONGEST_DISGUISE || !names.any(|it| body.windows(it.len()).any(|at| at == it.as_bytes())) {
            return None;
        }
        let (fields, form) = self.read_bytes(body);
        let is_well = |code: &str| matches!(code, "" | "0" | "200") || code.eq_ignore_ascii_case("ok");
        match form {
            ErrorForm::Plain { code: Some(name), message: Some(_) } if name.to_ascii_lowercase().contains("error") => {
                fields.code.is_some_and(|it| !is_well(it.trim())).then_some(name)
            }
            _ => None,
        }
    }

    /// Reads an error body.
    ///
    /// Where the top level has neither code nor message, the objects in it are looked at:
    /// several services wrap the same fields in `{"error": {..}}`.
    #[must_use]
    pub fn read(&self, body: &Value) -> ErrorFields {
        let Some(top) = body.as_object() else {
            return ErrorFields::default();
        };
        let outer = self.read_object(top);
        if outer.says_something() {
            return outer;
        }
        let inner =
            top.values().filter_map(Value::as_object).map(|it| self.read_object(it)).find(ErrorFields::says_something);
        match inner {
            Some(inner) => ErrorFields { request_id: inner.request_id.or(outer.request_id), ..inner },
            None => outer,
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

    fn read_object(&self, object: &Map<String, Value>) -> ErrorFields {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SHAPE: ErrorShape = ErrorShape {
        code: &["error_code", "code"],
        message: &["error_msg", "message", "error"],
        detail: &["error_detail"],
        request_id: &["request_id"],
    };

    #[track_caller]
    fn check(body: Value, code: Option<&str>, message: Option<&str>) {
        let fields = SHAPE.read(&body);
        assert_eq!((fields.code.as_deref(), fields.message.as_deref()), (code, message));
    }

    #[test]
    fn reads_codes_and_messages_of_many_bodies() {
        check(json!({"error_code": "W.1", "error_msg": "no"}), Some("W.1"), Some("no"));
        check(json!({"code": 401, "message": "no"}), Some("401"), Some("no"));
        check(json!({"error": {"code": 401, "message": "no", "title": "x"}}), Some("401"), Some("no"));
        check(json!({"error_code": null, "code": "B"}), Some("B"), None);
        check(json!({"data": 1}), None, None);
        check(json!([1]), None, None);
    }

    #[test]
    fn says_which_body_it_was() {
        let plain = |code, message| ErrorForm::Plain { code, message };
        let wrapped = |within: &str, code, message| ErrorForm::Wrapped { within: within.to_owned(), code, message };
        for (body, expected) in [
            (r#"{"error_code": "A", "error_msg": "b"}"#, plain(Some("error_code"), Some("error_msg"))),
            (r#"{"code": 7, "message": "b"}"#, plain(Some("code"), Some("message"))),
            (r#"{"message": "b"}"#, plain(None, Some("message"))),
            (r#"{"a": {}, "error": {"code": 401}}"#, wrapped("error", Some("code"), None)),
            (r#"{"a": {"b": {"code": 1}}}"#, ErrorForm::OtherJson),
            ("[]", ErrorForm::OtherJson),
            ("<html>", ErrorForm::Text),
            ("\u{feff}{}", ErrorForm::Text),
            (" \r\n", ErrorForm::Empty),
        ] {
            assert_eq!(SHAPE.read_bytes(body.as_bytes()).1, expected, "{body}");
        }
    }

    #[cfg(feature = "client")]
    #[test]
    fn finds_errors_that_look_like_answers() {
        let long = format!(r#"{{"error_code": "A", "error_msg": "{}"}}"#, "x".repeat(LONGEST_DISGUISE));
        for (body, expected) in [
            (r#"{"error_code": "A", "error_msg": "b"}"#, Some("error_code")),
            (r#"{"error_code": 17, "message": "b", "more": []}"#, Some("error_code")),
            // These may be what answers of the service look like.
            (r#"{"code": "A", "message": "b"}"#, None),
            (r#"{"error_code": "A"}"#, None),
            (r#"{"error_code": null, "code": "A", "message": "b"}"#, None),
            (r#"{"error_code": "0", "error_msg": "fine"}"#, None),
            (r#"{"error_code": "", "error_msg": ""}"#, None),
            (r#"{"job": {"error_code": "A", "error_msg": "b"}}"#, None),
            (r#"[{"error_code": "A", "error_msg": "b"}]"#, None),
            (&long, None),
        ] {
            assert_eq!(SHAPE.is_disguised(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn keeps_the_request_id_beside_a_wrapped_error() {
        let fields = SHAPE.read(&json!({"request_id": "r1", "error": {"code": "A"}}));
        assert_eq!(fields.request_id.as_deref(), Some("r1"));
    }

    #[test]
    fn keeps_details_of_any_kind() {
        let fields = SHAPE.read(&json!({"code": "A", "error_detail": {"x": [1]}}));
        assert_eq!(fields.detail.as_deref(), Some(r#"{"x":[1]}"#));
    }

    #[test]
    fn writes_what_it_reads() {
        let text = |it: &str| Some(it.to_owned());
        let fields = ErrorFields { code: text("A"), message: text("b"), detail: text("c"), request_id: text("d") };
        assert_eq!(SHAPE.read(&SHAPE.write(&fields)), fields);
    }
}
