//! How people write dates, numbers and yes or no, and how the ledger writes them.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use youju_base::period::Period;
use youju_render::sheet::Entry;

/// A date as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// To the day.
    Day(Date),
    /// To the month: year and month.
    Month(i16, i8),
}

impl Written {
    /// The day, and of a month its first.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
        }
    }

    /// As a birth date: the day, or all days of the month.
    pub fn period(self) -> Option<Period> {
        let text = match self {
            Self::Day(day) => day.to_string(),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
        };
        Period::parse(&text).ok()
    }
}

/// Gives a text as it is compared: without blanks, full-width letters and digits as plain ones.
pub fn plain(text: &str) -> String {
    let half = |c: char| match u32::from(c) {
        n @ 0xff01..=0xff5e => char::from_u32(n - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let kept = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'));
    kept.map(half).collect()
}

/// Why a spelling is not read: what, and the way out.
pub type Unread = (String, String);

/// Reads a date: 2012-07-01, 2012/7/1, 2012.7.1, 20120701, 2012年7月1日, 2011.07, 2011年7月, 201107, or a serial number of
/// Excel; with a clock time behind it or not.
///
/// - Errors: no date; a number such as 2012.1, which may have been October.
pub fn read_date(cell: &Entry) -> Result<Written, Unread> {
    let shown = plain(without_clock(cell.shown()));
    let unread = || {
        (
            format!("\"{}\" is no date", cell.shown()),
            "write it as 2022-06-30".to_owned(),
        )
    };
    let is_number = matches!(cell, Entry::Number(_));
    let parts = parts(&shown);
    match parts.as_slice() {
        [year, month] if is_number && shown.contains('.') => {
            // As a number 2012.10 has lost its zero.
            if *year >= 1900 && *month == 1 && shown.ends_with(".1") {
                return Err((
                    format!("\"{shown}\" is a number: January or October of {year}"),
                    format!("write {year}-01 or {year}-10"),
                ));
            }
            month_of(*year, *month).ok_or_else(unread)
        }
        [only] => match shown.len() {
            _ if !shown.bytes().all(|b| b.is_ascii_digit()) => Err(unread()),
            8 => day_of(only / 10_000, only / 100 % 100, only % 100).ok_or_else(unread),
            6 => month_of(only / 100, only % 100).ok_or_else(unread),
            // Days since 1899-12-30; from 1927 to 2173, so that no year or count is taken for one.
            5 if (10_000..=99_999).contains(only) => {
                let first = date(1899, 12, 30);
                first
                    .checked_add(only.days())
                    .map(Written::Day)
                    .map_err(|_| unread())
            }
            _ => Err(unread()),
        },
        [year, month] => month_of(*year, *month).ok_or_else(unread),
        [year, month, day] => day_of(*year, *month, *day).ok_or_else(unread),
        _ => Err(unread()),
    }
}

/// Leaves out the clock time behind a day.
fn without_clock(text: &str) -> &str {
    let day = text.find([':', '：']).and_then(|colon| {
        let before = &text[..colon];
        before
            .rfind(|c: char| c.is_whitespace() || c == 'T')
            .map(|end| &before[..end])
    });
    day.unwrap_or(text)
}

/// The numbers of a date; none where anything else stands in it.
fn parts(text: &str) -> Vec<i64> {
    let text = text.trim_end_matches(['日', '号', '月', '.']);
    let numbers = text.split(['-', '/', '.', '年', '月', '—', '–', '、']);
    let read: Option<Vec<i64>> = numbers
        .map(
            |n| match n.len() <= 8 && n.bytes().all(|b| b.is_ascii_digit()) {
                true => n.parse().ok(),
                false => None,
            },
        )
        .collect();
    read.unwrap_or_default()
}

fn day_of(year: i64, month: i64, day: i64) -> Option<Written> {
    let Written::Month(year, month) = month_of(year, month)? else {
        return None;
    };
    Date::new(year, month, i8::try_from(day).ok()?)
        .ok()
        .map(Written::Day)
}

fn month_of(year: i64, month: i64) -> Option<Written> {
    let year = i16::try_from(year)
        .ok()
        .filter(|y| (1900..=2200).contains(y))?;
    let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    Some(Written::Month(year, month))
}

/// Reads a number: full-width digits, thousands marks, ￥, blanks; whole numbers without `.0`.
///
/// - Output: digits with at most one point, ready for the ledger; none where it is no number.
pub fn read_number(text: &str) -> Option<String> {
    let text = plain(text);
    let text = text
        .trim_start_matches(['¥', '￥', '+'])
        .trim_end_matches('元');
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let marked = whole.contains([',', '，']);
    let groups: Vec<&str> = whole.split([',', '，']).collect();
    let is_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let grouped = !marked || groups[1..].iter().all(|g| g.len() == 3);
    let whole: String = groups.concat();
    if whole.is_empty() || !is_digits(&whole) || !is_digits(rest) || !grouped {
        return None;
    }
    let rest = rest.trim_end_matches('0');
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        some => some,
    };
    Some(match rest {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    })
}

/// Reads yes or no: 是, 否, 有, 无, √, ×, 1, 0, Y, N.
pub fn read_flag(text: &str) -> Option<bool> {
    match plain(text).to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "对" | "1" | "y" | "yes" | "true" => Some(true),
        "否" | "无" | "没有" | "×" | "✗" | "0" | "n" | "no" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_all_spellings_of_offices() {
        let day = |text: &str| read_date(&Entry::text(text)).map(Written::day);
        for text in [
            "2012-07-01",
            "2012-7-1",
            "2012/7/1",
            "2012.7.1",
            "2012.07.01",
            "20120701",
            "2012年7月1日",
            "2012年07月01号",
            "２０１２年７月１日",
            "41091",
            "2012-07-01 00:00:00",
            "2012/7/1 8:30",
            " 2012 . 7 . 1 ",
            "2012-07-01T00:00:00",
        ] {
            assert_eq!(day(text), Ok(Some(date(2012, 7, 1))), "{text}");
        }
        for text in ["2011.07", "2011年7月", "201107", "2011-7", "2011/07"] {
            assert_eq!(
                read_date(&Entry::text(text)),
                Ok(Written::Month(2011, 7)),
                "{text}"
            );
        }
        for text in [
            "",
            "2012",
            "七月",
            "2012-13-01",
            "2012-02-30",
            "12.7.1",
            "1",
            "999999",
            "2012-07-01-02",
            "0.5",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_that_lost_its_zero_is_asked() {
        let number = |text: &str| read_date(&Entry::Number(text.into()));
        assert_eq!(number("2011.07"), Ok(Written::Month(2011, 7)));
        assert_eq!(number("2011.12"), Ok(Written::Month(2011, 12)));
        assert_eq!(
            number("2012.1").map_err(|(what, _)| what),
            Err("\"2012.1\" is a number: January or October of 2012".into())
        );
        assert_eq!(number("20120701"), Ok(Written::Day(date(2012, 7, 1))));
        assert_eq!(number("41091"), Ok(Written::Day(date(2012, 7, 1))));
    }

    #[test]
    fn texts_are_compared_without_blanks_and_widths() {
        assert_eq!(plain(" 示例　甲１２ "), "示例甲12");
    }

    #[test]
    fn numbers_lose_what_only_people_need() {
        for (text, number) in [
            ("１，２３４", "1234"),
            ("1,234.50", "1234.5"),
            ("￥12.00", "12"),
            ("-5", "-5"),
            ("007", "7"),
            ("3.0", "3"),
            (" 1 2 ", "12"),
        ] {
            assert_eq!(read_number(text).as_deref(), Some(number), "{text}");
        }
        for text in ["", "一", "1,2", "1.2.3", "12人", "1e5", "."] {
            assert_eq!(read_number(text), None, "{text}");
        }
    }
}
