//! What many answers have in common stands once, among the components: written out at each answer, headers and problems were four fifths of the
//! description.

use serde_json::{Map, Value, json};

/// Puts the headers and examples of every answer among the components and refers to them there. What has a known name and says something else stays.
pub fn share(document: &mut Value) {
    let (mut headers, mut examples) = (Map::new(), Map::new());
    for path in document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        for about in path.as_object_mut().into_iter().flat_map(Map::values_mut) {
            for answer in about.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
                refer(answer.get_mut("headers"), "headers", &mut headers);
                for content in answer.get_mut("content").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
                    refer(content.get_mut("examples"), "examples", &mut examples);
                }
            }
        }
    }
    document["components"]["headers"] = Value::Object(headers);
    document["components"]["examples"] = Value::Object(examples);
}

fn refer(named: Option<&mut Value>, section: &str, shared: &mut Map<String, Value>) {
    for (name, value) in named.and_then(Value::as_object_mut).into_iter().flatten() {
        if shared.entry(name.clone()).or_insert_with(|| value.clone()) == value {
            *value = json!({ "$ref": format!("#/components/{section}/{name}") });
        }
    }
}
