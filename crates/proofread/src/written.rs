//! Every number written in a text, masks aside: what other readers of Chinese numbers give, and more than a report needs.
//!
//! [`crate::read`] asks whether a number is a figure and what it counts. Here a number is a number: dozens, powers,
//! mixed fractions and discounts too, and bounds joined to ranges.

use crate::normalise::Text;
use crate::numeral::{self, Amount, Form, Numeral};
use youju_base::ratio::Ratio;

/// A number as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// First code point of the text.
    pub start: usize,
    /// First code point after it.
    pub end: usize,
    /// Its value, in percent where it is a percentage; the smallest of 三四十 and 数百.
    pub value: Ratio,
    /// Whether it is a percentage: %, 百分之, 成, 折, 个百分点.
    pub percent: bool,
}

/// A bound or a range as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenRange {
    /// First code point of the text.
    pub start: usize,
    /// First code point after it.
    pub end: usize,
    /// The lower end, if it has one.
    pub lower: Option<Ratio>,
    /// The upper end, if it has one.
    pub upper: Option<Ratio>,
}

/// Reads all numbers of a text, from left to right.
///
/// ```
/// use youju_proofread::written::numbers;
/// let found = numbers("三百五十又三分之一，打九五折");
/// assert_eq!(found[0].value.to_string(), "1051/3");
/// assert_eq!((found[1].value.to_string().as_str(), found[1].percent), ("95", true));
/// ```
pub fn numbers(source: &str) -> Vec<Written> {
    let text = Text::new(source);
    let found = all(&text);
    found.into_iter().map(|n| n.written(&text)).collect()
}

/// Reads all bounds and ranges of a text: 大于20小于35, 20至30, 五百以上, 十几万.
pub fn ranges(source: &str) -> Vec<WrittenRange> {
    let text = Text::new(source);
    let bounds = joined(&text, bounds(&text, &all(&text)));
    let place = |bound: Bound| {
        let (start, end) = text.origin(bound.start, bound.end);
        WrittenRange {
            start,
            end,
            lower: bound.lower,
            upper: bound.upper,
        }
    };
    bounds.into_iter().map(place).collect()
}

/// A number in the normalised text.
#[derive(Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
    value: Ratio,
    percent: bool,
    /// 余, 多, 几 or a vague word: at least this much.
    more: bool,
}

impl Number {
    fn written(self, text: &Text) -> Written {
        let (start, end) = text.origin(self.start, self.end);
        Written {
            start,
            end,
            value: self.value,
            percent: self.percent,
        }
    }
}

fn all(text: &Text) -> Vec<Number> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < text.len() {
        match number(text, i) {
            Some(number) => {
                i = number.end;
                found.push(number);
            }
            None => i += 1,
        }
    }
    found
}

fn number(text: &Text, i: usize) -> Option<Number> {
    let signs = sign(text, i);
    let mut number = unsigned(text, i + signs)?;
    if signs > 0 {
        number.value = number.value.negated();
        number.start = i;
    }
    Some(percent(text, suffixed(text, number)?))
}

/// How many characters at `i` make the number behind them negative.
fn sign(text: &Text, i: usize) -> usize {
    let before = text.before(i);
    let free = !before.is_ascii_alphanumeric() && !"胜抱担欺背辜-".contains(before);
    usize::from(free && (text.char(i) == '负' || text.char(i) == '-'))
}

fn unsigned(text: &Text, i: usize) -> Option<Number> {
    if text.starts(i, "半百") {
        return Some(plain(i, i + 2, Ratio::from(50)));
    }
    if let Some(share) = half(text, i) {
        return Some(share);
    }
    let first = !text.before(i).is_ascii_alphanumeric() && text.before(i) != '.';
    if text.char(i) == '.' && first {
        let digits = numeral::read(text, i + 1).filter(|n| !n.chinese)?;
        let places = u32::try_from(digits.end - i - 1).ok()?;
        let value = value_of(&digits)?.over(Ratio::from(10i128.checked_pow(places)?))?;
        return Some(plain(i, digits.end, value));
    }
    let digit_at = |k: usize| i128::from(text.char(k).to_digit(10).unwrap_or(0));
    if text.char(i).is_ascii_digit()
        && text.char(i + 1) == ' '
        && text.char(i + 2).is_ascii_digit()
        && text.char(i + 3) == '折'
    {
        // 7 2 折
        let value = digit_at(i) * 10 + digit_at(i + 2);
        return Some(plain(i, i + 3, Ratio::from(value)));
    }
    let numeral = numeral::read(text, i)?;
    let lone = numeral.bare && numeral.end - numeral.start <= 2;
    if lone && numeral.amount == Amount::Exact(0.into()) {
        return pair(text, i);
    }
    if numeral.bare && !"百千".contains(text.char(i)) {
        return None;
    }
    let mut number = Number {
        value: value_of(&numeral)?,
        percent: matches!(numeral.form, Form::Percent | Form::Permille),
        more: numeral.more.is_some() || matches!(numeral.amount, Amount::Between(..)),
        ..plain(i, numeral.end, Ratio::from(0))
    };
    if numeral.form == Form::Permille {
        number.value = number.value.over(Ratio::from(10))?;
    }
    // 万分之三 is a percentage, 一万分之三 is a fraction.
    if numeral.form == Form::Fraction && "百千万亿佰仟".contains(text.char(i)) {
        number.percent = true;
        number.value = number.value.times(Ratio::from(100))?;
    }
    if numeral.form == Form::Plain {
        if let Some(fraction) = fraction_behind(text, &number) {
            return Some(fraction);
        }
        if text.char(number.end) == '又' {
            let rest = unsigned(text, number.end + 1)?;
            number.value = number.value.plus(rest.value)?;
            number.end = rest.end;
        } else if text.char(number.end) == ' '
            && let Some(rest) = spaced(text, &number)
        {
            // 1 4/3
            number.value = number.value.plus(rest.value)?;
            number.end = rest.end;
        }
    }
    Some(number)
}

/// 打对折, 半折 and 半成: half of the whole, and of a tenth.
fn half(text: &Text, i: usize) -> Option<Number> {
    let bargain = text.before(i) == '打' && text.starts(i, "对折");
    let percent = if bargain || text.starts(i, "半折") {
        50
    } else if text.starts(i, "半成") && text.longest_at(i + 2, "品").is_none() {
        5
    } else {
        return None;
    };
    Some(Number {
        percent: true,
        ..plain(i, i + 2, Ratio::from(percent))
    })
}

/// The fraction after a number and a space: 1 4/3.
fn spaced(text: &Text, number: &Number) -> Option<Number> {
    let start = number.end + 1;
    let first = numeral::read(text, start)?;
    let first_alone = plain(start, first.end, value_of(&first)?);
    match first.form {
        Form::Fraction => Some(first_alone),
        _ => fraction_behind(text, &first_alone),
    }
}

/// Two digits side by side: 九九折, 五五折; without a discount behind them they are a name.
fn pair(text: &Text, i: usize) -> Option<Number> {
    let (a, b) = (
        numeral::digit(text.char(i))?,
        numeral::digit(text.char(i + 1))?,
    );
    (text.char(i + 2) == '折').then(|| plain(i, i + 2, Ratio::from(a * 10 + b)))
}

/// 16/5 and 负3分之负157: fractions of any size.
fn fraction_behind(text: &Text, first: &Number) -> Option<Number> {
    let spoken = text.starts(first.end, "分之");
    let written = text.char(first.end) == '/';
    if !spoken && !written {
        return None;
    }
    let at = first.end + if spoken { 2 } else { 1 };
    let minus = usize::from(text.char(at) == '负');
    let second = numeral::read(text, at + minus).filter(|n| n.form == Form::Plain)?;
    let mut value = value_of(&second)?;
    if minus > 0 {
        value = value.negated();
    }
    let (whole, part) = if spoken {
        (first.value, value)
    } else {
        (value, first.value)
    };
    Some(plain(first.start, second.end, part.over(whole)?))
}

/// 一打, 12k, 2.5M, 21.2E0, 2^5.
fn suffixed(text: &Text, mut number: Number) -> Option<Number> {
    let next = text.char(number.end);
    let alone = |end: usize| !text.char(end).is_ascii_alphanumeric();
    let space = usize::from(next == ' ' && "MGTkK".contains(text.char(number.end + 1)));
    let letter = text.char(number.end + space);
    let times = |power: u32| Ratio::from(10i128.pow(power));
    if next == '打' && !"折开造击破工".contains(text.char(number.end + 1)) {
        number.value = number.value.times(Ratio::from(12))?;
        number.end += 1;
    } else if let Some(power) = match letter {
        'k' | 'K' => Some(3),
        'M' => Some(6),
        'G' => Some(9),
        'T' => Some(12),
        _ => None,
    } && alone(number.end + space + 1)
    {
        number.value = number.value.times(times(power))?;
        number.end += space + 1;
    } else if let Some((power, end)) = exponent(text, number.end, "eE") {
        let factor = times(power.unsigned_abs());
        number.value = if power < 0 {
            number.value.over(factor)?
        } else {
            number.value.times(factor)?
        };
        number.end = end;
    } else if let Some((power, end)) = exponent(text, number.end, "^") {
        let base = number.value;
        let raised = (0..power.unsigned_abs()).try_fold(Ratio::from(1), |a, _| a.times(base))?;
        number.value = if power < 0 {
            Ratio::from(1).over(raised)?
        } else {
            raised
        };
        number.end = end;
    }
    Some(number)
}

/// A power after one of `marks`: its value and the place after it.
fn exponent(text: &Text, i: usize, marks: &str) -> Option<(i32, usize)> {
    if !marks.contains(text.char(i)) || text.char(i) == '\0' {
        return None;
    }
    let signed = "+-".contains(text.char(i + 1)) && text.char(i + 1) != '\0';
    let start = i + 1 + usize::from(signed);
    let end = (start..start + 3)
        .take_while(|k| text.char(*k).is_ascii_digit())
        .last()?
        + 1;
    let power: i32 = text.slice(start, end).parse().ok()?;
    let negative = signed && text.char(i + 1) == '-';
    Some((if negative { -power } else { power }, end))
}

/// Signs of a percentage behind a number: 七成六, 九五折, 对折, 12个百分点.
fn percent(text: &Text, number: Number) -> Number {
    let of = |words: &'static str| {
        text.longest_at(number.end, words)
            .map(|w| w.chars().count())
    };
    let share = |value: Option<Ratio>, end: usize| Number {
        percent: true,
        value: value.unwrap_or(number.value),
        end,
        ..number
    };
    if let Some(length) = of("% 个百分点 百分点") {
        return share(None, number.end + length);
    }
    let ten = |value: Ratio| value.times(Ratio::from(10));
    let small = number.value <= Ratio::from(10);
    match text.char(number.end) {
        '成' if small && !"都立功员长效果绩为分人本就".contains(text.char(number.end + 1)) =>
        {
            let last = numeral::digit(text.char(number.end + 1));
            let half = text.char(number.end + 1) == '半';
            let tenths = if half { Some(5) } else { last };
            let value = ten(number.value).and_then(|v| v.plus(Ratio::from(tenths.unwrap_or(0))));
            share(value, number.end + 1 + usize::from(tenths.is_some()))
        }
        '折' if number.value.whole() == 1 && number.value.part() >= 10 => {
            share(None, number.end + 1)
        }
        '折' => share(ten(number.value), number.end + 1),
        _ => number,
    }
}

fn plain(start: usize, end: usize, value: Ratio) -> Number {
    Number {
        start,
        end,
        value,
        percent: false,
        more: false,
    }
}

fn value_of(numeral: &Numeral) -> Option<Ratio> {
    match numeral.amount {
        Amount::Exact(value) => value.ratio(),
        Amount::Fraction(ratio) => Some(ratio),
        Amount::Between(low, _) => Some(Ratio::from(low)),
    }
}

/// What one number with the words around it bounds.
#[derive(Clone, Copy)]
struct Bound {
    start: usize,
    end: usize,
    lower: Option<Ratio>,
    upper: Option<Ratio>,
}

const LOWER_BEFORE: &str = "大于等于 大于或等于 大于或者等于 大于 超过了 超过 超 过 不小于 不少于 不低于 至少是 至少有 至少 最少有 最少 多于 高于 ≥ >= > ≧";
const UPPER_BEFORE: &str = "小于等于 小于或等于 小于或者等于 小于 不大于 不超过 不多于 不高于 最多为 最多有 最多 至多 低于 少于 ≤ <= < ≦";
const LOWER_AFTER: &str = "及以上 或以上 或者以上 以上 或者更多 或更多 之上";
const UPPER_AFTER: &str = "及以下 或以下 或者以下 以下 或者更少 之下 以内";

fn bounds(text: &Text, numbers: &[Number]) -> Vec<Bound> {
    let mut found: Vec<Bound> = Vec::new();
    let mut k = 0;
    while k < numbers.len() {
        let number = numbers[k];
        let next = numbers.get(k + 1);
        if let Some(range) = next.and_then(|next| two_ends(text, &number, next)) {
            found.push(range);
            k += 2;
            continue;
        }
        found.extend(one_end(text, &number));
        k += 1;
    }
    found
}

/// 20~100, 一千到一千五百, 位于20和30之间.
fn two_ends(text: &Text, a: &Number, b: &Number) -> Option<Bound> {
    let ordinal = usize::from(text.char(b.start.wrapping_sub(1)) == '第');
    let between = text.slice(a.end, b.start - ordinal);
    let joined = match between.trim() {
        "到" | "至" | "~" | "-" | "—" | "——" => 0,
        "和" | "与" | "及" => text
            .longest_at(b.end, "之间 间")
            .map(|word| word.chars().count())?,
        "" if b.value.part() < 0 && text.char(b.start) == '-' => 0,
        _ => return None,
    };
    let upper = if between.trim().is_empty() {
        b.value.negated()
    } else {
        b.value
    };
    let first = text.longest_before(
        a.start - usize::from(text.before(a.start) == '第'),
        "位于 在 从 由 介于",
    );
    (a.value <= upper).then(|| Bound {
        start: a.start - first.map_or(0, |w| w.chars().count()),
        end: b.end + joined,
        lower: Some(a.value),
        upper: Some(upper),
    })
}

/// 大于20, 五百以上, 比三十大, 五百多, 等于170.
fn one_end(text: &Text, number: &Number) -> Option<Bound> {
    let free = skip_back(text, number.start);
    let before = |words| {
        text.longest_before(free, words)
            .map(|w: &str| w.chars().count())
    };
    let behind = skip(text, number.end);
    let after = |words| {
        text.longest_at(behind, words)
            .map(|w: &str| w.chars().count())
    };
    let bound = |lower: bool, start: usize, end: usize| Bound {
        start,
        end,
        lower: lower.then_some(number.value),
        upper: (!lower).then_some(number.value),
    };
    let (low, up) = (before(LOWER_BEFORE), before(UPPER_BEFORE));
    if text.char(free.wrapping_sub(1)) == '比' {
        let lower = after("大 高 多 重 长");
        let upper = after("小 低 少 轻 短");
        if let Some(length) = lower.or(upper) {
            return Some(bound(lower.is_some(), free - 1, behind + length));
        }
    }
    // 小于等于 ends with 等于, 不超过 with 超过: the longer word is meant.
    if low.is_some() || up.is_some() {
        let lower = low > up;
        return Some(bound(lower, free - low.max(up).unwrap_or(0), number.end));
    }
    if let Some(length) = before("等于 =") {
        return Some(Bound {
            start: free - length,
            end: number.end,
            lower: Some(number.value),
            upper: Some(number.value),
        });
    }
    if let Some(length) = after(LOWER_AFTER) {
        return Some(bound(true, number.start, behind + length));
    }
    if let Some(length) = after(UPPER_AFTER) {
        return Some(bound(false, number.start, behind + length));
    }
    let more = number.more || "多余".contains(text.char(number.end));
    more.then(|| {
        let end = number.end + usize::from(!number.more);
        bound(true, number.start, end)
    })
}

/// Joins 大于20 and 小于35 to one range where only 且, 并 or a comma stands between them and they leave room.
fn joined(text: &Text, bounds: Vec<Bound>) -> Vec<Bound> {
    let mut found: Vec<Bound> = Vec::new();
    for bound in bounds {
        let last = found.last_mut().filter(|last| {
            let between = text.slice(last.end, bound.start);
            matches!(
                between.trim(),
                "" | "的同时" | "并且" | "且" | "并" | "，" | "," | "、" | "同时"
            )
        });
        if let Some(last) = last {
            let (lower, upper) = match (last.lower, last.upper, bound.lower, bound.upper) {
                (Some(low), None, None, Some(up)) | (None, Some(up), Some(low), None) => (low, up),
                _ => {
                    found.push(bound);
                    continue;
                }
            };
            if lower < upper {
                last.lower = Some(lower);
                last.upper = Some(upper);
                last.end = bound.end;
                continue;
            }
        }
        found.push(bound);
    }
    found
}

fn skip(text: &Text, i: usize) -> usize {
    i + usize::from(text.char(i) == ' ')
}

fn skip_back(text: &Text, i: usize) -> usize {
    i - usize::from(text.before(i) == ' ')
}
