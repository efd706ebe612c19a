//! Intersections (`allOf`): records are merged, unions of records are distributed over the rest.

use crate::diagnostic::Sink;
use crate::ir::{
    Additional, Bound, Constraints, Discriminator, Field, Record, Shape, Type, TypeId, Types, Union, UnionKind, Use,
    Variant,
};

/// More alternatives than this are not worked out.
const MOST_ALTERNATIVES: usize = 64;

/// Merges every intersection in place.
pub(super) fn merge_all(types: &mut Types, sink: &mut Sink) {
    let state = vec![State::Waiting; types.0.len()];
    let mut merger = Merger { types, state, sink };
    for idx in 0..merger.state.len() {
        merger.settle(TypeId(idx));
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting,
    Busy,
    Settled,
}

struct Merger<'a> {
    types: &'a mut Types,
    state: Vec<State>,
    sink: &'a mut Sink,
}

impl Merger<'_> {
    fn settle(&mut self, id: TypeId) {
        // Types that were made on the way are settled from the start.
        match self.state.get(id.0) {
            Some(State::Waiting) => {}
            Some(State::Busy) => {
                self.error("circular-composition", id, "a type cannot be composed of itself");
                return;
            }
            Some(State::Settled) | None => return,
        }
        self.state[id.0] = State::Busy;
        if let Shape::Intersection(members) = &self.types[id].shape {
            let members = members.clone();
            self.merge(id, &members);
        }
        self.state[id.0] = State::Settled;
    }

    fn error(&mut self, rule: &'static str, id: TypeId, text: &str) {
        self.sink.error(rule, self.types[id].origin.place, text);
    }

    fn merge(&mut self, id: TypeId, members: &[Use]) {
        if let Some(single) = self.only_member(members) {
            self.types.0[id.0].shape = Shape::Alias(single);
            return;
        }
        let mut sum = Sum::default();
        let mut nullable = true;
        for member in members {
            self.settle_target(member);
            let target = self.types.behind_aliases(member);
            nullable &= target.nullable;
            if !self.add(&mut sum, target.ty) {
                self.error("composition-not-supported", id, "these schemas cannot be merged into one type");
                return;
            }
        }
        let shape = self.shape_of(id, sum);
        let ty = &mut self.types.0[id.0];
        ty.nullable |= nullable;
        match shape {
            Some((shape, constraints)) => {
                ty.shape = shape;
                narrow(&mut ty.constraints, &constraints);
            }
            None => self.error("composition-not-supported", id, "a value cannot be an object and a scalar at once"),
        }
    }

    /// The one member that says what values look like, if the others only add words.
    fn only_member(&mut self, members: &[Use]) -> Option<Use> {
        let mut said = None;
        for member in members {
            self.settle_target(member);
            let target = &self.types[self.types.behind_aliases(member).ty];
            let says_something = !matches!(target.shape, Shape::Any) || target.constraints != Constraints::default();
            if says_something && said.replace(member.clone()).is_some() {
                return None;
            }
        }
        said
    }

    fn settle_target(&mut self, member: &Use) {
        self.settle(member.ty);
        let target = self.types.behind_aliases(member);
        self.settle(target.ty);
    }

    /// Adds a member; `false` if it cannot be merged.
    fn add(&mut self, sum: &mut Sum, target: TypeId) -> bool {
        narrow(&mut sum.constraints, &self.types[target].constraints);
        match self.types[target].shape.clone() {
            Shape::Any => true,
            Shape::Record(record) => {
                for alternative in sum.alternatives() {
                    merge_record(&mut alternative.record, &record, target, self.types);
                }
                true
            }
            Shape::Union(union) => self.distribute(sum, &union),
            other => {
                let fits = sum.scalar.as_ref().is_none_or(|known| same_kind(known, &other));
                if sum.scalar.is_none() || has_values(&other) {
                    sum.scalar = Some(other);
                }
                fits
            }
        }
    }

    fn distribute(&mut self, sum: &mut Sum, union: &Union) -> bool {
        let mut next = Vec::new();
        for variant in &union.variants {
            self.settle_target(&variant.ty);
            let target = self.types.behind_aliases(&variant.ty).ty;
            let Shape::Record(record) = self.types[target].shape.clone() else { return false };
            for alternative in sum.alternatives() {
                let mut merged = alternative.clone();
                merge_record(&mut merged.record, &record, target, self.types);
                merged.from = Some(variant.ty.ty);
                merged.title = variant.title.clone().or(merged.title);
                next.push(merged);
            }
        }
        sum.discriminator = union.discriminator.clone().or(sum.discriminator.take());
        sum.alternatives = next;
        sum.alternatives.len() <= MOST_ALTERNATIVES
    }

    fn shape_of(&mut self, id: TypeId, sum: Sum) -> Option<(Shape, Constraints)> {
        let shape = match (sum.scalar, sum.alternatives.len()) {
            (Some(scalar), 0) => scalar,
            (Some(_), _) => return None,
            (None, 0) => Shape::Any,
            (None, 1) => sum.alternatives.into_iter().next().map(|it| Shape::Record(it.record))?,
            (None, _) => self.union_of(id, sum.alternatives, sum.discriminator),
        };
        Some((shape, sum.constraints))
    }

    fn union_of(&mut self, id: TypeId, alternatives: Vec<Alternative>, discriminator: Option<Discriminator>) -> Shape {
        let mut variants = Vec::new();
        let mut mapping = Vec::new();
        for alternative in alternatives {
            let from = alternative.from.unwrap_or(id);
            let word = alternative.title.clone().unwrap_or_else(|| super::word(self.types, from));
            let model = Type { shape: Shape::Record(alternative.record), ..self.types[from].clone() };
            let ty = super::add_part(self.types, id, &word, &model);
            let values = discriminator.iter().flat_map(|it| &it.mapping).filter(|(_, target)| *target == from);
            mapping.extend(values.map(|(value, _)| (value.clone(), ty)));
            variants.push(Variant { ty: Use { ty, nullable: false }, title: Some(word) });
        }
        let discriminator = discriminator.map(|it| Discriminator { mapping, ..it });
        Shape::Union(Union { kind: UnionKind::OneOf, variants, discriminator })
    }
}

/// What the members that were added so far amount to.
#[derive(Default)]
struct Sum {
    alternatives: Vec<Alternative>,
    scalar: Option<Shape>,
    constraints: Constraints,
    discriminator: Option<Discriminator>,
}

impl Sum {
    /// The alternatives; an empty record before the first one is added.
    fn alternatives(&mut self) -> &mut Vec<Alternative> {
        if self.alternatives.is_empty() {
            self.alternatives.push(Alternative::default());
        }
        &mut self.alternatives
    }
}

#[derive(Clone)]
struct Alternative {
    record: Record,
    from: Option<TypeId>,
    title: Option<String>,
}

impl Default for Alternative {
    fn default() -> Self {
        let record =
            Record { fields: Vec::new(), additional: Additional::Unsaid, parents: Vec::new(), discriminator: None };
        Self { record, from: None, title: None }
    }
}

fn merge_record(into: &mut Record, from: &Record, source: TypeId, types: &Types) {
    for field in &from.fields {
        match into.fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => merge_field(known, field, types),
            None => into.fields.push(field.clone()),
        }
    }
    if into.additional == Additional::Unsaid || from.additional == Additional::Forbidden {
        into.additional = from.additional.clone();
    }
    into.parents.push(source);
    for parent in &from.parents {
        if !into.parents.contains(parent) {
            into.parents.push(*parent);
        }
    }
}

/// The later definition counts, except where it says nothing about the type.
fn merge_field(known: &mut Field, later: &Field, types: &Types) {
    let required = known.required || later.required;
    let says_nothing = matches!(types[later.ty.ty].shape, Shape::Any);
    let docs = if later.docs.is_empty() { known.docs.clone() } else { later.docs.clone() };
    if !says_nothing {
        *known = later.clone();
    }
    known.required = required;
    known.docs = docs;
}

fn same_kind(one: &Shape, other: &Shape) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn has_values(shape: &Shape) -> bool {
    match shape {
        Shape::Text { values, .. } => !values.is_empty(),
        Shape::Integer { values, .. } => !values.is_empty(),
        _ => false,
    }
}

/// Adds limits; the stricter one counts.
fn narrow(into: &mut Constraints, by: &Constraints) {
    into.min_length = into.min_length.max(by.min_length);
    into.max_length = least(into.max_length, by.max_length);
    into.min_items = into.min_items.max(by.min_items);
    into.max_items = least(into.max_items, by.max_items);
    into.min_properties = into.min_properties.max(by.min_properties);
    into.max_properties = least(into.max_properties, by.max_properties);
    into.unique_items |= by.unique_items;
    into.pattern = by.pattern.clone().or(into.pattern.take());
    into.multiple_of = by.multiple_of.or(into.multiple_of);
    if tighter(into.minimum, by.minimum, |new, old| new > old) {
        into.minimum = by.minimum;
        into.exclusive_minimum = by.exclusive_minimum;
    }
    if tighter(into.maximum, by.maximum, |new, old| new < old) {
        into.maximum = by.maximum;
        into.exclusive_maximum = by.exclusive_maximum;
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn tighter(old: Option<Bound>, new: Option<Bound>, beats: fn(f64, f64) -> bool) -> bool {
    match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => beats(as_float(new), as_float(old)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "only compared")]
fn as_float(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(value) => value as f64,
        Bound::Float(value) => value,
    }
}
