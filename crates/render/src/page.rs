//! A page put together again: its articles in the order in which they are read.

use crate::answer::Answer;
use crate::layout::{LINE, wrap};
use crate::words::Words;
use serde::Serialize;
use youju_proofread::{PageArticle, Role};

/// The articles of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// As they begin in the file.
    pub articles: Vec<Article>,
}

/// One article, from its headline on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Article {
    /// Number within the page, from 1.
    pub id: usize,
    /// Codes of the units that it is about, its own first.
    pub units: Vec<String>,
    /// Headlines, paragraphs and captions.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph or a line of a headline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paragraph {
    /// `headline`, `byline`, `caption`, `dateline` or `body`.
    pub role: &'static str,
    /// Its text, put together.
    pub text: String,
    /// Where it stands in the file: first code point and the one after the last.
    pub pieces: Vec<(usize, usize)>,
}

impl Page {
    /// Takes over what the reader found.
    pub fn new(articles: Vec<PageArticle>) -> Self {
        let article = |(k, article): (usize, PageArticle)| Article {
            id: k + 1,
            units: article.units,
            paragraphs: article
                .paragraphs
                .into_iter()
                .map(|set| Paragraph {
                    role: role(set.role),
                    text: set.text,
                    pieces: set.pieces,
                })
                .collect(),
        };
        Self {
            articles: articles.into_iter().enumerate().map(article).collect(),
        }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Headline => "headline",
        Role::Byline => "byline",
        Role::Caption => "caption",
        Role::Dateline => "dateline",
        Role::Body => "body",
    }
}

impl Answer for Page {
    fn text(&self, words: &Words<'_>) -> String {
        let article = |article: &Article| {
            let units: Vec<String> = article
                .units
                .iter()
                .map(|code| words.unit_and_code(code))
                .collect();
            let head = if units.is_empty() {
                words.fill("page.article", &[("n", &article.id)])
            } else {
                let units = words.list(&units);
                words.fill("page.article_of", &[("n", &article.id), ("units", &units)])
            };
            let mut lines = vec![head];
            for paragraph in &article.paragraphs {
                match paragraph.role {
                    "body" | "dateline" => {
                        // Two blanks of full width open a paragraph.
                        lines.extend(wrap(&format!("　　{}", paragraph.text), LINE));
                    }
                    _ => lines.extend(wrap(&paragraph.text, LINE)),
                }
            }
            lines.join("\n")
        };
        let articles: Vec<String> = self.articles.iter().map(article).collect();
        articles.join("\n\n")
    }
}
