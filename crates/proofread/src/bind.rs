//! Which indicator and unit of a ledger a claim speaks about, and which published figures speak of the same thing.
//!
//! Words, counter, time and period must agree; the longest phrase wins; several candidates are shown, none is guessed.

use crate::book::{House, Phrase, Published, Time, UnitName, Window};
use crate::figure::Scan;
use crate::ground::{Compared, Ground, Note};
use crate::neutral::Plain;
use crate::normalise::Text;
use crate::reading::{Claim, Dated, Kind};
use crate::segment::{Names, Segment};
use crate::words::holds;
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
    /// The span that each article as a whole reports on, where it says so.
    pub frames: &'t [Option<Dated>],
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
    /// Words behind the figure up to the end of the clause, other figures and their nouns among them.
    rest: (usize, usize),
    /// It is a later item of a list.
    listed: bool,
    /// The clause adds up what there has been: 共, 累计.
    adds_up: bool,
    /// The span that the article as a whole reports on.
    frame: Option<Dated>,
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
    /// Where the text states no time: another that it may mean.
    pub or_else: Option<(Window, Note)>,
    /// Nothing but neutral words stands around the phrase.
    pub strict: bool,
    pub note: Option<Note>,
}

/// A phrase that stands beside a figure.
struct Hit<'b, T> {
    item: &'b T,
    from: usize,
    to: usize,
    /// Of its words.
    length: usize,
    /// Nothing but neutral words stands between the phrase and the number, and before the phrase.
    strict: bool,
}

/// Claims on these get their arithmetic and are never bound.
const DELICATE: &str = "少数民族 藏族 汉族 回族 门巴族 珞巴族 满族 蒙古族 壮族 维吾尔族 夏尔巴 僚人 僧尼 僧人 尼姑 信教 宗教 教徒 信众 教职人员 民族成份 民族成分";

/// Words with which a text adds up what there has been so far.
const ADDS_UP: &str = "共 累计 总计 合计 先后";

/// Words that join the items of a list: what they count stands behind each number.
const JOINS: &str = "、 和 及 以及 与 或";

static DELICATE_WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(DELICATE.split(' ')).ok());

impl Place {
    /// What may stand beside a phrase here.
    fn plain(&self, zero: bool) -> Plain<'_> {
        Plain {
            zero,
            unit: self.unit.as_deref(),
        }
    }

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
            rest: (figure.end, text.clause_end(figure.end).max(tail_end)),
            listed: leader < k,
            adds_up: holds(&text.slice(clause, figure.start), ADDS_UP),
            frame: page
                .frames
                .get(claim.article.saturating_sub(1))
                .cloned()
                .flatten(),
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
        let (mut before, mut behind) =
            self.phrases
                .beside(page, place, place.plain(is_zero(claim)));
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
        if hits.is_empty() {
            hits = self.phrases.elliptic(page, place);
            hits.retain(fits);
        }
        let Some(longest) = hits.iter().map(|h| h.length).max() else {
            return Bound::Nowhere(Ground::NoIndicator);
        };
        hits.retain(|h| h.length == longest);
        // What the house has decided is no longer open.
        if hits.iter().any(|h| h.item.house.is_some()) {
            hits.retain(|h| h.item.house.is_some());
        }
        let timed = |hit: Hit<'b, Phrase>| {
            let window = self.window(place, claim, hit.item);
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
            (
                Ok(When {
                    window,
                    note,
                    or_else,
                }),
                Some(unit),
            ) => Bound::To(Tied {
                phrase,
                unit: unit.clone(),
                window,
                or_else,
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
        let (before, behind) = self
            .published
            .beside(page, place, place.plain(is_zero(claim)));
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
    fn window(&self, place: &Place, claim: &Claim, phrase: &Phrase) -> Timed {
        let last = |until: Date| until.yesterday().map_err(|_| Ground::NoDay);
        let within = |period: &Dated| {
            let (Some(from), Some(until)) = (period.from, period.until) else {
                return Err(Ground::NoDay);
            };
            Period::new(from, until).map_err(|_| Ground::NoSuchPeriod(period.text.clone()))
        };
        match (phrase.time, &claim.period) {
            (Time::Stock, None) => {
                let day = self.published_on.ok_or(Ground::NoDay)?;
                Ok(When::noted(Window::On(day), Note::AsPublished(day)))
            }
            (Time::Stock, Some(period)) => {
                let day = last(period.until.ok_or(Ground::NoDay)?)?;
                let text = period.text.clone();
                let note = (!period.as_of).then_some(Note::LastDay { text, day });
                Ok(When {
                    note,
                    ..When::from(Window::On(day))
                })
            }
            (Time::Flow, None) => {
                let day = self.published_on.filter(|_| phrase.from_register);
                let so_far = day.map(|day| (Window::UpTo(day), Note::SoFar(day)));
                match (&place.frame, so_far) {
                    (Some(frame), or_else) => {
                        let note = Note::Framed(frame.text.clone());
                        let when = When::noted(Window::Over(within(frame)?), note);
                        Ok(When { or_else, ..when })
                    }
                    (None, Some((window, note))) if place.adds_up => Ok(When::noted(window, note)),
                    (None, _) => Err(Ground::NoPeriod),
                }
            }
            (Time::Flow, Some(period)) if period.as_of => {
                if !phrase.from_register {
                    return Err(Ground::NoStart(period.text.clone()));
                }
                let day = last(period.until.ok_or(Ground::NoDay)?)?;
                Ok(When::from(Window::UpTo(day)))
            }
            (Time::Flow, Some(period)) => Ok(When::from(Window::Over(within(period)?))),
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

/// The time that a claim and a phrase agree on, or why there is none.
type Timed = Result<When, Ground>;

/// The time of a claim, what a reader should know of it, and where none is written another that may be meant.
struct When {
    window: Window,
    note: Option<Note>,
    or_else: Option<(Window, Note)>,
}

impl When {
    fn noted(window: Window, note: Note) -> Self {
        Self {
            note: Some(note),
            ..Self::from(window)
        }
    }
}

impl From<Window> for When {
    fn from(window: Window) -> Self {
        Self {
            window,
            note: None,
            or_else: None,
        }
    }
}

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

/// Parts the words of a phrase that need not stand side by side: 乡镇…伙食补助.
const GAP: char = '…';

/// Things that are named by words, found in a text by one pass over it; equal words are sought once.
struct Lexicon<'b, T> {
    automaton: Option<AhoCorasick>,
    items: &'b [T],
    /// The words of each item.
    words: Vec<&'b str>,
    /// Items by the number of their words, or of those before the gap, in the automaton.
    owners: Vec<Vec<usize>>,
    numbers: HashMap<&'b str, usize>,
}

impl<'b, T> Lexicon<'b, T> {
    fn new(items: &'b [T], words: impl Fn(&'b T) -> &'b str) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut owners: Vec<Vec<usize>> = Vec::new();
        let mut patterns: Vec<&str> = Vec::new();
        let words: Vec<&str> = items.iter().map(words).collect();
        for (i, words) in words.iter().enumerate() {
            let words = words.split(GAP).next().unwrap_or(words);
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
            words,
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
        let whole = owners.iter().filter(|i| !self.words[**i].contains(GAP));
        whole.map(|i| &self.items[*i])
    }

    /// What is named before and behind a figure.
    fn beside(
        &self,
        page: &Page,
        place: &Place,
        plain: Plain,
    ) -> (Vec<Hit<'b, T>>, Vec<Hit<'b, T>>) {
        let before = self.hits(page, place, Side::Before, plain);
        let mut behind = self.hits(page, place, Side::Behind, plain);
        if behind.iter().any(|hit| hit.strict) && !page.leads_in(place.head, plain) {
            behind.iter_mut().for_each(|hit| hit.strict = false);
        }
        (before, behind)
    }

    /// What is named on one side of a figure.
    fn hits(&self, page: &Page, place: &Place, side: Side, plain: Plain) -> Vec<Hit<'b, T>> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let (start, end) = match side {
            Side::Before => place.lead,
            Side::Behind => place.tail,
            Side::Head => place.head,
        };
        let part = page.text.slice(start, end);
        let mut hits = Vec::new();
        for found in automaton.find_overlapping_iter(&part) {
            let from = start + part[..found.start()].chars().count();
            let to = from + part[found.range()].chars().count();
            let led = page.is_neutral((start, from), plain)
                || side == Side::Behind && page.is_modifier((start, from));
            let whole = led && page.is_neutral((to, end), plain);
            for i in &self.owners[found.pattern().as_usize()] {
                let words = self.words[*i];
                let strict = match (words.split_once(GAP), side) {
                    (None, _) => Some(whole),
                    (Some(_), Side::Head) => None,
                    // In the gap stands the figure itself, or other figures that share the words after it.
                    (Some((_, after)), _) => {
                        let (beyond, led, close) = match side {
                            Side::Behind => (to, led, place.rest.1),
                            _ => (place.tail.0, whole, place.tail.1),
                        };
                        let part = page.text.slice(beyond, close);
                        part.find(after).map(|at| {
                            let left = part[at + after.len()..].chars().count();
                            led && page.is_neutral((close - left, close), plain)
                        })
                    }
                };
                hits.extend(strict.map(|strict| Hit {
                    item: &self.items[*i],
                    from,
                    to,
                    length: words.chars().count(),
                    strict,
                }));
            }
        }
        hits
    }
}

/// Where a phrase is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Before the figure.
    Before,
    /// Behind it.
    Behind,
    /// Before the list that it is an item of.
    Head,
}

impl<'b> Lexicon<'b, Phrase> {
    /// What a later item of a list counts by the verb of the first: 滞留车辆600余辆、1300余人 are 滞留人员.
    fn elliptic(&self, page: &Page, place: &Place) -> Vec<Hit<'b, Phrase>> {
        let plain = place.plain(false);
        if !place.listed || !page.is_neutral(place.tail, plain) {
            return Vec::new();
        }
        let named = self.hits(page, place, Side::Head, plain);
        let strict = |hit: &Hit<Phrase>| {
            let same = |other: &Hit<Phrase>| {
                other.strict && other.to == hit.to && other.item.indicator == hit.item.indicator
            };
            named.iter().any(same)
        };
        let mut hits = Vec::new();
        for first in named.iter().filter(|hit| hit.to == place.head.1) {
            for item in self.items {
                let shared = common(&first.item.words, &item.words);
                // 培训党员100名、200人次: the same people, counted by occasion.
                let other = thing(&item.counter) != thing(&first.item.counter);
                if shared >= 2 && other {
                    hits.push(Hit {
                        item,
                        from: first.from,
                        to: first.to,
                        length: shared,
                        strict: strict(first),
                    });
                }
            }
        }
        hits
    }
}

/// What a counter counts, whether once or each time: 人次 counts 人.
fn thing(counter: &str) -> String {
    class(class(counter).trim_end_matches('次'))
}

/// How many characters two words have in common from their beginning.
fn common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
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

/// What a counter counts: 人, 名, 位 and 口 count the same. A bracket completes the word, 人（次）, or names what else is
/// counted in the same sum, 条(封、条), for which the first word stands.
fn class(counter: &str) -> String {
    let word = match counter.split_once(['（', '(']) {
        Some((first, inside)) if inside.starts_with('次') => format!("{first}次"),
        Some((first, _)) => first.to_owned(),
        None => counter.to_owned(),
    };
    match word.as_str() {
        "人" | "名" | "位" | "口" => "人".to_owned(),
        _ => word,
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

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn a_bracket_completes_a_counter_or_names_others_of_the_sum() {
        for (written, counted) in [
            ("名", "人"),
            ("人（次）", "人次"),
            ("人次", "人次"),
            ("辆(次)", "辆次"),
            ("条(封、条)", "条"),
            ("面（封）", "面"),
            ("个", "个"),
        ] {
            assert_eq!(class(written), counted, "{written}");
        }
    }
}
