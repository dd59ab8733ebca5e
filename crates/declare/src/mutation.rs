//! The small changes of a rule's SQL that its cases must notice.

use crate::rule::Rule;
use sqlparser::dialect::SQLiteDialect;
use sqlparser::tokenizer::{Location, Token, Tokenizer};

/// One small change of a rule's SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// What was changed: `line 4: > became >=`.
    pub what: String,
    /// The whole changed text.
    pub sql: String,
}

/// Makes every small change: each comparison turned (`>` and `>=`, `<` and `<=`), each whole number one more and one less.
///
/// - Output: in the order of the text; empty for a rule without SQL.
pub fn mutations(rule: &Rule) -> Vec<Mutation> {
    let Some(sql) = &rule.sql else {
        return Vec::new();
    };
    let text = sql.text.as_str();
    let Ok(tokens) = Tokenizer::new(&SQLiteDialect {}, text).tokenize_with_location() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for token in &tokens {
        let turned: Vec<String> = match &token.token {
            Token::Gt => vec![">=".to_owned()],
            Token::GtEq => vec![">".to_owned()],
            Token::Lt => vec!["<=".to_owned()],
            Token::LtEq => vec!["<".to_owned()],
            Token::Number(digits, _) => match digits.parse::<i64>() {
                Ok(number) => [number.checked_add(1), number.checked_sub(1)]
                    .into_iter()
                    .flatten()
                    .map(|n| n.to_string())
                    .collect(),
                Err(_) => continue,
            },
            _ => continue,
        };
        let (from, until) = (offset(text, token.span.start), offset(text, token.span.end));
        for new in turned {
            let old = &text[from..until];
            // A number below zero keeps its own sign apart from a minus before it.
            let new = if new.starts_with('-') {
                format!("({new})")
            } else {
                new
            };
            all.push(Mutation {
                what: format!("line {}: {old} became {new}", token.span.start.line),
                sql: format!("{}{new}{}", &text[..from], &text[until..]),
            });
        }
    }
    all
}

/// Gives the byte offset of a place that counts characters from 1.
fn offset(text: &str, at: Location) -> usize {
    let (line, column) = (at.line.max(1), at.column.max(1));
    let start: usize = text
        .split_inclusive('\n')
        .zip(1..line)
        .map(|(l, _)| l.len())
        .sum();
    text[start..]
        .chars()
        .zip(1..column)
        .map(|(c, _)| c.len_utf8())
        .sum::<usize>()
        + start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        let text = "-- 违反\nselect '满编' as 词, a > b and c >= 10";
        let tokens = Tokenizer::new(&SQLiteDialect {}, text)
            .tokenize_with_location()
            .expect("tokens");
        let found: Vec<&str> = tokens
            .iter()
            .filter(|t| matches!(t.token, Token::Gt | Token::GtEq | Token::Number(..)))
            .map(|t| &text[offset(text, t.span.start)..offset(text, t.span.end)])
            .collect();
        assert_eq!(found, [">", ">=", "10"]);
    }
}
