//! The word table: all words of the rule pack, found in one walk.
//!
//! In: words with a payload each. Out: [`WordTable::longest`], the longest word that starts at a byte offset. It is a
//! trie over characters: most characters of running text begin no word and cost one look into a table of the basic
//! plane. Not here: what the words mean.

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

/// A trie that grows; [`Builder::build`] packs it. Children hang together as a list, which is short for all nodes but the root: a
/// map in every node took five times as long.
#[derive(Debug)]
pub struct Builder<T> {
    /// The root's children, by code point of the basic plane.
    first: Vec<u32>,
    nodes: Vec<Growing<T>>,
}

#[derive(Debug)]
struct Growing<T> {
    c: char,
    /// Its first child, 0 for none.
    child: u32,
    /// The next child of its parent, 0 for none.
    sibling: u32,
    value: Option<T>,
}

impl<T: Default> Default for Builder<T> {
    fn default() -> Self {
        let root = Growing { c: '\0', child: 0, sibling: 0, value: None };
        Builder { first: vec![0; 0x1_0000], nodes: vec![root] }
    }
}

impl<T: Default> Builder<T> {
    /// The payload of `word`, to be filled in; a new one where the word is new.
    pub fn entry(&mut self, word: &str) -> &mut T {
        let mut node = 0;
        for c in word.chars() {
            node = self.child(node, c).unwrap_or_else(|| self.add(node, c));
        }
        self.nodes[node as usize].value.get_or_insert_with(T::default)
    }

    fn child(&self, node: u32, c: char) -> Option<u32> {
        if node == 0 {
            return self.first.get(c as usize).copied().filter(|&child| child != 0);
        }
        let mut child = self.nodes[node as usize].child;
        while child != 0 && self.nodes[child as usize].c != c {
            child = self.nodes[child as usize].sibling;
        }
        (child != 0).then_some(child)
    }

    fn add(&mut self, parent: u32, c: char) -> u32 {
        let node = self.nodes.len() as u32;
        let sibling = match self.first.get_mut(c as usize) {
            Some(first) if parent == 0 => {
                *first = node;
                0
            }
            _ => std::mem::replace(&mut self.nodes[parent as usize].child, node),
        };
        self.nodes.push(Growing { c, child: 0, sibling, value: None });
        node
    }

    /// Packs the words for look-up.
    pub fn build(self) -> WordTable<T> {
        let mut nodes = Vec::with_capacity(self.nodes.len());
        let mut edges = Vec::with_capacity(self.nodes.len());
        let mut values = Vec::new();
        for growing in &self.nodes {
            let start = edges.len();
            let mut child = growing.child;
            while child != 0 {
                let Growing { c, sibling, .. } = self.nodes[child as usize];
                edges.push((c, child));
                child = sibling;
            }
            edges[start..].sort_unstable_by_key(|&(c, _)| c);
            let next = edges[start..].iter().fold(0, |bits, &(c, _)| bits | bit(c));
            nodes.push(Node { edges: (start as u32, edges.len() as u32), next, value: None });
        }
        for (node, growing) in nodes.iter_mut().zip(self.nodes) {
            node.value = growing.value.map(|value| {
                values.push(value);
                values.len() as u32 - 1
            });
        }
        WordTable { first: self.first, nodes, edges, values }
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
