//! The word table: all words of the rule pack, found in one walk.
//!
//! In: words with a payload each. Out: [`WordTable::longest`], the longest word that starts at a byte offset. It is a
//! trie over characters: most characters of running text begin no word and cost one look into a table of the basic
//! plane. Not here: what the words mean.

use std::collections::BTreeMap;

/// Words of a pack, each with the payload `T`.
#[derive(Clone, Debug)]
pub struct WordTable<T> {
    /// By code point of the basic plane the node of a word's first character, 0 for none.
    first: Vec<u16>,
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

/// A trie that grows; [`Builder::build`] packs it. Children hang together as a list, which is short for all nodes but the root: a
/// map in every node took five times as long, and payloads in the nodes three times the memory.
#[derive(Debug)]
pub struct Builder<T> {
    /// The root's children.
    roots: BTreeMap<char, u32>,
    /// The root, which holds the empty word, and all others.
    nodes: Vec<Growing>,
    values: Vec<T>,
}

#[derive(Clone, Copy, Debug)]
struct Growing {
    c: char,
    /// Its first child, 0 for none.
    child: u32,
    /// The next child of its parent, 0 for none.
    sibling: u32,
    /// Its payload, numbered from 1; 0 for none.
    value: u32,
}

impl<T> Default for Builder<T> {
    fn default() -> Self {
        let root = Growing { c: '\0', child: 0, sibling: 0, value: 0 };
        Builder { roots: BTreeMap::new(), nodes: vec![root], values: Vec::new() }
    }
}

impl<T: Default> Builder<T> {
    /// The payload of `word`, to be filled in; a new one where the word is new.
    pub fn entry(&mut self, word: &str) -> &mut T {
        let mut node = 0;
        for c in word.chars() {
            node = self.child(node, c).unwrap_or_else(|| self.add(node, c));
        }
        let value = &mut self.nodes[node as usize].value;
        if *value == 0 {
            self.values.push(T::default());
            *value = self.values.len() as u32;
        }
        &mut self.values[*value as usize - 1]
    }

    fn child(&self, parent: u32, c: char) -> Option<u32> {
        if parent == 0 {
            return self.roots.get(&c).copied();
        }
        self.children(parent).find(|&child| self.nodes[child as usize].c == c)
    }

    fn children(&self, parent: u32) -> impl Iterator<Item = u32> + '_ {
        let some = |node: u32| Some(node).filter(|&node| node != 0);
        let first = some(self.nodes[parent as usize].child);
        std::iter::successors(first, move |&child| some(self.nodes[child as usize].sibling))
    }

    fn add(&mut self, parent: u32, c: char) -> u32 {
        let node = self.nodes.len() as u32;
        let sibling = match parent {
            0 => self.roots.insert(c, node).unwrap_or_default(), // new, so without a sibling
            _ => std::mem::replace(&mut self.nodes[parent as usize].child, node),
        };
        self.nodes.push(Growing { c, child: 0, sibling, value: 0 });
        node
    }

    /// Packs the words for look-up, level by level, so that the numbers of the root's children are small.
    pub fn build(self) -> WordTable<T> {
        let mut first = vec![0; 0x1_0000];
        let mut order = Vec::with_capacity(self.nodes.len());
        order.push(0); // the root
        for (&c, &node) in self.roots.range(..'\u{1_0000}') {
            first[c as usize] = order.len() as u16;
            order.push(node);
        }
        let mut nodes = Vec::with_capacity(self.nodes.len());
        let mut edges = Vec::with_capacity(self.nodes.len());
        while let Some(&node) = order.get(nodes.len()) {
            let start = edges.len();
            edges.extend(self.children(node).map(|child| (self.nodes[child as usize].c, child)));
            edges[start..].sort_unstable_by_key(|&(c, _)| c);
            let mut next = 0;
            for (c, child) in &mut edges[start..] {
                next |= bit(*c);
                order.push(*child);
                *child = order.len() as u32 - 1;
            }
            let value = self.nodes[node as usize].value.checked_sub(1);
            nodes.push(Node { edges: (start as u32, edges.len() as u32), next, value });
        }
        WordTable { first, nodes, edges, values: self.values }
    }
}

impl<T> WordTable<T> {
    /// All payloads, in the order in which the words came.
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
            Some(&node) => self.walk(u32::from(node), chars, start + first.len_utf8()),
        }
    }

    /// Calls `found` with the end and payload of every word that starts at `start`, whose character there is `first`.
    pub fn each(&self, text: &str, start: usize, first: char, mut found: impl FnMut(usize, &T)) {
        let mut end = start + first.len_utf8();
        let mut chars = text.get(end..).unwrap_or("").chars();
        let mut node = u32::from(self.first.get(first as usize).copied().unwrap_or(0));
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
