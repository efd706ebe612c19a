//! Makes the inputs of an operation, in their JSON form.

use serde_json::{Map, Value};

use super::compare::without_empty;
use super::description::{Body, Described, Description, Parameter, schema_for};
use super::make::{Maker, Missing, Place, Round};
use super::text::Alphabet;
use crate::client::location_name;
use crate::{Location, Operation, Param, Style};

/// A made value, and what is to be known about it.
pub(super) struct Made {
    /// The value in its JSON form.
    pub(super) value: Value,
    /// How many turns it takes to have had every choice of the schemas once.
    pub(super) n_turns: usize,
    /// What was left out, with the reason.
    pub(super) left_out: Vec<String>,
}

/// How a body is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    Json,
    Form,
    Text,
    Octets,
}

impl Carrier {
    /// The carrier of a media type.
    pub(super) fn of(media: &str) -> Self {
        let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" | "multipart/form-data" => Self::Form,
            it if it.ends_with("+json") => Self::Json,
            it if it.starts_with("text/") => Self::Text,
            _ => Self::Octets,
        }
    }
}

/// Makes an input of `operation`.
pub(super) fn input(
    description: &Description,
    described: &Described<'_>,
    operation: &Operation,
    (round, turn): (Round, usize),
) -> Result<Made, Missing> {
    let mut maker = Maker::new(description, round, turn);
    let mut input = Map::new();
    for parameter in &described.parameters {
        let name = format!("{}.{}", parameter.location, parameter.name);
        let Some(place) = place_of(parameter, operation) else {
            return Err(Missing::Unknown(format!("the client does not know the parameter `{name}`")));
        };
        if !parameter.required && round == Round::Required {
            continue;
        }
        match maker.value(parameter.schema, &name, place) {
            Ok(value) => drop(input.insert(name, value)),
            Err(missing) if parameter.required => return Err(missing),
            Err(missing) => maker.left_out.push(missing.to_string()),
        }
    }
    if let Some(body) = described.body.as_ref().filter(|it| it.required || round != Round::Required) {
        let media = operation.body.and_then(|it| it.media.first().copied()).unwrap_or_default();
        match request_body(&mut maker, body, media) {
            Ok(value) => drop(input.insert("body".to_owned(), value)),
            Err(missing) if body.required => return Err(missing),
            Err(missing) => maker.left_out.push(missing.to_string()),
        }
    }
    Ok(Made { value: Value::Object(input), n_turns: maker.n_turns(), left_out: maker.left_out })
}

/// The same input with what its place cannot carry taken out; both what is sent and what arrives are compared so.
pub(super) fn comparable(input: Value, operation: &Operation) -> Value {
    let Value::Object(input) = input else {
        return input;
    };
    let media = operation.body.and_then(|it| it.media.first().copied()).unwrap_or_default();
    let comparable = input.into_iter().filter_map(|(name, value)| {
        let is_json = name == "body" && Carrier::of(media) == Carrier::Json;
        if is_json { Some((name, value)) } else { without_empty(value).map(|it| (name, it)) }
    });
    Value::Object(comparable.collect())
}

fn request_body(maker: &mut Maker<'_>, body: &Body<'_>, media: &str) -> Result<Value, Missing> {
    body_value(maker, schema_for(body.content, media), media, true)
}

/// A body for a media type.
pub(super) fn body_value(
    maker: &mut Maker<'_>,
    schema: &Value,
    media: &str,
    is_request: bool,
) -> Result<Value, Missing> {
    // A body that is empty text cannot be told from none.
    let place = |alphabet, is_json| Place { alphabet, is_json, may_be_empty: is_json, is_request };
    match Carrier::of(media) {
        Carrier::Json => maker.value(schema, "body", place(Alphabet::Json, true)),
        Carrier::Form => maker.value(schema, "body", place(Alphabet::Url, false)),
        Carrier::Text => maker.value(&serde_json::json!({ "type": "string" }), "body", place(Alphabet::Url, false)),
        Carrier::Octets => Ok(maker.octets()),
    }
}

/// Where a parameter stands; none if the client does not know it.
fn place_of(parameter: &Parameter<'_>, operation: &Operation) -> Option<Place> {
    let is_same = |it: &&Param| {
        location_name(it.location) == parameter.location
            && (it.name == parameter.name
                || (it.location == Location::Header && it.name.eq_ignore_ascii_case(parameter.name)))
    };
    let param = operation.params.iter().find(is_same)?;
    // A blank parameter of the client means that the client supplies it.
    let may_be_empty = param.location == Location::Query && !param.client_level && !parameter.required;
    Some(Place { alphabet: alphabet_of(param), is_json: false, may_be_empty, is_request: true })
}

/// The text that a parameter can carry.
pub(super) const fn alphabet_of(param: &Param) -> Alphabet {
    match (param.location, param.style) {
        (Location::Header, _) => Alphabet::Header,
        (Location::Cookie, _) => Alphabet::Cookie,
        (Location::Query, _) if param.allow_reserved => Alphabet::Reserved,
        (_, Style::SpaceDelimited) => Alphabet::UrlWord,
        _ => Alphabet::Url,
    }
}
