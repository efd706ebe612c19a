//! Names of types, fields and variants.

use std::collections::HashMap;

use super::homes::Home;
use super::scope::Scope;
use super::{Planner, TypeNames, idents};
use crate::diagnostic::Place;
use crate::ir::{Additional, Api, Record, Shape, Type, TypeId, TypeName, Union};

/// Names that printed code needs for itself.
pub(super) const PRELUDE: &[&str] = &[
    "Self",
    "String",
    "Option",
    "Vec",
    "Box",
    "Result",
    "Ok",
    "Err",
    "Some",
    "None",
    "Send",
    "Sync",
    "Sized",
    "Copy",
    "Clone",
    "Default",
    "PartialEq",
    "PartialOrd",
    "Eq",
    "Ord",
    "Hash",
    "Debug",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Into",
    "Iterator",
    "IntoIterator",
    "ToString",
    "ToOwned",
    "AsRef",
    "AsMut",
    "TryFrom",
    "TryInto",
];

impl Planner<'_> {
    pub(super) fn types(&mut self, api: &Api, homes: &HashMap<TypeId, Home>) -> HashMap<TypeId, TypeNames> {
        let mut scope = Scope::with_reserved(PRELUDE);
        let mut idents = HashMap::new();
        for (id, ty) in api.types.iter() {
            if let TypeName::Component(name) = &ty.name {
                idents.insert(id, self.component(&mut scope, ty, name));
            }
        }
        for (id, ty) in api.types.iter() {
            if homes.contains_key(&id) && !idents.contains_key(&id) && becomes_item(ty) {
                let name = ty.rust_name.clone().unwrap_or_else(|| inline_name(api, id, &idents));
                let name = outside_prelude(name);
                idents.insert(id, scope.take_quietly(name, "an inline type"));
            }
        }
        let mut names = HashMap::new();
        for (id, ident) in idents {
            let Some(&home) = homes.get(&id) else { continue };
            let (members, rest) = self.members(&api.types[id], &ident, api);
            names.insert(id, TypeNames { ident, home, members, rest });
        }
        names
    }

    fn component(&mut self, scope: &mut Scope, ty: &Type, name: &str) -> String {
        let ident = ty.rust_name.clone().unwrap_or_else(|| idents::pascal(name));
        self.claim(scope, outside_prelude(ident), &format!("the schema `{name}`"), ty.origin.place)
    }

    fn members(&mut self, ty: &Type, owner: &str, api: &Api) -> (Vec<String>, String) {
        match &ty.shape {
            Shape::Record(record) => self.fields(record, owner, api),
            Shape::Text { values, .. } => {
                let mut scope = Scope::with_reserved(&["Self"]);
                let values = values.iter().map(|value| (value.value.clone(), value.rust_name.clone()));
                self.variants(&mut scope, values, owner, ty.origin.place)
            }
            Shape::Integer { values, .. } => {
                let mut scope = Scope::with_reserved(&["Self"]);
                let values = values.iter().map(|value| (value.value.to_string(), value.rust_name.clone()));
                self.variants(&mut scope, values, owner, ty.origin.place)
            }
            Shape::Union(union) => self.alternatives(union, api),
            _ => (Vec::new(), String::new()),
        }
    }

    fn fields(&mut self, record: &Record, owner: &str, api: &Api) -> (Vec<String>, String) {
        let mut scope = Scope::default();
        let mut members = Vec::new();
        for field in &record.fields {
            let ident = field.rust_name.clone().unwrap_or_else(|| idents::snake(&field.name));
            let place = api.types[field.ty.ty].origin.place;
            members.push(self.claim(&mut scope, ident, &format!("the field `{}` of `{owner}`", field.name), place));
        }
        let rest = scope.take_quietly("additional".to_owned(), "the additional properties");
        (members, rest)
    }

    fn variants(
        &mut self,
        scope: &mut Scope,
        values: impl Iterator<Item = (String, Option<String>)>,
        owner: &str,
        place: Option<Place>,
    ) -> (Vec<String>, String) {
        let mut members = Vec::new();
        for (value, chosen) in values {
            let what = format!("the value `{value}` of `{owner}`");
            let ident = chosen.unwrap_or_else(|| idents::variant(&value));
            members.push(self.claim(scope, ident, &what, place));
        }
        let rest = scope.take_quietly("Unknown".to_owned(), "unknown values");
        (members, rest)
    }

    fn alternatives(&mut self, union: &Union, api: &Api) -> (Vec<String>, String) {
        let mut scope = Scope::with_reserved(&["Self"]);
        let mut members = Vec::new();
        for variant in &union.variants {
            let ty = &api.types[variant.ty.ty];
            let word = match (&variant.title, &ty.name) {
                (Some(title), _) => idents::variant(title),
                (None, TypeName::Component(name)) => idents::variant(name),
                (None, TypeName::Inline { path, .. }) => value_word(api, variant.ty.ty)
                    .unwrap_or_else(|| idents::variant(path.last().map_or("", String::as_str))),
            };
            let word = discriminating_word(union, variant.ty.ty).filter(|_| variant.title.is_none()).unwrap_or(word);
            members.push(scope.take_quietly(word, "an alternative"));
        }
        let rest = scope.take_quietly("Unknown".to_owned(), "unknown values");
        (members, rest)
    }
}

/// Whether a type becomes a Rust item although no component names it.
pub(crate) fn becomes_item(ty: &Type) -> bool {
    match &ty.shape {
        Shape::Record(record) => !is_map(record),
        Shape::Text { values, .. } => !values.is_empty(),
        Shape::Integer { values, .. } => !values.is_empty(),
        Shape::Union(_) => true,
        _ => false,
    }
}

/// Whether a record has no fields of its own and stands for a map.
pub(crate) fn is_map(record: &Record) -> bool {
    record.fields.is_empty() && record.additional != Additional::Forbidden
}

/// A name that does not hide what printed code takes from the prelude.
fn outside_prelude(ident: String) -> String {
    if PRELUDE.contains(&ident.as_str()) { format!("{ident}Model") } else { ident }
}

/// The name of an inline type: that of its parent and the words that lead from there.
fn inline_name(api: &Api, id: TypeId, idents: &HashMap<TypeId, String>) -> String {
    let TypeName::Inline { parent, path } = &api.types[id].name else {
        return String::new();
    };
    let own: String = path.iter().filter(|word| !word.is_empty()).map(|word| idents::pascal(word)).collect();
    let prefix = parent.map(|parent| {
        idents.get(&parent).cloned().unwrap_or_else(|| match &api.types[parent].name {
            TypeName::Component(name) => idents::pascal(name),
            TypeName::Inline { .. } => inline_name(api, parent, idents),
        })
    });
    let name = idents::shortened(format!("{}{own}", prefix.unwrap_or_default()));
    if name.is_empty() { "Inline".to_owned() } else { name }
}

/// For an alternative without a title, the one value of the property that tells it apart.
fn discriminating_word(union: &Union, id: TypeId) -> Option<String> {
    let discriminator = union.discriminator.as_ref().filter(|it| it.inferred)?;
    let value = discriminator.mapping.iter().find(|(_, target)| *target == id)?;
    Some(idents::variant(&value.0))
}

/// For a scalar alternative, what it is.
fn value_word(api: &Api, id: TypeId) -> Option<String> {
    let word = match &api.types[id].shape {
        Shape::Boolean => "Boolean",
        Shape::Integer { .. } => "Integer",
        Shape::Number { .. } => "Number",
        Shape::Text { .. } => "Text",
        Shape::List(_) => "List",
        Shape::Any => "Any",
        Shape::Record(record) if is_map(record) => "Map",
        _ => return None,
    };
    Some(word.to_owned())
}
