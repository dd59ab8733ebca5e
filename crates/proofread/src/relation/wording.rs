//! Words that clash on one figure, and durations that do not fit into their period.

use super::View;
use crate::reading::{Code, Dated, Kind, Outcome};
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
        if claim.kind != Kind::Duration || view.class(k) != "天" || view.plain(k).is_none() {
            continue;
        }
        let Some((period, own)) = window(view, k) else {
            continue;
        };
        let Some(days) = period.days.filter(|_| !period.as_of) else {
            continue;
        };
        let (Some(low), limit) = (claim.interval.lower, Ratio::from(i128::from(days))) else {
            continue;
        };
        let (computed, text) = (days.to_string(), period.text.clone());
        if low.value > limit {
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

/// The period of a duration: its own, or that of the paragraph before, which says less.
fn window<'v>(view: &'v View, k: usize) -> Option<(&'v Dated, bool)> {
    if let Some(own) = &view.claims[k].period {
        return Some((own, true));
    }
    let before = (0..k)
        .rev()
        .find(|b| view.paragraph[*b] < view.paragraph[k])?;
    let near = view.paragraph[k] - view.paragraph[before] == 1
        && view.claims[before].article == view.claims[k].article;
    view.claims[before]
        .period
        .as_ref()
        .filter(|_| near)
        .map(|period| (period, false))
}
