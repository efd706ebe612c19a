//! Validation: every rule that a description must keep before code can be made of it.
//!
//! Takes a bundle, changes nothing, reports to the sink.
//! What makes correct code impossible is an error; what only misleads readers is an error in strict mode and a warning
//! otherwise.

mod composition;
mod discriminators;
mod enums;
mod error_catalogue;
mod examples;
mod fields;
mod fits;
mod idempotent;
mod inventory;
mod limits;
mod operations;
mod pagination;
mod parameters;
mod paths;
mod required;
mod rpc;
mod security;
mod servers;
mod shape;
mod showcase;
mod waiters;

use crate::diagnostic::{Diagnostic, Place, Severity, Sink};
use crate::resolve::Bundle;

/// How strict validation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValidateOptions {
    /// What only misleads readers is an error, and so is every `x-` key that this product does not know.
    pub strict: bool,
}

/// Checks a description.
pub fn validate(bundle: &Bundle, options: &ValidateOptions, sink: &mut Sink) {
    let mut ctx = Context { bundle, strict: options.strict, sink, steps: fits::Steps::default() };
    for diagnostic in &bundle.deferred {
        let severity = ctx.severity();
        ctx.sink.adopt(Diagnostic { severity, ..diagnostic.clone() });
    }
    let inventory = shape::check(&mut ctx);
    paths::check(&mut ctx, &inventory);
    parameters::check(&mut ctx, &inventory);
    operations::check(&mut ctx, &inventory);
    security::check(&mut ctx, &inventory);
    servers::check(&mut ctx, &inventory);
    limits::check(&mut ctx, &inventory);
    enums::check(&mut ctx, &inventory);
    required::check(&mut ctx, &inventory);
    composition::check(&mut ctx, &inventory);
    discriminators::check(&mut ctx, &inventory);
    examples::check(&mut ctx, &inventory);
    rpc::check(&mut ctx, &inventory);
    idempotent::check(&mut ctx, &inventory);
    pagination::check(&mut ctx, &inventory);
    waiters::check(&mut ctx, &inventory);
    error_catalogue::check(&mut ctx);
    showcase::check(&mut ctx, &inventory);
}

/// What every check needs.
struct Context<'a, 's> {
    bundle: &'a Bundle,
    strict: bool,
    sink: &'s mut Sink,
    steps: fits::Steps,
}

impl Context<'_, '_> {
    /// Reports what makes correct code impossible.
    fn error(&mut self, rule: &'static str, place: Place, text: impl Into<String>) -> &mut Diagnostic {
        self.sink.error(rule, place, text)
    }

    /// Reports what only misleads readers.
    fn misleading(&mut self, rule: &'static str, place: Place, text: impl Into<String>) -> &mut Diagnostic {
        let severity = self.severity();
        self.sink.add(severity, rule, Some(place), text.into())
    }

    fn severity(&self) -> Severity {
        match self.strict {
            true => Severity::Error,
            false => Severity::Warning,
        }
    }
}
