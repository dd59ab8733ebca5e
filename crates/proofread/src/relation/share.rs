//! Shares: a count with its percentage, a percentage alone, a rate with its base, a mean.

use super::{REACH, View};
use crate::normalise::{holds, last_two};
use crate::reading::{Code, Kind, Outcome};
use youju_base::decimal::Decimal;
use youju_base::grim;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// How many pairs and totals nearby are asked for a common whole.
const NEIGHBOURS: usize = 10;

const ASSUMED: &str = "假定：同一基数、未加权、只舍入一次";

/// A count and the share that the text says it has (…名，占…%).
pub(super) struct Pair {
    pub part: usize,
    pub share: usize,
    pub percent: Decimal,
    /// The base that the text names behind 占, if any.
    base: String,
}

impl Pair {
    fn fits(&self, view: &View, whole: u64) -> bool {
        let Some(parts) = grim::possible_parts(whole, self.percent) else {
            return false;
        };
        view.counts(self.part)
            .is_some_and(|part| part.start() <= parts.end() && parts.start() <= part.end())
    }
}

/// Finds the counts that stand directly with their share.
pub(super) fn find_pairs(view: &View) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for share in 1..view.figures.len() {
        let part = share - 1;
        let Some(percent) = view.share(share) else {
            continue;
        };
        let gap = view.gap(part, share);
        let tied =
            view.same_sentence(part, share) && gap.chars().count() <= 30 && !holds(&gap, "； 其中");
        if !tied || view.counts(part).is_none() || subject(view, part, &gap) != Some(Subject::Same)
        {
            continue;
        }
        if gap.contains("分别占") {
            pairs.extend(respectively(view, part, share));
            continue;
        }
        let after = gap.rsplit('占').next().unwrap_or("");
        let base = after
            .trim_matches(|c| "比例为达到的约了，有".contains(c))
            .to_owned();
        pairs.push(Pair {
            part,
            share,
            percent,
            base,
        });
    }
    pairs.sort_by_key(|p| p.part);
    pairs
}

/// 213名、487名，分别占19.5%和44.6%: the lists before and behind, in order.
fn respectively(view: &View, last_part: usize, first_share: usize) -> Vec<Pair> {
    let mut shares = vec![first_share];
    while let Some(next) = shares
        .last()
        .map(|s| s + 1)
        .filter(|n| *n < view.figures.len())
    {
        let joined = matches!(
            view.gap(next - 1, next).as_str(),
            "、" | "和" | "，" | "与" | "及"
        );
        if !joined || view.share(next).is_none() {
            break;
        }
        shares.push(next);
    }
    let Some(first_part) = (last_part + 1).checked_sub(shares.len()) else {
        return Vec::new();
    };
    let same =
        (first_part..last_part).all(|k| view.same_class(k, last_part) && view.is_listed(k, k + 1));
    let pair = |(k, share): (usize, &usize)| {
        let part = first_part + k;
        let percent = view.share(*share)?;
        view.counts(part).map(|_| Pair {
            part,
            share: *share,
            percent,
            base: String::new(),
        })
    };
    if same {
        shares.iter().enumerate().filter_map(pair).collect()
    } else {
        Vec::new()
    }
}

/// Whose share it is that follows a count.
#[derive(PartialEq, Eq)]
enum Subject {
    /// That of the count itself: 315名，占…; 党员315名，党员数占….
    Same,
    /// That of some of them: 党员315名，女党员占….
    Some,
    /// Something else.
    Other,
}

/// Reads the words between a count and 占; `None` where there is no 占.
fn subject(view: &View, part: usize, gap: &str) -> Option<Subject> {
    let (before, _) = gap.rsplit_once('占')?;
    let words = before.rsplit(['，', '、', '（', '(']).next().unwrap_or("");
    let behind = !before.contains(['，', '、', '（', '(']);
    let words = words
        .trim_end_matches("人数")
        .trim_end_matches('数')
        .trim_end_matches("比例")
        .trim_end_matches('约');
    if words.is_empty() || behind || matches!(words, "分别" | "合计" | "共" | "总计") {
        return Some(Subject::Same);
    }
    let noun = if view.tail(part).chars().count() >= 2 {
        view.tail(part)
    } else {
        view.lead(part)
    };
    Some(if noun.ends_with(words) {
        Subject::Same
    } else {
        let head = last_two(noun);
        if head.chars().count() == 2 && words.ends_with(&head) {
            Subject::Some
        } else {
            Subject::Other
        }
    })
}

/// GRIM over every pair; its whole is found among the totals of the paragraph, or solved for.
pub(super) fn pairs(view: &mut View) {
    let pairs = find_pairs(view);
    for (n, pair) in pairs.iter().enumerate() {
        let Some(part) = view.counts(pair.part) else {
            continue;
        };
        let said = format!("{}占{}", view.surface(pair.part), view.surface(pair.share));
        let Some(wholes) = grim::possible_wholes_within(part, pair.percent) else {
            let message = format!("{said}：没有任何总数能使这个占比成立（{ASSUMED}）");
            view.say(
                Code::Grim,
                Outcome::Impossible,
                &[pair.part, pair.share],
                "无".into(),
                message,
            );
            continue;
        };
        let candidates = view.wholes_before(pair.part);
        let is_part = |t: &usize| is_share_part(&pairs, *t);
        let fitting = |t: &&usize| view.whole(**t).is_some_and(|whole| pair.fits(view, whole));
        let total = candidates
            .iter()
            .filter(|t| !is_part(t))
            .find(fitting)
            .or_else(|| {
                // A part with a share of its own is a whole only where 其中 follows it.
                let host = host(view, pair.part);
                candidates
                    .iter()
                    .filter(|t| Some(**t) == host)
                    .find(fitting)
            });
        if let Some(total) = total {
            let message = format!("{said}，以{}为总数相符", view.surface(*total));
            let computed = share_of(view, pair.part, *total);
            view.say(
                Code::Grim,
                Outcome::Holds,
                &[pair.part, pair.share, *total],
                computed,
                message,
            );
            continue;
        }
        if let Some(total) = named_whole(view, &pairs, n) {
            let computed = share_of(view, pair.part, total);
            let message = format!(
                "{said}：以{}为总数应为{computed}%（假定：基数就是{}，未加权、只舍入一次）",
                view.surface(total),
                view.surface(total)
            );
            view.say(
                Code::Denom,
                Outcome::Impossible,
                &[pair.part, pair.share, total],
                computed,
                message,
            );
            continue;
        }
        if let Some(total) = whole_before_qizhong(view, pair) {
            let computed = share_of(view, pair.part, total);
            let only = wholes
                .only()
                .map_or(String::new(), |only| format!("；总数为{only}时才成立"));
            let message = format!(
                "其中{said}：以{}为总数应为{computed}%{only}",
                view.surface(total)
            );
            view.say(
                Code::Denom,
                Outcome::Warning,
                &[pair.part, pair.share, total],
                computed,
                message,
            );
            continue;
        }
        let (computed, text) = match (wholes.only(), wholes.last) {
            (Some(only), _) => (only.to_string(), format!("总数只能是{only}")),
            (None, Some(last)) => (
                format!("{}..{last}", wholes.first),
                format!("总数在{}至{last}之间", wholes.first),
            ),
            (None, None) => (
                format!("{}..", wholes.first),
                format!("总数至少{}", wholes.first),
            ),
        };
        view.say(
            Code::Grim,
            Outcome::Solved,
            &[pair.part, pair.share],
            computed,
            format!("{said}：{text}"),
        );
    }
}

/// 120名干部，其中女干部45名，占39.5%: the count right before 其中, where nothing but it is counted.
fn whole_before_qizhong(view: &View, pair: &Pair) -> Option<usize> {
    let mut first = pair.part;
    // The parts in one breath share it: 其中专职45名、兼职75名，分别占….
    while first > 0
        && pair.part - first < REACH
        && view.same_class(first - 1, pair.part)
        && view.is_listed(first - 1, first)
        && view.gap(first - 1, first).contains('、')
    {
        first -= 1;
    }
    let before = first.checked_sub(1)?;
    let tied = pair.base.is_empty()
        && view.same_sentence(before, pair.part)
        && view.gap(before, first).contains("其中")
        && view.same_class(before, pair.part);
    (tied && view.whole(before).is_some()).then_some(before)
}

/// The count that the last 其中 before figure `k` follows, with or without its share.
fn host(view: &View, k: usize) -> Option<usize> {
    let mark = view
        .back(k)
        .take_while(|b| view.same_sentence(*b, k))
        .find(|b| view.gap(*b, *b + 1).contains("其中"))?;
    let before = (0..=mark).rev().take(2);
    before
        .take_while(|b| view.same_sentence(*b, k))
        .find(|b| view.same_class(*b, k))
}

/// The whole that grammar names for a pair that does not fit it: 173人中92人占…, or the whole of its neighbours.
fn named_whole(view: &View, pairs: &[Pair], n: usize) -> Option<usize> {
    let pair = &pairs[n];
    let open = pair.base.is_empty() || holds(&pair.base, "总数 总人数 总量 全部 全体 总额 总的");
    if !open {
        return None;
    }
    // 173名干部中，92名…; 173名干部中，35岁以下的92名….
    let mut before = pair.part.checked_sub(1)?;
    while view.is_threshold(before) && before > 0 {
        before -= 1;
    }
    let gap = view.gap(before, before + 1);
    let partitive =
        view.same_sentence(before, pair.part) && gap.chars().count() <= 24 && partitive(&gap);
    if partitive
        && view.same_class(before, pair.part)
        && view.whole(before).is_some()
        && !is_share_part(pairs, before)
    {
        return Some(before);
    }
    // The whole of its neighbours in the same list. A …中 in between may name another one; with 其中 the whole
    // is either that of the neighbours or the part that 其中 follows.
    let previous = pairs[..n].last();
    let previous = previous.filter(|p| view.same_paragraph(p.part, pair.part));
    if let Some(previous) = previous {
        let between = view.text.slice(
            view.figures[previous.share].end,
            view.figures[pair.part].start,
        );
        let host = view.whole(previous.part);
        let other_whole = holds(&between, "中， 之中")
            || between.contains("其中") && host.is_none_or(|host| pair.fits(view, host));
        if other_whole {
            return None;
        }
    }
    let others: Vec<&Pair> = pairs[n.saturating_sub(NEIGHBOURS)..pairs.len().min(n + NEIGHBOURS)]
        .iter()
        .filter(|p| {
            p.share != pair.share
                && view.same_paragraph(p.part, pair.part)
                && view.same_class(p.part, pair.part)
        })
        .collect();
    let named = view
        .wholes_before(pair.part)
        .into_iter()
        .filter(|t| !is_share_part(pairs, *t));
    named.take(NEIGHBOURS).find(|t| {
        let fit =
            |p: &&&Pair| *t < p.part && view.whole(*t).is_some_and(|whole| p.fits(view, whole));
        others.iter().filter(fit).count() >= 2
    })
}

/// Says whether figure `k` stands with a share of its own.
pub(super) fn is_share_part(pairs: &[Pair], k: usize) -> bool {
    pairs.binary_search_by_key(&k, |p| p.part).is_ok()
}

/// Says whether the words after a number make it the whole of what follows: 名代表中，.
fn partitive(gap: &str) -> bool {
    let head = gap.split('，').next().unwrap_or("");
    head.ends_with('中') && !head.ends_with("其中") && !holds(head, "。 ； 集中 当中心")
}

/// The share that `part` has in `total`, printed with two decimals where it is one value.
fn share_of(view: &View, part: usize, total: usize) -> String {
    let span = grim::percent_of(&view.claims[part].interval, &view.claims[total].interval);
    span.map_or("?".into(), |span| print(&span, 2))
}

/// Prints an interval with its ends rounded, or one number where both print alike.
pub(super) fn print(span: &Interval, decimals: u32) -> String {
    let end = |bound: Option<youju_base::interval::Bound>| {
        bound.and_then(|b| {
            if b.value.is_whole() {
                Some(b.value.to_string())
            } else {
                b.value
                    .round_half_up(decimals)
                    .map(|d| trimmed(&d.to_string()))
            }
        })
    };
    match (end(span.lower), end(span.upper)) {
        (Some(a), Some(b)) if a == b => a,
        (a, b) => format!("{}..{}", a.unwrap_or_default(), b.unwrap_or_default()),
    }
}

/// Drops zeros behind the point.
fn trimmed(number: &str) -> String {
    if number.contains('.') {
        number
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        number.to_owned()
    }
}

/// A percentage without its count: against the whole that 其中 or …中 names, or alone.
pub(super) fn alone(view: &mut View) {
    let paired: Vec<usize> = find_pairs(view).iter().map(|p| p.share).collect();
    for share in 0..view.figures.len() {
        let Some(percent) = view
            .share(share)
            .filter(|_| paired.binary_search(&share).is_err())
        else {
            continue;
        };
        if view.claims[share].unit.as_deref() != Some("%") {
            continue;
        }
        let lead = view.lead(share);
        if let Some(total) = whole_of_alone(view, share, lead) {
            let Some(whole) = view.whole(total) else {
                continue;
            };
            let said = format!("以{}为总数的{}", view.surface(total), view.surface(share));
            match grim::possible_parts(whole, percent) {
                Some(parts) => {
                    let computed = if parts.start() == parts.end() {
                        parts.start().to_string()
                    } else {
                        format!("{}..{}", parts.start(), parts.end())
                    };
                    let message = format!(
                        "{said}：对应{computed}{}",
                        view.claims[total].unit.as_deref().unwrap_or("")
                    );
                    view.say(
                        Code::Grim,
                        Outcome::Holds,
                        &[share, total],
                        computed,
                        message,
                    );
                }
                None => {
                    let near = neighbours(whole, percent);
                    let code = if view.gap(total, share).contains("其中") {
                        Code::Grim
                    } else {
                        Code::GrimD
                    };
                    let message = format!(
                        "{said}：没有任何整数能得到这个占比，最接近的是{near}（假定：基数就是{}，未加权、只舍入一次）",
                        view.surface(total)
                    );
                    view.say(code, Outcome::Impossible, &[share, total], near, message);
                }
            }
            continue;
        }
        let economic = "利率 贷款率 失业率 增长率 汇率 死亡率 出生率 准备金率 赤字率 费率 税率 负债率 利润率 毛利率 收益率 森林覆盖率";
        let is_rate =
            holds(lead, "率 占 比例 比重") && !holds(lead, economic) && percent.scale() >= 2;
        if is_rate && let Some(smallest) = grim::smallest_whole(percent).filter(|w| *w >= 10) {
            let message = format!("{}单独出现：总数至少{smallest}", view.surface(share));
            view.say(
                Code::GrimD,
                Outcome::Solved,
                &[share],
                format!("{smallest}.."),
                message,
            );
        }
    }
}

/// 454名干部，其中…；女干部占33.4%; 9个支部中82.5%达标.
fn whole_of_alone(view: &View, share: usize, lead: &str) -> Option<usize> {
    let countable = |t: usize| {
        view.whole(t).is_some_and(|w| w > 1) && !matches!(view.class(t), "次" | "期" | "场" | "届")
    };
    let before = share.checked_sub(1)?;
    let gap = view.gap(before, share);
    if view.same_sentence(before, share)
        && countable(before)
        && gap.chars().count() <= 14
        && partitive(gap.split('中').next().map_or("", |head| {
            &gap[..(head.len() + '中'.len_utf8()).min(gap.len())]
        }))
        && gap.contains('中')
    {
        return Some(before);
    }
    if view.same_sentence(before, share)
        && countable(before)
        && subject(view, before, &gap) == Some(Subject::Some)
        && !holds(&gap, "； 其中")
    {
        return Some(before);
    }
    let named = lead.ends_with('占')
        || lead.ends_with("占比")
        || lead.ends_with("占比为")
        || lead.ends_with("占比达")
        || lead.ends_with("占到")
        || lead.ends_with("占比例为");
    if !named {
        return None;
    }
    // The last count before the first 其中 of the sentence.
    let first = view
        .back(share)
        .take_while(|k| view.same_sentence(*k, share))
        .last()?;
    let marks: Vec<usize> = (first..share)
        .filter(|k| view.gap(*k, *k + 1).contains("其中"))
        .collect();
    let [mark] = marks.as_slice() else {
        return None;
    };
    let total = (first..=*mark)
        .rev()
        .find(|k| view.claims[*k].kind == Kind::Count)?;
    let after_mark = view.gap(*mark, *mark + 1);
    let same_breath = !after_mark.split("其中").next().unwrap_or("").contains('；');
    (countable(total) && same_breath).then_some(total)
}

/// The shares of the two whole parts on both sides of a printed one.
fn neighbours(whole: u64, percent: Decimal) -> String {
    let part = |n: i128| {
        let share = Ratio::new(n * 100, i128::from(whole))?;
        let decimals = u32::try_from(percent.scale().max(0)).ok()? + 1;
        Some(format!("{n}（{}%）", share.round_half_up(decimals)?))
    };
    let below = percent
        .ratio()
        .and_then(|p| p.times(Ratio::new(i128::from(whole), 100)?))
        .map(Ratio::floor);
    below.map_or(String::new(), |n| {
        [part(n), part(n + 1)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("、")
    })
}

/// 受理50件，办结47件，办结率96%: the rate named by the same word as its count.
pub(super) fn rates(view: &mut View) {
    for rate in 0..view.figures.len() {
        let Some(percent) = view.share(rate) else {
            continue;
        };
        let lead = view.lead(rate);
        let Some(position) = lead.rfind('率') else {
            continue;
        };
        let stem = last_two(&lead[..position]);
        let words = match stem {
            "到会" | "出席" | "参会" | "到率" => "实到 到会 出席 参会",
            "得票" => "赞成 得票",
            "回收" => "收回",
            _ => "",
        };
        if stem.chars().count() < 2 {
            continue;
        }
        let inside = |k: &usize| view.same_sentence(*k, rate) && view.whole(*k).is_some();
        let part = view
            .back(rate)
            .take_while(|k| view.same_sentence(*k, rate))
            .filter(inside)
            .find(|k| {
                let lead = view.lead(*k);
                // 不合格97批次, 正在整改8处 are what the rate leaves out.
                let without = ["不", "未", "正在", "待", "尚未"]
                    .iter()
                    .any(|no| lead.contains(&format!("{no}{stem}")));
                lead.contains(stem) && !without || (!words.is_empty() && holds(lead, words))
            });
        let Some(part) = part else { continue };
        let bases = "发出 发放 受理 接收 收到 交办 接到 登记 应到 应参 应 转办 立案 排查 征集 提交 任务 参评";
        let fits = |base: usize| {
            let parts = view
                .whole(base)
                .and_then(|whole| grim::possible_parts(whole, percent));
            view.counts(part).zip(parts).is_some_and(|(counts, parts)| {
                parts.start() <= counts.end() && counts.start() <= parts.end()
            })
        };
        // What came in is the base; else whatever of its kind was counted before and is large enough.
        let before: Vec<usize> = view
            .back(part)
            .take_while(|k| view.same_sentence(*k, rate))
            .filter(|k| view.whole(*k).is_some() && view.same_class(*k, part))
            .collect();
        let named = before.iter().copied().find(|k| holds(view.lead(*k), bases));
        let near = || {
            let larger = |k: &usize| view.whole(*k) >= view.counts(part).map(|c| *c.start());
            let fitting = before.iter().copied().find(|k| fits(*k));
            fitting.or_else(|| before.iter().copied().find(larger))
        };
        let Some(base) = named.or_else(near) else {
            continue;
        };
        let holds_true = fits(base);
        let computed = share_of(view, part, base);
        let said = format!("{}中{}", view.surface(base), view.surface(part));
        let (result, message) = if holds_true {
            (
                Outcome::Holds,
                format!("{said}，{stem}率{}相符", view.surface(rate)),
            )
        } else if named.is_none() {
            (
                Outcome::Warning,
                format!(
                    "{said}为{computed}%，文中{stem}率为{}；若以{}为基数则不符",
                    view.surface(rate),
                    view.surface(base)
                ),
            )
        } else {
            (
                Outcome::Impossible,
                format!(
                    "{said}应为{computed}%，文中{stem}率为{}（假定：以{}为基数，只舍入一次）",
                    view.surface(rate),
                    view.surface(base)
                ),
            )
        };
        view.say(Code::Rate, result, &[part, base, rate], computed, message);
    }
}

/// 平均年龄 with the number of people; 272名，平均每个乡镇20.92名.
pub(super) fn means(view: &mut View) {
    for mean in 1..view.figures.len() {
        let Some(printed) = view.plain(mean) else {
            continue;
        };
        let lead = view.lead(mean);
        if mean >= 2 && ["人均", "户均", "平均每人", "平均每户"].contains(&lead) {
            per_head(view, mean);
            continue;
        }
        if holds(lead, "平均年龄") && view.class(mean) == "岁" {
            let group = view
                .back(mean)
                .take_while(|k| view.same_sentence(*k, mean))
                .find(|k| view.class(*k) == "人" && view.whole(*k).is_some());
            let Some(group) = group.filter(|k| view.gap(*k, mean).chars().count() <= 40) else {
                continue;
            };
            let Some(count) = view.whole(group).filter(|n| *n > 0) else {
                continue;
            };
            let said = format!("{}平均年龄{}", view.surface(group), view.surface(mean));
            match grim::possible_totals(count, printed) {
                Some(totals) => {
                    let computed = if totals.start() == totals.end() {
                        totals.start().to_string()
                    } else {
                        format!("{}..{}", totals.start(), totals.end())
                    };
                    view.say(
                        Code::GrimM,
                        Outcome::Holds,
                        &[group, mean],
                        computed.clone(),
                        format!("{said}：年龄合计{computed}岁"),
                    );
                }
                None => {
                    let message = format!(
                        "{said}：{count}个整数的平均数不可能是{printed}（假定：年龄取整岁、只舍入一次）"
                    );
                    view.say(
                        Code::GrimM,
                        Outcome::Impossible,
                        &[group, mean],
                        "无".into(),
                        message,
                    );
                }
            }
            continue;
        }
        if let Some(each) = lead.find("平均每") {
            per_unit(view, mean, printed, &lead[each + "平均每".len()..]);
        }
    }
}

/// 补助210万元，惠及700人，人均3000元: a total, those who share it, and the share of each.
fn per_head(view: &mut View, mean: usize) {
    let heads = if view.lead(mean).contains('户') {
        "户"
    } else {
        "人"
    };
    let two = [mean - 2, mean - 1];
    // 每人每月1500元 is no total.
    let total = two
        .iter()
        .copied()
        .find(|k| view.same_class(*k, mean) && view.claims[*k].per.is_none());
    let group = two
        .iter()
        .copied()
        .find(|k| view.class(*k) == heads && view.whole(*k).is_some_and(|n| n > 0));
    let (Some(total), Some(group)) = (total, group) else {
        return;
    };
    if !view.same_sentence(mean - 2, mean) || total == group {
        return;
    }
    let Some(each) = view.claims[total]
        .interval
        .over(&view.claims[group].interval)
    else {
        return;
    };
    // The mean may have been rounded to its last digit that is not zero.
    let Some(place) = view
        .plain(mean)
        .and_then(Decimal::last_nonzero_place)
        .and_then(|p| p.over(Ratio::from(2)))
    else {
        return;
    };
    let Some(printed) = view.claims[mean]
        .interval
        .plus(&Interval::between(place.negated(), place))
    else {
        return;
    };
    let computed = print(&each, 2);
    let said = format!("{}，{}", view.surface(total), view.surface(group));
    if each.meets(&printed) {
        view.say(
            Code::GrimM,
            Outcome::Holds,
            &[total, group, mean],
            computed,
            format!("{said}，均数{}相符", view.surface(mean)),
        );
    } else {
        let message = format!(
            "{said}，均数应为{computed}，文中为{}（假定：总数由这些人或户平均）",
            view.surface(mean)
        );
        view.say(
            Code::GrimM,
            Outcome::Impossible,
            &[total, group, mean],
            computed,
            message,
        );
    }
}

/// A total followed at once by its mean over named units.
fn per_unit(view: &mut View, mean: usize, printed: Decimal, over: &str) {
    let total = mean - 1;
    let gap = view.gap(total, mean);
    let near = view.same_sentence(total, mean)
        && view.same_class(total, mean)
        && gap
            .split("平均每")
            .next()
            .is_some_and(|g| g.chars().count() <= 4);
    let (Some(sum), true, true) = (view.whole(total), near, printed.scale() > 0) else {
        return;
    };
    let Some(half) = printed.last_place().and_then(|p| p.over(Ratio::from(2))) else {
        return;
    };
    let Some(value) = printed.ratio() else { return };
    let (Some(low), Some(high)) = (value.minus(half), value.plus(half)) else {
        return;
    };
    if low <= Ratio::from(0) {
        return;
    }
    let whole = Ratio::from(i128::from(sum));
    let (Some(least), Some(most)) = (whole.over(high), whole.over(low)) else {
        return;
    };
    let (least, most) = (least.ceil(), most.floor());
    let said = format!("{}，平均{}", view.surface(total), view.surface(mean));
    if least > most {
        let message = format!("{said}：没有任何单位数能得到这个平均数（假定：未加权、只舍入一次）");
        view.say(
            Code::GrimM,
            Outcome::Impossible,
            &[total, mean],
            "无".into(),
            message,
        );
        return;
    }
    // The units that the words after 平均每 name, counted before in the same sentence.
    let named: Vec<usize> = view
        .back(total)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .filter(|k| {
            let noun: String = view.tail(*k).chars().take(2).collect();
            let noun = noun.trim_end_matches(['、', '，']);
            view.same_sentence(*k, mean)
                && view.whole(*k).is_some()
                && view.class(*k) == "个"
                && !noun.is_empty()
                && over.contains(noun)
        })
        .collect();
    // The same noun counted twice (another place): take the last of each.
    let mut last: Vec<usize> = Vec::new();
    for k in named.into_iter().rev() {
        if !last.iter().any(|l| view.tail(*l) == view.tail(k)) {
            last.push(k);
        }
    }
    let units: i128 = last
        .iter()
        .filter_map(|k| view.whole(*k))
        .map(i128::from)
        .sum();
    let solved = if least == most {
        least.to_string()
    } else {
        format!("{least}..{most}")
    };
    let mut ids = vec![total, mean];
    ids.extend(last.iter().rev());
    if last.is_empty() {
        view.say(
            Code::GrimM,
            Outcome::Solved,
            &ids,
            solved.clone(),
            format!("{said}：单位数只能是{solved}"),
        );
    } else if (least..=most).contains(&units) {
        view.say(
            Code::GrimM,
            Outcome::Holds,
            &ids,
            units.to_string(),
            format!("{said}，以{units}个为单位数相符"),
        );
    } else {
        let message =
            format!("{said}：单位数只能是{solved}，文中为{units}（假定：未加权、只舍入一次）");
        view.say(Code::GrimM, Outcome::Impossible, &ids, solved, message);
    }
}
