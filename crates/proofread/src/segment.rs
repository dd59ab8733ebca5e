//! Articles of a page, whose columns may be scrambled, and the unit that each is about.
//!
//! A headline block with a byline, a dateline (本报…电) or another unit's name opens an article. The unit belongs to
//! the whole article; the nearest line before a figure decides nothing.

use crate::normalise::Text;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, HashMap};

/// A stretch of the text about one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub start: usize,
    pub end: usize,
    /// Unit codes, the article's own first.
    pub units: Vec<String>,
    /// The own unit was named by an alias alone.
    pub by_alias: bool,
}

/// The names of units as texts write them.
pub(crate) struct Names {
    automaton: Option<AhoCorasick>,
    /// Code of each name, and whether it is an alias.
    codes: Vec<(String, bool)>,
    /// Names without the word for their level, with the code, by their first character.
    short: HashMap<char, Vec<(String, String)>>,
}

/// Words for the level of a place.
const LEVELS: [&str; 13] = [
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "街道",
    "省",
    "市",
    "州",
    "盟",
    "县",
    "旗",
    "乡",
    "镇",
];

/// A unit's name in the text.
pub(crate) struct Mention {
    pub start: usize,
    pub end: usize,
    pub code: String,
    pub alias: bool,
}

impl Names {
    /// Gathers names; an earlier name wins over a later equal one, so aliases come last.
    pub fn new(names: impl IntoIterator<Item = (String, String, bool)>) -> Self {
        let mut known = BTreeMap::new();
        for (name, code, alias) in names {
            // 全县, 本局: relative words mean the article's own unit and name none.
            if !is_relative(&name) {
                known.entry(name).or_insert((code, alias));
            }
        }
        let mut short: HashMap<char, Vec<(String, String)>> = HashMap::new();
        for (name, (code, _)) in &known {
            let stem = LEVELS.iter().find_map(|level| name.strip_suffix(level));
            if let Some(stem) = stem.filter(|stem| stem.chars().count() > 1)
                && let Some(first) = stem.chars().next()
            {
                short
                    .entry(first)
                    .or_default()
                    .push((stem.to_owned(), code.clone()));
            }
        }
        let (words, codes): (Vec<String>, Vec<(String, bool)>) = known.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words)
            .ok();
        Self {
            automaton: automaton.filter(|_| !words.is_empty()),
            codes,
            short,
        }
    }

    /// Gives the unit that `text` names most often, the first one among equals.
    pub fn most_named(&self, text: &str) -> Option<String> {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for hit in self.automaton.as_ref()?.find_iter(text) {
            let (code, _) = &self.codes[hit.pattern().as_usize()];
            match counted.iter_mut().find(|(known, _)| known == code) {
                Some((_, count)) => *count += 1,
                None => counted.push((code, 1)),
            }
        }
        let most = counted.iter().map(|(_, count)| *count).max()?;
        let first = counted.iter().find(|(_, count)| *count == most)?;
        Some(first.0.to_owned())
    }

    /// Gives the only unit whose name stands in `text` without the word for its level, as in headlines: 阿里 for 阿里地区.
    pub fn named_in_short(&self, text: &str) -> Option<String> {
        let short = self.short.values().flatten();
        let mut named = short.filter(|(short, _)| text.contains(short.as_str()));
        let first = named.next().map(|(_, code)| code)?;
        named.all(|(_, code)| code == first).then(|| first.clone())
    }

    /// Gives the length of a unit's name without the word for its level, where it stands at `i`.
    pub fn short_at(&self, text: &Text, i: usize, unit: &str) -> Option<usize> {
        let known = self.short.get(&text.char(i))?.iter();
        let own = known.filter(|(short, code)| code == unit && text.starts(i, short));
        own.map(|(short, _)| short.chars().count()).max()
    }

    /// Finds the names in the characters from `start` to `end`.
    pub fn find(&self, text: &Text, start: usize, end: usize) -> Vec<Mention> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let part = text.slice(start, end);
        let mut at = (0, start);
        automaton
            .find_iter(&part)
            .map(|hit| {
                at = (hit.start(), at.1 + part[at.0..hit.start()].chars().count());
                let length = part[hit.range()].chars().count();
                let (code, alias) = self.codes[hit.pattern().as_usize()].clone();
                Mention {
                    start: at.1,
                    end: at.1 + length,
                    code,
                    alias,
                }
            })
            .collect()
    }
}

/// Says whether a name means the unit of the article it stands in.
pub(crate) fn is_relative(name: &str) -> bool {
    let count = name.chars().count();
    name.starts_with(['全', '本', '该', '我', '各']) && count <= 4 || count <= 2
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Headline,
    Byline,
    Caption,
    Dateline,
    Body,
}

/// Cuts the text into articles; they follow one another without gap.
pub(crate) fn segments(text: &Text, names: &Names) -> Vec<Segment> {
    let lines = lines(text);
    let roles: Vec<Role> = lines
        .iter()
        .map(|(start, end)| role(text, *start, *end))
        .collect();
    let codes: Vec<Vec<String>> = lines
        .iter()
        .map(|(start, end)| by_weight(&names.find(text, *start, *end)))
        .collect();
    let mut segments: Vec<Segment> = Vec::new();
    let mut k = 0;
    let mut after_headline = false;
    while k < lines.len() {
        let block = block_length(&roles[k..]);
        let own = own_code(&roles[k..], &codes[k..], block);
        let current = segments.last().and_then(|s| s.units.first().cloned());
        let differs = own.is_some() && current.is_some() && own != current;
        // A headline that follows its body: it names the unit above, and the text below is about another.
        let trails = own.is_some()
            && own == current
            && below(&roles[k..], &codes[k..], block).is_some_and(|c| Some(c) != own.as_ref());
        let by_layout = !text.cuts.is_empty();
        let opens = if by_layout {
            text.cuts.binary_search(&lines[k].0).is_ok()
        } else {
            opens_article(&roles[k..], block) && !trails && !(block == 0 && after_headline)
        };
        // A headline block ends where the layout begins another article.
        let inside = (1..block).find(|n| text.cuts.binary_search(&lines[k + n].0).is_ok());
        let taken = inside.unwrap_or(block).max(1);
        after_headline = block > 0;
        if segments.is_empty() || opens || differs && !by_layout {
            segments.push(Segment {
                start: lines[k].0,
                end: lines[k].1,
                units: Vec::new(),
                by_alias: false,
            });
        }
        let segment = segments
            .last_mut()
            .expect("a segment was pushed for the first line");
        segment.end = lines[k + taken - 1].1;
        for code in own.iter().chain(codes[k..k + taken].iter().flatten()) {
            if !segment.units.contains(code) {
                segment.units.push(code.clone());
            }
        }
        k += taken;
    }
    for segment in &mut segments {
        let mentions = names.find(text, segment.start, segment.end);
        let own = |m: &&Mention| Some(&m.code) == segment.units.first();
        segment.by_alias = mentions.iter().filter(own).all(|m| m.alias);
    }
    segments
}

fn lines(text: &Text) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for i in 0..=text.len() {
        if i == text.len() || text.char(i) == '\n' {
            if i > start {
                lines.push((start, i));
            }
            start = i + 1;
        }
    }
    lines
}

fn role(text: &Text, start: usize, end: usize) -> Role {
    let line = text.slice(start, end);
    let length = end - start;
    let closes = "。！？；…”".contains(text.char(end - 1));
    if line.starts_with("图为") || line.starts_with("图①") {
        Role::Caption
    } else if (line.starts_with("本报") || line.starts_with("新华社"))
        && length > 24
        && line.chars().take(16).any(|c| "讯电".contains(c))
    {
        Role::Dateline
    } else if length <= 30
        && !closes
        && ["本报记者", "记者", "通讯员", "供稿", "作者"]
            .iter()
            .any(|w| line.starts_with(w))
    {
        if line.ends_with('摄') {
            Role::Caption
        } else {
            Role::Byline
        }
    } else if length <= 40 && !closes && !is_item(&line) {
        Role::Headline
    } else {
        Role::Body
    }
}

/// 一、…, （二）…: the heading of a section, not of an article.
fn is_item(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or('\0');
    let second = chars.next().unwrap_or('\0');
    first == '('
        || ("一二三四五六七八九十".contains(first) && "、是要".contains(second))
        || first.is_ascii_digit() && "、.".contains(second)
}

/// The headlines and bylines that stand together, without trailing captions.
fn block_length(roles: &[Role]) -> usize {
    roles
        .iter()
        .take_while(|r| matches!(r, Role::Headline | Role::Byline))
        .count()
}

fn opens_article(roles: &[Role], block: usize) -> bool {
    let has_byline = roles[..block].contains(&Role::Byline);
    roles.get(block) == Some(&Role::Dateline) || has_byline || block >= 2
}

/// The unit that a headline block or a paragraph is about: its own, or for headlines that of the text below.
fn own_code(roles: &[Role], codes: &[Vec<String>], block: usize) -> Option<String> {
    if block == 0 {
        return codes[0].first().cloned();
    }
    let inside = codes[..block].iter().find_map(|c| c.first());
    inside.or_else(|| below(roles, codes, block)).cloned()
}

/// The unit of the first paragraph below a headline block.
fn below<'c>(roles: &[Role], codes: &'c [Vec<String>], block: usize) -> Option<&'c String> {
    let mut paragraphs = codes[block..].iter().zip(&roles[block..]);
    paragraphs
        .find(|(_, role)| matches!(role, Role::Body | Role::Dateline))?
        .0
        .first()
}

/// Codes by how often they are named, the first named first among equals.
fn by_weight(mentions: &[Mention]) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for mention in mentions {
        match counted.iter_mut().find(|(code, _)| *code == mention.code) {
            Some((_, count)) => *count += 1,
            None => counted.push((mention.code.clone(), 1)),
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(code, _)| code).collect()
}
