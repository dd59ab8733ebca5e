//! Counter words and units of measure: what a number counts, and of which kind the figure is.

use crate::normalise::Text;
use crate::reading::Kind;
use crate::words::Quickly;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A counter or unit as it stands behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counter {
    /// As written, with a bracketed alternative if there is one: `人次`, `辆(次)`, `条(封、条)`.
    pub word: String,
    pub kind: Kind,
    /// First place after it.
    pub end: usize,
}

/// What is counted one by one.
const COUNTS: &str = "人 名 位 口 户 家 个 所 座 处 项 件 起 宗 例 条 封 面 幅 份 篇 期 场 次 批 届 轮 班 节 堂 门 本 册 套 台 \
    辆 架 艘 列 趟 张 枚 块 片 支 队 组 对 双 只 头 匹 峰 羽 株 棵 栋 幢 间 层 床 顶 盏 眼 口井 票 分 点 款 种 类 样 字 集 部 首 \
    版 站 段 桩 根 把 盒 瓶 袋 箱 车 单 笔 卷 则 章 页 桌 席 筐 捆 粒 剂 剂次 针 针次 人份 人次 人天 人日 户次 件次 场次 台次 辆次 \
    架次 班次 车次 列次 艘次 船次 航班 频次 轮次 批次 例次 篇次 条次 点次 家次 处次 组次 床日 项次 宗次 起次 台套 台(套) 套次 \
    省 市 县 区 乡 镇 村 国 州 盟 旗 街道 社区 村民小组 代表团 亩次 道 株次 户家庭 句 遍 回 圈 步 下 死 伤 人家 \
    款次 声 轮回 尊 匝 壶 碗 杯 餐 顿 程 路 学分 积分 篇章 块屏 台班 标段 包 发 尾 枝 朵 幕 副 具 挺 团 伙 股 孔 吨次 人户 层次 平台 大类 小类 大项 小项 \
    件天 件日 台天 台日 辆天 辆日 套天 套日 间天 间日 床天 户天 天次";

/// Units of measure by kind.
const MEASURES: &[(Kind, &str)] = &[
    (
        Kind::Money,
        "元 块钱 角 美元 欧元 英镑 日元 港元 港币 卢布 韩元 澳元 加元 元人民币",
    ),
    (
        Kind::Length,
        "米 公里 千米 厘米 毫米 微米 纳米 分米 里 华里 海里 里程 延米 km KM cm CM mm m 英里 英尺 英寸 尺 寸 丈 公分",
    ),
    (
        Kind::Duration,
        "年 个月 月 周 天 个工作日 工作日 个交易日 日 小时 个小时 个钟头 学时 课时 分钟 秒 秒钟 毫秒 刻钟 个星期 星期 周年 载 昼夜 \
         个昼夜 个日夜 个季度 个学期 学年 个学年 个年头 个多月 夜 h min 世纪 个世纪 年代 个半月 旬 个小时次",
    ),
    (Kind::Temperature, "摄氏度 ℃ °C 华氏度 ℉"),
    (
        Kind::Other,
        "岁 周岁 度 ° 级 公斤 千克 克 毫克 微克 斤 两 吨 万吨 标吨 标准煤 吨标准煤 平方公里 平方千米 平方米 平方厘米 立方米 立方 方 亩 公顷 顷 \
         平米 ㎡ m² m³ 立方厘米 升 毫升 千瓦 千瓦时 兆瓦 兆瓦时 吉瓦 瓦 kW kWh MW MWh GW GWh 度电 伏 千伏 安 kV 赫兹 兆赫 kg g t \
         帕 百帕 千帕 焦 千焦 大卡 卡 字节 MB GB TB PB KB 兆 Mbps Gbps 比特 分贝 马力 勒克斯 像素 标箱 TEU 箱位 \
         折 倍速 公里/小时 千米/小时 km/h 米/秒 立方米/秒 ppm 秒/次 车公里 人公里 吨公里 平方千米次",
    ),
    (Kind::Percent, "% 个百分比 ‰ 成"),
    (Kind::Pp, "个百分点 百分点 个点 个千分点"),
    (Kind::Multiple, "倍 番"),
];

/// A counter that the grammar knows.
struct Known {
    word: &'static str,
    chars: Vec<char>,
    kind: Kind,
    /// Characters behind it with which it is another word.
    blocked: &'static str,
}

type Counters = HashMap<char, Vec<Known>, Quickly>;

/// All counters by their first character, the longest first; of two that are written alike the unit of measure.
static COUNTERS: LazyLock<Counters> = LazyLock::new(|| {
    let counts = COUNTS.split_whitespace().map(|word| (word, Kind::Count));
    let measures = MEASURES
        .iter()
        .rev()
        .flat_map(|(kind, words)| words.split_whitespace().map(|word| (word, *kind)));
    let mut counters = Counters::default();
    for (word, kind) in measures.chain(counts) {
        let chars: Vec<char> = word.chars().collect();
        counters.entry(chars[0]).or_default().push(Known {
            word,
            chars,
            kind,
            blocked: blocked(word),
        });
    }
    for words in counters.values_mut() {
        words.sort_by_key(|known| Reverse(known.chars.len()));
    }
    counters
});

/// Reads the counter that stands at `i`, the longest that fits.
pub(crate) fn read(text: &Text, i: usize) -> Option<Counter> {
    let rest = text.chars.get(i..)?;
    let mut alike = COUNTERS.get(rest.first()?)?.iter();
    let known = alike.find(|k| rest.starts_with(&k.chars) && is_counter_here(text, i, k))?;
    let after = i + known.chars.len();
    // Brackets stay as they were written; ％ and ｋｍ are the signs that they mean.
    let (word, end) = match bracket_end(text, after) {
        Some(end) => (text.surface(i, end), end),
        None => (known.word.to_owned(), after),
    };
    Some(Counter {
        word,
        kind: known.kind,
        end,
    })
}

/// Says whether the counter is not the beginning of another word (`5人民币`, `3分之一`, `2次生灾害`).
fn is_counter_here(text: &Text, i: usize, known: &Known) -> bool {
    let end = i + known.chars.len();
    let next = text.char(end);
    if text.char(end - 1).is_ascii_alphabetic() && next.is_ascii_alphanumeric() {
        return false;
    }
    let goes_on = next != '\0' && known.blocked.contains(next);
    // 个人所得 and 个人账户 are words, 3个人 counts.
    if text.char(i) == '个'
        && text
            .longest_at(i, "个人所得 个人账户 个人信用 个人合伙")
            .is_some()
    {
        return false;
    }
    !goes_on
        || text.longest_at(end, "以上 以下 以内").is_some()
        || next == '到' && crate::numeral::can_start(text.char(end + 1))
}

fn blocked(word: &str) -> &'static str {
    match word {
        "人" => "民工才均口类身格",
        "家" => "庭长属",
        "名" => "单录次牌",
        "位" => "置于居列",
        "次" => "生要品序",
        "分" => "之别布析享类局院行公管红享为支批期",
        "点" => "赞击评亮燃",
        "面" => "积对临向貌",
        "件" => "",
        "件天" | "台天" | "辆天" | "套天" | "间天" | "床天" | "户天" => "然气津",
        "件日" | "台日" | "辆日" | "套日" | "间日" => "产本常用前均",
        "天次" => "日",
        "条" => "例件款约",
        "项" => "目部",
        "发" => "生展现放布表行起动出射送明挥病达言票改稿文",
        "团" => "结队体伙员",
        "伙" => "伴食同",
        "副" => "书主县省处职教局部科市厅会院校",
        "具" => "有体备",
        "股" => "东份权票",
        "幕" => "后",
        "枝" => "叶节",
        "个点" => "赞评位子",
        "期" => "间望末待货",
        "天" => "然气津",
        "年" => "轻龄级",
        "日" => "常前益后",
        "度" => "假量",
        "里" => "面程",
        "国" => "家内际有道外",
        "省" => "级道",
        "市" => "场民值值",
        "县" => "级道",
        "区" => "间域别",
        "乡" => "村道",
        "村" => "民庄",
        "路" => "线段面过",
        "线" => "路上下",
        "关" => "于系键注心",
        "员" => "工",
        "师" => "生傅资",
        "道" => "路",
        "部" => "门队分署",
        "班" => "子",
        "单" => "位独",
        "组" => "织成长",
        "队" => "伍员",
        "对" => "于照策接口象应",
        "双" => "方",
        "首" => "次先批",
        "种" => "植子",
        "类" => "似别",
        "样" => "本品",
        "章" => "节程",
        "站" => "点位在",
        "段" => "落",
        "根" => "据本",
        "把" => "握",
        "包" => "括含联",
        "车" => "辆间",
        "下" => "降滑一午辖属列",
        "回" => "落升归访",
        "程" => "序度",
        "死" => "",
        "克" => "服",
        "方" => "面案法式向",
        "两" => "",
        "安" => "全排置徽",
        "卡" => "车",
        "级" => "别",
        "成" => "立功为员长本果就效型都绩片套批品交熟",
        "角" => "度色",
        "字" => "",
        "版" => "权图",
        "层" => "面级次",
        "间" => "接隔",
        "门" => "前诊口户",
        "节" => "约日水能",
        "台" => "账风湾北",
        "列" => "入为出",
        "处" => "于理置罚分",
        "所" => "有以在需",
        "起" => "来到点伏源草重诉",
        "个" => "体性",
        "折" => "算合旧现扣叠",
        "步" => "骤伐",
        "声" => "音",
        "席" => "位",
        "m" | "g" | "t" | "h" => "",
        _ => "",
    }
}

/// Takes a bracketed alternative of the counter: `人(次)`, `条(封、条)`, `面(幅)`.
fn bracket_end(text: &Text, i: usize) -> Option<usize> {
    if text.char(i) != '(' {
        return None;
    }
    let close = (i + 1..text.len().min(i + 8)).find(|k| text.char(*k) == ')')?;
    let inside = text.slice(i + 1, close);
    let all_counters = !inside.is_empty()
        && inside.split(['、', '/']).all(|word| {
            let first = word.chars().next().unwrap_or_default();
            let alike = COUNTERS.get(&first).into_iter().flatten();
            let known = alike.into_iter().find(|known| known.word == word);
            known.is_some_and(|known| known.kind == Kind::Count)
        });
    all_counters.then_some(close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(source: &str) -> Option<String> {
        read(&Text::new(source), 0).map(|c| c.word)
    }

    #[test]
    fn the_longest_counter_counts() {
        for (source, expected) in [
            ("人次。", "人次"),
            ("人（次）", "人（次）"),
            ("条(封、条)。", "条(封、条)"),
            ("个百分点", "个百分点"),
            ("个月未发生", "个月"),
            ("个党支部", "个"),
            ("千瓦时", "千瓦时"),
            ("名党员", "名"),
            ("分钟", "分钟"),
            ("km²", "km"),
            ("件天。", "件天"),
            ("台日", "台日"),
            ("台日产设备", "台"),
            ("天次日", "天"),
        ] {
            assert_eq!(word(source).as_deref(), Some(expected), "{source}");
        }
        for none in "人民币 国道 分之一 名单 ，".split(' ') {
            assert_eq!(word(none), None, "{none}");
        }
    }
}
