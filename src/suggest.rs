//! "Did you mean …?": the known name that is nearest to one that is not known.
//!
//! In: a word and the words that would have been right. Out: the nearest of them, if it is near enough to be what was
//! meant. The distance is the number of characters to insert, delete, replace or swap with the next. Not here: any message.

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
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            row[j + 1] = (last[j] + usize::from(a[i] != b[j])).min(row[j] + 1).min(last[j + 1] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
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
            ("cuont", "count", 1),
            ("ab", "ba", 1),
        ];
        for (a, b, expected) in cases {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
