//! What the demo ledger says of itself.

use crate::place::{demo, figure, fresh, on, within};
use expect_test::expect;
use jiff::civil::date;
use std::fmt::Write as _;
use youju_ledger::figure::{Ask, Time, Tree};
use youju_ledger::reconcile::Reason;

#[test]
fn its_figures_are_true_by_rows() {
    let ledger = demo();
    let (june, september) = (on(date(2022, 6, 30)), on(date(2022, 9, 30)));
    let (half, year) = (within("2022H1"), within("2022-01-01..2022-09-30"));
    let storm = within("2019-02-01..2019-03-31");
    let since = within("2017-01-01..2022-09-30");
    let asked: [(&str, Time, &[&str]); 20] = [
        (
            "office",
            september,
            &[
                "members.total",
                "members.full",
                "members.probationary",
                "members.share",
                "core.staff",
                "members.activists",
                "members.objects",
                "core.branches",
            ],
        ),
        ("office", june, &["members.total", "core.staff"]),
        ("office", on(date(2021, 12, 31)), &["members.total"]),
        (
            "office",
            half,
            &[
                "members.admitted",
                "members.converted",
                "members.activists_filed",
                "members.activists_trained",
                "members.applied",
            ],
        ),
        (
            "office",
            year,
            &[
                "members.admitted",
                "members.activists_trained",
                "members.activist_trainings",
            ],
        ),
        (
            "prefecture",
            september,
            &[
                "core.townships",
                "core.schools",
                "establishment.approved",
                "establishment.filled",
                "establishment.vacant",
                "establishment.fill_rate",
                "establishment.over_units",
                "establishment.over_posts",
                "establishment.lent",
                "establishment.borrowed",
                "establishment.overdue",
                "establishment.pool_filled",
            ],
        ),
        (
            "prefecture",
            half,
            &["establishment.entered", "establishment.left"],
        ),
        (
            "county",
            september,
            &["members.total", "establishment.approved"],
        ),
        (
            "office",
            year,
            &[
                "talks.held",
                "talks.persons",
                "talks.visits",
                "talks.needs_raised",
                "talks.needs_closed",
                "talks.needs_solved",
                "talks.solve_rate",
                "brand.honours_region",
            ],
        ),
        (
            "office",
            september,
            &[
                "talks.needs_open",
                "talks.needs_overdue",
                "talks.offered",
                "talks.visit_coverage",
                "brand.total",
                "brand.sub_brands",
            ],
        ),
        ("office", on(date(2022, 8, 20)), &["talks.needs_open"]),
        (
            "county",
            year,
            &[
                "tasks.set",
                "tasks.closed",
                "tasks.in_time_rate",
                "tasks.dispatches",
                "tasks.supervised",
                "tasks.blockage_days",
            ],
        ),
        (
            "county",
            september,
            &[
                "tasks.total",
                "tasks.open",
                "tasks.overdue",
                "tasks.closure_rate",
                "tasks.measures",
                "tasks.measures_open",
                "tasks.measures_overdue",
                "tasks.blockages",
                "tasks.unanswered",
                "tasks.points",
                "tasks.leaders",
                "tasks.most_points",
                "tasks.coverage",
            ],
        ),
        (
            "county",
            half,
            &[
                "tasks.uncovered_days",
                "tasks.boxes",
                "tasks.ballots_sent",
                "tasks.ballots_valid",
                "tasks.turnout",
                "tasks.satisfaction",
                "tasks.content",
            ],
        ),
        (
            "office",
            september,
            &["brand.boards", "brand.branch_coverage"],
        ),
        ("office", year, &["brand.issues", "brand.activities"]),
        (
            "prefecture",
            september,
            &[
                "coverage.enterprises",
                "coverage.qualifying",
                "coverage.covered",
                "coverage.coverage_rate",
                "coverage.own_rate",
                "coverage.adoption_rate",
            ],
        ),
        (
            "office",
            september,
            &["coverage.bodies", "coverage.without"],
        ),
        (
            "brigade",
            storm,
            &[
                "road.wind_usual",
                "road.wind_highest",
                "road.temperature_lowest",
                "road.snow_deepest",
                "road.jams",
                "road.vehicles_stranded",
                "road.people_stranded",
                "road.deployed",
                "road.cars",
                "road.days",
                "road.to_ambulance",
                "road.carried_longest",
                "road.crashes_of_jams",
                "road.dead_of_altitude",
            ],
        ),
        (
            "brigade",
            since,
            &[
                "road.released",
                "road.helped",
                "road.thanks",
                "road.banners",
                "road.repairs",
            ],
        ),
    ];
    let mut told = String::new();
    for (unit, time, indicators) in asked {
        let _ = writeln!(told, "{unit} {time}");
        for indicator in indicators {
            let figure = figure(&ledger, indicator, unit, time);
            let _ = writeln!(
                told,
                "  {indicator} {} by {} rows",
                figure.amount.text(),
                figure.rows
            );
        }
    }
    expect![[r#"
        office 2022-09-30
          members.total 315 by 315 rows
          members.full 305 by 305 rows
          members.probationary 10 by 10 rows
          members.share 77.6 by 315 rows
          core.staff 406 by 406 rows
          members.activists 43 by 43 rows
          members.objects 5 by 5 rows
          core.branches 18 by 18 rows
        office 2022-06-30
          members.total 309 by 309 rows
          core.staff 402 by 402 rows
        office 2021-12-31
          members.total 300 by 300 rows
        office 2022-01-01..2022-06-30
          members.admitted 8 by 8 rows
          members.converted 7 by 7 rows
          members.activists_filed 6 by 6 rows
          members.activists_trained 43 by 43 rows
          members.applied 9 by 9 rows
        office 2022-01-01..2022-09-30
          members.admitted 10 by 10 rows
          members.activists_trained 43 by 51 rows
          members.activist_trainings 51 by 51 rows
        prefecture 2022-09-30
          core.townships 37 by 37 rows
          core.schools 28 by 28 rows
          establishment.approved 484 by 114 rows
          establishment.filled 445 by 445 rows
          establishment.vacant 39 by 559 rows
          establishment.fill_rate 91.94 by 445 rows
          establishment.over_units 1 by 1 rows
          establishment.over_posts 1 by 1 rows
          establishment.lent 5 by 5 rows
          establishment.borrowed 5 by 5 rows
          establishment.overdue 1 by 1 rows
          establishment.pool_filled 3 by 3 rows
        prefecture 2022-01-01..2022-06-30
          establishment.entered 6 by 6 rows
          establishment.left 4 by 4 rows
        county 2022-09-30
          members.total 14 by 14 rows
          establishment.approved 12000 by 2 rows
        office 2022-01-01..2022-09-30
          talks.held 412 by 412 rows
          talks.persons 396 by 412 rows
          talks.visits 395 by 395 rows
          talks.needs_raised 37 by 37 rows
          talks.needs_closed 33 by 33 rows
          talks.needs_solved 29 by 29 rows
          talks.solve_rate 78.4 by 29 rows
          brand.honours_region 4 by 4 rows
        office 2022-09-30
          talks.needs_open 4 by 4 rows
          talks.needs_overdue 1 by 1 rows
          talks.offered 406 by 406 rows
          talks.visit_coverage 100.0 by 406 rows
          brand.total 19 by 19 rows
          brand.sub_brands 18 by 18 rows
        office 2022-08-20
          talks.needs_open 5 by 5 rows
        county 2022-01-01..2022-09-30
          tasks.set 12 by 12 rows
          tasks.closed 8 by 8 rows
          tasks.in_time_rate 77.8 by 7 rows
          tasks.dispatches 8 by 8 rows
          tasks.supervised 3 by 3 rows
          tasks.blockage_days 52 by 1 rows
        county 2022-09-30
          tasks.total 12 by 12 rows
          tasks.open 4 by 4 rows
          tasks.overdue 1 by 1 rows
          tasks.closure_rate 66.7 by 8 rows
          tasks.measures 28 by 28 rows
          tasks.measures_open 6 by 6 rows
          tasks.measures_overdue 2 by 2 rows
          tasks.blockages 1 by 1 rows
          tasks.unanswered 1 by 1 rows
          tasks.points 6 by 6 rows
          tasks.leaders 4 by 6 rows
          tasks.most_points 2 by 6 rows
          tasks.coverage 100.0 by 6 rows
        county 2022-01-01..2022-06-30
          tasks.uncovered_days 15 by 1 rows
          tasks.boxes 2 by 2 rows
          tasks.ballots_sent 314 by 2 rows
          tasks.ballots_valid 284 by 2 rows
          tasks.turnout 92.4 by 2 rows
          tasks.satisfaction 89.1 by 2 rows
          tasks.content 98.6 by 4 rows
        office 2022-09-30
          brand.boards 14 by 14 rows
          brand.branch_coverage 100.0 by 18 rows
        office 2022-01-01..2022-09-30
          brand.issues 115 by 115 rows
          brand.activities 5 by 5 rows
        prefecture 2022-09-30
          coverage.enterprises 290 by 290 rows
          coverage.qualifying 225 by 225 rows
          coverage.covered 181 by 181 rows
          coverage.coverage_rate 80.44 by 181 rows
          coverage.own_rate 53.78 by 121 rows
          coverage.adoption_rate 92.9 by 26 rows
        office 2022-09-30
          coverage.bodies 18 by 18 rows
          coverage.without 0 by 0 rows
        brigade 2019-02-01..2019-03-31
          road.wind_usual 7.6 by 59 rows
          road.wind_highest 12 by 59 rows
          road.temperature_lowest -36 by 59 rows
          road.snow_deepest 1.65 by 59 rows
          road.jams 14 by 14 rows
          road.vehicles_stranded 640 by 42 rows
          road.people_stranded 1340 by 42 rows
          road.deployed 3470 by 177 rows
          road.cars 636 by 177 rows
          road.days 51 by 153 rows
          road.to_ambulance 31 by 31 rows
          road.carried_longest 12.4 by 31 rows
          road.crashes_of_jams 0 by 0 rows
          road.dead_of_altitude 0 by 0 rows
        brigade 2017-01-01..2022-09-30
          road.released 142895 by 3762 rows
          road.helped 1650 by 660 rows
          road.thanks 395 by 132 rows
          road.banners 41 by 41 rows
          road.repairs 220 by 220 rows
    "#]]
    .assert_eq(&told);
}

#[test]
fn the_report_of_july_is_explained() {
    let ledger = demo();
    let ask = |day, known_at| Ask {
        known_at,
        ..Ask::new("members.total", Some("office"), on(day))
    };
    let june = date(2022, 6, 30);
    let reported = youju_sample::reported_at(&ledger).expect("the demo's own signature");
    let steps = |from: &Ask, to: &Ask| -> Vec<(Reason, i64)> {
        let bridge = ledger.reconcile(from, to).expect("a bridge").remove(0);
        assert!(bridge.closes());
        bridge
            .steps
            .iter()
            .map(|s| (s.reason, s.amount))
            .filter(|(_, n)| *n != 0)
            .collect()
    };
    let known = steps(&ask(june, Some(reported)), &ask(june, None));
    assert_eq!(
        known,
        [
            (Reason::LateEntry, 1),
            (Reason::Correction, -1),
            (Reason::Void, -1)
        ]
    );
    let since = steps(&ask(june, None), &ask(date(2022, 9, 30), None));
    assert_eq!(
        since,
        [
            (Reason::Joined, 8),
            (Reason::Left, -2),
            (Reason::MovedIn, 1),
            (Reason::MovedOut, -1)
        ]
    );
}

#[test]
fn the_changes_of_2023_leave_the_figures_of_2022_alone() {
    let ledger = demo();
    let december = on(date(2022, 12, 31));
    let changed = on(youju_sample::CHANGED_ON);
    let year = within("2022");
    let mut told = String::new();
    for (indicator, unit, time) in [
        ("members.total", "office", december),
        ("members.total", "office", changed),
        ("members.total", "prefecture", december),
        ("members.total", "prefecture", changed),
        ("members.admitted", "office", year),
        ("talks.held", "office", year),
        ("core.townships", "prefecture", december),
        ("core.townships", "prefecture", changed),
        ("establishment.filled", "prefecture", december),
        ("establishment.filled", "prefecture", changed),
        ("tasks.points", "county", december),
        ("tasks.points", "county", changed),
        ("tasks.points", "county-east", changed),
        ("tasks.uncovered_days", "county", year),
        ("tasks.uncovered_days", "county-east", year),
    ] {
        let by = |tree| {
            let ask = Ask {
                tree,
                ..Ask::new(indicator, Some(unit), time)
            };
            match ledger.figure(&ask) {
                Ok(figure) => figure.amount.text(),
                Err(error) => error.to_string(),
            }
        };
        let _ = writeln!(
            told,
            "{indicator} {unit} {time}: then {}, now {}",
            by(Tree::Then),
            by(Tree::Now)
        );
    }
    expect![[r#"
        members.total office 2022-12-31: then 315, now 298
        members.total office 2023-01-01: then 298, now 298
        members.total prefecture 2022-12-31: then 0, now 17
        members.total prefecture 2023-01-01: then 17, now 17
        members.admitted office 2022-01-01..2022-12-31: then 10, now 9
        talks.held office 2022-01-01..2022-12-31: then 412, now 389
        core.townships prefecture 2022-12-31: then 37, now 37
        core.townships prefecture 2023-01-01: then 36, now 36
        establishment.filled prefecture 2022-12-31: then 445, now 445
        establishment.filled prefecture 2023-01-01: then 445, now 445
        tasks.points county 2022-12-31: then 6, now 3
        tasks.points county 2023-01-01: then 3, now 3
        tasks.points county-east 2023-01-01: then 3, now 3
        tasks.uncovered_days county 2022-01-01..2022-12-31: then 15, now 0
        tasks.uncovered_days county-east 2022-01-01..2022-12-31: then 0, now 15
    "#]]
    .assert_eq(&told);
}

#[test]
fn it_is_the_same_each_time() {
    let root = || {
        let (folder, ledger) = fresh();
        drop(ledger);
        let report = youju_ledger::verify::verify(&folder.path().join("demo")).expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        report.journal.signed.expect("a signed checkpoint")
    };
    assert_eq!(root(), root());
}
