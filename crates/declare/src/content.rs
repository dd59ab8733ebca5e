//! What a field may hold: two closed lists, and a second net of words for what is never kept.
//!
//! A field says with `content` what it holds. In a kind that has a person field every field must stand on
//! [`PERSONS`] (the table of docs/person-fields.md); elsewhere on [`THINGS`] (that of docs/thing-fields.md). What stands on no list is refused
//! because it stands on no list. [`barred`] reads names and labels besides, for what hides behind an honest word.

use std::sync::LazyLock;

/// One line of the list for kinds that record something about a person.
#[derive(Debug, PartialEq, Eq)]
pub struct PersonField {
    /// The word that `content` names.
    pub word: &'static str,
    /// What such a field holds.
    pub what: &'static str,
    /// Field types it may have.
    pub types: &'static [&'static str],
    /// Whether it must be sealed.
    pub sealing: Sealing,
    /// What it is needed for.
    pub purpose: &'static str,
    /// Why it may be kept.
    pub basis: &'static str,
    /// When it goes.
    pub keep: &'static str,
}

/// One line of the list for kinds without a person.
#[derive(Debug, PartialEq, Eq)]
pub struct ThingField {
    /// The word that `content` names.
    pub word: &'static str,
    /// What such a field holds.
    pub what: &'static str,
    /// Field types it may have.
    pub types: &'static [&'static str],
}

/// How a field must be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// In clear.
    Open,
    /// `personal = true`: sealed in the journal, readable in the table.
    Personal,
    /// `private = true`: sealed, never in a table.
    Private,
}

const OWN_DUTY: &str = "PIPL art. 13(3), 34: statutory duty of the organ";
const PARTY_RULES: &str = "PIPL art. 13(3); rules on admitting members, arts. 5-36";
const POSTS: &str = "PIPL art. 13(3); regulation on organs and establishment, art. 6";
const SERVICE_LAW: &str = "PIPL art. 13(3); civil service law";
const WITH_RECORD: &str = "with the record: the end named in pack.toml for its kind";
const WITH_PERSON: &str = "until the person's key is erased, at the latest 5 years after leaving";

/// All that a ledger may hold about a person; a test compares it with docs/person-fields.md.
#[rustfmt::skip] // one line of the list each
pub const PERSONS: &[PersonField] = &[
    field("person", "the person's code in the ledger", &["person"], "joins the records of one person", OWN_DUTY, WITH_PERSON),
    sealed("name", "name", &["text"], Sealing::Personal, "calls the person; never matched alone", OWN_DUTY, WITH_PERSON),
    sealed("sort_reading", "reading by which names are sorted", &["text"], Sealing::Personal, "orders name lists", OWN_DUTY, WITH_PERSON),
    sealed("birth_date", "day of birth, and days counted from it", &["date"], Sealing::Personal, "age conditions of rules; tells namesakes apart", PARTY_RULES, WITH_PERSON),
    field("id_hash", "keyed hash of the ID number, never the number", &["text"], "tells namesakes apart", OWN_DUTY, WITH_PERSON),
    field("unit", "unit that keeps the record or where the person serves", &["unit"], "says whose register it is", OWN_DUTY, WITH_RECORD),
    field("date", "day of a step, a decision, a session", &["date"], "order and waiting times of rules", OWN_DUTY, WITH_RECORD),
    field("document", "number or title of an instrument or file, never its text", &["text"], "points to the paper", OWN_DUTY, WITH_RECORD),
    field("link", "the record of an earlier step", &["record"], "joins the steps of one matter", OWN_DUTY, WITH_RECORD),
    field("decision", "what a body decided", &["choice", "bool"], "result of a procedure", OWN_DUTY, WITH_RECORD),
    field("votes", "ballots counted: due, present, yes, written", &["int"], "quorum and majority; never who voted how", PARTY_RULES, WITH_RECORD),
    field("role", "part a person takes in a procedure: introducer, contact, recorder", &["choice", "person"], "conditions on who may act", OWN_DUTY, WITH_RECORD),
    field("membership", "form or step of membership in the own organisation", &["choice", "bool", "person"], "the organisation's own roll", PARTY_RULES, "until 5 years after membership ends"),
    field("review", "conclusion of the political review: one of a few words", &["choice"], "condition of admission; its file is named by number", PARTY_RULES, "until 5 years after the application closes"),
    field("training", "course attended", &["choice", "person", "record"], "condition of admission; yearly hours", PARTY_RULES, "5 years"),
    field("hours", "hours of training", &["int", "decimal"], "yearly hours", PARTY_RULES, "5 years"),
    field("days", "days of training", &["int"], "condition of admission", PARTY_RULES, "5 years"),
    field("attendance", "roll call of a session that was held", &["choice", "bool", "person", "rows"], "quorum and yearly minimum", PARTY_RULES, "2 years"),
    field("category", "category of a post or of service", &["choice"], "posts are counted by category", POSTS, WITH_RECORD),
    field("post", "post taken up, held or left", &["choice", "person", "record", "text"], "persons against posts approved", POSTS, WITH_RECORD),
    field("service", "form of service at a unit: staff, flexible, seconded", &["choice", "person"], "who counts as staff", POSTS, "until 5 years after leaving"),
    field("grade", "grade as decided by the body in charge", &["choice"], "kept with its basis; never computed or compared", SERVICE_LAW, WITH_RECORD),
    field("appraisal", "result of the yearly appraisal as decided", &["choice"], "kept with its basis; never computed or compared", SERVICE_LAW, "10 years"),
    field("discipline", "stage or outcome of the person's own disciplinary case", &["choice", "bool"], "bars set by rules while it lasts", SERVICE_LAW, "until its effect ends"),
    field("reason", "reason out of a closed choice", &["choice"], "tells transfers, retirements and corrections apart", OWN_DUTY, WITH_RECORD),
    field("need", "kind of need that the person raised", &["choice"], "help and its reply time", OWN_DUTY, "until the need is closed, at the latest 12 months"),
    field("recusal", "that recusal was declared", &["bool", "date"], "recusal duties", "civil service law arts. 74-77", WITH_RECORD),
    field("spouse_move", "that the spouse's move was settled", &["bool", "date"], "welfare of those sent far away", OWN_DUTY, "2 years"),
    field("health_check", "day on which the yearly health check was done, never its result", &["date"], "the employer's duty to offer it", OWN_DUTY, "2 years"),
    sealed("note", "optional note, readable and erasable by the person", &["text"], Sealing::Private, "remembering what was asked for", OWN_DUTY, "until the need is closed, at the latest 12 months"),
];

/// All that kinds without a person may hold.
#[rustfmt::skip] // one line of the list each
pub const THINGS: &[ThingField] = &[
    thing("unit", "a unit", &["unit"]),
    thing("unit_name", "name, short name or kind of a unit", &["text", "choice"]),
    thing("line", "line of an organisation: party, administration, establishment", &["choice", "text"]),
    thing("date", "a day", &["date"]),
    thing("document", "number or title of an instrument, notice or file", &["text"]),
    thing("title", "title of a meeting, task, work or event", &["text"]),
    thing("matter", "what is dealt with, in a few words or as a choice", &["text", "choice"]),
    thing("link", "another record", &["record"]),
    thing("count", "a number of things, posts, occasions or nameless people", &["int"]),
    thing("votes", "ballots counted", &["int"]),
    thing("hours", "hours", &["int", "decimal"]),
    thing("days", "days", &["int"]),
    thing("money", "an amount of money", &["money"]),
    thing("measure", "a measured quantity: length, depth, temperature", &["int", "decimal"]),
    thing("category", "category of a thing, post or unit", &["choice"]),
    thing("decision", "what a body decided", &["choice", "bool"]),
    thing("state", "state of a thing: open, closed, done", &["choice", "bool"]),
    thing("reason", "reason out of a closed choice, or in a few words", &["choice", "text"]),
    thing("need", "kind of need, counted without a name", &["choice"]),
    thing("place", "road, section, village or room", &["text", "choice"]),
    thing("office", "office or position that acts, not who holds it", &["text", "choice"]),
    thing("register", "a register of the ledger: the id of a row set", &["text"]),
    thing("rule", "a rule of the packs by its id", &["text"]),
    thing("indicator", "an indicator of the packs by its id", &["text"]),
    thing("cadence", "a cadence of the packs by its id", &["text"]),
    thing("period", "a period: month, quarter, half-year, year", &["text", "choice"]),
    thing("equipment", "a machine, material or store", &["text", "choice"]),
    thing("description", "a description of a thing, nobody's", &["text"]),
    thing("list", "a list of lines", &["rows"]),
];

const fn field(
    word: &'static str,
    what: &'static str,
    types: &'static [&'static str],
    purpose: &'static str,
    basis: &'static str,
    keep: &'static str,
) -> PersonField {
    sealed(word, what, types, Sealing::Open, purpose, basis, keep)
}

const fn sealed(
    word: &'static str,
    what: &'static str,
    types: &'static [&'static str],
    sealing: Sealing,
    purpose: &'static str,
    basis: &'static str,
    keep: &'static str,
) -> PersonField {
    PersonField {
        word,
        what,
        types,
        sealing,
        purpose,
        basis,
        keep,
    }
}

const fn thing(
    word: &'static str,
    what: &'static str,
    types: &'static [&'static str],
) -> ThingField {
    ThingField { word, what, types }
}

/// Gives the line of [`PERSONS`] that a word names.
pub fn person_field(word: &str) -> Option<&'static PersonField> {
    PERSONS.iter().find(|f| f.word == word)
}

/// Gives the line of [`THINGS`] that a word names.
pub fn thing_field(word: &str) -> Option<&'static ThingField> {
    THINGS.iter().find(|f| f.word == word)
}

/// Writes [`PERSONS`] as the table of docs/person-fields.md.
pub fn person_table() -> String {
    let mut table = String::from(
        "| content | what | type | sealed | purpose | legal basis | end of keeping |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for f in PERSONS {
        let sealing = match f.sealing {
            Sealing::Open => "no",
            Sealing::Personal => "personal",
            Sealing::Private => "private",
        };
        let types = f.types.join(", ");
        table += &format!(
            "| `{}` | {} | {types} | {sealing} | {} | {} | {} |\n",
            f.word, f.what, f.purpose, f.basis, f.keep
        );
    }
    table
}

/// Writes [`THINGS`] as the table of docs/thing-fields.md.
pub fn thing_table() -> String {
    let mut table = String::from("| content | what | type |\n| --- | --- | --- |\n");
    for f in THINGS {
        table += &format!("| `{}` | {} | {} |\n", f.word, f.what, f.types.join(", "));
    }
    table
}

/// Lists the words that a field of a type may name, in a kind about persons or about things: `text: unit_name, line, …`.
pub fn words_for(ty: &str, about_person: bool) -> Vec<&'static str> {
    let takes = |types: &[&str]| types.contains(&ty);
    match about_person {
        true => {
            let fits = PERSONS.iter().filter(|f| takes(f.types));
            fits.map(|f| f.word).collect()
        }
        false => {
            let fits = THINGS.iter().filter(|f| takes(f.types));
            fits.map(|f| f.word).collect()
        }
    }
}

/// Says why a name or label may not stand in a pack, if it speaks of what is never kept.
///
/// - Input: a snake_case name or a label in Chinese or English; `about_person` for kinds with a person field,
///   where more words are refused (a road may have a track and a slope may be stable).
/// - Output: the word that was found and the reason, or none.
pub fn barred(text: &str, about_person: bool) -> Option<Barred> {
    static PATTERNS: LazyLock<Vec<Patterns>> =
        LazyLock::new(|| NET.iter().map(Patterns::new).collect());
    let plain = plain(text);
    let knots = NET.iter().zip(PATTERNS.iter());
    knots
        .filter(|(knot, _)| about_person || !knot.persons_only)
        .find_map(|(knot, patterns)| {
            let found = |words: &[&'static str], patterns: &[String], text: &str| {
                let hit = patterns.iter().position(|p| text.contains(p.as_str()))?;
                Some(words[hit])
            };
            let word = found(knot.always, &patterns.always, &plain).or_else(|| {
                // The honest uses are looked at only where there is something to excuse.
                found(knot.words, &patterns.words, &plain)?;
                let rest = patterns
                    .unless
                    .iter()
                    .fold(plain.clone(), |rest, honest| rest.replace(honest, " "));
                found(knot.words, &patterns.words, &rest)
            })?;
            Some(Barred {
                word: word.trim_end_matches('*').to_owned(),
                why: knot.why,
            })
        })
}

/// The words of a knot as they are looked for.
struct Patterns {
    words: Vec<String>,
    unless: Vec<String>,
    always: Vec<String>,
}

impl Patterns {
    fn new(knot: &Knot) -> Self {
        let all = |words: &[&str]| words.iter().map(|w| pattern(w)).collect();
        Self {
            words: all(knot.words),
            unless: all(knot.unless),
            always: all(knot.always),
        }
    }
}

/// A word that was caught, and why it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barred {
    /// The word of the net.
    pub word: String,
    /// What is never kept.
    pub why: &'static str,
}

/// Lower case, with one space for everything that is neither letter nor digit, and around the whole.
fn plain(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Chinese is found anywhere; English as whole words, or as the start of a word with `*`.
fn pattern(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_owned();
    }
    match word.strip_suffix('*') {
        Some(start) => format!(" {start}"),
        None => format!(" {word} "),
    }
}

/// One thing that is never kept, with the words that betray it.
struct Knot {
    why: &'static str,
    words: &'static [&'static str],
    /// Honest uses, taken out of the text before `words` are looked for.
    unless: &'static [&'static str],
    /// Refused even inside an honest use.
    always: &'static [&'static str],
    persons_only: bool,
}

impl Knot {
    const fn new(why: &'static str, words: &'static [&'static str]) -> Self {
        Self {
            why,
            words,
            unless: &[],
            always: &[],
            persons_only: false,
        }
    }

    const fn unless(self, unless: &'static [&'static str]) -> Self {
        Self { unless, ..self }
    }

    const fn always(self, always: &'static [&'static str]) -> Self {
        Self { always, ..self }
    }

    const fn of_persons(self) -> Self {
        Self {
            persons_only: true,
            ..self
        }
    }
}

const ETHNICITY: &str = "ethnicity is never kept";
const RELIGION: &str = "religion and belief are never kept";
const CLERGY: &str = "clergy, believers and temple bodies are never recorded";
const OPINION: &str = "what a person thinks is never kept";
const ONLINE: &str = "online opinion is neither watched nor guided";
const MIND: &str = "nobody's state of mind is recorded or analysed";
const SCORE: &str = "persons are never scored or ranked";
const HEALTH: &str = "health is never kept, only that a check was done and when";
const KIN: &str = "of kin only \"recusal declared\" and \"spouse's move settled\" are kept";
const TRACKS: &str = "movements of persons are never kept";
const FACES: &str = "faces and other marks of the body are never kept";
const PLATES: &str = "vehicle plates are never kept";
const STABILITY: &str =
    "stability, separatism, watch lists and border defence are no task of a ledger";
const NUMBERS: &str = "ID numbers are kept only as a keyed hash";
const CONTACT: &str = "addresses, telephones and accounts of persons are not on the list";
const MILITARY: &str = "identity and place of military partners are never kept";
const POLITICAL: &str = "an organisation keeps the membership of its own members only";

#[rustfmt::skip] // words side by side
const NET: &[Knot] = &[
    Knot::new(
        ETHNICITY,
        &[
            "ethnic*", "nationality", "nationalities", "minority", "minorities", "race", "racial", "tribe", "tribal", "民族",
            "族别", "族裔", "藏族", "汉族", "回族", "维吾尔", "蒙古族", "满族", "门巴", "珞巴", "种族", "血统",
        ],
    )
    .unless(&["ethnic unity", "民族团结", "中华民族", "民族乡", "民族节日", "民族工作会议", "民族文化", "民族传统"]),
    Knot::new(
        ETHNICITY,
        &["han", "tibetan", "tibetans", "uyghur", "hui", "mongol", "monpa", "lhoba"],
    )
    .of_persons(),
    Knot::new(
        CLERGY,
        &[
            "clergy", "monk*", "nun", "nuns", "lama", "lamas", "believer*", "temple*", "monaster*", "mosque*", "church*",
            "imam*", "僧", "尼姑", "喇嘛", "活佛", "寺", "教堂", "清真", "教职人员", "信众", "信教",
        ],
    ),
    Knot::new(
        RELIGION,
        &[
            "religio*", "belief*", "faith*", "worship*", "pilgrim*", "buddh*", "muslim*", "christian*", "sect", "宗教", "信仰",
            "教派", "佛", "朝拜", "朝圣", "转经", "礼拜",
        ],
    )
    .unless(&["good faith", "理想信念", "马克思主义信仰"]),
    Knot::new(
        ONLINE,
        &["online opinion*", "public opinion*", "sentiment*", "post monitoring", "舆情", "舆论", "网评", "网络评论", "网络言论"],
    ),
    Knot::new(
        OPINION,
        &[
            "political opinion*", "political view*", "political attitude*", "political leaning*", "personal opinion*",
            "opinion of", "opinion on", "opinion about", "attitude*", "ideolog*", "stance", "viewpoint*", "views", "政治倾向",
            "政治立场", "政治态度", "政治表现", "观点", "立场", "态度", "言论", "思想倾向",
        ],
    )
    .unless(&["意识形态工作", "服务态度"])
    .of_persons(),
    Knot::new(
        OPINION,
        &["political opinion*", "political attitude*", "政治倾向", "政治态度", "思想倾向"],
    ),
    Knot::new(
        MIND,
        &[
            "mood*", "emotion*", "state of mind", "states of mind", "morale", "psycholog*", "mental*", "stress*",
            "anxiety", "loyalty", "thinking trend*", "情绪", "心情", "心态", "心理", "思想动态", "思想状况", "思想波动", "精神状态", "忠诚度",
        ],
    )
    .unless(&["心理健康讲座", "心理讲座"]),
    Knot::new(
        SCORE,
        &[
            "learning points", "study points", "leaderboard*", "social credit", "credit score*", "学习积分", "积分榜", "信用分",
            "英雄榜",
        ],
    ),
    Knot::new(
        SCORE,
        &[
            "score*", "scoring", "points", "ranking*", "ranked", "rating*", "rated", "percentile*", "stars", "grading",
            "积分", "得分", "评分", "打分", "分数", "排名", "排行", "名次", "星级", "画像",
        ],
    )
    .of_persons(),
    Knot::new(
        HEALTH,
        &[
            "illness*", "disease*", "diagnos*", "medical history", "medical record*", "pregnan*", "blood*", "symptom*",
            "hiv", "patient*", "vaccin*", "疾病", "病史", "病情", "诊断", "怀孕", "孕", "血压", "血型", "血氧", "症状", "疫苗", "核酸", "患者",
            "健康状况",
        ],
    )
    .always(&["health check result*", "体检结果", "体检结论", "体检指标"]),
    Knot::new(
        HEALTH,
        &["health*", "disab*", "fitness", "健康", "残疾", "伤残"],
    )
    .unless(&["health check done", "health check done on", "health check on", "health check", "健康检查", "健康体检"])
    .of_persons(),
    Knot::new(
        KIN,
        &[
            "kin", "kinship", "spouse*", "husband*", "wife", "wives", "father*", "mother*", "parents", "sibling*",
            "brother*", "sister*", "relative", "relatives", "son", "sons", "daughter*", "child", "children", "family",
            "families", "in law", "in laws", "marital", "married", "marriage", "配偶", "子女", "父母", "父亲", "母亲", "亲属", "亲戚",
            "家属", "家庭", "社会关系", "兄弟", "姐妹", "妻子", "丈夫", "婚姻",
        ],
    )
    .unless(&["kinship recusal", "recusal of kin", "spouse s move", "spouse move", "亲属回避", "配偶随调", "配偶调动", "配偶工作调动", "配偶安置"])
    .of_persons(),
    Knot::new(
        TRACKS,
        &["movement history", "whereabouts", "location history", "gps trail*", "trajector*", "轨迹", "行踪", "足迹"],
    ),
    Knot::new(
        TRACKS,
        &[
            "track", "tracks", "tracked", "tracking", "gps", "geolocation", "latitude", "longitude", "coordinates",
            "location", "定位", "经纬度",
        ],
    )
    .unless(&["岗位定位", "职能定位"])
    .of_persons(),
    Knot::new(
        FACES,
        &[
            "face", "faces", "facial", "fingerprint*", "biometric*", "iris", "voiceprint*", "dna", "gait", "人脸", "面部",
            "刷脸", "指纹", "虹膜", "声纹", "生物识别",
        ],
    )
    .unless(&["face to face", "路面部", "桥面部", "地面部", "书面部"]),
    Knot::new(FACES, &["photo*", "portrait*", "照片", "相片"]).of_persons(),
    Knot::new(
        PLATES,
        &["plate", "plates", "plate no", "license plate*", "licence plate*", "number plate*", "车牌", "号牌", "车号"],
    )
    .unless(&["steel plate*", "base plate*"]),
    Knot::new(
        STABILITY,
        &[
            "stability", "separatis*", "extremis*", "unrest", "watch list*", "watchlist*", "blacklist*", "black list*",
            "border defence", "border defense", "surveillance", "informant*", "key person", "key persons", "petitioner*",
            "维稳", "稳控", "分裂", "重点人员", "重点人", "黑名单", "布控", "线人", "边防", "管控对象",
        ],
    )
    .unless(&["slope stability", "price stability", "基因分裂"]),
    Knot::new(
        NUMBERS,
        &["id number*", "id no", "id card*", "identity card*", "passport*", "身份证", "护照"],
    )
    .unless(&["hash of id number", "hash of the id number", "id number hash", "身份证号摘要", "身份证号码摘要", "身份证号散列", "身份证摘要"]),
    Knot::new(
        CONTACT,
        &[
            "phone*", "telephone*", "mobile", "home address*", "address", "bank account*", "wechat", "手机", "电话", "住址",
            "银行卡", "银行账", "微信",
        ],
    )
    .of_persons(),
    Knot::new(
        MILITARY,
        &["troop*", "garrison*", "regiment*", "番号", "驻军", "部队驻地"],
    ),
    Knot::new(
        POLITICAL,
        &["political status", "party affiliation", "政治面貌"],
    ),
    Knot::new(MIND, &["sleep*", "睡眠"]),
];
