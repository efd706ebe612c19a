//! Compares two JSON values, and names every place where they differ.

use serde_json::{Number, Value};

/// A place where two values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// JSON pointer.
    pub(super) pointer: String,
    /// What was sent, as JSON; `nothing` if it was not there.
    pub(super) sent: String,
    /// What arrived.
    pub(super) arrived: String,
}

/// The differences, and how many leaves were compared.
pub(super) fn compare(sent: &Value, arrived: &Value) -> (Vec<Difference>, usize) {
    let mut walk = Walk { differences: Vec::new(), n_leaves: 0 };
    walk.both("", Some(sent), Some(arrived));
    (walk.differences, walk.n_leaves)
}

struct Walk {
    differences: Vec<Difference>,
    n_leaves: usize,
}

impl Walk {
    fn both(&mut self, pointer: &str, sent: Option<&Value>, arrived: Option<&Value>) {
        match (sent, arrived) {
            (Some(Value::Object(one)), Some(Value::Object(other))) => {
                let others = other.keys().filter(|it| !one.contains_key(*it));
                for key in one.keys().chain(others) {
                    let step = key.replace('~', "~0").replace('/', "~1");
                    self.both(&format!("{pointer}/{step}"), one.get(key), other.get(key));
                }
            }
            (Some(Value::Array(one)), Some(Value::Array(other))) => {
                for idx in 0..one.len().max(other.len()) {
                    self.both(&format!("{pointer}/{idx}"), one.get(idx), other.get(idx));
                }
            }
            _ => self.leaf(pointer, sent, arrived),
        }
    }

    fn leaf(&mut self, pointer: &str, sent: Option<&Value>, arrived: Option<&Value>) {
        self.n_leaves += 1;
        let is_same = match (sent, arrived) {
            (Some(Value::Number(one)), Some(Value::Number(other))) => is_same_number(one, other),
            _ => sent == arrived,
        };
        if !is_same {
            self.differences.push(Difference {
                pointer: pointer.to_owned(),
                sent: shown(sent),
                arrived: shown(arrived),
            });
        }
    }
}

/// A field of a fractional type writes `2` as `2.0`, which is the same number.
fn is_same_number(one: &Number, other: &Number) -> bool {
    match one.is_f64() || other.is_f64() {
        true => one.as_f64() == other.as_f64(),
        false => one == other,
    }
}

fn shown(value: Option<&Value>) -> String {
    const N_CHARS: usize = 200;
    let Some(value) = value else {
        return "nothing".to_owned();
    };
    let text = value.to_string();
    match text.char_indices().nth(N_CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// Takes out what a place that is not JSON cannot tell from nothing: nulls, empty lists, empty objects.
///
/// A query has no text for `[]` (OpenAPI says to leave the parameter out), and so have headers, cookies and forms.
pub(super) fn without_empty(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let items: Vec<Value> = items.into_iter().filter_map(without_empty).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(members) => {
            let members: serde_json::Map<_, _> =
                members.into_iter().filter_map(|(name, value)| without_empty(value).map(|it| (name, it))).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        leaf => Some(leaf),
    }
}
