//! Texts, numbers and booleans, with their known values and limits.

use openapiv3::{
    AnySchema, BooleanType, IntegerFormat, IntegerType, NumberFormat, NumberType, StringFormat, StringType,
    VariantOrUnknownOrEmpty,
};

use super::Lowered;
use crate::ir::{Bound, Constraints, Extensions, IntegerWidth, Json, Shape, TextFormat};
use crate::lower::extensions;

/// A text.
pub(super) fn text(text: &StringType, rest: &mut Extensions) -> Lowered {
    let format = match &text.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => TextFormat::Plain(Some("date".to_owned())),
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => TextFormat::Plain(Some("date-time".to_owned())),
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => TextFormat::Password,
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => TextFormat::Byte,
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => TextFormat::Binary,
        VariantOrUnknownOrEmpty::Unknown(other) => TextFormat::Plain(Some(other.clone())),
        VariantOrUnknownOrEmpty::Empty => TextFormat::Plain(None),
    };
    let constraints = Constraints {
        min_length: text.min_length.map(|it| it as u64),
        max_length: text.max_length.map(|it| it as u64),
        pattern: text.pattern.clone(),
        ..Constraints::default()
    };
    let nullable = text.enumeration.iter().any(Option::is_none);
    let values: Vec<String> = text.enumeration.iter().flatten().cloned().collect();
    lowered_text(format, values, constraints, nullable, rest)
}

fn lowered_text(
    format: TextFormat,
    values: Vec<String>,
    constraints: Constraints,
    nullable: bool,
    rest: &mut Extensions,
) -> Lowered {
    let words = extensions::enum_words(rest);
    let values = values.into_iter().map(|value| words.attach(value.clone(), &value));
    let secret = format == TextFormat::Password;
    let shape = Shape::Text { format, values: values.collect() };
    Lowered { constraints, nullable, secret, ..Lowered::from(shape) }
}

/// A whole number.
pub(super) fn integer(integer: &IntegerType, rest: &mut Extensions) -> Lowered {
    let format = match &integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => "int32",
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) | VariantOrUnknownOrEmpty::Empty => "int64",
        VariantOrUnknownOrEmpty::Unknown(other) => other,
    };
    let constraints = Constraints {
        minimum: integer.minimum.map(Bound::Integer),
        maximum: integer.maximum.map(Bound::Integer),
        exclusive_minimum: integer.exclusive_minimum,
        exclusive_maximum: integer.exclusive_maximum,
        multiple_of: integer.multiple_of.map(Bound::Integer),
        ..Constraints::default()
    };
    let nullable = integer.enumeration.iter().any(Option::is_none);
    let values: Vec<i64> = integer.enumeration.iter().flatten().copied().collect();
    lowered_integer(format, values, constraints, nullable, rest)
}

fn lowered_integer(
    format: &str,
    values: Vec<i64>,
    constraints: Constraints,
    nullable: bool,
    rest: &mut Extensions,
) -> Lowered {
    let words = extensions::enum_words(rest);
    let values = values.into_iter().map(|value| words.attach(value, &value.to_string()));
    let shape = Shape::Integer { width: width(format), values: values.collect() };
    Lowered { constraints, nullable, ..Lowered::from(shape) }
}

fn width(format: &str) -> IntegerWidth {
    match format {
        "int8" => IntegerWidth::I8,
        "int16" => IntegerWidth::I16,
        "int32" => IntegerWidth::I32,
        "uint8" => IntegerWidth::U8,
        "uint16" => IntegerWidth::U16,
        "uint32" => IntegerWidth::U32,
        "uint64" | "uint" => IntegerWidth::U64,
        _ => IntegerWidth::I64,
    }
}

/// A number.
pub(super) fn number(number: &NumberType) -> Lowered {
    let single = matches!(number.format, VariantOrUnknownOrEmpty::Item(NumberFormat::Float));
    let constraints = Constraints {
        minimum: number.minimum.map(bound),
        maximum: number.maximum.map(bound),
        exclusive_minimum: number.exclusive_minimum,
        exclusive_maximum: number.exclusive_maximum,
        multiple_of: number.multiple_of.map(bound),
        ..Constraints::default()
    };
    let allowed = number.enumeration.iter().flatten().map(|value| Json::from(*value)).collect();
    let nullable = number.enumeration.iter().any(Option::is_none);
    Lowered { constraints, allowed, nullable, ..Lowered::from(Shape::Number { single }) }
}

/// A truth value.
pub(super) fn boolean(boolean: &BooleanType) -> Lowered {
    let allowed = boolean.enumeration.iter().flatten().map(|value| Json::from(*value)).collect();
    let nullable = boolean.enumeration.iter().any(Option::is_none);
    Lowered { allowed, nullable, ..Lowered::from(Shape::Boolean) }
}

/// A scalar whose schema the typed view could not put into one of its kinds.
pub(super) fn any_scalar(scalar_type: &str, any: &AnySchema, rest: &mut Extensions) -> Lowered {
    let constraints = any_constraints(any);
    let nullable = any.enumeration.iter().any(Json::is_null);
    match scalar_type {
        "string" => {
            let values = any.enumeration.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
            let format = match any.format.as_deref() {
                Some("password") => TextFormat::Password,
                Some("byte") => TextFormat::Byte,
                Some("binary") => TextFormat::Binary,
                other => TextFormat::Plain(other.map(str::to_owned)),
            };
            lowered_text(format, values, constraints, nullable, rest)
        }
        "integer" => {
            let values = any.enumeration.iter().filter_map(Json::as_i64).collect();
            lowered_integer(any.format.as_deref().unwrap_or("int64"), values, constraints, nullable, rest)
        }
        "number" => {
            let single = any.format.as_deref() == Some("float");
            Lowered { constraints, nullable, allowed: others(any), ..Lowered::from(Shape::Number { single }) }
        }
        "boolean" => Lowered { nullable, allowed: others(any), ..Lowered::from(Shape::Boolean) },
        _ => Lowered::from(Shape::Any),
    }
}

/// A schema without a type: texts, if it lists texts, else any value.
pub(super) fn untyped(any: &AnySchema, rest: &mut Extensions) -> Lowered {
    let texts = any.enumeration.iter().filter(|it| !it.is_null());
    let all_texts = !any.enumeration.is_empty() && texts.clone().all(Json::is_string) && texts.count() > 0;
    if all_texts {
        return any_scalar("string", any, rest);
    }
    let nullable = any.enumeration.iter().any(Json::is_null);
    Lowered { constraints: any_constraints(any), nullable, allowed: others(any), ..Lowered::from(Shape::Any) }
}

/// The values of an enum, without null.
fn others(any: &AnySchema) -> Vec<Json> {
    any.enumeration.iter().filter(|value| !value.is_null()).cloned().collect()
}

/// All limits of a schema that mixes kinds.
pub(super) fn any_constraints(any: &AnySchema) -> Constraints {
    Constraints {
        min_length: any.min_length.map(|it| it as u64),
        max_length: any.max_length.map(|it| it as u64),
        pattern: any.pattern.clone(),
        minimum: any.minimum.map(bound),
        maximum: any.maximum.map(bound),
        exclusive_minimum: any.exclusive_minimum.unwrap_or(false),
        exclusive_maximum: any.exclusive_maximum.unwrap_or(false),
        multiple_of: any.multiple_of.map(bound),
        min_items: any.min_items.map(|it| it as u64),
        max_items: any.max_items.map(|it| it as u64),
        unique_items: any.unique_items.unwrap_or(false),
        min_properties: any.min_properties.map(|it| it as u64),
        max_properties: any.max_properties.map(|it| it as u64),
    }
}

/// A limit, as a whole number where it is one that `i64` holds exactly.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked before")]
fn bound(value: f64) -> Bound {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT { Bound::Integer(value as i64) } else { Bound::Float(value) }
}
