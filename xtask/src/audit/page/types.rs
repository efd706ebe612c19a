//! Type cells: `String`, `Array of Foo objects`, `Map<String,Array< Foo >>`.

use crate::audit::model::{Scalar, Type};

/// Reads a type cell without markup; `None` if it has none of the known forms.
pub(super) fn parse(cell: &str) -> Option<Type> {
    // A narrow column may break a word anywhere, so blanks say nothing.
    let cell: String = cell.split_whitespace().collect();
    if let Some(items) = cell.strip_prefix("Arrayof") {
        return items_of(items).map(array);
    }
    if let Some(found) = simple(&cell) {
        return Some(found);
    }
    object(cell.strip_suffix("object")?)
}

/// What stands behind `Array of`: `strings`, `Foo objects`.
fn items_of(items: &str) -> Option<Type> {
    if let Some(name) = items.strip_suffix("objects").filter(|name| !name.is_empty()) {
        return object(name);
    }
    let singular = items.strip_suffix('s').unwrap_or(items);
    match singular {
        "string" | "String" => Some(Type::Scalar(Scalar::String)),
        "integer" | "Integer" => Some(Type::Scalar(Scalar::Integer)),
        "object" | "Object" => Some(Type::Object),
        _ => None,
    }
}

/// What needs no word behind it: scalars, and what stands in angle brackets.
fn simple(cell: &str) -> Option<Type> {
    if let Some(inner) = bracketed(cell, "Array<") {
        return inner_type(inner).map(array);
    }
    if let Some(inner) = bracketed(cell, "Map<String,") {
        return inner_type(inner).map(|value| Type::Map(Box::new(value)));
    }
    let scalar = match cell {
        "Object" => return Some(Type::Object),
        "String" => Scalar::String,
        "Integer" => Scalar::Integer,
        "Long" => Scalar::Long,
        "Number" => Scalar::Number,
        "Double" => Scalar::Double,
        "Float" => Scalar::Float,
        "Boolean" => Scalar::Boolean,
        "DateTime" => Scalar::DateTime,
        _ => return None,
    };
    Some(Type::Scalar(scalar))
}

/// Inside angle brackets an object goes by its bare name.
fn inner_type(inner: &str) -> Option<Type> {
    simple(inner).or_else(|| object(inner))
}

fn bracketed<'a>(cell: &'a str, start: &str) -> Option<&'a str> {
    cell.strip_prefix(start)?.strip_suffix('>')
}

fn object(name: &str) -> Option<Type> {
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'));
    is_name.then(|| Type::Named(name.to_owned()))
}

fn array(items: Type) -> Type {
    Type::Array(Box::new(items))
}

#[cfg(test)]
mod tests {
    //! Every form of the reference, and cells that are none.

    use super::{Scalar, Type, array, parse};

    fn named(name: &str) -> Type {
        Type::Named(name.to_owned())
    }

    fn map(value: Type) -> Type {
        Type::Map(Box::new(value))
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(parse("Integer"), Some(Type::Scalar(Scalar::Integer)));
        assert_eq!(parse("Object"), Some(Type::Object));
        assert_eq!(parse("Array of strings"), Some(array(Type::Scalar(Scalar::String))));
        assert_eq!(parse("Foo object"), Some(named("Foo")));
        assert_eq!(parse("Array of Foo objects"), Some(array(named("Foo"))));
        assert_eq!(parse("Map<String,String >"), Some(map(Type::Scalar(Scalar::String))));
        assert_eq!(parse("Map<String, Object>"), Some(map(Type::Object)));
        assert_eq!(parse("Map<String,Array< AzInfo >>"), Some(map(array(named("AzInfo")))));
    }

    #[test]
    fn blanks_of_narrow_columns_do_not_count() {
        assert_eq!(parse("network_driv e_mapping_o ptions object"), Some(named("network_drive_mapping_options")));
        assert_eq!(parse("Array of AccessConfig Info objects"), Some(array(named("AccessConfigInfo"))));
    }

    #[test]
    fn anything_else_is_no_type() {
        for cell in
            ["", "Foo", "string", "CPU usage", "Array of", "Array of objects of Foo", "Map<Integer,String>", "object"]
        {
            assert_eq!(parse(cell), None, "{cell}");
        }
    }
}
