//! Which paragraph belongs to which article.

use super::lines::{Paragraph, Role, section_number};
use super::seams::{Shared, tenfold_log};
use crate::segment::Names;
use crate::words::Quickly;
use std::collections::HashMap;

/// Rounds in which every paragraph looks again where it fits best.
const ROUNDS: usize = 6;

/// How much every article is given before phrases are counted, so that one of them decides little.
const CALM: i32 = 800;

/// The articles of a page: which one each paragraph belongs to.
pub(crate) struct Stories {
    pub of: Vec<usize>,
    /// The paragraphs of each article's headline block: headlines, byline.
    pub heads: Vec<Vec<usize>>,
}

/// Gives every paragraph its article; a page without headline blocks is one.
pub(crate) fn assign(
    paragraphs: &[Paragraph],
    follows: &[Option<usize>],
    names: &Names,
) -> Stories {
    let heads = heads(paragraphs);
    if heads.len() < 2 {
        return Stories {
            of: vec![0; paragraphs.len()],
            heads,
        };
    }
    let page = Page::of(paragraphs, follows, &heads, names);
    let mut of = page.as_they_stand();
    for _ in 0..ROUNDS {
        if !page.settle(&mut of) {
            break;
        }
    }
    page.place_headings(&mut of);
    Stories { of, heads }
}

/// Blocks of headlines that open an article: with a byline, of two lines or more, or above a dateline or a picture.
fn heads(paragraphs: &[Paragraph]) -> Vec<Vec<usize>> {
    let role = |k: usize| paragraphs.get(k).map(|p| p.role);
    let is_newspaper = paragraphs
        .iter()
        .any(|p| matches!(p.role, Role::Byline | Role::Dateline));
    let mut heads = Vec::new();
    let mut k = 0;
    while k < paragraphs.len() {
        let mut block: Vec<usize> = (k..paragraphs.len())
            .take_while(|n| matches!(paragraphs[*n].role, Role::Headline | Role::Byline))
            .collect();
        let after = k + block.len();
        let signed = block.iter().any(|n| paragraphs[*n].role == Role::Byline);
        let news = role(after) == Some(Role::Dateline);
        let picture = block.len() == 1
            && role(after) == Some(Role::Body)
            && role(after + 1) == Some(Role::Caption);
        let headed = block.iter().any(|n| paragraphs[*n].role == Role::Headline);
        if headed && (signed || is_newspaper && block.len() > 1 || picture) || news {
            block.extend(news.then_some(after));
            heads.push(block);
        }
        k = after + usize::from(after == k || news);
    }
    heads
}

/// Ties the sections 一、, 二、, 三、 of one article, where the page has each number once and none is missing.
fn tie_sections(paragraphs: &[Paragraph], tied: &mut Vec<Vec<usize>>) {
    let mut numbered: Vec<(usize, usize)> = paragraphs
        .iter()
        .enumerate()
        .filter_map(|(k, paragraph)| Some((section_number(&paragraph.text)?, k)))
        .collect();
    numbered.sort_unstable();
    let runs = numbered
        .iter()
        .enumerate()
        .all(|(n, (number, _))| *number == n + 1);
    if !runs || numbered.len() < 2 {
        return;
    }
    let (sections, mut others): (Vec<_>, Vec<_>) = std::mem::take(tied)
        .into_iter()
        .partition(|group| numbered.iter().any(|(_, k)| group.contains(k)));
    others.push(sections.concat());
    *tied = others;
}

struct Page<'p> {
    paragraphs: &'p [Paragraph],
    shared: Shared,
    /// The article of each headline's paragraph.
    anchors: Vec<Option<usize>>,
    /// Paragraphs that one sentence ties together.
    tied: Vec<Vec<usize>>,
    /// Unit that each paragraph names most, and that each article's headline names.
    units: Vec<Option<String>>,
    own: Vec<Option<String>>,
}

impl<'p> Page<'p> {
    fn of(
        paragraphs: &'p [Paragraph],
        follows: &[Option<usize>],
        heads: &[Vec<usize>],
        names: &Names,
    ) -> Self {
        let mut anchors = vec![None; paragraphs.len()];
        for (article, block) in heads.iter().enumerate() {
            block.iter().for_each(|k| anchors[*k] = Some(article));
        }
        let units: Vec<Option<String>> = paragraphs
            .iter()
            .map(|p| names.most_named(&p.text.iter().collect::<String>()))
            .collect();
        let short =
            |k: &usize| names.named_in_short(&paragraphs[*k].text.iter().collect::<String>());
        let own = heads
            .iter()
            .map(|block| {
                let named = block.iter().find_map(|k| units[*k].clone());
                named.or_else(|| block.iter().find_map(short))
            })
            .collect();
        let mut is_rest = vec![false; paragraphs.len()];
        follows.iter().flatten().for_each(|k| is_rest[*k] = true);
        let starts = (0..paragraphs.len()).filter(|k| !is_rest[*k]);
        let mut tied: Vec<Vec<usize>> = starts
            .map(|k| std::iter::successors(Some(k), |k| follows[*k]).collect())
            .collect();
        tie_sections(paragraphs, &mut tied);
        Self {
            paragraphs,
            shared: Shared::of(paragraphs),
            anchors,
            tied,
            units,
            own,
        }
    }

    /// The first guess: the article whose unit or whose headline's phrases a paragraph has; else that of the one above.
    fn as_they_stand(&self) -> Vec<usize> {
        let mut headed: Vec<Vec<u64>> = vec![Vec::new(); self.own.len()];
        for (k, article) in self.anchors.iter().enumerate() {
            headed[article.unwrap_or_default()].extend(
                article
                    .map(|_| &self.shared.phrases[k])
                    .into_iter()
                    .flatten(),
            );
        }
        headed
            .iter_mut()
            .for_each(|phrases| phrases.sort_unstable());
        let mut current = 0;
        let mut of: Vec<usize> = (0..self.paragraphs.len())
            .map(|k| {
                let unit = self.units[k].as_ref();
                let by_unit = unit
                    .and_then(|unit| self.own.iter().position(|own| own.as_ref() == Some(unit)));
                let known = self.anchors[k]
                    .or(by_unit)
                    .or_else(|| self.by_headline(k, &headed));
                current = known.unwrap_or(current);
                current
            })
            .collect();
        for group in &self.tied {
            let article = group
                .iter()
                .find_map(|k| self.anchors[*k])
                .unwrap_or(of[group[0]]);
            group.iter().for_each(|k| of[*k] = article);
        }
        of
    }

    /// The article with whose headline a paragraph shares phrases that no other headline has.
    fn by_headline(&self, k: usize, headed: &[Vec<u64>]) -> Option<usize> {
        let weigh = |headline: &Vec<u64>| -> i32 {
            let both = self.shared.phrases[k]
                .iter()
                .filter(|p| headline.binary_search(p).is_ok());
            both.map(|phrase| self.shared.weight(*phrase)).sum()
        };
        let weights: Vec<i32> = headed.iter().map(weigh).collect();
        let best = (0..weights.len()).max_by_key(|a| weights[*a])?;
        let second = (0..weights.len())
            .filter(|a| *a != best)
            .map(|a| weights[a])
            .max();
        (weights[best] > 0 && weights[best] >= 2 * second.unwrap_or_default()).then_some(best)
    }

    /// Moves every tied group to the article that fits it best; says whether any moved.
    fn settle(&self, of: &mut [usize]) -> bool {
        let mut count: HashMap<(u64, usize), i32, Quickly> = HashMap::default();
        for (k, article) in of.iter().enumerate() {
            for phrase in &self.shared.phrases[k] {
                *count.entry((*phrase, *article)).or_default() += 1;
            }
        }
        let mut moved = false;
        for group in &self.tied {
            if group.iter().any(|k| self.anchors[*k].is_some()) {
                continue;
            }
            let mut votes = vec![0; self.own.len()];
            for k in group {
                self.by_phrases(*k, of, &count, &mut votes);
                self.by_unit(*k, &mut votes);
                self.by_place(*k, group, of, &mut votes);
            }
            let now = of[group[0]];
            let best = (0..votes.len())
                .max_by_key(|a| (votes[*a], *a == now))
                .unwrap_or(now);
            if best != now {
                moved = true;
                for k in group {
                    for phrase in &self.shared.phrases[*k] {
                        *count.entry((*phrase, now)).or_default() -= 1;
                        *count.entry((*phrase, best)).or_default() += 1;
                    }
                    of[*k] = best;
                }
            }
        }
        moved
    }

    /// Phrases that the paragraph shares with the others of an article, those of its headline twice.
    fn by_phrases(
        &self,
        k: usize,
        of: &[usize],
        count: &HashMap<(u64, usize), i32, Quickly>,
        votes: &mut [i32],
    ) {
        let mut mass = vec![0; votes.len()];
        for phrase in &self.shared.phrases[k] {
            let weight = self.shared.weight(*phrase);
            let elsewhere = self.shared.count[phrase] as i32 - 1;
            if weight <= 0 || elsewhere == 0 {
                continue;
            }
            for (article, mass) in mass.iter_mut().enumerate() {
                let own = i32::from(of[k] == article);
                let here = count.get(&(*phrase, article)).copied().unwrap_or_default() - own;
                *mass += 10 * weight * here / elsewhere;
            }
        }
        let many = mass.len();
        let sum: i32 = mass.iter().sum::<i32>() + CALM * many as i32;
        for (article, mass) in mass.iter().enumerate() {
            // How many times its even share an article has, as a logarithm.
            let share = ((mass + CALM) as usize) * many;
            votes[article] += if share >= sum as usize {
                2 * tenfold_log(share, sum as usize)
            } else {
                -2 * tenfold_log(sum as usize, share)
            };
        }
    }

    fn by_unit(&self, k: usize, votes: &mut [i32]) {
        let Some(unit) = &self.units[k] else { return };
        for (article, own) in self.own.iter().enumerate() {
            match own {
                Some(own) if own == unit => votes[article] += 60,
                Some(_) => votes[article] -= 20,
                None => {}
            }
        }
    }

    /// What stands beside it in the file mostly belongs to the same article, and what is under a headline to that.
    fn by_place(&self, k: usize, group: &[usize], of: &[usize], votes: &mut [i32]) {
        for (side, weight) in [(k.checked_sub(1), 20), (Some(k + 1), 14)] {
            let Some(side) = side.filter(|n| *n < of.len() && !group.contains(n)) else {
                continue;
            };
            match self.anchors[side] {
                Some(article) if side < k => votes[article] += 18,
                Some(_) => {}
                None => votes[of[side]] += weight,
            }
        }
    }

    /// The heading of a section goes with what stands below it, the words to a picture with what stands above.
    fn place_headings(&self, of: &mut [usize]) {
        for k in (0..of.len()).rev() {
            let heading = self.paragraphs[k].role == Role::Headline && self.anchors[k].is_none();
            if heading && k + 1 < of.len() && self.anchors[k + 1].is_none() {
                of[k] = of[k + 1];
            }
        }
        for k in 1..of.len() {
            if self.paragraphs[k].role == Role::Caption {
                of[k] = of[k - 1];
            }
        }
    }
}
