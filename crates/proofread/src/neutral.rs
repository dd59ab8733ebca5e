//! What stands beside a phrase and does not change what is counted.

use crate::bind::Page;
use crate::reading::Reason;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words beside a phrase that do not change what is counted.
const NEUTRAL: &str = "目前 现有 现共有 共有 共 有 已 累计 共计 总计 合计 开展 召开 举行 完成 组织 举办 实现 达到 达 为 约 近 超过 超 逾 先后 全办 全县 全市 全区 全局 全地区 全大队 大队 \
    我县 我局 我区 本局 本县 全年 期间 其中 截至 了 数 人数 总数 数量 活动 工作 占比 占 比例 的 中 在册 各类 各 是 仅 只有 成功 不足 不到 将近 接近 同时 至 到 至今 分别 均 \
    在 以 该 最 导致 发生 民(辅)警 民辅警 地委 县委 市委 州委 区委 省委 党委 党组 推进 推动 实施 建设 制作 打造 巩固 提升 解决 收到 用于 问题 着力点 抓手 载体 依托";

/// Words that make a count of nothing.
const NOTHING: &str = "没有 未有 未发生 未 无 没 零";

/// What a list that 等 leaves open is a list of.
const KINDS: &str = "省市 省区 省份 地 领域 方面 行业 部门 单位 形式 方式 渠道 途径 环节";

/// Words that join a noun to the one before it.
const AND: &str = "和 与 及 以及";

/// Verbs after which a noun that 和 joins stands for itself.
const VERBS: &str = "有 推进 推动 实施 建设 制作 打造 巩固 提升 完成 举办 开展";

/// Words that make another count of what they stand before: some of it, more or less of it, not yet any.
const CHANGING: &str = "新增 新建 新设 增加 减少 撤销 取消 拟 计划 将 力争 预计 目标 评选 评出 命名 检查 抽查 走访 培训 整改 不 未 没 无 缺 原 曾 女 男 某";

/// The longest modifier that 、 joins to that of a phrase, and the longest name of a stretch of road.
const SHORT: usize = 9;

static NEUTRAL_BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<&str>> = HashMap::new();
    for word in NEUTRAL.split_whitespace() {
        words.entry(first(word)).or_default().push(word);
    }
    // The longest that stands at a place is the first to be tried.
    for words in words.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
    words
});

fn first(word: &str) -> char {
    word.chars().next().unwrap_or('\0')
}

/// What else is neutral beside a figure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain<'p> {
    /// It is a count of nothing: so are the words for it.
    pub zero: bool,
    /// The unit that it is about: so is its name without the word for its level.
    pub unit: Option<&'p str>,
}

impl Page<'_> {
    /// Says whether only neutral words, dates, unit names, places on a road and open lists stand between two places.
    pub fn is_neutral(&self, (start, end): (usize, usize), plain: Plain) -> bool {
        self.neutral_until((start, end), plain) >= end
    }

    /// Says whether the words before a figure leave what is counted to the noun behind it: neutral ones, or after a neutral
    /// verb a noun of its own and 和.
    pub fn leads_in(&self, (start, end): (usize, usize), plain: Plain) -> bool {
        // 将31名群众送上…: what is done to them is said behind.
        let object = self
            .text
            .longest_before(end, "将 把")
            .map_or(end, |word| end - word.chars().count());
        let end = object.max(start);
        let until = self.neutral_until((start, end), plain);
        if until >= end {
            return true;
        }
        let Some(and) = self.text.longest_before(end, AND) else {
            return false;
        };
        let other = self.text.slice(until, end - and.chars().count());
        let lead = self.text.slice(start, until);
        crate::words::holds(&lead, VERBS) && !crate::words::holds(&other, CHANGING)
    }

    /// Says whether a short modifier, joined by 、 to the phrase behind it, is all that stands between two places.
    pub fn is_modifier(&self, (start, end): (usize, usize)) -> bool {
        let modifier = self.text.slice(start, end);
        let plain = modifier
            .strip_suffix('、')
            .is_some_and(|words| !words.is_empty() && words.chars().all(crate::normalise::is_han));
        plain && end - start <= SHORT && !crate::words::holds(&modifier, CHANGING)
    }

    /// The place up to which only neutral words stand.
    fn neutral_until(&self, (start, end): (usize, usize), plain: Plain) -> usize {
        let Self {
            text, scan, names, ..
        } = *self;
        if start >= end {
            return end;
        }
        let mentions = names.find(text, start, end);
        let moment_at = |i: usize| {
            let before = scan.moments.partition_point(|m| m.start <= i);
            before
                .checked_sub(1)
                .is_some_and(|k| i < scan.moments[k].end)
        };
        let dated = |i: usize| moment_at(i) || mentions.iter().any(|m| m.start <= i && i < m.end);
        let mut i = start;
        while i < end {
            if dated(i) || !text.char(i).is_alphanumeric() {
                i += 1;
                continue;
            }
            let known = NEUTRAL_BY_FIRST.get(&text.char(i)).map_or(&[][..], |w| w);
            let neutral = known.iter().copied().find(|word| text.starts(i, word));
            let nothing = || text.longest_at(i, NOTHING).filter(|_| plain.zero);
            let word = neutral
                .or_else(nothing)
                .map(|word| i + word.chars().count());
            let short = || Some(i + names.short_at(text, i, plain.unit?)?);
            let skipped = word
                .or_else(short)
                .or_else(|| self.road(i))
                .or_else(|| self.open_list(i, end));
            match skipped {
                Some(next) if next <= end => i = next,
                _ => return i,
            }
        }
        end
    }

    /// The end of a place on a road that begins at `i`: 109国道某某段.
    fn road(&self, i: usize) -> Option<usize> {
        let masked = &self.scan.masked;
        let before = masked.partition_point(|(start, ..)| *start <= i);
        let (_, end, reason) = *masked.get(before.checked_sub(1)?)?;
        let names = end..self.text.clause_end(end).min(end + SHORT) + 1;
        (reason == Reason::Road && i < end).then(|| {
            names
                .into_iter()
                .find(|k| self.text.ends(*k, "段"))
                .unwrap_or(end)
        })
    }

    /// The end of a list that begins at `i` and that 等 leaves open: 河南、陕西等省市. It names some of all there is.
    fn open_list(&self, i: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let and =
            (i..end).find(|k| text.starts(*k, "等") && text.longest_at(k + 1, KINDS).is_some())?;
        let joined = (i..and).any(|k| text.longest_at(k, "、 和 及 与").is_some());
        let kind = text.longest_at(and + 1, KINDS)?;
        joined.then(|| and + 1 + kind.chars().count())
    }
}
