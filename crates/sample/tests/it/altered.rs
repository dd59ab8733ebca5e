//! Texts with changed figures against one ledger: each change that the ledger does not bear out is flagged, no other.

use crate::blind::{agreed, packs};
use crate::place::files;
use std::collections::BTreeMap;
use youju_base::ratio::Ratio;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Claim, Verdict};
use youju_proofread::{Options, check};
use youju_sample::blind;

/// Texts tried; `YOUJU_ALTERED` asks for more.
fn texts() -> u64 {
    let asked = std::env::var("YOUJU_ALTERED").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(200)
}

/// A small generator, for the same texts come every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("a small number")
    }
}

fn differs(claim: &Claim) -> bool {
    matches!(claim.verdict, Some(Verdict::Contradicted | Verdict::Stale))
}

/// Changes one digit of a figure into another; the number keeps its length.
fn alter(text: &mut [char], claim: &Claim, dice: &mut Dice) -> bool {
    let digits: Vec<usize> = (claim.numeral.start..claim.numeral.end)
        .filter(|i| text[*i].is_ascii_digit())
        .collect();
    let Some(first) = digits.first() else {
        return false;
    };
    let at = digits[dice.below(digits.len())];
    let fresh = loop {
        let digit = char::from(b"0123456789"[dice.below(10)]);
        if digit != text[at] && !(at == *first && digit == '0') {
            break digit;
        }
    };
    text[at] = fresh;
    true
}

#[test]
fn a_changed_figure_is_flagged_where_the_ledger_does_not_bear_it_out_and_nothing_else() {
    let blind = blind(&packs(), 0, 11).expect("a page");
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = blind
        .ledger(&folder.path().join("ledger"), &files())
        .expect("a ledger");
    let page = blind.page();
    let options = Options {
        published_on: Some(page.published_on),
        aliases: Aliases {
            published_on: None,
            units: page.aliases.clone(),
        },
        ..Options::default()
    };
    let read = |text: &str| check(text, &options, &Kept(&ledger)).expect("a reading");
    let told = read(&page.text);
    assert!(agreed(&told) >= 30, "{} figures", agreed(&told));
    let known: BTreeMap<usize, (&Claim, Ratio)> = told
        .claims
        .iter()
        .filter(|c| matches!(c.verdict, Some(Verdict::Confirmed | Verdict::Consistent)))
        .filter_map(|c| Some((c.start, (c, c.ledger.as_ref()?.value.ratio()?))))
        .collect();
    let places: Vec<usize> = known.keys().copied().collect();
    let (mut changed, mut flagged) = (0, 0);
    for seed in 1..=texts() {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut text: Vec<char> = page.text.chars().collect();
        let mut altered = Vec::new();
        for _ in 0..=dice.below(3) {
            let place = places[dice.below(places.len())];
            if !altered.contains(&place) && alter(&mut text, known[&place].0, &mut dice) {
                altered.push(place);
            }
        }
        let text: String = text.into_iter().collect();
        for claim in &read(&text).claims {
            let Some((_, value)) = known
                .get(&claim.start)
                .filter(|_| altered.contains(&claim.start))
            else {
                assert!(
                    !differs(claim),
                    "text {seed}: {} {:?}",
                    claim.surface,
                    claim.ground
                );
                continue;
            };
            let misses = !claim.interval.contains(*value);
            assert_eq!(
                differs(claim),
                misses,
                "text {seed}: {} of {value}: {:?}",
                claim.surface,
                claim.ground
            );
            changed += 1;
            flagged += usize::from(misses);
        }
    }
    // Most changes are not borne out; a ledger that agrees with all of them would prove nothing.
    assert!(
        changed >= 200 && flagged * 2 > changed,
        "{flagged} of {changed}"
    );
}
