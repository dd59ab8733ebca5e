//! What lies outside the text: nature, the calendar, the usual size of things, written rules.

use super::View;
use super::share::print;
use crate::normalise::holds;
use crate::reading::{Code, Dated, Kind, Outcome};
use jiff::civil::Date;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// A limit of nature: what is measured, in which counters, from where to where.
struct Limit {
    words: &'static str,
    units: &'static str,
    low: i128,
    high: i128,
    assumed: &'static str,
}

const LIMITS: [Limit; 7] = [
    Limit {
        words: "海拔",
        units: "米",
        low: -500,
        high: 8849,
        assumed: "地面海拔，单位为米",
    },
    Limit {
        words: "气温 最低温 最高温 低温 高温",
        units: "度 摄氏度 ℃ °C",
        low: -90,
        high: 60,
        assumed: "地面气温，单位为摄氏度",
    },
    Limit {
        words: "风力 阵风 大风",
        units: "级",
        low: 0,
        high: 17,
        assumed: "蒲福风级，最高17级",
    },
    Limit {
        words: "发生 震级 里氏",
        units: "级",
        low: -2,
        high: 10,
        assumed: "地震震级",
    },
    Limit {
        words: "湿度",
        units: "%",
        low: 0,
        high: 100,
        assumed: "相对湿度",
    },
    Limit {
        words: "年龄 现年 年仅 年满 高龄",
        units: "岁 周岁",
        low: 0,
        high: 130,
        assumed: "人的年龄",
    },
    Limit {
        words: "日均 日平均 每天 每日 每人每天",
        units: "小时 个小时 个钟头",
        low: 0,
        high: 24,
        assumed: "一天24小时",
    },
];

/// Shares that no count of parts can drive over 100 %.
const CAPPED: &str = "占 占比 占比达 占比为 占到 覆盖率 覆盖率达 办结率 办结率达 合格率 合格率达 到会率 出席率 满意率 满意率达 普及率 参保率 \
    达标率 及格率 处结率 化解率 接种率 得票率 支持率 入户率 知晓率 化解率达 达标率达 普及率达";

/// 海拔9200米, 阵风18级, 日均睡眠30小时, 覆盖率105%: outside what can be.
pub(super) fn nature(view: &mut View) {
    for k in 0..view.figures.len() {
        let lead = view.lead(k);
        let class = view.class(k);
        let quake = view.tail(k).starts_with("地震");
        let limit = LIMITS.iter().find(|limit| {
            limit.units.split(' ').any(|u| u == class)
                && holds(lead, limit.words)
                && (limit.assumed != "地震震级" || quake)
        });
        let capped = view.claims[k].kind == Kind::Percent
            && class == "%"
            && view.claims[k].dir.is_none()
            && CAPPED
                .split(' ')
                .any(|w| !w.is_empty() && lead.ends_with(w))
            && !lead.ends_with("超占");
        let (low, high, assumed) = match limit {
            Some(limit) => (limit.low, limit.high, limit.assumed),
            None if capped => (0, 100, "以全部为基数"),
            None => continue,
        };
        let span = Interval::between(Ratio::from(low), Ratio::from(high));
        if view.claims[k].interval.meets(&span) {
            continue;
        }
        let message = format!(
            "{}超出可能的范围{low}至{high}（假定：{assumed}）",
            view.surface(k)
        );
        // Old cases settled beside the new ones can make more than all of a month's.
        let carried = limit.is_none() && lead.contains("办结");
        view.say(
            Code::Phys,
            if carried {
                Outcome::Warning
            } else {
                Outcome::Impossible
            },
            &[k],
            format!("{low}..{high}"),
            message,
        );
    }
}

/// Thousandths of the pressure at sea level, each thousand metres, by the standard atmosphere.
const PRESSURE: [i128; 10] = [1000, 887, 785, 692, 608, 533, 466, 406, 352, 304];
/// The same of the density of air.
const DENSITY: [i128; 10] = [1000, 907, 822, 742, 669, 601, 539, 481, 429, 381];
/// How far off a rounded statement may be, in percent.
const SLACK: i128 = 8;

/// 海拔5200米，含氧量不足海平面的30%: against the standard atmosphere, whichever of its measures is meant.
pub(super) fn oxygen(view: &mut View) {
    for k in 1..view.figures.len() {
        let speaks = view.claims[k].kind == Kind::Percent && view.class(k) == "%" && {
            let start = view.text.clause_start(view.figures[k].start);
            let clause = view.text.slice(start, view.figures[k].start);
            holds(&clause, "含氧量 氧含量 氧气含量")
        };
        if !speaks {
            continue;
        }
        let altitude = view
            .back(k)
            .take(4)
            .take_while(|a| view.same_paragraph(*a, k))
            .find(|a| view.class(*a) == "米" && view.lead(*a).contains("海拔"));
        let Some(altitude) = altitude else { continue };
        let Some(metres) = view.low(altitude).or(view.high(altitude)) else {
            continue;
        };
        let metres = metres.floor();
        let least = at(&PRESSURE, metres + 300) / 10 - SLACK;
        let most = at(&DENSITY, metres - 300) / 10 + SLACK;
        let span = Interval::between(Ratio::from(least), Ratio::from(most));
        let (there, said) = (
            view.surface(altitude).to_owned(),
            view.surface(k).to_owned(),
        );
        let computed = format!("{least}..{most}");
        let (result, message) = if view.claims[k].interval.meets(&span) {
            (
                Outcome::Holds,
                format!("{there}处含氧量约为海平面的{least}%至{most}%，与{said}相符"),
            )
        } else {
            (
                Outcome::Warning,
                format!(
                    "{there}处含氧量约为海平面的{least}%至{most}%，文中为{said}；含氧量有气压、密度、体积三种算法，须写明是哪一种"
                ),
            )
        };
        view.say(Code::Phys, result, &[altitude, k], computed, message);
    }
}

/// Interpolates a table of thousands of metres.
fn at(table: &[i128; 10], metres: i128) -> i128 {
    let metres = metres.clamp(0, 8999);
    let step = usize::try_from(metres / 1000).unwrap_or(0).min(8);
    let rest = metres % 1000;
    (table[step] * (1000 - rest) + table[step + 1] * rest) / 1000
}

/// Figures of a time that begins after the day of publication, told as done.
pub(super) fn future(view: &mut View, published_on: Option<Date>) {
    let Some(today) = published_on else { return };
    let mut told: Option<String> = None;
    for k in 0..view.figures.len() {
        let Some(period) = &view.claims[k].period else {
            continue;
        };
        let later = period.from.is_some_and(|from| from > today);
        if !later || told.as_deref() == Some(period.text.as_str()) {
            continue;
        }
        let planned = "将 计划 拟 预计 力争 目标 规划 争取 预期 安排 要 到时 届时 确保";
        if holds(&view.sentence_of(k), planned) {
            continue;
        }
        let (text, from) = (period.text.clone(), period.from);
        let from = from.map(|d| d.to_string()).unwrap_or_default();
        let message = format!("{text}晚于发布日{today}；若指上一年，须写明年份");
        view.say(Code::Period, Outcome::Warning, &[k], from, message);
        told = Some(text);
    }
}

/// How often a text says that something is done, and in how many months once.
const CADENCES: [(&str, i64); 4] = [
    ("月月 逐月 按月 每月 一月一", 1),
    ("每季度 每季 季季 一季一 按季", 3),
    ("每半年 半年一", 6),
    ("每年 年年 一年一", 12),
];

const OCCASIONS: &str =
    "召开 开展 调度 研判 例会 组织 学习 分析 报告 检查 巡查 会商 讲评 一 举办 通报 督办";

/// 12个月召开调度会9次，做到月月调度: fewer occasions than the regularity claimed.
pub(super) fn cadence(view: &mut View) {
    for k in 0..view.figures.len() {
        let counted = matches!(view.class(k), "次" | "场" | "期" | "轮" | "场次")
            && view.claims[k].kind == Kind::Count
            && view.claims[k].per.is_none()
            && view.whole(k).is_some();
        if !counted || !holds(view.lead(k), OCCASIONS) {
            continue;
        }
        let sentence = view.sentence_of(k);
        let said = CADENCES.iter().find_map(|(words, each)| {
            let word = words.split(' ').find(|w| {
                sentence.match_indices(*w).any(|(at, _)| {
                    let after: String = sentence[at + w.len()..].chars().take(6).collect();
                    holds(&after, OCCASIONS) && !after.contains(|c: char| c.is_ascii_digit())
                })
            })?;
            Some((word, *each))
        });
        let Some((word, each)) = said else { continue };
        let Some((months, beside)) = months(view, k) else {
            continue;
        };
        let owed = months / each;
        let Some(had) = view.high(k) else { continue };
        if owed < 2 {
            continue;
        }
        let shown = view.surface(k).to_owned();
        let (result, message) = if had < Ratio::from(i128::from(owed)) {
            (
                Outcome::Impossible,
                format!(
                    "{months}个月称“{word}”应不少于{owed}次，文中为{shown}（假定：每{each}个月至少一次，逐次计数）"
                ),
            )
        } else {
            (
                Outcome::Holds,
                format!("{months}个月“{word}”应不少于{owed}次，{shown}相符"),
            )
        };
        let figures: Vec<usize> = [k].into_iter().chain(beside).collect();
        view.say(Code::Cadence, result, &figures, owed.to_string(), message);
    }
}

/// The whole months that a figure speaks of: written beside it (and where), or those of its period.
fn months(view: &View, k: usize) -> Option<(i64, Option<usize>)> {
    let beside = view
        .back(k)
        .take_while(|b| view.same_sentence(*b, k))
        .find(|b| view.class(*b) == "个月" && view.plain(*b).is_some());
    if let Some(beside) = beside {
        let months = i64::try_from(view.plain(beside)?.ratio()?.floor()).ok()?;
        return Some((months, Some(beside)));
    }
    let Dated { days, as_of, .. } = view.claims[k].period.as_ref()?;
    let days = days.filter(|_| !as_of)?;
    // February and a year of 365 days are whole.
    Some(((days * 12 + 36) / 366, None))
}

/// 10个活动室投资1380元; 全县培训1.5亿人: only a slip of 万 or 亿 explains it.
pub(super) fn sizes(view: &mut View) {
    for k in 0..view.figures.len() {
        crowds(view, k);
        if k > 0 {
            cost(view, k - 1, k);
        }
    }
}

const BUILT: &str = "活动室 活动场所 场所 学校 基地 工程 桥 隧道 公路 道路 广场 服务中心 楼 周转房 安居房 水库 泵站 幼儿园 卫生室 温室 大棚 \
    厂房 球场 展厅";

fn cost(view: &mut View, a: usize, b: usize) {
    let (money, things) = match (view.claims[a].kind, view.claims[b].kind) {
        (Kind::Money, Kind::Count) => (a, b),
        (Kind::Count, Kind::Money) => (b, a),
        _ => return,
    };
    let near = view.same_sentence(a, b)
        && view.gap(a, b).chars().count() <= 16
        && view.claims[money].per.is_none()
        && view.claims[money].unit.as_deref() == Some("元");
    let about = format!(
        "{}{}{}{}",
        view.lead(a),
        view.gap(a, b),
        view.tail(b),
        view.lead(b)
    );
    let each = view.claims[money]
        .interval
        .over(&view.claims[things].interval);
    let (Some(each), true) = (each, near) else {
        return;
    };
    let below = |limit: i128| each.upper.is_some_and(|b| b.value < Ratio::from(limit));
    let above = |limit: i128| each.lower.is_some_and(|b| b.value > Ratio::from(limit));
    let invests = holds(&about, "投资 投入 建设 新建 改建 改造 修建") && holds(&about, BUILT);
    let gives = matches!(view.class(things), "人" | "户")
        && holds(&about, "补助 补贴 慰问 救助 奖励 奖金 发放")
        && !holds(&about, "人均 户均");
    let odd = invests && below(1000) || gives && (below(1) || above(3_000_000));
    if !odd {
        return;
    }
    let computed = print(&each, 2);
    let message = format!(
        "{}合{}，每{}{computed}元，是否错写了“万”",
        view.surface(things),
        view.surface(money),
        view.claims[things].unit.as_deref().unwrap_or("个")
    );
    view.say(
        Code::Units,
        Outcome::Warning,
        &[things, money],
        computed,
        message,
    );
}

/// The most people that live in a place of each size.
const CROWDS: [(&str, i128); 6] = [
    ("全村", 30_000),
    ("全乡", 300_000),
    ("全镇", 1_000_000),
    ("全县", 3_000_000),
    ("全市", 40_000_000),
    ("全省", 150_000_000),
];

fn crowds(view: &mut View, k: usize) {
    if view.class(k) != "人" || view.claims[k].kind != Kind::Count {
        return;
    }
    let start = view.text.clause_start(view.figures[k].start);
    let clause = view.text.slice(start, view.figures[k].start);
    let place = CROWDS.iter().find(|(place, _)| clause.starts_with(place));
    let Some((place, most)) = place else { return };
    if view.low(k).is_some_and(|low| low > Ratio::from(*most)) {
        let message = format!(
            "{place}{}，多于一处所能有的{most}人，是否错写了“万”或“亿”",
            view.surface(k)
        );
        view.say(
            Code::Units,
            Outcome::Warning,
            &[k],
            most.to_string(),
            message,
        );
    }
}

/// 40.1%、35.2%、26.3%: shares of one whole that nearly make 100 %, by more than rounding explains.
pub(super) fn hundred(view: &mut View) {
    let mut k = 0;
    while k < view.figures.len() {
        let run = shares(view, k);
        if run.len() < 3 {
            k += 1;
            continue;
        }
        k = run[run.len() - 1] + 1;
        let spans = run.iter().map(|s| view.claims[*s].interval);
        let sum = spans
            .into_iter()
            .try_fold(Interval::exactly(Ratio::from(0)), |sum, s| sum.plus(&s));
        let printed = run
            .iter()
            .filter_map(|s| view.share(*s)?.ratio())
            .try_fold(Ratio::from(0), Ratio::plus);
        let (Some(sum), Some(printed)) = (sum, printed) else {
            continue;
        };
        let full = Ratio::from(100);
        let near = printed >= Ratio::from(98) && printed <= Ratio::from(110);
        if !near || printed == full {
            continue;
        }
        let exact = Interval::exactly(printed);
        let computed = print(&exact, 2);
        let (result, message) = if sum.contains(full) {
            (
                Outcome::Holds,
                format!("各项占比合计{computed}%，是舍入所致"),
            )
        } else {
            (
                Outcome::Warning,
                format!(
                    "各项占比合计{computed}%，舍入至多使其在{}之间；若各项即为全部则不符",
                    print(&sum, 2)
                ),
            )
        };
        view.say(Code::Round, result, &run, computed, message);
    }
}

/// The shares that follow one another in one sentence from `first` on, with at most their counts in between.
fn shares(view: &View, first: usize) -> Vec<usize> {
    let mut run: Vec<usize> = Vec::new();
    for k in first..view.figures.len() {
        if !view.same_sentence(first, k) {
            break;
        }
        if view.share(k).is_some() && view.class(k) == "%" {
            let listed = run.last().is_some_and(|last| {
                *last + 1 == k && matches!(view.gap(*last, k).as_str(), "、" | "和" | "，" | "及")
            });
            if !listed && !view.lead(k).contains('占') && !view.lead(k).contains("比重") {
                break;
            }
            run.push(k);
        } else if run.is_empty() || view.claims[k].kind != Kind::Count && !view.is_threshold(k) {
            break;
        }
    }
    run
}

const BRANCHES: &str = "依据：支部工作条例（试行）2018，条款未核";
const ELECTIONS: &str = "依据：基层组织选举工作条例2020，条款未核";

/// 党支部现有党员73名; 应到150名，实到116名的选举大会: outside a written rule, which may have its exceptions.
pub(super) fn articles(view: &mut View) {
    for k in 0..view.figures.len() {
        branch(view, k);
        quorum(view, k);
    }
}

fn branch(view: &mut View, k: usize) {
    let lead = view.lead(k);
    let tail = view.tail(k);
    let members =
        lead.ends_with("党员") || tail.starts_with("党员") || tail.starts_with("正式党员");
    let named = lead.contains("支部") && !holds(lead, "支部书记 支部委员 各支部 党总支");
    if !members || view.class(k) != "人" || !named || view.claims[k].dir.is_some() {
        return;
    }
    // 18个党支部 before it: the mean is meant.
    let branches = view
        .back(k)
        .take_while(|b| view.same_sentence(*b, k))
        .find(|b| view.tail(*b).contains("支部") && view.whole(*b).is_some_and(|n| n > 1));
    if branches.is_some() || !holds(lead, "现有 共有 有党员 有正式党员 党员") {
        return;
    }
    let shown = view.surface(k).to_owned();
    if view.low(k).is_some_and(|low| low > Ratio::from(50)) {
        let message = format!("一个支部{shown}：党员人数一般不超过50人（{BRANCHES}）");
        view.say(Code::Rule, Outcome::Warning, &[k], "..50".into(), message);
    } else if view.high(k).is_some_and(|high| high < Ratio::from(3)) {
        let message = format!("一个支部{shown}：正式党员不足3人应联合组建（{BRANCHES}）");
        view.say(Code::Rule, Outcome::Warning, &[k], "3..".into(), message);
    }
}

fn quorum(view: &mut View, present: usize) {
    let Some(due) = present.checked_sub(1) else {
        return;
    };
    let meets = view.same_sentence(due, present)
        && view.class(due) == "人"
        && view.class(present) == "人"
        && holds(view.lead(due), "应到 应参会")
        && holds(view.lead(present), "实到 到会 出席")
        && holds(&view.sentence_of(present), "选举 换届");
    let (Some(whole), Some(there)) = (view.whole(due), view.whole(present)) else {
        return;
    };
    if meets && there * 5 < whole * 4 {
        let least = (whole * 4).div_ceil(5);
        let message = format!(
            "应到{}，实到{}：选举须有五分之四以上到会，至少{least}人（{ELECTIONS}）",
            view.surface(due),
            view.surface(present)
        );
        view.say(
            Code::Rule,
            Outcome::Warning,
            &[due, present],
            least.to_string(),
            message,
        );
    }
}
