//! Resolution: which park a fact belongs to, and when it holds.
//!
//! In: the facts and mentions of a sentence, and the [`Discourse`], what the article said before. Out: a zone and a period for
//! each fact, each with the step that gave it. The order of steps stands in [`zone()`] and [`period()`], and nowhere else. Empty
//! rather than wrong. Not here: any pattern; the calendar is in [`crate::period`].

mod discourse;
mod period;
mod roles;
mod scope;
mod zone;

pub use discourse::{Discourse, Focus, asked_park, led_park, nameless_park};
pub use period::{holds_for_article, is_ahead, is_task, period};
pub use roles::Roles;
pub use scope::{Previous, Scope};
pub use zone::zone;

/// Which step gave a zone or a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// The rule.
    Rule,
    /// The clause of the number.
    Clause,
    /// The rest of the sentence.
    Sentence,
    /// An earlier sentence of the paragraph.
    Paragraph,
    /// The article.
    Article,
    /// The date of issue.
    Issue,
    /// `--zone`.
    Option,
    /// Nothing.
    #[default]
    None,
}

impl From {
    /// The name in the columns `zone_from` and `period_from`.
    pub fn name(self) -> &'static str {
        match self {
            From::Rule => "rule",
            From::Clause => "clause",
            From::Sentence => "sentence",
            From::Paragraph => "paragraph",
            From::Article => "article",
            From::Issue => "issue",
            From::Option => "option",
            From::None => "",
        }
    }
}
