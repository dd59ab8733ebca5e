//! Lists of words, parted by spaces: which of them stands at a place.
//!
//! The grammar is written in such lists, and most places of a text begin with none of a list's words. So each list is
//! looked over once, at its first use; a place is compared only with the words that begin or end with its character,
//! and whether there are any shows from a set of bits.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{LazyLock, Mutex, PoisonError};

/// A list looked over. Lists are constants of the program, so there are as many as it has constants.
#[derive(Debug, Default)]
pub(crate) struct List {
    first: Heaps,
    last: Heaps,
    /// First and last character of each word.
    begin: Vec<char>,
    end: Vec<char>,
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    text: &'static str,
    chars: Vec<char>,
}

/// Lists by their place in the program and their length.
type Lists = HashMap<(usize, usize), &'static List, Quickly>;

/// A set of characters, loosely: they are thrown on 256 heaps, and a heap that holds one is marked.
#[derive(Debug, Clone, Copy, Default)]
struct Heaps([u64; 4]);

impl Heaps {
    fn throw(&mut self, c: char) {
        let heap = Self::heap(c);
        self.0[heap >> 6] |= 1 << (heap & 63);
    }

    fn may_hold(&self, c: char) -> bool {
        let heap = Self::heap(c);
        self.0[heap >> 6] >> (heap & 63) & 1 == 1
    }

    fn heap(c: char) -> usize {
        (u32::from(c).wrapping_mul(0x9e37_79b1) >> 24) as usize
    }
}

impl List {
    /// Gives the list of a constant, looked over at its first use.
    pub fn of(words: &'static str) -> &'static Self {
        NEAR.with_borrow_mut(|near| {
            let place = words.as_ptr() as usize;
            let slot = &mut near[Self::slot(place)];
            match slot {
                (known, length, list) if (*known, *length) == (place, words.len()) => list,
                _ => {
                    let list = Self::seen(words);
                    *slot = (place, words.len(), list);
                    list
                }
            }
        })
    }

    /// Where a thread keeps the list that stands at a place of the program.
    fn slot(place: usize) -> usize {
        (place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> (usize::BITS - SLOTS.ilog2())
    }

    fn seen(words: &'static str) -> &'static Self {
        static SEEN: LazyLock<Mutex<Lists>> = LazyLock::new(Mutex::default);
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry((words.as_ptr() as usize, words.len()))
            .or_insert_with(|| Box::leak(Box::new(Self::look(words))))
    }

    fn look(words: &'static str) -> Self {
        let mut list = Self::default();
        list.add(words);
        list
    }

    fn add(&mut self, words: &'static str) {
        for text in words.split(' ') {
            let chars: Vec<char> = text.chars().collect();
            let (Some(first), Some(last)) = (chars.first(), chars.last()) else {
                continue;
            };
            self.first.throw(*first);
            self.last.throw(*last);
            self.begin.push(*first);
            self.end.push(*last);
            self.words.push(Word { text, chars });
        }
    }

    /// Gives the words that `text` begins with, in the order of the list.
    pub fn beginning(&self, text: &[char]) -> impl Iterator<Item = &'static str> {
        self.places_at(text).map(|k| self.words[k].text)
    }

    /// Gives the words that `text` ends with, in the order of the list.
    pub fn ending(&self, text: &[char]) -> impl Iterator<Item = &'static str> {
        self.places_before(text).map(|k| self.words[k].text)
    }

    fn places_at(&self, text: &[char]) -> impl Iterator<Item = usize> {
        let first = text.first().filter(|c| self.first.may_hold(**c));
        let alike = first.into_iter().flat_map(|c| alike(&self.begin, *c));
        alike.filter(|k| text.starts_with(&self.words[*k].chars))
    }

    fn places_before(&self, text: &[char]) -> impl Iterator<Item = usize> {
        let last = text.last().filter(|c| self.last.may_hold(**c));
        let alike = last.into_iter().flat_map(|c| alike(&self.end, *c));
        alike.filter(|k| text.ends_with(&self.words[*k].chars))
    }
}

fn alike(ends: &[char], c: char) -> impl Iterator<Item = usize> {
    let alike = ends.iter().enumerate().filter(move |(_, end)| **end == c);
    alike.map(|(k, _)| k)
}

/// Says whether `text` holds one of the words of a list.
pub(crate) fn holds(text: &str, list: &'static str) -> bool {
    let list = List::of(list);
    text.char_indices().any(|(at, c)| {
        list.first.may_hold(c)
            && alike(&list.begin, c).any(|k| text[at..].starts_with(list.words[k].text))
    })
}

/// Takes the words of a list off the beginning of `text`, as long as there is one.
pub(crate) fn without_beginnings<'t>(mut text: &'t [char], list: &'static str) -> &'t [char] {
    let list = List::of(list);
    while let Some(word) = list.beginning(text).next() {
        text = &text[word.chars().count()..];
    }
    text
}

/// Takes the words of a list off the end of `text`, as long as there is one.
pub(crate) fn without_endings<'t>(mut text: &'t [char], list: &'static str) -> &'t [char] {
    let list = List::of(list);
    while let Some(word) = list.ending(text).next() {
        text = &text[..text.len() - word.chars().count()];
    }
    text
}

/// Gives the first word of a list that `text` begins with.
pub(crate) fn beginning(text: &str, list: &'static str) -> Option<&'static str> {
    let list = List::of(list);
    let first = text.chars().next().filter(|c| list.first.may_hold(*c))?;
    let mut words = alike(&list.begin, first).map(|k| list.words[k].text);
    words.find(|word| text.starts_with(word))
}

/// How many lists a thread keeps at hand; a power of two.
const SLOTS: usize = 1024;

thread_local! {
    /// The lists that this thread used last, by their place in the program and their length.
    static NEAR: RefCell<Vec<(usize, usize, &'static List)>> = RefCell::new(vec![(0, 0, List::seen("")); SLOTS]);
}

/// A set of characters of the basic plane, one bit for each.
pub(crate) struct Chars([u64; 1024]);

impl Chars {
    /// Makes the set of `chars`, at compile time where it is a constant.
    pub const fn of(chars: &[char]) -> Self {
        let mut set = [0; 1024];
        let mut k = 0;
        while k < chars.len() {
            let c = chars[k] as usize;
            set[c >> 6] |= 1 << (c & 63);
            k += 1;
        }
        Self(set)
    }

    /// Says whether the set holds `c`.
    pub fn has(&self, c: char) -> bool {
        let c = c as usize;
        self.0
            .get(c >> 6)
            .is_some_and(|bits| bits >> (c & 63) & 1 == 1)
    }
}

/// Words with what each means, of lists that each share a meaning.
pub(crate) struct Meanings<T> {
    list: List,
    of: Vec<T>,
}

impl<T: Copy> Meanings<T> {
    /// Looks over lists of words, each with what its words mean.
    pub fn new(lists: &[(&'static str, T)]) -> Self {
        let (mut list, mut of) = (List::default(), Vec::new());
        for (words, meaning) in lists {
            list.add(words);
            of.resize(list.words.len(), *meaning);
        }
        Self { list, of }
    }

    /// Gives the longest word that `text` begins with.
    pub fn beginning(&self, text: &[char]) -> Option<(&'static str, T)> {
        self.longest(self.list.places_at(text))
    }

    /// Gives the longest word that `text` ends with.
    pub fn ending(&self, text: &[char]) -> Option<(&'static str, T)> {
        self.longest(self.list.places_before(text))
    }

    fn longest(&self, places: impl Iterator<Item = usize>) -> Option<(&'static str, T)> {
        let longest = places.max_by_key(|k| self.list.words[*k].text.len())?;
        Some((self.list.words[longest].text, self.of[longest]))
    }
}

/// Hashes keys that nobody chooses to make them collide: places of the program, characters of the grammar.
pub(crate) type Quickly = BuildHasherDefault<Mixer>;

#[derive(Default)]
pub(crate) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_u32(&mut self, part: u32) {
        self.write_usize(part as usize);
    }

    fn write_usize(&mut self, part: usize) {
        self.0 = (self.0.rotate_left(5) ^ part as u64).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_as_word_by_word() {
        const LIST: &str = "其中 共 合计 总计 不少于";
        for text in [
            "",
            "其",
            "其中有",
            "中其",
            "总数",
            "计不少于三",
            "共",
            "不少",
            "公共的",
        ] {
            let slow = LIST.split(' ').any(|word| text.contains(word));
            assert_eq!(holds(text, LIST), slow, "{text}");
        }
        let chars: Vec<char> = "不少于".chars().collect();
        assert_eq!(List::of(LIST).beginning(&chars).next(), Some("不少于"));
        assert_eq!(List::of(LIST).ending(&chars).next(), Some("不少于"));
        assert_eq!(List::of(LIST).beginning(&chars[..2]).next(), None);
    }
}
