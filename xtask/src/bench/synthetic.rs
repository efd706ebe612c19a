//! Descriptions of any size, for measuring: one real chapter, repeated under other names.
//!
//! `synthetic/*.yaml` describe five operations on one kind of thing, a specimen, in the form of `spec/`. A description
//! of n operations holds n / 5 such kinds, two to a chapter, each under a name of its own.

use std::collections::BTreeMap;

/// The root file of every description.
pub(super) const ROOT: &str = "openapi.yaml";

const OPENAPI: &str = include_str!("synthetic/openapi.yaml");
const COMPONENTS: &str = include_str!("synthetic/components.yaml");
const PATHS: &str = include_str!("synthetic/paths.yaml");
const SCHEMAS: &str = include_str!("synthetic/schemas.yaml");
const SHARED: &[(&str, &str)] = &[
    ("shared/parameters.yaml", include_str!("synthetic/shared-parameters.yaml")),
    ("shared/responses.yaml", include_str!("synthetic/shared-responses.yaml")),
    ("shared/schemas.yaml", include_str!("synthetic/shared-schemas.yaml")),
];

const OPERATIONS_PER_KIND: usize = 5;
const KINDS_PER_CHAPTER: usize = 2;

const ADJECTIVES: &[&str] = &[
    "Active", "Backup", "Central", "Default", "Edge", "Fast", "Global", "Hosted", "Internal", "Joined", "Keyed",
    "Local", "Managed", "Native", "Open", "Private",
];
const NOUNS: &[&str] = &[
    "Account", "Bucket", "Cluster", "Desktop", "Endpoint", "Folder", "Gateway", "Host", "Instance", "Journal", "Layer",
    "Machine", "Node", "Package",
];

/// A description in memory.
pub(super) struct Description {
    /// Path -> text.
    pub(super) files: BTreeMap<String, String>,
    /// How many named types there are.
    pub(super) n_types: usize,
}

/// A description of at least so many operations: rounded up to whole kinds.
pub(super) fn describe(n_operations: usize) -> Description {
    let kinds: Vec<[&str; 2]> = (0..n_operations.div_ceil(OPERATIONS_PER_KIND)).map(words).collect();
    let mut files: BTreeMap<_, _> =
        SHARED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let mut tags = String::from("tags:\n");
    let mut routes = String::from("paths:\n");
    for (chapter_idx, chapter) in kinds.chunks(KINDS_PER_CHAPTER).enumerate() {
        let round = chapter_idx * KINDS_PER_CHAPTER;
        let first = Name::new(chapter[0], round);
        tags.push_str(&format!("  - name: {}\n    description: Things of chapter {chapter_idx}.\n", first.pascal));
        let names: Vec<Name> = (round..).zip(chapter).map(|(idx, words)| Name::new(*words, idx)).collect();
        for name in &names {
            routes.push_str(&print_routes(name, &first));
        }
        let print = |text: &str| names.iter().map(|name| rename(text, name, &first)).collect::<Vec<_>>().join("\n");
        files.insert(format!("paths/{}.yaml", first.kebab), print(PATHS));
        files.insert(format!("schemas/{}.yaml", first.kebab), print(SCHEMAS));
    }
    files.insert(ROOT.to_owned(), [OPENAPI, &tags, &routes, COMPONENTS].concat());
    let n_types = kinds.len() * count_entries(SCHEMAS) + count_entries(SHARED[2].1);
    Description { files, n_types }
}

/// One name in the three spellings that a description needs.
struct Name {
    pascal: String,
    snake: String,
    kebab: String,
}

impl Name {
    /// Once the words are used up they come again with a number.
    fn new([adjective, noun]: [&str; 2], idx: usize) -> Self {
        let number = match idx / (ADJECTIVES.len() * NOUNS.len()) {
            0 => String::new(),
            round => (round + 1).to_string(),
        };
        let lower = format!("{}-{}{number}", adjective.to_lowercase(), noun.to_lowercase());
        Self { pascal: format!("{adjective}{noun}{number}"), snake: lower.replace('-', "_"), kebab: lower }
    }
}

fn words(idx: usize) -> [&'static str; 2] {
    [ADJECTIVES[idx % ADJECTIVES.len()], NOUNS[idx / ADJECTIVES.len() % NOUNS.len()]]
}

fn print_routes(name: &Name, chapter: &Name) -> String {
    let Name { pascal, snake, .. } = name;
    let file = format!("paths/{}.yaml", chapter.kebab);
    format!(
        "  /v2/{{project_id}}/{snake}s:\n    $ref: {file}#/List{pascal}s\n  \
         /v2/{{project_id}}/{snake}s/{{{snake}_id}}:\n    $ref: {file}#/Show{pascal}\n"
    )
}

/// The longer words go first, as they hold the shorter ones.
fn rename(text: &str, name: &Name, chapter: &Name) -> String {
    text.replace("SpecimenChapter", &chapter.pascal)
        .replace("specimen-chapter", &chapter.kebab)
        .replace("Specimen", &name.pascal)
        .replace("specimen", &name.snake)
}

/// The entries at the left edge of a file.
fn count_entries(text: &str) -> usize {
    text.lines().filter(|line| line.ends_with(':') && !line.starts_with(' ')).count()
}

#[cfg(test)]
mod tests {
    //! The size of descriptions, and that they are whole.

    use std::collections::BTreeSet;

    use saphyr_parser::Parser;

    use super::{Description, ROOT, describe};

    fn matches<'a>(description: &'a Description, marker: &str) -> Vec<(&'a str, &'a str)> {
        let lines =
            description.files.iter().flat_map(|(path, text)| text.lines().map(move |line| (path.as_str(), line)));
        lines
            .filter_map(|(path, line)| Some((path, line.trim().trim_start_matches("- ").strip_prefix(marker)?)))
            .collect()
    }

    #[test]
    fn a_workspace_sized_description_has_280_operations_and_about_1000_types() {
        let description = describe(280);
        let ids: BTreeSet<_> = matches(&description, "operationId: ").into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids.len(), 280);
        assert_eq!(matches(&description, "operationId: ").len(), 280);
        let n_types = matches(&description, "type: object").len();
        assert!((950..1_100).contains(&description.n_types), "{}", description.n_types);
        assert!(n_types >= 900, "{n_types}");
    }

    #[test]
    fn four_times_the_operations_are_four_times_the_text_and_no_name_comes_twice() {
        let size = |description: &Description| description.files.values().map(String::len).sum::<usize>() as f64;
        let (small, large) = (describe(280), describe(1_120));
        let ratio = size(&large) / size(&small);
        assert!((3.9..4.1).contains(&ratio), "{ratio}");
        let huge = describe(2_000);
        let ids: BTreeSet<_> = matches(&huge, "operationId: ").into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids.len(), 2_000);
    }

    #[test]
    fn every_file_is_yaml_and_no_placeholder_is_left() {
        for (path, text) in &describe(20).files {
            if let Some(Err(error)) = Parser::new_from_str(text).find(Result::is_err) {
                panic!("{path}: {error}");
            }
            assert!(!text.to_lowercase().contains("specimen"), "{path}");
        }
    }

    #[test]
    fn every_reference_leads_to_an_entry() {
        let description = describe(20);
        let references = matches(&description, "$ref: ");
        assert!(references.len() > 100);
        for (path, reference) in references {
            let (file, entry) = reference.trim_matches('\'').split_once("#/").expect("file and entry");
            let file = match (file, path.rsplit_once('/')) {
                ("", _) => path.to_owned(),
                (file, None) => file.to_owned(),
                (file, Some((folder, _))) => match file.strip_prefix("../") {
                    Some(file) => file.to_owned(),
                    None => format!("{folder}/{file}"),
                },
            };
            let text = description.files.get(&file).unwrap_or_else(|| panic!("{path}: {reference}"));
            assert!(text.lines().any(|line| line == format!("{entry}:")), "{path}: {reference}");
        }
    }

    #[test]
    fn two_descriptions_of_one_size_are_equal() {
        assert_eq!(describe(50).files, describe(50).files);
        assert!(describe(1).files.contains_key(ROOT));
    }
}
