//! Bases that a text names: 占滞留车辆687台的6.6%, 占年度计划的77.9%, 是2020年21万千瓦的4倍, and what was there before.

use super::share::print;
use super::{Beside, View};
use crate::normalise::{holds, last_two};
use crate::reading::{Code, Direction, Kind, Outcome};
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// A share or a multiple whose base stands before it, as a figure or by its name.
pub(super) fn named(view: &mut View) {
    for share in 1..view.figures.len() {
        let kind = view.claims[share].kind;
        let multiple = kind == Kind::Multiple && view.claims[share].unit.as_deref() == Some("倍");
        if !multiple && kind != Kind::Percent || view.claims[share].dir.is_some() {
            continue;
        }
        let base = printed_base(view, share).or_else(|| base_by_name(view, share));
        let Some((base, before)) = base else { continue };
        let part = view
            .back(before)
            .take_while(|k| view.same_sentence(*k, share))
            .find(|k| view.same_class(*k, base) && !view.is_rate(*k) && *k != base);
        let Some(part) = part else { continue };
        let unit = Interval::exactly(Ratio::from(if multiple { 1 } else { 100 }));
        let quotient = view.claims[part]
            .interval
            .over(&view.claims[base].interval)
            .and_then(|q| q.times(&unit));
        let Some(quotient) = quotient else { continue };
        let told = view.told(share).any(|r| {
            matches!(r.code, Code::Grim | Code::Denom | Code::Rate | Code::Mult)
                && r.result != Outcome::Solved
                && r.claims.contains(&view.claims[part].id)
        });
        if told {
            continue;
        }
        let code = if multiple { Code::Mult } else { Code::Rate };
        let computed = print(&quotient, 2);
        let said = format!("{}以{}为基数", view.surface(part), view.surface(base));
        let (result, message) = if quotient.meets(&view.claims[share].interval) {
            (
                Outcome::Holds,
                format!("{said}，{}相符", view.surface(share)),
            )
        } else {
            (
                Outcome::Impossible,
                format!(
                    "{said}应为{computed}，文中为{}（假定：同一口径、只舍入一次）",
                    view.surface(share)
                ),
            )
        };
        view.say(code, result, &[part, base, share], computed, message);
    }
}

/// 占滞留车辆687台的6.6%, 占计划2400个的101.3%, 是2020年21万千瓦的4倍: the base and the figure before which the part stands.
fn printed_base(view: &View, share: usize) -> Option<(usize, usize)> {
    let base = share - 1;
    let lead = view.lead(base);
    let claimed = ["占", "为", "是", "相当于", "达到", "完成"]
        .iter()
        .any(|w| lead.trim_start_matches(['，', '；']).starts_with(w));
    (view.gap(base, share) == "的" && claimed && view.same_sentence(base, share))
        .then_some((base, base))
}

/// 占年度计划的77.9%: the one figure before that the same words name.
fn base_by_name(view: &View, share: usize) -> Option<(usize, usize)> {
    let lead = view.lead(share);
    let said = lead.trim_start_matches(['，', '；']).strip_prefix('占')?;
    let name = ["的", "比重为", "比重达", "比例为", "比例达"]
        .into_iter()
        .find_map(|end| said.strip_suffix(end))?;
    let name = name
        .trim_end_matches('的')
        .trim_start_matches("全部")
        .trim_start_matches('总');
    if name.chars().count() < 2 {
        return None;
    }
    let mut named = view
        .back(share - 1)
        .take_while(|k| view.same_paragraph(*k, share))
        .filter(|k| view.claims[*k].dir.is_none() && view.claims[*k].kind != Kind::Percent)
        .filter(|k| view.lead(*k).contains(name));
    let base = named.next()?;
    named.next().is_none().then_some((base, share))
}

/// 其中…名，占…%, and 应答…份，占…% with nothing behind 占: the whole that 其中 takes up, else the nearest larger count.
///
/// What fits any earlier count of its kind is right; what fits none is impossible behind 其中, and else worth a look.
pub(super) fn unnamed(view: &mut View) {
    for share in 1..view.figures.len() {
        let part = share - 1;
        let gap = view.gap(part, share);
        let bare = matches!(
            gap.trim_start_matches(['，', '、', '（']),
            "占" | "占比" | "占比为" | "占比达" | "占总数的" | "占总数"
        );
        let portion = portion(view, share);
        let told = view.told(share).any(|r| {
            matches!(r.code, Code::Grim | Code::Denom | Code::Rate)
                && r.result != Outcome::Solved
                && r.claims.contains(&view.claims[part].id)
        });
        let (Some(portion), true) = (portion, bare && !told && view.same_sentence(part, share))
        else {
            continue;
        };
        judge_unnamed(view, part, share, &portion, 1);
    }
}

/// 女生227人，…女生占48.8%: the share of what the same words counted before.
pub(super) fn of_the_same_name(view: &mut View) {
    for share in 2..view.figures.len() {
        let lead = view.lead(share);
        let lead = lead.trim_start_matches(['，', '、', '；']);
        let Some(name) = lead
            .strip_suffix('占')
            .filter(|name| (2..=8).contains(&name.chars().count()))
        else {
            continue;
        };
        let told = view.told(share).any(|r| r.result != Outcome::Solved);
        let (Some(portion), false) = (portion(view, share), told) else {
            continue;
        };
        let part = view
            .back(share)
            .take_while(|k| {
                view.same_paragraph(*k, share) && view.sentence[share] - view.sentence[*k] <= 1
            })
            .find(|k| view.claims[*k].kind == Kind::Count && view.lead(*k).ends_with(name));
        if let Some(part) = part {
            judge_unnamed(view, part, share, &portion, 1);
        }
    }
}

/// A share as a part of one: 80%, 四分之一.
fn portion(view: &View, share: usize) -> Option<Interval> {
    let claim = &view.claims[share];
    if claim.dir.is_some() || claim.unit.as_deref() == Some("‰") {
        return None;
    }
    match claim.kind {
        Kind::Percent => claim.interval.over(&Interval::exactly(Ratio::from(100))),
        // A fraction in words is rarely exact: a third is said of 32 % to 35 %.
        Kind::Other if claim.unit.as_deref() == Some("分之") => {
            let (few, many) = (Ratio::new(19, 20)?, Ratio::new(21, 20)?);
            claim.interval.times(&Interval::between(few, many))
        }
        _ => None,
    }
}

/// - Input: how many sentences back the whole may stand.
fn judge_unnamed(view: &mut View, part: usize, share: usize, portion: &Interval, reach: usize) {
    let over_full = portion.upper.is_some_and(|b| b.value > Ratio::from(1));
    let whole_of = |k: &usize| {
        let claim = &view.claims[*k];
        view.same_class(*k, part)
            && claim.dir.is_none()
            && !view.is_rate(*k)
            && (over_full || view.low(*k) >= view.high(part))
    };
    let before: Vec<usize> = view
        .back(part)
        .take_while(|k| view.same_paragraph(*k, part))
        .filter(whole_of)
        .collect();
    let fitting = before
        .iter()
        .copied()
        .find(|k| fits(view, part, *k, portion));
    let apart = |k: usize| view.sentence[part] - view.sentence[k];
    let marked = before
        .iter()
        .copied()
        .find(|k| apart(*k) <= 1 && (*k..part).any(|i| view.gap(i, i + 1).contains("其中")));
    let near = before.iter().copied().find(|k| apart(*k) <= reach);
    // A share to the hundredth names its own whole: it may well be one that the text does not print.
    let fine = view
        .plain(share)
        .is_some_and(|percent| percent.scale() >= 2);
    let Some(whole) = fitting.or(marked).or(near.filter(|_| !fine)) else {
        return;
    };
    let sure = marked == Some(whole) && adjacent_mark(view, whole, part);
    weigh(view, [part, share, whole], portion, sure);
}

fn fits(view: &View, part: usize, whole: usize, portion: &Interval) -> bool {
    let product = view.claims[whole].interval.times(portion);
    product.is_some_and(|product| product.meets(&view.claims[part].interval))
}

/// Says whether a part is the share of a whole that it is said to be; `sure` where the words leave no other whole.
fn weigh(view: &mut View, figures: [usize; 3], portion: &Interval, sure: bool) {
    let [part, share, whole] = figures;
    let part_id = view.claims[part].id;
    let quotient = view.claims[part]
        .interval
        .over(&view.claims[whole].interval);
    let quotient = quotient.and_then(|q| q.times(&Interval::exactly(Ratio::from(100))));
    let computed = quotient.map(|q| print(&q, 1)).unwrap_or_default();
    let said = format!("{}占{}", view.surface(part), view.surface(share));
    let of = view.surface(whole);
    let (result, message) = if fits(view, part, whole, portion) {
        (Outcome::Holds, format!("{said}，以{of}为总数相符"))
    } else if sure {
        let message =
            format!("{said}：以{of}为总数应为{computed}%（假定：所指为此数，只舍入一次）");
        (Outcome::Impossible, message)
    } else {
        let message = format!("{said}：以{of}为总数应为{computed}%；若基数即此则不符");
        (Outcome::Warning, message)
    };
    // What was solved for has a base now.
    view.replace(share, |r| {
        let of_part = r.claims.contains(&part_id);
        let shares = matches!(r.code, Code::Grim | Code::GrimD);
        of_part && r.result == Outcome::Solved
            || !of_part && shares && r.result != Outcome::Impossible
    });
    view.say(Code::Grim, result, &figures, computed, message);
}

/// 4320万元，其中3456万元: nothing else that could be meant stands between the whole and 其中.
fn adjacent_mark(view: &View, whole: usize, part: usize) -> bool {
    let counted =
        |k: &usize| view.claims[*k].kind != Kind::Percent && view.claims[*k].dir.is_none();
    part == whole + 1 || (whole + 1..part).filter(counted).count() == 0
}

/// 产业扶贫覆盖9600户，覆盖率达80%, 已开工79个，开工率91.9%: the whole stands in a sentence before.
pub(super) fn rate_of_earlier(view: &mut View) {
    for rate in 2..view.figures.len() {
        let told = view.told(rate).any(|r| r.result != Outcome::Solved);
        let lead = view.lead(rate);
        let Some(at) = lead.rfind('率').filter(|_| !told) else {
            continue;
        };
        let stem = last_two(&lead[..at]);
        let after = &lead[at + '率'.len_utf8()..];
        let (Some(portion), true) = (
            portion(view, rate),
            stem.chars().count() == 2 && matches!(after, "" | "为" | "达" | "达到" | "是"),
        ) else {
            continue;
        };
        let said = |k: &usize| {
            let lead = view.lead(*k);
            let left = ["未", "正在", "待", "不"]
                .iter()
                .any(|no| lead.contains(&format!("{no}{stem}")));
            if left {
                return false;
            }
            lead.contains(stem)
                || ALIKE
                    .iter()
                    .any(|(rate, verbs)| *rate == stem && holds(lead, verbs))
        };
        let last = view.figures.len().min(rate + 2);
        let part = (rate.saturating_sub(3)..rate)
            .rev()
            .chain(rate + 1..last)
            .filter(|k| {
                let claim = &view.claims[*k];
                let amount = matches!(claim.kind, Kind::Count | Kind::Money | Kind::Other);
                view.same_sentence(*k, rate) && amount && claim.dir.is_none() && !view.is_rate(*k)
            })
            .find(said);
        let Some(part) = part else { continue };
        // 143个…，全县150个受损基站修复率95.3%: the whole stands right before its rate.
        let before = rate - 1;
        let at_hand = before != part
            && view.same_class(before, part)
            && view.same_sentence(before, part)
            && view.gap(before, rate).chars().count() <= 10
            && !view.gap(before, rate).contains(['，', '；']);
        if at_hand {
            weigh(view, [part, rate, before], &portion, true);
        } else {
            judge_unnamed(view, part, rate, &portion, 2);
        }
    }
}

/// Rates whose count is told by another verb.
const ALIKE: [(&str, &str); 6] = [
    ("办结", "解决 办结 办理完毕 答复"),
    ("回收", "收回 回收"),
    ("完成", "完成"),
    ("满意", "满意"),
    ("参训", "参加"),
    ("满编", "实有 在编 在岗"),
];

/// 出口254545亿元…；进口183923亿元…，贸易顺差70622亿元: what goes out less what comes in.
pub(super) fn balance_of_trade(view: &mut View) {
    for balance in 2..view.figures.len() {
        let lead = view.lead(balance);
        let surplus = lead.ends_with("顺差");
        if !surplus && !lead.ends_with("逆差") || view.claims[balance].kind != Kind::Money {
            continue;
        }
        let last = |word: &str| {
            let mut before = view
                .back(balance)
                .take_while(|k| view.same_paragraph(*k, balance));
            before.find(|k| {
                view.same_class(*k, balance)
                    && view.claims[*k].dir.is_none()
                    && view.lead(*k).ends_with(word)
            })
        };
        let (Some(out), Some(into)) = (last("出口"), last("进口")) else {
            continue;
        };
        let (more, less) = if surplus { (out, into) } else { (into, out) };
        let Some(over) = view.claims[more]
            .interval
            .minus(&view.claims[less].interval)
        else {
            continue;
        };
        let said = format!("{}－{}＝", view.surface(more), view.surface(less));
        view.set_beside(
            &over,
            Beside {
                code: Code::Sum,
                figures: &[balance, more, less],
                printed: balance,
                said,
                unit: "",
                broken: Outcome::Impossible,
                assumed: "同一口径",
            },
        );
    }
}

/// 867891人，与2010年的559423人相比，增加308468人，增长55.14%: two levels, and what lies between them.
pub(super) fn against(view: &mut View) {
    for then in 1..view.figures.len() {
        let now = then - 1;
        let lead = view.lead(then);
        let lead = lead.trim_start_matches(['，', '、', '；', '（']);
        let compared = ["与", "同", "和", "比", "较"]
            .iter()
            .any(|w| lead.starts_with(w))
            && (lead.ends_with('的') || lead.starts_with('较') && lead.chars().count() <= 8)
            && !holds(lead, "增 减 升 降 提高 占 多 少 高 低");
        let level = |k: usize| {
            let claim = &view.claims[k];
            claim.dir.is_none() && !view.is_rate(k) && claim.kind != Kind::Percent
        };
        if !compared || !view.same_sentence(now, then) || !level(then) {
            continue;
        }
        // 增长17%，比上年的40万人次增加6.8万人次: the level may stand before its growth.
        let mut levels = (now.saturating_sub(1)..=now).rev();
        let Some(now) =
            levels.find(|k| level(*k) && view.same_class(*k, then) && view.same_sentence(*k, then))
        else {
            continue;
        };
        let (new, old) = (view.claims[now].interval, view.claims[then].interval);
        let last = view.figures.len().min(then + 3);
        for by in then + 1..last {
            let near = view.same_sentence(by, then) && view.gap(by - 1, by).chars().count() <= 10;
            let Some(dir) = view.claims[by].dir.filter(|_| near) else {
                break;
            };
            let rose = match dir {
                Direction::Up => new.minus(&old),
                Direction::Down => old.minus(&new),
            };
            let Some(rose) = rose else { break };
            let (code, moved, unit) = if view.same_class(by, then) {
                (Code::Sum, Some(rose), "")
            } else if view.claims[by].kind == Kind::Percent {
                let rate = rose
                    .over(&old)
                    .and_then(|r| r.times(&Interval::exactly(Ratio::from(100))));
                (Code::Growth, rate, "%")
            } else {
                break;
            };
            let told = view
                .told(by)
                .any(|r| r.code == code && r.claims.contains(&view.claims[then].id));
            let Some(moved) = moved.filter(|_| !told) else {
                continue;
            };
            let said = format!("{}比{}变动", view.surface(now), view.surface(then));
            view.set_beside(
                &moved,
                Beside {
                    code,
                    figures: &[now, then, by],
                    printed: by,
                    said,
                    unit,
                    broken: Outcome::Impossible,
                    assumed: "两数口径相同",
                },
            );
        }
    }
}

/// 612个，比2020年增加48个，增长8.5%: a level, its rise against another day, and the growth.
pub(super) fn rise_then_growth(view: &mut View) {
    for by in 2..view.figures.len() {
        let (rise, claim) = (by - 1, &view.claims[by]);
        let Some(dir) = claim.dir.filter(|dir| view.claims[rise].dir == Some(*dir)) else {
            continue;
        };
        let lead = view.lead(rise);
        let compared = lead
            .trim_start_matches(['，', '、', '；'])
            .starts_with(['比', '较', '同', '环']);
        let told = view.told(by).any(|r| r.code == Code::Growth);
        // 比年初增加…，同比增长…: each is measured against another day.
        let own_base = holds(view.lead(by), "同比 环比 比 较");
        let states = claim.kind == Kind::Percent
            && !own_base
            && view.claims[rise].kind != Kind::Percent
            && view.same_sentence(rise, by)
            && view.gap(rise, by).chars().count() <= 8;
        if !compared || told || !states {
            continue;
        }
        let level = view
            .back(rise)
            .take_while(|k| view.same_sentence(*k, rise) && !view.gap(*k, *k + 1).contains('；'))
            .find(|k| {
                let claim = &view.claims[*k];
                claim.dir.is_none() && !view.is_rate(*k) && view.same_class(*k, rise)
            });
        let Some(level) = level else { continue };
        let (now, step) = (view.claims[level].interval, view.claims[rise].interval);
        let old = if dir == Direction::Up {
            now.minus(&step)
        } else {
            now.plus(&step)
        };
        let rate = old.and_then(|old| step.over(&old));
        let Some(rate) = rate.and_then(|r| r.times(&Interval::exactly(Ratio::from(100)))) else {
            continue;
        };
        let computed = print(&rate, 2);
        let said = format!("{}，变动{}", view.surface(level), view.surface(rise));
        let adjacent = level + 1 == rise;
        let (result, message) = if rate.meets(&claim.interval) {
            (
                Outcome::Holds,
                format!("{said}，幅度{}相符", view.surface(by)),
            )
        } else if adjacent {
            (
                Outcome::Impossible,
                format!(
                    "{said}，幅度应为{computed}%，文中为{}（假定：同一基期）",
                    view.surface(by)
                ),
            )
        } else {
            (
                Outcome::Warning,
                format!(
                    "{said}，幅度为{computed}%，文中为{}；若指此数则不符",
                    view.surface(by)
                ),
            )
        };
        view.say(Code::Growth, result, &[level, rise, by], computed, message);
    }
}

/// 由4200元提高到4700元，提高500元，增长11.9%: the growth after the difference.
pub(super) fn growth_after_difference(view: &mut View) {
    for by in 3..view.figures.len() {
        let (from, to, step) = (by - 3, by - 2, by - 1);
        let claim = &view.claims[by];
        let lead = view.lead(from);
        let moves = claim.kind == Kind::Percent
            && claim.dir.is_some()
            && view.same_sentence(from, by)
            && view.same_class(from, to)
            && view.same_class(to, step)
            && view.claims[step].dir.is_some()
            && view.gap(step, by).chars().count() <= 8
            && view.gap(from, to).contains(['到', '至', '为'])
            && lead.contains(['由', '从']);
        if !moves {
            continue;
        }
        let (new, old) = (view.claims[to].interval, view.claims[from].interval);
        let rise = if claim.dir == Some(Direction::Down) {
            old.minus(&new)
        } else {
            new.minus(&old)
        };
        let rate = rise.and_then(|rise| rise.over(&old));
        let Some(rate) = rate.and_then(|r| r.times(&Interval::exactly(Ratio::from(100)))) else {
            continue;
        };
        let said = format!("{}到{}，变化", view.surface(from), view.surface(to));
        view.set_beside(
            &rate,
            Beside {
                code: Code::Growth,
                figures: &[from, to, by],
                printed: by,
                said,
                unit: "%",
                broken: Outcome::Impossible,
                assumed: "两数即为起止值，只舍入一次",
            },
        );
    }
}

/// 91.5%，较2020年的78.3%提高13.2个百分点: two levels and the points between them.
pub(super) fn points(view: &mut View) {
    for by in 2..view.figures.len() {
        let (now, then) = (by - 2, by - 1);
        let Some(dir) = view.claims[by]
            .dir
            .filter(|_| view.claims[by].kind == Kind::Pp)
        else {
            continue;
        };
        let lead = view.lead(then);
        let compared = ["比", "较", "高于", "低于"]
            .iter()
            .any(|w| lead.trim_start_matches(['，', '、', '；']).starts_with(w));
        let near = view.same_sentence(now, by)
            && view.same_class(now, then)
            && view.claims[now].kind == Kind::Percent
            && view.gap(then, by).chars().count() <= 8;
        let told = view.told(by).any(|r| r.code == Code::Pp);
        let rose = view.claims[now].interval.minus(&view.claims[then].interval);
        let Some(rose) = rose.filter(|_| near && compared && !told) else {
            continue;
        };
        let moved = if dir == Direction::Down {
            rose.negated()
        } else {
            rose
        };
        let said = format!("{}与{}相差", view.surface(now), view.surface(then));
        view.set_beside(
            &moved,
            Beside {
                code: Code::Pp,
                figures: &[now, then, by],
                printed: by,
                said,
                unit: "个百分点",
                broken: Outcome::Impossible,
                assumed: "同一口径、各舍入一次",
            },
        );
    }
}

/// 死亡9人，下降25%，比上年少3人: level, rate, and then by how much.
pub(super) fn rate_then_amount(view: &mut View) {
    for by in 2..view.figures.len() {
        let (level, rate) = (by - 2, by - 1);
        let amount = &view.claims[by];
        let Some(dir) = amount.dir.filter(|dir| view.claims[rate].dir == Some(*dir)) else {
            continue;
        };
        let lead = view.lead(by);
        let compared = ["比", "较", "同比", "增", "减", "净"]
            .iter()
            .any(|w| lead.trim_start_matches(['，', '、']).starts_with(w));
        let near = view.same_sentence(level, by)
            && view.same_class(level, by)
            && view.claims[level].dir.is_none()
            && view.claims[rate].kind == Kind::Percent
            && view.gap(level, rate).chars().count() <= 10
            && view.gap(rate, by).chars().count() <= 10
            && !view.gap(level, by).contains('；');
        if !near || !compared {
            continue;
        }
        let before = match dir {
            Direction::Up => view.claims[level].interval.minus(&amount.interval),
            Direction::Down => view.claims[level].interval.plus(&amount.interval),
        };
        let rose = before.and_then(|before| amount.interval.over(&before));
        let Some(rose) = rose.and_then(|r| r.times(&Interval::exactly(Ratio::from(100)))) else {
            continue;
        };
        let computed = print(&rose, 2);
        let said = format!("{}，变动{}", view.surface(level), view.surface(by));
        let (result, message) = if rose.meets(&view.claims[rate].interval) {
            (
                Outcome::Holds,
                format!("{said}，幅度{}相符", view.surface(rate)),
            )
        } else {
            (
                Outcome::Impossible,
                format!(
                    "{said}，幅度应为{computed}%，文中为{}（假定：同一基期）",
                    view.surface(rate)
                ),
            )
        };
        view.say(Code::Growth, result, &[level, by, rate], computed, message);
    }
}
