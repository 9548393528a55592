//! Byte spans, and the map from repaired text back to the input.
//!
//! In: nothing but numbers. Out: [`Span`], a half-open byte range, and [`OffsetMap`], which answers "where in the
//! input did these bytes of the repaired text come from?". Layout repair only drops pieces of the input and moves
//! them; it never rewrites a character, so a segment is as long on either side. Not here: any look at the text.

/// A half-open range of bytes, `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an end before the start makes it empty.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start) }
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text it covers; empty where it does not fit the text.
    ///
    /// ```
    /// use shishu::span::Span;
    /// assert_eq!(Span::new(3, 6).of("二十家"), "十");
    /// ```
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// One piece of the input that stands in the repaired text unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where the piece begins in the input.
    pub source: usize,
    /// Where it begins in the repaired text.
    pub repaired: usize,
    /// Its length in bytes, the same on both sides.
    pub len: usize,
}

/// Segments sorted by their place in the repaired text; together they cover all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    segments: Vec<Segment>,
    len: usize,
}

impl OffsetMap {
    /// The map of a text that was not changed.
    pub fn identity(len: usize) -> Self {
        let mut map = OffsetMap::default();
        map.push(0, len);
        map
    }

    /// Appends the input piece of `len` bytes at `source` to the repaired text.
    pub fn push(&mut self, source: usize, len: usize) {
        if len == 0 {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.source + last.len == source => last.len += len,
            _ => self.segments.push(Segment { source, repaired: self.len, len }),
        }
        self.len += len;
    }

    /// The segments, in the order of the repaired text.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The input pieces that a span of the repaired text is made of, in reading order.
    ///
    /// ```
    /// use shishu::span::{OffsetMap, Span};
    /// let mut map = OffsetMap::default();
    /// map.push(0, 4); // "212亿\n\n元" without its line break
    /// map.push(9, 3);
    /// assert_eq!(map.pieces(Span::new(3, 7)), [Span::new(3, 4), Span::new(9, 12)]);
    /// ```
    pub fn pieces(&self, span: Span) -> Vec<Span> {
        let first = self.segments.partition_point(|s| s.repaired + s.len <= span.start);
        self.segments[first..]
            .iter()
            .take_while(|s| s.repaired < span.end)
            .map(|s| {
                let start = span.start.max(s.repaired) - s.repaired;
                let end = span.end.min(s.repaired + s.len) - s.repaired;
                Span::new(s.source + start, s.source + end)
            })
            .collect()
    }

    /// The input piece that a span of the repaired text is, if it is one: nearly every mention.
    pub fn piece(&self, span: Span) -> Option<Span> {
        let segment = self.segments.get(self.segments.partition_point(|s| s.repaired + s.len <= span.start))?;
        let inside = segment.repaired <= span.start && span.end <= segment.repaired + segment.len;
        let start = segment.source + span.start.checked_sub(segment.repaired)?;
        (inside && !span.is_empty()).then(|| Span::new(start, start + span.len()))
    }

    /// The smallest input span that holds all pieces of a repaired span.
    pub fn hull(&self, span: Span) -> Span {
        let pieces = || self.pieces(span).into_iter().reduce(Span::hull).unwrap_or_default();
        self.piece(span).unwrap_or_else(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_over_a_cut_maps_to_both_sides() {
        let mut map = OffsetMap::default();
        map.push(10, 3);
        map.push(20, 5);
        map.push(0, 2);
        assert_eq!(map.pieces(Span::new(0, 10)), [Span::new(10, 13), Span::new(20, 25), Span::new(0, 2)]);
        assert_eq!(map.hull(Span::new(2, 4)), Span::new(12, 21));
        assert_eq!(map.pieces(Span::new(3, 3)), []);
    }

    #[test]
    fn adjoining_pieces_are_one_segment() {
        let mut map = OffsetMap::default();
        map.push(0, 3);
        map.push(3, 4);
        map.push(7, 0);
        assert_eq!(map.segments().len(), 1);
    }
}
