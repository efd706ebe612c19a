//! Patterns: compiled once, kept for the life of the process.
//!
//! Schemas speak the dialect of ECMAScript. What the small engine here cannot compile (look-around, back references)
//! is not checked, and [`unsupported_patterns`] names it: a constraint that we cannot read must not refuse values.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regex_lite::Regex;

/// Patterns by their text; `None` cannot be compiled.
static PATTERNS: RwLock<BTreeMap<&'static str, Option<Arc<Regex>>>> = RwLock::new(BTreeMap::new());

/// Whether the pattern occurs in the text. A pattern that cannot be compiled matches everything.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.is_match(text))
}

/// The patterns that were met so far and cannot be checked.
#[must_use]
pub fn unsupported_patterns() -> Vec<&'static str> {
    let patterns = PATTERNS.read().unwrap_or_else(PoisonError::into_inner);
    patterns.iter().filter(|(_, regex)| regex.is_none()).map(|(pattern, _)| *pattern).collect()
}

fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    if let Some(known) = PATTERNS.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return known.clone();
    }
    let regex = Regex::new(pattern).ok().map(Arc::new);
    PATTERNS.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex.clone());
    regex
}
