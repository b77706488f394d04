//! `/metrics` as a strict reader of OpenMetrics takes it. (Of the parsers on crates.io one is under the LGPL and the other reads the older format
//! alone, so this one is ours. It reads what we write and refuses everything else.)

use std::collections::{BTreeMap, BTreeSet};

/// One line of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub value: f64,
}

#[derive(Debug, Default)]
pub struct Metrics {
    /// Type of each family.
    pub families: BTreeMap<String, String>,
    pub samples: Vec<Sample>,
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The endings that samples of a type may have.
fn endings(kind: &str) -> &'static [&'static str] {
    match kind {
        "counter" => &["_total"],
        "gauge" => &[""],
        "info" => &["_info"],
        "histogram" => &["_bucket", "_sum", "_count"],
        other => panic!("a metric of type {other}"),
    }
}

fn labels(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for pair in text.split("\",").filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once("=\"").unwrap_or_else(|| panic!("labels {text:?}"));
        let value = value.strip_suffix('"').unwrap_or(value);
        assert!(is_name(name) && !value.contains(['"', '\\', '\n']), "labels {text:?}");
        assert!(found.insert(name.to_owned(), value.to_owned()).is_none(), "a label stands twice: {text:?}");
    }
    found
}

impl Metrics {
    /// Reads a whole answer and fails the test at the first thing that OpenMetrics or Prometheus' conventions do not allow.
    pub fn read(text: &str) -> Self {
        let body = text.strip_suffix("# EOF\n").expect("it ends with EOF");
        let (mut metrics, mut helped, mut seen) = (Self::default(), BTreeSet::new(), BTreeSet::new());
        let mut current = String::new();
        for line in body.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, help) = rest.split_once(' ').expect("a family has a sentence");
                assert!(!help.is_empty() && helped.insert(name.to_owned()), "{line}");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').expect("a family has a type");
                assert!(is_name(name) && name.starts_with("nakodo_") && !name.ends_with("_total"), "{line}");
                assert!(metrics.families.insert(name.to_owned(), kind.to_owned()).is_none(), "a family stands twice: {line}");
                current = name.to_owned();
            } else if let Some(rest) = line.strip_prefix("# UNIT ") {
                let (name, unit) = rest.split_once(' ').expect("a unit");
                assert!(name.ends_with(&format!("_{unit}")), "{line}");
            } else {
                let (head, value) = line.rsplit_once(' ').expect("a figure");
                assert!(seen.insert(head.to_owned()), "a sample stands twice: {line}");
                let (name, inside) =
                    head.split_once('{').map_or((head, ""), |(name, rest)| (name, rest.strip_suffix('}').expect("a brace")));
                let ending = name.strip_prefix(&current).unwrap_or_else(|| panic!("{line} is not of {current}"));
                assert!(endings(&metrics.families[&current]).contains(&ending), "{line}");
                let value = value.parse().unwrap_or_else(|_| panic!("{line}"));
                metrics.samples.push(Sample { name: name.to_owned(), labels: labels(inside), value });
            }
        }
        assert!(metrics.families.keys().all(|name| helped.contains(name)), "every family says what it is");
        metrics
    }

    /// The value of the one sample with this name and these labels, whatever others it has.
    pub fn find(&self, name: &str, wanted: &[(&str, &str)]) -> Option<f64> {
        let fits = |sample: &&Sample| wanted.iter().all(|(name, value)| sample.labels.get(*name).is_some_and(|has| has == value));
        let mut found = self.samples.iter().filter(|sample| sample.name == name).filter(fits);
        let first = found.next()?.value;
        assert!(found.next().is_none(), "several samples of {name} have {wanted:?}");
        Some(first)
    }

    pub fn value(&self, name: &str, wanted: &[(&str, &str)]) -> f64 {
        self.find(name, wanted).unwrap_or_else(|| panic!("no {name} with {wanted:?} among {:?}", self.samples))
    }
}
