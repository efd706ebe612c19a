//! The same description gives the same bytes, wherever it stands and however often it is printed.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::{Compiled, Rejected, Settings, compile};

const SPECS: [(&str, &str); 2] =
    [("huawei-workspace", "../spec/huawei-workspace"), ("alibaba-eds", "../spec/alibaba-eds")];

fn print(folder: &Path, package: &str) -> Compiled {
    let settings = Settings {
        input: folder.join("openapi.yaml"),
        package: package.to_owned(),
        strict: true,
        ..Settings::default()
    };
    compile(&settings)
        .unwrap_or_else(|Rejected { diagnostics, .. }| panic!("{} is rejected: {diagnostics:?}", folder.display()))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is ours");
    for entry in fs::read_dir(from).expect("the spec can be read") {
        let path = entry.expect("the spec can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the folder is ours");
        }
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    for (package, folder) in SPECS {
        let (first, second) = (print(Path::new(folder), package), print(Path::new(folder), package));
        assert!(first.files.iter().any(|file| file.path == "client/src/lib.rs"), "{package} has a client");
        assert!(first.files == second.files, "two prints of {package} differ");
        assert_eq!(first.summary, second.summary);
    }
}

#[test]
fn the_place_of_the_spec_does_not_matter() {
    let elsewhere = tempfile::tempdir().expect("there is a folder for temporary files");
    for (package, folder) in SPECS {
        let moved: PathBuf = elsewhere.path().join("a folder with blanks").join(package);
        copy(Path::new(folder), &moved);
        let (here, there) = (print(Path::new(folder), package), print(&moved, package));
        assert!(here.files == there.files, "{package} depends on where it stands");
    }
}
