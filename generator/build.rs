//! Lists the sources of the runtime crate for `src/stamp`, which carries them in the binary.
//!
//! Writes `runtime_files.rs`: one `include_str!` per file of `templates/runtime/src`. The absolute paths in it serve
//! the compiler only; what the generator prints knows the paths relative to the runtime crate.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let variable = |name| env::var_os(name).map(PathBuf::from).ok_or_else(|| io::Error::other(name));
    let runtime = variable("CARGO_MANIFEST_DIR")?.join("../templates/runtime");
    let sources = runtime.join("src");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", sources.display());

    let mut paths = Vec::new();
    list(&sources, "src", &mut paths)?;
    paths.sort();
    let mut table = String::from("static RUNTIME_FILES: &[(&str, &str)] = &[\n");
    for path in paths {
        let place = runtime.join(&path);
        writeln!(table, "    ({path:?}, include_str!({:?})),", place.display().to_string())
            .map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    fs::write(variable("OUT_DIR")?.join("runtime_files.rs"), table)
}

/// Collects the files below a folder as paths with forward slashes. What editors hide beside them is skipped.
fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| io::Error::other(format!("{name:?}")))?;
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let path = format!("{prefix}/{name}");
        match entry.file_type()?.is_dir() {
            true => list(&entry.path(), &path, paths)?,
            false => paths.push(path),
        }
    }
    Ok(())
}
