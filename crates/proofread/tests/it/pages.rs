//! Pages put together by program: columns out of order, lines broken, headlines in the middle; the truth is known.

use youju_proofread::{Options, Role, articles};

/// Three articles in our own words: headlines, byline, paragraphs.
const ARTICLES: [(&[&str], &[&str]); 3] = [
    (
        &[
            "把账记在平时",
            "——清泉县档案局整理工作见闻",
            "本报记者 某甲",
        ],
        &[
            "走进清泉县档案局的库房，一排排密集架整齐划一。今年以来，清泉县档案局把整理工作摆在突出位置，一件事只登记一次，年中年末不再要表，基层的同志普遍反映省了力气、少了反复。",
            "档案局先从旧卷宗入手。全局抽调干部26名，分成4个整理小组，逐卷核对目录，逐件登记去向。截至目前，档案局累计整理卷宗1.2万余卷，补录目录3400条，发现错页漏页170余处，都在库房登记簿上写明了原因。",
            "整理不是目的，查得到才是目的。档案局在服务大厅设了3个查阅窗口，群众来查阅婚姻、知青、土地等档案，一般20分钟内就能拿到复印件。上半年，窗口接待查阅群众900余人次，其中外地群众210人次。",
            "老卷宗最怕潮。库房管理员每天早晚两次记录温度和湿度，遇到连阴天就开除湿机。档案局还同县气象站约定，凡有大雨预报，提前一天通知值班人员检查门窗和排水沟。",
            "下一步，清泉县档案局打算把目录放到县里的服务平台上，让乡镇群众不出门就能知道有没有要查的卷宗。局里说，账记在平时，心里才不慌；目录做在前头，群众才不跑冤枉路。",
        ],
    ),
    (
        &["雪线上的守路人", "——石门养路队冬季保通纪事", "通讯员 某乙"],
        &[
            "石门养路队守着垭口两侧58公里盘山公路，一年里有五个月路面结冰。入冬以来，养路队清雪43次，撒防滑料260余吨，没有让一辆车在垭口过夜。",
            "凌晨四点，队长带着6名队员上了推雪机。风把雪往领口里灌，机器一停，刚推开的路面又白了一层。大家轮流下车，用铁锹把护栏边的雪堆铲平，好让过往司机看得清弯道。",
            "1月的那场大雪下了两天两夜，盘山公路上滞留车辆80余辆、司乘人员190余人。养路队把食堂腾出来，烧了姜汤，煮了面条，又把12床棉被送到车上，直到第三天中午道路抢通。",
            "养路队的工具房里有一本手写的台账，哪一天撒了多少防滑料，哪个弯道换了反光镜，都写得清清楚楚。队员们说，写清楚了，下一班的人上路心里就有底。",
            "有司机给养路队送来锦旗，也有人发来短信。队员们把锦旗收进柜子，第二天照样天不亮上路。盘山公路上的推雪机一响，山下的人就知道，今天的路是通的。",
        ],
    ),
    (
        &["水渠通到地头", "本报记者 某丙 通讯员 某丁"],
        &[
            "柳湾乡的春灌比往年早了十天。今年，柳湾乡新修水渠14公里，改造旧闸门37座，受益耕地6200亩，种粮大户再也不用半夜排队等水。",
            "水渠怎么修，先问种地的人。乡里召开院坝会21场，收集意见115条，其中关于闸门位置的就有48条。水利员把意见画在图上，一处一处到地头核对，改了两次图纸才动工。",
            "修渠要花钱，更要花得明白。柳湾乡把每一笔支出贴在村务公开栏里，水泥多少吨、人工多少天，谁签的字，都能对得上。工程结束后，结余的9万余元转作水渠管护费用。",
            "种粮大户算过一笔账：往年浇一遍地要雇人看水，一亩多花十几元；现在闸门就在地头，手机上约好时间，水到地头自己开闸，一季下来省出两千多元。",
            "管护不能靠一阵风。乡里聘了18名管水员，每人包一段水渠，每月清淤一次，雨后必查。水利员每季度带着图纸走一遍，哪里渗水、哪里淤堵，当场记下、当场派活。",
        ],
    ),
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for k in (1..list.len()).rev() {
            list.swap(k, self.below(k + 1));
        }
    }
}

/// A line of a made page, with where it belongs.
#[derive(Clone)]
struct Line {
    text: String,
    article: usize,
    /// Place among the body lines of its article; none for headlines.
    place: Option<usize>,
    /// The sentence goes on in the next line.
    open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    /// Columns one below the other, parted by an empty line, in any order, the headline among them.
    Shuffled,
    /// Columns side by side, taken line by line, the headline between two rows.
    Alternating,
}

/// Breaks an article into lines of so many characters.
fn body(article: usize, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for paragraph in ARTICLES[article].1 {
        let text: Vec<char> = paragraph.chars().collect();
        let broken: Vec<&[char]> = text.chunks(width).collect();
        for (k, line) in broken.iter().enumerate() {
            lines.push(Line {
                text: line.iter().collect(),
                article,
                place: Some(lines.len()),
                open: k + 1 < broken.len() && !"。！？；".contains(line[line.len() - 1]),
            });
        }
    }
    lines
}

fn headline(article: usize) -> Vec<Line> {
    let line = |text: &&str| Line {
        text: (*text).to_owned(),
        article,
        place: None,
        open: false,
    };
    ARTICLES[article].0.iter().map(line).collect()
}

/// Makes a page; an empty line parts its blocks.
fn page(damage: Damage, seed: u64) -> Vec<Vec<Line>> {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut blocks = Vec::new();
    let mut order = [0, 1, 2];
    random.shuffle(&mut order);
    for article in order {
        let lines = body(article, 15 + random.below(8));
        let many = 2 + random.below(3);
        let height = lines.len().div_ceil(many);
        let mut columns: Vec<Vec<Line>> = lines.chunks(height).map(<[Line]>::to_vec).collect();
        match damage {
            Damage::Shuffled => {
                random.shuffle(&mut columns);
                columns.insert(random.below(columns.len() + 1), headline(article));
                blocks.extend(columns);
            }
            Damage::Alternating => {
                let mut rows: Vec<Line> = (0..height)
                    .flat_map(|row| {
                        columns
                            .iter()
                            .filter_map(move |column| column.get(row).cloned())
                    })
                    .collect();
                let row = random.below(height / 2) * columns.len();
                rows.splice(row..row, headline(article));
                blocks.push(rows);
            }
        }
    }
    blocks
}

#[derive(Default, Debug)]
struct Score {
    joints: usize,
    joints_kept: usize,
    characters: usize,
    characters_right: usize,
}

fn score(blocks: &[Vec<Line>], score: &mut Score) {
    let lines: Vec<&Line> = blocks.iter().flatten().collect();
    let mut spans = Vec::new();
    let mut source = String::new();
    let mut at = 0;
    for block in blocks {
        for line in block {
            let length = line.text.chars().count();
            spans.push((at, at + length));
            source.push_str(&line.text);
            source.push('\n');
            at += length + 1;
        }
        source.push('\n');
        at += 1;
    }
    // The lines in the order in which they came out, with their article.
    let mut read: Vec<(usize, usize)> = Vec::new();
    for (article, found) in articles(&source, &Options::default(), &[])
        .iter()
        .enumerate()
    {
        for (start, end) in found.paragraphs.iter().flat_map(|p| &p.pieces) {
            let inside = (0..spans.len()).filter(|k| *start <= spans[*k].0 && spans[*k].1 <= *end);
            read.extend(inside.map(|k| (k, article)));
        }
    }
    assert_eq!(read.len(), lines.len(), "every line comes out once");
    let of_headline = |article: usize| {
        let headline = read
            .iter()
            .find(|(k, _)| lines[*k].article == article && lines[*k].place.is_none());
        headline.map(|(_, found)| *found)
    };
    let owners: Vec<Option<usize>> = (0..ARTICLES.len()).map(of_headline).collect();
    for (n, (k, found)) in read.iter().enumerate() {
        let line = lines[*k];
        let Some(place) = line.place else { continue };
        score.characters += line.text.chars().count();
        if owners[line.article] == Some(*found) {
            score.characters_right += line.text.chars().count();
        }
        if line.open {
            score.joints += 1;
            let next = read.get(n + 1).map(|(k, _)| lines[*k]);
            score.joints_kept +=
                usize::from(next.is_some_and(|next| {
                    next.article == line.article && next.place == Some(place + 1)
                }));
        }
    }
}

fn share(part: usize, whole: usize) -> usize {
    1000 * part / whole.max(1)
}

#[test]
fn columns_out_of_order_are_put_together_again() {
    for (damage, joints, assigned) in [
        (Damage::Shuffled, 940, 880),
        (Damage::Alternating, 885, 990),
    ] {
        let mut sum = Score::default();
        for seed in 1..=40 {
            score(&page(damage, seed), &mut sum);
        }
        let (kept, right) = (
            share(sum.joints_kept, sum.joints),
            share(sum.characters_right, sum.characters),
        );
        println!(
            "{damage:?}: joints {kept}‰ of {}, characters {right}‰",
            sum.joints
        );
        assert!(
            kept >= joints && right >= assigned,
            "{damage:?}: joints {kept}‰, characters {right}‰"
        );
    }
}

#[test]
fn headlines_bylines_and_captions_are_told_apart() {
    let page = "把账记在平时\n——清泉县档案局整理工作见闻\n本报记者 某甲\n\n清泉县档案局今年整理卷宗120卷，补录目录34条。\n\n图为档案局的库房。\n本报记者 某甲摄\n\n石门镇\n三条水渠通到地头\n\n本报石门电（通讯员 某乙）石门镇今年新修水渠3条，受益耕地620亩，种粮大户不用半夜等水。\n";
    let found = articles(page, &Options::default(), &[]);
    let roles: Vec<Vec<Role>> = found
        .iter()
        .map(|a| a.paragraphs.iter().map(|p| p.role).collect())
        .collect();
    use Role::{Body, Byline, Caption, Dateline, Headline};
    assert_eq!(
        roles,
        [
            vec![Headline, Headline, Byline, Body, Caption, Caption],
            vec![Headline, Headline, Dateline]
        ]
    );
}

#[test]
fn paragraphs_of_a_page_end_where_its_lines_end() {
    let page = "示例县的账\n——记账见闻\n本报记者 某甲\n\n今年以来，示例县登记26件。\n\n截至目前，办结23件。\n";
    let source: Vec<char> = page.chars().collect();
    let breaks = youju_proofread::read(page, &Options::default()).breaks;
    assert!(breaks.len() >= 4, "{breaks:?}");
    for at in breaks {
        assert!(
            source.get(at).is_none_or(|c| *c == '\n'),
            "{at} is inside a line"
        );
    }
}
