//! What holds of every text, whatever its bytes: the tests ask it of made-up texts, the fuzz targets of any.

use jiff::civil::{Date, date};
use youju_base::decimal::Decimal;
use youju_base::ratio::Ratio;
use youju_proofread::book::{Answer, Book, BookError, Phrase, Time, UnitName, Window};
use youju_proofread::reading::{LedgerFigure, Reading};
use youju_proofread::written::{numbers, ranges};
use youju_proofread::{Options, articles, check, claims, read};

/// What texts of figures are made of; a byte of input picks one.
pub const PIECES: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "5",
    "7",
    "9",
    "10",
    "31",
    "100",
    "315",
    "400",
    "2022",
    "1380",
    "0.5",
    "77.6",
    "1,234",
    "４００",
    "８",
    "零",
    "〇",
    "一",
    "二",
    "两",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "兆",
    "壹",
    "拾",
    "几",
    "数",
    "余",
    "多",
    "半",
    "近",
    "约",
    "超过",
    "不足",
    "至少",
    "以上",
    "以内",
    "左右",
    "上下",
    "达",
    "共",
    "其中",
    "分别",
    "各",
    "均",
    "每",
    "占",
    "分之",
    "百分之",
    "千分之",
    "%",
    "％",
    "‰",
    "个百分点",
    "成",
    "倍",
    "番",
    "翻",
    "率",
    "点",
    "比",
    "同比",
    "下降",
    "增长",
    "增加到",
    "提高",
    "由",
    "从",
    "至",
    "到",
    "为",
    "-",
    "—",
    "~",
    ".",
    ",",
    ":",
    "/",
    "+",
    "·",
    "，",
    "。",
    "、",
    "；",
    "：",
    "（",
    "）",
    "(",
    ")",
    "“",
    "”",
    "《",
    "》",
    "〔",
    "〕",
    "\n",
    "\n\n",
    " ",
    "　",
    "名",
    "人",
    "人次",
    "个",
    "件",
    "起",
    "次",
    "万元",
    "亿元",
    "元",
    "米",
    "公里",
    "级",
    "度",
    "零下",
    "天",
    "小时",
    "年",
    "月",
    "日",
    "号",
    "时",
    "岁",
    "户",
    "所",
    "今年",
    "去年",
    "上半年",
    "一季度",
    "截至目前",
    "以来",
    "同期",
    "年底",
    "第",
    "届",
    "一是",
    "二是",
    "没有",
    "未发生",
    "无",
    "全部",
    "首次",
    "党员",
    "干部",
    "谈心谈话",
    "全办",
    "示例局",
    "平均年龄",
    "人均",
    "覆盖",
    "国道",
    "K3345+000",
    "G109",
    "二十大",
    "十四五",
    "三会一课",
    "本报记者",
    "图为",
    "本报某地电",
    "—— ",
    "བོད་ཡིག",
    "km",
];

/// Makes a text of any bytes: of pieces by number, or as the bytes stand.
pub fn text_of(bytes: &[u8]) -> String {
    match bytes.split_first() {
        Some((0..=191, rest)) => rest
            .iter()
            .map(|b| PIECES[usize::from(*b) % PIECES.len()])
            .collect(),
        Some((_, rest)) => String::from_utf8_lossy(rest).into_owned(),
        None => String::new(),
    }
}

/// Numbers and ranges lie inside the text, in order, and ranges have their ends the right way round.
pub fn numerals(text: &str) {
    let length = text.chars().count();
    let found = numbers(text);
    assert!(
        found.iter().all(|n| n.start < n.end && n.end <= length),
        "{found:?} in {text:?}"
    );
    assert!(
        found.windows(2).all(|w| w[0].end <= w[1].start),
        "{found:?} in {text:?}"
    );
    for range in ranges(text) {
        assert!(
            range.start < range.end && range.end <= length,
            "{range:?} in {text:?}"
        );
    }
    for claim in claims(text, &Options::default()) {
        if let (Some(low), Some(high)) = (claim.interval.lower, claim.interval.upper) {
            assert!(
                low.value <= high.value,
                "{:?} of {:?} in {text:?}",
                claim.interval,
                claim.surface
            );
        }
    }
}

/// The lines of a page come out once each, whatever their order.
pub fn pages(text: &str) {
    let chars: Vec<char> = text.chars().collect();
    let mut seen = vec![0u8; chars.len()];
    for article in articles(text, &Options::default(), &[]) {
        for (start, end) in article.paragraphs.iter().flat_map(|p| &p.pieces) {
            seen[*start..*end].iter_mut().for_each(|count| *count += 1);
        }
    }
    let printed = chars
        .iter()
        .zip(&seen)
        .filter(|(c, _)| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}'));
    for (c, count) in printed {
        assert_eq!(*count, 1, "{c:?} of {text:?}");
    }
    holds_together(text, &read(text, &Options::default()));
}

/// The whole way, against a ledger that knows a little.
pub fn pipeline(text: &str) {
    for published_on in [None, Some(date(2026, 7, 15))] {
        let options = Options {
            published_on,
            ..Options::default()
        };
        let reading = check(text, &options, &Little).expect("this ledger always answers");
        assert!(reading.claims.iter().all(|claim| claim.verdict.is_some()));
        holds_together(text, &reading);
    }
}

/// Offsets hold, nothing is counted twice and no Arabic digit is dropped.
pub fn holds_together(text: &str, reading: &Reading) {
    let chars: Vec<char> = text.chars().collect();
    let select = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    for claim in &reading.claims {
        assert_eq!(select(claim.start, claim.end), claim.surface);
        assert_eq!(
            select(claim.numeral.start, claim.numeral.end),
            claim.numeral.text
        );
        assert!(
            claim.start <= claim.numeral.start && claim.numeral.end <= claim.end,
            "{claim:?} in {text:?}"
        );
        assert!(claim.article >= 1 && claim.article <= reading.articles.len());
    }
    let ids: Vec<usize> = reading.claims.iter().map(|claim| claim.id).collect();
    assert!(ids.iter().copied().eq(1..=ids.len()), "{ids:?}");
    assert!(
        reading
            .relations
            .iter()
            .all(|r| r.claims.iter().all(|id| ids.contains(id)))
    );
    for masked in &reading.masked {
        assert_eq!(select(masked.span.start, masked.span.end), masked.span.text);
    }
    let claimed = reading
        .claims
        .iter()
        .map(|c| (c.numeral.start, c.numeral.end));
    let masked = reading.masked.iter().map(|m| (m.span.start, m.span.end));
    let mut spans: Vec<(usize, usize)> = claimed.chain(masked).collect();
    spans.sort_unstable();
    assert!(
        spans.windows(2).all(|w| w[0].1 <= w[1].0),
        "no numeral is counted twice: {spans:?} in {text:?}"
    );
    assert_eq!(
        reading.coverage.numerals,
        reading.claims.len() + reading.masked.len()
    );
    for (i, c) in chars.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
        let inside = |start: usize, end: usize| start <= i && i < end;
        let seen = reading.claims.iter().any(|x| inside(x.start, x.end))
            || reading
                .masked
                .iter()
                .any(|m| inside(m.span.start, m.span.end));
        assert!(seen, "{c} at {i} was dropped from {text:?}");
    }
}

/// A ledger of one unit and three indicators.
struct Little;

impl Little {
    fn answer(value: i64) -> Answer {
        Answer {
            exact: Ratio::from(i128::from(value)),
            figure: LedgerFigure {
                value: Decimal::from(value),
                rows: 1,
                digest: String::new(),
                known_at: 1,
            },
        }
    }
}

impl Book for Little {
    fn synthetic(&self) -> bool {
        false
    }

    fn units(&self) -> Result<Vec<UnitName>, BookError> {
        Ok(vec![UnitName {
            name: "示例局".into(),
            code: "office".into(),
        }])
    }

    fn phrases(&self) -> Result<Vec<Phrase>, BookError> {
        let known = [
            ("党员", "名", Time::Stock),
            ("谈心谈话", "人次", Time::Flow),
            ("覆盖率", "%", Time::Stock),
        ];
        let phrase = |(words, counter, time): (&str, &str, Time)| Phrase {
            words: words.into(),
            indicator: format!("fuzz.{counter}"),
            counter: counter.into(),
            time,
            from_register: true,
            sensitive: false,
            house: None,
        };
        Ok(known.map(phrase).into())
    }

    fn figure(
        &self,
        indicator: &str,
        _: &str,
        window: Window,
    ) -> Result<Option<Answer>, BookError> {
        Ok((window != Window::On(date(2020, 1, 1)))
            .then(|| Self::answer(if indicator.ends_with('名') { 315 } else { 0 })))
    }

    fn signed(&self, indicator: &str, _: &str, _: Window) -> Result<bool, BookError> {
        Ok(indicator.ends_with('名'))
    }

    fn history(
        &self,
        _: &str,
        _: &str,
        from: Date,
        until: Date,
    ) -> Result<Vec<(Date, Answer)>, BookError> {
        assert!(from <= until);
        Ok(vec![(from, Self::answer(300)), (until, Self::answer(400))])
    }
}
