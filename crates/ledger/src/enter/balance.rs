//! Standing rules that add rows up: whether a change made their excess grow on any day, in one pass over the rows.

use jiff::civil::Date;
use youju_db::{DbError, Rows, Value};
use youju_declare::bind::BoundBalance;

/// Says whether the excess is above zero on any day from `first` on and higher than it was before the change at `seq`.
///
/// A balance steps only where a row begins or ends, so its rows in the order of those days show every value it takes.
///
/// - Input: `first` is not after the first day on which a moved row holds; the change is put in already.
pub(crate) fn grew(
    rows: &dyn Rows,
    balance: &BoundBalance,
    candidate: &[Value],
    first: Date,
    seq: i64,
) -> Result<bool, DbError> {
    let first = first.to_string();
    let params: Vec<Value> = candidate
        .iter()
        .cloned()
        .chain([first.as_str().into(), seq.into()])
        .collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut each = |row: &[Value], after: bool| -> Result<(), DbError> {
        let [since, until, adds, before] = row else {
            return Err(DbError::stop("a balance reads four columns"));
        };
        let (since, adds) = (since.as_text(), adds.as_int());
        let (Some(since), Some(adds)) = (since, adds) else {
            return Err(DbError::stop("a balance reads a day and a number"));
        };
        let before = if before.as_int() == Some(1) { adds } else { 0 };
        let after = if after { adds } else { 0 };
        steps.push(Step {
            day: since.max(&first).to_owned(),
            before,
            after,
        });
        steps.extend(until.as_text().map(|until| Step {
            day: until.to_owned(),
            before: -before,
            after: -after,
        }));
        Ok(())
    };
    for term in &balance.terms {
        rows.for_each(&term.live, &params, &mut |row| each(row, true))?;
        rows.for_each(&term.removed, &params, &mut |row| each(row, false))?;
    }
    steps.sort_unstable_by(|a, b| a.day.cmp(&b.day));
    let (mut before, mut after) = (balance.constant, balance.constant);
    Ok(steps.chunk_by(|a, b| a.day == b.day).any(|day| {
        before += day.iter().map(|step| step.before).sum::<i64>();
        after += day.iter().map(|step| step.after).sum::<i64>();
        after > before.max(0)
    }))
}

/// What the balance rises by on a day, as it was before the change and as it is now.
struct Step {
    day: String,
    before: i64,
    after: i64,
}
