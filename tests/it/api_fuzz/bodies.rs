//! Bodies of requests: documents that are nearly the example, files, and what is neither.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::harness::described::{Operation, of_questions};
use crate::harness::register::file;

use super::cases::Verdict;
use super::known::{Known, SAME};
use super::values::{allowed, anything, example, places, text};

/// The bytes, and what the description says of them.
pub type Body = Option<(Vec<u8>, Verdict)>;

/// How a document is changed.
#[derive(Clone, Debug)]
enum Change {
    Put(String, Value),
    Drop(String),
    Add(String, String, Value),
}

/// How a body is spoilt, or made unusual.
#[derive(Clone, Debug)]
enum Form {
    AsItIs,
    Cut(Index),
    With(Index, &'static [u8]),
    Instead(Vec<u8>),
    Long,
}

/// Words between things of a body that mean something to some reader.
const TELLING: [&[u8]; 9] = [b"\0", b"\xff\xfe", b"\xc3\x28", b"\\ud800", b"\"", b"}", b"1e999", b"\xef\xbb\xbf", b"/*"];

/// Whole bodies that are no document of ours.
const BODIES: [&[u8]; 12] = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"\"text\"",
    b"1e999",
    b"{\"a\":1,\"a\":2}",
    b"\xef\xbb\xbf{}",
    b"{",
    b"\xff\xfe{\0}\0",
    b"<a/>",
    b"a=b&c=d",
];

/// Fields of bodies that hold an id as plain text, and of what.
const NAMED: [(&str, &str); 6] = [
    ("confirm", SAME),
    ("help_request", "HelpRequestId"),
    ("from", "AccountId"),
    ("to", "AccountId"),
    ("message", "MessageId"),
    ("letter", "LetterId"),
];

/// The kind of body that is described, and such bodies.
pub fn body(operation: Operation, known: &Known) -> (Option<&'static str>, BoxedStrategy<Body>) {
    let content = operation.about["requestBody"]["content"].as_object();
    let Some((kind, document)) = content.and_then(|content| content.iter().next()) else { return (None, Just(None).boxed()) };
    let form = prop_oneof![
        24 => Just(Form::AsItIs),
        1 => any::<Index>().prop_map(Form::Cut),
        1 => (any::<Index>(), select(&TELLING[..])).prop_map(|(at, bytes)| Form::With(at, bytes)),
        1 => select(&BODIES[..]).prop_map(|bytes| Form::Instead(bytes.to_vec())),
        1 => select(&[5_000_usize, 100_000][..]).prop_map(|depth| Form::Instead(b"[".repeat(depth))),
        1 => Just(Form::Long),
    ];
    let schema = &document["schema"];
    if !kind.ends_with("json") {
        let plain = (select(files(operation.template)), form).prop_map(|(bytes, form)| Some((formed(bytes, form), Verdict::Open)));
        return (Some(kind), plain.boxed());
    }
    let made = (documents(schema, known, operation.method == "patch"), form)
        .prop_map(move |(document, form)| Some(judged(schema, &document, form)));
    (Some(kind), made.boxed())
}

/// The description's own example with a few changes, or something made from the schema alone.
fn documents(schema: &'static Value, known: &Known, is_change: bool) -> BoxedStrategy<Value> {
    let example = example(schema);
    let named = NAMED.iter().filter(|(name, _)| example[*name].is_string());
    let ids: Vec<_> =
        named.map(|(name, kind)| (Just(*name), if *kind == SAME { Just(SAME.to_owned()).boxed() } else { known.id(kind) })).collect();
    let mut found = Vec::new();
    places(schema, &example, "", &mut found);
    let found: Vec<_> = found.into_iter().filter(|(at, _)| !at.is_empty()).map(|(at, schema)| (at, allowed(schema, known))).collect();
    let change = (select(found), 0..12_u8).prop_flat_map(|((at, allowed), what)| match what {
        0..8 => allowed.prop_map(move |value| Change::Put(at.clone(), value)).boxed(),
        8 => anything().prop_map(move |value| Change::Put(at.clone(), value)).boxed(),
        9 | 10 => Just(Change::Drop(at)).boxed(),
        _ => (text(), anything()).prop_map(move |(name, value)| Change::Add(at.clone(), name, value)).boxed(),
    });
    let changes = prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(change, 1..4)];
    // Who changes something names what is to be another, seldom all of it.
    let kept = if is_change { (any::<Index>(), 1..4_usize).prop_map(Some).boxed() } else { Just(None).boxed() };
    let changed = (Just(example), ids, 0..1_000_000_u32, changes, kept).prop_map(|(mut document, ids, number, changes, kept)| {
        ids.into_iter().for_each(|(name, id)| document[name] = json!(id));
        // Numbers stand once in a list: the example's would be taken after the first time.
        for (at, number) in [("/registration/number", format!("{number:06}")), ("/number", format!("A-{number}"))] {
            let is_of_member = at == "/number" && document["company"].is_null();
            document.pointer_mut(at).filter(|_| !is_of_member).into_iter().for_each(|place| *place = json!(number));
        }
        changes.into_iter().for_each(|change| apply(&mut document, change));
        if let (Some((from, count)), Some(fields)) = (kept, document.as_object_mut()) {
            let names: Vec<String> = fields.keys().cloned().collect();
            let kept: Vec<&String> = names.iter().cycle().skip(from.index(names.len().max(1))).take(count.min(names.len())).collect();
            fields.retain(|name, _| kept.contains(&name));
        }
        document
    });
    prop_oneof![8 => changed, 1 => allowed(schema, known), 1 => anything()].boxed()
}

/// A change of a place that an earlier change took away changes nothing.
fn apply(document: &mut Value, change: Change) {
    match change {
        Change::Put(at, value) => {
            if let Some(place) = document.pointer_mut(&at) {
                *place = value;
            }
        }
        Change::Drop(at) => {
            let (above, name) = at.rsplit_once('/').unwrap_or_default();
            if let Some(fields) = document.pointer_mut(above).and_then(Value::as_object_mut) {
                fields.remove(name);
            }
        }
        Change::Add(at, name, value) => {
            let (above, _) = at.rsplit_once('/').unwrap_or_default();
            if let Some(fields) = document.pointer_mut(above).and_then(Value::as_object_mut) {
                fields.insert(name, value);
            }
        }
    }
}

fn judged(schema: &'static Value, document: &Value, form: Form) -> (Vec<u8>, Verdict) {
    let is_as_said = matches!(form, Form::AsItIs);
    let is_long = matches!(form, Form::Long);
    let bytes = formed(document.to_string().into_bytes(), form);
    let verdict = match serde_json::from_slice::<Value>(&bytes) {
        // Which of two fields of one name counts, and how long a body may be, no schema says.
        Ok(read) if of_questions(schema).is_valid(&read) && (is_as_said || read == *document) && !is_long => Verdict::Allowed,
        Ok(read) if of_questions(schema).is_valid(&read) => Verdict::Open,
        Ok(_) | Err(_) => Verdict::Forbidden,
    };
    (bytes, verdict)
}

fn formed(mut bytes: Vec<u8>, form: Form) -> Vec<u8> {
    match form {
        Form::AsItIs => {}
        Form::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
        Form::With(at, more) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, more.iter().copied());
        }
        Form::Instead(other) => bytes = other,
        Form::Long => bytes.extend(b" ".repeat(280_000)),
    }
    bytes
}

/// Files and mails to begin with: those that the fuzzer keeps, and a snapshot of the register.
fn files(template: &str) -> Vec<Vec<u8>> {
    let folder = match template {
        "/api/v1/members.csv" => "fuzz/corpus/members",
        "/api/v1/mail" => "fuzz/corpus/mail",
        _ => {
            return vec![
                file(7, &[]).into_bytes(),
                file(6, &[(1, "取消")]).into_bytes(),
                file(1, &[]).into_bytes(),
                b"a,b\r\n\"".to_vec(),
                Vec::new(),
            ];
        }
    };
    let files = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the corpus");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("readable")).collect()
}
