//! What the rules look at: the texts of the repository that people write.
//!
//! Left out are `generated/`, what Git ignores or keeps for itself, texts that are expected output of a test, and what
//! is not UTF-8 (test inputs that are broken on purpose).

use std::{
    cell::OnceCell,
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// A file: where it stands and what it says.
pub(super) struct File {
    /// Relative to the root, with forward slashes.
    pub(super) path: String,
    pub(super) text: String,
    syntax: OnceCell<Result<syn::File, syn::Error>>,
}

/// All files, by path, and everything that stands in the root folder.
#[derive(Default)]
pub(super) struct Tree {
    files: BTreeMap<String, File>,
    top_level: Vec<String>,
}

impl File {
    /// The file as Rust; parsed once.
    pub(super) fn rust(&self) -> Result<&syn::File, &syn::Error> {
        self.syntax.get_or_init(|| syn::parse_file(&self.text)).as_ref()
    }

    /// The name without folder and extension.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }
}

impl Tree {
    /// Reads the repository.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let ignored = ignored_names(root);
        let mut tree = Self::default();
        let mut pending = Vec::new();
        for entry in entries(root)? {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == ".git" || ignored.contains(&name) {
                continue;
            }
            match entry.file_type()?.is_dir() {
                true if name == "generated" => {}
                true => pending.push((entry.path(), name.clone())),
                false => tree.add_from(&entry.path(), name.clone())?,
            }
            tree.top_level.push(name);
        }
        while let Some((folder, path)) = pending.pop() {
            for entry in entries(&folder)? {
                let path = format!("{path}/{}", entry.file_name().to_string_lossy());
                match entry.file_type()?.is_dir() {
                    true if is_expected_output(&path) => {}
                    true => pending.push((entry.path(), path)),
                    false => tree.add_from(&entry.path(), path)?,
                }
            }
        }
        Ok(tree)
    }

    /// Adds a file, and its first folder to the root folder.
    pub(super) fn add(&mut self, path: String, text: String) {
        let top = path.split('/').next().unwrap_or(&path).to_owned();
        if !self.top_level.contains(&top) {
            self.top_level.push(top);
        }
        self.files.insert(path.clone(), File { path, text, syntax: OnceCell::new() });
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    pub(super) fn top_level(&self) -> &[String] {
        &self.top_level
    }

    /// Files that Rust compiles. Front pages below `templates/crate` have holes and are not Rust yet.
    pub(super) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files().filter(|file| {
            file.path.ends_with(".rs")
                && !file.path.starts_with("templates/crate/")
                && !file.text.starts_with("// @generated")
        })
    }

    fn add_from(&mut self, place: &PathBuf, path: String) -> io::Result<()> {
        // A link is looked at where the file stands.
        if fs::symlink_metadata(place)?.is_file()
            && let Ok(text) = String::from_utf8(fs::read(place)?)
        {
            self.add(path, text);
        }
        Ok(())
    }
}

/// Expected output of a test is printed, not written: `tests/golden/<case>/...`.
fn is_expected_output(path: &str) -> bool {
    path.contains("/tests/") && path.ends_with("/golden")
}

fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    let name = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    fs::read_dir(folder).map_err(name)?.collect::<io::Result<_>>().map_err(name)
}

/// The names that Git ignores in the root folder, such as `target`.
fn ignored_names(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    text.lines().map(|line| line.trim().trim_matches('/').to_owned()).filter(|line| !line.is_empty()).collect()
}
