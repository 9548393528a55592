//! Which gold row goes with which found row: one to one, with the greatest weight in all.
//!
//! In: the pairs that could be, each with a weight. Out: those that are, no row twice. Only rows of the same quantity can
//! be pairs, so the edges fall into many small groups, and each is solved on its own: exactly where it has up to
//! [`EXACT`] found rows, by a table over the sets of found rows in use; beyond that the heaviest edge goes first.
//! Of pairings with the same weight the first found is taken, so the result depends on the order of the edges alone.
//! Not here: what makes a pair heavy.

use std::collections::BTreeMap;

/// How many found rows a group may have to be solved exactly: the table then has 4096 entries.
const EXACT: usize = 12;

/// A pair that could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Index of the gold row.
    pub gold: usize,
    /// Index of the found row.
    pub got: usize,
    /// How good the pair is.
    pub weight: u32,
}

/// The heaviest pairing; `edges` are sorted by gold row, then by found row.
pub fn heaviest(edges: &[Edge]) -> Vec<Edge> {
    groups(edges).iter().flat_map(|group| solve(group)).collect()
}

/// Edges that share rows, directly or through others, in the order of their first edges.
fn groups(edges: &[Edge]) -> Vec<Vec<Edge>> {
    let golds = edges.iter().map(|edge| edge.gold + 1).max().unwrap_or(0);
    let gots = edges.iter().map(|edge| edge.got + 1).max().unwrap_or(0);
    let mut parents: Vec<usize> = (0..golds + gots).collect();
    for edge in edges {
        let (gold, got) = (root(&mut parents, edge.gold), root(&mut parents, golds + edge.got));
        parents[got] = gold;
    }
    let (mut groups, mut places) = (Vec::<Vec<Edge>>::new(), BTreeMap::new());
    for edge in edges {
        let place = *places.entry(root(&mut parents, edge.gold)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(*edge),
            None => groups.push(vec![*edge]),
        }
    }
    groups
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

fn solve(group: &[Edge]) -> Vec<Edge> {
    let mut gots: Vec<usize> = group.iter().map(|edge| edge.got).collect();
    gots.sort_unstable();
    gots.dedup();
    if gots.len() <= EXACT { exactly(group, &gots) } else { heaviest_first(group) }
}

/// A pairing of some gold rows with just these found rows.
#[derive(Clone)]
struct Partial {
    used: usize,
    weight: u32,
    edges: Vec<Edge>,
}

fn exactly(group: &[Edge], gots: &[usize]) -> Vec<Edge> {
    let mut table = vec![Partial { used: 0, weight: 0, edges: Vec::new() }];
    let mut places = vec![None; 1 << gots.len()];
    places[0] = Some(0);
    for choices in group.chunk_by(|a, b| a.gold == b.gold) {
        for partial in table.clone() {
            for edge in choices {
                let bit = 1 << gots.partition_point(|got| *got < edge.got);
                if partial.used & bit == 0 {
                    put(&mut table, &mut places, &partial, *edge, partial.used | bit);
                }
            }
        }
    }
    let best = table.into_iter().reduce(|best, next| if next.weight > best.weight { next } else { best });
    best.map(|best| best.edges).unwrap_or_default()
}

/// Puts a pairing with one edge more into the table, if it is heavier than the one with the same found rows.
fn put(table: &mut Vec<Partial>, places: &mut [Option<usize>], partial: &Partial, edge: Edge, used: usize) {
    let weight = partial.weight + edge.weight;
    let longer = || Partial { used, weight, edges: partial.edges.iter().copied().chain([edge]).collect() };
    match places[used] {
        Some(place) if table[place].weight < weight => table[place] = longer(),
        Some(_) => {}
        None => {
            places[used] = Some(table.len());
            table.push(longer());
        }
    }
}

fn heaviest_first(group: &[Edge]) -> Vec<Edge> {
    let mut sorted = group.to_vec();
    sorted.sort_by_key(|edge| std::cmp::Reverse(edge.weight));
    let mut taken: Vec<Edge> = Vec::new();
    for edge in sorted {
        if taken.iter().all(|other| other.gold != edge.gold && other.got != edge.got) {
            taken.push(edge);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(list: &[(usize, usize, u32)]) -> Vec<Edge> {
        list.iter().map(|&(gold, got, weight)| Edge { gold, got, weight }).collect()
    }

    fn pairs(list: &[(usize, usize, u32)]) -> Vec<(usize, usize)> {
        heaviest(&edges(list)).iter().map(|edge| (edge.gold, edge.got)).collect()
    }

    #[test]
    fn the_whole_counts_not_the_first_choice() {
        assert_eq!(pairs(&[]), []);
        assert_eq!(pairs(&[(0, 0, 9), (0, 1, 8), (1, 0, 8)]), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&[(0, 0, 20), (0, 1, 8), (1, 0, 8)]), [(0, 0)]);
        assert_eq!(pairs(&[(0, 0, 5), (0, 1, 5), (1, 0, 5), (1, 1, 5)]), [(0, 0), (1, 1)]);
    }

    #[test]
    fn groups_come_in_the_order_of_their_first_edges() {
        assert_eq!(pairs(&[(0, 3, 1), (1, 0, 1), (2, 3, 2)]), [(2, 3), (1, 0)]);
    }

    #[test]
    fn a_wide_group_is_paired_heaviest_first() {
        let mut list: Vec<_> = (0..13).map(|got| (0, got, 8)).collect();
        list.push((1, 0, 9));
        assert_eq!(pairs(&list), [(1, 0), (0, 1)]);
        list[0].2 = 10; // exact would still give up 10 for 9 + 8
        assert_eq!(pairs(&list), [(0, 0)]);
    }

    /// The greatest weight, by trying everything.
    fn greatest(edges: &[Edge], used: &mut Vec<Edge>) -> u32 {
        let Some((edge, rest)) = edges.split_first() else { return 0 };
        let without = greatest(rest, used);
        if used.iter().any(|other| other.gold == edge.gold || other.got == edge.got) {
            return without;
        }
        used.push(*edge);
        let with = edge.weight + greatest(rest, used);
        used.pop();
        with.max(without)
    }

    proptest! {
        #[test]
        fn no_pairing_is_heavier(weights in proptest::collection::vec(0u32..12, 20)) {
            let all = weights.iter().enumerate().map(|(at, weight)| Edge { gold: at / 5, got: at % 5, weight: *weight });
            let edges: Vec<Edge> = all.filter(|edge| edge.weight > 3).collect();
            let found = heaviest(&edges);
            prop_assert_eq!(found.iter().map(|edge| edge.weight).sum::<u32>(), greatest(&edges, &mut Vec::new()));
            for (at, edge) in found.iter().enumerate() {
                prop_assert!(found[..at].iter().all(|other| other.gold != edge.gold && other.got != edge.got));
            }
        }
    }
}
