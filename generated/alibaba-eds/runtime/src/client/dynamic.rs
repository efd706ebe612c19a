//! Calls by name with JSON values: for mocks, proxies, command lines, and the conformance test.
//!
//! The JSON form of an input is an object with a member `<location>.<wire name>` per parameter and a member `body`.
//! The JSON form of an output is `{"status": 200, "headers": {..}, "body": ..}`.

use serde_json::Value;

use super::error::{Error, InputError};
use super::{BoxFuture, Sending};
use crate::{Input, Location, Operation, Param};

/// A client whose operations can be called by name.
pub trait Dynamic: Send + Sync {
    /// All operations.
    fn operations(&self) -> &'static [&'static Operation];

    /// Calls an operation and gives the answer of any documented status.
    fn call<'a>(&'a self, operation_id: &str, input: Value) -> Sending<'a, Result<Value, Error>>;
}

/// Reads the JSON form of an input.
///
/// # Errors
/// [`Error::Input`] if it is not one.
pub fn read_input<I: Input>(input: Value) -> Result<I, Error> {
    crate::from_value(input).map_err(|error| malformed(format!("this is no input of `{}`: {error}", I::OPERATION.id)))
}

/// What a dynamic call of an operation that does not exist gives.
#[must_use]
pub fn unknown_operation<'a, T: Send + 'a>(operation_id: &str) -> BoxFuture<'a, Result<T, Error>> {
    let error = malformed(format!("there is no operation `{operation_id}`"));
    Box::pin(std::future::ready(Err(error)))
}

fn malformed(text: String) -> Error {
    Error::Input(InputError::Malformed(text))
}

/// The name of a parameter in the JSON form of an input.
pub(super) fn field_name(param: &Param) -> String {
    format!("{}.{}", location_name(param.location), param.name)
}

/// Whether the JSON form of an input has no value for a parameter.
pub(super) fn is_blank(input: &Value, param: &Param) -> bool {
    input.get(field_name(param)).is_none_or(|it| it == "")
}

/// The first part of a parameter's name in the JSON form of an input.
pub(crate) const fn location_name(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
