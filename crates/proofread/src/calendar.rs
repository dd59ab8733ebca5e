//! Dates, times of day and periods in words: what dates a figure, and numerals that are no figures themselves.
//!
//! Relative words (今年, 上半年, 截至目前) are resolved against the day of publication; without one they stay open.

use crate::normalise::Text;
use crate::numeral::{self, Amount};
use crate::words::Chars;
use jiff::ToSpan;
use jiff::civil::Date;

/// A date, a time or a period as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    pub start: usize,
    pub end: usize,
    /// First day, if known.
    pub from: Option<Date>,
    /// First day after, if known.
    pub until: Option<Date>,
    /// At most how many days, where months are named without a year.
    pub days: Option<i64>,
    pub sort: Sort,
}

impl Moment {
    /// The year that it names or ends in.
    fn year(&self) -> Option<i16> {
        let last = self.until.and_then(|day| day.yesterday().ok());
        self.from.or(last).map(|day| day.year())
    }
}

/// What a moment does for the figures near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Dates what happened.
    Span,
    /// Dates a state.
    AsOf,
    /// A time of day, a relative day, a generation: dates nothing.
    Aside,
    /// What something is compared with (去年同期, 比去年).
    Baseline,
}

/// Reads the moment that starts at `i`, if any; 当年 and 全年 mean the year of `last`, the moment before.
pub(crate) fn read(
    text: &Text,
    i: usize,
    published_on: Option<Date>,
    last: Option<&Moment>,
) -> Option<Moment> {
    if !can_start(text.char(i)) {
        return None;
    }
    let reader = Reader {
        text,
        published_on,
        year_before: last.and_then(Moment::year),
    };
    let mut moment = if numeral::can_start(text.char(i)) {
        reader.plan(i).or_else(|| {
            if !is_dated(text, i) {
                return None;
            }
            reader
                .iso(i)
                .or_else(|| reader.dated(i))
                .or_else(|| reader.stretch(i))
                .or_else(|| reader.clock(i))
                .or_else(|| reader.week(i))
        })?
    } else {
        reader
            .plan(i)
            .or_else(|| reader.as_of(i))
            .or_else(|| reader.dated(i))
            .or_else(|| reader.stretch(i))
            .or_else(|| reader.week(i))
            .or_else(|| reader.word(i))?
    };
    if let (Some(from), Some(until), Sort::Span) = (moment.from, moment.until, moment.sort) {
        moment.days = Some(i64::from((until - from).get_days()));
    }
    if moment.sort == Sort::Span && is_baseline(text, &moment) {
        moment.sort = Sort::Baseline;
    }
    Some(moment)
}

/// Says whether a moment can begin with `c`.
fn can_start(c: char) -> bool {
    numeral::can_start(c) || BEGINNINGS.has(c)
}

static BEGINNINGS: Chars = Chars::of(&[
    '第', '半', '“', '今', '去', '本', '上', '下', '当', '全', '前', '明', '截', '近', '最', '过',
    '未', '此', '头', '周', '星', '礼', '初', '正', '腊', '冬', '农', '藏', '目', '如', '迄', '至',
    '现', '年', '多', '长', '日', '月', '之',
]);

/// Says whether what stands behind the number at `i` can make it a date, a time or a stretch of time.
fn is_dated(text: &Text, i: usize) -> bool {
    let next = |end: usize| {
        matches!(
            text.char(end),
            '年' | '月'
                | '日'
                | '号'
                | '、'
                | '至'
                | '到'
                | '-'
                | '—'
                | '~'
                | '季'
                | '个'
                | '天'
                | '周'
                | '载'
                | '多'
                | '余'
                | '半'
                | '世'
                | '后'
                | '时'
                | '点'
                | ':'
                | '/'
                | '.'
        )
    };
    numeral::read(text, i).is_some_and(|number| next(number.end))
}

fn is_baseline(text: &Text, moment: &Moment) -> bool {
    let compared = text.longest_before(moment.start, "比 较 由 从").is_some()
        && !text.ends(moment.start, "对比")
        && (!text.ends(moment.start, "从") && !text.ends(moment.start, "由")
            || text.char(moment.end) == '的');
    compared || text.longest_at(moment.end, "同期 相比").is_some() || text.ends(moment.end, "同期")
}

struct Reader<'t> {
    text: &'t Text,
    published_on: Option<Date>,
    year_before: Option<i16>,
}

/// One whole number that may stand in a date.
struct Small {
    value: i16,
    end: usize,
    chinese: bool,
}

impl Reader<'_> {
    fn small(&self, i: usize) -> Option<Small> {
        if !(self.text.char(i).is_ascii_digit()
            || numeral::digit(self.text.char(i)).is_some()
            || self.text.char(i) == '十')
        {
            return None;
        }
        let number = numeral::read(self.text, i)?;
        let Amount::Exact(value) = number.amount else {
            return None;
        };
        let plain =
            number.more.is_none() && value.scale() == 0 && number.form == numeral::Form::Plain;
        plain.then(|| {
            Some(Small {
                value: i16::try_from(value.mantissa()).ok()?,
                end: number.end,
                chinese: number.chinese,
            })
        })?
    }

    fn span(&self, start: usize, end: usize, days: Option<(Date, Date)>) -> Moment {
        Moment {
            start,
            end,
            from: days.map(|d| d.0),
            until: days.map(|d| d.1),
            days: None,
            sort: Sort::Span,
        }
    }

    fn aside(&self, start: usize, end: usize) -> Moment {
        Moment {
            start,
            end,
            from: None,
            until: None,
            days: None,
            sort: Sort::Aside,
        }
    }

    fn tomorrow(&self) -> Option<Date> {
        self.published_on?.tomorrow().ok()
    }

    /// “十四五”以来, “十四五”期间.
    fn plan(&self, i: usize) -> Option<Moment> {
        let open = usize::from(self.text.char(i) == '“');
        let plans = [
            ("十一五", 2006),
            ("十二五", 2011),
            ("十三五", 2016),
            ("十四五", 2021),
            ("十五五", 2026),
            ("十六五", 2031),
        ];
        let (name, year) = plans
            .into_iter()
            .find(|(name, _)| self.text.starts(i + open, name))?;
        let mut end = i + open + name.chars().count();
        if open == 1 {
            if self.text.char(end) != '”' {
                return None;
            }
            end += 1;
        }
        let after = self.text.longest_at(
            end,
            "规划以来 以来 期间 时期 开局以来 规划期间 规划实施以来",
        );
        let (from, mut until) = (first_of(year, 1)?, first_of(year + 5, 1)?);
        if after.is_some_and(|w| w.ends_with("来")) {
            let day = self.tomorrow();
            return Some(Moment {
                until: day,
                ..self.span(i, end + after?.chars().count(), Some((from, until)))
            });
        }
        if let Some(day) = self.tomorrow() {
            until = until.min(day).max(from);
        }
        match after {
            Some(word) => Some(self.span(i, end + word.chars().count(), Some((from, until)))),
            None => Some(self.aside(i, end)),
        }
    }

    /// 截至目前, 截至6月底, 截止2022年8月31日.
    fn as_of(&self, i: usize) -> Option<Moment> {
        let word = self.text.longest_at(i, "截至 截止 截止到 截至到")?;
        let at = i + word.chars().count();
        let state = |end, until| {
            Some(Moment {
                start: i,
                end,
                from: None,
                until,
                days: None,
                sort: Sort::AsOf,
            })
        };
        if let Some(now) = self
            .text
            .longest_at(at, "目前 当前 今天 今日 今 现在 发稿时 记者发稿时")
        {
            return state(at + now.chars().count(), self.tomorrow());
        }
        let inner = self
            .iso(at)
            .or_else(|| self.dated(at))
            .or_else(|| self.word(at))?;
        state(inner.end, inner.until)
    }

    /// 2022-08-31, 2022/8/31, 2022.8.31.
    fn iso(&self, i: usize) -> Option<Moment> {
        let year = self.digits(i, 4)?;
        let mark = self.text.char(year.end);
        if !"-/.".contains(mark) {
            return None;
        }
        let month = self.digits(year.end + 1, 2)?;
        if self.text.char(month.end) != mark {
            return None;
        }
        let day = self.digits(month.end + 1, 2)?;
        let date = Date::new(
            year.value,
            i8::try_from(month.value).ok()?,
            i8::try_from(day.value).ok()?,
        )
        .ok()?;
        Some(self.span(i, day.end, Some((date, date.tomorrow().ok()?))))
    }

    fn digits(&self, i: usize, most: usize) -> Option<Small> {
        if self.text.before(i).is_ascii_digit() {
            return None;
        }
        let count = (0..=most)
            .take_while(|k| self.text.char(i + k).is_ascii_digit())
            .count();
        if count == 0 || count > most || (most == 4 && count != 4) {
            return None;
        }
        let value = self.text.slice(i, i + count).parse().ok()?;
        Some(Small {
            value,
            end: i + count,
            chinese: false,
        })
    }

    /// Years, halves, quarters, months and days, with their ranges: 2019年2月至3月, 去年前三季度, 8月22日, 1至9月.
    fn dated(&self, i: usize) -> Option<Moment> {
        if matches!(self.text.before(i), '第' | '.') || self.text.before(i).is_ascii_digit() {
            return None;
        }
        if let Some((year, relative, end)) = self.year(i) {
            let mut moment = self.inside_year(i, end, year, relative)?;
            self.extend_years(&mut moment, year);
            return Some(moment);
        }
        let this_year = self.published_on.map(|d| d.year());
        self.part(i, i, this_year)
    }

    /// A year: its number if known, whether a relative word named it, and the place after it.
    fn year(&self, i: usize) -> Option<(Option<i16>, bool, usize)> {
        let now = self.published_on.map(|d| d.year());
        let words: [(&str, i16); 11] = [
            ("今年", 0),
            ("本年度", 0),
            ("本年", 0),
            ("去年", -1),
            ("上年", -1),
            ("上一年度", -1),
            ("上一年", -1),
            ("前年", -2),
            ("明年", 1),
            ("当年", 0),
            ("全年", 0),
        ];
        if let Some((word, shift)) = words
            .into_iter()
            .find(|(word, _)| self.text.starts(i, word))
        {
            let known = match word {
                "当年" => self.year_before,
                "全年" => self.year_before.or(now),
                _ => now.map(|y| y + shift),
            };
            return Some((known, true, i + word.chars().count()));
        }
        // 2019至2021年, 2021—2025年 are read whole; the last year is taken below.
        let number = self.small(i)?;
        if !self.is_year(&number) {
            return None;
        }
        let mut end = number.end;
        if self.text.char(end) == '年' {
            let follows = self.text.char(end + 1);
            if number.value < 100 && !"以底初末".contains(follows) && self.small(end + 1).is_none()
            {
                return None;
            }
            end += 1;
            if "度".contains(self.text.char(end)) && self.text.char(end) != '\0' {
                end += 1;
            }
            return Some((Some(number.value), false, end));
        }
        // A range whose first year stands bare.
        let second = self.connector(end).and_then(|k| self.small(k))?;
        (self.is_year(&second) && self.text.char(second.end) == '年' && second.value > number.value)
            .then_some((Some(number.value), false, end))
    }

    fn is_year(&self, number: &Small) -> bool {
        (1800..2200).contains(&number.value)
    }

    fn connector(&self, i: usize) -> Option<usize> {
        let word = self.text.longest_at(i, "至 到 - — —— ~")?;
        Some(i + word.chars().count())
    }

    /// What follows a year: a part of it, or its beginning, end, 以来.
    fn inside_year(
        &self,
        start: usize,
        after: usize,
        year: Option<i16>,
        relative: bool,
    ) -> Option<Moment> {
        let whole = year.and_then(|y| Some((first_of(y, 1)?, first_of(y + 1, 1)?)));
        if self.text.starts(after, "同期") {
            return Some(Moment {
                sort: Sort::Baseline,
                ..self.span(start, after + 2, None)
            });
        }
        if let Some(part) = self.part(start, after, year) {
            return Some(part);
        }
        if let Some(word) = self.text.longest_at(after, "底 末 年底 年末") {
            let end = after + word.chars().count();
            return Some(Moment {
                sort: Sort::AsOf,
                from: None,
                until: whole.map(|w| w.1),
                ..self.span(start, end, None)
            });
        }
        // 自1990年开始 says since when.
        let begins =
            self.text.longest_before(start, "自 从").is_some() && self.text.starts(after, "开始");
        if begins && !relative {
            return Some(Moment {
                from: whole.map(|w| w.0),
                until: self.tomorrow(),
                ..self.span(start, after, None)
            });
        }
        if let Some(word) = self.text.longest_at(after, "以来 来 起 初以来") {
            let end = after + word.chars().count();
            return Some(Moment {
                from: whole.map(|w| w.0),
                until: self.tomorrow(),
                ..self.span(start, end, None)
            });
        }
        // The beginning of a year has no last day.
        if self.text.char(after) == '初' {
            return Some(self.span(start, after + 1, None));
        }
        if let Some(word) = self.text.longest_at(after, "以前 之前 前") {
            return Some(self.aside(start, after + word.chars().count()));
        }
        let mut days = whole;
        if relative && year.is_some() && year == self.published_on.map(|d| d.year()) {
            // 今年 ends with the day of publication.
            days = whole.and_then(|w| Some((w.0, self.tomorrow()?.min(w.1))));
        }
        Some(self.span(start, after, days))
    }

    fn extend_years(&self, moment: &mut Moment, first: Option<i16>) {
        let Some(second) = self.connector(moment.end).and_then(|k| self.year(k)) else {
            return;
        };
        if let (Some(from), (Some(last), false, end)) = (first, second)
            && last >= from
            && let Some(inner) = self.inside_year(moment.start, end, Some(last), false)
        {
            moment.end = inner.end;
            moment.until = inner.until;
            moment.from = moment.from.or_else(|| first_of(from, 1));
            moment.sort = Sort::Span;
        }
    }

    /// A part of a year: half, quarter, first months, months, days.
    fn part(&self, start: usize, i: usize, year: Option<i16>) -> Option<Moment> {
        let months = |end: usize, first: i8, last: i8| {
            let days = year.and_then(|y| {
                Some((
                    first_of(y, first)?,
                    first_of(y, last)?.checked_add(1.month()).ok()?,
                ))
            });
            let moment = self.span(start, end, days);
            self.since(Moment {
                days: Some(longest(first, last)),
                ..moment
            })
        };
        for (word, first, last) in [("上半年", 1, 6), ("下半年", 7, 12)] {
            if self.text.starts(i, word) {
                return Some(months(i + 3, first, last));
            }
        }
        if self.text.char(i) == '前' || self.text.char(i) == '头' {
            let number = self.small(i + 1)?;
            let last = i8::try_from(number.value).ok()?;
            if self.text.longest_at(number.end, "季度 个季度").is_some() && (2..=4).contains(&last)
            {
                let end = number.end
                    + if self.text.starts(number.end, "个") {
                        3
                    } else {
                        2
                    };
                return Some(months(end, 1, last * 3));
            }
            if self.text.starts(number.end, "个月") && (2..=12).contains(&last) {
                return Some(months(number.end + 2, 1, last));
            }
            return None;
        }
        let at = i + usize::from(self.text.char(i) == '第');
        let number = self.small(at)?;
        let value = i8::try_from(number.value).ok()?;
        if self.text.starts(number.end, "季度") && (1..=4).contains(&value) {
            return Some(months(number.end + 2, value * 3 - 2, value * 3));
        }
        if at != i {
            return None;
        }
        // 1至9月, 7月, 8月22日, 3月4日至5月6日, 22日.
        if let Some(k) = self.connector(number.end)
            && let Some(last) = self.small(k)
            && self.text.char(last.end) == '月'
            && is_month(value)
            && is_month(i8::try_from(last.value).ok()?)
            && last.value > i16::from(value)
        {
            return Some(months(
                self.month_end(last.end + 1),
                value,
                i8::try_from(last.value).ok()?,
            ));
        }
        match self.text.char(number.end) {
            '月' if is_month(value) => self.month(start, number.end + 1, year, value),
            '日' | '号' if self.is_day(i, &number) => {
                Some(self.day(start, number.end + 1, year, None, value))
            }
            '、' | '-' | '—' | '~' | '至' | '到'
                if (1..=31).contains(&value) && !number.chinese =>
            {
                // 5、6日; 12-15日; 3、4月.
                let last = self.small(number.end + 1)?;
                let later = last.value > number.value && last.value <= 31;
                match self.text.char(last.end) {
                    '日' if later && self.is_day(i, &last) => {
                        Some(self.day(start, last.end + 1, year, None, value))
                    }
                    '月' if later && last.value <= 12 => {
                        Some(months(last.end + 1, value, i8::try_from(last.value).ok()?))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn month_end(&self, i: usize) -> usize {
        i + usize::from(self.text.char(i) == '份')
    }

    fn month(&self, start: usize, after: usize, year: Option<i16>, month: i8) -> Option<Moment> {
        if let Some(day) = self.small(after)
            && "日号".contains(self.text.char(day.end))
            && self.text.char(day.end) != '\0'
            && (1..=31).contains(&day.value)
        {
            return Some(self.day(
                start,
                day.end + 1,
                year,
                Some(month),
                i8::try_from(day.value).ok()?,
            ));
        }
        // 8月22至25日.
        if let Some(day) = self.small(after)
            && let Some(k) = self.connector(day.end)
            && let Some(last) = self.small(k)
            && self.text.char(last.end) == '日'
        {
            let until = year.and_then(|y| {
                Date::new(y, month, i8::try_from(last.value).ok()?)
                    .ok()?
                    .tomorrow()
                    .ok()
            });
            let from = year.and_then(|y| Date::new(y, month, i8::try_from(day.value).ok()?).ok());
            return Some(Moment {
                from,
                until,
                ..self.span(start, last.end + 1, None)
            });
        }
        let mut end = self.month_end(after);
        let mut last = month;
        if let Some(k) = self.connector(end)
            && let Some(second) = self.small(k)
            && self.text.char(second.end) == '月'
            && second.value <= 12
        {
            let second_month = i8::try_from(second.value).ok()?;
            end = self.month_end(second.end + 1);
            last = second_month;
        }
        let days = year.and_then(|y| {
            let until_year = if last < month { y + 1 } else { y };
            Some((
                first_of(y, month)?,
                first_of(until_year, last)?.checked_add(1.month()).ok()?,
            ))
        });
        if let Some(word) = self.text.longest_at(end, "底 末") {
            let end = end + word.chars().count();
            return Some(Moment {
                sort: Sort::AsOf,
                until: days.map(|d| d.1),
                ..self.span(start, end, None)
            });
        }
        if let Some(word) = self.text.longest_at(end, "上旬 中旬 下旬 初 中") {
            return Some(self.span(start, end + word.chars().count(), days));
        }
        let moment = self.span(start, end, days);
        Some(self.since(Moment {
            days: Some(longest(month, last)),
            ..moment
        }))
    }

    fn day(
        &self,
        start: usize,
        after: usize,
        year: Option<i16>,
        month: Option<i8>,
        day: i8,
    ) -> Moment {
        let month = month.or_else(|| self.published_on.map(|d| d.month()));
        let date = |month: Option<i8>, day: i8| Date::new(year?, month?, day).ok();
        let from = date(month, day);
        let mut until = from.and_then(|d| d.tomorrow().ok());
        let mut end = after;
        // 12日至15日, 3月4日至5月6日, 5日、6日.
        let next = self
            .connector(end)
            .or_else(|| self.connector(self.hour(end)))
            .or((self.text.char(end) == '、').then_some(end + 1));
        if let Some(second) = next.and_then(|k| self.small(k)) {
            let at = second.end;
            if self.text.char(at) == '日' && second.value <= 31 {
                until = date(month, i8::try_from(second.value).unwrap_or(0))
                    .and_then(|d| d.tomorrow().ok());
                end = at + 1;
            } else if self.text.char(at) == '月'
                && let Some(last) = self.small(at + 1)
                && self.text.char(last.end) == '日'
            {
                until = date(
                    i8::try_from(second.value).ok(),
                    i8::try_from(last.value).unwrap_or(0),
                )
                .and_then(|d| d.tomorrow().ok());
                end = last.end + 1;
            }
        }
        let moment = Moment {
            from,
            until,
            ..self.span(start, self.hour(end), None)
        };
        self.since(moment)
    }

    /// The place after the part of the day and the time that stand behind a day: 8月22日下午, 3月18日19时许.
    fn hour(&self, end: usize) -> usize {
        let part = self.text.longest_at(
            end,
            "上午 下午 中午 凌晨 清晨 早晨 早上 傍晚 晚上 晚间 深夜 夜间 晚",
        );
        let after = end + part.map_or(0, |w| w.chars().count());
        if part == Some("晚") && "会报宴年期稻".contains(self.text.char(after)) {
            return end;
        }
        self.time(after).unwrap_or(after)
    }

    /// 22日 is a date; 10日内, 连续5日, 百日 are not.
    fn is_day(&self, i: usize, number: &Small) -> bool {
        let after = number.end + 1;
        (1..=31).contains(&number.value)
            && self
                .text
                .longest_at(after, "内 以内 之内 游 间 线")
                .is_none()
            && self
                .text
                .longest_before(i, "连续 历时 每 为期 共 满 近 超 不足 不到 长达")
                .is_none()
            && !(number.chinese && number.value < 10 && self.text.char(number.end) == '号')
            && !self.text.starts(after, "线")
    }

    /// Adds 以来 after a date.
    fn since(&self, moment: Moment) -> Moment {
        match self.text.longest_at(moment.end, "以来 起") {
            Some(word) if !self.text.starts(moment.end, "起来") => Moment {
                end: moment.end + word.chars().count(),
                until: self.tomorrow(),
                days: None,
                ..moment
            },
            _ => moment,
        }
    }

    /// 30年来, 近三年, 一年半以来, 过去五年, 两年前, 三个月后.
    fn stretch(&self, i: usize) -> Option<Moment> {
        let lead = self
            .text
            .longest_at(i, "近 最近 过去 未来 今后 此后 今后的 过去的 之后 前");
        let mut at = i + lead.map_or(0, |w| w.chars().count());
        if lead.is_none()
            && self
                .text
                .longest_before(i, "连续 为期 历时 第 每 满")
                .is_some()
        {
            return None;
        }
        if lead == Some("近")
            && "附最靠贴邻临亲".contains(self.text.before(i))
            && self.text.before(i) != '\0'
        {
            return None;
        }
        let half = self.text.char(at) == '半';
        let (value, exact) = if half {
            at += 1;
            (None, true)
        } else {
            let number = numeral::read(self.text, at)?;
            at = number.end;
            let value = match number.amount {
                Amount::Exact(value)
                    if value.scale() == 0 && number.form == numeral::Form::Plain =>
                {
                    i32::try_from(value.mantissa()).ok()
                }
                Amount::Between(..) => None,
                _ => return None,
            };
            (value, number.more.is_none())
        };
        let unit = self.text.longest_at(
            at,
            "年 个月 个多月 天 周 个季度 个星期 年半 年多 年余 个半月 载 个年头 个世纪 个工作日 多年 余年",
        )?;
        at += unit.chars().count();
        let year_like = unit.starts_with('年')
            || unit.ends_with('年')
            || matches!(unit, "载" | "个年头" | "个世纪");
        if value.is_some_and(|v| v >= 1000) && year_like {
            return None;
        }
        let tail = self
            .text
            .longest_at(at, "来 以来 间 前 后 之前 之后 以后 以前 里来");
        let takes = match (lead, tail) {
            (_, Some("来" | "以来" | "里来")) => true,
            (Some("未来" | "今后" | "此后" | "今后的" | "之后"), _) => true,
            (Some("过去" | "过去的" | "最近"), _) => true,
            (Some("近"), _) => {
                year_like && value.is_none_or(|v| v <= 10)
                    || (unit.starts_with("个") && value.is_none_or(|v| v <= 6))
            }
            (None, Some("间")) => year_like && value.is_some_and(|v| v != 1),
            (None, Some("前" | "后" | "之前" | "之后" | "以后" | "以前")) => {
                !matches!(unit, "个工作日")
            }
            (Some("前"), _) => year_like && value.is_some_and(|v| v <= 10),
            _ => false,
        };
        if !takes {
            return None;
        }
        let end = at + tail.map_or(0, |w| w.chars().count());
        if matches!(tail, Some("前" | "后" | "之前" | "之后" | "以后" | "以前"))
            || matches!(
                lead,
                Some("未来" | "今后" | "此后" | "今后的" | "之后" | "前")
            )
        {
            return Some(self.aside(i, end));
        }
        let until = self.tomorrow();
        let from = exact.then(|| self.back(value, half, unit)).flatten();
        Some(Moment {
            start: i,
            end,
            from,
            until,
            days: None,
            sort: Sort::Span,
        })
    }

    /// The first day of a stretch that ends on the day of publication.
    fn back(&self, value: Option<i32>, half: bool, unit: &str) -> Option<Date> {
        let day = self.published_on?;
        let months = match (value, unit) {
            (None, "年") if half => 6,
            (Some(n), "年") => n.checked_mul(12)?,
            (Some(n), "年半") => n.checked_mul(12)?.checked_add(6)?,
            (Some(n), "个月") => n,
            (Some(n), "个季度") => n.checked_mul(3)?,
            (Some(n), "天") => return day.checked_sub(i64::from(n).days()).ok(),
            (Some(n), "周" | "个星期") => return day.checked_sub(i64::from(n).weeks()).ok(),
            _ => return None,
        };
        if !(0..12_000).contains(&months) {
            return None;
        }
        day.checked_sub(i64::from(months).months()).ok()
    }

    /// Times of day: 凌晨3时许, 8时08分, 20:30, 下午3点半.
    fn clock(&self, i: usize) -> Option<Moment> {
        let end = self.time(i)?;
        let last = self.connector(end).and_then(|k| self.time(k));
        Some(self.aside(i, last.unwrap_or(end)))
    }

    /// One time of day that starts at `i`; gives the place after it.
    fn time(&self, i: usize) -> Option<usize> {
        let hour = self.small(i)?;
        if hour.value > 24 || self.text.before(i).is_ascii_digit() || self.text.before(i) == '.' {
            return None;
        }
        let two_digits = |at: usize| {
            self.text.char(at).is_ascii_digit()
                && self.text.char(at + 1).is_ascii_digit()
                && !self.text.char(at + 2).is_ascii_digit()
        };
        let mut end = hour.end;
        match self.text.char(end) {
            ':' if !hour.chinese && two_digits(end + 1) => {
                end += 3;
                if self.text.char(end) == ':' && two_digits(end + 1) {
                    end += 3;
                }
            }
            '时' if !"间期代而候刻".contains(self.text.char(end + 1)) => {
                end = self.minutes(end + 1);
            }
            '点' => {
                let after = self.text.longest_at(end + 1, "整 半 许 钟 左右 前后 多");
                let before = self.text.longest_before(i, "午 晨 晚 早 夜 日 上");
                let minute = self
                    .small(end + 1)
                    .is_some_and(|m| self.text.char(m.end) == '分' || m.value >= 10);
                if after.is_none() && before.is_none() && !minute {
                    return None;
                }
                end = self.minutes(end + 1);
            }
            _ => return None,
        }
        if let Some(word) = self.text.longest_at(end, "许 整 半 钟 左右 前后") {
            end += word.chars().count();
        }
        Some(end)
    }

    fn minutes(&self, i: usize) -> usize {
        let Some(minute) = self.small(i) else {
            return i;
        };
        if self.text.char(minute.end) != '分' || self.text.starts(minute.end, "分钟") {
            return i;
        }
        match self.small(minute.end + 1) {
            Some(second) if self.text.char(second.end) == '秒' => second.end + 1,
            _ => minute.end + 1,
        }
    }

    /// 星期三, 周五, 上世纪90年代, 80后, 正月十五, 腊月二十三, 初一.
    fn week(&self, i: usize) -> Option<Moment> {
        if let Some(word) = self.text.longest_at(i, "星期 礼拜 周") {
            let at = i + word.chars().count();
            let is_day =
                "一二三四五六日末".contains(self.text.char(at)) && self.text.char(at) != '\0';
            let counted = numeral::read(self.text, at)
                .is_some_and(|n| crate::counter::read(self.text, n.end).is_some());
            return (is_day && !counted && !self.text.before(i).is_numeric())
                .then(|| self.aside(i, at + 1));
        }
        if let Some(word) = self.text.longest_at(i, "正月 腊月 冬月 农历 藏历 初") {
            let number = self.small(i + word.chars().count())?;
            let counted = word == "初" && !(number.chinese && number.value <= 10);
            return (!counted && self.text.char(number.end) != '个')
                .then(|| self.aside(i, number.end));
        }
        let number = self.small(i)?;
        let decade = number.value % 10 == 0 && self.text.starts(number.end, "年代");
        let century = self.text.starts(number.end, "世纪") && number.value <= 30;
        let generation = number.value % 5 == 0
            && number.value < 100
            && self.text.char(number.end) == '后'
            && !self.text.starts(number.end, "后续");
        if decade || century {
            return Some(self.aside(i, number.end + 2));
        }
        generation.then(|| self.aside(i, number.end + 1))
    }

    /// Words without a number: 目前, 今年以来 is read as a year; 近日, 年底.
    fn word(&self, i: usize) -> Option<Moment> {
        let text = self.text;
        if let Some(word) = text.longest_at(i, "目前 当前 如今 现有 截至目前 迄今 至今 现已")
        {
            let end = i + word.chars().count();
            let named = matches!(word, "现有" | "现已");
            return (!named).then(|| Moment {
                start: i,
                end,
                from: None,
                until: self.tomorrow(),
                days: None,
                sort: Sort::AsOf,
            });
        }
        let since = |end, from: Option<Date>| {
            Some(Moment {
                start: i,
                end,
                from,
                until: self.tomorrow(),
                days: None,
                sort: Sort::Span,
            })
        };
        if text.starts(i, "年初以来") {
            return since(i + 4, self.published_on.and_then(|d| first_of(d.year(), 1)));
        }
        if let Some(word) = text.longest_at(i, "近年来 多年来 长期以来 近日 日前 近期")
        {
            return since(i + word.chars().count(), None).map(|m| Moment { until: None, ..m });
        }
        if text.starts(i, "本月") || text.starts(i, "上月") {
            let this = self
                .published_on
                .and_then(|d| first_of(d.year(), d.month()));
            let (from, until) = if text.starts(i, "本月") {
                (this, self.tomorrow())
            } else {
                (this.and_then(|d| d.checked_sub(1.month()).ok()), this)
            };
            return Some(Moment {
                start: i,
                end: i + 2,
                from,
                until,
                days: None,
                sort: Sort::Span,
            });
        }
        if let Some(word) = text.longest_at(i, "年底 年末 月底 月末") {
            return Some(Moment {
                start: i,
                end: i + word.chars().count(),
                from: None,
                until: None,
                days: None,
                sort: Sort::AsOf,
            });
        }
        None
    }
}

/// The most days that the months from `first` to `last` can have.
fn longest(first: i8, last: i8) -> i64 {
    let months = if first <= last {
        last - first + 1
    } else {
        last + 13 - first
    };
    (0..months)
        .map(|k| i64::from(Date::constant(2024, (first - 1 + k) % 12 + 1, 1).days_in_month()))
        .sum()
}

fn is_month(value: i8) -> bool {
    (1..=12).contains(&value)
}

fn first_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn show(source: &str) -> String {
        let text = Text::new(source);
        let Some(moment) = read(&text, 0, Some(date(2026, 7, 15)), None) else {
            return "none".into();
        };
        let day = |d: Option<Date>| d.map_or("?".to_owned(), |d| d.to_string());
        let sort = match moment.sort {
            Sort::Span => "",
            Sort::AsOf => "@",
            Sort::Aside => return format!("aside|{}", text.slice(moment.end, text.len())),
            Sort::Baseline => "vs ",
        };
        format!(
            "{sort}{}..{}|{}",
            day(moment.from),
            day(moment.until),
            text.slice(moment.end, text.len())
        )
    }

    #[test]
    fn periods_resolve_against_the_day_of_publication() {
        for (source, expected) in [
            ("今年以来，", "2026-01-01..2026-07-16|，"),
            ("全年，", "2026-01-01..2026-07-16|，"),
            ("2005年初选派", "?..?|选派"),
            ("今年，", "2026-01-01..2026-07-16|，"),
            ("上半年，", "2026-01-01..2026-07-01|，"),
            ("今年上半年，", "2026-01-01..2026-07-01|，"),
            ("去年前三季度督办", "2025-01-01..2025-10-01|督办"),
            ("2018年以来办理", "2018-01-01..2026-07-16|办理"),
            ("截至6月底在编", "@?..2026-07-01|在编"),
            ("截至目前，", "@?..2026-07-16|，"),
            ("2019年2月至3月，", "2019-02-01..2019-04-01|，"),
            ("1至9月，", "2026-01-01..2026-10-01|，"),
            ("8月22日介绍", "2026-08-22..2026-08-23|介绍"),
            ("2020年7月15日下午", "2020-07-15..2020-07-16|"),
            ("3月18日19时许恢复", "2026-03-18..2026-03-19|恢复"),
            ("8月5日6时至7日8时，", "2026-08-05..2026-08-08|，"),
            ("3月18日晚会", "2026-03-18..2026-03-19|晚会"),
            ("2022-08-31发布", "2022-08-31..2022-09-01|发布"),
            ("2021—2025年，", "2021-01-01..2026-01-01|，"),
            ("30年来，", "1996-07-15..2026-07-16|，"),
            ("半年来召开", "2026-01-15..2026-07-16|召开"),
            ("一年半以来引进", "2025-01-15..2026-07-16|引进"),
            ("近三年，", "2023-07-15..2026-07-16|，"),
            ("“十四五”以来新建", "2021-01-01..2026-07-16|新建"),
            ("去年同期多", "vs ?..?|多"),
            ("2017年底，", "@?..2018-01-01|，"),
            ("12日至15日，", "2026-07-12..2026-07-16|，"),
            ("3时许发生", "aside|发生"),
            ("20:30开始", "aside|开始"),
            ("8时08分，", "aside|，"),
            ("星期三，", "aside|，"),
            ("80后", "aside|"),
            ("三年前", "aside|"),
            ("3年时间", "none"),
            ("10日内答复", "none"),
            ("3个月", "none"),
            ("2小时", "none"),
            ("45个月未", "none"),
            ("2200年", "none"),
        ] {
            assert_eq!(show(source), expected, "{source}");
        }
    }
}
