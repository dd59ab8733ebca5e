//! Days and periods as reports write them.

use jiff::civil::Date;
use minijinja::value::{Serde, Value};
use std::collections::BTreeMap;
use youju_base::period::{Period, PeriodError};
use youju_declare::Lang;

/// Writes a day: `2022年6月30日`.
pub fn day(day: Date, lang: Lang) -> String {
    match lang {
        Lang::En => day.to_string(),
        Lang::Zh | Lang::Bo => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

/// Writes a period as people name it: `2022年6月`, `2022年上半年`, `2022年第三季度`, `2022年`, or its two days.
pub fn text(period: Period, lang: Lang) -> String {
    let code = code(period);
    let (year, rest) = code.split_at(code.len().min(4));
    let chinese = match rest.as_bytes() {
        _ if lang == Lang::En => None,
        [] => Some(format!("{year}年")),
        b"H1" => Some(format!("{year}年上半年")),
        b"H2" => Some(format!("{year}年下半年")),
        [b'Q', quarter @ b'1'..=b'4'] => {
            let number = ["一", "二", "三", "四"][usize::from(quarter - b'1')];
            Some(format!("{year}年第{number}季度"))
        }
        [b'-', ..] if rest.len() == 3 => {
            Some(format!("{year}年{}月", rest[1..].trim_start_matches('0')))
        }
        _ if period.days() == 1 => Some(day(period.from, lang)),
        _ => Some(format!(
            "{}至{}",
            day(period.from, lang),
            day(period.last(), lang)
        )),
    };
    chinese.unwrap_or(code)
}

/// Gives the shortest spelling of a period: `2022`, `2022H1`, `2022Q3`, `2022-06`, or its two days.
pub fn code(period: Period) -> String {
    let year = period.from.year();
    let month = period.from.month();
    let names = [
        format!("{year}"),
        format!("{year}H{}", (month - 1) / 6 + 1),
        format!("{year}Q{}", (month - 1) / 3 + 1),
        format!("{year}-{month:02}"),
    ];
    let mut fitting = names
        .into_iter()
        .filter(|name| Period::parse(name) == Ok(period));
    // A single day too keeps both ends, so that it is not taken for the day of a stock.
    fitting
        .next()
        .unwrap_or_else(|| format!("{}..{}", period.from, period.last()))
}

/// Cuts a period into calendar months; the first and the last may be parts of one.
pub fn months(period: Period) -> Result<Vec<Period>, PeriodError> {
    let mut months = Vec::new();
    let mut from = period.from;
    while from < period.until {
        let next = from.last_of_month().tomorrow().unwrap_or(period.until);
        let until = next.min(period.until);
        months.push(Period::new(from, until)?);
        from = until;
    }
    Ok(months)
}

/// Gives a period to a template: `code`, `text`, `from` and `last`.
pub fn value(period: Period, lang: Lang) -> Value {
    Value::from(Serde(BTreeMap::from([
        ("code", code(period)),
        ("text", text(period, lang)),
        ("from", period.from.to_string()),
        ("last", period.last().to_string()),
    ])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_their_names() {
        for (code_text, words) in [
            ("2022", "2022年"),
            ("2022H1", "2022年上半年"),
            ("2022Q3", "2022年第三季度"),
            ("2022-06", "2022年6月"),
            ("2022-06-30..2022-06-30", "2022年6月30日"),
            ("2022-01-05..2022-02-01", "2022年1月5日至2022年2月1日"),
        ] {
            let period = Period::parse(code_text).expect("a period");
            assert_eq!(text(period, Lang::Zh), words);
            assert_eq!(code(period), code_text);
        }
    }

    #[test]
    fn months_meet_and_fill_the_period() {
        let months = |text: &str| -> Vec<String> {
            let period = Period::parse(text).expect("a period");
            months(period)
                .expect("months")
                .into_iter()
                .map(code)
                .collect()
        };
        assert_eq!(months("2022Q1"), ["2022-01", "2022-02", "2022-03"]);
        assert_eq!(
            months("2022-01-30..2022-02-01"),
            ["2022-01-30..2022-01-31", "2022-02-01..2022-02-01"]
        );
    }
}
