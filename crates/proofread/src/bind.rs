//! Which indicator and unit of a ledger a claim speaks about.
//!
//! Words, counter, time and period must agree; the longest phrase wins; several candidates are shown, none is guessed.

use crate::book::{Phrase, Time, UnitName, Window};
use crate::figure::{Figure, Scan};
use crate::normalise::{Text, holds};
use crate::reading::{Claim, Kind, Op};
use crate::segment::{Names, Segment};
use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;
use youju_base::period::Period;

/// Finds phrases of indicators in a text.
pub(crate) struct Binder<'b> {
    automaton: Option<AhoCorasick>,
    phrases: &'b [Phrase],
    published_on: Option<Date>,
}

/// Where a claim leads.
#[derive(Debug)]
pub(crate) enum Bound<'b> {
    /// To one indicator of one unit at one time.
    To {
        phrase: &'b Phrase,
        unit: String,
        by: &'static str,
        window: Window,
        strict: bool,
        note: Option<String>,
    },
    /// To an indicator, but period or unit is unknown.
    Unresolved {
        phrase: &'b Phrase,
        unit: Option<String>,
        by: &'static str,
        why: String,
    },
    /// Nowhere, with the reason where there is one worth telling.
    Nowhere(Option<String>),
}

/// The time that a claim and a phrase agree on, with a note, or why there is none.
type Timed = Result<(Window, Option<String>), String>;

/// A text with what was read from it.
struct Page<'t> {
    text: &'t Text,
    scan: &'t Scan,
    names: &'t Names,
}

impl Page<'_> {
    /// Says whether only neutral words, dates and unit names stand between two places.
    fn is_neutral(&self, start: usize, end: usize) -> bool {
        let Self { text, scan, names } = *self;
        if start >= end {
            return true;
        }
        let mentions = names.find(text, start, end);
        let moment_at = |i: usize| {
            let before = scan.moments.partition_point(|m| m.start <= i);
            before
                .checked_sub(1)
                .is_some_and(|k| i < scan.moments[k].end)
        };
        let dated = |i: usize| moment_at(i) || mentions.iter().any(|m| m.start <= i && i < m.end);
        let mut i = start;
        while i < end {
            if dated(i) || !text.char(i).is_alphanumeric() {
                i += 1;
            } else if let Some(word) = text
                .longest_at(i, NEUTRAL)
                .filter(|w| i + w.chars().count() <= end)
            {
                i += word.chars().count();
            } else {
                return false;
            }
        }
        true
    }
}

/// A phrase that stands beside a figure.
struct Hit<'b> {
    phrase: &'b Phrase,
    length: usize,
    /// Nothing but neutral words stands between the phrase and the number, and before the phrase.
    strict: bool,
}

/// Words beside a phrase that do not change what is counted.
const NEUTRAL: &str = "目前 现有 现共有 共有 共 有 已 累计 共计 总计 合计 开展 完成 组织 举办 实现 达到 达 为 约 近 超过 超 逾 先后 全办 全县 全市 全区 全局 全地区 全大队 大队 \
    我县 我局 我区 本局 本县 全年 期间 其中 截至 了 数 人数 总数 数量 活动 工作 占比 占 比例 的 中 在册 各类 各 是 仅 只有 成功 不足 不到 将近 接近 同时 至 到 至今 分别 均";

/// Claims on these get their arithmetic and are never bound.
const SENSITIVE: &str = "少数民族 藏族 汉族 回族 门巴族 珞巴族 满族 蒙古族 壮族 维吾尔族 夏尔巴 僚人 僧尼 僧人 尼姑 信教 宗教 教徒 信众 教职人员 民族成份 民族成分";

impl<'b> Binder<'b> {
    pub fn new(phrases: &'b [Phrase], published_on: Option<Date>) -> Self {
        let words: Vec<&str> = phrases.iter().map(|p| p.words.as_str()).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&words)
            .ok();
        Self {
            automaton: automaton.filter(|_| !words.is_empty()),
            phrases,
            published_on,
        }
    }

    /// Binds the claim of figure `k`.
    pub fn bind(
        &self,
        text: &Text,
        scan: &Scan,
        k: usize,
        claim: &Claim,
        segment: Option<&Segment>,
        names: &Names,
    ) -> Bound<'b> {
        let figure = &scan.figures[k];
        let previous = k.checked_sub(1).map_or(0, |p| scan.figures[p].end);
        let next = scan.figures.get(k + 1).map_or(text.len(), |f| f.start);
        let lead_start = text
            .clause_start(figure.start)
            .max(previous)
            .min(figure.start);
        let tail_end = text.clause_end(figure.end).min(next).max(figure.end);
        if holds(&text.slice(lead_start, tail_end), SENSITIVE) {
            return Bound::Nowhere(Some("涉及民族、宗教等情况：只核算术，不与账比对".into()));
        }
        let page = Page { text, scan, names };
        let mut hits = self.hits(&page, figure, lead_start, figure.start, lead_start);
        if hits.is_empty() {
            hits = self.hits(&page, figure, figure.end, tail_end, lead_start);
        }
        if hits.iter().any(|h| h.phrase.sensitive) {
            return Bound::Nowhere(Some("涉及敏感个人情况：只核算术，不与账比对".into()));
        }
        hits.retain(|h| counters_agree(claim, h.phrase));
        let Some(longest) = hits.iter().map(|h| h.length).max() else {
            return Bound::Nowhere(None);
        };
        hits.retain(|h| h.length == longest);
        let (unit, by) = self.unit(text, names, figure, segment);
        let timed = |hit: Hit<'b>| {
            let window = self.window(claim, hit.phrase);
            (hit, window)
        };
        let mut fitting: Vec<(Hit, Timed)> = hits.into_iter().map(timed).collect();
        if fitting.iter().any(|(_, w)| w.is_ok()) {
            fitting.retain(|(_, w)| w.is_ok());
        }
        let mut indicators: Vec<&str> = fitting
            .iter()
            .map(|(h, _)| h.phrase.indicator.as_str())
            .collect();
        indicators.sort_unstable();
        indicators.dedup();
        if indicators.len() > 1 {
            return Bound::Nowhere(Some(format!("可能指：{}；不作猜测", indicators.join("、"))));
        }
        let Some((hit, window)) = fitting.into_iter().next() else {
            return Bound::Nowhere(None);
        };
        if !hit.strict && hit.phrase.time == Time::Stock {
            return Bound::Nowhere(Some(format!(
                "词语与“{}”不全同，不作比对",
                hit.phrase.words
            )));
        }
        match (window, unit) {
            (Ok((window, note)), Some(unit)) => Bound::To {
                phrase: hit.phrase,
                unit,
                by,
                window,
                strict: hit.strict,
                note,
            },
            (Err(why), unit) => Bound::Unresolved {
                phrase: hit.phrase,
                unit,
                by,
                why,
            },
            (Ok(_), None) => Bound::Unresolved {
                phrase: hit.phrase,
                unit: None,
                by,
                why: "文中未写明是哪个单位".into(),
            },
        }
    }

    /// Phrases between `start` and `end`, which lie before or behind the figure; `lead` is where its words begin.
    fn hits(
        &self,
        page: &Page,
        figure: &Figure,
        start: usize,
        end: usize,
        lead: usize,
    ) -> Vec<Hit<'b>> {
        let text = page.text;
        let before = end <= figure.start;
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let part = text.slice(start, end);
        automaton
            .find_overlapping_iter(&part)
            .map(|found| {
                let from = start + part[..found.start()].chars().count();
                let length = part[found.range()].chars().count();
                let neutral = |a: usize, b: usize| page.is_neutral(a, b);
                let strict = neutral(start, from)
                    && neutral(from + length, end)
                    && (before || neutral(lead, figure.start));
                Hit {
                    phrase: &self.phrases[found.pattern().as_usize()],
                    length,
                    strict,
                }
            })
            .collect()
    }

    /// The unit named last in the sentence before the figure, else the article's own.
    fn unit(
        &self,
        text: &Text,
        names: &Names,
        figure: &Figure,
        segment: Option<&Segment>,
    ) -> (Option<String>, &'static str) {
        let start = text.sentence_start(figure.start);
        match names.find(text, start, figure.start).pop() {
            Some(mention) => (
                Some(mention.code),
                if mention.alias { "alias" } else { "phrase" },
            ),
            None => {
                let unit = segment.and_then(|s| s.units.first().cloned());
                let by = if segment.is_some_and(|s| s.by_alias) {
                    "alias"
                } else {
                    "phrase"
                };
                (unit, by)
            }
        }
    }

    /// The time that claim and indicator agree on.
    fn window(&self, claim: &Claim, phrase: &Phrase) -> Timed {
        let last = |until: Date| until.yesterday().map_err(|_| "日期超出历法".to_owned());
        let unknown = || "期间要有发布日期才能确定，请给出 --published-on".to_owned();
        match (phrase.time, &claim.period) {
            (Time::Stock, None) => {
                let day = self.published_on.ok_or_else(unknown)?;
                Ok((
                    Window::On(day),
                    Some(format!("文中未写时点，按发布日{day}")),
                ))
            }
            (Time::Stock, Some(period)) => {
                let day = last(period.until.ok_or_else(unknown)?)?;
                let note = (!period.as_of)
                    .then(|| format!("“{}”是一段期间，存量按其末日{day}", period.text));
                Ok((Window::On(day), note))
            }
            (Time::Flow, None) => Err("文中未写明期间".to_owned()),
            (Time::Flow, Some(period)) if period.as_of => {
                if !phrase.from_register {
                    return Err(format!(
                        "“{}”没有起点，这项指标不是自建账起累计",
                        period.text
                    ));
                }
                Ok((Window::UpTo(last(period.until.ok_or_else(unknown)?)?), None))
            }
            (Time::Flow, Some(period)) => {
                let (Some(from), Some(until)) = (period.from, period.until) else {
                    return Err(unknown());
                };
                let period = Period::new(from, until)
                    .map_err(|_| format!("“{}”不是有效期间", period.text))?;
                Ok((Window::Over(period), None))
            }
        }
    }
}

/// 人次 never counts what 人 counts; a percentage only fits a share.
fn counters_agree(claim: &Claim, phrase: &Phrase) -> bool {
    let class = |unit: &str| match unit {
        "人" | "名" | "位" | "口" => "人".to_owned(),
        other => other.replace(['（', '）', '(', ')'], ""),
    };
    let share = phrase.counter == "%";
    match claim.kind {
        Kind::Percent => share && claim.dir.is_none() && claim.unit.as_deref() != Some("‰"),
        Kind::Pp | Kind::Multiple | Kind::Rank | Kind::Ordinal => false,
        _ if claim.dir.is_some() || claim.per.is_some() => false,
        Kind::Money => !share && phrase.counter.ends_with('元'),
        _ => {
            !share
                && claim
                    .unit
                    .as_deref()
                    .is_some_and(|u| class(u) == class(&phrase.counter))
        }
    }
}

/// Names of the ledger's units, then those of the alias file.
pub(crate) fn names(
    units: &[UnitName],
    aliases: &std::collections::BTreeMap<String, String>,
) -> Names {
    let own = units
        .iter()
        .map(|u| (u.name.clone(), u.code.clone(), false));
    let known = |code: &String| units.is_empty() || units.iter().any(|u| &u.code == code);
    let given = aliases
        .iter()
        .filter(|(_, code)| known(code))
        .map(|(name, code)| (name.clone(), code.clone(), true));
    Names::new(own.chain(given))
}

/// Says whether a figure states exactly the number that is printed.
pub(crate) fn is_exact(claim: &Claim) -> bool {
    claim.op == Op::Exactly
}
