//! Values against compositions.

use super::{Fit, Misfit};
use crate::diagnostic::quote;
use crate::load::Node;
use crate::validate::discriminators::schema_named;

impl<'a> Fit<'a> {
    pub(super) fn composition(&mut self, schema: &'a Node, value: &Node, is_nullable: bool) {
        for member in schema.get("allOf").and_then(Node::as_list).unwrap_or_default() {
            self.part(member, value, is_nullable);
        }
        if value.is_null() && is_nullable {
            return;
        }
        for key in ["oneOf", "anyOf"] {
            let variants = schema.get(key).and_then(Node::as_list).unwrap_or_default();
            if !variants.is_empty() {
                self.choice(key, schema, variants, value);
            }
        }
        if let Some(not) = schema.get("not")
            && self.attempt(not, value).is_empty()
            // An attempt that ran out of time says nothing.
            && self.left > 0
        {
            self.misfit(value.place, "the value fits what `not` excludes".to_owned());
        }
    }

    /// At least one variant must fit. That several fit is no fault of the value: variants often overlap.
    fn choice(&mut self, key: &str, schema: &'a Node, variants: &'a [Node], value: &Node) {
        if let Some(variant) = self.selected(schema, variants, value) {
            self.part(variant, value, false);
            return;
        }
        let mut attempts: Vec<Vec<Misfit>> = Vec::new();
        for variant in variants {
            let misfits = self.attempt(variant, value);
            if misfits.is_empty() {
                return;
            }
            attempts.push(misfits);
        }
        // The variant whose misfits lie inside the value is the one that was meant.
        let inside = |it: &Vec<Misfit>| it.iter().all(|it| it.place != value.place);
        let mut meant = attempts.iter().filter(|it| inside(it));
        if let (Some(only), None) = (meant.next(), meant.next()) {
            let only = only.clone();
            only.into_iter().for_each(|it| self.add(it));
            return;
        }
        self.misfit(value.place, format!("the value fits none of the {} variants of {}", variants.len(), quote(key)));
    }

    /// The variant that the discriminator selects.
    fn selected(&self, schema: &'a Node, variants: &'a [Node], value: &Node) -> Option<&'a Node> {
        let discriminator = schema.get("discriminator")?;
        let word = value.get_text(discriminator.get_text("propertyName")?)?;
        let name = discriminator.get("mapping").and_then(|it| it.get_text(word)).unwrap_or(word);
        let target = schema_named(self.bundle, name)?;
        variants.iter().find(|it| self.bundle.follow(it).is_some_and(|it| it.place == target.place))
    }

    /// The misfits that a schema would give, without adding them.
    fn attempt(&mut self, schema: &'a Node, value: &Node) -> Vec<Misfit> {
        let before = std::mem::take(&mut self.misfits);
        self.part(schema, value, false);
        std::mem::replace(&mut self.misfits, before)
    }
}
