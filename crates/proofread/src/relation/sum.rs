//! Parts and totals: 共, 其中, 净增, and lists whose shares make up the whole.

use super::share::{Pair, find_pairs, is_share_part, print};
use super::{Beside, REACH, View};
use crate::normalise::holds;
use crate::reading::{Code, Kind, Outcome};
use youju_base::grim;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// 正职7名、副职19名，共26名; 共20名，分别为…: a total that says it is one.
pub(super) fn totals(view: &mut View) {
    for total in 0..view.figures.len() {
        let lead = view.text.slice(
            view.text.clause_start(view.figures[total].start),
            view.figures[total].start,
        );
        let closes = [
            "共",
            "共计",
            "合计",
            "总计",
            "共有",
            "总共",
            "合计为",
            "共为",
        ]
        .iter()
        .any(|w| lead == *w);
        if closes && total >= 2 {
            let mut first = total;
            while first > 0
                && total - first < REACH
                && view.same_class(first - 1, total)
                && (first == total && view.same_sentence(first - 1, total)
                    || first < total && view.is_listed(first - 1, first))
            {
                first -= 1;
            }
            let parts: Vec<usize> = (first..total).collect();
            let adjacent = view.gap(total - 1, total).chars().count() <= lead.chars().count() + 2;
            if parts.len() >= 2 && adjacent {
                // The list may have begun with something else; any tail of it that fits will do.
                let fitting =
                    (0..=parts.len() - 2).find(|skip| sum_meets(view, &parts[*skip..], total));
                judge_sum(
                    view,
                    &parts[fitting.unwrap_or(0)..],
                    total,
                    "所列各项即为全部、互不重叠",
                );
            }
        }
        let after = view.text.slice(
            view.figures[total].end,
            view.text.len().min(view.figures[total].end + 14),
        );
        let splits = after
            .split('，')
            .nth(1)
            .is_some_and(|next| next.starts_with("分别为") || next.starts_with("分别是"));
        if splits {
            let mut parts = Vec::new();
            let mut k = total + 1;
            while k < view.figures.len()
                && view.same_class(k, total)
                && view.same_sentence(k, total)
                && (parts.is_empty() || view.is_listed(k - 1, k))
            {
                parts.push(k);
                k += 1;
            }
            if parts.len() >= 2 {
                judge_sum(view, &parts, total, "所列各项即为全部、互不重叠");
            }
        }
    }
}

pub(super) fn sum_of(view: &View, parts: &[usize]) -> Option<Interval> {
    parts
        .iter()
        .try_fold(Interval::exactly(Ratio::from(0)), |sum, k| {
            sum.plus(&view.claims[*k].interval)
        })
}

fn sum_meets(view: &View, parts: &[usize], total: usize) -> bool {
    sum_of(view, parts).is_some_and(|sum| sum.meets(&view.claims[total].interval))
}

fn judge_sum(view: &mut View, parts: &[usize], total: usize, assumed: &str) {
    let Some(sum) = sum_of(view, parts) else {
        return;
    };
    let computed = print(&sum, 2);
    let list = parts
        .iter()
        .map(|k| view.surface(*k))
        .collect::<Vec<_>>()
        .join("＋");
    let mut ids = vec![total];
    ids.extend(parts);
    if sum.meets(&view.claims[total].interval) {
        let message = format!("{list}＝{computed}，与{}相符", view.surface(total));
        view.say(Code::Sum, Outcome::Holds, &ids, computed, message);
    } else {
        let message = format!(
            "{list}＝{computed}，文中合计为{}（假定：{assumed}）",
            view.surface(total)
        );
        view.say(Code::Sum, Outcome::Impossible, &ids, computed, message);
    }
}

/// 其中: no part may exceed its whole; parts that are classes of one division must not exceed it together.
pub(super) fn parts(view: &mut View) {
    let pairs = find_pairs(view);
    let mut first = 0;
    while first < view.figures.len() {
        let Some(before) = mark_before(view, first) else {
            first += 1;
            continue;
        };
        // 其中亿元以上项目23个: the bound says which ones, the count is the part.
        if view.is_threshold(first)
            && first + 1 < view.figures.len()
            && view.same_sentence(first, first + 1)
        {
            first += 1;
        }
        // The parts: same counter, same sentence, up to the next 其中.
        let mut parts: Vec<usize> = Vec::new();
        let mut k = first;
        while k < view.figures.len()
            && view.same_sentence(k, first)
            && (k == first || !view.gap(k - 1, k).contains("其中"))
        {
            if view.same_class(k, first) {
                parts.push(k);
            } else if view.claims[k].kind == Kind::Count {
                // Another kind of thing is being counted: what follows is no part any more.
                break;
            }
            k += 1;
        }
        for part in parts.iter().copied() {
            if !adds_up(view, part) || leaves_the_list(view, first, part) {
                continue;
            }
            let wholes: Vec<usize> = before
                .iter()
                .copied()
                .filter(|w| view.same_class(*w, part))
                .collect();
            // Behind ； and behind the bracket that held 其中 something new begins: what is larger there is no part.
            let behind = part > first && {
                let (from, to) = (view.figures[first].end, view.figures[part].start);
                view.text
                    .slice(from, to.max(from))
                    .contains(['；', ';', ')'])
            };
            let larger = |whole: &usize| match (view.low(part), view.high(*whole)) {
                (Some(low), Some(high)) => low > high,
                _ => false,
            };
            if behind && wholes.iter().any(larger) {
                continue;
            }
            subset(view, &pairs, part, &wholes);
        }
        if let Some(total) = before.iter().copied().find(|w| view.same_class(*w, first)) {
            if let Some(rest) = parts.iter().position(|p| is_rest(view, *p)) {
                let parts: Vec<usize> = parts[..=rest].to_vec();
                judge_sum(view, &parts, total, "列出各项和其余即为全部");
            } else if let Some(parts) = partition(view, &parts, total) {
                judge_sum(view, &parts, total, "这几类按定义即为全部");
            } else {
                division(view, &pairs, &parts, total);
            }
        }
        first = k.max(first + 1);
    }
}

/// Counts, money and measures of which parts make a whole; not ages, grades or shares.
fn adds_up(view: &View, k: usize) -> bool {
    let claim = &view.claims[k];
    let amount = match claim.kind {
        Kind::Count | Kind::Money | Kind::Length => true,
        Kind::Other => matches!(
            claim.unit.as_deref(),
            Some(
                "亩" | "公顷" | "吨" | "公斤" | "斤" | "平方米" | "平方公里" | "立方米" | "千瓦时"
            )
        ),
        _ => false,
    };
    amount && claim.dir.is_none() && claim.per.is_none()
}

/// 其中新建8个、改扩建12个，新增学位2430个; 占滞留车辆687台的6.6%: the words lead on to something else, or to a base.
fn leaves_the_list(view: &View, first: usize, part: usize) -> bool {
    let lead = view.lead(part);
    let lead = lead.trim_start_matches(['，', '；', '、', '（']);
    let new_matter = [
        "占", "新增", "计划", "目标", "任务", "带动", "惠及", "受益", "辐射", "覆盖",
    ];
    part != first && new_matter.iter().any(|w| lead.starts_with(w))
}

/// 其余3000万元, 剩余12个: with it a list is whole.
fn is_rest(view: &View, k: usize) -> bool {
    let lead = view.lead(k);
    let lead = lead.trim_start_matches(['，', '、']);
    ["其余", "剩余", "余下", "其他", "其它"]
        .iter()
        .any(|w| lead.starts_with(w))
}

/// The counts that a 其中 right before figure `first` can refer to: those of its sentence, else of the one before.
fn mark_before(view: &View, first: usize) -> Option<Vec<usize>> {
    let previous = first.checked_sub(1)?;
    let gap = view.gap(previous, first);
    if !gap.contains("其中") || !view.same_paragraph(previous, first) {
        return None;
    }
    let sentence = view.sentence[previous];
    let before: Vec<usize> = view
        .back(first)
        .take_while(|k| view.sentence[*k] == sentence)
        .filter(|k| adds_up(view, *k))
        .collect();
    (!before.is_empty()).then_some(before)
}

fn subset(view: &mut View, pairs: &[Pair], part: usize, wholes: &[usize]) {
    let Some(nearest) = wholes.first().copied() else {
        return;
    };
    // A share that belongs to another whole says that 其中 does not reach so far.
    let elsewhere = |whole: usize| {
        pairs
            .binary_search_by_key(&part, |p| p.part)
            .is_ok_and(|n| {
                let p = &pairs[n];
                view.whole(whole).is_some_and(|w| {
                    !grim::possible_parts(w, p.percent).is_some_and(|r| {
                        view.counts(part)
                            .is_some_and(|c| c.start() <= r.end() && r.start() <= c.end())
                    })
                })
            })
    };
    let exceeds = |whole: usize| match (
        view.claims[part].interval.lower,
        view.claims[whole].interval.upper,
    ) {
        (Some(low), Some(high)) => low.value > high.value,
        _ => false,
    };
    // Where 其中 opens a sentence of its own, the words tell which count it takes up; else it is the nearest.
    let apart = !view.same_sentence(part, nearest);
    let kin: Vec<usize> = wholes
        .iter()
        .map(|w| if apart { view.kinship(part, *w) } else { 0 })
        .collect();
    let most = kin.iter().copied().max().unwrap_or(0);
    // The whole that shares the most words with the part; among equals the nearest.
    let meant = wholes[kin.iter().position(|n| *n == most).unwrap_or(0)];
    let alone = kin.iter().filter(|n| **n == most).count() == 1;
    let all = wholes.iter().all(|w| exceeds(*w));
    let named = alone && most >= 2;
    if exceeds(meant) && (all || named) {
        if elsewhere(meant) && is_share_part(pairs, part) {
            return;
        }
        let whole = if named { meant } else { nearest };
        let (part_said, said) = (view.surface(part), view.surface(whole).to_owned());
        let message = format!("其中{part_said}多于{said}（假定：其中所指为{said}）");
        view.say(
            Code::Subset,
            Outcome::Impossible,
            &[part, whole],
            said,
            message,
        );
        return;
    }
    if elsewhere(meant) {
        return;
    }
    let said = view.surface(meant).to_owned();
    let (result, message) = if exceeds(meant) {
        let message = format!(
            "其中{}多于最近的{said}；若其中另有所指则可",
            view.surface(part)
        );
        (Outcome::Warning, message)
    } else {
        let message = format!("{}不多于{said}", view.surface(part));
        (Outcome::Holds, message)
    };
    view.say(Code::Subset, result, &[part, meant], said, message);
}

/// Parts in one breath (A级干部…人、B级干部…人): their sum fits, or they are classes of one division and do not.
fn division(view: &mut View, pairs: &[Pair], parts: &[usize], total: usize) {
    let mut list: Vec<usize> = Vec::new();
    for part in parts.iter().copied() {
        let joined = list.last().is_none_or(|last| {
            let gap = view.gap(*last, part);
            !gap.contains(['，', '；', '。']) && holds(&gap, "、 和 及")
        });
        if !joined || !view.same_class(part, total) || is_share_part(pairs, part) {
            break;
        }
        list.push(part);
    }
    if list.len() < 2 {
        return;
    }
    if sum_meets(view, &list, total) {
        judge_sum(view, &list, total, "所列各项即为全部、互不重叠");
        return;
    }
    let labels: Vec<String> = list
        .iter()
        .map(|k| {
            view.lead(*k)
                .trim_start_matches(['、', '，'])
                .trim_start_matches("其中")
                .to_owned()
        })
        .collect();
    if !are_classes(&labels) {
        return;
    }
    let Some(sum) = sum_of(view, &list) else {
        return;
    };
    let over = match (sum.lower, view.claims[total].interval.upper) {
        (Some(low), Some(high)) => low.value > high.value,
        _ => false,
    };
    if over {
        judge_sum(view, &list, total, "所列各类互不重叠");
    } else {
        let computed = print(&sum, 0);
        let mut ids = vec![total];
        ids.extend(&list);
        let message = format!(
            "所列各类合计{computed}，与{}不等；若只有这几类则不符",
            view.surface(total)
        );
        view.say(Code::Sum, Outcome::Warning, &ids, computed, message);
    }
}

/// Classes that make up their whole by definition: what the whole is called, and how each class begins.
const PARTITIONS: [(&str, &[&str]); 4] = [
    ("生产总值 增加值", &["第一产业", "第二产业", "第三产业"]),
    ("进出口", &["出口", "进口"]),
    ("人口", &["城镇", "乡村 农村"]),
    ("人口", &["男", "女"]),
];

/// The parts that are all classes of a known division of `total`, each named once.
fn partition(view: &View, parts: &[usize], total: usize) -> Option<Vec<usize>> {
    let whole = view.lead(total);
    let labels: Vec<String> = parts
        .iter()
        .map(|k| {
            let lead = view.lead(*k);
            let lead = lead.trim_start_matches(['，', '、', '；']);
            lead.trim_start_matches("其中")
                .trim_start_matches('，')
                .to_owned()
        })
        .collect();
    PARTITIONS.iter().find_map(|(name, classes)| {
        if !holds(whole, name) {
            return None;
        }
        let named = |class: &&str| {
            let mut hits = labels
                .iter()
                .zip(parts)
                .filter(|(label, _)| class.split(' ').any(|word| label.starts_with(word)));
            let only = hits.next().map(|(_, part)| *part);
            only.filter(|_| hits.next().is_none())
        };
        classes.iter().map(named).collect()
    })
}

/// Says whether labels name classes of one division: 地厅级干部 and 县处级干部, 正职 and 副职, 男 and 女.
fn are_classes(labels: &[String]) -> bool {
    let split: Vec<Option<(&str, &str)>> = labels.iter().map(|l| l.rsplit_once('级')).collect();
    let graded = split.iter().all(|s| {
        s.is_some_and(|(grade, head)| {
            grade.chars().count() >= 1
                && !head.is_empty()
                && split[0].is_some_and(|(_, first)| first == head)
        })
    });
    let opposite = [
        "正职 副职",
        "男 女",
        "城镇 农村",
        "在职 退休",
        "国有 民营",
        "公办 民办",
        "行政 事业",
        "乡 镇",
        "汉族 少数民族",
    ];
    let opposed = labels.len() == 2
        && opposite.iter().any(|pair| {
            let (a, b) = pair.split_once(' ').unwrap_or_default();
            labels[0].starts_with(a) && labels[1].starts_with(b)
                || labels[0].starts_with(b) && labels[1].starts_with(a)
        });
    graded || opposed
}

/// Shares in a row that make 100 %: then their counts make the whole.
pub(super) fn exhaustive(view: &mut View) {
    let pairs = find_pairs(view);
    let mut start = 0;
    while start < pairs.len() {
        let run = run_to_hundred(view, &pairs[start..]);
        let Some(length) = run else {
            start += 1;
            continue;
        };
        let run = &pairs[start..start + length];
        let parts: Vec<usize> = run.iter().map(|p| p.part).collect();
        start += length;
        if overlap(view, &parts) {
            continue;
        }
        let wholes: Vec<usize> = view
            .wholes_before(parts[0])
            .into_iter()
            .filter(|t| !is_share_part(&pairs, *t))
            .collect();
        let fits = |t: usize| {
            run.iter()
                .filter(|p| {
                    view.whole(t).is_some_and(|w| {
                        grim::possible_parts(w, p.percent).is_some_and(|r| {
                            view.counts(p.part)
                                .is_some_and(|c| c.start() <= r.end() && r.start() <= c.end())
                        })
                    })
                })
                .count()
        };
        let most = wholes.iter().copied().max_by_key(|t| fits(*t));
        if let Some(total) = most {
            // Either nearly every share is of this total, or it is the only one that the paragraph offers.
            if fits(total) + 1 >= run.len() || (wholes.len() == 1 && run.len() >= 3) {
                judge_sum(view, &parts, total, "各项占比合计为100%，即为全部");
            }
        }
    }
}

/// What people are told apart by; groups by different ones overlap.
const TRAITS: [&str; 6] = [
    "女 男 妇",
    "岁 青年 中年 老年",
    "学历 大专 本科 研究生 硕士 博士 文化程度 职称",
    "少数民族 汉族 藏族 民族",
    "党员 团员 党外 民主党派 非党",
    "归侨 侨眷 离退休 退役",
];

/// Says whether the groups are told apart by more than one trait: women, the young, graduates.
pub(super) fn overlap(view: &View, parts: &[usize]) -> bool {
    let named =
        |k: usize, words: &'static str| holds(view.lead(k), words) || holds(view.tail(k), words);
    let traits = TRAITS
        .iter()
        .filter(|words| parts.iter().any(|k| named(*k, words)));
    traits.count() > 1
}

/// How many pairs from the first on have shares that add up to 100 % within their rounding.
fn run_to_hundred(view: &View, pairs: &[Pair]) -> Option<usize> {
    let mut sum = Interval::exactly(Ratio::from(0));
    for (n, pair) in pairs.iter().take(REACH).enumerate() {
        let listed = n == 0
            || view.same_sentence(pair.part, pairs[0].part)
                && view.same_class(pair.part, pairs[0].part);
        if !listed || view.claims[pair.share].unit.as_deref() != Some("%") {
            return None;
        }
        sum = sum.plus(&view.claims[pair.share].interval)?;
        if n >= 1 && sum.contains(Ratio::from(100)) {
            return Some(n + 1);
        }
        if sum.lower.is_some_and(|b| b.value > Ratio::from(100)) {
            return None;
        }
    }
    None
}

/// 选派89名干部到甲州45个乡镇、乙州44个乡镇: as many as there are places, one for each.
pub(super) fn spread(view: &mut View) {
    for sent in 0..view.figures.len() {
        let first = sent + 1;
        let sends = view.class(sent) == "人"
            && view.whole(sent).is_some()
            && holds(
                view.lead(sent),
                "选派 派出 派驻 下派 选调 抽调 安排 选聘 招录 委派 向",
            );
        if !sends || first >= view.figures.len() || !view.same_sentence(sent, first) {
            continue;
        }
        let gap = view.gap(sent, first);
        if !holds(&gap, "到 赴 进驻 驻 在 往") || gap.contains(['；', '。']) {
            continue;
        }
        let noun = view.tail(first);
        let noun: String = noun.chars().take(2).collect();
        let mut last = first;
        while last + 1 < view.figures.len()
            && view.same_class(last + 1, first)
            && view.is_listed(last, last + 1)
        {
            last += 1;
        }
        let places: Vec<usize> = (first..=last).collect();
        let named = noun.chars().count() == 2
            && view.claims[first].kind == Kind::Count
            && places.iter().all(|k| view.tail(*k).starts_with(&noun));
        if !named || places.len() < 2 {
            continue;
        }
        if sum_meets(view, &places, sent) {
            judge_sum(view, &places, sent, "每处一名");
            continue;
        }
        // Nearly as many: one for each may be meant.
        let two = Interval::exactly(Ratio::from(2));
        let near = sum_of(view, &places).is_some_and(|sum| {
            let span = view.claims[sent].interval;
            let least = sum.over(&two).and_then(|half| half.lower);
            let most = sum.times(&two).and_then(|double| double.upper);
            span.meets(&Interval::new(least, most))
        });
        let Some(sum) = sum_of(view, &places).filter(|_| near) else {
            continue;
        };
        let computed = print(&sum, 0);
        let message = format!(
            "共{computed}处，派出{}；若每处一名则不符",
            view.surface(sent)
        );
        let mut ids = vec![sent];
        ids.extend(&places);
        view.say(Code::Sum, Outcome::Warning, &ids, computed, message);
    }
}

/// 12个乡镇各派2名，共24名; 每个村配备3名，共…: so many for each, and all of them.
pub(super) fn each(view: &mut View) {
    for each in 1..view.figures.len() {
        let (group, total) = (each - 1, each + 1);
        let said = view.gap(group, each);
        let shares = holds(&said, "各 每") && !holds(&said, "各级 各类 各地 各项 各种 各界");
        let together = total < view.figures.len()
            && view.same_sentence(group, total)
            && view.same_class(each, total)
            && !view.same_class(group, each)
            && view.claims[group].kind == Kind::Count
            && view.claims[each].kind != Kind::Percent;
        if !shares || !together || said.chars().count() > 16 {
            continue;
        }
        let closes = view.text.slice(
            view.text.clause_start(view.figures[total].start),
            view.figures[total].start,
        );
        let closes = ["共", "合计", "总计"].iter().any(|w| closes.starts_with(w));
        let product = view.claims[group]
            .interval
            .times(&view.claims[each].interval);
        let Some(product) = product.filter(|_| closes) else {
            continue;
        };
        judge_product(view, product, [total, group, each]);
    }
}

/// 每个村补助20万元，120个村共补助2400万元: so much for each, how many, and all of it.
pub(super) fn rate_first(view: &mut View) {
    for total in 2..view.figures.len() {
        let (each, group) = (total - 2, total - 1);
        let Some(per) = view.claims[each].per.clone() else {
            continue;
        };
        let Some(one) = per.strip_prefix("每").filter(|p| p.chars().count() <= 2) else {
            continue;
        };
        let lead = format!("{}{}", view.tail(group), view.gap(group, total));
        let named = view.claims[group].unit.as_deref() == Some(one)
            || one.chars().count() == 1
                && view.claims[group].unit.as_deref() == Some("个")
                && view.tail(group).starts_with(one);
        let together = view.same_sentence(each, total)
            && view.same_class(each, total)
            && view.claims[group].kind == Kind::Count
            && view.claims[total].per.is_none()
            && holds(&lead, "共 合计 总计");
        let product = view.claims[group]
            .interval
            .times(&view.claims[each].interval);
        let Some(product) = product.filter(|_| named && together) else {
            continue;
        };
        judge_product(view, product, [total, group, each]);
    }
}

/// Judges 总数＝处数×每处; the figures are the total, the number of places, and the share of each.
fn judge_product(view: &mut View, product: Interval, figures: [usize; 3]) {
    let [total, group, each] = figures;
    let said = format!("{}×{}＝", view.surface(group), view.surface(each));
    view.set_beside(
        &product,
        Beside {
            code: Code::Sum,
            figures: &figures,
            printed: total,
            said,
            unit: "",
            broken: Outcome::Impossible,
            assumed: "每处数目相同",
        },
    );
}

/// 确诊1347例…治愈1298例，死亡2例，在院47例: whoever fell ill is well again, dead or still ill.
pub(super) fn outcomes(view: &mut View) {
    const OUTCOMES: [&str; 3] = ["治愈 出院", "死亡 病亡", "在院 现有 在治 仍在治疗"];
    for total in 0..view.figures.len() {
        let lead = view.lead(total);
        let ill = view.whole(total).is_some() && holds(lead, "确诊 收治 接诊 病例");
        if !ill || OUTCOMES.iter().any(|w| holds(lead, w)) {
            continue;
        }
        let last = view.figures.len().min(total + 12);
        let inside = |k: &usize| view.same_sentence(*k, total) && view.same_class(*k, total);
        let parts: Vec<usize> = OUTCOMES
            .iter()
            .filter_map(|words| {
                (total + 1..last)
                    .filter(inside)
                    .find(|k| holds(view.lead(*k), words))
            })
            .collect();
        if parts.len() == OUTCOMES.len() {
            judge_sum(view, &parts, total, "治愈、死亡、在院即为全部");
        }
    }
}

/// 新设2个、撤并3个，净减1个; 选出344名，1人调离，应为343名.
pub(super) fn net(view: &mut View) {
    for k in 2..view.figures.len() {
        let lead = view.lead(k);
        let (a, b) = (k - 2, k - 1);
        let together = view.same_sentence(a, k) && view.same_class(a, b) && view.same_class(b, k);
        if !together {
            continue;
        }
        let net = holds(lead, "净增 净减 净增加 净减少");
        let (first, second) = (view.lead(a), view.lead(b));
        let rises = holds(first, "新 增 进 入 招 设") && holds(second, "撤 减 退 出 离 注销 销 关");
        let difference = view.claims[a].interval.minus(&view.claims[b].interval);
        let Some(difference) = difference.filter(|_| net && rises || leaves(view, a, b, k)) else {
            continue;
        };
        let expected = if net && holds(lead, "净减") {
            difference.negated()
        } else {
            difference
        };
        let computed = print(&expected, 2);
        let said = format!(
            "{}－{}＝{}",
            view.surface(a),
            view.surface(b),
            print(&difference, 2)
        );
        if expected.meets(&view.claims[k].interval) {
            view.say(
                Code::Sum,
                Outcome::Holds,
                &[k, a, b],
                computed,
                format!("{said}，与{}相符", view.surface(k)),
            );
        } else {
            let message = format!(
                "{said}，文中为{}（假定：此外没有其他增减）",
                view.surface(k)
            );
            view.say(
                Code::Sum,
                Outcome::Impossible,
                &[k, a, b],
                computed,
                message,
            );
        }
    }
}

/// A whole, some who left it, and what is left: 有1人调离，应出席的为343名; 应到136人，请假4人，实到132人.
fn leaves(view: &View, whole: usize, gone: usize, left: usize) -> bool {
    let tail = view.tail(gone);
    let due = view.lead(whole).contains("应到")
        && holds(view.lead(gone), "请假 缺席 未到")
        && view.lead(left).ends_with("实到");
    if due {
        return true;
    }
    let goes = [
        "调离", "退出", "去世", "辞职", "离任", "病故", "辞去", "退休",
    ]
    .iter()
    .any(|w| tail.starts_with(w));
    let lead = view.lead(left);
    goes && view.class(whole) == "人"
        && holds(lead, "应 现有 实有 剩 余下 为")
        && view.whole(whole).is_some()
}
