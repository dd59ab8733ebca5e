//! Shows what is read from a text: `show FILE`, one claim, masked numeral or relation a line.

use youju_proofread::alias::Aliases;
use youju_proofread::{Options, read};

fn main() {
    let path = std::env::args().nth(1).expect("usage: show FILE [ALIASES]");
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let aliases = std::env::args()
        .nth(2)
        .map_or_else(Aliases::default, |path| {
            let file = std::fs::read_to_string(path).expect("the alias file can be read");
            Aliases::parse(&file).expect("the alias file is valid")
        });
    let reading = read(
        &text,
        &Options {
            published_on: None,
            aliases,
            ..Options::default()
        },
    );
    let mut lines: Vec<(usize, String)> = Vec::new();
    for c in &reading.claims {
        let value = c.value.map_or("-".to_owned(), |v| v.to_string());
        let ends = |b: Option<youju_base::interval::Bound>| {
            b.map_or("∞".to_owned(), |b| {
                format!("{}{}", b.value, if b.open { "°" } else { "" })
            })
        };
        lines.push((
            c.start,
            format!(
                "  {:3} {} | {value} [{}, {}] {} {} {} {:?}{}{}{}{}",
                c.id,
                c.surface,
                ends(c.interval.lower),
                ends(c.interval.upper),
                c.op,
                c.unit.as_deref().unwrap_or("∅"),
                c.kind,
                c.qualifiers,
                c.dir.map_or(String::new(), |d| format!(" dir={d}")),
                c.per
                    .as_ref()
                    .map_or(String::new(), |p| format!(" per={p}")),
                c.of.as_ref().map_or(String::new(), |p| format!(" of={p}")),
                c.period
                    .as_ref()
                    .map_or(String::new(), |p| format!(" period={}", p.text)),
            ),
        ));
    }
    for m in &reading.masked {
        lines.push((
            m.span.start,
            format!("      ({} {})", m.span.text, m.reason),
        ));
    }
    lines.sort();
    let mut rest = lines.into_iter().peekable();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.chars().count();
        print!("{line}");
        while let Some((_, shown)) = rest.next_if(|(start, _)| *start < end) {
            println!("{shown}");
        }
        at = end;
    }
    for a in &reading.articles {
        let head: String = text.chars().skip(a.start).take(16).collect();
        println!(
            "article {} {}..{} {:?} {head:?}",
            a.id, a.start, a.end, a.units
        );
    }
    for r in &reading.relations {
        println!(
            "{} {} {:?} {} {}",
            r.code, r.result, r.claims, r.computed, r.message
        );
    }
}
