//! The sources of the runtime crate, carried in the binary, so that an installed generator needs no checkout.
//!
//! `build.rs` lists `templates/runtime/src`; what stands there is what is stamped next to printed crates.

mod strip;

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// Every source file of the runtime crate: its path relative to the crate (`src/lib.rs`) and its text, sorted by path.
#[must_use]
pub fn runtime_files() -> &'static [(&'static str, &'static str)] {
    RUNTIME_FILES
}

/// What is stamped next to printed crates: every file, without its tests.
#[must_use]
pub fn stamped_files() -> Vec<(String, String)> {
    strip::without_tests(RUNTIME_FILES)
}

/// The manifest of the runtime crate, from which that of a stamped copy takes its features and dependencies.
#[must_use]
pub fn runtime_manifest() -> &'static str {
    include_str!("../../../templates/runtime/Cargo.toml")
}

#[cfg(test)]
mod tests {
    //! The stamp against the crate that it is made from.

    use std::{fs, path::Path};

    use super::{runtime_files, runtime_manifest};

    #[test]
    fn every_file_has_the_text_of_the_crate() {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime");
        for (path, text) in runtime_files() {
            assert_eq!(fs::read_to_string(runtime.join(path)).expect("read the runtime"), *text, "{path}");
        }
    }

    #[test]
    fn paths_are_sorted_and_stay_below_src() {
        let paths: Vec<_> = runtime_files().iter().map(|(path, _)| *path).collect();
        assert!(paths.contains(&"src/lib.rs"));
        assert!(paths.is_sorted());
        assert!(paths.iter().all(|path| path.starts_with("src/") && !path.contains("..") && !path.contains('\\')));
    }

    #[test]
    fn the_manifest_has_the_sections_that_a_copy_needs() {
        for section in ["[features]", "[dependencies]"] {
            assert!(runtime_manifest().lines().any(|line| line == section), "{section}");
        }
    }
}
