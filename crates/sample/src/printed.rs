//! A printed figure as the blind page reads it: digits with 万 or 亿, 余 or 多, 近, 超过, a percentage.
//!
//! Written apart from the checker's own reading, so that one cannot hide the other's mistakes.

use youju_base::decimal::Decimal;
use youju_base::ratio::Ratio;

/// Larger numbers are left alone: ten thousand times as much must still be a number.
const LARGEST: i64 = 1_000_000_000_000;

/// What a printed figure allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Printed {
    /// This number.
    Exactly(i64),
    /// From the first to the second, or `open` above; `said` is the number that is printed.
    Within {
        low: i64,
        high: i64,
        said: i64,
        open: bool,
    },
    /// This percentage, as far as it is printed.
    Percent(Decimal),
}

/// A printed figure at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub printed: Printed,
    /// Code points before the first digit: a qualifier.
    pub before: usize,
    /// Code points up to the counter.
    pub length: usize,
    /// Written with 万 or 亿.
    pub scaled: bool,
}

impl Reading {
    /// Reads the figure at the start of `text`.
    pub fn at_start(text: &str) -> Option<Self> {
        let chars: Vec<char> = text.chars().collect();
        let (near, over) = (text.starts_with('近'), text.starts_with("超过"));
        let before = if near {
            1
        } else if over {
            2
        } else {
            0
        };
        let digits = chars[before..]
            .iter()
            .take_while(|c| c.is_ascii_digit() || **c == '.')
            .count();
        let number: String = chars[before..before + digits].iter().collect();
        let number = Decimal::parse(&number).ok()?;
        let mut length = before + digits;
        if chars.get(length) == Some(&'%') {
            let printed = Printed::Percent(number);
            return (before == 0).then_some(Self {
                printed,
                before,
                length: length + 1,
                scaled: false,
            });
        }
        let powers = match chars.get(length) {
            Some('万') => 4,
            Some('亿') => 8,
            _ => 0,
        };
        length += usize::from(powers > 0);
        let said = number.ratio()?.times(Ratio::from(10_i128.pow(powers)))?;
        let said = i64::try_from(said.part())
            .ok()
            .filter(|n| said.is_whole() && *n <= LARGEST)?;
        let more = matches!(chars.get(length), Some('余' | '多'));
        length += usize::from(more);
        let printed = match (near, over, more) {
            (false, false, false) => Printed::Exactly(said),
            (false, false, true) => Printed::Within {
                low: said + 1,
                high: said + last_place(said) - 1,
                said,
                open: false,
            },
            (true, false, false) => Printed::Within {
                low: (said * 9 + 9) / 10,
                high: said - 1,
                said,
                open: false,
            },
            (false, true, false) => Printed::Within {
                low: said + 1,
                high: said + said / 4 + 5,
                said,
                open: true,
            },
            _ => return None,
        };
        Some(Self {
            printed,
            before,
            length,
            scaled: powers > 0,
        })
    }
}

impl Printed {
    /// Says whether an exact value is what the figure prints; 300余 also lets 300 pass, 超过300 does not.
    pub fn fits(&self, value: Ratio) -> bool {
        match self {
            Self::Exactly(said) => value == Ratio::from(i128::from(*said)),
            Self::Within {
                low,
                high,
                said,
                open,
            } => {
                let whole = |n: i64| Ratio::from(i128::from(n));
                (whole(*low) <= value && (*open || value <= whole(*high)))
                    || (!open && value == whole(*said))
            }
            Self::Percent(printed) => {
                let decimals = u32::try_from(printed.scale()).unwrap_or(0);
                value
                    .round_half_up(decimals)
                    .is_some_and(|shown| shown.same_value(*printed))
            }
        }
    }
}

/// Place value of the last digit that is not zero: 300 → 100, 120 → 10.
fn last_place(n: i64) -> i64 {
    let mut place = 1;
    while n > 0 && n % (place * 10) == 0 {
        place *= 10;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Reading::at_start(text) {
            None => "-".into(),
            Some(r) => {
                let rest: String = text.chars().skip(r.length).collect();
                match r.printed {
                    Printed::Exactly(n) => format!("{n} {rest}"),
                    Printed::Within { low, high, .. } => format!("{low}..{high} {rest}"),
                    Printed::Percent(p) => format!("{p}% {rest}"),
                }
            }
        }
    }

    #[test]
    fn figures_are_read() {
        let found = [
            "315名",
            "300余名",
            "1.2万名",
            "1.5万余人次",
            "近320名",
            "超过310名",
            "77.6%",
            "约30名",
            "近百名",
            "1.25名",
            "近9000000000000000000名",
        ]
        .map(read);
        assert_eq!(
            found,
            [
                "315 名",
                "301..399 名",
                "12000 名",
                "15001..15999 人次",
                "288..319 名",
                "311..392 名",
                "77.6% ",
                "-",
                "-",
                "-",
                "-"
            ]
        );
    }

    #[test]
    fn a_share_fits_as_printed() {
        let printed = Printed::Percent(Decimal::parse("77.6").expect("a percentage"));
        let share = |whole: i128| Ratio::new(31500, whole).expect("a share");
        assert!(printed.fits(share(406)));
        assert!(!printed.fits(share(405)) && !printed.fits(share(407)));
    }
}
