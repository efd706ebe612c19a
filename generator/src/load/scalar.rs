//! What a plain YAML scalar means: the core schema of YAML 1.2.
//!
//! `yes`, `no`, `on` and `off` are texts: YAML 1.1 read them as truth values, to the surprise of Norway.

use super::Value;

/// The value of a plain scalar.
pub(crate) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Float(f64::NAN),
        _ => {}
    }
    let first = text.as_bytes()[0];
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return Value::Text(text.to_owned());
    }
    number(text).unwrap_or_else(|| Value::Text(text.to_owned()))
}

fn number(text: &str) -> Option<Value> {
    let radix = |digits: &str, radix| {
        let valid = !digits.is_empty() && digits.bytes().all(|it| char::from(it).is_digit(radix));
        valid.then(|| i128::from_str_radix(digits, radix).map_or(Value::Float(f64::INFINITY), Value::Integer))
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(Value::Float(f64::INFINITY));
    }
    if unsigned.bytes().all(|it| it.is_ascii_digit()) && !unsigned.is_empty() {
        return text.parse().map(Value::Integer).ok().or_else(|| text.parse().map(Value::Float).ok());
    }
    is_float(unsigned).then(|| text.parse().ok().map(Value::Float)).flatten()
}

/// `[0-9]* (\. [0-9]*)? ([eE] [-+]? [0-9]+)?` with at least one digit before the exponent.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(idx) => (&text[..idx], Some(&text[idx + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let has_mantissa = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let has_exponent = exponent.is_none_or(|it| {
        let it = it.strip_prefix(['+', '-']).unwrap_or(it);
        !it.is_empty() && digits(it)
    });
    has_mantissa && has_exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Value) {
        assert_eq!(resolve(text), expected, "{text}");
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        check("", Value::Null);
        check("~", Value::Null);
        check("True", Value::Bool(true));
        check("007", Value::Integer(7));
        check("-12", Value::Integer(-12));
        check("0x1F", Value::Integer(31));
        check("0o17", Value::Integer(15));
        check("1.0", Value::Float(1.0));
        check(".5", Value::Float(0.5));
        check("1.", Value::Float(1.0));
        check("1e3", Value::Float(1000.0));
        check("-.inf", Value::Float(f64::INFINITY));
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "yes",
            "no",
            "on",
            "off",
            "y",
            "1_000",
            "0b1",
            "1:20",
            "2020-09-30",
            "1.2.3",
            "0x",
            "-",
            "+",
            ".",
            "e3",
            "1e",
            "0o8",
        ] {
            check(text, Value::Text(text.to_owned()));
        }
    }

    #[test]
    fn a_number_beyond_every_integer_is_a_float() {
        check(&"9".repeat(50), Value::Float(1e50));
    }
}
