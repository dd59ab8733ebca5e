//! Reads the SQL of packs: refuses what is not portable, and learns which tables and columns a text uses.

use crate::balance::{self, Balance};
use crate::fault::near;
use crate::sheet::Place;
use crate::single;
use sqlparser::ast::{
    BinaryOperator, Distinct, Expr, Function, FunctionArguments, GroupByExpr, Ident,
    JoinConstraint, JoinOperator, ObjectName, Query, Select, SelectItem, SetExpr, Spanned,
    Statement, TableAlias, TableFactor, UnaryOperator, Value, ValueWithSpan, Visit, Visitor,
    WindowFrameUnits, WindowSpec, WindowType,
};
use sqlparser::dialect::SQLiteDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// The SQL of a row set or rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sql {
    /// The file it stands in, as it is shown to people.
    pub file: String,
    /// The text as the author wrote it, behind the fragments that it names.
    pub text: String,
    /// What it reads, each once, in the order of the text.
    pub reads: Vec<Read>,
    /// Its result columns in order.
    pub columns: Vec<String>,
    /// How each table it reads is tied to others, for indexes and boundaries.
    pub(crate) ties: Vec<Tie>,
    /// Result columns that a table hands on unchanged.
    pub(crate) origins: Origins,
    /// The text as a plain balance of rows that hold on the day, if it is one.
    pub(crate) balance: Option<Balance>,
    /// Tables whose rows each give rows of their own, by their names in the text (see [`crate::single`]).
    pub(crate) single: BTreeSet<String>,
    /// It reads of its candidate when it ended.
    pub(crate) candidate_end: bool,
}

impl Sql {
    /// Puts another text in place, such as a [mutation](crate::Mutation) that reads the same tables.
    ///
    /// It is asked as it stands: what the old text was read as does not hold for it.
    pub fn replace_text(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.balance = None;
        self.single.clear();
    }
}

/// One table that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The name in the text.
    pub name: String,
    /// What it stands for.
    pub source: Source,
}

/// What a name in a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A kind by id.
    Kind(String),
    /// The lines of a kind's list field.
    Child {
        /// The kind by id.
        kind: String,
        /// The list field.
        field: String,
    },
    /// A row set by id.
    RowSet(String),
    /// The record that is judged, or the values that are (standing rules).
    Candidate,
    /// The days on which a standing rule is judged.
    AsAt,
}

/// One mention of a table in a FROM, with the columns that are compared for equality there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tie {
    /// The table's name in the text; empty for a subquery or a name defined in the text.
    pub(crate) table: String,
    pub(crate) line: usize,
    /// Columns compared by `=` or `in` with anything but a literal.
    pub(crate) joined: BTreeSet<String>,
    /// Columns that must equal a column of `candidate` for a row to count: (own, candidate's).
    pub(crate) bound: Vec<(String, String)>,
    /// Columns that must equal a column of another mention.
    pub(crate) through: Vec<Through>,
    /// Subqueries: their columns that a table hands on unchanged.
    origin: Origins,
    /// Subqueries: the columns by which their rows are grouped.
    unique: Option<BTreeSet<String>>,
}

/// A column that must equal a column of another mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Through {
    pub(crate) own: String,
    /// Place of the other mention among the ties.
    other: usize,
    pub(crate) column: String,
}

/// Finds the mention over which one that is not bound to `candidate` itself is tied to it.
pub(crate) fn between<'t>(ties: &'t [Tie], tie: &'t Tie) -> Option<(&'t Through, &'t Tie)> {
    let all = tie
        .through
        .iter()
        .map(|through| (through, &ties[through.other]));
    let mut bound = all.filter(|(_, other)| !other.table.is_empty() && !other.bound.is_empty());
    bound.next()
}

/// Columns that a table hands on unchanged: name here → table and column there.
pub(crate) type Origins = BTreeMap<String, (String, String)>;

/// What was learnt from a text before its names are resolved.
pub(crate) struct Parsed {
    pub(crate) tables: Vec<(String, usize)>,
    pub(crate) columns: Vec<String>,
    pub(crate) ties: Vec<Tie>,
    /// Result columns that a table hands on unchanged.
    pub(crate) origins: Origins,
    /// The text as a plain balance of rows that hold on the day, if it is one.
    pub(crate) balance: Option<Balance>,
    /// Tables whose rows each give rows of their own, by their names in the text (see [`crate::single`]).
    pub(crate) single: BTreeSet<String>,
    /// It reads of its candidate when it ended.
    pub(crate) candidate_end: bool,
}

/// Parses and lints; every departure from the portable list is a fault. None if the text cannot be parsed.
///
/// - Input: `ordered` demands record_id in every ORDER BY, as kept rows need.
pub(crate) fn parse(place: Place<'_>, ordered: bool) -> Option<Parsed> {
    let tokens = match Tokenizer::new(&SQLiteDialect {}, place.text).tokenize_with_location() {
        Ok(tokens) => tokens,
        Err(error) => {
            let line = usize::try_from(error.location.line).ok();
            place.fault(line, format!("SQL cannot be read: {}", error.message), None);
            return None;
        }
    };
    lint_tokens(place, &tokens);
    let candidate_end = reads_of_candidate(&tokens, "ended_on");
    let mut statements = match Parser::new(&SQLiteDialect {})
        .with_tokens_with_locations(tokens)
        .parse_statements()
    {
        Ok(statements) => statements,
        Err(error) => {
            let text = error.to_string();
            let text = text.strip_prefix("sql parser error: ").unwrap_or(&text);
            let (message, line) = match text.split_once(" at Line: ") {
                Some((message, rest)) => {
                    (message, rest.split(',').next().and_then(|n| n.parse().ok()))
                }
                None => (text, None),
            };
            let hint =
                Some("one lower-case select in the portable list of docs/packs.md".to_owned());
            place.fault(
                line,
                format!("SQL cannot be read: {}", lower_first(message)),
                hint,
            );
            return None;
        }
    };
    let one = (statements.len() == 1).then(|| statements.remove(0));
    let Some(Statement::Query(query)) = one else {
        let hint = Some("write one select".to_owned());
        place.fault(1, "the SQL is not one query", hint);
        return None;
    };
    let mut lint = Lint {
        place,
        ordered,
        named: BTreeMap::new(),
        tables: Vec::new(),
        scopes: Vec::new(),
        ties: Vec::new(),
    };
    let _ = query.visit(&mut lint);
    let origins = lint.named(&query).origin;
    let (tables, ties) = (lint.tables, lint.ties);
    let columns = columns(place, &query);
    Some(Parsed {
        tables,
        columns,
        ties,
        origins,
        balance: balance::find(&query),
        single: single::tables(&query),
        candidate_end,
    })
}

/// Says whether a text names a column of `candidate`: behind its alias, or without any table in front.
fn reads_of_candidate(tokens: &[TokenWithSpan], column: &str) -> bool {
    let plain = |token: &TokenWithSpan| match &token.token {
        Token::Whitespace(_) => None,
        Token::Word(word) => Some(word.value.clone()),
        other => Some(other.to_string()),
    };
    let words: Vec<String> = tokens.iter().filter_map(plain).collect();
    let aliases: BTreeSet<&str> = words
        .windows(3)
        .filter(|of| of[0] == "candidate" && of[1] == "as")
        .map(|of| of[2].as_str())
        .chain(["candidate"])
        .collect();
    words.iter().enumerate().any(|(at, word)| {
        let table = (at >= 2 && words[at - 1] == ".").then(|| words[at - 2].as_str());
        let named_here = at >= 1 && words[at - 1] == "as";
        word == column && !named_here && table.is_none_or(|table| aliases.contains(table))
    })
}

/// Says whether SQL keeps a word for itself, here or on PostgreSQL.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

/// Words that SQLite or PostgreSQL refuse as plain names, sorted.
#[rustfmt::skip] // words side by side
const RESERVED: &[&str] = &[
    "add", "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "autoincrement", "between", "binary", "both", "by", "case", "cast", "check",
    "collate", "collation", "column", "commit", "concurrently", "constraint", "create", "cross",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "default", "deferrable", "delete", "desc", "distinct",
    "do", "drop", "else", "end", "escape", "except", "exists", "false", "fetch", "for", "foreign",
    "freeze", "from", "full", "glob", "grant", "group", "having", "ilike", "in", "index",
    "indexed", "initially", "inner", "insert", "intersect", "into", "is", "isnull", "join",
    "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not",
    "nothing", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps",
    "placing", "primary", "references", "regexp", "returning", "right", "rowid", "select",
    "session_user", "set", "similar", "some", "symmetric", "system_user", "table", "tablesample",
    "then", "to", "trailing", "transaction", "true", "union", "unique", "update", "user", "using",
    "values", "variadic", "verbose", "when", "where", "window", "with",
];

/// Words of the portable list itself; any other word in a text is a name.
#[rustfmt::skip] // words side by side
const WORDS: &[&str] = &[
    "all", "and", "as", "asc", "between", "by", "case", "cast", "cross", "current", "desc",
    "distinct", "else", "end", "except", "exists", "filter", "first", "following", "from", "full",
    "group", "having", "in", "inner", "intersect", "is", "join", "last", "left", "limit", "not",
    "null", "nulls", "on", "or", "order", "outer", "over", "partition", "preceding", "range",
    "recursive", "right", "row", "rows", "select", "then", "unbounded", "union", "using", "when",
    "where", "window", "with",
];

/// Words after which a name may follow without `as`.
const BEFORE_NAME: &[&str] = &["end", "null"];

/// What only the tokens show: letters, quotes, parameters, missing `as`.
fn lint_tokens(place: Place<'_>, tokens: &[TokenWithSpan]) {
    let fault = |token: &TokenWithSpan, message: String, hint: &str| {
        place.fault(line_of(token.span), message, Some(hint.to_owned()));
    };
    let mut before: Option<&Token> = None;
    for token in tokens {
        match &token.token {
            Token::Whitespace(_) => continue,
            Token::Word(word) => {
                let text = word.value.as_str();
                if word.quote_style.is_some() {
                    fault(
                        token,
                        format!("quoted name \"{text}\""),
                        "choose a name that needs no quotes; texts stand in single quotes",
                    );
                } else if text.chars().any(char::is_uppercase) {
                    fault(
                        token,
                        format!("\"{text}\" has capital letters"),
                        "write SQL in lower case",
                    );
                } else if matches!(text, "rowid" | "oid" | "_rowid_") {
                    fault(
                        token,
                        format!("\"{text}\" is a number of the engine"),
                        "use record_id",
                    );
                }
                let name = word.quote_style.is_none() && !WORDS.contains(&text);
                let value_before = match before {
                    Some(Token::Word(w)) => {
                        !WORDS.contains(&w.value.as_str())
                            || BEFORE_NAME.contains(&w.value.as_str())
                    }
                    Some(Token::RParen | Token::Number(..) | Token::SingleQuotedString(_)) => true,
                    _ => false,
                };
                if name && value_before && !is_reserved(text) {
                    fault(
                        token,
                        format!("\"{text}\" is named without \"as\""),
                        "always write as",
                    );
                }
            }
            Token::Placeholder(text) => fault(
                token,
                format!("parameter \"{text}\""),
                "name candidate or a column: the core puts values in",
            ),
            Token::SemiColon => fault(
                token,
                "a semicolon".to_owned(),
                "the text is one select: leave it out",
            ),
            Token::DoubleEq => fault(token, "\"==\" is not portable".to_owned(), "write ="),
            Token::DoubleQuotedString(text) => fault(
                token,
                format!("quoted name \"{text}\""),
                "texts stand in single quotes",
            ),
            _ => {}
        }
        before = Some(&token.token);
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

fn line_of(span: Span) -> usize {
    usize::try_from(span.start.line).unwrap_or(1).max(1)
}

/// Names the result columns by the leftmost select.
fn columns(place: Place<'_>, query: &Query) -> Vec<String> {
    let mut body = query.body.as_ref();
    let select = loop {
        match body {
            SetExpr::Select(select) => break select,
            SetExpr::Query(inner) => body = inner.body.as_ref(),
            SetExpr::SetOperation { left, .. } => body = left.as_ref(),
            _ => return Vec::new(),
        }
    };
    let name = |item: &SelectItem| match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        SelectItem::UnnamedExpr(Expr::Identifier(name)) => Some(name.value.clone()),
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => {
            parts.last().map(|p| p.value.clone())
        }
        SelectItem::UnnamedExpr(other) => {
            let hint = Some("add as <name>".to_owned());
            place.fault(line_of(other.span()), "a result column has no name", hint);
            None
        }
        _ => None,
    };
    let names: Vec<String> = select.projection.iter().filter_map(name).collect();
    for (i, name) in names.iter().enumerate() {
        if names[..i].contains(name) {
            let hint = Some("name each column once".to_owned());
            place.fault(
                line_of(select.span()),
                format!("two result columns are named \"{name}\""),
                hint,
            );
        }
    }
    names
}

const AGGREGATES: &[&str] = &["count", "sum", "min", "max"];
const WINDOWS: &[&str] = &[
    "row_number",
    "rank",
    "dense_rank",
    "lead",
    "lag",
    "first_value",
    "last_value",
];
const SCALARS: &[&str] = &[
    "coalesce", "nullif", "abs", "length", "lower", "upper", "replace",
];
/// Functions that authors reach for, with the portable way.
const INSTEAD: &[(&str, &str)] = &[
    (
        "date",
        "let the kind derive the date: { derive = \"held_on + 1 month\" }",
    ),
    (
        "datetime",
        "let the kind derive the date: { derive = \"held_on + 1 month\" }",
    ),
    (
        "julianday",
        "let the kind derive the date and compare columns",
    ),
    ("strftime", "substr(day, 1, 7) is the month of a day"),
    ("time", "dates have no time"),
    ("unixepoch", "dates have no time"),
    ("date_trunc", "substr(day, 1, 7) is the month of a day"),
    (
        "now",
        "a record is judged by its own dates, never by the clock",
    ),
    ("ifnull", "write coalesce"),
    ("iif", "write case when … then … else … end"),
    ("if", "write case when … then … else … end"),
    ("avg", "give sum and count as two integers"),
    ("total", "write sum"),
    ("round", "figures are rounded by the core"),
    ("printf", "formatting stands in i18n/"),
    ("format", "formatting stands in i18n/"),
    ("group_concat", "give one row each"),
    ("string_agg", "give one row each"),
    ("random", "the same records must give the same rows"),
    ("generate_series", "as_at holds the days"),
    ("greatest", "write case when"),
    ("least", "write case when"),
];

/// What is known of a query with a name.
#[derive(Debug, Clone, Default)]
struct Named {
    /// Its columns that a table hands on unchanged.
    origin: Origins,
    /// The columns by which its rows are grouped: together they are unique.
    unique: Option<BTreeSet<String>>,
}

struct Lint<'a> {
    place: Place<'a>,
    ordered: bool,
    /// Names defined in the text.
    named: BTreeMap<String, Named>,
    tables: Vec<(String, usize)>,
    /// Selects that are open, each with its aliases: alias and index in `ties`.
    scopes: Vec<Vec<(String, usize)>>,
    ties: Vec<Tie>,
}

impl Lint<'_> {
    fn fault(&self, span: Span, message: impl Into<String>, hint: &str) {
        self.place
            .fault(line_of(span), message, Some(hint.to_owned()));
    }

    fn check_name(&self, name: &Ident, what: &str) {
        if is_reserved(&name.value) {
            self.fault(
                name.span,
                format!("{what} \"{}\" is a word of SQL", name.value),
                "take another name",
            );
        }
        if name.value.starts_with("base_") {
            self.fault(
                name.span,
                format!("{what} \"{}\" begins with base_", name.value),
                "the core uses such names: take another",
            );
        }
    }

    fn check_alias(&self, alias: Option<&TableAlias>) {
        if let Some(alias) = alias {
            self.check_name(&alias.name, "table name");
        }
    }

    fn function(&self, function: &Function) {
        let name = function.name.to_string();
        let span = function.name.span();
        let known = [AGGREGATES, WINDOWS, SCALARS].concat();
        if !known.contains(&name.as_str()) {
            let hint = INSTEAD
                .iter()
                .find(|(word, _)| *word == name)
                .map(|(_, hint)| (*hint).to_owned())
                .or_else(|| near(&name, known.iter().copied()));
            let json = name.starts_with("json");
            let message = if json {
                format!("function \"{name}\" reads JSON")
            } else {
                format!("function \"{name}\" is not on the portable list")
            };
            self.place.fault(
                line_of(span),
                message,
                if json {
                    Some("make it a field".to_owned())
                } else {
                    hint
                },
            );
            return;
        }
        let count = match &function.args {
            FunctionArguments::List(list) => list.args.len(),
            _ => 0,
        };
        if matches!(name.as_str(), "min" | "max") && count > 1 {
            self.fault(
                span,
                format!("\"{name}\" of several values is not portable"),
                "write case when",
            );
        }
        if WINDOWS.contains(&name.as_str()) && function.over.is_none() {
            self.fault(
                span,
                format!("\"{name}\" without over (…)"),
                "add over (partition by … order by …)",
            );
        }
        if let Some(WindowType::WindowSpec(window)) = &function.over
            && self.ordered
            && (FALLING.contains(&name.as_str()) || in_rows(window))
            && !self.settled(window)
        {
            self.fault(
                span,
                "an order by in over (…) without record_id",
                "end it with record_id, or equal days fall either way",
            );
        }
    }

    /// Says whether no two rows of a window can be equal in its order.
    fn settled(&self, window: &WindowSpec) -> bool {
        let order = window.order_by.iter().map(|o| &o.expr);
        let sorted: BTreeSet<&str> = order
            .chain(&window.partition_by)
            .filter_map(column_of)
            .collect();
        let unique = match self.scopes.last().map(Vec::as_slice) {
            Some([(_, only)]) => self.ties[*only].unique.as_ref(),
            _ => None,
        };
        window.order_by.is_empty()
            || sorted.contains("record_id")
            || unique.is_some_and(|unique| unique.iter().all(|u| sorted.contains(u.as_str())))
    }

    /// Learns what a query with a name hands on.
    fn named(&self, query: &Query) -> Named {
        let SetExpr::Select(select) = query.body.as_ref() else {
            return Named::default();
        };
        let mut sources = BTreeMap::new();
        for factor in factors(select) {
            if let TableFactor::Table { name, alias, .. } = factor {
                let table = name.to_string();
                let alias = alias
                    .as_ref()
                    .map_or_else(|| table.clone(), |a| a.name.value.clone());
                sources.insert(alias, table);
            }
        }
        let mut origin = Origins::new();
        for item in &select.projection {
            let (expr, name) = match item {
                SelectItem::UnnamedExpr(expr) => (expr, column_of(expr)),
                SelectItem::ExprWithAlias { expr, alias } => (expr, Some(alias.value.as_str())),
                _ => continue,
            };
            if let (Expr::CompoundIdentifier(parts), Some(name)) = (expr, name)
                && let [alias, column] = parts.as_slice()
                && let Some(table) = sources.get(&alias.value)
            {
                let from = match self.named.get(table) {
                    Some(named) => named.origin.get(&column.value).cloned(),
                    None => Some((table.clone(), column.value.clone())),
                };
                origin.extend(from.map(|from| (name.to_owned(), from)));
            }
        }
        let unique = match &select.group_by {
            GroupByExpr::Expressions(list, _) if !list.is_empty() => list
                .iter()
                .map(|e| column_of(e).map(str::to_owned))
                .collect(),
            _ => None,
        };
        Named { origin, unique }
    }

    fn enter(&mut self, select: &Select) {
        let mut scope = Vec::new();
        for factor in factors(select) {
            let (table, alias, line, named) = match factor {
                TableFactor::Table { name, alias, .. } => {
                    let table = name.to_string();
                    let alias = alias
                        .as_ref()
                        .map_or_else(|| table.clone(), |a| a.name.value.clone());
                    let named = self.named.get(&table).cloned();
                    let table = if named.is_some() {
                        String::new()
                    } else {
                        table
                    };
                    (table, alias, line_of(name.span()), named)
                }
                TableFactor::Derived {
                    alias: Some(alias),
                    subquery,
                    ..
                } => {
                    let named = Some(self.named(subquery));
                    (
                        String::new(),
                        alias.name.value.clone(),
                        line_of(alias.name.span),
                        named,
                    )
                }
                _ => continue,
            };
            scope.push((alias, self.ties.len()));
            let Named { origin, unique } = named.unwrap_or_default();
            self.ties.push(Tie {
                table,
                line,
                origin,
                unique,
                ..Tie::default()
            });
        }
        self.scopes.push(scope);
        let on = select
            .from
            .iter()
            .flat_map(|t| &t.joins)
            .filter_map(|j| constraint(&j.join_operator));
        for condition in on.chain(&select.selection) {
            self.joined(condition);
            self.bound(condition);
        }
    }

    /// Finds the mention and column that an expression names, innermost scope first.
    fn resolve(&self, expr: &Expr) -> Option<(usize, String)> {
        match expr {
            Expr::Nested(inner) => self.resolve(inner),
            Expr::CompoundIdentifier(parts) => {
                let [alias, column] = parts.as_slice() else {
                    return None;
                };
                let scope = self.scopes.iter().rev().flatten();
                let (_, tie) = scope.clone().find(|(a, _)| *a == alias.value)?;
                Some((*tie, column.value.clone()))
            }
            Expr::Identifier(column) => match self.scopes.last()?.as_slice() {
                [(_, only)] => Some((*only, column.value.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    /// Notes columns that are compared with columns of other tables; with a subquery only where nothing better is known.
    fn joined(&mut self, condition: &Expr) {
        let mut found = Vec::new();
        let _ = sqlparser::ast::visit_expressions(condition, |expr| {
            match expr {
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::Eq,
                    right,
                } if !matches!(
                    (&**left, &**right),
                    (Expr::Value(_), _) | (_, Expr::Value(_))
                ) =>
                {
                    let (left, right) = (self.resolve(left), self.resolve(right));
                    let strong = left.is_some() && right.is_some();
                    found.extend([left, right].into_iter().flatten().map(|f| (f, strong)));
                }
                Expr::InSubquery {
                    expr,
                    negated: false,
                    ..
                } => found.extend(self.resolve(expr).map(|f| (f, false))),
                _ => {}
            }
            ControlFlow::<()>::Continue(())
        });
        found.sort_by_key(|(_, strong)| !strong);
        for ((tie, column), strong) in found {
            if strong || self.ties[tie].joined.is_empty() {
                self.ties[tie].joined.insert(column);
            }
        }
    }

    fn bound(&mut self, condition: &Expr) {
        match condition {
            Expr::Nested(inner) => self.bound(inner),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::And,
                right,
            } => {
                self.bound(left);
                self.bound(right);
            }
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Eq,
                right,
            } => {
                let (Some(a), Some(b)) = (self.resolve(left), self.resolve(right)) else {
                    return;
                };
                for ((own, column), (at, name)) in [(a.clone(), b.clone()), (b, a)] {
                    let other = &self.ties[at];
                    let handed_on = match other.table.as_str() {
                        "candidate" => Some(name.clone()),
                        _ => other
                            .origin
                            .get(&name)
                            .filter(|(table, _)| table == "candidate")
                            .map(|(_, column)| column.clone()),
                    };
                    let own = &mut self.ties[own];
                    match handed_on {
                        _ if own.table == "candidate" => {}
                        Some(name) => own.bound.push((column, name)),
                        None => own.through.push(Through {
                            own: column,
                            other: at,
                            column: name,
                        }),
                    }
                }
            }
            _ => {}
        }
    }

    fn select(&self, select: &Select) {
        if let Some(Distinct::On(_)) = &select.distinct {
            self.fault(
                select.span(),
                "distinct on (…) is not portable",
                "use row_number() over (…) = 1",
            );
        }
        for item in &select.projection {
            match item {
                SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => {
                    self.fault(item.span(), "select *", "name each column");
                }
                SelectItem::ExprWithAlias { alias, .. } => self.check_name(alias, "column"),
                _ => {}
            }
        }
        for join in select.from.iter().flat_map(|t| &t.joins) {
            if let Some(JoinConstraint::Natural) = join_constraint(&join.join_operator) {
                self.fault(join.relation.span(), "a natural join", "write on a.… = b.…");
            }
        }
        let group: Vec<&Expr> = match &select.group_by {
            GroupByExpr::Expressions(list, _) => list.iter().collect(),
            GroupByExpr::All(_) => {
                self.fault(
                    select.span(),
                    "group by all is not portable",
                    "name the columns",
                );
                return;
            }
        };
        let mut bare = Bare {
            group: group.iter().map(|e| e.to_string()).collect(),
            depth: 0,
            aggregate: false,
            found: Vec::new(),
        };
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { alias, .. } if bare.group.contains(&alias.value) => {}
                SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr) => {
                    let _ = expr.visit(&mut bare);
                }
                _ => {}
            }
        }
        if let Some(having) = &select.having {
            bare.aggregate = true;
            let _ = having.visit(&mut bare);
        }
        if bare.aggregate || !group.is_empty() {
            for (name, span) in bare.found {
                self.fault(
                    span,
                    format!("\"{name}\" stands bare beside an aggregate"),
                    "put it into group by, or into min(…)",
                );
            }
        }
    }

    fn expr(&self, expr: &Expr) {
        let refuse = |message: &str, hint: &str| self.fault(expr.span(), message, hint);
        match expr {
            Expr::Function(function) => self.function(function),
            Expr::Like { .. }
            | Expr::ILike { .. }
            | Expr::SimilarTo { .. }
            | Expr::RLike { .. } => {
                refuse(
                    "like is not portable",
                    "compare with = or in (…), or make it a choice field",
                );
            }
            Expr::BinaryOp { op, .. } => match op {
                BinaryOperator::Arrow
                | BinaryOperator::LongArrow
                | BinaryOperator::HashArrow
                | BinaryOperator::HashLongArrow => {
                    refuse("JSON operator", "make it a field");
                }
                BinaryOperator::Regexp | BinaryOperator::Match => refuse(
                    "pattern matching is not portable",
                    "compare with = or in (…)",
                ),
                BinaryOperator::Custom(word) if word.eq_ignore_ascii_case("glob") => {
                    refuse("glob is not portable", "compare with = or in (…)");
                }
                _ => {}
            },
            Expr::UnaryOp { op, .. }
                if !matches!(
                    op,
                    UnaryOperator::Not | UnaryOperator::Minus | UnaryOperator::Plus
                ) =>
            {
                refuse(
                    "this operator is not portable",
                    "write it with + - * and case",
                );
            }
            Expr::Cast { data_type, .. } => {
                let ty = data_type.to_string().to_lowercase();
                if !matches!(ty.as_str(), "integer" | "bigint" | "text") {
                    refuse(
                        &format!("cast to {ty}"),
                        "cast to integer, bigint or text only",
                    );
                }
            }
            Expr::Substring {
                shorthand: false, ..
            }
            | Expr::Substring { special: false, .. } => {
                refuse(
                    "substring(… from …) is not portable",
                    "write substr(text, 1, 7)",
                );
            }
            Expr::IsTrue(_) | Expr::IsFalse(_) | Expr::IsNotTrue(_) | Expr::IsNotFalse(_) => {
                refuse(
                    "is true and is false are not portable",
                    "flags are 1 and 0: write = 1",
                );
            }
            Expr::Extract { .. }
            | Expr::AtTimeZone { .. }
            | Expr::Interval(_)
            | Expr::TypedString(_) => {
                refuse(
                    "date arithmetic",
                    "let the kind derive the date: { derive = \"held_on + 1 month\" }",
                );
            }
            Expr::Collate { .. } => refuse("collate is not portable", "leave it out"),
            Expr::Ceil { .. } | Expr::Floor { .. } => refuse(
                "ceil and floor are not portable",
                "integer division cuts off",
            ),
            Expr::Position { .. } | Expr::Overlay { .. } => refuse(
                "this function is not on the portable list",
                "make it a field",
            ),
            _ => {}
        }
    }
}

impl Visitor for Lint<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        if let Some(with) = &query.with {
            for cte in &with.cte_tables {
                self.check_name(&cte.alias.name, "name");
                let named = self.named(&cte.query);
                self.named.insert(cte.alias.name.value.clone(), named);
            }
        }
        if query.limit_clause.is_some() || query.fetch.is_some() {
            let by_record = query.order_by.as_ref().is_some_and(|o| {
                let mut found = false;
                let _ = sqlparser::ast::visit_expressions(o, |e| {
                    found |= is_record_id(e);
                    ControlFlow::<()>::Continue(())
                });
                found
            });
            if !by_record {
                self.fault(
                    query.span(),
                    "limit without order by … record_id",
                    "end the order by with record_id",
                );
            }
        }
        if matches!(query.body.as_ref(), SetExpr::Values(_) | SetExpr::Table(_)) {
            self.fault(
                query.span(),
                "values or table instead of select",
                "write a select",
            );
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.enter(select);
        self.select(select);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<()> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table {
                name, alias, args, ..
            } => {
                self.check_alias(alias.as_ref());
                if args.is_some() {
                    self.fault(
                        name.span(),
                        format!("table function \"{name}\""),
                        "read kinds and row sets by name",
                    );
                }
            }
            TableFactor::Derived { alias, .. } => {
                self.check_alias(alias.as_ref());
                if alias.is_none() {
                    self.fault(factor.span(), "a subquery without a name", "add as <name>");
                }
            }
            TableFactor::NestedJoin { .. } => {}
            other => self.fault(
                other.span(),
                "this kind of table is not portable",
                "read kinds and row sets by name",
            ),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<()> {
        let text = name.to_string();
        if name.0.len() > 1 {
            self.fault(
                name.span(),
                format!("\"{text}\" names a schema"),
                "write the table's name alone",
            );
        } else if !self.named.contains_key(&text) && !self.tables.iter().any(|(t, _)| *t == text) {
            self.tables.push((text, line_of(name.span())));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.expr(expr);
        ControlFlow::Continue(())
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> ControlFlow<()> {
        match &value.value {
            Value::Number(text, _) if text.contains(['.', 'e', 'E']) => {
                self.fault(
                    value.span,
                    format!("{text} is no whole number"),
                    "scale it: money is in 分, decimals are integers",
                );
            }
            Value::Boolean(flag) => {
                let number = u8::from(*flag);
                self.fault(
                    value.span,
                    format!("{flag} is not portable"),
                    &format!("flags are 1 and 0: write {number}"),
                );
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// Functions whose answer depends on which of two equal rows comes first.
const FALLING: &[&str] = &["row_number", "lead", "lag", "first_value", "last_value"];

fn in_rows(window: &WindowSpec) -> bool {
    window
        .window_frame
        .as_ref()
        .is_some_and(|f| f.units == WindowFrameUnits::Rows)
}

fn factors(select: &Select) -> impl Iterator<Item = &TableFactor> {
    select
        .from
        .iter()
        .flat_map(|t| std::iter::once(&t.relation).chain(t.joins.iter().map(|j| &j.relation)))
}

/// Names the column that an expression is, if it is one.
fn column_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Identifier(name) => Some(&name.value),
        Expr::CompoundIdentifier(parts) => parts.last().map(|p| p.value.as_str()),
        _ => None,
    }
}

fn constraint(join: &JoinOperator) -> Option<&Expr> {
    match join_constraint(join)? {
        JoinConstraint::On(expr) => Some(expr),
        _ => None,
    }
}

fn join_constraint(join: &JoinOperator) -> Option<&JoinConstraint> {
    match join {
        JoinOperator::Join(c)
        | JoinOperator::Inner(c)
        | JoinOperator::Left(c)
        | JoinOperator::LeftOuter(c)
        | JoinOperator::Right(c)
        | JoinOperator::RightOuter(c)
        | JoinOperator::FullOuter(c)
        | JoinOperator::CrossJoin(c) => Some(c),
        _ => None,
    }
}

fn is_record_id(expr: &Expr) -> bool {
    column_of(expr) == Some("record_id")
}

fn is_aggregate(expr: &Expr) -> bool {
    let Expr::Function(function) = expr else {
        return false;
    };
    let several = match &function.args {
        FunctionArguments::List(list) => list.args.len() > 1,
        _ => false,
    };
    let name = function.name.to_string();
    function.over.is_none()
        && !several
        && (AGGREGATES.contains(&name.as_str()) || matches!(name.as_str(), "avg" | "total"))
}

/// Collects the columns of an expression that stand outside aggregates, grouped expressions and subqueries.
struct Bare {
    group: BTreeSet<String>,
    depth: usize,
    aggregate: bool,
    found: Vec<(String, Span)>,
}

impl Bare {
    fn covers(&self, expr: &Expr) -> bool {
        is_aggregate(expr) || self.group.contains(&expr.to_string())
    }
}

impl Visitor for Bare {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.aggregate |= self.depth == 0 && is_aggregate(expr);
        if self.covers(expr) {
            self.depth += 1;
        } else if self.depth == 0
            && matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_))
        {
            self.found.push((expr.to_string(), expr.span()));
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.covers(expr) {
            self.depth -= 1;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Faults;
    use crate::sheet::Page;

    fn faults(text: &str) -> Vec<String> {
        let faults = Faults::default();
        let page = Page::open("t.sql".to_owned(), text.as_bytes(), &faults).expect("UTF-8");
        parse(page.place(&faults), true);
        let all = faults.into_sorted();
        all.into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn the_portable_list_passes() {
        for text in [
            "select a.x from a as a where a.x is distinct from a.y and a.d between '2022-01-01' and '2022-02-01'",
            "select a.x, count(*) as n, sum(a.q) filter (where a.y = 1) as q from a as a group by a.x having count(*) > 1",
            "select substr(a.day, 1, 7) as month, coalesce(sum(a.q), 0) as q from a as a group by substr(a.day, 1, 7)",
            "select a.x || '-' || a.y as z, - a.q as q, cast(a.q as text) as t from a as a order by a.x desc nulls last",
            "with recursive t (n) as (select 1 as n union all select t.n + 1 from t as t where t.n < 9) select t.n from t as t",
            "select a.x, sum(a.q) over (partition by a.x order by a.day) as q from a as a left join b as b on b.x = a.x",
            "select a.x, row_number() over (partition by a.x order by a.day, a.record_id) as n from a as a",
            "with d as (select a.x, a.day, sum(a.q) as q from a as a group by a.x, a.day)
             select d.x, lead(d.day) over (partition by d.x order by d.day) as until from d as d",
            "select a.x, case when exists (select b.x from b as b where b.x = a.x) then 1 else 0 end as f from a as a",
            "select a.x from a as a where (a.x, a.y) in (select b.x, b.y from b as b) order by a.record_id limit 1",
            "select a.x from a as a where a.x in ('one', 'two') except select b.x from b as b",
        ] {
            assert_eq!(faults(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_leaves_the_portable_list_is_named() {
        for (text, word) in [
            ("select a.x from main.a as a", "names a schema"),
            ("select a.x from a as a limit 1", "limit without order by"),
            ("select a.* from a as a", "select *"),
            ("select distinct on (a.x) a.x from a as a", "distinct on"),
            ("select a.x from a as a where a.f is true", "is true"),
            ("select a.x from a as a where a.f -> 'x' = 1", "JSON"),
            (
                "select a.x from a as a where a.day > current_date",
                "current_date",
            ),
            (
                "select a.x as order_by, a.y as user from a as a",
                "word of SQL",
            ),
            (
                "select a.x from generate_series(1, 2) as a",
                "table function",
            ),
            ("values (1)", "values or table"),
            ("select count(*) from a as a", "has no name"),
            ("select a.x, max(a.y) as y from a as a", "stands bare"),
            ("select a.x, a.x from a as a", "two result columns"),
            ("select base_a.x from a as base_a", "begins with base_"),
            ("select a.x from (select b.x from b as b)", "without a name"),
            (
                "select a.x from a as a; select b.x from b as b",
                "not one query",
            ),
            ("delete from a", "not one query"),
            ("select row_number() as n from a as a", "without over"),
            (
                "select first_value(a.q) over (order by a.day) as q from a as a",
                "without record_id",
            ),
            (
                "select sum(a.q) over (order by a.day rows 1 preceding) as q from a as a",
                "without record_id",
            ),
        ] {
            let found = faults(text);
            assert!(found.iter().any(|f| f.contains(word)), "{text}: {found:?}");
        }
    }

    #[test]
    fn reserved_words_are_sorted_for_the_search() {
        assert!(RESERVED.is_sorted());
        assert!(is_reserved("order") && !is_reserved("unit"));
    }
}
