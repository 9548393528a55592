//! Articles: which blocks of a page belong together, and under which headline.
//!
//! In: a [`Page`] and the layout words. Out: [`Article`]s in the order of their first paragraphs. An article begins at a
//! paragraph with a dateline (本报讯), after a byline (▶ 本报记者 某某), after the signature that ended the one before, after
//! the paper's masthead, or at a Markdown title of the same or a higher rank; on a digest (快讯, 要闻, or short items whose
//! headlines retell them) at every headline. Short lines between the paragraphs of one article are its inner titles and
//! begin nothing. A headline may stand before or after its article, and on PDF pages anywhere: it goes to the article it
//! shares most text with, counted in pairs of characters. Not here: what an article says; bylines and furniture are in none.

use crate::chars;
use crate::layout::{BlockKind, LayoutWords, Page};

/// Blocks of a page that make one article, as indices into [`Page::blocks`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Its headline, which is the first of `blocks` too; none where the page has none for it.
    pub headline: Option<usize>,
    /// Headline, then inner titles, paragraphs, captions and tables in reading order.
    pub blocks: Vec<usize>,
}

/// Finds the articles of a page. Every heading, paragraph, caption and table is in exactly one.
pub fn split(page: &Page, words: &LayoutWords) -> Vec<Article> {
    let signs: Vec<Sign> = (0..page.blocks.len()).map(|at| sign(page, words, at)).collect();
    let mut starts = starts(page, &signs);
    let digest = starts.len() == 1 && is_digest(page, &signs, words);
    if digest {
        starts = digest_starts(&signs);
    }
    Sorter::new(page, &signs, starts, digest).articles()
}

/// What a block says about where articles begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Body,
    /// A paragraph that begins with 本报讯 or the like.
    Dateline,
    Heading,
    /// A numbered title inside an article: （一）, 二、.
    Numbered,
    /// A byline before its article.
    Opening,
    /// A signature after its article.
    Closing,
    /// The paper's masthead, not a page number or a line about the publication.
    Masthead,
    /// Lines about the publication of a web page, which follow its headline.
    Published,
    Other,
    /// A caption or a table: goes with what is around.
    Attached,
}

fn sign(page: &Page, words: &LayoutWords, at: usize) -> Sign {
    let block = page.blocks[at];
    let text = block.span.of(&page.text);
    match block.kind {
        BlockKind::Heading if words.starts_numbered(text) => Sign::Numbered,
        BlockKind::Heading => Sign::Heading,
        BlockKind::Body if words.opens_article(text) => Sign::Dateline,
        BlockKind::Body => Sign::Body,
        BlockKind::Byline if words.is_opening_byline(text) => Sign::Opening,
        BlockKind::Byline => Sign::Closing,
        BlockKind::Masthead if words.is_paper_masthead(text) => Sign::Masthead,
        BlockKind::Masthead if words.is_publication(text) => Sign::Published,
        BlockKind::Masthead => Sign::Other,
        BlockKind::Caption | BlockKind::Table => Sign::Attached,
    }
}

fn is_paragraph(sign: Sign) -> bool {
    matches!(sign, Sign::Body | Sign::Dateline)
}

/// The paragraphs that begin an article: the first one of the page and those that `signs` set off.
fn starts(page: &Page, signs: &[Sign]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut ranks = Ranks::default();
    let mut set_off = true;
    // a date alone (2024年4月29日 星期一) stands under a summary too: a new article has a headline beside it
    let (mut dated, mut titled) = (false, false);
    for (at, sign) in signs.iter().enumerate() {
        match sign {
            Sign::Heading => {
                set_off |= ranks.begins_article(page.level(at));
                titled = true;
            }
            Sign::Opening | Sign::Closing => set_off = true,
            Sign::Masthead => dated = true,
            // a headline with its source below (来源：…)
            Sign::Published => set_off |= titled,
            Sign::Body | Sign::Dateline => {
                if set_off || dated && titled || *sign == Sign::Dateline {
                    starts.push(at);
                    ranks.next_article();
                }
                ranks.body = true;
                (set_off, dated, titled) = (false, false, false);
            }
            Sign::Numbered | Sign::Other | Sign::Attached => {}
        }
    }
    starts
}

/// The Markdown levels seen in the current article: its own, from before its first paragraph, and the deepest since.
#[derive(Default)]
struct Ranks {
    own: usize,
    deepest: usize,
    ahead: usize,
    body: bool,
}

impl Ranks {
    /// Whether a title of this level, 0 for none, begins an article after the current one. One of the same level does
    /// where the article has deeper titles, so that levels mean something.
    fn begins_article(&mut self, level: usize) -> bool {
        if level == 0 {
            return false;
        }
        if self.ahead == 0 || level < self.ahead {
            self.ahead = level;
        }
        let begins = self.body && self.own > 0 && (level < self.own || (level == self.own && self.deepest > level));
        self.deepest = self.deepest.max(level);
        begins
    }

    fn next_article(&mut self) {
        *self = Ranks { own: self.ahead, deepest: self.ahead, ..Ranks::default() };
    }
}

/// A page of short items: its first line says so, or each headline has one paragraph and retells it.
fn is_digest(page: &Page, signs: &[Sign], words: &LayoutWords) -> bool {
    let headings = signs.iter().filter(|sign| **sign == Sign::Heading).count();
    let paragraphs = signs.iter().filter(|sign| is_paragraph(**sign)).count();
    let first = page.blocks.iter().zip(signs).find(|(_, sign)| **sign == Sign::Heading);
    let named = first.is_some_and(|(block, _)| words.names_digest(block.span.of(&page.text)));
    if named {
        return headings >= 3 && paragraphs >= 2 && paragraphs <= headings * 2;
    }
    let pairs: Vec<(usize, usize)> = headed_paragraphs(signs);
    if pairs.len() < 3 || pairs.len() != headings || pairs.len() != paragraphs {
        return false;
    }
    let share = |(heading, body): &(usize, usize)| {
        let text = |at: usize| page.blocks[at].span.of(&page.text);
        Pairs::of(std::iter::once(text(*body))).share(text(*heading))
    };
    pairs.iter().map(share).sum::<u32>() >= 500 * pairs.len() as u32
}

/// Headings with the paragraph right below them.
fn headed_paragraphs(signs: &[Sign]) -> Vec<(usize, usize)> {
    let pair = |(at, two): (usize, &[Sign])| (two[0] == Sign::Heading && is_paragraph(two[1])).then_some((at, at + 1));
    signs.windows(2).enumerate().filter_map(pair).collect()
}

/// On a digest each headline with a paragraph begins an article, and so does text before the first.
fn digest_starts(signs: &[Sign]) -> Vec<usize> {
    let mut starts: Vec<usize> = headed_paragraphs(signs).into_iter().map(|(_, body)| body).collect();
    let first = signs.iter().position(|sign| is_paragraph(*sign));
    if let Some(first) = first.filter(|first| !starts.contains(first)) {
        starts.insert(0, first);
    }
    starts
}

/// Gives each block to an article.
struct Sorter<'a> {
    page: &'a Page,
    signs: &'a [Sign],
    starts: Vec<usize>,
    digest: bool,
    /// One past the last paragraph of each article; headings from here to the next start stand between articles.
    ends: Vec<usize>,
    pairs: Vec<Option<Pairs>>,
    /// One headline and one article: they belong together, whatever they share; a sixth of the time of this stage.
    only: bool,
}

/// A headline that has lost its article is looked for in this many articles on either side.
const REACH: usize = 8;
/// What a neighbour gains over an article farther off, and the article below over the one above, in thousandths.
const NEAR: u32 = 150;
const BELOW: u32 = 1;
/// Pairs a headline is counted to have at least: two characters found in a text say little.
const SHORTEST: u32 = 6;
/// What a headline above its article gains over one after it, in thousandths.
const ABOVE: u32 = 200;
/// What a headline must share with an article farther off, in thousandths.
const FAR: u32 = 400;

impl<'a> Sorter<'a> {
    fn new(page: &'a Page, signs: &'a [Sign], starts: Vec<usize>, digest: bool) -> Self {
        let end = |(i, start): (usize, &usize)| {
            let next = starts.get(i + 1).copied().unwrap_or(signs.len());
            (*start..next).rev().find(|at| is_paragraph(signs[*at])).map_or(*start, |last| last + 1)
        };
        let ends = starts.iter().enumerate().map(end).collect();
        let pairs = starts.iter().map(|_| None).collect();
        let only = starts.len() == 1 && signs.iter().filter(|sign| **sign == Sign::Heading).count() <= 1;
        Sorter { page, signs, starts, digest, ends, pairs, only }
    }

    fn articles(mut self) -> Vec<Article> {
        let mut articles = vec![Article::default(); self.starts.len().max(1)];
        let mut best = vec![0; articles.len()];
        let mut current = 0;
        for at in 0..self.signs.len() {
            if self.starts.get(current + 1).is_some_and(|start| at >= *start) {
                current += 1;
            }
            let (article, mut score) = match self.signs[at] {
                Sign::Body | Sign::Dateline => (current, 0),
                Sign::Heading => self.heading(at, current),
                Sign::Numbered | Sign::Attached => (current, 0),
                Sign::Opening | Sign::Closing | Sign::Masthead | Sign::Published | Sign::Other => continue,
            };
            if score > 0 && self.starts.get(article).is_some_and(|start| at < *start) {
                score += ABOVE;
            }
            articles[article].blocks.push(at);
            if score > best[article] {
                best[article] = score;
                articles[article].headline = Some(at);
            }
        }
        articles.iter_mut().for_each(Article::put_headline_first);
        articles.retain(|article| !article.blocks.is_empty());
        articles
    }

    /// The article a heading belongs to, and how well it would do as the headline; 0 for an inner title.
    fn heading(&mut self, at: usize, current: usize) -> (usize, u32) {
        let Some(first) = self.starts.first() else { return (0, 1) };
        let before_all = at < *first;
        let (above, below) = if before_all {
            (None, Some(0))
        } else if at >= self.ends[current] {
            (Some(current), (current + 1 < self.starts.len()).then_some(current + 1))
        } else {
            return (current, 0);
        };
        if let (1.., Some(below)) = (self.page.level(at), below) {
            return (below, 1 + NEAR + self.share(at, below) + self.introduces(at));
        }
        self.best_article(at, above, below)
    }

    /// What speaks for a headline rather than an inner title: a byline or the lines about the publication right below
    /// settle it (on a digest, the paragraph right below), the first place on the page counts a little.
    fn introduces(&self, at: usize) -> u32 {
        let next = self.signs.get(at + 1);
        let settled = match self.digest {
            true => next.is_some_and(|sign| is_paragraph(*sign)),
            false => matches!(next, Some(Sign::Opening | Sign::Published)),
        };
        u32::from(settled) * 1000 + u32::from(at == 0) * 200
    }

    fn best_article(&mut self, at: usize, above: Option<usize>, below: Option<usize>) -> (usize, u32) {
        let near = |article: usize| above == Some(article) || below == Some(article);
        let center = below.or(above).unwrap_or(0);
        let (from, to) = (center.saturating_sub(REACH), (center + REACH).min(self.starts.len()));
        let mut best = (center, 0);
        for article in from..to {
            let share = self.share(at, article);
            let close = u32::from(near(article)) * NEAR + u32::from(below == Some(article)) * BELOW;
            let score = 1 + share + close;
            if score > best.1 && (close > 0 || share >= FAR) {
                best = (article, score);
            }
        }
        (best.0, best.1 + self.introduces(at))
    }

    /// How much of a heading's text an article holds, in thousandths.
    fn share(&mut self, heading: usize, article: usize) -> u32 {
        if self.only {
            return 0;
        }
        let Sorter { page, signs, starts, ends, pairs, .. } = self;
        let text = |at: usize| page.blocks[at].span.of(&page.text);
        let paragraphs = (starts[article]..ends[article]).filter(|at| is_paragraph(signs[*at])).map(text);
        pairs[article].get_or_insert_with(|| Pairs::of(paragraphs)).share(text(heading))
    }
}

impl Article {
    fn put_headline_first(&mut self) {
        let place = self.headline.and_then(|headline| self.blocks.iter().position(|block| *block == headline));
        if let Some(place) = place {
            self.blocks[..=place].rotate_right(1);
        }
    }
}

/// The pairs of neighbouring characters of a text, as a set of hash bits eight times as wide as the text is long: at most
/// one pair in eight is taken for another, which does not matter for a comparison, and nothing is allocated per pair.
struct Pairs {
    bits: Vec<u64>,
}

impl Pairs {
    fn of<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        let bytes: usize = texts.clone().map(str::len).sum();
        let mut pairs = Pairs { bits: vec![0; (bytes / 16).next_power_of_two()] };
        for text in texts {
            for_pairs(text, |a, b| {
                let (word, bit) = pairs.place(a, b);
                pairs.bits[word] |= bit;
            });
        }
        pairs
    }

    #[inline]
    fn place(&self, a: u32, b: u32) -> (usize, u64) {
        let hash = (u64::from(a) << 21 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        ((hash >> 6) as usize & (self.bits.len() - 1), 1 << (hash & 63))
    }

    /// How many of a text's pairs are in the set, in thousandths.
    fn share(&self, text: &str) -> u32 {
        let (mut all, mut found) = (0, 0);
        for_pairs(text, |a, b| {
            let (word, bit) = self.place(a, b);
            all += 1;
            found += u32::from(self.bits[word] & bit != 0);
        });
        found * 1000 / all.max(SHORTEST)
    }
}

/// Calls `each` with the code points of every two neighbours that belong to words.
fn for_pairs(text: &str, mut each: impl FnMut(u32, u32)) {
    let mut rest = text;
    let mut last = 0; // for none
    loop {
        let (mut run, (chunks, _)) = (0, rest.as_bytes().as_chunks());
        for bytes in chunks.iter().take_while(|bytes| chars::is_han_bytes(bytes)) {
            let code = chars::code(*bytes);
            if last != 0 {
                each(last, code);
            }
            (run, last) = (run + bytes.len(), code);
        }
        let mut behind = rest[run..].chars();
        let Some(c) = behind.next() else { return };
        let belongs = chars::is_latin(c) || chars::is_digit(c) || chars::is_han(c);
        if belongs && last != 0 {
            each(last, u32::from(c));
        }
        last = if belongs { u32::from(c) } else { 0 };
        rest = behind.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::repair;

    /// The articles of a page: headline, then the first characters of the other blocks.
    fn articles(text: &str) -> Vec<String> {
        let words: LayoutWords =
            toml::from_str(include_str!("../rules/layout.toml")).expect("the built-in words parse");
        let page = repair(text, &words);
        let show = |article: &Article| {
            let text = |at: usize| page.blocks[at].span.of(&page.text);
            let rest = article.blocks.iter().filter(|at| Some(**at) != article.headline);
            let rest: Vec<String> = rest.map(|at| text(*at).chars().take(4).collect()).collect();
            format!("{}: {}", article.headline.map_or("-", text), rest.join(" "))
        };
        split(&page, &words).iter().map(show).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(articles(text), expected, "{text}");
    }

    const LIN: &str = "林州高新区今年前三季度实现规上工业总产值120亿元，增长8.4%，林州生物医药产业加快集聚。";
    const HAI: &str = "海州软件园新引进企业24家，海州软件园总数达到300家，园区营业收入突破百亿元。";

    #[test]
    fn datelines_and_signatures_begin_articles() {
        check(
            &format!("林州高新区产值增长\n本报讯 {LIN} 某某\n本报讯（记者 某某）{HAI}\n海州软件园引进企业"),
            &["林州高新区产值增长: 本报讯 ", "海州软件园引进企业: 本报讯（"],
        );
        check(&format!("{LIN} 某某\n\n{HAI}"), &["-: 林州高新", "-: 海州软件"]);
    }

    #[test]
    fn a_headline_goes_to_the_article_that_shares_its_text() {
        let above = format!("本报讯 {LIN}\n林州高新区生物医药产业集聚\n本报讯 {HAI}");
        check(&above, &["林州高新区生物医药产业集聚: 本报讯 ", "-: 本报讯 "]);
        let below = format!("本报讯 {LIN}\n海州软件园企业达到300家\n本报讯 {HAI}");
        check(&below, &["-: 本报讯 ", "海州软件园企业达到300家: 本报讯 "]);
        let tie = format!("本报讯 {LIN}\n好消息从远方传来\n本报讯 {HAI}");
        check(&tie, &["-: 本报讯 ", "好消息从远方传来: 本报讯 "]);
        let far =
            format!("{LIN}\n本报讯 {HAI}\n▶ 林州高新区生物医药产业\n▶ 本报记者 某某\n本报讯 近日，某地召开会议。");
        check(&far, &["▶ 林州高新区生物医药产业: 林州高新", "-: 本报讯 ", "-: 本报讯 "]);
    }

    #[test]
    fn inner_titles_begin_nothing() {
        check(
            &format!("林州高新区加快发展\n发布时间：2011-05-04\n做强平台载体\n{LIN}\n优化创新生态\n{LIN}{HAI}\n{HAI}"),
            &["林州高新区加快发展: 做强平台 林州高新 优化创新 林州高新 海州软件"],
        );
    }

    #[test]
    fn markdown_ranks() {
        check(
            &format!("# 林州报告\n\n{LIN}\n\n## 平台\n\n{LIN}\n\n# 海州报告\n\n{HAI}\n\n## 平台\n\n{HAI}"),
            &["林州报告: 林州高新 平台 林州高新", "海州报告: 海州软件 平台 海州软件"],
        );
        check(
            &format!("# 林州报告\n\n▶ 本报记者 某某\n\n{LIN}\n\n# 平台\n\n{LIN}\n\n# 生态\n\n{LIN}"),
            &["林州报告: 林州高新 平台 林州高新 生态 林州高新"],
        );
        check(
            &format!("# 林州报告\n\n{LIN}\n\n## 生态\n\n{LIN}\n\n## 海州要闻\n\n本报讯 {HAI}"),
            &["林州报告: 林州高新 生态 林州高新", "海州要闻: 本报讯 "],
        );
    }

    #[test]
    fn digests() {
        let items = format!("林州产值增长\n{LIN}\n海州引进企业\n{HAI}");
        check(
            &format!("联播快讯\n央视网消息（新闻联播）：\n{items}"),
            &["林州产值增长: 联播快讯 林州高新", "海州引进企业: 海州软件"],
        );
        check(
            &format!(
                "林州高新区规上工业总产值120亿元\n{LIN}\n海州软件园新引进企业24家\n{HAI}\n林州生物医药产业加快集聚\n{LIN}"
            ),
            &[
                "林州高新区规上工业总产值120亿元: 林州高新",
                "海州软件园新引进企业24家: 海州软件",
                "林州生物医药产业加快集聚: 林州高新",
            ],
        );
    }

    #[test]
    fn pages_without_paragraphs() {
        check("", &[]);
        check("林州高新区", &["林州高新区: "]);
        check("第3版", &[]);
        check("| 林州 | 12 |", &["-: | 林州"]);
    }
}
