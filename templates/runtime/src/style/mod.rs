//! Parameter styles: how values become text in paths, queries, headers and cookies, and how they come back.
//!
//! The seven styles of OpenAPI 3.0.3 with and without `explode`, JSON text (`content`), and RPC flattening.
//! Encoding takes a [`Tree`](crate::Tree). Decoding splits text only when a type asks for it: `1,2` is a list for a
//! list and text for text, so no style needs to know the schema. Text is split before it is decoded: a delimiter
//! that is percent-encoded belongs to an item.

mod decode;
mod deep;
mod encode;
mod flat;
mod node;
pub(crate) mod percent;
mod scalar;

pub(crate) use decode::{Found, Pairs};
pub(crate) use encode::{Encoded, encode, json_text};
pub(crate) use node::Node;
pub(crate) use percent::{decode as percent_decode, encode as percent_encode};
pub(crate) use scalar::text as scalar_text;

#[cfg(test)]
mod tests;
