//! Lists of words, parted by spaces: which of them stands at a place.
//!
//! The grammar is written in such lists, and most places of a text begin with none of a list's characters. So each
//! list is looked over once for the characters that its words begin and end with; a place is compared word by word
//! only where its character is among them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The characters that the words of one list begin and end with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ends {
    first: Heaps,
    last: Heaps,
}

/// A set of characters, loosely: they are thrown on 256 heaps, and a heap that holds one is marked.
#[derive(Debug, Clone, Copy, Default)]
struct Heaps([u64; 4]);

impl Heaps {
    fn throw(&mut self, c: char) {
        let heap = Self::heap(c);
        self.0[heap >> 6] |= 1 << (heap & 63);
    }

    fn may_hold(self, c: char) -> bool {
        let heap = Self::heap(c);
        self.0[heap >> 6] >> (heap & 63) & 1 == 1
    }

    fn heap(c: char) -> usize {
        (u32::from(c).wrapping_mul(0x9e37_79b1) >> 24) as usize
    }
}

impl Ends {
    /// Gives the ends of a list, looked over at its first use.
    pub fn of(list: &'static str) -> Self {
        SEEN.with_borrow_mut(|seen| {
            *seen
                .entry((list.as_ptr() as usize, list.len()))
                .or_insert_with(|| Self::look(list))
        })
    }

    /// Says whether a word of the list may begin with `c`; never wrong in saying no.
    pub fn may_begin(self, c: char) -> bool {
        self.first.may_hold(c)
    }

    /// Says whether a word of the list may end with `c`; never wrong in saying no.
    pub fn may_end(self, c: char) -> bool {
        self.last.may_hold(c)
    }

    fn look(list: &str) -> Self {
        let mut ends = Self::default();
        for word in list.split(' ') {
            word.chars()
                .next()
                .into_iter()
                .for_each(|c| ends.first.throw(c));
            word.chars()
                .next_back()
                .into_iter()
                .for_each(|c| ends.last.throw(c));
        }
        ends
    }
}

/// Says whether `text` holds one of the words of a list.
pub(crate) fn holds(text: &str, list: &'static str) -> bool {
    let ends = Ends::of(list);
    text.char_indices().any(|(at, c)| {
        ends.may_begin(c) && list.split(' ').any(|word| text[at..].starts_with(word))
    })
}

/// Gives the first word of a list that `text` begins with.
pub(crate) fn beginning(text: &str, list: &'static str) -> Option<&'static str> {
    let may = text
        .chars()
        .next()
        .is_some_and(|c| Ends::of(list).may_begin(c));
    may.then(|| list.split(' ').find(|word| text.starts_with(word)))?
}

/// Gives the first word of a list that `text` ends with.
pub(crate) fn ending(text: &str, list: &'static str) -> Option<&'static str> {
    let may = text
        .chars()
        .next_back()
        .is_some_and(|c| Ends::of(list).may_end(c));
    may.then(|| list.split(' ').find(|word| text.ends_with(word)))?
}

thread_local! {
    /// Lists are constants of the program: the place of one says which it is.
    static SEEN: RefCell<HashMap<(usize, usize), Ends, Quickly>> = RefCell::default();
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
        let ends = Ends::of(LIST);
        assert!("其共合总不".chars().all(|c| ends.may_begin(c)));
        assert!("中共计于".chars().all(|c| ends.may_end(c)));
    }
}
