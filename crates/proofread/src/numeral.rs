//! Numerals: Arabic, full-width, Chinese and mixed, with 万 and 亿, infix 余, 多, 几, fractions and percents.
//!
//! Exact: no float. Reads a numeral at a place; what it counts and whether it is a figure at all is decided later.

use crate::counter;
use crate::normalise::Text;
use crate::words::Chars;
use youju_base::decimal::Decimal;
use youju_base::ratio::Ratio;

/// A number as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numeral {
    pub start: usize,
    /// First place after the numeral with its scale words and infix.
    pub end: usize,
    pub amount: Amount,
    pub form: Form,
    /// Written in Chinese characters throughout.
    pub chinese: bool,
    /// A scale word alone (百, 千, 万, 亿): a number only beside a qualifier.
    pub bare: bool,
    /// 余, 多, 几 or 来 inside or at the end.
    pub more: Option<char>,
}

/// How large it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Amount {
    Exact(Decimal),
    Fraction(Ratio),
    /// Neighbouring digits (三四十) or a vague word (十几, 数百): between the two, both included.
    Between(i128, i128),
}

/// In what form it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    /// 百分之…
    Percent,
    /// 千分之…
    Permille,
    /// …分之…, 1/3
    Fraction,
}

/// Reads the numeral that starts at `i`, if any.
pub(crate) fn read(text: &Text, i: usize) -> Option<Numeral> {
    if !can_start(text.char(i)) && text.char(i) != '-' {
        return None;
    }
    for (word, form) in [("百分之", Form::Percent), ("千分之", Form::Permille)] {
        if text.starts(i, word) {
            let inner = plain(text, i + 3)?;
            return Some(Numeral {
                start: i,
                form,
                bare: false,
                ..inner
            });
        }
    }
    if let Some(small) = of_a_scale(text, i) {
        return Some(small);
    }
    let first = plain(text, i)?;
    fraction(text, &first).or(Some(first))
}

/// 万分之三, 百万分之五: a scale word alone as the denominator.
fn of_a_scale(text: &Text, i: usize) -> Option<Numeral> {
    let powers = || (i..i + 4).map_while(|k| unit(text.char(k)));
    let after = i + powers().count();
    if after == i || !text.starts(after, "分之") {
        return None;
    }
    let whole = powers().try_fold(1i128, i128::checked_mul)?;
    let part = plain(text, after + 2)?;
    let Amount::Exact(value) = part.amount else {
        return None;
    };
    Some(Numeral {
        start: i,
        amount: Amount::Fraction(value.ratio()?.over(Ratio::from(whole))?),
        form: Form::Fraction,
        bare: false,
        ..part
    })
}

/// Says whether a numeral can begin with `c`.
pub(crate) fn can_start(c: char) -> bool {
    BEGINNINGS.has(c)
}

/// Digits, [`digit`], [`unit`] and the vague words.
static BEGINNINGS: Chars = Chars::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '零', '〇', '一', '壹', '二', '两', '贰',
    '三', '叁', '四', '肆', '五', '伍', '六', '陆', '七', '柒', '八', '捌', '九', '玖', '十', '拾',
    '百', '佰', '千', '仟', '万', '亿', '兆', '几', '数',
]);

/// Gives the value of one Chinese digit.
pub(crate) fn digit(c: char) -> Option<i128> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<i128> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        '兆' => 1_000_000_000_000,
        _ => return None,
    })
}

fn plain(text: &Text, i: usize) -> Option<Numeral> {
    let c = text.char(i);
    if c.is_ascii_digit() {
        arabic(text, i)
    } else if c == '-' && text.char(i + 1).is_ascii_digit() && is_minus(text, i) {
        let positive = arabic(text, i + 1)?;
        let Amount::Exact(value) = positive.amount else {
            return None;
        };
        Some(Numeral {
            start: i,
            amount: Amount::Exact(value.negated()),
            ..positive
        })
    } else {
        chinese(text, i)
    }
}

/// A minus sign is one only where nothing countable stands before it, or before degrees.
fn is_minus(text: &Text, i: usize) -> bool {
    let before = text.before(i);
    let free =
        !(before.is_alphanumeric() || "%‰℃°)]".contains(before)) || "为达至到降".contains(before);
    let end = arabic(text, i + 1).map_or(i, |n| n.end);
    let degrees =
        || !before.is_ascii_alphanumeric() && text.longest_at(end, "℃ °C 摄氏度 度").is_some();
    // 自然增长率-3.30‰: a rate below zero.
    let rate = || "率长幅速".contains(before) && text.longest_at(end, "‰ %").is_some();
    free || degrees() || rate()
}

/// The digits of one Arabic number, with thousands and decimals.
struct Digits {
    mantissa: i128,
    /// Digits after the point.
    decimals: u32,
    end: usize,
}

/// More characters than any number has.
const LONGEST: usize = 64;

fn digits(text: &Text, i: usize) -> Option<Digits> {
    let mut written = Some(0i128);
    let mut take = |from: usize, until: usize| {
        for digit in (from..until).map(|k| text.char(k)) {
            written = written.and_then(|sum| {
                sum.checked_mul(10)?
                    .checked_add(i128::from(digit.to_digit(10)?))
            });
        }
        until
    };
    let run = |from: usize| {
        let digits = (from..text.len()).take_while(|k| text.char(*k).is_ascii_digit());
        from + digits.count()
    };
    let mut end = take(i, run(i));
    // Thousands: groups of exactly three digits after one to three.
    if end - i <= 3 {
        // Nothing that is longer is a number: what comes behind it is not read.
        while end - i < LONGEST && text.char(end) == ',' && run(end + 1) == end + 4 {
            end = take(end + 1, end + 4);
        }
    }
    let mut decimals = 0;
    if text.char(end) == '.' {
        let after = run(end + 1);
        // 2022.6.30 and 1.2.3 are no decimals.
        let series = text.char(after) == '.' && text.char(after + 1).is_ascii_digit();
        if after > end + 1 && !series {
            decimals = u32::try_from(after - end - 1).ok()?;
            end = take(end + 1, after);
        }
    }
    Some(Digits {
        mantissa: written?,
        decimals,
        end,
    })
}

/// The power of ten of a scale word after an Arabic number.
fn scale_word(text: &Text, i: usize) -> Option<u32> {
    Some(match (text.char(i), text.char(i + 1)) {
        // 百分 after a number belongs to the next word.
        ('百', '帕' | '分') => return None,
        ('百', _) => 2,
        ('千', next) if !"瓦米克卡伏赫帕焦位字".contains(next) => 3,
        ('万', _) => 4,
        ('亿', _) => 8,
        _ => return None,
    })
}

fn arabic(text: &Text, i: usize) -> Option<Numeral> {
    let first = digits(text, i)?;
    let mut sum = Mixed::new(&first);
    let mut end = first.end;
    let mut more = None;
    loop {
        let c = text.char(end);
        let is_more = match c {
            '余' | '多' | '几' => true,
            '来' => !('1'..='9').contains(&text.char(end - 1)),
            _ => false,
        };
        if is_more && more.is_none() && is_infix(text, end) {
            more = Some(c);
            end += 1;
        } else if let Some(power) = scale_word(text, end) {
            if !sum.scale(power) {
                break;
            }
            end += 1;
        } else if more.is_none()
            && let Some((part, after)) = sum.next_part(text, end)
        {
            sum.pending = Some(part);
            end = after;
        } else {
            break;
        }
    }
    Some(Numeral {
        start: i,
        end,
        amount: Amount::Exact(sum.finish()?),
        form: Form::Plain,
        chinese: false,
        bare: false,
        more,
    })
}

/// A number of several parts, each with its scale word: 1亿2000万, 5万4千6百, 2千零30万.
///
/// Every part is an integer and the power of ten of its last digit, so that how exactly it was written is kept.
struct Mixed {
    total: Part,
    section: Part,
    pending: Option<Part>,
    /// Power of the last 万 or 亿.
    large: u32,
    /// Power of the last scale word.
    last: u32,
    overflown: bool,
}

/// `mantissa` × 10^`power`; what is not there yet has the mantissa 0.
#[derive(Clone, Copy)]
struct Part {
    mantissa: i128,
    power: i32,
}

impl Part {
    const NONE: Self = Self {
        mantissa: 0,
        power: 0,
    };

    fn raised(self, by: u32) -> Self {
        Self {
            power: self.power + by.cast_signed(),
            ..self
        }
    }

    /// Adds a part that goes on where this one ends; the sum is as exact as that part.
    fn plus(self, other: Self) -> Option<Self> {
        if self.mantissa == 0 {
            return Some(other);
        }
        if other.mantissa == 0 {
            return Some(self);
        }
        let power = self.power.min(other.power);
        let at = |part: Self| {
            let by = 10i128.checked_pow((part.power - power).unsigned_abs())?;
            part.mantissa.checked_mul(by)
        };
        Some(Self {
            mantissa: at(self)?.checked_add(at(other)?)?,
            power,
        })
    }
}

impl Mixed {
    fn new(first: &Digits) -> Self {
        let part = Part {
            mantissa: first.mantissa,
            power: -first.decimals.cast_signed(),
        };
        Self {
            total: Part::NONE,
            section: Part::NONE,
            pending: Some(part),
            large: 0,
            last: 0,
            overflown: false,
        }
    }

    /// Takes a scale word; a smaller one comes after a larger one, except in 万亿 and 万万.
    fn scale(&mut self, power: u32) -> bool {
        if power < 4 {
            let fits = self.section.mantissa == 0 || power < self.last;
            let Some(part) = self.pending.filter(|_| fits) else {
                return false;
            };
            self.section = self.join(self.section, part.raised(power));
        } else {
            let here = self.join(self.section, self.pending.unwrap_or(Part::NONE));
            let empty = here.mantissa == 0 && self.pending.is_none();
            self.total = if self.large == 0 || (power < self.large && !empty) {
                self.join(self.total, here.raised(power))
            } else if power > self.large {
                self.join(self.total, here).raised(power)
            } else if power == 4 && self.large == 4 && empty {
                self.total.raised(power)
            } else {
                return false;
            };
            self.section = Part::NONE;
            self.large = if power == self.large { 8 } else { power };
        }
        self.pending = None;
        self.last = power;
        true
    }

    /// Reads a further part after a scale word: it must be smaller than that scale.
    fn next_part(&self, text: &Text, i: usize) -> Option<(Part, usize)> {
        if self.last == 0 || self.pending.is_some() {
            return None;
        }
        let zero = text.char(i) == '零';
        let start = i + usize::from(zero);
        let smaller = |end: usize| scale_word(text, end).is_some_and(|power| power < self.last);
        if let Some(d) = digit(text.char(start)).filter(|d| *d > 0) {
            let goes_on = smaller(start + 1);
            return goes_on.then_some((
                Part {
                    mantissa: d,
                    power: 0,
                },
                start + 1,
            ));
        }
        if !text.char(start).is_ascii_digit() {
            return None;
        }
        let part = digits(text, start).filter(|part| part.decimals == 0)?;
        let count = part.end - start;
        let below = part.mantissa < 10i128.checked_pow(self.last)?;
        // Without a scale of its own it fills all places (3万4000), or 零 says that it does not.
        let whole = (count == self.last as usize || zero) && text.char(part.end) != '年';
        (below && (smaller(part.end) || whole || zero)).then_some((
            Part {
                mantissa: part.mantissa,
                power: 0,
            },
            part.end,
        ))
    }

    fn join(&mut self, a: Part, b: Part) -> Part {
        a.plus(b).unwrap_or_else(|| {
            self.overflown = true;
            a
        })
    }

    fn finish(mut self) -> Option<Decimal> {
        let tail = self.join(self.section, self.pending.unwrap_or(Part::NONE));
        let sum = self.join(self.total, tail);
        let kept = Decimal::new(sum.mantissa, 0)?.times_ten(sum.power)?;
        (!self.overflown).then_some(kept)
    }
}

/// 余, 多, 几 and 来 belong to the number unless they begin another word.
fn is_infix(text: &Text, i: usize) -> bool {
    let next = text.char(i + 1);
    match text.char(i) {
        '余' => !"额下生数波".contains(next),
        '多' => {
            !"少元样次方边党于数式功媒".contains(next)
                || (next == '元' && !text.starts(i + 1, "元化"))
                || next == '次'
        }
        // 二百来户, not 来访 and 来源.
        '来' => counter::read(text, i + 1).is_some(),
        _ => true,
    }
}

fn chinese(text: &Text, i: usize) -> Option<Numeral> {
    let mut run = Run::default();
    let mut end = i;
    loop {
        let c = text.char(end);
        let next = text.char(end + 1);
        let taken = if let Some(d) = digit(c) {
            run.digit(d, unit(next).is_some())
        } else if let Some(u) = unit(c) {
            // 千克, 千米, 千瓦 after a digit are written 三千克; alone they are units.
            // 兆 is a million in 兆瓦 and 100兆; it is 万亿 only where the number goes on.
            let unit_word = c == '千' && "瓦克伏卡".contains(next)
                || c == '兆' && (end == i || !(digit(next).is_some() || unit(next).is_some()));
            let percent = end == i && "百千万".contains(c) && text.starts(end + 1, "分之");
            !unit_word && !percent && run.unit(u)
        } else if c == '几' || (c == '数' && end == i) {
            run.vague(unit(next).is_some(), c)
        } else if "余多来".contains(c) && is_infix(text, end) {
            run.more(c)
        } else {
            false
        };
        if !taken {
            break;
        }
        end += 1;
        if run.closed {
            break;
        }
    }
    if end == i {
        return None;
    }
    let mut numeral = run.finish(i, end)?;
    // 三点五: decimals, unless it is a time of day (八点五十, 三点半).
    if let Amount::Exact(value) = numeral.amount
        && !numeral.bare
        && numeral.more.is_none()
        && text.char(end) == '点'
    {
        let decimals: Vec<i128> = (end + 1..text.len())
            .map_while(|k| digit(text.char(k)).filter(|_| text.char(k) != '两'))
            .collect();
        let after = end + 1 + decimals.len();
        if !decimals.is_empty()
            && decimals.len() <= 18
            && !"十分钟半多左".contains(text.char(after))
        {
            let mantissa = decimals
                .iter()
                .fold(value.mantissa(), |sum, d| sum * 10 + d);
            let scale = i32::try_from(decimals.len()).ok()?;
            let power = match text.char(after) {
                '万' => 4,
                '亿' => 8,
                _ => 0,
            };
            numeral.amount = Amount::Exact(Decimal::new(mantissa, scale)?.times_ten(power)?);
            numeral.end = after + usize::from(power > 0);
        }
    }
    Some(numeral)
}

/// A run of Chinese number characters being read.
#[derive(Default)]
struct Run {
    /// What is complete up to the last 万 or 亿, as a span.
    total: (i128, i128),
    /// What is complete inside the current section.
    section: (i128, i128),
    /// Digits that wait for their unit; two when they are neighbours (三四十).
    pending: Option<(i128, i128)>,
    /// Plain digits so far, for digit strings (二〇二二).
    string: Vec<i128>,
    last_unit: i128,
    scale: i128,
    bare: bool,
    is_vague: bool,
    gap: bool,
    more: Option<char>,
    closed: bool,
}

impl Run {
    fn digit(&mut self, d: i128, before_unit: bool) -> bool {
        if self.more.is_some() {
            return false;
        }
        let started = self.last_unit != 0;
        match self.pending {
            None => {
                if d == 0 && started {
                    self.gap = true;
                } else {
                    self.pending = Some((d, d));
                }
                if !started {
                    self.string.push(d);
                }
                true
            }
            Some((a, b)) if a == b && !self.is_vague => {
                let neighbours = d == a + 1 || (a, d) == (3, 5);
                if !started && !before_unit {
                    self.string.push(d);
                    if neighbours && self.string.len() == 2 {
                        self.pending = Some((a, d));
                    }
                    return true;
                }
                if neighbours && self.string.len() <= 1 {
                    self.pending = Some((a, d));
                    self.string.push(d);
                    return true;
                }
                false
            }
            Some(_) if !started && !before_unit && !self.is_vague => {
                self.string.push(d);
                true
            }
            Some(_) => false,
        }
    }

    fn unit(&mut self, u: i128) -> bool {
        if self.string.len() > 2 {
            return false;
        }
        let fresh = self.pending.is_none() && self.section == (0, 0) && self.total == (0, 0);
        if u >= 10_000 {
            let tail = self.pending.unwrap_or((0, 0));
            let continues = self.section != (0, 0) || self.pending.is_some();
            // A scale comes after a larger one with a number of its own (三亿五万), or multiplies what stands (三万亿).
            let too_large = self.total.1 > 10i128.pow(18);
            let hundred_million = u == 10_000 && self.scale == u && !continues && !self.bare;
            if hundred_million && !too_large {
                self.total = (self.total.0 * u, self.total.1 * u);
                self.scale = 100_000_000;
                self.last_unit = self.scale;
                return true;
            }
            if self.scale != 0 && (u == self.scale || u < self.scale && !continues) || too_large {
                return false;
            }
            self.pending = None;
            let pair = tail.0 != tail.1;
            let mut here = (self.section.0 + tail.0, self.section.1 + tail.1);
            if fresh {
                here = (1, 1);
                self.bare = true;
            }
            if self.scale != 0 && u > self.scale {
                here = (here.0 + self.total.0, here.1 + self.total.1);
                self.total = (0, 0);
            }
            let high = if pair {
                (here.1 + 1) * u - 1
            } else {
                here.1 * u
            };
            self.total = (self.total.0 + here.0 * u, self.total.1 + high);
            self.section = (0, 0);
            self.scale = u;
            self.last_unit = u;
            self.gap = false;
            return true;
        }
        if self.more.is_some() {
            return false;
        }
        if self.section != (0, 0) && u >= self.last_unit {
            return false;
        }
        let (low, high, pair) = match self.pending.take() {
            Some((0, 0)) if u > 10 => return false,
            Some((0, 0)) => (1, 1, false),
            Some((a, b)) => (a, b, a != b),
            None => {
                self.bare |= fresh && u != 10;
                (1, 1, false)
            }
        };
        self.section.0 += low * u;
        self.section.1 += if pair { (high + 1) * u - 1 } else { high * u };
        self.last_unit = u;
        self.gap = false;
        true
    }

    fn vague(&mut self, before_unit: bool, word: char) -> bool {
        if self.is_vague || self.pending.is_some() || self.more.is_some() {
            return false;
        }
        if self.gap && before_unit {
            // 一百零几万: a hundred and some.
            return self.more(word);
        }
        if before_unit && self.last_unit == 0 {
            self.pending = Some((2, 9));
        } else if word == '几' && self.last_unit == 10 {
            return self.more(word);
        } else if word == '几' && self.last_unit == 0 {
            self.pending = Some((2, 9));
            self.closed = true;
        } else {
            return false;
        }
        self.is_vague = true;
        true
    }

    fn more(&mut self, c: char) -> bool {
        if self.last_unit == 0 || self.pending.is_some() || self.more.is_some() || self.is_vague {
            return false;
        }
        self.more = Some(c);
        true
    }

    fn finish(self, start: usize, end: usize) -> Option<Numeral> {
        let make = |amount, bare| {
            Some(Numeral {
                start,
                end,
                amount,
                form: Form::Plain,
                chinese: true,
                bare,
                more: self.more,
            })
        };
        if self.last_unit == 0 {
            return match (self.string.as_slice(), self.pending) {
                (_, Some((a, b)))
                    if self.string.len() <= 2 && (a != b || self.string.len() <= 1) =>
                {
                    if a == b {
                        make(Amount::Exact(Decimal::new(a, 0)?), false)
                    } else {
                        make(Amount::Between(a, b), false)
                    }
                }
                // A string of digits is a number only where it is long enough not to be a name (七一, 九三).
                (digits, _) if digits.len() >= 3 && digits.len() <= 30 => {
                    let value = digits.iter().fold(0, |sum, d| sum * 10 + d);
                    make(Amount::Exact(Decimal::new(value, 0)?), false)
                }
                _ => make(Amount::Exact(Decimal::from(0)), true),
            };
        }
        let mut tail = self.pending.unwrap_or((0, 0));
        // 一千三 is 1300, but 一千零三 is 1003.
        if tail.0 == tail.1 && tail.0 != 0 && !self.gap && self.last_unit >= 100 && !self.is_vague {
            let step = self.last_unit / 10;
            tail = (tail.0 * step, tail.1 * step);
        }
        let low = self.total.0 + self.section.0 + tail.0;
        let high = self.total.1 + self.section.1 + tail.1;
        if low == high && !self.is_vague {
            make(
                Amount::Exact(Decimal::new(low, 0)?),
                self.bare && tail == (0, 0),
            )
        } else {
            make(Amount::Between(low, high), false)
        }
    }
}

/// 三分之二 or 2/3 after its first number.
fn fraction(text: &Text, first: &Numeral) -> Option<Numeral> {
    let Amount::Exact(a) = first.amount else {
        return None;
    };
    let spoken = text.starts(first.end, "分之");
    let written = text.char(first.end) == '/' && text.char(first.end + 1).is_ascii_digit();
    if !spoken && !written {
        return None;
    }
    let second = plain(text, first.end + if spoken { 2 } else { 1 })?;
    let Amount::Exact(b) = second.amount else {
        return None;
    };
    let (whole, part) = if spoken { (a, b) } else { (b, a) };
    // Dates such as 2022/8/31 are no fractions.
    if written
        && (text.char(second.end) == '/'
            || text.before(first.start) == '/'
            || part.compare(whole).is_ge())
    {
        return None;
    }
    let ratio = part.ratio()?.over(whole.ratio()?)?;
    Some(Numeral {
        end: second.end,
        amount: Amount::Fraction(ratio),
        form: Form::Fraction,
        chinese: first.chinese && second.chinese,
        bare: false,
        more: second.more,
        ..first.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(source: &str) -> String {
        let text = Text::new(source);
        match read(&text, 0) {
            None => "none".into(),
            Some(n) => {
                let amount = match n.amount {
                    Amount::Exact(d) => d.to_string(),
                    Amount::Fraction(r) => r.to_string(),
                    Amount::Between(a, b) => format!("{a}..{b}"),
                };
                let more = n.more.map(String::from).unwrap_or_default();
                format!("{amount}{more}|{}", text.slice(n.end, text.len()))
            }
        }
    }

    #[test]
    fn numerals_begin_with_what_has_a_value_or_is_vague() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            let valued = c.is_ascii_digit() || digit(c).is_some() || unit(c).is_some();
            assert_eq!(can_start(c), valued || matches!(c, '几' | '数'), "{c}");
        }
    }

    #[test]
    fn numerals_are_exact() {
        for (source, expected) in [
            ("1,234,567元", "1234567|元"),
            ("68.70%", "68.70|%"),
            ("1.26亿元", "126000000|元"),
            ("9400余万元", "94000000余|元"),
            ("14万余辆", "140000余|辆"),
            ("200多亿元", "20000000000多|元"),
            ("3千万元", "30000000|元"),
            ("5万千瓦", "50000|千瓦"),
            ("30千瓦", "30|千瓦"),
            ("1.2万亿元", "1200000000000|元"),
            ("1亿2000万元", "120000000|元"),
            ("5亿1万4千6百", "500014600|"),
            ("2千零30万", "20300000|"),
            ("100万三千", "1003000|"),
            ("200亿零四千230", "20000004230|"),
            ("3万4000人", "34000|人"),
            ("3万2022年", "30000|2022年"),
            ("1千零20", "1020|"),
            ("10万万", "1000000000|"),
            ("四万万人", "400000000|人"),
            ("万分之三", "0.0003|"),
            ("三百分之一", "1/300|"),
            ("四十九兆九千五百九十二亿", "49959200000000|"),
            ("一百零十万", "1100000|"),
            ("百三", "130|"),
            ("二十六个", "26|个"),
            ("一百零三人", "103|人"),
            ("三千五百余人", "3500余|人"),
            ("一千三", "1300|"),
            ("十余次", "10余|次"),
            ("百余名", "100余|名"),
            ("两万三千名", "23000|名"),
            ("十几名", "10几|名"),
            ("十几万人", "100000几|人"),
            ("几十人", "20..99|人"),
            ("数百名", "200..999|名"),
            ("数千辆", "2000..9999|辆"),
            ("二十几个", "20几|个"),
            ("三四十人", "30..49|人"),
            ("二三十公里", "20..39|公里"),
            ("七八级", "7..8|级"),
            ("二十五六岁", "25..26|岁"),
            ("三十七八岁", "37..38|岁"),
            ("两三天", "2..3|天"),
            ("三五个", "3..5|个"),
            ("五六百人", "500..699|人"),
            ("二〇二二年", "2022|年"),
            ("三点五亿元", "350000000|元"),
            ("六点八倍", "6.8|倍"),
            ("百分之三十五点六", "35.6|"),
            ("百分之百", "100|"),
            ("千分之五", "5|"),
            ("三分之二", "2/3|"),
            ("1/4的", "0.25|的"),
            ("十多万人", "100000多|人"),
            ("三十多度", "30多|度"),
            ("壹佰贰拾元", "120|元"),
            ("人", "none"),
        ] {
            assert_eq!(show(source), expected, "{source}");
        }
    }
}
