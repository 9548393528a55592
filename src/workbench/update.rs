//! Writing expected rows anew: the rows that a test gives take the place of those it should have given.
//!
//! In: the text of a rule file, and new rows by rule and test. Out: the text with those rows replaced, and everything else, down
//! to comments and blank lines, as it was. Not here: which tests are to be changed.

use toml_edit::{DocumentMut, Value};

/// New rows of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule.
    pub rule: String,
    /// Its test, from 0.
    pub test: usize,
    /// The rows as CSV with a header; blank for none.
    pub rows: String,
    /// Whether to take `todo` away: the test holds.
    pub holds: bool,
}

/// Makes the changes.
///
/// # Errors
/// What keeps the file from being read.
pub fn rewrite(text: &str, changes: &[Change]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.message().to_string())?;
    for change in changes {
        let facts = document.get_mut("fact").and_then(|facts| facts.as_array_of_tables_mut());
        let of_rule = |fact: &&mut toml_edit::Table| fact.get("id").and_then(|id| id.as_str()) == Some(&change.rule);
        let fact = facts.and_then(|facts| facts.iter_mut().find(of_rule));
        let tests = fact.and_then(|fact| fact.get_mut("test")).and_then(|tests| tests.as_array_of_tables_mut());
        let Some(test) = tests.and_then(|tests| tests.get_mut(change.test)) else {
            return Err(format!("the test {} of {} is not written as [[fact.test]]", change.test + 1, change.rule));
        };
        if change.holds {
            test.remove("todo");
            continue;
        }
        let mut value = literal(&change.rows);
        if let Some(old) = test.get("rows").and_then(|item| item.as_value()) {
            *value.decor_mut() = old.decor().clone();
        }
        test.insert("rows", toml_edit::Item::Value(value));
    }
    Ok(document.to_string())
}

/// Rows as they are written in rule files: between three quotes, each on its line.
fn literal(rows: &str) -> Value {
    if rows.trim().is_empty() {
        return Value::from("");
    }
    let quoted = if rows.contains("'''") { None } else { format!("'''\n{}\n'''", rows.trim()).parse().ok() };
    quoted.unwrap_or_else(|| Value::from(format!("{}\n", rows.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_change_and_everything_else_stays() {
        let text = "# top\n[[fact]]\nid = 'a' # mine\nmatch = '{v:money}'\n\n[[fact.test]]\ntext = '一'\nrows = \"\" # none yet\n\n\
                    [[fact.test]]\ntodo = 'later'\ntext = '二'\nrows = '''\nold\n'''\n\n# end\n";
        let change = |test, rows: &str, holds| Change { rule: "a".into(), test, rows: rows.into(), holds };
        let changed = rewrite(text, &[change(0, "value\n8", false), change(1, "", true)]).unwrap();
        let want = text.replace("rows = \"\" #", "rows = '''\nvalue\n8\n''' #").replace("todo = 'later'\n", "");
        assert_eq!(changed, want);
        assert!(rewrite(text, &[change(5, "", false)]).is_err());
        assert_eq!(rewrite(text, &[]).unwrap(), text);
    }
}
