//! Kinds to tables, rules, row sets kept, figures, reconciliation.
