//! Source files: the only room that reads the description from disk.
//!
//! Takes paths, gives text and names for messages. It knows nothing about YAML, JSON or OpenAPI.

mod disk;
mod memory;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fmt, io};

pub use disk::DiskFiles;
pub use memory::MemoryFiles;

/// Names a file of [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// What a run may read, and how much of it.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// References may point to files outside the folder of the root file.
    pub allow_outside: bool,
    /// Bounds that keep a hostile input from eating time and memory.
    pub limits: Limits,
}

/// Bounds that keep a hostile input from eating time and memory.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest size of one file.
    pub file_bytes: u64,
    /// Largest size of all files together.
    pub total_bytes: u64,
    /// Deepest nesting of lists and maps.
    pub depth: usize,
    /// Most nodes of all files together, with every alias and every inlined reference counted as what it expands to.
    pub nodes: usize,
    /// Most files.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file_bytes: 64 << 20, total_bytes: 256 << 20, depth: 128, nodes: 5_000_000, files: 20_000 }
    }
}

/// Where files come from: a disk, or a map in memory for tests and tools.
pub trait Files {
    /// Reads a file of at most `max_bytes`; a larger one is an error of kind [`io::ErrorKind::FileTooLarge`].
    ///
    /// # Errors
    /// Whatever keeps the file from being read, above all that it does not exist or is not a regular file.
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>>;

    /// The one path that names this file, with every symbolic link and `..` followed.
    ///
    /// # Errors
    /// The file does not exist, or links lead in a circle.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The files that a run has read, by [`FileId`].
#[derive(Clone, Default)]
pub struct Sources {
    folder: String,
    files: Vec<Source>,
}

#[derive(Clone)]
struct Source {
    name: String,
    text: String,
    /// Where each line starts; found when the first message needs a line.
    line_starts: OnceLock<Vec<usize>>,
}

impl Sources {
    /// No files yet; `folder` is the folder of the root file as the user wrote it, and starts every displayed name.
    pub fn new(folder: &Path) -> Self {
        let folder = folder.to_string_lossy().replace('\\', "/");
        Sources { folder, files: Vec::new() }
    }

    /// Takes in a file; `name` is relative to the folder of the root file, with forward slashes.
    pub fn add(&mut self, name: String, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("the limit of files is far below 2^32"));
        self.files.push(Source { name, text, line_starts: OnceLock::new() });
        id
    }

    /// The text of a file that was added empty because reading it came later, or failed.
    pub fn set_text(&mut self, file: FileId, text: String) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.text = text;
            source.line_starts = OnceLock::new();
        }
    }

    /// Name relative to the folder of the root file, with forward slashes; of the root file its file name.
    pub fn name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |it| &it.name)
    }

    /// Name as the user would open it from where the program was started.
    pub fn display(&self, file: FileId) -> String {
        let name = self.name(file);
        match self.folder.as_str() {
            "" => name.to_owned(),
            _ if name.starts_with('/') => name.to_owned(),
            folder if folder.ends_with('/') => format!("{folder}{name}"),
            folder => format!("{folder}/{name}"),
        }
    }

    /// The whole text of a file, without a byte order mark.
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |it| &it.text)
    }

    /// One line of a file, counted from 1, without its end.
    pub fn line(&self, file: FileId, line: u32) -> Option<&str> {
        let source = self.files.get(file.0 as usize)?;
        let starts = source.line_starts.get_or_init(|| line_starts(&source.text));
        let idx = usize::try_from(line.checked_sub(1)?).ok()?;
        let start = *starts.get(idx)?;
        let end = starts.get(idx + 1).copied().unwrap_or(source.text.len());
        Some(source.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// The ids of all files, in the order in which they were first needed; the root file comes first.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// How many files there are.
    pub fn n_files(&self) -> usize {
        self.files.len()
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.files.iter().map(|it| &it.name)).finish()
    }
}

/// Lines as YAML counts them: a line ends with a line feed, a carriage return, or both.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (idx, byte) in bytes.iter().enumerate() {
        let is_end = match byte {
            b'\n' => true,
            b'\r' => bytes.get(idx + 1) != Some(&b'\n'),
            _ => false,
        };
        if is_end {
            starts.push(idx + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_either_line_end_or_both() {
        let mut sources = Sources::new(Path::new(""));
        let file = sources.add("a.yaml".to_owned(), "a\nb\r\nc\rd".to_owned());
        let lines: Vec<_> = (1..=5).map(|line| sources.line(file, line)).collect();
        assert_eq!(lines, [Some("a"), Some("b"), Some("c"), Some("d"), None]);
    }

    #[test]
    fn names_are_shown_as_the_user_would_open_them() {
        let mut sources = Sources::new(Path::new("spec/api"));
        let file = sources.add("paths/desktop.yaml".to_owned(), "one\ntwo".to_owned());
        assert_eq!(sources.display(file), "spec/api/paths/desktop.yaml");
        assert_eq!(sources.line(file, 2), Some("two"));
        assert_eq!(sources.line(file, 3), None);
    }
}
