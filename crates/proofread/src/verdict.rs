//! What a ledger says to a claim.
//!
//! A verdict compares two written sources. Only a register that is signed as complete can contradict a text or bear
//! out a zero.

use crate::bind::{Binder, Bound, Page, Tied};
use crate::book::{Answer, Book, BookError, Time, Window};
use crate::ground::{Ground, Note};
use crate::reading::{Binding, Claim, Code, Coverage, Kind, Op, Relation, Verdict};
use jiff::ToSpan;
use jiff::civil::Date;
use youju_base::ratio::Ratio;

/// How far back a figure may have been true to be called stale.
const STALE_MONTHS: i64 = 24;

/// Compares every claim with the ledger and fills in binding, verdict, its ground and note.
pub(crate) fn judge(
    page: &Page,
    claims: &mut [Claim],
    binder: &Binder,
    book: &dyn Book,
) -> Result<(), BookError> {
    for (k, claim) in claims.iter_mut().enumerate() {
        let place = binder.place(page, k, claim);
        claim.about = place.unit.clone();
        claim.published = binder.published(page, &place, claim);
        match binder.bind(page, &place, claim) {
            Bound::Nowhere(ground) => {
                claim.verdict = Some(Verdict::Unsupported);
                claim.ground = Some(ground);
            }
            Bound::Unresolved { phrase, why } => {
                claim.binding = place.unit.as_ref().map(|unit| Binding {
                    indicator: phrase.indicator.clone(),
                    unit: unit.clone(),
                    by: place.by(phrase),
                });
                claim.verdict = Some(Verdict::Unresolved);
                claim.ground = Some(why);
            }
            Bound::To(tied) => {
                claim.note = tied.note.clone();
                claim.binding = Some(Binding {
                    indicator: tied.phrase.indicator.clone(),
                    unit: tied.unit.clone(),
                    by: place.by(tied.phrase),
                });
                let (verdict, ground) = compare(claim, &tied, book)?;
                let (verdict, ground) = match &tied.or_else {
                    Some((window, note)) if !agrees(verdict) => {
                        or_else(claim, &tied, (*window, note), (verdict, ground), book)?
                    }
                    _ => (verdict, ground),
                };
                (claim.verdict, claim.ground) = (Some(verdict), Some(ground));
            }
        }
    }
    Ok(())
}

fn agrees(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Confirmed | Verdict::Consistent)
}

/// What another time says to a claim that states none: it may bear the claim out, and it must be signed for as well.
fn or_else(
    claim: &mut Claim,
    tied: &Tied<'_>,
    (window, note): (Window, &Note),
    first: (Verdict, Ground),
    book: &dyn Book,
) -> Result<(Verdict, Ground), BookError> {
    let mut other = Claim {
        note: Some(note.clone()),
        ..claim.clone()
    };
    let tied = Tied {
        window,
        or_else: None,
        unit: tied.unit.clone(),
        note: None,
        ..*tied
    };
    let second = compare(&mut other, &tied, book)?;
    if agrees(second.0) {
        *claim = other;
        return Ok(second);
    }
    let settled = first.0 != Verdict::Contradicted || second.0 == Verdict::Contradicted;
    Ok(if settled { first } else { second })
}

/// Takes back that a period has fewer days than a figure, where the ledger agrees with it and adds up the days of several things.
pub(crate) fn unbound_by_days(relations: &mut Vec<Relation>, claims: &[Claim], book: &dyn Book) {
    let adds_up = |id: &usize| {
        let claim = claims.iter().find(|claim| claim.id == *id);
        claim.is_some_and(|claim| {
            let bound = claim.binding.as_ref();
            claim.verdict.is_some_and(agrees)
                && bound.is_some_and(|bound| book.sums_days(&bound.indicator))
        })
    };
    relations
        .retain(|relation| relation.code != Code::Period || !relation.claims.iter().any(adds_up));
}

fn compare(
    claim: &mut Claim,
    tied: &Tied<'_>,
    book: &dyn Book,
) -> Result<(Verdict, Ground), BookError> {
    let (indicator, unit, window) = (&tied.phrase.indicator, &tied.unit, tied.window);
    let Some(answer) = book.figure(indicator, unit, window)? else {
        return Ok((Verdict::Unsupported, Ground::NoRecords(window)));
    };
    let signed = book.signed(indicator, unit, window)?;
    let printed = claim.value.and_then(|v| v.ratio()) == Some(answer.exact);
    let outcome = if fits(claim, &answer) {
        if answer.exact == Ratio::from(0) && !signed {
            (Verdict::Unsupported, Ground::ZeroUnsigned(window))
        } else if claim.op == Op::Exactly && (claim.kind == Kind::Percent || printed) {
            (Verdict::Confirmed, Ground::Exact(window))
        } else {
            if printed && claim.op != Op::Exactly {
                claim.note = Some(Note::Needless(claim.qualifiers.clone()));
            }
            (Verdict::Consistent, Ground::Within(window))
        }
    } else if let Some((day, past)) = stale(claim, tied, book)? {
        let value = past.figure.value;
        let asked = window;
        (Verdict::Stale, Ground::OtherDay { asked, day, value })
    } else if !signed {
        (Verdict::Unsupported, Ground::Unsigned(window))
    } else if tied.strict {
        (Verdict::Contradicted, Ground::Signed(window))
    } else {
        let words = tied.phrase.words.clone();
        (
            Verdict::Unsupported,
            Ground::SignedOtherWords(window, words),
        )
    };
    claim.ledger = Some(answer.figure);
    Ok(outcome)
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
    tied: &Tied<'_>,
    book: &dyn Book,
) -> Result<Option<(Date, Answer)>, BookError> {
    let (Window::On(day), Time::Stock) = (tied.window, tied.phrase.time) else {
        return Ok(None);
    };
    let span = STALE_MONTHS.months();
    let (Ok(from), Ok(until)) = (day.checked_sub(span), day.checked_add(span)) else {
        return Ok(None);
    };
    let history = book.history(&tied.phrase.indicator, &tied.unit, from, until)?;
    let near = |d: Date| (d - day).get_days().abs();
    Ok(history
        .into_iter()
        .filter(|(_, past)| claim.interval.contains(past.exact))
        .min_by_key(|(d, _)| near(*d)))
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
