//! Facts, the many ways to print them, and what follows from them by plain arithmetic.
//!
//! Knows nothing of the reader under test: it uses none of its code, only whole numbers and fractions of them.

use std::cmp::Ordering;

/// A fraction in whole numbers; the lower one is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Q(pub i128, pub i128);

impl Q {
    pub fn cmp(self, other: Self) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }

    pub fn same(self, other: Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }

    pub fn below(self, other: Self) -> bool {
        self.cmp(other) == Ordering::Less
    }
}

/// A small deterministic source of chance (splitmix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn within(&mut self, low: i128, high: i128) -> i128 {
        low + i128::from(self.next()).rem_euclid(high - low + 1)
    }

    /// A count of decimals or of digits.
    fn places(&mut self, low: i128, high: i128) -> u32 {
        u32::try_from(self.within(low, high)).expect("a few places")
    }

    pub fn of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let count = things.len() as u64;
        &things[usize::try_from(self.next() % count).expect("an index")]
    }
}

/// A number with a fixed count of decimals: `mantissa` / 10^`decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub mantissa: i128,
    pub decimals: u32,
}

impl Number {
    pub fn whole(mantissa: i128) -> Self {
        Self {
            mantissa,
            decimals: 0,
        }
    }

    pub fn q(self) -> Q {
        Q(self.mantissa, 10i128.pow(self.decimals))
    }

    /// Half a step of its last decimal to both sides.
    pub fn rounded(self) -> (Q, Q) {
        let scale = 10i128.pow(self.decimals) * 2;
        (
            Q(self.mantissa * 2 - 1, scale),
            Q(self.mantissa * 2 + 1, scale),
        )
    }

    pub fn arabic(self) -> String {
        let digits = format!(
            "{:0width$}",
            self.mantissa,
            width = self.decimals as usize + 1
        );
        let (whole, part) = digits.split_at(digits.len() - self.decimals as usize);
        if part.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{part}")
        }
    }
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn digit(value: i128) -> char {
    DIGITS[usize::try_from(value).expect("one digit")]
}

/// Writes a whole number below 10^12 in Chinese characters.
pub fn chinese(n: i128) -> String {
    if n == 0 {
        return "零".into();
    }
    let (high, low) = (n / 10_000, n % 10_000);
    if high > 0 {
        let mut written;
        if high >= 10_000 {
            written = format!("{}亿", chinese(high / 10_000));
            let middle = high % 10_000;
            if middle > 0 {
                if middle < 1000 {
                    written.push('零');
                }
                written.push_str(&below_ten_thousand(middle, false));
                written.push('万');
            } else if low > 0 {
                written.push('零');
                written.push_str(&below_ten_thousand(low, false));
                return written;
            }
        } else {
            written = format!("{}万", below_ten_thousand(high, true));
        }
        if low > 0 {
            if low < 1000 {
                written.push('零');
            }
            written.push_str(&below_ten_thousand(low, false));
        }
        return written;
    }
    below_ten_thousand(low, true)
}

/// 十二 at the head of a number, 一十二 inside of it.
fn below_ten_thousand(n: i128, head: bool) -> String {
    let mut written = String::new();
    let mut gap = false;
    for (place, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = n / place % 10;
        if value == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push('零');
            gap = false;
        }
        if !(head && place == 10 && value == 1 && written.is_empty()) {
            written.push(digit(value));
        }
        written.push_str(word);
    }
    written
}

/// 六十八点七零
pub fn chinese_decimal(n: Number) -> String {
    let whole = n.mantissa / 10i128.pow(n.decimals);
    let mut written = chinese(whole);
    if n.decimals > 0 {
        written.push('点');
        let arabic = n.arabic();
        let (_, part) = arabic.split_once('.').expect("it has decimals");
        written.extend(
            part.chars()
                .map(|c| DIGITS[c.to_digit(10).expect("a digit") as usize]),
        );
    }
    written
}

pub fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(u32::from(c) + 0xfee0).expect("a wide digit"),
        '.' => '．',
        '%' => '％',
        _ => c,
    };
    text.chars().map(wide).collect()
}

/// 1,234,567
pub fn separated(n: i128) -> String {
    let digits: Vec<char> = n.to_string().chars().collect();
    let mut written = String::new();
    for (k, digit) in digits.iter().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            written.push(',');
        }
        written.push(*digit);
    }
    written
}

/// 1.5万 where the number has at most two decimals in the scale.
fn scaled(n: i128, scale: i128, word: &str) -> Option<String> {
    let hundredths = n * 100 / scale;
    if n * 100 % scale != 0 || n < scale {
        return None;
    }
    let decimals = if hundredths % 100 == 0 {
        0
    } else if hundredths % 10 == 0 {
        1
    } else {
        2
    };
    let mantissa = hundredths / 10i128.pow(2 - decimals);
    Some(format!("{}{word}", Number { mantissa, decimals }.arabic()))
}

/// Every way to write a whole number that does not change how exactly it is given.
pub fn spellings(n: i128) -> Vec<String> {
    let mut all = vec![n.to_string(), full_width(&n.to_string())];
    if n >= 1000 {
        all.push(separated(n));
    }
    if n >= 13 {
        all.push(chinese(n));
    }
    all
}

/// What a sentence claims: the printed number, what it allows, how, and of what.
#[derive(Debug)]
pub struct Printed {
    pub sentence: String,
    /// `None` for ranges.
    pub value: Option<Q>,
    pub lower: Option<(Q, bool)>,
    pub upper: Option<(Q, bool)>,
    pub op: &'static str,
    pub unit: String,
}

const COUNTED: [(&str, &str); 12] = [
    ("培训学员", "名"),
    ("走访农户", "户"),
    ("化解纠纷", "件"),
    ("办理案件", "起"),
    ("接待群众", "人次"),
    ("出动车辆", "台次"),
    ("印发手册", "份"),
    ("开办讲座", "场"),
    ("新增岗位", "个"),
    ("联系企业", "家"),
    ("改建校舍", "所"),
    ("发放棉被", "床"),
];

const MEASURED: [(&str, &str); 6] = [
    ("巡护管线", "公里"),
    ("新修水渠", "米"),
    ("连续值守", "天"),
    ("运送饲草", "吨"),
    ("平整土地", "亩"),
    ("抢修用时", "小时"),
];

/// Prints a random fact in a random way.
pub fn claim(chance: &mut Chance) -> Printed {
    match chance.within(0, 14) {
        0..=3 => count(chance),
        4 => measure(chance),
        5 => money(chance),
        6 => percent(chance),
        7 => fraction(chance),
        8 => range(chance),
        9 => cold(chance),
        10 => tenths(chance),
        11 => multiple(chance),
        12 => halves(chance),
        13 => vague(chance),
        _ => small_share(chance),
    }
}

/// The place value of the last digit that is not zero.
fn step(n: i128) -> i128 {
    let mut step = 1;
    while n % (step * 10) == 0 {
        step *= 10;
    }
    step
}

fn some_count(chance: &mut Chance) -> i128 {
    let size = 10i128.pow(chance.places(2, 7));
    let n = chance.within(13, size + 13);
    let place = 10i128.pow(chance.places(0, 3));
    (n / place * place).max(20)
}

fn count(chance: &mut Chance) -> Printed {
    let (verb, unit) = *chance.of(&COUNTED);
    let n = some_count(chance);
    let digits = match chance.within(0, 4) {
        0 => scaled(n, 10_000, "万").or_else(|| scaled(n, 100_000_000, "亿")),
        _ => None,
    };
    let digits = digits.unwrap_or_else(|| chance.of(&spellings(n)).clone());
    let whole = |n: i128| Some((Q(n, 1), false));
    let up = |a: i128, b: i128| (a + b - 1) / b;
    // 1.5万 is a rounded number; written out it is exact.
    let (low, high) = match digits.split_once('.').or(digits.split_once('．')) {
        Some((_, rest)) => {
            let decimals = rest
                .chars()
                .take_while(|c| c.is_numeric() && !"万亿".contains(*c))
                .count();
            let scale = if rest.ends_with('亿') {
                100_000_000
            } else {
                10_000
            };
            let place = scale / 10i128.pow(u32::try_from(decimals).expect("a few places"));
            (n - place / 2, n + place / 2 - 1)
        }
        None if digits.ends_with('万') || digits.ends_with('亿') => {
            let place = if digits.ends_with('万') {
                10_000
            } else {
                100_000_000
            };
            if digits.starts_with(|c: char| c.is_ascii_digit()) {
                (n - place / 2, n + place / 2 - 1)
            } else {
                (n, n)
            }
        }
        None => (n, n),
    };
    let (words, op, lower, upper) = match chance.within(0, 12) {
        0 | 1 => (format!("{digits}{unit}"), "=", whole(low), whole(high)),
        2 => (
            format!("近{digits}{unit}"),
            "<~",
            whole(up(n * 9, 10)),
            whole(n - 1),
        ),
        3 => (format!("超过{digits}{unit}"), ">", whole(n + 1), None),
        4 => (format!("{digits}{unit}以上"), ">=", whole(n), None),
        5 => (format!("{digits}{unit}以下"), "<=", None, whole(n)),
        6 => (format!("不足{digits}{unit}"), "<", None, whole(n - 1)),
        7 => (format!("至少{digits}{unit}"), ">=", whole(n), None),
        8 => (format!("不超过{digits}{unit}"), "<=", None, whole(n)),
        9 | 10 => {
            let width = |q: Q| {
                let half = Q(step(n), 2);
                if q.below(half) { half } else { q }
            };
            let Q(a, b) = width(Q(n, 20));
            let around = |sign: i128| Some((Q(n * b + sign * a, b), false));
            let words = if chance.within(0, 1) == 0 {
                format!("约{digits}{unit}")
            } else {
                format!("{digits}{unit}左右")
            };
            (words, "~", around(-1), around(1))
        }
        _ if step(n) == 1 => (format!("{digits}{unit}"), "=", whole(low), whole(high)),
        more => {
            let word = if more == 11 { "余" } else { "多" };
            (
                format!("{digits}{word}{unit}"),
                ">",
                whole(n + 1),
                whole(n + step(n) - 1),
            )
        }
    };
    Printed {
        sentence: format!("去年，甲站{verb}{words}。"),
        value: Some(Q(n, 1)),
        lower,
        upper,
        op,
        unit: unit.into(),
    }
}

fn measure(chance: &mut Chance) -> Printed {
    let (verb, unit) = *chance.of(&MEASURED);
    let decimals = chance.places(0, 2);
    let n = Number {
        mantissa: chance.within(21, 9999),
        decimals,
    };
    let (digits, (low, high)) = if chance.within(0, 2) == 0 && decimals > 0 {
        (chinese_decimal(n), n.rounded())
    } else if decimals == 0 {
        (n.arabic(), (n.q(), n.q()))
    } else {
        (n.arabic(), n.rounded())
    };
    let (words, op, lower, upper) = match chance.within(0, 3) {
        0 => (
            format!("超过{digits}{unit}"),
            ">",
            Some((n.q(), true)),
            None,
        ),
        1 => (
            format!("{digits}{unit}以上"),
            ">=",
            Some((n.q(), false)),
            None,
        ),
        2 => (
            format!("不到{digits}{unit}"),
            "<",
            None,
            Some((n.q(), true)),
        ),
        _ => (
            format!("{digits}{unit}"),
            "=",
            Some((low, false)),
            Some((high, false)),
        ),
    };
    // 天 and 小时 are counted as other measures are.
    Printed {
        sentence: format!("甲站{verb}{words}，成效明显。"),
        value: Some(n.q()),
        lower,
        upper,
        op,
        unit: unit.into(),
    }
}

fn money(chance: &mut Chance) -> Printed {
    let (word, scale) = *chance.of(&[("元", 1), ("万元", 10_000), ("亿元", 100_000_000)]);
    let decimals = if scale == 1 { 0 } else { chance.places(0, 2) };
    let n = Number {
        mantissa: chance.within(101, 99_999),
        decimals,
    };
    let ten = 10i128.pow(decimals);
    let value = Q(n.mantissa * scale, ten);
    let digits = if chance.within(0, 2) == 0 {
        full_width(&n.arabic())
    } else {
        n.arabic()
    };
    let half = if scale == 1 && decimals == 0 {
        0
    } else {
        scale
    };
    let around = |sign: i128| Some((Q(n.mantissa * scale * 2 + sign * half, ten * 2), false));
    let (words, op, lower, upper) = match chance.within(0, 2) {
        0 => (
            format!("突破{digits}{word}"),
            ">",
            Some((value, true)),
            None,
        ),
        1 if decimals == 0 && n.mantissa % 10 == 0 => {
            let top = Q((n.mantissa + step(n.mantissa)) * scale, 1);
            (
                format!("{digits}余{word}"),
                ">",
                Some((value, true)),
                Some((top, true)),
            )
        }
        _ => (format!("{digits}{word}"), "=", around(-1), around(1)),
    };
    Printed {
        sentence: format!("乙镇安排修缮经费{words}。"),
        value: Some(value),
        lower,
        upper,
        op,
        unit: "元".into(),
    }
}

fn percent(chance: &mut Chance) -> Printed {
    let decimals = chance.places(0, 2);
    let n = Number {
        mantissa: chance.within(13, 100 * 10i128.pow(decimals) - 1),
        decimals,
    };
    let (lower, upper) = n.rounded();
    let (digits, unit) = match chance.within(0, 3) {
        0 => (format!("百分之{}", chinese_decimal(n)), "%"),
        1 => (full_width(&format!("{}%", n.arabic())), "%"),
        2 => (format!("{}个百分点", n.arabic()), "个百分点"),
        _ => (format!("{}%", n.arabic()), "%"),
    };
    let lead = if unit == "%" {
        "入户率为"
    } else {
        "比重提高"
    };
    Printed {
        sentence: format!("乙镇{lead}{digits}。"),
        value: Some(n.q()),
        lower: Some((lower, false)),
        upper: Some((upper, false)),
        op: "=",
        unit: unit.into(),
    }
}

fn fraction(chance: &mut Chance) -> Printed {
    let whole = chance.within(3, 29);
    let part = chance.within(1, whole - 1);
    let value = Q(part, whole);
    Printed {
        sentence: format!("{}分之{}的村有了卫生室。", chinese(whole), chinese(part)),
        value: Some(value),
        lower: Some((value, false)),
        upper: Some((value, false)),
        op: "=",
        unit: "分之".into(),
    }
}

fn range(chance: &mut Chance) -> Printed {
    let (verb, unit) = *chance.of(&COUNTED);
    let low = chance.within(13, 9000);
    let high = low + chance.within(1, 900);
    let joint = *chance.of(&["至", "到", "-", "—", "~", "～"]);
    let (words, low, high) = match chance.within(0, 3) {
        0 => {
            let tens = chance.within(1, 8);
            let digits = [digit(tens), digit(tens + 1)];
            (
                format!("{}{}十{unit}", digits[0], digits[1]),
                tens * 10,
                (tens + 2) * 10 - 1,
            )
        }
        1 => (format!("{low}{unit}{joint}{high}{unit}"), low, high),
        2 => (full_width(&format!("{low}{joint}{high}{unit}")), low, high),
        _ => (format!("{low}{joint}{high}{unit}"), low, high),
    };
    Printed {
        sentence: format!("每次{verb}{words}。"),
        value: None,
        lower: Some((Q(low, 1), false)),
        upper: Some((Q(high, 1), false)),
        op: "range",
        unit: unit.into(),
    }
}

/// What is printed of one number, and what it allows.
type Allowed = (
    String,
    Option<Q>,
    Option<(Q, bool)>,
    Option<(Q, bool)>,
    &'static str,
);

fn exactly(words: String, value: Q) -> Allowed {
    let end = Some((value, false));
    (words, Some(value), end, end, "=")
}

fn told(sentence: String, allowed: Allowed, unit: &str) -> Printed {
    let (_, value, lower, upper, op) = allowed;
    Printed {
        sentence,
        value,
        lower,
        upper,
        op,
        unit: unit.into(),
    }
}

/// 三成, 近三成, 三成多, 三成五, 六至七成: tenths, in percent.
fn tenths(chance: &mut Chance) -> Printed {
    let n = chance.within(2, 9);
    let (word, percent) = (digit(n), Q(n * 10, 1));
    let closed = |n: i128| Some((Q(n, 1), false));
    let open = |n: i128| Some((Q(n, 1), true));
    let allowed: Allowed = match chance.within(0, 7) {
        0 => (
            format!("{word}成"),
            Some(percent),
            closed(n * 10 - 5),
            closed(n * 10 + 5),
            "=",
        ),
        1 => (
            format!("{word}成多"),
            Some(percent),
            open(n * 10),
            open(n * 10 + 10),
            ">",
        ),
        2 => (
            format!("近{word}成"),
            Some(percent),
            closed(n * 9),
            open(n * 10),
            "<~",
        ),
        3 => (
            format!("超过{word}成"),
            Some(percent),
            open(n * 10),
            None,
            ">",
        ),
        4 => (
            format!("不到{word}成"),
            Some(percent),
            None,
            open(n * 10),
            "<",
        ),
        5 => exactly(format!("{word}成半"), Q(n * 10 + 5, 1)),
        6 => {
            let more = chance.within(2, 9);
            exactly(format!("{word}成{}", digit(more)), Q(n * 10 + more, 1))
        }
        _ => {
            let low = n - 1;
            let words = format!("{}至{word}成", digit(low));
            (words, None, closed(low * 10), closed(n * 10), "range")
        }
    };
    told(format!("有{}的农户参加。", allowed.0), allowed, "成")
}

/// 翻两番, 三倍, 1.5倍, 两倍多.
fn multiple(chance: &mut Chance) -> Printed {
    let n = chance.within(1, 4);
    let word = if n == 2 { '两' } else { digit(n) };
    let open = |n: i128| Some((Q(n, 1), true));
    match chance.within(0, 4) {
        0 => {
            let allowed = exactly(format!("{word}番"), Q(1 << n, 1));
            told(format!("产值翻了{}。", allowed.0), allowed, "番")
        }
        1 => {
            let times = 1 << n;
            let low = Some((Q(times * 9, 10), false));
            let allowed = (
                format!("近{word}番"),
                Some(Q(times, 1)),
                low,
                open(times),
                "<~",
            );
            told(format!("产值翻了{}。", allowed.0), allowed, "番")
        }
        2 => {
            let tenth = Number {
                mantissa: chance.within(11, 99),
                decimals: 1,
            };
            let (low, high) = tenth.rounded();
            let allowed = (
                format!("{}倍", tenth.arabic()),
                Some(tenth.q()),
                Some((low, false)),
                Some((high, false)),
                "=",
            );
            told(format!("产值是上年的{}。", allowed.0), allowed, "倍")
        }
        3 => {
            let allowed = (
                format!("{word}倍多"),
                Some(Q(n, 1)),
                open(n),
                open(n + 1),
                ">",
            );
            told(format!("产值增加了{}。", allowed.0), allowed, "倍")
        }
        _ => {
            let allowed = exactly(format!("{word}倍半"), Q(n * 2 + 1, 2));
            told(format!("产值是上年的{}。", allowed.0), allowed, "倍")
        }
    }
}

/// 三天半, 3个半小时, 两年半: half a measure more.
fn halves(chance: &mut Chance) -> Printed {
    let n = chance.within(2, 9);
    let word = match chance.within(0, 2) {
        0 => n.to_string(),
        _ if n == 2 => "两".into(),
        _ => digit(n).to_string(),
    };
    let (words, unit) = *chance.of(&[
        ("天半", "天"),
        ("年半", "年"),
        ("个半小时", "个小时"),
        ("个半月", "个月"),
        ("公里半", "公里"),
    ]);
    let allowed = exactly(format!("{word}{words}"), Q(n * 2 + 1, 2));
    told(format!("全程用了{}。", allowed.0), allowed, unit)
}

/// 十几名, 几十名, 数百名, 二十几名, 三五名, 一百二三十名, 三四百名, 三十来名.
fn vague(chance: &mut Chance) -> Printed {
    let (verb, unit) = *chance.of(&COUNTED);
    let d = chance.within(2, 8);
    let span = |words: String, low: i128, high: i128| -> Allowed {
        let end = |n| Some((Q(n, 1), false));
        (words, None, end(low), end(high), "range")
    };
    let more = |words: String, low: i128, top: i128| -> Allowed {
        let end = |n| Some((Q(n, 1), false));
        (words, Some(Q(low, 1)), end(low + 1), end(top - 1), ">")
    };
    let (a, b) = (digit(d), digit(d + 1));
    let allowed = match chance.within(0, 7) {
        0 => more("十几".into(), 10, 20),
        1 => more(format!("{a}十几"), d * 10, d * 10 + 10),
        2 => span(format!("{}十", chance.of(&["几", "数"])), 20, 99),
        3 => span(format!("{}百", chance.of(&["几", "数"])), 200, 999),
        4 => span("三五".into(), 3, 5),
        5 => span(format!("{a}十{}{}", digit(d), b), d * 11, d * 11 + 1),
        6 => span(format!("{a}{b}百"), d * 100, (d + 2) * 100 - 1),
        _ => {
            let n = d * 10;
            let wide = 5.max(n / 20);
            let end = |n| Some((Q(n, 1), false));
            let words = format!("{}来", chance.of(&[chinese(n), n.to_string()]));
            (words, Some(Q(n, 1)), end(n - wide), end(n + wide), "~")
        }
    };
    told(format!("今年{verb}{}{unit}。", allowed.0), allowed, unit)
}

/// 2.5‰, 千分之二点五.
fn small_share(chance: &mut Chance) -> Printed {
    let n = Number {
        mantissa: chance.within(13, 99),
        decimals: 1,
    };
    let words = if chance.within(0, 1) == 0 {
        format!("{}‰", n.arabic())
    } else {
        format!("千分之{}", chinese_decimal(n))
    };
    let (low, high) = n.rounded();
    let allowed = (
        words,
        Some(n.q()),
        Some((low, false)),
        Some((high, false)),
        "=",
    );
    told(format!("发病率为{}。", allowed.0), allowed, "‰")
}

/// A change from one number to another, in one of the ways to tell it.
pub fn change(chance: &mut Chance) -> (String, [i128; 2], &'static str) {
    let (_, unit) = *chance.of(&COUNTED);
    let (from, to) = (some_count(chance), some_count(chance));
    let verbs = if from < to {
        ["增加到", "增至", "发展到", "到"]
    } else {
        ["减少到", "减至", "下降到", "到"]
    };
    let (start, verb) = (*chance.of(&["由", "从", "由原来的"]), *chance.of(&verbs));
    let mut written = |n: i128| chance.of(&spellings(n)).clone();
    let (a, b) = (written(from), written(to));
    (
        format!("总数{start}{a}{unit}{verb}{b}{unit}。"),
        [from, to],
        unit,
    )
}

/// Numbers that are no figures: times of day, places in a series, dates, years, proportions.
pub fn no_figure(chance: &mut Chance) -> String {
    let (n, hour, minute) = (
        chance.within(2, 12),
        chance.within(1, 23),
        chance.within(10, 59),
    );
    let day = chance.within(1, 28);
    match chance.within(0, 7) {
        0 => format!("会议于{hour}时{minute}分开始。"),
        1 => format!("列车{hour}:{minute}到站。"),
        2 => format!("这是第{}批。", chance.of(&[chinese(n), n.to_string()])),
        3 => format!("{n}月{day}日动工。"),
        4 => format!("自{}年起施行。", 1990 + n),
        5 => format!("按{n}:{}的比例配备。", n + 1),
        6 => format!("沿{}国道前行。", 100 + day),
        _ => format!("下午{}点出发。", digit(chance.within(2, 9))),
    }
}

fn cold(chance: &mut Chance) -> Printed {
    let n = chance.within(2, 59);
    let (digits, unit) = (
        if chance.within(0, 1) == 0 && n > 12 {
            chinese(n)
        } else {
            n.to_string()
        },
        *chance.of(&["度", "摄氏度", "℃"]),
    );
    let more = n % 10 == 0 && chance.within(0, 1) == 0;
    let (words, op, lower, upper) = if more {
        (
            format!("{digits}多{unit}"),
            ">",
            (Q(-n - 10, 1), true),
            (Q(-n, 1), true),
        )
    } else {
        (
            format!("{digits}{unit}"),
            "=",
            (Q(-n, 1), false),
            (Q(-n, 1), false),
        )
    };
    Printed {
        sentence: format!("山口气温降至零下{words}。"),
        value: Some(Q(-n, 1)),
        lower: Some(lower),
        upper: Some(upper),
        op,
        unit: unit.into(),
    }
}

/// A sentence with figures that depend on one another.
pub struct Story {
    /// Text before each figure, and the text after the last.
    pub words: Vec<String>,
    pub figures: Vec<Number>,
    /// The counter behind each figure.
    pub units: Vec<&'static str>,
    /// Says whether figures can all be right together, by what is printed of them.
    pub fits: fn(&[Number]) -> bool,
}

impl Story {
    /// Gives the text, with the place of each number in code points.
    pub fn print(&self, spell: &mut dyn FnMut(usize, Number) -> String) -> (String, Vec<usize>) {
        let mut text = String::new();
        let mut places = Vec::new();
        for (k, number) in self.figures.iter().enumerate() {
            text.push_str(&self.words[k]);
            places.push(text.chars().count());
            text.push_str(&spell(k, *number));
            text.push_str(self.units[k]);
        }
        text.push_str(&self.words[self.figures.len()]);
        (text, places)
    }
}

fn story(
    words: &[&str],
    figures: &[Number],
    units: &[&'static str],
    fits: fn(&[Number]) -> bool,
) -> Story {
    Story {
        words: words.iter().map(|w| (*w).to_owned()).collect(),
        figures: figures.to_vec(),
        units: units.to_vec(),
        fits,
    }
}

/// A share printed with so many decimals, halves up.
fn share(part: i128, whole: i128, decimals: u32) -> Number {
    let scale = 10i128.pow(decimals) * 100;
    Number {
        mantissa: (part * scale * 2 + whole) / (whole * 2),
        decimals,
    }
}

/// Says whether a fraction may be printed as `n`.
fn prints(part: i128, whole: i128, n: Number) -> bool {
    let (low, high) = n.rounded();
    let exact = Q(part * 100, whole);
    !exact.below(low) && !high.below(exact)
}

fn whole(n: Number) -> i128 {
    n.mantissa
}

/// Composes one of our own sentences, with figures that fit.
pub fn compose(chance: &mut Chance) -> Story {
    let n = |x: i128| Number::whole(x);
    let (a, b, c) = (
        chance.within(21, 400),
        chance.within(21, 400),
        chance.within(21, 400),
    );
    match chance.within(0, 16) {
        0 => story(
            &["全站技术岗", "、管理岗", "、工勤岗", "，共", "。"],
            &[n(a), n(b), n(c), n(a + b + c)],
            &["名"; 4],
            |f| whole(f[0]) + whole(f[1]) + whole(f[2]) == whole(f[3]),
        ),
        1 => story(
            &["全站现有职工", "，其中女职工", "，占", "。"],
            &[n(a + b), n(a), share(a, a + b, 1)],
            &["名", "名", "%"],
            |f| whole(f[1]) <= whole(f[0]) && prints(whole(f[1]), whole(f[0]), f[2]),
        ),
        2 => {
            let (from, to) = (a * 3, a * 3 + b);
            story(
                &["入园企业由上年的", "增加到", "，增长", "。"],
                &[n(from), n(to), share(to - from, from, 1)],
                &["家", "家", "%"],
                |f| {
                    whole(f[1]) > whole(f[0])
                        && prints(whole(f[1]) - whole(f[0]), whole(f[0]), f[2])
                },
            )
        }
        3 => {
            let tenths = |mantissa| Number {
                mantissa,
                decimals: 1,
            };
            story(
                &["入户率由", "升至", "，提高", "。"],
                &[tenths(a), tenths(a + b), tenths(b)],
                &["%", "%", "个百分点"],
                // Each of the three is rounded by itself.
                |f| (f[1].mantissa - f[0].mantissa - f[2].mantissa).abs() <= 1,
            )
        }
        4 => story(
            &["站点由", "个增至", "个，增加", "倍。"],
            &[n(a), n(a * (c % 5 + 2)), n(c % 5 + 1)],
            &[""; 3],
            |f| whole(f[1]) == whole(f[0]) * (whole(f[2]) + 1),
        ),
        5 => story(
            &["全镇登记牧户", "，其中搬迁户", "、留守户", "。"],
            &[n(a + b + c), n(a), n(b)],
            &["户"; 3],
            // Who moved did not stay behind.
            |f| whole(f[1]) + whole(f[2]) <= whole(f[0]),
        ),
        6 => story(
            &["全年受理诉求", "，办结", "，办结率", "。"],
            &[n(a + b), n(a), share(a, a + b, 2)],
            &["件", "件", "%"],
            |f| prints(whole(f[1]), whole(f[0]), f[2]),
        ),
        7 => story(
            &["新增网点", "、关停", "，净增", "。"],
            &[n(a + b), n(a), n(b)],
            &["个"; 3],
            |f| whole(f[0]) - whole(f[1]) == whole(f[2]),
        ),
        8 => story(
            &["大会应到代表", "，请假", "，实到", "。"],
            &[n(a + b), n(b), n(a)],
            &["名"; 3],
            |f| whole(f[0]) - whole(f[1]) == whole(f[2]),
        ),
        9 => story(
            &["2021年3月，该班组连续值守", "。"],
            &[n(a % 31 + 1)],
            &["天"],
            |f| whole(f[0]) <= 31,
        ),
        10 => story(
            &["全镇评出先进工作者", "。", "先进工作者中，女性占三成。"],
            &[n(a), n(a)],
            &["名"; 2],
            |f| whole(f[0]) == whole(f[1]),
        ),
        11 => story(
            &["", "个乡镇各派", "名辅导员，共", "名。"],
            &[n(a), n(c % 9 + 2), n(a * (c % 9 + 2))],
            &[""; 3],
            |f| whole(f[0]) * whole(f[1]) == whole(f[2]),
        ),
        12 => story(
            &["", "个月召开碰头会", "次，做到月月碰头通报。"],
            &[n(12), n(12 + c % 4)],
            &[""; 2],
            |f| whole(f[1]) >= whole(f[0]),
        ),
        13 => story(
            &["今年受理来信", "，比去年的", "增长", "。"],
            &[n(a + b), n(a), share(b, a, 1)],
            &["件", "件", "%"],
            |f| whole(f[0]) > whole(f[1]) && prints(whole(f[0]) - whole(f[1]), whole(f[1]), f[2]),
        ),
        14 => story(
            &[
                "全镇共有网格员",
                "，其中专职",
                "、兼职",
                "，分别占",
                "和",
                "。",
            ],
            &[n(a + b), n(a), n(b), share(a, a + b, 1), share(b, a + b, 1)],
            &["名", "名", "名", "%", "%"],
            |f| {
                whole(f[1]).max(whole(f[2])) <= whole(f[0])
                    && prints(whole(f[1]), whole(f[0]), f[3])
                    && prints(whole(f[2]), whole(f[0]), f[4])
            },
        ),
        15 => story(
            &["贷款余额", "，比年初增加", "，增长", "。"],
            &[n(a + b), n(b), share(b, a, 1)],
            &["元", "元", "%"],
            |f| whole(f[0]) > whole(f[1]) && prints(whole(f[1]), whole(f[0]) - whole(f[1]), f[2]),
        ),
        _ => story(
            &["全站共有职工", "，分别为党员职工", "、群众职工", "。"],
            &[n(a + b), n(a), n(b)],
            &["名", "名", "名"],
            |f| whole(f[1]) + whole(f[2]) == whole(f[0]),
        ),
    }
}
