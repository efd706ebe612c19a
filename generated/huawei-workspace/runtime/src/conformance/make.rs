//! Makes values for schemas.
//!
//! A maker makes one value. Where a schema leaves a choice (the values of an enum, the variants of a union) the turn
//! decides, and the maker notes how many turns it takes to have had every choice once.

use serde_json::{Map, Value, json};

use super::description::{Description, members};
use super::schema::Flat;
use super::text::{self, Alphabet};
use super::{number, text::octets};

/// Which values are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    /// What is required, and nothing else.
    Required,
    /// Everything.
    Full,
    /// Everything, with unusual text, unknown enum values and the largest numbers.
    Edge,
    /// Everything, with empty text and lists, nulls and the smallest numbers.
    Empty,
}

/// Where a value will stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The text that is possible there.
    pub(super) alphabet: Alphabet,
    /// Whether null, an empty list and an empty object can be told from nothing.
    pub(super) is_json: bool,
    /// Whether the whole value may be empty text or an empty list.
    pub(super) may_be_empty: bool,
    /// Whether the value goes to the server, so that `readOnly` and not `writeOnly` members stay out.
    pub(super) is_request: bool,
}

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Missing {
    /// The schema refers to itself again and again; what is optional is left out then.
    Endless,
    /// Something that the maker does not know.
    Unknown(String),
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Endless => f.write_str("the schema has no value that ends"),
            Self::Unknown(text) => f.write_str(text),
        }
    }
}

/// How often a type may hold itself.
const RECURSION: usize = 3;

/// How many nodes a value may have before everything optional is left out.
const NODES: usize = 4000;

/// How many turns are taken to have every choice once.
const TURNS: usize = 128;

pub(super) struct Maker<'a> {
    description: &'a Description,
    round: Round,
    place: Place,
    turn: usize,
    n_turns: usize,
    /// Numbers the leaves, so that no two fields have the same value.
    ordinal: u32,
    n_nodes: usize,
    references: Vec<String>,
    pointer: String,
    /// What was left out although the round wants it, with the reason.
    pub(super) left_out: Vec<String>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(description: &'a Description, round: Round, turn: usize) -> Self {
        Self {
            description,
            round,
            place: Place { alphabet: Alphabet::Json, is_json: true, may_be_empty: true, is_request: true },
            turn,
            n_turns: 1,
            ordinal: 0,
            n_nodes: 0,
            references: Vec::new(),
            pointer: String::new(),
            left_out: Vec::new(),
        }
    }

    /// A value for `schema` at a place; `name` is how the place is called.
    pub(super) fn value(&mut self, schema: &Value, name: &str, place: Place) -> Result<Value, Missing> {
        self.place = place;
        self.pointer = format!("/{name}");
        self.references.clear();
        self.make(schema, true)
    }

    /// How many turns it takes to have had every choice once, as far as seen in this turn.
    pub(super) fn n_turns(&self) -> usize {
        self.n_turns.min(TURNS)
    }

    /// Octets in base64: the JSON form of a body that is not JSON.
    pub(super) fn octets(&mut self) -> Value {
        self.ordinal += 1;
        Value::String(octets(self.round, self.ordinal))
    }

    fn make(&mut self, schema: &Value, is_top: bool) -> Result<Value, Missing> {
        let description = self.description;
        let flat = Flat::new(description, schema).ok_or(Missing::Endless)?;
        let depth = self.references.len();
        self.references.extend_from_slice(&flat.references);
        let is_endless = |it: &String| self.references.iter().filter(|other| *other == it).count() > RECURSION;
        let made = match flat.references.iter().any(is_endless) {
            true => Err(Missing::Endless),
            false => self.make_flat(&flat, is_top),
        };
        self.references.truncate(depth);
        match made {
            Err(Missing::Endless) if !is_top && self.place.is_json && flat.is("nullable") => Ok(Value::Null),
            made => made,
        }
    }

    fn make_flat(&mut self, flat: &Flat<'_>, is_top: bool) -> Result<Value, Missing> {
        self.n_nodes += 1;
        self.ordinal += 1;
        if self.round == Round::Empty && flat.is("nullable") && self.place.is_json && !is_top {
            return Ok(Value::Null);
        }
        if let Some(values) = flat.get("enum").as_array() {
            return self.enum_value(flat, values);
        }
        if let Some(variants) = flat.variants() {
            return self.union(flat, variants);
        }
        match flat.kind() {
            Some("object") => self.object(flat),
            Some("array") => self.array(flat, is_top),
            Some("string") => self.text(flat, is_top).map(Value::String),
            Some("integer") => number::integer(flat, self.round, self.ordinal)
                .ok_or_else(|| self.unknown("no integer is within the limits")),
            Some("number") => number::number(flat, self.round, self.ordinal)
                .ok_or_else(|| self.unknown("no number is within the limits")),
            Some("boolean") => self.choose(2, |_, pick| Ok(Value::Bool(pick == 0))),
            Some(other) => Err(self.unknown(&format!("`{other}` is no type"))),
            None => Ok(self.anything()),
        }
    }

    fn text(&mut self, flat: &Flat<'_>, is_top: bool) -> Result<String, Missing> {
        // An empty item cannot be told from an empty list everywhere.
        let may_be_empty = if is_top { self.place.may_be_empty } else { self.place.is_json };
        text::text(flat, self.round, self.place.alphabet, self.ordinal, may_be_empty)
            .map_err(|error| self.unknown(&error))
    }

    fn enum_value(&mut self, flat: &Flat<'_>, values: &[Value]) -> Result<Value, Missing> {
        let known: Vec<&Value> = values.iter().filter(|it| !it.is_null()).collect();
        // An enum of one value tells variants of a union apart.
        if self.round == Round::Edge && known.len() > 1 {
            let made = match flat.kind() {
                Some("string") => text::unknown(flat, values).map(Value::String),
                Some("integer") => unknown_integer(flat, &known),
                _ => None,
            };
            if let Some(made) = made {
                return Ok(made);
            }
        }
        match known.is_empty() {
            true => Err(self.unknown("the enum has no values")),
            false => self.choose(known.len(), |_, pick| Ok(known[pick].clone())),
        }
    }

    /// A value of one of the variants, with the tag that tells it apart, and with what stands beside the variants.
    fn union(&mut self, flat: &Flat<'_>, variants: &[Value]) -> Result<Value, Missing> {
        let choices = self.tagged_variants(flat, variants);
        let made = self.choose(choices.len(), |maker, pick| {
            // A variant that does not end gives way to the next.
            let rest = (0..choices.len()).map(|it| &choices[(pick + it) % choices.len()]);
            let mut result = Err(Missing::Endless);
            for (schema, tag) in rest {
                result = maker.make(schema, false).map(|made| with_tag(made, tag.as_ref()));
                if result.is_ok() {
                    break;
                }
            }
            result
        })?;
        let Value::Object(mut made) = made else {
            return Ok(made);
        };
        let beside: Vec<_> = flat.properties().filter(|(name, _, _)| !made.contains_key(*name)).collect();
        if !beside.is_empty() {
            for (name, schema, is_required) in beside {
                self.property(&mut made, name, schema, is_required)?;
            }
        }
        Ok(Value::Object(made))
    }

    /// The variants, each once for every value of the discriminator that stands for it.
    fn tagged_variants<'v>(
        &self,
        flat: &Flat<'_>,
        variants: &'v [Value],
    ) -> Vec<(&'v Value, Option<(String, String)>)> {
        let Some(property) = flat.get("discriminator")["propertyName"].as_str() else {
            return variants.iter().map(|it| (it, None)).collect();
        };
        let mut tagged = Vec::new();
        for variant in variants {
            let reference = variant["$ref"].as_str().unwrap_or_default();
            let name = reference.rsplit('/').next().unwrap_or_default();
            let mapped = members(&flat.get("discriminator")["mapping"])
                .filter(|(_, target)| *target == reference || *target == name);
            let mut tags: Vec<String> = mapped.map(|(tag, _)| tag.to_owned()).collect();
            if tags.is_empty() {
                tags.extend(self.only_value(variant, property).or_else(|| Some(name.to_owned())));
            }
            tagged.extend(tags.into_iter().map(|tag| (variant, Some((property.to_owned(), tag)))));
        }
        tagged
    }

    /// The value of a property that has only one.
    fn only_value(&self, schema: &Value, property: &str) -> Option<String> {
        let flat = Flat::new(self.description, schema)?;
        let values = Flat::new(self.description, flat.get("properties").get(property)?)?;
        match &values.get("enum").as_array()?[..] {
            [Value::String(only)] => Some(only.clone()),
            _ => None,
        }
    }

    fn object(&mut self, flat: &Flat<'_>) -> Result<Value, Missing> {
        let mut object = Map::new();
        for (name, schema, is_required) in flat.properties() {
            self.property(&mut object, name, schema, is_required)?;
        }
        self.additional(flat, &mut object)?;
        Ok(Value::Object(object))
    }

    fn property(
        &mut self,
        object: &mut Map<String, Value>,
        name: &str,
        schema: &Value,
        is_required: bool,
    ) -> Result<(), Missing> {
        let is_wanted = is_required || (self.round != Round::Required && self.n_nodes < NODES);
        if !is_wanted || self.is_elsewhere(schema) {
            return Ok(());
        }
        match self.within(name, |maker| maker.make(schema, false)) {
            Ok(value) => drop(object.insert(name.to_owned(), value)),
            Err(missing) if is_required => return Err(missing),
            Err(Missing::Endless) => {}
            Err(Missing::Unknown(text)) => self.left_out.push(text),
        }
        Ok(())
    }

    /// Whether a property occurs in the other direction only.
    fn is_elsewhere(&self, schema: &Value) -> bool {
        let flag = if self.place.is_request { "readOnly" } else { "writeOnly" };
        schema[flag] == true || self.description.resolve(schema)[flag] == true
    }

    /// Entries beyond the declared properties: where a schema for them is given, and where nothing is declared.
    fn additional(&mut self, flat: &Flat<'_>, object: &mut Map<String, Value>) -> Result<(), Missing> {
        let free = Value::Bool(true);
        let schema = match flat.get("additionalProperties") {
            Value::Bool(false) => return Ok(()),
            Value::Null if !flat.get("properties").is_null() => return Ok(()),
            Value::Null => &free,
            given => given,
        };
        let missing = flat.count("minProperties").unwrap_or(0).saturating_sub(object.len());
        let room = flat.count("maxProperties").map_or(usize::MAX, |it| it.saturating_sub(object.len()));
        let wanted = match self.round {
            Round::Full | Round::Edge if self.n_nodes < NODES => 2,
            _ => 0,
        };
        for number in 0..wanted.max(missing).min(room) {
            let key = match self.round {
                Round::Edge if self.place.is_json => format!("ä ~/\"{number}"),
                _ => format!("key-{number}"),
            };
            match self.within(&key, |maker| maker.make(schema, false)) {
                Ok(value) => drop(object.insert(key, value)),
                Err(Missing::Endless) if missing == 0 => break,
                Err(missing) => return Err(missing),
            }
        }
        Ok(())
    }

    fn array(&mut self, flat: &Flat<'_>, is_top: bool) -> Result<Value, Missing> {
        let min = flat.count("minItems").unwrap_or(0);
        let max = flat.count("maxItems").unwrap_or(usize::MAX);
        let may_be_empty = min == 0 && (self.place.is_json || (is_top && self.place.may_be_empty));
        let wanted = match self.round {
            Round::Empty if may_be_empty => 0,
            Round::Empty | Round::Required => 1,
            Round::Full | Round::Edge => 2,
        };
        let mut items = Vec::new();
        let turn = self.turn;
        for number in 0..wanted.max(min).min(max) {
            // Each item makes other choices.
            self.turn = turn + number;
            match self.within(&number.to_string(), |maker| maker.make(flat.get("items"), false)) {
                Ok(item) if flat.is("uniqueItems") && items.contains(&item) => {}
                Ok(item) => items.push(item),
                Err(Missing::Endless) if min == 0 => break,
                Err(missing) => return Err(missing),
            }
        }
        self.turn = turn;
        match items.len() >= min {
            true => Ok(Value::Array(items)),
            false => Err(self.unknown("not enough different items are known")),
        }
    }

    /// A value where the schema allows any.
    fn anything(&mut self) -> Value {
        let text = format!("text-{}", self.ordinal);
        match self.round {
            Round::Full | Round::Edge if self.place.is_json => {
                json!({ "any": [1, text, true, { "deep": -0.5 }] })
            }
            _ => Value::String(text),
        }
    }

    /// Takes one of `n` choices; what is made inside has its own turns.
    fn choose<T>(&mut self, n: usize, make: impl FnOnce(&mut Self, usize) -> T) -> T {
        let (turn, n_turns) = (self.turn, self.n_turns);
        self.turn = turn / n;
        self.n_turns = 1;
        let made = make(self, turn % n);
        self.turn = turn;
        self.n_turns = n_turns.max(n.saturating_mul(self.n_turns));
        made
    }

    fn within<T>(&mut self, step: &str, make: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        let made = make(self);
        self.pointer.truncate(length);
        made
    }

    fn unknown(&self, text: &str) -> Missing {
        Missing::Unknown(format!("{}: {text}", self.pointer))
    }
}

fn with_tag(mut value: Value, tag: Option<&(String, String)>) -> Value {
    if let (Some(object), Some((property, tag))) = (value.as_object_mut(), tag) {
        object.insert(property.clone(), Value::String(tag.clone()));
    }
    value
}

/// A number beside those of an enum.
fn unknown_integer(flat: &Flat<'_>, known: &[&Value]) -> Option<Value> {
    let (low, high) = number::integer_range(flat);
    let largest = known.iter().filter_map(|it| it.as_i64()).max()?;
    let next = i128::from(largest) + 1;
    (low..=high).contains(&next).then(|| number::json_integer(next)).flatten()
}
