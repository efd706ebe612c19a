//! What paging must know of an answer, in one pass over its text that keeps nothing else.
//!
//! The typed answer is no help here: where its fields stand is known to printed code alone.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{PageStyle, Paging};

/// What was seen of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Glance {
    pub(super) n_items: u64,
    /// A hash of all items.
    pub(super) fingerprint: u64,
    pub(super) total: Option<i64>,
    pub(super) next: Option<String>,
    /// What the first item has in the field that makes the last one's the next marker, which is then `next`.
    pub(super) first_key: Option<String>,
}

/// Looks at the body of an answer; what is not there, or not JSON, is not seen.
pub(super) fn glance(body: &[u8], paging: &Paging) -> Glance {
    let mut seen = Seen::default();
    let (next, key) = match paging.style {
        PageStyle::LastItem => (None, paging.next),
        PageStyle::Offset | PageStyle::PageNumber | PageStyle::Marker => (paging.next, None),
    };
    seen.key_of_items = key;
    let paths = Paths { items: Some(paging.items), total: paging.total, next, key: None };
    let mut reader = serde_json::Deserializer::from_slice(body);
    // Whether the body is well formed is for the typed answer to say.
    drop(Look { paths, is_item: false, seen: &mut seen }.deserialize(&mut reader));
    let Seen { n_items, total, next, first_key, .. } = seen;
    Glance { n_items, fingerprint: seen.items.finish(), total, next, first_key }
}

#[derive(Default)]
struct Seen {
    n_items: u64,
    items: DefaultHasher,
    total: Option<i64>,
    next: Option<String>,
    /// The key of the item that is looked at.
    key: Option<String>,
    first_key: Option<String>,
    /// The way from an item to its key, where the last item's is the next marker.
    key_of_items: Option<&'static str>,
}

/// The rest of the ways to what is looked for; an empty rest is the place itself.
#[derive(Clone, Copy, Default)]
struct Paths<'p> {
    items: Option<&'p str>,
    total: Option<&'p str>,
    next: Option<&'p str>,
    /// Within an item.
    key: Option<&'p str>,
}

impl Paths<'_> {
    /// The ways from the member `name` on.
    fn below(self, name: &str) -> Self {
        Self {
            items: rest(self.items, name),
            total: rest(self.total, name),
            next: rest(self.next, name),
            key: rest(self.key, name),
        }
    }

    const fn lead_nowhere(self) -> bool {
        self.items.is_none() && self.total.is_none() && self.next.is_none() && self.key.is_none()
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
        if self.paths.key == Some("") {
            self.seen.key = Some(text.to_owned());
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
        let key = seen.key_of_items.filter(|_| is_list);
        let paths = Paths { key, ..Paths::default() };
        while list.next_element_seed(Look { paths, is_item, seen: &mut *seen })?.is_some() {
            seen.n_items += u64::from(is_list);
            if key.is_some() {
                // The key of this item, if it has one, and not that of the item before.
                seen.next = seen.key.take();
                seen.first_key = seen.first_key.take().or_else(|| seen.next.clone());
            }
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
