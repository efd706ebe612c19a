//! The core of every server: finds the operation of a request, reads its input, writes the answer.
//!
//! A printed server has one trait per tag and hands its methods to [`Routes`].
//! Matching is done here and not by axum: templates may have text around a parameter, percent-encoded segments are
//! matched as they were sent, and operations in RPC style share a path and differ in a header.
//!
//! ```text
//! request --match--> operation --read body, guard--> --decode, check--> input --handler--> output --encode--> response
//! ```
//!
//! Whatever goes wrong on the way is a [`Failure`] and reaches the caller in the API's own error shape.

mod api;
pub(crate) mod body;
mod context;
mod dispatch;
mod failure;
mod forward;
mod guard;
mod matcher;
mod pages;
mod panics;
mod respond;
mod routes;
mod segment;

pub use self::api::Api;
pub use self::context::Context;
pub use self::failure::{Failure, not_implemented};
pub use self::forward::{Forward, Handle};
pub use self::guard::Guard;
pub use self::routes::{Options, Routes, Validation};
pub use crate::service::{Scheme, SchemeKind};
pub use axum::Router;

pub use crate::future::BoxFuture;

// The API that the tests call has a client and a server.
