//! Texts checked without a ledger and with one.

use crate::office::Desk;
use expect_test::expect;

const STORY: &str = "示例办扎实推进编制管理。目前，全办核定编制1名，在编人员1名。今年上半年，新进在编人员1名。\n参会45人，占61.3%。党员315名，占77.6%。\n";

fn desk(signed: bool) -> Desk {
    let desk = Desk::with_office();
    let mut rows = r#"{"id":"m1","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-1","entered_on":"2022-03-01"}
"#
    .to_owned();
    if signed {
        for (id, register) in [("s1", "filled"), ("s2", "approved"), ("s3", "entries")] {
            rows.push_str(&format!(
                r#"{{"id":"{id}","kind":"core.signature","unit":"office","register":"establishment.{register}","from_on":"2020-01-01","until_on":"2022-10-01","signed_on":"2022-09-30","signed_by":"示例科"}}"#
            ));
            rows.push('\n');
        }
    }
    desk.write("rows.jsonl", rows);
    let shown = desk.run(&["import", "l", "rows.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk.write(
        "alias.toml",
        "published_on = 2022-09-30\n[alias]\n\"全办\" = \"office\"\n",
    );
    desk
}

#[test]
fn without_a_ledger_the_arithmetic_is_checked() {
    let desk = Desk::new();
    desk.write("稿件.txt", STORY);
    expect![[r#"
        × 算术上不可能  人数与占比
           ╭─[稿件.txt:2:3]
         2 │ 参会45人，占61.3%。
           ·     ────    ─────
           ╰─
           45人占61.3%：没有任何总数能使这个占比成立（假定：同一基数、未加权、只舍入一次）

        = 文中没有写、算得出的数
          2:16     315名占77.6%：总数只能是406

        共 7 个数字：7 处数据，0 处不计
        只核了文内算术；加 --ledger DIR 与台账比对
        文中有相对日期，未给发布日期；加 --published-on DATE 才能确定
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&["check", "稿件.txt"]));
    expect![[r#"
        × impossible by arithmetic  count and share
           ╭─[稿件.txt:2:3]
         2 │ 参会45人，占61.3%。
           ·     ────    ─────
           ╰─
           45人, 61.3%: they cannot all be right; computed none (assuming one base, no
           weights, rounded once)

        = numbers that the text does not print but implies
          2:16     315名, 77.6%: computed 406

        7 numerals: 7 figures, 0 not counted
        only the arithmetic of the text was checked; --ledger DIR compares it with a ledger
        some periods are relative and no day of publication is given; --published-on DATE resolves them
        [exit 1]
    "#]].assert_eq(&desk.run(&["check", "稿件.txt", "--lang", "en"]));
    desk.write("稿件.txt", "全办党员315名，占77.6%。");
    expect![[r#"
        = 文中没有写、算得出的数
          1:5      315名占77.6%：总数只能是406

        共 2 个数字：2 处数据，0 处不计
        只核了文内算术；加 --ledger DIR 与台账比对
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["check", "稿件.txt"]));
    expect![[r#"
        共 0 个数字：0 处数据，0 处不计
        只核了文内算术；加 --ledger DIR 与台账比对
        [exit 4]
    "#]]
    .assert_eq(&desk.pipe(&["check", "-"], "今天天气很好。".as_bytes()));
}

#[test]
fn with_a_ledger_every_figure_has_its_rows() {
    let desk = desk(true);
    desk.write("稿件.txt", STORY);
    expect![[r#"
        × 算术上不可能  人数与占比
           ╭─[稿件.txt:2:3]
         2 │ 参会45人，占61.3%。
           ·     ────    ─────
           ╰─
           45人占61.3%：没有任何总数能使这个占比成立（假定：同一基数、未加权、只舍入一次）

        = 文中没有写、算得出的数
          2:16     315名占77.6%：总数只能是406

        ✓ 与示例账相符（非核实）
          1:22  1名  1名  1 行  核定编制  示例办 office  2022-09-30
          1:29  1名  1名  1 行  在编人员  示例办 office  2022-09-30
          1:44  1名  1名  1 行  办理入编  示例办 office  2022-01-01..2022-06-30

        ? 不能据账判断
          账里没有2022-09-30的记录
            315名 (2:16)

        ? 账里没有对应的指标
          45人、61.3%、77.6%

        共 7 个数字：7 处数据，0 处不计
        对上指标 4 处：相符 3、在范围内 0、不符 0、旧数 0、无据 4、未定 0
        示例账的数据为虚构：相符也只是与示例账相符，不是核实
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&[
        "check",
        "稿件.txt",
        "--ledger",
        "l",
        "--alias",
        "alias.toml",
    ]));
    expect![[r#"
        × impossible by arithmetic  count and share
           ╭─[稿件.txt:2:3]
         2 │ 参会45人，占61.3%。
           ·     ────    ─────
           ╰─
           45人, 61.3%: they cannot all be right; computed none (assuming one base, no
           weights, rounded once)

        = numbers that the text does not print but implies
          2:16     315名, 77.6%: computed 406

        ✓ agrees with the example ledger (not verification)
          1:22  1名  1名  1 row  posts approved    示例办 office  2022-09-30
          1:29  1名  1名  1 row  persons in posts  示例办 office  2022-09-30
          1:44  1名  1名  1 row  entered posts     示例办 office  2022-01-01..2022-06-30

        ? cannot be decided by the ledger
          the ledger has no records (2022-09-30)
            315名 (2:16)

        ? nothing in the ledger goes by these words
          45人, 61.3%, 77.6%

        7 numerals: 7 figures, 0 not counted
        4 tied to an indicator: 3 confirmed, 0 consistent, 0 contradicted, 0 stale, 4
        unsupported, 0 unresolved
        the example ledger's records are made up: agreeing with it verifies nothing
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&[
        "check",
        "稿件.txt",
        "--ledger",
        "l",
        "--alias",
        "alias.toml",
        "--lang",
        "en",
    ]));
}

#[test]
fn a_changed_figure_turns_red_only_against_a_signed_register() {
    let changed = STORY
        .lines()
        .next()
        .expect("two lines")
        .replace("在编人员1名", "在编人员2名");
    let signed = desk(true);
    signed.write("稿件.txt", &changed);
    expect![[r#"
        × 与示例账不符（非核实）  2名
           ╭─[稿件.txt:1:29]
         1 │ 目前，全办核定编制1名，在编人员2名。
           ·                                ─┬─
           ·                                 ╰── 账里 1名
           ╰─
           示例账（非核实）：登记已签为完整，2022-09-30账里为1名，与文中不符
           → youju rows l establishment.filled --unit office --on 2022-09-30

        × 与示例账不符（非核实）  2名
           ╭─[稿件.txt:1:44]
         1 │ 今年上半年，新进在编人员2名。
           ·                         ─┬─
           ·                          ╰── 账里 1名
           ╰─
           示例账（非核实）：登记已签为完整，2022-01-01..2022-06-30账里为1名，与文中不符
           → youju rows l establishment.entered --unit office --within 2022-01-01..2022-06-30

        ✓ 与示例账相符（非核实）
          1:22  1名  1名  1 行  核定编制  示例办 office  2022-09-30

        共 3 个数字：3 处数据，0 处不计
        对上指标 3 处：相符 1、在范围内 0、不符 2、旧数 0、无据 0、未定 0
        示例账的数据为虚构：相符也只是与示例账相符，不是核实
        [exit 1]
    "#]]
    .assert_eq(&signed.run(&[
        "check",
        "稿件.txt",
        "--ledger",
        "l",
        "--alias",
        "alias.toml",
    ]));
    let unsigned = desk(false);
    unsigned.write("稿件.txt", &changed);
    expect![[r#"
        ✓ 与示例账相符（非核实）
          1:22  1名  1名  1 行  核定编制  示例办 office  2022-09-30

        ? 不能据账判断
          示例账（非核实）：2022-09-30账里为1名；登记（establishment.filled）未签为完整，不作矛盾论
            2名 (1:29)
          示例账（非核实）：2022-01-01..2022-06-30账里为1名；登记（establishment.entries）未签为完整，不作矛盾论
            2名 (1:44)
          → 登记核对无缺后可签为完整：youju close … --unit office --line establishment --register establishment.filled --period 月或季，或记 core.signature
          → 登记核对无缺后可签为完整：youju close … --unit office --line establishment --register establishment.entries --period 月或季，或记 core.signature

        共 3 个数字：3 处数据，0 处不计
        对上指标 3 处：相符 1、在范围内 0、不符 0、旧数 0、无据 2、未定 0
        示例账的数据为虚构：相符也只是与示例账相符，不是核实
        [exit 0]
    "#]]
    .assert_eq(&unsigned.run(&[
        "check",
        "稿件.txt",
        "--ledger",
        "l",
        "--alias",
        "alias.toml",
    ]));
}

#[test]
fn the_json_says_in_every_language_that_examples_verify_nothing() {
    let desk = desk(true);
    desk.write("稿件.txt", STORY);
    for (lang, words) in [
        ("zh", "与示例账相符（非核实）"),
        ("bo", "与示例账相符（非核实）"),
        ("en", "agrees with the example ledger (not verification)"),
    ] {
        let check = desk.json(&[
            "check",
            "稿件.txt",
            "--ledger",
            "l",
            "--alias",
            "alias.toml",
            "--lang",
            lang,
        ]);
        assert_eq!(check["synthetic"], true);
        let claims = check["claims"].as_array().expect("claims");
        let confirmed: Vec<_> = claims
            .iter()
            .filter(|c| c["verdict"] == "confirmed")
            .collect();
        assert_eq!(confirmed.len(), 3);
        for claim in confirmed {
            let message = claim["message"].as_str().expect("a message");
            assert!(message.starts_with(words), "{message}");
        }
    }
}

#[test]
fn a_text_in_gb18030_reads_like_one_in_utf8() {
    let desk = Desk::new();
    desk.write("utf8.txt", "党员315名，占77.6%。");
    // 党员315名，占77.6%。
    let gb: &[u8] = b"\xb5\xb3\xd4\xb1315\xc3\xfb\xa3\xac\xd5\xbc77.6%\xa1\xa3";
    desk.write("gb.txt", gb);
    let (a, b) = (
        desk.json(&["check", "utf8.txt"]),
        desk.json(&["check", "gb.txt"]),
    );
    assert_eq!(a, b);
    assert_eq!(a["relations"][0]["computed"], "406");
}

const REPORT: &str = "示例办年度小结。目前，示例办实有干部1名，走访群众30余户，线路全长109公里。少数民族干部9名。编制增长5%。\n";

#[test]
fn words_that_are_confirmed_bind_from_then_on_and_can_be_withdrawn() {
    let desk = desk(true);
    desk.write("稿件.txt", REPORT);
    let check = [
        "check",
        "稿件.txt",
        "--ledger",
        "l",
        "--published-on",
        "2022-09-30",
    ];
    let bind = "实有干部=establishment.filled";
    assert_eq!(
        desk.json(&check)["claims"][0]["binding"],
        serde_json::Value::Null
    );
    // Shown first, kept on --yes.
    let shown = desk.json(&[&check[..], &["--bind", bind]].concat());
    assert_eq!(shown["claims"][0]["verdict"], "confirmed");
    assert_eq!(shown["taken"]["kept"], false);
    assert_eq!(
        desk.json(&check)["claims"][0]["binding"],
        serde_json::Value::Null
    );
    let kept = desk.json(&[&check[..], &["--bind", bind, "--yes"]].concat());
    let record = kept["taken"]["namings"][0]["record"]
        .as_str()
        .expect("an id");
    let again = desk.json(&check);
    assert_eq!(again["claims"][0]["verdict"], "confirmed");
    assert_eq!(again["claims"][0]["binding"]["by"], "house");
    desk.run(&["void", "l", record, "--reason", "示例更正"]);
    assert_eq!(
        desk.json(&check)["claims"][0]["binding"],
        serde_json::Value::Null
    );
    let refused = desk.run(&[&check[..], &["--bind", "没有这些词=establishment.filled"]].concat());
    assert!(refused.ends_with("[exit 2]\n"), "{refused}");
}

#[test]
fn figures_taken_over_from_one_text_are_laid_beside_the_next() {
    let desk = desk(false);
    desk.write("小结.txt", REPORT);
    let keep = [
        "check",
        "小结.txt",
        "--ledger",
        "l",
        "--published-on",
        "2022-09-30",
        "--keep",
        "示例年度小结",
    ];
    let shown = desk.run(&keep);
    assert!(
        shown.contains("将登记的已刊数据") && shown.contains("--yes"),
        "{shown}"
    );
    let kept = desk.json(&[&keep[..], &["--yes"]].concat());
    let figures: Vec<String> = kept["taken"]["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|f| {
            format!(
                "{} {} {}",
                f["words"].as_str().unwrap(),
                f["printed"].as_str().unwrap(),
                f["last"].as_str().unwrap()
            )
        })
        .collect();
    // Nothing on ethnicity, and no rate of change.
    assert!(
        figures.contains(&"实有干部 1名 2022-09-30".to_owned())
            && figures.contains(&"走访群众 30余户 2022-09-30".to_owned()),
        "{figures:?}"
    );
    assert!(
        !figures
            .iter()
            .any(|f| f.contains("9名") || f.contains("5%")),
        "{figures:?}"
    );
    // What is there already is not taken over again.
    let again = desk.json(&[&keep[..], &["--yes"]].concat());
    let again = again["taken"]["figures"].as_array().expect("figures");
    assert!(again.iter().all(|f| f["known"] == true), "{again:?}");
    let next = |text: &str| {
        desk.write("新稿.txt", text);
        desk.run(&[
            "check",
            "新稿.txt",
            "--ledger",
            "l",
            "--published-on",
            "2022-09-30",
        ])
    };
    let agrees = next("目前，示例办走访群众32户。");
    assert!(
        agrees.contains("与已刊数据一致")
            && agrees.contains("《示例年度小结》（2022-09-30）为30余户"),
        "{agrees}"
    );
    assert!(agrees.ends_with("[exit 0]\n"), "{agrees}");
    let differs = next("目前，示例办走访群众52户。");
    assert!(
        differs.contains("≠ 与《示例年度小结》不一致  52户"),
        "{differs}"
    );
    assert!(differs.ends_with("[exit 1]\n"), "{differs}");
}

#[test]
fn a_register_of_a_yearbook_comes_in_as_a_sheet() {
    let desk = desk(false);
    desk.write("年鉴.jsonl", r#"{"id":"y1","kind":"published.figure","unit":"office","source":"示例年鉴","printed_on":"2022-01-20","place":"表3-2","words":"学校","printed":"28","counter":"所"}"#);
    let shown = desk.run(&["import", "l", "年鉴.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk.write("稿件.txt", "目前，示例办学校29所。");
    let page = desk.run(&[
        "check",
        "稿件.txt",
        "--ledger",
        "l",
        "--published-on",
        "2022-09-30",
        "--format",
        "html",
    ]);
    assert!(
        page.contains("《示例年鉴》（2022-01-20，表3-2）为28所"),
        "{page}"
    );
    assert!(
        page.starts_with("<!doctype html>") && !page.contains("<script") && !page.contains("http"),
        "{page}"
    );
    assert!(page.contains("相符也只是与示例账相符，不是核实"));
}

#[test]
fn what_say_proposes_the_check_bears_out() {
    let desk = desk(true);
    let say = desk.json(&[
        "say",
        "l",
        "在编人员",
        "--unit",
        "office",
        "--on",
        "2022-09-30",
    ]);
    assert_eq!(say["value"], "1");
    for way in say["ways"].as_array().expect("ways") {
        desk.write(
            "稿件.txt",
            format!("目前，示例办在编人员{}。", way["text"].as_str().unwrap()),
        );
        let check = desk.json(&[
            "check",
            "稿件.txt",
            "--ledger",
            "l",
            "--published-on",
            "2022-09-30",
        ]);
        assert_eq!(check["claims"][0]["verdict"], way["verdict"], "{way}");
    }
    let unknown = desk.run(&["say", "l", "在编", "--unit", "office"]);
    assert!(
        unknown.contains("establishment.filled") && unknown.ends_with("[exit 2]\n"),
        "{unknown}"
    );
}

#[test]
fn the_articles_of_a_page_are_put_together_again() {
    let desk = Desk::with_office();
    desk.write(
        "page.txt",
        "把账记在平时\n本报记者 某甲\n\n的能力和水平。\n\n示例办今年整理卷宗120卷，补录目录34条，不断提高窗口服务群众\n\n水渠通到地头\n本报记者 某乙\n\n今年以来，柳湾乡新修水渠3条，改造闸门7座，受益耕地620亩。\n",
    );
    expect![[r#"
        ── 第1篇 · 示例办 office ──
        把账记在平时
        本报记者 某甲
        　　示例办今年整理卷宗120卷，补录目录34条，不断提高窗口服务群众的能力和水平。

        ── 第2篇 ──
        水渠通到地头
        本报记者 某乙
        　　今年以来，柳湾乡新修水渠3条，改造闸门7座，受益耕地620亩。
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["check", "page.txt", "--ledger", "l", "--articles"]));
}
