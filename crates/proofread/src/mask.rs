//! Stretches whose numerals are no figures: titles, quoted names, roads, set phrases, item numbers.
//!
//! Each carries its reason, so that no number is dropped in silence.

use crate::counter;
use crate::normalise::{Text, is_sentence_end, is_word};
use crate::numeral;
use crate::reading::{Kind, Reason};
use crate::words::Quickly;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A stretch of the text whose numerals are no figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Zone {
    pub start: usize,
    pub end: usize,
    pub reason: Reason,
}

/// Finds all zones, in order and without overlap.
pub(crate) fn zones(text: &Text) -> Vec<Zone> {
    let mut found = Vec::new();
    bracketed(text, &mut found);
    names(text, &mut found);
    for i in 0..text.len() {
        found.extend(
            enumerator(text, i)
                .or_else(|| idiom(text, i))
                .or_else(|| document(text, i))
                .or_else(|| code(text, i)),
        );
    }
    found.sort_by_key(|z| (z.start, Reverse(z.end)));
    let mut zones: Vec<Zone> = Vec::with_capacity(found.len());
    for zone in found {
        if zones.last().is_none_or(|last| zone.start >= last.end) {
            zones.push(zone);
        }
    }
    zones
}

/// 《…》 whole; “…” where it is a name: short, no clause inside, no number with a measure.
fn bracketed(text: &Text, found: &mut Vec<Zone>) {
    for (open, close, limit, reason) in [
        ('《', '》', 80, Reason::Title),
        ('〈', '〉', 40, Reason::Title),
        ('“', '”', 24, Reason::Quoted),
    ] {
        let mut i = 0;
        while i < text.len() {
            if text.char(i) != open {
                i += 1;
                continue;
            }
            let reach = text.len().min(i + limit);
            let Some(end) =
                (i + 1..reach).find(|k| text.char(*k) == close || text.char(*k) == '\n')
            else {
                i += 1;
                continue;
            };
            let is_name = reason == Reason::Title || is_quoted_name(text, i + 1, end);
            if text.char(end) == close && is_name {
                found.push(Zone {
                    start: i,
                    end: end + 1,
                    reason,
                });
                i = end;
            }
            i += 1;
        }
    }
}

fn is_quoted_name(text: &Text, start: usize, end: usize) -> bool {
    let inside = &text.chars[start..end];
    let speaks =
        inside.iter().any(|c| is_sentence_end(*c)) || (inside.len() > 16 && inside.contains(&'，'));
    if speaks {
        return false;
    }
    // A measured Arabic number stays a figure even in quotes: “增收500元”, “100%覆盖”.
    !(start..end).any(|i| {
        text.char(i).is_ascii_digit()
            && !text.before(i).is_ascii_alphanumeric()
            && text.before(i) != '.'
            && numeral::read(text, i).is_some_and(|n| {
                counter::read(text, n.end).is_some_and(|c| {
                    c.end <= end
                        && (matches!(
                            c.kind,
                            Kind::Money | Kind::Percent | Kind::Pp | Kind::Length
                        ) || c.word.ends_with('次') && c.word.chars().count() > 1)
                })
            })
    })
}

/// 一是…, 二要…, 三、…, （四）…, 1.…, 1、…, ①: only at the beginning of a sentence or item.
fn enumerator(text: &Text, i: usize) -> Option<Zone> {
    let zone = |start, end| {
        Some(Zone {
            start,
            end,
            reason: Reason::Enumerator,
        })
    };
    let c = text.char(i);
    if ('①'..='⑳').contains(&c) {
        return zone(i, i + 1);
    }
    if !numeral::can_start(c) {
        return None;
    }
    let before = text.before(i);
    let begins = is_sentence_end(before)
        || matches!(
            before,
            '\0' | '：' | ':' | '，' | ',' | '“' | '、' | '(' | ' '
        );
    if !begins {
        return None;
    }
    let number = numeral::read(text, i)?;
    let short = number.end - i <= 3 && number.more.is_none();
    let next = text.char(number.end);
    let in_brackets = before == '(' && next == ')';
    let at_line = |at: usize| {
        text.before(at) == '\0'
            || is_sentence_end(text.before(at))
            || text.before(at) == '：'
            || text.before(at) == '“'
    };
    if in_brackets && short {
        return zone(i, number.end + 1);
    }
    if number.chinese && short && before != '(' {
        if "是要则为来靠看".contains(next) && next != '\0' && !text.starts(number.end, "为期")
        {
            return zone(i, number.end + 1);
        }
        if "、．.".contains(next)
            && next != '\0'
            && at_line(i)
            && !numeral::can_start(text.char(number.end + 1))
        {
            return zone(i, number.end + 1);
        }
    }
    let item = "、.)".contains(next) && next != '\0' && at_line(i);
    let followed_by_text = is_word(text.char(number.end + 1))
        && !numeral::can_start(text.char(number.end + 1))
        || "“《".contains(text.char(number.end + 1));
    (!number.chinese && short && item && followed_by_text).then(|| zone(i, number.end + 1))?
}

/// One of each, again and again, by hundreds and thousands: 一村一品, 一批又一批, 十村示范百村提标, 一步一个脚印.
fn idiom(text: &Text, i: usize) -> Option<Zone> {
    let c = text.char(i);
    let zone = |end| {
        Some(Zone {
            start: i,
            end,
            reason: Reason::Idiom,
        })
    };
    if !matches!(c, '一' | '半' | '十' | '百' | '千' | '万')
        || numeral::can_start(text.before(i))
        || "第每统进".contains(text.before(i)) && text.before(i) != '\0'
    {
        return None;
    }
    let second = |chars: &str, near: std::ops::RangeInclusive<usize>| {
        near.map(|k| i + k)
            .take_while(|k| {
                is_word(text.char(*k)) || "、".contains(text.char(*k)) && text.char(*k) != '\0'
            })
            .find(|k| chars.contains(text.char(*k)) && text.char(*k) != '\0' && *k > i + 1)
    };
    match c {
        '一' | '半' => {
            // 一年一考核, 半年一考评, 一批接着一批, 一代人有一代人的…
            let k = second("一", 2..=3).or_else(|| {
                // The same word again, a little further on.
                // 由一百场增至一百零二场 counts twice.
                let word = text.char(i + 1);
                if numeral::can_start(word) {
                    return None;
                }
                (i + 3..i + 8)
                    .take_while(|k| is_word(text.char(*k)))
                    .find(|k| text.char(*k) == '一' && text.char(k + 1) == word && is_word(word))
            })?;
            // 一百一十, 一点一八 are numbers.
            if numeral::read(text, i).is_some_and(|n| n.end > k) {
                return None;
            }
            let after = text.char(k + 1);
            if is_word(after) && !"些个名位".contains(after) || text.char(i + 1) == after {
                // 一 … 一 with a counter on the first side is a pair only in set form.
                return zone((k + 2).min(text.len()));
            }
            None
        }
        '十' | '百' | '千' | '万' => {
            let next = text.char(i + 1);
            if !is_word(next) || numeral::can_start(next) || "余多几分".contains(next) {
                return None;
            }
            let k = second("百千万亿", 2..=5)?;
            let bigger = is_word(text.char(k + 1))
                && !numeral::can_start(text.before(k))
                && !numeral::can_start(text.char(k + 1))
                && !"分余多".contains(text.char(k + 1));
            (bigger && !text.before(k).is_ascii_digit()).then(|| zone((k + 2).min(text.len())))?
        }
        _ => None,
    }
}

/// 〔2026〕12号, [2026]5号, (2021)藏01民终3号.
fn document(text: &Text, i: usize) -> Option<Zone> {
    let close = match text.char(i) {
        '〔' => '〕',
        '[' => ']',
        _ => return None,
    };
    let year_end = (i + 1..=i + 4)
        .all(|k| text.char(k).is_ascii_digit())
        .then_some(i + 5)?;
    if text.char(year_end) != close {
        return None;
    }
    let mut end = year_end + 1;
    while text.char(end).is_ascii_digit() || text.char(end) == '第' {
        end += 1;
    }
    end += usize::from(text.char(end) == '号');
    Some(Zone {
        start: i,
        end,
        reason: Reason::Code,
    })
}

/// Letters with digits (G109, K3345+000, 5G, COVID-19, www…): one code, unless the letters are a unit.
fn code(text: &Text, i: usize) -> Option<Zone> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+-./_@:#".contains(c) && c != '\0';
    if !text.char(i).is_ascii_alphanumeric() || is_part(text.before(i)) {
        return None;
    }
    let mut end = i;
    while end < text.len() && is_part(text.char(end)) {
        end += 1;
    }
    while end > i && !text.char(end - 1).is_ascii_alphanumeric() {
        end -= 1;
    }
    let word: String = text.slice(i, end);
    let first_letter = word.find(|c: char| c.is_ascii_alphabetic())?;
    if !word.contains(|c: char| c.is_ascii_digit()) && !text.char(end).is_ascii_digit() {
        return None;
    }
    if first_letter > 0 {
        // Digits first: a measure such as 30km, 5.2MW, 3-5cm is no code.
        let number = numeral::read(text, i)?;
        let mut at = number.end;
        while "-~/".contains(text.char(at)) && text.char(at) != '\0' {
            at = numeral::read(text, at + 1)?.end;
        }
        if counter::read(text, at).is_some_and(|c| c.end >= end) {
            return None;
        }
    }
    let road = "GSXYKDTC".contains(word.chars().next()?)
        && word.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    Some(Zone {
        start: i,
        end,
        reason: if road { Reason::Road } else { Reason::Code },
    })
}

/// Names and set phrases that hold a number.
fn names(text: &Text, found: &mut Vec<Zone>) {
    let mut i = 0;
    while i < text.len() {
        let Some(length) = name_length(&text.chars[i..]) else {
            i += 1;
            continue;
        };
        let free = !numeral::can_start(text.before(i)) || text.before(i) == '数';
        if free || !numeral::can_start(text.char(i)) {
            found.push(Zone {
                start: i,
                end: i + length,
                reason: Reason::Name,
            });
        }
        i += length;
    }
}

/// How long the longest name is that stands at the beginning of `text`.
fn name_length(text: &[char]) -> Option<usize> {
    let mut alike = NAMES.get(text.first()?)?.iter();
    alike.find(|name| text.starts_with(name)).map(Vec::len)
}

/// Names by their first character, the longest first.
static NAMES: LazyLock<HashMap<char, Vec<Vec<char>>, Quickly>> = LazyLock::new(|| {
    let mut names: HashMap<char, Vec<Vec<char>>, Quickly> = HashMap::default();
    for name in NAME_LIST
        .split_whitespace()
        .map(|name| name.chars().collect::<Vec<_>>())
    {
        names.entry(name[0]).or_default().push(name);
    }
    for alike in names.values_mut() {
        alike.sort_by_key(|name| Reverse(name.len()));
    }
    names
});

/// Parties, congresses, campaigns, feasts, places, idioms: whatever would otherwise read as a number with a counter.
const NAME_LIST: &str = "\
    一中全会 二中全会 三中全会 四中全会 五中全会 六中全会 七中全会 十二届 十三届 十四届 十五届 十六届 十七届 十八届 十九届 二十届 二十一届 \
    十五大 十六大 十七大 十八大 十九大 二十大 二十一大 三会一课 两学一做 四个意识 四个自信 四个全面 四个服从 四个伟大 两个维护 两个确立 两个责任 \
    两个务必 三个务必 三个代表 三个离不开 五个认同 三严三实 三重一大 五位一体 一带一路 两个一百年 八项规定 三个区分开来 三大攻坚战 四大班子 \
    一岗双责 一五一十 一、二、三产业 三次产业 一对一 一帮一 九牛一毛 百里挑一 独一无二 数一数二 第一书记 第一时间 第一线 第一责任人 \
    一成不变 二手 二次元 二次供水 二维码 二氧化碳 二氧化硫 三轮车 三角洲 三角形 三峡 三门峡 三亚 三明 三江源 三沙 四川 五台 五指山 六安 六盘水 七里 八宿 九江 九寨沟 \
    九华山 十堰 十里 百色 万宁 万州 万象 千岛湖 四平 双一流 三农 三公经费 三甲医院 三甲 三级甲等 三区三州 两会 两委 两岸 两弹一星 两不愁三保障 两癌 \
    两证 两优一先 两新组织 两手 两头 两侧 两边 两翼 两端 三下乡 三支一扶 三伏 三九天 四季 四方 四海 四处 四周 四面八方 五一 五四 五保户 五官 \
    五谷 五金 五湖四海 六一 六稳六保 六稳 六保 七一 七夕 七彩 八一 八方 八面 九州 九三学社 九一八 十佳 十足 十全十美 十字路口 十二生肖 \
    百姓 百年 百日 百强 百货 百花 百科 百般 百里 百家 百战 百折 千年 千古 千秋 千里 千家万户 千方百计 千山万水 千辛万苦 千言万语 千钧 千载 千人计划 \
    万家 万户 万众 万物 万里 万事 万分 万元户 万一 万无一失 万人空巷 亿万 三令五申 三番五次 三五成群 三言两语 三心二意 三天两头 三更半夜 接二连三 \
    五花八门 七上八下 七嘴八舌 横七竖八 四通八达 四分五裂 九死一生 十万火急 十有八九 成千上万 成百上千 千真万确 千变万化 千篇一律 半边天 \
    三口之家 两口子 三代 两代 五代 三包 三方 两方 三军 三维 四维 五线谱 六合 两地分居 四不两直 一老一小 \
    一位数 两位数 三位数 四位数 三头六臂 四书五经 五脏六腑 六神 七尺 八卦 九霄 十项全能 五项全能 一级响应 十三经 千分表 \
    零距离 零容忍 零门槛 零成本 零基础 零报告 零接触 零售 零星 零工 零部件 零碎 零散 零花 零食 零钱 归零 清零";

#[cfg(test)]
mod tests {
    use super::*;

    fn show(source: &str) -> String {
        let text = Text::new(source);
        let zones = zones(&text);
        zones
            .iter()
            .map(|z| format!("{}:{}", z.reason, text.slice(z.start, z.end)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn names_roads_and_item_numbers_are_masked_with_their_reason() {
        for (source, expected) in [
            ("落实“八个必须”要求", "quoted:“八个必须”"),
            ("举办“3·28”运动会", "quoted:“3·28”"),
            ("实现“100%覆盖”", ""),
            ("按照《条例》第40条", "title:《条例》"),
            ("国办函〔2026〕12号", "code:〔2026〕12号"),
            ("行至K3345+000处", "road:K3345+000"),
            ("沿G109线", "road:G109"),
            ("建成5G基站12个", "code:5G"),
            ("长30km的管线", ""),
            ("一是抓学习。二是抓落实", "enumerator:一是 enumerator:二是"),
            ("\n（三）组织保障", "enumerator:三)"),
            ("推行一村一品", "idiom:一村一品"),
            ("一月一调度、半年一考评", "idiom:一月一调 idiom:半年一考"),
            ("党的二十大以来", "name:二十大"),
            ("深化数一数二的服务", "name:数一数二"),
            ("新增12人", ""),
        ] {
            assert_eq!(show(source), expected, "{source}");
        }
    }
}
