//! Lists behind a total, in rows and columns: what makes them whole, and what follows for the others.
//!
//! A list may name only some parts. It is whole where its labels leave nothing out (已…, 未…), where it runs over named
//! days, or where another number of the same items does add up: 县级班6期、培训780人次，乡镇班8期、培训900人次.

use super::share::print;
use super::sum::{overlap, sum_of};
use super::{Beside, REACH, View};
use crate::normalise::holds;
use crate::reading::{Code, Kind, Op, Outcome};
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// Pairs of first words of which one leaves what the other takes.
const OPPOSED: &str = "正:副 男:女 城镇:农村 城镇:乡村 城市:农村 在职:退休 国有:民营 公办:民办 行政:事业 有效:无效 生还:遇难 幸存:遇难 \
新建:续建 新建:改建 过夜:一日 满意:不满意 线上:线下 国内:境外 省内:省外 本地:外地 牵头:配合 进口:出口 \
正式:预备 中央:地方 必修:选修 集中:分散 白天:夜间 夏粮:秋粮 新增:原有 已:未 已:尚 已:正 已:在 完成:未 办结:正在 解决:正在 \
外出:本地 寄宿:走读 住校:走读 专职:兼职 个人:集体 增:减 赞成:反对";

/// First words of whatever is left: with them a list is whole.
const LEFT: &str =
    "尚有 空编 空缺 缺编 其余 剩余 余下 其他 其它 尚未 正在 未 无效 缺席 请假 不满意 待";
/// First words of what is done already.
const DONE: &str =
    "已 实有 在编 在岗 完成 解决 办结 实到 到会 出席 有效 满意 落实 收回 整改 建成 开工";

/// What stands in one list behind its total.
struct List {
    total: usize,
    parts: Vec<usize>,
}

/// Lists behind 其中: each class of counters a column, each total the count of that class before it.
pub(super) fn behind_a_mark(view: &mut View) {
    let mut k = 1;
    while k < view.figures.len() {
        if !is_mark(&view.gap(k - 1, k)) || !view.same_paragraph(k - 1, k) {
            k += 1;
            continue;
        }
        let mut end = k + 1;
        while end < view.figures.len()
            && view.same_sentence(end, k)
            && !is_mark(&view.gap(end - 1, end))
        {
            end += 1;
        }
        columns(view, k, end);
        k = end;
    }
}

/// 其中, 分产业看, 按学历分: what follows is divided.
fn is_mark(gap: &str) -> bool {
    let divides = |clause: &str| {
        let short = clause.chars().count() <= 8;
        short
            && (clause.starts_with('分') && clause.ends_with('看')
                || clause.starts_with(['按', '从']) && clause.ends_with(['分', '看']))
    };
    gap.contains("其中") || gap.split(['，', '。', '：', '；']).any(divides)
}

fn columns(view: &mut View, first: usize, end: usize) {
    let items: Vec<usize> = (first..end).filter(|k| adds(view, *k)).collect();
    let shape = repeated(view, &items);
    let width = shape.as_ref().map_or(1, |shape| shape.width);
    let mut lists: Vec<List> = Vec::new();
    for column in 0..width {
        let parts: Vec<usize> = match &shape {
            Some(shape) => {
                let items = &items[..shape.rows * width];
                items.iter().copied().skip(column).step_by(width).collect()
            }
            None => in_one_breath(view, &items),
        };
        if parts.len() < 2 || overlap(view, &parts) {
            continue;
        }
        let before: Vec<usize> = view
            .back(first)
            .take_while(|k| view.same_paragraph(*k, first))
            .filter(|k| adds(view, *k) && same(view, *k, parts[0]))
            .collect();
        let fitting = before.iter().copied().find(|total| {
            sum_of(view, &parts).is_some_and(|s| s.meets(&view.claims[*total].interval))
        });
        let kin = before
            .iter()
            .copied()
            .filter(|k| view.same_sentence(*k, first.saturating_sub(1)))
            .max_by_key(|k| (view.kinship(*k, parts[0]), *k));
        if let Some(total) = fitting.or(kin).or(before.first().copied()) {
            lists.push(List { total, parts });
        }
    }
    let whole = |view: &View, list: &List| {
        sum_of(view, &list.parts).is_some_and(|s| s.meets(&view.claims[list.total].interval))
    };
    let proven = lists
        .iter()
        .any(|list| whole(view, list) && list.parts.iter().all(|k| view.plain(*k).is_some()));
    for list in &lists {
        let by_column = proven && width > 1 && !whole(view, list);
        judge(view, list, by_column, shape.is_none());
    }
}

/// 新增4.5万亩，改善7.5万亩，共受益12万亩; 420台、680台、900台，三个月共护送2000台: a total with a verb of its own.
pub(super) fn closed_by_a_total(view: &mut View) {
    for total in 2..view.figures.len() {
        let lead = view.lead(total);
        let lead = lead.trim_start_matches(['，', '；']);
        let Some((span, verb)) = lead.split_once('共') else {
            continue;
        };
        let claim = &view.claims[total];
        let short = verb.chars().count() <= 4
            && !verb.starts_with(['有', '同', '享', '建', '产', '计'])
            && span.chars().count() <= 4
            && (span.is_empty()
                || span.ends_with([
                    '月', '天', '日', '年', '次', '批', '级', '地', '者', '项', '计',
                ]));
        if !short || claim.per.is_some() || claim.kind == Kind::Percent {
            continue;
        }
        // 三个月共护送2000台: over how long is no part.
        let span = view.claims[total - 1].kind == Kind::Duration;
        let mut parts: Vec<usize> = (total.saturating_sub(REACH.min(12))
            ..total - usize::from(span))
            .rev()
            .take_while(|k| {
                view.same_sentence(*k, total)
                    && view.same_class(*k, total)
                    && view.claims[*k].per.is_none()
            })
            .collect();
        parts.reverse();
        let fits = |skip: &usize| {
            sum_of(view, &parts[*skip..]).is_some_and(|s| s.meets(&view.claims[total].interval))
        };
        let skip = (0..parts.len().saturating_sub(1)).find(fits);
        let list = List {
            total,
            parts: parts[skip.unwrap_or(0)..].to_vec(),
        };
        if list.parts.len() < 2 || told(view, &list) {
            continue;
        }
        let breath = list.parts.windows(2).all(|two| {
            view.gap(two[0], two[1]).starts_with('、')
                && view.gap(two[0], two[1]).chars().count() <= 12
        });
        say(
            view,
            &list,
            if breath {
                Outcome::Impossible
            } else {
                Outcome::Warning
            },
            "所列各项即为全部、互不重叠",
        );
    }
}

/// 招生465人；男生238人、女生227人: two that leave nothing out, without 其中.
pub(super) fn opposites(view: &mut View) {
    for second in 1..view.figures.len() {
        let first = second - 1;
        let two = adds(view, first)
            && adds(view, second)
            && view.same_class(first, second)
            && view.same_sentence(first, second)
            && view.gap(first, second).chars().count() <= 8
            && are_opposed(&label(view, first), &label(view, second));
        if !two {
            continue;
        }
        let before: Vec<usize> = view
            .back(first)
            .take_while(|k| {
                view.same_paragraph(*k, first) && view.sentence[first] - view.sentence[*k] <= 1
            })
            .filter(|k| adds(view, *k) && same(view, *k, first))
            .collect();
        // 总量30115万人。其中，外出…，本地…: 其中 reaches back over the full stop.
        let marked = first > 0 && view.gap(first - 1, first).contains("其中");
        let parts = vec![first, second];
        let sum = sum_of(view, &parts);
        let fits = |k: &usize| sum.is_some_and(|s| s.meets(&view.claims[*k].interval));
        let larger = |k: &usize| view.low(*k) >= view.high(first);
        let total = before.iter().copied().find(fits).or_else(|| {
            before
                .iter()
                .copied()
                .filter(|k| marked || view.same_sentence(*k, first))
                .find(larger)
        });
        let Some(total) = total else { continue };
        let list = List { total, parts };
        if !told(view, &list) {
            say(view, &list, Outcome::Warning, "");
        }
    }
}

/// 已开工79个…未开工的7个: the same verb done and not done, of the count that stands before the first.
pub(super) fn done_and_not(view: &mut View) {
    for not in 2..view.figures.len() {
        let Some(verb) = label(view, not)
            .strip_prefix('未')
            .map(|rest| rest.chars().take(2).collect::<String>())
        else {
            continue;
        };
        if !adds(view, not) || verb.chars().count() < 2 {
            continue;
        }
        let said = format!("已{verb}");
        let mut before = view
            .back(not)
            .take_while(|k| view.same_paragraph(*k, not))
            .filter(|k| adds(view, *k) && same(view, *k, not));
        let done = before.find(|k| label(view, *k).contains(&said));
        let total = done.and_then(|_| before.next());
        let (Some(done), Some(total)) = (done, total) else {
            continue;
        };
        let list = List {
            total,
            parts: vec![done, not],
        };
        if !told(view, &list) {
            say(view, &list, Outcome::Impossible, "已办和未办即为全部");
        }
    }
}

/// 立案11件，其余115件: with the rest, some parts before make some whole before them.
pub(super) fn rest(view: &mut View) {
    for rest in 2..view.figures.len() {
        if !adds(view, rest) || !begins(&label(view, rest), "其余 剩余 余下") {
            continue;
        }
        let mut before: Vec<usize> = view
            .back(rest)
            .take_while(|k| {
                view.same_paragraph(*k, rest) && view.sentence[rest] - view.sentence[*k] <= 2
            })
            .filter(|k| adds(view, *k) && same(view, *k, rest))
            .take(8)
            .collect();
        before.reverse();
        let mut lists = (0..before.len()).rev().flat_map(|total| {
            let (before, rest) = (&before, rest);
            (total + 1..before.len()).map(move |from| List {
                total: before[total],
                parts: before[from..].iter().copied().chain([rest]).collect(),
            })
        });
        let fits = |list: &List| {
            sum_of(view, &list.parts).is_some_and(|s| s.meets(&view.claims[list.total].interval))
        };
        let list = lists.clone().find(fits).or_else(|| lists.next());
        let Some(list) = list.filter(|list| !told(view, list)) else {
            continue;
        };
        let already = view.told(rest).any(|r| r.code == Code::Sum);
        if !already {
            say(view, &list, Outcome::Warning, "");
        }
    }
}

/// 42人分成6个小组，每组7人: so many groups of so many each.
pub(super) fn divided(view: &mut View) {
    for each in 2..view.figures.len() {
        let (total, groups) = (each - 2, each - 1);
        let by = view.gap(total, groups);
        let per = view.claims[each]
            .per
            .as_deref()
            .is_some_and(|per| per.starts_with('每'));
        // 分成6个小组，每组7人; 3批次240人，每批80人.
        let told_apart = holds(&by, "分成 分为 编成 编为 组成 组建");
        let (total, groups) = if told_apart || view.same_class(total, each) {
            (total, groups)
        } else {
            (groups, total)
        };
        let unit: String = view.claims[each]
            .per
            .iter()
            .flat_map(|per| per.chars().nth(1))
            .collect();
        let counted = !unit.is_empty() && view.class(groups).starts_with(&unit);
        let split = per
            && (told_apart || counted)
            && !view.lead(each).contains('均')
            && view.same_sentence(total, each)
            && view.same_class(total, each)
            && !view.same_class(groups, each)
            && view.claims[groups].kind == Kind::Count
            && by.chars().count() <= 8
            && view.gap(each - 1, each).chars().count() <= 8;
        let product = view.claims[groups]
            .interval
            .times(&view.claims[each].interval);
        let Some(product) = product.filter(|_| split) else {
            continue;
        };
        let said = format!("{}×{}＝", view.surface(groups), view.surface(each));
        view.set_beside(
            &product,
            Beside {
                code: Code::Sum,
                figures: &[total, groups, each],
                printed: total,
                said,
                unit: "",
                broken: if told_apart {
                    Outcome::Impossible
                } else {
                    Outcome::Warning
                },
                assumed: "各处数目相同",
            },
        );
    }
}

/// 收集意见75条，已解决63条，正在办理12条: what came in, what is done and what is left, without 其中.
pub(super) fn done_and_left(view: &mut View) {
    for left in 1..view.figures.len() {
        // 15个正在推进: the words may stand behind.
        let before = label(view, left);
        let says = begins(&before, LEFT) || before.is_empty() && begins(view.tail(left), LEFT);
        if !adds(view, left) || !says || !view.claims[left].qualifiers.is_empty() {
            continue;
        }
        let of_class: Vec<usize> = view
            .back(left)
            .take_while(|k| view.same_paragraph(*k, left))
            .filter(|k| adds(view, *k) && same(view, *k, left))
            .take(6)
            .collect();
        // Back over what is done or left, to the first that is neither: the total.
        let inside = of_class
            .iter()
            .take_while(|k| {
                let label = self::label(view, **k);
                begins(&label, DONE) || begins(&label, LEFT)
            })
            .count();
        let Some(total) = of_class.get(inside).copied() else {
            continue;
        };
        if inside == 0
            || of_class[..inside]
                .iter()
                .all(|k| !begins(&self::label(view, *k), DONE))
        {
            continue;
        }
        // More of what is left follows.
        let more = (left + 1..view.figures.len().min(left + 4)).any(|k| {
            view.same_sentence(k, left)
                && adds(view, k)
                && same(view, k, left)
                && begins(&self::label(view, k), LEFT)
        });
        let mut parts: Vec<usize> = of_class[..inside].to_vec();
        parts.reverse();
        parts.push(left);
        let near =
            sum_of(view, &parts).is_some() && (view.sentence[left] - view.sentence[total]) <= 2;
        if more || !near || overlap(view, &parts) {
            continue;
        }
        let list = List { total, parts };
        if !told(view, &list) {
            let strong = list.parts.len() == 2 || view.same_sentence(total, left);
            let told =
                sum_of(view, &list.parts).is_some_and(|s| s.meets(&view.claims[total].interval));
            if told || strong {
                say(
                    view,
                    &list,
                    if strong {
                        Outcome::Impossible
                    } else {
                        Outcome::Warning
                    },
                    "已办和未办即为全部",
                );
            }
        }
    }
}

fn judge(view: &mut View, list: &List, by_column: bool, one_breath: bool) {
    let Some(sum) = sum_of(view, &list.parts) else {
        return;
    };
    if told(view, list) {
        return;
    }
    let total = &view.claims[list.total];
    if sum.meets(&total.interval) {
        say(view, list, Outcome::Holds, "");
        return;
    }
    if total.op != Op::Exactly {
        return;
    }
    let over = match (sum.lower, total.interval.upper) {
        (Some(low), Some(high)) => low.value > high.value,
        _ => false,
    };
    let opposed = list.parts.len() == 2
        && are_opposed(&label(view, list.parts[0]), &label(view, list.parts[1]));
    let rest = begins(&label(view, list.parts[list.parts.len() - 1]), LEFT);
    let days = list.parts.len() > 2 && list.parts.iter().all(|k| dated(view, *k));
    let by_counters = view.class(list.total).contains(['（', '(']) && list.parts.len() > 1;
    if by_column {
        say(view, list, Outcome::Impossible, "同一些项的另一数已列全");
    } else if opposed || rest || days || by_counters {
        say(view, list, Outcome::Impossible, "所列各项即为全部");
    } else if over
        && one_breath
        && list
            .parts
            .iter()
            .all(|k| view.low(*k) <= view.high(list.total))
    {
        // They may overlap by some trait that no word shows.
        say(view, list, Outcome::Warning, "");
    } else if one_breath && list.parts.len() > 2 && near(view, &sum, list) {
        say(view, list, Outcome::Warning, "");
    }
}

/// Says whether a list misses its total by so little that a slip is more likely than a part left out.
fn near(view: &View, sum: &Interval, list: &List) -> bool {
    let ends_here = {
        let last = list.parts[list.parts.len() - 1];
        let tail = view.tail(last);
        !tail.starts_with('等') && !tail.contains('等')
    };
    let (Some(low), Some(high)) = (sum.lower, view.high(list.total)) else {
        return false;
    };
    let short = high.minus(low.value).and_then(|gap| gap.over(high));
    ends_here
        && short
            .zip(Ratio::new(1, 5))
            .is_some_and(|(short, few)| short <= few)
}

fn say(view: &mut View, list: &List, broken: Outcome, assumed: &str) {
    let Some(sum) = sum_of(view, &list.parts) else {
        return;
    };
    let computed = print(&sum, 2);
    let said: Vec<&str> = list.parts.iter().map(|k| view.surface(*k)).collect();
    let said = said.join("＋");
    let total = view.surface(list.total).to_owned();
    let mut ids = vec![list.total];
    ids.extend(&list.parts);
    let fits = sum.meets(&view.claims[list.total].interval);
    let (result, message) = match (fits, broken) {
        (true, _) => (Outcome::Holds, format!("{said}＝{computed}，与{total}相符")),
        (false, Outcome::Warning) => (
            Outcome::Warning,
            format!("{said}＝{computed}，与{total}不等；若所列互不重叠、即为全部则不符"),
        ),
        (false, broken) => (
            broken,
            format!("{said}＝{computed}，文中合计为{total}（假定：{assumed}）"),
        ),
    };
    view.say(Code::Sum, result, &ids, computed, message);
}

/// Says whether a sum of these figures was judged already.
fn told(view: &View, list: &List) -> bool {
    let ids: Vec<usize> = list.parts.iter().map(|k| view.claims[*k].id).collect();
    view.told(list.parts[0])
        .any(|r| r.code == Code::Sum && ids.iter().all(|id| r.claims.contains(id)))
}

/// Counts, money, lengths, weights, areas and days of which parts make a whole.
fn adds(view: &View, k: usize) -> bool {
    let claim = &view.claims[k];
    let amount = match claim.kind {
        Kind::Count | Kind::Money | Kind::Length => true,
        Kind::Duration => claim.unit.as_deref() == Some("天"),
        Kind::Other => matches!(
            claim.unit.as_deref(),
            Some(
                "亩" | "公顷"
                    | "吨"
                    | "公斤"
                    | "斤"
                    | "平方米"
                    | "平方公里"
                    | "立方米"
                    | "千瓦时"
                    | "千瓦"
            )
        ),
        _ => false,
    };
    amount && claim.dir.is_none() && claim.per.is_none() && !view.lead(k).contains('均')
}

/// 86.3万头（只、匹） holds 牛31.2万头、羊52.6万只: the counter of a total may name those of its parts.
fn same(view: &View, total: usize, part: usize) -> bool {
    if view.same_class(total, part) {
        return true;
    }
    let (of, unit) = (view.class(total), view.class(part));
    view.claims[total].kind == view.claims[part].kind
        && of.contains(['（', '('])
        && !unit.is_empty()
        && of.contains(unit)
}

/// Rows that are alike, from the first item on: how many figures each has, and how many rows there are.
struct Rows {
    width: usize,
    rows: usize,
}

/// 6期、780人次，8期、900人次: items that are alike by their counters; 牵头任务45项，已完成36项；配合任务75项，已完成60项: by their words.
fn repeated(view: &View, items: &[usize]) -> Option<Rows> {
    let count = |width: usize, alike: &dyn Fn(usize, usize) -> bool| {
        let row = |r: usize| (0..width).all(|c| alike(c, r * width + c));
        let rows = 1 + (1..items.len() / width).take_while(|r| row(*r)).count();
        (rows >= 2).then_some(Rows { width, rows })
    };
    let by_counters = |width: usize| {
        let differ = !(1..width).all(|c| view.same_class(items[0], items[c]));
        count(width, &|first, item| {
            view.same_class(items[first], items[item])
        })
        .filter(|_| differ)
    };
    let by_words = |width: usize| {
        let alike = |first: usize, item: usize| {
            let one: String = label(view, items[first]).chars().take(2).collect();
            let named = one.chars().count() == 2 && label(view, items[item]).starts_with(&one);
            let begins = first == 0 && view.gap(items[item - 1], items[item]).contains('；');
            view.same_class(items[first], items[item]) && (begins || first > 0 && named)
        };
        let same = items
            .iter()
            .take(width)
            .all(|k| view.same_class(*k, items[0]));
        count(width, &alike).filter(|_| same)
    };
    let wide = |width: &usize| items.len() >= 2 * width;
    let widths = || (2..=3).filter(wide);
    widths()
        .find_map(by_counters)
        .or_else(|| widths().find_map(by_words))
}

/// The items of a list in one breath from its first one on: 、 and 和 between them, or ； and ， where each begins alike.
fn in_one_breath(view: &View, items: &[usize]) -> Vec<usize> {
    let Some(first) = items.first().copied() else {
        return Vec::new();
    };
    let mut list = vec![first];
    let mut comma = false;
    let mut first_joint = None;
    for pair in items.windows(2) {
        let gap = view.gap(pair[0], pair[1]);
        let joined = gap.chars().count() <= 30
            && holds(&gap, "、 和 及 ； ，")
            && !holds(&gap, "新增 占 共 另");
        comma |= gap.contains('，');
        // 、 once, 、 throughout: a ； after it leads on to something else.
        let joint = ['；', '、'].into_iter().find(|mark| gap.contains(*mark));
        if joint.is_some() && *first_joint.get_or_insert(joint) != joint {
            break;
        }
        if !joined
            || !same(view, pair[1], first)
                && !view.same_class(pair[1], first)
                && !unit_of_total(view, first, pair[1])
        {
            break;
        }
        if pair[1] != pair[0] + 1
            && !(pair[0] + 1..pair[1]).all(|k| view.claims[k].kind == Kind::Percent)
        {
            break;
        }
        // 党委26个，党总支31个，党支部555个: short nouns all the way.
        if gap.contains('，') && nouns(view, items) {
            list.push(pair[1]);
            continue;
        }
        if gap.contains('，') && !gap.contains('；') && list.len() < 2 && pair[1] == pair[0] + 1 {
            // Two figures with a comma between them are seldom parts of one list.
            break;
        }
        if comma && gap.contains('，') && pair[1] == pair[0] + 1 {
            break;
        }
        list.push(pair[1]);
    }
    list
}

/// Three or more figures on end, each behind a short noun and nothing else.
fn nouns(view: &View, items: &[usize]) -> bool {
    const VERBS: &str =
        "新增 增 减 占 比 较 为 达 共 完成 实现 建 获 发 开展 解决 培 招 聘 出 入 送";
    let run = items
        .windows(2)
        .take_while(|two| two[1] == two[0] + 1 && view.same_class(two[0], two[1]))
        .count();
    run >= 2
        && items[..=run].iter().all(|k| {
            let label = label(view, *k);
            dated(view, *k) || (1..=6).contains(&label.chars().count()) && !holds(&label, VERBS)
        })
}

/// 牛31.2万头、羊52.6万只: other counters of one total that names them all.
fn unit_of_total(view: &View, first: usize, other: usize) -> bool {
    view.back(first).take(REACH.min(6)).any(|total| {
        view.same_paragraph(total, first)
            && same(view, total, first)
            && same(view, total, other)
            && view.class(total).contains(['（', '('])
    })
}

/// The words before a figure that name it, without marks and 其中.
fn label(view: &View, k: usize) -> String {
    let lead = view.lead(k);
    let lead = lead.rsplit("其中").next().unwrap_or_default();
    let lead = lead.trim_start_matches(['，', '、', '；', '：', '和', '及', '（', '(']);
    lead.trim_start_matches("目前")
        .trim_start_matches("还有")
        .to_owned()
}

fn begins(label: &str, words: &str) -> bool {
    words.split(' ').any(|word| label.starts_with(word))
}

fn are_opposed(a: &str, b: &str) -> bool {
    let listed = OPPOSED
        .split_whitespace()
        .filter_map(|pair| pair.split_once(':'));
    let mut listed = listed.flat_map(|(one, other)| [(one, other), (other, one)]);
    let negated = |x: &str, y: &str| {
        ["不", "未", "非", "无"].iter().any(|no| {
            x.strip_prefix(no).is_some_and(|rest| {
                !rest.is_empty()
                    && (y.starts_with(rest) || y.trim_start_matches(['有', '已']).starts_with(rest))
            })
        })
    };
    listed.any(|(one, other)| a.starts_with(one) && b.starts_with(other))
        || negated(a, b)
        || negated(b, a)
}

/// 25日护送198台: the figure stands with its day.
fn dated(view: &View, k: usize) -> bool {
    let label = label(view, k);
    let head: String = label.chars().take(6).collect();
    head.starts_with(|c: char| c.is_ascii_digit()) && head.contains(['日', '月', '年'])
        || head.contains("日")
}
