//! The registers of instruments and of what is asked of townships, counted anew from what the sample says of itself.

use crate::place::{demo, figure, on, within};
use jiff::civil::date;
use std::collections::BTreeSet;
use youju_ledger::figure::Time;

const TOWNSHIPS: usize = 37;

#[test]
fn what_was_made_and_what_was_asked_is_true_by_rows() {
    let ledger = demo();
    let (year, autumn) = (within("2022"), on(date(2022, 9, 30)));
    // Monthly, quarterly and yearly requests that last; one monthly one was withdrawn.
    let (monthly, quarterly, yearly) = (5, 2, 1);
    let live = TOWNSHIPS * (monthly + quarterly + yearly);
    let answered = TOWNSHIPS * (12 * monthly + 4 * quarterly + yearly);
    let asked: [(&str, &str, Time, usize); 11] = [
        ("rules.projects", "office", year, 2),
        ("rules.made", "office", year, 2),
        ("rules.revised", "office", year, 1),
        ("rules.abolished", "office", year, 1),
        ("rules.in_force", "office", autumn, 4),
        ("rules.issued", "prefecture", year, 2),
        ("rules.filed", "prefecture", year, 2),
        ("burden.requests", "prefecture", autumn, live),
        ("burden.answered", "prefecture", within("2021"), answered),
        (
            "burden.items_repeated",
            "prefecture",
            on(date(2020, 12, 30)),
            TOWNSHIPS,
        ),
        (
            "burden.items_repeated",
            "prefecture",
            on(date(2020, 12, 31)),
            0,
        ),
    ];
    for (indicator, unit, time, expected) in asked {
        let found = figure(&ledger, indicator, unit, time);
        assert_eq!(
            found.amount.text(),
            expected.to_string(),
            "{indicator} of {unit}"
        );
    }
}

#[test]
fn every_instrument_that_rules_rest_on_has_its_row() {
    let ledger = demo();
    let missing = ledger
        .unregistered_instruments()
        .expect("the registers of the demo");
    // What is in force only after the region's last day cannot be registered yet.
    let last = date(2023, 1, 9);
    let packs = ledger.packs();
    let old: BTreeSet<&str> = packs
        .rules()
        .filter(|rule| rule.from <= last)
        .map(|rule| rule.basis.instrument.as_str())
        .collect();
    assert!(old.len() > 30, "{} instruments", old.len());
    assert_eq!(missing.intersection(&old).collect::<Vec<_>>(), [&""; 0]);
}
