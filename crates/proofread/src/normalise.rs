//! The text as the parser sees it: digits and signs in one form, line breaks inside sentences closed up.
//!
//! Only digits, letters of the Latin alphabet and number signs are changed, never a word; every character keeps
//! its place in the original.

use crate::layout;
use crate::segment::Names;
use crate::words::List;
pub(crate) use crate::words::holds;

/// A text ready for parsing, character by character, with the way back to the original.
#[derive(Debug)]
pub(crate) struct Text {
    /// Characters after normalisation; hard line breaks are `\n`, soft ones are gone.
    pub chars: Vec<char>,
    /// For each of `chars`, its code point in the original.
    at: Vec<usize>,
    /// Places of the hard line breaks.
    breaks: Vec<usize>,
    original: Vec<char>,
    /// Places at which reading leaves the order of the original.
    turns: Vec<usize>,
    /// Places at which articles begin, where the layout of the page says so.
    pub cuts: Vec<usize>,
}

/// How far a clause or a sentence is followed: official prose has none that is longer, damaged input may.
const FAR: usize = 1000;

impl Text {
    /// Normalises `source` as it stands.
    pub fn new(source: &str) -> Self {
        let mut text = Self::empty(source.chars().collect());
        text.take(0, text.original.len());
        text
    }

    /// Normalises a page, its lines in the order in which they are read.
    pub fn of_page(source: &str, names: &Names) -> Self {
        let mut text = Self::empty(source.chars().collect());
        let Some(pieces) = layout::pieces(&text.original, names) else {
            text.take(0, text.original.len());
            return text;
        };
        for (k, piece) in pieces.iter().enumerate() {
            if let Some(before) = k.checked_sub(1).map(|k| pieces[k]) {
                if !piece.joins {
                    text.hard_break(before.end - 1);
                }
                let blank = text.original.get(before.end..piece.start);
                if !blank.is_some_and(|between| between.iter().all(|c| is_blank(*c))) {
                    text.turns.push(text.chars.len());
                }
            }
            if piece.opens {
                text.cuts.push(text.chars.len());
            }
            text.take(piece.start, piece.end);
        }
        text
    }

    fn empty(original: Vec<char>) -> Self {
        Self {
            chars: Vec::with_capacity(original.len()),
            at: Vec::with_capacity(original.len()),
            breaks: Vec::new(),
            original,
            turns: Vec::new(),
            cuts: Vec::new(),
        }
    }

    /// Takes the characters of the original from `start` to `end`.
    fn take(&mut self, start: usize, end: usize) {
        let mut straight_quote_open = false;
        let mut i = start;
        while i < end {
            let c = self.original[i];
            if is_line_break(c) {
                i = self.take_break(i);
                straight_quote_open = false;
                continue;
            }
            if is_blank(c) {
                i = self.take_space(i);
                continue;
            }
            let plain = match c {
                // ４，５６５: full-width throughout.
                '，' if self.is_wide_digit(i.wrapping_sub(1)) && self.is_wide_digit(i + 1) => ',',
                '"' => {
                    straight_quote_open = !straight_quote_open;
                    if straight_quote_open { '“' } else { '”' }
                }
                'O' | 'o' | 'l' | 'I' => self.misread_digit(i).unwrap_or(c),
                _ => plain(c),
            };
            self.chars.push(plain);
            self.at.push(i);
            i += 1;
        }
    }

    /// Gives the digit that a letter among digits stands for (3O0人, l2月): a slip of a scanner or a typist.
    ///
    /// The run must hold a digit, stand free of other letters and lead on to what is counted; 5G, H2O and 500l are as
    /// they were meant.
    fn misread_digit(&self, i: usize) -> Option<char> {
        let at = |k: usize| self.original.get(k).copied().unwrap_or('\0');
        let of_run = |k: &usize| at(*k).is_ascii_digit() || "OolI.,".contains(at(*k));
        let start = (0..i).rev().take_while(of_run).last().unwrap_or(i);
        let end = (i..self.original.len()).take_while(of_run).last()? + 1;
        let before = start.checked_sub(1).map_or('\0', at);
        let free =
            !before.is_ascii_alphanumeric() && !"+-_/:@#·".contains(before) || before == '\0';
        let digits = (start..end).any(|k| at(k).is_ascii_digit());
        let counted = at(end) != '\0'
            && "人名位个户家件起条次场期所座万亿余多元年月日时分岁米%％".contains(at(end));
        let leads = "Oo".contains(at(start)) && at(start + 1) != '.';
        if !(free && digits && counted) || leads {
            return None;
        }
        Some(if "Oo".contains(at(i)) { '0' } else { '1' })
    }

    fn is_wide_digit(&self, i: usize) -> bool {
        self.original
            .get(i)
            .is_some_and(|c| ('０'..='９').contains(c))
    }

    /// Gives the number of characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Gives the character at `i`, or `\0` beyond the end.
    pub fn char(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or('\0')
    }

    /// Gives the character before `i`, or `\0` at the start.
    pub fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.char(i))
    }

    /// Says whether `word` stands at `i`.
    pub fn starts(&self, i: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(k, c)| self.char(i + k) == c)
    }

    /// Says whether `word` ends right before `i`.
    pub fn ends(&self, i: usize, word: &str) -> bool {
        let count = word.chars().count();
        i >= count && self.starts(i - count, word)
    }

    /// Gives the longest word of a list (parted by spaces) that stands at `i`.
    pub fn longest_at(&self, i: usize, words: &'static str) -> Option<&'static str> {
        let standing = List::of(words).beginning(self.chars.get(i..)?);
        standing.max_by_key(|w| w.len())
    }

    /// Gives the longest word of a list (parted by spaces) that ends right before `i`.
    pub fn longest_before(&self, i: usize, words: &'static str) -> Option<&'static str> {
        let ending = List::of(words).ending(self.chars.get(..i)?);
        ending.max_by_key(|w| w.len())
    }

    /// Gives the normalised characters from `start` to `end`.
    pub fn slice(&self, start: usize, end: usize) -> String {
        let end = end.min(self.len());
        self.chars[start.min(end)..end].iter().collect()
    }

    /// Gives where the clause that holds `i` begins; at most [`FAR`] characters back.
    pub fn clause_start(&self, i: usize) -> usize {
        self.start_behind(i, is_clause_end)
    }

    /// Gives where the clause that holds `i` ends (the place of its closing mark); at most [`FAR`] characters on.
    pub fn clause_end(&self, i: usize) -> usize {
        self.end_before(i, is_clause_end)
    }

    /// Gives where the item of a sentence (up to ； or 。) that holds `i` begins; at most [`FAR`] characters back.
    pub fn item_start(&self, i: usize) -> usize {
        self.start_behind(i, |c| matches!(c, '。' | '；' | '\n'))
    }

    /// Gives where the sentence (up to 。) that holds `i` begins; at most [`FAR`] characters back.
    pub fn sentence_start(&self, i: usize) -> usize {
        self.start_behind(i, is_full_stop)
    }

    /// Gives where the sentence that holds `i` ends; at most [`FAR`] characters on.
    pub fn sentence_end(&self, i: usize) -> usize {
        self.end_before(i, is_full_stop)
    }

    /// Gives the place behind the last mark before `i`.
    fn start_behind(&self, i: usize, is_mark: impl Fn(char) -> bool) -> usize {
        let i = i.min(self.len());
        let first = i.saturating_sub(FAR);
        let mark = self.chars[first..i].iter().rposition(|c| is_mark(*c));
        mark.map_or(first, |k| first + k + 1)
    }

    /// Gives the place of the next mark from `i` on.
    fn end_before(&self, i: usize, is_mark: impl Fn(char) -> bool) -> usize {
        let last = self.len().min(i + FAR);
        let ahead = self.chars.get(i..last).unwrap_or_default();
        let mark = ahead.iter().position(|c| is_mark(*c));
        mark.map_or(last.max(i), |k| i + k)
    }

    /// Gives where the paragraph that holds `i` begins.
    pub fn line_start(&self, i: usize) -> usize {
        let after = self.breaks.partition_point(|k| *k < i);
        after.checked_sub(1).map_or(0, |k| self.breaks[k] + 1)
    }

    /// Gives where the paragraph that holds `i` ends (the place of its line break, or the end of the text).
    pub fn line_end(&self, i: usize) -> usize {
        self.breaks
            .get(self.breaks.partition_point(|k| *k < i))
            .copied()
            .unwrap_or(self.len())
    }

    /// Gives the span of the original, in code points, behind the characters from `start` to `end`; where they come
    /// from two places of a page, that of the first.
    pub fn origin(&self, start: usize, end: usize) -> (usize, usize) {
        if start >= end || start >= self.len() {
            let at = self.at.get(start).copied().unwrap_or(self.original.len());
            return (at, at);
        }
        let end = self.turn_after(start).map_or(end, |turn| turn.min(end));
        (self.at[start], self.at[end.min(self.len()) - 1] + 1)
    }

    /// Gives the spans of the original behind the characters from `start` to `end`, in reading order.
    pub fn origins(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let mut spans = Vec::new();
        let mut from = start;
        while from < end {
            let until = self.turn_after(from).map_or(end, |turn| turn.min(end));
            spans.push(self.origin(from, until));
            from = until;
        }
        spans
    }

    /// Gives `start`, or where it comes from another place of the page than `i`, where the place of `i` begins.
    pub fn together(&self, start: usize, i: usize) -> usize {
        let before = self.turns.partition_point(|turn| *turn <= i);
        before
            .checked_sub(1)
            .map_or(start, |k| self.turns[k].max(start))
    }

    fn turn_after(&self, i: usize) -> Option<usize> {
        self.turns
            .get(self.turns.partition_point(|turn| *turn <= i))
            .copied()
    }

    /// Says whether reading follows the original from its first line to its last.
    pub fn is_in_order(&self) -> bool {
        self.turns.is_empty()
    }

    /// Gives the lines from `start` to `end` that hold anything.
    pub fn lines(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
        let breaks = self.breaks.iter().copied();
        let inside = breaks.filter(move |k| (start..end).contains(k));
        let mut from = start;
        inside.chain([end]).filter_map(move |until| {
            let line = (from, until);
            from = until + 1;
            (line.0 < line.1).then_some(line)
        })
    }

    /// Gives the characters of the original from `start` to `end`, without line breaks.
    pub fn printed(&self, start: usize, end: usize) -> String {
        let stretch = self.original(start, end).iter();
        stretch.filter(|c| !is_line_break(**c)).collect()
    }

    /// Gives the code points of the original from `start` to `end`.
    pub fn original(&self, start: usize, end: usize) -> &[char] {
        &self.original[start..end]
    }

    /// Gives the original characters behind `start` to `end`.
    pub fn surface(&self, start: usize, end: usize) -> String {
        let (start, end) = self.origin(start, end);
        self.original[start..end].iter().collect()
    }

    /// Gives the places of the hard line breaks in the original, in its order.
    pub fn breaks(&self) -> Vec<usize> {
        // Between pieces of a page a break has the place of the character before it.
        let behind = |at: usize| at + usize::from(!is_line_break(self.original[at]));
        let breaks = self.breaks.iter();
        let mut places: Vec<usize> = breaks.map(|k| behind(self.at[*k])).collect();
        places.sort_unstable();
        places
    }

    /// Gives the number of code points of the original.
    pub fn original_len(&self) -> usize {
        self.original.len()
    }

    /// Takes one or more line breaks at `i`: kept as one `\n`, or dropped inside a wrapped sentence.
    fn take_break(&mut self, i: usize) -> usize {
        let rest = &self.original[i..];
        let next = i + rest.iter().take_while(|c| c.is_whitespace()).count();
        if self.chars.is_empty() || next == self.original.len() {
            return next;
        }
        let line_start = self
            .breaks
            .last()
            .map_or(0, |k| k + 1)
            .max(self.chars.len().saturating_sub(FAR));
        let rest = &self.original[next..];
        let length = rest
            .iter()
            .position(|c| is_line_break(*c))
            .unwrap_or(rest.len());
        if !breaks_off(&self.chars[line_start..], &rest[..length]) {
            self.hard_break(i);
        }
        next
    }

    fn hard_break(&mut self, i: usize) {
        self.breaks.push(self.chars.len());
        self.chars.push('\n');
        self.at.push(i);
    }

    /// Takes white space inside a line: dropped beside a digit or a numeral, kept as one space elsewhere.
    fn take_space(&mut self, i: usize) -> usize {
        let rest = &self.original[i..];
        let blank = |c: &&char| is_blank(**c) && !is_line_break(**c);
        let next = i + rest.iter().take_while(blank).count();
        let left = self.chars.last().copied().unwrap_or('\n');
        let right = self.original.get(next).copied().map_or('\n', plain);
        let both_latin = left.is_ascii_alphanumeric() && right.is_ascii_alphanumeric();
        // 1, 234 is a list, not a number with thousands.
        let lists = left == ',' && right.is_ascii_digit();
        let beside_digit = !lists && (left.is_ascii_digit() || right.is_ascii_digit());
        let inside_numeral = is_of_numeral(left) && is_of_numeral(right);
        let at_edge = left == '\n' || is_line_break(right);
        if !at_edge && (both_latin || !beside_digit && !inside_numeral) {
            self.chars.push(' ');
            self.at.push(i);
        }
        next.max(i + 1)
    }
}

/// Says whether a long line that stops without a closing mark goes on in the next one, which is no headline.
pub(crate) fn breaks_off(line: &[char], next: &[char]) -> bool {
    let (Some(last), Some(first)) = (line.last(), next.first()) else {
        return false;
    };
    let open = is_word(*last) || matches!(last, '、' | '，' | ',');
    // One comma parts the halves of a headline.
    let clauses = line.iter().filter(|c| is_clause_mark(**c)).take(2).count();
    let runs_on = clauses > 1 || clauses == 1 && line.len() > 36;
    let ends = next.iter().rev().find(|c| !c.is_whitespace());
    let ends = ends.copied().unwrap_or('\0');
    let goes_on =
        next.len() > 40 || is_sentence_end(ends) || matches!(ends, '，' | '、' | '：' | '”');
    open && line.len() >= 24 && runs_on && goes_on && is_word(plain(*first))
}

/// The last two characters of a text, or as many as there are.
pub(crate) fn last_two(text: &str) -> &str {
    let start = text.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    &text[start..]
}

/// Says whether `c` parts the clauses of a sentence, or sentences.
pub(crate) fn is_clause_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '；')
}

/// Says whether `c` closes a sentence.
pub(crate) fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | ';' | '!' | '?' | '\n')
}

/// Says whether `c` closes a sentence for good: a semicolon only parts its items.
pub(crate) fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '\n')
}

/// Says whether `c` closes a clause.
pub(crate) fn is_clause_end(c: char) -> bool {
    is_sentence_end(c) || matches!(c, '，' | ',' | '：' | ':')
}

/// Says whether `c` is part of a word or a number, in any script.
pub(crate) fn is_word(c: char) -> bool {
    is_han(c) || c.is_alphanumeric() || matches!(c, '%' | '‰' | '℃')
}

/// Says whether `c` is one of the common Chinese characters.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Says whether `c` may stand inside a number written in Chinese: a space between two such is only spacing.
fn is_of_numeral(c: char) -> bool {
    "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟万亿点分之又几余多个成折半负".contains(c)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

pub(crate) fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{0b}' | '\u{0c}' | '\u{85}'
    )
}

/// Gives full-width digits, letters and number signs in their plain form.
fn plain(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        // Tibetan digits.
        '༠'..='༩' => char::from_digit(u32::from(c) - 0xf20, 10).unwrap_or(c),
        '％' | '﹪' => '%',
        '．' => '.',
        '＋' => '+',
        '－' | '−' | '﹣' | '‐' | '‑' => '-',
        '—' | '–' | '―' | '─' => '—',
        '～' | '〜' | '∼' => '~',
        '／' | '∕' => '/',
        '∶' | '︰' | '﹕' => ':',
        '（' => '(',
        '）' => ')',
        '［' | '【' => '[',
        '］' | '】' => ']',
        '•' | '・' | '‧' | '∙' => '·',
        '「' | '『' | '〝' | '＂' => '“',
        '」' | '』' | '〞' => '”',
        '‘' => '“',
        '’' => '”',
        '萬' => '万',
        '億' => '亿',
        '兩' => '两',
        '倆' | '俩' => '两',
        '貳' => '贰',
        '叄' => '叁',
        '陸' => '陆',
        '幾' => '几',
        '點' => '点',
        '個' => '个',
        '負' => '负',
        '雙' => '双',
        '對' => '对',
        '○' => '〇',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_signs_are_made_plain_and_keep_their_place() {
        let text = Text::new("占 ７７．６％，（共）４００ 余人");
        assert_eq!(
            text.chars.iter().collect::<String>(),
            "占77.6%，(共)400余人"
        );
        let start = text.chars.iter().position(|c| *c == '7').unwrap();
        assert_eq!(text.origin(start, start + 5), (2, 7));
        assert_eq!(text.surface(start, start + 5), "７７．６％");
    }

    #[test]
    fn a_wrapped_sentence_is_closed_up_and_a_headline_is_not() {
        let text = Text::new(
            "喜报传来\n今年以来，某局扎实推进各项重点工作，持续培训青年干部四十\n\n三名。\n次日",
        );
        let lines: Vec<String> = text
            .chars
            .split(|c| *c == '\n')
            .map(|l| l.iter().collect())
            .collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[1].ends_with("四十三名。"));
    }

    #[test]
    fn two_numbers_side_by_side_stay_two() {
        assert_eq!(Text::new("12 34").chars.iter().collect::<String>(), "12 34");
    }
}
