//! The room against real folders: what stays, what goes, and that a failure leaves everything as it was.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::Path,
    time::{Duration, SystemTime},
};

use tempfile::TempDir;

use super::{DifferenceKind, MANIFEST, apply, compare};
use crate::PlannedFile;

/// Path -> text and time of the last change; folders end with `/` and have no text.
type Tree = BTreeMap<String, (Vec<u8>, Option<SystemTime>)>;

fn plan(files: &[(&str, &str)]) -> Vec<PlannedFile> {
    files.iter().map(|(path, text)| PlannedFile { path: (*path).to_owned(), text: (*text).to_owned() }).collect()
}

/// A folder that holds what a run with these files leaves behind, all of it made long ago.
fn printed(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("temporary folder");
    apply(&plan(files), folder.path()).expect("first run");
    age(folder.path());
    folder
}

fn put(folder: &Path, path: &str, text: &str) {
    let place = folder.join(path);
    fs::create_dir_all(place.parent().expect("below the folder")).expect("parent");
    fs::write(place, text).expect("write");
}

/// Sets every file back by an hour, so that any touch shows.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).expect("list") {
        let entry = entry.expect("entry");
        if entry.file_type().expect("type").is_dir() {
            age(&entry.path());
        } else {
            let file = fs::File::options().write(true).open(entry.path()).expect("open");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(3600)).expect("set time");
        }
    }
}

fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut pending = vec![String::new()];
    while let Some(parent) = pending.pop() {
        for entry in fs::read_dir(folder.join(&parent)).expect("list") {
            let entry = entry.expect("entry");
            let path = format!("{parent}{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("type").is_dir() {
                found.insert(format!("{path}/"), (Vec::new(), None));
                pending.push(format!("{path}/"));
            } else {
                let metadata = fs::symlink_metadata(entry.path()).expect("metadata");
                let text = if metadata.is_symlink() { Vec::new() } else { fs::read(entry.path()).expect("read") };
                found.insert(path, (text, metadata.modified().ok()));
            }
        }
    }
    found
}

fn paths(tree: &Tree) -> Vec<&str> {
    tree.keys().map(String::as_str).collect()
}

/// A run that must fail for this reason, name this path and change nothing.
#[track_caller]
fn check_refused(folder: &Path, files: &[(&str, &str)], kind: ErrorKind, named: &str) {
    let before = tree(folder);
    let error = apply(&plan(files), folder).expect_err("refused");
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(named), "`{error}` does not name `{named}`");
    assert_eq!(tree(folder), before);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set permissions");
}

#[test]
fn a_first_run_makes_the_folder_and_everything_in_it() {
    let parent = TempDir::new().expect("temporary folder");
    let folder = parent.path().join("new/output");
    let changes = apply(&plan(&[("b.txt", "b"), ("a/deep/x.txt", "x")]), &folder).expect("run");
    assert_eq!(changes.written, [MANIFEST, "a/deep/x.txt", "b.txt"]);
    assert!(changes.removed.is_empty() && changes.foreign.is_empty());
    assert_eq!(changes.unchanged, 0);
    assert_eq!(paths(&tree(&folder)), [MANIFEST, "a/", "a/deep/", "a/deep/x.txt", "b.txt"]);
    let manifest = fs::read_to_string(folder.join(MANIFEST)).expect("manifest");
    assert_eq!(manifest.lines().skip(1).collect::<Vec<_>>(), ["a/deep/x.txt", "b.txt"]);
}

#[test]
fn a_second_run_touches_nothing() {
    let files = [("a.txt", "a"), ("b/c.txt", "c")];
    let folder = printed(&files);
    let before = tree(folder.path());
    let changes = apply(&plan(&files), folder.path()).expect("second run");
    assert_eq!((changes.written.len(), changes.removed.len(), changes.unchanged), (0, 0, 3));
    assert_eq!(tree(folder.path()), before);
    assert_eq!(compare(&plan(&files), folder.path()).expect("compare"), []);
}

#[test]
fn only_the_changed_file_is_written() {
    let folder = printed(&[("a.txt", "old"), ("b.txt", "b")]);
    let before = tree(folder.path());
    let changes = apply(&plan(&[("a.txt", "new"), ("b.txt", "b")]), folder.path()).expect("run");
    assert_eq!(changes.written, ["a.txt"]);
    assert_eq!(changes.unchanged, 2);
    let after = tree(folder.path());
    assert_eq!(after["a.txt"].0, b"new");
    assert_eq!((&after["b.txt"], &after[MANIFEST]), (&before["b.txt"], &before[MANIFEST]));
}

#[test]
fn files_that_are_no_longer_planned_go_and_so_do_their_folders() {
    let folder = printed(&[("a.txt", "a"), ("old/deep/x.txt", "x"), ("old/y.txt", "y")]);
    let changes = apply(&plan(&[("a.txt", "a")]), folder.path()).expect("run");
    assert_eq!(changes.removed, ["old/deep/x.txt", "old/y.txt"]);
    assert_eq!(changes.written, [MANIFEST]);
    assert_eq!(paths(&tree(folder.path())), [MANIFEST, "a.txt"]);
}

#[test]
fn what_somebody_else_put_there_stays_and_is_named() {
    let folder = printed(&[("a.txt", "a"), ("old/x.txt", "x")]);
    put(folder.path(), "old/notes.txt", "mine");
    put(folder.path(), "target/debug/x", "built");
    put(folder.path(), "todo.txt", "mine");
    let changes = apply(&plan(&[("a.txt", "a")]), folder.path()).expect("run");
    assert_eq!(changes.removed, ["old/x.txt"]);
    assert_eq!(changes.foreign, ["old/", "target/", "todo.txt"]);
    assert_eq!(fs::read_to_string(folder.path().join("old/notes.txt")).expect("kept"), "mine");
    assert!(folder.path().join("target/debug/x").exists());
}

#[test]
fn a_foreign_file_in_the_way_is_not_overwritten() {
    let folder = TempDir::new().expect("temporary folder");
    put(folder.path(), "README.md", "mine");
    check_refused(folder.path(), &[("README.md", "ours"), ("x.txt", "x")], ErrorKind::AlreadyExists, "`README.md`");
    let changes = apply(&plan(&[("README.md", "mine")]), folder.path()).expect("the same text is no conflict");
    assert_eq!(changes.unchanged, 1);
}

#[test]
fn a_manifest_cannot_send_the_broom_outside() {
    let parent = TempDir::new().expect("temporary folder");
    put(parent.path(), "precious.txt", "keep");
    let folder = parent.path().join("output");
    let absolute = parent.path().join("precious.txt");
    put(&folder, MANIFEST, &format!("../precious.txt\n{}\nsub/../../precious.txt\n", absolute.display()));
    let changes = apply(&plan(&[("a.txt", "a")]), &folder).expect("run");
    assert!(changes.removed.is_empty());
    assert!(absolute.exists());
}

#[test]
fn planned_paths_stay_inside_the_folder() {
    let folder = printed(&[("a.txt", "a")]);
    for path in ["/etc/x", "../x", "a/../../x", "./x", "a//b", "", "a/", "c:x", "a\\b", "a\nb", "#x", MANIFEST] {
        check_refused(folder.path(), &[("a.txt", "new"), (path, "x")], ErrorKind::InvalidInput, path);
    }
    assert!(!folder.path().parent().expect("parent").join("x").exists());
}

#[test]
fn planned_paths_do_not_clash() {
    let folder = printed(&[("a.txt", "a")]);
    check_refused(folder.path(), &[("b", "1"), ("b", "2")], ErrorKind::InvalidInput, "`b` is planned twice");
    check_refused(folder.path(), &[("b", "1"), ("b/c", "2")], ErrorKind::InvalidInput, "`b/c` needs `b`");
    check_refused(folder.path(), &[("Job.rs", "1"), ("job.rs", "2")], ErrorKind::InvalidInput, "differ only in case");
}

#[test]
fn a_folder_where_a_file_should_be_is_refused() {
    let folder = printed(&[("a.txt", "a")]);
    put(folder.path(), "b.txt/inside", "mine");
    check_refused(folder.path(), &[("a.txt", "new"), ("b.txt", "b")], ErrorKind::IsADirectory, "`b.txt`");
}

#[test]
fn a_file_where_a_folder_should_be_is_refused() {
    let folder = printed(&[("a.txt", "a")]);
    put(folder.path(), "b", "mine");
    check_refused(folder.path(), &[("a.txt", "new"), ("b/c.txt", "c")], ErrorKind::NotADirectory, "`b`");
}

#[test]
fn an_output_folder_that_is_a_file_is_refused() {
    let parent = TempDir::new().expect("temporary folder");
    put(parent.path(), "output", "mine");
    let error = apply(&plan(&[("a", "a")]), &parent.path().join("output")).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::NotADirectory);
    assert!(error.to_string().contains("output"), "{error}");
}

#[test]
fn a_file_of_ours_may_become_a_folder_and_a_folder_a_file() {
    let folder = printed(&[("x", "file"), ("y/z", "in a folder")]);
    let changes = apply(&plan(&[("x/z", "in a folder"), ("y", "file")]), folder.path()).expect("run");
    assert_eq!(changes.removed, ["x", "y/z"]);
    assert_eq!(paths(&tree(folder.path())), [MANIFEST, "x/", "x/z", "y"]);
}

#[test]
fn a_failure_after_the_first_steps_undoes_them() {
    // `y/mine` keeps the folder `y` alive after `y/z` is gone: the last step finds a folder where a file should be.
    let folder = printed(&[("a.txt", "old"), ("gone/deep/x", "x"), ("y/z", "z")]);
    put(folder.path(), "y/mine", "mine");
    check_refused(folder.path(), &[("a.txt", "new"), ("b/c/d", "d"), ("y", "file")], ErrorKind::IsADirectory, "y");
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_refused() {
    let folder = printed(&[("a.txt", "old"), ("b.txt", "old")]);
    set_mode(&folder.path().join("b.txt"), 0o444);
    check_refused(folder.path(), &[("a.txt", "new"), ("b.txt", "new")], ErrorKind::PermissionDenied, "`b.txt`");
    let differences = compare(&plan(&[("a.txt", "old"), ("b.txt", "new")]), folder.path()).expect("only reads");
    assert_eq!(differences.len(), 1);
}

#[cfg(unix)]
#[test]
fn an_unwritable_folder_is_refused_and_the_steps_before_it_are_undone() {
    let folder = printed(&[("a.txt", "old"), ("locked/b.txt", "old"), ("stray/c.txt", "c")]);
    set_mode(&folder.path().join("locked"), 0o555);
    let files = [("a.txt", "new"), ("locked/b.txt", "new"), ("new/d.txt", "d")];
    check_refused(folder.path(), &files, ErrorKind::PermissionDenied, "locked/b.txt");
    set_mode(&folder.path().join("locked"), 0o755);
    let changes = apply(&plan(&files), folder.path()).expect("run");
    assert_eq!(changes.removed, ["stray/c.txt"]);
}

#[cfg(unix)]
#[test]
fn an_unwritable_parent_of_a_new_folder_is_named() {
    let parent = TempDir::new().expect("temporary folder");
    set_mode(parent.path(), 0o555);
    let error = apply(&plan(&[("a", "a")]), &parent.path().join("output")).expect_err("refused");
    set_mode(parent.path(), 0o755);
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.to_string().contains("output"), "{error}");
    assert_eq!(tree(parent.path()), Tree::new());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let outside = TempDir::new().expect("temporary folder");
    put(outside.path(), "x.txt", "outside");
    let folder = printed(&[("a.txt", "a"), ("sub/x.txt", "x")]);
    fs::remove_dir_all(folder.path().join("sub")).expect("remove");
    std::os::unix::fs::symlink(outside.path(), folder.path().join("sub")).expect("link");
    check_refused(folder.path(), &[("sub/x.txt", "new")], ErrorKind::InvalidInput, "`sub`");

    fs::remove_file(folder.path().join("a.txt")).expect("remove");
    std::os::unix::fs::symlink(outside.path().join("x.txt"), folder.path().join("a.txt")).expect("link");
    check_refused(folder.path(), &[("a.txt", "new")], ErrorKind::InvalidInput, "`a.txt`");

    let changes = apply(&plan(&[("b.txt", "b")]), folder.path()).expect("run");
    assert!(changes.removed.is_empty(), "what stands behind a link is not ours");
    assert_eq!(changes.foreign, ["a.txt", "sub"]);
    assert_eq!(fs::read_to_string(outside.path().join("x.txt")).expect("kept"), "outside");
}

#[cfg(unix)]
#[test]
fn the_output_folder_itself_may_be_a_link() {
    let real = TempDir::new().expect("temporary folder");
    let parent = TempDir::new().expect("temporary folder");
    let link = parent.path().join("output");
    std::os::unix::fs::symlink(real.path(), &link).expect("link");
    apply(&plan(&[("a.txt", "a")]), &link).expect("run");
    assert_eq!(paths(&tree(real.path())), [MANIFEST, "a.txt"]);
}

#[test]
fn the_leftovers_of_a_killed_run_are_swept_and_those_of_a_live_one_are_not() {
    let folder = printed(&[("a.txt", "a")]);
    put(folder.path(), ".specwright-staging-1/lock", "");
    put(folder.path(), ".specwright-staging-1/7", "half a file");
    put(folder.path(), ".specwright-staging-2/lock", "");
    let live = fs::File::open(folder.path().join(".specwright-staging-2/lock")).expect("open");
    live.lock().expect("lock");
    let changes = apply(&plan(&[("a.txt", "new")]), folder.path()).expect("run");
    assert!(changes.foreign.is_empty());
    assert!(!folder.path().join(".specwright-staging-1").exists());
    assert!(folder.path().join(".specwright-staging-2/lock").exists());
}

#[test]
fn two_runs_leave_equal_folders() {
    let files = [("z.txt", "z\n"), ("a/b.txt", "ü\n"), ("a/c.txt", "")];
    let (left, right) = (printed(&files), TempDir::new().expect("temporary folder"));
    let mut reversed = plan(&files);
    reversed.reverse();
    apply(&reversed, right.path()).expect("run");
    age(right.path());
    assert_eq!(tree(left.path()), tree(right.path()));
}

#[test]
fn differences_tell_what_is_missing_changed_and_stray() {
    let folder = printed(&[("changed.txt", "one\ntwo\nthree\n"), ("stray.txt", "x")]);
    put(folder.path(), "foreign.txt", "mine");
    let before = tree(folder.path());
    let planned = plan(&[("changed.txt", "one\n2\nthree\n"), ("missing.txt", "x")]);
    let mut differences = compare(&planned, folder.path()).expect("compare");
    assert_eq!(differences.remove(0).path, MANIFEST);
    assert_eq!(
        differences.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
        ["changed.txt", "missing.txt", "stray.txt"]
    );
    let expected = "--- changed.txt (on disk)\n+++ changed.txt (planned)\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";
    assert_eq!(differences[0].kind, DifferenceKind::Changed { unified: expected.to_owned() });
    assert_eq!(differences[1].kind, DifferenceKind::Missing);
    assert_eq!(differences[2].kind, DifferenceKind::Stray);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn comparing_with_a_folder_that_does_not_exist_finds_everything_missing() {
    let parent = TempDir::new().expect("temporary folder");
    let folder = parent.path().join("nothing");
    let differences = compare(&plan(&[("a.txt", "a")]), &folder).expect("compare");
    assert!(differences.iter().all(|it| it.kind == DifferenceKind::Missing));
    assert_eq!(differences.len(), 2);
    assert!(!folder.exists());
}
