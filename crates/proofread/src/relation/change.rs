//! Growth, percentage points and multiples between two values that the text gives.

use super::share::print;
use super::{REACH, View};
use crate::normalise::holds;
use crate::reading::{Code, Direction, Kind, Outcome};
use crate::words::beginning;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// 由A增加到B，增长P%: the change against its two ends.
pub(super) fn from_to(view: &mut View) {
    for to in 1..view.figures.len() {
        let from = to - 1;
        let gap = view.gap(from, to);
        let steps = view.same_sentence(from, to)
            && gap.chars().count() <= 18
            && !gap.contains('；')
            && starts_a_change(view, from)
            && leads_on(&gap);
        let comparable = view.same_class(from, to)
            || view.claims[from].unit.is_none()
            || view.claims[from].kind == view.claims[to].kind && view.claims[to].unit.is_none();
        if !steps || !comparable || to + 1 >= view.figures.len() {
            continue;
        }
        let by = to + 1;
        let between = view.gap(to, by);
        if view.same_sentence(to, by)
            && between.chars().count() <= 16
            && !between.contains(['；', '：'])
            && same_matter(view, from, by)
        {
            judge(view, from, to, by);
        }
    }
}

/// 余额500亿元，比年初增加50亿元，增长11.1%: the rise against the level that it led to.
pub(super) fn from_rise(view: &mut View) {
    for by in 2..view.figures.len() {
        let (level, rise) = (by - 2, by - 1);
        if view.claims[rise].dir.is_none() || view.claims[by].kind != Kind::Percent {
            continue;
        }
        let gap = view.gap(level, rise).chars().count();
        let level = whole_of_list(view, level);
        let near =
            view.same_sentence(level, by) && gap <= 12 && view.gap(rise, by).chars().count() <= 8;
        let compared = holds(view.lead(rise), "比上 比去 比年 较上 较年 较去 同比 比前");
        let Some(dir) = view.claims[rise].dir else {
            continue;
        };
        let grows = view.claims[by].kind == Kind::Percent
            && holds(view.lead(by), "增长 增幅 下降 降幅 减少 上升 增速");
        // 比年初增加…，同比增长…: each is measured against another day.
        let other_base =
            holds(view.lead(by), "同比 环比 比 较") && view.lead(by) != view.lead(rise);
        if !near
            || other_base
            || !compared
            || !grows
            || !view.same_class(level, rise)
            || view.claims[level].kind == Kind::Percent
            || view.claims[level].dir.is_some()
        {
            continue;
        }
        let (now, step) = (view.claims[level].interval, view.claims[rise].interval);
        let old = if dir == Direction::Up {
            now.minus(&step)
        } else {
            now.plus(&step)
        };
        // 156家，其中…、县级96家，较上年新增18家: the rise is that of the whole.
        if view
            .gap(level - usize::from(level > 0), level)
            .starts_with(['、', '和'])
        {
            continue;
        }
        let growth = old
            .and_then(|old| step.over(&old))
            .and_then(|r| r.times(&Interval::exactly(Ratio::from(100))));
        let Some(growth) = growth else { continue };
        let computed = print(&growth, 2);
        let said = format!("{}，{}", view.surface(level), view.surface(rise));
        if growth.meets(&view.claims[by].interval) {
            view.say(
                Code::Growth,
                Outcome::Holds,
                &[level, rise, by],
                computed,
                format!("{said}，增幅{}相符", view.surface(by)),
            );
        } else {
            let message = format!(
                "{said}，增幅应为{computed}%，文中为{}（假定：增幅以上期数为基数，只舍入一次）",
                view.surface(by)
            );
            view.say(
                Code::Growth,
                Outcome::Impossible,
                &[level, rise, by],
                computed,
                message,
            );
        }
    }
}

/// 156家，其中国家级2家、县级96家，较上年新增18家: the rise is that of the whole, not of the last of its parts.
fn whole_of_list(view: &View, last: usize) -> usize {
    let mut first = last;
    while first > 0
        && last - first < REACH
        && view.gap(first - 1, first).starts_with('、')
        && view.same_class(first - 1, last)
    {
        first -= 1;
    }
    let marked = first > 0 && first < last && view.gap(first - 1, first).contains("其中");
    if marked && view.same_class(first - 1, last) {
        first - 1
    } else {
        last
    }
}

/// What may stand before the word of change without naming another thing: 同比增长, 五年累计提高, 降幅为.
const ADVERBS: &str = "同比 环比 比上年 比去年 较上年 较去年 分别 实际 名义 累计 总体 总共 共 净 大幅 平均 约 近 一举 五年 三年 整体 已 又 再 并";
const CHANGES: &str = "增 升 提 扩 降 减 缩 压 落 涨 翻 是 为 精简 上升 上涨 下降 下滑 回 跌 拉 拓 延 达 相差 相比 变 跃 幅 超 发展";

/// Says whether the change of figure `by` is that of the two values that begin at `from`: nothing else is named
/// between (高铁里程翻了一番 speaks of another), it is no level (提高到780元), and no yearly mean (年均增长).
fn same_matter(view: &View, from: usize, by: usize) -> bool {
    let lead = view.lead(by);
    if holds(lead, "年均 每年 平均每 月均") {
        return false;
    }
    let multiple = view.claims[by].kind == Kind::Multiple;
    let level = ["到", "至", "达到", "为"].iter().any(|w| lead.ends_with(w));
    if level && !multiple && !holds(lead, "幅 增速 增长率 百分点 差 净") {
        return false;
    }
    let mut words = lead.rsplit('，').next().unwrap_or("");
    while let Some(word) = beginning(words, ADVERBS) {
        words = &words[word.len()..];
    }
    if matches!(words, "" | "高" | "低" | "多" | "少" | "快" | "慢")
        || beginning(words, CHANGES).is_some()
    {
        return true;
    }
    // 覆盖率由…升至…，覆盖率提高…: the same noun again.
    let verb = words
        .char_indices()
        .find(|(at, _)| beginning(&words[*at..], CHANGES).is_some());
    let noun = &words[..verb.map_or(words.len(), |(at, _)| at)];
    let clause = view.text.slice(
        view.text.clause_start(view.figures[from].start),
        view.figures[from].start,
    );
    noun.chars().count() >= 2 && clause.contains(noun)
}

fn starts_a_change(view: &View, from: usize) -> bool {
    let lead = view.lead(from);
    lead.chars().rev().take(14).any(|c| "由从".contains(c))
}

fn leads_on(gap: &str) -> bool {
    let ends = ["到", "至", "为"].iter().any(|w| gap.contains(w));
    let bare = gap.trim_matches('，');
    matches!(bare, "到" | "至")
        || ends
            && holds(
                gap,
                "增 升 提 扩 发展 攀 涨 跃 拓 长 降 减 缩 压 落 精 变 调",
            )
}

/// 今年46件，去年同期40件，同比增长15%: the growth against the value of the year before.
pub(super) fn against_baseline(view: &mut View) {
    for by in 2..view.figures.len() {
        let (now, then) = (by - 2, by - 1);
        let lead = view.lead(then);
        let baseline = holds(
            lead,
            "去年同期 上年同期 去年的 上年的 比去年 比上年 较上年 较去年 去年为",
        );
        let together = view.same_sentence(now, by)
            && view.same_class(now, then)
            && view.gap(then, by).chars().count() <= 14;
        let states_growth = matches!(view.claims[by].kind, Kind::Percent | Kind::Pp)
            && view.claims[by].dir.is_some();
        // 比上年增长: the base is not printed, what stands there is something else.
        let printed_base = !holds(lead, "增长 增加 新增 净增 下降 减少 提高 多 少");
        if baseline && together && states_growth && printed_base {
            judge(view, then, now, by);
        }
    }
}

/// Compares the printed change with the one that the two values give.
fn judge(view: &mut View, from: usize, to: usize, by: usize) {
    let (old, new, change) = (
        view.claims[from].interval,
        view.claims[to].interval,
        view.claims[by].interval,
    );
    let falls = view.claims[by].dir == Some(Direction::Down);
    let lead = view.lead(by);
    if view.claims[by].dir.is_none() && !holds(lead, "增 升 提 扩 降 减 缩 压 落 涨 翻 为 是 达 精")
    {
        return;
    }
    let signed = |span: Interval| if falls { span.negated() } else { span };
    let difference = new.minus(&old).map(signed);
    let growth = || {
        new.minus(&old)?
            .over(&old)?
            .times(&Interval::exactly(Ratio::from(100)))
            .map(signed)
    };
    let times = || new.over(&old);
    let shares = view.claims[from].kind == Kind::Percent;
    let (code, computed, unit) = match view.claims[by].kind {
        Kind::Pp if shares => (Code::Pp, difference, "个百分点"),
        Kind::Percent if shares => {
            // 提高12.3% between two shares is mostly meant in points.
            let (Some(points), Some(percent)) = (difference, growth()) else {
                return;
            };
            if percent.meets(&change) {
                return;
            }
            let computed = print(&points, 2);
            let message = format!(
                "{}到{}相差{computed}个百分点，文中写作{}",
                view.surface(from),
                view.surface(to),
                view.surface(by)
            );
            let result = if points.meets(&change) {
                Outcome::Warning
            } else {
                Outcome::Impossible
            };
            let message = if result == Outcome::Warning {
                message
            } else {
                format!("{message}（假定：两者之间的变化）")
            };
            view.say(Code::Pp, result, &[from, to, by], computed, message);
            return;
        }
        Kind::Percent => (Code::Growth, growth(), "%"),
        Kind::Multiple => {
            let adds = view.claims[by].unit.as_deref() == Some("倍")
                && holds(lead, "增长 增加 提高 提升 扩大 上涨")
                && !holds(lead, "到 至 为");
            let computed = if adds {
                new.minus(&old).and_then(|d| d.over(&old))
            } else {
                times()
            };
            (
                Code::Mult,
                computed,
                if view.claims[by].unit.as_deref() == Some("番") {
                    "倍于原数"
                } else {
                    "倍"
                },
            )
        }
        _ if view.same_class(to, by) => (Code::Growth, difference, ""),
        _ => return,
    };
    let Some(computed) = computed else { return };
    let printed = print(&computed, 2);
    let said = format!("{}到{}", view.surface(from), view.surface(to));
    if computed.meets(&change) {
        let message = format!("{said}，变化{printed}{unit}，与{}相符", view.surface(by));
        view.say(code, Outcome::Holds, &[from, to, by], printed, message);
        return;
    }
    let whole = new
        .over(&old)
        .and_then(|r| r.times(&Interval::exactly(Ratio::from(100))));
    let hint = match whole {
        Some(whole) if code == Code::Growth && unit == "%" && near(&whole, &change) => {
            format!("；{}约是原数的百分比，不是增幅", view.surface(by))
        }
        _ => String::new(),
    };
    let message = format!(
        "{said}，变化应为{printed}{unit}，文中为{}{hint}（假定：两数即为起止值，只舍入一次）",
        view.surface(by)
    );
    view.say(code, Outcome::Impossible, &[from, to, by], printed, message);
}

/// Within one point of each other.
fn near(a: &Interval, b: &Interval) -> bool {
    let one = Interval::between(Ratio::from(-1), Ratio::from(1));
    a.plus(&one).is_some_and(|wide| wide.meets(b))
}
