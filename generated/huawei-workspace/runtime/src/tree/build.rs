//! From values to trees: a serde format whose output is a [`Tree`].

use std::cell::Cell;

use serde::ser::{self, Error, Serialize, Serializer};

use super::{Key, Members, Shape, Tree};
use crate::ValueError;

thread_local! {
    /// The record whose object begins next. serde has no word for "these are my fields, with their flags",
    /// so the record says it here, right before it begins its object.
    static ANNOUNCED: Cell<Option<&'static Shape>> = const { Cell::new(None) };
}

/// Tells the tree that is being built which record begins next.
pub(crate) fn announce(shape: &'static Shape) {
    ANNOUNCED.set(Some(shape));
}

/// The tree of a value.
///
/// # Errors
/// If the value is not one that JSON can say: a map whose keys are not text, an integer beyond 128 bits.
pub fn to_tree<T: Serialize + ?Sized>(value: &T) -> Result<Tree, ValueError> {
    // What another format left here is none of our objects.
    ANNOUNCED.set(None);
    value.serialize(Builder)
}

#[derive(Clone, Copy)]
struct Builder;

impl Serializer for Builder {
    type Ok = Tree;
    type Error = ValueError;
    type SerializeSeq = ListBuilder;
    type SerializeTuple = ListBuilder;
    type SerializeTupleStruct = ListBuilder;
    type SerializeTupleVariant = ListBuilder;
    type SerializeMap = MapBuilder;
    type SerializeStruct = MapBuilder;
    type SerializeStructVariant = MapBuilder;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<Tree, ValueError> {
        Ok(Tree::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_i64(self, value: i64) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_i128(self, value: i128) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_u64(self, value: u64) -> Result<Tree, ValueError> {
        Ok(Tree::Int(value.into()))
    }

    fn serialize_u128(self, value: u128) -> Result<Tree, ValueError> {
        i128::try_from(value).map(Tree::Int).map_err(|_| ValueError::new("the integer is too large"))
    }

    fn serialize_f32(self, value: f32) -> Result<Tree, ValueError> {
        Ok(Tree::Single(value))
    }

    fn serialize_f64(self, value: f64) -> Result<Tree, ValueError> {
        Ok(Tree::Float(value))
    }

    fn serialize_char(self, value: char) -> Result<Tree, ValueError> {
        Ok(Tree::Text(value.into()))
    }

    fn serialize_str(self, value: &str) -> Result<Tree, ValueError> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Tree, ValueError> {
        Ok(Tree::Octets(value.to_vec()))
    }

    fn serialize_none(self) -> Result<Tree, ValueError> {
        Ok(Tree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, ValueError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, ValueError> {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, ValueError> {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Tree, ValueError> {
        Ok(Tree::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Tree, ValueError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, ValueError> {
        Ok(within(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<ListBuilder, ValueError> {
        Ok(ListBuilder { items: Vec::with_capacity(len.unwrap_or(0).min(1024)), variant: None })
    }

    fn serialize_tuple(self, len: usize) -> Result<ListBuilder, ValueError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<ListBuilder, ValueError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListBuilder, ValueError> {
        Ok(ListBuilder { items: Vec::new(), variant: Some(variant) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapBuilder, ValueError> {
        Ok(MapBuilder { members: Members { shape: ANNOUNCED.take(), entries: Vec::new() }, key: None, variant: None })
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<MapBuilder, ValueError> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<MapBuilder, ValueError> {
        let map = self.serialize_map(Some(len))?;
        Ok(MapBuilder { variant: Some(variant), ..map })
    }
}

/// Wraps the content of an enum variant that has some, as serde's own enums do.
fn within(variant: Option<&'static str>, content: Tree) -> Tree {
    let Some(variant) = variant else {
        return content;
    };
    Tree::Map(Members { shape: None, entries: vec![(Key::Other(variant.to_owned()), content)] })
}

struct ListBuilder {
    items: Vec<Tree>,
    variant: Option<&'static str>,
}

impl ListBuilder {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.items.push(value.serialize(Builder)?);
        Ok(())
    }

    fn finish(self) -> Tree {
        within(self.variant, Tree::List(self.items))
    }
}

struct MapBuilder {
    members: Members,
    key: Option<Key>,
    variant: Option<&'static str>,
}

impl MapBuilder {
    /// Finds the field that a key names: as a rule the one after the last.
    fn key(&self, name: &str) -> Key {
        let fields = self.members.shape.map_or(&[][..], |shape| shape.fields);
        let expected = match self.members.entries.last() {
            Some((Key::Field(field), _)) => field + 1,
            _ => 0,
        };
        let after = fields.iter().skip(expected).position(|field| field.0 == name).map(|found| expected + found);
        match after.or_else(|| fields.iter().position(|field| field.0 == name)) {
            Some(field) => Key::Field(field),
            None => Key::Other(name.to_owned()),
        }
    }

    fn finish(self) -> Tree {
        within(self.variant, Tree::Map(self.members))
    }
}

impl ser::SerializeMap for MapBuilder {
    type Ok = Tree;
    type Error = ValueError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ValueError> {
        let name = match key.serialize(Builder)? {
            Tree::Text(name) => name,
            Tree::Int(number) => number.to_string(),
            Tree::Bool(value) => value.to_string(),
            _ => return Err(Error::custom("the key of a map must be text")),
        };
        self.key = Some(self.key(&name));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let key = self.key.take().ok_or_else(|| ValueError::new("a value without a key"))?;
        self.members.entries.push((key, value.serialize(Builder)?));
        Ok(())
    }

    fn end(self) -> Result<Tree, ValueError> {
        Ok(self.finish())
    }
}

macro_rules! impl_fields {
    ($($name:ident),*) => {$(
        impl ser::$name for MapBuilder {
            type Ok = Tree;
            type Error = ValueError;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), ValueError> {
                let key = self.key(name);
                self.members.entries.push((key, value.serialize(Builder)?));
                Ok(())
            }

            fn end(self) -> Result<Tree, ValueError> {
                Ok(self.finish())
            }
        }
    )*};
}

impl_fields!(SerializeStruct, SerializeStructVariant);

macro_rules! impl_items {
    ($($name:ident $method:ident),*) => {$(
        impl ser::$name for ListBuilder {
            type Ok = Tree;
            type Error = ValueError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
                self.push(value)
            }

            fn end(self) -> Result<Tree, ValueError> {
                Ok(self.finish())
            }
        }
    )*};
}

impl_items!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);
