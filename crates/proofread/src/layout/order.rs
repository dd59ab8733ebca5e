//! The order of paragraphs inside their articles.

use super::lines::{Paragraph, Role, section_number};
use super::stories::Stories;

/// A paragraph in reading order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub paragraph: usize,
    /// It goes on in the sentence of the one before it.
    pub joins: bool,
    /// It opens another article.
    pub opens: bool,
}

/// Orders a page: articles as they begin in the file, each from its headline on, sentences in one piece.
pub(crate) fn order(
    paragraphs: &[Paragraph],
    follows: &[Option<usize>],
    stories: &Stories,
) -> Vec<Place> {
    let many = stories.heads.len().max(1);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); many];
    for (k, article) in stories.of.iter().enumerate() {
        members[*article].push(k);
    }
    let mut articles: Vec<usize> = (0..many).filter(|a| !members[*a].is_empty()).collect();
    articles.sort_by_key(|a| members[*a][0]);
    let mut is_rest = vec![false; paragraphs.len()];
    follows.iter().flatten().for_each(|k| is_rest[*k] = true);
    let mut places = Vec::with_capacity(paragraphs.len());
    for article in articles {
        let heads = stories.heads.get(article).map_or(&[][..], Vec::as_slice);
        let chains = chains(paragraphs, &members[article], heads, follows, &is_rest);
        for (at, k) in chains.into_iter().flatten().enumerate() {
            places.push(Place {
                paragraph: k,
                joins: is_rest[k],
                opens: at == 0 && many > 1,
            });
        }
    }
    places
}

/// Paragraphs that are read one after another: a broken sentence binds, else the order of the file does.
fn chains(
    paragraphs: &[Paragraph],
    members: &[usize],
    heads: &[usize],
    follows: &[Option<usize>],
    is_rest: &[bool],
) -> Vec<Vec<usize>> {
    let mut next: Vec<Option<usize>> = follows.to_vec();
    let mut has_before = is_rest.to_vec();
    let last_of = |next: &[Option<usize>], k: usize| {
        std::iter::successors(Some(k), |k| next[*k])
            .last()
            .unwrap_or(k)
    };
    // What stands right behind a paragraph in the file follows it, unless a sentence says otherwise.
    for pair in members.windows(2) {
        let (tail, head) = (pair[0], pair[1]);
        let beside = head == tail + 1;
        if beside && next[tail].is_none() && !has_before[head] && last_of(&next, head) != tail {
            next[tail] = Some(head);
            has_before[head] = true;
        }
    }
    let starts = members.iter().filter(|k| !has_before[**k]);
    let mut chains: Vec<Vec<usize>> = starts
        .map(|k| std::iter::successors(Some(*k), |k| next[*k]).collect())
        .collect();
    chains.sort_by_key(|chain| {
        let headed = chain.iter().any(|k| heads.contains(k));
        let news = chain.iter().any(|k| paragraphs[*k].role == Role::Dateline);
        (!headed, !news, section(paragraphs, chain), chain[0])
    });
    chains
}

/// The number of the first section (一、) of a chain; what has none comes first.
fn section(paragraphs: &[Paragraph], chain: &[usize]) -> usize {
    chain
        .iter()
        .find_map(|k| section_number(&paragraphs[*k].text))
        .unwrap_or_default()
}
