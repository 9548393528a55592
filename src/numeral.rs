//! Numerals: the bare number, before any unit is known.
//!
//! In: text and a byte offset. Out: a [`Numeral`], its exact value split into the digits as printed and the scale that
//! money keeps in its unit (万 ten thousand, 亿 hundred million, 万亿 trillion). Not here: units, ranges, fractions, signs and
//! the question whether the number means anything (see [`crate::quantity`]).
//!
//! ```text
//! numeral  = arabic more? scale* more? part* | chinese
//! arabic   = digit+ (("," | space) digit digit digit)* ("." digit+)? | "." digit+     half- or full-width
//! part     = "零"? arabic scale*                                 1亿5000万, 5万4千6百, 2千零30万, 1万2000
//! chinese  = section+ ("点" cdigit+ scale*)? | cdigit cdigit+    三千五百, 零点五, 二〇二〇
//! section  = (cdigit? magnitude)* cdigit? scale*
//! scale    = 十 百 千 万 亿 兆     more = 余 多 来        vague = 几 数 一两 三五
//! ```

use rust_decimal::Decimal;

use crate::chars;

/// A number as read, with the split that money and physical units need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// One past its last byte, with 余/多 where they follow the scale (1万余).
    pub end: usize,
    /// The digits before the scale: 1.2 of 1.2万, 3500 of 三千五百万.
    pub mantissa: Decimal,
    /// The scale as a power of ten: 0, 4, 8 or 12.
    pub scale: u32,
    /// Said to be somewhat more (余, 多, 来).
    pub more: bool,
    /// No amount can be told (几百, 数十, 十几).
    pub vague: bool,
    /// Written with Chinese characters throughout.
    pub chinese: bool,
    /// A scale with no digit before it (百家, 千亿): a number only beside a word such as 近 or 破.
    pub bare: bool,
    /// How many digit characters the first run has; 4 and no scale may be a year.
    pub digits: usize,
}

impl Numeral {
    /// A number that some other grammar read.
    pub fn plain(value: Decimal, end: usize) -> Numeral {
        let (mantissa, scale, digits) = (value, 0, 0);
        Numeral { end, mantissa, scale, more: false, vague: false, chinese: false, bare: false, digits }
    }

    /// The number with its scale multiplied out, or `None` where that does not fit a decimal.
    ///
    /// ```
    /// let n = shishu::numeral::parse("20余万人", 0).unwrap();
    /// assert_eq!((n.value().unwrap().to_string().as_str(), n.more), ("200000", true));
    /// ```
    pub fn value(&self) -> Option<Decimal> {
        times_power_of_ten(self.mantissa, self.scale).map(trim_scaled(self.scale))
    }
}

/// A product with a power of ten keeps no zeros after the point that the page does not print (1.2万 is 12000, not 12000.0).
fn trim_scaled(scale: u32) -> impl Fn(Decimal) -> Decimal {
    move |value| if scale > 0 && value.scale() > 0 { value.normalize() } else { value }
}

/// `value × 10^power`; most numbers have no scale, and are not multiplied by 1.
fn times_power_of_ten(value: Decimal, power: u32) -> Option<Decimal> {
    // a product that is zero has no decimals
    if power == 0 && !value.is_zero() { Some(value) } else { value.checked_mul(power_of_ten(power)?) }
}

/// The most digits that fit a decimal, whatever they are.
const MOST_DIGITS: usize = 28;

/// 10 to the `power`, up to what a decimal holds.
pub fn power_of_ten(power: u32) -> Option<Decimal> {
    (power <= 28).then(|| Decimal::from_i128_with_scale(10i128.pow(power), 0))
}

/// Reads the numeral that starts at byte `start`, the longest one.
///
/// Returns `None` where no numeral starts there, and where a number has more digits than a decimal holds.
///
/// ```
/// let n = shishu::numeral::parse("三千五百万元", 0).unwrap();
/// assert_eq!((n.mantissa.to_string().as_str(), n.scale, n.end), ("3500", 4, 15));
/// ```
pub fn parse(text: &str, start: usize) -> Option<Numeral> {
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    let numeral = if digit(first).is_some() || matches!(first, '.' | '．') {
        arabic(rest)
    } else if is_chinese(first) || first == '兆' {
        chinese(rest)
    } else {
        None
    };
    numeral.map(|n| Numeral { end: start + n.end, ..n })
}

/// Where the run of characters that may belong to a numeral ends: what an independent scan counts as one numeral.
pub fn run_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let arabic = rest.chars().next().is_some_and(|c| digit(c).is_some());
    let belongs =
        |c: char| if arabic { digit(c).is_some() || matches!(c, '.' | ',' | '．' | '，') } else { is_chinese(c) };
    start + rest.char_indices().find(|&(_, c)| !belongs(c)).map_or(rest.len(), |(i, _)| i)
}

/// The value of a half- or full-width digit.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// The value of a Chinese digit, formal ones (壹) and traditional ones (兩) included.
pub fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' | '貳' => 2,
        '三' | '叁' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn magnitude(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        '万' | '萬' => 4,
        '亿' | '億' => 8,
        _ => return None,
    })
}

/// Whether a character can be part of a Chinese numeral.
pub fn is_chinese(c: char) -> bool {
    chinese_digit(c).is_some() || magnitude(c).is_some() || matches!(c, '廿' | '卅' | '半' | '几' | '幾' | '数')
}

/// All characters that a numeral may begin with.
pub fn characters() -> impl Iterator<Item = char> {
    ('0'..='9')
        .chain('０'..='９')
        .chain("〇零○一壹二两兩贰貳三叁叄四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億廿卅半几幾数".chars())
}

fn is_more(c: char) -> bool {
    matches!(c, '余' | '餘' | '多' | '来')
}

/// Digits with what scales them, and the parts that follow.
fn arabic(rest: &str) -> Option<Numeral> {
    let (value, end, digits) = arabic_run(rest)?;
    let mut tail = Tail::read(rest, end);
    if digits + tail.power as usize > MOST_DIGITS {
        times_power_of_ten(value, tail.power)?; // it may be more than a decimal holds
    }
    let (mut sum, mut top) = (None, tail.power);
    while tail.power >= 2 && !tail.more {
        let Some((part, part_digits, next)) = next_part(rest, &tail) else { break };
        let whole = match sum {
            Some(sum) => sum,
            None => times_power_of_ten(value, tail.power)?,
        };
        let fits = next.power > 0 && next.power < tail.power || next.power == 0 && part_digits == tail.power as usize;
        if fits {
            sum = Some(whole.checked_add(part.checked_mul(power_of_ten(next.power)?)?)?);
        } else if top < 4 && next.power >= 4 && part < power_of_ten(top)? {
            sum = Some(whole.checked_add(part)?.checked_mul(power_of_ten(next.power)?)?); // 2千零30万: (2000 + 30) 万
            top = next.power;
        } else {
            break;
        }
        tail = next;
    }
    // one part alone keeps its digits as printed
    let (mantissa, scale) = match sum {
        None => split_scale(value, top)?,
        Some(sum) => (sum.checked_div(power_of_ten(scale_of(top))?)?.normalize(), scale_of(top)),
    };
    Some(Numeral {
        end: tail.end,
        mantissa,
        scale,
        more: tail.more,
        vague: tail.vague,
        chinese: false,
        bare: false,
        digits,
    })
}

/// A further part of a number: its value, how many digits it has before the point, and what scales it.
fn next_part(rest: &str, tail: &Tail) -> Option<(Decimal, usize, Tail)> {
    let after = &rest[tail.end..];
    let skip = after.chars().next().filter(|c| matches!(c, '零' | ' ')).map_or(0, char::len_utf8);
    let (part, part_end, digits) = arabic_run(after.get(skip..)?)?;
    let next = Tail::read(rest, tail.end + skip + part_end);
    // 3亿 24个 are two numbers, 7万 5千 one
    (!after.starts_with(' ') || next.power > 0).then_some((part, digits, next))
}

/// Whether 千 belongs to the unit behind it: 300万千瓦, 12千米, 2.2百分点.
fn is_kilo(c: char, next: Option<char>) -> bool {
    c == '百' && next == Some('分')
        || c == '千' && next.is_some_and(|n| matches!(n, '米' | '克' | '瓦' | '伏' | '赫' | '焦' | '帕' | '卡' | '安'))
}

/// The value of a run of half- or full-width digits with separators, its end, and how many digits stand before the point.
fn arabic_run(rest: &str) -> Option<(Decimal, usize, usize)> {
    if let Some(plain) = ascii_run(rest.as_bytes()) {
        return Some(plain);
    }
    let mut run = Run::default();
    for (at, c) in rest.char_indices() {
        let next = at + c.len_utf8();
        if let Some(d) = digit(c) {
            run.push(d)?;
            run.end = next;
        } else if matches!(c, '.' | '．') && !run.point && digit_at(rest, next) {
            run.point = true;
        } else if matches!(c, ',' | '，') && run.may_separate() && group_follows(rest, next)
            || is_thin(c) && run.may_separate() && spaced_group_follows(rest, next)
        {
            (run.separated, run.group) = (true, 0);
        } else {
            break;
        }
    }
    let value = Decimal::try_from_i128_with_scale(run.value, run.decimals).ok()?;
    (run.end > 0).then_some((value, run.end, run.whole))
}

/// The same for the ASCII digits that nearly all numbers are made of, without separators and not too many; `None` where the run
/// needs a closer look.
fn ascii_run(bytes: &[u8]) -> Option<(Decimal, usize, usize)> {
    const MOST: usize = 15; // fit 64 bits
    let digits = |from: usize| bytes[from..].iter().take(MOST + 1).take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(0);
    let mut end = whole;
    if bytes.get(whole) == Some(&b'.') {
        let decimals = digits(whole + 1);
        end = if decimals > 0 { whole + 1 + decimals } else { whole };
    }
    let decimals = end.saturating_sub(whole + 1);
    // a separator, full-width forms, or a point before one of them
    let spaced = |at: usize| bytes[at] == b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let unclear = |at: usize| match bytes.get(at) {
        Some(b',' | 0xEF | 0xC2) => true,
        Some(b' ') => spaced(at),
        Some(0xE2) => bytes.get(at + 1) == Some(&0x80),
        _ => false,
    };
    if whole == 0 || whole + decimals > MOST || unclear(end) || bytes.get(end) == Some(&b'.') && unclear(end + 1) {
        return None;
    }
    let digits = bytes[..end].iter().filter(|byte| **byte != b'.');
    let value = digits.fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    Some((Decimal::new(value, decimals as u32), end, whole))
}

/// A run of digits while it is read.
#[derive(Default)]
struct Run {
    value: i128,
    decimals: u32,
    whole: usize,
    end: usize,
    point: bool,
    separated: bool,
    /// Digits since the last separator.
    group: usize,
}

impl Run {
    fn push(&mut self, digit: u32) -> Option<()> {
        if self.whole + self.decimals as usize >= MOST_DIGITS {
            return None; // more than a decimal holds
        }
        self.value = self.value * 10 + i128::from(digit);
        self.decimals += u32::from(self.point);
        self.whole += usize::from(!self.point);
        self.group += 1;
        Some(())
    }

    fn may_separate(&self) -> bool {
        !self.point && (self.group == 3 || !self.separated && (1..=3).contains(&self.group))
    }
}

fn digit_at(rest: &str, at: usize) -> bool {
    rest.get(at..).and_then(|r| r.chars().next()).is_some_and(|c| digit(c).is_some())
}

/// A space that may stand between thousands (GB/T 15835—2011, 5.1.1: a quarter of a character, 8 982万元).
fn is_thin(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

/// Whether exactly three digits follow and then, at once, a word: only then is a space a thousands separator.
fn spaced_group_follows(rest: &str, at: usize) -> bool {
    let mut behind = rest.get(at..).unwrap_or("").chars().skip_while(|&c| digit(c).is_some());
    group_follows(rest, at) && behind.next().is_some_and(chars::is_han)
}

/// Whether exactly three digits follow: only then is a comma a thousands separator.
fn group_follows(rest: &str, at: usize) -> bool {
    rest.get(at..).is_some_and(|r| r.chars().take(4).take_while(|&c| digit(c).is_some()).count() == 3)
}

/// The scale words after a run of digits, with the 余 or 多 among them.
#[derive(Clone, Copy)]
struct Tail {
    end: usize,
    power: u32,
    more: bool,
    vague: bool,
}

/// Whether 亿 stands by itself: 600个亿, but not 11个亿元以上项目.
fn is_spoken(text: &str) -> bool {
    text.strip_prefix(['亿', '億']).is_some_and(|rest| !rest.starts_with(['元', '级', '美', '欧', '日']))
}

impl Tail {
    fn read(rest: &str, start: usize) -> Tail {
        let mut tail = Tail { end: start, power: 0, more: false, vague: false };
        // 600个亿: as one says it
        let start = match rest[start..].strip_prefix('个') {
            Some(spoken) if start > 0 && is_spoken(spoken) => start + '个'.len_utf8(),
            _ => start,
        };
        let first = rest[start..].chars().next();
        if !first.is_some_and(|c| magnitude(c).is_some() || is_more(c) || matches!(c, '几' | '幾')) {
            return tail;
        }
        let mut chars = rest[start..].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|&(_, n)| n);
            let next_scale = next.is_some_and(|n| magnitude(n).is_some_and(|m| m >= 2));
            match magnitude(c).filter(|&m| m >= 2 || tail.power > 0 || next_scale).filter(|_| !is_kilo(c, next)) {
                Some(power) if tail.power + power <= 16 => tail.power += power,
                _ if is_more(c) && !tail.more && (c != '来' || next_scale) => tail.more = true,
                _ if matches!(c, '几' | '幾') && !tail.vague => tail.vague = true,
                _ => break,
            }
            tail.end = start + at + c.len_utf8();
        }
        tail
    }
}

/// Splits `value × 10^power` into a mantissa and the scale 0, 4, 8 or 12.
fn split_scale(value: Decimal, power: u32) -> Option<(Decimal, u32)> {
    let scale = scale_of(power);
    let rest = power - scale;
    let mantissa = times_power_of_ten(value, rest)?;
    Some((trim_scaled(rest)(mantissa), scale))
}

/// The largest scale word in a power of ten: 0, 4, 8 or 12.
fn scale_of(power: u32) -> u32 {
    match power {
        0..4 => 0,
        4..8 => 4,
        8..12 => 8,
        _ => 12,
    }
}

/// The state of reading a Chinese numeral from left to right.
#[derive(Default)]
struct Reader {
    total: u128,   // whole sections above 亿 and 万 that are closed
    section: u128, // below 万
    pending: Option<u32>,
    last_power: u32, // magnitude of the last unit read, for 一百二 = 120
    top: u32,        // highest scale met: 4, 8 or 12
    zero: bool,
    more: bool,
    vague: bool,
    digits_only: u128,
    digit_count: usize,
    any_magnitude: bool,
    bare: bool,
}

impl Reader {
    fn digit(&mut self, d: u32) {
        match self.pending {
            Some(low) if low != 0 && self.any_magnitude => self.vague = true, // 十五六: at least fifteen
            _ => self.pending = Some(d),
        }
        self.zero |= d == 0;
        self.digits_only = self.digits_only.saturating_mul(10).saturating_add(u128::from(d));
        self.digit_count += 1;
    }

    fn magnitude(&mut self, power: u32) {
        if self.digit_count > 1 && !self.any_magnitude && self.digits_only >= 10 && !self.zero {
            self.vague = true; // 三四十: at least three tens
            self.pending = Some((self.digits_only / 10 % 10) as u32);
        }
        if self.pending.is_none() && !self.any_magnitude {
            self.bare = power >= 2;
            self.pending = Some(1);
        }
        self.any_magnitude = true;
        let digit = u128::from(self.pending.take().unwrap_or(0));
        match power {
            1..=3 => {
                // 零十二 is 12
                let part = digit.max(u128::from(power == 1)) * 10u128.pow(power);
                self.section = self.section.saturating_add(part);
            }
            _ => {
                let unit = 10u128.pow(power);
                let section = self.section.saturating_add(digit);
                self.total = if self.total > 0 && self.total < unit || section == 0 {
                    self.total.saturating_add(section).saturating_mul(unit)
                } else {
                    self.total.saturating_add(section.saturating_mul(unit))
                };
                self.section = 0;
                self.top = if power == 8 && self.top == 4 { 12 } else { self.top.max(power) };
            }
        }
        (self.last_power, self.zero) = (power, false);
    }

    /// 三五家, 一两个: two digits that say from here to there.
    fn some(&self) -> bool {
        let (tens, ones) = (self.digits_only / 10, self.digits_only % 10);
        !self.any_magnitude && self.digit_count == 2 && tens > 0 && (ones == tens + 1 || (tens, ones) == (3, 5))
    }

    fn value(&self) -> u128 {
        if !self.any_magnitude {
            return if self.some() { self.digits_only / 10 } else { self.digits_only };
        }
        let last = u128::from(self.pending.unwrap_or(0));
        let shorthand = self.last_power >= 2 && !self.zero && last > 0;
        let unit = if shorthand { 10u128.pow(self.last_power - 1) } else { 1 };
        self.total.saturating_add(self.section).saturating_add(last * unit)
    }
}

/// More than a decimal holds.
const MOST: u128 = 10u128.pow(29);

fn chinese(rest: &str) -> Option<Numeral> {
    let mut reader = Reader::default();
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some(&(at, c)) = chars.peek() {
        if end > 96 {
            break; // longer than any number that a decimal holds
        }
        if reader.total > MOST {
            return None; // 亿亿亿亿
        }
        let next = rest[at + c.len_utf8()..].chars().next();
        if let Some(d) = chinese_digit(c) {
            reader.digit(d);
        } else if let Some(tens) = match c {
            '廿' => Some(2),
            '卅' => Some(3),
            _ => None,
        } {
            reader.digit(tens);
            reader.magnitude(1);
        } else if reader.pending.is_none() && reader.any_magnitude && is_kilo(c, next) {
            break;
        } else if let Some(power) = magnitude(c).or((c == '兆' && trillion(next)).then_some(12)) {
            reader.magnitude(power);
        } else if matches!(c, '几' | '幾') || c == '数' && next.is_some_and(|n| magnitude(n).is_some()) {
            reader.vague = true;
            // 几百 is at least a hundred, 十几 at least ten
            reader.pending = Some(u32::from(reader.digit_count == 0 && !reader.any_magnitude));
        } else if is_more(c)
            && reader.any_magnitude
            && !reader.more
            && (c != '来' || next.is_some_and(|n| n != '自' && n != '到' && n != '源'))
        {
            reader.more = true;
            end = at + c.len_utf8();
            chars.next();
            // 两千多万: the scale goes on after it
            if let Some((at, c)) = chars.peek().copied().filter(|&(_, c)| magnitude(c).is_some_and(|p| p >= 4)) {
                reader.magnitude(magnitude(c)?);
                end = at + c.len_utf8();
            }
            break;
        } else {
            break;
        }
        chars.next();
        end = at + c.len_utf8();
    }
    if end == 0 || !(reader.digit_count > 0 || reader.any_magnitude || reader.vague) {
        return None;
    }
    finish_chinese(rest, end, reader)
}

/// 兆 is a number only before more of it or before money: 五百兆 alone is a width of band.
fn trillion(next: Option<char>) -> bool {
    next.is_some_and(|c| is_chinese(c) && c != '半' || matches!(c, '元' | '日' | '韩' | '美'))
}

fn finish_chinese(rest: &str, end: usize, reader: Reader) -> Option<Numeral> {
    let whole = i128::try_from(reader.value()).ok().and_then(|v| Decimal::try_from_i128_with_scale(v, 0).ok())?;
    let base = Numeral {
        end,
        mantissa: whole,
        scale: 0,
        more: reader.more,
        vague: reader.vague || reader.some(),
        chinese: true,
        bare: reader.bare,
        digits: if reader.any_magnitude { 0 } else { reader.digit_count },
    };
    if let Some(decimal) = decimal_part(rest, end, whole) {
        return Some(Numeral { end: decimal.0, mantissa: decimal.1, scale: decimal.2, ..base });
    }
    if reader.top == 0 {
        return Some(base);
    }
    let mantissa = whole.checked_div(power_of_ten(reader.top)?)?.normalize();
    Some(Numeral { mantissa, scale: reader.top, ..base })
}

/// 点 with Chinese digits after it, then a scale: 三点五亿.
fn decimal_part(rest: &str, end: usize, whole: Decimal) -> Option<(usize, Decimal, u32)> {
    let after = rest.get(end..)?.strip_prefix(['点', '點'])?;
    let mut digits = String::new();
    let mut at = end + '点'.len_utf8();
    for c in after.chars() {
        let Some(d) = chinese_digit(c).filter(|_| digits.len() < 20 && c != '两') else { break };
        digits.push(char::from(b'0' + d as u8));
        at += c.len_utf8();
    }
    if digits.is_empty() {
        return None;
    }
    let value: Decimal = format!("{whole}.{digits}").parse().ok()?;
    let tail = Tail::read(rest, at);
    let (mantissa, scale) = split_scale(value, tail.power)?;
    Some((tail.end, mantissa, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_of_numerals_are_all_listed() {
        let listed: Vec<char> = characters().collect();
        for c in '\0'..=char::MAX {
            assert_eq!(digit(c).is_some() || is_chinese(c), listed.contains(&c), "{c}");
        }
    }

    #[test]
    fn values() {
        let cases = [
            ("3500家", "3500", 0, 4),
            ("1,204.5亿元", "1204.5", 8, 10),
            ("8 982万元", "8982", 4, 8),
            ("8 982 万元", "8", 0, 1),
            ("2020 100家", "2020", 0, 4),
            ("8 98万元", "8", 0, 1),
            ("1,100万", "1100", 4, 8),
            ("12,34", "12", 0, 2),
            ("7823.0", "7823.0", 0, 6),
            ("１２０亿", "120", 8, 12),
            ("1.2万", "1.2", 4, 6),
            ("3千万元", "3000", 4, 7),
            ("20余万人", "20", 4, 8),
            ("3千多", "3000", 0, 7),
            ("5万亿元", "5", 12, 7),
            ("1亿5000万元", "1.5", 8, 11),
            ("三千五百", "3500", 0, 12),
            ("三千五百万元", "3500", 4, 15),
            ("一亿五千万", "1.5", 8, 15),
            ("一万五千亿", "1.5", 12, 15),
            ("二十万亿", "20", 12, 12),
            ("两百多家", "200", 0, 9),
            ("一百二", "120", 0, 9),
            ("一百零二", "102", 0, 12),
            ("一千零十二", "1012", 0, 15),
            ("3,000,000", "3000000", 0, 9),
            ("兩萬", "2", 4, 6),
            ("三万五", "3.5", 4, 9),
            ("十二", "12", 0, 6),
            ("二十", "20", 0, 6),
            ("廿八", "28", 0, 6),
            ("二〇二〇年", "2020", 0, 12),
            ("零点五", "0.5", 0, 9),
            ("三点五亿", "3.5", 8, 12),
            ("两千多万", "2000", 4, 12),
            ("千亿元", "1000", 8, 6),
            ("十", "10", 0, 3),
            (".5", "0.5", 0, 2),
            ("5万4千6百", "5.46", 4, 12),
            ("7万 5千 4百", "7.54", 4, 14),
            ("3亿 24个", "3", 8, 4),
            ("1万2000元", "1.2", 4, 8),
            ("2千零30万", "2030", 4, 12),
            ("300万千瓦", "300", 4, 6),
            ("12千米", "12", 0, 2),
            ("五十万千瓦", "50", 4, 9),
            ("五兆六十二亿", "5.0062", 12, 18),
            ("千三", "1300", 0, 6),
            ("一百零几万", "100", 4, 15),
            ("十五六岁", "15", 0, 9),
            ("三四十", "30", 0, 9),
            ("一两家", "1", 0, 6),
        ];
        for (text, mantissa, scale, end) in cases {
            let n = parse(text, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((n.mantissa.to_string().as_str(), n.scale, n.end), (mantissa, scale, end), "{text}");
        }
    }

    #[test]
    fn vague_amounts_are_told() {
        for text in ["几百万", "数十家", "十几个", "三四十家", "10几家", "三五家", "十五六"] {
            assert!(parse(text, 0).is_some_and(|n| n.vague), "{text}");
        }
        for text in ["二十家", "三百五十", "一百二"] {
            assert!(parse(text, 0).is_some_and(|n| !n.vague), "{text}");
        }
    }

    #[test]
    fn no_numeral() {
        for text in ["", "企业", "点五", "多", "余家", "来"] {
            assert_eq!(parse(text, 0), None, "{text}");
        }
        for digits in ["9", "九", "亿", "万亿"] {
            assert_eq!(parse(&digits.repeat(64), 0), None);
        }
    }
}
