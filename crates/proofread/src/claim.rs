//! From figures to claims: what the printed words allow, what they date and measure, and in which direction.

use crate::calendar::{Moment, Sort};
use crate::figure::{Figure, Scan};
use crate::normalise::{Text, holds, is_clause_end, is_word};
use crate::numeral::Amount;
use crate::reading::{Claim, Dated, Direction, Kind, Op, Period, Span, Value};
use crate::segment::Segment;
use crate::words::{without_beginnings, without_endings};
use jiff::civil::Date;
use youju_base::decimal::Decimal;
use youju_base::interval::{Bound, Interval};
use youju_base::ratio::Ratio;

/// Turns every figure of a scan into a claim of `article`; the figures stay alongside for the relations.
pub(crate) fn claims(text: &Text, scan: &Scan, published_on: Option<Date>) -> Vec<Claim> {
    let moments = with_named_starts(text, &scan.moments, published_on);
    let mut claims: Vec<Claim> = Vec::with_capacity(scan.figures.len());
    for (k, figure) in scan.figures.iter().enumerate() {
        let previous = k.checked_sub(1).map(|k| (&scan.figures[k], claims[k].dir));
        let previous_end = k.checked_sub(1).map_or(0, |k| scan.figures[k].end);
        let first = text.together(figure.start, figure.numeral.start);
        let (start, end) = text.origin(first, figure.end);
        let (num_start, num_end) = numeral_span(text, figure);
        let value = value(figure);
        claims.push(Claim {
            id: k + 1,
            article: 1,
            start,
            end,
            surface: text.surface(first, figure.end),
            numeral: Span {
                start: num_start,
                end: num_end,
                text: text.surface(figure.numeral.start, figure.numeral_end()),
            },
            value,
            interval: interval(figure, value).unwrap_or(Interval::ALL),
            op: figure.op,
            unit: figure.unit.clone(),
            kind: figure.kind,
            qualifiers: figure.qualifiers.clone(),
            dir: direction(text, figure, previous),
            per: figure.per.clone().or_else(|| per(text, figure)),
            of: head(text, figure, previous_end),
            period: dated(text, figure, previous_end, &moments),
            binding: None,
            verdict: None,
            ledger: None,
            about: None,
            ground: None,
            note: None,
            published: Vec::new(),
        });
    }
    share_heads(text, scan, &mut claims);
    claims
}

/// Gives the figures of a list what they count where one noun serves all (20、30和50名新生), and the names of 分别 in
/// order (城镇、农村居民收入分别达到…和…).
fn share_heads(text: &Text, scan: &Scan, claims: &mut [Claim]) {
    for k in (1..claims.len()).rev() {
        if scan.figures[k - 1].inherits && claims[k].kind == claims[k - 1].kind {
            claims[k - 1].of = claims[k].of.clone();
        }
    }
    let mut k = 0;
    while k < claims.len() {
        let list = listed(text, scan, k);
        if list > 1
            && let Some(names) = respective(text, scan, k).filter(|names| names.len() == list)
        {
            for (claim, name) in claims[k..k + list].iter_mut().zip(names) {
                claim.of = Some(name);
            }
        }
        k += list;
    }
}

/// How many figures from `k` on stand in one list: 4.52万元和2.13万元.
fn listed(text: &Text, scan: &Scan, k: usize) -> usize {
    let joined = |k: usize| {
        let (a, b) = (&scan.figures[k - 1], &scan.figures[k]);
        let gap = &text.chars[a.end..b.start.max(a.end)];
        a.kind == b.kind && matches!(gap, ['、' | '和' | '与' | '及' | '，'])
    };
    1 + (k + 1..scan.figures.len())
        .take_while(|k| joined(*k))
        .count()
}

/// The names before 分别 in the clause of figure `k`; a head noun behind the last one belongs to all.
fn respective(text: &Text, scan: &Scan, k: usize) -> Option<Vec<String>> {
    let previous = k.checked_sub(1).map_or(0, |p| scan.figures[p].end);
    let start = text.clause_start(scan.figures[k].start).max(previous);
    let lead = text.slice(start, scan.figures[k].start);
    let (before, _) = lead.split_once("分别")?;
    let before = before
        .trim_start_matches(['，', '、'])
        .trim_start_matches("其中");
    let mut names: Vec<String> = before
        .split(['、', '和', '与', '及'])
        .map(str::to_owned)
        .collect();
    if names.len() < 2 || names.iter().any(String::is_empty) {
        return None;
    }
    let last: Vec<char> = names.last()?.chars().collect();
    let modifiers = names.len() - 1;
    for name in &mut names[..modifiers] {
        let length = name.chars().count();
        // 城镇 and 农村居民收入: what follows a word of the same length is shared.
        if length + 2 <= last.len() {
            name.extend(&last[length..]);
        }
    }
    Some(names)
}

fn numeral_span(text: &Text, figure: &Figure) -> (usize, usize) {
    text.origin(figure.numeral.start, figure.numeral_end())
}

/// The number as printed; `None` for ranges and vague words.
fn value(figure: &Figure) -> Option<Value> {
    if figure.zero {
        return Some(Value::Decimal(Decimal::from(0)));
    }
    if figure.second.is_some() {
        return None;
    }
    let number = match figure.numeral.amount {
        Amount::Exact(number) => number,
        Amount::Fraction(ratio) => return Some(Value::Fraction(ratio)),
        Amount::Between(..) => return None,
    };
    let with_tenths = if figure.tenths > 0 && number.scale() == 0 {
        Decimal::new(
            number
                .mantissa()
                .checked_mul(10)?
                .checked_add(figure.tenths)?,
            1,
        )?
    } else {
        number
    };
    let meant = match figure.unit.as_deref() {
        Some("成") => with_tenths.times_ten(1)?,
        // 翻一番 is twice, 翻两番 four times.
        Some("番") => Decimal::new(
            1i128.checked_shl(u32::try_from(with_tenths.mantissa()).ok()?.min(60))?,
            0,
        )?,
        _ => with_tenths,
    };
    Some(Value::Decimal(if figure.below_zero {
        meant.negated()
    } else {
        meant
    }))
}

/// What the printed words allow.
fn interval(figure: &Figure, value: Option<Value>) -> Option<Interval> {
    let counted = figure.kind == Kind::Count;
    let span = match (value, &figure.second) {
        (Some(Value::Fraction(ratio)), _) => fraction(figure.op, ratio)?,
        (Some(Value::Decimal(value)), _) => {
            let size = if figure.below_zero {
                value.negated()
            } else {
                value
            };
            one_number(figure, size, counted)?
        }
        (None, Some(second)) => {
            let (Amount::Exact(a), Amount::Exact(b)) = (figure.numeral.amount, second.amount)
            else {
                return None;
            };
            let turn = |d: Decimal, negative: bool| if negative { d.negated() } else { d };
            let low = turn(a, figure.below_zero).ratio()?;
            let tens = if figure.unit.as_deref() == Some("成") {
                Ratio::from(10)
            } else {
                Ratio::from(1)
            };
            let high = b.ratio()?;
            return Some(Interval::between(
                low.min(high).times(tens)?,
                low.max(high).times(tens)?,
            ));
        }
        (None, None) => {
            let Amount::Between(a, b) = figure.numeral.amount else {
                return None;
            };
            let tens = if figure.unit.as_deref() == Some("成") {
                10
            } else {
                1
            };
            Interval::between(Ratio::from(a * tens), Ratio::from(b * tens))
        }
    };
    Some(if figure.below_zero {
        span.negated()
    } else {
        span
    })
}

/// 三分之二以上, 近三分之一: a fraction is written exactly; its words bound it.
fn fraction(op: Op, value: Ratio) -> Option<Interval> {
    let (closed, open) = (Some(Bound::closed(value)), Some(Bound::open(value)));
    Some(match op {
        Op::Exactly | Op::Range => Interval::exactly(value),
        Op::More => Interval::new(open, None),
        Op::AtLeast => Interval::new(closed, None),
        Op::Less => Interval::new(None, open),
        Op::AtMost => Interval::new(None, closed),
        Op::Nearly => {
            let low = value.times(Ratio::new(9, 10)?)?;
            Interval::new(Some(Bound::closed(low)), open)
        }
        Op::About => {
            let width = value.over(Ratio::from(20))?;
            Interval::between(value.minus(width)?, value.plus(width)?)
        }
    })
}

/// The span of a single number, by its qualifier; counts have closed whole ends.
fn one_number(figure: &Figure, number: Decimal, counted: bool) -> Option<Interval> {
    let value = number.ratio()?;
    let place = || number.last_nonzero_place();
    let closed = |v: Ratio| Some(Bound::closed(v));
    let whole = counted && value.is_whole();
    let one = Ratio::from(1);
    let beyond = |next: Option<Ratio>| {
        let bound = if whole {
            Bound::closed(next?)
        } else {
            Bound::open(value)
        };
        Some(bound)
    };
    let above = || beyond(value.plus(one));
    let below = || beyond(value.minus(one));
    Some(match figure.op {
        Op::Exactly | Op::Range => as_printed(figure, number, value)?,
        Op::More if is_infix(figure) => {
            let place = match figure.unit.as_deref() {
                // 七成多 lies below 八成, 七成三多 below 七成四.
                Some("成") => Ratio::from(if figure.tenths > 0 { 1 } else { 10 }),
                // 两年多 lies below three years.
                _ if figure.numeral.more.is_none() => one,
                _ => place()?,
            };
            let top = value.plus(place)?;
            let upper = if whole {
                closed(top.minus(one)?)
            } else {
                Some(Bound::open(top))
            };
            // 3天多 counts whole days and lies between two of them.
            if whole && place == one {
                Interval::exactly(value)
            } else {
                Interval::new(Some(above()?), upper)
            }
        }
        Op::More => Interval::new(Some(above()?), None),
        Op::AtLeast => Interval::new(closed(value), None),
        Op::Less => Interval::new(None, Some(below()?)),
        Op::AtMost => Interval::new(None, closed(value)),
        Op::Nearly => {
            let low = value.times(Ratio::new(9, 10)?)?;
            // Nearly eight is seven: a tenth below a small count is no whole number.
            let low = if whole {
                Ratio::from(low.ceil()).min(value.minus(one)?)
            } else {
                low
            };
            Interval::new(closed(low), Some(below()?))
        }
        Op::About => {
            let width = value
                .over(Ratio::from(20))?
                .max(place()?.over(Ratio::from(2))?);
            Interval::between(value.minus(width)?, value.plus(width)?)
        }
    })
}

/// 余, 多 and 几 have a top; 超过 and 逾 have none.
fn is_infix(figure: &Figure) -> bool {
    figure.numeral.more.is_some()
        || figure
            .qualifiers
            .iter()
            .any(|q| q == "多" || q == "余" || q == "出头" || q == "有余")
}

/// A plain number: exact where every digit is written, half a step to both sides where it is rounded.
fn as_printed(figure: &Figure, number: Decimal, value: Ratio) -> Option<Interval> {
    let rounded = number.scale() != 0 || matches!(figure.kind, Kind::Percent | Kind::Pp);
    let exact = !rounded
        || figure.unit.as_deref() == Some("番")
        || figure.tenths > 0
        || figure.numeral.chinese && number.scale() <= 0 && figure.kind != Kind::Percent;
    if exact {
        return Some(Interval::exactly(value));
    }
    let half = number.last_place()?.over(Ratio::from(2))?;
    let (low, high) = (value.minus(half)?, value.plus(half)?);
    if figure.kind == Kind::Count && number.scale() < 0 {
        return Some(Interval::between(low, high.minus(Ratio::from(1))?));
    }
    Some(Interval::between(low, high))
}

const RISES: &str = "增长 增加 提升 提高 上升 上涨 增 升 涨 扩大 增幅 净增 攀升 增收 增产 增速 增加了 增长了 提高了 提升了 上升了 多 快 高 增长率 加快 增速达 增长幅度";
const FALLS: &str = "下降 减少 降低 降 减 下滑 回落 缩短 压减 跌 下跌 减少了 下降了 降低了 缩短了 收窄 精简 净减 降幅 减幅 少 缩减 压缩 萎缩 减轻 低 慢 压降 减收 减产";

fn direction(
    text: &Text,
    figure: &Figure,
    previous: Option<(&Figure, Option<Direction>)>,
) -> Option<Direction> {
    // 57%和65% in a list share the verb of the first.
    if let Some((before, dir)) = previous
        && before.end <= figure.start
        && before.kind == figure.kind
        && matches!(
            text.chars[before.end..figure.start],
            ['、' | '和' | '与' | '及']
        )
    {
        return dir;
    }
    let mut at = figure.start;
    loop {
        let filler = text.longest_before(
            at,
            "了 约 近 达 幅度达 分别 分别为 逾 超 超过 幅度为 人民币 速度为 率为 幅度超过 各 速为 达到",
        );
        match filler {
            Some(word) if !"超过 达到".contains(word) || at == figure.start => {
                at -= word.chars().count()
            }
            _ => break,
        }
    }
    let rise = text.longest_before(at, RISES);
    let fall = text.longest_before(at, FALLS);
    let plain_word = |word: &str| {
        let before = text.before(at - word.chars().count());
        let part = match word {
            "多" => "最许众诸",
            "高" => "最提拔",
            "低" => "最",
            "少" => "最至不",
            "快" => "尽赶",
            "升" => "晋公毫",
            // 改造提升95万亩 is work done, no rise.
            "提升" | "提高" => "造治改质建护化",
            _ => "",
        };
        before != '\0' && part.contains(before)
    };
    match (rise, fall) {
        (Some(word), None) => (!plain_word(word)).then_some(Direction::Up),
        (None, Some(word)) => (!plain_word(word)).then_some(Direction::Down),
        (Some(up), Some(down)) => Some(if up.len() >= down.len() {
            Direction::Up
        } else {
            Direction::Down
        }),
        _ => None,
    }
}

/// 每人每天, 每头牦牛每月, 人均, 年产值 in the clause before the number.
fn per(text: &Text, figure: &Figure) -> Option<String> {
    let start = text.clause_start(figure.start);
    let clause = &text.chars[start..figure.start];
    let from = clause
        .iter()
        .rposition(|c| c.is_ascii_digit())
        .map_or(0, |k| k + 1);
    let first = start + from;
    let each: String = (first..figure.start)
        .filter(|i| text.char(*i) == '每' && text.before(*i) != '每')
        .map(|i| each(text, i))
        .collect();
    if !each.is_empty() {
        return Some(each);
    }
    let words = &clause[from..];
    if words.contains(&'均') {
        let joined: String = words.iter().collect();
        let means = "人均 户均 日均 月均 年均 村均 亩均 平均";
        let mean = means.split(' ').find(|w| joined.contains(w));
        if let Some(mean) = mean.filter(|_| !holds(&joined, "平均水平 平均数 平均值 平均线"))
        {
            return Some(mean.to_owned());
        }
    }
    // 年毛收入达65万元, 日处理能力450吨: by the year, by the day.
    let yields = "收入 毛收入 纯收入 产值 产量 产 处理 处理能力 销售额 营业额 接待 供水 发电 租金";
    if !matches!(figure.kind, Kind::Money | Kind::Other | Kind::Count) {
        return None;
    }
    let is_yield = |at: usize| {
        let before = at.checked_sub(1).map(|before| words[before]);
        // 1日接待11.2万人次: a date, not so much a day.
        let counted = at == 0 && from > 0;
        let free =
            before.is_none_or(|c| !"今去全前当上本每近同次历多后几半数整明这那来度".contains(c));
        !counted && free && text.longest_at(first + at + 1, yields).is_some()
    };
    let said = |time: &char| {
        let mut places = words.iter().enumerate().filter(|(_, c)| *c == time);
        places.any(|(at, _)| is_yield(at))
    };
    ['年', '月', '日']
        .iter()
        .find(|time| said(time))
        .map(char::to_string)
}

/// 每 with what it divides by: a number, and a counter or a short word (每千人口, 每两个月, 每亩).
fn each(text: &Text, i: usize) -> String {
    let mut at = i + 1;
    if let Some(number) = crate::numeral::read(text, at) {
        at = number.end;
    } else if text.char(at) == '半' {
        at += 1;
    }
    let word = text.longest_at(
        at,
        "人口 常住人口 户籍人口 季度 名学生 平方公里 平方米 立方米 公里",
    );
    let length = word.map(|w| w.chars().count());
    let counter = || crate::counter::read(text, at).map_or(1, |c| c.end - at);
    let end = at + length.unwrap_or_else(counter);
    text.slice(i, end)
}

/// Words that end the noun behind a counter: 120个村共补助, 3名干部正在, 1亿人次大关.
const ENDS: &str = "共 正在 大关 已 均 通过 参加 参与 受到 获得 分别 占 纳入 完成 实现 接受 进行 组成 以上 以下 左右";

/// The words that say what is counted: those behind the counter, else those before the number.
fn head(text: &Text, figure: &Figure, previous_end: usize) -> Option<String> {
    if figure.kind == Kind::Count {
        let stop = |c: char| {
            !is_word(c)
                || "的和与及在为是有已被由从向对以将等达至比较约近超".contains(c)
                || c.is_ascii_digit()
        };
        let length = (figure.end..text.len().min(figure.end + 8))
            .take_while(|k| !stop(text.char(*k)) && text.longest_at(*k, ENDS).is_none())
            .count();
        let single = "县 乡 镇 村 户 校 市 区 省 州 厂 站";
        if length >= 2 || length == 1 && text.longest_at(figure.end, single).is_some() {
            return Some(text.slice(figure.end, figure.end + length));
        }
    }
    let start = text.clause_start(figure.start).max(previous_end);
    let before = &text.chars[start..figure.start];
    let cut = before
        .iter()
        .rposition(|c| "、和与，：，:".contains(*c) || is_clause_end(*c))
        .map_or(0, |k| k + 1);
    let mut words = &before[cut..];
    let lead = "截至目前 目前 全年 累计 共 已 先后 其中 同比 环比 分别 开展 发展 新增 完成 组织 举办 召开 实现 达到 达 占比 占 为 有 约 近 增长 下降 提高 提升 增加 减少 总计 合计 成功 培训 全县 全市 全区 全省 全国 惠及 设 下设 设有 现有 拥有 其余 剩余 因灾 记录到 同口径";
    words = without_beginnings(words, lead);
    let tails = "达到 达 占比 占 为 是 有 共 约 近 增长 下降 提高 提升 增加 减少 同比 分别 超过 超 了 等 比上年 完成 由 从 由去年的 由上年的 精简到 减至 增至 到 的 突破 逾 比重";
    words = without_endings(words, tails);
    let kept = &words[words.len().saturating_sub(16)..];
    (!kept.is_empty()).then(|| kept.iter().collect())
}

/// How many moments back a figure looks for its date.
const REACH: usize = 50;

/// The moment that dates a figure: the last one before it in its paragraph.
///
/// What something is compared with (由上年的…) dates only the first figure behind it in the same clause.
fn dated(text: &Text, figure: &Figure, previous_end: usize, moments: &[Moment]) -> Option<Dated> {
    let paragraph = text.line_start(figure.start);
    let clause = text.clause_start(figure.start);
    let before = moments.partition_point(|m| m.end <= figure.start);
    // 第九批驻村的120名干部进驻以来: the figure is part of what dates it.
    let around = moments[before..].iter().take(4);
    if let Some(around) = around
        .clone()
        .find(|m| m.start <= figure.start && m.sort == Sort::Span)
    {
        return Some(days(text, around));
    }
    let near = moments[..before]
        .iter()
        .rev()
        .take_while(|m| m.start >= paragraph)
        .take(REACH);
    let moment = near.into_iter().find(|m| match m.sort {
        Sort::Span | Sort::AsOf => {
            !is_report_day(text, m) && (!is_recent(text, m) || m.start >= clause)
        }
        Sort::Baseline => m.start >= clause && m.end > previous_end && text.char(m.end) == '的',
        Sort::Aside => false,
    })?;
    // 仅2023年就…, 自1990年开始…: they date their own sentence and end what dated before.
    let own = text
        .longest_before(moment.start, "仅 其中 单是 光 例如 自 从")
        .is_some()
        && !text.surface(moment.start, moment.end).ends_with('来');
    if own && text.sentence_start(figure.start) > moment.start {
        return None;
    }
    Some(days(text, moment))
}

/// The moment with the words it was written in.
fn days(text: &Text, moment: &Moment) -> Dated {
    Dated {
        text: text.surface(moment.start, moment.end),
        from: moment.from,
        until: moment.until,
        as_of: moment.sort == Sort::AsOf,
        days: moment.days,
    }
}

/// Gives every date and period of a text; times of day and relative days (三年前) are none.
pub(crate) fn periods(text: &Text, scan: &Scan) -> Vec<Period> {
    let dates = scan.moments.iter().filter(|m| m.sort != Sort::Aside);
    let period = |moment: &Moment| {
        let (start, end) = text.origin(moment.start, moment.end);
        let dated = days(text, moment);
        Period {
            span: Span {
                start,
                end,
                text: dated.text.clone(),
            },
            dated,
        }
    };
    dates.map(period).collect()
}

/// Words with which a paragraph takes up what the one before told.
const GOES_ON: &str = "面对 期间 其间 此间 此次 这次 这场 随后 接着 紧接着 当时 当天 当日 当晚 次日 此后 为此 与此同时 在此期间 这期间 经过";

/// Dates the figures of paragraphs that go on telling of a dated event: 2019年2月至3月…。⏎面对…；⏎51天里….
///
/// Only a named stretch of days or months is carried on, never 今年以来 or a state on a day, and only as far as each
/// paragraph begins with a word that points back.
pub(crate) fn carry_on(text: &Text, scan: &Scan, claims: &mut [Claim]) {
    for (claim, figure) in claims.iter_mut().zip(&scan.figures) {
        let paragraph = text.line_start(figure.start);
        if claim.period.is_some() || dates(scan, paragraph, figure.start).is_some() {
            continue;
        }
        let event = event_before(text, scan, paragraph);
        claim.period = event.map(|event| days(text, event));
    }
}

/// Gives the span that each article as a whole reports on: the one that runs from the first of January to the day of
/// publication, where it is written (今年以来).
pub(crate) fn frames(
    text: &Text,
    scan: &Scan,
    segments: &[Segment],
    published_on: Option<Date>,
) -> Vec<Option<Dated>> {
    let frame = |segment: &Segment| {
        let published_on = published_on?;
        let first = Date::new(published_on.year(), 1, 1).ok()?;
        let after = scan.moments.partition_point(|m| m.start < segment.start);
        let inside = scan.moments[after..]
            .iter()
            .take_while(|m| m.end <= segment.end);
        let whole = |m: &&Moment| {
            m.sort == Sort::Span
                && (m.from, m.until) == (Some(first), published_on.tomorrow().ok())
                && text.ends(m.end, "以来")
        };
        inside.clone().find(whole).map(|m| days(text, m))
    };
    segments.iter().map(frame).collect()
}

/// How many paragraphs an event is carried on.
const PARAGRAPHS: usize = 8;

fn event_before<'s>(text: &Text, scan: &'s Scan, paragraph: usize) -> Option<&'s Moment> {
    let mut paragraph = paragraph;
    for _ in 0..PARAGRAPHS {
        if paragraph == 0 || !points_back(text, paragraph) {
            return None;
        }
        let before = text.line_start(paragraph - 1);
        if let Some(last) = dates(scan, before, paragraph) {
            return is_event(text, last).then_some(last);
        }
        paragraph = before;
    }
    None
}

/// The last date between two places.
fn dates(scan: &Scan, from: usize, to: usize) -> Option<&Moment> {
    let end = scan.moments.partition_point(|m| m.end <= to);
    let before = scan.moments[..end].iter().rev();
    before
        .take_while(|m| m.start >= from)
        .find(|m| matches!(m.sort, Sort::Span | Sort::AsOf))
}

fn is_event(text: &Text, moment: &Moment) -> bool {
    let words = text.slice(moment.start, moment.end);
    let named = words.chars().take(4).filter(char::is_ascii_digit).count() == 4;
    named && moment.sort == Sort::Span && moment.days.is_some_and(|days| days <= 100)
}

fn points_back(text: &Text, paragraph: usize) -> bool {
    let lasted = crate::numeral::read(text, paragraph).is_some_and(|n| {
        text.longest_at(n.end, "天里 天中 天来 个昼夜里 个日夜里 小时里")
            .is_some()
    });
    lasted || text.longest_at(paragraph, GOES_ON).is_some()
}

/// 日前, 近日: they date what the clause tells, not what is counted after it.
fn is_recent(text: &Text, moment: &Moment) -> bool {
    matches!(
        text.slice(moment.start, moment.end).as_str(),
        "日前" | "近日" | "近期"
    )
}

/// 10月18日举行的发布会通报: the day of the report, not of the fact.
fn is_report_day(text: &Text, moment: &Moment) -> bool {
    let after = text.slice(moment.end, text.clause_end(moment.end).min(moment.end + 14));
    holds(&after, "通报 介绍 消息 获悉 报道 发布 讯 电 印发 公布")
}

/// Adds spans that a named event bounds: 党的二十大以来, 进驻以来, 第九批援藏期间.
fn with_named_starts(text: &Text, moments: &[Moment], published_on: Option<Date>) -> Vec<Moment> {
    let mut all = moments.to_vec();
    for i in 0..text.len() {
        let inside = |i: usize| {
            let before = moments.partition_point(|m| m.start <= i);
            before.checked_sub(1).is_some_and(|k| i < moments[k].end)
        };
        if !matches!(text.chars[i], '以' | '期') {
            continue;
        }
        let Some(word) = text.longest_at(i, "以来 期间").filter(|_| !inside(i)) else {
            continue;
        };
        let start = text.clause_start(i);
        let since = word == "以来";
        // 第九批援藏期间 names a time, 在此期间 and 期间 point back to one.
        let named = i - start >= 3
            && i - start <= 14
            && text.longest_before(i, "此 这 这一 该").is_none()
            && !text.chars[start..i].contains(&'的');
        if since || named {
            all.push(Moment {
                start,
                end: i + 2,
                from: None,
                until: published_on
                    .and_then(|d| d.tomorrow().ok())
                    .filter(|_| since),
                days: None,
                sort: Sort::Span,
            });
        }
    }
    all.sort_by_key(|m| m.end);
    all
}
