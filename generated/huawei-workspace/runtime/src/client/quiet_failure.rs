//! Answers of status 2xx that say that the call failed.
//!
//! Some services answer 200 and put the error into the body. A caller that takes this for a success goes on with a
//! record of nothing but absent fields, so such an answer is an error of the service.

use serde_json::Value;

use crate::{ErrorShape, ReplyParts};

/// Errors are short; longer answers are not looked at, so that long lists cost nothing.
const LONGEST: usize = 4096;

/// Whether an answer is a failure: a JSON object with a code and a message at the top, neither of which is a field of
/// what the answer was read as. `read_as` gives that in its JSON form (see `output_to_json`), if the answer could be
/// read.
pub(super) fn is_failure(shape: &ErrorShape, reply: &ReplyParts, read_as: &dyn Fn() -> Option<Value>) -> bool {
    if !(200..300).contains(&reply.status) || reply.body.len() > LONGEST {
        return false;
    }
    // Few answers name such fields: the others need not be read as JSON a second time.
    if !mentions(&reply.body, shape.code) || !mentions(&reply.body, shape.message) {
        return false;
    }
    let Ok(Value::Object(top)) = serde_json::from_slice(&reply.body) else {
        return false;
    };
    let fields = shape.read_object(&top);
    let (Some(code), Some(_)) = (fields.code, fields.message) else {
        return false;
    };
    !means_success(&code) && read_as().is_none_or(|it| !keeps(shape, &it))
}

/// Whether a body has one of the names in quotation marks.
fn mentions(body: &[u8], names: &[&str]) -> bool {
    let quotes = body.iter().enumerate().filter(|(_, it)| **it == b'"');
    quotes.map(|(at, _)| &body[at + 1..]).any(|rest| {
        names.iter().any(|it| rest.starts_with(it.as_bytes()) && rest.get(it.len()).is_some_and(|it| *it == b'"'))
    })
}

/// Services that put a code into every answer have one for "all is well".
fn means_success(code: &str) -> bool {
    let is_status = matches!(code.parse::<u16>(), Ok(0 | 200..=299));
    is_status || ["ok", "success", "succeeded"].iter().any(|it| code.eq_ignore_ascii_case(it))
}

/// Whether what was read of an answer still has a code or a message, or is a file that happens to look like an error.
fn keeps(shape: &ErrorShape, output: &Value) -> bool {
    match output.get("body") {
        None | Some(Value::Null) => false,
        Some(Value::Object(body)) => shape.code.iter().chain(shape.message).any(|it| body.contains_key(*it)),
        Some(_) => true,
    }
}
