//! The JSON Schema of rule files, for editors.
//!
//! In: the [shape](crate::rules::schema) of a kind of file. Out: its schema (draft 7, which the TOML extensions of editors
//! read). Not here: what the check knows beyond it.

use serde_json::{Map, Value, json};

use crate::rules::file::FileKind;
use crate::rules::schema::{self, Shape, Table};

/// The kinds of files that have a schema, by the names of their files.
pub fn kinds() -> Vec<(&'static str, FileKind)> {
    let name = |kind: FileKind| FileKind::ALL.iter().find(|(k, _)| *k == kind).map_or("", |(_, name)| name);
    schema::FILES.iter().map(|(kind, _)| (name(*kind).trim_end_matches(".toml"), *kind)).collect()
}

/// The schema of a kind of file.
pub fn of(kind: FileKind) -> String {
    let mut schema = schema::of(kind).map_or(json!({}), table);
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
        object.insert("title".into(), json!(format!("shishu rules, language {}", crate::rules::LANGUAGE)));
    }
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn table(table: &Table) -> Value {
    let keys = table.keys.iter().map(|key| {
        let mut value = shape(&key.shape);
        if let Some(object) = value.as_object_mut() {
            object.insert("description".into(), json!(key.doc));
        }
        (key.name.to_string(), value)
    });
    let properties: Map<String, Value> = keys.collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({
        "type": "object",
        "description": table.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Decimal => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        Shape::Day => json!({ "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::List(item) => json!({ "type": "array", "items": self::shape(item) }),
        Shape::Map(value) => json!({ "type": "object", "additionalProperties": self::shape(value) }),
        Shape::Table(keys) => table(keys),
    }
}
