//! A month is closed, a late record goes in with its reason, and what it changed is listed; packs change under the ledger.

use crate::office::{Desk, copy};
use expect_test::expect;

/// The office with two posts and one person in them since May.
fn desk() -> Desk {
    let desk = Desk::with_office();
    desk.write(
        "rows.jsonl",
        r#"{"id":"q2","kind":"establishment.quota","unit":"office","category":"administrative","posts":2,"approval_no":"示例编〔2021〕1号","approved_on":"2021-01-01"}
{"id":"m1","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-1","entered_on":"2022-05-01"}
"#,
    );
    let shown = desk.run(&["import", "l", "rows.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk
}

const JUNE: [&str; 10] = [
    "close",
    "l",
    "--unit",
    "office",
    "--line",
    "establishment",
    "--period",
    "2022-06",
    "--by",
    "示例办",
];

fn june<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&JUNE[..], more].concat()
}

const LATE: [&str; 7] = [
    "record",
    "l",
    "establishment.placement",
    "unit=office",
    "category=administrative",
    "person=p-2",
    "entered_on=2022-06-10",
];

#[test]
fn a_closed_month_and_its_restatement() {
    let desk = desk();
    expect![[r#"
        封账预览  2022-06  示例办 office · 机构编制系列
          台账  核定编制、借入的周转编制、编制增减、入编、编制使用效益评估、出编、在编人
                员、核定领导职数、领导任职、借出的周转编制、到期周转编制、周转编制归还、
                周转编制归还期限、整合的机构、逾期未还的周转编制、使用周转编制的人员、空
                编、有编制的单位、编制余缺时段

        数据
          核定编制             2名
          核定行政编制         2名
          核定事业编制         0名
          借入周转编制         0个
          核减编制             0名
          办理入编             0名
          编制使用效益评估     0个
          满编率            50.00%
          在编人员             1名
          核增编制             0名
          核定领导职数         0名
          实配领导             0名
          办理出编             0名
          借出周转编制         0个
          到期周转编制         0批
          整合机构             0个
          超编人员             0名
          超编单位             0家
          逾期未还周转编制     0个
          使用周转编制人员     0名
          周转编制返还率         —
          空编                 1个
          空编天数            30天

        尚未封账：核对无误后加 --yes
        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&june(&[])));
    expect![[r#"
        没有封账
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["close", "l", "--list"]));
    let closed = desk.run(&june(&["--yes", "--id", "c.june"]));
    assert!(closed.contains("✓ 已封账"), "{closed}");
    expect![[r#"
        ✓ 先前已记入  c.june  第 12 号；内容相同，未再记
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&june(&["--yes", "--id", "c.june"])));
    expect![[r#"
        [stderr]
        × period: establishment.balance 已经封账：office 的 2022-06，第 12 号
          → 封账后的更改照常记入，写明原因
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&june(&["--yes"])));
    expect![[r#"
        [stderr]
        × reason: 更改了已封账的内容：2022-06 office #12
          → 封账后的更改要写原因（reason），记为封账后更改
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&LATE));
    let late = [&LATE[..], &["reason=漏报", "id=m2"]].concat();
    expect![[r#"
        ✓ 已记入  m2  第 13 号
        ! 属封账后更改：第 12 号已封账，事由已记
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&late));
    expect![[r#"
        2022-06  示例办 office · 机构编制系列
        封账  第 12 号  2022-09-30 12:00  示例办
          封账数 → 现在数
            办理入编     0名  →      1名
            满编率    50.00%  →  100.00%
            在编人员     1名  →      2名
            空编         1个  →      0个
            空编天数    30天  →      9天
          封账后更改（1 笔）
               13  记入  m2  2022-09-30 12:00  local
                   事由：漏报
                   办理入编     0名  →      1名
                   满编率    50.00%  →  100.00%
                   在编人员     1名  →      2名
                   空编         1个  →      0个
                   空编天数    30天  →      9天

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["close", "l", "--list", "--unit", "county"]));
    expect![[r#"
        2022-06  示例办 office · line establishment
        closed at entry 12  2022-09-30 12:00  示例办
          as closed → now
            entered posts        0名  →      1名
            fill rate         50.00%  →  100.00%
            persons in posts     1名  →      2名
            vacant posts         1个  →      0个
            days of vacancy     30天  →      9天
          restatements (1)
               13  recorded  m2  2022-09-30 12:00  local
                   reason: 漏报
                   entered posts        0名  →      1名
                   fill rate         50.00%  →  100.00%
                   persons in posts     1名  →      2名
                   vacant posts         1个  →      0个
                   days of vacancy     30天  →      9天

        example ledger: the records are made up, nothing is verified
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["close", "l", "--list", "--lang", "en"]));
    let between = desk.run(&[
        "reconcile",
        "l",
        "establishment.filled",
        "--unit",
        "office",
        "--on",
        "2022-06-30",
        "--known-at",
        "12",
        "--and",
        "13",
    ]);
    assert!(between.contains("补记 "), "{between}");
    assert!(between.contains("漏报"), "{between}");
    expect![[r#"
        [stderr]
        × 业务包“establishment”在 party 系列里没有台账
          → `youju packs list`
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&[
        "close",
        "l",
        "--unit",
        "office",
        "--line",
        "party",
        "--period",
        "2022-09",
        "--by",
        "示例办",
        "--pack",
        "establishment",
    ]));
    expect![[r#"
        [stderr]
        × period: 2022-09 还没有过完
          → 2022-10-01 起才能封账
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&[
        "close",
        "l",
        "--unit",
        "office",
        "--line",
        "party",
        "--period",
        "2022-09",
        "--by",
        "示例办",
    ]));
    let listed = desk.json(&["close", "l", "--list"]);
    let restatement = &listed["closes"][0]["restatements"][0];
    assert_eq!(restatement["reason"], "漏报");
    assert_eq!(
        listed["closes"][0]["registers"][0],
        "establishment.approved"
    );
    let verified = desk.run(&["verify", "l"]);
    assert!(verified.ends_with("[exit 0]\n"), "{verified}");
}

#[test]
fn packs_change_under_a_ledger() {
    let desk = desk();
    expect![[r#"
        ✓ 业务包没有变化
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["packs", "update", "l"]));
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    copy(&packs, &desk.path("packs"));
    let file = "packs/establishment/rowsets/filled.sql";
    let text = desk.read(file);
    desk.write(
        file,
        format!("{}\nwhere p.entered_on > '2022-05-31'\n", text.trim_end()),
    );
    let update = ["packs", "update", "l", "--packs", "packs"];
    expect![[r#"
        业务包更新预览：1 个文件不同
          佐证更改  在编人员 establishment.filled
          受影响的数据（全部单位；时点数截至今日，时期数自始累计）
            满编率    50.00%  →  0.00%
            在编人员     1名  →    0名
        尚未更新：核对无误后加 --yes
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&update));
    expect![[r#"
        ✓ 已更新业务包：1 个文件  第 12 号
          佐证更改  在编人员 establishment.filled
          受影响的数据（全部单位；时点数截至今日，时期数自始累计）
            满编率    50.00%  →  0.00%
            在编人员     1名  →    0名
        以前的数按现在的口径重算；当时口径的文件仍在台账里
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[&update[..], &["--yes"]].concat()));
    let verified = desk.run(&["verify", "l"]);
    assert!(verified.ends_with("[exit 0]\n"), "{verified}");
    std::fs::remove_file(desk.path("packs/establishment/rowsets/filled.sql")).expect("a file");
    let broken = desk.run(&update);
    assert!(broken.ends_with("[exit 2]\n"), "{broken}");
}
