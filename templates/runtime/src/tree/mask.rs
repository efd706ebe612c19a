//! Trees without their secrets: what the description marks is replaced, the rest stays as it is.

use super::{Key, Members, Tree};
use crate::record::SECRET;

/// What stands in place of a secret.
pub(crate) const MASK: &str = "***";

/// Whether a name says that what it names is a secret: that of a header, of a query parameter, of a free member.
pub(crate) fn names_secret(name: &str) -> bool {
    const WORDS: [&str; 10] = [
        "authorization",
        "cookie",
        "token",
        "secret",
        "password",
        "passwd",
        "signature",
        "api-key",
        "apikey",
        "credential",
    ];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|it| name.contains(it))
}

impl Tree {
    /// Replaces every secret at every depth: fields that the description marks, and members that it does not know
    /// whose name says it. The number of members and items stays.
    pub(crate) fn mask(&mut self) {
        match self {
            Self::List(items) => items.iter_mut().for_each(Self::mask),
            Self::Map(members) => members.mask(),
            _ => {}
        }
    }

    /// Replaces everything but null.
    fn mask_all(&mut self) {
        match self {
            Self::Null => {}
            Self::List(items) => items.iter_mut().for_each(Self::mask_all),
            Self::Map(members) => members.entries.iter_mut().for_each(|(_, value)| value.mask_all()),
            leaf => *leaf = Self::Text(MASK.to_owned()),
        }
    }
}

impl Members {
    fn mask(&mut self) {
        let shape = self.shape;
        for (key, value) in &mut self.entries {
            let is_secret = match key {
                Key::Field(field) => shape.is_some_and(|it| it.flags(*field) & SECRET != 0),
                Key::Other(name) => names_secret(name),
            };
            match is_secret {
                true => value.mask_all(),
                false => value.mask(),
            }
        }
    }
}
