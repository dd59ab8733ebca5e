//! Small cells: what a reader without row rights may see of a broken-down figure.
//!
//! A cell of 1 to 4 can point to somebody. It is shown as `<5`, and enough other cells are hidden that nobody can get it
//! back by subtraction from the total. The reader is taken to know this rule, and that a hidden cell which is not `<5`
//! is 5 or more.

use crate::ask::breakdown::{Adding, Breakdown};
use crate::ask::figure::Amount;
use crate::kept::rollup::ask::Counted;

/// How a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plain,
    /// As `<5`: it lies in 1..limit-1.
    Small,
    /// Not at all, to keep another cell: it is at least the limit.
    Hidden,
}

/// What is shown of a row of cells and their total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concealed {
    /// For each cell, in order.
    pub cells: Vec<Shown>,
    /// For the total.
    pub total: Shown,
}

impl Breakdown {
    /// Says what a reader without row rights may see; `limit` is the indicator's `small_cell`.
    pub fn concealed(&self, limit: i64) -> Concealed {
        let alone = |counted: &Counted| of_one(&counted.amount, counted.rows, limit);
        let cells = || self.parts.iter().map(|part| &part.counted);
        let numbers: Option<Vec<i64>> = cells().map(|cell| cell.amount.integer()).collect();
        match (self.adding, numbers, self.total.amount.integer()) {
            (Adding::Adds, Some(numbers), Some(total)) => conceal(&numbers, total, limit),
            // As if the sum of the parts were known, which is more than is printed.
            (Adding::Overlaps(sum), Some(numbers), _) => Concealed {
                total: alone(&self.total),
                ..conceal(&numbers, sum, limit)
            },
            _ => Concealed {
                cells: cells().map(alone).collect(),
                total: alone(&self.total),
            },
        }
    }
}

/// How a figure that stands alone is shown.
///
/// - Input: a share is small where its part or the rest is, a mean or extreme where it is made of few rows.
pub fn of_one(amount: &Amount, rows: u64, limit: i64) -> Shown {
    let small = |n: i64| (1..limit).contains(&n);
    let few = i64::try_from(rows).is_ok_and(small);
    match *amount {
        Amount::Whole(n) if small(n) => Shown::Small,
        Amount::Scaled(..) | Amount::Mean(..) if few => Shown::Hidden,
        Amount::Share(part, whole, _) if small(part) || small(whole - part) => Shown::Hidden,
        _ => Shown::Plain,
    }
}

/// Chooses what to hide so that no hidden cell can be narrowed by arithmetic: a small one keeps all of 1..limit-1, a
/// hidden one at least `limit` values.
///
/// - Input: cells that add up to `total`; `limit` is the smallest number shown, such as 5.
pub fn conceal(cells: &[i64], total: i64, limit: i64) -> Concealed {
    let mut shown: Vec<Shown> = cells
        .iter()
        .map(|cell| {
            if (1..limit).contains(cell) {
                Shown::Small
            } else {
                Shown::Plain
            }
        })
        .collect();
    if (1..limit).contains(&total) {
        // A small total says that every cell is smaller still.
        return Concealed {
            cells: vec![Shown::Small; cells.len()],
            total: Shown::Small,
        };
    }
    if cells.iter().any(|cell| *cell < 0) && shown.contains(&Shown::Small) {
        // What left a unit within the period: no sum of such cells bounds anything.
        return Concealed {
            cells: shown,
            total: Shown::Hidden,
        };
    }
    // Smallest first: the least that has to be hidden. Which ones were taken says no more than that they are small
    // among the plain ones, so the check below counts with that too.
    let mut spare: Vec<usize> = (0..cells.len()).filter(|i| cells[*i] >= limit).collect();
    spare.sort_by_key(|i| (cells[*i], *i));
    let mut spare = spare.into_iter();
    while !is_safe(cells, &shown, limit) {
        match spare.next() {
            Some(i) => shown[i] = Shown::Hidden,
            None => {
                return Concealed {
                    cells: shown,
                    total: Shown::Hidden,
                };
            }
        }
    }
    Concealed {
        cells: shown,
        total: Shown::Plain,
    }
}

/// Whether arithmetic with the printed total leaves every hidden cell wide enough.
fn is_safe(cells: &[i64], shown: &[Shown], limit: i64) -> bool {
    let plain = |i: &usize| shown[*i] == Shown::Plain;
    let dark: Vec<usize> = (0..cells.len()).filter(|i| !plain(i)).collect();
    let sum: i64 = dark.iter().map(|i| cells[*i]).sum();
    // Hidden ones were chosen from below: none is larger than the smallest plain one that could have been taken.
    let ceiling = (0..cells.len())
        .filter(plain)
        .map(|i| cells[i])
        .filter(|cell| *cell >= limit)
        .min()
        .unwrap_or(i64::MAX / 4);
    let bounds = |i: usize| match shown[i] {
        Shown::Small => (1, limit - 1),
        _ => (limit, ceiling),
    };
    let lows: i64 = dark.iter().map(|i| bounds(*i).0).sum();
    let highs = dark
        .iter()
        .fold(0_i64, |sum, i| sum.saturating_add(bounds(*i).1));
    dark.iter().all(|i| {
        let (low, high) = bounds(*i);
        let least = low.max(sum - (highs - high));
        let most = high.min(sum - (lows - low));
        match shown[*i] {
            Shown::Small => (least, most) == (1, limit - 1),
            _ => most - least + 1 >= limit,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All values of every dark cell that agree with what is printed, found by trying.
    fn possible(
        cells: &[i64],
        concealed: &Concealed,
        total: i64,
        limit: i64,
    ) -> Vec<(usize, Vec<i64>)> {
        let dark: Vec<usize> = (0..cells.len())
            .filter(|i| concealed.cells[*i] != Shown::Plain)
            .collect();
        let plain: i64 = (0..cells.len())
            .filter(|i| !dark.contains(i))
            .map(|i| cells[i])
            .sum();
        let rest = total - plain;
        let range = |i: usize| match concealed.cells[i] {
            Shown::Small => 1..=limit - 1,
            _ => limit..=rest,
        };
        let mut found: Vec<Vec<i64>> = vec![Vec::new()];
        for i in &dark {
            found = found
                .into_iter()
                .flat_map(|so_far| {
                    let used: i64 = so_far.iter().sum();
                    range(*i)
                        .filter(move |value| used + value <= rest)
                        .map(move |value| [so_far.clone(), vec![value]].concat())
                })
                .collect();
        }
        found.retain(|values| values.iter().sum::<i64>() == rest);
        dark.iter()
            .enumerate()
            .map(|(place, i)| {
                let mut values: Vec<i64> = found.iter().map(|values| values[place]).collect();
                values.sort_unstable();
                values.dedup();
                (*i, values)
            })
            .collect()
    }

    #[test]
    fn no_attack_by_subtraction_narrows_a_hidden_cell() {
        let mut attacked = 0;
        let mut state = 7_u64;
        let mut roll = |sides: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((state >> 33) % sides).expect("small")
        };
        for _ in 0..3_000 {
            let cells: Vec<i64> = (0..1 + roll(5))
                .map(|_| if roll(2) == 0 { roll(6) } else { roll(30) })
                .collect();
            let total = cells.iter().sum();
            let concealed = conceal(&cells, total, 5);
            for (cell, shown) in cells.iter().zip(&concealed.cells) {
                assert!(
                    !(1..5).contains(cell) || *shown == Shown::Small,
                    "{cells:?}"
                );
            }
            if concealed.total != Shown::Plain {
                continue;
            }
            for (i, values) in possible(&cells, &concealed, total, 5) {
                attacked += 1;
                let least = if concealed.cells[i] == Shown::Small {
                    4
                } else {
                    5
                };
                assert!(
                    values.len() >= least,
                    "{cells:?} {concealed:?}: cell {i} is one of {values:?}"
                );
            }
        }
        assert!(attacked > 1_000, "{attacked}");
    }

    #[test]
    fn nothing_is_hidden_where_nothing_is_small() {
        assert_eq!(conceal(&[0, 5, 20], 25, 5).cells, [Shown::Plain; 3]);
        let small = conceal(&[2, 1, 0], 3, 5);
        assert_eq!((small.total, small.cells[2]), (Shown::Small, Shown::Small));
    }

    #[test]
    fn one_small_cell_takes_others_along() {
        let concealed = conceal(&[3, 40, 9, 12], 64, 5);
        assert_eq!(concealed.cells[0], Shown::Small);
        assert!(
            concealed
                .cells
                .iter()
                .filter(|c| **c == Shown::Hidden)
                .count()
                >= 2
        );
        assert_eq!(concealed.total, Shown::Plain);
    }
}
