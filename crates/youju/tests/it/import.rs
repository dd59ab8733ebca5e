//! Files of records: what comes in, what comes back, and what happens when they are sent again.

use crate::office::Desk;
use expect_test::expect;

const ROWS: &str = r#"{"id":"m1","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-1","entered_on":"2021-03-01"}

{"kind":"establishment.placement","unit":"office","category":"administrative","person":"p-2","entered_on":"2021-04-01"}
{"id":"m3","kind":"establishment.placement","unit":"office","category":"administrativ","persn":"p-2","entered_on":"2021-04-01"}
{"id":"m4",
{"kind":"core.person","unit":"office","person":"p-4","name":"示例丁","birth_on":"1984-05-06","registered_on":"2001-01-01"}
{"kind":"core.person","unit":"nowhere","person":"p-5","name":"示例戊","birth_on":"1984-05-06","registered_on":"2001-01-01"}
"#;

#[test]
fn rows_that_do_not_come_in_come_back_with_their_reasons() {
    let desk = Desk::with_office();
    desk.write("rows.jsonl", ROWS);
    expect![[r#"
        读入 6 行：新记入 2、不予记入 1、填写有误 3
          1  establishment.no_entry_when_full  《地方各级人民政府机构设置和编制管理条例》第六条  第 3 行
          1  category: “administrativ”不在选项之内                                               第 4 行
          1  persn: establishment.placement 没有这个字段                                         第 4 行
          1  person: 缺                                                                          第 4 行
          1  不是 JSON：EOF while parsing a value at column 11                                   第 5 行
          1  unit: 没有单位“nowhere”                                                             第 7 行
        未记入的行退在 rows.jsonl.refused.jsonl，各附原因；改好后可直接再导入
        [exit 1]
    "#]].assert_eq(&desk.run(&["import", "l", "rows.jsonl"]));
    expect![[r#"
        {"kind":"establishment.placement","unit":"office","category":"administrative","person":"p-2","entered_on":"2021-04-01","_refused":{"line":3,"reasons":[{"article":"第六条","instrument":"地方各级人民政府机构设置和编制管理条例","message":"示例办行政编制核定1名，自2021-04-01起实有2名，超出1名。","records":["m1","q1"],"rule":"establishment.no_entry_when_full","way_out":"先办理一名同类人员出编，或报批增加编制。"}]}}
        {"id":"m3","kind":"establishment.placement","unit":"office","category":"administrativ","persn":"p-2","entered_on":"2021-04-01","_refused":{"line":4,"reasons":[{"field":"category","hint":"选项：administrative, political_legal, institution, worker","message":"“administrativ”不在选项之内"},{"field":"persn","hint":"是不是“person”？","message":"establishment.placement 没有这个字段"},{"field":"person","hint":"完整样例见 youju kinds establishment.placement --example","message":"缺"}]}}
        {"_refused":{"line":5,"reasons":[{"field":"","hint":"每行写花括号里的一个对象","message":"不是 JSON：EOF while parsing a value at column 11"}],"text":"{\"id\":\"m4\","}}
        {"kind":"core.person","unit":"nowhere","person":"p-5","name":"示例戊","birth_on":"1984-05-06","registered_on":"2001-01-01","_refused":{"line":7,"reasons":[{"field":"unit","hint":"可用的有：county, office","message":"没有单位“nowhere”"}]}}
    "#]].assert_eq(&desk.read("rows.jsonl.refused.jsonl"));
}

#[test]
fn a_file_sent_again_does_nothing_twice() {
    let desk = Desk::with_office();
    desk.write("rows.jsonl", ROWS);
    let counts = |name: &str| {
        let answer = desk.json(&["import", "l", name]);
        ["rows", "accepted", "repeated", "refused", "invalid"]
            .map(|key| answer[key].as_u64().expect("a count"))
    };
    assert_eq!(counts("rows.jsonl"), [6, 2, 0, 1, 3]);
    assert_eq!(counts("rows.jsonl"), [6, 0, 2, 1, 3]);
    assert_eq!(desk.json(&["find", "l", "kind=core.person"])["total"], 4);
    // What came back can be sent as it is: the same reasons, nothing lost.
    assert_eq!(counts("rows.jsonl.refused.jsonl"), [4, 0, 0, 1, 3]);
    let again = desk.read("rows.jsonl.refused.jsonl.refused.jsonl");
    assert_eq!(again.matches("\"_refused\"").count(), 4);
    // Put right, they come in; with nothing left to come back, the list is gone.
    let right = desk
        .read("rows.jsonl.refused.jsonl")
        .replace("nowhere", "office");
    desk.write(
        "rows.jsonl.refused.jsonl",
        right.lines().last().expect("four lines"),
    );
    assert_eq!(counts("rows.jsonl.refused.jsonl"), [1, 1, 0, 0, 0]);
    assert!(!desk.path("rows.jsonl.refused.jsonl.refused.jsonl").exists());
}

#[test]
fn equal_rows_without_ids_are_as_many_records_as_there_are_rows() {
    let desk = Desk::with_office();
    let loan = r#"{"kind":"core.rule_switch","unit":"office","rule":"establishment.entry_by_need","from_on":"2020-01-01","instrument":"示例文"}"#;
    desk.write("rows.jsonl", format!("{loan}\n{loan}\n"));
    desk.run(&["import", "l", "rows.jsonl"]);
    desk.run(&["import", "l", "rows.jsonl"]);
    assert_eq!(
        desk.json(&["find", "l", "kind=core.rule_switch"])["total"],
        2
    );
}

#[test]
fn a_file_in_gb18030_is_read_and_one_from_a_pipe_too() {
    let desk = Desk::with_office();
    // 示例丁 in GB18030.
    let mut row =
        br#"{"id":"p4","kind":"core.person","unit":"office","person":"p-4","name":""#.to_vec();
    row.extend([0xca, 0xbe, 0xc0, 0xfd, 0xb6, 0xa1]);
    row.extend(br#"","birth_on":"1984-05-06","registered_on":"2001-01-01"}"#);
    desk.write("gb.jsonl", &row);
    expect![[r#"
        读入 1 行：新记入 1
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["import", "l", "gb.jsonl"]));
    expect![[r#"
        读入 1 行：新记入 0、先前已记入 1
        [exit 0]
    "#]]
    .assert_eq(&desk.pipe(&["import", "l", "-"], &row));
    assert_eq!(desk.json(&["find", "l", "示例丁"])["total"], 1);
}
