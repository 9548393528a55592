//! Names of parks in a text: where one begins whose ending was read.
//!
//! In: a text, an ending in it, and the mentions before it. Out: the place where the name begins and its canonical form, by the
//! gazetteer, else by the general form (X高新区) for parks that it lacks. Not here: the lists (see
//! [`gazetteer`](super::gazetteer)), which fact a park owns.

use super::gazetteer::{
    LONGEST_BYNAME, LONGEST_PLACE, LONGEST_STEM, LONGEST_UNKNOWN, ends_clause, half_width_brackets, is_mark, plain_stem,
};
use super::vocabulary::{Types, Vocabulary};
use super::{Kind, Mention};
use crate::chars;
use crate::span::Span;
use crate::unit::Dimension;

/// Finds the name whose ending was read: where it begins, not before `from`, and its canonical form.
pub fn name_before(
    text: &str,
    from: usize,
    ending: Span,
    suffix: u16,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let gazetteer = &vocabulary.gazetteer;
    let suffix = &gazetteer.suffixes[usize::from(suffix)];
    let at = ending.start;
    let back = || text[from..at].char_indices().rev().map(|(i, c)| (from + i, c));
    let (mut starts, mut count) = ([(0, '\0'); LONGEST_STEM], 0);
    for start in back().take(LONGEST_STEM).take_while(|&(_, c)| !ends_clause(c)) {
        starts[count] = start;
        count += 1;
    }
    if let Some((start, name)) = gazetteer.known(text, &starts[..count], at, suffix) {
        return Some((start, name.to_string()));
    }
    let spelling = ending.of(text);
    let mark = back().find(|&(_, c)| is_mark(c)).map_or(from, |(i, c)| i + c.len_utf8());
    let start = mark.max(last_word_end(at, mentions, vocabulary));
    // 巩固新区的地位: a verb is no part of a name
    // （云溪科技园292亿元: a bracket that is still open is no part of the name
    let open = text[start..at].rfind(['（', '(']).filter(|&i| !text[start + i..at].contains(['）', ')']));
    let start = open.map_or(start, |i| start + i + text[start + i..].chars().next().map_or(0, char::len_utf8));
    // 细化剖析新区的指标
    let mut verb = 0;
    while let Some(word) = gazetteer.verb(&text[start + verb..at]) {
        verb += word.len();
    }
    let start = start + verb;
    let stem = &text[start..at];
    let length = stem.chars().count();
    // at the start of a clause a short unknown word before an ending is a name
    let opens = text[from..start].chars().next_back().is_none_or(is_mark)
        // 14个边境合作区
        || mentions
            .iter()
            .rev()
            .find(|m| m.span.end == start)
            .is_some_and(|m| matches!(m.kind, Kind::Period(_)) || m.types.meets(Types::of(Dimension::Count)));
    let short_name = opens && (2..=4).contains(&length);
    // 科技园区 is printed so; only the long official endings have a short form
    let ending = if spelling.starts_with(&suffix.canonical) { spelling } else { &suffix.canonical };
    if suffix.alone
        && let Some(found) = of_place(text, from, at, ending, mentions, vocabulary)
    {
        return Some(found);
    }
    let collective = gazetteer.collective(&text[from..at], at, spelling, ending, &suffix.canonical);
    if let Some(found) = collective.filter(|_| !short_name) {
        return Some(of_region(text, found, mentions, vocabulary));
    }
    if length == 0
        && suffix.alone
        && let Some(found) = counted(text, start, ending, mentions, vocabulary)
    {
        return Some(found);
    }
    let region = mentions.iter().rev().find(|m| m.span.end == start);
    let begins = |m: &&Mention| {
        let behind = text[m.span.end..at].chars().count();
        match m.kind {
            // a province has no 高新区 of its own, but it may have a software park
            Kind::Region(id) => vocabulary.is_place(id) || suffix.longest > LONGEST_PLACE && vocabulary.is_province(id),
            // 光谷智联产业园: a byname is the beginning of a name, as a place is; 江州软件园云溪园区 is a part of a park
            Kind::Zone(_) => {
                m.span.of(text).chars().count() <= LONGEST_BYNAME
                    || suffix.strict && behind >= LONGEST_PLACE && verb == 0
            }
            _ => false,
        }
    };
    let far = |m: &&Mention| !short_name && (!suffix.strict || matches!(m.kind, Kind::Zone(_)));
    let far = || place_before(text, at, mentions, vocabulary).filter(far).filter(begins);
    let region = region.filter(begins).or_else(far);
    let of_park = region.is_some_and(|m| matches!(m.kind, Kind::Zone(_)));
    let region = region.map(|m| m.span);
    let stem = &text[region.map_or(start, |region| region.end)..at];
    let length = stem.chars().count();
    let stem = half_width_brackets(stem);
    let count = |mark: u8| stem.bytes().filter(|byte| *byte == mark).count();
    let plain = || count(b'(') == count(b')');
    if length == 0
        && let Some(found) = of_province(text, start, ending, mentions, vocabulary)
    {
        return Some(found);
    }
    match (length, region) {
        (0, Some(region)) => Some((region.start, [plain_stem(region.of(text)), ending].concat())),
        // 江南滨江新区
        (LONGEST_PLACE..=LONGEST_UNKNOWN, Some(region))
            if suffix.strict && (of_park || length == LONGEST_PLACE) && plain() =>
        {
            let owner = if of_park { gazetteer.key(region.of(text)).0 } else { region.of(text).to_string() };
            Some((region.start, [&owner, &*stem, ending].concat()))
        }
        // 盐城市建湖航空产业园 is called after 建湖县
        (LONGEST_PLACE.., Some(region)) if !suffix.strict && plain() && begins_with_place(&stem, vocabulary) => {
            Some((region.end, [&*stem, ending].concat()))
        }
        (1..=LONGEST_UNKNOWN, Some(region)) if !suffix.strict && plain() => {
            Some((region.start, [region.of(text), &stem, ending].concat()))
        }
        (2..=LONGEST_UNKNOWN, None) if (!suffix.strict || short_name) && length <= suffix.longest && plain() => {
            Some((start, [plain_stem(&stem), ending].concat()))
        }
        _ => None,
    }
}

/// Whether a text begins with the name of a county or town without its ending (建湖 for 建湖县).
fn begins_with_place(text: &str, vocabulary: &Vocabulary) -> bool {
    let name: String = text.chars().take(LONGEST_PLACE).collect();
    vocabulary.place.iter().any(|ending| vocabulary.names_place(&format!("{name}{ending}")))
}

/// The place or park that a name begins with, where nothing but nouns stands behind it: 江州新能源汽车产业园.
fn place_before<'m>(text: &str, at: usize, mentions: &'m [Mention], vocabulary: &Vocabulary) -> Option<&'m Mention> {
    let mut reach = at;
    for mention in mentions.iter().rev().filter(|m| m.span.end <= at) {
        let between = text.get(mention.span.end..reach)?;
        let near = text.get(mention.span.end..at)?.chars().count() <= LONGEST_UNKNOWN;
        if !near || !between.chars().all(chars::is_letter) {
            return None;
        }
        if !mention.types.meets(vocabulary.name_nouns) {
            return matches!(mention.kind, Kind::Region(_) | Kind::Zone(_)).then_some(mention);
        }
        reach = mention.span.start;
    }
    None
}

/// 广西高新区 are all parks of the province.
fn of_province(
    text: &str,
    at: usize,
    ending: &str,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let region = mentions.iter().rev().find(|m| m.span.end == at)?;
    let name = format!("{}{ending}", plain_stem(region.span.of(text)));
    vocabulary.gazetteer.collective.names_province_parks(&name).then_some((region.span.start, name))
}

/// 东部33家国家级开发区 are the 东部国家级开发区, 江南省级以上高新区 those of 江南.
fn of_region(text: &str, found: (usize, String), mentions: &[Mention], vocabulary: &Vocabulary) -> (usize, String) {
    let (start, name) = found;
    let mut before = mentions.iter().rev().skip_while(|m| m.span.start >= start);
    let Some(last) = before.next() else { return (start, name) };
    let count = last.span.end == start && last.quantity().is_some();
    let (region, from) = match count {
        true => (before.next().filter(|m| m.span.end == last.span.start), start),
        false => (Some(last).filter(|m| m.span.end >= start), last.span.start),
    };
    // 甲市、乙市4个国家级高新区 are not those of the last
    let region = region.filter(|m| !text[..m.span.start].ends_with('、'));
    match region.map(|m| (&m.kind, &text[m.span.start..m.span.end.min(start)])) {
        Some((Kind::Region(id), region)) if is_part_of_nation(*id, vocabulary) => {
            (from, format!("{}{name}", plain_stem(region)))
        }
        _ => (start, name),
    }
}

/// Whether a region is neither a nation nor a word for any region (全省).
fn is_part_of_nation(id: u32, vocabulary: &Vocabulary) -> bool {
    !vocabulary.is_nation(id) && !vocabulary.gazetteer.collective.words.contains(&vocabulary.regions[id as usize].0)
}

/// 全市13个产业园区 are the 全市产业园, all of a region's parks together.
fn counted(
    text: &str,
    at: usize,
    ending: &str,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let mut before = mentions.iter().rev();
    let count = before.next().filter(|m| m.span.end == at && m.quantity().is_some())?;
    let region = before.next().filter(|m| m.span.end == count.span.start)?;
    let Kind::Region(id) = region.kind else { return None };
    let word = &vocabulary.regions[id as usize].0;
    // 在全国120个综保区中排第三: what only stands beside a park is not spoken of
    let opens = text[..region.span.start].chars().next_back().is_none_or(is_mark)
        || before.next().is_some_and(|m| m.span.end == region.span.start && matches!(m.kind, Kind::Period(_)));
    let all = opens && vocabulary.gazetteer.collective.words.contains(word);
    all.then(|| (at, [word, ending].concat()))
}

/// 江州市九个开发区, 江州市各类开发区 are the 江州市开发区, all of a place's parks together.
fn of_place(
    text: &str,
    from: usize,
    at: usize,
    ending: &str,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let count = mentions.iter().rev().find(|m| m.span.end == at && m.quantity().is_some());
    let start = count.map_or(at, |count| count.span.start);
    let word = vocabulary.gazetteer.collective.longest_at_end(&text[from..start]).map_or(0, str::len);
    let place = mentions.iter().rev().find(|m| m.span.end == start - word)?;
    let name = place.span.of(text);
    let full = vocabulary.place.iter().any(|ending| name.ends_with(ending.as_str()));
    let Kind::Region(id) = place.kind else { return None };
    // 湖北省20个高新区 are the 湖北高新区
    let name = match vocabulary.is_province(id) {
        true => plain_stem(name),
        false if full && vocabulary.is_place(id) => name,
        false => return None,
    };
    (start - word < at).then(|| (place.span.start, [name, ending].concat()))
}

/// Where the last word before the ending stops that no name holds.
fn last_word_end(at: usize, mentions: &[Mention], vocabulary: &Vocabulary) -> usize {
    let inside = vocabulary.name_parts;
    mentions.iter().rev().find(|m| m.span.end <= at && !m.types.meets(inside)).map_or(0, |m| m.span.end)
}
