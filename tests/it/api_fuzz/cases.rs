//! One request, made of the description: mostly as it allows, often with something that it forbids, sometimes odd beyond what a schema speaks of.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::harness::described::{Operation, of_questions};
use crate::harness::routes::MISSING;

use super::bodies::{Body, body};
use super::known::{Known, SAME};
use super::values::{allowed, text};

/// What the description says of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Whatever it says, nothing of its form is wrong.
    Allowed,
    Forbidden,
    /// The description leaves it open.
    Open,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub caller: usize,
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(&'static str, Vec<u8>)>,
    pub body: Option<Vec<u8>>,
    pub verdict: Verdict,
}

/// What is odd about the rest of a request.
#[derive(Clone, Debug)]
enum Oddity {
    None,
    Header(&'static str, Vec<u8>),
    ContentType(&'static str),
    Query(&'static str),
    Method(&'static str),
}

/// Text of a parameter (none: it is missing though it must be there), and whether its schema allows it.
type Said = (Option<String>, bool);

const TYPES: [&str; 10] = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "text/csv",
    "message/rfc822",
    "application/json;;;=",
];

const QUERIES: [&str; 10] =
    ["unknown=1", "limit=1&limit=2", "cursor=%FF%FE", "=", "&&&", "%00=%00", "limit=%31%00", "a[b]=c", "lang=en", "lang=%E3%81%82&lang=xx"];

const HEADERS: [(&str, &str); 10] = [
    ("authorization", "Bearer"),
    ("authorization", "Basic YTpi"),
    ("accept", "text/html"),
    ("accept-language", "xx;q=a, *;;"),
    ("traceparent", "00-0-0-zz"),
    ("x-forwarded-for", "a, ::1, 999.1.1.1"),
    ("x-request-id", "a b;\"=,é"),
    ("range", "bytes=0-1"),
    ("expect", "200-ok"),
    ("cookie", "nakodo=\"; __Host-nakodo-session=a"),
];

/// A request of an operation by one of the callers.
pub fn case(operation: Operation, known: &Known, callers: Vec<usize>) -> BoxedStrategy<Case> {
    let parameters = || operation.about["parameters"].as_array().into_iter().flatten();
    let of = |place: &'static str| parameters().filter(move |parameter| parameter["in"] == place);
    let ids: Vec<_> = of("path").map(|parameter| id(parameter, known)).collect();
    let query: Vec<_> = of("query").map(|parameter| in_query(operation, parameter, known)).collect();
    let headers: Vec<_> = of("header").map(header).collect();
    let (content, body) = body(operation, known);
    let oddity = prop_oneof![
        30 => Just(Oddity::None),
        1 => select(&HEADERS[..]).prop_map(|(name, value)| Oddity::Header(name, value.as_bytes().to_vec())),
        1 => (select(&["accept", "if-match", "idempotency-key", "nakodo-reason", "nakodo-value"][..]), odd_bytes()).prop_map(|(name, value)| Oddity::Header(name, value)),
        1 => select(&TYPES[..]).prop_map(Oddity::ContentType),
        1 => select(&QUERIES[..]).prop_map(Oddity::Query),
        1 => select(&["GET", "POST", "PUT", "PATCH", "DELETE"][..]).prop_map(Oddity::Method),
    ];
    let parts =
        (ids, query, headers, body, oddity).prop_map(|(ids, query, headers, body, oddity)| Parts { ids, query, headers, body, oddity });
    (select(callers), parts).prop_map(move |(caller, parts)| make(operation, content, caller, parts)).boxed()
}

fn odd_bytes() -> BoxedStrategy<Vec<u8>> {
    // What HTTP cannot carry in a header does not get as far as us.
    let fits = |byte: &u8| *byte >= 32 && *byte != 127;
    let random = prop::collection::vec(any::<u8>(), 0..40).prop_map(move |bytes| bytes.into_iter().filter(fits).collect());
    prop_oneof![
        random,
        Just(vec![b'a'; 300]),
        text().prop_map(move |text| text.into_bytes().into_iter().filter(fits).take(2_000).collect())
    ]
    .boxed()
}

fn id(parameter: &'static Value, known: &Known) -> BoxedStrategy<String> {
    let kind = super::values::name(&parameter["schema"]).unwrap_or("code");
    let odd = text().prop_filter("another address", |text| !text.is_empty() && text.len() < 500 && ![".", ".."].contains(&text.as_str()));
    prop_oneof![12 => known.id(kind), 1 => Just(MISSING.to_owned()), 1 => odd].boxed()
}

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a text, read as what the schema speaks of, is allowed by it.
fn fits(schema: &'static Value, text: &str) -> bool {
    let number = text.parse::<i64>().ok().map(Value::from);
    let read = [Some(json!(text)), number, text.parse::<bool>().ok().map(Value::from)];
    let judge = of_questions(schema);
    read.into_iter().flatten().any(|value| judge.is_valid(&value))
}

fn in_query(operation: Operation, parameter: &'static Value, known: &Known) -> BoxedStrategy<Option<(&'static str, Said)>> {
    let (name, schema) = (parameter["name"].as_str().expect("a name"), &parameter["schema"]);
    let right =
        if name == "cursor" { known.cursor(operation.template) } else { allowed(schema, known).prop_map(|value| as_text(&value)).boxed() };
    let said = parameter.get("example").map_or_else(|| Just(String::new()).boxed(), |example| Just(as_text(example)).boxed());
    let any = prop_oneof![3 => said, 4 => right, 2 => text()].prop_map(move |text| {
        let fits = fits(schema, &text);
        (Some(text), fits)
    });
    let is_there = if parameter["required"] == json!(true) { 0.9 } else { 0.35 };
    let missing = parameter["required"] == json!(true);
    prop::option::weighted(is_there, any)
        .prop_map(move |said| said.or_else(|| missing.then_some((None, false))).map(|said| (name, said)))
        .boxed()
}

fn header(parameter: &'static Value) -> BoxedStrategy<(&'static str, Option<Vec<u8>>, bool)> {
    let name = parameter["name"].as_str().expect("a name");
    let must = parameter["required"] == json!(true);
    let right = match name {
        "If-Match" | "If-None-Match" => {
            select(&["*", "\"1\"", "\"2\"", "W/\"1\"", "\"1\", \"7\""][..]).prop_map(|text| text.as_bytes().to_vec()).boxed()
        }
        "Idempotency-Key" => {
            prop_oneof![4 => 9..100_000_u32, 1 => 0..9_u32].prop_map(|number| format!("key-{number}").into_bytes()).boxed()
        }
        _ => Just(as_text(&parameter["example"]).into_bytes()).boxed(),
    };
    let value = prop_oneof![8 => right.prop_map(Some), 1 => Just(None), 2 => odd_bytes().prop_map(Some)];
    value.prop_map(move |bytes| (name, bytes.clone(), bytes.is_some() || !must)).boxed()
}

/// The parts of a request before they are put together.
#[derive(Clone, Debug)]
struct Parts {
    ids: Vec<String>,
    query: Vec<Option<(&'static str, Said)>>,
    headers: Vec<(&'static str, Option<Vec<u8>>, bool)>,
    body: Body,
    oddity: Oddity,
}

fn make(operation: Operation, kind: Option<&'static str>, caller: usize, parts: Parts) -> Case {
    let Parts { ids, query, headers, body, oddity } = parts;
    let mut path = String::new();
    let mut left = ids.iter();
    for part in operation.template.split('/').skip(1) {
        let filled = if part.starts_with('{') { encoded(left.next().expect("an id for each place")) } else { part.to_owned() };
        path.push_str(&format!("/{filled}"));
    }
    let query: Vec<(&str, Said)> = query.into_iter().flatten().collect();
    let mut verdicts: Vec<Verdict> = Vec::new();
    let of = |is_right: bool| if is_right { Verdict::Allowed } else { Verdict::Forbidden };
    verdicts.extend(query.iter().map(|(_, (_, is_right))| of(*is_right)));
    verdicts.extend(headers.iter().map(|(.., is_right)| of(*is_right)));
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(query.iter().filter_map(|(name, (text, _))| Some((*name, text.as_deref()?))));
    let mut query = pairs.finish();
    let mut headers: Vec<(&str, Vec<u8>)> = headers.into_iter().filter_map(|(name, bytes, _)| Some((name, bytes?))).collect();
    let mut method = operation.method.to_uppercase();
    let body = body.map(|(bytes, verdict)| {
        verdicts.push(verdict);
        headers.push(("content-type", kind.unwrap_or_default().as_bytes().to_vec()));
        let same = ids.first().map(|id| json!(id).to_string()).unwrap_or_default();
        match String::from_utf8(bytes) {
            Ok(text) => text.replace(SAME, same.trim_matches('"')).into_bytes(),
            Err(error) => error.into_bytes(),
        }
    });
    match oddity {
        Oddity::None => {}
        Oddity::Header(name, bytes) => {
            headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            headers.push((name, bytes));
            verdicts.push(Verdict::Open);
        }
        Oddity::ContentType(other) => {
            headers.retain(|(name, _)| *name != "content-type");
            headers.push(("content-type", other.as_bytes().to_vec()));
            let described = kind.unwrap_or_default();
            let is_near =
                other.to_lowercase().starts_with(described) || (described.ends_with("json") && other.to_lowercase().contains("json"));
            verdicts.push(if is_near || kind.is_none() { Verdict::Open } else { Verdict::Forbidden });
        }
        Oddity::Query(text) => {
            query = text.to_owned();
            verdicts.push(Verdict::Open);
        }
        Oddity::Method(other) => {
            if method != other {
                verdicts.push(Verdict::Open);
            }
            method = other.to_owned();
        }
    }
    let verdict = [Verdict::Open, Verdict::Forbidden].into_iter().find(|verdict| verdicts.contains(verdict)).unwrap_or(Verdict::Allowed);
    Case { caller, method, path, query, headers, body, verdict }
}

/// A text as one part of a path.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || byte == b'-' { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl Case {
    /// The request as somebody can send it from a terminal.
    pub fn curl(&self, address: &str) -> String {
        let quoted = |bytes: &[u8]| -> String {
            let plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
            bytes
                .iter()
                .map(|byte| if plain(byte) && !b"'\\".contains(byte) { char::from(*byte).to_string() } else { format!("\\x{byte:02x}") })
                .collect()
        };
        let headers: String = self.headers.iter().map(|(name, value)| format!(" -H $'{name}: {}'", quoted(value))).collect();
        let body = self.body.as_ref().map(|body| format!(" --data-binary $'{}'", quoted(body))).unwrap_or_default();
        format!("curl -i -X {} '{address}{}?{}' -H \"Authorization: Bearer $KEY\"{headers}{body}", self.method, self.path, self.query)
    }
}
