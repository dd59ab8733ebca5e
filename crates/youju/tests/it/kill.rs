//! Killed while sixteen write: what was acknowledged is there, nothing is there twice.

use crate::office::{Desk, rounds};
use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const WRITERS: usize = 16;
const EACH: usize = 6;

fn person(round: usize, writer: usize, i: usize) -> (String, String) {
    let id = format!("r{round}.w{writer}.{i}");
    let row = format!(
        r#"{{"id":"{id}","kind":"core.person","unit":"office","person":"{id}","name":"示例{writer}","birth_on":"1980-05-06","registered_on":"2001-01-01"}}"#
    );
    (id, row)
}

/// A wait that differs from round to round, the same in every run.
fn pause(round: usize) -> Duration {
    Duration::from_millis(10 + (round as u64 * 37) % 190)
}

#[test]
fn no_acknowledged_record_is_lost_or_doubled() {
    let rounds = rounds(50, 3);
    let desk = Desk::with_office();
    let before = persons(&desk);
    for round in 0..rounds {
        let acknowledged = match round % 2 {
            0 => records_until_killed(&desk, round),
            _ => imports_until_killed(&desk, round),
        };
        let report = desk.json(&["verify", "l"]);
        assert_eq!(report["ok"], true, "round {round}: {report}");
        for id in &acknowledged {
            let shown = desk.run(&["show", "l", id]);
            assert!(
                shown.ends_with("[exit 0]\n"),
                "round {round}: {id} was acknowledged and is lost: {shown}"
            );
        }
        // Everybody sends everything again: what is in already is answered, the rest comes in.
        let all: String = (0..WRITERS * EACH)
            .map(|n| person(round, n / EACH, n % EACH).1 + "\n")
            .collect();
        desk.write("all.jsonl", all);
        let again = desk.json(&["import", "l", "all.jsonl"]);
        let count = |key: &str| again[key].as_u64().expect("a count") as usize;
        assert_eq!(
            count("accepted") + count("repeated"),
            WRITERS * EACH,
            "round {round}: {again}"
        );
        assert!(
            count("repeated") >= acknowledged.len(),
            "round {round}: {again}"
        );
        assert_eq!(
            persons(&desk),
            before + (round as u64 + 1) * (WRITERS * EACH) as u64,
            "round {round}"
        );
    }
}

fn persons(desk: &Desk) -> u64 {
    desk.json(&["find", "l", "kind=core.person", "--limit", "1"])["total"]
        .as_u64()
        .expect("a count")
}

/// Sixteen record one person after the other, each in a process of its own, until all are killed; gives the ids acknowledged.
fn records_until_killed(desk: &Desk, round: usize) -> BTreeSet<String> {
    let over = AtomicBool::new(false);
    let acknowledged = Mutex::new(BTreeSet::new());
    let running: Vec<Mutex<Option<Child>>> = (0..WRITERS).map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for (writer, slot) in running.iter().enumerate() {
            let (over, acknowledged) = (&over, &acknowledged);
            scope.spawn(move || {
                for i in 0..EACH {
                    let (id, row) = person(round, writer, i);
                    let mut command = desk.command(&["record", "l", &row]);
                    command.stdout(Stdio::null()).stderr(Stdio::null());
                    {
                        let mut slot = slot.lock().expect("no panic");
                        if over.load(Ordering::SeqCst) {
                            return;
                        }
                        *slot = Some(command.spawn().expect("the binary runs"));
                    }
                    // Waits without holding the slot, so that it can be killed meanwhile.
                    let status = loop {
                        let mut slot = slot.lock().expect("no panic");
                        let child = slot.as_mut().expect("put in above");
                        match child.try_wait().expect("a child") {
                            Some(status) => break status,
                            None => drop(slot),
                        }
                        thread::sleep(Duration::from_millis(1));
                    };
                    if status.success() {
                        acknowledged.lock().expect("no panic").insert(id);
                    }
                }
            });
        }
        thread::sleep(pause(round));
        over.store(true, Ordering::SeqCst);
        for slot in &running {
            if let Some(child) = slot.lock().expect("no panic").as_mut() {
                // One that has ended cannot be killed any more.
                let _ = child.kill();
            }
        }
    });
    acknowledged.into_inner().expect("no panic")
}

/// Sixteen imports at once, all killed; one that had ended acknowledged its whole file.
fn imports_until_killed(desk: &Desk, round: usize) -> BTreeSet<String> {
    let children: Vec<(usize, Child)> = (0..WRITERS)
        .map(|writer| {
            let file = format!("w{writer}.jsonl");
            desk.write(
                &file,
                (0..EACH)
                    .map(|i| person(round, writer, i).1 + "\n")
                    .collect::<String>(),
            );
            let mut command = desk.command(&["import", "l", &file]);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            (writer, command.spawn().expect("the binary runs"))
        })
        .collect();
    thread::sleep(pause(round));
    let mut acknowledged = BTreeSet::new();
    for (writer, mut child) in children {
        let _ = child.kill();
        if child.wait().expect("a child").success() {
            acknowledged.extend((0..EACH).map(|i| person(round, writer, i).0));
        }
    }
    acknowledged
}
