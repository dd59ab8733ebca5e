//! What the demo's prefecture, its cadres, study, money and talent count.

use crate::place::{demo, figure, on, within};
use expect_test::expect;
use jiff::civil::date;
use std::fmt::Write as _;

#[test]
fn its_figures_are_true_by_rows() {
    let ledger = demo();
    let (year, september) = (within("2022-01-01..2022-09-30"), on(date(2022, 9, 30)));
    let asked = [
        (
            "prefecture",
            year,
            "cadres.adjusted cadres.promoted cadres.promoted_from_base cadres.base_share cadres.township_heads_promoted \
            cadres.township_heads_advanced cadres.lateral cadres.departments_with_new_heads cadres.sent cadres.seconded_or_shadowing \
            cadres.appraised cadres.appraisal_coverage study.lectures study.listeners study.classes study.rotation_classes study.hours \
            projects.appropriated projects.allocated projects.invested projects.subsidy_money projects.paid projects.meal_subsidies \
            projects.townships_subsidised projects.schools_subsidised talent.graduates talent.flexible talent.reunited talent.checked",
        ),
        (
            "prefecture",
            september,
            "cadres.seats cadres.seats_vacant cadres.priority_vacant cadres.seats_filled cadres.on_trial cadres.pool \
            cadres.away projects.venues projects.party_sites projects.paired_sites projects.border_sites projects.garden_projects \
            projects.sites_done projects.pilots projects.reforms_open talent.engaged talent.contracts talent.unfilled talent.reunions_open",
        ),
        (
            "office",
            year,
            "study.meetings study.first_topics study.first_topic_rate study.study_centre_sessions study.seminars \
            study.thematic_sessions study.plenary_sessions study.lectures study.problems_answered",
        ),
        (
            "office",
            september,
            "study.measures study.measures_open study.measures_overdue study.measure_closure_rate study.problems_open",
        ),
    ];
    let mut told = String::new();
    for (unit, time, indicators) in asked {
        let _ = writeln!(told, "{unit} {time}");
        for indicator in indicators.split_whitespace() {
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
        prefecture 2022-01-01..2022-09-30
          cadres.adjusted 173 by 173 rows
          cadres.promoted 131 by 131 rows
          cadres.promoted_from_base 92 by 92 rows
          cadres.base_share 70.23 by 92 rows
          cadres.township_heads_promoted 3 by 3 rows
          cadres.township_heads_advanced 18 by 18 rows
          cadres.lateral 42 by 42 rows
          cadres.departments_with_new_heads 28 by 28 rows
          cadres.sent 777 by 777 rows
          cadres.seconded_or_shadowing 28 by 28 rows
          cadres.appraised 777 by 777 rows
          cadres.appraisal_coverage 100.0 by 777 rows
          study.lectures 2 by 2 rows
          study.listeners 2056 by 2 rows
          study.classes 82 by 82 rows
          study.rotation_classes 11 by 11 rows
          study.hours 149184 by 6216 rows
          projects.appropriated 29650000.00 by 2 rows
          projects.allocated 29650000.00 by 102 rows
          projects.invested 13800000.00 by 37 rows
          projects.subsidy_money 15850000.00 by 65 rows
          projects.paid 9200000.00 by 74 rows
          projects.meal_subsidies 11887209.00 by 585 rows
          projects.townships_subsidised 37 by 333 rows
          projects.schools_subsidised 28 by 252 rows
          talent.graduates 104 by 104 rows
          talent.flexible 300 by 300 rows
          talent.reunited 59 by 59 rows
          talent.checked 777 by 777 rows
        prefecture 2022-09-30
          cadres.seats 110 by 110 rows
          cadres.seats_vacant 5 by 215 rows
          cadres.priority_vacant 2 by 6 rows
          cadres.seats_filled 105 by 105 rows
          cadres.on_trial 43 by 43 rows
          cadres.pool 120 by 120 rows
          cadres.away 28 by 28 rows
          projects.venues 145 by 145 rows
          projects.party_sites 40 by 40 rows
          projects.paired_sites 4 by 1 rows
          projects.border_sites 10 by 10 rows
          projects.garden_projects 10 by 10 rows
          projects.sites_done 135 by 135 rows
          projects.pilots 2 by 2 rows
          projects.reforms_open 3 by 3 rows
          talent.engaged 60 by 60 rows
          talent.contracts 6 by 6 rows
          talent.unfilled 248 by 168 rows
          talent.reunions_open 9 by 9 rows
        office 2022-01-01..2022-09-30
          study.meetings 18 by 18 rows
          study.first_topics 18 by 18 rows
          study.first_topic_rate 100.0 by 18 rows
          study.study_centre_sessions 9 by 9 rows
          study.seminars 162 by 162 rows
          study.thematic_sessions 18 by 18 rows
          study.plenary_sessions 1 by 1 rows
          study.lectures 8 by 8 rows
          study.problems_answered 6 by 6 rows
        office 2022-09-30
          study.measures 36 by 36 rows
          study.measures_open 4 by 4 rows
          study.measures_overdue 1 by 1 rows
          study.measure_closure_rate 88.9 by 32 rows
          study.problems_open 0 by 0 rows
    "#]]
    .assert_eq(&told);
}
