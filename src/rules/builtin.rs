//! The built-in pack: the files of `rules/`, embedded when the program is built.

/// Name within `rules/` and text of every file.
pub const FILES: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../../rules/pack.toml")),
    ("units.toml", include_str!("../../rules/units.toml")),
    ("periods.toml", include_str!("../../rules/periods.toml")),
    ("lexicon.toml", include_str!("../../rules/lexicon.toml")),
    ("noise.toml", include_str!("../../rules/noise.toml")),
    ("layout.toml", include_str!("../../rules/layout.toml")),
    ("masthead.toml", include_str!("../../rules/masthead.toml")),
    ("metrics.toml", include_str!("../../rules/metrics.toml")),
    ("zones.csv", include_str!("../../rules/zones.csv")),
    ("regions.csv", include_str!("../../rules/regions.csv")),
    ("facts/1-lists.toml", include_str!("../../rules/facts/1-lists.toml")),
    ("facts/2-shares.toml", include_str!("../../rules/facts/2-shares.toml")),
    ("facts/3-changes.toml", include_str!("../../rules/facts/3-changes.toml")),
    ("facts/4-counts.toml", include_str!("../../rules/facts/4-counts.toml")),
    ("facts/5-levels.toml", include_str!("../../rules/facts/5-levels.toml")),
    ("facts/6-loose.toml", include_str!("../../rules/facts/6-loose.toml")),
];
