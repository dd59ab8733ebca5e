//! What figures say about one another: shares, sums, parts, growth, means, repetitions.
//!
//! Reads no ledger. Two figures are tied by grammar alone (占, 其中, 共, 由…到), never because their numbers are
//! equal or stand near. Arithmetic is on intervals: a test fails only where no values that the printed words allow
//! can fit. A base that the text does not name is solved for, not guessed.

mod base;
mod bounds;
mod change;
mod column;
mod mean;
mod repeat;
mod share;
mod sum;
mod wording;

use crate::figure::Figure;
use crate::normalise::{Text, holds, is_full_stop, is_word};
use crate::reading::{Claim, Code, Kind, Op, Outcome, Relation, Value};
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use youju_base::decimal::Decimal;
use youju_base::interval::Interval;
use youju_base::ratio::Ratio;

/// Runs every test over the claims of a text.
pub(crate) fn relations(
    text: &Text,
    figures: &[Figure],
    claims: &[Claim],
    published_on: Option<Date>,
) -> Vec<Relation> {
    let around = Around::of(text, figures, claims);
    let mut view = View::new(text, figures, claims, &around);
    share::pairs(&mut view);
    share::alone(&mut view);
    share::rates(&mut view);
    share::means(&mut view);
    mean::over_units(&mut view);
    sum::totals(&mut view);
    sum::parts(&mut view);
    sum::exhaustive(&mut view);
    column::behind_a_mark(&mut view);
    column::closed_by_a_total(&mut view);
    column::done_and_not(&mut view);
    column::done_and_left(&mut view);
    column::opposites(&mut view);
    column::rest(&mut view);
    column::divided(&mut view);
    sum::net(&mut view);
    sum::spread(&mut view);
    sum::each(&mut view);
    sum::rate_first(&mut view);
    sum::outcomes(&mut view);
    base::named(&mut view);
    base::unnamed(&mut view);
    base::of_the_same_name(&mut view);
    base::rate_of_earlier(&mut view);
    base::rate_then_amount(&mut view);
    change::from_to(&mut view);
    change::against_baseline(&mut view);
    change::from_rise(&mut view);
    base::points(&mut view);
    base::against(&mut view);
    base::balance_of_trade(&mut view);
    base::rise_then_growth(&mut view);
    base::growth_after_difference(&mut view);
    repeat::again(&mut view);
    repeat::counters(&mut view);
    repeat::nothing(&mut view);
    repeat::headcount(&mut view);
    repeat::attributes(&mut view);
    repeat::longer(&mut view);
    wording::clashes(&mut view);
    wording::durations(&mut view);
    wording::terms(&mut view);
    bounds::nature(&mut view);
    bounds::oxygen(&mut view);
    bounds::future(&mut view, published_on);
    bounds::cadence(&mut view);
    bounds::sizes(&mut view);
    bounds::hundred(&mut view);
    bounds::articles(&mut view);
    let View {
        found, replaced, ..
    } = view;
    let all = found.into_iter().enumerate();
    let standing = all.filter(|(place, _)| !replaced.contains(place));
    let mut found: Vec<Relation> = standing.map(|(_, relation)| relation).collect();
    found.sort_by(|a, b| a.claims.cmp(&b.claims));
    found.dedup_by(|a, b| a.code == b.code && a.claims == b.claims);
    found
}

/// Pairs of characters that say nothing about what is counted.
const COMMON: &str = "累计 今年 去年 全县 全市 全省 全区 全国 全局 全年 其中 以来 年来 目前 截至 共有 分别 先后 已有 成功";

/// How many figures apart two may stand to be compared.
const REACH: usize = 120;

/// The figures of a text with their places, and the relations found so far.
struct View<'t> {
    text: &'t Text,
    figures: &'t [Figure],
    claims: &'t [Claim],
    around: &'t Around<'t>,
    /// For each figure, its sentence (up to 。) and its paragraph.
    sentence: Vec<usize>,
    paragraph: Vec<usize>,
    found: Vec<Relation>,
    /// By number of the claim: where relations about it stand in `found`.
    about: Vec<Vec<usize>>,
    /// Places in `found` of what a better reading has replaced.
    replaced: BTreeSet<usize>,
}

/// How a computed number is set beside a printed one: which figures it is made of, how it is said, what it assumes.
struct Beside<'a> {
    code: Code,
    figures: &'a [usize],
    /// The figure that prints the number.
    printed: usize,
    /// The words before the computed number, and its unit.
    said: String,
    unit: &'a str,
    /// What it is where the two do not meet.
    broken: Outcome,
    assumed: &'a str,
}

impl<'t> View<'t> {
    fn new(
        text: &'t Text,
        figures: &'t [Figure],
        claims: &'t [Claim],
        around: &'t Around<'t>,
    ) -> Self {
        let mut marks = figures.iter().map(|f| f.start).peekable();
        let (mut sentence, mut paragraph) = (Vec::new(), Vec::new());
        let (mut sentences, mut paragraphs) = (0, 0);
        for (i, c) in text.chars.iter().enumerate() {
            while marks.next_if(|start| *start == i).is_some() {
                sentence.push(sentences);
                paragraph.push(paragraphs);
            }
            sentences += usize::from(is_full_stop(*c));
            paragraphs += usize::from(*c == '\n');
        }
        Self {
            text,
            figures,
            claims,
            around,
            sentence,
            paragraph,
            found: Vec::new(),
            about: vec![Vec::new(); claims.iter().map(|c| c.id + 1).max().unwrap_or(0)],
            replaced: BTreeSet::new(),
        }
    }

    fn say(
        &mut self,
        code: Code,
        result: Outcome,
        figures: &[usize],
        computed: String,
        message: String,
    ) {
        let claims: Vec<usize> = figures.iter().map(|k| self.claims[*k].id).collect();
        for id in &claims {
            self.about[*id].push(self.found.len());
        }
        self.found.push(Relation {
            code,
            claims,
            result,
            computed,
            message,
        });
    }

    /// Sets what was computed beside the figure that prints it.
    fn set_beside(&mut self, computed: &Interval, beside: Beside<'_>) {
        let found = share::print(computed, 2);
        let said = format!("{}{found}{}", beside.said, beside.unit);
        let printed = self.surface(beside.printed);
        let (result, message) = if computed.meets(&self.claims[beside.printed].interval) {
            (Outcome::Holds, format!("{said}，与{printed}相符"))
        } else {
            let assumed = beside.assumed;
            let message = format!("{said}，文中为{printed}（假定：{assumed}）");
            (beside.broken, message)
        };
        self.say(beside.code, result, beside.figures, found, message);
    }

    /// The relations found so far that speak of a figure.
    fn told(&self, k: usize) -> impl Iterator<Item = &Relation> {
        let places = self.about[self.claims[k].id].iter();
        let standing = places.filter(|place| !self.replaced.contains(place));
        standing.map(|place| &self.found[*place])
    }

    /// Takes back relations about a figure that a better reading replaces.
    fn replace(&mut self, k: usize, gone: impl Fn(&Relation) -> bool) {
        let places = &self.about[self.claims[k].id];
        let gone = places.iter().filter(|place| gone(&self.found[**place]));
        self.replaced.extend(gone);
    }

    /// The figures before `k`, the nearest first.
    fn back(&self, k: usize) -> impl Iterator<Item = usize> + use<> {
        (k.saturating_sub(REACH)..k).rev()
    }

    /// The text between two figures.
    fn gap(&self, a: usize, b: usize) -> String {
        let (from, to) = (self.figures[a].end, self.figures[b].start);
        if from <= to {
            self.text.slice(from, to)
        } else {
            String::new()
        }
    }

    fn same_sentence(&self, a: usize, b: usize) -> bool {
        self.sentence[a] == self.sentence[b]
    }

    /// The first figure of the paragraph of a figure.
    fn first_of_paragraph(&self, k: usize) -> usize {
        self.paragraph.partition_point(|p| *p < self.paragraph[k])
    }

    fn same_paragraph(&self, a: usize, b: usize) -> bool {
        self.claims[a].article == self.claims[b].article && self.paragraph[a] == self.paragraph[b]
    }

    /// The text of the clause before a figure, back to the figure before it.
    fn lead(&self, k: usize) -> &'t str {
        &self.around.lead[k]
    }

    /// The words behind a figure, up to the next mark or number.
    fn tail(&self, k: usize) -> &'t str {
        &self.around.tail[k]
    }

    /// The printed number, where it stands without any bound.
    fn plain(&self, k: usize) -> Option<Decimal> {
        let claim = &self.claims[k];
        match claim.value {
            Some(Value::Decimal(value))
                if claim.op == Op::Exactly && claim.qualifiers.is_empty() =>
            {
                Some(value)
            }
            _ => None,
        }
    }

    /// A count of things, written out in full.
    fn whole(&self, k: usize) -> Option<u64> {
        let value = self.plain(k)?;
        (self.claims[k].kind == Kind::Count && value.scale() == 0)
            .then(|| u64::try_from(value.mantissa()).ok())?
    }

    /// The counts that a figure allows.
    fn counts(&self, k: usize) -> Option<RangeInclusive<u64>> {
        if self.claims[k].kind != Kind::Count {
            return None;
        }
        let (first, last) = self.claims[k].interval.wholes()?;
        Some(u64::try_from(first?).ok()?..=u64::try_from(last?).ok()?)
    }

    /// A share in percent without bound, not a rate of change.
    fn share(&self, k: usize) -> Option<Decimal> {
        let claim = &self.claims[k];
        let percent = claim.kind == Kind::Percent
            && claim.unit.as_deref() != Some("‰")
            && claim.dir.is_none();
        percent.then(|| self.plain(k))?
    }

    /// What a figure counts, as far as its counter tells: 人, 名 and 位 are one.
    fn class(&self, k: usize) -> &'t str {
        self.around.class[k]
    }

    fn same_class(&self, a: usize, b: usize) -> bool {
        let number = &self.around.number;
        self.claims[a].kind == self.claims[b].kind && number[a] == number[b]
    }

    /// Says whether one of two figures counts in times what the other counts: 人次 and 人.
    fn one_counts_times(&self, a: usize, b: usize) -> bool {
        let (number, once) = (&self.around.number, &self.around.once);
        once[a] == Some(number[b]) || once[b] == Some(number[a])
    }

    /// How many pairs of neighbouring characters the words around two figures share: verb and noun of what is counted.
    fn kinship(&self, a: usize, b: usize) -> usize {
        let pairs =
            |k: usize| self.around.pairs[k].get_or_init(|| pairs(self.lead(k), self.tail(k)));
        let (one, two) = (pairs(a), pairs(b));
        one.iter()
            .filter(|pair| two.binary_search(pair).is_ok())
            .count()
    }

    /// The least that a figure allows.
    fn low(&self, k: usize) -> Option<Ratio> {
        self.claims[k].interval.lower.map(|b| b.value)
    }

    /// The most that a figure allows.
    fn high(&self, k: usize) -> Option<Ratio> {
        self.claims[k].interval.upper.map(|b| b.value)
    }

    /// The sentence that holds a figure.
    fn sentence_of(&self, k: usize) -> String {
        let figure = &self.figures[k];
        let start = self.text.sentence_start(figure.start);
        self.text.slice(start, self.text.sentence_end(figure.end))
    }

    fn surface(&self, k: usize) -> &str {
        &self.claims[k].surface
    }

    /// Counts in front of `k` in its paragraph that could be its whole.
    fn wholes_before(&self, k: usize) -> Vec<usize> {
        self.back(k)
            .take_while(|t| self.same_paragraph(*t, k))
            .filter(|t| self.same_class(*t, k) && self.whole(*t).is_some())
            .collect()
    }

    /// Says whether a figure only says which ones are counted: 35岁以下的, 亿元以上项目.
    fn is_threshold(&self, k: usize) -> bool {
        let claim = &self.claims[k];
        let bounded = matches!(
            claim.op,
            Op::AtLeast | Op::AtMost | Op::Range | Op::More | Op::Less
        );
        let tail = self.tail(k);
        bounded && claim.kind != Kind::Count && claim.dir.is_none() && !tail.is_empty()
    }

    /// Says whether a figure is so much for each (每亩补助200元), which no sum or share has as its whole; 日均 is a level.
    fn is_rate(&self, k: usize) -> bool {
        let per = self.claims[k].per.as_deref();
        per.is_some_and(|per| !per.ends_with('均'))
    }

    /// Says whether a list goes on from one figure to the next: no full stop, no new subject matter in between.
    fn is_listed(&self, a: usize, b: usize) -> bool {
        let gap = self.gap(a, b);
        self.same_sentence(a, b)
            && gap.chars().count() <= 24
            && !holds(&gap, "； : ： 其中 共 合计 总计")
    }
}

/// What stands around the figures of a text and what they count: asked for each of them again and again.
struct Around<'t> {
    lead: Vec<String>,
    tail: Vec<String>,
    class: Vec<&'t str>,
    /// Classes by number, and for one that ends in 次 the class without it.
    number: Vec<usize>,
    once: Vec<Option<usize>>,
    /// The pairs of characters that [`View::kinship`] compares, sorted, once it has asked for them.
    pairs: Vec<OnceCell<Vec<[char; 2]>>>,
    /// The words of sentences that [`repeat`] compares, at the first figure of each, once it has asked for them.
    words: Vec<OnceCell<Vec<[char; 4]>>>,
}

impl<'t> Around<'t> {
    fn of(text: &Text, figures: &[Figure], claims: &'t [Claim]) -> Self {
        let lead = |k: usize| {
            let previous = k.checked_sub(1).map_or(0, |p| figures[p].end);
            let start = text.clause_start(figures[k].start).max(previous);
            text.slice(start, figures[k].start)
        };
        let tail = |figure: &Figure| {
            let behind = text.chars[figure.end..].iter().take(TAIL);
            let words = behind.take_while(|c| is_word(**c) && !c.is_ascii_digit());
            words.collect()
        };
        let mut numbers = HashMap::new();
        let class: Vec<&str> = claims.iter().map(class).collect();
        let mut number = |class: &'t str| {
            let next = numbers.len();
            *numbers.entry(class).or_insert(next)
        };
        Self {
            lead: (0..figures.len()).map(lead).collect(),
            tail: figures.iter().map(tail).collect(),
            number: class.iter().map(|class| number(class)).collect(),
            once: class
                .iter()
                .map(|class| class.strip_suffix('次').map(&mut number))
                .collect(),
            class,
            pairs: vec![OnceCell::new(); figures.len()],
            words: vec![OnceCell::new(); figures.len()],
        }
    }
}

/// How many characters behind a figure are looked at.
const TAIL: usize = 16;

fn class(claim: &Claim) -> &str {
    match claim.unit.as_deref() {
        Some("人" | "名" | "位" | "口") => "人",
        Some(unit) => unit,
        None => "",
    }
}

/// The pairs of neighbouring characters around a figure that tell what is counted.
fn pairs(lead: &str, tail: &str) -> Vec<[char; 2]> {
    let words: Vec<char> = lead.chars().chain([' ']).chain(tail.chars()).collect();
    let pairs = words.windows(2).map(|w| [w[0], w[1]]);
    let mut told: Vec<[char; 2]> = pairs
        .filter(|pair| pair.iter().all(|c| is_word(*c)))
        .filter(|pair| !COMMON.contains(&String::from_iter(pair)))
        .collect();
    told.sort_unstable();
    told.dedup();
    told
}
