//! Row sets that are the running balance of another one: stretches of days on which its rows add up to more or less than
//! nothing.
//!
//! The text of such a row set is made here, so that everything else reads it as any other; the core keeps it up without
//! asking that text (see [`RowSet::balance_of`](crate::RowSet::balance_of)).

use crate::fault::near;
use crate::names::Names;
use crate::rowset::{Grain, RowSet};
use crate::sheet::{Keys, Place};
use crate::sql::Sql;
use std::collections::BTreeSet;

/// The dimension that says whether a stretch lies above zero or below.
pub const SIDE: &str = "side";
/// The values of [`SIDE`].
pub const SIDES: [&str; 2] = ["above", "below"];

/// What a running balance adds up, and where its rows carry what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The row set whose rows are added up: their `qty`, or one each.
    pub of: String,
    /// Of [`SIDES`], those on which every step begins another row, with what the balance is above or below zero as `qty`.
    ///
    /// On the others one row stands for all days from crossing zero to coming back, without `qty`.
    pub steps: Vec<&'static str>,
}

/// Says whether a file declares a running balance.
pub(crate) fn is_declared(toml: Place<'_>) -> bool {
    let named = |line: &str| line.trim_start().starts_with("balance_of");
    toml.text.lines().any(named)
}

/// Reads `rowsets/<stem>.toml` that names the row set of its own pack that it adds up.
pub(crate) fn read(
    toml: Place<'_>,
    sql: Option<Place<'_>>,
    names: &Names<'_>,
    stem: &str,
) -> Option<RowSet> {
    let about = toml.about("#");
    let root = toml.parse()?;
    let keys = Keys::root(toml, &root);
    let base = base(&keys, names);
    let steps = steps(&keys);
    keys.finish();
    if let Some(sql) = sql {
        let hint = Some("remove it, or leave out balance_of".to_owned());
        sql.fault(None, "a running balance is no text of its own", hint);
    }
    let balance = Balance {
        of: base?.id.clone(),
        steps,
    };
    Some(of(base?, balance, about, toml, stem))
}

/// The sides on which rows carry what the balance is: both, unless the file says otherwise.
fn steps(keys: &Keys<'_, '_>) -> Vec<&'static str> {
    let Some(named) = keys.texts("steps") else {
        return SIDES.to_vec();
    };
    for name in named.iter().filter(|n| !SIDES.contains(&n.as_str())) {
        let message = format!("there is no side \"{name}\"");
        keys.fault("steps", message, near(name, SIDES));
    }
    let wanted = |side: &&str| named.iter().any(|name| name == side);
    SIDES.into_iter().filter(wanted).collect()
}

/// The row set of the pack that is named, where its rows can be added up.
fn base<'n>(keys: &Keys<'_, '_>, names: &Names<'n>) -> Option<&'n RowSet> {
    let named = keys.text("balance_of")?;
    let fault = |message: String, hint: Option<String>| {
        keys.fault("balance_of", message, hint);
        None
    };
    let Some(base) = names.own.row_sets.iter().find(|set| set.stem == named) else {
        let known = names.own.row_sets.iter().map(|set| set.stem.as_str());
        let message = format!("the pack has no row set \"{named}\" to add up");
        return fault(message, near(&named, known));
    };
    let own = |column: &&String| matches!(column.as_str(), "record_id" | "person");
    if base.grain != Grain::Interval {
        let hint = "a balance adds up rows that hold from a day on: grain = \"interval\"";
        let message = format!("the rows of \"{named}\" are events");
        fault(message, Some(hint.to_owned()))
    } else if let Some(column) = base.by.iter().find(own) {
        let message = format!("\"{named}\" is kept by {column}, where nothing adds up");
        fault(message, Some("keep it by unit or a dimension".to_owned()))
    } else if base.dims.iter().any(|dim| dim == SIDE) {
        let message = format!("\"{named}\" has a dimension \"{SIDE}\" itself");
        fault(message, Some("name that one otherwise".to_owned()))
    } else {
        Some(base)
    }
}

fn of(base: &RowSet, balance: Balance, about: String, toml: Place<'_>, stem: &str) -> RowSet {
    let mut set = RowSet {
        id: format!("{}.{stem}", base.pack),
        stem: stem.to_owned(),
        table: format!("row_{}_{stem}", base.pack),
        about,
        has_person: false,
        has_qty: true,
        balance_of: Some(balance.clone()),
        ..base.clone()
    };
    set.dims.push(SIDE.to_owned());
    let sides = SIDES.map(str::to_owned).to_vec();
    set.choices.insert(SIDE.to_owned(), sides);
    set.sql = Sql {
        file: toml.file.to_owned(),
        text: text(base, &balance.steps),
        columns: set.columns().into_iter().map(str::to_owned).collect(),
        balance: None,
        single: BTreeSet::new(),
        ..base.sql.clone()
    };
    set
}

/// Rows in the order of their days, as far as they begin another one: where the side changes, and at each step of a side
/// that carries what the balance is. Each is named by the last record that moved the balance on its first day.
fn text(base: &RowSet, steps: &[&str]) -> String {
    let of = |alias: &str| -> String {
        let columns = ["unit"]
            .into_iter()
            .chain(base.dims.iter().map(String::as_str));
        let named: Vec<String> = columns.map(|c| format!("{alias}.{c}")).collect();
        named.join(", ")
    };
    let qty = if base.has_qty { "b.qty" } else { "1" };
    let [above, below] = SIDES;
    // An empty list of values is no SQL.
    let stepped: Vec<String> = ["none"]
        .iter()
        .chain(steps)
        .map(|side| format!("'{side}'"))
        .collect();
    let stepped = stepped.join(", ");
    let inner = &base.sql.text;
    format!(
        "with balanced as (
{inner}
),
change as (
  select b.record_id, {b}, b.since as day, {qty} as step
  from balanced as b
  where b.until is null or b.until > b.since
  union all
  select b.record_id, {b}, b.until, -{qty}
  from balanced as b
  where b.until > b.since
),
stepped as (
  select {c}, c.day, max(c.record_id) as record_id, sum(c.step) as step
  from change as c
  group by {c}, c.day
  having sum(c.step) <> 0
),
running as (
  select s.record_id, {s}, s.day,
    sum(s.step) over (partition by {s} order by s.day, s.record_id) as balance
  from stepped as s
),
sided as (
  select r.record_id, {r}, r.day, r.balance,
    case when r.balance > 0 then '{above}' when r.balance < 0 then '{below}' else 'level' end as {SIDE}
  from running as r
),
marked as (
  select d.record_id, {d}, d.day, d.balance, d.{SIDE},
    lag(d.{SIDE}) over (partition by {d} order by d.day, d.record_id) as before
  from sided as d
),
begun as (
  select m.record_id, {m}, m.day as since, m.balance, m.{SIDE},
    lead(m.day) over (partition by {m} order by m.day, m.record_id) as until
  from marked as m
  where m.before is null or m.before <> m.{SIDE} or m.{SIDE} in ({stepped})
)
select n.record_id, {n}, n.{SIDE}, case when n.{SIDE} in ({stepped}) then abs(n.balance) end as qty, n.since, n.until
from begun as n
where n.{SIDE} <> 'level'",
        b = of("b"),
        c = of("c"),
        s = of("s"),
        r = of("r"),
        d = of("d"),
        m = of("m"),
        n = of("n"),
    )
}
