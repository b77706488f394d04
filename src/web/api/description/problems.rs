//! Which problems an operation may answer with: most follow from its shape (a key, a body, an id in the path), the others are listed here.

use serde_json::{Value, json};

use crate::language::Language;
use crate::web::api::description::{METHODS, Operation};
use crate::web::problem::{CODES, Kind};
use crate::wording::say;

/// What an operation refuses besides what its shape makes possible.
const OWN: [(&str, &str, &[Kind]); 19] = [
    ("post", "/api/v1/specialists/{id}/erase", &[Kind::EngagementRuns]),
    ("post", "/api/v1/help-requests/{id}/erase", &[Kind::EngagementRuns]),
    ("post", "/api/v1/specialists", &[Kind::NumberTaken]),
    ("patch", "/api/v1/specialists/{id}", &[Kind::NumberTaken, Kind::ChangedMeanwhile]),
    ("post", "/api/v1/help-requests/{id}/cancel", &[Kind::HelpRequestEnded]),
    ("delete", "/api/v1/members/{id}", &[Kind::MemberStays]),
    ("post", "/api/v1/members/{id}/ask", &[Kind::AskedAlready]),
    ("post", "/api/v1/members/{id}/paper", &[Kind::AskedAlready]),
    ("post", "/api/v1/members/{id}/help-requests", &[Kind::ConsentMissing]),
    ("post", "/api/v1/hand-overs", &[Kind::NotFound]),
    ("post", "/api/v1/hand-overs/{id}/undo", &[Kind::ChangedMeanwhile]),
    ("post", "/api/v1/help-requests/{id}/referrals", &[Kind::HelpRequestEnded, Kind::ConsentMissing, Kind::AskedAlready]),
    ("post", "/api/v1/referrals/{id}/take-back", &[Kind::ChangedMeanwhile]),
    ("post", "/api/v1/letters/{id}/resend", &[Kind::LetterWaits, Kind::NothingToSay, Kind::NoMailbox]),
    ("post", "/api/v1/bounces", &[Kind::NotFound]),
    ("post", "/api/v1/keys", &[Kind::NotFound]),
    ("post", "/api/v1/registry/cases/{id}/propose", &[Kind::ChangedMeanwhile]),
    ("post", "/api/v1/registry/cases/{id}/confirm", &[Kind::ChangedMeanwhile, Kind::FourEyes]),
    ("post", "/api/v1/webhooks", &[Kind::TooMany]),
];

/// Adds the problems of every operation to its answers, each with its code as an example, and the headers that every answer has.
pub fn add(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, methods) in paths {
        for method in METHODS {
            let Some(about) = methods.get_mut(method) else { continue };
            let kinds = kinds(Operation { method, path, about });
            for kind in CODES.iter().map(|(kind, ..)| *kind).filter(|kind| kinds.contains(kind)) {
                add_to(&mut about["responses"], kind);
            }
            for (_, answer) in about["responses"].as_object_mut().into_iter().flatten() {
                answer["headers"]["RateLimit"] = json!({
                    "description": "Requests that may follow at once (r), and the seconds until there is one more (t); `RateLimit-Policy` says out of how many (q) in how many seconds (w).",
                    "schema": { "type": "string", "example": "\"key\";r=1199;t=1" }
                });
                answer["headers"]["X-Request-Id"] = json!({
                    "description": "The name of this request: it stands in the log, the audit log, events and letters.",
                    "schema": { "type": "string", "example": "4bf92f3577b34da6a3ce929d0e0e4736" }
                });
            }
        }
    }
}

fn kinds(operation: Operation<'_>) -> Vec<Kind> {
    let Operation { method, path, about } = operation;
    let parameters: Vec<&Value> = about["parameters"].as_array().into_iter().flatten().collect();
    let any = |part: &str, is: &str| parameters.iter().any(|parameter| parameter[part] == json!(is));
    let security: Vec<&Value> = about["security"].as_array().into_iter().flatten().collect();
    let takes_key = security.iter().any(|way| way.get("key").is_some());
    let needs_key = takes_key && security.iter().all(|way| way.get("key").is_some());
    let has_body = about.get("requestBody").is_some();
    let shape: [(bool, &[Kind]); 9] = [
        (true, &[Kind::TooSlow, Kind::TooFast, Kind::Unavailable, Kind::Internal]),
        (takes_key, &[Kind::KeyUnknown, Kind::NotAllowed, Kind::SecondFactorMissing, Kind::NameMissing]),
        (needs_key, &[Kind::KeyMissing]),
        (takes_key && method != "get", &[Kind::NotFromPage]),
        (has_body, &[Kind::InvalidBody, Kind::TooLarge, Kind::WrongMediaType]),
        (any("in", "path"), &[Kind::NotFound]),
        (any("name", "Nakodo-Reason"), &[Kind::ReasonMissing]),
        (any("name", "If-Match"), &[Kind::Outdated, Kind::ReadFirst]),
        (any("name", "Idempotency-Key"), &[Kind::KeyReused, Kind::KeyTooLong]),
    ];
    let mut kinds: Vec<Kind> = shape.into_iter().filter(|(holds, _)| *holds).flat_map(|(_, kinds)| kinds).copied().collect();
    if has_body || any("in", "query") {
        kinds.push(Kind::InvalidFields);
    }
    kinds.extend(OWN.iter().filter(|(own, of, _)| (*own, *of) == (method, path)).flat_map(|(.., own)| own.iter()));
    kinds
}

fn add_to(answers: &mut Value, kind: Kind) {
    let (_, code, status) = kind.row();
    let (title, detail) = (say(Language::En, &format!("problem-{code}")), say(Language::En, &format!("problem-{code}-detail")));
    let answer = &mut answers[status.to_string()];
    let before = answer["description"].as_str().map(|text| format!("{text} ")).unwrap_or_default();
    answer["description"] = json!(format!("{before}`{code}`: {title}."));
    let content = &mut answer["content"]["application/problem+json"];
    content["schema"] = json!({ "$ref": "#/components/schemas/ProblemDocument" });
    let mut example = json!({ "type": format!("about:blank#{code}"), "title": title, "status": status, "code": code, "detail": detail });
    if kind == Kind::InvalidFields {
        let sentence = say(Language::En, "field-required");
        example["errors"] = json!([{ "pointer": "/need/hours", "code": "required", "detail": sentence }]);
    }
    content["examples"][code] = json!({ "summary": title, "value": example });
    match kind {
        Kind::KeyMissing | Kind::KeyUnknown => {
            answer["headers"]["WWW-Authenticate"] =
                json!({ "description": "How to show who you are.", "schema": { "type": "string", "example": "Bearer" } });
        }
        Kind::TooFast | Kind::Unavailable => {
            answer["headers"]["Retry-After"] =
                json!({ "description": "Seconds after which it is worth trying again.", "schema": { "type": "integer", "example": 5 } });
        }
        _ => {}
    }
}
