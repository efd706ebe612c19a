//! Names for components that are written outside the components of the root.

use std::collections::{HashMap, HashSet};

use super::collect::{Extracted, Target};
use crate::diagnostic::Place;
use crate::grammar::ComponentKind;
use crate::load::Node;
use crate::source::Sources;

/// The name of each extracted component, by its number.
///
/// The last segment of the pointer or the stem of the file; where two have one name, both get the shortest prefix of
/// folder or file that tells them apart. A component of the root keeps its plain name.
pub(super) fn names(extracted: &[Extracted], root: &Node, sources: &Sources) -> Vec<String> {
    let mut names = vec![String::new(); extracted.len()];
    for kind in ComponentKind::ALL {
        let own = root.get("components").and_then(|it| it.get(kind.key())).and_then(Node::as_map);
        let mut taken: HashSet<String> = own.into_iter().flatten().map(|it| it.key.clone()).collect();
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        for (idx, component) in extracted.iter().enumerate().filter(|(_, it)| it.kind == kind) {
            if let Some(name) = &component.adopted_by {
                names[idx].clone_from(name);
                continue;
            }
            let base = base_name(&component.target, sources);
            let group = groups.entry(base.clone()).or_default();
            if group.is_empty() {
                order.push(base);
            }
            group.push(idx);
        }
        // Plain names go first, so that no prefixed name takes one away.
        let (single, shared): (Vec<String>, Vec<String>) =
            order.into_iter().partition(|it| groups[it].len() == 1 && !taken.contains(it));
        taken.extend(single.iter().cloned());
        for base in single {
            let idx = groups[&base][0];
            names[idx] = base;
        }
        for base in shared {
            let members = &groups[&base];
            for (idx, name) in members.iter().zip(distinct(&base, members, extracted, sources, &taken)) {
                taken.insert(name.clone());
                names[*idx] = name;
            }
        }
    }
    names
}

fn base_name(target: &Target, sources: &Sources) -> String {
    /// Segments that say what stands there, not what it is called.
    const GENERIC: [&str; 9] =
        ["schema", "items", "additionalProperties", "not", "allOf", "oneOf", "anyOf", "content", "value"];
    let is_generic = |it: &String| GENERIC.contains(&it.as_str()) || it.bytes().all(|it| it.is_ascii_digit());
    let Some(last) = target.pointer.last() else {
        return clean(stem(sources.name(target.file)));
    };
    match target.pointer.iter().rposition(|it| !is_generic(it)) {
        Some(idx) if is_generic(last) => clean(&target.pointer[idx..].join("_")),
        _ => clean(last),
    }
}

/// Prefixed names, all different from each other and from those taken.
fn distinct(
    base: &str,
    members: &[usize],
    extracted: &[Extracted],
    sources: &Sources,
    taken: &HashSet<String>,
) -> Vec<String> {
    let prefixes: Vec<Vec<String>> = members.iter().map(|it| prefixes(&extracted[*it].target, sources)).collect();
    let deepest = prefixes.iter().map(Vec::len).max().unwrap_or(0);
    let all_differ = |names: &[String]| {
        let mut seen = HashSet::new();
        names.iter().all(|it| seen.insert(it.clone()) && !taken.contains(it))
    };
    // One folder that tells them all apart is better than a whole path.
    let single = |level: usize| -> Option<Vec<String>> {
        prefixes.iter().map(|it| Some(format!("{}_{base}", it.get(level)?))).collect()
    };
    let joined = |levels: usize| -> Vec<String> {
        let name = |parts: &Vec<String>| {
            let mut parts: Vec<&str> = parts.iter().take(levels).map(String::as_str).collect();
            parts.reverse();
            parts.push(base);
            parts.join("_")
        };
        prefixes.iter().map(name).collect()
    };
    if let Some(names) = (0..deepest).filter_map(single).find(|it| all_differ(it)) {
        return names;
    }
    if let Some(names) = (1..=deepest).map(joined).find(|it| all_differ(it)) {
        return names;
    }
    numbered(base, members, extracted, taken)
}

/// The last resort: numbers in the order of the places.
fn numbered(base: &str, members: &[usize], extracted: &[Extracted], taken: &HashSet<String>) -> Vec<String> {
    let mut by_place: Vec<(Place, usize)> = members.iter().map(|it| (extracted[*it].place, *it)).collect();
    by_place.sort_unstable();
    let mut free = (2..).map(|number| format!("{base}_{number}")).filter(|it| !taken.contains(it));
    let named: HashMap<usize, String> = by_place.iter().filter_map(|(_, idx)| Some((*idx, free.next()?))).collect();
    members.iter().filter_map(|it| named.get(it).cloned()).collect()
}

/// What can tell a target apart from others with its name, nearest first: for a definition in a file the segments
/// before it and the file's stem, then the folders.
fn prefixes(target: &Target, sources: &Sources) -> Vec<String> {
    let name = sources.name(target.file);
    let mut parts: Vec<&str> = name.split('/').collect();
    let file = parts.pop().map(stem).unwrap_or_default();
    let mut prefixes: Vec<String> = Vec::new();
    if !target.pointer.is_empty() {
        prefixes.extend(target.pointer.iter().rev().skip(1).map(|it| prefix(it)));
        prefixes.push(prefix(file));
        // A file's stem says more than the keys inside it, but only when the keys do not differ.
        prefixes.rotate_right(1);
    }
    prefixes.extend(parts.iter().rev().map(|it| prefix(it)));
    prefixes
}

fn stem(file: &str) -> &str {
    let file = file.rsplit('/').next().unwrap_or(file);
    file.split_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

/// As OpenAPI demands of component names.
fn clean(name: &str) -> String {
    let is_legal = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-');
    let cleaned: String = name.chars().map(|it| if is_legal(it) { it } else { '_' }).collect();
    if cleaned.is_empty() { "unnamed".to_owned() } else { cleaned }
}

fn prefix(part: &str) -> String {
    part.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect()
}
