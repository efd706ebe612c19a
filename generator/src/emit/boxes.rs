//! Boxes: which members of records and unions must be boxed because a type holds itself.
//!
//! A list or map is already a step of indirection; only members held by value count.
//! Boxed is exactly what leads back to its own type: members within one strongly connected component.

use crate::ir::{Api, Shape, TypeId, Use};
use crate::names::becomes_item;

/// The strongly connected component of each type, by members held by value.
pub(super) struct Boxes {
    component: Vec<usize>,
    recursive: Vec<bool>,
}

impl Boxes {
    /// Works out which types hold themselves.
    pub(super) fn of(api: &Api) -> Self {
        let edges: Vec<Vec<usize>> = api.types.iter().map(|(id, _)| held_by_value(api, id)).collect();
        let component = components(&edges);
        let mut size = vec![0_usize; edges.len()];
        for &which in &component {
            size[which] += 1;
        }
        let recursive = (0..edges.len()).map(|idx| size[component[idx]] > 1 || edges[idx].contains(&idx)).collect();
        Self { component, recursive }
    }

    /// Whether `owner` must box a member of type `member`.
    pub(super) fn needed(&self, owner: TypeId, member: TypeId) -> bool {
        self.recursive[owner.0] && self.component[owner.0] == self.component[member.0]
    }
}

fn held_by_value(api: &Api, id: TypeId) -> Vec<usize> {
    let members: Vec<&Use> = match &api.types[id].shape {
        Shape::Record(record) => record.fields.iter().map(|field| &field.ty).collect(),
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        _ => Vec::new(),
    };
    let targets = members.into_iter().map(|member| api.types.behind_aliases(member).ty);
    targets.filter(|target| becomes_item(&api.types[*target])).map(|target| target.0).collect()
}

/// Tarjan's algorithm without recursion; gives each node the number of its component.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut component) = (vec![NONE; count], vec![NONE; count], vec![NONE; count]);
    let (mut stack, mut next_index, mut next_component) = (Vec::new(), 0, 0);
    for start in 0..count {
        if index[start] != NONE {
            continue;
        }
        let mut work = vec![(start, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                index[node] = next_index;
                low[node] = next_index;
                next_index += 1;
                stack.push(node);
            }
            if let Some(&target) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if index[target] == NONE {
                    work.push((target, 0));
                } else if component[target] == NONE {
                    low[node] = low[node].min(index[target]);
                }
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = next_component;
                    if member == node {
                        break;
                    }
                }
                next_component += 1;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn cycles_share_a_component() {
        let found = components(&[vec![1], vec![2], vec![0, 3], vec![], vec![4]]);
        assert_eq!(found[0], found[1]);
        assert_eq!(found[1], found[2]);
        assert_ne!(found[2], found[3]);
        assert_ne!(found[3], found[4]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count).map(|idx| vec![(idx + 1) % count]).collect();
        let found = components(&edges);
        assert!(found.iter().all(|it| *it == found[0]));
    }
}
