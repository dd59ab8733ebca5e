//! A pack of one's own: the built-in ones written out to build on, faults that lead on, rules that see every change.

use crate::office::Desk;
use expect_test::expect;
use std::fs;

/// Tools that are kept and lent: a rule that stands over each tool, and one that looks at how long it was kept.
const TOOLS: &str = r#"=== pack.toml
# Tools and who has them.
id   = "tools"
uses = ["core"]
line = "administration"
[kind.tool]
purpose = "knowing what there is"
basis   = "the workshop's own rules"
keep    = "5 years after it goes"
[kind.loan]
purpose = "knowing where it is"
basis   = "the workshop's own rules"
keep    = "5 years"
=== kinds/tool.toml
# One record per tool; ended when it goes.
from = "since_on"
[field]
unit        = { type = "unit", content = "unit", required = true }
name        = { type = "text", content = "equipment", required = true }
since_on    = { type = "date", content = "date", required = true }
earliest_on = { derive = "since_on + 1 month" }
=== kinds/loan.toml
# One record per tool lent; ended when it is back.
from = "lent_on"
[field]
unit    = { type = "unit", content = "unit", required = true }
tool    = { type = "record", content = "link", required = true, kind = "tools.tool" }
lent_on = { type = "date", content = "date", required = true }
=== rowsets/shelf.toml
# Tools that are kept.
grain = "interval"
by    = "tool"
dims  = ["tool"]
[key]
tool = "record_id"
=== rowsets/shelf.sql
-- Evidence: one row per tool.
select t.record_id, t.unit, t.record_id as tool, t.since_on as since, t.ended_on as until
from tools_tool as t
=== rowsets/lent.toml
# Tools that are lent.
grain = "interval"
by    = "tool"
dims  = ["tool"]
=== rowsets/lent.sql
-- Evidence: one row per loan.
select l.record_id, l.unit, l.tool, l.lent_on as since, l.ended_on as until
from tools_loan as l
=== rules/lent_is_kept.toml
# A tool that is lent stays in the register.
on       = "tool"
hardness = "H"
standing = true
judge    = ["record_id"]
from     = 2000-01-01
[basis]
instrument = "示例工具管理办法"
article    = "第三条"
source     = "the workshop"
verified   = "V"
=== rules/lent_is_kept.sql
-- Violation: a day on which a tool is lent and not kept.
select d.day,
  (select count(*) from lent as l where l.tool = c.record_id and l.since <= d.day and (l.until is null or l.until > d.day))
  - (select count(*) from shelf as s where s.tool = c.record_id and s.since <= d.day and (s.until is null or s.until > d.day)) as excess
from candidate as c cross join as_at as d
=== rules/kept_a_month.toml
# A tool is kept a month at least.
on       = "tool"
hardness = "H"
from     = 2000-01-01
[basis]
instrument = "示例工具管理办法"
article    = "第四条"
source     = "the workshop"
verified   = "V"
=== rules/kept_a_month.sql
-- Violation: a tool that goes within a month.
select c.record_id, c.earliest_on
from candidate as c
where c.ended_on < c.earliest_on
=== i18n/zh.txt
pack = 工具
kind.tool = 工具
field.tool.unit = 单位
field.tool.name = 名称
field.tool.since_on = 入库日期
field.tool.earliest_on = 可停用日期
kind.loan = 借用
field.loan.unit = 单位
field.loan.tool = 工具
field.loan.lent_on = 借出日期
rowset.shelf = 在册工具
rowset.lent = 借出工具
rule.lent_is_kept = {day}工具还借在外面。
rule.lent_is_kept.way_out = 先办归还。
rule.kept_a_month = 工具至少保留到{earliest_on}。
rule.kept_a_month.way_out = 改日期。
=== i18n/en.txt
pack = tools
kind.tool = tool
field.tool.unit = unit
field.tool.name = name
field.tool.since_on = kept from
field.tool.earliest_on = kept at least until
kind.loan = loan
field.loan.unit = unit
field.loan.tool = tool
field.loan.lent_on = lent on
rowset.shelf = tools kept
rowset.lent = tools lent
rule.lent_is_kept = On {day} the tool is lent.
rule.lent_is_kept.way_out = Take it back first.
rule.kept_a_month = A tool is kept until {earliest_on}.
rule.kept_a_month.way_out = Take another day.
"#;

/// Writes the pack of tools into `mine/tools`.
fn write_tools(desk: &Desk) {
    for section in TOOLS.split("=== ").skip(1) {
        let (path, text) = section.split_once('\n').expect("a path and a text");
        let path = desk.path("mine/tools").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

#[test]
fn a_pack_of_ones_own_is_built_on_those_written_out() {
    let desk = Desk::new();
    write_tools(&desk);
    expect![[r#"
        [stderr]
        × mine/tools/pack.toml:3: 没有业务包“core”
          → 文件夹里要有所用的每个业务包：youju packs export mine core 写出内置的
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["packs", "check", "--packs", "mine"]));
    expect![[r#"
        ✓ 业务包已写入 mine：core
          下一步：youju packs check --packs mine；youju init 台账 --packs mine
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["packs", "export", "mine", "core"]));
    expect![[r#"
        ✓ 2 个业务包无误
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["packs", "check", "--packs", "mine"]));
    expect![[r#"
        [stderr]
        × mine/core 已经有了
          → 什么也没写：换一个文件夹，或只写缺少的业务包
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["packs", "export", "mine", "core"]));
    expect![[r#"
        [stderr]
        × 没有内置的业务包“talk”
          → 是不是“talks”？
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["packs", "export", "mine", "talk"]));
    // What a pack uses comes with it, unless it stands there already.
    expect![[r#"
        ✓ packs written into mine: talks
          there already: core
          next: youju packs check --packs mine; youju init DIR --packs mine
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["packs", "export", "mine", "talks", "--lang", "en"]));
    let written = desk.json(&["packs", "export", "other", "talks"]);
    assert_eq!(written["packs"], serde_json::json!(["core", "talks"]));
    let unknown = desk.run(&["kinds", "tools.tool"]);
    assert!(
        unknown.contains("--dir 台账") && unknown.ends_with("[exit 2]\n"),
        "{unknown}"
    );
}

#[test]
fn what_is_written_out_is_what_is_built_in() {
    let desk = Desk::new();
    let written = desk.json(&["packs", "export", "all"]);
    let built_in = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut packs = 0;
    for pack in fs::read_dir(&built_in).expect("the packs") {
        let pack = pack.expect("a pack").path();
        let name = pack
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let ours = fs::read(pack.join("pack.toml")).expect("a file");
        let theirs = fs::read(desk.path("all").join(&name).join("pack.toml"));
        assert_eq!(theirs.expect("written out"), ours, "{name}");
        packs += 1;
    }
    assert_eq!(written["packs"].as_array().map(Vec::len), Some(packs));
    let listed = |args: &[&str]| desk.run(args);
    assert_eq!(
        listed(&["packs", "list"]),
        listed(&["packs", "list", "--packs", "all"])
    );
}

#[test]
fn rules_see_the_end_and_the_void_of_what_they_judge() {
    let desk = Desk::new();
    write_tools(&desk);
    desk.run(&["packs", "export", "mine", "core"]);
    expect![[r#"
        ✓ 已建台账  l
          业务包：单位与人员、工具
          请另外备份 l/ledger.key 和 keys.db：丢了，姓名和备注就再也读不出
          示例账：数据为虚构，不作任何核实
          下一步：youju kinds --dir l；youju record l …
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["init", "l", "--packs", "mine", "--synthetic"]));
    let put = |args: &[&str]| {
        let came = desk.run(args);
        assert!(came.ends_with("[exit 0]\n"), "{came}");
    };
    put(&[
        "record",
        "l",
        "core.unit",
        "unit=A",
        "name=示例甲",
        "sort=office",
        "from_on=2000-01-01",
    ]);
    put(&[
        "record",
        "l",
        "tools.tool",
        "id=t1",
        "unit=A",
        "name=示例钻",
        "since_on=2022-01-01",
    ]);
    // A plain rule that reads when its candidate ended is asked when it ends.
    expect![[r#"
        不予记入
        × 工具至少保留到2022-02-01。
          依据  《示例工具管理办法》第四条
          佐证  t1
          出路  改日期。
          再报  不改填写内容，以后再报也不会通过
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&["end", "l", "t1", "--on", "2022-01-20", "--reason", "坏了"]));
    put(&[
        "record",
        "l",
        "tools.loan",
        "id=l1",
        "unit=A",
        "tool=t1",
        "lent_on=2022-03-01",
    ]);
    // A standing rule over the record itself sees its end, and its void.
    expect![[r#"
        不予记入
        × 2022-04-01工具还借在外面。
          依据  《示例工具管理办法》第三条
          佐证  t1
          出路  先办归还。
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&["end", "l", "t1", "--on", "2022-04-01", "--reason", "坏了"]));
    expect![[r#"
        不予记入
        × 2022-03-01工具还借在外面。
          依据  《示例工具管理办法》第三条
          佐证  t1
          出路  先办归还。
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&["void", "l", "t1", "--reason", "登错"]));
    put(&["end", "l", "l1", "--on", "2022-03-20", "--reason", "归还"]);
    put(&["end", "l", "t1", "--on", "2022-04-01", "--reason", "坏了"]);
}

#[test]
fn ids_of_the_packs_that_do_not_exist_are_refused() {
    let desk = Desk::with_office();
    let sign = |register: &str| {
        let register = format!("register={register}");
        let args = [
            "record",
            "l",
            "core.signature",
            "unit=office",
            "from_on=2022-01-01",
            "until_on=2022-02-01",
            "signed_on=2022-02-02",
            "signed_by=示例办公室",
            &register,
        ];
        desk.run(&args)
    };
    expect![[r#"
        [stderr]
        × register: 没有编号为“core.staf”的登记簿（行集）
          → 是不是“core.staff”？
        [exit 2]
    "#]]
    .assert_eq(&sign("core.staf"));
    expect![[r#"
        [stderr]
        × register: 没有编号为“人员名册”的登记簿（行集）
          → 已有的（相近的在前）：burden.made, cadres.away, cadres.pool, cases.open, establishment.lent, members.roll, projects.paid, road.cars
        [exit 2]
    "#]].assert_eq(&sign("人员名册"));
    assert!(sign("core.staff").ends_with("[exit 0]\n"));
    let release = |cadence: &str| {
        let cadence = format!("cadence={cadence}");
        let args = [
            "record",
            "l",
            "core.exemption",
            "unit=office",
            "from_on=2022-01-01",
            "until_on=2022-02-01",
            "document=示例文1号",
            &cadence,
        ];
        desk.run(&args)
    };
    expect![[r#"
        [stderr]
        × cadence: 没有编号为“talks.held”的时限
          → 已有的（相近的在前）：burden.answer_once, road.next_report, cadres.trial_decided, cadres.recusal_decided, congress.elect_in_term, establishment.return_of_loans, integrity.answer_in_time, projects.reform_in_time
        [exit 2]
    "#]].assert_eq(&release("talks.held"));
    for (kind, field) in [
        ("core.signature", "register"),
        ("core.exemption", "cadence"),
        ("core.rule_switch", "rule"),
        ("core.late_reason", "cadence"),
    ] {
        let example = desk.json(&["kinds", kind, "--example"]);
        let id = example[field].as_str().expect("an id");
        assert!(id.contains('.'), "{kind}: {id}");
    }
}
