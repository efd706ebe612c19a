//! A rule about manifests: who may depend on whom.

use toml::{Table, Value};

use super::{Finding, tree::Tree};

/// What must build when everything printed is broken.
const INDEPENDENT: &[&str] = &["generator/Cargo.toml", "templates/runtime/Cargo.toml", "xtask/Cargo.toml"];
const TABLES: &[&str] = &["build-dependencies", "dependencies", "dev-dependencies"];

/// Nothing that prints depends on what is printed.
pub(super) fn edges(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let shared = tree.file("Cargo.toml").and_then(|file| file.text.parse::<Table>().ok()).unwrap_or_default();
    let shared = shared.get("workspace").and_then(|it| it.get("dependencies")).and_then(Value::as_table);
    for file in INDEPENDENT.iter().filter_map(|path| tree.file(path)) {
        let manifest = match file.text.parse::<Table>() {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(Finding::new(&file.path, 0, format!("is not TOML: {}", error.message())));
                continue;
            }
        };
        for (name, dependency) in dependencies(&manifest) {
            let shared = shared.and_then(|shared| shared.get(name));
            if is_printed(dependency) || (inherits(dependency) && shared.is_some_and(is_printed)) {
                let text = format!("depends on `{name}`, which is printed; broken output could not be printed again");
                findings.push(Finding::new(&file.path, 0, text));
            }
        }
    }
    findings
}

/// Those for all targets and those for some.
fn dependencies(manifest: &Table) -> Vec<(&str, &Value)> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(|it| it.values()).filter_map(Value::as_table);
    std::iter::once(manifest)
        .chain(targets)
        .flat_map(|holder| TABLES.iter().filter_map(|table| holder.get(*table)?.as_table()))
        .flat_map(|table| table.iter().map(|(name, dependency)| (name.as_str(), dependency)))
        .collect()
}

fn is_printed(dependency: &Value) -> bool {
    let path = dependency.get("path").and_then(Value::as_str).unwrap_or_default();
    path.split(['/', '\\']).any(|segment| segment == "generated")
}

fn inherits(dependency: &Value) -> bool {
    dependency.get("workspace").and_then(Value::as_bool).unwrap_or_default()
}
