//! Small pages of both renderings against a small description.
//!
//! [`Case`] holds the sound pages of `data/`, breaks one thing and compares the findings word for word.

mod differences;
mod hostile;
mod work_list;

use std::{collections::BTreeMap, fs};

use super::{Report, audit, description::Description, finding::Finding, open, texts::Texts};
use crate::failure::Failure;

const OPENAPI: &str = include_str!("data/openapi.yaml");
const INVENTORY: &str = include_str!("data/inventory.yaml");
/// The tab-separated rendering.
const TABS: &str = include_str!("data/4.1.1.txt");
/// The Markdown rendering.
const MARKDOWN: &str = include_str!("data/4.1.2.txt");

/// A folder of pages and a description, sound until a test changes them.
struct Case {
    pages: BTreeMap<&'static str, Vec<u8>>,
    spec: BTreeMap<&'static str, String>,
    partial: bool,
}

impl Case {
    fn sound() -> Self {
        let pages = [("4.1.1.txt", TABS.as_bytes().to_vec()), ("4.1.2.txt", MARKDOWN.as_bytes().to_vec())];
        let spec = [("openapi.yaml", OPENAPI.to_owned()), ("inventory.yaml", INVENTORY.to_owned())];
        Self { pages: pages.into(), spec: spec.into(), partial: false }
    }

    /// Replaces text of a page; it must be there.
    #[track_caller]
    fn page(mut self, name: &'static str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.pages[name].clone()).expect("the pages of the tests are UTF-8");
        assert!(text.contains(from), "{name} holds {from:?}");
        self.pages.insert(name, text.replacen(from, to, 1).into_bytes());
        self
    }

    #[track_caller]
    fn tabs(self, from: &str, to: &str) -> Self {
        self.page("4.1.1.txt", from, to)
    }

    #[track_caller]
    fn markdown(self, from: &str, to: &str) -> Self {
        self.page("4.1.2.txt", from, to)
    }

    /// Gives a page any content.
    fn bytes(mut self, name: &'static str, bytes: &[u8]) -> Self {
        self.pages.insert(name, bytes.to_vec());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.pages.remove(name);
        self
    }

    fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// Replaces text of the description; it must be there.
    #[track_caller]
    fn spec(mut self, from: &str, to: &str) -> Self {
        let text = &self.spec["openapi.yaml"];
        assert!(text.contains(from), "the description holds {from:?}");
        self.spec.insert("openapi.yaml", text.replacen(from, to, 1));
        self
    }

    fn exceptions(mut self, text: &str) -> Self {
        self.spec.insert("exceptions.yaml", text.to_owned());
        self
    }

    fn texts(&self) -> Texts {
        let mut texts = Texts::default();
        self.pages.iter().for_each(|(name, bytes)| texts.add(format!("pages/{name}"), bytes.clone()));
        texts
    }

    /// Opens the description of the case; gives the folder that it stands in too.
    fn open(&self) -> (Result<Description, Failure>, String) {
        let folder = tempfile::TempDir::new().expect("temporary folder");
        for (name, text) in &self.spec {
            fs::write(folder.path().join(name), text).expect("write");
        }
        (open(&folder.path().join("openapi.yaml")), folder.path().display().to_string())
    }

    #[track_caller]
    fn run(&self) -> (Report, String) {
        let (description, folder) = self.open();
        (audit(&description.expect("the description is sound"), &self.texts(), self.partial), folder)
    }

    /// Runs the audit and compares the findings, each as `rule place <- where it is printed` and what it says.
    #[track_caller]
    fn expect(self, expected: &[[&str; 2]]) {
        let (report, folder) = self.run();
        let findings: Vec<[String; 2]> = report.open.iter().map(|it| halves(it, &folder)).collect();
        assert_eq!(findings, expected);
    }

    /// Runs the audit and gives its last line.
    #[track_caller]
    fn summary(self) -> String {
        self.run().0.summary.to_string()
    }
}

/// The part of a text from one word up to another.
#[track_caller]
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).expect("the text holds where the part begins");
    let length = text[start..].find(to).expect("the text holds what comes behind the part");
    &text[start..start + length]
}

fn halves(finding: &Finding, folder: &str) -> [String; 2] {
    let text = finding.to_string().replace(&format!("{folder}/"), "").replace("pages/", "");
    let (line, printed) = text.split_once("\n  printed: ").unwrap_or((&text, ""));
    let (place, rest) = line.split_once(": finding[").expect("a finding names its place and its rule");
    let (rule, what) = rest.split_once("]: ").expect("a finding says something");
    let arrow = if printed.is_empty() { "" } else { " <- " };
    [format!("{rule} {place}{arrow}{printed}"), what.to_owned()]
}

#[test]
fn findings_begin_with_a_place_that_editors_jump_to() {
    let (report, folder) = Case::sound().tabs("n_boards\tNo\tInteger", "n_boards\tNo\tString").run();
    let texts: Vec<String> = report.open.iter().map(|it| it.to_string().replace(&folder, "spec")).collect();
    let expected = "spec/openapi.yaml:99:9: finding[type]: 4.1.1 table 4-4 `n_boards`: printed String, \
                    described integer/int32\n  printed: pages/4.1.1.txt:38";
    assert_eq!(texts, [expected]);
}

#[test]
fn sound_pages_have_no_findings() {
    Case::sound().expect(&[]);
    let summary = "2 of 2 sections, 14 captions, 14 tables understood, 28 rows compared; findings: 0 open, 0 accepted";
    assert_eq!(Case::sound().summary(), summary);
}
