//! What paging must know of an answer, in one pass over its text that keeps nothing else.
//!
//! The typed answer is no help here: where its fields stand is known to printed code alone.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Paging;

/// What was seen of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Glance {
    pub(super) n_items: u64,
    /// A hash of all items.
    pub(super) fingerprint: u64,
    pub(super) total: Option<i64>,
    pub(super) next: Option<String>,
}

/// Looks at the body of an answer; what is not there, or not JSON, is not seen.
pub(super) fn glance(body: &[u8], paging: &Paging) -> Glance {
    let mut seen = Seen::default();
    let paths = Paths { items: Some(paging.items), total: paging.total, next: paging.next };
    let mut reader = serde_json::Deserializer::from_slice(body);
    // Whether the body is well formed is for the typed answer to say.
    drop(Look { paths, is_item: false, seen: &mut seen }.deserialize(&mut reader));
    Glance { n_items: seen.n_items, fingerprint: seen.items.finish(), total: seen.total, next: seen.next }
}

#[derive(Default)]
struct Seen {
    n_items: u64,
    items: DefaultHasher,
    total: Option<i64>,
    next: Option<String>,
}

/// The rest of the ways to what is looked for; an empty rest is the place itself.
#[derive(Clone, Copy, Default)]
struct Paths<'p> {
    items: Option<&'p str>,
    total: Option<&'p str>,
    next: Option<&'p str>,
}

impl Paths<'_> {
    /// The ways from the member `name` on.
    fn below(self, name: &str) -> Self {
        Self { items: rest(self.items, name), total: rest(self.total, name), next: rest(self.next, name) }
    }

    const fn lead_nowhere(self) -> bool {
        self.items.is_none() && self.total.is_none() && self.next.is_none()
    }
}

fn rest<'p>(path: Option<&'p str>, name: &str) -> Option<&'p str> {
    let rest = path?.strip_prefix(name)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

struct Look<'p, 's> {
    paths: Paths<'p>,
    is_item: bool,
    seen: &'s mut Seen,
}

impl Look<'_, '_> {
    /// A number or a text, which can be a total or a marker.
    fn scalar(self, text: &str) {
        if self.is_item {
            text.hash(&mut self.seen.items);
        }
        if self.paths.total == Some("") {
            self.seen.total = text.trim().parse().ok();
        }
        if self.paths.next == Some("") {
            self.seen.next = Some(text.to_owned());
        }
    }

    /// Something that is neither, but may be part of an item.
    fn mark(self, mark: u8) {
        if self.is_item {
            mark.hash(&mut self.seen.items);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if self.paths.lead_nowhere() && !self.is_item {
            return from.deserialize_ignored_any(IgnoredAny).map(drop);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.mark(u8::from(value));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.mark(2);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar(&value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.scalar(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let is_list = self.paths.items == Some("");
        let is_item = self.is_item || is_list;
        let Self { seen, .. } = self;
        while list.next_element_seed(Look { paths: Paths::default(), is_item, seen: &mut *seen })?.is_some() {
            seen.n_items += u64::from(is_list);
        }
        if is_item {
            3_u8.hash(&mut seen.items);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { paths, is_item, seen } = self;
        while let Some(paths) = members.next_key_seed(Name { paths, is_item, seen: &mut *seen })? {
            members.next_value_seed(Look { paths, is_item, seen: &mut *seen })?;
        }
        if is_item {
            4_u8.hash(&mut seen.items);
        }
        Ok(())
    }
}

/// A member's name, which tells where the ways lead behind it.
struct Name<'p, 's> {
    paths: Paths<'p>,
    is_item: bool,
    seen: &'s mut Seen,
}

impl<'de, 'p> DeserializeSeed<'de> for Name<'p, '_> {
    type Value = Paths<'p>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Paths<'p>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'p> Visitor<'_> for Name<'p, '_> {
    type Value = Paths<'p>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Paths<'p>, E> {
        if self.is_item {
            name.hash(&mut self.seen.items);
        }
        Ok(self.paths.below(name))
    }
}
