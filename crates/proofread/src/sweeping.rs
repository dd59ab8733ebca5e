//! Sweeping words: all, every, first, most. No count backs them, so they are pointed out and left to the reader.

use crate::normalise::{Text, is_word};
use crate::reading::{Span, Sweeping};

const UNIVERSAL: &str = "全部 所有 每一位 每一名 每一个 每一户 每一起 每一次 每一条 每一件 无一例外 全覆盖 逐一 逐户 人人 户户 一个不少 无死角 全员";
const SUPERLATIVE: &str = "首个 首次 首家 首例 首批 唯一 率先 最大 最高 最多 最早 最强 最快 最好 最先 最低 第一个 史无前例 前所未有 历史最 全国领先 位居前列";

/// Finds them with the words that they stand with.
pub(crate) fn find(text: &Text) -> Vec<Sweeping> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let universal = text.longest_at(i, UNIVERSAL);
        let Some(word) = universal.or_else(|| text.longest_at(i, SUPERLATIVE)) else {
            i += 1;
            continue;
        };
        let mut end = i + word.chars().count();
        end += (end..text.len().min(end + 8))
            .take_while(|k| is_word(text.char(*k)))
            .count();
        let (from, until) = text.origin(i, end);
        found.push(Sweeping {
            span: Span {
                start: from,
                end: until,
                text: text.surface(i, end),
            },
            universal: universal.is_some(),
        });
        i = end;
    }
    found
}
