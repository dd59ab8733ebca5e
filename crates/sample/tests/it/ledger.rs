//! What the demo ledger says of itself.

use crate::place::{demo, figure, on, within};
use jiff::civil::date;

#[test]
fn its_figures_are_true_by_rows() {
    let start = std::time::Instant::now();
    let (_folder, ledger) = demo();
    eprintln!(
        "made in {:?}, {} entries",
        start.elapsed(),
        ledger.head().unwrap()
    );
    let (june, september) = (on(date(2022, 6, 30)), on(date(2022, 9, 30)));
    let expected = [
        ("members.total", "office", september, "315", 315),
        ("members.full", "office", september, "305", 305),
        ("members.probationary", "office", september, "10", 10),
        ("members.share", "office", september, "77.6", 315),
        ("core.staff", "office", september, "406", 406),
        ("members.total", "office", june, "309", 309),
        ("core.staff", "office", june, "402", 402),
        (
            "members.total",
            "office",
            on(date(2021, 12, 31)),
            "300",
            300,
        ),
        ("members.admitted", "office", within("2022H1"), "8", 8),
        ("members.admitted", "office", within("2021"), "7", 7),
        (
            "members.admitted",
            "office",
            within("2022-01-01..2022-09-30"),
            "10",
            10,
        ),
        ("members.converted", "office", within("2022H1"), "7", 7),
        (
            "members.activists_filed",
            "office",
            within("2022H1"),
            "6",
            6,
        ),
        (
            "members.activists_trained",
            "office",
            within("2022H1"),
            "43",
            51,
        ),
        (
            "members.activist_trainings",
            "office",
            within("2022H1"),
            "51",
            51,
        ),
        ("members.activists", "office", september, "43", 43),
        ("members.objects", "office", september, "5", 5),
        ("members.applied", "office", within("2022H1"), "9", 9),
        ("members.total", "county", september, "14", 14),
        ("members.admitted", "company", within("2022H1"), "0", 0),
        ("core.branches", "office", september, "18", 18),
        ("core.townships", "prefecture", september, "37", 37),
        ("core.schools", "prefecture", september, "28", 28),
        ("core.engaged", "brigade", september, "8", 8),
        ("establishment.approved", "prefecture", september, "484", 0),
        ("establishment.filled", "prefecture", september, "445", 445),
        ("establishment.vacant", "prefecture", september, "39", 0),
        ("establishment.over_units", "prefecture", september, "1", 1),
        ("establishment.over_posts", "prefecture", september, "1", 1),
        ("establishment.lent", "prefecture", september, "5", 5),
        ("establishment.borrowed", "prefecture", september, "5", 5),
        ("establishment.overdue", "prefecture", september, "1", 1),
        ("establishment.pool_filled", "prefecture", september, "3", 3),
        (
            "establishment.entered",
            "prefecture",
            within("2022H1"),
            "6",
            6,
        ),
        ("establishment.left", "prefecture", within("2022H1"), "4", 4),
    ];
    let found: Vec<String> = expected
        .iter()
        .map(|(indicator, unit, time, ..)| {
            let figure = figure(&ledger, indicator, unit, *time);
            format!(
                "{indicator} {unit} {time}: {} by {}",
                figure.amount.text(),
                figure.rows
            )
        })
        .collect();
    let wanted: Vec<String> = expected
        .iter()
        .zip(&found)
        .map(|((indicator, unit, time, value, rows), found)| {
            let rows = if *rows == 0 && *value != "0" {
                found.rsplit(' ').next().unwrap_or_default().to_owned()
            } else {
                rows.to_string()
            };
            format!("{indicator} {unit} {time}: {value} by {rows}")
        })
        .collect();
    assert_eq!(found.join("\n"), wanted.join("\n"));
}
