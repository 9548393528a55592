//! Scores as JSON, for scripts.
//!
//! ```text
//! { "documents": [ score … ], "total": score }
//! score = { "document", "gold", "got", "quantity": figures, "row": figures, "fields": { "zone": field … }, "name",
//!           "rules": [ … ]?, "findings": [ … ]? }
//! ```
//! In: scores with their names. Out: the text of one JSON object, figures rounded to four digits. Not here: what the
//! figures mean.

use serde::Serialize;

use super::{Claim, Counts, Figures, Finding, Scored};

/// What is listed beside the figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Details {
    /// The rules, under `total`.
    pub rules: bool,
    /// What is wrong, under each document.
    pub findings: bool,
}

/// The scores of documents and of all together.
pub fn json(documents: &[(String, Scored)], total: &Scored, details: Details) -> String {
    let mut all = Score::new("TOTAL", &total.counts);
    all.rules = details.rules.then(|| total.rules.iter().map(|(rule, counts)| Rule::new(rule, counts)).collect());
    let score = |(name, scored): &'_ (String, Scored)| {
        let mut score = Score::new(name, &scored.counts);
        score.findings = details.findings.then(|| scored.findings.iter().cloned().map(FindingView::new).collect());
        score
    };
    let report = Report { documents: documents.iter().map(score).collect(), total: all };
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n" // plain structs of texts and numbers always serialise
}

#[derive(Serialize)]
struct Report {
    documents: Vec<Score>,
    total: Score,
}

#[derive(Serialize)]
struct Score {
    document: String,
    gold: usize,
    got: usize,
    quantity: FiguresView,
    row: FiguresView,
    fields: FieldsView,
    name: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<Rule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<FindingView>>,
}

impl Score {
    fn new(name: &str, counts: &Counts) -> Score {
        Score {
            document: name.to_string(),
            gold: counts.gold,
            got: counts.got,
            quantity: FiguresView::new(counts.quantity, counts.quantities()),
            row: FiguresView::new(counts.row, counts.rows()),
            fields: FieldsView::new(counts),
            name: rounded(counts.name()),
            rules: None,
            findings: None,
        }
    }
}

#[derive(Serialize)]
struct FiguresView {
    right: usize,
    precision: f64,
    recall: f64,
    f1: f64,
}

impl FiguresView {
    fn new(right: usize, figures: Figures) -> FiguresView {
        let [precision, recall, f1] = [figures.precision, figures.recall, figures.f1].map(rounded);
        FiguresView { right, precision, recall, f1 }
    }
}

/// The fields of the matched quantities.
#[derive(Serialize)]
struct FieldsView {
    zone: Field,
    metric: Field,
    period: Field,
}

#[derive(Serialize)]
struct Field {
    right: usize,
    precision: f64,
}

impl FieldsView {
    fn new(counts: &Counts) -> FieldsView {
        let field = |right| Field { right, precision: rounded(counts.share(right as f64)) };
        FieldsView { zone: field(counts.zone), metric: field(counts.metric), period: field(counts.period) }
    }
}

#[derive(Serialize)]
struct Rule {
    rule: String,
    rows: usize,
    quantity: usize,
    right: usize,
    precision: f64,
    fields: FieldsView,
}

impl Rule {
    fn new(rule: &str, counts: &Counts) -> Rule {
        Rule {
            rule: rule.to_string(),
            rows: counts.got,
            quantity: counts.quantity,
            right: counts.row,
            precision: rounded(counts.rows().precision),
            fields: FieldsView::new(counts),
        }
    }
}

#[derive(Serialize)]
struct FindingView {
    kind: &'static str,
    wrong: Vec<&'static str>,
    want: Option<Claim>,
    got: Option<Claim>,
}

impl FindingView {
    fn new(finding: Finding) -> FindingView {
        match finding {
            Finding::Wrong { want, got, fields } => {
                FindingView { kind: "wrong", wrong: fields.wrong(), want: Some(want.claim), got: Some(got) }
            }
            Finding::Missed(want) => {
                FindingView { kind: "missed", wrong: Vec::new(), want: Some(want.claim), got: None }
            }
            Finding::Extra(got) => FindingView { kind: "extra", wrong: Vec::new(), want: None, got: Some(got) },
        }
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4
}
