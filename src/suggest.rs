//! "Did you mean …?": the known name that is nearest to one that is not known.
//!
//! In: a word and the words that would have been right. Out: the nearest of them, if it is near enough to be what was
//! meant. The distance is the number of characters to insert, delete or replace. Not here: any message.

/// The nearest known name, at most a third of its characters (but one at least) away; the first of equals.
///
/// ```
/// use shishu::suggest::nearest;
/// assert_eq!(nearest("metrc", ["zone", "metric"]), Some("metric"));
/// assert_eq!(nearest("亿无", ["亿元", "万元"]), Some("亿元"));
/// assert_eq!(nearest("colour", ["zone", "metric"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |name: &&str| distance(word, name) <= (name.chars().count() / 3).max(1);
    known.into_iter().filter(near).min_by_key(|name| distance(word, name))
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_single_edits() {
        let cases = [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "", 3),
            ("", "ab", 2),
            ("kitten", "sitting", 3),
            ("万元", "亿元", 1),
        ];
        for (a, b, expected) in cases {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
