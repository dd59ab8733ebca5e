//! Sheets as offices keep them: what goes in, what comes back, what happens when they come again.

use crate::office::Desk;
use calamine::{Data, Reader, Xlsx, open_workbook};
use expect_test::expect;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// Rows of the large sheet.
const PEOPLE: usize = 500;
/// Rows of it with something wrong, six sorts of it.
const BAD: [usize; 12] = [3, 44, 85, 126, 167, 208, 249, 290, 331, 372, 413, 454];

/// A made-up name for a number: 示例甲乙丙.
fn name(i: usize) -> String {
    let digits: Vec<char> = "甲乙丙丁戊己庚辛壬癸".chars().collect();
    let of = |n: usize| digits[n % 10];
    format!("示例{}{}{}", of(i / 100), of(i / 10), of(i))
}

/// The two who are too young in January and old enough in May are born in March 2004.
fn born(i: usize) -> String {
    match BAD.iter().position(|bad| *bad == i).map(|n| n % 6) {
        Some(3) => "2004-03-01".into(),
        _ => format!("19{:02}-{:02}-{:02}", 70 + i % 29, 1 + i % 12, 1 + i % 28),
    }
}

/// One day in the spellings of offices.
fn spelled(i: usize) -> &'static str {
    [
        "2022-07-01",
        "20220701",
        "2022年7月1日",
        "2022/7/1",
        "２０２２.７.１",
        "2022.07.01",
    ][i % 6]
}

/// A list of persons with heads in one row.
fn people() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (c, head) in (0..).zip(["姓名", "出生年月日", "登记单位"]) {
        sheet.write_string(0, c, head).expect("written");
    }
    for i in 0..PEOPLE {
        let row = u32::try_from(i + 1).expect("small");
        sheet.write_string(row, 0, name(i)).expect("written");
        sheet.write_string(row, 1, born(i)).expect("written");
        sheet.write_string(row, 2, "示例办").expect("written");
    }
    book.save_to_buffer().expect("a workbook")
}

/// The register of applications: a title, heads in two merged rows, a sum and a blank line in between, remarks below.
fn register(mended: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("登记表").expect("a name");
    let format = Format::new();
    let mut merge = |top, left, bottom, right, text: &str| {
        sheet
            .merge_range(top, left, bottom, right, text, &format)
            .expect("merged");
    };
    merge(0, 0, 0, 5, "2022年入党申请人登记表");
    merge(1, 0, 1, 5, "填报单位：示例办");
    merge(2, 0, 3, 0, "序号");
    merge(2, 1, 2, 2, "申请人");
    merge(2, 3, 3, 3, "所在党支部");
    merge(2, 4, 2, 5, "申请情况");
    for (c, head) in [
        (1, "姓 名"),
        (2, "出生年月日"),
        (4, "事项"),
        (5, "递交时间"),
    ] {
        sheet.write_string(3, c, head).expect("written");
    }
    let mut row = 4;
    for i in 0..PEOPLE {
        if i == 250 {
            sheet.write_string(row, 1, "小 计").expect("written");
            sheet.write_number(row, 2, 250).expect("written");
            row += 2;
        }
        write_row(sheet, row, i, mended);
        row += 1;
    }
    sheet
        .write_string(row, 0, "注：本表一式两份，一份留存，一份报上级党委。")
        .expect("written");
    sheet.write_string(row + 1, 0, "填表人：").expect("written");
    book.save_to_buffer().expect("a workbook")
}

fn write_row(sheet: &mut Worksheet, row: u32, i: usize, mended: bool) {
    let mut cells = [
        (i + 1).to_string(),
        format!("{} {}", &name(i)[..6], &name(i)[6..]),
        born(i),
        "示例办".to_owned(),
        "入党申请".to_owned(),
        spelled(i).to_owned(),
    ];
    if let (Some(n), false) = (BAD.iter().position(|bad| *bad == i), mended) {
        match n % 6 {
            0 => cells[3] = "示例镇".into(),
            1 => cells[5] = "2022-13-40".into(),
            2 => cells[2] = "1999-12-31".into(),
            3 => cells[5] = "2022-01-15".into(),
            4 => cells[5] = "2022-12-31".into(),
            _ => cells[4] = "调动".into(),
        }
    }
    for (c, text) in (0..).zip(&cells) {
        sheet.write_string(row, c, text).expect("written");
    }
}

fn counts(answer: &serde_json::Value) -> [u64; 6] {
    ["new", "changed", "same", "refused", "invalid", "settled"].map(|key| {
        answer["counts"][key]
            .as_u64()
            .unwrap_or_else(|| panic!("{answer}"))
    })
}

/// The cells of a returned workbook.
fn cells(desk: &Desk, file: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(desk.path(file)).expect("a workbook");
    let range = book
        .worksheet_range_at(0)
        .expect("a sheet")
        .expect("its cells");
    range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}

#[test]
fn a_register_of_500_rows_goes_in_and_its_12_bad_rows_come_back() {
    let desk = Desk::with_office();
    desk.write("人员.xlsx", people());
    let answer = desk.json(&["import", "l", "人员.xlsx", "--kind", "core.person"]);
    assert_eq!(counts(&answer), [500, 0, 0, 0, 0, 0], "{answer}");
    desk.write("登记表.xlsx", register(false));

    // The preview says what will be and writes nothing.
    let kind = ["--kind", "members.application"];
    let import = |more: &[&str]| {
        let mut args = vec!["import", "l", "登记表.xlsx"];
        args.extend(more);
        desk.json(&args)
    };
    let preview = import(&[kind[0], kind[1], "--preview"]);
    assert_eq!(counts(&preview), [488, 0, 0, 2, 10, 0], "{preview}");
    assert_eq!(
        desk.json(&["find", "l", "kind=members.application"])["total"],
        0
    );
    assert!(!desk.path("登记表.refused.xlsx").exists());

    let answer = import(&kind);
    assert_eq!(counts(&answer), [488, 0, 0, 2, 10, 0], "{answer}");
    assert_eq!(answer["returned"], "登记表.refused.xlsx");
    assert_eq!(
        desk.json(&["find", "l", "kind=members.application"])["total"],
        488
    );
    let skipped: Vec<(u64, &str)> = answer["skipped"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|s| {
            (
                s["line"].as_u64().expect("a line"),
                s["why"].as_str().expect("a word"),
            )
        })
        .collect();
    assert_eq!(
        skipped,
        [
            (1, "title"),
            (2, "title"),
            (255, "sum"),
            (507, "note"),
            (508, "note")
        ]
    );

    // Twelve rows under the heads they stood under, each as it was, with its reason.
    let back = cells(&desk, "登记表.refused.xlsx");
    assert_eq!(back.len(), 2 + BAD.len());
    let shown: Vec<String> = [
        &back[0], &back[1], &back[2], &back[3], &back[4], &back[5], &back[6], &back[7],
    ]
    .iter()
    .map(|row| row.join("|"))
    .collect();
    expect![[r#"
        序号|申请人||所在党支部|申请情况||错误原因|原表行
        |姓 名|出生年月日||事项|递交时间||
        4|示例 甲甲丁|1973-04-04|示例镇|入党申请|2022/7/1|所在党支部：没有单位“示例镇” 出路：是不是“示例办”？|8
        45|示例 甲戊戊|1985-09-17|示例办|入党申请|2022-13-40|申请情况·递交时间：“2022-13-40”不是日期 出路：写作 2022-06-30|49
        86|示例 甲壬己|1999-12-31|示例办|入党申请|20220701|申请人·姓名：账里没有这些情况的“示例 甲壬己” 出路：先用人员表（core.person）记入此人，或核对情况|90
        127|示例 乙丙庚|2004-03-01|示例办|入党申请|2022-01-15|申请日期2022-01-15时申请人未满十八周岁。（《中国共产党发展党员工作细则》第五条） 出路：核对出生日期；未满十八周岁的，待年满后再递交申请。|131
        168|示例 乙庚辛|1992-12-28|示例办|入党申请|2022-12-31|申请情况·递交时间：2022-12-31 在今天（2022-09-30）之后 出路：发生以后再记；请核对日期|172
        209|示例 丙甲壬|1975-05-13|示例办|调动|２０２２.７.１|申请情况·事项：“调动”不在选项之内 出路：选项：入党申请, 转正申请|213"#]]
    .assert_eq(&shown.join("\n"));

    // The sheet put right goes in without a question, and nothing is doubled.
    desk.write("登记表.xlsx", register(true));
    assert_eq!(counts(&import(&[])), [12, 0, 488, 0, 0, 0]);
    assert!(!desk.path("登记表.refused.xlsx").exists());
    assert_eq!(counts(&import(&[])), [0, 0, 500, 0, 0, 0]);
    assert_eq!(
        desk.json(&["find", "l", "kind=members.application"])["total"],
        500
    );
}

#[test]
fn what_came_back_goes_in_again_as_it_is() {
    let desk = Desk::with_office();
    let heads = "类别,核定数,批准文号,批准日期,单位";
    let file = format!(
        "示例县编制核定表,,,,\r\n{heads}\r\n行政编制,2,示例编〔2021〕1号,2021.3.1,示例办\r\n行政编制,三,示例编〔2021〕2号,2021年4月1日,示例办\r\n"
    );
    desk.write("核定.csv", &file);
    expect![[r#"
        核定.csv 作为“编制核定”读入，表头对应：
            类别      → 编制类别
            核定数    → 核定数
            批准文号  → 批准文号
            批准日期  → 批准日期
            单位      → 单位
        读入 2 行：新记入 1、填写有误 1

        填写有误
          第 4 行  核定数：“三”不是整数 出路：只写数字

        跳过 1 行
          表头以上  第 1 行

        表头对应记在 l/mappings/establishment.quota-<x>.toml，表头相同的表以后照此导入
        未记入的行退在 核定.refused.csv，末列写明原因；改好后可直接再导入，已记入的不会重复
        [exit 1]
    "#]]
    .assert_eq(&masked(&desk.run(&[
        "import",
        "l",
        "核定.csv",
        "--kind",
        "establishment.quota",
    ])));
    let back = desk.read("核定.refused.csv");
    expect![[r#"
        ﻿类别,核定数,批准文号,批准日期,单位,错误原因,原表行
        行政编制,三,示例编〔2021〕2号,2021年4月1日,示例办,核定数：“三”不是整数 出路：只写数字,4
    "#]]
    .assert_eq(&back.replace("\r\n", "\n"));
    // The kind is known from the heads now; the columns that were added are no heads of the sheet.
    desk.write("核定.refused.csv", back.replace(",三,", ",3,"));
    let answer = desk.json(&["import", "l", "核定.refused.csv"]);
    assert_eq!(counts(&answer), [1, 0, 0, 0, 0, 0], "{answer}");
    desk.write("核定.csv", file.replace(",三,", ",3,"));
    assert_eq!(
        counts(&desk.json(&["import", "l", "核定.csv"])),
        [0, 0, 2, 0, 0, 0]
    );

    // A row that says something else of the same quota is a correction, and the list of last month is not put above it.
    desk.write("核定.csv", file.replace(",三,", ",4,"));
    let preview = desk.json(&["import", "l", "核定.csv", "--preview"]);
    assert_eq!(counts(&preview), [0, 1, 1, 0, 0, 0], "{preview}");
    assert_eq!(preview["rows"][1]["changes"][0]["before"], "3");
    let answer = desk.json(&["import", "l", "核定.csv"]);
    assert_eq!(counts(&answer), [0, 1, 1, 0, 0, 0], "{answer}");
    assert_eq!(
        counts(&desk.json(&["import", "l", "核定.csv"])),
        [0, 0, 2, 0, 0, 0]
    );
    desk.write("核定.csv", file.replace(",三,", ",3,"));
    let answer = desk.json(&["import", "l", "核定.csv"]);
    assert_eq!(counts(&answer), [0, 0, 1, 0, 0, 1], "{answer}");
}

#[test]
fn a_name_alone_is_asked_and_a_code_decides() {
    let desk = Desk::with_office();
    let rows = |who: &str| format!("姓名,单位,类别,入编日期\n{who},示例办,行政编制,2021-03-01\n");
    desk.write("a.csv", rows("示例甲"));
    let kind = ["--kind", "establishment.placement"];
    let answer = desk.json(&["import", "l", "a.csv", kind[0], kind[1]]);
    assert_eq!(
        answer["rows"][0]["reasons"][0]["message"], "只有姓名不能认定是谁",
        "{answer}"
    );
    assert_eq!(
        answer["rows"][0]["reasons"][0]["way_out"],
        "请填代码，可能是：p-1 示例甲 1980-05-06"
    );
    desk.write("a.csv", rows("示例甲（p-1）"));
    assert_eq!(
        counts(&desk.json(&["import", "l", "a.csv", kind[0], kind[1]])),
        [1, 0, 0, 0, 0, 0]
    );
}

#[test]
fn a_template_comes_back_filled_in() {
    let desk = Desk::with_office();
    let shown = desk.run(&[
        "kinds",
        "members.application",
        "--dir",
        "l",
        "--template",
        "申请.xlsx",
    ]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    let rows = cells(&desk, "申请.xlsx");
    let heads: Vec<&str> = rows[2].iter().map(String::as_str).collect();
    assert_eq!(
        heads,
        [
            "序号",
            "党支部*",
            "姓名*",
            "出生日期",
            "人员代码",
            "事项*",
            "递交日期*"
        ]
    );
    assert_eq!(rows[3][0], "例1");
    // As it is, there is nothing in it but examples.
    let shown = desk.run(&["import", "l", "申请.xlsx", "--kind", "members.application"]);
    assert!(shown.contains("[exit 2]"), "{shown}");
    // A kind that needs a list has no sheet, and says so; the heads of the others are understood.
    let shown = desk.run(&["kinds", "tasks.meeting", "--template", "t.xlsx"]);
    assert!(
        shown.contains("一张平表装不下") && shown.contains("[exit 2]"),
        "{shown}"
    );
    for kind in ["core.person", "core.unit", "members.talk", "tasks.measure"] {
        desk.run(&["kinds", kind, "--dir", "l", "--template", "t.xlsx"]);
        let shown = desk.run(&["import", "l", "t.xlsx", "--kind", kind]);
        assert!(shown.contains("表头下面没有行"), "{kind}: {shown}");
    }
}

#[test]
fn lists_open_in_a_spreadsheet() {
    let desk = Desk::with_office();
    let csv = desk.run(&["find", "l", "kind=core.unit", "--format", "csv"]);
    expect![[r#"
        ﻿代码,全称,类别,设立日期,记录
        office,示例办,机关,2000-01-01,u.office
        county,示例县,县（区）,2000-01-01,u.county
        # 行数：2
        # 条件：kind=core.unit
        # 取数：台账第 9 号为止
        # 说明：示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&csv.replace("\r\n", "\n"));
    for name in ["a.xlsx", "b.xlsx"] {
        desk.run(&[
            "find",
            "l",
            "kind=core.unit",
            "--format",
            "xlsx",
            "--out",
            name,
        ]);
    }
    let read = |name: &str| std::fs::read(desk.path(name)).expect("a file");
    assert!(
        read("a.xlsx") == read("b.xlsx"),
        "the same state gives the same bytes"
    );
    assert_eq!(
        cells(&desk, "a.xlsx")[2],
        ["代码", "全称", "类别", "设立日期", "记录"]
    );
    for (args, says) in [
        (&["verify", "l", "--format", "csv"][..], "这项结果不是清单"),
        (&["kinds", "--format", "xlsx"], "没有给文件名"),
    ] {
        let shown = desk.run(args);
        assert!(
            shown.contains(says) && shown.contains("[exit 2]"),
            "{shown}"
        );
    }
}

/// The name of a mapping's file ends in a digest of the heads.
fn masked(text: &str) -> String {
    let Some((before, after)) = text.split_once("establishment.quota-") else {
        return text.to_owned();
    };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    format!("{before}establishment.quota-<x>{rest}")
}

/// LibreOffice, where it is there: YOUJU_SOFFICE names it, or the path has it.
fn soffice() -> Option<std::path::PathBuf> {
    if let Some(named) = std::env::var_os("YOUJU_SOFFICE") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("soffice"))
        .find(|file| file.is_file())
}

#[test]
fn no_text_of_a_list_becomes_a_formula_in_a_spreadsheet() {
    let Some(soffice) = soffice() else {
        eprintln!("skipped: no LibreOffice here");
        return;
    };
    let desk = Desk::with_office();
    let marks = [
        "=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "'=", "\"=", ";=", ",=",
        "\n=", "=\t", "==", "+-", "%=",
    ];
    let bodies = [
        "1+1",
        "SUM(A1:A9)",
        "HYPERLINK(\"http://127.0.0.1\",\"x\")",
        "cmd|' /C calc'!A0",
        "A1",
        "1,2",
        "\"\"",
        "NOW()",
        "WEBSERVICE(\"http://127.0.0.1\")",
        "1;2",
    ];
    let units: String = marks.iter().flat_map(|mark| bodies.iter().map(move |body| format!("{mark}{body}"))).enumerate()
        .map(|(i, name)| serde_json::json!({"kind": "core.unit", "unit": format!("u{i}"), "name": name, "short": name, "sort": "other", "from_on": "2000-01-01"}).to_string() + "\n")
        .collect();
    desk.write("units.jsonl", units);
    assert_eq!(desk.json(&["import", "l", "units.jsonl"])["accepted"], 200);
    desk.run(&[
        "find",
        "l",
        "kind=core.unit",
        "--format",
        "csv",
        "--out",
        "list.csv",
    ]);
    desk.run(&[
        "find",
        "l",
        "kind=core.unit",
        "--format",
        "xlsx",
        "--out",
        "sheet.xlsx",
    ]);
    for name in ["list.csv", "sheet.xlsx"] {
        let profile = format!(
            "-env:UserInstallation=file://{}/profile",
            desk.folder.path().display()
        );
        let output = std::process::Command::new(&soffice)
            .args([profile.as_str(), "--headless", "--convert-to", "fods", name])
            .current_dir(desk.folder.path())
            .output()
            .expect("LibreOffice");
        if !output.status.success()
            || !desk
                .path(&format!("{}.fods", name.split('.').next().expect("a name")))
                .exists()
        {
            let writer_only =
                String::from_utf8_lossy(&output.stderr).contains("could not be loaded");
            assert!(writer_only, "{output:?}");
            eprintln!("skipped: no Calc in this LibreOffice");
            return;
        }
        let flat = desk.read(&format!("{}.fods", name.split('.').next().expect("a name")));
        assert!(flat.contains("HYPERLINK"), "{name}: nothing was read");
        assert_eq!(flat.matches("table:formula").count(), 0, "{name}");
    }
}
