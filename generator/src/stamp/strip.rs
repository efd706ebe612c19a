//! Leaves the tests of the runtime out of its copies: they run where the runtime is written.
//!
//! A test module is `#[cfg(test)]` or `#[cfg(all(test, ...))]` at the beginning of a line, followed by `mod name;` or
//! by `mod name {` up to the next `}` at the beginning of a line. Everything else is copied byte for byte.

/// The files without test modules, and without the files that only test modules are made of.
pub(super) fn without_tests(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut dropped: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for (path, text) in files {
        let (text, modules) = strip(text);
        dropped.extend(modules.into_iter().map(|module| format!("{}{module}", folder_of_children(path))));
        kept.push(((*path).to_owned(), text));
    }
    kept.retain(|(path, _)| !dropped.iter().any(|module| belongs_to(path, module)));
    kept
}

/// The text without test modules, and the names of those that stand in files of their own.
fn strip(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut modules = Vec::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let module = lines.peek().and_then(|next| next.trim_start_matches("pub(crate) ").strip_prefix("mod "));
        let Some(module) = module.filter(|_| is_test_attribute(line)) else {
            out.push_str(line);
            continue;
        };
        match module.trim_end().strip_suffix(';') {
            Some(name) => {
                modules.push(name.to_owned());
                lines.next();
            }
            None => while lines.next().is_some_and(|line| line.trim_end() != "}") {},
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    (out, modules)
}

fn is_test_attribute(line: &str) -> bool {
    let line = line.trim_end();
    line == "#[cfg(test)]" || line.starts_with("#[cfg(all(test,")
}

/// The folder that holds the files of a file's modules, with a slash at its end.
fn folder_of_children(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    match file {
        "lib.rs" | "mod.rs" => format!("{folder}/"),
        other => format!("{folder}/{}/", other.trim_end_matches(".rs")),
    }
}

fn belongs_to(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::without_tests;

    #[test]
    fn test_modules_and_their_files_are_left_out() {
        let files = [
            ("src/lib.rs", "mod a;\n\n#[cfg(test)]\nmod printed;\n\npub use a::A;\n"),
            ("src/a/mod.rs", "pub struct A;\n\n#[cfg(test)]\nmod tests {\n    fn it() {\n    }\n}\n"),
            ("src/b.rs", "fn b() {}\n#[cfg(all(test, feature = \"x\"))]\npub(crate) mod deep;\n"),
            ("src/b/deep.rs", "// test"),
            ("src/b/deep/er.rs", "// test"),
            ("src/printed.rs", "// test"),
            ("src/printer.rs", "// no test\n"),
        ];
        let kept = without_tests(&files);
        let expected = [
            ("src/lib.rs", "mod a;\n\n\npub use a::A;\n"),
            ("src/a/mod.rs", "pub struct A;\n"),
            ("src/b.rs", "fn b() {}\n"),
            ("src/printer.rs", "// no test\n"),
        ];
        let kept: Vec<(&str, &str)> = kept.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn no_test_is_left_in_the_stamped_runtime() {
        let kept = without_tests(super::super::runtime_files());
        assert!(kept.iter().any(|(path, _)| path == "src/lib.rs"));
        for (path, text) in kept {
            assert!(!text.contains("#[test]"), "{path}");
        }
    }
}
