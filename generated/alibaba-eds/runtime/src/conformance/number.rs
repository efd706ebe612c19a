//! Numbers for schemas: ordinary ones that differ from field to field, and those at either end.

use serde_json::{Number, Value};

use super::make::Round;
use super::schema::Flat;

/// A whole number; none if the limits leave no room.
pub(super) fn integer(flat: &Flat<'_>, round: Round, ordinal: u32) -> Option<Value> {
    let (low, high) = integer_range(flat);
    let step = whole(flat.get("multipleOf"), f64::round).filter(|it| *it > 0).unwrap_or(1);
    let first = low.div_euclid(step) * step + if low.rem_euclid(step) == 0 { 0 } else { step };
    let last = high.div_euclid(step) * step;
    if first > last {
        return None;
    }
    let value = match round {
        Round::Edge => last,
        Round::Empty => first,
        Round::Required | Round::Full => {
            // Small positive numbers where they are possible.
            let start = if first <= 0 && last > 0 { 0 } else { first };
            let n_steps = ((last - start) / step).min(1000);
            start + step * (i128::from(ordinal) % (n_steps + 1))
        }
    };
    json_integer(value)
}

/// The smallest and largest integer that format and limits allow.
pub(super) fn integer_range(flat: &Flat<'_>) -> (i128, i128) {
    let (mut low, mut high) = match flat.get("format").as_str() {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, u64::MAX.into()),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    if let Some(minimum) = whole(flat.get("minimum"), f64::ceil) {
        low = low.max(minimum + i128::from(flat.is("exclusiveMinimum")));
    }
    if let Some(maximum) = whole(flat.get("maximum"), f64::floor) {
        high = high.min(maximum - i128::from(flat.is("exclusiveMaximum")));
    }
    (low, high)
}

pub(super) fn json_integer(value: i128) -> Option<Value> {
    let small = i64::try_from(value).map(Value::from);
    small.or_else(|_| u64::try_from(value).map(Value::from)).ok()
}

/// A number with a fraction that single precision and decimal text carry exactly; none if limits leave no room.
pub(super) fn number(flat: &Flat<'_>, round: Round, ordinal: u32) -> Option<Value> {
    let minimum = flat.get("minimum").as_f64();
    let maximum = flat.get("maximum").as_f64();
    let wanted = match round {
        Round::Edge => 8_388_607.5,
        Round::Empty => -0.0625,
        Round::Required | Round::Full => f64::from(ordinal % 1000) + 0.5,
    };
    let value = match (flat.get("multipleOf").as_f64().filter(|it| *it > 0.0), minimum, maximum) {
        (Some(step), low, _) => step * (low.unwrap_or(step) / step).ceil().max(1.0),
        (None, low, high) if fits(flat, wanted, low, high) => wanted,
        (None, Some(low), Some(high)) => f64::midpoint(low, high),
        (None, Some(low), None) => low + 0.5,
        (None, None, Some(high)) => high - 0.5,
        (None, None, None) => wanted,
    };
    fits(flat, value, minimum, maximum).then(|| Number::from_f64(value).map(Value::Number)).flatten()
}

fn fits(flat: &Flat<'_>, value: f64, minimum: Option<f64>, maximum: Option<f64>) -> bool {
    let above = minimum.is_none_or(|it| value > it || (value == it && !flat.is("exclusiveMinimum")));
    let below = maximum.is_none_or(|it| value < it || (value == it && !flat.is("exclusiveMaximum")));
    above && below
}

/// A limit as a whole number; limits are written as `1` and as `1.0`.
fn whole(limit: &Value, round: fn(f64) -> f64) -> Option<i128> {
    let exact = limit.as_i64().map(i128::from).or_else(|| limit.as_u64().map(i128::from));
    // Limits beyond the range of integers are cut off there.
    exact.or_else(|| limit.as_f64().map(|it| round(it) as i128))
}
