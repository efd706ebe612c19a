//! Objects: properties, additional properties, discriminators.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaData};

use super::{Hint, Lowered, Lowering, Trail, empty_record};
use crate::ir::{Additional, Discriminator, Docs, Field, Shape, Type, TypeId, TypeName, Use, Variant};
use crate::lower::{component_name, unescape};

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

impl Lowering<'_> {
    pub(super) fn object(&mut self, id: TypeId, object: &ObjectType, data: &SchemaData, at: &Trail<'_>) -> Lowered {
        let parts = ObjectParts {
            properties: &object.properties,
            required: &object.required,
            additional: object.additional_properties.as_ref(),
        };
        let mut lowered = self.record(id, &parts, data, at);
        lowered.constraints.min_properties = object.min_properties.map(|it| it as u64);
        lowered.constraints.max_properties = object.max_properties.map(|it| it as u64);
        lowered
    }

    pub(super) fn loose_object(&mut self, id: TypeId, any: &AnySchema, data: &SchemaData, at: &Trail<'_>) -> Lowered {
        let parts = ObjectParts {
            properties: &any.properties,
            required: &any.required,
            additional: any.additional_properties.as_ref(),
        };
        let mut lowered = self.record(id, &parts, data, at);
        lowered.constraints = super::scalar::any_constraints(any);
        lowered
    }

    fn record(&mut self, id: TypeId, parts: &ObjectParts<'_>, data: &SchemaData, at: &Trail<'_>) -> Lowered {
        let mut record = empty_record();
        let properties_at = at.key("properties");
        for (name, schema) in parts.properties {
            let ty = self.boxed(schema, Hint::inside(id, name), &properties_at.key(name));
            let inline = matches!(schema, ReferenceOr::Item(_));
            let required = parts.required.iter().any(|it| it == name);
            record.fields.push(field(name, ty, required, inline, &self.schemas));
        }
        // A required name without a property is still a promise: any value, but there.
        for name in parts.required.iter().filter(|name| !parts.properties.contains_key(*name)) {
            let ty = self.schemas.any(Hint::inside(id, name));
            record.fields.push(Field { name: name.clone(), ..field(name, ty, true, true, &self.schemas) });
        }
        record.additional = match parts.additional {
            None => Additional::Unsaid,
            Some(AdditionalProperties::Any(false)) => Additional::Forbidden,
            Some(AdditionalProperties::Any(true)) => Additional::Any,
            Some(AdditionalProperties::Schema(schema)) => {
                Additional::Typed(self.schema(schema, Hint::inside(id, "value"), &at.key("additionalProperties")))
            }
        };
        record.discriminator = data.discriminator.as_ref().map(|it| self.discriminator(it, &[]));
        Lowered::from(Shape::Record(record))
    }

    /// The discriminator of a union with these variants, or of a base record without any.
    pub(super) fn discriminator(&self, given: &openapiv3::Discriminator, variants: &[Variant]) -> Discriminator {
        let component = |text: &str| {
            let name = component_name(text, "schemas").map_or_else(|| text.to_owned(), unescape);
            self.schemas.components.get(&name).copied()
        };
        let mut mapping: Vec<(String, TypeId)> = Vec::new();
        for (value, target) in &given.mapping {
            if let Some(id) = component(target) {
                mapping.push((value.clone(), id));
            }
        }
        for variant in variants {
            let id = variant.ty.ty;
            if mapping.iter().any(|(_, known)| *known == id) {
                continue;
            }
            if let TypeName::Component(name) = &self.schemas[id].name {
                mapping.push((name.clone(), id));
            }
        }
        Discriminator { property: given.property_name.clone(), mapping, inferred: false }
    }
}

struct ObjectParts<'a> {
    properties: &'a Properties,
    required: &'a [String],
    additional: Option<&'a AdditionalProperties>,
}

/// A field; what it says of itself comes from a schema that was written in place, not from a shared type.
fn field(name: &str, ty: Use, required: bool, inline: bool, schemas: &super::Schemas) -> Field {
    let target: &Type = &schemas[ty.ty];
    Field {
        name: name.to_owned(),
        required,
        docs: if inline { target.docs.clone() } else { Docs::default() },
        read_only: target.read_only,
        write_only: target.write_only,
        deprecated: inline && target.deprecated,
        sensitive: target.sensitive,
        default: if inline { target.default.clone() } else { None },
        rust_name: if inline { target.rust_name.clone() } else { None },
        ty,
    }
}
