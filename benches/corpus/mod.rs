//! A corpus for measuring: pages that never repeat, in the layouts that newspapers have.
//!
//! In: a seed. Out: an endless row of [`Page`]s, the same for the same seed on every machine. Each page takes one layout, one or
//! more parks, and sentences from `words` with figures, parks and metrics drawn anew. The layouts go round: a PDF's hard-wrapped
//! lines with blank ones between, letter-spaced words and a doubled headline; OCR Markdown; clean digital text; a bulletin with
//! numbered sections; short articles about different parks. Not here: files and sizes (see [`Form`] for how pages are put together).

#![allow(dead_code)] // the benches and tests that share it use what they need

mod words;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use words::*;

/// The seed of every measurement.
pub const SEED: u64 = 20_201_123;

/// One page of the corpus.
pub struct Page {
    /// Its number, from 0.
    pub number: usize,
    /// Its date of issue, `YYYY-MM-DD`.
    pub date: String,
    /// Its text.
    pub text: String,
}

/// How the pages are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One text file, pages separated by form feeds.
    Text,
    /// One record a line.
    Jsonl,
    /// A folder of text files, a thousand in each folder of its own.
    Files,
}

/// The pages of a seed.
pub struct Pages {
    random: Random,
    next: usize,
}

impl Pages {
    /// The pages of this seed.
    pub fn new(seed: u64) -> Pages {
        Pages { random: Random(seed), next: 0 }
    }
}

impl Iterator for Pages {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        let number = self.next;
        self.next += 1;
        let mut writer = Writer::new(&mut self.random);
        let text = match number % 5 {
            0 => writer.pdf(),
            1 => writer.markdown(),
            2 => writer.clean(),
            3 => writer.bulletin(),
            _ => writer.briefs(),
        };
        Some(Page { number, date: writer.date(), text })
    }
}

/// Text of at least `bytes` bytes, its pages separated by form feeds.
pub fn text(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 8192);
    for page in Pages::new(SEED) {
        text.push_str(&page.text);
        if text.len() >= bytes {
            break;
        }
        text.push('\x0C');
    }
    text
}

/// Writes a corpus of at least `bytes` bytes of text to a file, or into a folder.
pub fn write(form: Form, bytes: u64, to: &Path) -> io::Result<usize> {
    let mut file = match form {
        Form::Files => None,
        Form::Text | Form::Jsonl => Some(io::BufWriter::new(std::fs::File::create(to)?)),
    };
    let (mut written, mut pages) = (0, 0);
    for page in Pages::new(SEED) {
        match (&mut file, form) {
            (Some(file), Form::Jsonl) => {
                let (id, text) = (page.number.to_string(), page.text.as_str());
                writeln!(file, "{}", serde_json::json!({"id": id, "text": text, "date": page.date}))?;
            }
            (Some(file), _) => {
                let mark = if written > 0 { "\x0C" } else { "" };
                write!(file, "{mark}{}", page.text)?;
            }
            (None, _) => {
                let folder = to.join(format!("{:04}", page.number / 1000));
                std::fs::create_dir_all(&folder)?;
                std::fs::write(folder.join(format!("{}_{:06}.txt", page.date, page.number)), &page.text)?;
            }
        }
        (written, pages) = (written + page.text.len() as u64, pages + 1);
        if written >= bytes {
            break;
        }
    }
    file.map_or(Ok(()), |mut file| file.flush())?;
    Ok(pages)
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn range(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[(self.next() % list.len() as u64) as usize]
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.range(0, 100) < percent
    }
}

/// Writes one page.
struct Writer<'a> {
    random: &'a mut Random,
    park: String,
    city: String,
    year: u64,
    month: u64,
    day: u64,
}

impl<'a> Writer<'a> {
    fn new(random: &'a mut Random) -> Self {
        let (year, month, day) = (random.range(2004, 2025), random.range(1, 13), random.range(1, 29));
        let mut writer = Writer { random, park: String::new(), city: String::new(), year, month, day };
        writer.new_park();
        writer
    }

    fn date(&self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    fn new_park(&mut self) {
        self.city = format!("{}{}", self.random.pick(CITIES), self.random.pick(PLACES));
        self.park = format!("{}{}", self.city, self.random.pick(ENDINGS));
    }

    /// A template with its slots filled.
    fn fill(&mut self, template: &str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, behind) = after.split_once('}').expect("a slot is closed");
            text.push_str(before);
            let value = self.slot(slot);
            text.push_str(&value);
            rest = behind;
        }
        text.push_str(rest);
        text
    }

    fn slot(&mut self, slot: &str) -> String {
        match slot {
            "park" => self.park.clone(),
            "city" => self.city.clone(),
            "industry" => self.random.pick(INDUSTRIES).into(),
            "amount" => {
                let metric = self.random.pick(AMOUNTS);
                self.fill(metric)
            }
            "things" => {
                let (name, _) = self.random.pick(COUNTS);
                self.fill(name)
            }
            "name" => format!("{}{}", self.random.pick(SURNAMES), self.random.pick(GIVEN)),
            "firm" => {
                let (city, name, trade) =
                    (self.random.pick(CITIES), self.random.pick(GIVEN), self.random.pick(INDUSTRIES));
                format!("{city}{name}{trade}有限公司")
            }
            "period" => self.period(),
            "date" => format!("{}年{}月底", self.year, self.random.range(1, 13)),
            "day" => format!("{}月{}日", self.random.range(1, 13), self.random.range(1, 29)),
            _ => self.figure(slot),
        }
    }

    fn period(&mut self) -> String {
        match self.random.range(0, 8) {
            0 => format!("{}年", self.year - 1),
            1 => "今年前三季度".into(),
            2 => format!("1—{}月", self.random.range(2, 13)),
            3 => "上半年".into(),
            4 => "去年".into(),
            5 => "今年以来".into(),
            6 => format!("{}年一季度", self.year),
            _ => format!("今年前{}个月", self.random.range(2, 12)),
        }
    }

    fn figure(&mut self, slot: &str) -> String {
        let random = &mut self.random;
        let tenths = |n: u64| format!("{}.{}", n / 10, n % 10);
        match slot {
            "money" if random.chance(12) => format!("{}万元", random.range(200, 9900)),
            "money" if random.chance(15) => format!("{}亿元", random.range(2, 900)),
            "money" => format!("{}亿元", tenths(random.range(11, 29_999))),
            "share" => format!("{}%", tenths(random.range(1, 999))),
            "points" => tenths(random.range(1, 99)),
            "half" => tenths(random.range(5, 30)),
            "counted" | "fewer" => {
                let top = if slot == "counted" { 4000 } else { 90 };
                format!("{}家", random.range(2, top))
            }
            "round" => format!("{}家", random.range(3, 60) * 100),
            "few" => random.range(2, 10).to_string(),
            "small" => random.range(2, 99).to_string(),
            "hundreds" => random.range(100, 1000).to_string(),
            "thousand" if random.chance(30) => {
                let n = random.range(1000, 20_000);
                format!("{},{:03}", n / 1000, n % 1000)
            }
            "thousand" => random.range(1000, 20_000).to_string(),
            "wan" => random.range(120, 9900).to_string(),
            "area" => random.range(20, 2000).to_string(),
            "big" => random.range(2, 90).to_string() + "00",
            "people" => tenths(random.range(5, 400)),
            "age" => random.range(26, 38).to_string(),
            "year" => (self.year - self.random.range(5, 9)).to_string(),
            "year2" => (self.year - self.random.range(1, 4)).to_string(),
            "future" => (self.year + self.random.range(2, 9)).to_string(),
            other => panic!("the corpus has no slot {other}"),
        }
    }

    /// A paragraph: facts and other sentences in turn.
    fn paragraph(&mut self, sentences: u64) -> String {
        let mut text = String::new();
        for _ in 0..sentences {
            let list = if self.random.chance(20) { FACTS } else { FILLER };
            let template = self.random.pick(list);
            text += &self.fill(template);
        }
        text
    }

    fn headline(&mut self) -> String {
        let template = self.random.pick(HEADLINES);
        self.fill(template)
    }

    fn clean(&mut self) -> String {
        let mut text = format!("{}\n\n本报记者 {}\n\n", self.headline(), self.slot("name"));
        for _ in 0..self.random.range(4, 8) {
            let sentences = self.random.range(2, 5);
            text += &self.paragraph(sentences);
            text += "\n\n";
        }
        text
    }

    /// OCR Markdown: half-width marks, titles with `#`.
    fn markdown(&mut self) -> String {
        let mut text = format!("# {}\n\n► 本报记者 {}\n\n", self.headline(), self.slot("name"));
        for part in 0..self.random.range(4, 8) {
            if part % 2 == 1 {
                let title = self.random.pick(SECTIONS);
                let _ = write!(text, "## {title}\n\n");
            }
            let sentences = self.random.range(2, 5);
            text += &self.paragraph(sentences).replace('，', ",").replace('；', ";");
            text += "\n\n";
        }
        text
    }

    fn bulletin(&mut self) -> String {
        let park = self.park.clone();
        let mut text = format!("{park}{}年统计公报\n\n{park}统计局\n\n{}\n\n", self.year - 1, self.date());
        let numbers = ["一", "二", "三", "四", "五"];
        for number in numbers.iter().take(self.random.range(3, 6) as usize) {
            let title = self.random.pick(SECTIONS);
            let (facts, rest) = (self.random.pick(FACTS), self.random.range(2, 5));
            let _ = write!(text, "{number}、{title}\n\n{}{}\n\n", self.fill(facts), self.paragraph(rest));
        }
        text
    }

    fn briefs(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.random.range(3, 7) {
            self.new_park();
            let (headline, name) = (self.headline(), self.slot("name"));
            let sentences = self.random.range(2, 5);
            let _ = write!(text, "{headline}\n\n本报讯（记者 {name}）{}\n\n", self.paragraph(sentences));
        }
        text
    }

    /// Text as taken from a PDF: each printed line hard-wrapped, a blank line behind it, spaces beside figures, words set
    /// with spaces between their characters, a headline printed twice, and the masthead.
    fn pdf(&mut self) -> String {
        let headline = self.headline();
        let paper = self.random.pick(PAPERS);
        let weekday = self.random.pick(WEEKDAYS);
        let mut text = format!("\n{}\n\n", doubled(&headline));
        for part in 0..self.random.range(4, 8) {
            let sentences = self.random.range(2, 5);
            let paragraph = self.paragraph(sentences);
            let paragraph = if part % 2 == 0 { spaced(&paragraph) } else { paragraph };
            let paragraph = paragraph.replace("关键技术", "关 键 技 术").replace("公共技术平台", "公 共 技 术 平 台");
            wrap(&paragraph, self.random.range(17, 22) as usize, &mut text);
            if part == 1 {
                let (city, editor) = (self.city.clone(), self.slot("name"));
                let (year, month, day) = (self.year, self.month, self.day);
                let _ = write!(text, "{city}{paper}社主办\n\n{year}.{month}.{day}星期{weekday}\n■ 编辑：{editor}\n\n");
            }
            if part == 3 {
                let _ = write!(text, "{}一角。 本报资料图片\n\n", self.park);
            }
        }
        text
    }
}

/// A headline with its shadow, piece by piece.
fn doubled(headline: &str) -> String {
    let chars: Vec<char> = headline.chars().filter(|c| !c.is_whitespace()).collect();
    chars.chunks(4).map(|piece| String::from_iter(piece).repeat(2)).collect()
}

/// Spaces between figures and words: 增长 8.4%.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() * 5 / 4);
    let mut before = None;
    for c in text.chars() {
        let number = |c: char| c.is_ascii_digit();
        let word = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        if before.is_some_and(|b| number(b) && word(c) || word(b) && number(c)) {
            spaced.push(' ');
        }
        spaced.push(c);
        before = Some(c);
    }
    spaced
}

/// Breaks a paragraph into lines of so many characters, none of which begins with a mark, a blank line behind each.
fn wrap(paragraph: &str, width: usize, text: &mut String) {
    let mut filled = 0;
    for c in paragraph.chars() {
        let stays = matches!(c, '，' | '。' | '、' | '；' | '”' | '%') || c.is_ascii_digit() || c == '.';
        if filled >= width && !stays {
            text.push_str("\n\n");
            filled = 0;
        }
        text.push(c);
        filled += 1;
    }
    text.push_str("\n\n");
}
