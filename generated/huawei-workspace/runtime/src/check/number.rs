//! Constraints of numbers. Integers are compared exactly: beyond 2^53 a float would round them.

use std::cmp::Ordering;

use super::{Bound, Check};
use crate::Tree;

/// Every broken constraint of a number: rule and sentence.
pub(super) fn faults(tree: &Tree, check: &Check) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if let Some(least) = check.minimum {
        match (compare(tree, least), check.exclusive_minimum) {
            (Some(Ordering::Less), false) => faults.push(("minimum", format!("must be at least {}", show(least)))),
            (Some(Ordering::Less | Ordering::Equal), true) => {
                faults.push(("exclusive-minimum", format!("must be greater than {}", show(least))));
            }
            _ => {}
        }
    }
    if let Some(most) = check.maximum {
        match (compare(tree, most), check.exclusive_maximum) {
            (Some(Ordering::Greater), false) => faults.push(("maximum", format!("must be at most {}", show(most)))),
            (Some(Ordering::Greater | Ordering::Equal), true) => {
                faults.push(("exclusive-maximum", format!("must be less than {}", show(most))));
            }
            _ => {}
        }
    }
    if let Some(of) = check.multiple_of.filter(|of| !is_multiple(tree, *of)) {
        faults.push(("multiple-of", format!("must be a multiple of {}", show(of))));
    }
    faults
}

fn show(bound: Bound) -> String {
    match bound {
        Bound::Int(value) => value.to_string(),
        Bound::Float(value) => value.to_string(),
    }
}

fn compare(tree: &Tree, bound: Bound) -> Option<Ordering> {
    match (tree, bound) {
        (Tree::Int(value), Bound::Int(bound)) => Some(value.cmp(&i128::from(bound))),
        (Tree::Int(value), Bound::Float(bound)) => int_with_float(*value, bound),
        (_, Bound::Int(bound)) => int_with_float(i128::from(bound), float(tree)).map(Ordering::reverse),
        (_, Bound::Float(bound)) => float(tree).partial_cmp(&bound),
    }
}

/// The whole part of a float is an exact integer, so only what is behind the point decides a tie.
fn int_with_float(value: i128, other: f64) -> Option<Ordering> {
    if other.is_nan() {
        return None;
    }
    let whole = other.floor();
    // The cast saturates, which keeps the order.
    let order = value.cmp(&(whole as i128));
    Some(if order == Ordering::Equal && whole < other { Ordering::Less } else { order })
}

fn is_multiple(tree: &Tree, of: Bound) -> bool {
    match (tree, of) {
        (_, Bound::Int(0)) => true,
        (Tree::Int(value), Bound::Int(of)) => value % i128::from(of) == 0,
        (_, Bound::Int(of)) => is_whole(float(tree) / of as f64),
        (_, Bound::Float(of)) => of == 0.0 || is_whole(float(tree) / of),
    }
}

/// `0.3 / 0.1` is not quite 3.
fn is_whole(quotient: f64) -> bool {
    let distance = (quotient - quotient.round()).abs();
    distance <= 1e-9 * quotient.abs().max(1.0)
}

fn float(tree: &Tree) -> f64 {
    match tree {
        Tree::Int(value) => *value as f64,
        Tree::Float(value) => *value,
        // By its text: 0.1 of single precision is meant to be 0.1.
        Tree::Single(value) => value.to_string().parse().unwrap_or(f64::NAN),
        _ => f64::NAN,
    }
}
