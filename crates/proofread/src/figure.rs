//! From numerals to figures: qualifier, number, counter, range. What is no figure is masked with its reason.

use crate::calendar::{self, Moment};
use crate::counter::{self, Counter};
use crate::mask::{self, Zone};
use crate::normalise::{Text, holds, is_word};
use crate::numeral::{self, Amount, Form, Numeral};
use crate::reading::{Kind, Op, Reason};
use crate::words::Meanings;
use jiff::civil::Date;
use std::sync::LazyLock;
use youju_base::decimal::Decimal;

/// A number with what qualifies and counts it, in places of the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub start: usize,
    pub end: usize,
    pub numeral: Numeral,
    /// The second end of a range.
    pub second: Option<Numeral>,
    /// Counter as written; `None` if the text names none.
    pub unit: Option<String>,
    pub kind: Kind,
    pub op: Op,
    pub qualifiers: Vec<String>,
    /// 零下 before the number.
    pub below_zero: bool,
    /// Tenths that follow the counter: 5 for 半 (两天半), 3 in 六成三.
    pub tenths: i128,
    /// 未发生一起: the number is written as one and means none.
    pub zero: bool,
    /// What the number is divided by, where a stroke follows: 万元/亩.
    pub per: Option<String>,
    /// The counter stands with the next number of a list.
    pub inherits: bool,
}

impl Figure {
    /// First place after the number, the second one of a range.
    pub fn numeral_end(&self) -> usize {
        self.second.as_ref().map_or(self.numeral.end, |n| n.end)
    }
}

/// Everything that was read from a text before it becomes claims.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub figures: Vec<Figure>,
    pub moments: Vec<Moment>,
    pub masked: Vec<(usize, usize, Reason)>,
}

/// Reads the whole text once, left to right; every numeral ends as a figure or masked.
pub(crate) fn scan(text: &Text, published_on: Option<Date>) -> Scan {
    let zones = mask::zones(text);
    let mut scan = Scan::default();
    let mut ahead = zones.iter().peekable();
    let mut i = 0;
    while i < text.len() {
        while ahead.peek().is_some_and(|z| z.end <= i) {
            ahead.next();
        }
        if let Some(moment) = calendar::read(text, i, published_on, scan.moments.last()) {
            scan.mask_inside(
                text,
                &Zone {
                    start: i,
                    end: moment.end,
                    reason: Reason::Date,
                },
            );
            i = moment.end;
            scan.moments.push(moment);
            continue;
        }
        if let Some(zone) = ahead.peek().filter(|z| z.start <= i) {
            scan.mask_inside(text, &Zone { start: i, ..**zone });
            i = zone.end;
            continue;
        }
        if let Some(figure) = half(text, i).or_else(|| none(text, i)) {
            i = figure.end;
            scan.figures.push(figure);
            continue;
        }
        let starts = numeral::can_start(text.char(i))
            || (text.char(i) == '-' && text.char(i + 1).is_ascii_digit());
        let Some(number) = starts.then(|| numeral::read(text, i)).flatten() else {
            let run = digits_at(text, i);
            if run > 0 {
                // More digits than any number has.
                scan.masked.push((i, i + run, Reason::Code));
            }
            i += run.max(1);
            continue;
        };
        match figure(text, number, &scan.figures) {
            Ok(figure) => {
                i = figure.end;
                scan.figures.push(figure);
            }
            Err((end, reason)) => {
                scan.masked.push((i, end, reason));
                i = end;
            }
        }
    }
    scan
}

/// 半年, 半个月, 半小时 as a length of time; 上半年, 半年来 and 大半天 are none.
fn half(text: &Text, i: usize) -> Option<Figure> {
    if text.char(i) != '半'
        || "上下前后每大小多过一两近".contains(text.before(i))
        || numeral::can_start(text.before(i))
    {
        return None;
    }
    let unit = text.longest_at(i + 1, "年 个月 小时 个小时 个多小时 天")?;
    let end = i + 1 + unit.chars().count();
    let next = text.char(end);
    let closes = !is_word(next) || text.longest_at(end, "的 以上 左右 之久 时间").is_some();
    let number = Numeral {
        start: i,
        end: i + 1,
        amount: Amount::Exact(Decimal::new(5, 1)?),
        form: Form::Plain,
        chinese: true,
        bare: false,
        more: None,
    };
    closes.then(|| Figure {
        end,
        ..with_unit(number, unit, Kind::Duration)
    })
}

/// 零事故, 零投诉: none of it. A goal (零事故目标) and a quality (零距离) are no figures.
fn none(text: &Text, i: usize) -> Option<Figure> {
    if text.char(i) != '零' || numeral::can_start(text.before(i)) {
        return None;
    }
    let what = text.longest_at(
        i + 1,
        "事故 伤亡 死亡 亡人 受伤 投诉 上访 差错 失误 感染 疫情 发案 案件 火灾 火情 违纪 违规 违法 拖欠 欠薪 漏报 瞒报 积压 逾期 延误 \
         掉队 流失 辍学 返贫 确诊 新增 失联 责任事故 安全事故 交通事故 工伤",
    )?;
    let end = i + 1 + what.chars().count();
    let goal = text
        .longest_at(
            end,
            "目标 行动 创建 攻坚 理念 承诺 指标 方案 计划 管理 发生 的目标 为目标",
        )
        .is_some_and(|w| w != "发生");
    let number = Numeral {
        start: i,
        end: i + 1,
        amount: Amount::Exact(Decimal::from(0)),
        form: Form::Plain,
        chinese: true,
        bare: false,
        more: None,
    };
    (!goal).then(|| Figure {
        zero: true,
        ..with_unit(number, "", Kind::Count)
    })
}

impl Scan {
    fn mask_inside(&mut self, text: &Text, zone: &Zone) {
        let mut i = zone.start;
        while i < zone.end {
            let number = numeral::can_start(text.char(i))
                .then(|| numeral::read(text, i))
                .flatten();
            match number {
                Some(number) => {
                    self.masked.push((i, number.end.min(zone.end), zone.reason));
                    i = number.end;
                }
                None => {
                    let run = digits_at(text, i);
                    if run > 0 {
                        self.masked.push((i, (i + run).min(zone.end), zone.reason));
                    }
                    i += run.max(1);
                }
            }
        }
    }
}

/// Counts the Arabic digits from `i` on.
fn digits_at(text: &Text, i: usize) -> usize {
    (i..text.len())
        .take_while(|k| text.char(*k).is_ascii_digit())
        .count()
}

/// Builds the figure around a numeral, or says why there is none.
fn figure(text: &Text, number: Numeral, earlier: &[Figure]) -> Result<Figure, (usize, Reason)> {
    let mask = |reason| Err((number.end, reason));
    // 队伍、大陆: a digit for bank notes alone is a word, unless money follows.
    let formal = "壹贰叁肆伍陆柒捌玖".contains(text.char(number.start));
    if formal && number.end == number.start + 1 && !"元圆角分整厘点".contains(text.char(number.end))
    {
        return mask(Reason::Word);
    }
    if let Some(ordinal) = ordinal(text, &number) {
        return ordinal;
    }
    if let Some(reason) = stands_in_a_code(text, &number) {
        return mask(reason);
    }
    let mut figure = match number.form {
        Form::Percent => with_unit(number.clone(), "%", Kind::Percent),
        Form::Permille => with_unit(number.clone(), "‰", Kind::Percent),
        Form::Fraction => Figure {
            unit: number.chinese.then(|| "分之".to_owned()),
            ..with_unit(number.clone(), "", Kind::Other)
        },
        Form::Plain => counted(text, &number)?,
    };
    prefix(text, &mut figure, earlier.last().map_or(0, |f| f.end));
    suffix(text, &mut figure);
    if let Some(reason) = is_no_figure(text, &figure, earlier) {
        return mask(reason);
    }
    if figure.unit.as_deref() == Some("度") && is_temperature(text, &figure) {
        figure.kind = Kind::Temperature;
    }
    if is_one(&figure.numeral)
        && figure.kind == Kind::Count
        && let Some(word) = denial(text, figure.numeral.start)
    {
        figure.zero = true;
        figure.qualifiers.push(word.to_owned());
    }
    Ok(figure)
}

fn with_unit(numeral: Numeral, unit: &str, kind: Kind) -> Figure {
    Figure {
        start: numeral.start,
        end: numeral.end,
        numeral,
        second: None,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        kind,
        op: Op::Exactly,
        qualifiers: Vec::new(),
        below_zero: false,
        tenths: 0,
        zero: false,
        per: None,
        inherits: false,
    }
}

/// 第三次 is masked, 列全区第三 is a rank.
fn ordinal(text: &Text, number: &Numeral) -> Option<Result<Figure, (usize, Reason)>> {
    if text.before(number.start) != '第' {
        return None;
    }
    let first = number.start - 1;
    let clause = text.slice(
        text.clause_start(first).max(first.saturating_sub(10)),
        first,
    );
    let ranks = "名列 位列 居 排名 排在 排 跃升 升至 上升到 保持 稳居 列";
    let unit = text.longest_at(number.end, "名 位");
    let closes = !is_word(text.char(number.end))
        || "，。、；和".contains(text.char(number.end))
        || unit.is_some();
    if closes && number.more.is_none() && holds(&clause, ranks) {
        let mut figure = with_unit(number.clone(), unit.unwrap_or(""), Kind::Rank);
        figure.start = first;
        figure.end += unit.map_or(0, |w| w.chars().count());
        return Some(Ok(figure));
    }
    Some(Err((number.end, Reason::Ordinal)))
}

/// Roads, telephone numbers, compound names such as 1+7 and 3·28, proportions.
fn stands_in_a_code(text: &Text, number: &Numeral) -> Option<Reason> {
    let (before, next) = (text.before(number.start), text.char(number.end));
    if number.chinese {
        return None;
    }
    let digits = number.end - number.start;
    let roads = "国道 省道 县道 乡道 村道 专线 号线 高速公路 高速";
    let names = "热线 电话 专线 平台 急救 路公交 路车 报警 指挥中心 警务";
    // 国道318线, but not 109国道181公里.
    let named_before = next == '线'
        && text
            .longest_before(number.start, "国道 省道 县道")
            .is_some();
    if (text.longest_at(number.end, roads).is_some() || named_before) && digits <= 4 {
        return Some(Reason::Road);
    }
    if (text.longest_at(number.end, names).is_some() && digits >= 3)
        || next == '号'
        || next == '路' && digits <= 3
    {
        return Some(Reason::Code);
    }
    if next == '%' {
        return None;
    }
    let joined = |c: char| "·+×*".contains(c) && c != '\0';
    if joined(before) && text.before(number.start - 1).is_ascii_alphanumeric()
        || joined(next)
            && (text.char(number.end + 1).is_ascii_alphanumeric()
                || text.char(number.end + 1) == 'N')
    {
        return Some(Reason::Name);
    }
    let ratio = |a: char, b: char| a == ':' && b.is_ascii_digit();
    if ratio(next, text.char(number.end + 1))
        || (before == ':' && number.start >= 2 && text.char(number.start - 2).is_ascii_digit())
    {
        return Some(Reason::Position);
    }
    let hyphen = |a: char, b: char| a == '-' && b.is_ascii_digit();
    let leading_zero =
        text.char(number.start) == '0' && text.char(number.start + 1).is_ascii_digit();
    if leading_zero
        || (digits >= 7
            && !text
                .slice(number.start, number.end)
                .contains(['.', ',', '万', '亿', '千', '百'])
            && counter::read(text, number.end).is_none())
    {
        return Some(Reason::Code);
    }
    if hyphen(before, text.before(number.start.saturating_sub(1)))
        && digits >= 5
        && counter::read(text, number.end).is_none()
    {
        return Some(Reason::Code);
    }
    if before.is_ascii_alphabetic()
        || before == '№'
        || (next.is_ascii_alphabetic() && counter::read(text, number.end).is_none())
    {
        return Some(Reason::Code);
    }
    if text
        .longest_before(number.start, "北纬 南纬 东经 西经 纬度 经度")
        .is_some()
    {
        return Some(Reason::Position);
    }
    None
}

/// Reads counter, range and list after a plain number.
fn counted(text: &Text, number: &Numeral) -> Result<Figure, (usize, Reason)> {
    let first = after(text, number.end);
    if let Some(range) = range(text, number, first.as_ref()) {
        return Ok(range);
    }
    let mut figure = match first {
        Some(after) => {
            let mut figure = with_unit(number.clone(), &after.counter.word, after.counter.kind);
            figure.end = after.end;
            figure.tenths = after.tenths;
            if after.more {
                figure.qualifiers.push("多".to_owned());
                figure.op = Op::More;
            }
            figure
        }
        None => {
            let Some(counter) = inherited(text, number.end, 0) else {
                return bare(text, number);
            };
            let mut figure = with_unit(number.clone(), &counter.word, counter.kind);
            figure.inherits = true;
            figure
        }
    };
    if figure.kind == Kind::Duration && figure.qualifiers.is_empty() {
        compound(text, &mut figure);
    }
    // 分别提高21个和37个百分点: the points are named once.
    if figure.unit.as_deref() == Some("个")
        && let Some(next) = inherited(text, figure.end, 0)
        && next.kind == Kind::Pp
    {
        figure = Figure {
            end: figure.end,
            inherits: true,
            ..with_unit(figure.numeral, &next.word, next.kind)
        };
    }
    if text.char(figure.end) == '/'
        && let Some(per) = counter::read(text, figure.end + 1)
    {
        figure.per = Some(per.word);
        figure.end = per.end;
    }
    Ok(figure)
}

/// 3小时28分, 2分15秒, 1年6个月: one duration, given in its smallest common measure (秒 or 个月).
fn compound(text: &Text, figure: &mut Figure) {
    let size = |unit: &str| match unit {
        "天" => Some((86_400, "秒")),
        "小时" | "个小时" => Some((3_600, "秒")),
        "分" | "分钟" => Some((60, "秒")),
        "秒" | "秒钟" => Some((1, "秒")),
        "年" => Some((12, "个月")),
        "个月" => Some((1, "个月")),
        _ => None,
    };
    let seconds = |n: &Numeral, unit: &str| -> Option<(i128, i128, &str)> {
        let Amount::Exact(value) = n.amount else {
            return None;
        };
        let (times, measure) = size(unit)?;
        let whole = n.more.is_none() && value.scale() == 0;
        whole.then(|| Some((value.mantissa().checked_mul(times)?, times, measure)))?
    };
    let Some((mut sum, mut step, measure)) =
        seconds(&figure.numeral, figure.unit.as_deref().unwrap_or(""))
    else {
        return;
    };
    let mut end = figure.end;
    let mut last = None;
    while let Some(next) = numeral::can_start(text.char(end))
        .then(|| numeral::read(text, end))
        .flatten()
        && let Some(unit) = counter::read(text, next.end)
        && let Some((part, times, same)) = seconds(&next, &unit.word)
        && same == measure
        && times < step
    {
        sum += part;
        step = times;
        end = unit.end;
        last = Some(unit.end - unit.word.chars().count());
    }
    if let (Some(number_end), Some(value)) = (last, Decimal::new(sum, 0)) {
        figure.numeral.amount = Amount::Exact(value);
        figure.numeral.end = number_end;
        figure.unit = Some(measure.to_owned());
        figure.end = end;
    }
}

/// What stands behind a number: counter, 半, 多.
struct After {
    counter: Counter,
    end: usize,
    tenths: i128,
    more: bool,
}

fn after(text: &Text, i: usize) -> Option<After> {
    // 三个半小时, 两个多月.
    for (word, tenths) in [("个半", 5), ("个多", 0)] {
        if text.starts(i, word)
            && let Some(unit) = counter::read(text, i + 2).filter(|c| c.kind == Kind::Duration)
        {
            let counter = Counter {
                word: format!("个{}", unit.word),
                ..unit
            };
            return Some(After {
                end: counter.end,
                counter,
                tenths,
                more: tenths == 0,
            });
        }
    }
    let counter = counter::read(text, i)?;
    let mut after = After {
        end: counter.end,
        counter,
        tenths: 0,
        more: false,
    };
    let measured = !matches!(
        after.counter.kind,
        Kind::Count | Kind::Percent | Kind::Money
    );
    let next = text.char(after.end + 1);
    match text.char(after.end) {
        '半' if after.counter.word == "成"
            || measured && after.counter.word != "番" && !"年数个".contains(next) =>
        {
            after.tenths = 5
        }
        c if after.counter.word == "成"
            && !"一".contains(c)
            && numeral::digit(c).is_some()
            && counter::read(text, after.end + 1).is_none() =>
        {
            after.tenths = numeral::digit(c).unwrap_or(0);
        }
        '多' | '余'
            if (measured || matches!(after.counter.word.as_str(), "元" | "成"))
                && !"云样元次方种".contains(next) =>
        {
            after.more = true
        }
        _ => return Some(after),
    }
    after.end += 1;
    Some(after)
}

/// A至B, A~B, A-B, 70元至120元; 由A到B is a change and gives two figures.
fn range(text: &Text, number: &Numeral, first: Option<&After>) -> Option<Figure> {
    let at = first.map_or(number.end, |a| a.end);
    let word = text.longest_at(at, "至 到 ~ - — —— ─")?;
    let start = at + word.chars().count();
    let start = start + usize::from(text.starts(start, "零下")) * 2;
    let mut second = (text.char(start) == '-' || numeral::can_start(text.char(start)))
        .then(|| numeral::read(text, start))??;
    let last = after(text, second.end)?;
    if first.is_some_and(|f| f.counter.word != last.counter.word) {
        return None;
    }
    let spoken = matches!(word, "至" | "到");
    if spoken && changes(text, number.start) {
        return None;
    }
    let mut lower = number.clone();
    // 2至3万元: the scale of the second number is meant for both.
    let power = match text.char(second.end - 1) {
        '万' => 4,
        '亿' => 8,
        _ => 0,
    };
    if let (Amount::Exact(a), Amount::Exact(b)) = (lower.amount, second.amount) {
        if first.is_none()
            && power > 0
            && a.scale() >= 0
            && b.times_ten(-power).is_some_and(|b| a.compare(b).is_le())
        {
            lower.amount = Amount::Exact(a.times_ten(power)?);
        }
        // 零下二十至三十度: with one counter for both, both lie below zero; 零下5℃至3℃ spans it.
        let both = first.is_none() && text.ends(number.start, "零下");
        if both || start >= 2 && text.starts(start - 2, "零下") {
            second.amount = Amount::Exact(b.negated());
        }
    }
    let mut figure = with_unit(lower, &last.counter.word, last.counter.kind);
    figure.end = last.end;
    figure.op = Op::Range;
    figure.qualifiers.push(word.to_owned());
    figure.second = Some(second);
    Some(figure)
}

/// Says whether 由 or 从 stands before the number, with nothing counted in between.
fn changes(text: &Text, start: usize) -> bool {
    (text.clause_start(start).max(start.saturating_sub(14))..start)
        .rev()
        .take_while(|k| !text.char(*k).is_ascii_digit())
        .any(|k| {
            "由从自".contains(text.char(k))
                && !text.starts(k, "自治")
                && !text.starts(k, "自然")
                && !text.starts(k, "从事")
        })
}

/// The counter of the next number in a list: 20、30和50个; 由3到5个.
fn inherited(text: &Text, i: usize, depth: usize) -> Option<Counter> {
    let word = text.longest_at(
        i,
        "、 和 与 及 到 至 增至 增加到 增加至 提高到 减至 降至 升至",
    )?;
    let start = i + word.chars().count();
    if depth > 12 || !numeral::can_start(text.char(start)) {
        return None;
    }
    let next = numeral::read(text, start)?;
    counter::read(text, next.end).or_else(|| inherited(text, next.end, depth + 1))
}

/// A number without counter is a figure only where a verb says that it is a value.
fn bare(text: &Text, number: &Numeral) -> Result<Figure, (usize, Reason)> {
    let end = number.end;
    if text.before(number.start) == '每' {
        return Err((end, Reason::Base));
    }
    if number.chinese {
        return Err((
            end,
            if number.bare {
                Reason::Name
            } else {
                Reason::Word
            },
        ));
    }
    let value_words =
        "为 达 达到 达到了 升至 降至 增至 减至 到 至 是 约 超 超过 近 得分 指数 增加 减少";
    let closes = !is_word(text.char(end)) || text.char(end) == '左';
    let written = text.slice(number.start, end);
    let scaled = written.contains(['万', '亿']) || number.more.is_some();
    let looks_like_a_year = looks_like_a_year(number);
    let bounded = text.longest_at(end, "出头 左右 以上 有余").is_some() && !looks_like_a_year;
    let valued =
        text.longest_before(number.start, value_words).is_some() && closes && !looks_like_a_year;
    if valued || scaled || bounded {
        let kind = if scaled || bounded {
            Kind::Count
        } else {
            Kind::Other
        };
        return Ok(with_unit(number.clone(), "", kind));
    }
    Err((
        end,
        if looks_like_a_year {
            Reason::Date
        } else {
            Reason::Bare
        },
    ))
}

fn looks_like_a_year(number: &Numeral) -> bool {
    matches!(number.amount, Amount::Exact(d) if d.scale() == 0 && (1900..2100).contains(&d.mantissa()))
}

/// Words before a number that bound it, by what they mean.
static PREFIXES: LazyLock<Meanings<Op>> = LazyLock::new(|| {
    Meanings::new(&[
        ("近 将近 接近", Op::Nearly),
        ("约 大约 约为 大概 约合 约占 约有", Op::About),
        (
            "超 超过 超出 突破 逾 高于 大于 多于 破 过 跨越 远超",
            Op::More,
        ),
        (
            "上 至少 不少于 不低于 不小于 不下 不下于 最少 不得少于 不得低于 不能少于",
            Op::AtLeast,
        ),
        (
            "最多 至多 不超过 不高于 不多于 不大于 不得超过 不能超过",
            Op::AtMost,
        ),
        (
            "不足 不到 未满 不满 低于 少于 小于 未达 未到 不足于",
            Op::Less,
        ),
        ("最多时 最多达 最高 多达 高达 达 达到 最低", Op::Exactly),
    ])
});

fn prefix(text: &Text, figure: &mut Figure, floor: usize) {
    let mut at = figure.numeral.start;
    for word in "零下 负".split(' ') {
        let free = at >= floor + word.chars().count();
        if free
            && text.ends(at, word)
            && !(word == "负" && "抱担欺背辜".contains(text.before(at - 1)))
        {
            figure.below_zero = true;
            at -= word.chars().count();
            figure.start = at;
        }
    }
    // 超过了, 不低于人民币, 约为.
    let filler = text.longest_before(at, "了 人民币 全年");
    let bounded = filler.map_or(at, |w| at - w.chars().count());
    for from in [at, bounded] {
        let Some((word, op)) = PREFIXES.ending(&text.chars[..from]) else {
            continue;
        };
        let start = from - word.chars().count();
        if start < floor || !stands_as_qualifier(text, word, start, figure) {
            continue;
        }
        if op == Op::Exactly {
            break;
        }
        figure.qualifiers.insert(0, word.to_owned());
        figure.start = start;
        if figure.op == Op::Exactly {
            figure.op = op;
        }
        break;
    }
    if figure.qualifiers.is_empty()
        && let Some((word, op)) = detached(text, figure, at)
    {
        figure.qualifiers.push(word.to_owned());
        figure.op = op;
    }
    if let Some(c) = figure.numeral.more {
        figure.qualifiers.push(c.to_string());
        if figure.op != Op::Range {
            figure.op = if c == '来' { Op::About } else { Op::More };
        }
    }
    if matches!(figure.numeral.amount, Amount::Between(..)) && figure.op == Op::Exactly {
        figure.op = Op::Range;
    }
    if let Some(second) = &figure.second
        && second.more.is_some()
    {
        figure.qualifiers.extend(second.more.map(String::from));
    }
}

/// Bounds that something stands behind: 不足海平面的50% (what the share is of), 至少召开1次 (a verb).
fn detached(text: &Text, figure: &Figure, at: usize) -> Option<(&'static str, Op)> {
    static SHARES: LazyLock<Meanings<Op>> = LazyLock::new(|| {
        Meanings::new(&[
            ("不足 不到 低于", Op::Less),
            ("超过 高于", Op::More),
            ("不超过", Op::AtMost),
            ("不低于", Op::AtLeast),
        ])
    });
    static VERBS: LazyLock<Meanings<Op>> = LazyLock::new(|| {
        Meanings::new(&[("至少 最少 不少于", Op::AtLeast), ("至多 最多", Op::AtMost)])
    });
    let of_a_base = figure.kind == Kind::Percent && text.before(at) == '的';
    let (bounds, reach) = if of_a_base {
        (&SHARES, 14)
    } else {
        (&VERBS, 6)
    };
    let start = text.clause_start(at).max(at.saturating_sub(reach));
    let near = |i: &usize| {
        text.chars[*i..at]
            .iter()
            .all(|c| is_word(*c) && !c.is_ascii_digit())
    };
    (start..at).rev().take_while(near).find_map(|i| {
        let hit = bounds.beginning(&text.chars[i..])?;
        let other = text.before(i) == '不' || text.longest_at(i, "最多时 最多达 最少时").is_some();
        (!other).then_some(hit)
    })
}

/// 节约 and 附近 end in a qualifier without being one.
fn stands_as_qualifier(text: &Text, word: &str, start: usize, figure: &Figure) -> bool {
    let before = text.before(start);
    let blocked = match word {
        "近" => "附最靠贴邻临亲就走新远拉迫",
        "超" => "高反赶",
        "过" => "经通不难超越路渡度",
        "破" => "侦爆打攻查告",
        "上" => "以线网会早晚向加",
        "突破" | "超过" | "低于" | "高于" => "",
        _ => "",
    };
    if before != '\0' && blocked.contains(before) {
        return false;
    }
    let other_word = "节约 预约 公约 签约 契约 条约 制约 简约 履约 违约 失约 特约 盟约 守约 赴约 相约 婚约 合约 解约 续约 集约 邀约 租约 俭约";
    match word {
        "约" => text.longest_before(start + 1, other_word).is_none() || text.ends(start, "损失"),
        "上" | "过" | "破" => {
            figure.numeral.bare || (word == "过" && text.before(start) == '已')
        }
        "最多" => !text.starts(start + 2, "时"),
        // 比去年高于 is no bound.
        "高于" | "低于" => !text.ends(start, "比"),
        _ => true,
    }
}

/// Words behind a figure that bound it, by what they mean.
static SUFFIXES: LazyLock<Meanings<Op>> = LazyLock::new(|| {
    Meanings::new(&[
        ("以上 及以上 (含)以上 (含本数)以上 含以上", Op::AtLeast),
        ("(不含)以上 有余 出头 开外", Op::More),
        ("以下 及以下 (含)以下 以内 之内 内", Op::AtMost),
        ("(不含)以下", Op::Less),
        ("左右 上下 许", Op::About),
        ("之多 不等 (不含)", Op::Exactly),
    ])
});

fn suffix(text: &Text, figure: &mut Figure) {
    let Some((word, op)) = SUFFIXES.beginning(&text.chars[figure.end..]) else {
        return;
    };
    let after = text.char(figure.end + word.chars().count());
    let wrong = match word {
        "内" => {
            figure.kind != Kind::Duration || "地部外容在设置涵蒙".contains(after) && after != '\0'
        }
        "上下" => "级班一游".contains(after) && after != '\0',
        "许" => !matches!(figure.kind, Kind::Length | Kind::Duration),
        "以上" => false,
        _ => false,
    };
    if wrong {
        return;
    }
    figure.end += word.chars().count();
    figure.qualifiers.push(word.to_owned());
    if op != Op::Exactly && matches!(figure.op, Op::Exactly | Op::Nearly | Op::About) {
        figure.op = op;
    }
}

/// Says why a number with its counter is still no figure.
fn is_no_figure(text: &Text, figure: &Figure, earlier: &[Figure]) -> Option<Reason> {
    let number = &figure.numeral;
    let before = text.before(number.start);
    let unit = figure.unit.as_deref().unwrap_or("");
    let qualified = !figure.qualifiers.is_empty();
    if before == '每' || text.ends(number.start, "每隔") {
        return Some(Reason::Base);
    }
    // 凌晨四五点: a time of day.
    let part_of_day = "凌晨 清晨 早晨 早上 上午 中午 下午 傍晚 晚上 夜里 深夜 夜间 早 晚";
    if unit == "点"
        && (text.longest_before(number.start, part_of_day).is_some()
            || text.char(figure.end) == '钟')
    {
        return Some(Reason::Date);
    }
    if !number.chinese {
        let small =
            matches!(number.amount, Amount::Exact(d) if d.scale() == 0 && d.mantissa() <= 9);
        return match unit {
            "版" | "页" if text.before(number.start) != '共' => Some(Reason::Code),
            "级" if small
                && text
                    .longest_at(
                        figure.end,
                        "应急响应 响应 公路 医院 警 主任科员 风险 预警 蓝色 黄色 橙色 红色",
                    )
                    .is_some() =>
            {
                Some(Reason::Name)
            }
            // 2021级学生: the year in which they came.
            "级" if looks_like_a_year(number) => Some(Reason::Date),
            "届" | "周年" | "年代" => Some(Reason::Ordinal),
            "国" | "国家" | "省" | "市" | "县" if text.before(number.start) == '第' => {
                Some(Reason::Ordinal)
            }
            _ => None,
        };
    }
    if number.form != Form::Plain {
        return None;
    }
    chinese_reason(text, figure, earlier, unit, qualified)
}

/// The same for numbers in Chinese characters, which are mostly words.
fn chinese_reason(
    text: &Text,
    figure: &Figure,
    earlier: &[Figure],
    unit: &str,
    qualified: bool,
) -> Option<Reason> {
    let number = &figure.numeral;
    let before = text.before(number.start);
    let value = match number.amount {
        Amount::Exact(value) => value,
        Amount::Between(..) => {
            let written = text.slice(number.start, number.end);
            return written
                .starts_with('几')
                .then_some(())
                .filter(|()| number.end - number.start == 1)
                .map(|()| Reason::Vague);
        }
        Amount::Fraction(_) => return None,
    };
    if number.bare && !(qualified && unit != "年") {
        return Some(Reason::Name);
    }
    // 翻了近一番 is twice as much, 一番努力 is effort.
    if unit == "番" {
        let clause = text.slice(text.clause_start(number.start), number.start);
        return (!clause.contains('翻')).then_some(Reason::Article);
    }
    // 一个点 may be a place; 一成, 一倍 and 一个百分点 are measures.
    if matches!(figure.kind, Kind::Multiple | Kind::Percent | Kind::Pp)
        && !(is_one(number) && unit == "个点")
    {
        return None;
    }
    if is_one(number) {
        return one(text, figure, earlier);
    }
    if text.slice(number.start, number.end) == "二" {
        return Some(Reason::Ordinal);
    }
    if value.mantissa() == 0 {
        return Some(Reason::Word);
    }
    // 十七届人大三次会议.
    if unit == "次"
        && text
            .longest_at(figure.end, "会议 全会 全体会议 代表大会")
            .is_some()
        && holds(
            &text.slice(text.clause_start(number.start), number.start),
            "届 人大 政协 代表大会 委员会",
        )
    {
        return Some(Reason::Ordinal);
    }
    if matches!(unit, "年" | "载") && !qualified && in_headline(text, number.start) {
        return Some(Reason::Name);
    }
    let small = value.mantissa() <= 12;
    if !small || qualified {
        return None;
    }
    if "这那哪各其某另同头前后".contains(before)
        && before != '\0'
        && !text.ends(number.start, "此前")
        && !text.ends(number.start, "以前")
        && before != '各'
    {
        return Some(Reason::Generic);
    }
    let heads = "方面 层面 环节 维度 阶段 步骤 部分 原则 要求 特点 优势 字 关键 重点 角度 抓手 支点 体系 时期 方向 关系 必须 坚持 意识 自信 全面 维护 确立 第一 表率 创建 统筹 到位 确保 进一步 结合 转变 提升 突出 聚焦 强化 不 务必 从 一批 更加 注重 到 百分百 带头 相统一 如何 什么 为 离不开 大 主要 基本 转化 延伸 覆盖 清单 机制 同步 融合 优先 严格 着力 加强 推进";
    match unit {
        "个" | "项" | "种" | "类" | "条" | "点" | "大"
            if text.longest_at(figure.end, heads).is_some() =>
        {
            Some(Reason::Generic)
        }
        "级" if text
            .longest_before(number.start, "风力 阵风 地震 震 达 至 到 风")
            .is_none() =>
        {
            Some(Reason::Name)
        }
        "级" | "人" | "名" | "起" | "件" | "所" | "家" | "户" => None,
        "类" | "种" | "项" | "期" | "字" | "点" | "句" | "道" | "分" | "届" | "节" | "度"
        | "层" | "段" | "步" | "声" | "面" | "门" | "条" | "关" | "口" | "路" | "本" | "方"
        | "里" | "头" | "只" => Some(Reason::Generic),
        "国" | "省" | "市" | "县" | "区" | "乡" | "镇" | "村" | "州" | "盟" | "旗" => {
            Some(Reason::Name)
        }
        "年" | "天" | "周" | "月"
            if text
                .longest_at(figure.end, "行动 规划 计划 攻坚 大计 方案 滚动 提升")
                .is_some() =>
        {
            Some(Reason::Name)
        }
        _ => None,
    }
}

/// 一 with a counter is an article, unless it is said not to have happened, or stands in a list of casualties.
fn one(text: &Text, figure: &Figure, earlier: &[Figure]) -> Option<Reason> {
    let start = figure.numeral.start;
    let is_count = figure.kind == Kind::Count;
    if figure.tenths > 0 {
        return None;
    }
    if is_count && denial(text, start).is_some() {
        return None;
    }
    let tallied = "死亡 遇难 受伤 失联 失踪 重伤 轻伤 新增 仅 只有 共";
    let counted_before = || {
        let last = earlier.last().filter(|f| f.end <= start);
        last.is_some_and(|f| f.end >= text.item_start(start))
    };
    let is_tallied = is_count && text.longest_before(start, tallied).is_some();
    (!(is_tallied && counted_before())).then_some(Reason::Article)
}

fn is_one(number: &Numeral) -> bool {
    matches!(number.amount, Amount::Exact(value) if value.same_value(Decimal::from(1)))
}

/// The word that says that not even one happened, in the same clause before `start`.
fn denial(text: &Text, start: usize) -> Option<&'static str> {
    let clause = text.slice(
        text.clause_start(start).max(start.saturating_sub(12)),
        start,
    );
    let near = "没有 无 没有任何 无任何";
    let far = "未发生 没有发生 没发生 未出现 没有出现 未造成 未接到 未发现 未有 未收到 未查出 未报告 未漏 未落下 没有漏";
    near.split(' ')
        .find(|w| clause.ends_with(w))
        .or_else(|| far.split(' ').find(|w| clause.contains(w)))
}

/// 度 measures heat where the clause speaks of it.
fn is_temperature(text: &Text, figure: &Figure) -> bool {
    let clause = text.slice(text.clause_start(figure.start), figure.start);
    figure.below_zero || holds(&clause, "气温 温度 低温 高温 体温 水温 温差 升温 降温")
}

/// A line without closing mark, at most forty characters: a headline.
fn in_headline(text: &Text, i: usize) -> bool {
    let (start, end) = (text.line_start(i), text.line_end(i));
    end - start <= 40 && !"。！？；”".contains(text.before(end)) && end < text.len()
}
