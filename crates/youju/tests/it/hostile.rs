//! Files made to break a reader: each gives a reason, in bounded time and memory, and the ledger is not touched.

use crate::office::{Desk, binary};
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a packed file.
type Parts = Vec<(String, Vec<u8>)>;

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

fn workbook() -> Parts {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (c, head) in (0..).zip(["姓名", "单位", "事项", "递交日期"]) {
        sheet.write_string(0, c, head).expect("written");
        sheet.write_string(1, c, "示例").expect("written");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("packed");
    (0..zip.len())
        .map(|i| {
            let mut part = zip.by_index(i).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("read");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

fn pack(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("packed").into_inner()
}

/// A workbook with one part replaced or added.
fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut parts = workbook();
    let bytes = bytes.into();
    match parts.iter_mut().find(|(part, _)| part == name) {
        Some(part) => part.1 = bytes,
        None => parts.push((name.to_owned(), bytes)),
    }
    pack(&parts)
}

fn edited(name: &str, from: &str, to: &str) -> Vec<u8> {
    let parts = workbook();
    let part = parts.iter().find(|(part, _)| part == name).expect("a part");
    let text = String::from_utf8(part.1.clone()).expect("text");
    assert!(text.contains(from), "{name} holds no {from}");
    with(name, text.replacen(from, to, 1))
}

/// A sheet with these rows.
fn sheet(rows: &str) -> Vec<u8> {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#;
    with(
        SHEET,
        format!("{head}<sheetData>{rows}</sheetData></worksheet>"),
    )
}

fn cell(place: &str) -> Vec<u8> {
    let row = place.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    sheet(&format!(
        r#"<row r="{row}"><c r="{place}"><v>1</v></c></row>"#
    ))
}

fn without(name: &str) -> Vec<u8> {
    pack(
        &workbook()
            .into_iter()
            .filter(|(part, _)| part != name)
            .collect(),
    )
}

fn ods(content: &str) -> Vec<u8> {
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    pack(&vec![
        (
            "mimetype".into(),
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("META-INF/manifest.xml".into(), manifest.into()),
        ("content.xml".into(), content.into()),
    ])
}

const ODS: &str = r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">ROWS</table:table></office:spreadsheet></office:body></office:document-content>"#;

/// File name and bytes; each must be refused.
fn hostile() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| files.push((name.to_owned(), bytes));
    for n in [
        "100000000000",
        "1000000000000000000",
        "99999999999999999999999999",
    ] {
        add(
            &format!("texts-{n}.xlsx"),
            edited(
                STRINGS,
                "uniqueCount=\"5\"",
                &format!("uniqueCount=\"{n}\""),
            ),
        );
    }
    for place in [
        "XFD1048576",
        "BZ1048576",
        "A1048576",
        "XFD1",
        "A200001",
        "SZ2",
        "A0",
        "ZZZZZZ9",
        "A99999999999999999999",
        "1",
        "A",
    ] {
        add(&format!("cell-{place}.xlsx"), cell(place));
    }
    let entities: String = (1..12)
        .map(|i| format!("<!ENTITY e{i} \"{}\">", format!("&e{};", i - 1).repeat(10)))
        .collect();
    for (name, part, doctype) in [
        (
            "expansion-sheet",
            SHEET,
            format!("<!DOCTYPE x [<!ENTITY e0 \"a\">{entities}]>"),
        ),
        (
            "expansion-strings",
            STRINGS,
            format!("<!DOCTYPE x [<!ENTITY e0 \"a\">{entities}]>"),
        ),
        (
            "file-workbook",
            "xl/workbook.xml",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>".into(),
        ),
        (
            "file-strings",
            STRINGS,
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>".into(),
        ),
        (
            "remote-types",
            "[Content_Types].xml",
            "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\">".into(),
        ),
        (
            "remote-rels",
            "xl/_rels/workbook.xml.rels",
            "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\">".into(),
        ),
    ] {
        add(
            &format!("{name}.xlsx"),
            edited(part, "?>", &format!("?>{doctype}")),
        );
    }
    let whole = pack(&workbook());
    for tenth in 1..10 {
        add(
            &format!("cut-{tenth}.xlsx"),
            whole[..whole.len() * tenth / 10].to_vec(),
        );
    }
    for (i, name) in [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "xl\\..\\..\\x",
        "xl/worksheets/../../../x.xml",
    ]
    .iter()
    .enumerate()
    {
        add(&format!("path-{i}.xlsx"), with(name, *b"x"));
    }
    add(
        "outer.xlsx",
        pack(&vec![("inner.zip".into(), whole.clone())]),
    );
    add("nothing.xlsx", pack(&Vec::new()));
    for (name, part) in [
        ("word", "word/document.xml"),
        ("slides", "ppt/presentation.xml"),
        ("binary", "xl/workbook.bin"),
    ] {
        add(
            &format!("{name}.xlsx"),
            pack(&vec![(part.into(), b"<x/>".to_vec())]),
        );
    }
    add("bomb.xlsx", with(SHEET, vec![b' '; 64 << 20]));
    add(
        "bomb-beside.xlsx",
        with("xl/media/image1.png", vec![0; 64 << 20]),
    );
    add(
        "parts.xlsx",
        pack(
            &(0..5_000)
                .map(|i| (format!("xl/p{i}.xml"), Vec::new()))
                .collect(),
        ),
    );
    add("no-workbook.xlsx", without("xl/workbook.xml"));
    add("no-rels.xlsx", without("xl/_rels/workbook.xml.rels"));
    add("no-sheet.xlsx", without(SHEET));
    add(
        "rels-outside.xlsx",
        edited(
            "xl/_rels/workbook.xml.rels",
            "worksheets/sheet1.xml",
            "../../../../etc/passwd",
        ),
    );
    add(
        "unclosed.xlsx",
        with(
            SHEET,
            *b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1",
        ),
    );
    add("nul.xlsx", with(SHEET, vec![0; 4096]));
    add(
        "not-utf8.xlsx",
        with(SHEET, *b"<worksheet><sheetData>\xff\xfe\xff</sheetData>"),
    );
    add("deep.xlsx", with(SHEET, "<a>".repeat(200_000)));
    add(
        "wrong-index.xlsx",
        sheet(r#"<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>"#),
    );
    add(
        "long-text.xlsx",
        sheet(&format!(
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#,
            "长".repeat(200_000)
        )),
    );
    add(
        "backwards.xlsx",
        sheet(r#"<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#),
    );
    add(
        "hidden.xlsx",
        edited("xl/workbook.xml", "<sheet ", "<sheet state=\"hidden\" "),
    );
    add("empty.xlsx", Vec::new());
    add(
        "noise.xlsx",
        (0..5000_u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect(),
    );
    add("picture.xlsx", b"\x89PNG\r\n\x1a\n0000".to_vec());
    add(
        "page.xls",
        "<html><table><tr><td>姓名</td></tr></table></html>".into(),
    );
    let mut compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    compound.extend(vec![0xff; 8192]);
    add("compound.xls", compound.clone());
    compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    add("password.xlsx", compound);
    add("repeated.ods", ods(&ODS.replace("ROWS", r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>"#)));
    add("nothing.ods", ods("<x/>"));
    add(
        "entity.ods",
        ods(&ODS.replace("?>", "?><!DOCTYPE x [<!ENTITY e \"a\">]>")),
    );
    add("wide.csv", "a,".repeat(1_000_000).into_bytes());
    add("nul.csv", "姓名,单位\n示\0例,a\n".into());
    add("quote.csv", "姓名,单位\n\"示例,a\n示例,b\n".into());
    add(
        "long.csv",
        format!("姓名,单位\n\"{}\",b\n", "长".repeat(40_000)).into_bytes(),
    );
    add("mark.csv", b"\xef\xbb\xbf".to_vec());
    add("half.csv", b"\xff\xfe\x00\xd8".to_vec());
    add("neither.csv", b"\x81\xff\xff,\xff\n".to_vec());
    add("rows.csv", "a\n".repeat(100_002).into_bytes());
    add(
        "far.csv",
        format!("{}a,b\n", ",\n".repeat(200_001)).into_bytes(),
    );
    files
}

/// Strange, and still a table: the heads are read.
fn strange() -> Vec<(String, Vec<u8>)> {
    let rows = "姓名,单位,事项,递交日期\n示例甲,示例办,入党申请,2022-03-04\n";
    let mut wide = vec![0xff, 0xfe];
    wide.extend(
        rows.replace(',', "\t")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    // 姓名,单位,事项,递交日期 in GB18030.
    let gb = b"\xd0\xd5\xc3\xfb,\xb5\xa5\xce\xbb,\xca\xc2\xcf\xee,\xb5\xdd\xbd\xbb\xc8\xd5\xc6\xda\n=1+1,@x,-1,1\n";
    let styled = r#"<cols><col min="1" max="16384"/></cols><sheetData>"#;
    vec![
        ("wide16.csv".into(), wide),
        ("gb.csv".into(), gb.to_vec()),
        (
            "types.xlsx".into(),
            edited(
                "[Content_Types].xml",
                "spreadsheetml.sheet.main+xml",
                "wordprocessingml.document.main+xml",
            ),
        ),
        (
            "all-columns.xlsx".into(),
            edited(SHEET, "<sheetData>", styled),
        ),
        (
            "dimension.xlsx".into(),
            edited(
                SHEET,
                "<dimension ref=\"A1:D2\"",
                "<dimension ref=\"A1:XFD1048576\"",
            ),
        ),
        (
            "merged.xlsx".into(),
            edited(
                SHEET,
                "</sheetData>",
                "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
            ),
        ),
    ]
}

/// Runs one import in a gigabyte of address space.
fn import(desk: &Desk, name: &str) -> (String, Option<i32>, Duration) {
    let script = "ulimit -v 1048576; exec \"$0\" import l \"$1\" --kind members.application --preview --today 2022-09-30";
    let begun = Instant::now();
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(binary())
        .arg(name)
        .current_dir(desk.folder.path())
        .env_remove("YOUJU_LANG")
        .output()
        .expect("a shell");
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (told, output.status.code(), begun.elapsed())
}

#[test]
fn more_than_sixty_hostile_files_give_a_reason_each() {
    let desk = Desk::with_office();
    let before = desk.run(&["verify", "l"]);
    let files = hostile();
    assert!(files.len() >= 60, "{}", files.len());
    let mut faults = Vec::new();
    for (name, bytes) in &files {
        desk.write(name, bytes);
        let (told, code, took) = import(&desk, name);
        let first = told.lines().next().unwrap_or_default();
        let says = first
            .strip_prefix("× ")
            .is_some_and(|text| text.starts_with(name.as_str()) && text.len() > name.len() + 6);
        if code != Some(2) || !says || took > Duration::from_secs(25) {
            faults.push(format!("{name}: {code:?} in {took:?}: {told}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(desk.run(&["verify", "l"]), before);
}

#[test]
fn strange_files_are_read_all_the_same() {
    let desk = Desk::with_office();
    for (name, bytes) in strange() {
        desk.write(&name, &bytes);
        let (told, code, _) = import(&desk, &name);
        assert!(
            matches!(code, Some(0 | 1)) && told.contains("预览 1 行"),
            "{name}: {code:?} {told}"
        );
    }
}
