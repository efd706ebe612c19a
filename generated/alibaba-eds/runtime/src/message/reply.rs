//! Replies: typed outputs from and to HTTP text and JSON.

use super::{DecodeError, EncodeError, ReplyParts};
use crate::reply::{Input, Output, ReplyReader, ReplyWriter};
use crate::source::Source;
use crate::style::{self, Encoded, Found};
use crate::{Encode, Fields, Operation, Param, Reader, Record, Response, Status, Value, shown, to_tree};

/// Writes an output as HTTP text.
///
/// # Errors
/// If the body or a header cannot be written, or the status belongs to another answer.
pub fn encode_reply<I: Input>(output: &I::Output) -> Result<ReplyParts, EncodeError> {
    let mut writer = ReplyWriter::http(I::OPERATION);
    output.write(&mut writer)?;
    Ok(writer.into_http().unwrap_or_default())
}

/// Reads an output from HTTP text.
///
/// Services answer 200 where they document 202, and the other way round: a success that is not documented is read as
/// the documented one, if there is exactly one. A success without content is a blank record, if nothing is required.
///
/// # Errors
/// If no documented answer has the status, or the answer does not fit.
pub fn decode_reply<I: Input>(reply: &ReplyParts) -> Result<I::Output, DecodeError> {
    let undocumented = DecodeError::Undocumented { status: reply.status };
    let (index, response) = choose_response(I::OPERATION, reply.status).ok_or(undocumented)?;
    I::Output::read(index, &mut ReplyReader::of_http(response, reply))
}

/// The JSON form of an output: `{"status": 200, "headers": {..}, "body": ..}`.
///
/// # Errors
/// As [`encode_reply`].
pub fn output_to_json<O: Output>(output: &O, operation: &'static Operation) -> Result<Value, EncodeError> {
    let mut writer = ReplyWriter::json(operation);
    output.write(&mut writer)?;
    Ok(writer.into_json().unwrap_or_default())
}

/// Reads an output from its JSON form. Missing headers and a missing body read as null.
///
/// # Errors
/// As [`decode_reply`], or if there is no status.
pub fn output_from_json<I: Input>(value: Value) -> Result<I::Output, DecodeError> {
    let status = value.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let status = status.ok_or_else(|| DecodeError::Body {
        path: "/status".to_owned(),
        snippet: shown::masked(&value),
        message: "an output is `{\"status\": .., \"headers\": {..}, \"body\": ..}`".to_owned(),
    })?;
    let (index, response) = choose_response(I::OPERATION, status).ok_or(DecodeError::Undocumented { status })?;
    let no_headers = Value::Object(serde_json::Map::new());
    let headers = value.get("headers").unwrap_or(&no_headers);
    let body = value.get("body").unwrap_or(&Value::Null);
    I::Output::read(index, &mut ReplyReader::of_json(response, status, headers, body))
}

/// The answer that a status stands for: an exact one, else a range, else the default. Before the default, which is for
/// errors, comes the only success that is documented, if the status is a success.
pub(crate) fn choose_response(operation: &Operation, status: u16) -> Option<(usize, &'static Response)> {
    let find = |wanted: &dyn Fn(&Status) -> bool| {
        operation.responses.iter().enumerate().find(|(_, it)| wanted(&it.status) && it.status.covers(status))
    };
    find(&|it| matches!(it, Status::Code(_)))
        .or_else(|| find(&|it| matches!(it, Status::Range(_))))
        .or_else(|| only_success(operation, status))
        .or_else(|| find(&|it| matches!(it, Status::Default)))
}

fn only_success(operation: &Operation, status: u16) -> Option<(usize, &'static Response)> {
    let is_success = |it: &Status| matches!(it, Status::Code(200..=299) | Status::Range(2));
    let mut successes = operation.responses.iter().enumerate().filter(|(_, it)| is_success(&it.status));
    let only = successes.next().filter(|_| (200..300).contains(&status))?;
    successes.next().is_none().then_some(only)
}

/// Reads the headers of an answer into their record.
pub(crate) fn decode_headers<H: Record>(
    params: &'static [Param],
    headers: &[(String, String)],
) -> Result<H, DecodeError> {
    let mut record: H = crate::blank();
    for (index, param) in params.iter().enumerate() {
        let found = Found::header(param, headers);
        let source = Source::param(found, param.required);
        record
            .read(index, &mut Reader::source(source))
            .map_err(|error| DecodeError::Header { name: param.name.to_owned(), message: error.to_string() })?;
    }
    Ok(record)
}

/// Writes the headers of an answer.
pub(crate) fn encode_headers<H: Record>(
    params: &'static [Param],
    record: &H,
) -> Result<Vec<(String, String)>, EncodeError> {
    let mut headers = Vec::new();
    let mut result = Ok(());
    let mut take = |field: usize, value: &dyn Encode| {
        if let (Ok(()), Some(param)) = (&result, params.get(field)) {
            result = header(param, value).map(|text| headers.extend(text.map(|text| (param.name.to_owned(), text))));
        }
    };
    record.write(&mut Fields::each(&mut take));
    result.map(|()| headers)
}

fn header(param: &Param, value: &dyn Encode) -> Result<Option<String>, EncodeError> {
    Ok(match style::encode(param, &to_tree(value))? {
        Encoded::Text(text) => Some(text),
        _ => None,
    })
}
