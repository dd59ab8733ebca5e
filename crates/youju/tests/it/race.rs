//! Sixteen want the last post: exactly one gets it.

use crate::office::{Desk, rounds};
use std::fmt::Write as _;
use std::process::Stdio;
use std::sync::Barrier;
use std::thread;
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;

const RACERS: usize = 16;

/// A ledger with one unit and one post for each round, and sixteen persons.
fn track(rounds: usize) -> Desk {
    let desk = Desk::new();
    desk.run(&["init", "l", "--synthetic"]);
    let mut rows = String::from(
        "{\"id\":\"u.R\",\"kind\":\"core.unit\",\"unit\":\"R\",\"name\":\"示例县\",\"sort\":\"county\",\"from_on\":\"2000-01-01\"}\n",
    );
    for i in 0..RACERS {
        let _ = writeln!(
            rows,
            r#"{{"id":"p{i}","kind":"core.person","unit":"R","person":"p-{i}","name":"示例甲","birth_on":"1980-05-06","registered_on":"2001-01-01"}}"#
        );
    }
    for round in 0..rounds {
        let _ = writeln!(
            rows,
            r#"{{"id":"u{round}","kind":"core.unit","unit":"u-{round}","name":"示例{round}办","sort":"office","from_on":"2000-01-01"}}
{{"id":"l{round}","kind":"core.unit_link","unit":"u-{round}","line":"establishment","parent":"R","from_on":"2000-01-01"}}
{{"id":"q{round}","kind":"establishment.quota","unit":"u-{round}","category":"administrative","posts":1,"approval_no":"1","approved_on":"2020-01-01"}}"#
        );
    }
    desk.write("track.jsonl", rows);
    let shown = desk.run(&["import", "l", "track.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk
}

fn entry(round: usize, racer: usize) -> String {
    format!(
        r#"{{"id":"m{round}.{racer}","kind":"establishment.placement","unit":"u-{round}","category":"administrative","person":"p-{racer}","entered_on":"2022-01-01"}}"#
    )
}

fn each_post_is_held_once(desk: &Desk, rounds: usize) {
    let filled = desk.json(&["figure", "l", "establishment.filled", "--unit", "R"]);
    assert_eq!(filled["value"], rounds.to_string());
    assert_eq!(
        desk.json(&["figure", "l", "establishment.over_units", "--unit", "R"])["value"],
        "0"
    );
    let report = desk.json(&["verify", "l"]);
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn of_sixteen_processes_one_gets_the_last_post() {
    let rounds = rounds(200, 10);
    let desk = track(rounds);
    for round in 0..rounds {
        let racers: Vec<_> = (0..RACERS)
            .map(|racer| {
                let mut command = desk.command(&["record", "l", &entry(round, racer)]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("the binary runs")
            })
            .collect();
        let mut ended = [0; 4];
        for racer in racers {
            let output = racer.wait_with_output().expect("it ends");
            let code = output
                .status
                .code()
                .and_then(|c| usize::try_from(c).ok())
                .unwrap_or(3);
            assert!(
                code < 2,
                "round {round}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            ended[code] += 1;
        }
        assert_eq!(ended, [1, RACERS - 1, 0, 0], "round {round}");
    }
    each_post_is_held_once(&desk, rounds);
}

#[test]
fn of_sixteen_threads_one_gets_the_last_post() {
    let rounds = rounds(200, 10);
    let desk = track(rounds);
    let ledger = Ledger::open(&desk.path("l")).expect("a ledger");
    let moment = Moment {
        today: jiff::civil::date(2022, 9, 30),
        at: "2022-09-30T04:00:00Z".into(),
    };
    for round in 0..rounds {
        let start = Barrier::new(RACERS);
        let passed = thread::scope(|scope| {
            let racers: Vec<_> = (0..RACERS)
                .map(|racer| {
                    let (ledger, moment, start) = (&ledger, &moment, &start);
                    scope.spawn(move || {
                        let sent = Submission::parse(&entry(round, racer)).expect("well formed");
                        start.wait();
                        let outcome = ledger.submit(&sent, moment).expect("an answer");
                        matches!(outcome, Outcome::Accepted(_))
                    })
                })
                .collect();
            let passed = racers
                .into_iter()
                .map(|racer| racer.join().expect("no panic"));
            passed.filter(|passed| *passed).count()
        });
        assert_eq!(passed, 1, "round {round}");
    }
    drop(ledger);
    each_post_is_held_once(&desk, rounds);
}
