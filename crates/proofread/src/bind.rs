//! Which indicator and unit of a ledger a claim speaks about, and which published figures speak of the same thing.
//!
//! Words, counter, time and period must agree; the longest phrase wins; several candidates are shown, none is guessed.

use crate::book::{House, Phrase, Published, Time, UnitName, Window};
use crate::figure::Scan;
use crate::ground::{Compared, Ground, Note};
use crate::normalise::Text;
use crate::reading::{Claim, Kind};
use crate::segment::{Names, Segment};
use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use youju_base::period::Period;
use youju_base::ratio::Ratio;

/// A text with what was read from it.
pub(crate) struct Page<'t> {
    pub text: &'t Text,
    pub scan: &'t Scan,
    pub names: &'t Names,
    pub segments: &'t [Segment],
}

/// Finds phrases of indicators, and published figures, beside the figures of a text.
pub(crate) struct Binder<'b> {
    phrases: Lexicon<'b, Phrase>,
    published: Lexicon<'b, Published>,
    published_on: Option<Date>,
}

/// Where a figure stands: its words before and behind it, and the unit it is about.
pub(crate) struct Place {
    /// Words before the figure; empty for a later item of a list, whose words stand behind it.
    lead: (usize, usize),
    /// Words behind the figure.
    tail: (usize, usize),
    /// Words before the whole list that the figure is an item of; else those before the figure.
    head: (usize, usize),
    /// The words around it speak of what is never compared.
    delicate: bool,
    /// The unit named last in the sentence before the figure, else the article's own.
    pub unit: Option<String>,
    by_alias: bool,
}

/// Where a claim leads.
#[derive(Debug)]
pub(crate) enum Bound<'b> {
    /// To one indicator of one unit at one time.
    To(Tied<'b>),
    /// To an indicator, but period or unit is unknown.
    Unresolved { phrase: &'b Phrase, why: Ground },
    /// Nowhere, and why.
    Nowhere(Ground),
}

/// A claim tied to an indicator, a unit and a time.
#[derive(Debug)]
pub(crate) struct Tied<'b> {
    pub phrase: &'b Phrase,
    pub unit: String,
    pub window: Window,
    /// Nothing but neutral words stands around the phrase.
    pub strict: bool,
    pub note: Option<Note>,
}

/// A phrase that stands beside a figure.
struct Hit<'b, T> {
    item: &'b T,
    length: usize,
    /// Nothing but neutral words stands between the phrase and the number, and before the phrase.
    strict: bool,
}

/// Words beside a phrase that do not change what is counted.
const NEUTRAL: &str = "目前 现有 现共有 共有 共 有 已 累计 共计 总计 合计 开展 召开 举行 完成 组织 举办 实现 达到 达 为 约 近 超过 超 逾 先后 全办 全县 全市 全区 全局 全地区 全大队 大队 \
    我县 我局 我区 本局 本县 全年 期间 其中 截至 了 数 人数 总数 数量 活动 工作 占比 占 比例 的 中 在册 各类 各 是 仅 只有 成功 不足 不到 将近 接近 同时 至 到 至今 分别 均";

/// Words that make a count of nothing.
const NOTHING: &str = "没有 未有 未发生 未 无 没 零";

/// Claims on these get their arithmetic and are never bound.
const DELICATE: &str = "少数民族 藏族 汉族 回族 门巴族 珞巴族 满族 蒙古族 壮族 维吾尔族 夏尔巴 僚人 僧尼 僧人 尼姑 信教 宗教 教徒 信众 教职人员 民族成份 民族成分";

/// Words that join the items of a list: what they count stands behind each number.
const JOINS: &str = "、 和 及 以及 与 或";

static NEUTRAL_BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<&str>> = HashMap::new();
    for word in NEUTRAL.split_whitespace() {
        words.entry(first(word)).or_default().push(word);
    }
    // The longest that stands at a place is the first to be tried.
    for words in words.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
    words
});

static DELICATE_WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(DELICATE.split(' ')).ok());

fn first(word: &str) -> char {
    word.chars().next().unwrap_or('\0')
}

impl Page<'_> {
    /// Says whether only neutral words, dates and unit names stand between two places.
    fn is_neutral(&self, (start, end): (usize, usize), zero: bool) -> bool {
        let Self {
            text, scan, names, ..
        } = *self;
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
                continue;
            }
            let known = NEUTRAL_BY_FIRST.get(&text.char(i)).map_or(&[][..], |w| w);
            let neutral = known.iter().copied().find(|word| text.starts(i, word));
            let nothing = || text.longest_at(i, NOTHING).filter(|_| zero);
            match neutral.or_else(nothing).map(|word| word.chars().count()) {
                Some(length) if i + length <= end => i += length,
                _ => return false,
            }
        }
        true
    }
}

impl Place {
    /// What tied a claim at this place to an indicator.
    pub fn by(&self, phrase: &Phrase) -> &'static str {
        match (&phrase.house, self.by_alias) {
            (Some(_), _) => "house",
            (None, true) => "alias",
            (None, false) => "phrase",
        }
    }
}

impl<'b> Binder<'b> {
    pub fn new(
        phrases: &'b [Phrase],
        published: &'b [Published],
        published_on: Option<Date>,
    ) -> Self {
        Self {
            phrases: Lexicon::new(phrases, |phrase| &phrase.words),
            published: Lexicon::new(published, |figure| &figure.words),
            published_on,
        }
    }

    /// Says where figure `k` stands.
    pub fn place(&self, page: &Page, k: usize, claim: &Claim) -> Place {
        let Page { text, scan, .. } = *page;
        let figures = &scan.figures;
        let figure = &figures[k];
        let previous = |k: usize| k.checked_sub(1).map_or(0, |p| figures[p].end);
        let clause = text.clause_start(figure.start);
        let words_before = |k: usize| {
            let end = figures[k].start;
            (clause.max(previous(k)).min(end), end)
        };
        // 37个乡镇、28所学校: what stands before the second number belongs to the first.
        let joined = |k: usize| {
            previous(k) > clause && text.longest_before(figures[k].start, JOINS).is_some()
        };
        let leader = (0..=k).rev().find(|i| !joined(*i)).unwrap_or(k);
        let (start, end) = words_before(k);
        let next = figures.get(k + 1).map_or(text.len(), |f| f.start);
        let mut tail_end = text.clause_end(figure.end).min(next).max(figure.end);
        if tail_end == next
            && let Some(join) = text.longest_before(tail_end, JOINS)
        {
            tail_end = tail_end
                .saturating_sub(join.chars().count())
                .max(figure.end);
        }
        let around = text.slice(start, tail_end);
        let segment = page.segments.get(claim.article.saturating_sub(1));
        let mention = page
            .names
            .find(text, text.sentence_start(figure.start), figure.start)
            .pop();
        let (unit, by_alias) = match mention {
            Some(mention) => (Some(mention.code), mention.alias),
            None => (
                segment.and_then(|s| s.units.first().cloned()),
                segment.is_some_and(|s| s.by_alias),
            ),
        };
        Place {
            lead: if leader < k { (end, end) } else { (start, end) },
            tail: (figure.end, tail_end),
            head: words_before(leader),
            delicate: DELICATE_WORDS
                .as_ref()
                .is_some_and(|words| words.is_match(&around)),
            unit,
            by_alias,
        }
    }

    /// Binds a claim.
    pub fn bind(&self, page: &Page, place: &Place, claim: &Claim) -> Bound<'b> {
        if place.delicate {
            return Bound::Nowhere(Ground::Delicate);
        }
        let unit = place.unit.as_ref();
        let (mut before, mut behind) = self.phrases.beside(page, place, is_zero(claim));
        if before.iter().chain(&behind).any(|h| h.item.sensitive) {
            return Bound::Nowhere(Ground::Sensitive);
        }
        let fits = |hit: &Hit<'b, Phrase>| {
            let holds = match &hit.item.house {
                Some(House::Of(of)) => unit == Some(of),
                Some(House::Here) | None => true,
            };
            holds && counters_agree(claim, hit.item)
        };
        before.retain(fits);
        behind.retain(fits);
        let mut hits = if before.is_empty() { behind } else { before };
        let Some(longest) = hits.iter().map(|h| h.length).max() else {
            return Bound::Nowhere(Ground::NoIndicator);
        };
        hits.retain(|h| h.length == longest);
        // What the house has decided is no longer open.
        if hits.iter().any(|h| h.item.house.is_some()) {
            hits.retain(|h| h.item.house.is_some());
        }
        let timed = |hit: Hit<'b, Phrase>| {
            let window = self.window(claim, hit.item);
            (hit, window)
        };
        let mut fitting: Vec<(Hit<Phrase>, Timed)> = hits.into_iter().map(timed).collect();
        if fitting.iter().any(|(_, w)| w.is_ok()) {
            fitting.retain(|(_, w)| w.is_ok());
        }
        let ids = fitting.iter().map(|(h, _)| h.item.indicator.clone());
        let mut indicators: Vec<String> = ids.collect();
        indicators.sort_unstable();
        indicators.dedup();
        let Some((hit, window)) = fitting.into_iter().next() else {
            return Bound::Nowhere(Ground::NoIndicator);
        };
        let phrase = hit.item;
        if indicators.len() > 1 {
            let words = phrase.words.clone();
            return Bound::Nowhere(Ground::Several { words, indicators });
        }
        if !hit.strict && phrase.time == Time::Stock {
            return Bound::Nowhere(Ground::OtherWords(phrase.words.clone()));
        }
        match (window, unit) {
            (Ok((window, note)), Some(unit)) => Bound::To(Tied {
                phrase,
                unit: unit.clone(),
                window,
                strict: hit.strict,
                note,
            }),
            (Err(why), _) => Bound::Unresolved { phrase, why },
            (Ok(_), None) => Bound::Unresolved {
                phrase,
                why: Ground::NoUnit,
            },
        }
    }

    /// Compares a claim with the published figures of the same words, unit, counter and time.
    pub fn published(&self, page: &Page, place: &Place, claim: &Claim) -> Vec<Compared> {
        let Some(unit) = place.unit.as_ref() else {
            return Vec::new();
        };
        if place.delicate || self.published.is_empty() || !may_be_kept(claim) {
            return Vec::new();
        }
        let (before, behind) = self.published.beside(page, place, is_zero(claim));
        let beside = before.into_iter().chain(behind).filter(|hit| hit.strict);
        let told = claim.of.as_deref().map(|of| self.published.named(of));
        let mut found: Vec<&Published> = beside
            .map(|hit| hit.item)
            .chain(told.into_iter().flatten())
            .filter(|figure| {
                let counted = || {
                    let counter = |counter: &Option<String>| counter.as_deref().map(class);
                    claim.kind == Kind::Money || counter(&figure.counter) == counter(&claim.unit)
                };
                figure.unit == *unit
                    && figure.kind == claim.kind
                    && counted()
                    && self.same_time(claim, figure)
            })
            .collect();
        found.sort_by_key(|figure| (figure.printed_on, &figure.source, &figure.record));
        found.dedup_by_key(|figure| &figure.record);
        let compared = |figure: &Published| Compared {
            record: figure.record.clone(),
            source: figure.source.clone(),
            printed_on: figure.printed_on,
            place: figure.place.clone(),
            printed: figure.printed.clone(),
            agrees: figure.interval.meets(&claim.interval),
        };
        found.into_iter().map(compared).collect()
    }

    /// The time that claim and indicator agree on.
    fn window(&self, claim: &Claim, phrase: &Phrase) -> Timed {
        let last = |until: Date| until.yesterday().map_err(|_| Ground::NoDay);
        match (phrase.time, &claim.period) {
            (Time::Stock, None) => {
                let day = self.published_on.ok_or(Ground::NoDay)?;
                Ok((Window::On(day), Some(Note::AsPublished(day))))
            }
            (Time::Stock, Some(period)) => {
                let day = last(period.until.ok_or(Ground::NoDay)?)?;
                let text = period.text.clone();
                let note = (!period.as_of).then_some(Note::LastDay { text, day });
                Ok((Window::On(day), note))
            }
            (Time::Flow, None) => Err(Ground::NoPeriod),
            (Time::Flow, Some(period)) if period.as_of => {
                if !phrase.from_register {
                    return Err(Ground::NoStart(period.text.clone()));
                }
                Ok((
                    Window::UpTo(last(period.until.ok_or(Ground::NoDay)?)?),
                    None,
                ))
            }
            (Time::Flow, Some(period)) => {
                let (Some(from), Some(until)) = (period.from, period.until) else {
                    return Err(Ground::NoDay);
                };
                let within = Period::new(from, until)
                    .map_err(|_| Ground::NoSuchPeriod(period.text.clone()))?;
                Ok((Window::Over(within), None))
            }
        }
    }

    /// Says whether claim and published figure speak of the same days.
    fn same_time(&self, claim: &Claim, figure: &Published) -> bool {
        match (time_of(claim, self.published_on), figure.last) {
            (Ok(None), None) => true,
            // What does not change with time is true on every day, not within a period.
            (Ok(Some((None, _))), None) => true,
            (Ok(Some((from, last))), Some(of)) => from == figure.from && last == of,
            _ => false,
        }
    }
}

/// The time that a claim and a phrase agree on, with a note, or why there is none.
type Timed = Result<(Window, Option<Note>), Ground>;

/// First day, where there is one, and last day of what a claim states; nothing where no day is known at all.
///
/// - Errors: a period whose days are not known.
pub(crate) fn time_of(
    claim: &Claim,
    published_on: Option<Date>,
) -> Result<Option<(Option<Date>, Date)>, Ground> {
    let Some(period) = &claim.period else {
        return Ok(published_on.map(|day| (None, day)));
    };
    let until = period.until.ok_or(Ground::NoDay)?;
    let last = until.yesterday().map_err(|_| Ground::NoDay)?;
    match (period.as_of, period.from) {
        (true, _) => Ok(Some((None, last))),
        (false, Some(from)) => Ok(Some((Some(from), last))),
        (false, None) => Err(Ground::NoDay),
    }
}

/// Says whether a claim states a plain quantity, neither a change nor a rate, that a register of figures can hold.
pub(crate) fn may_be_kept(claim: &Claim) -> bool {
    let plain = !matches!(
        claim.kind,
        Kind::Pp | Kind::Multiple | Kind::Rank | Kind::Ordinal
    );
    plain && claim.dir.is_none() && claim.per.is_none() && !claim.interval.is_empty()
}

fn is_zero(claim: &Claim) -> bool {
    claim.value.and_then(|value| value.ratio()) == Some(Ratio::from(0))
}

/// Things that are named by words, found in a text by one pass over it; equal words are sought once.
struct Lexicon<'b, T> {
    automaton: Option<AhoCorasick>,
    items: &'b [T],
    /// Items by the number of their words in the automaton.
    owners: Vec<Vec<usize>>,
    numbers: HashMap<&'b str, usize>,
}

impl<'b, T> Lexicon<'b, T> {
    fn new(items: &'b [T], words: impl Fn(&'b T) -> &'b str) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut owners: Vec<Vec<usize>> = Vec::new();
        let mut patterns: Vec<&str> = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let words = words(item);
            let number = *numbers.entry(words).or_insert(patterns.len());
            if number == patterns.len() {
                patterns.push(words);
                owners.push(Vec::new());
            }
            owners[number].push(i);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .ok();
        Self {
            automaton: automaton.filter(|_| !patterns.is_empty()),
            items,
            owners,
            numbers,
        }
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What bears exactly these words.
    fn named(&self, words: &str) -> impl Iterator<Item = &'b T> {
        let number = self.numbers.get(words);
        let owners = number.map_or(&[][..], |n| self.owners[*n].as_slice());
        owners.iter().map(|i| &self.items[*i])
    }

    /// What is named before and behind a figure.
    fn beside(&self, page: &Page, place: &Place, zero: bool) -> (Vec<Hit<'b, T>>, Vec<Hit<'b, T>>) {
        let neutral = |a, b| page.is_neutral((a, b), zero);
        let before = self.hits(page, place.lead, &neutral);
        let mut behind = self.hits(page, place.tail, &neutral);
        if behind.iter().any(|hit| hit.strict) && !neutral(place.head.0, place.head.1) {
            behind.iter_mut().for_each(|hit| hit.strict = false);
        }
        (before, behind)
    }

    /// What is named within a stretch.
    fn hits(
        &self,
        page: &Page,
        (start, end): (usize, usize),
        neutral: &impl Fn(usize, usize) -> bool,
    ) -> Vec<Hit<'b, T>> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let part = page.text.slice(start, end);
        let found = automaton.find_overlapping_iter(&part);
        let found = found.flat_map(|found| {
            let from = start + part[..found.start()].chars().count();
            let length = part[found.range()].chars().count();
            let strict = neutral(start, from) && neutral(from + length, end);
            let owners = &self.owners[found.pattern().as_usize()];
            owners.iter().map(move |i| (*i, length, strict))
        });
        found
            .map(|(i, length, strict)| Hit {
                item: &self.items[i],
                length,
                strict,
            })
            .collect()
    }
}

/// 人次 never counts what 人 counts; a percentage only fits a share.
fn counters_agree(claim: &Claim, phrase: &Phrase) -> bool {
    let share = phrase.counter == "%";
    match claim.kind {
        Kind::Percent => share && claim.dir.is_none() && claim.unit.as_deref() != Some("‰"),
        Kind::Pp | Kind::Multiple | Kind::Rank | Kind::Ordinal => false,
        _ if claim.dir.is_some() || claim.per.is_some() => false,
        Kind::Money => !share && phrase.counter.ends_with('元'),
        _ => {
            let unit = claim.unit.as_deref();
            !share && unit.is_some_and(|u| class(u) == class(&phrase.counter))
        }
    }
}

/// What a counter counts: 人, 名, 位 and 口 count the same.
fn class(counter: &str) -> String {
    match counter {
        "人" | "名" | "位" | "口" => "人".to_owned(),
        other => other.replace(['（', '）', '(', ')'], ""),
    }
}

/// Names of the ledger's units, then those of the alias file.
pub(crate) fn names(units: &[UnitName], aliases: &BTreeMap<String, String>) -> Names {
    let own = units
        .iter()
        .map(|u| (u.name.clone(), u.code.clone(), false));
    let known: std::collections::BTreeSet<&str> = units.iter().map(|u| u.code.as_str()).collect();
    let given = aliases
        .iter()
        .filter(|(_, code)| units.is_empty() || known.contains(code.as_str()))
        .map(|(name, code)| (name.clone(), code.clone(), true));
    Names::new(own.chain(given))
}
