//! What a ledger says to a claim.
//!
//! A verdict compares two written sources. Only a register that is signed as complete can contradict a text or bear
//! out a zero.

use crate::bind::{Binder, Bound, is_exact};
use crate::book::{Answer, Book, BookError, Phrase, Time, Window};
use crate::figure::Scan;
use crate::normalise::Text;
use crate::reading::{Binding, Claim, Coverage, Kind, Verdict};
use crate::segment::{Names, Segment};
use jiff::ToSpan;
use jiff::civil::Date;
use youju_base::ratio::Ratio;

/// How far back a figure may have been true to be called stale.
const STALE_MONTHS: i64 = 24;

/// Compares every claim with the ledger and fills in binding, verdict, note and message.
pub(crate) fn judge(
    text: &Text,
    scan: &Scan,
    claims: &mut [Claim],
    segments: &[Segment],
    names: &Names,
    binder: &Binder,
    book: &dyn Book,
) -> Result<(), BookError> {
    for (k, claim) in claims.iter_mut().enumerate() {
        let segment = segments.get(claim.article - 1);
        match binder.bind(text, scan, k, claim, segment, names) {
            Bound::Nowhere(note) => {
                claim.verdict = Some(Verdict::Unsupported);
                claim.message = note
                    .clone()
                    .unwrap_or_else(|| "账里没有与这些词语对应的指标".into());
                claim.note = note;
            }
            Bound::Unresolved {
                phrase,
                unit,
                by,
                why,
            } => {
                claim.binding = unit.map(|unit| Binding {
                    indicator: phrase.indicator.clone(),
                    unit,
                    by,
                });
                claim.verdict = Some(Verdict::Unresolved);
                claim.message = why;
            }
            Bound::To {
                phrase,
                unit,
                by,
                window,
                strict,
                note,
            } => {
                claim.note = note;
                claim.binding = Some(Binding {
                    indicator: phrase.indicator.clone(),
                    unit: unit.clone(),
                    by,
                });
                compare(claim, phrase, &unit, window, strict, book)?;
            }
        }
    }
    Ok(())
}

fn compare(
    claim: &mut Claim,
    phrase: &Phrase,
    unit: &str,
    window: Window,
    strict: bool,
    book: &dyn Book,
) -> Result<(), BookError> {
    let when = describe(window);
    let Some(answer) = book.figure(&phrase.indicator, unit, window)? else {
        claim.verdict = Some(Verdict::Unsupported);
        claim.message = format!("账里没有{when}的记录");
        return Ok(());
    };
    let signed = book.signed(&phrase.indicator, unit, window)?;
    let value = answer.figure.value;
    let agrees = if book.synthetic() {
        "与示例账相符（非核实）"
    } else {
        "与账相符"
    };
    let counter = if phrase.counter == "%" {
        "%"
    } else {
        claim.unit.as_deref().unwrap_or("")
    };
    let (verdict, message) = if fits(claim, &answer) {
        let exact = is_exact(claim)
            && (claim.kind == Kind::Percent
                || claim.value.and_then(|v| v.ratio()) == Some(answer.exact));
        let zero = answer.exact == Ratio::from(0);
        if zero && !signed {
            (
                Verdict::Unsupported,
                format!("账里{when}没有记录，但登记未签为完整，不能证明为零"),
            )
        } else if exact {
            (
                Verdict::Confirmed,
                format!(
                    "{agrees}：{when}为{value}{counter}，共{}行",
                    answer.figure.rows
                ),
            )
        } else {
            if claim.value.and_then(|v| v.ratio()) == Some(answer.exact) && !is_exact(claim) {
                claim.note = Some(format!(
                    "账里恰为{value}，不必写“{}”",
                    claim.qualifiers.join("")
                ));
            }
            (
                Verdict::Consistent,
                format!("{agrees}：{when}为{value}{counter}，在文中所说范围内"),
            )
        }
    } else if let Some((day, past)) = stale(claim, phrase, unit, window, book)? {
        (
            Verdict::Stale,
            format!(
                "{when}账里为{value}{counter}；文中的数与{day}的{}{counter}相符",
                past.figure.value
            ),
        )
    } else if signed && strict {
        (
            Verdict::Contradicted,
            format!("登记已签为完整，{when}账里为{value}{counter}，与文中不符"),
        )
    } else if signed {
        (
            Verdict::Unsupported,
            format!(
                "{when}账里“{}”为{value}{counter}；文中词语不全同，不作矛盾论",
                phrase.words
            ),
        )
    } else {
        (
            Verdict::Unsupported,
            format!("{when}账里为{value}{counter}；登记未签为完整，不作矛盾论"),
        )
    };
    claim.verdict = Some(verdict);
    claim.message = message;
    claim.ledger = Some(answer.figure);
    Ok(())
}

/// Says whether the ledger's number is one that the printed words allow; 400余 also allows exactly 400.
fn fits(claim: &Claim, answer: &Answer) -> bool {
    let printed = claim.value.and_then(|v| v.ratio()) == Some(answer.exact);
    let more = claim
        .qualifiers
        .iter()
        .any(|q| matches!(q.as_str(), "余" | "多"));
    claim.interval.contains(answer.exact) || (printed && more)
}

/// The day within two years on which a stock had the printed value: the nearest one.
fn stale(
    claim: &Claim,
    phrase: &Phrase,
    unit: &str,
    window: Window,
    book: &dyn Book,
) -> Result<Option<(Date, Answer)>, BookError> {
    let (Window::On(day), Time::Stock) = (window, phrase.time) else {
        return Ok(None);
    };
    let span = STALE_MONTHS.months();
    let (Ok(from), Ok(until)) = (day.checked_sub(span), day.checked_add(span)) else {
        return Ok(None);
    };
    let history = book.history(&phrase.indicator, unit, from, until)?;
    let near = |d: Date| (d - day).get_days().abs();
    Ok(history
        .into_iter()
        .filter(|(_, past)| claim.interval.contains(past.exact))
        .min_by_key(|(d, _)| near(*d)))
}

fn describe(window: Window) -> String {
    match window {
        Window::Over(period) => period.to_string(),
        Window::UpTo(day) => format!("截至{day}"),
        Window::On(day) => day.to_string(),
    }
}

/// Counts the verdicts.
pub(crate) fn tally(claims: &[Claim], coverage: &mut Coverage) {
    coverage.bound = claims.iter().filter(|c| c.binding.is_some()).count();
    let count = |verdict| claims.iter().filter(|c| c.verdict == Some(verdict)).count();
    coverage.confirmed = count(Verdict::Confirmed);
    coverage.consistent = count(Verdict::Consistent);
    coverage.contradicted = count(Verdict::Contradicted);
    coverage.stale = count(Verdict::Stale);
    coverage.unsupported = count(Verdict::Unsupported);
    coverage.unresolved = count(Verdict::Unresolved);
}
