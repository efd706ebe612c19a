//! The tree of a loaded file: values as JSON has them, each with its place, maps in the order of the file.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::diagnostic::Place;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value starts.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// A value as JSON has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, or nothing where YAML expects a value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number without fraction or exponent.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map with text keys.
    Map(Map),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as text.
    pub key: String,
    /// Where the key starts.
    pub key_place: Place,
    /// The value.
    pub value: Node,
}

/// A map in the order of the file, without duplicate keys.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<Entry>,
    /// Entry numbers sorted by key; only for maps too big to search through.
    sorted: Vec<u32>,
}

impl Map {
    /// Up to here looking at every key is as fast as a search.
    const SMALL: usize = 12;

    /// A map of these entries. Of entries with the same key the first stays;
    /// every later one is handed to `on_duplicate` together with it.
    pub fn new(mut entries: Vec<Entry>, mut on_duplicate: impl FnMut(&Entry, &Entry)) -> Self {
        let order = sorted(&entries);
        let mut dropped = Vec::new();
        for group in order.chunk_by(|a, b| entries[*a as usize].key == entries[*b as usize].key) {
            for later in &group[1..] {
                on_duplicate(&entries[group[0] as usize], &entries[*later as usize]);
                dropped.push(*later as usize);
            }
        }
        if dropped.is_empty() {
            let sorted = if entries.len() > Self::SMALL { order } else { Vec::new() };
            return Map { entries, sorted };
        }
        dropped.sort_unstable();
        let mut idx = 0;
        entries.retain(|_| {
            idx += 1;
            dropped.binary_search(&(idx - 1)).is_err()
        });
        let sorted = if entries.len() > Self::SMALL { sorted(&entries) } else { Vec::new() };
        Map { entries, sorted }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|it| &it.value)
    }

    /// A key with its value and its place.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.position(key).map(|idx| &self.entries[idx])
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.position(key).map(|idx| &mut self.entries[idx].value)
    }

    /// Adds an entry at the end; if the key is there already, nothing happens.
    pub fn push(&mut self, entry: Entry) {
        if self.entry(&entry.key).is_some() {
            return;
        }
        self.entries.push(entry);
        if self.entries.len() > Self::SMALL {
            self.sorted = sorted(&self.entries);
        }
    }

    /// Adds entries at the end; those whose key is there already are left out.
    pub fn extend(&mut self, entries: Vec<Entry>) {
        let mut all = std::mem::take(&mut self.entries);
        all.extend(entries);
        *self = Map::new(all, |_, _| {});
    }

    /// The entries in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|it| it.key.as_str())
    }

    /// The values in the order of the file, to be changed.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.entries.iter_mut().map(|it| (it.key.as_str(), &mut it.value))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.sorted.is_empty() {
            return self.entries.iter().position(|it| it.key == key);
        }
        let found = self.sorted.binary_search_by(|idx| self.entries[*idx as usize].key.as_str().cmp(key));
        found.ok().map(|idx| self.sorted[idx] as usize)
    }
}

/// Entry numbers by key, equal keys in the order of the file.
fn sorted(entries: &[Entry]) -> Vec<u32> {
    let n_entries = u32::try_from(entries.len()).expect("the limit of nodes is far below 2^32");
    let mut order: Vec<u32> = (0..n_entries).collect();
    order.sort_by(|a, b| entries[*a as usize].key.cmp(&entries[*b as usize].key));
    order
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Node {
    /// A value with its place.
    pub fn new(place: Place, value: Value) -> Self {
        Node { place, value }
    }

    /// A text with its place.
    pub fn text(place: Place, text: impl Into<String>) -> Self {
        Node::new(place, Value::Text(text.into()))
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// The text of a key, if this is a map that has it as a text.
    pub fn get_text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, if this is a whole one, written with or without a fraction of zero.
    pub fn as_integer(&self) -> Option<i128> {
        match self.value {
            Value::Integer(number) => Some(number),
            Value::Float(number) => whole(number),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        match self.value {
            #[expect(clippy::cast_precision_loss, reason = "limits of numbers are compared as JSON numbers")]
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The map, if this is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Whether nothing stands here.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// What kind of value this is, as messages say it.
    pub fn kind_name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a truth value",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The same value as JSON; places are lost.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(number) => integer(*number),
            Value::Float(number) => (*number).into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(map) => {
                serde_json::Value::Object(map.iter().map(|it| (it.key.clone(), it.value.to_json())).collect())
            }
        }
    }
}

/// A float without fraction that an integer can hold exactly.
pub(crate) fn whole(number: f64) -> Option<i128> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the line above it")]
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i128)
}

fn integer(number: i128) -> serde_json::Value {
    if let Ok(number) = i64::try_from(number) {
        return number.into();
    }
    if let Ok(number) = u64::try_from(number) {
        return number.into();
    }
    #[expect(clippy::cast_precision_loss, reason = "JSON numbers beyond 64 bits are floats for every reader")]
    (number as f64).into()
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(number) => match (i64::try_from(*number), u64::try_from(*number)) {
                (Ok(number), _) => serializer.serialize_i64(number),
                (_, Ok(number)) => serializer.serialize_u64(number),
                _ => serializer.serialize_i128(*number),
            },
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for entry in map {
                    out.serialize_entry(&entry.key, &entry.value)?;
                }
                out.end()
            }
        }
    }
}
