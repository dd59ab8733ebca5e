//! Words that clash on one figure, and durations that do not fit into their period.

use super::View;
use crate::normalise::holds;
use crate::reading::{Code, Dated, Direction, Kind, Outcome};
use youju_base::ratio::Ratio;

/// 约50余人, 超过60%以上, 近百余人, 约…左右: two bounds where one is meant.
pub(super) fn clashes(view: &mut View) {
    for k in 0..view.figures.len() {
        let words = &view.claims[k].qualifiers;
        let bounds: Vec<&str> = words
            .iter()
            .map(String::as_str)
            .filter(|w| !matches!(*w, "至" | "到" | "-" | "~" | "—" | "——" | "不等" | "之多"))
            .collect();
        let sense = |word: &str| match word {
            "近" | "将近" | "接近" | "不足" | "不到" | "未满" | "不满" | "低于" | "少于" => {
                "少于"
            }
            "余" | "多" | "几" | "超" | "超过" | "逾" | "突破" | "以上" | "出头" | "有余"
            | "至少" | "不少于" | "不低于" => "多于",
            "约" | "大约" | "大概" | "左右" | "上下" => "大约",
            "以下" | "以内" | "内" | "最多" | "不超过" => "至多",
            _ => "",
        };
        let [first, .., last] = bounds.as_slice() else {
            continue;
        };
        if sense(first).is_empty() || sense(last).is_empty() || view.figures[k].zero {
            continue;
        }
        let message = format!(
            "“{}”里“{first}”和“{last}”重复或相抵，只能留一个",
            view.surface(k)
        );
        view.say(
            Code::Double,
            Outcome::Warning,
            &[k],
            view.surface(k).to_owned(),
            message,
        );
    }
}

/// 2月值守31天: more days than the period holds.
pub(super) fn durations(view: &mut View) {
    for k in 0..view.figures.len() {
        let claim = &view.claims[k];
        let Some((times, over)) = in_days(view.class(k)) else {
            continue;
        };
        if claim.kind != Kind::Duration || view.plain(k).is_none() || is_running(view, k) {
            continue;
        }
        let Some((period, own)) = window(view, k) else {
            continue;
        };
        let Some(days) = period.days.filter(|_| !period.as_of) else {
            continue;
        };
        let scaled = claim
            .interval
            .lower
            .and_then(|low| low.value.times(times)?.over(over));
        let (Some(low), limit) = (scaled, Ratio::from(i128::from(days))) else {
            continue;
        };
        let (computed, text) = (days.to_string(), period.text.clone());
        if low > limit {
            let message = format!(
                "{text}至多{days}天，文中为{}（假定：时长在此期间之内）",
                view.surface(k)
            );
            let result = if own {
                Outcome::Impossible
            } else {
                Outcome::Warning
            };
            view.say(Code::Period, result, &[k], computed, message);
        } else {
            let message = format!("{}在{text}的{days}天之内", view.surface(k));
            view.say(Code::Period, Outcome::Holds, &[k], computed, message);
        }
    }
}

/// How many days a counter of time is, as a fraction.
fn in_days(unit: &str) -> Option<(Ratio, Ratio)> {
    let (days, over) = match unit {
        "天" | "昼夜" | "个昼夜" => (1, 1),
        "周" | "个星期" | "星期" => (7, 1),
        "小时" | "个小时" => (1, 24),
        _ => return None,
    };
    Some((Ratio::from(days), Ratio::from(over)))
}

/// 安全运行1200天, 距…还有100天: time that runs on or is counted otherwise does not lie within the period.
fn is_running(view: &View, k: usize) -> bool {
    let around = format!("{}{}", view.lead(k), view.tail(k));
    let words = "安全 无事故 运行 运营 倒计时 成立 建成 距 提前 缩短 压缩 时限 期限 有效 工期 寿命 每人 人均 日均 每天 未发生 办结 提速";
    view.claims[k].per.is_some() || holds(&around, words)
}

/// 减少3倍, 翻3倍, 治安案件…犯罪嫌疑人: a word that does not go with its figure.
pub(super) fn terms(view: &mut View) {
    for k in 0..view.figures.len() {
        let lead = view.lead(k);
        let lead = lead.trim_end_matches('了');
        let times = view.claims[k].unit.as_deref() == Some("倍");
        let falls = view.claims[k].dir == Some(Direction::Down)
            && view.claims[k]
                .interval
                .upper
                .is_some_and(|b| b.value >= Ratio::from(1));
        let said = || view.surface(k).to_owned();
        if times && falls {
            let said = said();
            let message = format!("减少不能用倍数：{said}应写作几分之几或百分之几");
            view.say(Code::Term, Outcome::Warning, &[k], said, message);
        } else if times && lead.ends_with('翻') {
            let said = said();
            let message = format!("“翻{said}”有歧义：翻一番是2倍，翻两番是4倍");
            view.say(Code::Term, Outcome::Warning, &[k], said, message);
        }
        if k > 0 {
            suspects(view, k);
        }
        letters(view, k);
    }
}

/// 3O0人: letters that were read as the digits they look like.
fn letters(view: &mut View, k: usize) {
    let claim = &view.claims[k];
    let Some(value) = claim
        .value
        .filter(|_| claim.numeral.text.contains(['O', 'o', 'l', 'I']))
    else {
        return;
    };
    let value = value.to_string();
    let message = format!("“{}”里有字母，疑为数字误识，按{value}读", view.surface(k));
    view.say(Code::Term, Outcome::Warning, &[k], value, message);
}

/// 查处治安案件30起，抓获犯罪嫌疑人45名: whoever breaks an administrative rule is no suspect of a crime.
fn suspects(view: &mut View, k: usize) {
    let tail = view.tail(k);
    let lead = view.lead(k);
    let named = lead.ends_with("犯罪嫌疑人") && !lead.ends_with("违法犯罪嫌疑人")
        || tail.starts_with("犯罪嫌疑人");
    if !named || view.class(k) != "人" || !view.same_sentence(k - 1, k) {
        return;
    }
    let case = view.lead(k - 1);
    let minor = [
        "治安案件",
        "行政案件",
        "酒后驾驶",
        "饮酒驾驶",
        "交通违法",
        "酒驾",
    ]
    .iter()
    .any(|w| case.ends_with(w) || view.tail(k - 1).starts_with(w));
    if minor && view.gap(k - 1, k).chars().count() <= 12 {
        let message = format!(
            "{}属行政违法，当事人称违法行为人，不称犯罪嫌疑人",
            view.surface(k - 1)
        );
        view.say(
            Code::Term,
            Outcome::Warning,
            &[k - 1, k],
            String::from("违法行为人"),
            message,
        );
    }
}

/// The period of a duration: its own, or that of the paragraph before, which says less.
fn window<'v>(view: &'v View, k: usize) -> Option<(&'v Dated, bool)> {
    if let Some(own) = &view.claims[k].period {
        return Some((own, true));
    }
    let before = view.first_of_paragraph(k).checked_sub(1)?;
    let near = view.paragraph[k] - view.paragraph[before] == 1
        && view.claims[before].article == view.claims[k].article;
    view.claims[before]
        .period
        .as_ref()
        .filter(|_| near)
        .map(|period| (period, false))
}
