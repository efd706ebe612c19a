//! Rust types for uses of the IR's types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Print;
use crate::ir::{Additional, IntegerWidth, Shape, TextFormat, Type, TypeId, Use};
use crate::names::{Home, is_map};

/// An identifier; names have been made safe before.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Where printed code stands, which decides how it speaks of types.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// In a module of the `types` crate.
    Types(Home),
    /// In `operations` of the `types` crate.
    Operations,
    /// In another crate, which knows the `types` crate by that name.
    Outside,
}

/// How a field can be absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Presence {
    /// It is always there.
    Required,
    /// It may be absent.
    Optional,
    /// It may be absent, null or there.
    Patch,
}

impl Print<'_> {
    /// The type of a use, an `Option` where null is possible.
    pub(super) fn type_of(&self, target: &Use, at: At) -> TokenStream {
        let plain = self.plain_type(target.ty, at);
        if self.nullable(target) { quote!(Option<#plain>) } else { plain }
    }

    /// Whether null is possible at this place.
    pub(super) fn nullable(&self, target: &Use) -> bool {
        self.api().types.behind_aliases(target).nullable
    }

    /// The type, without regard to null.
    pub(super) fn plain_type(&self, id: TypeId, at: At) -> TokenStream {
        if let Some(path) = self.item_path(id, at) {
            return path;
        }
        self.structural_type(&self.api().types[id], at)
    }

    /// The type that a schema amounts to when no item is printed for it.
    pub(super) fn structural_type(&self, ty: &Type, at: At) -> TokenStream {
        match &ty.shape {
            Shape::Any | Shape::Intersection(_) => quote!(rt::Value),
            Shape::Boolean => quote!(bool),
            Shape::Integer { width, .. } => integer(*width),
            Shape::Number { single: true } => quote!(f32),
            Shape::Number { single: false } => quote!(f64),
            Shape::Text { format: TextFormat::Byte, .. } => quote!(rt::Base64),
            Shape::Text { .. } => quote!(String),
            Shape::List(list) => {
                let items = self.type_of(&list.items, at);
                quote!(Vec<#items>)
            }
            Shape::Record(record) if is_map(record) => match &record.additional {
                Additional::Typed(values) => {
                    let values = self.type_of(values, at);
                    quote!(rt::Map<#values>)
                }
                _ => quote!(rt::Map<rt::Value>),
            },
            Shape::Alias(target) => self.plain_type(target.ty, at),
            // Records, enums and unions are items, so `item_path` has answered before.
            Shape::Record(_) | Shape::Union(_) => quote!(rt::Value),
        }
    }

    /// The path to the item of a type, if one is printed.
    fn item_path(&self, id: TypeId, at: At) -> Option<TokenStream> {
        let names = self.names().types.get(&id)?;
        let item = ident(&names.ident);
        Some(match at {
            At::Types(home) if home == names.home => quote!(#item),
            At::Types(_) | At::Operations => {
                let module = ident(self.module_of(names.home));
                quote!(crate::#module::#item)
            }
            At::Outside => {
                let module = ident(self.module_of(names.home));
                quote!(types::#module::#item)
            }
        })
    }

    /// The module of a home.
    pub(super) fn module_of(&self, home: Home) -> &str {
        match home {
            Home::Shared => "shared",
            Home::Tag(idx) => &self.names().tags[idx].module,
        }
    }

    /// The presence of a field of this kind.
    pub(super) fn presence(&self, target: &Use, required: bool) -> Presence {
        match (required, self.nullable(target)) {
            (true, _) => Presence::Required,
            (false, true) => Presence::Patch,
            (false, false) => Presence::Optional,
        }
    }

    /// The type of a field of `owner`, boxed where the owner would hold itself.
    pub(super) fn field_type(&self, owner: Option<TypeId>, target: &Use, presence: Presence, at: At) -> TokenStream {
        let mut plain = self.plain_type(target.ty, at);
        let behind = self.api().types.behind_aliases(target).ty;
        if owner.is_some_and(|owner| self.boxes.needed(owner, behind)) {
            plain = quote!(Box<#plain>);
        }
        match presence {
            Presence::Required if self.nullable(target) => quote!(Option<#plain>),
            Presence::Required => plain,
            Presence::Optional => quote!(Option<#plain>),
            Presence::Patch => quote!(rt::Patch<#plain>),
        }
    }

    /// Whether a value of this use is a plain `String`.
    pub(super) fn is_string(&self, target: &Use) -> bool {
        let behind = self.api().types.behind_aliases(target);
        let ty = &self.api().types[behind.ty];
        let plain =
            matches!(&ty.shape, Shape::Text { format, values } if values.is_empty() && *format != TextFormat::Byte);
        plain && !behind.nullable
    }
}

fn integer(width: IntegerWidth) -> TokenStream {
    match width {
        IntegerWidth::I8 => quote!(i8),
        IntegerWidth::I16 => quote!(i16),
        IntegerWidth::I32 => quote!(i32),
        IntegerWidth::I64 => quote!(i64),
        IntegerWidth::U8 => quote!(u8),
        IntegerWidth::U16 => quote!(u16),
        IntegerWidth::U32 => quote!(u32),
        IntegerWidth::U64 => quote!(u64),
    }
}
