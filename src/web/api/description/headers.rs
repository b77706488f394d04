//! Headers of answers that tell where things are: they follow from the shape of operations, as problems do.

use serde_json::{Value, json};

use crate::web::api::description::METHODS;

/// Adds them to every answer that may have them.
pub fn add(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, methods) in paths {
        let takes =
            |about: &Value, name: &str| about["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == name);
        let has_versions = METHODS.iter().any(|method| methods.get(*method).is_some_and(|about| takes(about, "If-Match")));
        for method in METHODS {
            let Some(about) = methods.get_mut(method) else { continue };
            let is_list = takes(about, "cursor");
            for (status, answer) in about["responses"].as_object_mut().into_iter().flatten() {
                let is_read = status == "200" || status == "304";
                let wanted = [
                    (
                        is_list && status == "200",
                        "Link",
                        "Where the list goes on: `<address>; rel=\"next\"` (RFC 8288). Not there on the last page.",
                        "</api/v1/letters?cursor=MDE5YWExYjI>; rel=\"next\"",
                    ),
                    // What a webhook begins with can be changed at once.
                    (
                        (has_versions && is_read) || (status == "201" && path == "/api/v1/webhooks"),
                        "ETag",
                        "The version that was read, for `If-Match`.",
                        "\"3\"",
                    ),
                    // A key has no address of its own.
                    (
                        status == "201" && path != "/api/v1/keys",
                        "Location",
                        "The address of what was made.",
                        "/api/v1/members/019aa1b2-0000-7000-8000-000000000001",
                    ),
                ];
                for (_, name, about, example) in wanted.into_iter().filter(|(is_there, ..)| *is_there) {
                    answer["headers"][name] = json!({ "description": about, "schema": { "type": "string", "example": example } });
                }
            }
        }
    }
}
