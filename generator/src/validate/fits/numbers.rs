//! Numbers against their limits.

use super::Fit;
use crate::diagnostic::quote;
use crate::load::{Node, Value};

impl Fit<'_> {
    pub(super) fn number(&mut self, schema: &Node, value: &Node) {
        let Some(number) = value.as_number() else { return };
        let limit = |key| schema.get(key).and_then(Node::as_number);
        let excludes = |key| schema.get(key).and_then(Node::as_bool) == Some(true);
        if let Some(least) = limit("minimum")
            && (number < least || excludes("exclusiveMinimum") && number <= least)
        {
            self.misfit(value.place, format!("{number} is below the minimum {least}"));
        }
        if let Some(most) = limit("maximum")
            && (number > most || excludes("exclusiveMaximum") && number >= most)
        {
            self.misfit(value.place, format!("{number} is above the maximum {most}"));
        }
        if let Some(step) = limit("multipleOf")
            && step > 0.0
            && !is_multiple(number, step)
        {
            self.misfit(value.place, format!("{number} is not a multiple of {step}"));
        }
        self.width(schema, value);
    }

    fn width(&mut self, schema: &Node, value: &Node) {
        let Value::Integer(number) = value.value else { return };
        let fits = match schema.get_text("format") {
            Some("int32") => i32::try_from(number).is_ok(),
            Some("int64") => i64::try_from(number).is_ok(),
            _ => true,
        };
        if !fits {
            let format = quote(schema.get_text("format").unwrap_or_default());
            self.misfit(value.place, format!("{number} is beyond the format {format}"));
        }
    }
}

/// Decimal fractions have no exact binary form, so nearly a multiple is one.
fn is_multiple(number: f64, step: f64) -> bool {
    let times = number / step;
    (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
}
