//! Finds the tables of a text whose rows each give rows of their own, whatever else is there.
//!
//! Where a record of such a table changes, only its own rows of evidence can: the core evaluates that record and leaves
//! the rest of the partition alone. Only what is certain is recognised; the rest is no fault.

use crate::balance::{column, table, unmixed};
use sqlparser::ast::{
    Expr, Query, Select, SelectItem, SetExpr, SetOperator, SetQuantifier, Visit, Visitor,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Functions of one row; all others may look at several.
const SCALAR: &[&str] = &[
    "abs", "coalesce", "ifnull", "iif", "length", "lower", "nullif", "replace", "round", "substr",
    "trim", "upper",
];

/// Names the tables that stand only in branches of a `union all` that read nothing else and hand on their `record_id`.
pub(crate) fn tables(query: &Query) -> BTreeSet<String> {
    if query.order_by.is_some() || query.limit_clause.is_some() || query.fetch.is_some() {
        return BTreeSet::new();
    }
    let mut branches = Vec::new();
    collect(&query.body, &mut branches);
    // Columns of a union are matched by their places and named by its first branch.
    let first = branches.first().copied().flatten();
    if !first.is_some_and(names_record_first) {
        return BTreeSet::new();
    }
    let mut single: BTreeMap<&str, usize> = BTreeMap::new();
    for name in branches.into_iter().filter_map(read_alone) {
        *single.entry(name).or_default() += 1;
    }
    let mut mentions = Mentions::default();
    let _ = query.visit(&mut mentions);
    let all_single = |(name, count): (&str, usize)| {
        (mentions.0.get(name) == Some(&count)).then(|| name.to_owned())
    };
    single.into_iter().filter_map(all_single).collect()
}

/// The branches of a `union all`; any other operation is one branch that is no select.
fn collect<'q>(body: &'q SetExpr, branches: &mut Vec<Option<&'q Select>>) {
    match body {
        SetExpr::SetOperation {
            op: SetOperator::Union,
            set_quantifier: SetQuantifier::All,
            left,
            right,
        } => {
            collect(left, branches);
            collect(right, branches);
        }
        SetExpr::Select(select) => branches.push(Some(select)),
        _ => branches.push(None),
    }
}

fn names_record_first(select: &Select) -> bool {
    match select.projection.first() {
        Some(SelectItem::UnnamedExpr(expr)) => {
            column(expr).is_some_and(|(_, name)| name == "record_id")
        }
        Some(SelectItem::ExprWithAlias { alias, .. }) => alias.value == "record_id",
        _ => false,
    }
}

/// The one table that a select reads row by row, handing on its `record_id`.
fn read_alone(select: Option<&Select>) -> Option<&str> {
    let select = select.filter(|select| unmixed(select))?;
    let [from] = select.from.as_slice() else {
        return None;
    };
    let (name, alias) = table(&from.relation).filter(|_| from.joins.is_empty())?;
    let Some(SelectItem::UnnamedExpr(first)) = select.projection.first() else {
        return None;
    };
    let mut look = OneRow;
    let one_row = select.projection.visit(&mut look).is_continue()
        && select.selection.visit(&mut look).is_continue();
    (one_row && column(first) == Some((alias, "record_id"))).then_some(name)
}

/// Stops at whatever may look at more than the row itself.
struct OneRow;

impl Visitor for OneRow {
    type Break = ();

    fn pre_visit_query(&mut self, _query: &Query) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
            Expr::Function(function) => {
                let name = function.name.to_string();
                let scalar = SCALAR.contains(&name.as_str())
                    && function.over.is_none()
                    && function.filter.is_none();
                if scalar {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            }
            _ => ControlFlow::Continue(()),
        }
    }
}

/// How often each table is named.
#[derive(Default)]
struct Mentions(BTreeMap<String, usize>);

impl Visitor for Mentions {
    type Break = ();

    fn pre_visit_relation(&mut self, name: &sqlparser::ast::ObjectName) -> ControlFlow<()> {
        *self.0.entry(name.to_string()).or_default() += 1;
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlparser::ast::Statement;
    use sqlparser::dialect::SQLiteDialect;
    use sqlparser::parser::Parser;

    fn of(text: &str) -> Vec<String> {
        let mut parsed = Parser::parse_sql(&SQLiteDialect {}, text).expect("SQL");
        let Some(Statement::Query(query)) = parsed.pop() else {
            panic!("no query: {text}");
        };
        tables(&query).into_iter().collect()
    }

    #[test]
    fn a_plain_select_and_a_plain_branch_stand_for_themselves() {
        let plain = "select p.record_id, p.unit, coalesce(p.ended_on, p.until) as until from a as p where p.role in ('x', 'y')";
        assert_eq!(of(plain), ["a"]);
        let union = "with w as (select q.record_id, q.unit, lead(q.day) over (order by q.day) as until from b as q)
            select w.record_id, w.unit, w.until from w union all select p.record_id, p.unit, p.ended_on from a as p";
        // `w` is a name of the text itself: no kind stands behind it.
        assert_eq!(of(union), ["a", "w"]);
        assert_eq!(
            of("select p.record_id, p.a from a as p union all select q.record_id, q.b from a as q"),
            ["a"]
        );
    }

    #[test]
    fn whatever_may_look_at_other_rows_is_evaluated_whole() {
        for text in [
            "select p.record_id, count(*) as n from a as p",
            "select p.record_id, lead(p.day) over (order by p.day) as until from a as p",
            "select max(p.record_id) as record_id from a as p group by p.unit",
            "select distinct p.record_id from a as p",
            "select p.record_id from a as p join b as q on q.unit = p.unit",
            "select p.record_id, (select max(q.day) from b as q) as day from a as p",
            "select p.record_id from a as p where exists (select 1 from a as q where q.unit = p.unit)",
            "select p.record_id from a as p union select q.record_id from a as q",
            "select p.record_id from a as p order by p.record_id limit 1",
            "select p.unit, p.record_id from a as p",
            "with w as (select q.record_id from a as q) select p.record_id from a as p union all select w.unit from w",
        ] {
            assert_eq!(of(text), Vec::<String>::new(), "{text}");
        }
    }
}
