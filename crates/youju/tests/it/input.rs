//! Bad input: a clear message that names place and way out, exit code 2, nothing lost.

use crate::office::Desk;
use expect_test::expect;
use std::process::Stdio;

#[test]
fn malformed_json() {
    let desk = Desk::with_office();
    desk.write("bad.json", "{\"kind\": \"core.unit\",\n \"unit\": }");
    expect![[r#"
        [stderr]
        × bad.json: 不是 JSON：expected value at line 2 column 10
          → 写花括号里的一个对象，文字加双引号
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["record", "l", "bad.json"]));
    expect![[r#"
        {"error":{"cause":"input","hint":"记录种类见 youju kinds --dir 台账","message":"[1] 既不是文件，也不是记录种类"}}
        [stderr]
        × [1] 既不是文件，也不是记录种类
          → 记录种类见 youju kinds --dir 台账
        [exit 2]
    "#]].assert_eq(&desk.run(&["record", "l", "[1]", "--format", "json"]));
    expect![[r#"
        [stderr]
        × 参数: 不是 JSON：EOF while parsing a value at line 1 column 8
          → 写花括号里的一个对象，文字加双引号
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["record", "l", "{\"kind\":"]));
    expect![[r#"
        [stderr]
        × 标准输入: kind: 缺
          → 记录种类见 youju kinds --dir 台账
        [exit 2]
    "#]]
    .assert_eq(&desk.pipe(&["record", "l"], b"{}"));
}

#[test]
fn unknown_kind_unit_field_and_a_day_to_come() {
    let desk = Desk::with_office();
    expect![[r#"
        [stderr]
        × core.unti 既不是文件，也不是记录种类
          → 是不是“core.unit”？
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["record", "l", "core.unti"]));
    expect![[r#"
        [stderr]
        × kind: 没有“core.unti”这种记录
          → 是不是“core.unit”？
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["record", "l", "{\"kind\":\"core.unti\"}"]));
    let quota = [
        "record",
        "l",
        "establishment.quota",
        "category=institution",
        "posts=2",
        "approval_no=1",
    ];
    let with = |more: &[&str]| desk.run(&[&quota[..], more].concat());
    expect![[r#"
        [stderr]
        × unit: 没有单位“offcie”
          → 是不是“office”？
        [exit 2]
    "#]]
    .assert_eq(&with(&["unit=offcie", "approved_on=2022-01-01"]));
    expect![[r#"
        [stderr]
        × 未记入：2 处填写有误
          × aproved_on: establishment.quota 没有这个字段
            → 是不是“approved_on”？
          × approved_on: 缺
            → 完整样例见 youju kinds establishment.quota --example
        [exit 2]
    "#]]
    .assert_eq(&with(&["unit=office", "aproved_on=2022-01-01"]));
    expect![[r#"
        [stderr]
        × approved_on: “2022-1-1”不是日期
          → 写作 2022-06-30
        [exit 2]
    "#]]
    .assert_eq(&with(&["unit=office", "approved_on=2022-1-1"]));
    expect![[r#"
        [stderr]
        × approved_on: 2025-01-01 超前一年以上
          → 临近时再记；请核对年份
        [exit 2]
    "#]]
    .assert_eq(&with(&["unit=office", "approved_on=2025-01-01"]));
    let event = [
        "record",
        "l",
        "core.person",
        "unit=office",
        "person=p-9",
        "name=示例己",
        "birth_on=1990-01-01",
        "registered_on=2022-10-01",
    ];
    expect![[r#"
        [stderr]
        × registered_on: 2022-10-01 在今天（2022-09-30）之后
          → 发生以后再记；请核对日期
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&event));
    expect![[r#"
        [stderr]
        × “unit”不是 字段=值
          → 写作 unit=office.b03，等号两边不留空格
        [exit 2]
    "#]]
    .assert_eq(&with(&["unit"]));
    assert_eq!(
        desk.json(&["find", "l", "kind=establishment.quota"])["total"],
        1
    );
}

#[test]
fn empty_binary_large_and_missing_files() {
    let desk = Desk::with_office();
    desk.write("empty", "");
    desk.write("binary", [0x50, 0x4b, 3, 4, 0, 0]);
    desk.write("neither", [0x61, 0xff, 0xff]);
    desk.write("large", vec![b'1'; 50 << 20]);
    for file in ["empty", "binary", "neither", "large", "missing", "l"] {
        let shown = [
            &["check", file][..],
            &["record", "l", "-"],
            &["import", "l", file],
        ];
        for (i, args) in shown.iter().enumerate() {
            // Standard input stands for the file that `record` cannot name without its being one.
            let told = match i {
                1 if desk.path(file).is_file() => {
                    desk.pipe(args, &std::fs::read(desk.path(file)).expect("a file"))
                }
                1 => continue,
                _ => desk.run(args),
            };
            let import_of_one_line = i == 2 && ["neither", "large"].contains(&file);
            let code = if import_of_one_line {
                "[exit 1]\n"
            } else {
                "[exit 2]\n"
            };
            assert!(told.ends_with(code), "{args:?} {file}: {told}");
            assert!(told.len() < 1000, "{args:?} {file}: {} bytes", told.len());
        }
    }
    expect![[r#"
        [stderr]
        × empty: 没有内容
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "empty"]));
    expect![[r#"
        [stderr]
        × binary: 是二进制文件（第 2 字节为 0x03）
          → 请给 UTF-8 或 GB18030 的纯文本
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "binary"]));
    expect![[r#"
        [stderr]
        × neither: 既不是 UTF-8（第 1 字节不合）也不是 GB18030
          → 另存为 UTF-8
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "neither"]));
    expect![[r#"
        [stderr]
        × large 大于 16 MiB
          → 分成几份；check 可用 --max-bytes 放宽
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "large"]));
    expect![[r#"
        {"error":{"cause":"input","hint":"请核对名称","message":"没有 missing"}}
        [stderr]
        × 没有 missing
          → 请核对名称
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "missing", "--format", "json"]));
    expect![[r#"
        [stderr]
        × l 是文件夹
          → 请给文件
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "l"]));
    expect![[r#"
        [stderr]
        × empty 没有内容
          → 每行写一个 JSON 对象
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["import", "l", "empty"]));
    desk.write("alias.toml", "[aliases]\n");
    desk.write("text", "党员315名。");
    expect![[r#"
        [stderr]
        × alias.toml: 别名文件读不了：不认识的键“aliases”
          → 只写 published_on 和 [alias]
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "text", "--alias", "alias.toml"]));
    expect![[r#"
        [stderr]
        × text 大于 3 bytes
          → 分成几份；check 可用 --max-bytes 放宽
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["check", "text", "--max-bytes", "3"]));
}

#[test]
fn a_folder_that_is_no_ledger_and_one_that_is_not_empty() {
    let desk = Desk::with_office();
    expect![[r#"
        [stderr]
        × nowhere 里没有台账
          → 用 youju init 建一个
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["figure", "nowhere", "members.total"]));
    expect![[r#"
        [stderr]
        × l 不是空文件夹
          → 换一个文件夹
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["init", "l"]));
    expect![[r#"
        [stderr]
        × . 里没有台账
          → 用 youju init 建一个
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["verify", "."]));
    expect![[r#"
        [stderr]
        × 台账里没有记录“no-such-record”
          → 用 youju find 查找
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["show", "l", "no-such-record"]));
}

#[test]
fn packs_with_faults_are_told_all_at_once() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("packs/talks/kinds")).expect("folders");
    desk.write("packs/talks/pack.toml", "# Talks.\nid = \"talk\"\n");
    desk.write(
        "packs/talks/kinds/talk.toml",
        "# One record per talk.\non = \"held_on\"\n[feild]\n",
    );
    expect![[r#"
        [stderr]
        × 业务包有 8 处错误
          × packs/talks/i18n/en.txt: there is no such file
            → write it: 2 texts are owed, the first is pack
          × packs/talks/i18n/zh.txt: there is no such file
            → write it: 2 texts are owed, the first is pack
          × packs/talks/kinds/talk.toml:1: missing key "field.unit"
            → add field.unit = { type = "unit", content = "unit", required = true }
          × packs/talks/kinds/talk.toml:1: no required field "unit" of type unit
            → add unit = { type = "unit", content = "unit", required = true }
          × packs/talks/kinds/talk.toml:2: "on" names no field "held_on"
          × packs/talks/kinds/talk.toml:3: 不认识的键“feild”
            → 是不是“field”？
          × packs/talks/pack.toml: nothing says why the kind "talk" is kept
            → add [kind.talk] with purpose, basis and keep
          × packs/talks/pack.toml:2: "id" is "talk" in the folder talks
            → write id = "talks"
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["packs", "check", "--packs", "packs"]));
    expect![[r#"
        [stderr]
        × 没有 nothing
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["init", "l", "--packs", "nothing"]));
}

#[test]
fn usage_errors_are_json_where_json_was_asked_for() {
    let desk = Desk::new();
    expect![[r#"
        {"error":{"cause":"input","hint":"youju --help","message":"invalid value 'yesterday' for '--on <DATE>': \"yesterday\" is no date"}}
        [stderr]
        error: invalid value 'yesterday' for '--on <DATE>': "yesterday" is no date; write it as 2022-06-30

        For more information, try '--help'.
        [exit 2]
    "#]].assert_eq(&desk.run(&[
        "figure",
        "l",
        "members.total",
        "--on",
        "yesterday",
        "--format",
        "json",
    ]));
    let shown = desk.run(&["fligth"]);
    assert!(shown.ends_with("[exit 2]\n"), "{shown}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = Desk::with_office();
    let mut command = desk.command(&["kinds", "members.application"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn completions_name_every_verb() {
    let desk = Desk::new();
    let script = desk.run(&["completions", "bash"]);
    for verb in ["record", "reconcile", "check", "restore", "doctor"] {
        assert!(script.contains(verb), "{verb}");
    }
}
