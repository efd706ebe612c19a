//! Expressions: a value of the description's examples as the Rust that makes it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::Print;
use super::super::rust::ident;
use super::{Imports, smallest};
use crate::ir::{Additional, EnumValue, IntegerWidth, Json, ListShape, Record, Shape, TextFormat, TypeId, Use};
use crate::names::{feature_name, is_map};

/// How much of a long example is shown.
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) struct Cut {
    /// Items of a list; limits of the description may ask for more.
    pub(in crate::emit) items: usize,
    /// Optional fields of an object.
    pub(in crate::emit) optional: usize,
    /// Optional parameters.
    pub(in crate::emit) setters: usize,
}

/// Which way values travel: requests have no fields that only answers have, and the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Way {
    Request,
    Answer,
}

/// Longer texts are cut.
const LONGEST_TEXT: usize = 60;

/// More values than anybody would read.
const MOST_VALUES: usize = 5000;

/// Makes values into expressions, and remembers what they need in scope.
pub(in crate::emit) struct Maker<'p, 'a> {
    pub(super) print: &'p Print<'a>,
    /// The names that the expressions need.
    pub(in crate::emit) imports: Imports,
    pub(super) cut: Cut,
    pub(super) way: Way,
    /// So many values may still be made: alternatives of alternatives can be tried without end.
    left: usize,
}

impl<'p, 'a> Maker<'p, 'a> {
    /// A maker of values that travel this way.
    pub(in crate::emit) const fn new(print: &'p Print<'a>, imports: Imports, cut: Cut, way: Way) -> Self {
        Self { print, imports, cut, way, left: MOST_VALUES }
    }

    /// Tries something; what it brought into scope goes again if it fails.
    pub(super) fn attempt<T>(&mut self, make: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.imports.clone();
        let made = make(self);
        if made.is_none() {
            self.imports = before;
        }
        made
    }

    /// The first of the given values that is of its type, else the smallest one: an `Option` where null is possible.
    pub(in crate::emit) fn value(&mut self, target: &Use, given: &[&Json], name: &str) -> Option<TokenStream> {
        self.first_of(target, given, name, |it, value| it.placed(None, target, value, name))
    }

    /// The same without regard to null.
    pub(super) fn plain_value(&mut self, target: &Use, given: &[&Json], name: &str) -> Option<TokenStream> {
        self.first_of(target, given, name, |it, value| it.plain(target.ty, value, name))
    }

    /// The text of a place that takes anything that becomes one.
    pub(super) fn text_value(&mut self, target: &Use, given: &[&Json], name: &str) -> Option<String> {
        self.first_of(target, given, name, |it, value| it.text(target.ty, value, name))
    }

    pub(super) fn first_of<T>(
        &mut self,
        target: &Use,
        given: &[&Json],
        name: &str,
        mut make: impl FnMut(&mut Self, &Json) -> Option<T>,
    ) -> Option<T> {
        for value in given {
            if let Some(made) = self.attempt(|it| make(it, value)) {
                return Some(made);
            }
        }
        let types = &self.print.api().types;
        // An example of the schema may not be of its type; without it there is nothing that could be wrong.
        [smallest::Source::Examples, smallest::Source::Limits].into_iter().find_map(|source| {
            let value = smallest::smallest(types, target, name, source)?;
            self.attempt(|it| make(it, &value))
        })
    }

    /// A value at its place: boxed where its owner would hold itself, an `Option` where null is possible.
    pub(super) fn placed(
        &mut self,
        owner: Option<TypeId>,
        target: &Use,
        value: &Json,
        name: &str,
    ) -> Option<TokenStream> {
        let nullable = self.print.nullable(target);
        if nullable && value.is_null() {
            return Some(quote!(None));
        }
        let value = self.held(owner, target, value, name)?;
        Some(if nullable { quote!(Some(#value)) } else { value })
    }

    /// A value that is there: boxed where its owner would hold itself.
    pub(super) fn held(
        &mut self,
        owner: Option<TypeId>,
        target: &Use,
        value: &Json,
        name: &str,
    ) -> Option<TokenStream> {
        let behind = self.print.api().types.behind_aliases(target).ty;
        let value = self.plain(target.ty, value, name)?;
        let boxed = owner.is_some_and(|owner| self.print.boxes.needed(owner, behind));
        Some(if boxed { quote!(Box::new(#value)) } else { value })
    }

    /// The type's item, brought into scope.
    pub(in crate::emit) fn item(&mut self, id: TypeId) -> Option<TokenStream> {
        let names = self.print.names().types.get(&id)?;
        Some(self.imports.name(&["types", self.print.module_of(names.home)], &names.ident))
    }

    fn plain(&mut self, id: TypeId, value: &Json, name: &str) -> Option<TokenStream> {
        self.left = self.left.checked_sub(1)?;
        let print = self.print;
        let types = &print.api().types;
        let id = types.behind_aliases(&Use { ty: id, nullable: false }).ty;
        match &types[id].shape {
            Shape::Any | Shape::Intersection(_) => Some(self.any(value)),
            Shape::Boolean => value.as_bool().map(|it| quote!(#it)),
            Shape::Integer { values, .. } if !values.is_empty() => self.known_number(id, values, value),
            Shape::Integer { width, .. } => integer(*width, value),
            Shape::Number { .. } => {
                let number = Literal::f64_unsuffixed(value.as_f64().filter(|it| it.is_finite())?);
                Some(quote!(#number))
            }
            Shape::Text { values, .. } if !values.is_empty() => self.known_text(id, values, value),
            Shape::Text { format: TextFormat::Byte, .. } => {
                value.as_str()?;
                let ty = self.imports.name(&["runtime"], "Base64");
                let octets = Literal::byte_string(b"content");
                Some(quote!(#ty::from(#octets.to_vec())))
            }
            Shape::Text { .. } => {
                let text = self.text(id, value, name)?;
                Some(quote!(#text.into()))
            }
            Shape::List(list) => self.list(list, types[id].constraints.min_items, value, name),
            Shape::Record(record) if is_map(record) => self.map(record, value),
            Shape::Record(record) => self.record(id, record, value),
            Shape::Union(union) => self.union(id, union, value),
            Shape::Alias(_) => None,
        }
    }

    fn known_text(&mut self, id: TypeId, values: &[EnumValue<String>], value: &Json) -> Option<TokenStream> {
        let text = value.as_str()?;
        let item = self.item(id)?;
        match values.iter().position(|it| it.value == text) {
            Some(idx) => {
                let member = ident(self.print.names().types.get(&id)?.members.get(idx)?);
                Some(quote!(#item::#member))
            }
            None => Some(quote!(#item::from(#text))),
        }
    }

    fn known_number(&mut self, id: TypeId, values: &[EnumValue<i64>], value: &Json) -> Option<TokenStream> {
        let number = value.as_i64()?;
        let item = self.item(id)?;
        match values.iter().position(|it| it.value == number) {
            Some(idx) => {
                let member = ident(self.print.names().types.get(&id)?.members.get(idx)?);
                Some(quote!(#item::#member))
            }
            None => {
                let number = Literal::i64_unsuffixed(number);
                Some(quote!(#item::from(#number)))
            }
        }
    }

    /// The words of a text; those of a secret stay out.
    fn text(&self, id: TypeId, value: &Json, name: &str) -> Option<String> {
        let types = &self.print.api().types;
        let text = value.as_str()?;
        let behind = &types[types.behind_aliases(&Use { ty: id, nullable: false }).ty];
        let Shape::Text { format, .. } = &behind.shape else { return None };
        if types[id].sensitive || behind.sensitive || *format == TextFormat::Password {
            return Some(placeholder(name));
        }
        let least = behind.constraints.min_length.map_or(0, |it| usize::try_from(it).unwrap_or(usize::MAX));
        let is_free = behind.constraints.pattern.is_none();
        let longest = if is_free { LONGEST_TEXT.max(least) } else { usize::MAX };
        Some(text.chars().take(longest).collect())
    }

    fn list(&mut self, list: &ListShape, least: Option<u64>, value: &Json, name: &str) -> Option<TokenStream> {
        let least = least.map_or(0, |it| usize::try_from(it).unwrap_or(usize::MAX));
        let items = value.as_array()?.iter().take(self.cut.items.max(least));
        let items: Option<Vec<_>> = items.map(|it| self.placed(None, &list.items, it, name)).collect();
        let items = items?;
        Some(if items.is_empty() { quote!(Vec::new()) } else { quote!(Vec::from([#(#items),*])) })
    }

    fn map(&mut self, record: &Record, value: &Json) -> Option<TokenStream> {
        let ty = self.imports.name(&["runtime"], "Map");
        let mut entries = Vec::new();
        for (key, value) in value.as_object()?.iter().take(self.cut.items) {
            let value = match &record.additional {
                Additional::Typed(target) => self.placed(None, target, value, key)?,
                _ => self.any(value),
            };
            entries.push(quote!((#key.into(), #value)));
        }
        Some(if entries.is_empty() { quote!(#ty::new()) } else { quote!(#ty::from([#(#entries),*])) })
    }
}

fn integer(width: IntegerWidth, value: &Json) -> Option<TokenStream> {
    let signed = |it: i64| quote_number(Literal::i64_unsuffixed(it));
    let small = value.as_i64();
    match width {
        IntegerWidth::I8 => i8::try_from(small?).ok().map(|it| signed(it.into())),
        IntegerWidth::I16 => i16::try_from(small?).ok().map(|it| signed(it.into())),
        IntegerWidth::I32 => i32::try_from(small?).ok().map(|it| signed(it.into())),
        IntegerWidth::I64 => small.map(signed),
        IntegerWidth::U8 => u8::try_from(small?).ok().map(|it| signed(it.into())),
        IntegerWidth::U16 => u16::try_from(small?).ok().map(|it| signed(it.into())),
        IntegerWidth::U32 => u32::try_from(small?).ok().map(|it| signed(it.into())),
        IntegerWidth::U64 => value.as_u64().map(|it| quote_number(Literal::u64_unsuffixed(it))),
    }
}

fn quote_number(number: Literal) -> TokenStream {
    quote!(#number)
}

/// What stands where a secret would: `your-password`.
pub(super) fn placeholder(name: &str) -> String {
    format!("your-{}", feature_name(name))
}
