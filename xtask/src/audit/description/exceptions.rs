//! `exceptions.yaml`: differences between reference and description that are accepted, each with its reason.

use std::collections::HashMap;

use specwright::{
    diagnostic::{Place, Sink, quote, quote_list},
    load::{Map, Node},
};

use super::inventory::Section;
use crate::audit::finding::{Rule, Subject};

/// A difference that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    pub(crate) subject: Subject,
    pub(crate) rule: Rule,
    /// What the description must have: the name in a difference of rule `name`, the type in one of rule `type`.
    pub(crate) described: Option<String>,
    /// Where the entry stands.
    pub(crate) place: Place,
}

const KEYS: &[&str] = &["section", "where", "name", "described", "finding", "reason"];
const OPTIONAL: &str = "described";

/// Places that stand alone; others take a word: `response 409`, `object:Volume`.
const PLACES: &[&str] = &["section", "path", "query", "header", "request", "response", "status-codes"];

/// The id of all faults of this file.
const SHAPE: &str = "exception-shape";

/// Reads the entries; one with a fault is left out.
pub(super) fn parse(node: &Node, inventory: Option<&[Section]>, sink: &mut Sink) -> Vec<Exception> {
    let Some(items) = node.as_list() else {
        sink.error(SHAPE, node.place, "the exceptions are a list");
        return Vec::new();
    };
    let exceptions: Vec<Exception> = items.iter().filter_map(|item| exception(item, inventory, sink)).collect();
    let mut first: HashMap<_, Place> = HashMap::new();
    for it in &exceptions {
        let Subject { section, place, name } = &it.subject;
        match first.get(&(section, place, name, it.rule)) {
            Some(earlier) => {
                let text = format!("{} is accepted for the second time", quote(name));
                sink.error(SHAPE, it.place, text).also(*earlier, "first accepted here");
            }
            None => {
                first.insert((section, place, name, it.rule), it.place);
            }
        }
    }
    exceptions
}

fn exception(item: &Node, inventory: Option<&[Section]>, sink: &mut Sink) -> Option<Exception> {
    let Some(map) = item.as_map() else {
        sink.error(SHAPE, item.place, format!("an exception is {}, expected a map", item.kind_name()));
        return None;
    };
    for unknown in map.iter().filter(|it| !KEYS.contains(&it.key.as_str())) {
        let text = format!("{} is not a key of an exception", quote(&unknown.key));
        sink.error(SHAPE, unknown.key_place, text).did_you_mean(&unknown.key, KEYS.iter().copied());
    }
    // All keys are looked at before the first that is wrong ends it.
    let section = text(map, "section", item.place, sink).filter(|it| is_section(it, inventory, sink));
    let place = text(map, "where", item.place, sink).filter(|it| is_place(it, sink));
    let name = text(map, "name", item.place, sink);
    let rule = text(map, "finding", item.place, sink).and_then(|it| rule_of(it, sink));
    let described = map.get(OPTIONAL).map(|it| it.as_text().unwrap_or_default().to_owned());
    if rule == Some(Rule::Name) && described.is_none() {
        sink.error(SHAPE, item.place, "an exception of finding `name` needs `described`");
    }
    if let Some(reason) = text(map, "reason", item.place, sink)
        && !reason.as_text().unwrap_or_default().ends_with('.')
    {
        sink.error(SHAPE, reason.place, "the reason is no sentence with a full stop");
    }
    let word = |node: &Node| node.as_text().unwrap_or_default().to_owned();
    let subject = Subject { section: word(section?), place: word(place?), name: word(name?) };
    Some(Exception { subject, rule: rule?, described, place: item.place })
}

fn text<'a>(map: &'a Map, key: &str, place: Place, sink: &mut Sink) -> Option<&'a Node> {
    let found = map.get(key).filter(|it| it.as_text().is_some_and(|text| !text.is_empty()));
    if found.is_none() {
        sink.error(
            SHAPE,
            map.get(key).map_or(place, |it| it.place),
            format!("an exception has no text under {}", quote(key)),
        );
    }
    found
}

fn is_section(node: &Node, inventory: Option<&[Section]>, sink: &mut Sink) -> bool {
    let number = node.as_text().unwrap_or_default();
    let exists = inventory.is_none_or(|sections| sections.iter().any(|it| it.number == number));
    if !exists {
        sink.error(SHAPE, node.place, format!("the inventory has no section {}", quote(number)));
    }
    exists
}

fn is_place(node: &Node, sink: &mut Sink) -> bool {
    let place = node.as_text().unwrap_or_default();
    let is_known = PLACES.contains(&place)
        || place.strip_prefix("object:").is_some_and(|name| !name.is_empty())
        || place.strip_prefix("response ").is_some_and(|status| status.len() == 3 || status == "default");
    if !is_known {
        let known = quote_list(PLACES.iter().copied().chain(["response <status>", "object:<caption>"]), "and");
        let text = format!("{} is no place of a page", quote(place));
        sink.error(SHAPE, node.place, text).help(format!("places are {known}"));
    }
    is_known
}

fn rule_of(node: &Node, sink: &mut Sink) -> Option<Rule> {
    let id = node.as_text().unwrap_or_default();
    let found = Rule::ACCEPTABLE.iter().copied().find(|it| it.id() == id);
    if found.is_none() {
        let known = quote_list(Rule::ACCEPTABLE.iter().map(|it| it.id()), "and");
        let text = format!("{} is no finding that can be accepted", quote(id));
        sink.error(SHAPE, node.place, text).help(format!("accepted are {known}"));
    }
    found
}
