//! Values that a schema of the description allows, examples of it, and anything else.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::harness::described::DESCRIPTION;

use super::known::{ANY, Known, SAME};

/// A schema, wherever it stands.
pub fn resolve(schema: &'static Value) -> &'static Value {
    match schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        Some(name) => resolve(&DESCRIPTION["components"]["schemas"][name]),
        None => schema,
    }
}

/// The name of the schema to which one leads.
pub fn name(schema: &'static Value) -> Option<&'static str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// What the description itself says by way of example. Fields whose example is an id get a real one later.
pub fn example(schema: &'static Value) -> Value {
    if let Some(said) = schema.get("example") {
        return said.clone();
    }
    let schema = resolve(schema);
    if let Some(said) = schema.get("example") {
        return said.clone();
    }
    if let Some(fields) = schema["properties"].as_object() {
        return fields.iter().map(|(name, field)| (name.clone(), example(field))).collect::<Map<_, _>>().into();
    }
    if schema["items"].is_object() { json!([example(&schema["items"])]) } else { schema["default"].clone() }
}

/// Text that has been trouble somewhere.
const ODD: [&str; 27] = [
    "",
    " ",
    "　",
    "\0",
    "a\0b",
    "\u{1b}[31m",
    "a\r\nBcc: a@example.jp",
    "\u{202e}gpj.exe",
    "\u{feff}",
    "e\u{301}",
    "ﷺ",
    "ｶﾞｷﾞｸﾞ",
    "𠮷野家",
    "👩‍👩‍👧‍👦",
    "\u{fffd}",
    "\u{10ffff}",
    "0",
    "-1",
    "99999999999999999999",
    "null",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}",
    "../../etc/passwd",
    "%00%ff",
    "2026-02-30",
    "0000-00-00T00:00:00Z",
];

pub fn text() -> BoxedStrategy<String> {
    prop_oneof![
        4 => select(&ODD[..]).prop_map(str::to_owned),
        2 => "\\PC{0,20}",
        1 => any::<String>(),
        1 => (select(&["a", "あ", "👩", " ", "\n"][..]), select(&[81_usize, 121, 255, 2_001, 4_001][..])).prop_map(|(one, times)| one.repeat(times)),
    ]
    .boxed()
}

/// What a schema allows.
pub fn allowed(schema: &'static Value, known: &Known) -> BoxedStrategy<Value> {
    if let Some(id) = name(schema).filter(|name| name.ends_with("Id")) {
        return known.id(id).prop_map(Value::String).boxed();
    }
    let said = schema.get("example").or_else(|| resolve(schema).get("example")).cloned();
    let schema = resolve(schema);
    for key in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[key].as_array() {
            return proptest::strategy::Union::new(parts.iter().map(|part| allowed(part, known))).boxed();
        }
    }
    let kinds: Vec<&'static str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    assert!(!kinds.is_empty(), "a schema without a type: {schema}");
    let made = proptest::strategy::Union::new(kinds.into_iter().map(|kind| of_kind(kind, schema, known)));
    match said {
        Some(said) if schema["properties"].is_null() => prop_oneof![1 => Just(said), 3 => made].boxed(),
        _ => made.boxed(),
    }
}

fn of_kind(kind: &str, schema: &'static Value, known: &Known) -> BoxedStrategy<Value> {
    let bound = |name: &str, usual: i64| schema[name].as_i64().unwrap_or(usual);
    match (kind, &schema["enum"], schema["format"].as_str()) {
        (_, Value::Array(values), _) => select(values.clone()).boxed(),
        ("null", ..) => Just(Value::Null).boxed(),
        ("boolean", ..) => any::<bool>().prop_map(Value::Bool).boxed(),
        ("integer", _, format) => {
            let wide = format == Some("int32");
            let (least, most) = (
                bound("minimum", if wide { i32::MIN.into() } else { i64::MIN }),
                bound("maximum", if wide { i32::MAX.into() } else { i64::MAX }),
            );
            let near = select(vec![least, least + 1, most - 1, most, 1, 7, 100, 255, 256, 65_535, 65_536]);
            let whole =
                prop_oneof![3 => near, 2 => 0..1_000_i64, 1 => any::<i64>()].prop_map(move |number| json!(number.clamp(least, most)));
            whole.boxed()
        }
        ("number", ..) => {
            prop_oneof![any::<i32>().prop_map(|number| json!(number)), (-1e9..1e9).prop_map(|number: f64| json!(number))].boxed()
        }
        ("string", _, Some("date-time")) => {
            select(&["2026-12-01T03:00:00Z", "2026-11-24T00:00:00+09:00", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59Z"][..])
                .prop_map(|text| json!(text))
                .boxed()
        }
        ("string", _, Some("date")) => {
            select(&["2026-12-01", "2024-02-29", "0001-01-01", "9999-12-31"][..]).prop_map(|text| json!(text)).boxed()
        }
        ("string", _, Some("uuid")) => known.id(ANY).prop_map(Value::String).boxed(),
        ("string", ..) => prop_oneof![5 => text(), 1 => known.id(ANY), 1 => Just(SAME.to_owned())].prop_map(Value::String).boxed(),
        ("array", ..) => prop::collection::vec(allowed(&schema["items"], known), 0..4).prop_map(Value::Array).boxed(),
        ("object", ..) => object(schema, known),
        (other, ..) => panic!("a schema of the kind {other}"),
    }
}

fn object(schema: &'static Value, known: &Known) -> BoxedStrategy<Value> {
    let must: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let named = schema["properties"].as_object().into_iter().flatten();
    let fields = named.map(|(name, field)| {
        let is_there = if must.contains(&name.as_str()) { 1.0 } else { 0.7 };
        prop::option::weighted(is_there, allowed(field, known)).prop_map(move |value| value.map(|value| (name.clone(), value))).boxed()
    });
    let fields: Vec<BoxedStrategy<Option<(String, Value)>>> = fields.collect();
    let others = match &schema["additionalProperties"] {
        more @ Value::Object(_) => prop::collection::vec((text(), allowed(more, known)), 0..3).boxed(),
        _ => Just(Vec::new()).boxed(),
    };
    (fields, others).prop_map(|(fields, others)| Value::Object(fields.into_iter().flatten().chain(others).collect())).boxed()
}

/// Whatever JSON can say, and whether or not anybody wants it.
pub fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        2 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::Bool),
        2 => select(&[-1_i64, 0, 1, 65_536, i64::MIN, i64::MAX, 4_294_967_296][..]).prop_map(|number| json!(number)),
        1 => Just(json!(u64::MAX)),
        1 => select(&[0.5, -0.0, 1e300, 1e-300][..]).prop_map(|number| json!(number)),
        4 => text().prop_map(Value::String),
    ];
    let nested = leaf.prop_recursive(3, 12, 3, |inside| {
        prop_oneof![
            prop::collection::vec(inside.clone(), 0..3).prop_map(Value::Array),
            prop::collection::vec((text(), inside), 0..3).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    let deep = (20..120_usize).prop_map(|depth| (0..depth).fold(json!(1), |inside, _| json!([inside])));
    prop_oneof![12 => nested, 1 => deep].boxed()
}

/// Every place of a document with what may stand there.
pub fn places(schema: &'static Value, value: &Value, at: &str, found: &mut Vec<(String, &'static Value)>) {
    found.push((at.to_owned(), schema));
    let inside = resolve(schema);
    for (name, field) in inside["properties"].as_object().into_iter().flatten() {
        let Some(value) = value.get(name) else { continue };
        places(field, value, &format!("{at}/{name}"), found);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate().filter(|_| inside["items"].is_object()) {
        places(&inside["items"], item, &format!("{at}/{index}"), found);
    }
}
