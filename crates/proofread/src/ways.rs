//! How a number of the ledger may be written in a text: exactly, rounded, and with words that bound it.
//!
//! What is proposed is read back by the checker itself, and only what the number bears out is kept.

use crate::read_figure;
use crate::reading::{Kind, Op};
use youju_base::decimal::Decimal;
use youju_base::ratio::Ratio;

/// One way of writing a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// With its counter: 310余名.
    pub text: String,
    /// A check would call it confirmed; else consistent.
    pub exact: bool,
}

/// Lists how a number may be written, the exact form first.
///
/// - Input: the exact value (a share in percent), the number as the ledger prints it, and its counter (`%` for a share).
///
/// ```
/// use youju_base::{decimal::Decimal, ratio::Ratio};
/// let printed = Decimal::parse("315").unwrap();
/// let ways = youju_proofread::ways::ways(Ratio::from(315), printed, "名");
/// let texts: Vec<&str> = ways.iter().map(|way| way.text.as_str()).collect();
/// assert_eq!(texts, ["315名", "310余名", "300余名", "近320名", "超过310名", "约320名"]);
/// ```
pub fn ways(value: Ratio, printed: Decimal, counter: &str) -> Vec<Way> {
    let mut proposed = vec![format!("{printed}{counter}")];
    match counter {
        "%" => proposed.extend(shares(value)),
        "元" => proposed.extend(money(value)),
        _ => proposed.extend(counts(value, counter)),
    }
    let mut ways: Vec<Way> = Vec::new();
    for text in proposed {
        if let Some(exact) = borne_out(&text, value)
            && !ways.iter().any(|way| way.text == text)
        {
            ways.push(Way { text, exact });
        }
    }
    ways
}

/// Says whether the checker reads a text as something that the value bears out, and whether as the number itself.
fn borne_out(text: &str, value: Ratio) -> Option<bool> {
    // A counter of which only the beginning is read would be another one in a text.
    let claim = read_figure(text).filter(|claim| claim.end == text.chars().count())?;
    let printed = claim.value.and_then(|v| v.ratio()) == Some(value);
    claim
        .interval
        .contains(value)
        .then_some(claim.op == Op::Exactly && (printed || claim.kind == Kind::Percent))
}

/// Down to tens and hundreds with 余, up with 近, and around.
fn counts(value: Ratio, counter: &str) -> Vec<String> {
    let Some(number) = value.is_whole().then(|| value.part()).filter(|n| *n > 10) else {
        return Vec::new();
    };
    let digits = number.ilog10();
    // The finest step says most; a number of many digits is rounded at its third.
    let step = 10_i128.pow(digits.saturating_sub(1).max(1));
    let (down, up) = (number / step * step, (number / step + 1) * step);
    let coarse = number / (step * 10) * (step * 10);
    let around = if number - down < up - number {
        down
    } else {
        up
    };
    let mut texts = vec![format!("{}余{counter}", scaled(down))];
    if coarse > 0 && coarse != down {
        texts.push(format!("{}余{counter}", scaled(coarse)));
    }
    // 近 is said of what lacks little.
    if up - number <= number - down {
        texts.push(format!("近{}{counter}", scaled(up)));
    }
    texts.extend([
        format!("超过{}{counter}", scaled(down)),
        format!("约{}{counter}", scaled(around)),
    ]);
    texts
}

/// Rounded to fewer decimals, and in tenths.
fn shares(value: Ratio) -> Vec<String> {
    let rounded = |decimals| value.round_half_up(decimals);
    let mut texts: Vec<String> = [1, 0]
        .into_iter()
        .filter_map(|decimals| Some(format!("{}%", rounded(decimals)?)))
        .collect();
    let tenth = |n: i128| "零一二三四五六七八九".chars().nth(usize::try_from(n).ok()?);
    let tenths = value.floor() / 10;
    texts.extend(
        tenth(tenths)
            .filter(|_| tenths > 0)
            .map(|t| format!("{t}成多")),
    );
    texts.extend(tenth(tenths + 1).map(|t| format!("近{t}成")));
    texts
}

/// In 万元 and 亿元, rounded once.
fn money(value: Ratio) -> Vec<String> {
    let in_unit = |unit: i128, name: &str, decimals| {
        let amount = value.over(Ratio::from(unit)).filter(|a| a.floor() > 0)?;
        Some(format!("{}{name}", amount.round_half_up(decimals)?))
    };
    let (ten_thousand, hundred_million) = (10_000, 100_000_000);
    [
        in_unit(ten_thousand, "万元", 2),
        in_unit(ten_thousand, "万元", 0),
        in_unit(hundred_million, "亿元", 2),
    ]
    .into_iter()
    .flatten()
    .filter(|text| !text.contains(".00"))
    .collect()
}

/// A rounded number with 万 or 亿 where it is large.
fn scaled(number: i128) -> String {
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万")] {
        let tenth = unit / 10;
        if number >= unit && number % tenth == 0 {
            let (whole, rest) = (number / unit, number % unit / tenth);
            return match rest {
                0 => format!("{whole}{name}"),
                rest => format!("{whole}.{rest}{name}"),
            };
        }
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: Ratio, decimals: u32, counter: &str) -> Vec<String> {
        let printed = value.round_half_up(decimals).unwrap();
        let ways = ways(value, printed, counter);
        ways.iter()
            .map(|way| format!("{}{}", way.text, if way.exact { "=" } else { "" }))
            .collect()
    }

    #[test]
    fn counts_are_rounded_with_words_that_bound_them() {
        assert_eq!(texts(Ratio::from(8), 0, "名"), ["8名="]);
        assert_eq!(texts(Ratio::from(300), 0, "名"), ["300名=", "约300名"]);
        assert_eq!(
            texts(Ratio::from(12_345), 0, "人次"),
            [
                "12345人次=",
                "1.2万余人次",
                "1万余人次",
                "超过1.2万人次",
                "约1.2万人次"
            ]
        );
    }

    #[test]
    fn shares_and_money_are_rounded_once() {
        let share = Ratio::new(31_500, 406).unwrap();
        assert_eq!(
            texts(share, 2, "%"),
            ["77.59%=", "77.6%=", "78%=", "七成多", "近八成"]
        );
        let money = Ratio::from(125_963_400);
        assert_eq!(
            texts(money, 0, "元"),
            ["125963400元=", "12596.34万元=", "12596万元", "1.26亿元"]
        );
        let money = Ratio::from(15_850_000);
        assert_eq!(texts(money, 0, "元"), ["15850000元=", "1585万元="]);
    }
}
