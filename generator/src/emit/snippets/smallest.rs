//! The smallest value that a schema allows, where the description shows none.

use std::cell::Cell;

use crate::ir::{Additional, Bound, Constraints, Json, Record, Shape, TextFormat, Type, Types, Union, Use};
use crate::names::{feature_name, is_map};

/// Where the value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Examples of schemas, where there are any.
    Examples,
    /// What is known about values alone.
    Limits,
}

/// Deeper values are not made: a type that must hold itself has none.
const DEEPEST: usize = 8;

/// So many values make one value at most: types that hold each other can be described in a few lines, and their values
/// be of any size.
const MOST_VALUES: usize = 400;

/// So many optional fields are shown of an object that requires none.
const SHOWN: usize = 2;

/// The smallest value; `name` is what it is called where it stands.
pub(super) fn smallest(types: &Types, target: &Use, name: &str, source: Source) -> Option<Json> {
    Making { types, source, left: Cell::new(MOST_VALUES) }.value(target, name, DEEPEST)
}

struct Making<'t> {
    types: &'t Types,
    source: Source,
    left: Cell<usize>,
}

impl Making<'_> {
    fn value(&self, target: &Use, name: &str, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.left.set(self.left.get().checked_sub(1)?);
        let behind = self.types.behind_aliases(target);
        let ty = &self.types[behind.ty];
        if self.source == Source::Examples {
            let own = &self.types[target.ty];
            let known = own.example.as_ref().or(ty.example.as_ref()).or(own.default.as_ref());
            if let Some(known) = known.filter(|it| !it.is_null()) {
                return Some(known.clone());
            }
        }
        if let Some(first) = ty.allowed.iter().find(|it| !it.is_null()) {
            return Some(first.clone());
        }
        match &ty.shape {
            Shape::Any | Shape::Intersection(_) => Some(Json::from(name)),
            Shape::Boolean => Some(Json::Bool(true)),
            Shape::Integer { values, .. } => match values.first() {
                Some(first) => Some(Json::from(first.value)),
                None => Some(Json::from(whole(&ty.constraints))),
            },
            Shape::Number { .. } => Some(Json::from(number(&ty.constraints))),
            Shape::Text { values, format } => match values.first() {
                Some(first) => Some(Json::from(first.value.as_str())),
                None => Some(Json::from(text(format, &ty.constraints, name))),
            },
            Shape::List(list) => {
                let most = ty.constraints.max_items.unwrap_or(u64::MAX);
                let n_items = ty.constraints.min_items.unwrap_or(0).max(1).min(most).min(100);
                match self.value(&list.items, name, depth) {
                    Some(item) => Some((0..n_items).map(|_| item.clone()).collect()),
                    None => Some(Json::Array(Vec::new())),
                }
            }
            Shape::Record(record) if is_map(record) => Some(self.map(record, depth)),
            Shape::Record(record) => self.record(ty, record, depth),
            Shape::Union(union) => self.union(union, name, depth),
            Shape::Alias(_) => None,
        }
    }

    /// One entry, so that there is something to see.
    fn map(&self, record: &Record, depth: usize) -> Json {
        let value = match &record.additional {
            Additional::Typed(target) => self.value(target, "value", depth),
            Additional::Unsaid | Additional::Forbidden | Additional::Any => Some(Json::from("value")),
        };
        Json::Object(value.into_iter().map(|it| ("key".to_owned(), it)).collect())
    }

    /// The first alternative that has a value, with its tag.
    fn union(&self, union: &Union, name: &str, depth: usize) -> Option<Json> {
        union.variants.iter().find_map(|variant| {
            let mut value = self.value(&variant.ty, name, depth)?;
            if let (Some(discriminator), Json::Object(object)) = (&union.discriminator, &mut value)
                && let Some((tag, _)) = discriminator.mapping.iter().find(|(_, target)| *target == variant.ty.ty)
            {
                object.insert(discriminator.property.clone(), Json::from(tag.as_str()));
            }
            Some(value)
        })
    }

    /// What is required; of an outer object that requires nothing, the first fields, so that there is something to see.
    fn record(&self, ty: &Type, record: &Record, depth: usize) -> Option<Json> {
        let mut object = serde_json::Map::new();
        for field in record.fields.iter().filter(|it| it.required && !it.read_only) {
            object.insert(field.name.clone(), self.value(&field.ty, &field.name, depth)?);
        }
        let least = ty.constraints.min_properties.and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
        let is_outer = depth + 1 >= DEEPEST;
        let wanted = if object.is_empty() && is_outer { least.max(SHOWN) } else { least };
        let others = record.fields.iter().filter(|it| !it.required && !it.read_only && !it.deprecated);
        for field in others {
            if object.len() >= wanted {
                break;
            }
            if let Some(value) = self.value(&field.ty, &field.name, depth) {
                object.insert(field.name.clone(), value);
            }
        }
        Some(Json::Object(object))
    }
}

/// A whole number within the limits, 1 if it is.
fn whole(limits: &Constraints) -> i64 {
    let bound = |it: Bound, up: bool| match it {
        Bound::Integer(it) => it,
        // Limits that are no whole numbers are rare, and what is beyond `i64` is nothing to be shown.
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
        Bound::Float(it) => (if up { it.ceil() } else { it.floor() }) as i64,
    };
    let least = limits.minimum.map_or(i64::MIN, |it| bound(it, true).saturating_add(limits.exclusive_minimum.into()));
    let most = limits.maximum.map_or(i64::MAX, |it| bound(it, false).saturating_sub(limits.exclusive_maximum.into()));
    let value = 1.max(least).min(most);
    match limits.multiple_of {
        Some(Bound::Integer(step)) if step > 0 => {
            let up = value.saturating_add(step - 1) / step * step;
            if up <= most { up } else { value / step * step }
        }
        _ => value,
    }
}

/// A number within the limits, 1 if it is.
fn number(limits: &Constraints) -> f64 {
    let bound = |it: Bound| match it {
        #[expect(clippy::cast_precision_loss, reason = "an example need not be exact")]
        Bound::Integer(it) => it as f64,
        Bound::Float(it) => it,
    };
    let step = limits.multiple_of.map_or(0.5, bound);
    let least = limits.minimum.map(bound).map(|it| if limits.exclusive_minimum { it + step } else { it });
    let most = limits.maximum.map(bound).map(|it| if limits.exclusive_maximum { it - step } else { it });
    let value = least.map_or(1.0, |it| it.max(1.0));
    most.map_or(value, |it| value.min(it))
}

/// A text of this format within the limits; where no candidate matches the pattern, the name.
fn text(format: &TextFormat, limits: &Constraints, name: &str) -> String {
    let word = feature_name(name);
    let known = match format {
        TextFormat::Plain(Some(format)) => match format.as_str() {
            "date-time" => Some("2025-01-31T12:00:00Z"),
            "date" => Some("2025-01-31"),
            "uuid" => Some(UUID),
            "email" => Some("user@example.com"),
            "uri" | "url" => Some("https://example.com/"),
            "ipv4" => Some("192.0.2.1"),
            "ipv6" => Some("2001:db8::1"),
            "hostname" => Some("host.example.com"),
            _ => None,
        },
        TextFormat::Plain(None) | TextFormat::Byte | TextFormat::Binary | TextFormat::Password => None,
    };
    if let Some(known) = known {
        return known.to_owned();
    }
    let pattern = limits.pattern.as_ref().and_then(|it| regex_lite::Regex::new(it).ok());
    let fits = |it: &String| pattern.as_ref().is_none_or(|pattern| pattern.is_match(it));
    let others = [
        "a",
        "A",
        "1",
        "a1",
        "10",
        "1.0",
        "true",
        "aaaaaaaa",
        "Aa1!aaaa",
        UUID,
        "2025-01-31",
        "12:00",
        "00:00:00",
        "192.0.2.1",
        "192.0.2.0/24",
        "user@example.com",
        "https://example.com/",
        "2025-01-31T12:00:00Z",
    ];
    let candidates = [word.as_str()].into_iter().chain(others).map(|it| sized(it, limits));
    let mut candidates = candidates.filter(fits);
    candidates.next().unwrap_or_else(|| sized(&word, limits))
}

const UUID: &str = "a866298d-67db-44b0-a1f1-9d09bdddc20f";

/// The text, repeated or cut to the length that is allowed.
fn sized(text: &str, limits: &Constraints) -> String {
    // More than this is nothing that a reader would want to see.
    const MOST: usize = 60;
    let length =
        |it: Option<u64>, otherwise: usize| it.map_or(otherwise, |it| usize::try_from(it).unwrap_or(usize::MAX));
    let least = length(limits.min_length, 0).min(MOST);
    let most = length(limits.max_length, usize::MAX);
    let n_chars = text.chars().count().max(least).min(most);
    text.chars().cycle().take(n_chars).collect()
}

#[cfg(test)]
mod tests {
    use super::{Bound, Constraints, TextFormat, number, text, whole};

    #[test]
    fn numbers_keep_their_limits() {
        let limits = |minimum: i64, maximum: i64| Constraints {
            minimum: Some(Bound::Integer(minimum)),
            maximum: Some(Bound::Integer(maximum)),
            ..Constraints::default()
        };
        assert_eq!(whole(&Constraints::default()), 1);
        assert_eq!((whole(&limits(10, 20)), whole(&limits(-5, 0))), (10, 0));
        let step = Constraints { multiple_of: Some(Bound::Integer(8)), ..limits(10, 20) };
        assert_eq!(whole(&step), 16);
        let open = Constraints { exclusive_minimum: true, ..limits(1, 20) };
        assert_eq!(whole(&open), 2);
        assert!((number(&limits(-5, 0)) - 0.0).abs() < f64::EPSILON);
    }

    #[test]
    fn texts_keep_their_limits() {
        let plain = TextFormat::Plain(None);
        let limits = |least, most, pattern: &str| Constraints {
            min_length: Some(least),
            max_length: Some(most),
            pattern: (!pattern.is_empty()).then(|| pattern.to_owned()),
            ..Constraints::default()
        };
        assert_eq!(text(&plain, &Constraints::default(), "desktop_id"), "desktop-id");
        assert_eq!(text(&plain, &limits(12, 12, ""), "desktop_id"), "desktop-idde");
        assert_eq!(text(&plain, &limits(1, 4, ""), "desktop_id"), "desk");
        assert_eq!(text(&plain, &limits(0, 64, "^[0-9]+$"), "desktop_id"), "1");
        let date = TextFormat::Plain(Some("date".to_owned()));
        assert_eq!(text(&date, &Constraints::default(), "day"), "2025-01-31");
    }
}
