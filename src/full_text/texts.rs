//! The inverted index over people's own texts. A document is a number; the number is all that comes back.

use std::collections::HashMap;
use std::ops::Bound;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::index::SegmentReader;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::query::{BooleanQuery, ConstScoreQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{DocId, Index, IndexBuilder, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Score, TantivyDocument};

use crate::full_text::SearchError;
use crate::full_text::listed::Texts;
use crate::full_text::tokens::{self, Run, Runs};

/// Points for a term in each place. What somebody has done counts more than where they are.
const DISPLAY_NAME: u32 = 5;
const TOLD: u32 = 4;
const QUALIFICATIONS: u32 = 3;
const MUNICIPALITY: u32 = 2;

/// The least that tantivy takes for what is not yet committed. It is given back with each commit.
const WRITER_BYTES: usize = 15_000_000;
/// From this share of deleted documents on a segment is written anew.
const DELETED: f32 = 0.3;

#[derive(Clone, Copy)]
struct Fields {
    number: Field,
    display_name: Field,
    told: Field,
    qualifications: Field,
    municipality: Field,
}

/// Reads the texts; may be used beside the writer.
pub(super) struct TextReader {
    fields: Fields,
    reader: IndexReader,
}

/// Changes the texts. What was changed is found after [`TextWriter::commit`].
pub(super) struct TextWriter {
    fields: Fields,
    writer: IndexWriter,
    reader: IndexReader,
    changed: bool,
}

/// An empty index in memory.
pub(super) fn open() -> Result<(TextReader, TextWriter), SearchError> {
    let mut schema = Schema::builder();
    // Nothing is stored and no lengths are kept: scores do not weigh by them.
    let indexing = TextFieldIndexing::default().set_tokenizer("runs").set_fieldnorms(false);
    let text = TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions));
    let fields = Fields {
        number: schema.add_u64_field("number", INDEXED | FAST),
        display_name: schema.add_text_field("display_name", text.clone()),
        told: schema.add_text_field("told", text.clone()),
        qualifications: schema.add_text_field("qualifications", text.clone()),
        municipality: schema.add_text_field("municipality", text),
    };
    // Fields of numbers want the default one to be there.
    let tokenizers = TokenizerManager::default();
    tokenizers.register("runs", Runs);
    // The store of documents is empty; it needs no thread of its own.
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let index: Index = IndexBuilder::new().schema(schema.build()).settings(settings).tokenizers(tokenizers).create_in_ram()?;
    let options = IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).memory_budget_per_thread(WRITER_BYTES).build();
    let writer = index.writer_with_options(options)?;
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(DELETED);
    writer.set_merge_policy(Box::new(merging));
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((TextReader { fields, reader: reader.clone() }, TextWriter { fields, writer, reader, changed: false }))
}

impl TextWriter {
    /// Adds the texts of a person under a number that was never used before.
    pub(super) fn add(&mut self, number: u64, texts: &Texts) -> Result<(), SearchError> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.number, number);
        document.add_text(self.fields.display_name, &texts.display_name);
        document.add_text(self.fields.municipality, &texts.municipality);
        texts.told.iter().for_each(|text| document.add_text(self.fields.told, text));
        texts.qualifications.iter().for_each(|text| document.add_text(self.fields.qualifications, text));
        self.writer.add_document(document)?;
        self.changed = true;
        Ok(())
    }

    pub(super) fn remove(&mut self, number: u64) {
        self.writer.delete_term(tantivy::Term::from_field_u64(self.fields.number, number));
        self.changed = true;
    }

    pub(super) fn commit(&mut self) -> Result<(), SearchError> {
        if self.changed {
            self.writer.commit()?;
            self.reader.reload()?;
            self.changed = false;
        }
        Ok(())
    }
}

impl TextReader {
    /// Numbers of the people in whose texts all of `runs` stand, with their points.
    pub(super) fn find(&self, runs: &[Run]) -> Result<HashMap<u64, u32>, SearchError> {
        let places = [
            (self.fields.display_name, DISPLAY_NAME),
            (self.fields.told, TOLD),
            (self.fields.qualifications, QUALIFICATIONS),
            (self.fields.municipality, MUNICIPALITY),
        ];
        let anywhere = |run: &Run| {
            // Whole numbers below 2^24 are exact in a float.
            let in_place = |(field, points): (Field, u32)| (Occur::Should, constant(in_field(field, run), points as Score));
            (Occur::Must, Box::new(BooleanQuery::new(places.into_iter().map(in_place).collect())) as Box<dyn Query>)
        };
        let query = BooleanQuery::new(runs.iter().map(anywhere).collect());
        Ok(self.reader.searcher().search(&query, &Numbers)?)
    }
}

fn constant(query: Box<dyn Query>, score: Score) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

/// Where `run` stands in a field: a word, a pair, a row of pairs; a single letter begins the tokens that are wanted.
fn in_field(field: Field, run: &Run) -> Box<dyn Query> {
    let term = |text: &str| tantivy::Term::from_field_text(field, text);
    let exactly = |text: &str| Box::new(TermQuery::new(term(text), IndexRecordOption::Basic)) as Box<dyn Query>;
    match run {
        Run::Word(word) => exactly(word),
        Run::Letters(letters) => {
            let mut pairs = tokens::pairs(letters);
            // The last letter alone would only be found at the end of a run; a single one is looked for as a beginning.
            let last = pairs.pop().unwrap_or_default();
            match pairs.as_slice() {
                [] => {
                    let next = last.chars().next().and_then(|c| (c..).nth(1));
                    let end = next.map_or(Bound::Unbounded, |next| Bound::Excluded(term(next.encode_utf8(&mut [0; 4]))));
                    Box::new(InvertedIndexRangeQuery::new(Bound::Included(term(&last)), end))
                }
                [pair] => exactly(pair),
                pairs => Box::new(PhraseQuery::new(pairs.iter().map(|pair| term(pair)).collect())),
            }
        }
    }
}

/// Collects every number with its points.
struct Numbers;

struct SegmentNumbers {
    numbers: Column<u64>,
    found: HashMap<u64, u32>,
}

impl Collector for Numbers {
    type Fruit = HashMap<u64, u32>;
    type Child = SegmentNumbers;

    fn for_segment(&self, _: u32, segment: &SegmentReader) -> tantivy::Result<SegmentNumbers> {
        Ok(SegmentNumbers { numbers: segment.fast_fields().u64("number")?, found: HashMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(segments.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentNumbers {
    type Fruit = HashMap<u64, u32>;

    fn collect(&mut self, document: DocId, score: Score) {
        if let Some(number) = self.numbers.first(document) {
            self.found.insert(number, score as u32);
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}
