//! Reports: written, compared later, read back from docx.

use crate::office::{Desk, copy};
use expect_test::expect_file;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const REPORTS: [&str; 11] = [
    "congress.result",
    "establishment.wide",
    "members.monthly",
    "overview.year",
    "road.situation",
    "talks.analysis",
    "talks.quarterly",
    "talks.yearly",
    "tasks.monthly",
    "tasks.quarterly",
    "tasks.yearly",
];

/// An office with two branches, and a little of everything that the reports count.
pub fn desk() -> Desk {
    let desk = Desk::with_office();
    let mut lines = String::new();
    for (branch, name) in [("b1", "第一支部"), ("b2", "第二支部")] {
        lines.push_str(&format!("{{\"id\":\"u.{branch}\",\"kind\":\"core.unit\",\"unit\":\"{branch}\",\"name\":\"示例办{name}\",\"short\":\"{name}\",\"sort\":\"branch\",\"from_on\":\"2000-01-01\"}}\n"));
        for line in ["party", "administration", "establishment"] {
            lines.push_str(&format!("{{\"id\":\"l.{line}.{branch}\",\"kind\":\"core.unit_link\",\"unit\":\"{branch}\",\"line\":\"{line}\",\"parent\":\"office\",\"from_on\":\"2000-01-01\"}}\n"));
        }
    }
    desk.write("little.jsonl", lines + LITTLE);
    let shown = desk.run(&["import", "l", "little.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk
}

const LITTLE: &str = r#"{"id":"l.adm","kind":"core.unit_link","unit":"office","line":"administration","parent":"county","from_on":"2000-01-01"}
{"id":"s1","kind":"core.service","unit":"b1","person":"p-1","terms":"staff","from_on":"2010-01-01"}
{"id":"s2","kind":"core.service","unit":"b1","person":"p-2","terms":"staff","from_on":"2010-01-01"}
{"id":"s3","kind":"core.service","unit":"b2","person":"p-3","terms":"staff","from_on":"2010-01-01"}
{"id":"m1","kind":"members.membership","unit":"b1","person":"p-1","form":"full","from_on":"2010-01-01","document":"示例名册","opening":true}
{"id":"m2","kind":"members.membership","unit":"b2","person":"p-3","form":"full","from_on":"2010-01-01","document":"示例名册","opening":true}
{"id":"e1","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-1","entered_on":"2020-02-01","need":"示例用编〔2020〕1号"}
{"id":"g1","kind":"tasks.goal","unit":"office","title":"示例目标","set_on":"2022-01-10","horizon_on":"2022-12-31"}
{"id":"t1","kind":"tasks.task","unit":"office","owner":"b1","goal":"g1","title":"示例任务甲","source":"goal","set_on":"2022-04-05","due_on":"2022-05-31"}
{"id":"t1.m","kind":"tasks.measure","unit":"office","task":"t1","owner":"b1","step":"示例措施","set_on":"2022-04-06","due_on":"2022-05-20"}
{"id":"t2","kind":"tasks.task","unit":"office","owner":"b2","goal":"g1","title":"示例任务乙","source":"goal","set_on":"2022-04-05","due_on":"2022-09-30"}
{"id":"t3","kind":"tasks.task","unit":"office","owner":"office","goal":"g1","title":"示例任务丙","source":"goal","set_on":"2022-04-05","due_on":"2022-06-20"}
{"id":"k1","kind":"talks.talk","unit":"b1","person":"p-2","host":"p-1","role":"secretary","talked_on":"2022-05-09"}
{"id":"k2","kind":"talks.talk","unit":"b2","person":"p-3","host":"p-1","role":"leader","talked_on":"2022-06-09"}
{"id":"n1","kind":"talks.need","unit":"b1","person":"p-2","category":"housing","owner":"office","raised_on":"2022-05-09"}
{"id":"n2","kind":"talks.need","unit":"b2","category":"leave","owner":"office","raised_on":"2022-06-09"}
{"id":"n1.c","kind":"talks.need_closure","unit":"b1","need":"n1","outcome":"solved","closed_on":"2022-06-01"}
{"id":"r.s","kind":"road.section","unit":"b1","title":"示例垭口段","route":"示例国道","from_mark":3345000,"to_mark":3377000,"altitude":5231,"from_on":"2018-01-01","breaks":[{"at_mark":3350000,"metres":20}]}
{"id":"r.w","kind":"road.weather","unit":"b1","section":"r.s","observed_on":"2022-04-03","wind":8,"low":-31,"snow":155}
{"id":"r.j","kind":"road.jam","unit":"b1","section":"r.s","cause":"snow","started_on":"2022-04-03"}
{"id":"r.n","kind":"road.snapshot","unit":"b1","section":"r.s","taken_on":"2022-04-03","clock":15,"vehicles":640,"people":1340}
{"id":"r.h","kind":"road.shift","unit":"b1","mission":"relief","officers":4,"auxiliaries":6,"vehicles":2,"worked_on":"2022-04-03","starts":8,"length":12}
{"id":"r.r","kind":"road.release","unit":"b1","section":"r.s","direction":"outbound","left_on":"2022-04-04","batch":1,"sort":"lorry","vehicles":40,"led":true}
{"id":"r.e","kind":"road.evacuation","unit":"b1","section":"r.s","code":"Z-1","ground":"red_flag","escorts":2,"found_on":"2022-04-04"}
{"id":"r.u","kind":"road.situation","unit":"office","title":"示例降雪","reported_on":"2022-04-04","next_on":"2022-04-05","document":"示例报1号"}
{"id":"c","kind":"congress.convening","unit":"office","form":"members","decided_on":"2022-04-01","term_until_on":"2022-06-30","document":"示例批复1号"}
{"id":"c.s","kind":"congress.seats","unit":"office","convening":"c","body":"committee","seats":1,"allotted_on":"2022-04-02"}
{"id":"c.n","kind":"congress.nomination","unit":"office","convening":"c","body":"committee","step":"prepared","candidates":2,"noted_on":"2022-04-20"}
{"id":"c.w","kind":"congress.scrutineer","unit":"office","person":"p-2","convening":"c","role":"teller","named_on":"2022-05-10"}
{"id":"c.m","kind":"congress.meeting","unit":"office","convening":"c","held_on":"2022-05-10","due":2,"present":2}
{"id":"c.b","kind":"congress.ballot","unit":"office","meeting":"c.m","body":"committee","turn":1,"voters":2,"returned":2,"valid":2,"cast_on":"2022-05-10","boxes":[{"box":"示例1号箱","held":2,"signed_by":"示例计票组"}]}
{"id":"c.1","kind":"congress.tally","unit":"office","person":"p-1","ballot":"c.b","yes":2,"no":0,"abstain":0,"decision":"elected","announced_on":"2022-05-10"}
{"id":"c.2","kind":"congress.tally","unit":"office","person":"p-3","ballot":"c.b","yes":0,"no":1,"abstain":1,"decision":"not_elected","announced_on":"2022-05-10"}
"#;

fn write(desk: &Desk, report: &str, out: &str) {
    let shown = desk.run(&[
        "report", "l", report, "--unit", "office", "--within", "2022Q2", "--out", out,
    ]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
}

/// Takes out what depends on keys and on what else a new ledger holds: digests and sequence numbers.
fn steady(text: &str) -> String {
    let mut steady = String::new();
    let mut rest = text;
    let marks = ["摘要", "台账第", "--known-at ", "  # "];
    while let Some((at, mark)) = marks.iter().filter_map(|m| Some((rest.find(m)?, m))).min() {
        let (before, behind) = rest.split_at(at + mark.len());
        steady.push_str(before);
        let kept = |c: char| !(c.is_ascii_hexdigit() || *mark == "  # " && c == ' ');
        let end = behind.find(kept).unwrap_or(behind.len());
        steady.push('…');
        rest = &behind[end..];
    }
    steady + rest
}

#[test]
fn each_report_reads_as_its_golden_file() {
    let desk = desk();
    let listed = desk.run(&["report", "l"]);
    for report in REPORTS {
        assert!(listed.contains(report), "{listed}");
        write(&desk, report, "out.txt");
        let (pack, name) = report.split_once('.').expect("a pack and a name");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
        let golden = folder.join(format!("{pack}/reports/{name}.golden.txt"));
        expect_file![golden].assert_eq(&steady(&desk.read("out.txt")));
    }
}

#[test]
fn no_number_in_a_template_is_typed() {
    for report in REPORTS {
        let (pack, name) = report.split_once('.').expect("a pack and a name");
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../packs/{pack}/reports/{name}.zh.md"));
        let template = fs::read_to_string(path).expect("a template");
        let outside: String = template
            .split("{{")
            .flat_map(|part| part.split("{%"))
            .map(|part| part.rsplit_once(['}']).map_or(part, |(_, behind)| behind))
            .collect();
        assert!(!outside.chars().any(|c| c.is_ascii_digit()), "{outside}");
    }
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    let desk = desk();
    for ending in ["html", "docx", "txt", "json"] {
        let bytes = |name: &str| {
            let out = format!("{name}.{ending}");
            write(&desk, "members.monthly", &out);
            fs::read(desk.path(&out)).expect("a report")
        };
        assert!(bytes("a") == bytes("b"), "{ending}");
    }
}

#[test]
fn small_numbers_are_kept_from_readers() {
    let desk = desk();
    write(&desk, "talks.analysis", "needs.json");
    let report: serde_json::Value = serde_json::from_str(&desk.read("needs.json")).expect("JSON");
    let figures = report["figures"].as_array().expect("figures");
    let housing = figures
        .iter()
        .find(|f| f["indicator"] == "talks.needs_housing");
    let housing = housing.expect("one of them");
    assert_eq!(
        (&housing["value"], &housing["rows"], &housing["digest"]),
        (&"<5".into(), &0.into(), &"".into())
    );
}

#[test]
fn what_has_changed_since_is_listed_with_its_reason() {
    let desk = desk();
    for ending in ["html", "docx", "txt", "json"] {
        write(&desk, "members.monthly", &format!("m.{ending}"));
        let shown = desk.run(&["report", "l", "--stale", &format!("m.{ending}")]);
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    }
    // A member who was on the roll all along is entered late.
    let late = r#"{"id":"m3","kind":"members.membership","unit":"b1","person":"p-2","form":"full","from_on":"2012-01-01","document":"示例名册","opening":true}"#;
    assert!(desk.run(&["record", "l", late]).ends_with("[exit 0]\n"));
    for ending in ["html", "docx", "txt", "json"] {
        let file = format!("m.{ending}");
        let shown = desk.run(&["report", "l", "--stale", &file]);
        assert!(shown.contains("补记 +1"), "{shown}");
        assert!(shown.ends_with("[exit 1]\n"), "{shown}");
        let found = desk.json(&["report", "l", "--stale", &file]);
        let changed = found["changed"].as_array().expect("a list");
        let total = changed
            .iter()
            .find(|f| f["indicator"] == "members.total" && f["unit"] == "office")
            .expect("the total has changed");
        assert_eq!((&total["then"], &total["now"]), (&"2".into(), &"3".into()));
        assert!(changed.iter().all(|f| f["unit"] != "b2"), "{found}");
    }
    // As it was known then, nothing has changed: the report can be written again.
    let known = desk.json(&["report", "l", "--stale", "m.json"])["about"]["known_at"].to_string();
    let again = desk.run(&[
        "report",
        "l",
        "members.monthly",
        "--unit",
        "office",
        "--within",
        "2022Q2",
        "--known-at",
        &known,
        "--out",
        "again.docx",
    ]);
    assert!(again.ends_with("[exit 0]\n"), "{again}");
    let [first, second] = ["m.docx", "again.docx"].map(|f| fs::read(desk.path(f)).expect("a file"));
    assert!(first == second);
}

#[test]
fn duties_are_cited_and_compared_too() {
    let desk = desk();
    for ending in ["html", "docx", "txt", "json"] {
        write(&desk, "tasks.monthly", &format!("t.{ending}"));
        let shown = desk.run(&["report", "l", "--stale", &format!("t.{ending}")]);
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    }
    // The command of a number lists its duties.
    let report = desk.json(&["report", "l", "--stale", "t.json"]);
    let known = report["about"]["known_at"].to_string();
    let due = [
        "due",
        "l",
        "--pack",
        "tasks",
        "--unit",
        "office",
        "--within",
        "2022Q2",
        "--today",
        "2022-06-30",
        "--known-at",
        &known,
    ];
    let listed = |outcome: &str| {
        let found = desk.json(&[&due[..], &["--outcome", outcome]].concat());
        found["obligations"].as_array().expect("a list").len()
    };
    assert_eq!(
        (listed("owed"), listed("overdue"), listed("met")),
        (4, 4, 0)
    );
    let met = r#"{"id":"h5","kind":"tasks.meeting","unit":"office","title":"示例会议","held_on":"2022-05-25","duties":[{"duty":"dispatch","agenda":"调度议程","output":"示例调度纪要"}]}"#;
    assert!(desk.run(&["record", "l", met]).ends_with("[exit 0]\n"));
    assert_eq!((listed("overdue"), listed("met")), (4, 0));
    for ending in ["html", "docx", "txt", "json"] {
        let found = desk.json(&["report", "l", "--stale", &format!("t.{ending}")]);
        let changed = found["changed"].as_array().expect("a list");
        let overdue = changed.iter().find(|f| f["indicator"] == "tasks overdue");
        let overdue = overdue.expect("one duty is met now");
        assert_eq!(
            (&overdue["then"], &overdue["now"], &overdue["state"]),
            (&"4".into(), &"3".into(), &"changed".into())
        );
    }
}

#[test]
fn figures_of_a_closed_period_say_so() {
    let desk = desk();
    let close = [
        "close",
        "l",
        "--unit",
        "office",
        "--line",
        "party",
        "--period",
        "2022Q2",
        "--by",
        "示例办",
        "--yes",
    ];
    let seq = desk.json(&close)["seq"].to_string();
    let mark = format!("已封账（2022-09-30，第{seq}号）");
    for ending in ["html", "docx", "txt"] {
        let file = format!("closed.{ending}");
        write(&desk, "members.monthly", &file);
        let text = match ending {
            "docx" => {
                part(&desk, &file, "word/footnotes.xml") + &part(&desk, &file, "word/document.xml")
            }
            _ => desk.read(&file),
        };
        // In the notes of the text and in those under tables.
        assert!(text.matches(&mark).count() > 10, "{text}");
        let shown = desk.run(&["report", "l", "--stale", &file]);
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    }
    // Before the close nothing was closed, and after it another month is not.
    let before: i64 = seq.parse().expect("a number");
    let shown = desk.run(&[
        "report",
        "l",
        "members.monthly",
        "--unit",
        "office",
        "--within",
        "2022Q2",
        "--known-at",
        &(before - 1).to_string(),
    ]);
    assert!(!shown.contains("已封账"), "{shown}");
    let shown = desk.run(&[
        "report",
        "l",
        "members.monthly",
        "--unit",
        "office",
        "--within",
        "2022-07",
    ]);
    assert!(!shown.contains("已封账"), "{shown}");
}

#[test]
fn units_are_called_as_they_were_on_the_day() {
    let desk = desk();
    let renamed = r#"{"id":"n.b1","kind":"core.unit_change","unit":"b1","change":"rename","changed_on":"2022-07-01","name":"示例办机关支部","short":"机关支部","instrument":"示例文〔2022〕1号"}"#;
    let shown = desk.run(&["record", "l", renamed]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    let told = |month: &str| {
        desk.run(&[
            "report",
            "l",
            "members.monthly",
            "--unit",
            "office",
            "--within",
            month,
        ])
    };
    let (june, july) = (told("2022-06"), told("2022-07"));
    assert!(
        june.contains("  第一支部 ") && !june.contains("机关支部"),
        "{june}"
    );
    assert!(
        july.contains("  机关支部 ") && !july.contains("第一支部"),
        "{july}"
    );
}

#[test]
fn a_changed_definition_is_no_foreign_figure() {
    let desk = desk();
    write(&desk, "establishment.wide", "w.docx");
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    copy(&packs, &desk.path("packs"));
    let phrase = "packs/establishment/indicators/approved.toml";
    let text = desk
        .read(phrase)
        .replace("[\"核定编制\"", "[\"核定的编制\", \"核定编制\"");
    desk.write(phrase, text);
    let update = ["packs", "update", "l", "--packs", "packs", "--yes"];
    assert!(desk.run(&update).ends_with("[exit 0]\n"));
    // Another phrase for it is no other definition.
    let shown = desk.run(&["report", "l", "--stale", "w.docx"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    let rows = "packs/establishment/rowsets/filled.sql";
    let text = desk.read(rows);
    desk.write(
        rows,
        format!("{}\nwhere p.entered_on > '2022-05-31'\n", text.trim_end()),
    );
    assert!(desk.run(&update).ends_with("[exit 0]\n"));
    let shown = desk.run(&["report", "l", "--stale", "w.docx"]);
    assert!(
        shown.contains("口径已变") && !shown.contains("非本账"),
        "{shown}"
    );
    assert!(shown.ends_with("[exit 1]\n"), "{shown}");
    let found = desk.json(&["report", "l", "--stale", "w.docx"]);
    let changed = found["changed"].as_array().expect("a list");
    let filled = changed
        .iter()
        .find(|f| f["indicator"] == "establishment.filled" && f["unit"] == "office")
        .expect("it counts nobody now");
    assert_eq!(
        (&filled["then"], &filled["now"], &filled["state"]),
        (&"1".into(), &"0".into(), &"redefined".into())
    );
}

/// The type area of GB/T 9704-2012 is 156 by 225 mm with 22 lines of 28 characters.
#[test]
fn a_line_of_the_docx_holds_28_characters_and_a_page_22_lines() {
    let desk = desk();
    write(&desk, "members.monthly", "m.docx");
    let document = part(&desk, "m.docx", "word/document.xml");
    let styles = part(&desk, "m.docx", "word/styles.xml");
    let number = |element: &str, attribute: &str| -> i64 {
        let (_, behind) = element
            .split_once(&format!("w:{attribute}=\""))
            .expect("an attribute");
        behind[..behind.find('"').expect("its end")]
            .parse()
            .expect("a number")
    };
    let first = |text: &str, start: &str| -> String {
        let at = text.find(start).unwrap_or_else(|| panic!("no {start}"));
        text[at..at + text[at..].find("/>").expect("its end")].to_owned()
    };
    let (size, margin, grid) = (
        first(&document, "<w:pgSz "),
        first(&document, "<w:pgMar "),
        first(&document, "<w:docGrid "),
    );
    // Twentieths of a point; A4.
    let (width, height) = (number(&size, "w"), number(&size, "h"));
    assert_eq!((width, height), (11906, 16838));
    let width = width - number(&margin, "left") - number(&margin, "right");
    let height = height - number(&margin, "top") - number(&margin, "bottom");
    let millimetres = |twips: i64| (twips * 254 + 7200) / 14400;
    assert_eq!((millimetres(width), millimetres(height)), (156, 225));
    // The body bears the size of the defaults and the spacing of Normal: nothing between them says another.
    let style = |id: &str| -> String {
        let at = styles
            .find(&format!("w:styleId=\"{id}\""))
            .expect("a style");
        styles[at..at + styles[at..].find("</w:style>").expect("its end")].to_owned()
    };
    let (normal, body) = (style("Normal"), style("BodyText"));
    assert!(
        body.contains("w:basedOn w:val=\"Normal\"") && !body.contains("<w:rPr>"),
        "{body}"
    );
    let runs = document
        .split("<w:pStyle w:val=\"BodyText\"/>")
        .nth(1)
        .expect("a paragraph");
    let runs = &runs[..runs.find("</w:p>").expect("its end")];
    assert!(
        !runs.contains("<w:sz ") && !runs.contains("<w:spacing "),
        "{runs}"
    );
    let size = number(&first(&styles, "<w:sz "), "val") * 10;
    let spacing = number(&first(&normal, "<w:spacing w:val="), "val");
    assert_eq!(size, 320, "3号 is 16 points");
    assert_eq!(width / (size + spacing), 28);
    assert_eq!(height / number(&grid, "linePitch"), 22);
}

/// One part of a docx as text.
fn part(desk: &Desk, file: &str, name: &str) -> String {
    let bytes = fs::read(desk.path(file)).expect("a docx");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn a_figure_changed_by_hand_is_found() {
    let desk = desk();
    write(&desk, "members.monthly", "m.docx");
    hand(&desk, "m.docx", "changed.docx");
    let shown = desk.run(&["check", "m.docx", "--ledger", "l"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    for ledger in [&["--ledger", "l"][..], &[]] {
        let args = [&["check", "changed.docx"], ledger].concat();
        let found = desk.json(&args);
        let findings = found["bound"]["findings"].as_array().expect("a list");
        assert_eq!(findings.len(), 1, "{found}");
        assert_eq!(
            (
                &findings[0]["n"],
                &findings[0]["printed"],
                &findings[0]["state"]
            ),
            (&1.into(), &"7".into(), &"altered".into())
        );
        assert!(desk.run(&args).ends_with("[exit 1]\n"));
    }
}

#[test]
fn a_docx_that_libreoffice_has_saved_is_still_compared() {
    let Some(office) = soffice() else {
        eprintln!("no LibreOffice here: not tried");
        return;
    };
    let desk = desk();
    write(&desk, "members.monthly", "m.docx");
    let home = format!(
        "-env:UserInstallation=file://{}",
        desk.path("home").display()
    );
    let saved = Command::new(office)
        .args([
            &home,
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
        ])
        .arg(desk.path("saved"))
        .arg(desk.path("m.docx"))
        .output()
        .expect("LibreOffice runs");
    assert!(desk.path("saved/m.docx").exists(), "{saved:?}");
    let shown = desk.run(&["check", "saved/m.docx", "--ledger", "l"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    hand(&desk, "saved/m.docx", "changed.docx");
    let found = desk.json(&["check", "changed.docx", "--ledger", "l"]);
    let findings = found["bound"]["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1, "{found}");
    assert_eq!(
        (
            &findings[0]["n"],
            &findings[0]["indicator"],
            &findings[0]["state"]
        ),
        (&1.into(), &"members.total".into(), &"altered".into())
    );
}

#[test]
fn a_hostile_docx_is_refused() {
    let desk = Desk::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .expect("a part");
    zip.write_all(br#"<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>"#)
        .expect("its bytes");
    desk.write("bad.docx", zip.finish().expect("a zip").into_inner());
    let shown = desk.run(&["check", "bad.docx"]);
    assert!(
        shown.contains("DTD") && shown.ends_with("[exit 2]\n"),
        "{shown}"
    );
    // A ledger's folder copied away still answers; a file that is no report is told apart.
    let office = Desk::with_office();
    copy(&office.path("l"), &desk.path("l"));
    desk.write("note.txt", "nothing");
    let shown = desk.run(&["report", "l", "--stale", "note.txt"]);
    assert!(
        shown.contains("里面没有数据清单") && shown.ends_with("[exit 2]\n"),
        "{shown}"
    );
}

/// Types 7 over the first bound figure.
fn hand(desk: &Desk, from: &str, to: &str) {
    let bytes = fs::read(desk.path(from)).expect("a docx");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        let name = part.name().expect("a name").into_owned();
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let at = text.find("f1 members.total").expect("the control");
            let end = at + text[at..].find("</w:t>").expect("its text");
            let start = text[..end].rfind('>').expect("a tag") + 1;
            bytes = format!("{}7{}", &text[..start], &text[end..]).into_bytes();
        }
        changed
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
        changed.write_all(&bytes).expect("its bytes");
    }
    desk.write(to, changed.finish().expect("a zip").into_inner());
}

/// LibreOffice: what YOUJU_SOFFICE names, or `soffice` on the path.
fn soffice() -> Option<PathBuf> {
    let named = std::env::var_os("YOUJU_SOFFICE").map(PathBuf::from);
    let path = std::env::var_os("PATH")?;
    named.or_else(|| {
        std::env::split_paths(&path)
            .map(|p| p.join("soffice"))
            .find(|p| p.exists())
    })
}
