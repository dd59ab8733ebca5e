//! Finds the plain balances among standing rules: counts and sums of the rows that hold on the day, added and subtracted.
//!
//! Of such a rule the core can tell in one pass over the rows whether its excess grew on any day at all; any other text
//! has to be asked day by day. Only what is certain to mean the same is recognised; the rest is no fault.

use sqlparser::ast::{
    BinaryOperator, Expr, GroupByExpr, JoinConstraint, JoinOperator, Query, Select, SelectItem,
    SetExpr, TableFactor, UnaryOperator, Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// The excess of a standing rule as a sum over rows that hold on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// What is added whatever the rows are.
    pub constant: i64,
    /// What the rows add.
    pub terms: Vec<Term>,
}

/// Rows of one row set that hold on the day and meet all conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The row set's name in the text.
    pub table: String,
    /// 1 or -1.
    pub sign: i64,
    /// Each row adds its `qty`, not one.
    pub sums_qty: bool,
    /// Columns and what each must equal.
    pub equal: Vec<(String, Operand)>,
}

/// What a column is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A column of `candidate`.
    Candidate(String),
    /// A literal as the text has it.
    Literal(String),
}

/// Reads a query as a balance; none when it is, or may be, anything else.
pub(crate) fn find(query: &Query) -> Option<Balance> {
    let outer = plain(query)?;
    let days = match Days::of(outer) {
        Some(days) => days,
        None => {
            // One name over a query of the text that gives one row a day.
            let [from] = outer.from.as_slice() else {
                return None;
            };
            let (table, alias) = table(&from.relation).filter(|_| from.joins.is_empty())?;
            let with = query.with.as_ref().filter(|with| !with.recursive)?;
            let named = with
                .cte_tables
                .iter()
                .find(|c| c.alias.name.value == table)?;
            if !named.alias.columns.is_empty() {
                return None;
            }
            let inner = plain(&named.query)?;
            Days {
                outer: Some((alias, projected(inner))),
                ..Days::of(inner)?
            }
        }
    };
    let result = projected(outer);
    if !days.is_day(result.get("day")?) {
        return None;
    }
    let mut balance = Balance {
        constant: 0,
        terms: Vec::new(),
    };
    days.add(result.get("excess")?, 1, &mut balance)?;
    Some(balance)
}

/// The names under which a select has the candidate and the days, one row each.
struct Days<'q> {
    candidate: &'q str,
    as_at: &'q str,
    /// The name of this select outside, with its columns.
    outer: Option<(&'q str, BTreeMap<&'q str, &'q Expr>)>,
}

impl<'q> Days<'q> {
    /// Reads `from candidate as c cross join as_at as d`.
    fn of(select: &'q Select) -> Option<Self> {
        let [from] = select.from.as_slice() else {
            return None;
        };
        let [join] = from.joins.as_slice() else {
            return None;
        };
        let crossed = matches!(
            join.join_operator,
            JoinOperator::CrossJoin(JoinConstraint::None)
        );
        let (("candidate", candidate), ("as_at", as_at)) =
            (table(&from.relation)?, table(&join.relation)?)
        else {
            return None;
        };
        crossed.then_some(Self {
            candidate,
            as_at,
            outer: None,
        })
    }

    /// The expression that a column of the named select stands for.
    fn meaning(&self, expr: &'q Expr) -> &'q Expr {
        let Some((name, columns)) = &self.outer else {
            return expr;
        };
        match column(expr) {
            Some((alias, column)) if alias == *name => columns.get(column).copied().unwrap_or(expr),
            _ => expr,
        }
    }

    fn is_day(&self, expr: &'q Expr) -> bool {
        column(self.meaning(expr)) == Some((self.as_at, "day"))
    }

    fn add(&self, expr: &'q Expr, sign: i64, to: &mut Balance) -> Option<()> {
        match self.meaning(expr) {
            Expr::Nested(inner) => self.add(inner, sign, to),
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                expr,
            } => self.add(expr, -sign, to),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Plus,
                right,
            } => {
                self.add(left, sign, to)?;
                self.add(right, sign, to)
            }
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Minus,
                right,
            } => {
                self.add(left, sign, to)?;
                self.add(right, -sign, to)
            }
            Expr::Value(value) => match &value.value {
                Value::Number(text, _) => {
                    to.constant += sign * text.parse::<i64>().ok()?;
                    Some(())
                }
                _ => None,
            },
            Expr::Subquery(query) => {
                to.terms.push(self.term(query, sign)?);
                Some(())
            }
            _ => None,
        }
    }

    /// Reads `(select count(*) from … as x where … and x.since <= d.day and (x.until is null or x.until > d.day))`.
    ///
    /// The parts are compared as the parser writes them, so spaces and comments do not matter.
    fn term(&self, query: &Query, sign: i64) -> Option<Term> {
        let select = one_select(query).filter(|_| query.with.is_none())?;
        let ([from], [SelectItem::UnnamedExpr(measure)]) =
            (select.from.as_slice(), select.projection.as_slice())
        else {
            return None;
        };
        let (name, x) = table(&from.relation).filter(|_| from.joins.is_empty())?;
        let measure = measure.to_string();
        let sums_qty = measure == format!("coalesce(sum({x}.qty), 0)");
        if !sums_qty && measure != "count(*)" {
            return None;
        }
        let day = format!("{}.day", self.as_at);
        let mut holds = BTreeSet::from([
            format!("{x}.since <= {day}"),
            format!("({x}.until IS NULL OR {x}.until > {day})"),
        ]);
        let mut equal = Vec::new();
        for condition in conjuncts(select.selection.as_ref()?) {
            if !holds.remove(&condition.to_string()) {
                equal.push(self.equality(condition, x)?);
            }
        }
        holds.is_empty().then(|| Term {
            table: name.to_owned(),
            sign,
            sums_qty,
            equal,
        })
    }

    /// Reads `x.unit = c.unit` or `x.role = 'contact'`, either way round.
    fn equality(&self, condition: &Expr, x: &str) -> Option<(String, Operand)> {
        let Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } = condition
        else {
            return None;
        };
        for (own, other) in [(left, right), (right, left)] {
            let Some((_, name)) = column(own).filter(|(of, _)| *of == x) else {
                continue;
            };
            let operand = match (&**other, column(other)) {
                (_, Some((of, column))) if of == self.candidate => {
                    Operand::Candidate(column.to_owned())
                }
                (literal @ Expr::Value(_), _) => Operand::Literal(literal.to_string()),
                _ => return None,
            };
            return Some((name.to_owned(), operand));
        }
        None
    }
}

/// Says whether nothing drops or merges rows beside a WHERE.
pub(crate) fn unmixed(select: &Select) -> bool {
    let grouped = !matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty());
    !grouped && select.distinct.is_none() && select.having.is_none()
}

/// A query that is one select without anything that drops, merges or orders rows beside its WHERE.
fn one_select(query: &Query) -> Option<&Select> {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return None;
    };
    let ordered = query.order_by.is_some() || query.limit_clause.is_some() || query.fetch.is_some();
    (!ordered && unmixed(select)).then_some(select)
}

/// As [`one_select`], and without a WHERE.
fn plain(query: &Query) -> Option<&Select> {
    one_select(query).filter(|select| select.selection.is_none())
}

/// What is projected, by name.
fn projected<'q>(select: &'q Select) -> BTreeMap<&'q str, &'q Expr> {
    let named = |item: &'q SelectItem| match item {
        SelectItem::ExprWithAlias { expr, alias } => Some((alias.value.as_str(), expr)),
        SelectItem::UnnamedExpr(expr) => column(expr).map(|(_, name)| (name, expr)),
        _ => None,
    };
    select.projection.iter().filter_map(named).collect()
}

/// A table and the name it goes by.
pub(crate) fn table(factor: &TableFactor) -> Option<(&str, &str)> {
    let TableFactor::Table { name, alias, .. } = factor else {
        return None;
    };
    let [part] = name.0.as_slice() else {
        return None;
    };
    let name = part.as_ident()?.value.as_str();
    Some((name, alias.as_ref().map_or(name, |a| a.name.value.as_str())))
}

/// A column with the name of its table.
pub(crate) fn column(expr: &Expr) -> Option<(&str, &str)> {
    match expr {
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [table, column] => Some((&table.value, &column.value)),
            _ => None,
        },
        _ => None,
    }
}

fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match condition {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => [conjuncts(left), conjuncts(right)].concat(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlparser::ast::Statement;
    use sqlparser::dialect::SQLiteDialect;
    use sqlparser::parser::Parser;

    fn read(text: &str) -> Option<Balance> {
        let mut parsed = Parser::parse_sql(&SQLiteDialect {}, text).expect("SQL");
        let Some(Statement::Query(query)) = parsed.pop() else {
            panic!("no query: {text}");
        };
        find(&query)
    }

    const HELD: &str = "h.since <= d.day and (h.until is null or h.until > d.day)";

    #[test]
    fn counts_sums_and_constants_are_read_with_their_signs() {
        let text = format!(
            "with held as (select c.unit, d.day,
               (select count(*) from filled as h where h.unit = c.unit and h.sort = 'a' and {HELD}) as persons,
               (select coalesce(sum(h.qty), 0) from approved as h where c.unit = h.unit and {HELD}) as posts
             from candidate as c cross join as_at as d)
             select x.day, x.persons - (x.posts + 2) as excess, x.unit from held as x"
        );
        let term = |table: &str, sign, sums_qty, more: Option<(&str, &str)>| Term {
            table: table.into(),
            sign,
            sums_qty,
            equal: std::iter::once(("unit".to_owned(), Operand::Candidate("unit".into())))
                .chain(more.map(|(c, v)| (c.to_owned(), Operand::Literal(v.into()))))
                .collect(),
        };
        let expected = Balance {
            constant: -2,
            terms: vec![
                term("filled", 1, false, Some(("sort", "'a'"))),
                term("approved", -1, true, None),
            ],
        };
        assert_eq!(read(&text), Some(expected));
        let direct = format!(
            "select d.day, (select count(*) from s as h where h.p = c.p and {HELD}) - 2 as excess
             from candidate as c cross join as_at as d"
        );
        assert_eq!(
            read(&direct).map(|b| (b.constant, b.terms.len())),
            Some((-2, 1))
        );
    }

    #[test]
    fn anything_else_is_left_to_be_asked_day_by_day() {
        let of = |measure: &str, held: &str, rest: &str| {
            format!(
                "select d.day, (select {measure} from s as h where h.p = c.p and {held}) - 2 as excess
                 from candidate as c cross join as_at as d{rest}"
            )
        };
        assert!(read(&of("count(*)", HELD, "")).is_some());
        for text in [
            // Rows that count on other days than they hold.
            of("count(*)", "h.since <= d.day", ""),
            of(
                "count(*)",
                "h.since < d.day and (h.until is null or h.until > d.day)",
                "",
            ),
            of(
                "count(*)",
                "h.since <= d.day and (h.until is null or h.until >= d.day)",
                "",
            ),
            // Measures that are no plain sum of rows.
            of("count(distinct h.q)", HELD, ""),
            of("sum(h.qty)", HELD, ""),
            of("coalesce(sum(h.qty), 1)", HELD, ""),
            of("coalesce(sum(h.qty), count(*))", HELD, ""),
            of("max(h.qty)", HELD, ""),
            // Days that are dropped.
            of("count(*)", HELD, " where d.day > '2020-01-01'"),
            of("count(*)", HELD, " where c.p is not null"),
            // Conditions that are no equality with the candidate or a literal.
            of("count(*)", &format!("{HELD} and h.q <> c.q"), ""),
            of("count(*)", &format!("{HELD} and h.q = h.r"), ""),
            of("count(*)", &format!("{HELD} and h.q = d.day"), ""),
            of("count(*)", &format!("({HELD} or h.q = c.q)"), ""),
        ] {
            assert_eq!(read(&text), None, "{text}");
        }
        let times = of("count(*)", HELD, "").replace("- 2", "* 2");
        assert_eq!(read(&times), None);
    }
}
