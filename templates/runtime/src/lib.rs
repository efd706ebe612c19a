//! What no spec decides: the code that generated models, clients and servers share.
//!
//! Printed code holds only what its spec says: names, constants, one `match` per type. Everything else stands here
//! once, is compiled and tested here, and is stamped next to the crates that use it.
//!
//! In reading order: values, and how they are read (`reader`, and `source` for what is not JSON text) and written
//! (`writer`, and `tree` for all that looks inside a value); the kinds of printed types (records, enums, unions) and
//! their constraints;
//! the description of operations, media types, parameter styles, and the four doors between typed values and HTTP
//! text (`message`). Client and server are built on top, behind cargo features.

// Values, and what they are read from and written to.
mod shown;
mod value;
mod value_error;

mod plain_text;
mod reader;
mod source;
mod tree;
mod writer;

mod serde_support;

// The kinds of printed types.
mod record;

mod int_enum;
mod text_enum;
mod union;

mod check;

mod error_catalogue;

// Operations, and their text.
mod operation;

mod media;
mod style;

mod reply;

mod message;

// What client and server build on them.
#[cfg(any(feature = "client", feature = "server", feature = "sign"))]
mod future;
mod service;

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(all(feature = "client", feature = "sign"))]
pub mod iam;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "sign")]
pub mod sign;

#[cfg(test)]
mod printed;

#[cfg(feature = "serde")]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
/// A JSON value whose type the spec leaves open.
pub use serde_json::Value;

pub use check::{Bound, Check, Violation, check, unsupported_patterns};
pub use error_catalogue::{ErrorCatalogue, ErrorEntry, error_entry, status_meaning};
pub use int_enum::{IntEnum, UnknownInt, int_enum_from, read_int_enum};
pub use message::{
    DecodeError, EncodeError, Fault, IncomingRequest, ReplyParts, RequestParts, capture_path, decode_reply,
    decode_request, encode_reply, encode_request, output_from_json, output_to_json,
};
pub use operation::{Body, Location, Method, Operation, Param, Response, SchemeUse, Status, Style};
pub use reader::{Decode, Reader, blank, from_json};
pub use record::{
    Flags, OPTIONAL, READ_ONLY, REQUIRED, Record, SECRET, Shape, Unknown, WRITE_ONLY, are_equal, debug_record,
};
pub use reply::{Input, Output, Reply, ReplyReader, ReplyWriter, debug_output};
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde_support::custom_error;
pub use service::{ErrorBody, ErrorFields, ErrorShape, Scheme, SchemeKind};
pub use source::{from_value, from_value_ref};
pub use text_enum::{TextEnum, UnknownText, read_text_enum, text_enum_from};
pub use tree::{Key, Members, Tree, debug_tree};
pub use union::{TaggedUnion, UnknownUnion, UntaggedUnion, read_tagged, read_untagged, write_tagged, write_untagged};
pub use value::{Base64, Bytes, Map, Patch};
pub use value_error::ValueError;
pub use writer::{Encode, Fields, Writer, to_json, to_tree, to_value};
