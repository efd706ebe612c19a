//! The schema object and what belongs to it alone.

use super::objects::EXTERNAL_DOCS;
use super::{ComponentKind, Object, Shape, optional, required};

const SUBSCHEMA: Shape = Shape::Component(ComponentKind::Schemas);

/// A schema.
pub static SCHEMA: Object = Object {
    name: "a schema",
    keys: &[
        optional("type", Shape::OneOf(&["string", "integer", "number", "boolean", "object", "array"])),
        optional("description", Shape::Text),
        optional("format", Shape::Text),
        optional("properties", Shape::MapOf(&SUBSCHEMA)),
        optional("items", SUBSCHEMA),
        optional("example", Shape::Literal),
        optional("enum", Shape::List(&Shape::Literal)),
        optional("default", Shape::Literal),
        optional("nullable", Shape::Bool),
        optional("required", Shape::List(&Shape::Text)),
        optional("allOf", Shape::List(&SUBSCHEMA)),
        optional("oneOf", Shape::List(&SUBSCHEMA)),
        optional("anyOf", Shape::List(&SUBSCHEMA)),
        optional("not", SUBSCHEMA),
        optional("additionalProperties", Shape::BoolOrSchema),
        optional("title", Shape::Text),
        optional("pattern", Shape::Text),
        optional("minLength", Shape::Count),
        optional("maxLength", Shape::Count),
        optional("minimum", Shape::Number),
        optional("maximum", Shape::Number),
        optional("exclusiveMinimum", Shape::Bool),
        optional("exclusiveMaximum", Shape::Bool),
        optional("multipleOf", Shape::Number),
        optional("minItems", Shape::Count),
        optional("maxItems", Shape::Count),
        optional("uniqueItems", Shape::Bool),
        optional("minProperties", Shape::Count),
        optional("maxProperties", Shape::Count),
        optional("readOnly", Shape::Bool),
        optional("writeOnly", Shape::Bool),
        optional("deprecated", Shape::Bool),
        optional("discriminator", Shape::Object(&DISCRIMINATOR)),
        optional("xml", Shape::Object(&XML)),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
    pattern: None,
};

/// A discriminator.
pub static DISCRIMINATOR: Object = Object {
    name: "a discriminator",
    keys: &[required("propertyName", Shape::Text), optional("mapping", Shape::MapOf(&Shape::Text))],
    pattern: None,
};

static XML: Object = Object {
    name: "an XML object",
    keys: &[
        optional("name", Shape::Text),
        optional("namespace", Shape::Text),
        optional("prefix", Shape::Text),
        optional("attribute", Shape::Bool),
        optional("wrapped", Shape::Bool),
    ],
    pattern: None,
};
