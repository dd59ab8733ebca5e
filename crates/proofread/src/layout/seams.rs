//! Which paragraph goes on in which: sentences that a column or a line leaves open.
//!
//! What speaks for a joint is counted in tenths of a point.

use super::lines::{self, Line, Paragraph, Role};
use crate::normalise::{breaks_off, is_han, is_word};
use crate::numeral;
use crate::words::Quickly;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Everyday words of two characters: a break inside one of them is no break.
static COMMON: LazyLock<HashSet<u64, Quickly>> = LazyLock::new(|| {
    let words = include_str!("common.txt").split_whitespace();
    words
        .map(|word| key(&word.chars().collect::<Vec<_>>()))
        .collect()
});

/// The pairs and triples of characters that stand side by side inside the lines of a page.
pub(crate) struct Words {
    pairs: HashSet<u64, Quickly>,
    triples: HashSet<u64, Quickly>,
}

impl Words {
    pub fn of(original: &[char], lines: &[Line]) -> Self {
        let mut words = Self {
            pairs: HashSet::default(),
            triples: HashSet::default(),
        };
        for line in lines {
            let line = &original[line.start..line.end];
            words
                .pairs
                .extend(line.windows(2).filter(|w| is_spelt(w)).map(key));
            words
                .triples
                .extend(line.windows(3).filter(|w| is_spelt(w)).map(key));
        }
        words
    }

    /// How well the end of one text and the beginning of another spell an everyday word, or what the page has elsewhere.
    pub fn spell(&self, before: &[char], after: &[char]) -> i32 {
        let joint = [
            &before[before.len().saturating_sub(2)..],
            &after[..after.len().min(2)],
        ]
        .concat();
        let at = before.len().min(2);
        let points = |from: Option<usize>, to: usize, known: &dyn Fn(u64) -> bool| {
            let window = from.and_then(|from| joint.get(from..to));
            let spelt = window.is_some_and(|w| is_spelt(w) && known(key(w)));
            if spelt { 10 } else { 0 }
        };
        let (one, two) = (at.checked_sub(1), at.checked_sub(2));
        let pair = points(one, at + 1, &|w| {
            self.pairs.contains(&w) || COMMON.contains(&w)
        });
        let left = points(two, at + 1, &|w| self.triples.contains(&w));
        let right = points(one, at + 2, &|w| self.triples.contains(&w));
        pair * 3 / 2 + left + right
    }
}

fn is_spelt(window: &[char]) -> bool {
    window.iter().all(|c| is_word(*c))
}

pub(crate) fn key(window: &[char]) -> u64 {
    window
        .iter()
        .fold(0, |key, c| key << 21 | u64::from(u32::from(*c)))
}

/// For each paragraph the one that goes on in its sentence, if any.
pub(crate) fn follow(paragraphs: &[Paragraph], words: &Words) -> Vec<Option<usize>> {
    let body: Vec<usize> = (0..paragraphs.len())
        .filter(|k| matches!(paragraphs[*k].role, Role::Body | Role::Dateline))
        .collect();
    let shared = Shared::of(paragraphs);
    let mut found: Vec<(i32, usize, usize)> = Vec::new();
    for (at, tail) in body.iter().enumerate() {
        if !is_open(&paragraphs[*tail].text) {
            continue;
        }
        let near = at.saturating_sub(REACH)..body.len().min(at + REACH);
        for head in near.filter(|n| *n != at).map(|n| body[n]) {
            if !paragraphs[head].first {
                continue;
            }
            let (before, after) = (&paragraphs[*tail].text, &paragraphs[head].text);
            let next = body.get(at + 1) == Some(&head);
            let widths = (paragraphs[*tail].width, paragraphs[head].width);
            let mut fit =
                seam(before, after, words) + alike(widths) + shared.between(*tail, head).min(20);
            if next && head == tail + 1 {
                fit += 15 + if breaks_off(before, after) { 20 } else { 0 };
            } else if next {
                fit += 7;
            }
            let orphan = after.first().is_some_and(|c| cannot_begin(*c));
            // A column that stops inside a sentence goes on in another one: the best will do.
            let enough = match widths {
                (Some(_), Some(_)) => 5,
                _ if next || orphan => 15,
                _ => 30,
            };
            if fit >= enough {
                found.push((fit, *tail, head));
            }
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut follows = vec![None; paragraphs.len()];
    let mut taken = vec![false; paragraphs.len()];
    for (_, tail, head) in found {
        let circle = std::iter::successors(Some(head), |k| follows[*k]).any(|k| k == tail);
        if follows[tail].is_none() && !taken[head] && !circle {
            follows[tail] = Some(head);
            taken[head] = true;
        }
    }
    follows
}

/// The columns of an article are mostly of one width.
fn alike(widths: (Option<usize>, Option<usize>)) -> i32 {
    match widths {
        (Some(a), Some(b)) if a == b => 8,
        (Some(a), Some(b)) if a.abs_diff(b) > 1 => -12,
        (Some(_), None) | (None, Some(_)) => -10,
        _ => 0,
    }
}

/// How many paragraphs away the rest of a sentence is looked for.
const REACH: usize = 80;

/// Says whether `text` stops inside a sentence.
fn is_open(text: &[char]) -> bool {
    let last = text.last().copied().unwrap_or('。');
    let runs = is_word(last) || lines::ends_open(text);
    runs && (text.len() > 40 || lines::has_clauses(text))
}

/// How well `after` goes on in the sentence that `before` leaves open.
pub(crate) fn seam(before: &[char], after: &[char], words: &Words) -> i32 {
    let (Some(last), Some(first)) = (before.last().copied(), after.first().copied()) else {
        return 0;
    };
    let mut fit = words.spell(before, after);
    fit += match (left_open(before), closed_early(after)) {
        (true, true) => 30,
        (false, false) => 0,
        _ => -20,
    };
    if cannot_begin(first) {
        fit += 15;
    }
    if begins(after) {
        fit -= 15;
    }
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    if is_number(last) && (is_number(first) || "余多万亿个名%％元人次年月日件期项".contains(first))
    {
        fit += 20;
    } else if numeral::can_start(last) && numeral::can_start(first) {
        fit += 10;
    }
    if is_han(last) != is_han(first) && lines::is_chinese(before) != lines::is_chinese(after) {
        fit -= 50;
    }
    fit += match (items(before).last(), items(after).first()) {
        (Some(last), Some(first)) if *first == last + 1 => 15,
        (Some(_), Some(_)) => -15,
        _ => 0,
    };
    fit
}

/// How well `after` stands behind a sentence that is over in `before`.
pub(crate) fn fresh(before: &[char], after: &[char]) -> i32 {
    let clash = after.first().is_some_and(|c| cannot_begin(*c)) && !before.is_empty();
    10 * i32::from(begins(after)) - 25 * i32::from(clash)
}

/// Marks and words that no sentence begins with.
fn cannot_begin(c: char) -> bool {
    "，。、；：！？）)”》〉」』%％和与及的了着过们等且而".contains(c)
}

/// Words that sentences and items begin with.
fn begins(text: &[char]) -> bool {
    const WORDS: &str = "今年 近年 目前 截至 同时 此外 下一步 近日 日前 去年 为了 据了解 据介绍 据统计 本报 新华社 首先 其次 最后";
    let head: String = text.iter().take(4).collect();
    let item = text.len() > 1
        && "一二三四五六七八九十".contains(text[0])
        && matches!(text[1], '、' | '是' | '要');
    item || crate::words::beginning(&head, WORDS).is_some()
}

fn left_open(text: &[char]) -> bool {
    let mut depth = 0usize;
    for c in text {
        match c {
            '“' | '《' | '（' | '(' | '「' => depth += 1,
            '”' | '》' | '）' | ')' | '」' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}

fn closed_early(text: &[char]) -> bool {
    let mut depth = 0i32;
    for c in text {
        match c {
            '“' | '《' | '（' | '(' | '「' => depth += 1,
            '”' | '》' | '）' | ')' | '」' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

/// The numbers of 一是, 二是, 三是 in their order.
fn items(text: &[char]) -> Vec<usize> {
    let number = |c: char| "一二三四五六七八九".chars().position(|d| d == c);
    text.windows(3)
        .filter(|w| matches!(w[0], '。' | '；' | '，' | '：' | '.') && w[2] == '是')
        .filter_map(|w| number(w[1]))
        .collect()
}

/// The binary logarithm of a ratio of at least one, in tenths.
pub(crate) fn tenfold_log(high: usize, low: usize) -> i32 {
    let ratio = (high.max(1) << 10) / low.max(1);
    let bits = ratio.max(1).ilog2();
    // Between two powers of two it rises nearly straight.
    let rest = ((ratio << 10) >> bits) - (1 << 10);
    10 * (bits as i32 - 10) + ((rest * 10) >> 10) as i32
}

/// Phrases of three characters by the paragraphs that they stand in.
pub(crate) struct Shared {
    /// Sorted phrases of each paragraph, without doubles.
    pub phrases: Vec<Vec<u64>>,
    /// In how many paragraphs each stands.
    pub count: HashMap<u64, usize, Quickly>,
    many: usize,
}

impl Shared {
    pub fn of(paragraphs: &[Paragraph]) -> Self {
        let mut count: HashMap<u64, usize, Quickly> = HashMap::default();
        let phrases: Vec<Vec<u64>> = paragraphs
            .iter()
            .map(|paragraph| {
                let windows = paragraph.text.windows(3);
                let mut own: Vec<u64> = windows
                    .filter(|w| w.iter().all(|c| is_han(*c)))
                    .map(key)
                    .collect();
                own.sort_unstable();
                own.dedup();
                own.iter()
                    .for_each(|phrase| *count.entry(*phrase).or_default() += 1);
                own
            })
            .collect();
        Self {
            phrases,
            count,
            many: paragraphs.len(),
        }
    }

    /// How much a phrase tells: the fewer paragraphs have it, the more; one alone tells nothing.
    pub fn weight(&self, phrase: u64) -> i32 {
        match self.count.get(&phrase) {
            Some(count) if *count > 1 => 7 * tenfold_log(self.many, *count) / 10,
            _ => 0,
        }
    }

    fn between(&self, a: usize, b: usize) -> i32 {
        let (a, b) = (&self.phrases[a], &self.phrases[b]);
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let both = few
            .iter()
            .filter(|phrase| many.binary_search(phrase).is_ok());
        both.map(|phrase| self.weight(*phrase)).sum::<i32>() / 10
    }
}
