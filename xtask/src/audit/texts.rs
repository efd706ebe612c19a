//! The folder of section texts.

use std::{collections::BTreeMap, fs, path::Path};

use crate::failure::Failure;

/// The texts of a folder by section.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: BTreeMap<String, Text>,
    /// Files whose name is not that of a section.
    pub(super) n_other_files: usize,
}

/// The text of a section as it stands on disk.
#[derive(Debug)]
pub(super) struct Text {
    /// The file as the user would open it.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
}

impl Texts {
    /// Reads a folder; folders inside it are left alone.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let fail = |path: &Path, error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
        let mut texts = Self::default();
        for entry in fs::read_dir(folder).map_err(|error| fail(folder, error))? {
            let path = entry.map_err(|error| fail(folder, error))?.path();
            if !path.is_file() {
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| fail(&path, error))?;
            texts.add(path.to_string_lossy().replace('\\', "/"), bytes);
        }
        Ok(texts)
    }

    /// Takes in a file.
    pub(super) fn add(&mut self, file: String, bytes: Vec<u8>) {
        match section(&file) {
            Some(number) => {
                self.texts.insert(number, Text { file, bytes });
            }
            None => self.n_other_files += 1,
        }
    }

    pub(super) fn get(&self, section: &str) -> Option<&Text> {
        self.texts.get(section)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().map(|(number, text)| (number.as_str(), text))
    }
}

/// The section that a file is about: `4.8.2.txt`.
fn section(file: &str) -> Option<String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.strip_suffix(".txt")?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    stem.split('.').all(is_number).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    //! A folder on disk.

    use std::fs;

    use super::Texts;

    #[test]
    fn sections_are_told_from_other_files() {
        let folder = tempfile::TempDir::new().expect("temporary folder");
        for name in ["4.1.10.txt", "4.1.2.txt", "front.txt", "4.1.3.md", "4..1.txt", ".txt"] {
            fs::write(folder.path().join(name), name).expect("write");
        }
        fs::create_dir(folder.path().join("4.1.4.txt")).expect("create");
        let texts = Texts::read(folder.path()).expect("read");
        assert_eq!(texts.iter().map(|(number, _)| number).collect::<Vec<_>>(), ["4.1.10", "4.1.2"]);
        assert_eq!(texts.n_other_files, 4);
        assert_eq!(texts.get("4.1.2").map(|it| it.bytes.as_slice()), Some(b"4.1.2.txt".as_slice()));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let failure = Texts::read(std::path::Path::new("/nowhere/at/all")).expect_err("no folder").to_string();
        assert!(failure.starts_with("error: /nowhere/at/all: "), "{failure}");
    }
}
