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
           45人, 61.3%: they cannot all be right; computed none

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
           45人, 61.3%: they cannot all be right; computed none

        = numbers that the text does not print but implies
          2:16     315名, 77.6%: computed 406

        ✓ agrees with the example ledger (not verification)
          1:22  1名  1名  1 row  posts approved    示例办 office  2022-09-30
          1:29  1名  1名  1 row  persons in posts  示例办 office  2022-09-30
          1:44  1名  1名  1 row  entered posts     示例办 office  2022-01-01..2022-06-30

        ? cannot be decided by the ledger
          the ledger has no records of that time
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
          示例账（非核实）：2022-09-30账里为1名；登记未签为完整，不作矛盾论
            2名 (1:29)
          示例账（非核实）：2022-01-01..2022-06-30账里为1名；登记未签为完整，不作矛盾论
            2名 (1:44)

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
