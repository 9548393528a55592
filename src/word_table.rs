//! The word table: all words of the rule pack, found in one walk.
//!
//! In: words with a payload each. Out: [`WordTable::longest`], the longest word that starts at a byte offset. It is a
//! trie over characters, packed into a double array: the node behind another over a character stands at the base of the
//! one plus the class of the other, so that a step is an addition and a comparison: two thirds of the instructions of a trie
//! whose children are hashed. Not here: what the words mean.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::str::Chars;

use crate::chars::Codes;

/// Words of a pack, each with the payload `T`.
#[derive(Clone, Debug, Default)]
pub struct WordTable<T> {
    /// By code point, as far as words have characters: the class of a character, 0 for those of no word. Those that begin a word
    /// come first.
    classes: Vec<u16>,
    /// The last class that begins a word.
    last_start: u16,
    /// The nodes: first the root, then those of the first characters by class.
    cells: Vec<Cell>,
    values: Vec<T>,
}

/// No word ends at a node.
const NO_VALUE: u32 = u32::MAX;
/// Nothing follows a node.
const NO_BASE: u32 = u32::MAX;
/// No node stands here.
const NO_PARENT: u32 = u32::MAX;

/// A node of the trie.
#[derive(Clone, Copy, Debug)]
struct Cell {
    parent: u32,
    base: u32,
    value: u32,
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

    /// Packs the words for look-up.
    pub fn build(mut self) -> WordTable<T> {
        let classes = self.classes();
        let class = |node: u32| u32::from(classes[self.nodes[node as usize].c as usize]);
        let last_start = self.roots.len() as u16;
        let free = Cell { parent: NO_PARENT, base: NO_BASE, value: NO_VALUE };
        let mut packing = Packing { taken: vec![true; self.roots.len() + 1], first: 0, tried: 0 };
        let mut bases = vec![NO_BASE; self.nodes.len()];
        // those with many children find room while there is much of it, an only child fits anywhere
        let (mut only, mut families) = (Vec::new(), Vec::new());
        for node in (1..self.nodes.len()).filter(|&node| self.nodes[node].child != 0) {
            let child = self.nodes[node].child;
            match self.nodes[child as usize].sibling {
                0 => only.push((node, class(child))),
                _ => families.push((node, self.children(node as u32).map(class).collect::<Vec<u32>>())),
            }
        }
        families.sort_by_key(|(_, children)| Reverse(children.len()));
        for (node, children) in families {
            bases[node] = packing.base(&children);
        }
        packing.first = 0;
        for (node, child) in only {
            bases[node] = packing.base_of_one(child);
        }
        let mut cells = vec![free; packing.taken.len()];
        let mut waiting: Vec<(u32, u32, u32)> = self.roots.values().map(|&root| (root, class(root), 0)).collect();
        cells[0].base = 0;
        while let Some((node, at, parent)) = waiting.pop() {
            let base = bases[node as usize];
            let value = self.nodes[node as usize].value.checked_sub(1).unwrap_or(NO_VALUE);
            cells[at as usize] = Cell { parent, base, value };
            waiting.extend(self.children(node).map(|child| (child, base.wrapping_add(class(child)), at)));
        }
        WordTable { classes, last_start, cells, values: std::mem::take(&mut self.values) }
    }

    /// Numbers the characters, those that begin a word first.
    fn classes(&self) -> Vec<u16> {
        let highest = self.nodes.iter().map(|node| node.c as usize).max().unwrap_or_default();
        let mut classes = vec![0; highest + 1];
        let mut last = 0;
        for c in self.roots.keys().copied().chain(self.nodes[1..].iter().map(|node| node.c)) {
            let class = &mut classes[c as usize];
            if *class == 0 {
                last = u16::saturating_add(last, 1); // no pack has so many characters
                *class = last;
            }
        }
        classes
    }
}

/// The places of a double array while it is packed.
struct Packing {
    taken: Vec<bool>,
    /// Where the search for room begins.
    first: usize,
    /// How many places were tried in vain since that moved.
    tried: usize,
}

/// After so many vain tries the search begins farther on.
const MOST_TRIED: usize = 32;

impl Packing {
    /// Finds room for the children of a node, told by their classes: the base to add these to, which may be below zero.
    fn base(&mut self, children: &[u32]) -> u32 {
        let lowest = children.iter().copied().min().unwrap_or_default();
        let mut at = self.first;
        let base = loop {
            let base = (at as u32).wrapping_sub(lowest);
            let is_free = |class: &u32| !self.taken.get(base.wrapping_add(*class) as usize).is_some_and(|taken| *taken);
            if base != NO_BASE && children.iter().all(is_free) {
                break base;
            }
            at += 1;
            self.tried += 1;
            if self.tried > MOST_TRIED {
                (self.first, self.tried) = (at, 0);
            }
        };
        for place in children.iter().map(|class| base.wrapping_add(*class) as usize) {
            self.take(place);
        }
        base
    }

    /// The same for an only child, as most nodes have: it stands in the first free place.
    fn base_of_one(&mut self, class: u32) -> u32 {
        let mut free = (self.first..).filter(|&at| !self.taken.get(at).is_some_and(|taken| *taken));
        let first = free.next().unwrap_or_default();
        let base = |place: usize| (place as u32).wrapping_sub(class);
        let place = if base(first) == NO_BASE { free.next().unwrap_or_default() } else { first };
        self.first = first;
        self.take(place);
        base(place)
    }

    fn take(&mut self, place: usize) {
        if place >= self.taken.len() {
            self.taken.resize(place + 1, false);
        }
        self.taken[place] = true;
    }
}

impl<T> WordTable<T> {
    /// All payloads, in the order in which the words came.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The class of a character, 0 for those of no word.
    #[inline]
    fn class(&self, c: char) -> u16 {
        self.class_of(c.into())
    }

    /// The same for a code point.
    #[inline]
    fn class_of(&self, code: u32) -> u16 {
        self.classes.get(code as usize).copied().unwrap_or(0)
    }

    /// Whether a word starts with this character.
    #[inline]
    pub fn begins(&self, first: char) -> bool {
        (1..=self.last_start).contains(&self.class(first))
    }

    /// Whether a word of two characters or more starts with these.
    #[inline]
    pub fn begins_with(&self, first: char, second: char) -> bool {
        let at = u32::from(self.class(first));
        let base = if self.begins(first) { self.cells[at as usize].base } else { NO_BASE };
        let child = self.cells.get(base.wrapping_add(u32::from(self.class(second))) as usize);
        base != NO_BASE && child.is_some_and(|child| child.parent == at)
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
        let (left, value) = self.longest_behind(chars.next()?, chars)?;
        Some((text.len() - left, value))
    }

    /// The longest word of a character and what stands behind it: how many bytes are left after it, and its payload.
    #[inline]
    pub fn longest_behind(&self, first: char, behind: Chars) -> Option<(usize, &T)> {
        let mut longest = None;
        self.walk(first, behind, |left, value| longest = Some((left, value)));
        longest.map(|(left, value)| (left, &self.values[value as usize]))
    }

    /// The characters that words start with.
    pub fn starts(&self) -> impl Iterator<Item = char> + '_ {
        let starts = (0..).zip(&self.classes).filter(|&(_, class)| (1..=self.last_start).contains(class));
        starts.filter_map(|(code, _)| char::from_u32(code))
    }

    /// Calls `found` for every word of a character and what stands behind it, with how many bytes are left after it and its payload.
    #[inline]
    pub fn each(&self, first: char, behind: Chars, mut found: impl FnMut(usize, &T)) {
        self.walk(first, behind, |left, value| found(left, &self.values[value as usize]));
    }

    /// The longest word that a text ends with, of words that are written backwards in the table: where it begins, and its payload.
    pub fn longest_backwards(&self, text: &str) -> Option<(usize, &T)> {
        let mut before = text.chars();
        let first = before.next_back()?;
        let mut longest = None;
        self.steps(first, Backwards(before), |before, value| longest = Some((before.0.as_str().len(), value)));
        longest.map(|(left, value)| (left, &self.values[value as usize]))
    }

    /// Goes from the node of a character, if it begins a word, as far as words go on.
    #[inline]
    fn walk(&self, first: char, behind: Chars, mut found: impl FnMut(usize, u32)) {
        self.steps(first, Codes::of(behind.as_str()), |behind, value| found(behind.left(), value));
    }

    /// The same for characters in any order.
    #[inline]
    fn steps<C: Iterator<Item = u32>>(&self, first: char, mut behind: C, mut found: impl FnMut(&C, u32)) {
        let class = self.class(first);
        if class == 0 || class > self.last_start {
            return;
        }
        let mut at = u32::from(class);
        let mut cell = self.cells[at as usize];
        loop {
            if cell.value != NO_VALUE {
                found(&behind, cell.value);
            }
            if cell.base == NO_BASE {
                return;
            }
            let Some(code) = behind.next() else { return };
            let next = cell.base.wrapping_add(u32::from(self.class_of(code)));
            match self.cells.get(next as usize) {
                Some(child) if child.parent == at => (at, cell) = (next, *child),
                _ => return,
            }
        }
    }
}

/// The code points of a text from its end.
struct Backwards<'a>(Chars<'a>);

impl Iterator for Backwards<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0.next_back().map(u32::from)
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
