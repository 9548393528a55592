//! The shape of the rule files: which keys each has, what stands there, and what it is for.
//!
//! In: nothing. Out: one [`Table`] for each kind of file. The check of unknown keys, the JSON Schema for editors and the
//! reference all come from here; a test holds it against the types in [`files`](super::files). Not here: values that depend on
//! other files, such as the names of slots.

use super::file::FileKind;

/// What may stand at a place of a rule file.
#[derive(Debug)]
pub enum Shape {
    /// Any text.
    Text,
    /// A decimal in quotes.
    Decimal,
    /// A whole number.
    Integer,
    /// true or false.
    Bool,
    /// A day of the calendar in quotes, or nothing.
    Day,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// A table with keys of any name.
    Map(&'static Shape),
    /// A table with these keys.
    Table(&'static Table),
}

/// A table with its keys.
#[derive(Debug)]
pub struct Table {
    /// What it is.
    pub doc: &'static str,
    /// The keys, in the order of the reference.
    pub keys: &'static [Key],
    /// The key whose value names an entry in messages; may be empty.
    pub name: &'static str,
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for.
    pub doc: &'static str,
}

const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, required: false, doc }
}

const fn must(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, required: true, doc }
}

const fn table(name: &'static str, doc: &'static str, keys: &'static [Key]) -> Table {
    Table { doc, keys, name }
}

/// The kinds of TOML files with their shapes.
pub static FILES: &[(FileKind, &Table)] = &[
    (FileKind::Pack, &PACK),
    (FileKind::Facts, &FACTS),
    (FileKind::Metrics, &METRICS),
    (FileKind::Units, &UNITS),
    (FileKind::Lexicon, &LEXICON),
    (FileKind::Noise, &NOISE),
    (FileKind::Periods, &PERIODS),
    (FileKind::Layout, &LAYOUT),
    (FileKind::Masthead, &MASTHEAD),
];

/// The shape of a kind of file; none for CSV files.
pub fn of(kind: FileKind) -> Option<&'static Table> {
    FILES.iter().find(|(k, _)| *k == kind).map(|(_, table)| *table)
}

/// The columns of `zones.csv`.
pub const ZONE_COLUMNS: &[(&str, &str)] = &[
    ("name", "canonical name of the park"),
    ("level", "国家高新区, 国家级新区 …; may be empty"),
    ("province", "its province; may be empty"),
    ("city", "its city; may be empty"),
    ("parent", "the park it lies in; may be empty"),
    ("aliases", "other names, joined by |; may be empty"),
];

/// The columns of `regions.csv`.
pub const REGION_COLUMNS: &[(&str, &str)] = &[
    ("name", "canonical name of the region"),
    ("kind", "nation, province, city, county, group, country or ministry"),
    ("aliases", "other names, joined by |; may be empty"),
];

/// What quantities may measure.
pub const DIMENSIONS: &[&str] = &[
    "count", "money", "percent", "permille", "point", "multiple", "tenth", "doubling", "area", "length", "weight",
    "volume", "power", "energy", "duration", "rate", "measure", "number",
];

const WORDS: Shape = Shape::List(&Shape::Text);
const DIMENSION: Shape = Shape::Choice(DIMENSIONS);
const LISTS: Shape = Shape::Map(&WORDS);
const NUMBERS: Shape = Shape::Map(&Shape::Integer);
const TEXTS: Shape = Shape::Map(&Shape::Text);

static PACK: Table = table(
    "id",
    "name of the pack, and what it takes away from the packs below it",
    &[
        key("id", Shape::Text, "name of the pack"),
        key("version", Shape::Text, "version of the pack, for `shishu rules list --origin`"),
        key("language", Shape::Integer, "version of the rule language that it is written in: 1"),
        key("doc", Shape::Text, "what it is about"),
        key("disable", WORDS, "ids of facts and names of metrics, units and parks of the packs below to take away"),
    ],
);

static FACTS: Table = table(
    "",
    "sentence patterns and the rows that they give",
    &[key("fact", Shape::List(&Shape::Table(&FACT)), "a sentence pattern and its rows")],
);

static FACT: Table = table(
    "id",
    "a sentence pattern and its rows",
    &[
        must("id", Shape::Text, "unique name; a pack replaces a rule below it by giving its id"),
        key("doc", Shape::Text, "what it says, best as an example"),
        must("match", Shape::Text, "the pattern: a regular expression over the masked sentence, with slots"),
        key("emit", Shape::List(&Shape::Table(&EMIT)), "the rows, one for each entry"),
        key("absorb", WORDS, "slots whose numbers give no row of their own, such as a threshold in the metric"),
        key("test", Shape::List(&Shape::Table(&TEST)), "sentences with the rows that they must give"),
    ],
);

static EMIT: Table = table(
    "",
    "one row of a fact",
    &[
        must("metric", Shape::Text, "the metric: text with slots, such as {m}增速"),
        must("value", Shape::Text, "the slot of the number, or {vs*} for a list of numbers"),
        key("sign", Shape::Text, "the slot of a direction word: a fall makes the value negative"),
        key("unit", Shape::Text, "a unit in place of the number's own"),
        key("period", Shape::Text, "the slot of the row's own time, or {ts*} for a list of times"),
        key("zone", Shape::Text, "the slot of the park that the row belongs to, or {zs*} for a list of parks"),
        key("before", Shape::Bool, "the value held before the sentence's time: (此前) unless it has a time of its own"),
    ],
);

static TEST: Table = table(
    "",
    "a sentence with the rows that it must give",
    &[
        key("date", Shape::Day, "the date of issue; none where it is left out"),
        must("text", Shape::Text, "the sentence, or a page"),
        must("rows", Shape::Text, "the rows as CSV with a header of any columns; empty where there must be none"),
        key("fires", Shape::Bool, "false: the rows are those of other rules, and this rule must give none of them"),
        key("todo", Shape::Text, "why it does not hold yet; the test fails once it does"),
    ],
);

static METRICS: Table =
    table("", "known metrics", &[key("metric", Shape::List(&Shape::Table(&METRIC)), "a known metric")]);

static METRIC: Table = table(
    "name",
    "a known metric",
    &[
        must("name", Shape::Text, "canonical name"),
        key("aliases", WORDS, "other wordings, of this metric only"),
        key("takes", Shape::List(&DIMENSION), "what its level may be measured in"),
        key("veto", WORDS, "longer words that contain a wording but are something else"),
    ],
);

static UNITS: Table = table(
    "",
    "units: what may stand after a number",
    &[
        key("unit", Shape::List(&Shape::Table(&UNIT)), "a unit"),
        key("classifiers", Shape::List(&Shape::Table(&CLASSIFIERS)), "units of one dimension without other spellings"),
        key("fixed", Shape::List(&Shape::Table(&FIXED)), "a word that is a whole quantity: 一半"),
        key("prefix", Shape::List(&Shape::Table(&PREFIX)), "a currency sign before the number"),
        key("suffix", Shape::List(&Shape::Table(&SUFFIX)), "words after a number that make it no amount: 500强"),
        key("not_unit", WORDS, "words that begin like a unit and are none: 打造"),
        key("spoken", WORDS, "units after which digits are decimals: 一米八"),
        key("bounds", Shape::Table(&BOUNDS), "words that bound a number"),
        key("alone", Shape::Table(&ALONE), "where a Chinese digit without a unit is a number"),
    ],
);

static UNIT: Table = table(
    "name",
    "a unit",
    &[
        must("name", Shape::Text, "canonical name"),
        must("dimension", DIMENSION, "what it measures: the type that rules ask for"),
        key("aliases", WORDS, "other spellings"),
        key("base", Shape::Text, "the unit it converts to"),
        key("factor", Shape::Decimal, "how many of the base make one: a decimal in quotes"),
    ],
);

static CLASSIFIERS: Table = table(
    "",
    "units of one dimension without other spellings",
    &[must("dimension", DIMENSION, "what they measure"), must("names", WORDS, "their names")],
);

static FIXED: Table = table(
    "text",
    "a word that is a whole quantity",
    &[
        must("text", Shape::Text, "the word"),
        must("value", Shape::Decimal, "its value: a decimal in quotes"),
        must("unit", Shape::Text, "its unit, by canonical name"),
        key("ratio", Shape::Decimal, "what it is as a plain number, where it is a fraction"),
    ],
);

static PREFIX: Table = table(
    "text",
    "a currency sign or word before the number",
    &[must("text", Shape::Text, "the sign"), must("unit", Shape::Text, "the unit it stands for")],
);

static SUFFIX: Table = table(
    "reason",
    "words after a number that make it no amount",
    &[must("reason", Shape::Text, "the reason that `explain` gives"), must("words", WORDS, "the words")],
);

static BOUNDS: Table = table(
    "",
    "words that bound a number from one side",
    &[
        key("low_before", WORDS, "before a number: at least"),
        key("low_after", WORDS, "after a number: at least"),
        key("high_before", WORDS, "before a number: at most"),
        key("high_after", WORDS, "after a number: at most"),
        key("joints", WORDS, "what joins the two bounds"),
        key("range", WORDS, "the mark or word of a range: 至"),
    ],
);

static ALONE: Table = table(
    "",
    "the characters beside which a Chinese digit without a unit is a number",
    &[key("before", Shape::Text, "before it"), key("after", Shape::Text, "after it")],
);

static LEXICON: Table = table(
    "",
    "word classes, named patterns, and what a noun phrase is made of",
    &[
        key("class", LISTS, "word class → its words; {name} in a pattern is one of them"),
        key("pattern", TEXTS, "named pattern → the pattern that {name} stands for"),
        key("phrase", Shape::Table(&PHRASE), "what a noun phrase is made of"),
        key("zone", Shape::Table(&ZONE_WORDS), "how names of parks are written"),
        key("mood", LISTS, "mood → the words that tell it"),
    ],
);

static PHRASE: Table = table(
    "",
    "what a noun phrase is made of",
    &[
        key("noun", WORDS, "classes whose words are noun text"),
        key("name", WORDS, "classes whose words may be part of a park's name that no list knows"),
        key("modifier", WORDS, "classes that may begin a phrase or stand inside, but not end it"),
        key("opener", WORDS, "classes that may only begin a phrase"),
        key("joint", WORDS, "classes that join two parts"),
        key("etc", WORDS, "classes that end an open list: 等"),
        key("possessive", WORDS, "classes that join an owner and what is owned: 的"),
        key("head", WORDS, "classes that end the phrase after a number"),
        key("bound", WORDS, "classes that no gap reaches over"),
        key("trim_front", WORDS, "words cut from the front of a metric's name"),
        key("rewrite", TEXTS, "wording → the one form that a name has of it"),
        key("trim_back", WORDS, "words cut from the end of a metric's name"),
        key("sum", WORDS, "endings of the names of what adds up over a time: 产值"),
    ],
);

static ZONE_WORDS: Table = table(
    "",
    "how names of parks are written",
    &[
        key("suffix", LISTS, "canonical ending → its other spellings"),
        key("anaphor", WORDS, "words that stand for the park spoken of: 园区"),
        key("infix", WORDS, "endings that make a name only behind a known name or place"),
        key("place", WORDS, "endings of the names of places: 市"),
        key("not_name", WORDS, "words that begin no name of a park: 巩固新区"),
        key("attribute", WORDS, "words before an ordinary noun that ends like the name of a park: 最大汽车产业园区"),
        key("general", WORDS, "endings that stand for a park of any kind: 园区"),
        key("placed", WORDS, "endings of parks that are called after a place: 高新区"),
        key("called", WORDS, "words before the short name that a text gives a park: 以下简称"),
        key(
            "coined",
            WORDS,
            "endings of names that no list knows, where a text begins a clause with one and uses it again: 小镇",
        ),
        key("side", WORDS, "parts of a nation that say whose parks those are: 东部国家级经开区"),
        key("bynamed", WORDS, "words before a byname in quotes that a text gives a park: 被誉为"),
        key("first", WORDS, "words that may be the first character of a name: 中 of 中铺工业园区"),
        key("this", WORDS, "words before the grade of the park spoken of: 这个国家级高新区"),
        key("left_out", WORDS, "endings that the short name of a place leaves out: 金州 for 金州区"),
        key("not_coined", WORDS, "words that end so and are no names: 公园"),
        key("not_place", WORDS, "what after such an ending makes it part of another word: 市场"),
        key("minor", WORDS, "endings of parks inside parks: what is said of one holds for its own sentence"),
        key("owned", WORDS, "classes of words that make the region before them the owner: 江南省拥有"),
        key("collective", WORDS, "words for all parks together: 国家高新区"),
    ],
);

static NOISE: Table = table(
    "",
    "numbers that are no facts",
    &[
        key("words", LISTS, "reason → words whose numbers are no facts"),
        key("apart", WORDS, "reasons whose words are no noun text either"),
        key("ordinal", WORDS, "words before a number that make it an ordinal: 第"),
        key("bracket", Shape::List(&Shape::Table(&BRACKET)), "brackets whose content is a name"),
    ],
);

static BRACKET: Table = table(
    "open",
    "brackets whose content is a name",
    &[
        must("open", Shape::Text, "the opening mark"),
        must("close", Shape::Text, "the closing mark"),
        must("reason", Shape::Text, "the reason that `explain` gives for the numbers inside"),
        must("longest", Shape::Integer, "the most characters it may hold"),
        key("park", Shape::Bool, "true: a park's name between them is the park: “云溪生物城”"),
    ],
);

static PERIODS: Table = table(
    "",
    "words for times; numbers count from the date of issue",
    &[
        key("years", NUMBERS, "word → years from the year of issue: 去年 is -1"),
        key("quarters", NUMBERS, "word → quarters from the quarter of issue"),
        key("months", NUMBERS, "word → months from the month of issue"),
        key("weeks", NUMBERS, "word → weeks from the week of issue"),
        key("days", NUMBERS, "word → days from the day of issue"),
        key("centuries", NUMBERS, "word → centuries from the one of issue"),
        key("parts", TEXTS, "word → part of a year: Q1, H2, 01/09, 10-01"),
        key("now", Shape::Table(&NOW), "words for the time of issue: 目前"),
        key("same", Shape::Table(&NOW), "words for the time spoken of: 同期"),
        key("context_year", Shape::Table(&NOW), "words for the year spoken of: 当年"),
        key("plans", TEXTS, "word → years of a plan: 2021/2025"),
        key("unknown", Shape::Table(&NOW), "times that cannot be placed: 近日"),
        key("marks", Shape::Table(&MARKS), "words around a number or a point of time"),
    ],
);

static NOW: Table = table(
    "",
    "a list of words",
    &[key("words", WORDS, "the words"), key("last_year", WORDS, "those that mean a year before")],
);

static MARKS: Table = table(
    "",
    "words around a number or a point of time",
    &[
        key("recent", WORDS, "before a number of years: 近"),
        key("coming", WORDS, "before a number of years: 未来"),
        key("recent_after", WORDS, "after a number of years: 来"),
        key("contrast", WORDS, "before a time that is only set beside the one spoken of: 而2019年"),
        key("then", WORDS, "behind an event that is told for its time: 2018年启动建设时"),
        key("no_mark", WORDS, "words that begin like one of these and are none: 起步"),
        key("ago", WORDS, "after a number of years: 前"),
        key("later", WORDS, "after a number of years: 后"),
        key("since", WORDS, "after a time: 以来"),
        key("before", WORDS, "before a time: 截至"),
        key("after", WORDS, "after a time"),
        key("until", WORDS, "after a time: 为止"),
        key("end", WORDS, "the end of a year, month …: 底"),
        key("start", WORDS, "the start of one: 初"),
        key("outset", WORDS, "from the start of the year"),
        key("thirds", WORDS, "the thirds of a month: 上旬"),
        key("range", WORDS, "the mark or word of a range: 至"),
        key("between", WORDS, "before a range: 从"),
        key("between_end", WORDS, "after a range: 期间"),
        key("first_months", WORDS, "before a number of months: 前"),
        key("weekday", WORDS, "a day of the week"),
        key("free", WORDS, "words that are a time only where no letter touches them"),
        key("decade", WORDS, "a decade: 年代"),
        key("century", WORDS, "a century: 世纪"),
    ],
);

static LAYOUT: Table = table(
    "",
    "words by which the parts of a page are known; the file replaces the one below it as a whole",
    &[
        key("datelines", WORDS, "what the body of an article begins with"),
        key("agencies", WORDS, "news agencies"),
        key("agency_ends", WORDS, "what follows an agency's place and day: 电"),
        key("byline_marks", Shape::Text, "marks before the names of authors"),
        key("bylines", WORDS, "words beside the names of authors"),
        key("caption_starts", WORDS, "what captions begin with"),
        key("caption_words", WORDS, "what captions hold"),
        key("credit_ends", WORDS, "what captions end with"),
        key("masthead_words", WORDS, "what a short line of a masthead holds"),
        key("masthead_ends", WORDS, "what such a line ends with"),
        key("weekdays", WORDS, "a day of the week after a date"),
        key("sheet_words", WORDS, "after the number of a sheet: 版"),
        key("continuations", WORDS, "where an article goes on: 下转"),
        key("publication", WORDS, "what lines about the publication begin with"),
        key("image_starts", WORDS, "what an image begins with"),
        key("table_starts", WORDS, "what a table begins with"),
        key("digests", WORDS, "first lines of a page of short articles"),
        key("item_starts", WORDS, "what a numbered item begins with: 一是"),
        key("item_numerals", Shape::Text, "characters that number items"),
        key("item_marks", Shape::Text, "marks after them"),
        key("item_circled", Shape::Text, "characters that number items by themselves"),
        key("terminals", Shape::Text, "marks that end a sentence"),
        key("half_stops", Shape::Text, "marks that may end one at the end of a line"),
        key("closers", Shape::Text, "marks that may follow these"),
    ],
);

static MASTHEAD: Table = table(
    "",
    "words that tell a date of issue; the file replaces the one below it as a whole",
    &[
        key("weekday", WORDS, "a day of the week after the date"),
        key("published", WORDS, "what stands before the date"),
    ],
);
