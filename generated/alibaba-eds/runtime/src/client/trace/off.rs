//! No spans.

use std::time::Duration;

use super::super::endpoint::Endpoint;
use super::super::{Api, Error, Headers, HttpResponse};
use crate::Operation;

/// The span of a call.
pub(in crate::client) struct CallSpan;

impl CallSpan {
    pub(in crate::client) const fn begin(_: &Api, _: &Endpoint, _: &Operation) -> Self {
        Self
    }

    pub(in crate::client) async fn around<T>(&self, work: impl Future<Output = T> + Send) -> T {
        work.await
    }

    pub(in crate::client) const fn answered(&mut self, _: u16, _: &Headers, _: u32) {}

    pub(in crate::client) const fn end(&mut self, _: Option<&Error>) {}
}

/// The span of an attempt.
pub(in crate::client) struct AttemptSpan;

impl AttemptSpan {
    pub(in crate::client) const fn begin(_: u32) -> Self {
        Self
    }

    pub(in crate::client) async fn around<T>(&self, work: impl Future<Output = T> + Send) -> T {
        work.await
    }

    pub(in crate::client) const fn end(&mut self, _: &Result<HttpResponse, Error>) {}

    pub(in crate::client) const fn retry_in(&self, _: Duration) {}
}
