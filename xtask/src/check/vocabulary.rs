//! `spec/README.md` describes the `x-` keys that the grammar knows, all of them and no others.

use std::{collections::BTreeSet, fs};

use specwright::grammar::{EXTENSIONS, Extension, ExtensionShape, Shape};

use crate::repository;

fn readme() -> String {
    let path = repository::root().join("spec/README.md");
    fs::read_to_string(path).expect("the vocabulary stands there")
}

/// The keys and the values of one kind that may stand under an extension, as far as they are words.
fn words(extension: &Extension) -> Vec<&'static str> {
    let shapes = extension.holders.iter().flat_map(|it| match it.shape {
        ExtensionShape::Plain(Shape::Object(object)) | ExtensionShape::Elsewhere(object) => {
            object.keys.iter().flat_map(|it| [vec![it.name], values(it.shape)].concat()).collect()
        }
        ExtensionShape::Plain(shape) => values(shape),
        ExtensionShape::True => Vec::new(),
    });
    shapes.collect()
}

fn values(shape: Shape) -> Vec<&'static str> {
    match shape {
        Shape::OneOf(values) => values.to_vec(),
        _ => Vec::new(),
    }
}

#[test]
fn the_vocabulary_has_every_key_that_is_known() {
    let readme = readme();
    let rows = readme.lines().filter_map(|it| it.strip_prefix("| `x-")?.split('`').next());
    let described: BTreeSet<String> = rows.map(|it| format!("x-{it}")).collect();
    let known: BTreeSet<String> = EXTENSIONS.iter().map(|it| it.key.to_owned()).collect();
    assert_eq!(described, known);
}

#[test]
fn the_vocabulary_has_every_word_below_a_key() {
    let readme = readme();
    let is_word = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    let described: BTreeSet<&str> = readme.split(|it| !is_word(it)).collect();
    let known = EXTENSIONS.iter().flat_map(|it| words(it).into_iter().map(move |word| (it.key, word)));
    let missing: Vec<_> = known.filter(|(_, word)| !described.contains(word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
