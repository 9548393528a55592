//! Names of parks in a text: where one begins whose ending was read.
//!
//! In: a text, an ending in it, and the mentions before it. Out: the place where the name begins and its canonical form, by the
//! gazetteer, else by the general form (X高新区) for parks that it lacks. Not here: the lists (see
//! [`gazetteer`](super::gazetteer)), which fact a park owns.

use super::gazetteer::{
    LONGEST_PLACE, LONGEST_SHORT_PLACE, LONGEST_STEM, LONGEST_UNKNOWN, Suffix, ends_clause, half_width_brackets,
    is_mark, plain_stem,
};
use super::types::Types;
use super::vocabulary::Vocabulary;
use super::{Kind, Mention};
use crate::chars;
use crate::span::Span;
use crate::unit::Dimension;

/// Finds the name whose ending was read: where it begins, not before `from`, its canonical form, and whether it is that of all
/// parks of a kind together, which none of a list is.
pub fn name_before(
    text: &str,
    from: usize,
    ending: Span,
    suffix: u16,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String, Types)> {
    let suffix = &vocabulary.gazetteer.suffixes[usize::from(suffix)];
    let spelling = ending.of(text);
    // 科技园区 is printed so; only the long official endings have a short form
    let ending_word = if spelling.starts_with(&suffix.canonical) { spelling } else { &suffix.canonical };
    // 江州（国家级）经开区
    let at = vocabulary.gazetteer.collective.before_bracket(&text[from..ending.start]);
    let at = at.map_or(ending.start, |at| from + at);
    let name = Name { text, from, at, spelling, ending: ending_word, suffix, mentions, vocabulary };
    let listed = name.listed().map(|(start, name)| (start, name, Types::ZONE));
    listed.or_else(|| {
        let (start, name) = name.formed()?;
        let all = vocabulary.gazetteer.collective.names(&name);
        Some((start, name, if all { Types::ZONE | Types::PARKS } else { Types::ZONE }))
    })
}

/// Where a name begins, and its canonical form.
type Found = (usize, String);

/// A name that is looked for, with all that stands before its ending.
struct Name<'a> {
    text: &'a str,
    /// The name does not begin before this place.
    from: usize,
    /// Where its ending begins.
    at: usize,
    /// The ending as the text has it.
    spelling: &'a str,
    /// The ending in the name.
    ending: &'a str,
    suffix: &'a Suffix,
    mentions: &'a [Mention],
    vocabulary: &'a Vocabulary,
}

impl<'a> Name<'a> {
    /// The park of the gazetteer that ends here.
    fn listed(&self) -> Option<Found> {
        let (mut starts, mut count) = ([(0, '\0'); LONGEST_STEM], 0);
        for start in self.back().take(LONGEST_STEM).take_while(|&(_, c)| !ends_clause(c)) {
            starts[count] = start;
            count += 1;
        }
        let (start, id) = self.vocabulary.gazetteer.known(self.text, &starts[..count], self.at, self.suffix)?;
        (!self.is_elsewhere(start, id)).then(|| (start, self.vocabulary.gazetteer.name(id).to_string()))
    }

    /// Whether a name stands behind another city or province than that of the park which is known by it: 江州滨海新区.
    fn is_elsewhere(&self, start: usize, id: u32) -> bool {
        let Some(mention) = self.mentions.iter().rev().find(|m| m.span.end == start) else { return false };
        let Kind::Region(region) = mention.kind else { return false };
        let large = self.vocabulary.is_city(region) || self.vocabulary.is_province(region);
        large && !self.vocabulary.gazetteer.lies_in(id, plain_stem(mention.span.of(self.text)))
    }

    /// The park or the parks that only the form of a name tells.
    fn formed(&self) -> Option<Found> {
        let (text, at, suffix) = (self.text, self.at, self.suffix);
        let last_word = self.last_word();
        let bare = self.place_start(last_word).unwrap_or_else(|| self.stem_start(last_word));
        if self.vocabulary.gazetteer.is_attribute(&text[self.from..bare], &text[bare..at]) {
            return None;
        }
        // 细化剖析新区的指标: a verb is no part of a name
        let verbs = self.verbs(&text[bare..at]);
        let start = bare + verbs;
        let stem = &text[start..at];
        // at the start of a clause a short unknown word before an ending is a name
        let short_name = self.opens(start) && (2..=4).contains(&stem.chars().count()) && self.side(at).is_none();
        if suffix.alone
            && let Some(found) = self.of_place()
        {
            return Some(found);
        }
        if let Some((start, name)) = self.collective().filter(|_| !short_name) {
            return Some(self.of_region(start, name));
        }
        if stem.is_empty()
            && let Some(found) = self.counted(start)
        {
            return Some(found);
        }
        let near = self.mentions.iter().rev().find(|m| m.span.end == start).filter(|m| self.begins(m, verbs > 0));
        let far = || {
            let place = self.place_before().filter(|m| !suffix.strict || matches!(m.kind, Kind::Zone(_)));
            place.filter(|m| !short_name && self.begins(m, verbs > 0))
        };
        match near.or_else(far) {
            Some(owner) => self.behind(owner, start),
            None => self.unowned(start, short_name),
        }
    }

    /// The characters before the ending, from the last to the first, each with its place.
    fn back(&self) -> impl Iterator<Item = (usize, char)> + 'a {
        let (text, from, at) = (self.text, self.from, self.at);
        text[from..at].char_indices().rev().map(move |(i, c)| (from + i, c))
    }

    /// The last mention before the ending that is no part of a name.
    fn last_word(&self) -> Option<&'a Mention> {
        let inside = self.vocabulary.name_parts;
        let before = self.mentions.iter().enumerate().rev().filter(|(_, m)| m.span.end <= self.at);
        let mut words = before.filter(|&(index, m)| !m.types.meets(inside) && !self.is_behind_place(index));
        words.find(|&(index, _)| !self.is_first(index)).map(|(_, word)| word)
    }

    /// Whether a word with a number stands behind a place, as it may in a name: 江州零碳产业园.
    fn is_behind_place(&self, index: usize) -> bool {
        let word = &self.mentions[index];
        let before = || index.checked_sub(1).map(|i| &self.mentions[i]).filter(|m| m.span.end == word.span.start);
        matches!(word.kind, Kind::Name(_)) && before().is_some_and(|m| matches!(m.kind, Kind::Region(_)))
    }

    /// Whether a word of one character is rather the first or the second of a name: 临洮中铺工业园区, 柳州阳和工业新区.
    fn is_first(&self, index: usize) -> bool {
        let word = &self.mentions[index];
        let character = word.span.of(self.text);
        if word.kind != Kind::Word || character.chars().nth(1).is_some() {
            return false; // nearly always
        }
        let read_until = index.checked_sub(1).map_or(self.from, |i| self.mentions[i].span.end);
        let goes_on = || {
            let next = self.mentions.get(index + 1).map_or(self.at, |m| m.span.start);
            word.span.end < next.min(self.at)
        };
        if self.vocabulary.gazetteer.begins_stem(character) && goes_on() && self.begins_name(word.span.start) {
            return true;
        }
        // 正安产业园: with what is behind it, it names a place
        let place = self.text[word.span.start..self.at].char_indices().nth(LONGEST_PLACE).map(|(end, _)| end);
        let place = place.map(|end| &self.text[word.span.start..word.span.start + end]);
        if place.is_some_and(|place| self.vocabulary.names_short_place(place)) {
            return true;
        }
        let first = self.text[self.from..word.span.start].chars().next_back().filter(|&first| chars::is_han(first));
        let start = first.map_or(0, |first| word.span.start - first.len_utf8());
        start >= read_until && first.is_some() && self.begins_name(start)
    }

    /// Whether a name may begin at a place: behind a mark or a city.
    fn begins_name(&self, at: usize) -> bool {
        let before = &self.text[self.from..at];
        before.chars().next_back().is_none_or(is_mark)
            || self.mentions.iter().rev().any(|m| m.span.end == at && matches!(m.kind, Kind::Region(_)))
            || self.short_place(at, |_| true).is_some()
    }

    /// Where what may be a name begins: behind the last mark, the last word that no name holds, and a bracket that is still open
    /// （云溪科技园292亿元.
    fn stem_start(&self, last_word: Option<&Mention>) -> usize {
        let mark = self.back().find(|&(_, c)| is_mark(c)).map_or(self.from, |(i, c)| i + c.len_utf8());
        let start = mark.max(last_word.map_or(0, |m| m.span.end));
        let stem = &self.text[start..self.at];
        let open = stem.rfind(['（', '(']).filter(|&i| !stem[i..].contains(['）', ')']));
        open.map_or(start, |i| start + i + stem[i..].chars().next().map_or(0, char::len_utf8))
    }

    /// Where a place begins that ends here, and that a word which is no part of a name reaches into: 达 of 达孜, 三水 as a word.
    fn place_start(&self, last_word: Option<&Mention>) -> Option<usize> {
        let word = last_word?;
        let whole = match word.kind {
            Kind::Word => false,
            Kind::Name(_) => true,
            _ => return None,
        };
        let within = |start: usize| word.span.start >= start && (whole || word.span.len() < self.at - start);
        self.short_place(self.at, within)
    }

    /// Where the longest short name of a place begins that ends at a place, and fits: 金州 for 金州区.
    fn short_place(&self, end: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let before = self.text[self.from..end].char_indices().rev().map(|(at, _)| self.from + at);
        let starts = before.take(LONGEST_SHORT_PLACE).skip(LONGEST_PLACE - 1);
        starts.filter(|&at| fits(at) && self.vocabulary.names_short_place(&self.text[at..end])).last()
    }

    /// Whether no mention reaches into a stretch of text.
    fn is_unread(&self, from: usize, to: usize) -> bool {
        !self.mentions.iter().rev().any(|m| m.span.start < to && m.span.end > from)
    }

    /// How long the verbs are that a text begins with.
    fn verbs(&self, text: &str) -> usize {
        let mut length = 0;
        while let Some(word) = self.vocabulary.gazetteer.verb(&text[length..]) {
            length += word.len();
        }
        length
    }

    /// Whether a place begins a clause, or stands right behind a time or a number (14个边境合作区).
    fn opens(&self, start: usize) -> bool {
        let leads = |m: &Mention| matches!(m.kind, Kind::Period(_)) || m.types.meets(Types::of(Dimension::Count));
        self.text[self.from..start].chars().next_back().is_none_or(is_mark)
            || self.mentions.iter().rev().find(|m| m.span.end == start).is_some_and(leads)
    }

    /// Whether a mention may begin the name.
    fn begins(&self, mention: &Mention, after_verb: bool) -> bool {
        let (suffix, vocabulary) = (self.suffix, self.vocabulary);
        match mention.kind {
            // a province has no 高新区 of its own, but it may have a software park
            Kind::Region(id) => vocabulary.is_place(id) || suffix.longest > LONGEST_PLACE && vocabulary.is_province(id),
            // 光谷智联产业园: a byname is the beginning of a name, as a place is; 江州软件园云溪园区 is a part of a park
            Kind::Zone(_) => {
                let behind = self.text[mention.span.end..self.at].chars().count();
                // 江州高新区软件园
                let part = behind == 0 && !suffix.strict;
                part || vocabulary.gazetteer.is_byname(mention.span.of(self.text))
                    || suffix.strict && behind >= LONGEST_PLACE && !after_verb
            }
            _ => false,
        }
    }

    /// The place or park that a name begins with, where nothing but nouns stands behind it: 江州新能源汽车产业园.
    fn place_before(&self) -> Option<&'a Mention> {
        let mut reach = self.at;
        for (index, mention) in self.mentions.iter().enumerate().rev().filter(|(_, m)| m.span.end <= self.at) {
            let between = self.text.get(mention.span.end..reach)?;
            let near = self.text.get(mention.span.end..self.at)?.chars().count() <= LONGEST_UNKNOWN;
            if !near || !between.chars().all(chars::is_letter) {
                return None;
            }
            if !mention.types.meets(self.vocabulary.name_nouns) && !self.is_behind_place(index) {
                return matches!(mention.kind, Kind::Region(_) | Kind::Zone(_)).then_some(mention);
            }
            reach = mention.span.start;
        }
        None
    }

    /// The name of a park behind the place or park that it begins with.
    fn behind(&self, owner: &Mention, start: usize) -> Option<Found> {
        let (suffix, ending) = (self.suffix, self.ending);
        let words = owner.span.of(self.text);
        let stem = half_width_brackets(&self.text[owner.span.end..self.at]);
        let length = stem.chars().count();
        if length == 0 {
            let found = self.of_province(start);
            return found.or_else(|| Some((owner.span.start, [plain_stem(words), ending].concat())));
        }
        if length > LONGEST_UNKNOWN || !closes_brackets(&stem) {
            return None;
        }
        let of_park = matches!(owner.kind, Kind::Zone(_));
        if suffix.strict {
            // 江南滨江新区
            let owner_name = || if of_park { self.vocabulary.gazetteer.key(words).0 } else { words.to_string() };
            let is_plain = || self.is_unread(owner.span.end, self.at);
            let is_place = length == LONGEST_PLACE || length == LONGEST_SHORT_PLACE && is_plain();
            return (of_park && length >= LONGEST_PLACE || is_place)
                .then(|| (owner.span.start, [&owner_name(), &*stem, ending].concat()));
        }
        // 盐城市建湖航空产业园 is called after 建湖县
        let place: String = stem.chars().take(LONGEST_PLACE).collect();
        match length >= LONGEST_PLACE && self.vocabulary.names_short_place(&place) {
            true => Some((owner.span.end, [&*stem, ending].concat())),
            false => Some((owner.span.start, [words, &stem, ending].concat())),
        }
    }

    /// A name that begins with no place or park.
    fn unowned(&self, start: usize, short_name: bool) -> Option<Found> {
        let (suffix, ending) = (self.suffix, self.ending);
        let stem = half_width_brackets(&self.text[start..self.at]);
        let length = stem.chars().count();
        if length == 0 {
            return self.of_province(start).or_else(|| self.of_short_place());
        }
        let is_name = (2..=suffix.longest).contains(&length) && closes_brackets(&stem);
        if is_name && (short_name || !suffix.strict) {
            return Some((start, [plain_stem(&stem), ending].concat()));
        }
        // 与金州新区相比: a county's short name
        let place = self.short_place(self.at, |at| at >= start)?;
        Some((place, [&self.text[place..self.at], ending].concat()))
    }

    /// 陇西中医药产业园: nouns behind the short name of a place.
    fn of_short_place(&self) -> Option<Found> {
        if self.suffix.strict {
            return None;
        }
        let mut reach = self.at;
        for noun in self.mentions.iter().rev().filter(|m| m.span.end <= self.at) {
            if noun.span.end != reach || !noun.types.meets(self.vocabulary.name_nouns) {
                break;
            }
            reach = noun.span.start;
        }
        if reach == self.at || self.text[reach..self.at].chars().count() > LONGEST_UNKNOWN {
            return None;
        }
        // 合作, a city too, is a word before 共建产业园
        let start = self.short_place(reach, |at| self.is_unread(at, reach))?;
        Some((start, [&self.text[start..self.at], self.ending].concat()))
    }

    /// The ending with the grade that the text spells out before it (国家级经开区), where parks are spoken of together.
    fn graded(&self) -> String {
        match self.grade() {
            Some(grade) => [grade, &self.suffix.canonical].concat(),
            None => self.ending.to_string(),
        }
    }

    /// The grade that the ending spells out: 国家级.
    fn grade(&self) -> Option<&'a str> {
        let last = self.spelling.chars().next_back().map_or(0, char::len_utf8);
        self.vocabulary.gazetteer.collective.longest_at_start(&self.spelling[..self.spelling.len() - last])
    }

    /// All parks together: 国家高新区, 全省高新区, 全省国家级高新区.
    fn collective(&self) -> Option<Found> {
        let collective = &self.vocabulary.gazetteer.collective;
        let word = collective.longest_at_end(&self.text[self.from..self.at]);
        // 这个国家级高新区
        let is_one = |word: &str| collective.is_one_behind(&self.text[self.from..self.at - word.len()]);
        match (word, self.grade()) {
            (None, None) => None, // nearly always
            (word, _) if is_one(word.unwrap_or("")) => None,
            // 全国国家级经开区 are the 国家级经开区
            (Some(word), Some(_)) if self.vocabulary.names_nation(word) => Some((self.at - word.len(), self.graded())),
            (Some(word), _) => Some((self.at - word.len(), [word, &self.graded()].concat())),
            (None, Some(_)) => Some((self.at, self.graded())),
        }
    }

    /// 广西高新区 are all parks of the province.
    fn of_province(&self, at: usize) -> Option<Found> {
        let region = self.mentions.iter().rev().find(|m| m.span.end == at)?;
        let name = format!("{}{}", plain_stem(region.span.of(self.text)), self.ending);
        self.vocabulary.gazetteer.collective.names_province_parks(&name).then_some((region.span.start, name))
    }

    /// 东部33家国家级开发区 are the 东部国家级开发区, 江南省级以上高新区 those of 江南.
    fn of_region(&self, start: usize, name: String) -> Found {
        let mut before = self.mentions.iter().rev().skip_while(|m| m.span.start >= start);
        let last = before.next();
        let count = last.filter(|m| m.span.end == start && m.quantity().is_some());
        let owner = count.map_or(start, |count| count.span.start);
        if let Some(side) = self.side(owner) {
            return (count.map_or(owner - side.len(), |_| start), [side, &name].concat());
        }
        let (region, from) = match (count, last) {
            (Some(_), _) => (before.next().filter(|m| m.span.end == owner), start),
            (None, Some(last)) => (Some(last).filter(|m| m.span.end >= start), last.span.start),
            (None, None) => (None, start),
        };
        if region.is_none()
            && count.is_none()
            && let Some(place) = self.short_place(start, |at| self.opens(at) && self.is_unread(at, start))
        {
            return (place, [&self.text[place..start], &name].concat());
        }
        let words = &self.vocabulary.gazetteer.collective.words;
        // 甲市、乙市4个国家级高新区 are not those of the last
        let region = region.filter(|m| !self.text[..m.span.start].ends_with('、'));
        match region.map(|m| (&m.kind, &self.text[m.span.start..m.span.end.min(start)])) {
            // 江州国家高新区 is the city's one park, its 国家级高新区 may be several
            Some((Kind::Region(id), region))
                if count.is_none()
                    && self.vocabulary.is_place(*id)
                    && self.grade().is_some_and(|grade| !grade.ends_with('级')) =>
            {
                (from, [plain_stem(region), &self.suffix.canonical].concat())
            }
            // 全市19个省级以上开发区 are the 全市省级以上开发区
            Some((Kind::Region(id), region))
                if !self.vocabulary.is_nation(*id) && words.iter().any(|word| word == region) =>
            {
                (if count.is_some() { start } else { from }, [region, &name].concat())
            }
            Some((Kind::Region(id), region)) if self.is_part_of_nation(*id) => {
                (from, format!("{}{name}", plain_stem(region)))
            }
            // 自贸港重点园区 are those of the 自贸港
            Some((Kind::Zone(_), park)) if count.is_none() => (from, [park, &name].concat()),
            // 全省纳入考核的省级以上开发区177家
            _ => match self.whole_before().filter(|_| count.is_none()) {
                Some(whole) => (start, [whole, &name].concat()),
                None => (start, name),
            },
        }
    }

    /// The word for a whole region (全省) that the clause begins with, where the parks are counted right behind.
    fn whole_before(&self) -> Option<&'a str> {
        let clause = self.back().find(|&(_, c)| ends_clause(c)).map_or(self.from, |(at, c)| at + c.len_utf8());
        let first = self.mentions.iter().find(|m| m.span.start >= clause).filter(|m| m.span.start == clause)?;
        let Kind::Region(id) = first.kind else { return None };
        let counted = self.text[self.at + self.spelling.len()..].starts_with(char::is_numeric);
        let word = first.span.of(self.text);
        let whole =
            !self.vocabulary.is_nation(id) && self.vocabulary.gazetteer.collective.words.iter().any(|w| w == word);
        (counted && whole).then_some(word)
    }

    /// The part of the nation that ends at a place: 东部.
    fn side(&self, end: usize) -> Option<&'a str> {
        self.vocabulary.gazetteer.collective.side_at_end(&self.text[self.from..end])
    }

    /// Whether a region is neither a nation nor a word for any region (全省).
    fn is_part_of_nation(&self, id: u32) -> bool {
        let words = &self.vocabulary.gazetteer.collective.words;
        !self.vocabulary.is_nation(id) && !words.contains(&self.vocabulary.regions[id as usize].0)
    }

    /// 全市13个产业园区 are the 全市产业园, all of a region's parks together.
    fn counted(&self, at: usize) -> Option<Found> {
        let mut before = self.mentions.iter().rev();
        let count = before.next().filter(|m| m.span.end == at && m.quantity().is_some())?;
        let region = before.next().filter(|m| m.span.end == count.span.start)?;
        let Kind::Region(id) = region.kind else { return None };
        let word = &self.vocabulary.regions[id as usize].0;
        // 在全国120个综保区中排第三: what only stands beside a park is not spoken of
        let opens = self.text[..region.span.start].chars().next_back().is_none_or(is_mark)
            || before.next().is_some_and(|m| m.span.end == region.span.start && matches!(m.kind, Kind::Period(_)));
        let all = opens && self.vocabulary.gazetteer.collective.words.contains(word);
        all.then(|| (at, [word, self.ending].concat()))
    }

    /// 江州市九个开发区, 江州市各类开发区 are the 江州市开发区, all of a place's parks together.
    fn of_place(&self) -> Option<Found> {
        let (text, at, vocabulary) = (self.text, self.at, self.vocabulary);
        let count = self.mentions.iter().rev().find(|m| m.span.end == at && m.quantity().is_some());
        let start = count.map_or(at, |count| count.span.start);
        let word = vocabulary.gazetteer.collective.longest_at_end(&text[self.from..start]).unwrap_or("");
        let place = self.mentions.iter().rev().find(|m| m.span.end == start - word.len())?;
        let name = place.span.of(text);
        let full = vocabulary.place.iter().any(|ending| name.ends_with(ending.as_str()));
        let Kind::Region(id) = place.kind else { return None };
        // 湖北省20个高新区 are the 湖北高新区
        let name = match vocabulary.is_province(id) {
            true => plain_stem(name),
            false if full && vocabulary.is_place(id) => name,
            false => return None,
        };
        let said = vocabulary.words.longest(word, 0).is_none_or(|(_, entry)| !entry.types.meets(vocabulary.leads));
        let word = if said { word } else { "" };
        (place.span.end < at).then(|| (place.span.start, [name, word, &self.graded()].concat()))
    }
}

/// Whether all brackets of a name are closed.
fn closes_brackets(name: &str) -> bool {
    let count = |mark: u8| name.bytes().filter(|byte| *byte == mark).count();
    count(b'(') == count(b')')
}
