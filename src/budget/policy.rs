//! Policies: budgets in a file of their own, for many scenarios.

use crate::scenario::Budget;
use crate::syntax::{Check, Faults, Node, Placed, Reader, Setting, Source, settings};
use serde_json::{Value, json};

settings! {
    /// Budgets for many scenarios.
    pub struct PolicyFile {
        /// Name of the policy.
        name: Option<String> = None,
        /// What it is about.
        description: Option<String> = None,
        /// The budgets, as in a scenario.
        budgets: Vec<Placed<Budget>>,
    }
}

impl Check for PolicyFile {}

/// A policy and the text it was read from.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(super) source: Source,
    pub(super) file: PolicyFile,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// Everything wrong in the text, with places. What a budget names is looked for when it is applied
    /// to a scenario.
    pub fn parse(source: Source) -> Result<Policy, Faults> {
        let root = match Node::parse(&source, 0) {
            Ok(root) => root,
            Err(fault) => return Err(Faults::one(source, fault)),
        };
        let mut reader = Reader::new(vec![source.clone()]);
        let file = PolicyFile::read(&root, &mut reader);
        if let Some(file) = &file
            && file.budgets.is_empty()
        {
            let message = "this policy has no budgets".to_owned();
            let help = "list at least one under `budgets`".to_owned();
            reader.fault("missing-key", root.span, message, Some(help));
        }
        reader.finish()?;
        let file = file.ok_or_else(|| Faults::none(Vec::new()))?;
        Ok(Policy { source, file })
    }

    /// The budgets.
    #[must_use]
    pub fn budgets(&self) -> &[Placed<Budget>] {
        &self.file.budgets
    }

    /// The JSON Schema of policy files.
    #[must_use]
    pub fn json_schema() -> Value {
        let mut root = PolicyFile::schema();
        if let Some(object) = root.as_object_mut() {
            let dialect = json!("http://json-schema.org/draft-07/schema#");
            object.insert("$schema".to_owned(), dialect);
            object.insert("title".to_owned(), json!("breakeven policy"));
        }
        root
    }
}
