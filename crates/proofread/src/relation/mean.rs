//! Means: a total, how many share it, and what falls to each (平均每期, 场均, 年均).

use super::View;
use super::share::print;
use crate::normalise::{is_han, last_two};
use crate::reading::{Code, Kind, Outcome};
use youju_base::decimal::Decimal;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// How many figures back and ahead a total or a number of units may stand.
const BACK: usize = 12;
const AHEAD: usize = 2;

/// A total and how many share it, as figures; years may stand in words instead (五年来).
struct Made {
    total: usize,
    group: Option<usize>,
    mean: Interval,
}

/// Every figure that is said to be a mean over named units, where the text gives a total and a number of such units.
pub(super) fn over_units(view: &mut View) {
    for mean in 0..view.figures.len() {
        let claim = &view.claims[mean];
        let told = view
            .told(mean)
            .any(|r| r.code == Code::GrimM && r.result != Outcome::Solved);
        let Some(over) = over(view, mean).filter(|_| !told && claim.dir.is_none()) else {
            continue;
        };
        judge(view, mean, &over);
    }
}

/// What a mean is taken over, and whether nothing stands between that word and the number.
struct Over {
    unit: String,
    /// The words between.
    rest: String,
    bare: bool,
}

fn over(view: &View, mean: usize) -> Option<Over> {
    if matches!(
        view.claims[mean].kind,
        Kind::Percent | Kind::Pp | Kind::Multiple | Kind::Ordinal
    ) {
        return None;
    }
    let lead = view.lead(mean);
    let (unit, rest) = match lead.rfind("平均每") {
        Some(at) => {
            let after = &lead[at + "平均每".len()..];
            let after = after.trim_start_matches('个');
            // 平均每个支部召开党员大会4次: two characters where they name what is counted.
            let head = |n: usize| after.chars().take(n).collect::<String>();
            let counted = |n: &usize| {
                let name = head(*n);
                name.chars().count() == *n
                    && (mean.saturating_sub(BACK)..mean).any(|k| {
                        view.claims[k].kind == Kind::Count
                            && (view.tail(k).contains(&name) || view.lead(k).ends_with(&name))
                    })
            };
            let unit = head((2..=4).rev().find(counted).unwrap_or(1));
            let rest = after[unit.len()..].to_owned();
            (unit, rest)
        }
        None => match lead.rfind('均') {
            Some(at) => {
                let before = lead[..at].chars().next_back().filter(|c| is_han(*c))?;
                let after = lead[at + '均'.len_utf8()..].to_owned();
                // 平均亩产: the unit stands behind.
                match (before, after.chars().next()) {
                    ('平', Some(unit @ ('亩' | '户' | '人'))) => {
                        (unit.to_string(), after.chars().skip(2).collect())
                    }
                    ('平', _) => return None,
                    _ => (before.to_string(), after),
                }
            }
            None => return None,
        },
    };
    // 人均可支配收入, 人均寿命, 年均气温: numbers of their own, not shares of a total in the text.
    const OWN: &str = "可支配 收入 工资 生产总值 寿命 面积 住房 气温 降水 浓度 增长 增速 递增";
    let own = OWN.split(' ').any(|word| rest.contains(word));
    let known = !unit.is_empty() && rest.chars().count() <= 8 && !own;
    known.then(|| Over {
        bare: rest.chars().all(|c| "为达约近".contains(c)),
        rest,
        unit,
    })
}

fn judge(view: &mut View, mean: usize, over: &Over) {
    let Some(printed) = widened(view, mean) else {
        return;
    };
    let class = measure(view, mean);
    let in_reach = |k: &usize| view.same_paragraph(*k, mean);
    // 平均每个支部召开党员大会4次: the total of the same name, where there is one.
    let named = last_two(&over.rest);
    let namesake = |k: &usize| named.chars().count() == 2 && view.lead(*k).contains(named);
    let totals: Vec<usize> = (mean.saturating_sub(BACK)..mean)
        .rev()
        .filter(in_reach)
        .filter(|k| {
            let claim = &view.claims[*k];
            claim.per.is_none()
                && claim.dir.is_none()
                && claim.kind != Kind::Percent
                && (measure(view, *k).0 == class.0
                    || measure(view, *k).0.contains(['（', '('])
                        && measure(view, *k).0.contains(class.0))
                && !is_mean(view, *k)
        })
        .collect();
    let totals: Vec<usize> = match totals.iter().copied().find(namesake) {
        Some(total) => vec![total],
        None => totals,
    };
    let last = view.figures.len().min(mean + 1 + AHEAD);
    let groups: Vec<usize> = (mean.saturating_sub(BACK)..mean)
        .rev()
        .chain((mean + 1..last).filter(|k| view.same_sentence(*k, mean)))
        .filter(in_reach)
        .filter(|k| counts_units(view, *k, &over.unit))
        .collect();
    let made = |total: usize, group: Option<usize>, units: &Interval| {
        if units.contains(Ratio::from(0)) {
            return None;
        }
        let sum = view.claims[total]
            .interval
            .times(&Interval::exactly(measure(view, total).1))?;
        let each = sum.over(units)?.over(&Interval::exactly(class.1))?;
        Some(Made {
            total,
            group,
            mean: each,
        })
    };
    let mut all: Vec<Made> = Vec::new();
    for total in &totals {
        for group in groups.iter().filter(|group| *group != total) {
            all.extend(made(*total, Some(*group), &view.claims[*group].interval));
        }
        if over.unit == "年"
            && let Some(years) = years(view, *total, mean)
        {
            all.extend(made(*total, None, &Interval::exactly(Ratio::from(years))));
        }
    }
    let fitting = all.iter().find(|made| made.mean.meets(&printed));
    let Some(made) = fitting.or(all.first()) else {
        return;
    };
    let units = made
        .group
        .map_or("各年".to_owned(), |group| view.surface(group).to_owned());
    let said = format!("{}，{units}", view.surface(made.total));
    let computed = print(&made.mean, 2);
    let mut ids = vec![made.total];
    ids.extend(made.group);
    ids.push(mean);
    if fitting.is_some() {
        let message = format!("{said}，均数{}相符", view.surface(mean));
        view.say(Code::GrimM, Outcome::Holds, &ids, computed, message);
        return;
    }
    // The total and the number of units that the words leave no choice about.
    let named = namesake(&made.total);
    let nearest =
        totals.first() == Some(&made.total) && (named || view.same_sentence(made.total, mean));
    let only = match made.group {
        Some(group) => groups.len() == 1 && view.same_paragraph(group, mean),
        None => groups.is_empty(),
    };
    // 发放补贴151.6万元…；救助42户，户均3200元: the total of what stands behind ； stands there too.
    let (from, to) = (
        view.figures[made.total].end,
        view.figures[mean].start.max(view.figures[made.total].end),
    );
    let between = view.text.slice(from, to);
    if !nearest || between.contains('；') || all.iter().any(|m| m.total == mean) {
        return;
    }
    if only && over.bare {
        let message = format!(
            "{said}，均数应为{computed}，文中为{}（假定：总数由这些单位平均）",
            view.surface(mean)
        );
        view.say(Code::GrimM, Outcome::Impossible, &ids, computed, message);
    } else if only || over.bare || named {
        let message = format!(
            "{said}，均数为{computed}，文中为{}；若以此平均则不符",
            view.surface(mean)
        );
        view.say(Code::GrimM, Outcome::Warning, &ids, computed, message);
    }
}

fn is_mean(view: &View, k: usize) -> bool {
    let lead = view.lead(k);
    lead.contains('均')
}

/// What a figure measures, and how much one of its units is of the smallest: 吨 and 公斤 are one measure.
fn measure<'v>(view: &'v View, k: usize) -> (&'v str, Ratio) {
    let one = |n: i128| Ratio::from(n);
    match view.class(k) {
        "吨" => ("斤", one(2000)),
        "公斤" | "千克" => ("斤", one(2)),
        "斤" => ("斤", one(1)),
        "公里" | "千米" => ("米", one(1000)),
        "米" => ("米", one(1)),
        unit => (unit, one(1)),
    }
}

/// Says whether a figure counts the units that a mean is taken over: 62个村 for 村均, 215场次 for 场均.
fn counts_units(view: &View, k: usize, unit: &str) -> bool {
    let claim = &view.claims[k];
    let class = view.class(k);
    if claim.per.is_some() || claim.dir.is_some() || is_mean(view, k) {
        return false;
    }
    match unit {
        "名" | "位" => class == "人",
        "人" => class == "人" || class == "人次",
        "年" => class == "年" && claim.kind == Kind::Duration,
        "天" | "日" => class == "天" || class == "日",
        "月" => class == "个月",
        "次" => class.ends_with('次') || class == "例",
        _ => {
            claim.kind == Kind::Count
                && (class.starts_with(unit)
                    || view.tail(k).contains(unit) && view.tail(k).chars().count() <= 6)
                || class == unit
                || claim.kind == Kind::Count && view.lead(k).ends_with(unit)
        }
    }
}

/// The number of years that a total is said to cover: 五年来, 三年.
fn years(view: &View, total: usize, mean: usize) -> Option<i128> {
    let named = [total, mean].into_iter().find_map(|k| {
        let period = view.claims[k].period.as_ref()?;
        // “十四五”期间.
        let plan = period.text.contains('五')
            && period.text.contains('十')
            && period.text.contains("期间");
        if plan {
            return Some(5);
        }
        let head = period.text.split('年').next()?;
        let text = head.trim_start_matches(['近', '过', '去', '这', '前', '后', '最', '的', '在']);
        const DIGITS: &str = "一二三四五六七八九十";
        let digit = |c: char| DIGITS.chars().position(|d| d == c).map(|n| n as i128 + 1);
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => digit(c).or(c.to_digit(10).map(i128::from)),
            _ => None,
        }
    });
    named.filter(|n| *n > 1)
}

/// A printed mean with the rounding that its last digit other than zero may hide.
fn widened(view: &View, mean: usize) -> Option<Interval> {
    let claim = &view.claims[mean];
    let place = match view.plain(mean) {
        Some(value) => Decimal::last_nonzero_place(value)?.over(Ratio::from(2))?,
        None => Ratio::from(0),
    };
    claim
        .interval
        .plus(&Interval::between(place.negated(), place))
}
