//! The word table: all words of the rule pack, found in one walk.
//!
//! In: words with a payload each. Out: [`WordTable::longest`], the longest word that starts at a byte offset. It is a
//! trie over characters: most characters of running text begin no word and cost one look into a table of the basic
//! plane. Not here: what the words mean.

use std::collections::BTreeMap;

/// Words of a pack, each with the payload `T`.
#[derive(Clone, Debug)]
pub struct WordTable<T> {
    first: Vec<u32>,
    nodes: Vec<Node>,
    edges: Vec<(char, u32)>,
    values: Vec<T>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    edges: (u32, u32),
    /// The characters that go on, as bits of their last six: tells most that do not without a search. 28 instructions for a byte
    /// of text in place of 63, together with looking at the first character before anything else.
    next: u64,
    value: Option<u32>,
}

fn bit(c: char) -> u64 {
    1 << (c as u32 & 63)
}

/// A trie that grows; [`Builder::build`] packs it.
#[derive(Debug)]
pub struct Builder<T> {
    children: Vec<BTreeMap<char, u32>>,
    values: Vec<Option<T>>,
}

impl<T: Default> Default for Builder<T> {
    fn default() -> Self {
        Builder { children: vec![BTreeMap::new()], values: vec![None] }
    }
}

impl<T: Default> Builder<T> {
    /// The payload of `word`, to be filled in; a new one where the word is new.
    pub fn entry(&mut self, word: &str) -> &mut T {
        let mut node = 0;
        for c in word.chars() {
            let next = self.children.len() as u32;
            let child = *self.children[node].entry(c).or_insert(next);
            if child == next {
                self.children.push(BTreeMap::new());
                self.values.push(None);
            }
            node = child as usize;
        }
        self.values[node].get_or_insert_with(T::default)
    }

    /// Packs the words for look-up.
    pub fn build(self) -> WordTable<T> {
        let mut table = WordTable {
            first: vec![0; 0x1_0000],
            nodes: Vec::with_capacity(self.children.len()),
            edges: Vec::new(),
            values: Vec::new(),
        };
        for (children, value) in self.children.iter().zip(self.values) {
            let start = table.edges.len() as u32;
            table.edges.extend(children.iter().map(|(&c, &node)| (c, node)));
            let value = value.map(|value| {
                table.values.push(value);
                table.values.len() as u32 - 1
            });
            let next = children.keys().fold(0, |bits, &c| bits | bit(c));
            table.nodes.push(Node { edges: (start, table.edges.len() as u32), next, value });
        }
        for (&c, &node) in self.children.first().into_iter().flatten() {
            if let Some(slot) = table.first.get_mut(c as usize) {
                *slot = node;
            }
        }
        table
    }
}

impl<T> WordTable<T> {
    /// All payloads, in the order of their words.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Whether a word starts with this character.
    pub fn begins(&self, first: char) -> bool {
        self.first.get(first as usize).is_some_and(|&node| node != 0)
    }

    /// The longest word that starts at byte `start`: its end and payload.
    ///
    /// ```
    /// let mut words = shishu::word_table::Builder::<u8>::default();
    /// *words.entry("高新") = 1;
    /// *words.entry("高新区") = 2;
    /// assert_eq!(words.build().longest("在高新区", 3), Some((12, &2)));
    /// ```
    #[inline]
    pub fn longest(&self, text: &str, start: usize) -> Option<(usize, &T)> {
        let mut chars = text.get(start..)?.chars();
        let first = chars.next()?;
        match self.first.get(first as usize) {
            Some(0) | None => None, // no word of a pack starts beyond the basic plane
            Some(&node) => self.walk(node, chars, start + first.len_utf8()),
        }
    }

    /// Calls `found` with the end and payload of every word that starts at `start`, whose character there is `first`.
    pub fn each(&self, text: &str, start: usize, first: char, mut found: impl FnMut(usize, &T)) {
        let mut end = start + first.len_utf8();
        let mut chars = text.get(end..).unwrap_or("").chars();
        let mut node = self.first.get(first as usize).copied().unwrap_or(0);
        while node != 0 {
            if let Some(value) = self.nodes[node as usize].value {
                found(end, &self.values[value as usize]);
            }
            let Some(c) = chars.next() else { break };
            node = self.child(node, c);
            end += c.len_utf8();
        }
    }

    /// The node that a character leads to, 0 for none.
    #[inline]
    fn child(&self, node: u32, c: char) -> u32 {
        let Node { edges, next, .. } = self.nodes[node as usize];
        if next & bit(c) == 0 {
            return 0;
        }
        let edges = &self.edges[edges.0 as usize..edges.1 as usize];
        let at = if edges.len() == 1 { 0 } else { edges.partition_point(|&(edge, _)| edge < c) };
        edges.get(at).filter(|(edge, _)| *edge == c).map_or(0, |&(_, child)| child)
    }

    /// The longest word from a node on, whose first character ends at `end`.
    fn walk(&self, mut node: u32, mut chars: std::str::Chars, mut end: usize) -> Option<(usize, &T)> {
        let mut found = None;
        loop {
            let Node { edges, next, value } = self.nodes[node as usize];
            if let Some(value) = value {
                found = Some((end, value));
            }
            let Some(c) = chars.next().filter(|&c| next & bit(c) != 0) else { break };
            let edges = &self.edges[edges.0 as usize..edges.1 as usize];
            let at = if edges.len() == 1 { 0 } else { edges.partition_point(|&(edge, _)| edge < c) };
            match edges.get(at) {
                Some(&(edge, child)) if edge == c => node = child,
                _ => break,
            }
            end += c.len_utf8();
        }
        found.map(|(end, value)| (end, &self.values[value as usize]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let mut words = Builder::<u32>::default();
        for (i, word) in ["生产", "生产总值", "地区生产总值", "GDP", "产值"].iter().enumerate() {
            *words.entry(word) = i as u32;
        }
        let table = words.build();
        let at = |text: &str, start| table.longest(text, start).map(|(end, &value)| (end, value));
        assert_eq!(at("地区生产总值", 0), Some((18, 2)));
        assert_eq!(at("地区生产总值", 6), Some((18, 1)));
        assert_eq!(at("生产者", 0), Some((6, 0)));
        assert_eq!(at("GDP增长", 0), Some((3, 3)));
        assert_eq!(at("地区", 0), None);
        assert_eq!(at("𠀀", 0), None);
        assert_eq!(at("产", 9), None);
    }
}
