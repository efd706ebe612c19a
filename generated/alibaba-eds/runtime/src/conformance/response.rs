//! Makes the answers of an operation, in their JSON form.

use serde_json::{Map, Value};

use super::compare::without_empty;
use super::description::{Description, members, schema_for, schema_of};
use super::make::{Maker, Missing, Place, Round};
use super::request::{Carrier, Made, body_value};
use super::text::Alphabet;
use crate::{Method, Operation, Response, Status};

/// The status to answer with for a key of the description (`200`, `4XX`, `default`), and the answer that the client
/// knows it as.
pub(super) fn status_of(key: &str, operation: &Operation) -> Result<(u16, &'static Response), String> {
    let status = match key {
        "default" => Status::Default,
        _ => match (key.parse::<u16>(), key.as_bytes().first()) {
            (Ok(code), _) => Status::Code(code),
            (Err(_), Some(class @ b'1'..=b'5')) if key[1..].eq_ignore_ascii_case("xx") => Status::Range(class - b'0'),
            _ => return Err(format!("`{key}` is no status")),
        },
    };
    if matches!(status, Status::Code(100..=199) | Status::Range(1)) {
        return Err(format!("`{key}` is an interim answer, which no handler gives"));
    }
    let Some(response) = operation.responses.iter().find(|it| it.status == status) else {
        return Err(format!("the client does not know the answer `{key}`"));
    };
    let is_free = |it: &u16| status.covers(*it) && chosen(operation, *it) == Some(status);
    let code = match status {
        Status::Code(code) => Some(code),
        Status::Range(class) => (0..100).map(|it| u16::from(class) * 100 + (it + 18) % 100).find(is_free),
        Status::Default => [418, 500, 599, 399, 299].into_iter().find(is_free),
    };
    code.map(|code| (code, response)).ok_or_else(|| format!("no status is left for the answer `{key}`"))
}

/// Which answer stands for a status: an exact one before a range before the default.
fn chosen(operation: &Operation, code: u16) -> Option<Status> {
    let rank = |it: &Status| match it {
        Status::Code(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    };
    operation.responses.iter().map(|it| it.status).filter(|it| it.covers(code)).min_by_key(rank)
}

/// Makes an answer of the description's `node`.
pub(super) fn output(
    description: &Description,
    node: &Value,
    (status, response, operation): (u16, &Response, &Operation),
    (round, turn): (Round, usize),
) -> Result<Made, Missing> {
    let mut maker = Maker::new(description, round, turn);
    let mut output = Map::new();
    output.insert("status".to_owned(), status.into());
    let headers = headers(&mut maker, description, node, (response, round))?;
    if !headers.is_empty() {
        output.insert("headers".to_owned(), Value::Object(headers));
    }
    if let Some(media) = response.media.first() {
        if operation.method == Method::Head || matches!(status, 100..200 | 204 | 205 | 304) {
            return Err(Missing::Unknown(format!(
                "HTTP has no body for an answer {status} to {}",
                operation.method.as_str()
            )));
        }
        let schema = schema_for(&node["content"], media);
        output.insert("body".to_owned(), body_value(&mut maker, schema, media, false)?);
    }
    Ok(Made { value: Value::Object(output), n_turns: maker.n_turns(), left_out: maker.left_out })
}

/// The same answer with what its place cannot carry taken out.
pub(super) fn comparable(output: Value, response: &Response) -> Value {
    let Value::Object(output) = output else {
        return output;
    };
    let media = response.media.first().copied().unwrap_or_default();
    let comparable = output.into_iter().filter_map(|(name, value)| {
        let is_json = name == "body" && Carrier::of(media) == Carrier::Json;
        if is_json { Some((name, value)) } else { without_empty(value).map(|it| (name, it)) }
    });
    Value::Object(comparable.collect())
}

fn headers(
    maker: &mut Maker<'_>,
    description: &Description,
    node: &Value,
    (response, round): (&Response, Round),
) -> Result<Map<String, Value>, Missing> {
    let mut headers = Map::new();
    let place = Place { alphabet: Alphabet::Header, is_json: false, may_be_empty: false, is_request: false };
    for (name, header) in members(&node["headers"]) {
        let header = description.resolve(header);
        let is_required = header["required"] == true;
        // OpenAPI says that a description of `Content-Type` is to be ignored here.
        if name.eq_ignore_ascii_case("content-type") || (!is_required && round == Round::Required) {
            continue;
        }
        let Some(param) = response.headers.iter().find(|it| it.name.eq_ignore_ascii_case(name)) else {
            return Err(Missing::Unknown(format!("the client does not know the header `{name}`")));
        };
        match maker.value(schema_of(header), param.name, place) {
            Ok(value) => drop(headers.insert(param.name.to_owned(), value)),
            Err(missing) if is_required => return Err(missing),
            Err(missing) => maker.left_out.push(missing.to_string()),
        }
    }
    Ok(headers)
}
