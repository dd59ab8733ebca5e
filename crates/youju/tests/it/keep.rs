//! Verified, tampered with, backed up and brought back.

use crate::office::{Desk, copy};
use expect_test::expect;
use std::fs;
use youju_db::{DbError, Store, StoreOptions, WriteError};

#[test]
fn a_sound_ledger_says_so_and_its_backup_comes_back() {
    let desk = Desk::with_office();
    expect![[r#"
        ✓ 台账完好  l
          日志 9 条，重算比对 53 行
          加密字段 6 处可读，已销毁 0 处
          签名检查点：第 9 号为止，根 <digest>…
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["verify", "l"]));
    expect![[r#"
        ✓ backed up and verified  copy
          9 journal entries, 53 rows compared with a rebuild
          6 sealed texts can be read, 0 erased
          signed checkpoint: up to entry 9, root <digest>…
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["backup", "l", "copy", "--lang", "en"]));
    expect![[r#"
        [stderr]
        × copy 不是空文件夹
          → 换一个文件夹
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["backup", "l", "copy"]));
    expect![[r#"
        ✓ 已恢复并核对  again
          日志 9 条，重算比对 53 行
          加密字段 6 处可读，已销毁 0 处
          签名检查点：第 9 号为止，根 <digest>…
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["restore", "copy", "again"]));
    assert_eq!(
        desk.json(&["find", "again", "示例"])["total"],
        desk.json(&["find", "l", "示例"])["total"]
    );
    expect![[r#"
        again  第 9 号为止
          示例账：数据为虚构，不作任何核实
        ! 规则依据的 66 份文件未登记（规则照常适用）：“三个第一”制度, “总量与结构双控”机构编制管理办法（试行）, “第一议题”制度, 一月一调度、一季一督办、半年一考评、一年一考核工作机制, 个人信息保护法 …
        [exit 0]"#]]
    .assert_eq(
        &desk
            .run(&["doctor", "again"])
            .lines()
            .filter(|l| !l.contains("KiB") && !l.contains("缺藏文"))
            .collect::<Vec<_>>()
            .join("\n"),
    );
}

#[test]
fn a_value_changed_by_sql_is_named() {
    let desk = Desk::with_office();
    copy(&desk.path("l"), &desk.path("bad"));
    let store = Store::open(
        &desk.path("bad/ledger.db"),
        StoreOptions {
            create: false,
            before_commit: None,
        },
    )
    .expect("a store");
    store
        .write(|tx| -> Result<u64, DbError> {
            Ok(tx
                .execute("update establishment_quota set posts = 9", &[])?
                .try_into()
                .unwrap_or(0))
        })
        .map_err(|e: WriteError<DbError>| e.to_string())
        .expect("a write behind the ledger's back");
    drop(store);
    expect![[r#"
        × 台账有 1 处不对  bad
          日志 9 条，重算比对 53 行
          加密字段 6 处可读，已销毁 0 处
          签名检查点：第 9 号为止，根 <digest>…
          establishment_quota · record_id q1 seq 9 · posts  现为 9，日志应为 1
          停止写入，保留现场；用 youju restore 从备份恢复到新文件夹，再比对
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&["verify", "bad"]));
    expect![[r#"
        × 备份未成：源台账有 1 处不对，未留下备份  copy
          日志 9 条，重算比对 53 行
          加密字段 6 处可读，已销毁 0 处
          签名检查点：第 9 号为止，根 <digest>…
          establishment_quota · record_id q1 seq 9 · posts  现为 9，日志应为 1
        [exit 1]
    "#]]
    .assert_eq(&desk.run(&["backup", "bad", "copy"]));
    assert!(!desk.path("copy").exists());
}

#[test]
fn lost_keys_are_named_with_what_is_lost() {
    let desk = Desk::with_office();
    fs::remove_file(desk.path("l/ledger.key")).expect("the key file");
    let shown = desk.run(&["verify", "l", "--lang", "en"]);
    assert!(
        shown.contains("ledger.key") && shown.contains("is lost") && shown.ends_with("[exit 1]\n"),
        "{shown}"
    );
    expect![[r#"
        [stderr]
        × 没有 l/ledger.key
          → 从单独的备份取回；丢了什么，看 youju verify
        [exit 3]
    "#]]
    .assert_eq(&desk.run(&["figure", "l", "establishment.filled"]));
}
