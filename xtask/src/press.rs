//! The one place that calls the generator.

use std::{path::PathBuf, time::Duration};

use specwright::{
    Compiled, PlannedFile, Rejected, Settings,
    diagnostic::{self, Format},
    source::LoadOptions,
};

use crate::{
    apis::Api,
    inventory::{self, Inventory},
};

/// What is to stand in an API's output folder.
pub(crate) struct Print {
    pub(crate) files: Vec<PlannedFile>,
    pub(crate) inventory: Inventory,
    /// Warnings and notes, rendered; empty if there are none.
    pub(crate) remarks: String,
    pub(crate) stages: Vec<(&'static str, Duration)>,
}

/// The faults of a description, rendered.
pub(crate) struct Faults {
    pub(crate) text: String,
    /// `3 errors, 1 warning`
    pub(crate) count: String,
}

/// Compiles one description in memory.
pub(crate) fn print(api: &Api) -> Result<Print, Faults> {
    let settings = Settings {
        input: PathBuf::from(api.spec),
        package: api.name.to_owned(),
        load: LoadOptions::default(),
        strict: true,
        ..Settings::default()
    };
    match specwright::compile(&settings) {
        Ok(compiled) => Ok(with_inventory(compiled)),
        Err(Rejected { diagnostics, sources, .. }) => Err(Faults {
            text: diagnostic::render(&diagnostics, &sources, Format::Text),
            count: diagnostic::count(&diagnostics),
        }),
    }
}

fn with_inventory(compiled: Compiled) -> Print {
    let inventory = Inventory {
        operations: compiled.summary.operations.into_iter().collect(),
        types: compiled.summary.types.into_iter().collect(),
    };
    let mut files = compiled.files;
    files.push(PlannedFile { path: inventory::FILE.to_owned(), text: inventory.print() });
    Print {
        files,
        inventory,
        remarks: diagnostic::render(&compiled.diagnostics, &compiled.sources, Format::Text),
        stages: compiled.stages,
    }
}
