//! The bundle in the types of `openapiv3`: a serde deserializer over nodes that remembers places.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::diagnostic::{Place, Sink};
use crate::grammar::METHODS;
use crate::load::{Entry, Node, Value};

/// Deserializing untagged types takes much stack per level, above all without optimisation.
const STACK_BYTES: usize = 64 << 20;

/// Reads the document into the types of `openapiv3`.
pub(super) fn typed(root: &Node, sink: &mut Sink) -> Option<openapiv3::OpenAPI> {
    let read = || openapiv3::OpenAPI::deserialize(Reader::new(root));
    let result = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, read);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(de::Error::custom("reading the description into types failed")),
            Err(error) => Err(de::Error::custom(format!("no thread to read the description with: {error}"))),
        }
    });
    match result {
        Ok(view) => Some(view),
        Err(error) => {
            refused(root, error, sink);
            None
        }
    }
}

/// Reports what the types refuse.
///
/// Serde reads most objects through a buffer, so the place of the error is often that of a large object. Reading every
/// operation and every component alone narrows it down, and finds all of them.
fn refused(root: &Node, error: TypedError, sink: &mut Sink) {
    let before = sink.n_errors();
    for (key, node) in parts(root) {
        if let Err(TypedError { text, place }) = read_part(key, node) {
            sink.error("typed-view", place.unwrap_or(node.place), text);
        }
    }
    if sink.n_errors() == before {
        sink.error("typed-view", error.place.unwrap_or(root.place), error.text);
    }
}

/// The operations and components, each with the key that says what it is.
fn parts(root: &Node) -> Vec<(&str, &Node)> {
    let mut parts = Vec::new();
    for item in root.get("paths").and_then(Node::as_map).into_iter().flatten() {
        parts.extend(METHODS.iter().filter_map(|it| Some((*it, item.value.get(it)?))));
    }
    for kind in root.get("components").and_then(Node::as_map).into_iter().flatten() {
        let entries = kind.value.as_map().into_iter().flatten();
        parts.extend(entries.map(|it| (kind.key.as_str(), &it.value)));
    }
    parts
}

fn read_part(key: &str, node: &Node) -> Result<(), TypedError> {
    use openapiv3::{Header, Link, Operation, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};
    fn read<'a, T: Deserialize<'a>>(node: &'a Node) -> Result<(), TypedError> {
        T::deserialize(Reader::new(node)).map(|_| ())
    }
    match key {
        "schemas" => read::<ReferenceOr<Schema>>(node),
        "responses" => read::<ReferenceOr<Response>>(node),
        "parameters" => read::<ReferenceOr<Parameter>>(node),
        "requestBodies" => read::<ReferenceOr<RequestBody>>(node),
        "headers" => read::<ReferenceOr<Header>>(node),
        "securitySchemes" => read::<ReferenceOr<SecurityScheme>>(node),
        "links" => read::<ReferenceOr<Link>>(node),
        _ if METHODS.contains(&key) => read::<Operation>(node),
        _ => Ok(()),
    }
}

/// What the types refuse, and the innermost node that they refuse.
#[derive(Debug)]
struct TypedError {
    text: String,
    place: Option<Place>,
}

impl TypedError {
    fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }
}

impl fmt::Display for TypedError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl std::error::Error for TypedError {}

impl de::Error for TypedError {
    fn custom<T: fmt::Display>(text: T) -> Self {
        TypedError { text: text.to_string(), place: None }
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    node: &'a Node,
    /// A whole number written as `1.0` is delivered as an integer, because this key takes nothing else.
    wants_integer: bool,
}

impl<'a> Reader<'a> {
    fn new(node: &'a Node) -> Self {
        Reader { node, wants_integer: false }
    }

    fn integer<'de, V: Visitor<'de>>(number: i128, visitor: V) -> Result<V::Value, TypedError> {
        if let Ok(number) = i64::try_from(number) {
            return visitor.visit_i64(number);
        }
        if let Ok(number) = u64::try_from(number) {
            return visitor.visit_u64(number);
        }
        #[expect(clippy::cast_precision_loss, reason = "JSON numbers beyond 64 bits are floats for every reader")]
        visitor.visit_f64(number as f64)
    }
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = TypedError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypedError> {
        let result = match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(number) => Self::integer(*number, visitor),
            Value::Float(number) => match self.node.as_integer() {
                Some(whole) if self.wants_integer => Self::integer(whole, visitor),
                _ => visitor.visit_f64(*number),
            },
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::List(items) => visitor.visit_seq(Items { items: items.iter() }),
            Value::Map(map) => {
                let is_integer = map.get("type").and_then(Node::as_text) == Some("integer");
                visitor.visit_map(Entries { entries: map.iter(), current: None, is_integer })
            }
        };
        result.map_err(|error: TypedError| error.at(self.node.place))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypedError> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, TypedError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TypedError> {
        visitor.visit_enum(Variant { node: self.node }).map_err(|error: TypedError| error.at(self.node.place))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypedError> {
        Reader { wants_integer: true, ..self }.deserialize_any(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypedError> {
        Reader { wants_integer: true, ..self }.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypedError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

struct Items<'a> {
    items: std::slice::Iter<'a, Node>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = TypedError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, TypedError> {
        self.items.next().map(|node| seed.deserialize(Reader::new(node))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Entries<'a> {
    entries: std::slice::Iter<'a, Entry>,
    current: Option<&'a Entry>,
    /// Whether the map is a schema of integers.
    is_integer: bool,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = TypedError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, TypedError> {
        self.current = self.entries.next();
        let Some(entry) = self.current else { return Ok(None) };
        let key = seed.deserialize(de::value::BorrowedStrDeserializer::<TypedError>::new(&entry.key));
        key.map(Some).map_err(|error| error.at(entry.key_place))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, TypedError> {
        let Some(entry) = self.current.take() else { return Err(de::Error::custom("a value without a key")) };
        let wants_integer = match entry.key.as_str() {
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => true,
            "minimum" | "maximum" | "multipleOf" => self.is_integer,
            _ => false,
        };
        seed.deserialize(Reader { node: &entry.value, wants_integer })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A unit variant written as text, or a variant with content written as a map of one entry.
struct Variant<'a> {
    node: &'a Node,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = TypedError;
    type Variant = Content<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'de>), TypedError> {
        let (name, content) = match &self.node.value {
            Value::Text(text) => (text.as_str(), None),
            Value::Map(map) if map.len() == 1 => match map.iter().next() {
                Some(entry) => (entry.key.as_str(), Some(&entry.value)),
                None => return Err(de::Error::custom("expected a map with one key")),
            },
            _ => return Err(de::Error::custom(format!("found {}, expected a text", self.node.kind_name()))),
        };
        let value = seed.deserialize(IntoDeserializer::<TypedError>::into_deserializer(name))?;
        Ok((value, Content { node: content }))
    }
}

struct Content<'a> {
    node: Option<&'a Node>,
}

impl Content<'_> {
    fn missing() -> TypedError {
        de::Error::custom("the variant has no content")
    }
}

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = TypedError;

    fn unit_variant(self) -> Result<(), TypedError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, TypedError> {
        seed.deserialize(Reader::new(self.node.ok_or_else(Self::missing)?))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, TypedError> {
        de::Deserializer::deserialize_any(Reader::new(self.node.ok_or_else(Self::missing)?), visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, TypedError> {
        de::Deserializer::deserialize_any(Reader::new(self.node.ok_or_else(Self::missing)?), visitor)
    }
}
