//! One fact in two places: said again with another number, with another counter, or denied.

use super::{REACH, View};
use crate::normalise::{holds, is_word};
use crate::reading::{Code, Kind, Outcome};

/// Finds figures that refer back to an earlier one: 344名代表中, 51天里, 第十批…名, and headlines.
pub(super) fn again(view: &mut View) {
    for k in 1..view.figures.len() {
        partitive(view, k);
        span_of_days(view, k);
        numbered(view, k);
        headline(view, k);
    }
}

fn compare(view: &mut View, earlier: usize, later: usize, what: &str) {
    let computed = view.surface(earlier).to_owned();
    if view.claims[earlier]
        .interval
        .meets(&view.claims[later].interval)
    {
        let message = format!(
            "{what}两处相符：{}、{}",
            view.surface(earlier),
            view.surface(later)
        );
        view.say(
            Code::Repeat,
            Outcome::Holds,
            &[earlier, later],
            computed,
            message,
        );
    } else {
        let message = format!(
            "{what}前后不一：{}、{}（假定：两处所指为同一件事）",
            view.surface(earlier),
            view.surface(later)
        );
        view.say(
            Code::Repeat,
            Outcome::Impossible,
            &[earlier, later],
            computed,
            message,
        );
    }
}

/// 344名代表中，…: the whole was counted before, with the same noun.
fn partitive(view: &mut View, later: usize) {
    let tail = view.tail(later);
    let Some(noun) = tail
        .strip_suffix('中')
        .filter(|n| (2..=6).contains(&n.chars().count()))
    else {
        return;
    };
    let noun = noun.to_owned();
    let begins = view.lead(later).is_empty();
    if !begins || view.whole(later).is_none() {
        return;
    }
    let earlier: Vec<usize> = view
        .back(later)
        .take_while(|e| view.same_paragraph(*e, later))
        .filter(|e| {
            view.same_class(*e, later)
                && view.whole(*e).is_some()
                && (view.lead(*e).contains(noun.as_str())
                    || view.tail(*e).starts_with(noun.as_str()))
        })
        .collect();
    let equal = earlier
        .iter()
        .copied()
        .find(|e| view.whole(*e) == view.whole(later));
    if let Some(e) = equal.or(earlier.last().copied()) {
        compare(view, e, later, &noun);
    }
}

/// 51天里 at the head of a sentence: the days that were counted just before.
fn span_of_days(view: &mut View, later: usize) {
    let back = view.claims[later].kind == Kind::Duration && view.lead(later).is_empty();
    let tail = view.tail(later);
    if !back
        || !["里", "中", "间", "来"]
            .iter()
            .any(|w| tail == *w || tail.starts_with("的时间里"))
        || view.plain(later).is_none()
    {
        return;
    }
    let before = view.back(later).take_while(|e| {
        view.claims[*e].article == view.claims[later].article
            && view.paragraph[later] - view.paragraph[*e] <= 4
    });
    let before: Vec<usize> = before.collect();
    let earlier = before
        .into_iter()
        .find(|e| view.same_class(*e, later) && view.plain(*e).is_some());
    if let Some(earlier) = earlier {
        compare(view, earlier, later, "时长");
    }
}

/// 第十批的2117名 and 第十批…2114名: one number of a series with two counts.
fn numbered(view: &mut View, later: usize) {
    let Some(label) = label(view, later) else {
        return;
    };
    if view.whole(later).is_none() {
        return;
    }
    for earlier in view.back(later) {
        let same = view.claims[earlier].article == view.claims[later].article
            && view.same_class(earlier, later)
            && view.whole(earlier).is_some();
        if !same
            || label_of(view, earlier) != Some(label.clone())
            || !share_a_topic(view, earlier, later)
        {
            continue;
        }
        compare(view, earlier, later, &label);
        return;
    }
}

fn label_of(view: &View, k: usize) -> Option<String> {
    label(view, k)
}

/// 第N批 in the clause before a figure, with no other number in between.
fn label(view: &View, k: usize) -> Option<String> {
    let start = view.text.clause_start(view.figures[k].start);
    let clause = view.text.slice(start, view.figures[k].start);
    let at = clause.rfind('第')?;
    let rest: Vec<char> = clause[at..].chars().collect();
    let end = rest.iter().position(|c| "批届次期轮".contains(*c))?;
    let number = &rest[1..end];
    let ordinal = !number.is_empty() && number.iter().all(|c| crate::numeral::can_start(*c));
    let free = rest[end + 1..].iter().all(|c| !c.is_ascii_digit());
    (ordinal && free && rest.len() <= 22).then(|| rest[..=end].iter().collect())
}

/// Says whether the sentences of two figures share a word of three characters beside numbers.
fn share_a_topic(view: &View, a: usize, b: usize) -> bool {
    let sentence = |k: usize| {
        let (start, end) = (
            view.text.sentence_start(view.figures[k].start),
            view.text.sentence_end(view.figures[k].end),
        );
        view.text.slice(start, end).chars().collect::<Vec<_>>()
    };
    let (one, two) = (sentence(a), sentence(b));
    let two: String = two.iter().collect();
    one.windows(4).any(|w| {
        w.iter()
            .all(|c| is_word(*c) && !crate::numeral::can_start(*c))
            && two.contains(&w.iter().collect::<String>())
    })
}

/// A headline and the text below: the same words around two numbers.
fn headline(view: &mut View, later: usize) {
    let line = |k: usize| {
        (
            view.text.line_start(view.figures[k].start),
            view.text.line_end(view.figures[k].end),
        )
    };
    let Some(noun) = noun(view, later) else {
        return;
    };
    for earlier in view.back(later) {
        let (start, end) = line(earlier);
        let is_headline = end < view.text.len()
            && end - start <= 40
            && !"。！？；".contains(view.text.before(end));
        let comparable = view.claims[earlier].article == view.claims[later].article
            && view.same_class(earlier, later)
            && view.plain(earlier).is_some()
            && view.plain(later).is_some();
        if is_headline
            && line(later).0 != start
            && comparable
            && self::noun(view, earlier).as_deref() == Some(noun.as_str())
        {
            compare(view, earlier, later, "标题与正文");
            return;
        }
    }
}

/// The last four characters before a figure, or those behind its counter: what is counted.
fn noun(view: &View, k: usize) -> Option<String> {
    let tail: Vec<char> = view.tail(k).chars().collect();
    if tail.len() >= 3 && view.claims[k].kind == Kind::Count {
        return Some(tail[..tail.len().min(4)].iter().collect());
    }
    let lead: Vec<char> = view.lead(k).chars().filter(|c| is_word(*c)).collect();
    (lead.len() >= 4).then(|| lead[lead.len() - 4..].iter().collect())
}

/// The same number of the same thing, once in persons and once in person-times.
pub(super) fn counters(view: &mut View) {
    for later in 1..view.figures.len() {
        for earlier in view.back(later) {
            let (a, b) = (view.class(earlier), view.class(later));
            let differ = a.strip_suffix('次') == Some(b) || b.strip_suffix('次') == Some(a);
            let same_number = view.claims[earlier].value == view.claims[later].value
                && view.claims[later].value.is_some();
            let same_article = view.claims[earlier].article == view.claims[later].article;
            if differ
                && same_number
                && same_article
                && view.claims[later].kind == Kind::Count
                && noun(view, earlier).is_some()
                && noun(view, earlier) == noun(view, later)
            {
                let message = format!(
                    "同一事项一处为{}，一处为{}：人与人次、辆与辆次不是一回事",
                    view.surface(earlier),
                    view.surface(later)
                );
                view.say(
                    Code::Counter,
                    Outcome::Warning,
                    &[earlier, later],
                    view.surface(earlier).to_owned(),
                    message,
                );
            }
        }
    }
}

/// 未发生一起事故 beside 事故3起; 无一人死亡 beside 死亡3人.
pub(super) fn nothing(view: &mut View) {
    for zero in (0..view.figures.len()).filter(|k| view.figures[*k].zero) {
        let what = view.tail(zero);
        if what.chars().count() < 2 {
            continue;
        }
        let last = view.figures.len().min(zero + REACH);
        for other in (zero.saturating_sub(REACH)..last).filter(|k| *k != zero) {
            let claim = &view.claims[other];
            let some = claim.kind == Kind::Count
                && claim
                    .interval
                    .lower
                    .is_some_and(|b| b.value > youju_base::ratio::Ratio::from(0));
            let near = view.same_class(zero, other)
                && view.same_paragraph(zero, other)
                && claim.period == view.claims[zero].period;
            let (lead, tail) = (view.lead(other), view.tail(other));
            let same = lead.ends_with(&what) || tail == what;
            let aside = holds(&lead, "同比 比 去年 以往 此前");
            if some && near && same && !aside {
                let message = format!(
                    "一处称没有{what}，另一处为{}（假定：范围和时间相同）",
                    view.surface(other)
                );
                view.say(
                    Code::Zero,
                    Outcome::Impossible,
                    &[zero, other],
                    "0".into(),
                    message,
                );
            }
        }
    }
}
