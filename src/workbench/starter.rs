//! A first pack: one unit, one metric, one park and one rule with its tests, explained.
//!
//! In: the name of the pack. Out: its files, from the templates in `rules/starter`. Not here: writing them.

/// The word that a name takes the place of.
const NAME: &str = "@NAME@";

const FILES: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../../rules/starter/pack.toml.in")),
    ("units.toml", include_str!("../../rules/starter/units.toml.in")),
    ("metrics.toml", include_str!("../../rules/starter/metrics.toml.in")),
    ("zones.csv", include_str!("../../rules/starter/zones.csv.in")),
    ("facts/@NAME@.toml", include_str!("../../rules/starter/facts.toml.in")),
];

/// The files of a pack by their paths in it; `None` where the name is none for a pack.
///
/// ```
/// use shishu::workbench::starter::files;
/// assert_eq!(files("port").map(|files| files.len()), Some(5));
/// assert_eq!(files("../port"), None);
/// ```
pub fn files(name: &str) -> Option<Vec<(String, String)>> {
    let right = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.starts_with('-') || !name.chars().all(right) {
        return None;
    }
    let fill = |text: &str| text.replace(NAME, name);
    Some(FILES.iter().map(|(path, text)| (fill(path), fill(text))).collect())
}
