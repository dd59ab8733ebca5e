//! What figures say about one another: what must be found, and what must not.

use youju_proofread::{Options, read};

/// Reads a text and gives its relations as `code result computed`.
fn relations(text: &str) -> Vec<String> {
    let reading = read(text, &Options::default());
    for relation in &reading.relations {
        let assumes = relation.message.contains("假定");
        assert_eq!(
            assumes,
            relation.result.to_string() == "impossible" || assumes,
            "{}",
            relation.message
        );
    }
    reading
        .relations
        .iter()
        .map(|r| format!("{} {} {}", r.code, r.result, r.computed))
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(relations(text), expected, "{text}");
}

#[test]
fn a_share_solves_its_whole() {
    check("全局党员315名，占干部职工的77.6%。", &["GRIM solved 406"]);
    check(
        "选用干部中，基层干部92名，占选用总数的70.23%。",
        &["GRIM solved 131"],
    );
    check("45人参加，占61.3%。", &["GRIM impossible 无"]);
    check("应到80人，女党员55名，占68.75%。", &["GRIM holds 68.75"]);
    check("覆盖率为80.44%。", &["GRIM-D solved 225.."]);
    check("覆盖率为80%。", &[]);
}

#[test]
fn the_nearest_number_is_not_the_base() {
    check(
        "调整干部173名，选用干部中基层干部92名，占选用干部的70.23%。",
        &["GRIM solved 131"],
    );
    check(
        "173名干部中，92名来自基层，占70.23%。",
        &["DENOM impossible 53.18"],
    );
    check(
        "454名学员参训，其中女学员占33.4%。",
        &["GRIM impossible 151（33.26%）、152（33.48%）"],
    );
    check("454名学员参训，其中女学员占37.4%。", &["GRIM holds 170"]);
    check(
        "9个支部中82.5%达标。",
        &["GRIM-D impossible 7（77.78%）、8（88.89%）"],
    );
    check(
        "200名代表选出。甲类50名，占25%；乙类60名，占30%；丙类66名，占32.5%。",
        &["GRIM holds 25", "GRIM holds 30", "DENOM impossible 33"],
    );
}

#[test]
fn parts_and_totals() {
    check("正职7名、副职19名，共26名。", &["SUM holds 26"]);
    check("正职7名、副职19名，共27名。", &["SUM impossible 26"]);
    check("新设2个、撤并3个，净减1个。", &["SUM holds 1"]);
    check("新设2个、撤并3个，净减2个。", &["SUM impossible 1"]);
    check(
        "应到代表136人，请假4人，实到133人。",
        &["SUM impossible 132"],
    );
    check(
        "共有代表1092名，其中青年213名、妇女487名，分别占19.5%和44.6%。",
        &[
            "SUBSET holds 1092名",
            "GRIM holds 19.51",
            "SUBSET holds 1092名",
            "GRIM holds 44.6",
        ],
    );
    check("共20名，分别为正职7名、副职12名。", &["SUM impossible 19"]);
    check(
        "培训干部50名，其中女干部64名。",
        &["SUBSET impossible 50名"],
    );
    check(
        "选出100名代表。甲类57名，占57%；乙类41名，占40%；丙类3名，占3%。",
        &[
            "SUM impossible 101",
            "GRIM holds 57",
            "DENOM impossible 41",
            "GRIM holds 3",
        ],
    );
    // Overlapping groups may add up to more than the whole, and a list need not be complete.
    check(
        "选派89名干部，其中少数民族23名，女干部5名，大学以上学历75名。",
        &[
            "SUBSET holds 89名",
            "SUBSET holds 89名",
            "SUBSET holds 89名",
        ],
    );
    check(
        "选用92名干部，其中提任3名、晋升18名。",
        &["SUBSET holds 92名", "SUBSET holds 92名"],
    );
    check(
        "共454名，其中地厅级干部130人、县处级干部334人。",
        &[
            "SUM impossible 464",
            "SUBSET holds 454名",
            "SUBSET holds 454名",
        ],
    );
    check("投入1380万元，改造场所145个、示范点40个。", &[]);
    check("办班2期、2056人次；滞留车辆600余辆、1300余人。", &[]);
}

#[test]
fn a_part_of_its_own_sentence_takes_up_the_count_it_shares_words_with() {
    let text = "全市共侦破盗窃案件820起，调解邻里纠纷3.6万起。其中，侦破跨省盗窃案件";
    check(&format!("{text}41起。"), &["SUBSET holds 820起"]);
    check(&format!("{text}1041起。"), &["SUBSET impossible 820起"]);
    // In the same sentence it is the nearest, and a farther one may be meant.
    check(
        "受理案件300件，办结50件，其中当年受理64件。",
        &["SUBSET warning 50件"],
    );
}

#[test]
fn one_for_each_place_or_so_many() {
    check(
        "选派63名干部到东州30个乡镇、西州33个乡镇任职。",
        &["SUM holds 63"],
    );
    // That there are as many as places is not said; nearly as many is worth a look.
    check(
        "选派64名干部到东州30个乡镇、西州33个乡镇任职。",
        &["SUM warning 63"],
    );
    check("选派264名干部到东州30个乡镇、西州33个乡镇任职。", &[]);
    check("12个乡镇各派2名干部，共24名。", &["SUM holds 24"]);
    check("12个乡镇各派2名干部，共26名。", &["SUM impossible 24"]);
}

#[test]
fn a_property_of_a_place_stays() {
    check(
        "青石岭垭口海拔4300米，冬季多雪。海拔4300多米的青石岭垭口设有道班。",
        &[],
    );
    check(
        "青石岭海拔超过4300米，冬季多雪。在海拔4300多米的青石岭，道班有人值守。",
        &["REPEAT holds 超过4300米"],
    );
    check(
        "甲县面积4300平方公里。甲县面积5300平方公里。",
        &["REPEAT impossible 4300平方公里"],
    );
    check("甲县面积4300平方公里，乙县面积5300平方公里。", &[]);
}

#[test]
fn what_happens_in_a_shorter_time_is_part_of_the_longer() {
    check(
        "2021年3月，救助被困群众31人。\n2018年以来，救助被困群众1600余人次。",
        &["SUBSET holds 1600余人次"],
    );
    check(
        "2021年3月，救助被困群众1731人次。\n2018年以来，救助被困群众1600余人次。",
        &["SUBSET warning 1600余人次"],
    );
    check(
        "2021年3月，培训村医31人。\n2018年以来，救助被困群众1600余人次。",
        &[],
    );
}

#[test]
fn a_dated_event_goes_on_over_paragraphs_that_point_back() {
    let event = "2021年1月至2月，山口连降大雪。\n面对险情，职工出动警力300余人次，一干就是";
    check(&format!("{event}41天。"), &["PERIOD holds 59"]);
    check(&format!("{event}81天。"), &["PERIOD impossible 59"]);
    check("2021年1月，山口连降大雪。\n该站建成已有41天。", &[]);
}

#[test]
fn growth_points_and_multiples() {
    check(
        "人数由622名增加到2117名，增长了341%。",
        &["GROWTH impossible 240.35"],
    );
    check(
        "收入由320.5亿元增加到351.2亿元，增长9.6%。",
        &["GROWTH holds 9.55..9.61"],
    );
    check(
        "覆盖率由71.2%升至83.5%，提高12.3个百分点。",
        &["PP holds 12.2..12.4"],
    );
    check(
        "覆盖率由71.2%升至83.5%，提高17.3个百分点。",
        &["PP impossible 12.2..12.4"],
    );
    check("站点由20个增至60个，增加3倍。", &["MULT impossible 2"]);
    check("站点由20个增至60个，增加2倍。", &["MULT holds 2"]);
    check("超编单位由11家减至4家，减少7家。", &["GROWTH holds 7"]);
    check("受理46件，比去年的40件增长15%。", &["GROWTH holds 15"]);
    check("全年生产总值增长6.8%，比上年提高0.5个百分点。", &[]);
    check(
        "余额500亿元，比年初增加50亿元，增长11.1%。",
        &["GROWTH holds 10.98..11.25"],
    );
    check(
        "余额500亿元，比年初增加50亿元，增长12.1%。",
        &["GROWTH impossible 10.98..11.25"],
    );
}

#[test]
fn rates_and_means() {
    check("受理50件，办结47件，办结率96%。", &["RATE impossible 94"]);
    check("受理50件，办结48件，办结率96%。", &["RATE holds 96"]);
    check("应到代表150名，实到138名，出席率92%。", &["RATE holds 92"]);
    check(
        "发放补助210万元，惠及700人，人均3000元。",
        &["GRIM-M holds 2992.86..3007.14"],
    );
    check(
        "发放补助210万元，惠及700人，人均4000元。",
        &["GRIM-M impossible 2992.86..3007.14"],
    );
    check("班子成员6人，平均年龄38.4岁。", &["GRIM-M impossible 无"]);
    check("班子成员7人，平均年龄41.29岁。", &["GRIM-M holds 289"]);
    check(
        "下辖5个镇、8个街道，乡镇街道干部272名，平均每个镇街道20.92名。",
        &["GRIM-M holds 13"],
    );
}

#[test]
fn the_same_fact_twice() {
    check(
        "全县选出代表344名。344名代表中，女代表90名。",
        &["REPEAT holds 344名"],
    );
    check(
        "全县选出代表345名。344名代表中，女代表90名。",
        &["REPEAT impossible 345名"],
    );
    check(
        "他们一干就是51天。\n52天里，没有人下山。",
        &["REPEAT impossible 51天"],
    );
    check(
        "培训骨干2056人次。全年培训骨干2056人。",
        &["COUNTER warning 2056人次"],
    );
    check("今年未发生一起事故，但有事故3起。", &["ZERO impossible 0"]);
    check("今年未发生一起较大事故，一般事故3起。", &[]);
    check(
        "化解矛盾纠纷46件\n今年以来，化解矛盾纠纷64件，成效明显。",
        &["REPEAT impossible 46件"],
    );
}

#[test]
fn wording_and_periods() {
    check("约50余人参加。", &["DOUBLE warning 约50余人"]);
    check("超过60%以上。", &["DOUBLE warning 超过60%以上"]);
    check("近百余人。", &["DOUBLE warning 近百余人"]);
    check("2月连续值守31天。", &["PERIOD impossible 29"]);
    check("2019年2月至3月连续值守51天。", &["PERIOD holds 59"]);
    check("不超过50人，80余人。", &[]);
}

#[test]
fn nothing_divides_by_a_written_zero() {
    check("36票赞成、0票反对。总投资2.3亿元，改造场所0个。", &[]);
    check("发放补助120万元，惠及0人，人均0元。", &[]);
}

#[test]
fn groups_that_overlap_make_no_whole() {
    // Women, the young and graduates happen to make 100 %.
    check(
        "全县党员9632名，其中女党员2876名，占29.9%；35岁以下1843名，占19.1%；大专以上学历4915名，占51.0%。",
        &[
            "SUBSET holds 9632名",
            "GRIM holds 29.86",
            "SUBSET holds 9632名",
            "GRIM holds 19.13",
            "SUBSET holds 9632名",
            "GRIM holds 51.03",
        ],
    );
}

#[test]
fn money_and_measures_have_parts_too() {
    let project = "项目总投资2.3亿元，其中上级资金1.5亿元、县级配套5000万元，其余";
    check(
        &format!("{project}3000万元自筹。"),
        &[
            "SUM holds 224990000..235010000",
            "SUBSET holds 2.3亿元",
            "SUBSET holds 2.3亿元",
            "SUBSET holds 2.3亿元",
        ],
    );
    let wrong = read(&format!("{project}9000万元自筹。"), &Options::default());
    assert_eq!(wrong.relations[0].result.to_string(), "impossible");
    check("造林120亩，其中灌木林140亩。", &["SUBSET impossible 120亩"]);
    check(
        "每个村补助20万元，全县12个村共补助240万元。",
        &["SUM holds 2340000..2460000"],
    );
    check(
        "每个村补助20万元，全县12个村共补助360万元。",
        &["SUM impossible 2340000..2460000"],
    );
}

#[test]
fn the_ill_are_well_again_dead_or_still_ill() {
    let cases = "累计确诊病例134例，其中境外输入6例，治愈出院120例，死亡2例，现有在院治疗";
    let sums = |text: &str| -> Vec<String> {
        let all = relations(text);
        all.into_iter().filter(|r| r.starts_with("SUM")).collect()
    };
    assert_eq!(sums(&format!("{cases}12例。")), ["SUM holds 134"]);
    assert_eq!(sums(&format!("{cases}19例。")), ["SUM impossible 141"]);
}

#[test]
fn a_rate_finds_its_base_by_what_was_counted_before() {
    check(
        "梳理问题37项，已解决32项，解决率86.5%。",
        &["RATE holds 86.49"],
    );
    check(
        "梳理问题37项，已解决32项，解决率96.5%。",
        &["RATE warning 86.49"],
    );
}

#[test]
fn how_often_is_counted() {
    check(
        "12个月召开调度会9次，做到月月调度。",
        &["CADENCE impossible 12"],
    );
    check(
        "2021年1月至6月，坚持每月开展研判，共召开例会6次。",
        &["CADENCE holds 6"],
    );
    check(
        "2021年，坚持每季度通报进度，共召开推进会3次。",
        &["CADENCE impossible 4"],
    );
    check("2021年召开推进会3次，每月补助300元。", &[]);
}

#[test]
fn sizes_that_only_a_slip_explains() {
    check("新建活动室10个，投资1380元。", &["UNITS warning 138"]);
    check("新建活动室10个，投资1380万元。", &[]);
    check("全县培训农牧民1.5亿人。", &["UNITS warning 3000000"]);
    check("全县培训农牧民1.5万人。", &[]);
    check("发放补助120万元，惠及牧民400户。", &[]);
    let slip = "下拨救灾资金46万元\n今年以来，下拨救灾资金46元，已到户。";
    let reading = read(slip, &Options::default());
    assert!(reading.relations[0].message.contains("一万倍"), "{slip}");
}

#[test]
fn shares_that_should_make_a_whole() {
    check(
        "甲类占40.1%、乙类占35.2%、丙类占26.3%。",
        &["ROUND warning 101.6"],
    );
    check(
        "甲类占40.1%、乙类占35.2%、丙类占24.6%。",
        &["ROUND holds 99.9"],
    );
    check("甲类占40.1%、乙类占35.2%、丙类占24.7%。", &[]);
    check("女性占40.1%，青年占35.2%，党员占66.3%。", &[]);
}

#[test]
fn numbers_outside_a_rule_or_nature() {
    check("该党支部现有党员73名。", &["RULE warning ..50"]);
    check("全办18个党支部现有党员315名。", &[]);
    check("该党支部现有党员33名。", &[]);
    check("选举大会应到150名，实到116名。", &["RULE warning 120"]);
    check("选举大会应到150名，实到121名。", &[]);
    check("站点海拔9200米。", &["PHYS impossible -500..8849"]);
    check("阵风达到18级。", &["PHYS impossible 0..17"]);
    check("最低气温零下41度。", &[]);
    check("网格覆盖率105.3%。", &["PHYS impossible 0..100"]);
    check("任务完成率105.3%。", &[]);
    check("队员日均休息30小时。", &["PHYS impossible 0..24"]);
    check(
        "路段海拔5200米，含氧量不足海平面的30%。",
        &["PHYS warning 41..68"],
    );
    check(
        "路段海拔5200米，含氧量不足海平面的50%。",
        &["PHYS holds 41..68"],
    );
}

#[test]
fn words_that_do_not_go_with_their_figure() {
    check("拥堵减少3倍。", &["TERM warning 3倍"]);
    check("产值翻3倍。", &["TERM warning 3倍"]);
    check("产值翻两番，求助增加3倍。", &[]);
    check(
        "查处治安案件30起，抓获犯罪嫌疑人45名。",
        &["TERM warning 违法行为人"],
    );
    check("破获刑事案件30起，抓获犯罪嫌疑人45名。", &[]);
    check("全局干部88名，谈话覆盖120人。", &["COUNTER warning 88名"]);
    check("全局干部88名，谈话120人次。", &[]);
}

#[test]
fn none_of_it_and_some_of_it() {
    check("行动中无一人高反；送医3人。", &["ZERO warning 0"]);
    check("全年零伤亡，但受伤2人。", &["ZERO warning 0"]);
    check("今年零事故，实际发生事故3起。", &["ZERO impossible 0"]);
    check("今年没有一名学生辍学，资助学生3名。", &[]);
}

#[test]
fn a_part_whose_share_is_of_something_else() {
    check(
        "全局干部120名，其中女干部45名，占39.5%。",
        &["DENOM warning 37.5"],
    );
    check(
        "全局干部120名，其中女干部45名，占37.5%。",
        &["SUBSET holds 120名", "GRIM holds 37.5"],
    );
}

#[test]
fn what_lies_ahead_is_no_fact() {
    let options = Options {
        published_on: Some(jiff::civil::date(2026, 7, 15)),
        ..Options::default()
    };
    let codes = |text: &str| -> Vec<String> {
        let reading = read(text, &options);
        let relations = reading.relations.iter();
        relations
            .map(|r| format!("{} {}", r.code, r.result))
            .collect()
    };
    assert_eq!(codes("2026年9月，培训干部43名。"), ["PERIOD warning"]);
    assert!(codes("2026年9月，将培训干部43名。").is_empty());
    assert!(codes("2026年5月，培训干部43名。").is_empty());
}

#[test]
fn time_that_does_not_fit_into_its_period() {
    check("2月连续值守5周。", &["PERIOD impossible 29"]);
    check("2月累计巡线600小时。", &["PERIOD holds 29"]);
    check("2月，该站已安全运行1200天。", &[]);
}

/// Sentences that a hasty reader would call impossible: another subject, another base, a yearly mean, a level.
#[test]
fn true_sentences_stay_unsuspected() {
    for text in [
        "公路里程由5200公里增加到7600公里，铁路里程翻了一番，农村公路增长30%。",
        "基础养老金由每人每月128元提高到138元，城乡低保标准分别提高到每人每月780元、590元。",
        "总量由2017年的3120亿元增加到2022年的5068亿元，年均增长10.2%。",
        "城镇化率从38.5%提高到45.2%，年均提高1.34个百分点。",
        "按每人每月1500元标准发放生活费；救助困难家庭42户，户均3200元。",
        "存款余额8.26万亿元，比年初增加6215亿元，同比增长9.6%。",
        "投诉量下降12%，办结率由92%提高到98%，满意率提高2.3个百分点。",
        "收入由上年的6.2亿元增长到9.7亿元，今年上半年达到5.8亿元，同比增长31%。",
        "为高龄老人发放补贴151.6万元；为孤儿每人每月发放1500元；对42户困难家庭给予救助，户均3200元。",
        "参加养老保险86.2万人，其中职工21.4万人、居民64.8万人；参加医疗保险103.6万人。",
        "9月受理35件，办结41件，办结率117%。",
        "664.7万人受灾，17人死亡（其中，6人因滑坡，2人溺水），47.9万人转移安置。",
        "抽检食品4820批次，不合格97批次，合格率97.99%。",
        "甲市城镇常住人口198.4万人。乙市城镇常住人口263.5万人。",
    ] {
        let reading = read(text, &Options::default());
        let wrong = reading
            .relations
            .iter()
            .find(|r| r.result.to_string() == "impossible");
        assert_eq!(wrong, None, "{text}");
    }
}

#[test]
fn classes_that_make_up_their_whole_by_definition() {
    check(
        "生产总值600亿元，增长5.2%，其中第一产业增加值40亿元，增长2.6%，第二产业增加值320亿元，第三产业增加值240亿元。",
        &[
            "SUM holds 59850000000..60150000000",
            "SUBSET holds 600亿元",
            "SUBSET holds 600亿元",
            "SUBSET holds 600亿元",
        ],
    );
    check(
        "进出口总额512亿元，其中出口324亿元、进口170亿元。",
        &[
            "SUM impossible 49300000000..49500000000",
            "SUBSET holds 512亿元",
            "SUBSET holds 512亿元",
        ],
    );
}
