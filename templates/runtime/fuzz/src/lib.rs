//! The fuzz targets; `tests/decoder.rs` of the runtime runs the same functions on a bounded number of inputs.

// The types of the test API say `crate` and mean the runtime.
pub use specwright_runtime::*;

mod decoders;

pub use decoders::{reply, request, value};
