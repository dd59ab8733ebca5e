//! What `fuzz/` does at length, in short: its corpora are read again, with every input that once failed.
//!
//! `YOUJU_FUZZ=100000 cargo test -p youju-proofread --test it fuzz::` adds so many changes of them
//! for each target, drawn from a fixed seed.

use crate::whole;
use std::path::Path;
use std::time::{Duration, Instant};

/// Reads a text whole and stops at whatever must never be.
type Target = fn(&str);

const TARGETS: [(&str, Target); 3] = [
    ("numerals", whole::numerals),
    ("segmentation", whole::pages),
    ("pipeline", whole::pipeline),
];

#[test]
fn changed_corpora_are_read_whole_and_in_time() {
    let rounds =
        std::env::var("YOUJU_FUZZ").map_or(0, |n| n.parse().expect("YOUJU_FUZZ is a number"));
    for (name, target) in TARGETS {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "fuzz/corpus/{name} is empty");
        let mut random = Random(0x2545_f491_4f6c_dd1d);
        let started = corpus.iter().cloned();
        let changed = (0..rounds).map(|_| random.change(&corpus));
        for bytes in started.chain(changed.collect::<Vec<_>>()) {
            let clock = Instant::now();
            target(&whole::text_of(&bytes));
            assert!(
                clock.elapsed() < Duration::from_secs(2),
                "{name} takes {:?} over {bytes:?}",
                clock.elapsed()
            );
        }
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(name);
    let files = std::fs::read_dir(&folder).expect("every target has a corpus");
    let mut files: Vec<_> = files
        .map(|file| file.expect("the corpus can be listed").path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).expect("a corpus file can be read"))
        .collect()
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// One of the inputs with a few bytes put in, taken out, turned, or with a part of another one.
    fn change(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let byte = self.below(256) as u8;
            match self.below(5) {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => {
                    bytes.remove(at);
                }
                2 if at < bytes.len() => bytes[at] = byte,
                3 => {
                    let other = &corpus[self.below(corpus.len())];
                    let from = self.below(other.len() + 1);
                    let until = (from + self.below(12)).min(other.len());
                    bytes.splice(at..at, other[from..until].iter().copied());
                }
                _ => {
                    let until = (at + self.below(12)).min(bytes.len());
                    let again: Vec<u8> = bytes[at..until].to_vec();
                    bytes.splice(at..at, again);
                }
            }
        }
        bytes.truncate(400);
        bytes
    }
}
