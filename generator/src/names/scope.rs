//! A scope: the names that are taken in one namespace, and by what.

use std::collections::HashMap;

/// The names that are taken in one namespace.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashMap<String, String>,
}

impl Scope {
    /// A scope in which these names are taken by printed code.
    pub(super) fn with_reserved(reserved: &[&str]) -> Self {
        let mut scope = Self::default();
        scope.reserve(reserved);
        scope
    }

    /// Takes names for printed code.
    pub(super) fn reserve(&mut self, reserved: &[&str]) {
        for name in reserved {
            self.take((*name).to_owned(), "printed code");
        }
    }

    /// What holds the name, if anything does.
    pub(super) fn holder(&self, name: &str) -> Option<&str> {
        self.taken.get(name).map(String::as_str)
    }

    /// Takes a name that is free.
    pub(super) fn take(&mut self, name: String, what: &str) {
        self.taken.insert(name, what.to_owned());
    }

    /// Takes the first of `name2`, `name3`, ... that is free.
    pub(super) fn take_numbered(&mut self, name: &str, what: &str) -> String {
        // A digit at the end would run into the number.
        let base = if name.ends_with(|it: char| it.is_ascii_digit()) { format!("{name}_") } else { name.to_owned() };
        let mut n = 2_usize;
        loop {
            let candidate = format!("{base}{n}");
            if !self.taken.contains_key(&candidate) {
                self.take(candidate.clone(), what);
                return candidate;
            }
            n += 1;
        }
    }

    /// Takes `name`, or a numbered one if it is taken, without a word.
    pub(super) fn take_quietly(&mut self, name: String, what: &str) -> String {
        if self.taken.contains_key(&name) {
            return self.take_numbered(&name, what);
        }
        self.take(name.clone(), what);
        name
    }
}
