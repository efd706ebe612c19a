//! Which object table a type cell means.
//!
//! A cell names a table by its caption. A name is printed once per request or answer, however often it is used, with
//! one exception: names such as `options` that many tables share. Those stand in the order of a walk along the fields.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::model::{Kind, Table};

/// The tables of one request or answer, linked from field to object.
#[derive(Debug, Default)]
pub(super) struct Links {
    tables: HashMap<(usize, usize), usize>,
    /// Rows whose cell spells the caption differently, with the spelling of the caption.
    spelled: HashMap<(usize, usize), String>,
    /// Rows (table, row) that name an object without a table.
    pub(super) dangling: Vec<(usize, usize)>,
    /// Object tables that no field leads to.
    pub(super) unused: Vec<usize>,
}

/// Captions that differ from the type cell by so many letters are meant as one.
const MISSPELLED: usize = 2;

impl Links {
    /// The table that a row refers to.
    pub(super) fn table(&self, table: usize, row: usize) -> Option<usize> {
        self.tables.get(&(table, row)).copied()
    }

    /// The caption of that table, if the row spells it differently.
    pub(super) fn spelled(&self, table: usize, row: usize) -> Option<&str> {
        self.spelled.get(&(table, row)).map(String::as_str)
    }
}

/// Links the tables of one request or answer; `start` is the one that describes the body.
pub(super) fn link(tables: &[&Table], start: usize) -> Links {
    let mut captions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, table) in tables.iter().enumerate() {
        if let Kind::Object(name) = &table.kind {
            captions.entry(name).or_default().push(idx);
        }
    }
    let mut walk =
        Walk { tables, aliases: aliases(tables, &captions), captions, seen: BTreeSet::new(), links: Links::default() };
    walk.visit(start);
    let is_unused = |idx: &usize| !walk.seen.contains(idx);
    walk.links.unused = (0..tables.len()).filter(is_unused).collect();
    walk.links
}

/// Names of type cells without a table, each with the caption that it means: one that no cell names and that is spelled
/// almost like it.
fn aliases<'a>(tables: &[&'a Table], captions: &BTreeMap<&'a str, Vec<usize>>) -> BTreeMap<&'a str, &'a str> {
    let named: BTreeSet<&str> =
        tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.kind.as_ref()?.object()).collect();
    let unanswered = named.iter().filter(|name| !captions.contains_key(*name));
    let free: Vec<&str> = captions.keys().copied().filter(|caption| !named.contains(caption)).collect();
    let closest = |name: &&'a str| {
        let (distance, caption) = free.iter().map(|it| (spelling_distance(name, it), *it)).min()?;
        (distance <= MISSPELLED).then_some((*name, caption))
    };
    unanswered.filter_map(closest).collect()
}

struct Walk<'a, 'b> {
    tables: &'b [&'a Table],
    captions: BTreeMap<&'a str, Vec<usize>>,
    aliases: BTreeMap<&'a str, &'a str>,
    seen: BTreeSet<usize>,
    links: Links,
}

impl Walk<'_, '_> {
    fn visit(&mut self, table: usize) {
        if !self.seen.insert(table) {
            return;
        }
        let tables = self.tables;
        for (row_idx, row) in tables[table].rows.iter().enumerate() {
            let Some(name) = row.kind.as_ref().and_then(|kind| kind.object()) else { continue };
            let caption = self.aliases.get(name).copied().unwrap_or(name);
            let Some(target) = self.target(caption) else {
                self.links.dangling.push((table, row_idx));
                continue;
            };
            if caption != name {
                self.links.spelled.insert((table, row_idx), caption.to_owned());
            }
            self.links.tables.insert((table, row_idx), target);
            self.visit(target);
        }
    }

    /// The only table of this caption, or the next one that no field before this one has led to.
    fn target(&self, caption: &str) -> Option<usize> {
        match self.captions.get(caption)?.as_slice() {
            [only] => Some(*only),
            several => several.iter().copied().find(|idx| !self.seen.contains(idx)),
        }
    }
}

/// How many letters two names differ by; case and hyphens do not count.
fn spelling_distance(left: &str, right: &str) -> usize {
    let letters = |name: &str| name.replace('-', "").to_ascii_lowercase();
    distance(&letters(left), &letters(right))
}

/// How many letters must be added, removed or changed to turn one word into the other.
pub(super) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.chars().enumerate() {
        let mut diagonal = row;
        above[0] = row + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = above[column + 1];
            above[column + 1] = changed.min(diagonal + 1).min(above[column] + 1);
        }
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    //! Tables that share a name, names that are spelled in two ways, and loops.

    use super::{Links, distance, link};
    use crate::audit::{model::Table, page};

    /// Tables of a request in the order of print: caption and type cells.
    fn tables(printed: &[(&str, &[&str])]) -> Vec<Table> {
        let mut text = "4.1.1 A\nURI\nGET /a\nRequest Parameters\n".to_owned();
        for (idx, (caption, cells)) in printed.iter().enumerate() {
            text.push_str(&format!("Table 4-{idx} {caption}\nParameter\tMandatory\tType\tDescription\n"));
            cells.iter().enumerate().for_each(|(row, cell)| text.push_str(&format!("f{row}\tNo\t{cell}\t.\n")));
        }
        let page = page::read("4.1.1", text.as_bytes());
        assert_eq!(page.faults, []);
        page.tables
    }

    fn links(tables: &[Table]) -> Links {
        link(&tables.iter().collect::<Vec<_>>(), 0)
    }

    #[test]
    fn names_that_many_tables_share_follow_the_fields() {
        let tables = tables(&[
            ("Request body parameters", &["a object", "options object"]),
            ("a", &["options object"]),
            ("options", &["String"]),
            ("options", &["Integer"]),
        ]);
        let links = links(&tables);
        assert_eq!((links.table(1, 0), links.table(0, 1)), (Some(2), Some(3)));
        assert!(links.unused.is_empty() && links.dangling.is_empty());
    }

    #[test]
    fn a_misspelled_caption_is_found_and_told() {
        let tables = tables(&[("Request body parameters", &["VolumInfo object"]), ("VolumeInfo", &["String"])]);
        let links = links(&tables);
        assert_eq!(links.table(0, 0), Some(1));
        assert_eq!(links.spelled(0, 0), Some("VolumeInfo"));
    }

    #[test]
    fn what_leads_nowhere_and_what_nothing_leads_to_is_told() {
        let tables = tables(&[("Request body parameters", &["Volume object"]), ("Desktop", &["String"])]);
        let links = links(&tables);
        assert_eq!(links.dangling, [(0, 0)]);
        assert_eq!(links.unused, [1]);
    }

    #[test]
    fn an_object_may_hold_itself() {
        let tables = tables(&[("Request body parameters", &["Group object"]), ("Group", &["Group object"])]);
        assert_eq!(links(&tables).table(1, 0), Some(1));
    }

    #[test]
    fn words_have_distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
