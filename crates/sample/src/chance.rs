//! Repeatable chance: the same seed draws the same numbers on every machine.

/// A stream of numbers from one seed (SplitMix64; protects nothing).
pub(crate) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Draws any 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Draws from `from` to `to`, both included. The bias of the remainder does not matter here.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        debug_assert!(from <= to, "an empty range");
        from + (self.next() % (to - from + 1).unsigned_abs()) as i64
    }

    /// Puts items into any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last as i64) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_order() {
        let order = |seed| {
            let mut items: Vec<u8> = (0..20).collect();
            Chance::new(seed).shuffle(&mut items);
            items
        };
        assert_eq!(order(1), order(1));
        assert_ne!(order(1), order(2));
        let mut drawn = Chance::new(3);
        assert!((0..100).all(|_| (-2..=2).contains(&drawn.between(-2, 2))));
    }
}
