//! Where the repository stands.

use std::path::{Path, PathBuf};

/// The root of the repository. Cargo says at run time where this crate is; a binary that is started without Cargo
/// falls back to where it was built.
pub(crate) fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().map(Path::to_owned).unwrap_or(xtask)
}

/// The cargo that started us, so that a chore uses one toolchain throughout.
pub(crate) fn cargo() -> std::process::Command {
    std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
