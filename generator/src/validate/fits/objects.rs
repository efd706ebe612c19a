//! Maps against the properties of an object.

use super::{Fit, Misfit};
use crate::diagnostic::{Place, quote};
use crate::load::{Map, Node};
use crate::validate::fields::{Names, keyword, property_names};
use crate::validate::inventory::Direction;

impl<'a> Fit<'a> {
    pub(super) fn map(&mut self, schema: &'a Node, place: Place, map: &Map) {
        self.size(schema, place, map.len(), ("minProperties", "maxProperties"), "properties");
        let properties = schema.get("properties").and_then(Node::as_map);
        for name in schema.get("required").and_then(Node::as_list).unwrap_or_default() {
            let Some(name) = name.as_text() else { continue };
            let is_expected = properties.and_then(|it| it.get(name)).is_none_or(|it| self.travels(it));
            if map.get(name).is_none() && is_expected {
                self.misfit(place, format!("the required property {} is missing", quote(name)));
            }
        }
        let additional = schema.get("additionalProperties").filter(|it| it.as_map().is_some());
        for entry in map {
            match (properties.and_then(|it| it.get(&entry.key)), additional) {
                (Some(property), _) => self.value(property, &entry.value),
                (None, Some(additional)) => self.value(additional, &entry.value),
                (None, None) => {}
            }
        }
    }

    /// Whether a property is there in this direction.
    fn travels(&self, property: &'a Node) -> bool {
        let is_set = |key| keyword(self.bundle, property, key).and_then(Node::as_bool) == Some(true);
        match self.direction {
            Direction::Request => !is_set("readOnly"),
            Direction::Response => !is_set("writeOnly"),
            Direction::Either => !is_set("readOnly") && !is_set("writeOnly"),
        }
    }

    /// Fields that no part of the composition knows.
    pub(super) fn unknown_fields(&mut self, schema: &'a Node, map: &Map) {
        let mut names = Names::default();
        property_names(self.bundle, schema, &mut names);
        self.spend(names.properties.len() / 4);
        if names.is_open || names.properties.is_empty() && !names.is_closed {
            return;
        }
        for entry in map.iter().filter(|it| !names.properties.contains_key(it.key.as_str())) {
            let text = match names.is_closed {
                true => format!("{} is here, but the schema allows no other properties", quote(&entry.key)),
                false => format!("the schema has no property {}", quote(&entry.key)),
            };
            let candidates = names.properties.keys().map(|it| (*it).to_owned()).collect();
            let is_unknown_field = !names.is_closed;
            let word = Some(entry.key.clone());
            self.add(Misfit { place: entry.key_place, text, is_unknown_field, word, candidates });
        }
    }
}
