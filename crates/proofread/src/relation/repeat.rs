//! One fact in two places: said again with another number, with another counter, or denied.

use super::{REACH, View};
use crate::normalise::{holds, is_word};
use crate::reading::{Code, Kind, Outcome};
use jiff::civil::Date;

/// Finds figures that refer back to an earlier one: 344名代表中, 51天里, 第十批…名, and headlines.
pub(super) fn again(view: &mut View) {
    // The figures of headlines: few, so that the others need not look at every figure before them.
    let headlines: Vec<usize> = (0..view.figures.len())
        .filter(|k| stands_in_headline(view, *k))
        .collect();
    for k in 1..view.figures.len() {
        partitive(view, k);
        span_of_days(view, k);
        numbered(view, k);
        headline(view, k, &headlines);
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
        let slip = if is_slip(view, earlier, later) {
            "，相差一万倍或一亿倍，疑错写了“万”“亿”"
        } else {
            ""
        };
        let message = format!(
            "{what}前后不一：{}、{}{slip}（假定：两处所指为同一件事）",
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

/// Says whether one number is exactly ten thousand or a hundred million times the other.
fn is_slip(view: &View, a: usize, b: usize) -> bool {
    let value = |k: usize| view.plain(k).and_then(|v| v.ratio());
    let (Some(a), Some(b)) = (value(a), value(b)) else {
        return false;
    };
    [10_000, 100_000_000].iter().any(|times| {
        let times = youju_base::ratio::Ratio::from(*times);
        a.times(times) == Some(b) || b.times(times) == Some(a)
    })
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
    // 在查处的46件案件中, 上述46件案件中.
    let lead = view.lead(later);
    let begins = lead.is_empty()
        || lead.chars().count() <= 6 && (lead.starts_with('在') || lead.starts_with("上述"));
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
    let clause = &view.text.chars[start..view.figures[k].start];
    let at = clause.iter().rposition(|c| *c == '第')?;
    let rest = &clause[at..];
    let end = rest.iter().position(|c| "批届次期轮".contains(*c))?;
    let number = &rest[1..end];
    let ordinal = !number.is_empty() && number.iter().all(|c| crate::numeral::can_start(*c));
    let free = rest[end + 1..].iter().all(|c| !c.is_ascii_digit());
    (ordinal && free && rest.len() <= 22).then(|| rest[..=end].iter().collect())
}

/// Says whether the sentences of two figures share four characters beside numbers.
fn share_a_topic(view: &View, a: usize, b: usize) -> bool {
    // Made once for each sentence, at its first figure.
    let words = |k: usize| {
        let first = view.sentence.partition_point(|s| *s < view.sentence[k]);
        view.around.words[first].get_or_init(|| words(view, first))
    };
    let (one, two) = (words(a), words(b));
    one.iter().any(|word| two.binary_search(word).is_ok())
}

/// Every four characters beside numbers in the sentence of a figure, sorted.
fn words(view: &View, k: usize) -> Vec<[char; 4]> {
    let start = view.text.sentence_start(view.figures[k].start);
    let end = view.text.sentence_end(view.figures[k].end);
    let windows = view.text.chars[start..end].windows(4);
    let mut words: Vec<[char; 4]> = windows
        .filter(|w| {
            w.iter()
                .all(|c| is_word(*c) && !crate::numeral::can_start(*c))
        })
        .map(|w| [w[0], w[1], w[2], w[3]])
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// A headline and the text below: the same words around two numbers.
fn headline(view: &mut View, later: usize, headlines: &[usize]) {
    let line = |k: usize| view.text.line_start(view.figures[k].start);
    let before = headlines.partition_point(|k| *k < later);
    let near = headlines[..before].iter().rev().copied();
    let near: Vec<usize> = near.take_while(|k| later - k <= REACH).collect();
    let Some(noun) = (!near.is_empty()).then(|| noun(view, later)).flatten() else {
        return;
    };
    for earlier in near {
        let comparable = view.claims[earlier].article == view.claims[later].article
            && view.same_class(earlier, later)
            && view.plain(earlier).is_some()
            && view.plain(later).is_some();
        if line(later) != line(earlier)
            && comparable
            && self::noun(view, earlier).as_deref() == Some(noun.as_str())
        {
            compare(view, earlier, later, "标题与正文");
            return;
        }
    }
}

/// Says whether a figure stands in a short line that no mark closes.
fn stands_in_headline(view: &View, k: usize) -> bool {
    let start = view.text.line_start(view.figures[k].start);
    let end = view.text.line_end(view.figures[k].end);
    end < view.text.len() && end - start <= 40 && !"。！？；".contains(view.text.before(end))
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

/// What a place has once and for all; a second number for it is another one.
const ATTRIBUTES: &str =
    "海拔 总面积 面积 全长 总长 总里程 户籍人口 常住人口 总人口 总投资 总库容 建筑面积";

/// 某山海拔超过5200米 and 海拔5200多米的某山: one property of one place, told twice.
pub(super) fn attributes(view: &mut View) {
    let told: Vec<(usize, &'static str, String)> = (0..view.figures.len())
        .filter_map(|k| {
            let (attribute, name) = attribute(view, k)?;
            Some((k, attribute, name))
        })
        .collect();
    for (n, (later, attribute, name)) in told.iter().enumerate() {
        let before = told[n.saturating_sub(REACH)..n].iter().rev();
        let same = before.filter(|(k, a, _)| {
            a == attribute
                && view.claims[*k].article == view.claims[*later].article
                && view.same_class(*k, *later)
        });
        let found = same
            .filter(|(_, _, other)| share_a_name(name, other))
            .map(|(k, _, other)| (*k, other == name))
            .next();
        let Some((earlier, exactly)) = found else {
            continue;
        };
        let meets = view.claims[earlier]
            .interval
            .meets(&view.claims[*later].interval);
        // 城镇常住人口 of two provinces, and of two years: a part or another time is no second number for one thing.
        let proper = !["其中", "城镇", "农村", "乡村", "城市"].contains(&name.as_str())
            && view.claims[earlier].period == view.claims[*later].period;
        if meets || exactly && proper {
            compare(view, earlier, *later, attribute);
        }
    }
}

/// The property that a figure gives, and the words that name what has it: before it, or after 的.
fn attribute(view: &View, k: usize) -> Option<(&'static str, String)> {
    let measured = matches!(
        view.claims[k].kind,
        Kind::Length | Kind::Other | Kind::Count | Kind::Money
    );
    let lead = view.lead(k);
    let lead = lead.trim_end_matches(['为', '达', '约', '有', '到']);
    let attribute = ATTRIBUTES
        .split(' ')
        .find(|w| lead.ends_with(w))
        .filter(|_| measured)?;
    let before = lead
        .strip_suffix(attribute)?
        .trim_start_matches(['在', '的']);
    let before = before.trim_end_matches('的');
    // 平均海拔 and 最高海拔 are other properties.
    if ["平均", "最高", "最低", "最大"]
        .iter()
        .any(|w| before.ends_with(w))
    {
        return None;
    }
    let name = if before.is_empty() {
        view.tail(k).strip_prefix('的')?.to_owned()
    } else {
        before.to_owned()
    };
    (name.chars().count() >= 2).then_some((attribute, name))
}

/// Says whether two names share a word of three characters, or are one.
fn share_a_name(one: &str, two: &str) -> bool {
    let chars: Vec<char> = one.chars().collect();
    one == two
        || chars
            .windows(3)
            .any(|w| two.contains(&String::from_iter(w)))
}

/// How many figures of shorter times are held against one of a longer time: the nearest.
const PARTS: usize = 12;

/// 2019年2月至3月将31名群众送医 and 2017年以来救助群众1600余人次: what happened in a part of the time is part of it.
pub(super) fn longer(view: &mut View) {
    let spans: Vec<(usize, Span)> = (0..view.figures.len())
        .filter_map(|k| Some((k, span(view, k)?)))
        .collect();
    for (whole, long) in spans.iter().copied() {
        let first = spans.partition_point(|(k, _)| k + REACH < whole);
        let last = spans.partition_point(|(k, _)| *k < whole + REACH);
        let mut near: Vec<(usize, Span)> = spans[first..last].to_vec();
        near.sort_by_key(|(part, _)| part.abs_diff(whole));
        let mut told = 0;
        for (part, short) in near {
            if told == PARTS {
                break;
            }
            let within =
                short.0 >= long.0 && short.1.is_some_and(|end| long.1.is_none_or(|l| end <= l));
            let shorter = within && short != long;
            let persons =
                |k: usize| view.class(k).strip_suffix('次').unwrap_or(view.class(k)) == "人";
            let comparable = shorter
                && view.claims[part].article == view.claims[whole].article
                && (view.same_class(part, whole) || persons(part) && view.class(whole) == "人次")
                && view.kinship(part, whole) >= 1;
            if !comparable {
                continue;
            }
            let (low, high) = (
                view.claims[part].interval.lower,
                view.claims[whole].interval.upper,
            );
            let exceeds = matches!((low, high), (Some(low), Some(high)) if low.value > high.value);
            let (part_said, said) = (
                view.surface(part).to_owned(),
                view.surface(whole).to_owned(),
            );
            told += 1;
            if !exceeds {
                let message = format!("{part_said}在{said}的时段之内，不多于它");
                view.say(Code::Subset, Outcome::Holds, &[part, whole], said, message);
            } else if view.kinship(part, whole) >= 3 && view.same_class(part, whole) {
                let message =
                    format!("{part_said}的时段在{said}的时段之内，却多于它：所指是否同一事项");
                view.say(
                    Code::Subset,
                    Outcome::Warning,
                    &[part, whole],
                    said,
                    message,
                );
            }
        }
    }
}

/// First day, and first day after, if known.
type Span = (Date, Option<Date>);

/// The days that a counted flow is dated by.
fn span(view: &View, k: usize) -> Option<Span> {
    let claim = &view.claims[k];
    let period = claim.period.as_ref().filter(|p| !p.as_of)?;
    let counted = claim.kind == Kind::Count && claim.dir.is_none() && claim.per.is_none();
    counted.then_some((period.from?, period.until))
}

/// The same number of the same thing, once in persons and once in person-times.
pub(super) fn counters(view: &mut View) {
    for later in 1..view.figures.len() {
        for earlier in view.back(later) {
            if !view.one_counts_times(earlier, later) {
                continue;
            }
            let same_number = view.claims[earlier].value == view.claims[later].value
                && view.claims[later].value.is_some();
            let same_article = view.claims[earlier].article == view.claims[later].article;
            if same_number
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

/// How many figures are held against one that says that nothing happened: the nearest.
const DENIALS: usize = 4;

/// What is said not to have happened, and what cannot stand beside it.
const DENIED: [(&str, &str); 5] = [
    ("高反", "送医 就医 住院 抢救"),
    ("受伤", "重伤 轻伤 伤者 送医 住院"),
    ("伤亡", "死亡 遇难 身亡 受伤 重伤 轻伤 送医"),
    ("死亡", "遇难 身亡 牺牲 罹难"),
    ("感染", "确诊 阳性"),
];

/// 未发生一起事故 beside 事故3起; 无一人高反 beside 送医3人; 零伤亡 beside 受伤2人.
pub(super) fn nothing(view: &mut View) {
    for zero in (0..view.figures.len()).filter(|k| view.figures[*k].zero) {
        let what = view.tail(zero);
        if what.chars().count() < 2 {
            continue;
        }
        let beside = DENIED.iter().find(|(denied, _)| what.ends_with(denied));
        let around = (1..REACH).flat_map(|far| [zero.checked_sub(far), Some(zero + far)]);
        let around = around.flatten().filter(|k| *k < view.figures.len());
        let mut told = 0;
        for other in around.collect::<Vec<_>>() {
            if told == DENIALS {
                break;
            }
            let claim = &view.claims[other];
            let some = claim.kind == Kind::Count
                && !view.figures[other].zero
                && view.low(other).is_some_and(|low| low > 0.into());
            let same_class = view.claims[zero].unit.is_none() || view.same_class(zero, other);
            let near = same_class
                && view.same_paragraph(zero, other)
                && claim.period == view.claims[zero].period;
            if !some || !near {
                continue;
            }
            let (lead, tail) = (view.lead(other), view.tail(other));
            let aside = holds(lead, "同比 比 去年 以往 此前 上年 累计救助 周边");
            let same = lead.ends_with(&what) || tail == what;
            let follows = beside.is_some_and(|(_, words)| {
                words
                    .split(' ')
                    .any(|w| lead.ends_with(w) || tail.starts_with(w))
            });
            if aside || !same && !follows {
                continue;
            }
            let said = view.surface(other);
            let (result, message) = if same {
                (
                    Outcome::Impossible,
                    format!("一处称没有{what}，另一处为{said}（假定：范围和时间相同）"),
                )
            } else {
                let told = format!("{}{said}{}", lead.trim_start_matches('，'), tail);
                (
                    Outcome::Warning,
                    format!("一处称没有{what}，另一处为“{told}”：是否同一批人"),
                )
            };
            told += 1;
            view.say(Code::Zero, result, &[zero, other], "0".into(), message);
        }
    }
}

/// 全局干部88人，谈话覆盖120人: more persons than there are.
pub(super) fn headcount(view: &mut View) {
    for whole in 0..view.figures.len() {
        let lead = view.lead(whole);
        let all = view.class(whole) == "人"
            && view.whole(whole).is_some()
            && holds(
                lead,
                "全局 全办 全队 全所 全校 全村 全院 现有 共有 在职 在编 在册",
            );
        if !all {
            continue;
        }
        let last = view.figures.len().min(whole + 8);
        for part in whole + 1..last {
            let covered = view.same_sentence(whole, part)
                && view.class(part) == "人"
                && holds(view.lead(part), "覆盖 参训 参加 参与 谈话 轮训");
            let more = match (view.low(part), view.high(whole)) {
                (Some(low), Some(high)) => low > high,
                _ => false,
            };
            if covered && more {
                let message = format!(
                    "{}多于在册的{}：是否应为人次",
                    view.surface(part),
                    view.surface(whole)
                );
                let computed = view.surface(whole).to_owned();
                view.say(
                    Code::Counter,
                    Outcome::Warning,
                    &[whole, part],
                    computed,
                    message,
                );
            }
        }
    }
}
